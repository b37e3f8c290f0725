/* Areas as a grid of cells that are in or out: what a label needs to know is no finer than a few points. */
#include "label/area_private.h"

#include <math.h>
#include <string.h>

enum { LONG_SIDE = 160, GROUND_SIDE = 480 };

/* ---- Making the grid. ---- */

/* Of all rings: stages that cut polygons may bring the outer one last. */
static kuril_rect bounds_of_polygons(const kuril_geometry *g)
{
    kuril_rect box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t p = 0; p < g->n_parts; p++) {
        const kuril_part *part = &g->parts[p];
        for (size_t r = 0; part->kind == KURIL_POLYGON && r < part->count; r++) {
            const kuril_ring ring = g->rings[part->first + r];
            for (size_t i = ring.first; i < ring.first + ring.count; i++) {
                box.x_min = fmin(box.x_min, g->points[i].lon);
                box.x_max = fmax(box.x_max, g->points[i].lon);
                box.y_min = fmin(box.y_min, g->points[i].lat);
                box.y_max = fmax(box.y_max, g->points[i].lat);
            }
        }
    }
    return box;
}

typedef struct crossing {
    int row;
    double x;
} crossing;

static int compare_crossings(gconstpointer a, gconstpointer b)
{
    const crossing *p = a, *q = b;
    return p->row != q->row ? p->row - q->row : (p->x > q->x) - (p->x < q->x);
}

/* Where an edge crosses the middles of rows. */
static void cross_rows(const kuril_label_area *area, kuril_lonlat a, kuril_lonlat b, GArray *crossings)
{
    if (a.lat > b.lat) {
        const kuril_lonlat t = a;
        a = b;
        b = t;
    }
    const double first = ceil((a.lat - area->box.y_min) / area->cell - 0.5);
    const double last = ceil((b.lat - area->box.y_min) / area->cell - 0.5);
    for (int row = (int)fmax(first, 0); row < (int)fmin(last, area->rows); row++) {
        const double y = area->box.y_min + (row + 0.5) * area->cell;
        const crossing c = {row, a.lon + (y - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)};
        g_array_append_val(crossings, c);
    }
}

/* Puts the cells of polygons inside, in a ground as those of a feature, or outside, then of none. */
static void fill(kuril_label_area *area, const kuril_geometry *g, bool inside, uint32_t feature)
{
    GArray *crossings = g_array_new(FALSE, FALSE, sizeof(crossing));
    for (size_t p = 0; p < g->n_parts; p++)
        for (size_t r = 0; g->parts[p].kind == KURIL_POLYGON && r < g->parts[p].count; r++) {
            const kuril_ring ring = g->rings[g->parts[p].first + r];
            for (size_t i = 0; i < ring.count; i++)
                cross_rows(area, g->points[ring.first + i], g->points[ring.first + (i + 1) % ring.count], crossings);
        }
    g_array_sort(crossings, compare_crossings);
    for (guint i = 0; i + 1 < crossings->len; i += 2) {
        const crossing a = g_array_index(crossings, crossing, i), b = g_array_index(crossings, crossing, i + 1);
        const int from = (int)fmax(ceil((a.x - area->box.x_min) / area->cell - 0.5), 0);
        const int to = (int)fmin(ceil((b.x - area->box.x_min) / area->cell - 0.5), area->columns);
        const size_t start = (size_t)a.row * (size_t)area->columns;
        if (to > from)
            memset(area->inside + start + (size_t)from, inside, (size_t)(to - from));
        for (size_t k = start + (size_t)from; area->piece && k < start + (size_t)MAX(to, from); k++)
            area->piece[k] = inside && area->piece[k] ? area->piece[k] : feature;
    }
    g_array_free(crossings, TRUE);
}

static void sum_up(kuril_label_area *area)
{
    const size_t width = (size_t)area->columns + 1;
    for (size_t row = 0; row < (size_t)area->rows; row++)
        for (size_t column = 0; column < (size_t)area->columns; column++)
            area->sums[(row + 1) * width + column + 1] =
                area->inside[row * (size_t)area->columns + column] + area->sums[row * width + column + 1] +
                area->sums[(row + 1) * width + column] - area->sums[row * width + column];
}

