#include "geodesy/shape.h"
#include "geojson.h"
#include "reference.h"
#include "wkt.h"
#include <kurilmap/geodesy.h>
#include <math.h>

static kuril_shape *shape_of(kuril_geometry_buffer *buffer)
{
    const kuril_geometry g = kuril_geometry_buffer_view(buffer);
    kuril_shape *shape = NULL;
    assert_int_equal(kuril_shape_new(&g, KURIL_EDGES_GEODESIC, &shape), KURIL_OK);
    kuril_geometry_buffer_finish(buffer);
    return shape;
}

static kuril_shape *shape_of_feature(const char *name)
{
    char *path = g_strdup_printf("nearest/features/%s.geojson", name);
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    geojson_read(path, &buffer);
    g_free(path);
    return shape_of(&buffer);
}

static kuril_shape *shape_of_wkt(const char *wkt)
{
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    wkt_read(wkt, &buffer);
    return shape_of(&buffer);
}

static double apart(kuril_lonlat a, kuril_lonlat b)
{
    return kuril_geodesic_inverse(a, b).s12_m;
}

/* All cases of nearest/cases.csv: found by dense sampling and exact edge solving, see its README. */
static void every_reference_case_is_met(void **state)
{
    (void)state;
    reference r;
    reference_open(&r, "nearest/cases.csv");
    size_t rows = 0;
    for (; reference_next(&r); rows++) {
        kuril_shape *a = shape_of_feature(reference_text(&r, "feature_a")),
                    *b = shape_of_feature(reference_text(&r, "feature_b"));
        kuril_nearest n, back;
        assert_true(kuril_shape_nearest(a, b, INFINITY, &n));
        assert_true(kuril_shape_nearest(b, a, INFINITY, &back));
        const double want = reference_number(&r, "distance_m");
        const double tolerance = fmax(1e-6, reference_number(&r, "uncertainty_m"));
        if (fabs(n.geodesic.s12_m - want) > tolerance)
            print_error("%s: ", reference_text(&r, "id"));
        assert_near(n.geodesic.s12_m, want, tolerance);
        assert_near(back.geodesic.s12_m, n.geodesic.s12_m, 1e-7);
        const char *kind = reference_text(&r, "kind");
        if (strcmp(kind, "inside") == 0)
            assert_int_equal(n.relation, KURIL_INSIDE);
        if (strcmp(kind, "cross") == 0 && tolerance < 1e-5)
            assert_int_equal(n.relation, KURIL_MEETING);
        if (strcmp(reference_text(&r, "unique"), "1") == 0 && reference_text(&r, "lon_a")[0]) {
            const kuril_lonlat at = {reference_number(&r, "lon_a"), reference_number(&r, "lat_a")};
            const kuril_lonlat bt = {reference_number(&r, "lon_b"), reference_number(&r, "lat_b")};
            /* The azimuth of an edge between nearly antipodal ends hangs on nanometres of its length. */
            const double near = strcmp(reference_text(&r, "id"), "nearly_antipodal_edge") == 0 ? 0.2 : 0.01;
            if (apart(n.a, at) > near || apart(n.b, bt) > near)
                print_error("%s: ", reference_text(&r, "id"));
            assert_near(apart(n.a, at), 0, near);
            assert_near(apart(n.b, bt), 0, near);
        }
        kuril_shape_free(a);
        kuril_shape_free(b);
    }
    assert_int_equal(rows, 62);
    reference_close(&r);
}

static void every_pair_of_islands_is_met(void **state)
{
    (void)state;
    reference r;
    reference_open(&r, "nearest/matrix.csv");
    size_t rows = 0;
    for (; reference_next(&r); rows++) {
        kuril_shape *a = shape_of_feature(reference_text(&r, "feature_a")),
                    *b = shape_of_feature(reference_text(&r, "feature_b"));
        kuril_nearest n;
        const double want = reference_number(&r, "distance_m");
        assert_true(kuril_shape_nearest(a, b, INFINITY, &n));
        assert_near(n.geodesic.s12_m, want, 1e-6);
        assert_true(kuril_shape_nearest(a, b, want + 0.001, &n));
        assert_near(n.geodesic.s12_m, want, 1e-6);
        assert_false(kuril_shape_nearest(a, b, want - 0.001, &n));
        kuril_shape_free(a);
        kuril_shape_free(b);
    }
    assert_int_equal(rows, 66);
    reference_close(&r);
}

