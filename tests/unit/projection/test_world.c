/* Cases from the field whose pictures are asked dot by dot which place of the globe they show. */
#include "geom/long_edges.h"
#include "geom/wkt.h"
#include "oracle.h"
#include "shapefile.h"
#include <kurilmap/geodesy.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const kuril_bbox everything = {-180, -90, 180, 90};
static kuril_geometry_buffer land;

static int read_land(void **state)
{
    (void)state;
    kuril_geometry_buffer_init(&land);
    return kuril_shapefile_read(KURIL_SOURCE_DIR "/geodata/layers/countries_110m.shp", &land) ? 0 : -1;
}

static int free_land(void **state)
{
    (void)state;
    kuril_geometry_buffer_finish(&land);
    return 0;
}

/* Fills a page of the whole world; at least `least` of its dots show a place and none of them is wrong. */
static void assert_world(const char *definition, const kuril_geometry *in, double least)
{
    kuril_projection *p = page_projection(definition);
    const kuril_fit fit = page_fit(p, everything);
    page g;
    size_t world;
    page_open(&g, p, &fit, &page_frame, NULL);
    assert_int_equal(kuril_geometry_walk(in, kuril_chain_first(g.chain)), KURIL_OK);
    const size_t wrong = oracle_wrong(&g, p, &fit, in, 1, &world);
    if (wrong > 0 || (double)world < least * ORACLE_COLUMNS * ORACLE_ROWS)
        fail_msg("%s: %zu of %zu dots are wrong", definition, wrong, world);
    page_close(&g);
    kuril_projection_free(p);
}

/* B3: no piece at the page's east or west edge has the wrong colour, whatever the middle meridian. */
static void land_about_any_meridian(void **state)
{
    (void)state;
    static const char *const families[] = {"robin", "eqearth", "moll", "eck4", "natearth", "sinu", "eqc"};
    static const double middles[] = {-65, 145, 180, 33.3};
    const kuril_geometry in = kuril_geometry_buffer_view(&land);
    for (size_t i = 0; i < COUNT(families); i++)
        for (size_t m = 0; m < COUNT(middles); m++) {
            char definition[80];
            g_snprintf(definition, sizeof definition, "+proj=%s +lon_0=%d", families[i], (int)middles[m]);
            assert_world(definition, &in, 0.4);
        }
}

/* B4: out to the antipode; and the last degree before it changes nothing. */
static void land_out_to_the_antipode(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "+proj=aeqd +lat_0=30 +lon_0=-120 +R=6371000",   "+proj=aeqd +lat_0=50 +lon_0=180 +R=6371000",
        "+proj=aeqd +lat_0=30 +lon_0=-120 +datum=WGS84", "+proj=aeqd +lat_0=50 +lon_0=180 +datum=WGS84",
        "+proj=laea +lat_0=30 +lon_0=-120 +datum=WGS84", "+proj=laea +lat_0=50 +lon_0=180 +datum=WGS84",
    };
    const kuril_geometry in = kuril_geometry_buffer_view(&land);
    for (size_t i = 0; i < COUNT(pages); i++)
        assert_world(pages[i], &in, 0.55);
}

/* B8: countries with every second ring reversed. */
static void reversed_rings_are_no_matter(void **state)
{
    (void)state;
    static const char *const pages[] = {"robin", "+proj=ortho +lat_0=45 +lon_0=147", "+proj=igh"};
    const kuril_geometry in = kuril_geometry_buffer_view(&land);
    kuril_geometry_buffer turned;
    kuril_geometry_buffer_init(&turned);
    assert_int_equal(kuril_geometry_walk(&in, &turned.base), KURIL_OK);
    for (size_t r = 0; r < in.n_rings; r += 2)
        for (size_t i = 0; i < in.rings[r].count; i++)
            g_array_index(turned.points, kuril_lonlat, in.rings[r].first + i) =
                in.points[in.rings[r].first + in.rings[r].count - 1 - i];
    kuril_geometry_buffer_turn_rings(&turned); /* as every reader does */
    const kuril_geometry back = kuril_geometry_buffer_view(&turned);
    for (size_t i = 0; i < COUNT(pages); i++) {
        kuril_projection *p = page_projection(pages[i]);
        const kuril_fit fit = page_fit(p, everything);
        page g, h;
        page_open(&g, p, &fit, &page_frame, NULL);
        page_open(&h, p, &fit, &page_frame, NULL);
        assert_int_equal(kuril_geometry_walk(&in, kuril_chain_first(g.chain)), KURIL_OK);
        assert_int_equal(kuril_geometry_walk(&back, kuril_chain_first(h.chain)), KURIL_OK);
        assert_near(page_area(&g), page_area(&h), 1e-6);
        oracle_fill a, b;
        oracle_scan(&g, &a);
        oracle_scan(&h, &b);
        assert_memory_equal(&a, &b, sizeof a);
        page_close(&g);
        page_close(&h);
        kuril_projection_free(p);
    }
    kuril_geometry_buffer_finish(&turned);
}

