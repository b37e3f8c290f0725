#include "data/name.h"

#include "core/access.h"
#include "core/diagnostics.h"
#include "core/text.h"
#include <errno.h>
#include <glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool exists(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

/* Cuts "FILE:LAYER" at the last colon that an existing file, or a name in an archive, stands before. */
static void split_layer(kuril_source_name *name)
{
    if (exists(name->source))
        return;
    for (char *colon = strrchr(name->source, ':'); colon;
         colon = g_strrstr_len(name->source, colon - name->source, ":")) {
        char *file = g_strndup(name->source, (gsize)(colon - name->source));
        const bool found = exists(file) || kuril_source_name_is_local(file, NULL) == KURIL_OK;
        if (found && colon[1]) {
            name->layer = g_strdup(colon + 1);
            g_free(name->source);
            name->source = file;
            return;
        }
        g_free(file);
    }
}

/* The last '?' that one of the keys follows. */
static char *find_query(char *text)
{
    static const char *const keys[] = {"?encoding=", "?crs=", "?where="};
    char *last = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        char *found = g_strrstr(text, keys[i]);
        last = found && (!last || found > last) ? found : last;
    }
    return last;
}

/* "encoding=CP932&where=a = 'b&c'": pairs with '&' between; a condition, which may hold one, comes last. */
static void take_query(kuril_source_name *name, const char *query)
{
    while (*query) {
        const size_t key = strcspn(query, "=&");
        const char *value = query + key + (query[key] == '=');
        const bool condition = key == strlen("where") && strncmp(query, "where", key) == 0;
        const size_t length = condition ? strlen(value) : strcspn(value, "&");
        char **to = condition                                   ? &name->where
                    : strncmp(query, "encoding=", key + 1) == 0 ? &name->encoding
                    : strncmp(query, "crs=", key + 1) == 0      ? &name->crs
                                                                : NULL;
        if (to && query[key] == '=') {
            g_free(*to);
            *to = g_strndup(value, length);
        } else if (!name->unknown) {
            name->unknown = g_strndup(query, key);
        }
        query = value + length + (value[length] == '&');
    }
}

void kuril_source_name_init(kuril_source_name *name, const char *text)
{
    static const char embedded[] = "geodata:";
    *name = (kuril_source_name){.whole = g_strdup(text), .source = g_strdup(text)};
    if (exists(text))
        return;
    char *query = find_query(name->source);
    if (query) {
        take_query(name, query + 1);
        *query = '\0';
    }
    if (g_str_has_prefix(name->source, embedded)) {
        char *rest = g_strdup(name->source + strlen(embedded));
        g_free(name->source);
        name->source = rest;
        name->embedded = true;
    } else {
        split_layer(name);
    }
}

kuril_status kuril_source_name_keys_known(const kuril_source_name *name, kuril_error *error)
{
    static const char *const keys[] = {"encoding", "crs", "where"};
    if (!name->unknown)
        return KURIL_OK;
    const char *near = kuril_text_nearest(name->unknown, keys, G_N_ELEMENTS(keys));
    return kuril_fail(error, KURIL_E_ARGUMENT, "unknown key '%s' after the dataset's name '%s'%s%s%s", name->unknown,
                      name->source, near ? ": did you mean '" : ": expected encoding, crs or where", near ? near : "",
                      near ? "'?" : "");
}

void kuril_source_name_finish(kuril_source_name *name)
{
    if (!name)
        return;
    g_free(name->whole);
    g_free(name->source);
    g_free(name->layer);
    g_free(name->where);
    g_free(name->encoding);
    g_free(name->crs);
    g_free(name->unknown);
    *name = (kuril_source_name){0};
}

static kuril_status check_file(const char *path, kuril_error *error)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return kuril_fail_at(error, KURIL_E_IO, path, 0, 0, NULL, "cannot open '%s': %s", path, g_strerror(errno));
    if (S_ISDIR(info.st_mode)) {
        if (g_str_has_suffix(path, ".gdb") || g_str_has_suffix(path, ".gdb/"))
            return KURIL_OK;
        return kuril_fail_at(error, KURIL_E_IO, path, 0, 0, NULL, "cannot open '%s': it is a folder", path);
    }
    if (!S_ISREG(info.st_mode))
        return kuril_fail_at(error, KURIL_E_IO, path, 0, 0, NULL, "cannot open '%s': not a regular file", path);
    if (access(path, R_OK) != 0)
        return kuril_fail_at(error, KURIL_E_IO, path, 0, 0, NULL, "cannot open '%s': %s", path, g_strerror(errno));
    if (info.st_size == 0)
        return kuril_fail_at(error, KURIL_E_DATA, path, 0, 0, NULL, "cannot read '%s': the file is empty", path);
    return KURIL_OK;
}

