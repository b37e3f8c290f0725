/* Each stage on its own, by the events that leave it. */
#include "pages.h"
#include "projection/stages.h"

static void feed_ring(kuril_sink *sink, double (*points)[2], size_t n)
{
    kuril_sink_line_start(sink);
    for (size_t i = 0; i < n; i++)
        kuril_sink_point(sink, points[i][0], points[i][1]);
    kuril_sink_line_end(sink);
}

static void feed_polygon(kuril_sink *sink, double (*points)[2], size_t n)
{
    kuril_sink_polygon_start(sink);
    feed_ring(sink, points, n);
    kuril_sink_polygon_end(sink);
}

typedef struct fixture {
    GString *text;
    kuril_log_sink log;
    kuril_check_sink check;
} fixture;

static void open_log(fixture *f, int decimals)
{
    f->text = g_string_new(NULL);
    kuril_log_sink_init(&f->log, f->text, decimals);
    kuril_check_sink_init(&f->check, &f->log.base);
}

static void assert_events(fixture *f, const char *want)
{
    assert_string_equal(f->text->str, want);
    g_string_set_size(f->text, 0);
}

#define FEED(sink, shape, ...)                                                                                         \
    do {                                                                                                               \
        double feed_points[][2] = __VA_ARGS__;                                                                         \
        feed_##shape(sink, feed_points, sizeof feed_points / sizeof *feed_points);                                     \
    } while (0)
#define LIST(...)                                                                                                      \
    {                                                                                                                  \
        __VA_ARGS__                                                                                                    \
    }

static void clip_closes_polygons_and_cuts_lines(void **state)
{
    (void)state;
    fixture f;
    open_log(&f, 0);
    kuril_clip_rect clip;
    const kuril_rect box = {0, 0, 10, 10};
    kuril_clip_rect_init(&clip, &box, &f.check.base);
    kuril_sink *s = &clip.base;
    FEED(s, polygon, LIST({2, 2}, {4, 2}, {4, 4}));
    assert_events(&f, "P[ R[ (2,2) (4,2) (4,4) ] ] ");
    FEED(s, polygon, LIST({20, 2}, {24, 2}, {24, 4}));
    assert_events(&f, "");
    FEED(s, polygon, LIST({-5, 2}, {5, 2}, {5, 4}, {-5, 4})); /* a tongue from the left */
    assert_events(&f, "P[ R[ (0,2) (5,2) (5,4) (0,4) ] ] ");
    FEED(s, polygon, LIST({-5, -5}, {20, -5}, {20, 20}, {-5, 20})); /* larger than the box */
    assert_events(&f, "P[ R[ (0,10) (0,0) (10,0) (10,10) ] ] ");
    FEED(s, polygon,
         LIST({2, -5}, {4, -5}, {4, 5}, {6, 5}, {6, -5}, {8, -5}, {8, 8}, {2, 8})); /* two legs: one piece */
    assert_events(&f, "P[ R[ (4,0) (4,5) (6,5) (6,0) (8,0) (8,8) (2,8) (2,0) ] ] ");
    FEED(s, polygon, LIST({2, 5}, {4, 5}, {4, -5}, {6, -5}, {6, 5}, {8, 5}, {8, -8}, {2, -8})); /* two pieces */
    assert_events(&f, "P[ R[ (6,0) (6,5) (8,5) (8,0) ] R[ (2,0) (2,5) (4,5) (4,0) ] ] ");
    FEED(s, polygon, LIST({0, 0}, {10, 0}, {10, 10}, {0, 10})); /* just the box */
    assert_events(&f, "P[ R[ (0,0) (10,0) (10,10) (0,10) ] ] ");
    FEED(s, ring, LIST({-5, 5}, {5, 5}, {5, 15}, {8, 15}, {8, 5}));
    assert_events(&f, "L[ (0,5) (5,5) (5,10) ] L[ (8,10) (8,5) ] ");
    kuril_sink_point(s, 5, 5);
    kuril_sink_point(s, 15, 5);
    assert_events(&f, "(5,5) ");
    kuril_clip_rect_finish(&clip);
    g_string_free(f.text, TRUE);
}

