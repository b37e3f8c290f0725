/* What large rings hold, and how long edges run, as text says them: the edge rule decides. */
#include "geom/wkt.h"
#include "support.h"
#include <kurilmap/geodesy.h>
#include <math.h>

#define ANTARCTIC "POLYGON((-180 -90,-180 -80,-90 -70,0 -75,90 -65,180 -80,180 -90,-180 -90))"
#define WORLD "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))"
#define CAP "POLYGON((-180 60,180 60,180 90,-180 90,-180 60))"
#define BAND "POLYGON((0 -60,90 -60,180 -60,270 -60,360 -60,360 60,270 60,180 60,90 60,0 60,0 -60))"
#define GREENWICH "MULTIPOLYGON(((0 10,10 10,10 20,0 20,0 10)),((350 10,360 10,360 20,350 20,350 10)))"
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
        {"POLYGON((0 60,360 60,360 90,0 90,0 60))", KURIL_EDGES_GEODESIC, 34415850.515, 15, {-100, 90}, {100, 59.9}},
        {"POLYGON((0 -60,360 -60,360 60,0 60,0 -60))", KURIL_EDGES_GEODESIC, 441233920.694, 50, {0, 0}, {0, 61}},
        {"POLYGON((-180 -60,180 -60,180 60,-180 60,-180 -60))", KURIL_EDGES_GEODESIC, 441233920.694, 50, {0, 59}, {0, -61}},
        {"POLYGON((20 -60,380 -60,380 60,20 60,20 -60))", KURIL_EDGES_PLANAR, 441233920.694, 1, {20, 59}, {20, -61}},
        {BAND, KURIL_EDGES_PLANAR, 441233920.694, 1, {0, -59}, {0, 90}},
        {"POLYGON((0 -90,360 -90,360 60,0 60,0 -90))", KURIL_EDGES_PLANAR, 475649771.209, 1, {0, -90}, {0, 90}},
        {"POLYGON((0 -90,360 -90,360 90,0 90,0 -90))", KURIL_EDGES_GEODESIC, 510065621.724, 0.001, {0, 45}, {0, 45}},
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

/*
 * Perimeters and areas: boxes and rings of four by pyproj's Geod.polygon_area_perimeter or Planimeter (a band of such is
 * the earth without the two); the parallel of 60 N by its radius, a cos(60) / sqrt(1 - e2 sin2(60)); a zone between
 * parallels as above. 180 degrees may be written either way, and a sheet may begin anywhere.
 */
static void seams_are_neither_side_nor_perimeter(void **state)
{
    (void)state;
    static const struct {
        const char *wkt;
        double area_km2, perimeter_km, tolerance;
    } rows[] = {
        {"POLYGON((170 40,180 40,180 50,170 50,170 40))", 874001.606083, 3792.549013, 1e-6},
        {"POLYGON((170 40,180 40,-180 50,170 50,170 40))", 874001.606083, 3792.549013, 1e-6},
        {"POLYGON((170 40,-180 40,180 45,-180 50,170 50,170 40))", 874001.606083, 3792.549013, 1e-6},
        {"POLYGON((170 40,180 40,180 45,-180 45,-180 50,170 50,170 40))", 874001.606083, 3792.549013, 1e-6},
        {"POLYGON((170 40,190 40,190 50,170 50,170 40))", 1741285.684093, 5356.532302, 1e-6},
        {"POLYGON((-180 60,-90 60,0 60,90 60,180 60,-180 60))", 23441600.180227, 18485.137463, 1e-6},
        {"POLYGON((0 60,90 60,180 60,270 60,360 60,0 60))", 23441600.180227, 18485.137463, 1e-6},
        {CAP, 34415850.515, 20088.000543, 1e-6},
        {"POLYGON((-180 30,180 30,180 60,-180 60,-180 30))", 93528690.363, 54823.0614, 1e-6},
        {WORLD, 510065621.724, 0, 1e-9},
        {"MULTIPOLYGON(((178 60,180 60,180 61,178 61,178 60)),((-180 60,-178 60,-178 61,-180 61,-180 60)))", 24489.399978,
         662.454470, 1e-6},
        {"POLYGON((0 30,360 30,360 60,0 60,0 30))", 93528690.363, 54823.0614, 1e-6},
        {"POLYGON((-20 30,340 30,340 60,-20 60,-20 30))", 93528690.363, 54823.0614, 1e-6},
        {BAND, 510065621.724088 - 2 * 23441600.180227, 2 * 18485.137463187, 1e-9},
        {"POLYGON((-180 -60,-90 -60,0 -60,90 -60,180 -60,180 60,90 60,0 60,-90 60,-180 60,-180 -60))",
         510065621.724088 - 2 * 23441600.180227, 2 * 18485.137463187, 1e-9},
        {GREENWICH, 2381936.7006788, 6498.356103221, 1e-9},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kuril_geometry_buffer buffer;
        const kuril_geometry g = read_wkt(rows[i].wkt, KURIL_EDGES_GEODESIC, &buffer);
        kuril_extent extent;
        assert_int_equal(kuril_geometry_measure(&g, KURIL_EDGES_GEODESIC, &extent), KURIL_OK);
        assert_near(extent.area_m2 / 1e6, rows[i].area_km2, rows[i].tolerance * rows[i].area_km2);
        assert_near(extent.perimeter_m / 1e3, rows[i].perimeter_km, rows[i].tolerance * 1e5);
        kuril_geometry_buffer_finish(&buffer);
    }
}

