/* Cases from the field: what has gone wrong in other map tools between longitude, latitude and the page. */
#include "pages.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const equal_area[] = {
    "+proj=eqearth +lon_0=0 +ellps=WGS84",  "+proj=eqearth +lon_0=150 +ellps=WGS84",
    "+proj=moll +lon_0=-65 +R=6371007.181", "+proj=laea +lat_0=50 +lon_0=150 +ellps=WGS84",
    "+proj=laea +lat_0=-90 +ellps=WGS84",   "+proj=aea +lat_1=40 +lat_2=60 +lon_0=145 +ellps=WGS84",
    "+proj=cea +lon_0=33 +ellps=WGS84",     "+proj=laea +lat_0=90 +lon_0=33 +ellps=WGS84",
};

/* On a page of 1:10 000 000 or so, in square metres on the ground. */
static double drawn_area(const char *definition, const kuril_lonlat *points, size_t n)
{
    kuril_projection *p = page_projection(definition);
    const kuril_fit fit = {2.5e-4, 1, 0, 0, 0};
    const kuril_rect all = {-1e7, -1e7, 1e7, 1e7};
    page g;
    page_open(&g, p, &fit, &all, &(kuril_chain_options){.tolerance_pt = 0.02});
    page_fill(&g, points, n);
    const double area = page_area(&g) / (fit.k * fit.k);
    page_close(&g);
    kuril_projection_free(p);
    return area;
}

/* Forwards, backwards, and begun at every vertex. On a sphere a zone's area differs by up to 0.9 %. */
static void assert_area(const kuril_lonlat *ring, size_t n, double want)
{
    for (size_t i = 0; i < COUNT(equal_area); i++) {
        const double tolerance = (strstr(equal_area[i], "+R=") ? 1e-2 : 1e-3) * want;
        for (size_t start = 0; start < 2 * n; start++) {
            kuril_lonlat turned[8];
            for (size_t k = 0; k < n; k++)
                turned[k] = ring[(start + (start < n ? k : n - k)) % n];
            const double got = drawn_area(equal_area[i], turned, n);
            if (fabs(got - want) > tolerance)
                print_message("%s, begun at %zu\n", equal_area[i], start);
            assert_near(got / 1e6, want / 1e6, tolerance / 1e6);
        }
    }
}

static void box_across_180(void **state)
{
    (void)state;
    const kuril_lonlat ring[] = {{-179, 60}, {172, 60}, {172, 64}, {-179, 64}};
    assert_area(ring, COUNT(ring), page_zone_area(60, 64, 9));
}

/* B2: a strip off Chukotka. Its edges are straight in longitude and latitude; the area is by Simpson's rule over the
   authalic formula along them, independent of any projection. */
static void strip_off_chukotka(void **state)
{
    (void)state;
    const kuril_lonlat ring[] = {{-179.3704, 60.3695}, {173.1076, 60.1920}, {172.0731, 63.5031}, {-179.2748, 63.7203}};
    double want = 0;
    for (size_t i = 0; i < 4; i++) {
        const kuril_lonlat a = ring[i], b = ring[(i + 1) % 4];
        const double width = remainder(b.lon - a.lon, 360);
        want += (page_zone_area(0, a.lat, width) + 4 * page_zone_area(0, (a.lat + b.lat) / 2, width) +
                 page_zone_area(0, b.lat, width)) /
                6;
    }
    assert_near(fabs(want) / 1e6, 157935, 1500); /* with geodesic edges: the case's figure */
    assert_area(ring, COUNT(ring), fabs(want));
}

/* B10: round the pole, without a vertex or an edge at it. */
static void ring_round_a_pole(void **state)
{
    (void)state;
    const kuril_lonlat north[] = {{0, 80}, {120, 80}, {240, 80}}, south[] = {{10, -75}, {130, -75}, {-110, -75}};
    assert_area(north, COUNT(north), page_zone_area(80, 90, 360));
    assert_area(south, COUNT(south), page_zone_area(-90, -75, 360));
}

/* B10 and B14: edges along the poles and all the way round. */
static void rings_with_edges_along_180_and_the_pole(void **state)
{
    (void)state;
    const kuril_lonlat antarctica[] = {{-180, -90}, {180, -90}, {180, -70}, {0, -70}, {-180, -70}};
    assert_area(antarctica, COUNT(antarctica), page_zone_area(-90, -70, 360));
    const kuril_lonlat band[] = {{-180, 10}, {180, 10}, {180, 30}, {-180, 30}};
    assert_area(band, COUNT(band), page_zone_area(10, 30, 360));
}

