#include "data/gdal/source.h"

#include "core/diagnostics.h"
#include "core/limits.h"
#include "data/gdal/drivers.h"
#include "data/gdal/line_numbers.h"
#include "data/gdal/xml_numbers.h"
#include "data/gdal/xml_text.h"
#include "data/gdal/zip_sums.h"
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <glib.h>
#include <string.h>

enum { MEMBERS_MAX = 10000, FOLDERS_MAX = 200, DEPTH_MAX = 16, TABLE_BYTES_MAX = 1 << 20 };
static const vsi_l_offset suspicious_bytes = 16u << 20; /* a bomb is larger than this and packs better than KURIL_LIMIT_RATIO */

static size_t limit_of(const kuril_dataset_options *options)
{
    return options->max_bytes ? options->max_bytes : (size_t)kuril_limit_value(KURIL_LIMIT_UNPACKED);
}

static bool has_extension(const char *path, const char *extension)
{
    const size_t n = strlen(path), m = strlen(extension);
    return n > m && g_ascii_strcasecmp(path + n - m, extension) == 0;
}

/* PATH with its extension replaced, where such a file is; the extension is tried as given and in capitals. */
char *kuril_gdal_beside(const char *path, const char *extension)
{
    const char *dot = strrchr(path, '.');
    char *upper = g_ascii_strup(extension, -1);
    char *found = NULL;
    for (int i = 0; !found && i < 2; i++) {
        char *candidate = g_strdup_printf("%.*s%s", (int)(dot ? dot - path : (ptrdiff_t)strlen(path)), path,
                                          i ? upper : extension);
        VSIStatBufL info;
        if (VSIStatExL(candidate, &info, VSI_STAT_EXISTS_FLAG | VSI_STAT_NATURE_FLAG) == 0 && VSI_ISREG(info.st_mode))
            found = candidate;
        else
            g_free(candidate);
    }
    g_free(upper);
    return found;
}

/* Reads a file up to a limit; `more` tells whether there was more. NULL when it cannot be opened. */
static char *read_up_to(const char *path, size_t limit, size_t *length, bool *more)
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file)
        return NULL;
    GByteArray *bytes = g_byte_array_new();
    char *block = g_malloc(1 << 16);
    size_t n;
    while ((n = VSIFReadL(block, 1, 1 << 16, file)) > 0 && bytes->len <= limit)
        g_byte_array_append(bytes, (const guint8 *)block, (guint)n);
    g_free(block);
    VSIFCloseL(file);
    *more = bytes->len > limit;
    *length = MIN(bytes->len, limit);
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    return (char *)g_byte_array_free(bytes, FALSE);
}

/* Reads a file whole; NULL when it cannot be opened or is longer than the limit. */
static char *read_whole(const char *path, size_t limit, size_t *length)
{
    bool more = false;
    char *bytes = read_up_to(path, limit, length, &more);
    if (more)
        g_clear_pointer(&bytes, g_free);
    return bytes;
}

char *kuril_gdal_read_beside(const char *path, const char *extension, size_t limit, size_t *length)
{
    char *file = kuril_gdal_beside(path, extension);
    char *text = file ? read_whole(file, limit, length) : NULL;
    g_free(file);
    return text;
}

bool kuril_gdal_write_memory(const char *to, const void *bytes, size_t length)
{
    VSILFILE *file = VSIFOpenL(to, "wb");
    const bool good = file && VSIFWriteL(bytes, 1, length, file) == length;
    if (file)
        VSIFCloseL(file);
    return good;
}

static bool copy_to_memory(const char *from, const char *to, size_t limit)
{
    size_t length;
    char *bytes = read_whole(from, limit, &length);
    const bool good = bytes && kuril_gdal_write_memory(to, bytes, length);
    g_free(bytes);
    return good;
}

static char *in_memory(kuril_gdal_source *source, const char *base)
{
    if (!source->memory)
        source->memory = g_strdup_printf("/vsimem/kurilmap-%p", (void *)source);
    return g_strdup_printf("%s/%s", source->memory, base);
}

/* ---- archives --------------------------------------------------------------------------------------------------- */

/*
 * Appends the members below a folder of an archive that may be datasets. Every folder makes GDAL look at all members
 * again, so that only so many are entered.
 */