static float neighbour(const kuril_label_area *area, int column, int row)
{
    if (column < 0 || row < 0 || column >= area->columns || row >= area->rows)
        return 0;
    return area->distance[row * area->columns + column];
}

/* (fminf, which must think of NaN, is a call.) */
static float lesser(float a, float b)
{
    return a < b ? a : b;
}

static void shorten(kuril_label_area *area, int column, int row, int step)
{
    float *here = &area->distance[row * area->columns + column];
    if (*here == 0)
        return;
    const float side = lesser(neighbour(area, column - step, row), neighbour(area, column, row - step));
    const float corner = lesser(neighbour(area, column - step, row - step), neighbour(area, column + step, row - step));
    *here = lesser(*here, lesser(side + 1, corner + (float)G_SQRT2));
}

/* Two passes over the grid (Borgefors 1986): at most 8 % off. */
static void measure_distances(kuril_label_area *area)
{
    for (int i = 0; i < area->rows * area->columns; i++)
        area->distance[i] = area->inside[i] ? INFINITY : 0;
    for (int row = 0; row < area->rows; row++)
        for (int column = 0; column < area->columns; column++)
            shorten(area, column, row, 1);
    for (int row = area->rows - 1; row >= 0; row--)
        for (int column = area->columns - 1; column >= 0; column--)
            shorten(area, column, row, -1);
    for (int i = 1; i < area->columns * area->rows; i++)
        if (area->distance[i] > area->distance[area->pole])
            area->pole = i;
}

/* All cells outside; NULL when the box has no size. */
static kuril_label_area *blank(const kuril_rect *box, int long_side)
{
    const double side = fmax(box->x_max - box->x_min, box->y_max - box->y_min);
    if (!(side > 0) || !isfinite(side))
        return NULL;
    kuril_label_area *area = g_new0(kuril_label_area, 1);
    area->box = *box;
    area->cell = side / long_side;
    area->columns = (int)CLAMP(ceil((box->x_max - box->x_min) / area->cell), 1, long_side);
    area->rows = (int)CLAMP(ceil((box->y_max - box->y_min) / area->cell), 1, long_side);
    area->inside = g_new0(uint8_t, (size_t)area->columns * (size_t)area->rows);
    area->sums = g_new0(uint32_t, (size_t)(area->columns + 1) * (size_t)(area->rows + 1));
    return area;
}

kuril_label_area *kuril_label_area_new(const kuril_geometry *geometry)
{
    const kuril_rect box = bounds_of_polygons(geometry);
    kuril_label_area *area = blank(&box, LONG_SIDE);
    if (!area)
        return NULL;
    fill(area, geometry, true, 0);
    sum_up(area);
    if (area->sums[(size_t)(area->columns + 1) * (size_t)(area->rows + 1) - 1] == 0) {
        kuril_label_area_free(area);
        return NULL;
    }
    area->distance = g_new(float, (size_t)area->columns *(size_t)area->rows);
    measure_distances(area);
    return area;
}

kuril_label_area *kuril_label_ground_new(const kuril_rect *frame)
{
    kuril_label_area *ground = blank(frame, GROUND_SIDE);
    if (ground)
        ground->piece = g_new0(uint32_t, (size_t)ground->columns * (size_t)ground->rows);
    return ground;
}

/*
 * An islet may lie between the middles of cells: where it is as large as a cell, the cells of its corners are land,
 * where it is smaller and still seen, it is kept as a dot.
 */
