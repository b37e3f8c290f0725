/*
 * The domain of a projection that no table knows: the sphere is laid out in cells, and those in which the projection
 * fails, tears or folds are halved and halved again, then left out.
 */
#include "projection/internal.h"

#include <math.h>

enum {
    CELL = 10, /* degrees */
    LEVELS = 4,
    MOST_CELLS = 4500, /* to look at in one level, so that no projection takes long */
    N = 4,
    HALVINGS = 20
};

/* Samples keep this far within a cell, so that a tear along its side is not seen from inside: degrees. */
static const double INSET = 1e-7;

typedef struct place {
    double lon, lat, x, y;
} place;

static bool put(const kuril_projection *p, double lon, double lat, place *out)
{
    *out = (place){.lon = lon, .lat = lat};
    return kuril_project(p, lon, lat, &out->x, &out->y);
}

static double apart(const place *a, const place *b)
{
    return hypot(b->x - a->x, b->y - a->y);
}

/* Whether the plane tears between two places: halving the way, the longer half never grows short. Where the plane is
   smooth three halvings tell; a pole may take a few more. */
static bool tears(const kuril_projection *p, place a, place b)
{
    const double whole = apart(&a, &b);
    if (whole < 1000)
        return false;
    for (int i = 0; i < HALVINGS && apart(&a, &b) > whole / 8; i++) {
        place m;
        if (!put(p, (a.lon + b.lon) / 2, (a.lat + b.lat) / 2, &m))
            return true;
        if (apart(&a, &m) > apart(&m, &b))
            b = m;
        else
            a = m;
    }
    return apart(&a, &b) > whole / 8;
}

static double turn(const place *a, const place *b, const place *c)
{
    return (b->x - a->x) * (c->y - a->y) - (b->y - a->y) * (c->x - a->x);
}

/* The two triangles of a square; a side that shrinks to a point (a pole) leaves one of them flat. */
static bool folds(const place *sw, const place *se, const place *ne, const place *nw, double hand)
{
    const double size = fmax(apart(sw, ne), apart(se, nw)), flat = 1e-9 * size * size;
    return hand * turn(sw, se, ne) < -flat || hand * turn(sw, ne, nw) < -flat;
}

static bool is_good(const kuril_projection *p, const kuril_rect *cell, double hand)
{
    place grid[N + 1][N + 1];
    for (int i = 0; i <= N; i++)
        for (int k = 0; k <= N; k++) {
            const double lon = cell->x_min + INSET + (cell->x_max - cell->x_min - 2 * INSET) * i / N;
            const double lat = cell->y_min + INSET + (cell->y_max - cell->y_min - 2 * INSET) * k / N;
            if (!put(p, lon, lat, &grid[i][k]))
                return false;
            if ((i > 0 && tears(p, grid[i - 1][k], grid[i][k])) || (k > 0 && tears(p, grid[i][k - 1], grid[i][k])) ||
                (i > 0 && k > 0 && folds(&grid[i - 1][k - 1], &grid[i][k - 1], &grid[i][k], &grid[i - 1][k], hand)))
                return false;
        }
    return true;
}

/* Halves a cell both ways. */
static void add_quarters(GArray *cells, const kuril_rect *cell)
{
    const double x = (cell->x_min + cell->x_max) / 2, y = (cell->y_min + cell->y_max) / 2;
    const kuril_rect quarters[] = {{cell->x_min, cell->y_min, x, y},
                                   {x, cell->y_min, cell->x_max, y},
                                   {cell->x_min, y, x, cell->y_max},
                                   {x, y, cell->x_max, cell->y_max}};
    g_array_append_vals(cells, quarters, G_N_ELEMENTS(quarters));
}

