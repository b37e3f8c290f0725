#include "geodesy/overlay.h"
#include "geojson.h"
#include "geom/wkt.h"
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

static kuril_shape *source_of(const char *text)
{
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    if (g_str_has_prefix(text, "file:"))
        geojson_read(text + 5, &buffer);
    else
        wkt_read(text, &buffer);
    return shape_of(&buffer);
}

/* The buffer as a shape to ask about; what it measures goes to `extent`, its geometry to `copy`, unless NULL. */
static kuril_shape *buffer_of(const kuril_shape *source, double distance_m, double tolerance_m, kuril_extent *extent,
                              kuril_geometry_buffer *copy)
{
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    kuril_error error = {0};
    if (kuril_shape_buffer(source, distance_m, tolerance_m, &buffer.base, &error))
        fail_msg("%s", error.message);
    const kuril_geometry g = kuril_geometry_buffer_view(&buffer);
    if (extent)
        assert_int_equal(kuril_geometry_measure(&g, KURIL_EDGES_GEODESIC, extent), KURIL_OK);
    if (copy)
        kuril_geometry_walk(&g, &copy->base);
    return shape_of(&buffer);
}

static GEOSGeometry *geos_polygon(kuril_overlay *o, const kuril_geometry *g, kuril_part part)
{
    GEOSGeometry *rings[16] = {NULL};
    assert_true(part.count <= G_N_ELEMENTS(rings));
    for (size_t r = 0; r < part.count; r++) {
        const kuril_ring ring = g->rings[part.first + r];
        kuril_xy *xy = g_new(kuril_xy, ring.count);
        for (size_t i = 0; i < ring.count; i++) {
            const kuril_lonlat p = g->points[ring.first + i];
            char lon[40], lat[40]; /* as GeoJSON has them */
            xy[i] = (kuril_xy){g_ascii_strtod(g_ascii_formatd(lon, sizeof lon, "%.9f", p.lon), NULL),
                               g_ascii_strtod(g_ascii_formatd(lat, sizeof lat, "%.9f", p.lat), NULL)};
            assert_true(xy[i].x == p.lon && xy[i].y == p.lat);
        }
        rings[r] = kuril_overlay_ring(o, xy, ring.count);
        g_free(xy);
    }
    return kuril_geos.GEOSGeom_createPolygon_r(o->geos, rings[0], rings + 1, (unsigned)part.count - 1);
}

/* As GEOS, and so most programs, see it: what is written is one valid multipolygon. */
static void assert_valid(const kuril_geometry *g, const char *what)
{
    kuril_overlay o;
    assert_int_equal(kuril_overlay_init(&o, NULL), KURIL_OK);
    GPtrArray *polygons = g_ptr_array_new();
    for (size_t i = 0; i < g->n_parts; i++)
        g_ptr_array_add(polygons, geos_polygon(&o, g, g->parts[i]));
    GEOSGeometry *all =
        kuril_geos.GEOSGeom_createCollection_r(o.geos, GEOS_MULTIPOLYGON, (GEOSGeometry **)polygons->pdata, polygons->len);
    if (kuril_geos.GEOSisValid_r(o.geos, all) != 1)
        fail_msg("%s: %s", what, o.message);
    kuril_geos.GEOSGeom_destroy_r(o.geos, all);
    g_ptr_array_free(polygons, TRUE);
    kuril_overlay_finish(&o);
}

static void check_valid(const char *wkt, double distance_m, double tolerance_m)
{
    kuril_shape *source = source_of(wkt);
    kuril_geometry_buffer copy;
    kuril_geometry_buffer_init(&copy);
    kuril_shape *buffer = buffer_of(source, distance_m, tolerance_m, NULL, &copy);
    const kuril_geometry g = kuril_geometry_buffer_view(&copy);
    assert_valid(&g, wkt);
    kuril_geometry_buffer_finish(&copy);
    kuril_shape_free(source);
    kuril_shape_free(buffer);
}

