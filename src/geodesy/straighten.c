#include "geodesy/straighten.h"

#include "geodesy/ecef.h"
#include <glib.h>
#include <math.h>

static const double DEGREE = 3.14159265358979323846 / 180;
static const double LONGEST_M =
    20e3; /* so far a geodesic is straight on the tangent plane at its start, to a millimetre */

/* What an edge from one vertex may pass over, in the tangent plane there. */
typedef struct cone {
    kuril_ecef at, east, north;
    double ahead_x, ahead_y; /* unit vector to the first vertex that is not at the start itself; 0 before */
    double left, right;      /* directions that are still open, radians left of it */
    double farthest_m;       /* of the vertices passed over */
} cone;

static cone cone_from(kuril_lonlat p)
{
    const double lon = p.lon * DEGREE, lat = p.lat * DEGREE;
    return (cone){.at = kuril_ecef_from(p),
                  .east = {-sin(lon), cos(lon), 0},
                  .north = {-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat)},
                  .left = INFINITY,
                  .right = -INFINITY};
}

/* Whether an edge may end at p; if so the cone narrows to those that may pass over it. */
static bool reaches(cone *c, kuril_lonlat p, double tolerance_m)
{
    const kuril_ecef d = kuril_ecef_minus(kuril_ecef_from(p), c->at);
    const double x = kuril_ecef_dot(d, c->east), y = kuril_ecef_dot(d, c->north), r = hypot(x, y);
    if (!(kuril_ecef_dot(d, d) <= LONGEST_M * LONGEST_M) || r < c->farthest_m - tolerance_m)
        return false;
    c->farthest_m = fmax(c->farthest_m, r);
    if (r <= tolerance_m)
        return true;
    if (c->ahead_x == 0 && c->ahead_y == 0) {
        c->ahead_x = x / r;
        c->ahead_y = y / r;
    }
    const double turn = atan2(c->ahead_x * y - c->ahead_y * x, c->ahead_x * x + c->ahead_y * y);
    if (turn > c->left || turn < c->right)
        return false;
    const double half = asin(tolerance_m / r);
    c->left = fmin(c->left, turn + half);
    c->right = fmax(c->right, turn - half);
    return true;
}

/* The vertices of a line that stay, from its first to its last. */
static void sift(const kuril_lonlat *points, size_t count, bool closed, double tolerance_m, GArray *kept)
{
    g_array_set_size(kept, 0);
    g_array_append_val(kept, points[0]);
    cone c = cone_from(points[0]);
    const size_t last = closed ? count : count - 1;
    for (size_t start = 0, i = 1; i <= last;) {
        if (reaches(&c, points[i % count], tolerance_m)) {
            i++;
            continue;
        }
        start = i - 1 > start ? i - 1 : i; /* the edge ends before this vertex, or is an edge of its own */
        if (start < last)
            g_array_append_val(kept, points[start]);
        c = cone_from(points[start % count]);
        i = start + 1;
    }
    if (!closed && count > 1)
        g_array_append_val(kept, points[count - 1]);
}

static kuril_status walk_points(const kuril_lonlat *points, size_t count, kuril_sink *sink)
{
    kuril_status status = kuril_sink_line_start(sink);
    for (size_t i = 0; i < count && !status; i++)
        status = kuril_sink_point(sink, points[i].lon, points[i].lat);
    return status ? status : kuril_sink_line_end(sink);
}

kuril_status kuril_straighten(const kuril_geometry *geometry, double tolerance_m, kuril_sink *sink)
{
    GArray *kept = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < geometry->n_parts && !status; i++) {
        const kuril_part part = geometry->parts[i];
        const bool closed = part.kind == KURIL_POLYGON;
        if (closed)
            status = kuril_sink_polygon_start(sink);
        for (size_t r = 0; r < part.count && !status; r++) {
            const kuril_ring ring = geometry->rings[part.first + r];
            const kuril_lonlat *points = geometry->points + ring.first;
            if (part.kind == KURIL_POINT) {
                status = kuril_sink_point(sink, points->lon, points->lat);
                continue;
            }
            /* Off the edge to the side and off its end at once is farther than either. */
            sift(points, ring.count, closed, tolerance_m / 1.5, kept);
            const bool whole = closed && kept->len < 3;
            status = walk_points(whole ? points : (const kuril_lonlat *)(const void *)kept->data,
                                 whole ? ring.count : kept->len, sink);
        }
        if (closed && !status)
            status = kuril_sink_polygon_end(sink);
    }
    g_array_free(kept, TRUE);
    return status;
}
