#include "map/weigh.h"

#include "geom/geometry_buffer.h"
#include "map/paint_parts.h"
#include "map/symbol_collect.h"
#include <math.h>
#include <string.h>

typedef struct weighing {
    kuril_scene *scene;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    GArray *weights;   /* kuril_weight */
    GHashTable *cells; /* of the globe that a shore crosses: see cell_key */
    double cell_deg;   /* their height */
} weighing;

static void add_weight(weighing *w, double x, double y, double half, double weight)
{
    const kuril_weight one = {{x - half, y - half, x + half, y + half}, weight};
    const kuril_rect *f = &w->scene->frame;
    if (x > f->x_min && x < f->x_max && y > f->y_min && y < f->y_max)
        g_array_append_val(w->weights, one);
}

static bool on_page(const weighing *w, kuril_lonlat place, double *x, double *y)
{
    return kuril_lonlat_to_page(w->scene->projection, &w->scene->fit, place, x, y);
}

static double rank_of(const kuril_feature *feature)
{
    for (size_t i = 0; i < feature->n_fields; i++)
        if (strcmp(feature->fields[i].name, "rank") == 0 && feature->fields[i].value.kind == KURIL_NUMBER)
            return fmax(feature->fields[i].value.as.number, 1);
    return 3;
}

/* ---- Waters ---- */

/* A name stands round the middle of what the page shows of its line, and needs much of that. */
static void weigh_axis(weighing *w, const kuril_lonlat *points, size_t n, double weight)
{
    enum { STATIONS = 32, ENDS = 5 }; /* a fifth of those seen at each end is free */
    const guint first = w->weights->len;
    for (int i = 0; i < STATIONS; i++) {
        const double at = (double)(n - 1) * i / (STATIONS - 1);
        const size_t k = (size_t)fmin(floor(at), (double)n - 2);
        double x0, y0, x1, y1;
        if (on_page(w, points[k], &x0, &y0) && on_page(w, points[k + 1], &x1, &y1))
            add_weight(w, x0 + (at - (double)k) * (x1 - x0), y0 + (at - (double)k) * (y1 - y0), 5, weight);
    }
    const guint end = (w->weights->len - first) / ENDS;
    g_array_set_size(w->weights, w->weights->len - end);
    if (end > 0)
        g_array_remove_range(w->weights, first, end);
    for (guint i = first; i < w->weights->len; i++)
        g_array_index(w->weights, kuril_weight, i).weight /= w->weights->len - first;
}

/* ---- Names and points ---- */

/* Where the icon of an area stands. */
static bool find_pole(const weighing *w, const kuril_feature *feature, double *x, double *y)
{
    kuril_geometry_buffer page;
    kuril_geometry_buffer_init(&page);
    kuril_chain *chain = kuril_chain_new(w->scene->projection, &w->scene->fit, &w->scene->frame, NULL, &page.base);
    kuril_label_area *area = NULL;
    if (kuril_geometry_walk(feature->geometry, kuril_chain_first(chain)) == KURIL_OK) {
        const kuril_geometry seen = kuril_geometry_buffer_view(&page);
        area = kuril_symbol_area_on_page(&seen);
    }
    if (area)
        kuril_label_area_pole(area, x, y);
    const bool found = area != NULL;
    kuril_label_area_free(area);
    kuril_chain_free(chain);
    kuril_geometry_buffer_finish(&page);
    return found;
}

static kuril_status weigh_essential(void *user, const kuril_feature *feature)
{
    weighing *w = user;
    const kuril_geometry *g = feature->geometry;
    const double half = 9 * w->scene->theme.names;
    double x, y;
    for (size_t i = 0; i < g->n_parts; i++)
        if (g->parts[i].kind == KURIL_POINT && on_page(w, g->points[g->rings[g->parts[i].first].first], &x, &y))
            add_weight(w, x, y, half, INFINITY);
    if (g->n_parts > 0 && g->parts[0].kind == KURIL_POLYGON && find_pole(w, feature, &x, &y))
        add_weight(w, x, y, half, INFINITY);
    return KURIL_OK;
}

static kuril_status weigh_symbol(void *user, const kuril_feature *feature)
{
    enum { ISLAND = 20, POINT = 2, WATER = 24 };
    weighing *w = user;
    const kuril_geometry *g = feature->geometry;
    const double weight = kuril_layer_says(w->layer, "kurilmap:leader") ? ISLAND : POINT;
    const bool anywhere = /* along the line, as the figures of depth: there is room elsewhere */
        kuril_style_enum(w->sheet->styling, w->layer, KURIL_SYMBOL_PLACEMENT, NULL) == KURIL_STYLE_PLACEMENT_LINE;
    for (size_t i = 0; i < g->n_parts; i++) {
        if (g->parts[i].kind == KURIL_POLYGON)
            continue;
        const kuril_ring ring = g->rings[g->parts[i].first];
        double x, y;
        if (g->parts[i].kind == KURIL_POINT && on_page(w, g->points[ring.first], &x, &y))
            add_weight(w, x, y, 10, weight);
        else if (g->parts[i].kind == KURIL_LINE && !anywhere && ring.count > 1)
            weigh_axis(w, g->points + ring.first, ring.count, WATER / rank_of(feature));
    }
    return KURIL_OK;
}