/*
 * Distances of places from shapes: meridians through vertices far off, edges from a pole, sides along 180 degrees, seams,
 * lines near the antipode. Values by GeodSolve -i to the nearest vertex, or by minimising pyproj's Geod.inv along the
 * meridian of 180 degrees. 0: inside.
 */
static void places_see_shores_where_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *wkt;
        kuril_lonlat place;
        double distance_m;
    } rows[] = {
        {"POLYGON((40.4 60,-159.4 60,-60 60,40.4 60))", {-159.4, 10}, 5548217.986},
        {"POLYGON((40.4 60,-159.4 60,-60 60,40.4 60))", {40.4, 10}, 5548217.986},
        {"POLYGON((5 85,55 90,105 85,65 85,35 85,5 85))", {105, 45}, 4458565.7627},
        {"POLYGON((5 85,55 90,105 85,65 85,35 85,5 85))", {5, 45}, 4458565.7627},
        {"LINESTRING(179.97 42.07,180 42.1)", {0, -42.1}, 20000522.9917},
        {"POLYGON((170 40,180 40,180 50,170 50,170 40))", {-179, 45}, 78844.8335},
        {"POLYGON((170 40,180 40,-180 50,170 50,170 40))", {-179, 45}, 78844.8335},
        {"MULTIPOLYGON(((178 60,180 60,180 61,178 61,178 60)),((-180 60,-178 60,-178 61,-180 61,-180 60)))", {180, 60.5}, 0},
        {"LINESTRING(180 40,-180 50)", {0, 45}, 9478140.039},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kuril_geometry_buffer buffer;
        const kuril_geometry g = read_wkt(rows[i].wkt, KURIL_EDGES_GEODESIC, &buffer);
        kuril_shape *shape = NULL;
        kuril_nearest n;
        assert_int_equal(kuril_shape_new(&g, KURIL_EDGES_GEODESIC, &shape), KURIL_OK);
        assert_true(kuril_shape_nearest_point(rows[i].place, shape, INFINITY, &n));
        assert_near(n.geodesic.s12_m, rows[i].distance_m, 0.001);
        assert_int_equal(n.relation, rows[i].distance_m > 0 ? KURIL_APART : KURIL_INSIDE);
        assert_true(fabs(n.b.lon) <= 180);
        kuril_shape_free(shape);
        kuril_geometry_buffer_finish(&buffer);
    }
}

/* On a sheet from 0 to 360 Greenwich is no shore: from 15 N the next is the edge at 10 N, some 550 km south. */
static void greenwich_is_no_shore_where_data_are_cut(void **state)
{
    (void)state;
    for (int edges = KURIL_EDGES_GEODESIC; edges <= KURIL_EDGES_PLANAR; edges++) {
        kuril_geometry_buffer buffer;
        const kuril_geometry g = read_wkt(GREENWICH, (kuril_edges)edges, &buffer);
        kuril_shape *shape = NULL;
        kuril_nearest n;
        assert_int_equal(kuril_shape_new(&g, (kuril_edges)edges, &shape), KURIL_OK);
        assert_true(kuril_shape_nearest_shore((kuril_lonlat){0.1, 15}, shape, INFINITY, &n));
        assert_near(n.geodesic.s12_m, 550e3, 10e3);
        kuril_shape_free(shape);
        kuril_geometry_buffer_finish(&buffer);
    }
}

