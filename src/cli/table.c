#include "cli/table.h"

#include "core/json.h"
#include "core/number.h"
#include "core/output.h"
#include "core/text.h"
#include <glib.h>
#include <math.h>
#include <string.h>

typedef struct cell {
    char *text;    /* NULL: a number */
    double number; /* NAN with text NULL: nothing */
} cell;

typedef struct row_line {
    size_t row;
    GArray *points; /* kuril_lonlat */
} row_line;

struct kuril_table {
    GArray *columns;                      /* kuril_column */
    GArray *cells;                        /* cell */
    GArray *lines;                        /* row_line, by row */
    GPtrArray *about_names, *about_texts; /* a text that begins with a NUL is a number behind it */
    kuril_error error;                    /* the first that was told; its code is KURIL_OK while there is none */
};

kuril_table *kuril_table_new(const kuril_column *columns, size_t n_columns)
{
    kuril_table *t = g_new0(kuril_table, 1);
    t->columns = g_array_new(FALSE, FALSE, sizeof(kuril_column));
    g_array_append_vals(t->columns, columns, (guint)n_columns);
    t->cells = g_array_new(FALSE, FALSE, sizeof(cell));
    t->lines = g_array_new(FALSE, FALSE, sizeof(row_line));
    t->about_names = g_ptr_array_new_with_free_func(g_free);
    t->about_texts = g_ptr_array_new_with_free_func(g_free);
    return t;
}

void kuril_table_free(kuril_table *t)
{
    if (!t)
        return;
    for (guint i = 0; i < t->cells->len; i++)
        g_free(g_array_index(t->cells, cell, i).text);
    for (guint i = 0; i < t->lines->len; i++)
        g_array_free(g_array_index(t->lines, row_line, i).points, TRUE);
    g_array_free(t->columns, TRUE);
    g_array_free(t->cells, TRUE);
    g_array_free(t->lines, TRUE);
    g_ptr_array_free(t->about_names, TRUE);
    g_ptr_array_free(t->about_texts, TRUE);
    g_free(t);
}

void kuril_table_text(kuril_table *t, const char *text)
{
    const cell c = {text && text[0] ? g_utf8_make_valid(text, -1) : NULL, NAN};
    g_array_append_val(t->cells, c);
}

void kuril_table_number(kuril_table *t, double number)
{
    const cell c = {NULL, number};
    g_array_append_val(t->cells, c);
}

static size_t row_count(const kuril_table *t)
{
    return t->cells->len / t->columns->len;
}

void kuril_table_line(kuril_table *t, const kuril_lonlat *points, size_t count)
{
    row_line line = {t->cells->len / t->columns->len, g_array_new(FALSE, FALSE, sizeof(kuril_lonlat))};
    g_array_append_vals(line.points, points, (guint)count);
    g_array_append_val(t->lines, line);
}

void kuril_table_about(kuril_table *t, const char *name, const char *text)
{
    g_ptr_array_add(t->about_names, g_strdup(name));
    g_ptr_array_add(t->about_texts, g_utf8_make_valid(text, -1));
}

void kuril_table_about_number(kuril_table *t, const char *name, double number)
{
    char *text = g_new0(char, KURIL_NUMBER_MAX + 1);
    kuril_number_print(number, text + 1);
    g_ptr_array_add(t->about_names, g_strdup(name));
    g_ptr_array_add(t->about_texts, text);
}

static const cell *cell_at(const kuril_table *t, size_t row, size_t column)
{
    return &g_array_index(t->cells, cell, row * t->columns->len + column);
}

static const kuril_column *column_at(const kuril_table *t, size_t i)
{
    return &g_array_index(t->columns, kuril_column, i);
}

/* What a cell prints as, without quotes; empty for nothing. */
static const char *plain(const cell *c, char number[static KURIL_NUMBER_MAX])
{
    if (c->text)
        return c->text;
    return isfinite(c->number) ? kuril_number_print(c->number, number) : "";
}

/* ---- Programs ---- */

static void put_csv_field(GString *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '"');
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *p);
    }
    g_string_append_c(out, '"');
}

static void write_csv(const kuril_table *t, GString *out)
{
    char number[KURIL_NUMBER_MAX];
    for (size_t row = 0; row <= row_count(t); row++) {
        bool first = true;
        for (size_t i = 0; i < t->columns->len; i++) {
            if (!column_at(t, i)->name)
                continue;
            if (!first)
                g_string_append_c(out, ',');
            first = false;
            put_csv_field(out, row == 0 ? column_at(t, i)->name : plain(cell_at(t, row - 1, i), number));
        }
        g_string_append_c(out, '\n');
    }
}

