#include "data/name.h"

#include "core/diagnostics.h"
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
    for (char *colon = strrchr(name->source, ':'); colon; colon = g_strrstr_len(name->source, colon - name->source, ":")) {
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

void kuril_source_name_init(kuril_source_name *name, const char *text)
{
    static const char embedded[] = "geodata:", where[] = "?where=";
    *name = (kuril_source_name){.whole = g_strdup(text), .source = g_strdup(text)};
    if (exists(text))
        return;
    char *condition = g_strrstr(name->source, where);
    if (condition) {
        name->where = g_strdup(condition + strlen(where));
        *condition = '\0';
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

void kuril_source_name_finish(kuril_source_name *name)
{
    if (!name)
        return;
    g_free(name->whole);
    g_free(name->source);
    g_free(name->layer);
    g_free(name->where);
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
    const char *colon = strchr(source, ':');
    return colon && colon > source + 1 && !memchr(source, '/', (size_t)(colon - source));
}

kuril_status kuril_source_name_is_local(const char *source, kuril_error *error)
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
    if (rest == source && exists(source))
        return check_file(source, error);
    if (rest != source && !looks_remote(rest))
        return check_archive(rest, error);
    if (looks_remote(rest))
        return kuril_fail_at(error, KURIL_E_ARGUMENT, source, 0, 0, NULL,
                             "'%s' is not a file of this machine, and the network is not allowed", source);
    return check_file(source, error);
}
