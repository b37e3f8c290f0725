#include "data/gdal/shapefile.h"

#include "data/gdal/source.h"
#include <cpl_vsi.h>
#include <glib.h>
#include <string.h>

/* Bytes: of both headers; of an entry of the index; of a record's header, and the least that a record can be. */
enum { HEADER = 100, ENTRY = 8, RECORD_HEADER = 8, RECORD_LEAST = 12 };

/* Where a record begins and how long its content is, in words of 16 bits, as an index has it. */
typedef struct entry {
    guint32 offset, length;
} entry;

static guint32 big(const char *p)
{
    guint32 n;
    memcpy(&n, p, sizeof n);
    return GUINT32_FROM_BE(n);
}

static guint32 little(const char *p)
{
    guint32 n;
    memcpy(&n, p, sizeof n);
    return GUINT32_FROM_LE(n);
}

static guint32 little_16(const char *p)
{
    return (guint32)(unsigned char)p[0] | (guint32)(unsigned char)p[1] << 8;
}

/* ---- records and their index ------------------------------------------------------------------------------------ */

/* Whether a record may begin there: its kind is the file's or none, and it ends within the file. */
static bool is_record(const char *shp, size_t length, size_t at)
{
    if (at + RECORD_LEAST > length)
        return false;
    const guint32 kind = little(shp + at + RECORD_HEADER);
    const guint64 words = big(shp + at + 4);
    return (kind == 0 || kind == little(shp + 32)) && words >= 2 && at + RECORD_HEADER + 2 * words <= length;
}

static size_t end_of_record(const char *shp, size_t at)
{
    return at + RECORD_HEADER + 2 * (size_t)big(shp + at + 4);
}

/* Where the records go on after damage: at one with a higher number that is followed by its successor or the end. */
static size_t next_sound(const char *shp, size_t length, size_t from, guint32 number)
{
    for (size_t at = from; at + RECORD_LEAST <= length; at += 2) {
        if (!is_record(shp, length, at) || big(shp + at) <= number ||
            big(shp + at) - number > (at - from) / RECORD_LEAST + 1)
            continue;
        const size_t end = end_of_record(shp, at);
        if (end == length || (is_record(shp, length, end) && big(shp + end) == big(shp + at) + 1))
            return at;
    }
    return length;
}

/* The records that are there, in order; one that is damaged keeps its place, so that rows of the table fit. */
static GArray *find_records(const char *shp, size_t length)
{
    GArray *records = g_array_new(FALSE, FALSE, sizeof(entry));
    for (size_t at = HEADER; at + RECORD_LEAST <= length;) {
        if (is_record(shp, length, at)) {
            const entry e = {(guint32)(at / 2), big(shp + at + 4)};
            g_array_append_val(records, e);
            at = end_of_record(shp, at);
            continue;
        }
        const size_t next = next_sound(shp, length, at + 2, records->len);
        const guint32 number = next < length ? big(shp + next) : records->len + 2;
        while (records->len + 1 < number) {
            const entry damaged = {(guint32)(at / 2), (guint32)((next - at - MIN(next - at, RECORD_HEADER)) / 2)};
            g_array_append_val(records, damaged);
        }
        at = next;
    }
    return records;
}

static entry entry_at(const char *shx, size_t i)
{
    return (entry){big(shx + HEADER + i * ENTRY), big(shx + HEADER + i * ENTRY + 4)};
}

/* Whether each record follows the one before, up to the end of the file. */
static bool is_seamless(const char *shx, size_t n, guint64 shp_bytes)
{
    guint64 next = HEADER / 2;
    for (size_t i = 0; i < n; i++) {
        const entry e = entry_at(shx, i);
        if (e.offset != next)
            return false;
        next += RECORD_HEADER / 2 + (guint64)e.length;
    }
    return next * 2 == shp_bytes;
}

/*
 * How many entries lead to a record that may be theirs: one of their number, or behind the one before. Lengths are not
 * compared, nor is a number wanted: some programs write others.
 */