/* Adds the good cells as windows and leaves the quarters of the others. */
static GArray *sift(const kuril_projection *p, GArray *cells, double hand, GArray *windows)
{
    GArray *rest = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
    for (guint i = 0; i < cells->len; i++) {
        const kuril_rect cell = g_array_index(cells, kuril_rect, i);
        const kuril_rect inside = {cell.x_min + INSET, cell.y_min + INSET, cell.x_max - INSET, cell.y_max - INSET};
        if (is_good(p, &cell, hand))
            g_array_append_val(windows, inside);
        else
            add_quarters(rest, &cell);
    }
    g_array_free(cells, TRUE);
    return rest;
}

/* Most of the world says which way round the plane lies. */
static double handedness(const kuril_projection *p, double seam)
{
    int left = 0, right = 0;
    for (double lat = -75; lat <= 75; lat += 15)
        for (double lon = seam + 5; lon < seam + 360; lon += 15) {
            place a, b, c;
            if (!put(p, lon, lat, &a) || !put(p, lon + 0.01, lat, &b) || !put(p, lon, lat + 0.01, &c))
                continue;
            *(turn(&a, &b, &c) > 0 ? &left : &right) += 1;
        }
    return left >= right ? 1 : -1;
}

static bool touch(double a, double b)
{
    return fabs(a - b) < 3 * INSET;
}

/* Whether the plane goes on across the side between two windows, seen at three places. */
static bool goes_on(const kuril_projection *p, const kuril_rect *a, const kuril_rect *b, bool along_lon)
{
    for (int i = 1; i <= 3; i++) {
        place from, to;
        const double lon = a->x_min + (a->x_max - a->x_min) * i / 4, lat = a->y_min + (a->y_max - a->y_min) * i / 4;
        const bool there = along_lon ? put(p, a->x_max, lat, &from) && put(p, b->x_min, lat, &to)
                                     : put(p, lon, a->y_max, &from) && put(p, lon, b->y_min, &to);
        if (!there || apart(&from, &to) > 1000)
            return false;
    }
    return true;
}

static bool share_side(const kuril_rect *a, const kuril_rect *b, bool along_lon)
{
    if (along_lon)
        return touch(a->x_max, b->x_min) && touch(a->y_min, b->y_min) && touch(a->y_max, b->y_max);
    return touch(a->y_max, b->y_min) && touch(a->x_min, b->x_min) && touch(a->x_max, b->x_max);
}

/* Joins windows that share a whole side, along rows or up columns, until none is left to join. */
static void merge(const kuril_projection *p, GArray *windows, bool along_lon)
{
    bool again = true;
    while (again) {
        again = false;
        for (guint i = 0; i < windows->len; i++)
            for (guint k = 0; k < windows->len; k++) {
                kuril_rect *a = &g_array_index(windows, kuril_rect, i);
                const kuril_rect b = g_array_index(windows, kuril_rect, k);
                if (i == k || !share_side(a, &b, along_lon) || !goes_on(p, a, &b, along_lon))
                    continue;
                a->x_max = b.x_max;
                a->y_max = b.y_max;
                g_array_remove_index_fast(windows, k);
                again = true;
                break; /* either may have moved */
            }
    }
}

static gint from_south_west(gconstpointer a, gconstpointer b)
{
    const kuril_rect *p = a, *q = b;
    if (p->y_min != q->y_min)
        return p->y_min < q->y_min ? -1 : 1;
    return p->x_min < q->x_min ? -1 : p->x_min > q->x_min;
}

void kuril_domain_probe(kuril_projection *projection)
{
    kuril_domain *domain = &projection->domain;
    const double seam = domain->seam, hand = handedness(projection, seam);
    g_array_set_size(domain->windows, 0);
    GArray *cells = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
    for (double lat = -90; lat < 90; lat += CELL)
        for (double lon = seam; lon < seam + 359; lon += CELL) {
            const kuril_rect cell = {lon, lat, lon + CELL, lat + CELL};
            g_array_append_val(cells, cell);
        }
    for (int level = 0; level <= LEVELS && cells->len <= MOST_CELLS; level++)
        cells = sift(projection, cells, hand, domain->windows);
    g_array_free(cells, TRUE);
    merge(projection, domain->windows, true);
    merge(projection, domain->windows, false);
    g_array_sort(domain->windows, from_south_west);
}