/* B14: half of it is straight from pole to pole, so half of the world's area by symmetry, and it reaches everywhere
   in longitude. */
static void triangle_over_the_world(void **state)
{
    (void)state;
    const kuril_lonlat ring[] = {{-180, -90}, {180, -90}, {180, 90}};
    assert_area(ring, COUNT(ring), page_zone_area(-90, 90, 360) / 2);
}

static void hole_round_the_pole(void **state)
{
    (void)state;
    static const kuril_lonlat points[] = {{0, 60}, {120, 60}, {-120, 60}, {0, 80}, {-120, 80}, {120, 80}};
    static const kuril_ring rings[] = {{0, 3}, {3, 3}};
    static const kuril_part part = {KURIL_POLYGON, 0, 2};
    const kuril_geometry geometry = {points, 6, rings, 2, &part, 1};
    const double want = page_zone_area(60, 80, 360);
    for (size_t i = 0; i < COUNT(equal_area); i++) {
        kuril_projection *p = page_projection(equal_area[i]);
        const kuril_fit fit = {2.5e-4, 1, 0, 0, 0};
        const kuril_rect all = {-1e7, -1e7, 1e7, 1e7};
        page g;
        page_open(&g, p, &fit, &all, &(kuril_chain_options){.tolerance_pt = 0.02});
        assert_int_equal(kuril_geometry_walk(&geometry, kuril_chain_first(g.chain)), KURIL_OK);
        assert_near(page_area(&g) / (fit.k * fit.k) / want, 1, strstr(equal_area[i], "+R=") ? 1e-2 : 1e-3);
        page_close(&g);
        kuril_projection_free(p);
    }
}

/* B1 */
static void line_across_180_goes_the_short_way(void **state)
{
    (void)state;
    const kuril_lonlat line[] = {{-170, 0}, {170, 0}};
    static const char *const pages[] = {"+proj=eqc +ellps=WGS84",
                                        "+proj=eqc +lon_0=180 +ellps=WGS84",
                                        "+proj=merc +lon_0=100 +ellps=WGS84",
                                        "EPSG:3857",
                                        "EPSG:4326",
                                        "+proj=cass +lon_0=180 +R=6378137"};
    for (size_t i = 0; i < COUNT(pages); i++) {
        kuril_projection *p = page_projection(pages[i]);
        const kuril_fit fit = {1e-3, 1, 0, 0, 0};
        const kuril_rect all = {-1e7, -1e7, 1e7, 1e7};
        page g;
        page_open(&g, p, &fit, &all, NULL);
        page_line(&g, line, 2);
        /* 20 degrees of the equator, in one piece or in two */
        assert_near(page_length(&g, NULL), 20 * acos(-1) / 180 * 6378137 * 1e-3, 0.5);
        page_close(&g);
        kuril_projection_free(p);
    }
}

/* B5: the page is smaller than the box, no edge is visible. */
static void polygon_larger_than_the_page_fills_it(void **state)
{
    (void)state;
    const kuril_lonlat box[] = {{-20, 10}, {30, 10}, {30, 80}, {-20, 80}};
    static const char *const pages[] = {"EPSG:27700", "+proj=laea +lat_0=54 +lon_0=-2 +ellps=WGS84",
                                        "+proj=lcc +lat_1=50 +lat_2=58 +lon_0=-2 +ellps=WGS84",
                                        "+proj=ortho +lat_0=54 +lon_0=-2 +ellps=WGS84"};
    for (size_t i = 0; i < COUNT(pages); i++) {
        kuril_projection *p = page_projection(pages[i]);
        const kuril_fit fit = page_fit(p, (kuril_bbox){-6, 50, 2, 58});
        page g;
        page_open(&g, p, &fit, &page_frame, NULL);
        page_fill(&g, box, 4);
        assert_near(page_area(&g), 800 * 600, 1e-6);
        page_close(&g);
        kuril_projection_free(p);
    }
}