static size_t count_true(const char *shx, size_t n, const char *shp, size_t length)
{
    size_t found = 0, before = 0;
    for (size_t i = 0; i < n; i++) {
        const size_t at = 2 * (size_t)entry_at(shx, i).offset;
        found += at >= HEADER && is_record(shp, length, at) && (at > before || big(shp + at) == i + 1);
        before = at;
    }
    return found;
}

/* The highest number of a sound record. */
static size_t highest(const char *shp, size_t length, const GArray *records)
{
    size_t most = 0;
    for (guint i = 0; i < records->len; i++) {
        const size_t at = 2 * (size_t)g_array_index(records, entry, i).offset;
        if (is_record(shp, length, at))
            most = MAX(most, big(shp + at));
    }
    return most;
}

/* An index that is not seamless may still be right, as where a record was edited: its entries show it. */
static bool is_index_wrong(const char *path, const char *shx, size_t n, size_t limit)
{
    size_t length = 0;
    char *shp = kuril_gdal_read_beside(path, ".shp", limit, &length);
    if (!shp || length < HEADER) {
        g_free(shp);
        return false; /* not to be judged */
    }
    const size_t right = count_true(shx, n, shp, length);
    GArray *records = find_records(shp, length);
    const bool wrong = (right < n && records->len > right) || (records->len > n && highest(shp, length, records) > n);
    g_array_free(records, TRUE);
    g_free(shp);
    return wrong;
}

static void judge_index(const char *path, size_t limit, kuril_gdal_shapefile *found)
{
    size_t length = 0;
    char *shx = kuril_gdal_read_beside(path, ".shx", limit, &length), *shp = kuril_gdal_beside(path, ".shp");
    char *file = shx ? NULL : kuril_gdal_beside(path, ".shx"); /* there, and not to be opened, or too large to be judged */
    VSIStatBufL info;
    if (!file && shp && VSIStatL(shp, &info) == 0 && info.st_size >= HEADER) {
        const size_t n = length > HEADER ? (length - HEADER) / ENTRY : 0;
        found->index_wrong = !shx || length < HEADER ||
                             (!is_seamless(shx, n, (guint64)info.st_size) && is_index_wrong(path, shx, n, limit));
        found->shapes = found->index_wrong ? 0 : (int64_t)n;
    }
    g_free(file);
    g_free(shp);
    g_free(shx);
}

