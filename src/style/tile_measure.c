#include "style/tile_measure.h"

#include "geom/geometry_buffer.h"
#include <math.h>

static const double extent = 8192; /* units of a tile's side */
static const double pi = 3.14159265358979323846;

typedef kuril_lonlat point; /* x, y in tile units of the world, or degrees */

typedef struct box {
    double west, south, east, north;
} box;

static const box no_box = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};

static void box_add(box *b, point p)
{
    b->west = fmin(b->west, p.lon);
    b->south = fmin(b->south, p.lat);
    b->east = fmax(b->east, p.lon);
    b->north = fmax(b->north, p.lat);
}

static bool box_inside(const box *inner, const box *outer)
{
    return inner->west > outer->west && inner->east < outer->east && inner->south > outer->south &&
           inner->north < outer->north;
}

/* ---- the grid ---- */

static double js_round(double x)
{
    return floor(x + 0.5);
}

/* From degrees to the world's units at the tile's zoom. */
static point world_of(point p, const kuril_tile *tile)
{
    const double side = ldexp(extent, tile->z);
    const double y = (180 - 180 / pi * log(tan(pi / 4 + p.lat * pi / 360))) / 360;
    return (point){js_round((180 + p.lon) / 360 * side), js_round(y * side)};
}

/* As a tile holds it: from the tile's own corner, then back in the world. */
static point grid_of(point p, const kuril_tile *tile)
{
    const double tiles = ldexp(1, tile->z);
    const double y = (180 - 180 / pi * log(tan(pi / 4 + p.lat * pi / 360))) / 360;
    return (point){js_round(((180 + p.lon) / 360 * tiles - tile->x) * extent) + tile->x * extent,
                   js_round((y * tiles - tile->y) * extent) + tile->y * extent};
}

static point degrees_of(point grid, const kuril_tile *tile)
{
    const double tiles = ldexp(1, tile->z);
    const double x = ((grid.lon - tile->x * extent) / extent + tile->x) / tiles;
    const double y = ((grid.lat - tile->y * extent) / extent + tile->y) / tiles;
    return (point){x * 360 - 180, 360 / pi * atan(exp((180 - y * 360) * pi / 180)) - 90};
}

/* A copy of a geometry with its points changed, and its rings closed when wanted. */
static void copy_changed(const kuril_geometry *g, const kuril_tile *tile, point (*change)(point, const kuril_tile *),
                         bool close, kuril_geometry_buffer *out)
{
    kuril_geometry_buffer_init(out);
    for (size_t i = 0; i < g->n_parts; i++) {
        kuril_part part = g->parts[i];
        for (size_t k = 0; k < part.count; k++) {
            const kuril_ring from = g->rings[part.first + k];
            kuril_ring ring = {.first = out->points->len};
            for (size_t j = 0; j < from.count; j++) {
                const point p = change(g->points[from.first + j], tile);
                g_array_append_val(out->points, p);
            }
            const point *points = (const point *)(const void *)out->points->data + ring.first;
            const size_t last = from.count ? from.count - 1 : 0;
            if (close && part.kind == KURIL_POLYGON && from.count &&
                (points[0].lon != points[last].lon || points[0].lat != points[last].lat)) {
                const point first = points[0];
                g_array_append_val(out->points, first);
            }
            ring.count = out->points->len - ring.first;
            g_array_append_val(out->rings, ring);
        }
        part.first = out->rings->len - part.count;
        g_array_append_val(out->parts, part);
    }
}

/* ---- planar predicates ---- */

static bool on_edge(point p, point a, point b)
{
    const double x1 = p.lon - a.lon, y1 = p.lat - a.lat, x2 = p.lon - b.lon, y2 = p.lat - b.lat;
    return x1 * y2 - x2 * y1 == 0 && x1 * x2 <= 0 && y1 * y2 <= 0;
}

static bool ray_crosses(point p, point a, point b)
{
    return (a.lat > p.lat) != (b.lat > p.lat) && p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon;
}

/* Rings closed. */
static bool in_polygon(point p, const kuril_geometry *g, const kuril_part *polygon, bool on_boundary)
{
    bool inside = false;
    for (size_t k = 0; k < polygon->count; k++) {
        const kuril_ring *ring = &g->rings[polygon->first + k];
        const point *v = g->points + ring->first;
        for (size_t j = 0; j + 1 < ring->count; j++) {
            if (on_edge(p, v[j], v[j + 1]))
                return on_boundary;
            if (ray_crosses(p, v[j], v[j + 1]))
                inside = !inside;
        }
    }
    return inside;
}

/* p1 and p2 strictly on either side of the line through q1 and q2. */
static bool on_two_sides(point p1, point p2, point q1, point q2)
{
    const double x = q2.lon - q1.lon, y = q2.lat - q1.lat;
    const double a = (p1.lon - q1.lon) * y - x * (p1.lat - q1.lat);
    const double b = (p2.lon - q1.lon) * y - x * (p2.lat - q1.lat);
    return (a > 0 && b < 0) || (a < 0 && b > 0);
}

