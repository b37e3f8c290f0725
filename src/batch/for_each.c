/* One map for each feature of a dataset. */
#include "batch/planner.h"
#include "core/diagnostics.h"
#include "core/length.h"
#include "core/number.h"
#include "core/text.h"
#include "data/name.h"
#include "geom/feature_table.h"
#include <kurilmap/dataset.h>
#include <math.h>
#include <string.h>

static const double MARGIN_SHARE = 0.15, LEAST_WIDTH_M = 20000.0, METRES_PER_DEGREE = 111195.0;
static const double LON_MAX = 1e6; /* turns are taken off it; a sentinel is beyond it */

/* What an entry says about its features. */
typedef struct each {
    kuril_planner *p;
    const kuril_manifest *manifest;
    const kuril_node *node;
    char *dataset;
    GPtrArray *names; /* of char *: the dataset's fields */
    GPtrArray *rows;  /* of const kuril_feature *, in order */
    bool fit;
    double margin_share, margin_m, least_width_m;
} each;

static void read_length(each *e, const char *name, double *share, double *metres)
{
    const kuril_node *node = kuril_node_member(e->node, name);
    char *text = node ? kuril_plan_text(e->p, node, NULL) : NULL;
    if (!text)
        return;
    const size_t length = strlen(text);
    double percent = 0.0;
    if (share && length > 1 && text[length - 1] == '%' && kuril_number_parse_n(text, length - 1, &percent) &&
        percent >= 0.0 && percent <= 1000.0) {
        *share = percent / 100.0;
        *metres = 0.0;
    } else if (kuril_length_parse(text, metres) && *metres >= 0.0 && *metres < 2.0e7) {
        if (share)
            *share = 0.0;
    } else {
        kuril_faults_add(&e->p->faults, node, KURIL_E_DATA, "%s: '%s' is not a length such as 20km%s", name, text,
                         share ? " or a share such as 10%" : "");
    }
    g_free(text);
}

static bool read_settings(each *e)
{
    const kuril_node *dataset = kuril_node_member(e->node, "dataset");
    kuril_error found = {0};
    if (!dataset) {
        kuril_faults_add(&e->p->faults, e->node, KURIL_E_DATA, "for-each needs 'dataset'");
        return false;
    }
    char *text = kuril_plan_text(e->p, dataset, NULL);
    e->dataset = text ? kuril_plan_path(e->manifest, text) : NULL;
    g_free(text);
    if (e->dataset && kuril_source_name_check(e->dataset, e->manifest->folder, &found) != KURIL_OK) {
        kuril_faults_add(&e->p->faults, dataset, KURIL_E_DATA, "%s", found.message);
        return false;
    }
    e->fit = true;
    e->margin_share = MARGIN_SHARE;
    e->least_width_m = LEAST_WIDTH_M;
    if (kuril_node_get_bool(e->node, "fit", &e->fit, &found) != KURIL_OK)
        kuril_faults_add(&e->p->faults, kuril_node_member(e->node, "fit"), KURIL_E_DATA, "%s", found.message);
    read_length(e, "margin", &e->margin_share, &e->margin_m);
    read_length(e, "least-width", NULL, &e->least_width_m);
    return e->dataset != NULL;
}

/* Starts reading what the condition lets through; all of it, to look for other faults, when it is a wrong one. */
static kuril_status select_rows(each *e, kuril_dataset *dataset, kuril_error *error)
{
    const kuril_node *node = kuril_node_member(e->node, "where");
    char *where = node ? kuril_plan_text(e->p, node, NULL) : NULL;
    kuril_error found = {0};
    kuril_status status = kuril_dataset_select(dataset, &(kuril_query){.where = where}, &found);
    if (status != KURIL_OK && where) {
        kuril_faults_add(&e->p->faults, node, status, "%s", found.message);
        status = kuril_dataset_select(dataset, NULL, error);
    } else if (status != KURIL_OK) {
        kuril_fail(error, status, "%s", found.message);
    }
    g_free(where);
    return status;
}

/* The fields of the layers that are read. */
static void keep_names(each *e, const kuril_dataset *dataset)
{
    const char *chosen = kuril_dataset_chosen_layer(dataset);
    for (size_t i = 0; i < kuril_dataset_layer_count(dataset); i++) {
        const kuril_layer *layer = kuril_dataset_layer(dataset, i);
        for (size_t f = 0; f < layer->n_fields && (!chosen || strcmp(chosen, layer->name) == 0); f++)
            g_ptr_array_add(e->names, g_strdup(layer->fields[f].name));
    }
}

