#include "geodesy/ecef.h"
#include "support.h"
#include <glib.h>
#include <kurilmap/geodesy.h>
#include <math.h>

/* The bounds that the search rests on, against geodesics of all lengths and places. */
static void chords_bound_geodesics(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(3);
    for (int i = 0; i < 200000; i++) {
        const kuril_lonlat a = {g_rand_double_range(random, -180, 180), asin(g_rand_double_range(random, -1, 1)) * 180 / G_PI};
        const double length = i % 2 ? exp(g_rand_double_range(random, 0, 16.7)) : g_rand_double_range(random, 0, 19e6);
        const kuril_lonlat b = kuril_geodesic_direct(a, g_rand_double_range(random, 0, 360), length, NULL);
        const double s = kuril_geodesic_inverse(a, b).s12_m;
        const kuril_ecef d = kuril_ecef_minus(kuril_ecef_from(b), kuril_ecef_from(a));
        const double chord = sqrt(kuril_ecef_dot(d, d));
        assert_true(kuril_geodesic_at_least(chord) <= s + 1e-8);
        assert_true(kuril_geodesic_at_most(chord) >= s - 1e-8);
    }
    g_rand_free(random);
}

/* Known coordinates: NIMA TR8350.2's semi-axes at the equator and the pole. */
static void axes_are_where_they_should_be(void **state)
{
    (void)state;
    const kuril_ecef equator = kuril_ecef_from((kuril_lonlat){90, 0}), pole = kuril_ecef_from((kuril_lonlat){0, 90});
    assert_near(equator.y, 6378137, 1e-8);
    assert_near(pole.z, 6356752.3142, 1e-4);
    assert_near(pole.x, 0, 1e-8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(chords_bound_geodesics),
                                       cmocka_unit_test(axes_are_where_they_should_be)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
