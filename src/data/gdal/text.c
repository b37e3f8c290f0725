#include "data/gdal/text.h"

#include "core/diagnostics.h"
#include "data/encoding.h"
#include "data/gdal/source.h"
#include <cpl_vsi.h>
#include <string.h>

/* 0x57 is "the machine's own": Western European where the text agrees. */
enum { SAMPLE_BYTES = 1 << 20, SAMPLES_MAX = 2000, CPG_BYTES_MAX = 1 << 20, UNSAID_LDID = 0x57 };

/* What a file's text looks like: values that are not plain ASCII, and where they stand. */
typedef struct samples {
    GPtrArray *texts;
    GString *fields; /* names of the fields that have some */
    unsigned char ldid;
} samples;

static void samples_init(samples *s)
{
    *s = (samples){.texts = g_ptr_array_new_with_free_func(g_free), .fields = g_string_new(NULL)};
}

static void samples_finish(samples *s)
{
    g_ptr_array_free(s->texts, TRUE);
    g_string_free(s->fields, TRUE);
}

/* Keeps a value of so many bytes; of a field that it does not fill, with a blank at its end: no character is torn there. */
static void sample(samples *s, const char *bytes, size_t width, const char *field)
{
    size_t length = width;
    while (length > 0 && strchr(" \n", bytes[length - 1]))
        length--;
    size_t plain = 0;
    while (plain < length && bytes[plain] && (unsigned char)bytes[plain] < 0x80)
        plain++;
    if (plain == length || !bytes[plain] || s->texts->len >= SAMPLES_MAX)
        return;
    g_ptr_array_add(s->texts, length < width ? g_strdup_printf("%.*s ", (int)length, bytes) : g_strndup(bytes, length));
    if (field && kuril_encoding_is_ascii(field) && !strstr(s->fields->str, field))
        g_string_append_printf(s->fields, "%s'%s'", s->fields->len ? ", " : "", field);
}

static char *read_start(const char *path, size_t *length)
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file)
        return NULL;
    char *bytes = g_malloc(SAMPLE_BYTES + 1);
    *length = VSIFReadL(bytes, 1, SAMPLE_BYTES, file);
    bytes[*length] = '\0';
    VSIFCloseL(file);
    return bytes;
}