/* Clipping twice is clipping once. */
static void clip_is_idempotent(void **state)
{
    (void)state;
    fixture f;
    open_log(&f, 6);
    kuril_clip_rect once, twice;
    const kuril_rect box = {0, 0, 10, 10};
    kuril_clip_rect_init(&twice, &box, &f.check.base);
    kuril_clip_rect_init(&once, &box, &twice.base);
    GRand *random = g_rand_new_with_seed(20261125);
    for (int i = 0; i < 200; i++) {
        double star[12][2];
        for (size_t k = 0; k < 12; k++) {
            star[k][0] = g_rand_double_range(random, -10, 20);
            star[k][1] = g_rand_double_range(random, -10, 20);
        }
        once.base.next = &f.check.base;
        feed_polygon(&once.base, star, 12);
        char *first = g_strdup(f.text->str);
        g_string_set_size(f.text, 0);
        once.base.next = &twice.base;
        feed_polygon(&once.base, star, 12);
        assert_events(&f, first);
        g_free(first);
    }
    g_rand_free(random);
    kuril_clip_rect_finish(&once);
    kuril_clip_rect_finish(&twice);
    g_string_free(f.text, TRUE);
}

/* The area within and the area without make the whole: even-odd, for stars that cross themselves. */
static void clipped_parts_make_the_whole(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(4);
    kuril_rings rings;
    kuril_clipper clipper;
    kuril_rings_init(&rings);
    kuril_clipper_init(&clipper);
    for (int i = 0; i < 300; i++) {
        double star[9][2], whole = 0, parts = 0;
        for (size_t k = 0; k < 9; k++) {
            star[k][0] = g_rand_double(random) * 10;
            star[k][1] = g_rand_double(random) * 10;
        }
        for (int part = 0; part < 3; part++) {
            const kuril_rect boxes[] = {{-1, -1, 11, 11}, {-1, -1, 4, 11}, {4, -1, 11, 11}};
            kuril_rings_clear(&rings);
            for (size_t k = 0; k < 9; k++)
                kuril_rings_add(&rings, star[k][0], star[k][1]);
            kuril_rings_end(&rings);
            kuril_rings_clip(&rings, &boxes[part], &clipper);
            double dots = 0;
            for (double x = 0.05; x < 10; x += 0.1)
                for (double y = 0.05; y < 10; y += 0.1) {
                    bool odd = false;
                    for (size_t r = 0; r < kuril_rings_count(&rings); r++) {
                        size_t n;
                        const kuril_xy *p = kuril_rings_at(&rings, r, &n);
                        for (size_t k = 0; k < n; k++) {
                            const kuril_xy a = p[k], b = p[(k + 1) % n];
                            if ((a.y > y) != (b.y > y) && x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
                                odd = !odd;
                        }
                    }
                    dots += odd;
                }
            *(part == 0 ? &whole : &parts) += dots;
        }
        assert_near(parts, whole, 1);
    }
    g_rand_free(random);
    kuril_rings_finish(&rings);
    kuril_clipper_finish(&clipper);
}

static kuril_domain window_domain(double lon_0, double south, double north)
{
    kuril_domain d = {.kind = KURIL_DOMAIN_WINDOWS, .seam = lon_0 - 180};
    d.windows = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
    const kuril_rect all = {lon_0 - 180, south, lon_0 + 180, north};
    g_array_append_val(d.windows, all);
    return d;
}

static void seam_cuts(void **state)
{
    (void)state;
    fixture f;
    open_log(&f, 0);
    kuril_domain d = window_domain(0, -90, 90);
    kuril_cut_windows cut;
    kuril_cut_windows_init(&cut, &d, &f.check.base);
    kuril_sink *s = &cut.base.sink;
    FEED(s, polygon, LIST({170, 10}, {-170, 10}, {-170, 20}, {170, 20}));
    assert_events(&f, "P[ R[ (-180,10) (-170,10) (-170,20) (-180,20) ] R[ (180,20) (170,20) (170,10) (180,10) ] ] ");
    FEED(s, polygon, LIST({530, 10}, {550, 10}, {550, 20}, {530, 20})); /* the same, turns away */
    assert_events(&f, "P[ R[ (-180,10) (-170,10) (-170,20) (-180,20) ] R[ (180,20) (170,20) (170,10) (180,10) ] ] ");
    FEED(s, polygon, LIST({0, 80}, {120, 80}, {-120, 80})); /* round the pole */
    assert_events(&f, "P[ R[ (-180,80) (-120,80) (0,80) (120,80) (180,80) (180,90) (-180,90) ] ] ");
    FEED(s, polygon, LIST({-120, 80}, {120, 80}, {0, 80})); /* the other way round */
    assert_events(&f, "P[ R[ (-180,80) (-120,80) (0,80) (120,80) (180,80) (180,90) (-180,90) ] ] ");
    FEED(s, polygon, LIST({-180, -90}, {180, -90}, {180, -80}, {-180, -80})); /* all the way round, as it says */
    assert_events(&f, "P[ R[ (180,-80) (-180,-80) (-180,-90) (180,-90) ] ] ");
    FEED(s, polygon, LIST({170, 60}, {180, 60}, {180, 70}, {170, 70})); /* ends at the seam: no sliver beyond */
    assert_events(&f, "P[ R[ (180,70) (170,70) (170,60) (180,60) ] ] ");
    FEED(s, ring, LIST({-170, 0}, {170, 0}));
    assert_events(&f, "L[ (-170,0) (-180,0) ] L[ (180,0) (170,0) ] ");
    FEED(s, ring, LIST({170, 0}, {180, 10}, {170, 20})); /* touches */
    assert_events(&f, "L[ (170,0) (180,10) ] L[ (180,10) (170,20) ] ");
    kuril_sink_point(s, 190, 5);
    assert_events(&f, "(-170,5) ");
    kuril_cut_windows_finish(&cut);
    kuril_domain_finish(&d);
    d = window_domain(150, -80, 80);
    kuril_cut_windows_init(&cut, &d, &f.check.base);
    FEED(s, polygon, LIST({170, 70}, {-170, 70}, {-170, 85}, {170, 85}));
    assert_events(&f, "P[ R[ (170,80) (170,70) (190,70) (190,80) ] ] ");
    kuril_cut_windows_finish(&cut);
    kuril_domain_finish(&d);
    g_string_free(f.text, TRUE);
}

static void horizon_cuts(void **state)
{
    (void)state;
    fixture f;
    open_log(&f, 0);
    kuril_cut_cap cut;
    kuril_cut_cap_init(&cut, (kuril_lonlat){0, 0}, 60, 30, &f.check.base);
    kuril_sink *s = &cut.base.sink;
    FEED(s, ring, LIST({-90, 0}, {90, 0}));
    assert_events(&f, "L[ (-60,0) (60,0) ] ");
    FEED(s, ring, LIST({-20, 70}, {20, 70}));
    assert_events(&f, "");
    FEED(s, ring, LIST({0, 0}, {0, 70}, {10, 70}, {10, 0}));
    assert_events(&f, "L[ (0,0) (0,60) ] L[ (10,59) (10,0) ] ");
    FEED(s, polygon, LIST({-10, -10}, {10, -10}, {10, 10}, {-10, 10}));
    assert_events(&f, "P[ R[ (-10,-10) (10,-10) (10,10) (-10,10) ] ] ");
    FEED(s, polygon, LIST({150, 0}, {160, 0}, {160, 10}));
    assert_events(&f, "");
    FEED(s, polygon, LIST({40, -10}, {90, -10}, {90, 10}, {40, 10})); /* a tongue from beyond */
    assert_events(&f, "P[ R[ (59,10) (40,10) (40,-10) (59,-10) ] ] ");
    kuril_sink_point(s, 59, 0);
    kuril_sink_point(s, 61, 0);
    assert_events(&f, "(59,0) ");
    kuril_cut_cap_finish(&cut);
    g_string_free(f.text, TRUE);
}

/* How far a point lies from the vertices of a buffer, joined as one line; longitudes shortened by `stretch`. */
static double distance_from_line(const kuril_geometry_buffer *line, double x, double y, double stretch)
{
    double least = INFINITY;
    for (guint k = 1; k < line->points->len; k++) {
        const kuril_lonlat a = g_array_index(line->points, kuril_lonlat, k - 1);
        const kuril_lonlat b = g_array_index(line->points, kuril_lonlat, k);
        const double dx = (b.lon - a.lon) * stretch, dy = b.lat - a.lat;
        const double mx = (x - a.lon) * stretch, my = y - a.lat;
        const double t = fmax(0, fmin(1, (mx * dx + my * dy) / (dx * dx + dy * dy)));
        least = fmin(least, hypot(mx - t * dx, my - t * dy));
    }
    return least;
}

/* No vertex that is dropped lies farther than the tolerance from what is kept. */
static void simplify_keeps_within_its_tolerance(void **state)
{
    (void)state;
    fixture f;
    open_log(&f, 1);
    kuril_simplify simplify;
    kuril_simplify_init(&simplify, 0.5, &f.check.base);
    FEED(&simplify.base, ring, LIST({0, 0}, {1, 0.2}, {2, -0.2}, {3, 0.1}, {4, 0}, {4, 5}));
    assert_events(&f, "L[ (0.0,0.0) (4.0,0.0) (4.0,5.0) ] ");
    FEED(&simplify.base, ring, LIST({0, 0}, {9, 0}, {2, 0})); /* a spike stays */
    assert_events(&f, "L[ (0.0,0.0) (9.0,0.0) (2.0,0.0) ] ");
    g_string_free(f.text, TRUE);

    GRand *random = g_rand_new_with_seed(7);
    kuril_geometry_buffer out;
    kuril_geometry_buffer_init(&out);
    simplify.base.next = &out.base;
    size_t in = 0, kept = 0;
    for (int round = 0; round < 100; round++) {
        double walk[300][2] = {{0, 0}};
        double heading = 0;
        for (size_t i = 1; i < 300; i++) {
            heading += g_rand_double_range(random, -0.6, 0.6);
            walk[i][0] = walk[i - 1][0] + 0.3 * cos(heading);
            walk[i][1] = walk[i - 1][1] + 0.3 * sin(heading);
        }
        kuril_geometry_buffer_reset(&out);
        feed_ring(&simplify.base, walk, 300);
        in += 300;
        kept += out.points->len;
        for (size_t i = 0; i < 300; i++) {
            assert_true(distance_from_line(&out, walk[i][0], walk[i][1], 1) <= 0.5 + 1e-9);
        }
    }
    assert_true(kept < in / 3);
    kuril_geometry_buffer_finish(&out);
    g_rand_free(random);
}

static void coarse_drops_what_the_page_cannot_show(void **state)
{
    (void)state;
    fixture f;
    open_log(&f, 1);
    kuril_coarse coarse;
    const kuril_bbox box = {170, 40, -170, 60};
    kuril_coarse_init(&coarse, 0.1, &box, &f.check.base);
    kuril_sink *s = &coarse.base;
    /* at 60 degrees a tenth of a degree of longitude is half as long */
    FEED(s, ring, LIST({175, 50}, {175.11, 50.3}, {175, 50.9}, {176, 50.9}));
    assert_events(&f, "L[ (175.0,50.0) (175.0,50.9) (176.0,50.9) ] ");
    FEED(s, ring, LIST({175, 50}, {175.3, 50.3}, {175, 50.9}, {176, 50.9}));
    assert_events(&f, "L[ (175.0,50.0) (175.3,50.3) (175.0,50.9) (176.0,50.9) ] ");
    /* an islet too small to show keeps three vertices */
    FEED(s, polygon, LIST({175, 50}, {175.01, 50}, {175.01, 50.02}, {175, 50.01}));
    assert_events(&f, "P[ R[ (175.0,50.0) (175.0,50.0) (175.0,50.0) ] ] ");
    /* north of the box nothing but the run's ends; into it, the vertex before */
    FEED(s, ring, LIST({170, 61}, {171, 69}, {172, 62}, {174, 65}, {175, 59}, {176, 61}));
    assert_events(&f, "L[ (170.0,61.0) (174.0,65.0) (175.0,59.0) (176.0,61.0) ] ");
    /* east of it, also where longitudes are written otherwise; no run is longer than ten degrees */
    FEED(s, ring, LIST({-169, 50}, {-167, 55}, {-165, 45}, {-160, 50}, {-158, 50}));
    assert_events(&f, "L[ (-169.0,50.0) (-160.0,50.0) (-158.0,50.0) ] ");
    FEED(s, ring, LIST({191, 50}, {193, 55}, {195, 45}, {189, 50}));
    assert_events(&f, "L[ (191.0,50.0) (195.0,45.0) (189.0,50.0) ] ");
    FEED(s, ring, LIST({0, 80}, {90, 80}, {180, 80})); /* long edges as they are */
    assert_events(&f, "L[ (0.0,80.0) (90.0,80.0) (180.0,80.0) ] ");
    g_string_free(f.text, TRUE);
}

static void coarse_keeps_within_its_tolerance(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(9);
    kuril_geometry_buffer out;
    kuril_geometry_buffer_init(&out);
    kuril_coarse coarse;
    const kuril_bbox world = {-180, -90, 180, 90};
    size_t kept = 0;
    for (int round = 0; round < 100; round++) {
        kuril_coarse_init(&coarse, 0.02, &world, &out.base);
        kuril_geometry_buffer_reset(&out);
        double walk[300][2] = {{g_rand_double_range(random, -180, 180), g_rand_double_range(random, -75, 75)}};
        const double stretch = cos(walk[0][1] * KURIL_DEG);
        for (size_t i = 1; i < 300; i++) {
            walk[i][0] = walk[i - 1][0] + g_rand_double_range(random, -0.01, 0.014) / stretch;
            walk[i][1] = walk[i - 1][1] + g_rand_double_range(random, -0.01, 0.01);
        }
        feed_ring(&coarse.base, walk, 300);
        kept += out.points->len;
        for (size_t i = 0; i < 300; i++)
            assert_true(distance_from_line(&out, walk[i][0], walk[i][1], stretch) <= 0.02 + 1e-9);
    }
    assert_true(kept < 100 * 300 / 4);
    kuril_geometry_buffer_finish(&out);
    g_rand_free(random);
}

/* A drawn edge strays no farther than the tolerance from where its places are: looked at every hundredth of it. */
static void bend_keeps_within_its_tolerance(void **state)
{
    (void)state;
    static const char *const all[] = {
        "+proj=laea +lat_0=90",   "+proj=merc",          "+proj=robin", "+proj=moll",
        "+proj=ortho +lat_0=45",  "+proj=lcc +lat_1=30", "+proj=sinu",  "+proj=aeqd +lat_0=10",
        "+proj=stere +lat_0=-30", "+proj=wintri",        "+proj=poly"};
    GRand *random = g_rand_new_with_seed(11);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        kuril_projection *p = page_projection(all[i]);
        const kuril_fit fit = page_fit(p, (kuril_bbox){-180, -90, 180, 90});
        for (int round = 0; round < 300; round++) {
            /* edges of every length, a good way from the seam and the horizon */
            const double reach = pow(10, g_rand_double_range(random, -2, 1.7));
            const kuril_lonlat ends[] = {{g_rand_double_range(random, -60, 60), g_rand_double_range(random, -20, 75)},
                                         {0, 0}};
            const kuril_lonlat edge[] = {
                ends[0],
                {ends[0].lon + g_rand_double_range(random, -reach, reach),
                 fmax(-80, fmin(85, ends[0].lat + g_rand_double_range(random, -reach, reach)))}};
            page g;
            page_open(&g, p, &fit, &page_frame, NULL);
            page_line(&g, edge, 2);
            const kuril_geometry out = kuril_geometry_buffer_view(&g.out);
            for (int k = 0; k <= 100 && out.n_parts == 1; k++) {
                double x, y, least = INFINITY;
                const kuril_lonlat at = {edge[0].lon + (edge[1].lon - edge[0].lon) * k / 100,
                                         edge[0].lat + (edge[1].lat - edge[0].lat) * k / 100};
                if (!kuril_lonlat_to_page(p, &fit, at, &x, &y) || x < 0 || x > 800 || y < 0 || y > 600)
                    continue;
                for (size_t v = 1; v < out.n_points; v++) {
                    const kuril_lonlat a = out.points[v - 1], b = out.points[v];
                    const double dx = b.lon - a.lon, dy = b.lat - a.lat, length2 = dx * dx + dy * dy;
                    const double t =
                        length2 > 0 ? fmax(0, fmin(1, ((x - a.lon) * dx + (y - a.lat) * dy) / length2)) : 0;
                    least = fmin(least, hypot(x - a.lon - t * dx, y - a.lat - t * dy));
                }
                if (least > 0.1875 * 1.25)
                    fail_msg("%s: %g %g to %g %g strays %g at %g %g", all[i], edge[0].lon, edge[0].lat, edge[1].lon,
                             edge[1].lat, least, at.lon, at.lat);
            }
            page_close(&g);
        }
        kuril_projection_free(p);
    }
    g_rand_free(random);
}

