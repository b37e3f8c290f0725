#include "data/detail.h"

#include "projection/sphere.h"
#include <glib.h>
#include <math.h>

enum { ALWAYS = 255, COARSEST = 254, PER_DOUBLING = 12 };
static const double FINEST_DEG = 1e-6;

uint8_t kuril_detail_level(double degrees)
{
    if (!(degrees > FINEST_DEG))
        return 0;
    return (uint8_t)fmin(floor(PER_DOUBLING * log2(degrees / FINEST_DEG)) + 1, COARSEST);
}

/* A run of vertices between two that are kept, and the least deviation that kept one of them. */
typedef struct run {
    size_t first, last;
    double limit;
} run;

/* The square of a vertex's distance from the edge a to b; longitudes shrink by `stretch`. */
static double deviation(kuril_lonlat p, kuril_lonlat a, kuril_lonlat b, double stretch)
{
    const double bx = (b.lon - a.lon) * stretch, by = b.lat - a.lat;
    double x = (p.lon - a.lon) * stretch, y = p.lat - a.lat;
    const double square = bx * bx + by * by;
    const double along = square > 0 ? fmin(fmax((x * bx + y * by) / square, 0), 1) : 0;
    x -= along * bx;
    y -= along * by;
    return x * x + y * y;
}

/* The vertex of a run that strays most, or 0; a ring's first vertex is also its last, at index n. */
static size_t farthest(const kuril_lonlat *points, size_t n, run r, double *most)
{
    double lat = 90;
    for (size_t i = r.first; i <= r.last; i++)
        lat = fmin(lat, fabs(points[i % n].lat));
    const double stretch = cos(lat * KURIL_DEG);
    size_t found = 0;
    *most = 0;
    for (size_t i = r.first + 1; i < r.last; i++) {
        const double d = deviation(points[i], points[r.first], points[r.last % n], stretch);
        if (d > *most || found == 0) {
            *most = d;
            found = i;
        }
    }
    *most = sqrt(*most);
    return found;
}

/* A ring keeps the two vertices that matter most besides its first. */
static void keep_three(const double *deviations, size_t n, uint8_t *levels)
{
    for (int round = 0; round < 2; round++) {
        size_t best = 0;
        for (size_t i = 1; i < n; i++)
            if (levels[i] != ALWAYS && (best == 0 || deviations[i] > deviations[best]))
                best = i;
        if (best > 0)
            levels[best] = ALWAYS;
    }
}

void kuril_detail_weigh(const kuril_lonlat *points, size_t n, bool closed, uint8_t *levels)
{
    if (n == 0)
        return;
    double *deviations = g_new0(double, n);
    GArray *runs = g_array_new(FALSE, FALSE, sizeof(run));
    const run whole = {0, closed ? n : n - 1, INFINITY};
    g_array_append_val(runs, whole);
    while (runs->len > 0) {
        const run r = g_array_index(runs, run, runs->len - 1);
        g_array_set_size(runs, runs->len - 1);
        double most;
        const size_t at = r.last > r.first + 1 ? farthest(points, n, r, &most) : 0;
        if (at == 0)
            continue;
        deviations[at] = fmin(most, r.limit);
        const run parts[] = {{r.first, at, deviations[at]}, {at, r.last, deviations[at]}};
        g_array_append_vals(runs, parts, 2);
    }
    g_array_free(runs, TRUE);
    for (size_t i = 0; i < n; i++)
        levels[i] = kuril_detail_level(deviations[i]);
    levels[0] = ALWAYS;
    if (closed)
        keep_three(deviations, n, levels);
    else
        levels[n - 1] = ALWAYS;
    g_free(deviations);
}