/* Round poles, near them, beyond a hemisphere: shapes whose buffers once came with seams, spikes and crossings. */
static void what_is_written_is_valid(void **state)
{
    (void)state;
    for (int lat = 70; lat <= 88; lat += 2)
        for (int lon = -170; lon <= 150; lon += 40)
            for (int side = -1; side <= 1; side += 2) {
                char wkt[40];
                g_snprintf(wkt, sizeof wkt, "POINT (%d %d)", lon, side * lat);
                check_valid(wkt, (90 - lat) * 111.7e3 + 200e3, 100);
            }
    check_valid("POLYGON ((-180 -80, -90 -70, 0 -75, 90 -65, -180 -80))", 100e3, 1);
    check_valid("POINT (30 -89.95)", 20e3, 1);
    check_valid("POINT (150 52)", 15000e3, 10);
    check_valid("POINT (179 10)", 12000e3, 10);
    check_valid("POINT (10 0)", 19000e3, 10);
    check_valid("LINESTRING (-180 0, -90 0, 0 0, 90 0, 180 0)", 6000e3, 10);
    check_valid("LINESTRING (0 80, 180 80, 90 -60)", 7000e3, 10);
}

/*
 * circles.csv: what lies within 10 km of a disk is the disk whose radius is 10 km more (geodesic circles are parallel
 * curves), and 300,000 vertices make it no slower than some seconds: minutes once.
 */
static void a_source_of_many_vertices_ends(void **state)
{
    (void)state;
    const kuril_lonlat centre = {179, 60};
    kuril_geometry_buffer disk;
    kuril_geometry_buffer_init(&disk);
    kuril_sink_polygon_start(&disk.base);
    kuril_sink_line_start(&disk.base);
    for (int i = 300000; i-- > 0;) {
        const kuril_lonlat p = kuril_geodesic_direct(centre, i * 0.0012, 360400, NULL);
        kuril_sink_point(&disk.base, p.lon, p.lat);
    }
    kuril_sink_line_end(&disk.base);
    kuril_sink_polygon_end(&disk.base);
    kuril_shape *source = shape_of(&disk);
    kuril_extent extent;
    kuril_shape *buffer = buffer_of(source, 10e3, 1, &extent, NULL);
    assert_near(extent.area_m2, 430893732648.871, 2325988.28); /* row antimeridian_200nm: a metre along its rim */
    assert_near(extent.perimeter_m, 2325988.2818, 30);
    kuril_shape_free(source);
    kuril_shape_free(buffer);
}

/* Every probe of buffer_probes.csv, about 1 m inside or outside of the true outline, lies on its side. */
static void every_reference_probe_is_on_its_side(void **state)
{
    (void)state;
    reference r;
    reference_open(&r, "buffer_probes.csv");
    char *name = g_strdup("");
    kuril_shape *buffer = NULL;
    size_t rows = 0;
    for (; reference_next(&r); rows++) {
        if (strcmp(name, reference_text(&r, "buffer")) != 0) {
            g_free(name);
            name = g_strdup(reference_text(&r, "buffer"));
            kuril_shape_free(buffer);
            kuril_shape *source = source_of(reference_text(&r, "source"));
            buffer = buffer_of(source, reference_number(&r, "buffer_distance_m"), 1, NULL, NULL);
            kuril_shape_free(source);
        }
        const kuril_lonlat p = {reference_number(&r, "lon"), reference_number(&r, "lat")};
        if (kuril_shape_contains(buffer, p) != (strcmp(reference_text(&r, "side"), "inside") == 0))
            fail_msg("%s: probe %s", name, reference_text(&r, "probe"));
    }
    assert_int_equal(rows, 1368);
    g_free(name);
    kuril_shape_free(buffer);
    reference_close(&r);
}