static void list_members(const char *root, const char *folder, int depth, int *folders, GPtrArray *members)
{
    char *path = *folder ? g_strdup_printf("%s/%s", root, folder) : g_strdup(root);
    char **names = VSIReadDirEx(path, MEMBERS_MAX);
    g_free(path);
    for (int i = 0; names && names[i] && i < MEMBERS_MAX; i++) {
        char *name = *folder ? g_strdup_printf("%s/%s", folder, names[i]) : g_strdup(names[i]);
        if (kuril_gdal_vector_rank(name) > 0) {
            g_ptr_array_add(members, name);
            continue;
        }
        char *full = g_strdup_printf("%s/%s", root, name);
        VSIStatBufL info;
        if (*folders < FOLDERS_MAX && depth < DEPTH_MAX &&
            VSIStatExL(full, &info, VSI_STAT_NATURE_FLAG) == 0 && VSI_ISDIR(info.st_mode)) {
            ++*folders;
            list_members(root, name, depth + 1, folders, members);
        }
        g_free(full);
        g_free(name);
    }
    CSLDestroy(names);
}

/* The best-ranked member that is a dataset; `several` when another ranks the same. */
static char *pick_member(const GPtrArray *members, bool *several)
{
    char *best = NULL;
    int best_rank = 0;
    for (guint i = 0; i < members->len; i++) {
        char *member = g_ptr_array_index(members, i);
        const int rank = strstr(member, "__MACOSX") ? 0 : kuril_gdal_vector_rank(member);
        if (rank == 0)
            continue;
        *several = best && rank == best_rank ? true : *several && best && rank >= best_rank;
        if (!best || rank < best_rank) {
            best = member;
            best_rank = rank;
        }
    }
    return best;
}

static kuril_status check_size(const char *member, const char *archive, const kuril_dataset_options *options,
                               kuril_error *error)
{
    VSIStatBufL inside, outside;
    if (VSIStatL(member, &inside) != 0 || VSIStatL(archive, &outside) != 0)
        return kuril_fail(error, KURIL_E_DATA, "cannot read '%s' in '%s'", member, archive);
    const vsi_l_offset size = (vsi_l_offset)inside.st_size, packed = (vsi_l_offset)MAX(outside.st_size, 1);
    const double ratio = (double)size / (double)packed;
    const bool dense = size > suspicious_bytes && ratio > kuril_limit_value(KURIL_LIMIT_RATIO);
    if (dense || size > limit_of(options))
        return kuril_fail(error, KURIL_E_DATA,
                          "'%s' unpacks to %llu bytes from %llu, which is not believed (--allow-limit %s=N allows more)",
                          archive, (unsigned long long)size, (unsigned long long)packed,
                          kuril_limit_name(dense ? KURIL_LIMIT_RATIO : KURIL_LIMIT_UNPACKED));
    return KURIL_OK;
}

static kuril_status look_into(kuril_gdal_source *source, const char *handler, const char *file,
                              const kuril_dataset_options *options, kuril_error *error)
{
    char *root = g_strdup_printf("%s{%s}", handler, file);
    GPtrArray *members = g_ptr_array_new_with_free_func(g_free);
    int folders = 0;
    char **top = VSIReadDirEx(root, 1);
    const bool readable = top != NULL;
    CSLDestroy(top);
    list_members(root, "", 0, &folders, members);
    bool several = false;
    const char *member = pick_member(members, &several);
    kuril_status status = KURIL_OK;
    if (!member && !readable)
        status = kuril_fail(error, KURIL_E_DATA, "'%s' is no archive, or is damaged", file);
    else if (!member)
        status = kuril_fail(error, KURIL_E_DATA, "no dataset in the archive '%s' (of a folder %d members are looked at, and "
                            "archives in it are not)", file, MEMBERS_MAX);
    else if (several)
        status = kuril_fail(error, KURIL_E_DATA, "several datasets in the archive '%s'; name one, such as '%s%s/%s'",
                            file, handler, file, member);
    else
        source->path = g_strdup_printf("%s/%s", root, member);
    if (status == KURIL_OK)
        status = check_size(source->path, file, options, error);
    if (status == KURIL_OK && strcmp(handler, "/vsizip/") == 0)
        source->damaged = kuril_gdal_zip_damaged(file, limit_of(options));
    g_ptr_array_free(members, TRUE);
    g_free(root);
    return status;
}

/*
 * What a gzip file holds, unpacked only as far as the limit goes: its size is not to be had otherwise. Caller frees;
 * NULL with an error.
 */