/* B15: across 180 degrees between 65 and 78 N, edges from 2 to 120 degrees long: all are whole, on any page. */
static void long_edges_across_180(void **state)
{
    (void)state;
    static const char *const pages[] = {"+proj=cea +ellps=WGS84", "+proj=laea +lat_0=90 +ellps=WGS84",
                                        "+proj=eqearth +lon_0=180 +ellps=WGS84"};
    static const double widths[] = {2, 15, 24, 60, 100, 120};
    for (size_t i = 0; i < COUNT(pages); i++)
        for (size_t w = 0; w < COUNT(widths); w++) {
            const double west = 180 - 0.4 * widths[w], east = west + widths[w] - 360;
            kuril_geometry_buffer b;
            kuril_geometry_buffer_init(&b);
            char *text =
                g_strdup_printf("POLYGON((%.9f 65,%.9f 65,%.9f 78,%.9f 78,%.9f 65))", west, east, east, west, west);
            assert_int_equal(kuril_wkt_read(text, KURIL_DATA_STRAIGHT, &b, NULL), KURIL_OK);
            const kuril_geometry in = kuril_geometry_buffer_view(&b);
            kuril_projection *p = page_projection(pages[i]);
            const kuril_fit fit = page_fit(p, everything);
            page g;
            page_open(&g, p, &fit, &page_frame, &(kuril_chain_options){.tolerance_pt = 0.01});
            assert_int_equal(kuril_geometry_walk(&in, kuril_chain_first(g.chain)), KURIL_OK);
            assert_near(page_area(&g) / (fit.k * fit.k) / page_zone_area(65, 78, widths[w]), 1, 2e-3);
            page_close(&g);
            kuril_projection_free(p);
            kuril_geometry_buffer_finish(&b);
            g_free(text);
        }
}

/* Not on the limit of the projection, which is drawn to a tolerance. */
static bool is_inside(const kuril_projection *p, const kuril_fit *fit, double x, double y)
{
    kuril_lonlat place;
    return kuril_page_to_lonlat(p, fit, x - 1, y, &place) && kuril_page_to_lonlat(p, fit, x + 1, y, &place) &&
           kuril_page_to_lonlat(p, fit, x, y - 1, &place) && kuril_page_to_lonlat(p, fit, x, y + 1, &place);
}

/* Draws what lies within a distance and compares every dot with the geodesic from the middle. */
static void assert_circle(const char *definition, kuril_lonlat middle, double radius_m)
{
    kuril_shape *shape;
    const kuril_ring ring = {0, 1};
    const kuril_part part = {KURIL_POINT, 0, 1};
    const kuril_geometry point = {&middle, 1, &ring, 1, &part, 1};
    kuril_geometry_buffer out;
    kuril_geometry_buffer_init(&out);
    assert_int_equal(kuril_shape_new(&point, KURIL_EDGES_GEODESIC, &shape), KURIL_OK);
    assert_int_equal(kuril_shape_buffer(shape, radius_m, 1000, &out.base, NULL), KURIL_OK);
    kuril_projection *p = page_projection(definition);
    const kuril_fit fit = page_fit(p, everything);
    page g;
    oracle_fill fill;
    page_open(&g, p, &fit, &page_frame, NULL);
    const kuril_geometry circle = kuril_geometry_buffer_view(&out);
    assert_int_equal(kuril_geometry_walk(&circle, kuril_chain_first(g.chain)), KURIL_OK);
    oracle_scan(&g, &fill);
    for (int row = 0; row < ORACLE_ROWS; row++)
        for (int column = 0; column < ORACLE_COLUMNS; column++) {
            kuril_lonlat place;
            if (!kuril_page_to_lonlat(p, &fit, oracle_x(column), oracle_y(row), &place)) {
                assert_false(fill.filled[row][column]);
                continue;
            }
            if (!is_inside(p, &fit, oracle_x(column), oracle_y(row)))
                continue;
            const double off = kuril_geodesic_inverse(middle, place).s12_m - radius_m;
            if (fabs(off) > 80e3 && fill.filled[row][column] != (off < 0))
                fail_msg("%s, %g m about %g %g: wrong at %g %g", definition, radius_m, middle.lon, middle.lat,
                         place.lon, place.lat);
        }
    page_close(&g);
    kuril_projection_free(p);
    kuril_geometry_buffer_finish(&out);
    kuril_shape_free(shape);
}

/* B59 over a pole, B60 and B61 across 180 degrees, past a pole and past a hemisphere. */
static void circles_anywhere(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "+proj=eqc", "+proj=stere +lat_0=90", "+proj=laea +lat_0=-90", "robin", "+proj=ortho +lat_0=60 +lon_0=170",
        "EPSG:3857"};
    static const struct {
        kuril_lonlat middle;
        double radius_m;
    } circles[] = {{{30, 85}, 1000e3},      {{179.95, 45}, 400e3}, {{178, 62}, 900e3},   {{179, 10}, 6000e3},
                   {{-179.5, -20}, 9000e3}, {{179, 35}, 11000e3},  {{170, -60}, 15000e3}};
    for (size_t i = 0; i < COUNT(pages); i++)
        for (size_t c = 0; c < COUNT(circles); c++)
            assert_circle(pages[i], circles[c].middle, circles[c].radius_m);
}

