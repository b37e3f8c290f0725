/* The closed form beside PROJ's own, forwards and back. */
#include "projection/laea.h"
#include "support.h"
#include <math.h>
#include <proj.h>

static bool make(const char *text, kuril_laea *laea)
{
    kuril_parameters parameters;
    kuril_parameters_parse(text, &parameters);
    const bool made = kuril_laea_make(&parameters, laea);
    kuril_parameters_finish(&parameters);
    return made;
}

static void compare(const kuril_laea *laea, PJ *pj, double lon, double lat)
{
    const double degree = 3.14159265358979323846 / 180;
    const PJ_COORD want = proj_trans(pj, PJ_FWD, proj_coord(lon * degree, lat * degree, 0, HUGE_VAL));
    double x = NAN, y = NAN, lon_back, lat_back;
    if (!kuril_laea_forward(laea, lon, lat, &x, &y)) {
        assert_true(isinf(want.xy.x) || hypot(want.xy.x, want.xy.y) > 12.7e6); /* the very antipode */
        return;
    }
    const bool ill = hypot(x, y) > 12.7e6;                                          /* near the antipode */
    const double tolerance = fabs(lat) == 90 ? (ill ? 100 : 1) : ill ? 1e-3 : 1e-6; /* at a pole PROJ is off */
    assert_near(x, want.xy.x, tolerance);
    assert_near(y, want.xy.y, tolerance);
    if (hypot(x, y) > 12.6e6) /* all directions meet there */
        return;
    assert_true(kuril_laea_inverse(laea, x, y, &lon_back, &lat_back));
    assert_near(remainder(lon_back - lon, 360) * cos(lat * degree), 0, 1e-9);
    assert_near(lat_back, lat, fabs(lat) > 89.99 ? 1e-6 : 1e-9);
}

static void agrees_with_proj(void **state)
{
    (void)state;
    static const char *const strings[] = {
        "+proj=laea +lat_0=50 +lon_0=150 +datum=WGS84", "+proj=laea +lat_0=-33.3 +lon_0=-71 +ellps=WGS84",
        "+proj=laea +lat_0=0.5 +lon_0=179.5 +ellps=WGS84", "+proj=laea +lat_0=84.5 +lon_0=300 +datum=WGS84"};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++) {
        kuril_laea laea;
        PJ *pj = proj_create(PJ_DEFAULT_CTX, strings[i]);
        assert_non_null(pj);
        assert_true(make(strings[i], &laea));
        for (double lat = -90; lat <= 90; lat += 2.5)
            for (double lon = -180; lon <= 360; lon += 7.25)
                compare(&laea, pj, lon, lat);
        proj_destroy(pj);
    }
}

static void other_strings_are_left_to_proj(void **state)
{
    (void)state;
    static const char *const strings[] = {"+proj=laea +lat_0=50 +lon_0=150", /* PROJ takes GRS80 */
                                          "+proj=laea +lat_0=50 +lon_0=150 +ellps=bessel",
                                          "+proj=laea +lat_0=50 +lon_0=150 +ellps=WGS84 +x_0=5",
                                          "+proj=laea +lat_0=90 +ellps=WGS84",
                                          "+proj=laea +ellps=WGS84",
                                          "+proj=laea +lat_0=95 +ellps=WGS84",
                                          "+proj=aeqd +lat_0=50 +ellps=WGS84"};
    kuril_laea laea;
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        assert_false(make(strings[i], &laea));
}

static void no_place_beyond_the_world(void **state)
{
    (void)state;
    kuril_laea laea;
    double a, b;
    assert_true(make("+proj=laea +lat_0=50 +lon_0=150 +datum=WGS84", &laea));
    assert_false(kuril_laea_forward(&laea, -30, -50, &a, &b));
    assert_false(kuril_laea_forward(&laea, 0, 90.5, &a, &b));
    assert_false(kuril_laea_forward(&laea, 0, NAN, &a, &b));
    assert_false(kuril_laea_inverse(&laea, 13e6, 0, &a, &b));
    assert_true(kuril_laea_inverse(&laea, 0, 0, &a, &b));
    assert_near(a, 150, 1e-12);
    assert_near(b, 50, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_proj),
                                       cmocka_unit_test(other_strings_are_left_to_proj),
                                       cmocka_unit_test(no_place_beyond_the_world)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