static char *gunzip(const char *file, const kuril_dataset_options *options, size_t *length, kuril_error *error)
{
    char *path = g_strdup_printf("/vsigzip/%s", file);
    const size_t limit = limit_of(options);
    bool more = false;
    char *bytes = read_up_to(path, limit, length, &more);
    VSIStatBufL info;
    const double packed = VSIStatL(file, &info) == 0 ? (double)MAX(info.st_size, 1) : 1;
    const bool dense = bytes && *length > suspicious_bytes && (double)*length / packed > kuril_limit_value(KURIL_LIMIT_RATIO);
    g_free(path);
    if (bytes && !dense && !more)
        return bytes;
    if (bytes)
        kuril_fail(error, KURIL_E_DATA, "'%s' unpacks to %s%zu bytes from %.0f, which is not believed (--allow-limit %s=N allows more)",
                   file, more ? "more than " : "", *length, packed,
                   kuril_limit_name(more ? KURIL_LIMIT_UNPACKED : KURIL_LIMIT_RATIO));
    else
        kuril_fail(error, KURIL_E_DATA, "cannot unpack '%s'", file);
    g_free(bytes);
    return NULL;
}

static kuril_status unzip(kuril_gdal_source *source, const char *file, const kuril_dataset_options *options,
                          kuril_error *error)
{
    size_t length = 0;
    char *bytes = gunzip(file, options, &length, error);
    if (!bytes)
        return KURIL_E_DATA;
    char *base = g_path_get_basename(file);
    base[strlen(base) - 3] = '\0';
    source->path = in_memory(source, base);
    const bool good = kuril_gdal_write_memory(source->path, bytes, length);
    g_free(base);
    g_free(bytes);
    return good ? KURIL_OK : kuril_fail(error, KURIL_E_MEMORY, "no memory for what '%s' holds", file);
}

/* A packed tar is unpacked whole to list it: not before it is known how much that is. */
static kuril_status look_into_packed_tar(kuril_gdal_source *source, const char *file, const kuril_dataset_options *options,
                                         kuril_error *error)
{
    size_t length = 0;
    char *bytes = gunzip(file, options, &length, error);
    const bool bounded = bytes != NULL;
    g_free(bytes);
    return bounded ? look_into(source, "/vsitar/", file, options, error) : KURIL_E_DATA;
}

/* The file of the disk behind a chain of GDAL's prefixes: the longest leading part of what follows that is one. */
static char *file_that_holds(const char *path)
{
    const char *rest = path;
    for (const char *next = path; next; next = strstr(rest, "/vsi")) {
        const char *end = strchr(next + 1, '/');
        if (!end)
            return NULL;
        rest = end + 1;
        const char *comma = g_str_has_prefix(next, "/vsisubfile/") ? strchr(rest, ',') : NULL;
        rest = comma ? comma + 1 : rest;
        rest += *rest == '{';
    }
    char *file = g_strdelimit(g_strdup(rest), "}", '/'), *slash;
    while (!g_file_test(file, G_FILE_TEST_IS_REGULAR) && (slash = strrchr(file, '/')) && slash > file)
        *slash = '\0';
    if (!g_file_test(file, G_FILE_TEST_IS_REGULAR))
        g_clear_pointer(&file, g_free);
    return file;
}

/* A name that says itself how it is packed, "/vsizip/a.zip/b.shp": the same limits hold. */
static kuril_status locate_packed(kuril_gdal_source *source, const char *file, const kuril_dataset_options *options,
                                  kuril_error *error)
{
    static const char *const handlers[] = {"/vsizip/", "/vsitar/"};
    for (size_t i = 0; i < G_N_ELEMENTS(handlers); i++) {
        const char *rest = file + strlen(handlers[i]);
        if (g_str_has_prefix(file, handlers[i]) && g_file_test(rest, G_FILE_TEST_IS_REGULAR))
            return look_into(source, handlers[i], rest, options, error);
    }
    char *archive = file_that_holds(file);
    const kuril_status status = archive ? check_size(file, archive, options, error) : KURIL_OK;
    g_free(archive);
    source->path = g_strdup(file);
    return status;
}

/* ---- copies ----------------------------------------------------------------------------------------------------- */

/* A shapefile's parts in memory, made to fit each other; false, and the files themselves, when that is too large. */
static bool mend_shapefile(kuril_gdal_source *source, const kuril_dataset_options *options)
{
    char *base = g_path_get_basename(source->path), *to = in_memory(source, base);
    const bool good = kuril_gdal_shapefile_copy(source->path, to, &source->shapefile, limit_of(options));
    g_free(base);
    if (!good) {
        g_free(to);
        return false;
    }
    g_free(source->path);
    source->path = to;
    return true;
}

