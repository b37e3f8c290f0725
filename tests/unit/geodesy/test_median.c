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

static kuril_shape *shape_of_file(const char *path)
{
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    geojson_read(path, &buffer);
    return shape_of(&buffer);
}

static kuril_shape *shape_of_wkt(const char *wkt)
{
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    wkt_read(wkt, &buffer);
    return shape_of(&buffer);
}

static double shore(kuril_lonlat p, const kuril_shape *shape)
{
    kuril_nearest n;
    assert_true(kuril_shape_nearest_shore(p, shape, INFINITY, &n));
    return n.geodesic.s12_m;
}

/* Every vertex and every middle of an edge is equally far from both, and no farther than the limit. */
static void assert_equidistant(const kuril_geometry *line, const kuril_shape *a, const kuril_shape *b, double limit_m)
{
    for (size_t i = 0; i < line->n_rings; i++) {
        const kuril_ring ring = line->rings[i];
        for (size_t k = 0; k < ring.count; k++) {
            const kuril_lonlat p = line->points[ring.first + k];
            assert_near(shore(p, a), shore(p, b), 1);
            assert_true(shore(p, a) <= limit_m + 1);
            if (k + 1 == ring.count)
                continue;
            const kuril_lonlat m = kuril_geodesic_between(p, line->points[ring.first + k + 1], 0.5);
            assert_near(shore(m, a), shore(m, b), 2); /* the line is a metre away, if that */
        }
    }
}

/* Points of equidistance/NAME.csv, equidistant within 1e-7 m, lie on the line. */
static void check_pair(const char *name, const char *path_a, const char *path_b)
{
    char *table = g_strdup_printf("equidistance/%s.csv", name);
    reference r;
    reference_open(&r, table);
    g_free(table);
    kuril_shape *a = shape_of_file(path_a), *b = shape_of_file(path_b);
    GArray *points = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    double limit = 0;
    while (reference_next(&r)) {
        const kuril_lonlat p = {reference_number(&r, "lon"), reference_number(&r, "lat")};
        limit = fmax(limit, reference_number(&r, "distance_a_m"));
        g_array_append_val(points, p);
    }
    kuril_geometry_buffer line;
    kuril_geometry_buffer_init(&line);
    assert_int_equal(kuril_shape_median(a, b, limit + 5000, 1, &line.base, NULL), KURIL_OK);
    const kuril_geometry g = kuril_geometry_buffer_view(&line);
    assert_equidistant(&g, a, b, limit + 5000);
    kuril_shape *median = shape_of(&line);
    for (guint i = 0; i < points->len; i++)
        assert_near(shore(g_array_index(points, kuril_lonlat, i), median), 0, 5);
    g_array_free(points, TRUE);
    kuril_shape_free(a);
    kuril_shape_free(b);
    kuril_shape_free(median);
    reference_close(&r);
}

static void reference_points_lie_on_the_line(void **state)
{
    (void)state;
    check_pair("two_points", "equidistance/features/two_points_a.geojson", "equidistance/features/two_points_b.geojson");
    check_pair("two_long_edges", "equidistance/features/two_long_edges_a.geojson",
               "equidistance/features/two_long_edges_b.geojson");
    check_pair("hokkaido_kunashir", "nearest/features/hokkaido.geojson", "nearest/features/kunashir.geojson");
    check_pair("hokkaido_habomai", "nearest/features/hokkaido.geojson", "nearest/features/habomai.geojson");
}

/* Two shapes and the line between them. */
typedef struct halved {
    kuril_shape *a, *b;
    kuril_geometry_buffer line;
    kuril_geometry view; /* of the line */
} halved;

static halved halve(const char *wkt_a, const char *wkt_b, double limit_m, double tolerance_m)
{
    halved h = {.a = shape_of_wkt(wkt_a), .b = shape_of_wkt(wkt_b)};
    kuril_geometry_buffer_init(&h.line);
    assert_int_equal(kuril_shape_median(h.a, h.b, limit_m, tolerance_m, &h.line.base, NULL), KURIL_OK);
    h.view = kuril_geometry_buffer_view(&h.line);
    return h;
}

static void halved_free(halved *h)
{
    kuril_geometry_buffer_finish(&h->line);
    kuril_shape_free(h->a);
    kuril_shape_free(h->b);
}

static void over_180_it_comes_in_pieces(void **state)
{
    (void)state;
    halved h = halve("POINT (179.5 50)", "POINT (-179 51)", 300e3, 1);
    const kuril_geometry g = h.view;
    assert_int_equal(g.n_parts, 2);
    assert_equidistant(&g, h.a, h.b, 300e3);
    for (size_t i = 0; i < g.n_rings; i++)
        for (size_t k = 1; k < g.rings[i].count; k++)
            assert_true(fabs(g.points[g.rings[i].first + k].lon - g.points[g.rings[i].first + k - 1].lon) < 180);
    halved_free(&h);
}

