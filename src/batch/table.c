#include "batch/table.h"

#include "core/diagnostics.h"
#include "core/json.h"
#include "core/length.h"
#include "core/number.h"
#include "core/output.h"
#include "document/document.h"
#include <kurilmap/geodesy.h>
#include <kurilmap/place.h>
#include <string.h>

/* Rows of texts under a row of names; a cell that is a number is so in JSON. */
typedef struct table {
    GPtrArray *names; /* of char * */
    GPtrArray *rows;  /* of GPtrArray * of char * */
    size_t n_texts;   /* leading columns that are texts */
} table;

typedef struct maker {
    const kuril_gazetteer *gazetteer;
    const kuril_node *spec;
    const kuril_unit *unit;
    table *table;
    kuril_error *error;
} maker;

static void row_free(gpointer row)
{
    g_ptr_array_free(row, TRUE);
}

static GPtrArray *add_row(table *t)
{
    GPtrArray *row = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(t->rows, row);
    return row;
}

static kuril_status point(const maker *m, const kuril_node *node, kuril_position *position)
{
    return kuril_position_find(m->gazetteer, kuril_node_string(node), position, m->error);
}

static const char *name_of(const kuril_node *node, const kuril_position *position)
{
    return position->toponym ? position->toponym->name_en : kuril_node_string(node);
}

static void add_length(GPtrArray *row, double metres, const kuril_unit *unit)
{
    char digits[KURIL_NUMBER_MAX];
    g_ptr_array_add(row, g_strdup(kuril_number_print_fixed(metres / unit->metres, 3, digits)));
}

static void add_distance(maker *m, GPtrArray *row, kuril_lonlat from, kuril_lonlat to)
{
    const kuril_geodesic geodesic = kuril_geodesic_inverse(from, to);
    char digits[KURIL_NUMBER_MAX];
    add_length(row, geodesic.s12_m, m->unit);
    g_ptr_array_add(row, g_strdup(kuril_number_print_fixed(geodesic.azi1 < 0.0 ? geodesic.azi1 + 360.0 : geodesic.azi1,
                                                           2, digits)));
}

static void name_columns(table *t, const char *const *names, size_t count, const char *unit)
{
    for (size_t i = 0; i < count; i++)
        g_ptr_array_add(t->names,
                        strcmp(names[i], "distance") == 0 ? g_strdup_printf("distance_%s", unit) : g_strdup(names[i]));
}

static kuril_status make_distance(maker *m)
{
    static const char *const names[] = {"from", "to", "distance", "azimuth_deg"};
    const kuril_node *from = kuril_node_member(m->spec, "from"), *to = kuril_node_member(m->spec, "to");
    kuril_status status = KURIL_OK;
    name_columns(m->table, names, G_N_ELEMENTS(names), m->unit->name);
    m->table->n_texts = 2;
    for (size_t i = 0; i < kuril_node_count(from); i++) {
        for (size_t k = 0; k < kuril_node_count(to) && status == KURIL_OK; k++) {
            kuril_position a, b;
            status = point(m, kuril_node_at(from, i), &a);
            if (status == KURIL_OK)
                status = point(m, kuril_node_at(to, k), &b);
            if (status != KURIL_OK)
                break;
            GPtrArray *row = add_row(m->table);
            g_ptr_array_add(row, g_strdup(name_of(kuril_node_at(from, i), &a)));
            g_ptr_array_add(row, g_strdup(name_of(kuril_node_at(to, k), &b)));
            add_distance(m, row, a.lonlat, b.lonlat);
        }
    }
    return status;
}