/* B6 */
static void speck_on_180_stays_a_speck(void **state)
{
    (void)state;
    const kuril_lonlat speck[] = {{179.9999, 10}, {-179.9999, 10}, {-179.9999, 10.0002}, {179.9999, 10.0002}};
    static const char *const pages[] = {"robin",
                                        "eqearth",
                                        "+proj=eqc +lon_0=180",
                                        "+proj=ortho +lon_0=180",
                                        "+proj=laea +lon_0=0 +lat_0=-10",
                                        "EPSG:3857",
                                        "+proj=moll +lon_0=180"};
    for (size_t i = 0; i < COUNT(pages); i++) {
        kuril_projection *p = page_projection(pages[i]);
        const kuril_fit fit = page_fit(p, (kuril_bbox){-180, -80, 180, 80});
        page g;
        page_open(&g, p, &fit, &page_frame, NULL);
        page_fill(&g, speck, 4);
        assert_true(page_area(&g) < 1e-4);
        page_close(&g);
        kuril_projection_free(p);
    }
}

/* B7: not even a bit differs but for where the rings begin. */
static void ring_direction_does_not_matter(void **state)
{
    (void)state;
    const kuril_lonlat box[] = {{-44, -45}, {-44, 80}, {45, 80}, {45, -45}};
    const kuril_lonlat back[] = {{45, -45}, {45, 80}, {-44, 80}, {-44, -45}};
    kuril_projection *p = page_projection("robin");
    const kuril_fit fit = page_fit(p, (kuril_bbox){-180, -90, 180, 90});
    page g, h;
    page_open(&g, p, &fit, &page_frame, NULL);
    page_open(&h, p, &fit, &page_frame, NULL);
    page_fill(&g, box, 4);
    page_fill(&h, back, 4);
    assert_int_equal(g.out.points->len, h.out.points->len);
    assert_near(page_area(&g), page_area(&h), 1e-9);
    for (double x = 5; x < 800; x += 10)
        for (double y = 5; y < 600; y += 10)
            assert_int_equal(page_is_filled(&g, x, y), page_is_filled(&h, x, y));
    double x, y;
    assert_true(kuril_lonlat_to_page(p, &fit, (kuril_lonlat){0, 20}, &x, &y));
    assert_true(page_is_filled(&g, x, y));
    assert_true(kuril_lonlat_to_page(p, &fit, (kuril_lonlat){100, 20}, &x, &y));
    assert_false(page_is_filled(&g, x, y));
    page_close(&g);
    page_close(&h);
    kuril_projection_free(p);
}

/* B9: Antarctica in two pieces cut at 0 and 180 with edges to the pole: no cut is stroked, no gap is left. */
static void cuts_of_antarctica(void **state)
{
    (void)state;
    static const kuril_lonlat points[] = {{0, -90},    {180, -90}, {180, -70}, {90, -68},  {0, -70},
                                          {-180, -90}, {0, -90},   {0, -70},   {-90, -68}, {-180, -70}};
    static const kuril_ring rings[] = {{0, 5}, {5, 5}};
    static const kuril_part parts[] = {{KURIL_POLYGON, 0, 1}, {KURIL_POLYGON, 1, 1}};
    const kuril_geometry geometry = {points, 10, rings, 2, parts, 2};
    kuril_projection *p = page_projection("+proj=stere +lat_0=-90 +lat_ts=-71 +ellps=WGS84");
    const kuril_fit fit = page_fit(p, (kuril_bbox){-180, -90, 180, -60});
    page g;
    page_open(&g, p, &fit, &page_frame, NULL);
    kuril_geometry_walk(&geometry, kuril_chain_first(g.chain));
    for (double t = 0; t < 360; t += 7) /* everywhere within the coast, on both sides of the cuts */
        for (double lat = -89.9; lat < -71; lat += 3) {
            double x, y;
            assert_true(kuril_lonlat_to_page(p, &fit, (kuril_lonlat){t - 180 + 1e-7, lat}, &x, &y));
            assert_true(page_is_filled(&g, x, y));
        }
    page_close(&g);
    /* cuts along 180 degrees and at the pole are no outline; those along 0 are edges like any other */
    page_open(&g, p, &fit, &page_frame, NULL);
    kuril_geometry_walk_outline(&geometry, kuril_chain_first(g.chain));
    const kuril_geometry out = kuril_geometry_buffer_view(&g.out);
    double cut_x[2], cut_y[2];
    kuril_lonlat_to_page(p, &fit, (kuril_lonlat){180, -71}, &cut_x[0], &cut_y[0]);
    kuril_lonlat_to_page(p, &fit, (kuril_lonlat){180, -89}, &cut_x[1], &cut_y[1]);
    for (size_t i = 0; i < out.n_points; i++)
        assert_false(fabs(out.points[i].lon - cut_x[0]) < 0.5 && out.points[i].lat > fmin(cut_y[0], cut_y[1]) &&
                     out.points[i].lat < fmax(cut_y[0], cut_y[1]));
    page_close(&g);
    kuril_projection_free(p);
}