/* circles.csv: area of true geodesic disks; chords cut off at most the tolerance along the perimeter. */
static void disks_have_their_area(void **state)
{
    (void)state;
    reference r;
    reference_open(&r, "buffer/circles.csv");
    for (; reference_next(&r);) {
        char *wkt = g_strdup_printf("POINT (%s %s)", reference_text(&r, "lon"), reference_text(&r, "lat"));
        kuril_shape *source = source_of(wkt);
        kuril_extent extent;
        kuril_shape *buffer = buffer_of(source, reference_number(&r, "radius_m"), 1, &extent, NULL);
        const double want = reference_number(&r, "area_m2"), perimeter = reference_number(&r, "perimeter_m");
        if (fabs(extent.area_m2 - want) > perimeter)
            print_error("%s: ", reference_text(&r, "id"));
        assert_near(extent.area_m2, want, perimeter);
        kuril_shape_free(source);
        kuril_shape_free(buffer);
        g_free(wkt);
    }
    reference_close(&r);
}

static void lines_and_polygons_have_their_buffers_area(void **state)
{
    (void)state;
    reference r;
    reference_open(&r, "buffer/exact.csv");
    for (; reference_next(&r);) {
        char *path = g_strdup_printf("file:buffer/%s", reference_text(&r, "source"));
        kuril_shape *source = source_of(path);
        kuril_extent extent;
        kuril_shape *buffer = buffer_of(source, reference_number(&r, "distance_m"), 1, &extent, NULL);
        const double want = reference_number(&r, "area_m2"), perimeter = reference_number(&r, "perimeter_m");
        if (fabs(extent.area_m2 - want) > perimeter)
            print_error("%s: ", reference_text(&r, "id"));
        assert_near(extent.area_m2, want, perimeter);
        kuril_shape_free(source);
        kuril_shape_free(buffer);
        g_free(path);
    }
    reference_close(&r);
}

/* Case B60: 10 km round 45 N, 179.95 E in two parts, 179.8232 E to 179.9232 W. */
static void a_buffer_over_180_comes_in_two_parts(void **state)
{
    (void)state;
    kuril_shape *source = source_of("POINT (179.95 45)");
    kuril_geometry_buffer copy;
    kuril_geometry_buffer_init(&copy);
    kuril_shape *buffer = buffer_of(source, 10e3, 1, NULL, &copy);
    const kuril_geometry g = kuril_geometry_buffer_view(&copy);
    assert_int_equal(g.n_parts, 2);
    kuril_bbox box;
    assert_int_equal(kuril_geometry_bbox(&g, &box), KURIL_OK);
    assert_near(box.west, 179.8232, 1e-4);
    assert_near(box.east, -179.9232, 1e-4);
    kuril_geometry_buffer_finish(&copy);
    kuril_shape_free(source);
    kuril_shape_free(buffer);
}

/* Case B59: 1000 km about 85 N holds the pole; about 3.135 million km2. */
static void a_buffer_over_the_pole_holds_it(void **state)
{
    (void)state;
    kuril_shape *source = source_of("POINT (30 85)");
    kuril_extent extent;
    kuril_shape *buffer = buffer_of(source, 1000e3, 1, &extent, NULL);
    assert_true(kuril_shape_contains(buffer, (kuril_lonlat){0, 90}));
    assert_near(extent.area_m2 / 1e12, 3.135, 0.001);
    kuril_shape_free(source);
    kuril_shape_free(buffer);
}

static void a_ring_of_land_leaves_a_hole_or_none(void **state)
{
    (void)state;
    kuril_shape *ring = source_of("LINESTRING (150 50, 152 50, 152 52, 150 52, 150 50)");
    kuril_extent narrow, wide;
    kuril_shape *with_hole = buffer_of(ring, 20e3, 1, &narrow, NULL), *filled = buffer_of(ring, 100e3, 1, &wide, NULL);
    assert_false(kuril_shape_contains(with_hole, (kuril_lonlat){151, 51}));
    assert_true(kuril_shape_contains(filled, (kuril_lonlat){151, 51}));
    kuril_shape_free(ring);
    kuril_shape_free(with_hole);
    kuril_shape_free(filled);
}