static void keep_islet(kuril_label_area *ground, const kuril_lonlat *points, size_t n)
{
    const double seen = 0.5, whole = 1, most = 2; /* cells */
    kuril_rect r = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < n; i++)
        r = (kuril_rect){fmin(r.x_min, points[i].lon), fmin(r.y_min, points[i].lat), fmax(r.x_max, points[i].lon),
                         fmax(r.y_max, points[i].lat)};
    const double size = fmax(r.x_max - r.x_min, r.y_max - r.y_min) / ground->cell;
    const kuril_lonlat middle = {(r.x_min + r.x_max) / 2, (r.y_min + r.y_max) / 2};
    if (size >= seen && size < whole && !ground->dots)
        ground->dots = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    if (size >= seen && size < whole)
        g_array_append_val(ground->dots, middle);
    for (size_t i = 0; i < n && size >= whole && size <= most; i++) {
        const double column = floor((points[i].lon - ground->box.x_min) / ground->cell);
        const double row = floor((points[i].lat - ground->box.y_min) / ground->cell);
        if (column < 0 || row < 0 || column >= ground->columns || row >= ground->rows)
            continue;
        const size_t at = (size_t)row * (size_t)ground->columns + (size_t)column;
        ground->inside[at] = 1;
        ground->piece[at] = ground->piece[at] ? ground->piece[at] : ground->n_features;
    }
}

void kuril_label_ground_cover(kuril_label_area *ground, const kuril_geometry *geometry)
{
    ground->n_features++;
    fill(ground, geometry, true, ground->n_features);
    for (size_t p = 0; p < geometry->n_parts; p++) {
        const kuril_part part = geometry->parts[p];
        const kuril_ring shore = part.count > 0 ? geometry->rings[part.first] : (kuril_ring){0};
        if (part.kind == KURIL_POLYGON)
            keep_islet(ground, geometry->points + shore.first, shore.count);
    }
}

void kuril_label_ground_clear(kuril_label_area *ground, const kuril_geometry *geometry)
{
    fill(ground, geometry, false, 0);
}

void kuril_label_ground_done(kuril_label_area *ground)
{
    sum_up(ground);
}

void kuril_label_area_free(kuril_label_area *area)
{
    if (!area)
        return;
    g_free(area->inside);
    g_free(area->distance);
    g_free(area->sums);
    g_free(area->piece);
    if (area->dots)
        g_array_free(area->dots, TRUE);
    g_free(area->piece_cells);
    g_free(area->mainland);
    g_free(area->run_end);
    g_free(area);
}

/* ---- Questions. ---- */

double kuril_label_area_pole(const kuril_label_area *area, double *x, double *y)
{
    kuril_label_cell_middle(area, area->pole % area->columns, area->pole / area->columns, x, y);
    return (area->distance[area->pole] - 0.5) * area->cell;
}

static uint32_t count_inside(const kuril_label_area *area, int c0, int r0, int c1, int r1)
{
    const int width = area->columns + 1;
    return area->sums[r1 * width + c1] - area->sums[r0 * width + c1] - area->sums[r1 * width + c0] +
           area->sums[r0 * width + c0];
}

double kuril_label_area_size(const kuril_label_area *area)
{
    return count_inside(area, 0, 0, area->columns, area->rows) * area->cell * area->cell;
}

/* Rounded down and up; floor() and ceil() are calls where they must serve all numbers. */
static int64_t below(double x)
{
    const double most = 1e15, low = x > most ? most : x, near = low < -most ? -most : low;
    const int64_t whole = (int64_t)near;
    return whole - ((double)whole > near);
}

static int64_t above(double x)
{
    return -below(-x);
}

double kuril_label_area_share(const kuril_label_area *area, const kuril_rect *rect)
{
    const int64_t c0 = below((rect->x_min - area->box.x_min) / area->cell + 1e-9);
    const int64_t r0 = below((rect->y_min - area->box.y_min) / area->cell + 1e-9);
    const int64_t c1 = MAX(c0 + 1, above((rect->x_max - area->box.x_min) / area->cell - 1e-9));
    const int64_t r1 = MAX(r0 + 1, above((rect->y_max - area->box.y_min) / area->cell - 1e-9));
    const int w = area->columns, h = area->rows;
    if (c1 <= 0 || r1 <= 0 || c0 >= w || r0 >= h)
        return 0;
    const uint32_t n = count_inside(area, (int)MAX(c0, 0), (int)MAX(r0, 0), (int)MIN(c1, w), (int)MIN(r1, h));
    return n == 0 ? 0 : n / ((double)(c1 - c0) * (double)(r1 - r0));
}

