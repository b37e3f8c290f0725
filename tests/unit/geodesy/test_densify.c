#include "geodesy/densify.h"
#include "geom/geometry_buffer.h"
#include "geom/sinks.h"
#include "support.h"
#include <math.h>

/* Greatest distance between the middles of a line's pieces as drawn and as geodesics. */
static double worst_middle(const kuril_geometry *g)
{
    double worst = 0;
    for (size_t i = 1; i < g->n_points; i++) {
        const kuril_lonlat a = g->points[i - 1], b = g->points[i];
        const kuril_lonlat drawn = {(a.lon + kuril_lon_near(b.lon, a.lon)) / 2, (a.lat + b.lat) / 2};
        worst = fmax(worst, kuril_geodesic_inverse(kuril_geodesic_between(a, b, 0.5), drawn).s12_m);
    }
    return worst;
}

static void walk_line(kuril_sink *sink, kuril_lonlat a, kuril_lonlat b)
{
    assert_int_equal(kuril_sink_line_start(sink), KURIL_OK);
    assert_int_equal(kuril_sink_point(sink, a.lon, a.lat), KURIL_OK);
    assert_int_equal(kuril_sink_point(sink, b.lon, b.lat), KURIL_OK);
    assert_int_equal(kuril_sink_line_end(sink), KURIL_OK);
}

static void a_long_geodesic_bends_as_it_should(void **state)
{
    (void)state;
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    kuril_check_sink check;
    kuril_check_sink_init(&check, &buffer.base);
    kuril_densify stage;
    kuril_densify_geodesic_init(&stage, 10, 50e3, &check.base);
    const kuril_lonlat tokyo = {139.6917, 35.6895}, washington = {-77.0364, 38.8951};
    walk_line(&stage.base, tokyo, washington);
    const kuril_geometry g = kuril_geometry_buffer_view(&buffer);
    assert_true(g.n_points > 200);
    assert_true(worst_middle(&g) <= 10);
    double length = 0;
    for (size_t i = 1; i < g.n_points; i++) {
        const double step = kuril_geodesic_inverse(g.points[i - 1], g.points[i]).s12_m;
        assert_true(step <= 50e3);
        length += step;
    }
    assert_near(length, kuril_geodesic_inverse(tokyo, washington).s12_m, 1e-5);
    kuril_geometry_buffer_finish(&buffer);
}

static void straight_edges_stay_on_their_parallel(void **state)
{
    (void)state;
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    kuril_densify stage;
    kuril_densify_planar_init(&stage, 1, &buffer.base);
    walk_line(&stage.base, (kuril_lonlat){170, 60}, (kuril_lonlat){-170, 60});
    const kuril_geometry g = kuril_geometry_buffer_view(&buffer);
    for (size_t i = 0; i < g.n_points; i++)
        assert_near(g.points[i].lat, 60, 1e-12);
    assert_true(worst_middle(&g) <= 1);
    kuril_geometry_buffer_finish(&buffer);
}

static void rings_are_followed_along_their_closing_edge(void **state)
{
    (void)state;
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    kuril_densify stage;
    kuril_densify_geodesic_init(&stage, 1000, INFINITY, &buffer.base);
    kuril_sink *s = &stage.base;
    kuril_sink_polygon_start(s);
    kuril_sink_line_start(s);
    kuril_sink_point(s, 140, 40);
    kuril_sink_point(s, 141, 40);
    kuril_sink_point(s, 170, 60);
    kuril_sink_line_end(s);
    kuril_sink_polygon_end(s);
    const kuril_geometry g = kuril_geometry_buffer_view(&buffer);
    const kuril_lonlat last = g.points[g.n_points - 1];
    assert_true(kuril_geodesic_inverse(last, g.points[0]).s12_m < 500e3); /* and not the 3000 km of the bare edge */
    assert_true(kuril_geodesic_inverse(last, g.points[0]).s12_m > 1);     /* nor the first vertex again */
    kuril_geometry_buffer_finish(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_geodesic_bends_as_it_should),
        cmocka_unit_test(straight_edges_stay_on_their_parallel),
        cmocka_unit_test(rings_are_followed_along_their_closing_edge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
