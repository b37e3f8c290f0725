#include "geom/geometry_buffer.h"
#include "geom/sinks.h"
#include "support.h"

/* A square, clockwise, closed by a repeated vertex, with a counter-clockwise hole: all turned the wrong way. */
static void fill_square(kuril_geometry_buffer *b)
{
    static const double outer[][2] = {{0, 0}, {0, 4}, {4, 4}, {4, 0}, {0, 0}};
    static const double hole[][2] = {{1, 1}, {2, 1}, {2, 1}, {2, 2}, {1, 1}};
    kuril_geometry_buffer_init(b);
    kuril_sink_polygon_start(&b->base);
    kuril_sink_line_start(&b->base);
    for (size_t i = 0; i < 5; i++)
        kuril_sink_point(&b->base, outer[i][0], outer[i][1]);
    kuril_sink_line_end(&b->base);
    kuril_sink_line_start(&b->base);
    for (size_t i = 0; i < 5; i++)
        kuril_sink_point(&b->base, hole[i][0], hole[i][1]);
    kuril_sink_line_end(&b->base);
    kuril_sink_polygon_end(&b->base);
    kuril_sink_point(&b->base, 9, 9);
}

static void assert_events(const kuril_geometry *g, kuril_status (*walk)(const kuril_geometry *, kuril_sink *),
                          const char *want)
{
    GString *text = g_string_new(NULL);
    kuril_log_sink log;
    kuril_check_sink check;
    kuril_log_sink_init(&log, text, 0);
    kuril_check_sink_init(&check, &log.base);
    assert_int_equal(walk(g, &check.base), KURIL_OK);
    assert_string_equal(text->str, want);
    g_string_free(text, TRUE);
}

static void rings_are_tidied_turned_and_walked(void **state)
{
    (void)state;
    kuril_geometry_buffer b;
    fill_square(&b);
    kuril_geometry_buffer_tidy(&b);
    kuril_geometry_buffer_turn_rings(&b);
    const kuril_geometry g = kuril_geometry_buffer_view(&b);
    assert_events(&g, kuril_geometry_walk, "P[ R[ (4,0) (4,4) (0,4) (0,0) ] R[ (2,2) (2,1) (1,1) ] ] (9,9) ");
    assert_events(&g, kuril_geometry_walk_outline,
                  "L[ (4,0) (4,4) (0,4) (0,0) (4,0) ] L[ (2,2) (2,1) (1,1) (2,2) ] ");
    kuril_geometry_buffer_finish(&b);
}

/* Antarctica in many files ends in edges along 180 degrees and the pole: no coast. */
static void cuts_of_the_data_are_no_outline(void **state)
{
    (void)state;
    static const kuril_lonlat points[] = {{-180, -90}, {180, -90}, {180, -80}, {0, -70}, {-180, -80}};
    static const kuril_ring ring = {0, 5};
    static const kuril_part part = {KURIL_POLYGON, 0, 1};
    const kuril_geometry g = {points, 5, &ring, 1, &part, 1};
    assert_events(&g, kuril_geometry_walk_outline, "L[ (180,-80) (0,-70) (-180,-80) ] ");
}

static void turning_follows_longitude_across_180(void **state)
{
    (void)state;
    kuril_geometry_buffer b;
    kuril_geometry_buffer_init(&b);
    static const double ring[][2] = {{179, 60}, {179, 62}, {-179, 62}, {-179, 60}}; /* clockwise */
    kuril_sink_polygon_start(&b.base);
    kuril_sink_line_start(&b.base);
    for (size_t i = 0; i < 4; i++)
        kuril_sink_point(&b.base, ring[i][0], ring[i][1]);
    kuril_sink_line_end(&b.base);
    kuril_sink_polygon_end(&b.base);
    kuril_geometry_buffer_turn_rings(&b);
    const kuril_geometry g = kuril_geometry_buffer_view(&b);
    assert_events(&g, kuril_geometry_walk, "P[ R[ (-179,60) (-179,62) (179,62) (179,60) ] ] ");
    kuril_geometry_buffer_finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_are_tidied_turned_and_walked),
        cmocka_unit_test(cuts_of_the_data_are_no_outline),
        cmocka_unit_test(turning_follows_longitude_across_180),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