static bool segments_cross(point a, point b, point c, point d)
{
    if ((d.lon - c.lon) * (b.lat - a.lat) - (d.lat - c.lat) * (b.lon - a.lon) == 0)
        return false;
    return on_two_sides(a, b, c, d) && on_two_sides(c, d, a, b);
}

/* ---- within ---- */

/* Brings a point of the feature to the side of the world where the polygons are. */
static point shifted(point p, const box *polygons, double world)
{
    if (p.lon >= polygons->west && p.lon <= polygons->east)
        return p;
    double shift = p.lon - polygons->west > world / 2 ? -world : polygons->west - p.lon > world / 2 ? world : 0;
    if (shift == 0)
        shift = p.lon - polygons->east > world / 2 ? -world : polygons->east - p.lon > world / 2 ? world : 0;
    return (point){p.lon + shift, p.lat};
}

static box box_of(const kuril_geometry *g)
{
    box b = no_box;
    for (size_t i = 0; i < g->n_points; i++)
        box_add(&b, g->points[i]);
    return b;
}

static bool line_in_polygon(const point *line, size_t count, const kuril_geometry *g, const kuril_part *polygon)
{
    for (size_t i = 0; i < count; i++)
        if (!in_polygon(line[i], g, polygon, false))
            return false;
    for (size_t i = 0; i + 1 < count; i++)
        for (size_t k = 0; k < polygon->count; k++) {
            const kuril_ring *ring = &g->rings[polygon->first + k];
            const point *v = g->points + ring->first;
            for (size_t j = 0; j + 1 < ring->count; j++)
                if (segments_cross(line[i], line[i + 1], v[j], v[j + 1]))
                    return false;
        }
    return true;
}

static bool in_any(const point *line, size_t count, const kuril_geometry *polygons)
{
    for (size_t i = 0; i < polygons->n_parts; i++)
        if (polygons->parts[i].kind == KURIL_POLYGON && line_in_polygon(line, count, polygons, &polygons->parts[i]))
            return true;
    return false;
}

static bool grid_within(kuril_geometry_buffer *feature, const kuril_geometry *polygons, double world)
{
    const box outer = box_of(polygons);
    const kuril_geometry g = kuril_geometry_buffer_view(feature);
    const kuril_part_kind kind = g.parts[0].kind;
    const box before = box_of(&g);
    point *points = (point *)(void *)feature->points->data;
    if (kind == KURIL_POINT || before.east - before.west <= world / 2)
        for (size_t i = 0; i < g.n_points; i++)
            points[i] = shifted(points[i], &outer, world);
    const box inner = box_of(&g);
    if (!box_inside(&inner, &outer))
        return false;
    for (size_t i = 0; i < g.n_rings; i++)
        if (!in_any(g.points + g.rings[i].first, g.rings[i].count, polygons))
            return false;
    return true;
}

static point unchanged(point p, const kuril_tile *tile)
{
    (void)tile;
    return p;
}

bool kuril_planar_within(const kuril_geometry *feature, const kuril_geometry *polygons, const kuril_tile *tile)
{
    if (feature->n_parts == 0 || feature->parts[0].kind == KURIL_POLYGON)
        return false;
    kuril_geometry_buffer f, p;
    copy_changed(feature, tile, tile ? grid_of : unchanged, false, &f);
    copy_changed(polygons, tile, tile ? world_of : unchanged, false, &p);
    const kuril_geometry view = kuril_geometry_buffer_view(&p);
    const bool inside = grid_within(&f, &view, tile ? ldexp(extent, tile->z) : 360);
    kuril_geometry_buffer_finish(&f);
    kuril_geometry_buffer_finish(&p);
    return inside;
}

/* ---- the ruler ---- */

/*
 * Metres in a degree of longitude and of latitude around a latitude of WGS 84, from the radii of curvature.
 * https://en.wikipedia.org/wiki/Earth_radius#Principal_radii_of_curvature
 */
typedef struct ruler {
    double kx, ky;
} ruler;

static ruler ruler_at(double lat)
{
    const double flattening = 1 / 298.257223563, e2 = flattening * (2 - flattening);
    const double metres = pi / 180 * 6378.137 * 1000, c = cos(lat * (pi / 180));
    const double w2 = 1 / (1 - e2 * (1 - c * c)), w = sqrt(w2);
    return (ruler){metres * w * c, metres * w * w2 * (1 - e2)};
}

static double wrapped(double degrees)
{
    return fabs(degrees) <= 180 ? degrees : remainder(degrees, 360);
}

