/* Geodesics solved here against PROJ's geodesic.h, at random places. */
#include "geodesy/line.h"
#include "support.h"
#include <geodesic.h>
#include <glib.h>
#include <math.h>

enum { COUNT = 100000 };

static struct geod_geodesic wgs84;

static double uniform(GRand *random, double low, double high)
{
    return g_rand_double_range(random, low, high);
}

/* Anywhere, at a pole, on the equator. */
static kuril_lonlat any_point(GRand *random)
{
    const double lats[] = {uniform(random, -90, 90), uniform(random, -90, 90), uniform(random, 89.9999, 90), -90, 0};
    return (kuril_lonlat){uniform(random, -180, 180), lats[g_rand_int_range(random, 0, G_N_ELEMENTS(lats))]};
}

/* From a thousandth of a millimetre to half way round, beyond which it says so. */
static void inverse_agrees(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(7);
    size_t solved = 0;
    for (int i = 0; i < COUNT; i++) {
        const kuril_lonlat a = any_point(random);
        kuril_lonlat b = any_point(random);
        if (i % 2)
            geod_direct(&wgs84, a.lat, a.lon, uniform(random, -180, 180), pow(10, uniform(random, -6, 7)), &b.lat,
                        &b.lon, NULL);
        kuril_geodesic g;
        double s = 0, azi1 = 0, azi2 = 0;
        geod_inverse(&wgs84, a.lat, a.lon, b.lat, b.lon, &s, &azi1, &azi2);
        if (!kuril_line_solve(a, b, &g)) {
            assert_true(s == 0 || s > 18e6);
            continue;
        }
        solved++;
        assert_near(g.s12_m, s, 1.5e-8);
        /* Azimuths turn by what the ends may be off. */
        const double slack = 1e-9 + 1e-8 / fmin(s, 6e6 * sin(fmin(s / 6.4e6, 3.1))) * 180 / G_PI;
        if (fabs(a.lat) < 90 && fabs(b.lat) < 90) {
            assert_near(remainder(g.azi1 - azi1, 360), 0, slack / fmax(cos(a.lat * G_PI / 180), 1e-6));
            assert_near(remainder(g.azi2 - azi2, 360), 0, slack / fmax(cos(b.lat * G_PI / 180), 1e-6));
        }
    }
    assert_true(solved > COUNT * 0.9);
    g_rand_free(random);
}

/* Backwards too, over poles, and more than once round. */
static void direct_agrees(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(8);
    for (int i = 0; i < COUNT; i++) {
        const kuril_lonlat a = any_point(random);
        const double azi = i % 5 ? uniform(random, -540, 540) : 90 * g_rand_int_range(random, -2, 3);
        const double s = (i % 2 ? 1 : -1) * pow(10, uniform(random, -6, i % 3 ? 8 : 12));
        double azi2 = 0, lat = 0, lon = 0, proj_azi2 = 0, off = 0;
        const kuril_line line = kuril_line_new(a, azi);
        const kuril_lonlat b = kuril_line_at(&line, s, &azi2);
        geod_direct(&wgs84, a.lat, a.lon, azi, s, &lat, &lon, &proj_azi2);
        geod_inverse(&wgs84, b.lat, b.lon, lat, lon, &off, NULL, NULL);
        assert_near(off, 0, 2e-8 + 2e-15 * fabs(s));
        assert_true(fabs(b.lon) <= 180);
        if (fabs(lat) < 89.9999)
            assert_near(remainder(azi2 - proj_azi2, 360), 0, 1e-9 + 1e-8 / cos(lat * G_PI / 180));
    }
    g_rand_free(random);
}

/* Where no digit is left of the place there is one all the same. */
static void no_distance_is_too_long(void **state)
{
    (void)state;
    static const double far[] = {1e16, 1e31, -1e308, 1e308};
    for (size_t i = 0; i < G_N_ELEMENTS(far); i++) {
        const kuril_line line = kuril_line_new((kuril_lonlat){147, 45}, 30);
        const kuril_lonlat p = kuril_line_at(&line, far[i], NULL);
        assert_true(fabs(p.lon) <= 180 && fabs(p.lat) <= 90);
    }
}

int main(void)
{
    geod_init(&wgs84, 6378137.0, 1 / 298.257223563);
    const struct CMUnitTest tests[] = {cmocka_unit_test(inverse_agrees), cmocka_unit_test(direct_agrees),
                                       cmocka_unit_test(no_distance_is_too_long)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