/* A rock within a bay of the other coast is gone round. */
static void a_loop_closes(void **state)
{
    (void)state;
    halved h = halve("LINESTRING (150 50, 152 50, 152 52, 150 52, 150 50)", "POINT (151 51)", 370400, 1);
    const kuril_geometry g = h.view;
    assert_int_equal(g.n_parts, 1);
    assert_near(kuril_geodesic_inverse(g.points[0], g.points[g.n_points - 1]).s12_m, 0, 1e-6);
    assert_equidistant(&g, h.a, h.b, 370400);
    halved_free(&h);
}

/* Two capes 800 m apart, seen in nearly one direction from far out; their line is symmetric about the equator's meridian. */
static void near_coasts_part_the_sea_far_out(void **state)
{
    (void)state;
    halved h = halve("LINESTRING (-3 2, -0.0036 0)", "LINESTRING (3 2, 0.0036 0)", 370400, 10);
    const kuril_geometry g = h.view;
    assert_int_equal(g.n_parts, 1);
    double south = 0;
    for (size_t i = 0; i < g.n_points; i++) {
        const kuril_lonlat p = g.points[i];
        south = fmin(south, p.lat);
        assert_near(shore(p, h.a), shore(p, h.b), 1);
        if (p.lat < -1) /* as near to equal as this, far from capes so near each other: 1 m of 463 */
            assert_near(p.lon, 0, 0.01);
    }
    assert_near(kuril_geodesic_inverse((kuril_lonlat){0, south}, (kuril_lonlat){0.0036, 0}).s12_m, 370400, 20);
    halved_free(&h);
}

/* Random crooked coasts on both sides of a strait, anywhere: their line is equidistant and parts them. */
static void lines_of_random_coasts_are_equidistant(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(7);
    for (int i = 0; i < 6; i++) {
        const kuril_lonlat middle = {g_rand_double_range(random, -180, 180), g_rand_double_range(random, -84, 84)};
        const double along = g_rand_double_range(random, 0, 360), half_m = g_rand_double_range(random, 10e3, 60e3);
        GString *wkt[2] = {g_string_new("LINESTRING ("), g_string_new("LINESTRING (")};
        for (int k = -4; k <= 4; k++) {
            double azi = 0;
            const kuril_lonlat on = kuril_geodesic_direct(middle, along, k * 20e3, &azi);
            for (int side = 0; side < 2; side++) {
                const kuril_lonlat p = kuril_geodesic_direct(on, azi + (side ? 90 : -90),
                                                             half_m * g_rand_double_range(random, 0.6, 1.4), NULL);
                g_string_append_printf(wkt[side], "%s%.9f %.9f", k == -4 ? "" : ", ", p.lon, p.lat);
            }
        }
        g_string_append_c(wkt[0], ')');
        g_string_append_c(wkt[1], ')');
        halved h = halve(wkt[0]->str, wkt[1]->str, 200e3, 1);
        const kuril_geometry g = h.view;
        assert_true(g.n_parts > 0);
        assert_equidistant(&g, h.a, h.b, 200e3);
        halved_free(&h);
        g_string_free(wkt[0], TRUE);
        g_string_free(wkt[1], TRUE);
    }
    g_rand_free(random);
}

/* Far out the grid is coarse, and where the nearest place leaps from one end of a coast to the other the line has a kink:
   an edge of 73 m once cut one off by 3.5 m. */
static void kinks_far_out_are_not_cut_off(void **state)
{
    (void)state;
    halved h = halve("LINESTRING (140.41660638735004 46.65177948757033, 134.01418632918833 45.14976812048315, "
                     "129.1077723166772 41.31886556026289, 148.8713433274231 30.73049700212024)",
                     "POINT (-153.744629876389 27.909135777894754)", 6469992.55, 1);
    assert_true(h.view.n_points > 10);
    assert_equidistant(&h.view, h.a, h.b, 6469992.55);
    halved_free(&h);
}

static void shapes_that_meet_have_no_line_between(void **state)
{
    (void)state;
    kuril_shape *a = shape_of_wkt("LINESTRING (0 0, 1 1)"), *b = shape_of_wkt("LINESTRING (0 1, 1 0)"), *far = shape_of_wkt("POINT (90 0)");
    kuril_geometry_buffer line;
    kuril_geometry_buffer_init(&line);
    assert_int_equal(kuril_shape_median(a, b, 1e5, 1, &line.base, NULL), KURIL_E_DATA);
    assert_int_equal(kuril_shape_median(a, far, 1e5, 1, &line.base, NULL), KURIL_OK);
    assert_int_equal(line.points->len, 0);
    assert_int_equal(kuril_shape_median(a, far, 0, 1, &line.base, NULL), KURIL_E_DOMAIN);
    assert_int_equal(kuril_shape_median(a, far, 1e5, NAN, &line.base, NULL), KURIL_E_DOMAIN);
    kuril_geometry_buffer_finish(&line);
    kuril_shape_free(a);
    kuril_shape_free(b);
    kuril_shape_free(far);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_points_lie_on_the_line),
        cmocka_unit_test(over_180_it_comes_in_pieces),
        cmocka_unit_test(a_loop_closes),
        cmocka_unit_test(near_coasts_part_the_sea_far_out),
        cmocka_unit_test(lines_of_random_coasts_are_equidistant),
        cmocka_unit_test(kinks_far_out_are_not_cut_off),
        cmocka_unit_test(shapes_that_meet_have_no_line_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