/* B11: lines stop at the limb; no piece of one is a chord over the page. */
static void lines_stop_at_the_limb(void **state)
{
    (void)state;
    static const char *const globes[] = {"+proj=ortho +lat_0=45 +lon_0=147", "+proj=nsper +h=3e6 +lat_0=45 +lon_0=147",
                                         "+proj=geos +h=35785831 +lon_0=147",
                                         "+proj=tpers +h=3e6 +lat_0=45 +lon_0=147 +tilt=10 +azi=30"};
    for (size_t i = 0; i < COUNT(globes); i++) {
        kuril_projection *p = page_projection(globes[i]);
        const kuril_fit fit = page_fit(p, (kuril_bbox){-180, -90, 180, 90});
        page g;
        page_open(&g, p, &fit, &page_frame, NULL);
        for (double lon = -180; lon < 180; lon += 15) {
            const kuril_lonlat meridian[] = {{lon, -90}, {lon, 90}};
            page_line(&g, meridian, 2);
        }
        for (double lat = -75; lat <= 75; lat += 15) {
            const kuril_lonlat parallel[] = {{-180, lat}, {-60, lat}, {60, lat}, {180, lat}};
            page_line(&g, parallel, 4);
        }
        const kuril_geometry out = kuril_geometry_buffer_view(&g.out);
        assert_true(out.n_points > 200);
        for (size_t k = 0; k < out.n_points; k++) {
            kuril_lonlat back; /* a little towards the middle, since the limb itself is no one's */
            const double x = 400 + (out.points[k].lon - 400) * 0.999, y = 300 + (out.points[k].lat - 300) * 0.999;
            assert_true(kuril_page_to_lonlat(p, &fit, x, y, &back) || strstr(globes[i], "tpers"));
        }
        double longest;
        page_length(&g, &longest);
        assert_true(longest < 150); /* ten degrees in the middle of the nearest globe; none spans it */
        page_close(&g);
        kuril_projection_free(p);
    }
}

/* B12: far more page than world. */
static void page_far_larger_than_the_world(void **state)
{
    (void)state;
    static const char *const all[] = {"merc",
                                      "robin",
                                      "ortho",
                                      "laea",
                                      "lcc",
                                      "EPSG:27700",
                                      "EPSG:3031",
                                      "+proj=gnom +lat_0=40",
                                      "+proj=tmerc +lon_0=140"};
    const kuril_lonlat world[] = {{-180, -90}, {180, -90}, {180, 90}, {-180, 90}};
    for (size_t i = 0; i < COUNT(all); i++) {
        kuril_projection *p = page_projection(all[i]);
        const kuril_fit fit = {1e-9, 1, 0, 400, 300}; /* the world is a speck of some hundredths of a point */
        page g;
        page_open(&g, p, &fit, &page_frame, NULL);
        page_fill(&g, world, 4);
        assert_int_equal(kuril_chain_walk_world(g.chain), KURIL_OK);
        assert_int_equal(kuril_chain_walk_world_outline(g.chain), KURIL_OK);
        assert_true(page_area(&g) < 800 * 600);
        page_close(&g);
        kuril_projection_free(p);
    }
}

/* B13: at a large scale most of a continent lies millions of points away. */
static void continent_at_a_large_scale(void **state)
{
    (void)state;
    const kuril_lonlat continent[] = {{30, 10}, {145.0005, 44.0}, {145.0005, 44.3}, {60, 75}};
    kuril_projection *p = page_projection("+proj=laea +lat_0=44 +lon_0=145 +ellps=WGS84");
    kuril_fit fit;
    assert_int_equal(kuril_fit_scale(p, (kuril_lonlat){145, 44.15}, 500, &page_frame, 0, &fit, NULL), KURIL_OK);
    page g;
    page_open(&g, p, &fit, &page_frame, NULL);
    page_fill(&g, continent, 4);
    double x, y;
    kuril_lonlat_to_page(p, &fit, (kuril_lonlat){145.0005, 44.15}, &x, &y);
    assert_true(x > 400 && x < 800);
    assert_true(page_is_filled(&g, x - 1, 300));
    assert_false(page_is_filled(&g, x + 1, 300));
    const kuril_geometry out = kuril_geometry_buffer_view(&g.out);
    for (size_t i = 0; i < out.n_points; i++)
        assert_true(out.points[i].lon >= 0 && out.points[i].lon <= 800 && out.points[i].lat >= 0 &&
                    out.points[i].lat <= 600);
    page_close(&g);
    kuril_projection_free(p);
}