static kuril_status make_matrix(maker *m)
{
    const kuril_node *places = kuril_node_member(m->spec, "from");
    const size_t n = kuril_node_count(places);
    kuril_position *all = g_new0(kuril_position, n);
    kuril_status status = KURIL_OK;
    char *corner = g_strdup_printf("place (%s)", m->unit->name);
    g_ptr_array_add(m->table->names, corner);
    m->table->n_texts = 1;
    for (size_t i = 0; i < n && status == KURIL_OK; i++) {
        status = point(m, kuril_node_at(places, i), &all[i]);
        if (status == KURIL_OK)
            g_ptr_array_add(m->table->names, g_strdup(name_of(kuril_node_at(places, i), &all[i])));
    }
    for (size_t i = 0; i < n && status == KURIL_OK; i++) {
        GPtrArray *row = add_row(m->table);
        g_ptr_array_add(row, g_strdup(name_of(kuril_node_at(places, i), &all[i])));
        for (size_t k = 0; k < n; k++)
            add_length(row, kuril_geodesic_inverse(all[i].lonlat, all[k].lonlat).s12_m, m->unit);
    }
    g_free(all);
    return status;
}

typedef struct neighbour {
    const kuril_toponym *toponym;
    double s12;
} neighbour;

static gint by_distance(gconstpointer a, gconstpointer b)
{
    const neighbour *x = a, *y = b;
    if (x->s12 != y->s12)
        return x->s12 < y->s12 ? -1 : 1;
    return strcmp(x->toponym->id, y->toponym->id);
}