/* From 40N 140E to 40N 140W a geodesic passes well north of the parallel. */
static void geodesic_edges_bend(void **state)
{
    (void)state;
    kuril_projection *p = page_projection("+proj=eqc +lon_0=180 +ellps=WGS84");
    const kuril_fit fit = page_fit(p, (kuril_bbox){-180, -90, 180, 90});
    const kuril_lonlat line[] = {{140, 40}, {-140, 40}};
    double middle_y[2], x, y;
    for (int geodesic = 0; geodesic < 2; geodesic++) {
        page g;
        page_open(&g, p, &fit, &page_frame, &(kuril_chain_options){.geodesic_edges = geodesic});
        page_line(&g, line, 2);
        const kuril_geometry out = kuril_geometry_buffer_view(&g.out);
        middle_y[geodesic] = INFINITY;
        for (size_t i = 0; i < out.n_points; i++)
            middle_y[geodesic] = fmin(middle_y[geodesic], out.points[i].lat);
        page_close(&g);
    }
    kuril_lonlat_to_page(p, &fit, (kuril_lonlat){180, 40}, &x, &y);
    assert_near(middle_y[0], y, 1e-6);
    /* spherical: tan(lat) of the middle = tan 40 / cos 40 */
    kuril_lonlat_to_page(
        p, &fit, (kuril_lonlat){180, atan(tan(40 * acos(-1) / 180) / cos(40 * acos(-1) / 180)) * 180 / acos(-1)}, &x,
        &y);
    assert_near(middle_y[1], y, 0.5);
    kuril_projection_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clip_closes_polygons_and_cuts_lines),
        cmocka_unit_test(clip_is_idempotent),
        cmocka_unit_test(clipped_parts_make_the_whole),
        cmocka_unit_test(seam_cuts),
        cmocka_unit_test(horizon_cuts),
        cmocka_unit_test(simplify_keeps_within_its_tolerance),
        cmocka_unit_test(coarse_drops_what_the_page_cannot_show),
        cmocka_unit_test(coarse_keeps_within_its_tolerance),
        cmocka_unit_test(bend_keeps_within_its_tolerance),
        cmocka_unit_test(geodesic_edges_bend),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
