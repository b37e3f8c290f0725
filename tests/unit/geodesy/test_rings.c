/* What large rings hold, and how long edges run, as text says them: the edge rule decides. */
#include "geom/wkt.h"
#include "support.h"
#include <kurilmap/geodesy.h>
#include <math.h>

#define ANTARCTIC "POLYGON((-180 -90,-180 -80,-90 -70,0 -75,90 -65,180 -80,180 -90,-180 -90))"
#define WORLD "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))"
#define CAP "POLYGON((-180 60,180 60,180 90,-180 90,-180 60))"
#define WIDE "POLYGON((-170 -60,-90 -60,0 -60,90 -60,170 -60,170 60,90 60,0 60,-90 60,-170 60,-170 -60))"
#define FRAME "POLYGON((-179.9999 -89.9999,179.9999 -89.9999,179.9999 89.9999,-179.9999 89.9999,-179.9999 -89.9999))"

static kuril_geometry read_wkt(const char *wkt, kuril_edges edges, kuril_geometry_buffer *buffer)
{
    kuril_geometry_buffer_init(buffer);
    const kuril_data_edges how = edges == KURIL_EDGES_PLANAR ? KURIL_DATA_STRAIGHT : KURIL_DATA_GEODESIC;
    assert_int_equal(kuril_wkt_read(wkt, how, buffer, NULL), KURIL_OK);
    return kuril_geometry_buffer_view(buffer);
}

/*
 * Areas: the ellipsoid's is 4 pi c^2 of WGS 84; zones between parallels follow from the authalic latitude (Snyder, Map
 * Projections: A Working Manual (1987), eq. 3-12); the frame with geodesic edges is that of pyproj#1074. A geodesic
 * cap has a vertex every tenth of a degree: 4e-7.
 */
static void rings_hold_what_their_edges_enclose(void **state)
{
    (void)state;
    static const struct {
        const char *wkt;
        kuril_edges edges;
        double area_km2, tolerance_km2;
        kuril_lonlat inside, outside; /* the same: none is outside */
    } rows[] = {
        {ANTARCTIC, KURIL_EDGES_GEODESIC, 0, 0, {0, -80}, {90, 60}},
        {ANTARCTIC, KURIL_EDGES_GEODESIC, 0, 0, {100, -90}, {0, 90}},
        {ANTARCTIC, KURIL_EDGES_PLANAR, 0, 0, {-170, -89}, {0, -74}},
        {WORLD, KURIL_EDGES_GEODESIC, 510065621.724, 0.001, {147, 45}, {147, 45}},
        {WORLD, KURIL_EDGES_PLANAR, 510065621.724, 0.001, {0, 90}, {0, 90}},
        {CAP, KURIL_EDGES_PLANAR, 34415850.515, 0.5, {10, 61}, {10, 59}},
        {CAP, KURIL_EDGES_GEODESIC, 34415850.515, 15, {-100, 90}, {100, 59.9}},
        {WIDE, KURIL_EDGES_PLANAR, 416720925.100, 1, {10, 0}, {10, 70}},
        {WIDE, KURIL_EDGES_PLANAR, 416720925.100, 1, {-165, 59}, {175, 0}},
        {FRAME, KURIL_EDGES_GEODESIC, 283, 0.5, {180, 10}, {0, 0}},
        {FRAME, KURIL_EDGES_PLANAR, 510065338.354, 0.1, {0, 0}, {180, 10}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kuril_geometry_buffer buffer;
        const kuril_geometry g = read_wkt(rows[i].wkt, rows[i].edges, &buffer);
        kuril_extent extent;
        kuril_shape *shape = NULL;
        assert_int_equal(kuril_geometry_measure(&g, rows[i].edges, &extent), KURIL_OK);
        assert_int_equal(kuril_shape_new(&g, rows[i].edges, &shape), KURIL_OK);
        if (rows[i].area_km2 > 0)
            assert_near(extent.area_m2 / 1e6, rows[i].area_km2, rows[i].tolerance_km2);
        const kuril_lonlat in = rows[i].inside, out = rows[i].outside;
        kuril_nearest nearest;
        assert_true(kuril_shape_nearest_point(in, shape, INFINITY, &nearest));
        assert_int_equal(nearest.relation, KURIL_INSIDE);
        assert_true((in.lon == out.lon && in.lat == out.lat) || !kuril_shape_contains(shape, out));
        kuril_shape_free(shape);
        kuril_geometry_buffer_finish(&buffer);
    }
}

/* Lengths by GeodSolve -i, e.g. `echo 10 0 10 180 | GeodSolve -i`: the short way, not that of a straight line drawn. */
static void edges_of_half_the_globe_are_geodesics(void **state)
{
    (void)state;
    static const struct {
        const char *wkt;
        double length_m;
    } rows[] = {{"LINESTRING(0 10,180 10)", 17792221.792},
                {"LINESTRING(0 90,180 0)", 10001965.729},
                {"LINESTRING(-100 60,100 60)", 6583915.534},
                {"LINESTRING(147.2 52,-32.8 52)", 8477244.359}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kuril_geometry_buffer buffer;
        const kuril_geometry g = read_wkt(rows[i].wkt, KURIL_EDGES_GEODESIC, &buffer);
        kuril_extent extent;
        assert_int_equal(kuril_geometry_measure(&g, KURIL_EDGES_GEODESIC, &extent), KURIL_OK);
        assert_near(extent.length_m, rows[i].length_m, 0.001);
        kuril_geometry_buffer_finish(&buffer);
    }
}

/* What surrounds the whole world is the world. */
static void the_world_is_its_own_buffer(void **state)
{
    (void)state;
    kuril_geometry_buffer buffer, result;
    const kuril_geometry g = read_wkt(WORLD, KURIL_EDGES_GEODESIC, &buffer);
    kuril_geometry_buffer_init(&result);
    kuril_shape *shape = NULL;
    assert_int_equal(kuril_shape_new(&g, KURIL_EDGES_GEODESIC, &shape), KURIL_OK);
    assert_int_equal(kuril_shape_buffer(shape, 10e3, 1, &result.base, NULL), KURIL_OK);
    const kuril_geometry around = kuril_geometry_buffer_view(&result);
    kuril_extent extent;
    assert_int_equal(kuril_geometry_measure(&around, KURIL_EDGES_GEODESIC, &extent), KURIL_OK);
    assert_near(extent.area_m2 / 1e6, 510065621.724, 0.001);
    kuril_shape_free(shape);
    kuril_geometry_buffer_finish(&buffer);
    kuril_geometry_buffer_finish(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_hold_what_their_edges_enclose),
        cmocka_unit_test(edges_of_half_the_globe_are_geodesics),
        cmocka_unit_test(the_world_is_its_own_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