/* B36, and the axis order of codes whose axes are latitude first. */
static void codes_mean_longitude_first(void **state)
{
    (void)state;
    double x, y;
    kuril_projection *p = page_projection("EPSG:3857");
    assert_true(kuril_projection_forward(p, (kuril_lonlat){0, 1}, &x, &y));
    assert_near(x, 0, 1e-6);
    assert_near(y, 111325.143, 5e-4);
    kuril_projection_free(p);
    static const char *const plain[] = {"EPSG:4326", "OGC:CRS84", "+proj=longlat +datum=WGS84"};
    for (size_t i = 0; i < COUNT(plain); i++) {
        p = page_projection(plain[i]);
        assert_true(kuril_projection_forward(p, (kuril_lonlat){10, 1}, &x, &y));
        assert_near(x / y, 10, 1e-9);
        kuril_projection_free(p);
    }
    /* South African grid, axes west and south: 31E, 26S lies north-east of 29E, 27S all the same */
    p = page_projection("EPSG:2053");
    double x2, y2;
    assert_true(kuril_projection_forward(p, (kuril_lonlat){29, -27}, &x, &y));
    assert_true(kuril_projection_forward(p, (kuril_lonlat){31, -26}, &x2, &y2));
    assert_true(x2 > x && y2 > y);
    kuril_projection_free(p);
}

/* B76: Mercator at 46N is 1.437 times the scale at the equator. */
static void scale_of_mercator_by_latitude(void **state)
{
    (void)state;
    kuril_projection *p = page_projection("EPSG:3857");
    const kuril_fit fit = {1e-3, 1, 0, 0, 0};
    kuril_local_scale at_46, at_0;
    assert_true(kuril_scale_at(p, &fit, (kuril_lonlat){147, 46}, &at_46));
    assert_true(kuril_scale_at(p, &fit, (kuril_lonlat){147, 0}, &at_0));
    /* sqrt(1 - e2 sin2)/cos on the ellipsoid: 1.4371 */
    assert_near(at_0.m_per_pt_parallel / at_46.m_per_pt_parallel, 1.437, 1e-3);
    assert_near(at_46.north, 0, 1e-6);
    kuril_projection_free(p);
    p = page_projection("merc");
    kuril_fit scaled;
    assert_int_equal(kuril_fit_scale(p, (kuril_lonlat){147, 46}, 2e6, &page_frame, 0, &scaled, NULL), KURIL_OK);
    assert_true(kuril_scale_at(p, &scaled, (kuril_lonlat){147, 46}, &at_46));
    assert_near(at_46.denominator, 2e6, 1);
    assert_near(at_46.m_per_pt_parallel, 2e6 * 0.0254 / 72, 0.01);
    kuril_projection_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(box_across_180),
        cmocka_unit_test(strip_off_chukotka),
        cmocka_unit_test(ring_round_a_pole),
        cmocka_unit_test(rings_with_edges_along_180_and_the_pole),
        cmocka_unit_test(triangle_over_the_world),
        cmocka_unit_test(hole_round_the_pole),
        cmocka_unit_test(line_across_180_goes_the_short_way),
        cmocka_unit_test(polygon_larger_than_the_page_fills_it),
        cmocka_unit_test(speck_on_180_stays_a_speck),
        cmocka_unit_test(ring_direction_does_not_matter),
        cmocka_unit_test(cuts_of_antarctica),
        cmocka_unit_test(lines_stop_at_the_limb),
        cmocka_unit_test(page_far_larger_than_the_world),
        cmocka_unit_test(continent_at_a_large_scale),
        cmocka_unit_test(codes_mean_longitude_first),
        cmocka_unit_test(scale_of_mercator_by_latitude),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
