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
        "POINT (7 8)"};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bow_tie_over_180_is_two_triangles),
        cmocka_unit_test(what_is_valid_passes_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