/* The cell that a place is in; -1: none. */
static int64_t cell_at(const kuril_label_area *area, double x, double y)
{
    const int64_t column = below((x - area->box.x_min) / area->cell + 1e-9);
    const int64_t row = below((y - area->box.y_min) / area->cell + 1e-9);
    const bool within = column >= 0 && row >= 0 && column < area->columns && row < area->rows;
    return within ? row * area->columns + column : -1;
}

bool kuril_label_area_has(const kuril_label_area *area, double x, double y)
{
    const int64_t cell = cell_at(area, x, y);
    return cell >= 0 && area->inside[cell];
}

/* ---- Pieces of a ground. ---- */

static uint32_t root_of(uint32_t *parent, uint32_t feature)
{
    uint32_t root = feature;
    while (parent[root] != root)
        root = parent[root];
    for (uint32_t next; feature != root; feature = next) {
        next = parent[feature];
        parent[feature] = root;
    }
    return root;
}

static void find_runs(kuril_label_area *ground)
{
    const int columns = ground->columns;
    g_free(ground->run_end);
    ground->run_end = g_new(uint16_t, (size_t)columns * (size_t)ground->rows);
    for (int row = 0; row < ground->rows; row++) {
        const uint32_t *piece = ground->piece + row * columns;
        uint16_t *end = ground->run_end + row * columns;
        for (int column = columns - 1; column >= 0; column--) {
            const bool last = column == columns - 1 || piece[column + 1] != piece[column];
            end[column] = last ? (uint16_t)(column + 1) : end[column + 1];
        }
    }
}

/* What a cell and the next ones (right of it, and the three below) are of; 0: nothing, or beyond the grid. */
static uint32_t beside(const kuril_label_area *ground, int column, int row, int k)
{
    const int c = column + (k == 0 ? 1 : k - 2), r = row + (k > 0);
    return c >= 0 && c < ground->columns && r < ground->rows ? ground->piece[r * ground->columns + c] : 0;
}

static void count_cells(kuril_label_area *ground)
{
    g_free(ground->piece_cells);
    ground->piece_cells = g_new0(uint32_t, (size_t)ground->n_features + 1);
    for (int i = 0; i < ground->columns * ground->rows; i++)
        ground->piece_cells[ground->piece[i]]++;
}

/* The larger root is the root of both. */
static void unite(uint32_t *parent, const uint32_t *cells, uint32_t a, uint32_t b)
{
    const uint32_t p = root_of(parent, a), q = root_of(parent, b);
    const bool first = p < q ? cells[p] >= cells[q] : cells[p] > cells[q];
    parent[first ? q : p] = first ? p : q;
}

/*
 * Features that touch, side by side or at the corners, are one piece, and so are the cells of a feature, touching or
 * not. A small one stays apart from its mainland, since it may touch only because the cells are coarse.
 */
void kuril_label_ground_part(kuril_label_area *ground)
{
    enum { SMALL = 40, BESIDES = 4 }; /* cells */
    const int columns = ground->columns, rows = ground->rows;
    g_free(ground->mainland);
    uint32_t *parent = ground->mainland = g_new(uint32_t, (size_t)ground->n_features + 1);
    for (uint32_t i = 0; i <= ground->n_features; i++)
        parent[i] = i;
    count_cells(ground);
    for (int i = 0; i < columns * rows * BESIDES; i++) {
        const uint32_t here = ground->piece[i / BESIDES];
        const uint32_t there = here ? beside(ground, i / BESIDES % columns, i / BESIDES / columns, i % BESIDES) : 0;
        if (there && there != here)
            unite(parent, ground->piece_cells, here, there);
    }
    for (uint32_t i = 0; i <= ground->n_features; i++)
        root_of(parent, i);
    for (int i = 0; i < columns * rows; i++)
        if (ground->piece_cells[ground->piece[i]] > SMALL)
            ground->piece[i] = root_of(parent, ground->piece[i]);
    count_cells(ground);
    find_runs(ground);
}

uint32_t kuril_label_ground_mainland(const kuril_label_area *ground, uint32_t piece)
{
    return ground->mainland[piece];
}

