#include "projection/strip.h"

#include "projection/sphere.h"
#include <math.h>

double kuril_lon_step(double from, double to)
{
    const double d = to - from;
    if (d > -180 && d < 180)
        return d;
    return fabs(fabs(d) - 360) < 1e-9 ? d : remainder(d, 360);
}

double kuril_strip_lon(double seam, double lon)
{
    return lon >= seam && lon < seam + 360 ? lon : lon - 360 * floor((lon - seam) / 360);
}

kuril_strip_edge kuril_strip_edge_make(double seam, kuril_xy a, kuril_xy b, double along)
{
    kuril_strip_edge e = {{kuril_strip_lon(seam, a.x), a.y}, {kuril_strip_lon(seam, b.x), b.y}, 0, 0};
    const double over = e.a.x + along - e.b.x;
    if (over > 180 || over < -180) {
        e.turns = over > 0 ? 1 : -1;
        const double t = ((e.turns > 0 ? seam + 360 : seam) - e.a.x) / along;
        e.lat = a.y + fmax(0, fmin(1, t)) * (b.y - a.y);
    }
    return e;
}

void kuril_gather_init(kuril_gather *gather)
{
    *gather = (kuril_gather){.ends = g_array_new(FALSE, FALSE, sizeof(size_t))};
}

void kuril_gather_finish(kuril_gather *gather)
{
    if (!gather->ends)
        return;
    kuril_xys_finish(&gather->points);
    g_array_free(gather->ends, TRUE);
    *gather = (kuril_gather){0};
}

void kuril_gather_clear(kuril_gather *gather)
{
    gather->points.count = 0;
    g_array_set_size(gather->ends, 0);
}

void kuril_gather_end_ring(kuril_gather *gather)
{
    const size_t end = gather->points.count;
    g_array_append_val(gather->ends, end);
}

const kuril_xy *kuril_gather_ring(const kuril_gather *gather, size_t i, size_t *count)
{
    const size_t start = i == 0 ? 0 : g_array_index(gather->ends, size_t, i - 1);
    *count = g_array_index(gather->ends, size_t, i) - start;
    return gather->points.at + start;
}

/* How often a ring winds eastward round the globe; and the integral of sin(lat) over longitude, whose sign against
   the winding says on which side of the ring less of the globe lies. */
static double ring_winding(const kuril_xy *p, size_t n, double *lean)
{
    double turn = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        const kuril_xy a = p[i], b = p[(i + 1) % n];
        const double along = kuril_lon_step(a.x, b.x);
        turn += along;
        sum += along * sin((a.y + b.y) / 2 * KURIL_DEG);
    }
    *lean = sum;
    return nearbyint(turn / 360);
}

double kuril_gather_pole(const kuril_gather *gather)
{
    double pole = 0, windings = 0;
    for (guint i = 0; i < gather->ends->len; i++) {
        size_t n;
        double lean;
        const kuril_xy *p = kuril_gather_ring(gather, i, &n);
        const double winding = ring_winding(p, n, &lean);
        if (winding != 0 && pole == 0)
            pole = lean * winding >= 0 ? 90 : -90;
        windings += winding;
    }
    return fmod(windings, 2) != 0 ? pole : 0;
}

/* The area under a ring, eastward edges counted down from `top`, square degrees; and how often it winds. */
static double area_below(const kuril_xy *p, size_t n, double top, double *windings)
{
    double sum = 0, turn = 0;
    kuril_xy a = p[n - 1];
    for (size_t i = 0; i < n; i++) {
        const double along = kuril_lon_step(a.x, p[i].x);
        sum += along * (top - (a.y + p[i].y) / 2);
        turn += along;
        a = p[i];
    }
    *windings += nearbyint(turn / 360);
    return sum;
}

static double area(const kuril_gather *gather, double top, double *windings)
{
    double sum = 0;
    *windings = 0;
    for (guint i = 0; i < gather->ends->len; i++) {
        size_t n;
        const kuril_xy *p = kuril_gather_ring(gather, i, &n);
        if (n > 0)
            sum += area_below(p, n, top, windings);
    }
    return sum;
}

static void reverse(kuril_xy *p, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        const kuril_xy swap = p[i];
        p[i] = p[n - 1 - i];
        p[n - 1 - i] = swap;
    }
}

void kuril_gather_turn(kuril_gather *gather)
{
    double windings, signed_area = area(gather, 0, &windings);
    if (windings != 0)
        signed_area = area(gather, kuril_gather_pole(gather), &windings);
    for (guint i = 0; signed_area < 0 && i < gather->ends->len; i++) {
        size_t n;
        const kuril_xy *p = kuril_gather_ring(gather, i, &n);
        reverse(gather->points.at + (p - gather->points.at), n);
    }
}

/* Counts the edges between the place and the south pole. */
bool kuril_gather_holds(const kuril_gather *gather, kuril_lonlat place)
{
    bool odd = kuril_gather_pole(gather) < 0;
    for (guint i = 0; i < gather->ends->len; i++) {
        size_t n;
        const kuril_xy *p = kuril_gather_ring(gather, i, &n);
        for (size_t k = 0; k < n; k++) {
            const kuril_xy a = p[k], b = p[(k + 1) % n];
            const kuril_strip_edge e = kuril_strip_edge_make(place.lon, a, b, kuril_lon_step(a.x, b.x));
            if (e.turns != 0 && e.lat < place.lat)
                odd = !odd;
        }
    }
    return odd;
}