bool kuril_gdal_source_rebuild(kuril_gdal_source *source, const kuril_dataset_options *options)
{
    if (source->shapefile.index_wrong || !has_extension(source->path, ".shp"))
        return false;
    source->shapefile.index_wrong = true;
    return mend_shapefile(source, options);
}

static kuril_status copy_gml(kuril_gdal_source *source, const kuril_dataset_options *options, kuril_error *error)
{
    char *base = g_path_get_basename(source->path), *to = in_memory(source, base);
    g_free(base);
    if (!copy_to_memory(source->path, to, limit_of(options))) {
        g_free(to);
        return kuril_fail(error, KURIL_E_DATA, "'%s' is unreadable, or has more than %zu bytes (--allow-limit unpacked=N allows more)",
                          source->path, limit_of(options));
    }
    g_free(source->path);
    source->path = to;
    return KURIL_OK;
}

typedef struct text_format {
    const char *extension;
    bool lines; /* else XML */
    int kind;
    const char *companion; /* what must lie beside a copy; NULL: nothing */
} text_format;

static const text_format text_formats[] = {{".kml", false, KURIL_XML_KML, NULL},  {".gml", false, KURIL_XML_GML, NULL},
                                           {".gpx", false, KURIL_XML_GPX, NULL},  {".mif", true, KURIL_LINES_MIF, ".mid"},
                                           {".dxf", true, KURIL_LINES_DXF, NULL}, {".gmt", true, KURIL_LINES_GMT, NULL}};

static const text_format *text_format_of(const char *path)
{
    for (size_t i = 0; i < G_N_ELEMENTS(text_formats); i++) {
        if (has_extension(path, text_formats[i].extension))
            return &text_formats[i];
    }
    return NULL;
}

/* Goes on with a text in memory in place of a file, and a copy of what belongs to it; the file is kept when that fails. */
static void read_instead(kuril_gdal_source *source, const GString *text, const char *companion, size_t limit)
{
    char *base = g_path_get_basename(source->path), *to = in_memory(source, base);
    char *beside = companion ? kuril_gdal_beside(source->path, companion) : NULL;
    char *second = beside ? g_strdup_printf("%.*s%s", (int)(strrchr(to, '.') - to), to, companion) : NULL;
    if (kuril_gdal_write_memory(to, text->str, text->len) && (!second || copy_to_memory(beside, second, limit))) {
        g_free(source->path);
        source->path = g_steal_pointer(&to);
    }
    g_free(second);
    g_free(beside);
    g_free(to);
    g_free(base);
}

/* Reads a copy of a text whose coordinates are not all numbers, or of XML in an encoding that GDAL does not know; one
 * that is too large is left as it is. */
static void mend_text(kuril_gdal_source *source, const kuril_dataset_options *options)
{
    const text_format *format = text_format_of(source->path);
    size_t length = 0;
    char *text = format ? read_whole(source->path, limit_of(options), &length) : NULL;
    if (text && !format->lines)
        kuril_xml_to_utf8(&text, &length, options->encoding, &source->encoding, &source->encoding_invalid);
    if (text && !memchr(text, '\0', length)) {
        GString *mended = g_string_sized_new(length + 1);
        if (format->lines)
            kuril_line_numbers(text, length, (kuril_line_kind)format->kind, mended, &source->numbers);
        else
            kuril_xml_numbers(text, length, (kuril_xml_kind)format->kind, mended, &source->numbers);
        if (source->numbers.changed || source->encoding)
            read_instead(source, mended, format->companion, limit_of(options));
        g_string_free(mended, TRUE);
    }
    g_free(text);
}

/* ---- databases with a write-ahead log ------------------------------------------------------------------------ */

enum { SQLITE_HEADER = 20, WRITE_VERSION = 18, READ_VERSION = 19, WITH_LOG = 2 }; /* sqlite.org/fileformat2.html, 1.3 */

bool kuril_gdal_has_log(const char *path)
{
    unsigned char header[SQLITE_HEADER] = {0};
    VSILFILE *file = VSIFOpenL(path, "rb");
    const bool read = file && VSIFReadL(header, 1, sizeof header, file) == sizeof header;
    if (file)
        VSIFCloseL(file);
    return read && memcmp(header, "SQLite format 3", 16) == 0 &&
           (header[WRITE_VERSION] == WITH_LOG || header[READ_VERSION] == WITH_LOG);
}

/*
 * SQLite opens a database with a log for writing even to read it, and moves the log into it at the end. A copy whose
 * header says that there is none leaves file and log as they are.
 */
