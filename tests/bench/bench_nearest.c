/*
 * Nearest points of two coasts: preparing and searching apart. Growth: closed wavy coasts of 1000 to 1,000,000
 * vertices each, 100 km apart, so that a search that grows with the square would show.
 */
#include "bench.h"
#include <glib.h>
#include <kurilmap/geodesy.h>
#include <math.h>

static kuril_shape *wavy_coast(double lon, size_t n)
{
    kuril_lonlat *points = g_new(kuril_lonlat, n);
    for (size_t i = 0; i < n; i++) {
        const double t = 2 * G_PI * (double)i / (double)n;
        const double r = 2 + 0.05 * sin(97 * t) + 0.01 * sin(1013 * t) + 0.002 * sin(10007 * t);
        points[i] = (kuril_lonlat){lon + r * cos(t), 45 + r * sin(t)};
    }
    const kuril_ring ring = {0, n};
    const kuril_part part = {KURIL_POLYGON, 0, 1};
    const kuril_geometry g = {points, n, &ring, 1, &part, 1};
    kuril_shape *shape = NULL;
    if (kuril_shape_new(&g, KURIL_EDGES_GEODESIC, &shape))
        g_error("no shape");
    g_free(points);
    return shape;
}

int main(void)
{
    for (size_t n = 1000; n <= 1000000; n *= 10) {
        double start = bench_seconds();
        kuril_shape *a = wavy_coast(145, n), *b = wavy_coast(150.5, n);
        char name[64];
        g_snprintf(name, sizeof name, "prepare, a vertex, %zu vertices", n);
        bench_print(name, bench_seconds() - start, 2.0 * (double)n);
        kuril_nearest nearest = {0};
        const int rounds = 20;
        start = bench_seconds();
        for (int i = 0; i < rounds; i++)
            if (!kuril_shape_nearest(a, b, INFINITY, &nearest))
                return 1;
        g_snprintf(name, sizeof name, "search, 2 x %zu vertices", n);
        bench_print(name, bench_seconds() - start, rounds);
        const int queries = 2000;
        double sum = 0;
        start = bench_seconds();
        for (int i = 0; i < queries; i++)
            if (kuril_shape_nearest_shore((kuril_lonlat){147.7 + 0.0001 * i, 44 + 0.001 * i}, a, INFINITY, &nearest))
                sum += nearest.geodesic.s12_m;
        g_snprintf(name, sizeof name, "a point, %zu vertices", n);
        bench_print(name, bench_seconds() - start, queries);
        printf("checksum %.3f\n", sum);
        kuril_shape_free(a);
        kuril_shape_free(b);
    }
    return 0;
}