static kuril_status read_rows(each *e, kuril_feature_table *table, kuril_error *error)
{
    kuril_dataset *dataset = NULL;
    kuril_status status = kuril_dataset_open(e->dataset, NULL, e->p->faults.diagnostics, &dataset, error);
    if (status == KURIL_OK)
        status = select_rows(e, dataset, error);
    if (status == KURIL_OK)
        keep_names(e, dataset);
    const kuril_feature *feature = NULL;
    while (status == KURIL_OK && (status = kuril_dataset_next(dataset, &feature, error)) == KURIL_OK && feature)
        if ((status = kuril_feature_table_keep(table, feature, e->dataset, error)) != KURIL_OK)
            break;
    kuril_dataset_close(dataset);
    for (size_t i = 0; status == KURIL_OK && i < kuril_feature_table_count(table); i++)
        g_ptr_array_add(e->rows, (void *)(uintptr_t)kuril_feature_table_at(table, i));
    return status;
}

/* Null first, then numbers by size, then texts by their bytes. */
static int compare_values(const kuril_value *a, const kuril_value *b)
{
    const kuril_value_kind ka = a ? a->kind : KURIL_NULL, kb = b ? b->kind : KURIL_NULL;
    if (ka != kb)
        return ka < kb ? -1 : 1;
    if (ka == KURIL_NUMBER)
        return (a->as.number > b->as.number) - (a->as.number < b->as.number);
    return ka == KURIL_STRING ? strcmp(a->as.string, b->as.string) : 0;
}

typedef struct sort_key {
    const char *field;
    int sign;
} sort_key;

static gint by_field(gconstpointer a, gconstpointer b, gpointer user)
{
    const sort_key *key = user;
    const kuril_feature *x = *(const kuril_feature *const *)a, *y = *(const kuril_feature *const *)b;
    const int order = compare_values(kuril_feature_get(x, key->field), kuril_feature_get(y, key->field));
    if (order != 0)
        return order * key->sign;
    return (x->id > y->id) - (x->id < y->id);
}

