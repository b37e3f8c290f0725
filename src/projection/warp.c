#include "projection/warp.h"

#include "projection/sphere.h"
#include <glib.h>
#include <math.h>

enum { STEP = 16 };

/* A grid node with its place, also as a direction, which interpolates across 180 degrees and the poles alike. */
typedef struct node {
    bool ok;
    kuril_lonlat p;
    kuril_vector v;
} node;

/* How the dots of a cell get their places: the cheapest way that is right. */
typedef enum way { EXACT, BY_DIRECTION, BY_DEGREES } way;

struct kuril_warp {
    const kuril_projection *projection;
    kuril_fit fit;
    kuril_rect rect;
    size_t columns, rows, nodes;
    double error;
    size_t band; /* rows band * STEP on lie between `upper` and `lower` */
    node *upper, *lower;
    way *ways; /* of the band's cells */
};

static bool place_of(const kuril_warp *w, double column, double row, kuril_lonlat *place)
{
    const double x = w->rect.x_min + (column + 0.5) * (w->rect.x_max - w->rect.x_min) / (double)w->columns;
    const double y = w->rect.y_min + (row + 0.5) * (w->rect.y_max - w->rect.y_min) / (double)w->rows;
    return kuril_page_to_lonlat(w->projection, &w->fit, x, y, place);
}

static node node_at(const kuril_warp *w, double column, double row)
{
    node n;
    n.ok = place_of(w, column, row, &n.p);
    n.v = n.ok ? kuril_vector_of(n.p) : (kuril_vector){0, 0, 0};
    return n;
}

static void fill_line(const kuril_warp *w, node *line, size_t band)
{
    for (size_t i = 0; i < w->nodes; i++)
        line[i] = node_at(w, (double)(i * STEP), (double)(band * STEP));
}

static kuril_vector mix(kuril_vector a, kuril_vector b, double t)
{
    return (kuril_vector){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), a.z + t * (b.z - a.z)};
}

static kuril_vector by_direction(const kuril_warp *w, size_t cell, double s, double t)
{
    const kuril_vector m =
        mix(mix(w->upper[cell].v, w->upper[cell + 1].v, s), mix(w->lower[cell].v, w->lower[cell + 1].v, s), t);
    const double scale = 1 / sqrt(kuril_vector_dot(m, m));
    return (kuril_vector){m.x * scale, m.y * scale, m.z * scale};
}

/* Along a row at t down the cell: the place at its west end, and how far its east end is away. */
static kuril_lonlat by_degrees(const kuril_warp *w, size_t cell, double t, kuril_lonlat *along)
{
    const kuril_lonlat nw = w->upper[cell].p, ne = w->upper[cell + 1].p, sw = w->lower[cell].p,
                       se = w->lower[cell + 1].p;
    const double west = nw.lon + t * remainder(sw.lon - nw.lon, 360),
                 east = ne.lon + t * remainder(se.lon - ne.lon, 360);
    const kuril_lonlat from = {west, nw.lat + t * (sw.lat - nw.lat)};
    *along = (kuril_lonlat){remainder(east - west, 360), ne.lat + t * (se.lat - ne.lat) - from.lat};
    return from;
}

static double apart(kuril_vector a, kuril_vector b)
{
    return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) + (a.z - b.z) * (a.z - b.z));
}

/* Looks at the middle of the cell and of its sides: how far interpolated places are from the true ones, in dots. */
static way way_of(const kuril_warp *w, size_t cell)
{
    static const double at[][2] = {{0.5, 0.5}, {0.5, 0}, {0, 0.5}, {1, 0.5}, {0.5, 1}};
    if (!w->upper[cell].ok || !w->upper[cell + 1].ok || !w->lower[cell].ok || !w->lower[cell + 1].ok)
        return EXACT;
    const double allowed = w->error * apart(w->upper[cell].v, w->lower[cell + 1].v) / (STEP * 1.5);
    way best = BY_DEGREES;
    for (size_t i = 0; i < G_N_ELEMENTS(at); i++) {
        const double s = at[i][0], t = at[i][1];
        const node n = node_at(w, (double)(cell * STEP) + s * STEP, (double)(w->band * STEP) + t * STEP);
        if (!n.ok || apart(n.v, by_direction(w, cell, s, t)) > allowed)
            return EXACT;
        kuril_lonlat along;
        const kuril_lonlat from = by_degrees(w, cell, t, &along);
        const kuril_lonlat there = {from.lon + s * along.lon, from.lat + s * along.lat};
        if (apart(n.v, kuril_vector_of(there)) > allowed)
            best = BY_DIRECTION;
    }
    return best;
}

static void go_to_band(kuril_warp *w, size_t band)
{
    if (w->band == band)
        return;
    if (w->band + 1 == band) {
        node *swap = w->upper;
        w->upper = w->lower;
        w->lower = swap;
    } else {
        fill_line(w, w->upper, band);
    }
    fill_line(w, w->lower, band + 1);
    w->band = band;
    for (size_t i = 0; i + 1 < w->nodes; i++)
        w->ways[i] = way_of(w, i);
}

kuril_warp *kuril_warp_new(const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *rect,
                           size_t columns, size_t rows, double error)
{
    kuril_warp *w = g_new0(kuril_warp, 1);
    *w = (kuril_warp){.projection = projection,
                      .fit = *fit,
                      .rect = *rect,
                      .columns = columns,
                      .rows = rows,
                      .nodes = (columns + STEP - 1) / STEP + 1,
                      .error = error > 0 ? error : 0.125,
                      .band = G_MAXSIZE - 1};
    w->upper = g_new(node, w->nodes);
    w->lower = g_new(node, w->nodes);
    w->ways = g_new0(way, w->nodes);
    return w;
}

void kuril_warp_free(kuril_warp *warp)
{
    if (!warp)
        return;
    g_free(warp->upper);
    g_free(warp->lower);
    g_free(warp->ways);
    g_free(warp);
}

static void fill_cell(const kuril_warp *w, size_t row, size_t cell, kuril_lonlat *places, size_t count)
{
    const double t = (double)(row % STEP) / STEP;
    kuril_lonlat from = {0, 0}, along = {0, 0};
    if (w->ways[cell] == BY_DEGREES)
        from = by_degrees(w, cell, t, &along);
    for (size_t i = 0; i < count; i++) {
        const double s = (double)i / STEP;
        if (w->ways[cell] == BY_DEGREES)
            places[i] = (kuril_lonlat){from.lon + s * along.lon, from.lat + s * along.lat};
        else if (w->ways[cell] == BY_DIRECTION)
            places[i] = kuril_vector_lonlat(by_direction(w, cell, s, t));
        else
            place_of(w, (double)(cell * STEP + i), (double)row, &places[i]);
    }
}

void kuril_warp_row(kuril_warp *warp, size_t row, kuril_lonlat *places)
{
    go_to_band(warp, row / STEP);
    double last = NAN;
    for (size_t first = 0; first < warp->columns; first += STEP) {
        const size_t count = MIN((size_t)STEP, warp->columns - first);
        fill_cell(warp, row, first / STEP, places + first, count);
        for (size_t i = first; i < first + count; i++) {
            if (isnan(places[i].lon))
                continue;
            if (fabs(places[i].lon - last) > 180)
                places[i].lon = kuril_lon_near(places[i].lon, last);
            last = places[i].lon;
        }
    }
}