static void everything_within_reach_is_the_world(void **state)
{
    (void)state;
    kuril_shape *source = source_of("POINT (30 85)");
    kuril_geometry_buffer copy;
    kuril_geometry_buffer_init(&copy);
    kuril_extent extent;
    kuril_shape *buffer = buffer_of(source, 20100e3, 1, &extent, &copy);
    assert_near(extent.area_m2 / 510065621724088.4, 1, 1e-12); /* of WGS 84: Planimeter */
    assert_true(kuril_shape_contains(buffer, (kuril_lonlat){-77, 12}));
    kuril_geometry_buffer_finish(&copy);
    kuril_shape_free(source);
    kuril_shape_free(buffer);
}

static void senseless_distances_are_refused(void **state)
{
    (void)state;
    kuril_shape *source = source_of("POINT (30 85)");
    kuril_geometry_buffer copy;
    kuril_geometry_buffer_init(&copy);
    const double bad[] = {0, -1, NAN, INFINITY};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        assert_int_equal(kuril_shape_buffer(source, bad[i], 1, &copy.base, NULL), KURIL_E_DOMAIN);
    assert_int_equal(kuril_shape_buffer(source, 1000, 0, &copy.base, NULL), KURIL_E_DOMAIN);
    kuril_geometry_buffer_finish(&copy);
    kuril_shape_free(source);
}

/* A length of either sign, as often small as large, from a little more than the tolerance on. */
static double about(GRand *random, double most)
{
    const double length = exp(g_rand_double_range(random, log(1.1), log(fmax(most, 2))));
    return g_rand_boolean(random) ? length : -length;
}

/* Three circles whose common middle is within reach of each by a hundred metres: no hole is left there. */
static void what_circles_share_by_little_is_filled(void **state)
{
    (void)state;
    const kuril_lonlat middle = {150, 50};
    kuril_geometry_buffer points;
    kuril_geometry_buffer_init(&points);
    for (int k = 0; k < 3; k++) {
        const kuril_lonlat p = kuril_geodesic_direct(middle, 5 + 120 * k, 99.9e3, NULL);
        kuril_sink_point(&points.base, p.lon, p.lat);
    }
    kuril_shape *source = shape_of(&points);
    kuril_geometry_buffer copy;
    kuril_geometry_buffer_init(&copy);
    kuril_extent extent;
    kuril_shape *buffer = buffer_of(source, 100e3, 1, &extent, &copy);
    assert_true(kuril_shape_contains(buffer, middle));
    assert_int_equal(kuril_geometry_buffer_view(&copy).n_rings, 1);
    kuril_geometry_buffer_finish(&copy);
    kuril_shape_free(source);
    kuril_shape_free(buffer);
}

/* Six places as the corners of an octahedron: with 6050 km of reach eight small places are left out, with 6130 km none. */
static void small_places_left_out_are_found(void **state)
{
    (void)state;
    kuril_geometry_buffer corners;
    kuril_geometry_buffer_init(&corners);
    assert_int_equal(kuril_wkt_read("MULTIPOINT (0 0, 180 0, 90 0, -90 0, 0 90, 0 -90)", KURIL_DATA_GEODESIC, &corners, NULL),
                     KURIL_OK);
    kuril_shape *source = shape_of(&corners);
    kuril_extent extent;
    kuril_shape *buffer = buffer_of(source, 6050e3, 1, &extent, NULL), *all = buffer_of(source, 6130e3, 1, NULL, NULL);
    for (int k = 0; k < 8; k++) {
        const kuril_lonlat corner = {45 + 90 * (k / 2), k % 2 ? 35.26 : -35.26};
        assert_false(kuril_shape_contains(buffer, corner));
        assert_true(kuril_shape_contains(all, corner));
    }
    assert_true(extent.area_m2 < 510.06e12 && extent.area_m2 > 509.9e12);
    kuril_shape_free(source);
    kuril_shape_free(buffer);
    kuril_shape_free(all);
}