/* sort-by: a field's name, with a minus before it for the other way round. */
static void sort_rows(each *e)
{
    const kuril_node *node = kuril_node_member(e->node, "sort-by");
    char *text = node ? kuril_plan_text(e->p, node, NULL) : NULL;
    if (!text || e->rows->len == 0) {
        g_free(text);
        return;
    }
    const bool down = text[0] == '-';
    sort_key key = {down ? text + 1 : text, down ? -1 : 1};
    if (g_ptr_array_find_with_equal_func(e->names, key.field, g_str_equal, NULL)) {
        g_ptr_array_sort_with_data(e->rows, by_field, &key);
    } else {
        const char *nearest =
            kuril_text_nearest(key.field, (const char *const *)(void *)e->names->pdata, e->names->len);
        kuril_faults_add(&e->p->faults, node, KURIL_E_DATA, "no field '%s' in '%s'%s%s%s", key.field, e->dataset,
                         nearest ? ": did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
    }
    g_free(text);
}

/* Of a number, or of a text that is one. */
static bool number_of(const kuril_value *value, double *number)
{
    if (value->kind == KURIL_NUMBER)
        *number = value->as.number;
    return value->kind == KURIL_NUMBER || (value->kind == KURIL_STRING && kuril_number_parse(value->as.string, number));
}

static bool is_empty(const kuril_value *value)
{
    return !value || value->kind == KURIL_NULL || (value->kind == KURIL_STRING && !*value->as.string);
}

/* A table's own columns give a place where there is no geometry. */
static bool box_of(const each *e, size_t i, kuril_bbox *box)
{
    const kuril_feature *feature = g_ptr_array_index(e->rows, i);
    if (kuril_geometry_bbox(feature->geometry, box) == KURIL_OK)
        return true;
    const kuril_value *lon = kuril_feature_get(feature, "lon"), *lat = kuril_feature_get(feature, "lat");
    double x = 0.0, y = 0.0;
    if (is_empty(lon) || is_empty(lat))
        return false;
    const bool good = number_of(lon, &x) && number_of(lat, &y) && fabs(x) <= LON_MAX && fabs(y) <= 90.0;
    if (good)
        *box = (kuril_bbox){x, y, x, y};
    else
        kuril_report(e->p->faults.diagnostics, KURIL_WARNING, e->dataset, NULL,
                     "lon and lat of row %zu are no position: its map has none of its own", i + 1);
    return good;
}

static double span_of(const kuril_bbox *box)
{
    return box->east >= box->west ? box->east - box->west : box->east + 360.0 - box->west;
}

/* The box grown by the margin and to the least width; a picture's frame need not be exact, so a sphere will do. */
static char *bounds_text(const each *e, const kuril_bbox *box)
{
    const double lat = 0.5 * (box->south + box->north), lon = box->west + 0.5 * span_of(box);
    const double metres = METRES_PER_DEGREE * fmax(cos(lat * G_PI / 180.0), 0.05);
    double width = span_of(box) * metres, height = (box->north - box->south) * METRES_PER_DEGREE;
    const double margin = e->margin_m + e->margin_share * fmax(width, height);
    width = fmax(width + 2.0 * margin, e->least_width_m);
    height = fmax(height + 2.0 * margin, 0.5 * e->least_width_m);
    const double dx = fmin(0.5 * width / metres, 179.999), dy = 0.5 * height / METRES_PER_DEGREE;
    const double sides[] = {remainder(lon - dx, 360.0), fmax(lat - dy, -90.0), remainder(lon + dx, 360.0),
                            fmin(lat + dy, 90.0)};
    char n[4][KURIL_NUMBER_MAX];
    for (int i = 0; i < 4; i++)
        kuril_number_print_fixed(sides[i], 6, n[i]);
    return g_strjoin(",", n[0], n[1], n[2], n[3], NULL);
}

/* "45.000000,147.500000", as a POINT is written. */
static char *center_text(const kuril_lonlat *middle)
{
    char lat[KURIL_NUMBER_MAX], lon[KURIL_NUMBER_MAX];
    return g_strjoin(",", kuril_number_print_fixed(middle->lat, 6, lat), kuril_number_print_fixed(middle->lon, 6, lon),
                     NULL);
}

/* Whether the entry or the defaults have one of the settings. */
static bool says_any(const each *e, const char *const *names)
{
    for (; *names; names++)
        if (kuril_node_member(e->node, *names) ||
            (e->manifest->defaults && kuril_node_member(e->manifest->defaults, *names)))
            return true;
    return false;
}

static void plan_row(each *e, size_t i)
{
    static const char *const others[] = {KURIL_FOR_EACH_NAMES};
    static const char *const views[] = {"bounds", "center", NULL}, *const sizes[] = {"width", "scale", NULL};
    const kuril_feature *feature = g_ptr_array_index(e->rows, i);
    kuril_bbox box = {0};
    const bool placed = box_of(e, i, &box);
    const kuril_fields fields = {
        .fields = feature->fields,
        .n_fields = feature->n_fields,
        .names = (const char *const *)(void *)e->names->pdata,
        .n_names = e->names->len,
        .number = i + 1,
        .middle = {remainder(box.west + 0.5 * span_of(&box), 360.0), 0.5 * (box.south + box.north)},
        .where = e->dataset};
    const bool fits = placed && e->fit && !says_any(e, views);
    char *bounds = fits && !says_any(e, sizes) ? bounds_text(e, &box) : NULL;
    char *center = fits && !bounds ? center_text(&fields.middle) : NULL;
    const kuril_entry entry = {.manifest = e->manifest,
                               .node = e->node,
                               .fields = &fields,
                               .dataset = e->dataset,
                               .bounds = bounds,
                               .center = center,
                               .others = others,
                               .n_others = G_N_ELEMENTS(others)};
    kuril_plan_map(e->p, &entry);
    g_free(center);
    g_free(bounds);
}

static void plan_rows(each *e)
{
    int limit = G_MAXINT;
    kuril_error found = {0};
    if (kuril_node_get_int(e->node, "limit", 1, G_MAXINT, &limit, &found) != KURIL_OK)
        kuril_faults_add(&e->p->faults, kuril_node_member(e->node, "limit"), KURIL_E_DATA, "%s", found.message);
    /* what is wrong with one feature's map is mostly wrong with all: the first that is shows it */
    const size_t before = e->p->faults.count;
    for (size_t i = 0; i < e->rows->len && i < (size_t)limit && e->p->faults.count == before; i++)
        plan_row(e, i);
}

static void tell_none(const each *e)
{
    const kuril_node *where = kuril_node_member(e->node, "where");
    kuril_place place;
    kuril_node_place(where ? where : kuril_node_member(e->node, "dataset"), &place);
    kuril_report_at(e->p->faults.diagnostics, KURIL_WARNING, place.file, place.line, place.column, NULL,
                    where ? "no feature of '%s' fulfils the condition: there are no maps of it"
                          : "'%s' has no features: there are no maps of it",
                    e->dataset);
}

void kuril_plan_for_each(kuril_planner *p, const kuril_manifest *manifest, const kuril_node *node)
{
    each e = {.p = p,
              .manifest = manifest,
              .node = node,
              .names = g_ptr_array_new_with_free_func(g_free),
              .rows = g_ptr_array_new()};
    if (kuril_node_kind_of(node) != KURIL_NODE_OBJECT) {
        kuril_faults_add(&p->faults, node, KURIL_E_DATA, "'for-each' must be an object, or an array of them");
    } else if (read_settings(&e)) {
        kuril_feature_table *table = kuril_feature_table_new();
        kuril_error found = {0};
        const kuril_status status = read_rows(&e, table, &found);
        if (status != KURIL_OK)
            kuril_faults_add(&p->faults, kuril_node_member(node, "dataset"), status, "%s", found.message);
        if (status == KURIL_OK && e.rows->len == 0)
            tell_none(&e);
        sort_rows(&e);
        plan_rows(&e);
        kuril_feature_table_free(table);
    }
    g_ptr_array_free(e.rows, TRUE);
    g_ptr_array_free(e.names, TRUE);
    g_free(e.dataset);
}