/* Every vertex of a polygon that a layer marks is worth a little: small islands are dense with them. */
static kuril_status weigh_area(void *user, const kuril_feature *feature)
{
    weighing *w = user;
    const kuril_geometry *g = feature->geometry;
    const size_t step = g->n_points / 200 + 1;
    for (size_t i = 0; i < g->n_points; i += step) {
        double x, y;
        if (on_page(w, g->points[i], &x, &y))
            add_weight(w, x, y, 6, 3);
    }
    return KURIL_OK;
}

/* ---- Shores ---- */

static double shore_cell_pt(const weighing *w)
{
    return 12 * w->scene->theme.unit;
}

/* Cells of one height in degrees, as broad as they are high on the ground; rows above, columns below 32 bits. */
static gint64 cell_key(const weighing *w, kuril_lonlat p)
{
    const gint64 row = (gint64)floor((p.lat + 90) / w->cell_deg);
    const double lat = ((double)row + 0.5) * w->cell_deg - 90;
    const gint64 column = (gint64)floor((p.lon + 360) * fmax(cos(lat * G_PI / 180), 0.05) / w->cell_deg);
    return row * ((gint64)1 << 32) + column;
}

static kuril_lonlat cell_middle(const weighing *w, gint64 key)
{
    const double row = (double)(key >> 32), column = (double)(key & 0xFFFFFFFF);
    const double lat = (row + 0.5) * w->cell_deg - 90;
    return (kuril_lonlat){(column + 0.5) * w->cell_deg / fmax(cos(lat * G_PI / 180), 0.05) - 360, lat};
}

/* Vertices lie close together, so that no edge need be followed: an edge of a data set's frame has none between its
   ends, and is no shore. Only the cells are projected. */
static kuril_status note_shore(void *user, const kuril_feature *feature)
{
    weighing *w = user;
    const kuril_geometry *g = feature->geometry;
    const kuril_bbox *e = &w->scene->extent;
    gint64 last = -1;
    for (size_t i = 0; i < g->n_points; i++) {
        const kuril_lonlat p = g->points[i];
        const gint64 key = p.lat >= e->south && p.lat <= e->north ? cell_key(w, p) : last;
        if (key != last)
            g_hash_table_add(w->cells, g_memdup2(&key, sizeof key));
        last = key;
    }
    return KURIL_OK;
}

static int compare_keys(const void *a, const void *b)
{
    const gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
    return (x > y) - (x < y);
}

/* In one order, so that sums of weights come out the same. */
static void weigh_shores(weighing *w)
{
    guint n = 0;
    gpointer *keys = g_hash_table_get_keys_as_array(w->cells, &n);
    gint64 *sorted = g_new(gint64, n + 1);
    for (guint i = 0; i < n; i++)
        sorted[i] = *(const gint64 *)keys[i];
    qsort(sorted, n, sizeof *sorted, compare_keys);
    for (guint i = 0; i < n; i++) {
        double x, y;
        if (on_page(w, cell_middle(w, sorted[i]), &x, &y))
            add_weight(w, x, y, shore_cell_pt(w) / 2, 0.65);
    }
    g_free(sorted);
    g_free(keys);
}

/* ---- All of it ---- */

static void weigh_layer(weighing *w, bool overlay)
{
    const bool names = w->layer->type == KURIL_LAYER_SYMBOL;
    const bool essential = kuril_layer_says(w->layer, "kurilmap:essential");
    const bool land = kuril_layer_says(w->layer, "kurilmap:land");
    const kuril_feature_fn each = names                  ? (essential ? weigh_essential : weigh_symbol)
                                  : essential || overlay ? weigh_area
                                  : land                 ? note_shore
                                                         : NULL;
    if (each) /* what cannot be read is told when it is drawn */
        (void)kuril_scene_features(w->scene, w->sheet, w->layer, KURIL_PROPERTY_COUNT, each, w, NULL);
}

GArray *kuril_weigh_scene(kuril_scene *scene)
{
    const double metres_per_degree = 111195;
    weighing w = {.scene = scene,
                  .weights = g_array_new(FALSE, TRUE, sizeof(kuril_weight)),
                  .cells = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL)};
    w.cell_deg = fmax(shore_cell_pt(&w) * scene->scale.m_per_pt / metres_per_degree, 1e-6);
    for (int i = 0; i < KURIL_SHEET_COUNT; i++) {
        w.sheet = &scene->sheets[i];
        for (size_t l = 0; w.sheet->style && l < kuril_style_layer_count(w.sheet->style); l++) {
            w.layer = kuril_style_layer_at(w.sheet->style, l);
            if (kuril_styling_visible(w.sheet->styling, w.layer) && w.layer->source)
                weigh_layer(&w, i == KURIL_SHEET_OVERLAY);
        }
    }
    weigh_shores(&w);
    g_hash_table_destroy(w.cells);
    return w.weights;
}
