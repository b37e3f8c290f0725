#include <math.h>
#include "reference.h"
#include "wkt.h"
#include "geodesy/repair.h"

typedef struct heard {
    size_t count;
    kuril_lonlat where;
} heard;

static void hear(void *user, kuril_lonlat where, const char *what)
{
    heard *h = user;
    assert_non_null(what);
    h->count++;
    h->where = where;
}

static void repair(const char *wkt, kuril_geometry_buffer *repaired, heard *h)
{
    kuril_geometry_buffer source;
    kuril_geometry_buffer_init(&source);
    kuril_geometry_buffer_init(repaired);
    wkt_read(wkt, &source);
    const kuril_geometry g = kuril_geometry_buffer_view(&source);
    *h = (heard){0, {0, 0}};
    assert_int_equal(kuril_geometry_repair(&g, KURIL_EDGES_GEODESIC, &repaired->base, hear, h, NULL), KURIL_OK);
    kuril_geometry_buffer_finish(&source);
}

/* Two triangles that meet at 180 degrees; where the geodesics cross, by pyproj's Geod.fwd along one of them. */
static void a_bow_tie_over_180_is_two_triangles(void **state)
{
    (void)state;
    kuril_geometry_buffer repaired;
    heard h;
    repair("POLYGON ((179 0, -179 1, -179 0, 179 1))", &repaired, &h);
    const kuril_geometry g = kuril_geometry_buffer_view(&repaired);
    assert_int_equal(h.count, 1);
    assert_near(fabs(h.where.lon), 180, 1e-9);
    assert_near(h.where.lat, 0.5001148868, 1e-6);
    assert_int_equal(g.n_parts, 2);
    kuril_geometry_buffer_finish(&repaired);
}

static void what_is_valid_passes_unchanged(void **state)
{
    (void)state;
    static const char *const shapes[] = {
        "POLYGON ((0 0, 4 0, 4 4, 0 4), (1 1, 1 2, 2 2, 2 1))", "POLYGON ((0 80, 120 80, 240 80))", "LINESTRING (0 0, 1 1, 1 0, 0 1)",
        "POINT (7 8)",
        /* sound only as geodesics: the north edge passes 59.2 N, and the hole lies below it */
        "POLYGON ((-60 40, -60 20, 60 20, 60 40), (-1 49, 1 49, 1 51, -1 51))",
        /* a hole half of the globe away from where the outer ring begins */
        "POLYGON ((179 40, 179 50, 90 51, 0 50, -10 45, 0 40, 90 41), (-3 44, -3 46, -1 46, -1 44))",
        /* a sheet that begins at Greenwich */
        "POLYGON ((0 -90, 0 -80, 90 -70, 180 -75, 270 -65, 360 -80, 360 -90))",
        /* round one pole by way of the other */
        "POLYGON ((60 30, -120 60, -120 -90))",
        /* cut at the rim */
        "POLYGON ((-180 -90, -180 -80, -90 -70, 0 -75, 90 -65, 180 -80, 180 -90))"};
    for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
        kuril_geometry_buffer source, repaired;
        kuril_geometry_buffer_init(&source);
        wkt_read(shapes[i], &source);
        heard h;
        repair(shapes[i], &repaired, &h);
        assert_int_equal(h.count, 0);
        const kuril_geometry a = kuril_geometry_buffer_view(&source), b = kuril_geometry_buffer_view(&repaired);
        assert_int_equal(a.n_points, b.n_points);
        assert_memory_equal(a.points, b.points, a.n_points * sizeof *a.points);
        kuril_geometry_buffer_finish(&source);
        kuril_geometry_buffer_finish(&repaired);
    }
}

/* Sound in longitude and latitude alone: the south edge passes 59 N, north of the vertex at 50 N. And twice round a pole. */
static void crossings_of_geodesics_are_heard(void **state)
{
    (void)state;
    static const char *const shapes[] = {"POLYGON ((-60 40, 60 40, 60 45, 0 50, -60 45))",
                                         "POLYGON ((0 80, 120 80, -120 80, 0 70, 120 70, -120 70))"};
    for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
        kuril_geometry_buffer repaired;
        heard h;
        repair(shapes[i], &repaired, &h);
        assert_int_equal(h.count, 1);
        kuril_geometry_buffer_finish(&repaired);
    }
}

/* A ring of so many random places: some 2,000 crossings are taken apart, a million is refused with its place. */
static kuril_status repair_scribble(int places, heard *h, kuril_extent *extent)
{
    kuril_geometry_buffer source, repaired;
    kuril_geometry_buffer_init(&source);
    kuril_geometry_buffer_init(&repaired);
    GRand *random = g_rand_new_with_seed(14);
    kuril_sink_polygon_start(&source.base);
    kuril_sink_line_start(&source.base);
    for (int i = 0; i < places; i++)
        kuril_sink_point(&source.base, g_rand_double_range(random, 145, 155), g_rand_double_range(random, 40, 50));
    kuril_sink_line_end(&source.base);
    kuril_sink_polygon_end(&source.base);
    g_rand_free(random);
    const kuril_geometry g = kuril_geometry_buffer_view(&source);
    *h = (heard){0, {0, 0}};
    const kuril_status status = kuril_geometry_repair(&g, KURIL_EDGES_PLANAR, &repaired.base, hear, h, NULL);
    const kuril_geometry r = kuril_geometry_buffer_view(&repaired);
    assert_int_equal(kuril_geometry_measure(&r, KURIL_EDGES_PLANAR, extent), KURIL_OK);
    kuril_geometry_buffer_finish(&source);
    kuril_geometry_buffer_finish(&repaired);
    return status;
}

static void scribbles_are_mended_or_refused(void **state)
{
    (void)state;
    heard h;
    kuril_extent extent;
    assert_int_equal(repair_scribble(100, &h, &extent), KURIL_OK);
    assert_int_equal(h.count, 1);
    assert_true(extent.area_m2 > 1e11 && extent.area_m2 < 8.7e11); /* an even-odd half or so of the box's 872,000 km2 */
    assert_int_equal(repair_scribble(3000, &h, &extent), KURIL_E_UNSUPPORTED);
    assert_true(h.count == 1 && h.where.lon > 145 && h.where.lon < 155 && h.where.lat > 40 && h.where.lat < 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bow_tie_over_180_is_two_triangles),
        cmocka_unit_test(what_is_valid_passes_unchanged),
        cmocka_unit_test(crossings_of_geodesics_are_heard),
        cmocka_unit_test(scribbles_are_mended_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