static kuril_status copy_database(kuril_gdal_source *source, const kuril_dataset_options *options, kuril_error *error)
{
    char *log = g_strconcat(source->path, "-wal", NULL);
    VSIStatBufL info;
    source->log_left_out = VSIStatL(log, &info) == 0 && info.st_size > 0;
    g_free(log);
    size_t length;
    char *bytes = read_whole(source->path, limit_of(options), &length);
    if (!bytes)
        return kuril_fail(error, KURIL_E_DATA,
                          "'%s' has a write-ahead log and more than %zu bytes: close the program that has it open, or "
                          "make a copy (or --allow-limit unpacked=N)",
                          source->path, limit_of(options));
    bytes[WRITE_VERSION] = bytes[READ_VERSION] = 1;
    char *base = g_path_get_basename(source->path), *to = in_memory(source, base);
    const bool good = kuril_gdal_write_memory(to, bytes, length);
    g_free(base);
    g_free(bytes);
    g_free(source->path);
    source->path = to;
    return good ? KURIL_OK : kuril_fail(error, KURIL_E_MEMORY, "no memory for a copy of '%s'", to);
}

/* A MapInfo table that is made of others, which it names: a view, or the index of a seamless one. */
static bool names_others(const char *path)
{
    size_t length;
    char *text = read_whole(path, TABLE_BYTES_MAX, &length); /* a table's own description is far shorter */
    if (!text)
        return true;
    for (char *p = text; p < text + length; p++)
        *p = g_ascii_isspace(*p) || *p == '\0' ? ' ' : g_ascii_tolower(*p);
    text[length] = '\0';
    const bool named = strstr(text, "isseamless") || strstr(text, "create view") || strstr(text, "open table");
    g_free(text);
    return named;
}

static kuril_status locate(kuril_gdal_source *source, const char *file, const kuril_dataset_options *options,
                           kuril_error *error)
{
    if (has_extension(file, ".vrt") && !options->allow_network)
        return kuril_fail(error, KURIL_E_UNSUPPORTED,
                          "'%s' is a virtual dataset (VRT), which may name other files and hosts: name its source",
                          file);
    const bool plain = strncmp(file, "/vsi", 4) != 0;
    if (plain && (has_extension(file, ".zip") || has_extension(file, ".kmz")))
        return look_into(source, "/vsizip/", file, options, error);
    if (plain && (has_extension(file, ".tar.gz") || has_extension(file, ".tgz")))
        return look_into_packed_tar(source, file, options, error);
    if (plain && has_extension(file, ".tar"))
        return look_into(source, "/vsitar/", file, options, error);
    if (plain && has_extension(file, ".gz"))
        return unzip(source, file, options, error);
    if (!plain && !options->allow_network)
        return locate_packed(source, file, options, error);
    source->path = g_strdup(file);
    return KURIL_OK;
}

kuril_status kuril_gdal_source_init(kuril_gdal_source *source, const char *file, const kuril_dataset_options *options,
                                    kuril_error *error)
{
    *source = (kuril_gdal_source){0};
    kuril_status status = locate(source, file, options, error);
    if (status == KURIL_OK && !options->allow_network && has_extension(source->path, ".tab") &&
        names_others(source->path))
        status = kuril_fail(error, KURIL_E_UNSUPPORTED,
                            "'%s' is a view or index of other MapInfo tables, which may lie anywhere: name the table",
                            file);
    if (status == KURIL_OK && has_extension(source->path, ".gml"))
        status = copy_gml(source, options, error);
    if (status == KURIL_OK && !options->allow_network)
        mend_text(source, options);
    if (status == KURIL_OK) {
        char *journal = g_strconcat(source->path, "-journal", NULL);
        VSIStatBufL info;
        source->journal_left_out = VSIStatL(journal, &info) == 0 && info.st_size > 0;
        g_free(journal);
    }
    if (status == KURIL_OK && kuril_gdal_has_log(source->path))
        status = copy_database(source, options, error);
    if (status == KURIL_OK && has_extension(source->path, ".shp")) {
        kuril_gdal_shapefile_judge(source->path, limit_of(options), &source->shapefile);
        source->mended = kuril_gdal_shapefile_is_wrong(&source->shapefile) && mend_shapefile(source, options);
    }
    if (status != KURIL_OK)
        kuril_gdal_source_finish(source);
    return status;
}

void kuril_gdal_source_finish(kuril_gdal_source *source)
{
    if (source->memory)
        VSIRmdirRecursive(source->memory);
    g_free(source->memory);
    g_free(source->numbers.system);
    g_free(source->encoding);
    g_free(source->damaged);
    g_free(source->path);
    *source = (kuril_gdal_source){0};
}