static kuril_status make_near(maker *m)
{
    static const char *const names[] = {"name", "kind", "distance", "azimuth_deg"};
    const char *only = NULL;
    kuril_position from;
    const kuril_node *only_node = kuril_node_member(m->spec, "only");
    const double within = kuril_node_number(kuril_node_member(m->spec, "within"));
    const kuril_status status = point(m, kuril_node_at(kuril_node_member(m->spec, "from"), 0), &from);
    if (status != KURIL_OK)
        return status;
    if (only_node && kuril_node_kind_of(only_node) == KURIL_NODE_STRING)
        only = kuril_node_string(only_node);
    name_columns(m->table, names, G_N_ELEMENTS(names), m->unit->name);
    m->table->n_texts = 2;
    GArray *near = g_array_new(FALSE, FALSE, sizeof(neighbour));
    for (size_t i = 0; i < kuril_gazetteer_count(m->gazetteer); i++) {
        const kuril_toponym *t = kuril_gazetteer_at(m->gazetteer, i);
        const neighbour one = {t, kuril_geodesic_inverse(from.lonlat, t->lonlat).s12_m};
        if (t != from.toponym && one.s12 <= within && (!only || strcmp(only, t->kind) == 0))
            g_array_append_val(near, one);
    }
    g_array_sort(near, by_distance);
    for (guint i = 0; i < near->len; i++) {
        const neighbour *one = &g_array_index(near, neighbour, i);
        GPtrArray *row = add_row(m->table);
        g_ptr_array_add(row, g_strdup(one->toponym->name_en));
        g_ptr_array_add(row, g_strdup(one->toponym->kind));
        add_distance(m, row, from.lonlat, one->toponym->lonlat);
    }
    g_array_free(near, TRUE);
    return KURIL_OK;
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

static void csv_row(GString *out, const GPtrArray *cells)
{
    for (guint i = 0; i < cells->len; i++) {
        if (i)
            g_string_append_c(out, ',');
        csv_cell(out, g_ptr_array_index(cells, i));
    }
    g_string_append(out, "\n");
}

static void markdown_row(GString *out, const GPtrArray *cells)
{
    for (guint i = 0; i < cells->len; i++) {
        g_string_append(out, "| ");
        for (const char *p = g_ptr_array_index(cells, i); *p; p++)
            g_string_append_printf(out, "%s%c", *p == '|' ? "\\" : "", *p);
        g_string_append_c(out, ' ');
    }
    g_string_append(out, "|\n");
}

static void print_markdown(const table *t, GString *out)
{
    markdown_row(out, t->names);
    for (guint i = 0; i < t->names->len; i++)
        g_string_append(out, i < t->n_texts ? "|---" : "|---:");
    g_string_append(out, "|\n");
    for (guint i = 0; i < t->rows->len; i++)
        markdown_row(out, g_ptr_array_index(t->rows, i));
}

static void print_json(const table *t, GString *out)
{
    kuril_json json = {.text = out};
    kuril_json_open(&json, '{');
    kuril_json_name(&json, "columns");
    kuril_json_open(&json, '[');
    for (guint i = 0; i < t->names->len; i++)
        kuril_json_text(&json, g_ptr_array_index(t->names, i));
    kuril_json_close(&json, ']');
    kuril_json_name(&json, "rows");
    kuril_json_open(&json, '[');
    for (guint i = 0; i < t->rows->len; i++) {
        const GPtrArray *row = g_ptr_array_index(t->rows, i);
        kuril_json_open(&json, '[');
        for (guint k = 0; k < row->len; k++) {
            double number = 0.0;
            if (k >= t->n_texts && kuril_number_parse(g_ptr_array_index(row, k), &number))
                kuril_json_number(&json, number);
            else
                kuril_json_text(&json, g_ptr_array_index(row, k));
        }
        kuril_json_close(&json, ']');
    }
    kuril_json_close(&json, ']');
    kuril_json_close(&json, '}');
    g_string_append_c(out, '\n');
}

static void print_csv(const table *t, GString *out)
{
    csv_row(out, t->names);
    for (guint i = 0; i < t->rows->len; i++)
        csv_row(out, g_ptr_array_index(t->rows, i));
}

static kuril_status write_form(const table *t, kuril_table_form form, const char *path, kuril_error *error)
{
    static void (*const print[])(const table *, GString *) = {print_csv, print_markdown, print_json};
    GString *text = g_string_new(NULL);
    print[form](t, text);
    const kuril_status status = kuril_output_write_file(path, text->str, text->len, false, error);
    g_string_free(text, TRUE);
    return status;
}

static kuril_status write_forms(const table *t, const kuril_job *job, const char *folder, kuril_error *error)
{
    kuril_status status = KURIL_OK;
    for (int i = 0; i < KURIL_TABLE_FORM_COUNT && status == KURIL_OK; i++) {
        if (!(job->formats & (1U << i)))
            continue;
        char *path = g_strdup_printf("%s/%s.%s", folder, job->name, kuril_table_form_ending((kuril_table_form)i));
        status = write_form(t, (kuril_table_form)i, path, error);
        g_free(path);
    }
    return status;
}

static kuril_status make(maker *m)
{
    const char *kind = kuril_node_string(kuril_node_member(m->spec, "kind"));
    m->unit = kuril_unit_find(kuril_node_string(kuril_node_member(m->spec, "unit")));
    if (strcmp(kind, "distance") == 0)
        return make_distance(m);
    return strcmp(kind, "matrix") == 0 ? make_matrix(m) : make_near(m);
}

kuril_status kuril_table_make(const kuril_job *job, const char *folder, kuril_error *error)
{
    table t = {g_ptr_array_new_with_free_func(g_free), g_ptr_array_new_with_free_func(row_free), 0};
    kuril_document *document = NULL;
    kuril_gazetteer *gazetteer = NULL;
    kuril_status status = kuril_document_parse("table.json", job->spec, strlen(job->spec), NULL, &document, error);
    if (status == KURIL_OK)
        status = kuril_gazetteer_read(&gazetteer, error);
    if (status == KURIL_OK) {
        maker m = {gazetteer, kuril_document_root(document), NULL, &t, error};
        status = make(&m);
    }
    if (status == KURIL_OK)
        status = write_forms(&t, job, folder, error);
    kuril_gazetteer_free(gazetteer);
    kuril_document_free(document);
    g_ptr_array_free(t.names, TRUE);
    g_ptr_array_free(t.rows, TRUE);
    return status;
}
