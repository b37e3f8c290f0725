#include "geodesy/straighten.h"

#include "reference.h"
#include "wkt.h"
#include <kurilmap/geodesy.h>
#include <math.h>

static void straighten(const kuril_geometry *g, double tolerance_m, kuril_geometry_buffer *few)
{
    kuril_geometry_buffer_init(few);
    assert_int_equal(kuril_straighten(g, tolerance_m, &few->base), KURIL_OK);
}

static double farthest(const kuril_geometry *from, const kuril_geometry *to)
{
    kuril_shape *shape = NULL;
    double worst = 0;
    assert_int_equal(kuril_shape_new(to, KURIL_EDGES_GEODESIC, &shape), KURIL_OK);
    for (size_t i = 0; i < from->n_points; i++) {
        kuril_nearest n;
        assert_true(kuril_shape_nearest_shore(from->points[i], shape, INFINITY, &n));
        worst = fmax(worst, n.geodesic.s12_m);
    }
    kuril_shape_free(shape);
    return worst;
}

/* Random walks, smooth and rough, with spikes there and back, at any latitude and over 180 degrees: what is left out lies
   within the tolerance of what stays, by the distances that the tables of nearest points prove; ends stay. */
static void what_is_left_out_lies_within_the_tolerance(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(31);
    size_t before = 0, after = 0;
    for (int i = 0; i < 40; i++) {
        kuril_geometry_buffer line, few;
        kuril_geometry_buffer_init(&line);
        kuril_lonlat p = {g_rand_double_range(random, -180, 180), g_rand_double_range(random, -89.5, 89.5)};
        double azi = g_rand_double_range(random, 0, 360);
        const double turn = exp(g_rand_double_range(random, log(0.01), log(60))), step = exp(g_rand_double_range(random, log(1), log(3000)));
        kuril_sink_line_start(&line.base);
        for (int k = 0; k < 500; k++) {
            kuril_sink_point(&line.base, p.lon, p.lat);
            azi += g_rand_double_range(random, -turn, turn) + (k % 97 == 96 ? 180 : 0);
            p = kuril_geodesic_direct(p, azi, step, &azi);
        }
        kuril_sink_line_end(&line.base);
        const kuril_geometry g = kuril_geometry_buffer_view(&line);
        const double tolerance = exp(g_rand_double_range(random, log(0.01), log(100)));
        straighten(&g, tolerance, &few);
        const kuril_geometry f = kuril_geometry_buffer_view(&few);
        const double worst = farthest(&g, &f);
        if (worst > tolerance)
            fail_msg("round %d: %g m off, tolerance %g", i, worst, tolerance);
        assert_memory_equal(&f.points[0], &g.points[0], sizeof *g.points);
        assert_memory_equal(&f.points[f.n_points - 1], &g.points[g.n_points - 1], sizeof *g.points);
        before += g.n_points;
        after += f.n_points;
        kuril_geometry_buffer_finish(&line);
        kuril_geometry_buffer_finish(&few);
    }
    assert_true(after < before / 2);
    g_rand_free(random);
}

/* Chords of a circle of radius r that stray by e are 2 sqrt(2 r e) long: so few are left of 100,000. */
static void a_circle_keeps_what_it_needs(void **state)
{
    (void)state;
    kuril_geometry_buffer circle, few;
    kuril_geometry_buffer_init(&circle);
    kuril_sink_polygon_start(&circle.base);
    kuril_sink_line_start(&circle.base);
    for (int i = 0; i < 100000; i++) {
        const kuril_lonlat p = kuril_geodesic_direct((kuril_lonlat){-179.5, 47}, i * 0.0036, 100e3, NULL);
        kuril_sink_point(&circle.base, p.lon, p.lat);
    }
    kuril_sink_line_end(&circle.base);
    kuril_sink_polygon_end(&circle.base);
    const kuril_geometry g = kuril_geometry_buffer_view(&circle);
    straighten(&g, 1, &few);
    const kuril_geometry f = kuril_geometry_buffer_view(&few);
    const double least = 2 * G_PI * 100e3 / (2 * sqrt(2 * 100e3 * 1));
    assert_true(f.n_points >= least && f.n_points < 2 * least);
    assert_true(farthest(&g, &f) <= 1);
    kuril_geometry_buffer_finish(&circle);
    kuril_geometry_buffer_finish(&few);
}

static void what_has_no_more_stays(void **state)
{
    (void)state;
    static const char *const shapes[] = {"POINT (7 8)", "LINESTRING (1 2, 1.000001 2)", "POLYGON ((0 0, 0.000001 0, 0 0.000001))"};
    for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
        kuril_geometry_buffer source, few;
        kuril_geometry_buffer_init(&source);
        wkt_read(shapes[i], &source);
        const kuril_geometry g = kuril_geometry_buffer_view(&source);
        straighten(&g, 1000, &few);
        assert_int_equal(few.points->len, g.n_points);
        kuril_geometry_buffer_finish(&source);
        kuril_geometry_buffer_finish(&few);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_out_lies_within_the_tolerance),
        cmocka_unit_test(a_circle_keeps_what_it_needs),
        cmocka_unit_test(what_has_no_more_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