/* Whether land counts as a piece's own: itself, and a mainland's islets. */
static bool belongs(const kuril_label_area *ground, uint32_t here, uint32_t piece)
{
    return here == piece || (here && ground->mainland[here] == piece);
}

/* Cells that a rectangle touches, cut to the grid; false when there are none. */
static bool cells_of(const kuril_label_area *area, const kuril_rect *rect, int *c0, int *r0, int *c1, int *r1)
{
    const int64_t left = below((rect->x_min - area->box.x_min) / area->cell);
    const int64_t top = below((rect->y_min - area->box.y_min) / area->cell);
    const int64_t right = above((rect->x_max - area->box.x_min) / area->cell);
    const int64_t bottom = above((rect->y_max - area->box.y_min) / area->cell);
    *c0 = (int)CLAMP(left, 0, area->columns);
    *r0 = (int)CLAMP(top, 0, area->rows);
    *c1 = (int)CLAMP(right, 0, area->columns);
    *r1 = (int)CLAMP(bottom, 0, area->rows);
    return *c0 < *c1 && *r0 < *r1;
}

uint32_t kuril_label_ground_piece(const kuril_label_area *ground, double x, double y, double reach)
{
    const kuril_rect round = {x - reach, y - reach, x + reach, y + reach};
    int c0, r0, c1, r1;
    uint32_t found = 0;
    double nearest = INFINITY;
    if (!(reach > 0)) {
        const int64_t cell = cell_at(ground, x, y);
        return cell >= 0 ? ground->piece[cell] : 0;
    }
    if (!cells_of(ground, &round, &c0, &r0, &c1, &r1) || count_inside(ground, c0, r0, c1, r1) == 0)
        return 0; /* out at sea: most */
    for (int row = r0; row < r1; row++)
        for (int column = c0; column < c1; column++) {
            const uint32_t piece = ground->piece[row * ground->columns + column];
            if (!piece)
                continue;
            double at_x, at_y;
            kuril_label_cell_middle(ground, column, row, &at_x, &at_y);
            const double square = (at_x - x) * (at_x - x) + (at_y - y) * (at_y - y);
            if (!(square < nearest))
                continue;
            nearest = square;
            found = piece;
        }
    return found;
}

/* Whether there is no land at two places, and none between them or beside. */
static bool at_sea(const kuril_label_area *ground, kuril_lonlat a, kuril_lonlat b)
{
    const double reach = ground->cell;
    const kuril_rect round = {MIN(a.lon, b.lon) - reach, MIN(a.lat, b.lat) - reach, MAX(a.lon, b.lon) + reach,
                              MAX(a.lat, b.lat) + reach};
    int c0, r0, c1, r1;
    return !cells_of(ground, &round, &c0, &r0, &c1, &r1) || count_inside(ground, c0, r0, c1, r1) == 0;
}

static kuril_lonlat station(kuril_lonlat from, kuril_lonlat to, size_t k, size_t n)
{
    return (kuril_lonlat){from.lon + (to.lon - from.lon) * (double)k / (double)n,
                          from.lat + (to.lat - from.lat) * (double)k / (double)n};
}

int kuril_label_ground_along(const kuril_label_area *ground, kuril_lonlat from, kuril_lonlat to, size_t n,
                             uint32_t piece)
{
    enum { STRETCH = 8 };
    int own = 0;
    for (size_t first = 0; first <= n; first += STRETCH) {
        const size_t last = MIN(first + STRETCH - 1, n);
        if (at_sea(ground, station(from, to, first, n), station(from, to, last, n)))
            continue;
        for (size_t k = first; k <= last; k++) {
            const kuril_lonlat at = station(from, to, k, n);
            const int64_t cell = cell_at(ground, at.lon, at.lat);
            const uint32_t here = cell >= 0 ? ground->piece[cell] : 0;
            if (here && !belongs(ground, here, piece))
                return -1;
            own += here != 0;
        }
    }
    return own;
}