/* Case B54 (recomputed with geod): the nearest point of a short segment, not that of unscaled degrees. */
static void a_short_segment_is_met_at_its_foot(void **state)
{
    (void)state;
    kuril_shape *line = shape_of_wkt("LINESTRING (12.097749 49.321045, 12.097795 49.321016)");
    kuril_nearest n;
    assert_true(kuril_shape_nearest_point((kuril_lonlat){12.0978238, 49.3210674}, line, INFINITY, &n));
    assert_near(n.geodesic.s12_m, 5.568, 0.001);
    kuril_shape_free(line);
}

/* Case B53: on a road of 22 vertices, given in that report; kgeo.py of the reference files gives 808.01623. */
static void a_road_is_met_where_it_is_nearest(void **state)
{
    (void)state;
    kuril_shape *road = shape_of_wkt(
        "LINESTRING (14.37421 49.99504, 14.37451 49.99473, 14.37481 49.99442, 14.37518 49.99408, 14.37538 49.99391, "
        "14.37569 49.99367, 14.37605 49.99342, 14.37651 49.99313, 14.37698 49.99286, 14.37768 49.99253, 14.37846 49.99219, "
        "14.37922 49.99189, 14.38035 49.99146, 14.38068 49.99132, 14.38215 49.99075, 14.38260 49.99056, 14.38352 49.99020, "
        "14.38420 49.98993, 14.38531 49.98950, 14.38632 49.98910, 14.38702 49.98883, 14.38795 49.98847)");
    kuril_nearest n;
    assert_true(kuril_shape_nearest_point((kuril_lonlat){14.3779, 49.9839}, road, INFINITY, &n));
    assert_near(n.geodesic.s12_m, 808.01623, 1e-4);
    kuril_shape_free(road);
}

/* Case B57: a vertex of a circle to its centre given as a one-point shape. */
static void one_point_is_a_shape(void **state)
{
    (void)state;
    kuril_shape *a = shape_of_wkt("POINT (0 0)"), *b = shape_of_wkt("POINT (0 0.904369)");
    kuril_nearest n;
    assert_true(kuril_shape_nearest(a, b, INFINITY, &n));
    assert_near(n.geodesic.s12_m, 100000.03, 0.006);
    assert_false(kuril_shape_nearest(a, b, 1000, &n));
    assert_true(kuril_shape_nearest(a, a, 0, &n));
    assert_int_equal(n.relation, KURIL_MEETING);
    kuril_shape_free(a);
    kuril_shape_free(b);
}

static void nothing_has_no_distance(void **state)
{
    (void)state;
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    kuril_shape *empty = shape_of(&buffer), *point = shape_of_wkt("POINT (0 0)");
    kuril_nearest n;
    assert_true(kuril_shape_is_empty(empty));
    assert_false(kuril_shape_nearest(empty, point, INFINITY, &n));
    assert_false(kuril_shape_nearest(empty, empty, INFINITY, &n));
    assert_false(kuril_shape_nearest_point((kuril_lonlat){0, 0}, empty, INFINITY, &n));
    assert_false(kuril_shape_nearest_point((kuril_lonlat){0, 91}, point, INFINITY, &n));
    kuril_shape_free(empty);
    kuril_shape_free(point);
}