static bool write_index(const char *shp, size_t length, const char *to, kuril_gdal_shapefile *s)
{
    GArray *records = find_records(shp, length);
    GByteArray *index = g_byte_array_new();
    g_byte_array_append(index, (const guint8 *)shp, HEADER);
    for (guint i = 0; i < records->len; i++) {
        const entry e = g_array_index(records, entry, i);
        const guint32 pair[2] = {GUINT32_TO_BE(e.offset), GUINT32_TO_BE(e.length)};
        g_byte_array_append(index, (const guint8 *)pair, sizeof pair);
    }
    const guint32 words = GUINT32_TO_BE(index->len / 2);
    memcpy(index->data + 24, &words, sizeof words);
    s->shapes = records->len;
    const bool good = kuril_gdal_write_memory(to, index->data, index->len);
    g_byte_array_free(index, TRUE);
    g_array_free(records, TRUE);
    return good;
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

typedef struct table {
    size_t header, row; /* bytes */
    size_t rows;        /* whole ones, no more than it says it has */
} table;

enum {
    FIELD = 32,
    COUNT = 4,
    HEADER_BYTES = 8,
    ROW_BYTES = 10
}; /* offsets in its header, and a field's length there */

static bool read_table(const char *dbf, size_t length, table *t)
{
    if (length <= 2 * FIELD)
        return false;
    *t = (table){.header = little_16(dbf + HEADER_BYTES), .row = little_16(dbf + ROW_BYTES)};
    if (t->header <= 2 * FIELD || t->header > length || t->row == 0)
        return false;
    t->rows = MIN(little(dbf + COUNT), (length - t->header) / t->row);
    return true;
}

static void judge_table(const char *path, size_t limit, kuril_gdal_shapefile *found)
{
    size_t length = 0;
    char *file = kuril_gdal_beside(path, ".dbf");
    char *dbf = kuril_gdal_read_beside(path, ".dbf", limit, &length);
    table t;
    VSILFILE *opened = dbf || !file ? NULL : VSIFOpenL(file, "rb");
    if (!dbf) {
        found->no_table = !opened;
        found->rows = opened ? found->shapes : 0; /* too large to be judged */
    } else if (!read_table(dbf, length, &t)) {
        found->no_table = true;
    } else {
        found->rows = (int64_t)t.rows;
        for (size_t i = 0; i < t.rows; i++)
            found->deleted += dbf[t.header + i * t.row] == '*';
    }
    if (opened)
        VSIFCloseL(opened);
    g_free(dbf);
    g_free(file);
}

/* Rows up to a number, those that are not there blank: of a length that the shapes have, not one that is claimed. */
static bool write_table(const char *dbf, size_t length, const char *to, int64_t shapes, size_t limit)
{
    table t;
    if (!read_table(dbf, length, &t))
        return false;
    const size_t rows = MAX(t.rows, (size_t)shapes);
    if (rows > (limit - MIN(limit, t.header)) / t.row)
        return false;
    GByteArray *bytes = g_byte_array_new();
    g_byte_array_append(bytes, (const guint8 *)dbf, (guint)(t.header + t.rows * t.row));
    char *blank = g_malloc(t.row);
    memset(blank, ' ', t.row);
    for (size_t i = t.rows; i < rows; i++)
        g_byte_array_append(bytes, (const guint8 *)blank, (guint)t.row);
    const guint32 count = GUINT32_TO_LE((guint32)rows);
    memcpy(bytes->data + COUNT, &count, sizeof count);
    const bool good = kuril_gdal_write_memory(to, bytes->data, bytes->len);
    g_free(blank);
    g_byte_array_free(bytes, TRUE);
    return good;
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

void kuril_gdal_shapefile_judge(const char *path, size_t limit, kuril_gdal_shapefile *found)
{
    *found = (kuril_gdal_shapefile){0};
    judge_index(path, limit, found);
    judge_table(path, limit, found);
}

bool kuril_gdal_shapefile_is_wrong(const kuril_gdal_shapefile *s)
{
    return s->index_wrong || (!s->no_table && s->rows < s->shapes);
}

static char *with_extension(const char *shp, const char *extension)
{
    return g_strdup_printf("%.*s%s", (int)(strlen(shp) - strlen(".shp")), shp, extension);
}

/* Copies a part as it is; whether that went well, also when there is none. */
static bool copy_part(const char *path, const char *to, const char *extension, size_t limit)
{
    size_t length = 0;
    char *bytes = kuril_gdal_read_beside(path, extension, limit, &length), *name = with_extension(to, extension);
    const bool good = !bytes || kuril_gdal_write_memory(name, bytes, length);
    g_free(name);
    g_free(bytes);
    return good;
}

bool kuril_gdal_shapefile_copy(const char *path, const char *to, kuril_gdal_shapefile *s, size_t limit)
{
    size_t length = 0, table_length = 0;
    char *shp = kuril_gdal_read_beside(path, ".shp", limit, &length), *shx = with_extension(to, ".shx");
    char *dbf = kuril_gdal_read_beside(path, ".dbf", limit, &table_length), *table_to = with_extension(to, ".dbf");
    bool good = shp && length >= HEADER && kuril_gdal_write_memory(to, shp, length) &&
                (s->index_wrong ? write_index(shp, length, shx, s) : copy_part(path, to, ".shx", limit));
    if (good && dbf && !s->no_table)
        good = write_table(dbf, table_length, table_to, s->shapes, limit);
    good = good && copy_part(path, to, ".prj", limit) && copy_part(path, to, ".cpg", limit) &&
           copy_part(path, to, ".cst", limit);
    g_free(table_to);
    g_free(dbf);
    g_free(shx);
    g_free(shp);
    return good;
}