bool kuril_label_ground_on_dot(const kuril_label_area *ground, const kuril_rect *rect)
{
    for (guint i = 0; ground->dots && i < ground->dots->len; i++) {
        const kuril_lonlat dot = g_array_index(ground->dots, kuril_lonlat, i);
        if (dot.lon >= rect->x_min && dot.lon <= rect->x_max && dot.lat >= rect->y_min && dot.lat <= rect->y_max)
            return true;
    }
    return false;
}

double kuril_label_ground_hidden(const kuril_label_area *ground, const kuril_rect *rect, uint32_t piece)
{
    enum { SPECK = 3 }; /* cells */
    int c0, r0, c1, r1;
    double most = 0;
    if (!cells_of(ground, rect, &c0, &r0, &c1, &r1))
        return 0;
    GHashTable *covered = g_hash_table_new(NULL, NULL);
    for (int row = r0; row < r1; row++)
        for (int column = c0, end; column < c1; column = end) {
            const uint32_t here = ground->piece[row * ground->columns + column];
            end = MIN(ground->run_end[row * ground->columns + column], c1);
            if (!here || belongs(ground, here, piece) || ground->piece_cells[here] < SPECK)
                continue;
            const gsize n =
                GPOINTER_TO_SIZE(g_hash_table_lookup(covered, GSIZE_TO_POINTER(here))) + (gsize)(end - column);
            g_hash_table_insert(covered, GSIZE_TO_POINTER(here), GSIZE_TO_POINTER(n));
            most = fmax(most, (double)n / ground->piece_cells[here]);
        }
    g_hash_table_destroy(covered);
    return most;
}

/* How far a place is from a stretch, along it. */
static double beyond(double at, double from, double to)
{
    return at < from ? from - at : at > to ? at - to : 0;
}

void kuril_label_ground_near(const kuril_label_area *ground, const kuril_rect *rect, uint32_t piece, double reach,
                             double *own, double *other)
{
    const kuril_rect round = {rect->x_min - reach, rect->y_min - reach, rect->x_max + reach, rect->y_max + reach};
    int c0, r0, c1, r1;
    kuril_lonlat nearest[2] = {{INFINITY, INFINITY}, {INFINITY, INFINITY}}; /* the way to the other, and to the own */
    double square[2] = {INFINITY, INFINITY};
    const int64_t middle = below(((rect->x_min + rect->x_max) / 2 - ground->box.x_min) / ground->cell);
    const bool some = cells_of(ground, &round, &c0, &r0, &c1, &r1) && count_inside(ground, c0, r0, c1, r1) > 0;
    for (int row = r0; some && row < r1; row++) {
        if (count_inside(ground, c0, row, c1, row + 1) == 0)
            continue;
        const uint32_t *pieces = ground->piece + row * ground->columns;
        const uint16_t *run_end = ground->run_end + row * ground->columns;
        for (int first = c0, end; first < c1;
             first = end) { /* runs of one piece: the cell nearest to the middle counts */
            const uint32_t here = pieces[first];
            end = MIN(run_end[first], c1);
            if (!here)
                continue;
            double x, y;
            kuril_label_cell_middle(ground, (int)CLAMP(middle, first, end - 1), row, &x, &y);
            const double dx = beyond(x, rect->x_min, rect->x_max), dy = beyond(y, rect->y_min, rect->y_max);
            const bool is_own = belongs(ground, here, piece);
            if (!(dx * dx + dy * dy < square[is_own]))
                continue;
            square[is_own] = dx * dx + dy * dy;
            nearest[is_own] = (kuril_lonlat){dx, dy};
        }
    }
    *own = hypot(nearest[true].lon, nearest[true].lat);
    *other = hypot(nearest[false].lon, nearest[false].lat);
}

/* ---- Spots. ---- */

static bool is_better(const kuril_label_spot *p, const kuril_label_spot *q)
{
    return p->cost != q->cost ? p->cost < q->cost : p->y != q->y ? p->y < q->y : p->x < q->x;
}

/* The cells that a box takes whose middle is a cell's, counted from that cell. */
typedef struct cell_box {
    int c0, r0, c1, r1;
} cell_box;

