/* The closed form of the globe beside PROJ's own, forwards and back. */
#include "projection/ortho.h"
#include "support.h"
#include <math.h>
#include <proj.h>

static bool make(const char *text, kuril_ortho *ortho)
{
    kuril_parameters parameters;
    kuril_parameters_parse(text, &parameters);
    const bool made = kuril_ortho_make(&parameters, ortho);
    kuril_parameters_finish(&parameters);
    return made;
}

static void compare(const kuril_ortho *ortho, PJ *pj, double lon, double lat)
{
    const double degree = 3.14159265358979323846 / 180;
    const PJ_COORD want = proj_trans(pj, PJ_FWD, proj_coord(lon * degree, lat * degree, 0, HUGE_VAL));
    double x, y, lon_back, lat_back;
    const bool seen = kuril_ortho_forward(ortho, lon, lat, &x, &y);
    assert_int_equal(seen, !isinf(want.xy.x));
    if (!seen)
        return;
    assert_near(x, want.xy.x, 1e-6);
    assert_near(y, want.xy.y, 1e-6);
    assert_true(kuril_ortho_inverse(ortho, x * (1 - 1e-12), y * (1 - 1e-12), &lon_back, &lat_back));
    if (hypot(x, y) > 6.3e6) /* near the edge, where a metre on the plane is many on the ground */
        return;
    assert_near(remainder(lon_back - lon, 360) * cos(lat * degree), 0, 1e-9);
    assert_near(lat_back, lat, 1e-9);
}

static void agrees_with_proj(void **state)
{
    (void)state;
    static const char *const strings[] = {
        "+proj=ortho +lat_0=50 +lon_0=150 +ellps=WGS84", "+proj=ortho +lat_0=-33.3 +lon_0=-71 +datum=WGS84",
        "+proj=ortho +lat_0=0.5 +lon_0=179.5 +ellps=WGS84", "+proj=ortho +lat_0=84.5 +lon_0=300 +ellps=WGS84"};
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++) {
        kuril_ortho ortho;
        PJ *pj = proj_create(PJ_DEFAULT_CTX, strings[i]);
        assert_non_null(pj);
        assert_true(make(strings[i], &ortho));
        for (double lat = -90; lat <= 90; lat += 2.5)
            for (double lon = -180; lon <= 360; lon += 7.25)
                compare(&ortho, pj, lon, lat);
        proj_destroy(pj);
    }
}

/* IOGP 373-7-2, 3.3.5, its example: WGS 84, origin 55 N 5 E, the place 53 48 33.82 N 2 07 46.38 E. */
static void agrees_with_the_guidance_note(void **state)
{
    (void)state;
    kuril_ortho ortho;
    double x, y, lon, lat;
    assert_true(make("+proj=ortho +lat_0=55 +lon_0=5 +ellps=WGS84", &ortho));
    assert_true(kuril_ortho_forward(&ortho, 2 + 7 / 60.0 + 46.38 / 3600, 53 + 48 / 60.0 + 33.82 / 3600, &x, &y));
    assert_near(x, -189011.711, 0.01);
    assert_near(y, -128640.567, 0.01);
    assert_true(kuril_ortho_inverse(&ortho, -189011.711, -128640.567, &lon, &lat));
    assert_near(lon, 2 + 7 / 60.0 + 46.38 / 3600, 0.005 / 3600);
    assert_near(lat, 53 + 48 / 60.0 + 33.82 / 3600, 0.005 / 3600);
}

static void other_strings_are_left_to_proj(void **state)
{
    (void)state;
    static const char *const strings[] = {
        "+proj=ortho +lat_0=50 +lon_0=150", /* PROJ takes GRS80 */
        "+proj=ortho +lat_0=50 +R=6371000",   "+proj=ortho +lat_0=50 +lon_0=150 +ellps=WGS84 +x_0=5",
        "+proj=ortho +lat_0=90 +ellps=WGS84", "+proj=ortho +ellps=WGS84",
        "+proj=laea +lat_0=50 +ellps=WGS84"};
    kuril_ortho ortho;
    for (size_t i = 0; i < G_N_ELEMENTS(strings); i++)
        assert_false(make(strings[i], &ortho));
}

static void no_place_beyond_the_edge(void **state)
{
    (void)state;
    kuril_ortho ortho;
    double a, b;
    assert_true(make("+proj=ortho +lat_0=50 +lon_0=150 +ellps=WGS84", &ortho));
    assert_false(kuril_ortho_forward(&ortho, -30, -50, &a, &b));
    assert_false(kuril_ortho_forward(&ortho, 150, 90.5, &a, &b));
    assert_false(kuril_ortho_forward(&ortho, 150, NAN, &a, &b));
    assert_false(kuril_ortho_inverse(&ortho, 6.4e6, 0, &a, &b));
    assert_true(kuril_ortho_inverse(&ortho, 0, 0, &a, &b));
    assert_near(a, 150, 1e-12);
    assert_near(b, 50, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_proj), cmocka_unit_test(agrees_with_the_guidance_note),
        cmocka_unit_test(other_strings_are_left_to_proj), cmocka_unit_test(no_place_beyond_the_edge)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