static unsigned le16(const char *p)
{
    return (unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}

/* The beginning of a .dbf: header of 32 bytes, a descriptor of 32 for each field, then records. */
static void sample_dbf(samples *s, const char *bytes, size_t length)
{
    if (length < 65)
        return;
    s->ldid = (unsigned char)bytes[29];
    const size_t header = le16(bytes + 8), record = le16(bytes + 10);
    size_t offset = 1; /* within a record, after its deletion mark */
    for (size_t d = 32; d + 32 <= header && d + 32 <= length && bytes[d] != '\r'; d += 32) {
        const size_t width = (unsigned char)bytes[d + 16];
        char name[12] = "";
        memcpy(name, bytes + d, 11);
        sample(s, name, MAX(strlen(name), 10), NULL); /* ten bytes and a zero, or eleven */
        if (offset + width > record) /* fields overlap the next row: what they hold is not known */
            break;
        for (size_t r = header; bytes[d + 11] == 'C' && r + offset + width <= length && s->texts->len < SAMPLES_MAX; r += record)
            sample(s, bytes + r + offset, width, name);
        offset += width;
    }
}

static void sample_csv(samples *s, const char *bytes, size_t length)
{
    for (const char *p = bytes, *end; p < bytes + length; p = end + 1) {
        end = memchr(p, '\n', (size_t)(bytes + length - p));
        if (!end)
            end = bytes + length;
        const bool whole = end < bytes + length;
        sample(s, p, (size_t)(end - p) + whole, NULL);
    }
}

static size_t characters_beyond_ascii(const samples *s)
{
    size_t n = 0;
    for (guint i = 0; i < s->texts->len; i++) {
        for (const unsigned char *p = g_ptr_array_index(s->texts, i); *p; p++)
            n += *p >= 0xC0;
    }
    return n;
}

/* Whether the text shows that it is not in the stated encoding. */
static bool lies(const char *stated, const samples *s, const char *detected)
{
    enum { ENOUGH = 3 }; /* characters that would be UTF-8 by chance */
    if (s->texts->len == 0)
        return false;
    const bool utf8 = strcmp(detected, "UTF-8") == 0;
    return strcmp(stated, "UTF-8") == 0 ? !utf8 : utf8 && characters_beyond_ascii(s) >= ENOUGH;
}

static void settle(kuril_gdal_text *text, const char *name, kuril_found found)
{
    text->name = g_strdup(name);
    text->found = found;
}

/* From what the file says, checked against its text. */
static void find(kuril_gdal_text *text, const char *cpg, const samples *s)
{
    const char *rival = NULL;
    const char *detected = kuril_encoding_detect((const char *const *)s->texts->pdata, s->texts->len, &rival);
    char *stated = cpg ? kuril_encoding_canonical(cpg) : NULL;
    const char *ldid = s->ldid == UNSAID_LDID ? NULL : kuril_encoding_of_ldid(s->ldid);
    const char *claim = stated ? stated : ldid;
    if (claim && !lies(claim, s, detected)) {
        settle(text, claim, stated ? KURIL_FOUND_DATASET : KURIL_FOUND_LDID);
        if (kuril_encoding_is_doubtful(claim, detected, (const char *const *)s->texts->pdata, s->texts->len))
            g_snprintf(text->note, sizeof text->note,
                       "the %s says that text is %s, yet it looks like %s: if names are wrong, say --encoding %s",
                       stated ? "code page file" : "language byte", claim, detected, detected);
    } else if (s->texts->len == 0) {
        settle(text, "UTF-8", KURIL_FOUND_ASSUMED);
    } else {
        settle(text, detected, KURIL_FOUND_DETECTED);
        if (claim)
            g_snprintf(text->note, sizeof text->note, "the %s says that text is %s, but it is not: read as %s",
                       stated ? "code page file" : "language byte", claim, detected);
        else if (strcmp(detected, "UTF-8") != 0 && !(s->ldid == UNSAID_LDID && strcmp(detected, "CP1252") == 0))
            g_snprintf(text->note, sizeof text->note,
                       "the encoding of text is not stated: read as %s, by the look of %s%s%s; if names are wrong, say "
                       "--encoding NAME, or '?encoding=NAME' after the file's name",
                       detected, s->fields->len ? s->fields->str : "it", rival ? ", though it may be " : "",
                       rival ? rival : "");
    }
    if (cpg && !stated)
        g_snprintf(text->note, sizeof text->note, "the code page file names no encoding ('%.30s'): text is read as %s",
                   cpg, text->name);
    g_free(stated);
}

kuril_status kuril_gdal_text_init(kuril_gdal_text *text, const char *path, const char *driver, const char *option,
                                  const char *said, kuril_error *error)
{
    *text = (kuril_gdal_text){0};
    const bool shapefile = strcmp(driver, "ESRI Shapefile") == 0, csv = strcmp(driver, "CSV") == 0;
    if (!option && (shapefile || csv))
        option = said;
    if (option) {
        text->name = kuril_encoding_canonical(option);
        if (!text->name)
            return kuril_fail(error, KURIL_E_ARGUMENT, "unknown encoding '%s'", option);
        text->found = KURIL_FOUND_OPTION;
    } else if (shapefile || csv) {
        samples s;
        samples_init(&s);
        size_t length = 0, cpg_length = 0;
        char *table = csv ? g_strdup(path) : kuril_gdal_beside(path, ".dbf");
        char *bytes = table ? read_start(table, &length) : NULL;
        char *cpg = shapefile ? kuril_gdal_read_beside(path, ".cpg", CPG_BYTES_MAX, &cpg_length) : NULL;
        if (!cpg && shapefile)
            cpg = kuril_gdal_read_beside(path, ".cst", CPG_BYTES_MAX, &cpg_length);
        if (bytes && csv)
            sample_csv(&s, bytes, length);
        else if (bytes)
            sample_dbf(&s, bytes, length);
        find(text, cpg, &s);
        g_free(cpg);
        g_free(bytes);
        g_free(table);
        samples_finish(&s);
    } else {
        settle(text, "UTF-8", KURIL_FOUND_FORMAT);
    }
    if (strcmp(text->name, "UTF-8") != 0) {
        text->converter = g_iconv_open("UTF-8", text->name);
        if (text->converter == (GIConv)-1) {
            text->converter = NULL;
            return kuril_fail(error, KURIL_E_ARGUMENT, "unknown encoding '%s'", text->name);
        }
    }
    return KURIL_OK;
}

void kuril_gdal_text_finish(kuril_gdal_text *text)
{
    if (text->converter)
        g_iconv_close(text->converter);
    g_free(text->name);
    *text = (kuril_gdal_text){0};
}