static void put_json_row(const kuril_table *t, size_t row, GString *out)
{
    char number[KURIL_NUMBER_MAX];
    g_string_append_c(out, '{');
    bool first = true;
    for (size_t i = 0; i < t->columns->len; i++) {
        if (!column_at(t, i)->name)
            continue;
        g_string_append(out, first ? "" : ", ");
        first = false;
        kuril_json_quote(out, column_at(t, i)->name);
        g_string_append(out, ": ");
        const cell *c = cell_at(t, row, i);
        if (c->text)
            kuril_json_quote(out, c->text);
        else
            g_string_append(out, isfinite(c->number) ? kuril_number_print(c->number, number) : "null");
    }
    g_string_append_c(out, '}');
}

static void put_json_about(const kuril_table *t, GString *out)
{
    for (guint i = 0; i < t->about_names->len; i++) {
        if (!t->about_names->pdata[i])
            continue;
        g_string_append(out, "  ");
        kuril_json_quote(out, t->about_names->pdata[i]);
        g_string_append(out, ": ");
        const char *text = t->about_texts->pdata[i];
        if (text[0])
            kuril_json_quote(out, text);
        else
            g_string_append(out, text + 1);
        g_string_append(out, ",\n");
    }
}

static void write_json(const kuril_table *t, GString *out)
{
    g_string_append(out, "{\n");
    put_json_about(t, out);
    g_string_append(out, "  \"rows\": [");
    for (size_t row = 0; row < row_count(t); row++) {
        g_string_append(out, row ? ",\n    " : "\n    ");
        put_json_row(t, row, out);
    }
    g_string_append(out, "\n  ]\n}\n");
}

static void put_position(GString *out, kuril_lonlat p)
{
    char lon[KURIL_NUMBER_MAX], lat[KURIL_NUMBER_MAX];
    g_string_append_printf(out, "[%s, %s]", kuril_number_print(p.lon, lon), kuril_number_print(p.lat, lat));
}

static void put_geojson_geometry(const kuril_table *t, size_t row, GString *out)
{
    for (guint i = 0; i < t->lines->len; i++) {
        const row_line *line = &g_array_index(t->lines, row_line, i);
        if (line->row != row || line->points->len == 0)
            continue;
        const kuril_lonlat *p = (const kuril_lonlat *)(const void *)line->points->data;
        if (line->points->len == 1) {
            g_string_append(out, "{\"type\": \"Point\", \"coordinates\": ");
            put_position(out, p[0]);
            g_string_append_c(out, '}');
            return;
        }
        /* In pieces where it crosses 180 degrees: the vertices on both sides of it stand at 180 already. */
        g_string_append(out, "{\"type\": \"MultiLineString\", \"coordinates\": [[");
        for (guint k = 0; k < line->points->len; k++) {
            const bool jump = k > 0 && fabs(p[k].lon - p[k - 1].lon) > 180;
            g_string_append(out, k == 0 ? "" : jump ? "], [" : ", ");
            put_position(out, p[k]);
        }
        g_string_append(out, "]]}");
        return;
    }
    g_string_append(out, "null");
}

static void write_geojson(const kuril_table *t, GString *out)
{
    g_string_append(out, "{\n  \"type\": \"FeatureCollection\",\n");
    put_json_about(t, out);
    g_string_append(out, "  \"features\": [");
    for (size_t row = 0; row < row_count(t); row++) {
        g_string_append(out, row ? ",\n    " : "\n    ");
        g_string_append(out, "{\"type\": \"Feature\", \"geometry\": ");
        put_geojson_geometry(t, row, out);
        g_string_append(out, ", \"properties\": ");
        put_json_row(t, row, out);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "\n  ]\n}\n");
}

/* ---- People ---- */

