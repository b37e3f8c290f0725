/* Geodesics between random points of the region: inverse, direct, and the planimeter. */
#include "bench.h"
#include <glib.h>
#include <kurilmap/geodesy.h>

enum { N = 200000 };

int main(void)
{
    GRand *random = g_rand_new_with_seed(1);
    kuril_lonlat *points = g_new(kuril_lonlat, N);
    for (int i = 0; i < N; i++) {
        points[i].lon = g_rand_double_range(random, 135, 165);
        points[i].lat = g_rand_double_range(random, 42, 62);
    }
    double sum = 0, start = bench_seconds();
    for (int i = 1; i < N; i++)
        sum += kuril_geodesic_inverse(points[i - 1], points[i]).s12_m;
    bench_print("inverse", bench_seconds() - start, N - 1);
    start = bench_seconds();
    for (int i = 0; i < N; i++)
        sum += kuril_geodesic_direct(points[i], i % 360, 1e5, NULL).lat;
    bench_print("direct", bench_seconds() - start, N);
    const kuril_ring ring = {0, N};
    const kuril_part part = {KURIL_POLYGON, 0, 1};
    const kuril_geometry g = {points, N, &ring, 1, &part, 1};
    kuril_extent extent = {0};
    start = bench_seconds();
    if (kuril_geometry_measure(&g, KURIL_EDGES_GEODESIC, &extent))
        return 1;
    bench_print("area, a vertex", bench_seconds() - start, N);
    printf("checksum %.6e\n", sum + extent.area_m2);
    g_rand_free(random);
    g_free(points);
    return 0;
}