/* The file that holds PATH/INSIDE, for a path into an archive: the longest leading part that is a file. */
static kuril_status check_archive(const char *path, kuril_error *error)
{
    char *file = g_strdup(path);
    kuril_status status = KURIL_E_IO;
    for (;;) {
        struct stat info;
        if (stat(file, &info) == 0) {
            status = check_file(file, error);
            break;
        }
        char *slash = strrchr(file, '/');
        if (!slash || slash == file) {
            status = kuril_fail_at(error, KURIL_E_IO, path, 0, 0, NULL, "cannot open '%s': no such file", path);
            break;
        }
        *slash = '\0';
    }
    g_free(file);
    return status;
}

static bool looks_remote(const char *source)
{
    if (strstr(source, "://") || g_str_has_prefix(source, "/vsi"))
        return true;
    const size_t scheme = strcspn(source, ":/."); /* a name with an ending is a file's, and what follows its layer */
    return scheme > 1 && source[scheme] == ':';
}

/* What follows GDAL's prefixes for archives and parts of files; the text itself when it has none. */
static const char *without_prefixes(const char *source)
{
    static const char *const archives[] = {"/vsizip/", "/vsigzip/", "/vsitar/"};
    const char *rest = source;
    for (bool stripped = true; stripped;) {
        stripped = false;
        for (size_t i = 0; i < G_N_ELEMENTS(archives); i++) {
            if (g_str_has_prefix(rest, archives[i])) {
                rest += strlen(archives[i]);
                stripped = true;
            }
        }
        if (g_str_has_prefix(rest, "/vsisubfile/") && strchr(rest, ',')) {
            rest = strchr(rest, ',') + 1;
            stripped = true;
        }
    }
    return rest;
}

kuril_status kuril_source_name_is_local(const char *source, kuril_error *error)
{
    const char *rest = without_prefixes(source);
    if (rest == source && exists(source))
        return check_file(source, error);
    if (rest != source && !looks_remote(rest))
        return check_archive(rest, error);
    if (looks_remote(rest))
        return kuril_fail_at(error, KURIL_E_ARGUMENT, source, 0, 0, NULL,
                             "'%s' is not a file of this machine, and the network is not allowed", source);
    return check_file(source, error);
}

/* The longest leading part of a path into an archive that is there: "a.zip" of "a.zip/b.shp", or the text. */
static char *file_of(const char *path)
{
    const char *brace = *path == '{' ? strchr(path, '}') : NULL; /* "{a.zip}/b.shp" */
    if (brace)
        return g_strndup(path + 1, (gsize)(brace - path - 1));
    char *file = g_strdup(path), *slash;
    while (!exists(file) && (slash = strrchr(file, '/')) && slash > file)
        *slash = '\0';
    if (exists(file))
        return file;
    g_free(file);
    return g_strdup(path);
}

/* Links in a directory, of names that begin so, that lead out of the folder. */
static kuril_status check_links(const char *directory, const char *beginning, const char *folder, kuril_error *error)
{
    GDir *dir = g_dir_open(directory, 0, NULL);
    kuril_status status = KURIL_OK;
    for (const char *name; dir && status == KURIL_OK && (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(directory, name, NULL);
        if (g_str_has_prefix(name, beginning) && g_file_test(path, G_FILE_TEST_IS_SYMLINK))
            status = kuril_access_check(folder, path, error);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    return status;
}

/* The parts of a dataset that its driver opens by itself, beside it or in it: a link among them may lead elsewhere. */
static kuril_status check_companions(const char *file, const char *folder, kuril_error *error)
{
    if (g_file_test(file, G_FILE_TEST_IS_DIR)) /* a geodatabase is one */
        return check_links(file, "", folder, error);
    char *directory = g_path_get_dirname(file), *base = g_path_get_basename(file);
    char *dot = strrchr(base, '.');
    if (dot)
        dot[1] = '\0';
    const kuril_status status = dot ? check_links(directory, base, folder, error) : KURIL_OK;
    g_free(base);
    g_free(directory);
    return status;
}

char *kuril_source_name_file(const char *text)
{
    kuril_source_name name;
    kuril_source_name_init(&name, text);
    const char *rest = name.embedded ? NULL : without_prefixes(name.source);
    char *file = rest && (exists(rest) || !looks_remote(rest)) ? file_of(rest) : NULL;
    kuril_source_name_finish(&name);
    return file;
}

kuril_status kuril_source_name_check(const char *text, const char *folder, kuril_error *error)
{
    char *file = kuril_source_name_file(text);
    kuril_status status = file ? kuril_access_check(folder, file, error) : KURIL_OK;
    if (file && status == KURIL_OK)
        status = check_companions(file, folder, error);
    g_free(file);
    return status;
}