static void points_are_inside_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *wkt;
        kuril_lonlat p;
        bool inside;
    } cases[] = {
        {"POLYGON ((140 40, 150 40, 150 50, 140 50))", {145, 45}, true},
        {"POLYGON ((140 40, 150 40, 150 50, 140 50))", {145, 50.05}, true},   /* the geodesic bulges to 50.1 */
        {"POLYGON ((140 40, 150 40, 150 50, 140 50))", {145, 40.05}, false},
        {"POLYGON ((140 40, 150 40, 150 50, 140 50), (143 43, 143 47, 147 47, 147 43))", {145, 45}, false},
        {"POLYGON ((170 60, 190 60, 190 70, 170 70))", {-175, 65}, true},
        {"POLYGON ((170 60, -170 60, -170 70, 170 70))", {175, 65}, true},
        {"POLYGON ((170 60, -170 60, -170 70, 170 70))", {0, 65}, false},
        {"POLYGON ((0 80, 120 80, 240 80))", {77, 90}, true},                 /* B10 */
        {"POLYGON ((0 80, 120 80, 240 80))", {0, -90}, false},
        {"POLYGON ((0 80, 240 80, 120 80))", {10, 85}, true},
        {"POLYGON ((0 -80, 120 -80, 240 -80))", {77, -90}, true},
        {"POLYGON ((0 -80, 120 -80, 240 -80))", {77, 89}, false},
        {"POLYGON ((0 5, 120 5, 240 5))", {0, 89}, true},                     /* the smaller part of the earth */
        {"POLYGON ((0 -5, 120 -5, 240 -5))", {0, 89}, false},
        {"POLYGON ((0 0, 3 0, 3 2, 1 1, 2 1, 0 2))", {1.5, 1.1}, false},      /* B35: even-odd */
        {"POLYGON ((0 0, 3 0, 3 2, 1 1, 2 1, 0 2))", {0.5, 0.5}, true},
        {"POINT (1 1)", {1, 1}, false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        kuril_shape *shape = shape_of_wkt(cases[i].wkt);
        if (kuril_shape_contains(shape, cases[i].p) != cases[i].inside)
            fail_msg("%s and %g %g", cases[i].wkt, cases[i].p.lon, cases[i].p.lat);
        kuril_shape_free(shape);
    }
}

/* A shape of up to six places round a point: scattered points, a line, or a star-shaped polygon. */
static kuril_shape *random_shape(GRand *random, kuril_lonlat middle, double size_m, int kind)
{
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    kuril_sink *sink = &buffer.base;
    if (kind == 2)
        kuril_sink_polygon_start(sink);
    if (kind > 0)
        kuril_sink_line_start(sink);
    for (int k = 0; k < 6; k++) {
        const double azi = kind == 2 ? -60.0 * k : g_rand_double_range(random, 0, 360);
        const kuril_lonlat p = kuril_geodesic_direct(middle, azi, size_m * g_rand_double_range(random, 0.2, 1), NULL);
        kuril_sink_point(sink, p.lon, p.lat);
    }
    if (kind > 0)
        kuril_sink_line_end(sink);
    if (kind == 2)
        kuril_sink_polygon_end(sink);
    return shape_of(&buffer);
}

/* Random shapes of every kind, on 180 degrees and round the poles too: symmetry, the triangle inequality through a
   point, never more than any pair of vertices, nothing only where they meet or one holds the other. */
static void distances_are_a_metric(void **state)
{
    (void)state;
    const guint32 seed = 7;
    GRand *random = g_rand_new_with_seed(seed);
    size_t relations[3] = {0};
    for (int i = 0; i < 900; i++) {
        const double lat = i % 3 == 0 ? 90 - g_rand_double_range(random, 0, 3) : i % 3 == 1 ? -85 : g_rand_double_range(random, -80, 80);
        const kuril_lonlat p = {i % 2 ? 180 : g_rand_double_range(random, -180, 180), lat};
        const double size_m = exp(g_rand_double_range(random, 5, 14.5));
        const kuril_lonlat q = kuril_geodesic_direct(p, g_rand_double_range(random, 0, 360),
                                                     size_m * g_rand_double_range(random, 0, 4), NULL);
        kuril_shape *shapes[2] = {random_shape(random, p, size_m, i / 2 % 3), random_shape(random, q, size_m, i / 6 % 3)};
        const kuril_lonlat via = kuril_geodesic_between(p, q, g_rand_double_range(random, 0, 1));
        kuril_nearest ab, ba, pa, pb;
        assert_true(kuril_shape_nearest(shapes[0], shapes[1], INFINITY, &ab));
        assert_true(kuril_shape_nearest(shapes[1], shapes[0], INFINITY, &ba));
        assert_true(kuril_shape_nearest_point(via, shapes[0], INFINITY, &pa));
        assert_true(kuril_shape_nearest_point(via, shapes[1], INFINITY, &pb));
        assert_near(ab.geodesic.s12_m, ba.geodesic.s12_m, 1e-6);
        assert_int_equal(ab.relation, ba.relation);
        assert_true(ab.geodesic.s12_m <= pa.geodesic.s12_m + pb.geodesic.s12_m + 1e-6);
        assert_true((ab.geodesic.s12_m > 0) == (ab.relation == KURIL_APART));
        for (size_t k = 0; k < shapes[0]->geometry.n_points * shapes[1]->geometry.n_points; k++)
            assert_true(ab.geodesic.s12_m <= apart(shapes[0]->geometry.points[k / 6], shapes[1]->geometry.points[k % 6]) + 1e-6);
        assert_near(apart(ab.a, ab.b), ab.geodesic.s12_m, 1e-7);
        relations[ab.relation]++;
        kuril_shape_free(shapes[0]);
        kuril_shape_free(shapes[1]);
    }
    assert_true(relations[KURIL_APART] > 100 && relations[KURIL_MEETING] > 50 && relations[KURIL_INSIDE] > 20);
    g_rand_free(random);
}

