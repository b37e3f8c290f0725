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

/* The tight bounds: for the two points themselves within a centimetre at 500 km, and for places that stray from them. */
static void directions_bound_geodesics_tightly(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(5);
    for (int i = 0; i < 200000; i++) {
        const kuril_lonlat a = {g_rand_double_range(random, -180, 180), asin(g_rand_double_range(random, -1, 1)) * 180 / G_PI};
        const double length = exp(g_rand_double_range(random, 0, 14.7)), stray = length * exp(g_rand_double_range(random, -12, 0));
        const kuril_lonlat b = kuril_geodesic_direct(a, g_rand_double_range(random, 0, 360), length, NULL);
        const kuril_ecef ea = kuril_ecef_from(a), eb = kuril_ecef_from(b), d = kuril_ecef_minus(eb, ea);
        const double chord = sqrt(kuril_ecef_dot(d, d)), s = kuril_geodesic_inverse(a, b).s12_m;
        const kuril_bounds of_points = kuril_geodesic_bounds(ea, eb, chord, 0, 0);
        assert_true(of_points.at_least_m <= s + 1e-8 && of_points.at_most_m >= s - 1e-8);
        assert_true(length > 500e3 || of_points.at_most_m - of_points.at_least_m < 0.01);
        const kuril_lonlat a2 = kuril_geodesic_direct(a, g_rand_double_range(random, 0, 360), stray / 2, NULL),
                           b2 = kuril_geodesic_direct(b, g_rand_double_range(random, 0, 360), stray / 2, NULL);
        const kuril_ecef d2 = kuril_ecef_minus(kuril_ecef_from(b2), kuril_ecef_from(a2));
        const double s2 = kuril_geodesic_inverse(a2, b2).s12_m, slack = fabs(sqrt(kuril_ecef_dot(d2, d2)) - chord);
        const kuril_bounds near = kuril_geodesic_bounds(ea, eb, chord, slack, stray);
        assert_true(near.at_least_m <= s2 + 1e-8 && near.at_most_m >= s2 - 1e-8);
        assert_true(s2 >= s - kuril_geodesic_shorter(chord, slack / 2, stray) - 1e-8);
    }
    g_rand_free(random);
}

static void points_of_the_ellipsoid_are_found_again(void **state)
{
    (void)state;
    const kuril_lonlat places[] = {{150, 45}, {-180, -89.999}, {0, 0}, {12.5, 89}, {-75, -30}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const kuril_lonlat back = kuril_ecef_lonlat(kuril_ecef_from(places[i]));
        assert_near(kuril_geodesic_inverse(places[i], back).s12_m, 0, 2e-8);
    }
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
                                       cmocka_unit_test(directions_bound_geodesics_tightly),
                                       cmocka_unit_test(points_of_the_ellipsoid_are_found_again),
                                       cmocka_unit_test(axes_are_where_they_should_be)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
