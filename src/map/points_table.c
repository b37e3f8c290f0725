#include "map/points_table.h"

#include "core/csv.h"
#include "core/diagnostics.h"
#include "core/file.h"
#include "core/number.h"
#include "data/encoding.h"
#include <math.h>
#include <string.h>

/* UTF-16 with its mark as UTF-8; NULL for other text, and for half of a letter. */
static char *from_utf16(const char *bytes, size_t length)
{
    const bool marked = length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
    return marked ? g_convert(bytes, (gssize)length, "UTF-8", "UTF-16", NULL, NULL, NULL) : NULL;
}

/* The text as UTF-8; `bytes` is taken over. */
static char *to_utf8(const char *path, char *bytes, const kuril_diagnostics *diagnostics)
{
    const char *said = g_str_has_prefix(bytes, "\xEF\xBB\xBF") ? NULL : kuril_encoding_said();
    if (!said && g_utf8_validate(bytes, -1, NULL))
        return bytes;
    const char *encoding = said ? said : kuril_encoding_detect((const char *const *)&bytes, 1, NULL);
    GIConv converter = g_iconv_open("UTF-8", encoding);
    GString *out = g_string_new(NULL);
    kuril_encoding_to_utf8(converter == (GIConv)-1 ? NULL : converter, bytes, out);
    if (converter != (GIConv)-1)
        g_iconv_close(converter);
    kuril_report_at(diagnostics, KURIL_WARNING, path, 0, 0, NULL,
                    "the text is not UTF-8: read as %s, by the look of it", encoding);
    g_free(bytes);
    return g_string_free(out, FALSE);
}

/* The first of the names that the head has, in its order; -1 when it has none. */
static ptrdiff_t column(const GPtrArray *head, const char *const *names)
{
    for (; *names; names++)
        for (guint i = 0; i < head->len; i++)
            if (g_ascii_strcasecmp(g_strstrip(head->pdata[i]), *names) == 0)
                return (ptrdiff_t)i;
    return -1;
}

static const char *cell(const GPtrArray *row, ptrdiff_t at)
{
    return at >= 0 && (guint)at < row->len ? row->pdata[at] : "";
}

static bool parse(const char *text, double limit, double *number)
{
    char *copy = g_strdup(text);
    const bool good = kuril_number_parse(g_strstrip(copy), number) && fabs(*number) <= limit;
    g_free(copy);
    return good;
}

static kuril_status add(kuril_feature_table *table, kuril_lonlat p, const char *label, const char *path,
                        kuril_error *error)
{
    const kuril_ring ring = {0, 1};
    const kuril_part part = {KURIL_POINT, 0, 1};
    const kuril_geometry geometry = {&p, 1, &ring, 1, &part, 1};
    const kuril_member field = {"label", {.kind = KURIL_STRING, .as.string = label}};
    const kuril_feature feature = {.id = -1, .geometry = &geometry, .fields = &field, .n_fields = 1};
    return kuril_feature_table_keep(table, &feature, path, error);
}

/* Rows that tell no place are left out, with a warning that shows the first of them; when all do, it is the error. */
static kuril_status read_table(const char *path, char *text, kuril_language language, kuril_feature_table *table,
                               const kuril_diagnostics *diagnostics, kuril_error *error)
{
    static const char *const lons[] = {"lon", "longitude", "lng", "long", "x", NULL};
    static const char *const lats[] = {"lat", "latitude", "y", NULL};
    char own[16];
    g_snprintf(own, sizeof own, "name_%s", kuril_language_code(language));
    const char *const names[] = {own, "name", NULL};
    char *rest = g_str_has_prefix(text, "\xEF\xBB\xBF") ? text + 3 : text;
    const char separator = kuril_csv_separator(rest);
    GPtrArray *head = g_ptr_array_new(), *row = g_ptr_array_new();
    int next = 1;
    kuril_csv_next(&rest, separator, head, &next);
    const ptrdiff_t lon = column(head, lons), lat = column(head, lats), name = column(head, names);
    kuril_status status = KURIL_OK;
    if (lon < 0 || lat < 0)
        status = kuril_fail_at(error, KURIL_E_DATA, path, 1, 0, NULL,
                               "a table of points needs columns 'lon' and 'lat' (or longitude and latitude, x and y)");
    kuril_error first = {0};
    size_t left_out = 0, kept = 0;
    for (int line = next; status == KURIL_OK && kuril_csv_next(&rest, separator, row, &next); line = next) {
        kuril_lonlat p;
        if (parse(cell(row, lon), 720, &p.lon) && parse(cell(row, lat), 90, &p.lat)) {
            status = add(table, p, cell(row, name), path, error);
            kept++;
        } else {
            left_out++;
            kuril_fail_at(&first, KURIL_E_DATA, path, line, 0, NULL,
                          "'%s', '%s' is no longitude and latitude in decimal degrees", cell(row, lon), cell(row, lat));
        }
    }
    if (status == KURIL_OK && left_out + kept == 0)
        kuril_report(diagnostics, KURIL_WARNING, path, NULL, "the table has no rows");
    if (status == KURIL_OK && left_out > 0 && kept > 0)
        kuril_report_at(diagnostics, KURIL_WARNING, path, first.line, 0, NULL, "%s: %zu row%s left out", first.message,
                        left_out, left_out == 1 ? " is" : "s are");
    else if (status == KURIL_OK && left_out > 0)
        status = kuril_fail_at(error, first.code, path, first.line, 0, NULL, "%s", first.message);
    g_ptr_array_free(head, TRUE);
    g_ptr_array_free(row, TRUE);
    return status;
}

kuril_status kuril_points_read(const char *path, kuril_language language, kuril_feature_table *table,
                               const kuril_diagnostics *diagnostics, kuril_error *error)
{
    char *text = NULL;
    size_t length = 0;
    kuril_status status = kuril_file_read(path, KURIL_LIMIT_DOCUMENT, &text, &length, error);
    char *wide = status == KURIL_OK ? from_utf16(text, length) : NULL;
    if (wide) {
        g_free(text);
        text = wide;
    } else if (status == KURIL_OK && strlen(text) != length) {
        status = kuril_fail_at(error, KURIL_E_DATA, path, 0, 0, NULL, "there are zero bytes in it: it is no table");
    } else if (status == KURIL_OK) {
        text = to_utf8(path, text, diagnostics);
    }
    if (status == KURIL_OK)
        status = read_table(path, text, language, table, diagnostics, error);
    g_free(text);
    return status;
}
