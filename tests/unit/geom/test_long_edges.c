/* Which way edges of half the globe and more go. */
#include "geom/long_edges.h"
#include "geom/sinks.h"
#include "support.h"
#include <math.h>

enum { MOST = 8 };

static void settle(kuril_geometry_buffer *b, kuril_part_kind kind, const kuril_lonlat *p, size_t n)
{
    kuril_geometry_buffer_init(b);
    const kuril_ring ring = {0, n};
    const kuril_part part = {kind, 0, 1};
    g_array_append_vals(b->points, p, (guint)n);
    g_array_append_val(b->rings, ring);
    g_array_append_val(b->parts, part);
    kuril_geometry_buffer_settle_edges(b, KURIL_DATA_STRAIGHT);
}

/* The events that are left, forwards; a reversed ring gets as many vertices. */
static void assert_settled(kuril_part_kind kind, const kuril_lonlat *p, size_t n, const char *want)
{
    kuril_geometry_buffer b, back;
    kuril_lonlat reversed[MOST];
    for (size_t i = 0; i < n; i++)
        reversed[i] = p[n - 1 - i];
    settle(&b, kind, p, n);
    settle(&back, kind, reversed, n);
    GString *text = g_string_new(NULL);
    kuril_log_sink log;
    kuril_log_sink_init(&log, text, 0);
    const kuril_geometry g = kuril_geometry_buffer_view(&b);
    assert_int_equal(kuril_geometry_walk(&g, &log.base), KURIL_OK);
    assert_string_equal(text->str, want);
    assert_int_equal(b.points->len, back.points->len);
    g_string_free(text, TRUE);
    kuril_geometry_buffer_finish(&b);
    kuril_geometry_buffer_finish(&back);
}

#define SETTLED(kind, want, ...)                                                                                       \
    do {                                                                                                               \
        const kuril_lonlat points[] = __VA_ARGS__;                                                                     \
        assert_settled(kind, points, sizeof points / sizeof *points, want);                                            \
    } while (0)
#define LIST(...)                                                                                                      \
    {                                                                                                                  \
        __VA_ARGS__                                                                                                    \
    }

static void wide_shapes_stay_wide(void **state)
{
    (void)state;
    SETTLED(KURIL_POLYGON, "P[ R[ (-48,-55) (24,-55) (96,-55) (168,-55) (168,37) (96,37) (24,37) (-48,37) ] ] ",
            LIST({-48, -55}, {168, -55}, {168, 37}, {-48, 37}));
    SETTLED(KURIL_POLYGON, "P[ R[ (-90,-30) (-30,-30) (30,-30) (90,-30) (0,60) ] ] ", LIST({-90, -30}, {90, -30}, {0, 60}));
    SETTLED(KURIL_LINE, "L[ (-99,0) (-33,0) (33,0) (99,0) ] ", LIST({-99, 0}, {99, 0}));
}

/* Cases B1, B2 and B6, and a wide polygon at a high latitude as in B15: wrapped longitudes. */
static void wrapped_shapes_stay_whole(void **state)
{
    (void)state;
    SETTLED(KURIL_LINE, "L[ (-170,0) (170,0) ] ", LIST({-170, 0}, {170, 0}));
    SETTLED(KURIL_LINE, "L[ (350,10) (10,10) ] ", LIST({350, 10}, {10, 10}));
    SETTLED(KURIL_POLYGON, "P[ R[ (-179,60) (173,60) (172,64) (-179,64) ] ] ",
            LIST({-179, 60}, {173, 60}, {172, 64}, {-179, 64}));
    SETTLED(KURIL_POLYGON, "P[ R[ (120,65) (-120,65) (-120,78) (120,78) ] ] ",
            LIST({120, 65}, {-120, 65}, {-120, 78}, {120, 78}));
    SETTLED(KURIL_POLYGON, "P[ R[ (172,-90) (-172,-90) (-172,90) (172,90) ] ] ", /* a time zone */
            LIST({172, -90}, {-172, -90}, {-172, 90}, {172, 90}));
}

/* Case B10. */
static void rings_round_a_pole_stay_round(void **state)
{
    (void)state;
    SETTLED(KURIL_POLYGON, "P[ R[ (0,80) (120,80) (-120,80) ] ] ", LIST({0, 80}, {120, 80}, {-120, 80}));
    SETTLED(KURIL_POLYGON, "P[ R[ (-60,-75) (50,-80) (160,-85) ] ] ", LIST({-60, -75}, {50, -80}, {160, -85}));
}

/* Case B63: a ring just within the map's edge; and edges of 360 degrees. */
static void frames_of_the_world_hold_it(void **state)
{
    (void)state;
    SETTLED(KURIL_POLYGON, "P[ R[ (-179,-89) (-60,-89) (60,-89) (179,-89) (179,89) (60,89) (-60,89) (-179,89) ] ] ",
            LIST({-179, -89}, {179, -89}, {179, 89}, {-179, 89}));
    SETTLED(KURIL_LINE, "L[ (-180,5) (-90,5) (0,5) (90,5) (180,5) ] ", LIST({-180, 5}, {180, 5}));
}

/* Of a ring round a pole the interior is the pole's side. */
static void rings_round_a_pole_are_turned(void **state)
{
    (void)state;
    static const struct {
        kuril_lonlat first, second, third;
        bool eastward;
    } rows[] = {{{0, 80}, {120, 80}, {-120, 80}, true},
                {{0, 80}, {-120, 80}, {120, 80}, true},
                {{0, -70}, {120, -70}, {-120, -70}, false},
                {{0, -70}, {-120, -70}, {120, -70}, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const kuril_lonlat p[] = {rows[i].first, rows[i].second, rows[i].third};
        kuril_geometry_buffer b;
        settle(&b, KURIL_POLYGON, p, 3);
        kuril_geometry_buffer_turn_rings(&b);
        const kuril_geometry g = kuril_geometry_buffer_view(&b);
        assert_int_equal(remainder(g.points[1].lon - g.points[0].lon, 360) > 0, rows[i].eastward);
        kuril_geometry_buffer_finish(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_shapes_stay_wide),         cmocka_unit_test(wrapped_shapes_stay_whole),
        cmocka_unit_test(rings_round_a_pole_stay_round), cmocka_unit_test(frames_of_the_world_hold_it),
        cmocka_unit_test(rings_round_a_pole_are_turned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