/* Columns that a text takes on a terminal. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        width += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    }
    return width;
}

/* Text of another's making: what would drive a terminal or break a row becomes a space. */
static char *tame(const char *text)
{
    char *copy = g_strdup(text);
    for (char *p = copy; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = ' ';
    return copy;
}

static void put_padded(GString *out, const char *text, size_t width, bool right)
{
    const size_t own = width_of(text);
    for (size_t i = own; right && i < width; i++)
        g_string_append_c(out, ' ');
    g_string_append(out, text);
    for (size_t i = own; !right && i < width; i++)
        g_string_append_c(out, ' ');
}

static char *people_cell(const kuril_table *t, size_t row, size_t i)
{
    char number[KURIL_NUMBER_MAX];
    return tame(row == 0 ? column_at(t, i)->title : plain(cell_at(t, row - 1, i), number));
}

/* 0: the headings are the first row for people; 1: no column has one. */
static size_t first_row(const kuril_table *t)
{
    for (size_t i = 0; i < t->columns->len; i++)
        if (column_at(t, i)->title && column_at(t, i)->title[0])
            return 0;
    return 1;
}

static void write_text(const kuril_table *t, GString *out)
{
    size_t *widths = g_new0(size_t, t->columns->len);
    for (size_t row = 0; row <= row_count(t); row++)
        for (size_t i = 0; i < t->columns->len; i++)
            if (column_at(t, i)->title) {
                char *text = people_cell(t, row, i);
                widths[i] = MAX(widths[i], width_of(text));
                g_free(text);
            }
    for (size_t row = first_row(t); row <= row_count(t); row++) {
        const size_t start = out->len;
        for (size_t i = 0; i < t->columns->len; i++) {
            if (!column_at(t, i)->title || widths[i] == 0)
                continue;
            g_string_append(out, out->len > start ? "  " : "");
            char *text = people_cell(t, row, i);
            put_padded(out, text, widths[i], column_at(t, i)->right);
            g_free(text);
        }
        while (out->len > start && out->str[out->len - 1] == ' ')
            g_string_truncate(out, out->len - 1);
        g_string_append_c(out, '\n');
    }
    for (guint i = 0; i < t->about_texts->len; i++)
        if (!t->about_names->pdata[i])
            g_string_append_printf(out, "%s\n", (const char *)t->about_texts->pdata[i]);
    g_free(widths);
}

static void write_markdown(const kuril_table *t, GString *out)
{
    for (size_t row = 0; row <= row_count(t); row++) {
        for (size_t i = 0; i < t->columns->len; i++) {
            if (!column_at(t, i)->title)
                continue;
            char *text = people_cell(t, row, i);
            g_string_append(out, "| ");
            for (const char *p = text; *p; p++)
                g_string_append_printf(out, strchr("|\\", *p) ? "\\%c" : "%c", *p);
            g_string_append_c(out, ' ');
            g_free(text);
        }
        g_string_append(out, "|\n");
        for (size_t i = 0; row == 0 && i < t->columns->len; i++)
            if (column_at(t, i)->title)
                g_string_append(out, column_at(t, i)->right ? "|--:" : "|---");
        if (row == 0)
            g_string_append(out, "|\n");
    }
    for (guint i = 0; i < t->about_texts->len; i++)
        if (!t->about_names->pdata[i])
            g_string_append_printf(out, "\n%s\n", (const char *)t->about_texts->pdata[i]);
}

void kuril_table_fail(kuril_table *table, const kuril_error *error)
{
    if (table->error.code == KURIL_OK)
        table->error = *error;
}

kuril_status kuril_table_write(const kuril_table *table, const char *format, const char *path, kuril_error *error)
{
    if (table->error.code != KURIL_OK) {
        if (error && error->code == KURIL_OK)
            *error = table->error;
        return table->error.code;
    }
    static const struct {
        const char *format;
        void (*write)(const kuril_table *, GString *);
    } writers[] = {{"text", write_text},
                   {"csv", write_csv},
                   {"json", write_json},
                   {"geojson", write_geojson},
                   {"markdown", write_markdown}};
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(writers); i++)
        if (strcmp(writers[i].format, format ? format : "text") == 0)
            writers[i].write(table, out);
    if (!format || strcmp(format, "text") == 0 || strcmp(format, "markdown") == 0) { /* they are for people to read */
        char *clean = kuril_text_lines_clean(out->str);
        g_string_assign(out, clean);
        g_free(clean);
    }
    kuril_output *output = NULL;
    kuril_status status = kuril_output_open(path ? path : "-", &output, error);
    if (!status) {
        status = kuril_output_write(output, out->str, out->len, error);
        if (status)
            kuril_output_discard(output);
        else
            status = kuril_output_commit(output, error);
    }
    g_string_free(out, TRUE);
    return status;
}
