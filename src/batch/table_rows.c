#include "batch/table_rows.h"

#include "core/json.h"
#include "core/number.h"
#include <math.h>
#include <string.h>

static void cell_free(gpointer data)
{
    kuril_cell *cell = data;
    g_free(cell->value);
    g_free(cell->shown);
    g_free(cell);
}

static void row_free(gpointer row)
{
    g_ptr_array_free(row, TRUE);
}

static kuril_cell *cell_new(const char *value, const char *shown)
{
    kuril_cell *cell = g_new(kuril_cell, 1);
    *cell = (kuril_cell){g_strdup(value), g_strdup(shown ? shown : value)};
    return cell;
}

void kuril_rows_init(kuril_rows *rows)
{
    rows->columns = g_ptr_array_new_with_free_func(cell_free);
    rows->texts = g_array_new(FALSE, FALSE, sizeof(bool));
    rows->rows = g_ptr_array_new_with_free_func(row_free);
}

void kuril_rows_finish(kuril_rows *rows)
{
    g_ptr_array_free(rows->columns, TRUE);
    g_array_free(rows->texts, TRUE);
    g_ptr_array_free(rows->rows, TRUE);
}

void kuril_rows_column(kuril_rows *rows, const char *name, const char *heading, bool is_text)
{
    g_ptr_array_add(rows->columns, cell_new(name, heading));
    g_array_append_val(rows->texts, is_text);
}

void kuril_rows_begin(kuril_rows *rows)
{
    g_ptr_array_add(rows->rows, g_ptr_array_new_with_free_func(cell_free));
}

void kuril_rows_text(kuril_rows *rows, const char *value, const char *shown)
{
    g_ptr_array_add(g_ptr_array_index(rows->rows, rows->rows->len - 1), cell_new(value, shown));
}

void kuril_rows_number(kuril_rows *rows, double number, double shown, int decimals)
{
    char value[KURIL_NUMBER_MAX], text[KURIL_NUMBER_MAX];
    if (isfinite(number))
        kuril_rows_text(rows, kuril_number_print(number, value), kuril_number_print_fixed(shown, decimals, text));
    else
        kuril_rows_text(rows, "", NULL);
}

static const kuril_cell *cell_at(const GPtrArray *row, guint i)
{
    return g_ptr_array_index(row, i);
}

static void csv_cell(GString *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '"');
    for (const char *p = text; *p; p++)
        g_string_append_len(out, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
    g_string_append_c(out, '"');
}

static void csv_row(GString *out, const GPtrArray *row)
{
    for (guint i = 0; i < row->len; i++) {
        if (i)
            g_string_append_c(out, ',');
        csv_cell(out, cell_at(row, i)->value);
    }
    g_string_append(out, "\n");
}

static void print_csv(const kuril_rows *rows, GString *out)
{
    csv_row(out, rows->columns);
    for (guint i = 0; i < rows->rows->len; i++)
        csv_row(out, g_ptr_array_index(rows->rows, i));
}

static void markdown_row(GString *out, const GPtrArray *row)
{
    for (guint i = 0; i < row->len; i++) {
        g_string_append(out, "| ");
        for (const char *p = cell_at(row, i)->shown; *p; p++)
            g_string_append_printf(out, "%s%c", *p == '|' || *p == '\\' ? "\\" : "", *p == '\n' ? ' ' : *p);
        g_string_append_c(out, ' ');
    }
    g_string_append(out, "|\n");
}

static void print_markdown(const kuril_rows *rows, GString *out)
{
    markdown_row(out, rows->columns);
    for (guint i = 0; i < rows->columns->len; i++)
        g_string_append(out, g_array_index(rows->texts, bool, i) ? "|---" : "|---:");
    g_string_append(out, "|\n");
    for (guint i = 0; i < rows->rows->len; i++)
        markdown_row(out, g_ptr_array_index(rows->rows, i));
}

static void json_values(const kuril_rows *rows, const GPtrArray *row, kuril_json *json)
{
    kuril_json_open(json, '[');
    for (guint i = 0; i < row->len; i++) {
        double number = 0.0;
        const char *value = cell_at(row, i)->value;
        if (g_array_index(rows->texts, bool, i))
            kuril_json_text(json, value);
        else
            kuril_json_number(json, kuril_number_parse(value, &number) ? number : NAN);
    }
    kuril_json_close(json, ']');
}

static void json_shown(const GPtrArray *row, kuril_json *json)
{
    kuril_json_open(json, '[');
    for (guint i = 0; i < row->len; i++)
        kuril_json_text(json, cell_at(row, i)->shown);
    kuril_json_close(json, ']');
}

static void print_json(const kuril_rows *rows, GString *out)
{
    kuril_json json = {.text = out};
    kuril_json_open(&json, '{');
    kuril_json_name(&json, "columns");
    kuril_json_open(&json, '[');
    for (guint i = 0; i < rows->columns->len; i++)
        kuril_json_text(&json, cell_at(rows->columns, i)->value);
    kuril_json_close(&json, ']');
    kuril_json_name(&json, "rows");
    kuril_json_open(&json, '[');
    for (guint i = 0; i < rows->rows->len; i++)
        json_values(rows, g_ptr_array_index(rows->rows, i), &json);
    kuril_json_close(&json, ']');
    kuril_json_name(&json, "head");
    json_shown(rows->columns, &json);
    kuril_json_name(&json, "cells");
    kuril_json_open(&json, '[');
    for (guint i = 0; i < rows->rows->len; i++)
        json_shown(g_ptr_array_index(rows->rows, i), &json);
    kuril_json_close(&json, ']');
    kuril_json_close(&json, '}');
    g_string_append_c(out, '\n');
}

void kuril_rows_print(const kuril_rows *rows, kuril_table_form form, GString *out)
{
    static void (*const print[])(const kuril_rows *, GString *) = {
        [KURIL_TABLE_CSV] = print_csv, [KURIL_TABLE_MARKDOWN] = print_markdown, [KURIL_TABLE_JSON] = print_json};
    print[form](rows, out);
}