static cell_box cells_about(const kuril_label_area *area, double width, double height)
{
    const double far = 1e6; /* cells: more than any grid has */
    const double across = fmin(width / 2 / area->cell, far), down = fmin(height / 2 / area->cell, far);
    const int c0 = (int)below(0.5 - across + 1e-9), r0 = (int)below(0.5 - down + 1e-9);
    return (cell_box){c0, r0, MAX(c0 + 1, (int)above(0.5 + across - 1e-9)), MAX(r0 + 1, (int)above(0.5 + down - 1e-9))};
}

/* As kuril_label_area_share, for such a box. */
static double share_about(const kuril_label_area *area, const cell_box *box, int column, int row)
{
    const uint32_t n = count_inside(area, MAX(column + box->c0, 0), MAX(row + box->r0, 0),
                                    MIN(column + box->c1, area->columns), MIN(row + box->r1, area->rows));
    return n / ((double)(box->c1 - box->c0) * (double)(box->r1 - box->r0));
}

/* Not in order. Caller frees. */
static kuril_label_spot *all_spots(const kuril_label_area *area, double width, double height, double least_share,
                                   size_t *n)
{
    double pole_x, pole_y;
    const double radius = kuril_label_area_pole(area, &pole_x, &pole_y);
    const double far = hypot(area->box.x_max - area->box.x_min, area->box.y_max - area->box.y_min);
    const double room = fmax(radius, area->cell); /* room around counts as much as being near the pole */
    const cell_box box = cells_about(area, width, height);
    /* Nobody sees two points; in a small area the cells are much finer. */
    const int step = (int)fmax(2 / area->cell, 1);
    kuril_label_spot *spots = g_new(kuril_label_spot, count_inside(area, 0, 0, area->columns, area->rows));
    *n = 0;
    for (int row = step / 2; row < area->rows; row += step)
        for (int column = step / 2; column < area->columns; column += step) {
            if (!area->inside[row * area->columns + column])
                continue;
            const double share = share_about(area, &box, column, row);
            if (share < least_share - 1e-9)
                continue;
            kuril_label_spot spot;
            kuril_label_cell_middle(area, column, row, &spot.x, &spot.y);
            const double around = area->distance[row * area->columns + column] * area->cell / room;
            const double tight = 1 - (around < 1 ? around : 1);
            spot.outside = 1 - share;
            spot.cost = (hypot(spot.x - pole_x, spot.y - pole_y) / far + tight) / 2 + (1 - share);
            spots[(*n)++] = spot;
        }
    return spots;
}

/* Into buckets of like cost, then to and fro within them. */
static kuril_label_spot *sorted(const kuril_label_spot *spots, size_t n)
{
    enum { BUCKETS = 1024 };
    size_t end[BUCKETS] = {0};
    double most = 1e-9;
    for (size_t i = 0; i < n; i++)
        most = MAX(most, spots[i].cost);
    const double scale = (BUCKETS - 1) / most;
    for (size_t i = 0; i < n; i++)
        end[(int)(spots[i].cost * scale)]++;
    for (size_t k = 1; k < BUCKETS; k++)
        end[k] += end[k - 1];
    kuril_label_spot *order = g_new(kuril_label_spot, n);
    for (size_t i = 0; i < n; i++)
        order[--end[(int)(spots[i].cost * scale)]] = spots[i];
    for (size_t i = 1; i < n; i++) {
        const kuril_label_spot spot = order[i];
        size_t at = i;
        for (; at > 0 && is_better(&spot, &order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = spot;
    }
    return order;
}

size_t kuril_label_area_spots(const kuril_label_area *area, double width, double height, double least_share,
                              kuril_label_spot *out, size_t max)
{
    size_t count, n = 0;
    kuril_label_spot *all = all_spots(area, width, height, least_share, &count), *spots = sorted(all, count);
    for (size_t i = 0; i < count && n < max; i++) {
        bool apart = true;
        for (size_t k = 0; k < n && apart; k++)
            apart = fabs(out[k].x - spots[i].x) >= width / 3 || fabs(out[k].y - spots[i].y) >= height / 4;
        if (apart)
            out[n++] = spots[i];
    }
    g_free(all);
    g_free(spots);
    return n;
}