static double apart(const ruler *r, point a, point b)
{
    const double dx = wrapped(a.lon - b.lon) * r->kx, dy = (a.lat - b.lat) * r->ky;
    return sqrt(dx * dx + dy * dy);
}

static double from_segment(const ruler *r, point p, point a, point b)
{
    double x = a.lon, y = a.lat;
    const double dx = wrapped(b.lon - x) * r->kx, dy = (b.lat - y) * r->ky;
    if (dx != 0 || dy != 0) {
        const double t = (wrapped(p.lon - x) * r->kx * dx + (p.lat - y) * r->ky * dy) / (dx * dx + dy * dy);
        if (t > 1) {
            x = b.lon;
            y = b.lat;
        } else if (t > 0) {
            x += dx / r->kx * t;
            y += dy / r->ky * t;
        }
    }
    return apart(r, p, (point){x, y});
}

static double between_segments(const ruler *r, point a, point b, point c, point d)
{
    if (segments_cross(a, b, c, d))
        return 0;
    return fmin(fmin(from_segment(r, a, c, d), from_segment(r, b, c, d)),
                fmin(from_segment(r, c, a, b), from_segment(r, d, a, b)));
}

/* ---- distance ---- */

/* A ring with what it belongs to. A point is a line of one vertex. */
typedef struct outline {
    const kuril_geometry *g;
    const kuril_part *part;
    const point *v;
    size_t count;
} outline;

static outline outline_of(const kuril_geometry *g, const kuril_part *part, size_t ring)
{
    const kuril_ring *r = &g->rings[part->first + ring];
    return (outline){g, part, g->points + r->first, r->count};
}

static double between_outlines(const ruler *r, const outline *a, const outline *b)
{
    double least = HUGE_VAL;
    if (a->count == 1 && b->count == 1)
        return apart(r, a->v[0], b->v[0]);
    if (a->count == 1)
        return between_outlines(r, b, a);
    for (size_t i = 0; i + 1 < a->count && least > 0; i++) {
        if (b->count == 1)
            least = fmin(least, from_segment(r, b->v[0], a->v[i], a->v[i + 1]));
        for (size_t j = 0; j + 1 < b->count && least > 0; j++)
            least = fmin(least, between_segments(r, a->v[i], a->v[i + 1], b->v[j], b->v[j + 1]));
    }
    return least;
}

/* Whether a vertex of `a` lies in the polygon `b`, or on its edge. */
static bool reaches_into(const kuril_geometry *ga, const kuril_part *a, const kuril_geometry *gb, const kuril_part *b)
{
    if (b->kind != KURIL_POLYGON)
        return false;
    for (size_t k = 0; k < a->count; k++) {
        const outline o = outline_of(ga, a, k);
        for (size_t i = 0; i < o.count; i++)
            if (in_polygon(o.v[i], gb, b, true))
                return true;
    }
    return false;
}

static double between_parts(const ruler *r, const kuril_geometry *ga, const kuril_part *a, const kuril_geometry *gb,
                            const kuril_part *b)
{
    double least = HUGE_VAL;
    if (reaches_into(ga, a, gb, b) || reaches_into(gb, b, ga, a))
        return 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++) {
            const outline x = outline_of(ga, a, i), y = outline_of(gb, b, j);
            if (x.count && y.count)
                least = fmin(least, between_outlines(r, &x, &y));
        }
    return least;
}

/* The reference takes the lines of a feature for one line, from the end of each straight to the next. */
static void join_lines(kuril_geometry_buffer *b)
{
    if (g_array_index(b->parts, kuril_part, 0).kind != KURIL_LINE)
        return;
    const kuril_ring all = {0, b->points->len};
    const kuril_part line = {KURIL_LINE, 0, 1};
    g_array_set_size(b->rings, 0);
    g_array_append_val(b->rings, all);
    g_array_set_size(b->parts, 0);
    g_array_append_val(b->parts, line);
}

double kuril_tile_distance(const kuril_geometry *feature, const kuril_geometry *shape, const kuril_tile *tile)
{
    if (feature->n_points == 0)
        return NAN;
    kuril_geometry_buffer grid, degrees;
    copy_changed(feature, tile, grid_of, true, &grid);
    const kuril_geometry on_grid = kuril_geometry_buffer_view(&grid);
    copy_changed(&on_grid, tile, degrees_of, false, &degrees);
    join_lines(&degrees);
    const kuril_geometry g = kuril_geometry_buffer_view(&degrees);
    const ruler r = ruler_at(g.points[0].lat);
    double least = HUGE_VAL;
    for (size_t i = 0; i < g.n_parts && least > 0; i++)
        for (size_t j = 0; j < shape->n_parts && least > 0; j++)
            least = fmin(least, between_parts(&r, &g, &g.parts[i], shape, &shape->parts[j]));
    kuril_geometry_buffer_finish(&grid);
    kuril_geometry_buffer_finish(&degrees);
    return least;
}
