#include "reference.h"
#include "wkt.h"
#include <kurilmap/geodesy.h>
#include <math.h>

static kuril_extent measured(const char *wkt, kuril_edges edges)
{
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    wkt_read(wkt, &buffer);
    const kuril_geometry g = kuril_geometry_buffer_view(&buffer);
    kuril_extent extent = {-1, -1, -1};
    assert_int_equal(kuril_geometry_measure(&g, edges, &extent), KURIL_OK);
    kuril_geometry_buffer_finish(&buffer);
    return extent;
}

/* Every row of area.csv, by Planimeter in 64-bit mantissa, within the tolerance that it states. */
static void every_reference_area_is_met(void **state)
{
    (void)state;
    reference r;
    reference_open(&r, "area.csv");
    size_t rows = 0;
    for (; reference_next(&r); rows++) {
        const kuril_extent e = measured(reference_text(&r, "wkt"), KURIL_EDGES_GEODESIC);
        if (strcmp(reference_text(&r, "id"), "degenerate_line") == 0)
            continue; /* no ring: tidied away */
        const double area = reference_number(&r, "area_m2"), perimeter = reference_number(&r, "perimeter_m");
        assert_near(e.area_m2, area, reference_number(&r, "tolerance_m2"));
        assert_near(e.perimeter_m, perimeter, 1e-4 + 1e-12 * perimeter);
    }
    assert_int_equal(rows, 36);
    reference_close(&r);
}

/* Cases B2, B10 and B63, recomputed with Planimeter. */
static void rings_over_180_and_poles(void **state)
{
    (void)state;
    assert_near(measured("POLYGON ((-179.3704 60.3695, 173.1076 60.1920, 172.0731 63.5031, -179.2748 63.7203))",
                         KURIL_EDGES_GEODESIC).area_m2 / 1e6, 157933.34, 0.01);
    assert_near(measured("POLYGON ((0 80, 120 80, 240 80))", KURIL_EDGES_GEODESIC).area_m2 / 1e6, 1634783, 1);
    assert_near(measured("POLYGON ((180 60, -179.9 60, -179.9 60.1, 180 60.1))", KURIL_EDGES_GEODESIC).area_m2 / 1e6, 62.0747,
                1e-3);
    assert_near(measured("POLYGON ((180 60, 180 60.1, -179.9 60.1, -179.9 60))", KURIL_EDGES_GEODESIC).area_m2 / 1e6, 62.0747,
                1e-3);
}

/* A box of parallels: between its latitudes lies a zone whose area is known in closed form
   (Snyder, Map Projections - A Working Manual, 1987, eq. 3-12). */
static void planar_edges_keep_to_parallels(void **state)
{
    (void)state;
    const double e2 = (2 - 1 / 298.257223563) / 298.257223563, e = sqrt(e2), a = 6378137;
    const double s1 = sin(40 * G_PI / 180), s2 = sin(50 * G_PI / 180);
    const double q1 = s1 / (1 - e2 * s1 * s1) + atanh(e * s1) / e, q2 = s2 / (1 - e2 * s2 * s2) + atanh(e * s2) / e;
    const double zone = a * a * (1 - e2) / 2 * (q2 - q1) * 30 * G_PI / 180;
    const kuril_extent e_planar = measured("POLYGON ((140 40, 170 40, 170 50, 140 50))", KURIL_EDGES_PLANAR);
    assert_near(e_planar.area_m2 / zone, 1, 1e-8);
}

static void holes_are_subtracted_whatever_their_direction(void **state)
{
    (void)state;
    static const char *const outers[] = {"(140 40, 150 40, 150 50, 140 50)", "(140 40, 140 50, 150 50, 150 40)"};
    static const char *const holes[] = {"(143 43, 147 43, 147 47, 143 47)", "(143 43, 143 47, 147 47, 147 43)"};
    double area[4];
    for (int i = 0; i < 4; i++) {
        char *wkt = g_strdup_printf("POLYGON (%s, %s)", outers[i / 2], holes[i % 2]);
        area[i] = measured(wkt, KURIL_EDGES_GEODESIC).area_m2;
        g_free(wkt);
    }
    for (int i = 1; i < 4; i++)
        assert_near(area[i], area[0], 0.5);
    char *alone = g_strdup_printf("POLYGON (%s)", outers[0]);
    assert_true(area[0] < measured(alone, KURIL_EDGES_GEODESIC).area_m2);
    g_free(alone);
}

static void lines_have_length_and_points_nothing(void **state)
{
    (void)state;
    const kuril_extent line = measured("LINESTRING (179 0, -179 0)", KURIL_EDGES_GEODESIC);
    assert_near(line.length_m, 222638.982, 0.001);
    assert_near(line.area_m2, 0, 0);
    const kuril_extent point = measured("POINT (147 45)", KURIL_EDGES_GEODESIC);
    assert_near(point.length_m + point.area_m2 + point.perimeter_m, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_area_is_met),
        cmocka_unit_test(rings_over_180_and_poles),
        cmocka_unit_test(planar_edges_keep_to_parallels),
        cmocka_unit_test(holes_are_subtracted_whatever_their_direction),
        cmocka_unit_test(lines_have_length_and_points_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