/* Random rings round the north pole, asked at longitudes of their own vertices: below all of them nothing is inside, the
   pole is. */
static void meridians_through_vertices_count_once(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(21);
    for (int i = 0; i < 500; i++) {
        kuril_geometry_buffer buffer;
        kuril_geometry_buffer_init(&buffer);
        double lon[3] = {g_rand_double_range(random, -180, -60), g_rand_double_range(random, -60, 60), g_rand_double_range(random, 60, 180)};
        kuril_sink_polygon_start(&buffer.base);
        kuril_sink_line_start(&buffer.base);
        for (int k = 0; k < 3; k++) {
            lon[k] = round(lon[k] * 10) / 10;
            kuril_sink_point(&buffer.base, lon[k], 80);
        }
        kuril_sink_line_end(&buffer.base);
        kuril_sink_polygon_end(&buffer.base);
        const kuril_geometry g = kuril_geometry_buffer_view(&buffer);
        kuril_shape *shape = NULL;
        assert_int_equal(kuril_shape_new(&g, KURIL_EDGES_GEODESIC, &shape), KURIL_OK);
        const bool holds_pole = lon[1] - lon[0] < 180 && lon[2] - lon[1] < 180 && lon[2] - lon[0] > 180;
        for (int k = 0; k < 3 && holds_pole; k++) {
            if (kuril_shape_contains(shape, (kuril_lonlat){lon[k], 10}))
                fail_msg("round %d: %.1f %.1f %.1f hold %.1f 10", i, lon[0], lon[1], lon[2], lon[k]);
            assert_true(kuril_shape_contains(shape, (kuril_lonlat){lon[k], 85}));
        }
        kuril_shape_free(shape);
        kuril_geometry_buffer_finish(&buffer);
    }
    g_rand_free(random);
}

/* What surrounds the whole world is the world, within -180 and 180 however it was written. */
static void the_world_is_its_own_buffer(void **state)
{
    (void)state;
    static const char *const worlds[] = {WORLD, "POLYGON((0 -90,360 -90,360 90,0 90,0 -90))"};
    for (size_t i = 0; i < sizeof worlds / sizeof *worlds; i++) {
        kuril_geometry_buffer buffer, result;
        const kuril_geometry g = read_wkt(worlds[i], KURIL_EDGES_GEODESIC, &buffer);
        kuril_geometry_buffer_init(&result);
        kuril_shape *shape = NULL;
        assert_int_equal(kuril_shape_new(&g, KURIL_EDGES_GEODESIC, &shape), KURIL_OK);
        assert_int_equal(kuril_shape_buffer(shape, 10e3, 1, &result.base, NULL), KURIL_OK);
        const kuril_geometry around = kuril_geometry_buffer_view(&result);
        kuril_extent extent;
        assert_int_equal(kuril_geometry_measure(&around, KURIL_EDGES_GEODESIC, &extent), KURIL_OK);
        assert_near(extent.area_m2 / 1e6, 510065621.724, 0.001);
        assert_int_equal(around.n_parts, 1);
        for (size_t k = 0; k < around.n_points; k++)
            assert_true(fabs(around.points[k].lon) <= 180);
        kuril_shape_free(shape);
        kuril_geometry_buffer_finish(&buffer);
        kuril_geometry_buffer_finish(&result);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_hold_what_their_edges_enclose),
        cmocka_unit_test(edges_of_half_the_globe_are_geodesics),
        cmocka_unit_test(seams_are_neither_side_nor_perimeter),
        cmocka_unit_test(places_see_shores_where_they_are),
        cmocka_unit_test(greenwich_is_no_shore_where_data_are_cut),
        cmocka_unit_test(meridians_through_vertices_count_once),
        cmocka_unit_test(the_world_is_its_own_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