/* B62: 150 M on either side of the meridian 80 W: true width the same all along, width on a Mercator page growing as
   the scale does, 1 / cos of the latitude on the sphere that EPSG:3857 takes. */
static void a_strip_grows_on_mercator(void **state)
{
    (void)state;
    kuril_geometry_buffer line, out;
    kuril_shape *shape;
    kuril_geometry_buffer_init(&line);
    kuril_geometry_buffer_init(&out);
    assert_int_equal(kuril_wkt_read("LINESTRING(-80 0,-80 80)", KURIL_DATA_STRAIGHT, &line, NULL), KURIL_OK);
    const kuril_geometry meridian = kuril_geometry_buffer_view(&line);
    assert_int_equal(kuril_shape_new(&meridian, KURIL_EDGES_GEODESIC, &shape), KURIL_OK);
    assert_int_equal(kuril_shape_buffer(shape, 150 * 1852.0, 10, &out.base, NULL), KURIL_OK);
    kuril_projection *p = page_projection("EPSG:3857");
    const kuril_fit fit = page_fit(p, (kuril_bbox){-120, -10, -40, 80});
    page g;
    page_open(&g, p, &fit, &page_frame, NULL);
    const kuril_geometry strip = kuril_geometry_buffer_view(&out);
    assert_int_equal(kuril_geometry_walk(&strip, kuril_chain_first(g.chain)), KURIL_OK);
    double at_equator = 0;
    for (double lat = 5; lat <= 75; lat += 10) {
        double x, y, half = 0;
        assert_true(kuril_lonlat_to_page(p, &fit, (kuril_lonlat){-80, lat}, &x, &y));
        while (page_is_filled(&g, x + half, y))
            half += 0.02;
        kuril_lonlat edge;
        assert_true(kuril_page_to_lonlat(p, &fit, x + half, y, &edge));
        /* the nearest place of the meridian is not that of the same latitude, but very nearly */
        const double width_m = kuril_geodesic_inverse((kuril_lonlat){-80, lat}, edge).s12_m;
        assert_near(width_m / (150 * 1852.0), 1, lat < 70 ? 0.01 : 0.04);
        if (lat == 5)
            at_equator = half * cos(5 * G_PI / 180);
        assert_near(half * cos(lat * G_PI / 180) / at_equator, 1, lat < 70 ? 0.02 : 0.06);
    }
    page_close(&g);
    kuril_projection_free(p);
    kuril_shape_free(shape);
    kuril_geometry_buffer_finish(&line);
    kuril_geometry_buffer_finish(&out);
}

/* A view across 180 degrees in a cylindrical projection whose own seam lies there: the plane goes on, as on web maps.
 */
static void cylinders_go_on_across_their_seam(void **state)
{
    (void)state;
    static const char *const pages[] = {"EPSG:3857", "EPSG:4326", "EPSG:3395", "+proj=eqc", "+proj=mill", "+proj=cea"};
    const kuril_view view = {.kind = KURIL_VIEW_BOUNDS, .bounds = {178, 40, -176, 46}, .frame = page_frame};
    for (size_t i = 0; i < COUNT(pages); i++) {
        kuril_projection *p;
        kuril_fit fit;
        assert_int_equal(kuril_projection_new(pages[i], &view, NULL, &p, NULL), KURIL_OK);
        assert_int_equal(kuril_fit_view(p, &view, &fit, NULL), KURIL_OK);
        double x[3], y[3];
        for (int k = 0; k < 3; k++)
            assert_true(kuril_lonlat_to_page(p, &fit, (kuril_lonlat){k == 2 ? -176 : 178 + 2 * k, 43}, &x[k], &y[k]));
        assert_near((x[1] - x[0]) / (x[2] - x[0]), 2.0 / 6, 1e-9); /* meridians are evenly spaced */
        assert_true(x[2] - x[0] > 200 && x[0] >= -1e-6 && x[2] <= 800 + 1e-6);
        kuril_lonlat back;
        assert_true(kuril_page_to_lonlat(p, &fit, x[2], y[2], &back));
        assert_near(back.lon, -176, 1e-6);
        page g;
        page_open(&g, p, &fit, &page_frame, NULL);
        const kuril_lonlat box[] = {{179, 41}, {-177, 41}, {-177, 45}, {179, 45}};
        page_fill(&g, box, 4);
        const kuril_geometry out = kuril_geometry_buffer_view(&g.out);
        assert_int_equal(out.n_rings, 1); /* not cut at 180 */
        assert_true(page_is_filled(&g, x[1] - 0.01, y[1]) && page_is_filled(&g, x[1] + 0.01, y[1]));
        page_close(&g);
        kuril_projection_free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(land_about_any_meridian),
        cmocka_unit_test(land_out_to_the_antipode),
        cmocka_unit_test(reversed_rings_are_no_matter),
        cmocka_unit_test(long_edges_across_180),
        cmocka_unit_test(circles_anywhere),
        cmocka_unit_test(a_strip_grows_on_mercator),
        cmocka_unit_test(cylinders_go_on_across_their_seam),
    };
    return cmocka_run_group_tests(tests, read_land, free_land);
}
