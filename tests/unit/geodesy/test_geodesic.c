#include "reference.h"
#include <kurilmap/geodesy.h>
#include <math.h>

/* Degrees between two azimuths. */
static double turn(double a, double b)
{
    return fabs(remainder(a - b, 360));
}

/* Every row of geodesic.csv, made in 64-bit mantissa; tolerances as its README suggests. */
static void every_reference_geodesic_is_met(void **state)
{
    (void)state;
    reference r;
    reference_open(&r, "geodesic.csv");
    size_t rows = 0;
    for (; reference_next(&r); rows++) {
        const kuril_lonlat a = {reference_number(&r, "lon1"), reference_number(&r, "lat1")};
        const kuril_lonlat b = {reference_number(&r, "lon2"), reference_number(&r, "lat2")};
        const double s12 = reference_number(&r, "s12_m"), m12 = fabs(reference_number(&r, "m12_m"));
        const kuril_geodesic g = kuril_geodesic_inverse(a, b), back = kuril_geodesic_inverse(b, a);
        assert_near(g.s12_m, s12, 1.5e-8 + 1e-15 * s12);
        assert_near(back.s12_m, g.s12_m, 1.5e-8);
        if (strcmp(reference_text(&r, "azi_unique"), "1") != 0)
            continue;
        const double tolerance = 1e-9 + 2e-8 / fmin(m12, s12) * 180 / G_PI;
        assert_near(turn(g.azi1, reference_number(&r, "azi1_deg")), 0, tolerance);
        assert_near(turn(g.azi2, reference_number(&r, "azi2_deg")), 0, tolerance);
        const kuril_lonlat reached = kuril_geodesic_direct(a, g.azi1, g.s12_m, NULL);
        assert_near(kuril_geodesic_inverse(reached, b).s12_m, 0, 5e-8);
    }
    assert_int_equal(rows, 1400);
    reference_close(&r);
}

/* Values that bug reports of other programs turn on, recomputed with GeodSolve (cases B47 to B58). */
static void known_hard_pairs_are_right(void **state)
{
    (void)state;
    static const struct {
        kuril_lonlat a, b;
        double s12_m;
    } pairs[] = {
        {{-4.5, 6.5}, {176.5, -5.5}, 19860721.785},         {{121.5, 37.5}, {-58.5, -37.5}, 20003931.459},
        {{0, 0}, {180, 0}, 20003931.459},                   {{-58.9053, -22.6559}, {121.348, 23.0917}, 19952484.407},
        {{-78.774002, -5.59248}, {101.15, 5.79}, 19981687.634}, {{0, -57.24463}, {179.795459, -12.169046}, 12310967.277},
        {{116.585, 40.08}, {-118.408, 33.943}, 10059214.493}, {{178, 0}, {-179, 0}, 333958.472},
        {{179, 0}, {-179, 0}, 222638.982},                  {{0, 0.904369}, {0, 0}, 100000.03},
        {{16, 40.25}, {16, 41.25}, 111049.083},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
        assert_near(kuril_geodesic_inverse(pairs[i].a, pairs[i].b).s12_m, pairs[i].s12_m, 0.006);
    assert_near(kuril_geodesic_inverse((kuril_lonlat){0, 0}, (kuril_lonlat){180, 0}).azi1, 0, 1e-9);
    assert_near(kuril_geodesic_inverse((kuril_lonlat){0, -57.24463}, (kuril_lonlat){179.795459, -12.169046}).azi1,
                179.786987, 1e-6);
}

static void bad_points_give_no_number(void **state)
{
    (void)state;
    const kuril_lonlat good = {147, 45}, beyond = {147, 100}, infinite = {INFINITY, 0};
    assert_true(isnan(kuril_geodesic_inverse(good, beyond).s12_m));
    assert_true(isnan(kuril_geodesic_inverse(infinite, good).s12_m));
    assert_true(isnan(kuril_geodesic_direct(beyond, 0, 1000, NULL).lat));
    double s = 0;
    assert_int_equal(kuril_distance_table(&good, 1, &beyond, 1, &s), KURIL_E_DOMAIN);
}

static void table_is_row_major(void **state)
{
    (void)state;
    const kuril_lonlat from[] = {{0, 0}, {10, 0}}, to[] = {{0, 0}, {10, 0}, {0, 10}};
    double s[6];
    assert_int_equal(kuril_distance_table(from, 2, to, 3, s), KURIL_OK);
    assert_near(s[0], 0, 0);
    assert_near(s[1], s[3], 1e-8);
    assert_near(s[4], 0, 0);
    assert_int_equal(kuril_distance_table(from, 0, to, 3, s), KURIL_OK);
}

static void between_halves_the_way(void **state)
{
    (void)state;
    const kuril_lonlat a = {170, 50}, b = {-160, 55}, m = kuril_geodesic_between(a, b, 0.5);
    assert_near(kuril_geodesic_inverse(a, m).s12_m, kuril_geodesic_inverse(m, b).s12_m, 1e-7);
    assert_true(m.lon < -170 && m.lon > -180);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_geodesic_is_met), cmocka_unit_test(known_hard_pairs_are_right),
        cmocka_unit_test(bad_points_give_no_number),       cmocka_unit_test(table_is_row_major),
        cmocka_unit_test(between_halves_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