/* Two parallels with a vertex every 75 m or so: nearly every pair of opposite edges may be the nearest. By GeodSolve a
   meridian's arc from 45 to 50 N is 555902.66371 m; the edges' middles lie 0.1 mm north of their parallels. */
static void lines_side_by_side_are_no_trouble(void **state)
{
    (void)state;
    kuril_shape *shapes[2];
    for (int j = 0; j < 2; j++) {
        kuril_geometry_buffer buffer;
        kuril_geometry_buffer_init(&buffer);
        kuril_sink_line_start(&buffer.base);
        for (int i = 0; i <= 5000; i++)
            kuril_sink_point(&buffer.base, 140 + i / 1000.0, 45 + 5 * j);
        kuril_sink_line_end(&buffer.base);
        shapes[j] = shape_of(&buffer);
    }
    kuril_nearest n;
    assert_true(kuril_shape_nearest(shapes[0], shapes[1], INFINITY, &n));
    assert_near(n.geodesic.s12_m, 555902.66371, 0.001);
    kuril_shape_free(shapes[0]);
    kuril_shape_free(shapes[1]);
}

/* Two lines of 3000 vertices 0.4 mm apart that cross once, late: they meet, however many pairs are as near. */
static void lines_side_by_side_meet_where_they_cross(void **state)
{
    (void)state;
    const int crossing_after[] = {5, 1500, 2994};
    for (size_t k = 0; k < G_N_ELEMENTS(crossing_after); k++) {
        kuril_shape *shapes[2];
        for (int j = 0; j < 2; j++) {
            kuril_geometry_buffer buffer;
            kuril_geometry_buffer_init(&buffer);
            kuril_sink_line_start(&buffer.base);
            for (int i = 0; i <= 3000; i++) /* 3.6e-9 degree are 0.4 mm */
                kuril_sink_point(&buffer.base, 140 + i / 1000.0, j == 0 ? 45 : i <= crossing_after[k] ? 45 + 3.6e-9 : 45 - 3.6e-9);
            kuril_sink_line_end(&buffer.base);
            shapes[j] = shape_of(&buffer);
        }
        kuril_nearest n;
        assert_true(kuril_shape_nearest(shapes[0], shapes[1], INFINITY, &n));
        assert_int_equal(n.relation, KURIL_MEETING);
        assert_near(n.b.lon, 140 + (crossing_after[k] + 0.5) / 1000, 0.0006);
        kuril_shape_free(shapes[0]);
        kuril_shape_free(shapes[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_case_is_met),  cmocka_unit_test(every_pair_of_islands_is_met),
        cmocka_unit_test(a_short_segment_is_met_at_its_foot), cmocka_unit_test(one_point_is_a_shape),
        cmocka_unit_test(a_road_is_met_where_it_is_nearest),
        cmocka_unit_test(nothing_has_no_distance),      cmocka_unit_test(points_are_inside_or_not),
        cmocka_unit_test(distances_are_a_metric),
        cmocka_unit_test(lines_side_by_side_are_no_trouble),
        cmocka_unit_test(lines_side_by_side_meet_where_they_cross),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