/* Near half of the circumference circles cross themselves: what they leave out grows smaller all the same. */
static void what_is_left_out_at_the_antipode_is_right(void **state)
{
    (void)state;
    kuril_shape *source = source_of("POINT (150 45)");
    const double distances[] = {19929e3, 19931e3, 19960e3, 19990e3, 20000e3, 20003930};
    double before = 0;
    GRand *random = g_rand_new_with_seed(13);
    for (size_t i = 0; i < G_N_ELEMENTS(distances); i++) {
        kuril_extent extent;
        kuril_shape *buffer = buffer_of(source, distances[i], 1, &extent, NULL);
        assert_true(extent.area_m2 > before);
        before = extent.area_m2;
        for (int k = 0; k < 300; k++) {
            const double out = g_rand_double_range(random, 0, 1.2 * (20003931 - distances[i]) + 10);
            const kuril_lonlat p =
                kuril_geodesic_direct((kuril_lonlat){-30, -45}, g_rand_double_range(random, 0, 360), out, NULL);
            const double s12_m = kuril_geodesic_inverse((kuril_lonlat){150, 45}, p).s12_m;
            if (fabs(s12_m - distances[i]) > 1)
                assert_int_equal(kuril_shape_contains(buffer, p), s12_m < distances[i]);
        }
        kuril_shape_free(buffer);
    }
    g_rand_free(random);
    kuril_shape_free(source);
}

/* Random lines: a point is in the buffer exactly when it is nearer than the distance, but for the tolerance. */
static void a_buffer_is_what_lies_within_reach(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(11);
    for (int i = 0; i < 12; i++) {
        kuril_geometry_buffer line;
        kuril_geometry_buffer_init(&line);
        const double lon = g_rand_double_range(random, -180, 180), lat = g_rand_double_range(random, -85, 85);
        kuril_sink_line_start(&line.base);
        for (int k = 0; k < 12; k++) {
            const double dx = g_rand_double_range(random, -2, 2), dy = g_rand_double_range(random, -2, 2);
            kuril_sink_point(&line.base, lon + dx, fmax(-90, fmin(90, lat + dy)));
        }
        kuril_sink_line_end(&line.base);
        kuril_shape *source = shape_of(&line);
        const double distance = exp(g_rand_double_range(random, log(1e3), log(6e5)));
        kuril_shape *buffer = buffer_of(source, distance, 1, NULL, NULL);
        for (int k = 0; k < 200; k++) {
            const double along = g_rand_double_range(random, 0, 2.5 * distance + 300e3);
            kuril_lonlat p =
                kuril_geodesic_direct((kuril_lonlat){lon, lat}, g_rand_double_range(random, 0, 360), along, NULL);
            kuril_nearest n;
            assert_true(kuril_shape_nearest_point(p, source, INFINITY, &n));
            if (k % 2) { /* from its nearest place out again, to about the distance */
                p = kuril_geodesic_direct(n.b, n.geodesic.azi2 + 180, distance + about(random, distance / 10), NULL);
                assert_true(kuril_shape_nearest_point(p, source, INFINITY, &n));
            }
            if (fabs(n.geodesic.s12_m - distance) > 1 &&
                kuril_shape_contains(buffer, p) != (n.geodesic.s12_m < distance))
                fail_msg("round %d: %.9f %.9f lies %.3f m away, distance %.3f m", i, p.lon, p.lat, n.geodesic.s12_m, distance);
        }
        kuril_shape_free(source);
        kuril_shape_free(buffer);
    }
    g_rand_free(random);
}

