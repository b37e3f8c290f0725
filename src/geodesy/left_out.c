/*
 * The farther from the farthest place, the nearer to the shape: what is left out is seen whole from there, and its
 * outline is found in each direction. It has two points like those of a lens, on the parallel of the
 * antipode, where directions are taken closely.
 */
#include "geodesy/left_out.h"

#include <math.h>

static const double RIM_M = 250e3; /* farther from the antipode nothing is left out */

typedef struct outliner {
    const kuril_shape *shape;
    double distance_m, sagitta_m;
    kuril_lonlat farthest;
    GArray *outline;
} outliner;

/* A direction from the farthest place, degrees, and how far the outline is there. */
typedef struct ray {
    double azi, r_m;
} ray;

static kuril_lonlat end_of(const outliner *o, ray r)
{
    return kuril_geodesic_direct(o->farthest, r.azi, r.r_m, NULL);
}

/* How much farther than the distance the end of a ray lies. */
static double beyond(const outliner *o, ray r)
{
    kuril_nearest n;
    kuril_shape_nearest_point(end_of(o, r), o->shape, INFINITY, &n);
    return n.geodesic.s12_m - o->distance_m;
}

/* By the Illinois variant of regula falsi. */
static ray cast(const outliner *o, double azi)
{
    double low = 0, high = RIM_M, at_low = beyond(o, (ray){azi, low}), at_high = beyond(o, (ray){azi, high});
    for (int i = 0, side = 0; i < 60 && high - low > o->sagitta_m / 16; i++) {
        const ray at = {azi, (low * at_high - high * at_low) / (at_high - at_low)};
        const double d = beyond(o, at);
        if (fabs(d) < o->sagitta_m / 32)
            return at;
        if (d > 0) {
            low = at.r_m;
            at_low = d;
            at_high = side == 1 ? at_high / 2 : at_high;
            side = 1;
        } else {
            high = at.r_m;
            at_high = d;
            at_low = side == -1 ? at_low / 2 : at_low;
            side = -1;
        }
    }
    return (ray){azi, low};
}

/* How far the outline may stray from an edge between two ends, told by a third: what is seen near an end is the less of
   it. A plane is near enough for so small a place; in that of the buffer, whose infinite point the farthest place is, an
   edge is an arc through it. */
static double strays(ray a, ray b, ray middle)
{
    const double degree = 3.14159265358979323846 / 180;
    const double ax = a.r_m * sin(a.azi * degree), ay = a.r_m * cos(a.azi * degree);
    const double bx = b.r_m * sin(b.azi * degree) - ax, by = b.r_m * cos(b.azi * degree) - ay;
    const double mx = middle.r_m * sin(middle.azi * degree) - ax, my = middle.r_m * cos(middle.azi * degree) - ay;
    const double length = hypot(bx, by), to_a = hypot(mx, my), to_b = hypot(bx - mx, by - my), nearer = fmin(to_a, to_b);
    const double arc = length * length / (4 * fmax(1, fmin(a.r_m, b.r_m)));
    return nearer > 0 ? fabs(bx * my - by * mx) / (2 * nearer) + arc : length;
}

static void add_between(const outliner *o, ray a, ray b, int depth)
{
    const ray middle = cast(o, (a.azi + b.azi) / 2);
    if (depth == 0 || strays(a, b, middle) < o->sagitta_m / 2)
        return;
    add_between(o, a, middle, depth - 1);
    const kuril_lonlat p = end_of(o, middle);
    g_array_append_val(o->outline, p);
    add_between(o, middle, b, depth - 1);
}

void kuril_left_out_outline(const kuril_shape *shape, double distance_m, kuril_lonlat farthest, double sagitta_m,
                            GArray *outline)
{
    enum { FIRST = 32, DEPTH = 16 };
    const outliner o = {shape, distance_m, sagitta_m, farthest, outline};
    ray a = cast(&o, 0);
    for (int i = 1; i <= FIRST; i++) {
        const ray b = cast(&o, 360.0 * i / FIRST);
        const kuril_lonlat p = end_of(&o, a);
        g_array_append_val(outline, p);
        add_between(&o, a, b, DEPTH);
        a = b;
    }
}