/* The same for shapes of every kind: holes, parts, poles, 180 degrees, single places, beyond a hemisphere. */
static void buffers_of_all_kinds_are_what_lies_within_reach(void **state)
{
    (void)state;
    static const struct {
        const char *wkt;
        double distance_m;
    } cases[] = {
        {"LINESTRING (150 45, 150 45)", 22224},
        {"MULTIPOINT (10 5, 190 -5, 180 0)", 3e6},
        {"POINT (-100 -89)", 5e6},
        {"POINT (0 90)", 370400},
        {"POINT (180 0)", 12e6},
        {"LINESTRING (0 88, 180 87)", 370400},
        {"LINESTRING (179 50, 181 52, 175 53)", 2e6},
        /* a tail that turns round the pole with the rest */
        {"LINESTRING (-112.67195 89.88617, -72.33634 89.08819, -38.04075 88.55179, 12.9443 87.03544, 47.90948 85.54179, 64.42927 83.14462)", 22224},
        {"LINESTRING (-112.67195 -89.88617, -72.33634 -89.08819, -38.04075 -88.55179, 12.9443 -87.03544, 47.90948 -85.54179, 64.42927 -83.14462)", 22224},
        {"POLYGON ((150 50, 152 50, 152 52, 150 52, 150 50), (150.3 50.3, 150.3 51.7, 151.7 51.7, 151.7 50.3, 150.3 50.3))", 2e4},
        {"POLYGON ((0 80, 90 80, 180 80, -90 80, 0 80))", 370400},
        {"POLYGON ((0 -75, 90 -75, 180 -75, 270 -75, 0 -75))", 370400},
        {"POLYGON ((0 0, 10 0, 10 10, 0 10, 0 9, 9 9, 9 1, 0 1, 0 0))", 4e5},
        {"GEOMETRYCOLLECTION (POINT (150 47), LINESTRING (151 47, 152 48), POLYGON ((149 49, 150 49, 150 50, 149 49)))", 44448},
    };
    GRand *random = g_rand_new_with_seed(12);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        kuril_geometry_buffer read;
        kuril_geometry_buffer_init(&read);
        assert_int_equal(kuril_wkt_read(cases[i].wkt, KURIL_DATA_GEODESIC, &read, NULL), KURIL_OK);
        kuril_shape *source = shape_of(&read);
        const double distance = cases[i].distance_m;
        kuril_shape *buffer = buffer_of(source, distance, 1, NULL, NULL);
        for (int k = 0; k < 200; k++) {
            /* From a place on the globe to its nearest point of the source, and from there out again about as far. */
            const kuril_lonlat any = {g_rand_double_range(random, -180, 180),
                                      asin(g_rand_double_range(random, -1, 1)) * 180 / G_PI};
            kuril_nearest n;
            assert_true(kuril_shape_nearest_point(any, source, INFINITY, &n));
            const kuril_lonlat p = k % 4 == 0 ? any
                                              : kuril_geodesic_direct(n.b, g_rand_double_range(random, 0, 360),
                                                                      distance + about(random, distance / 10), NULL);
            assert_true(kuril_shape_nearest_point(p, source, INFINITY, &n));
            if (fabs(n.geodesic.s12_m - distance) > 1 &&
                kuril_shape_contains(buffer, p) != (n.geodesic.s12_m < distance))
                fail_msg("%s: %.9f %.9f lies %.3f m away, distance %.3f m", cases[i].wkt, p.lon, p.lat, n.geodesic.s12_m, distance);
        }
        kuril_shape_free(source);
        kuril_shape_free(buffer);
    }
    g_rand_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_probe_is_on_its_side),
        cmocka_unit_test(disks_have_their_area),
        cmocka_unit_test(lines_and_polygons_have_their_buffers_area),
        cmocka_unit_test(a_buffer_over_180_comes_in_two_parts),
        cmocka_unit_test(a_buffer_over_the_pole_holds_it),
        cmocka_unit_test(a_ring_of_land_leaves_a_hole_or_none),
        cmocka_unit_test(everything_within_reach_is_the_world),
        cmocka_unit_test(senseless_distances_are_refused),
        cmocka_unit_test(a_buffer_is_what_lies_within_reach),
        cmocka_unit_test(buffers_of_all_kinds_are_what_lies_within_reach),
        cmocka_unit_test(what_circles_share_by_little_is_filled),
        cmocka_unit_test(small_places_left_out_are_found),
        cmocka_unit_test(what_is_left_out_at_the_antipode_is_right),
        cmocka_unit_test(what_is_written_is_valid),
        cmocka_unit_test(a_source_of_many_vertices_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
