/* Interpolated places, and the way past the cuts: what goes it comes out as through PROJ and the cuts. */
#include "pages.h"
#include "projection/stages.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const pages[] = {
    "+proj=laea +lat_0=50 +lon_0=150 +ellps=WGS84",
    "+proj=ortho +lat_0=45 +lon_0=147",
    "+proj=merc +lon_0=100",
    "+proj=robin +lon_0=-160",
    "+proj=tmerc +lon_0=147 +ellps=WGS84",
    "+proj=igh",
    "+proj=stere +lat_0=90 +ellps=WGS84",
    "+proj=gnom +lat_0=60",
    "EPSG:27700",
};

/* A coast: many steps of a few hundred metres, the same for the same seed. */
static size_t wander(GRand *random, kuril_lonlat from, double step, kuril_lonlat *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        out[i] = from;
        from.lon += step * g_rand_double_range(random, -1, 1.2);
        from.lat = CLAMP(from.lat + step * g_rand_double_range(random, -1, 1.1), -89, 89);
    }
    return n;
}

enum { N = 4000 };

static void places_are_right_to_a_sixteenth(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(42);
    kuril_lonlat *coast = g_new(kuril_lonlat, N);
    const double error = 0.1875 / 16;
    for (size_t i = 0; i < COUNT(pages); i++) {
        kuril_projection *p = page_projection(pages[i]);
        const kuril_fit fit = page_fit(p, (kuril_bbox){-180, -90, 180, 90});
        kuril_safe safe;
        kuril_cells cells;
        kuril_safe_init(&safe, &p->domain);
        kuril_cells_init(&cells, p, &fit, &safe, error);
        size_t interpolated = 0;
        double worst = 0;
        for (int k = 0; k < 20; k++) {
            const kuril_lonlat from = {g_rand_double_range(random, -180, 180), g_rand_double_range(random, -85, 85)};
            wander(random, from, 0.01, coast, N);
            for (size_t m = 0; m < N; m++) {
                double x, y, px, py;
                if (!kuril_cells_place(&cells, coast[m].lon, coast[m].lat, &x, &y))
                    continue;
                assert_true(kuril_lonlat_to_page(p, &fit, coast[m], &px, &py));
                worst = fmax(worst, hypot(x - px, y - py));
                interpolated++;
            }
        }
        if (!(worst < 1.5 * error && interpolated > N / 2))
            fail_msg("%s: %zu interpolated, the worst %g off", pages[i], interpolated, worst);
        kuril_cells_finish(&cells);
        kuril_projection_free(p);
    }
    g_free(coast);
    g_rand_free(random);
}

/* A dense ring and the same ring backwards are the same to the last bit, and nowhere far from the truth. */
static void dense_rings_are_the_same_both_ways(void **state)
{
    (void)state;
    enum { RING = 20000 };
    kuril_lonlat *ring = g_new(kuril_lonlat, RING), *back = g_new(kuril_lonlat, RING);
    for (size_t i = 0; i < RING; i++) {
        const double t = 2 * G_PI * (double)i / RING, r = 3 + 0.3 * sin(40 * t);
        ring[i] = (kuril_lonlat){147 + r * cos(t), 45 + r * sin(t)};
        back[(RING - i) % RING] = ring[i];
    }
    for (size_t i = 0; i < 5; i++) {
        kuril_projection *p = page_projection(pages[i]);
        const kuril_fit fit = page_fit(p, (kuril_bbox){100, 20, 190, 80});
        page g, h;
        page_open(&g, p, &fit, &page_frame, NULL);
        page_open(&h, p, &fit, &page_frame, NULL);
        page_fill(&g, ring, RING);
        page_fill(&h, back, RING);
        const kuril_geometry a = kuril_geometry_buffer_view(&g.out), b = kuril_geometry_buffer_view(&h.out);
        assert_int_equal(a.n_points, RING);
        assert_int_equal(b.n_points, RING);
        for (size_t k = 0; k < RING; k++) {
            double x, y;
            assert_true(kuril_lonlat_to_page(p, &fit, ring[k], &x, &y));
            assert_true(hypot(a.points[k].lon - x, a.points[k].lat - y) < 0.02);
        }
        assert_near(page_area(&g), page_area(&h), 1e-9);
        page_close(&g);
        page_close(&h);
        kuril_projection_free(p);
    }
    g_free(ring);
    g_free(back);
}

/* A box that is called safe has no place outside of the domain. */
static void safe_boxes_lie_within(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(7);
    for (size_t i = 0; i < COUNT(pages); i++) {
        kuril_projection *p = page_projection(pages[i]);
        kuril_safe safe;
        kuril_safe_init(&safe, &p->domain);
        size_t held = 0;
        for (int k = 0; k < 3000; k++) {
            const double lon = g_rand_double_range(random, -400, 400), lat = g_rand_double_range(random, -90, 85);
            const kuril_rect box = {lon, lat, lon + g_rand_double_range(random, 0, 30),
                                    fmin(90, lat + g_rand_double_range(random, 0, 30))};
            if (!kuril_safe_holds(&safe, &box))
                continue;
            held++;
            for (int m = 0; m < 36; m++) {
                const kuril_lonlat at = {box.x_min + (box.x_max - box.x_min) * (m % 6) / 5,
                                         box.y_min + (box.y_max - box.y_min) * (m / 6) / 5};
                assert_true(kuril_domain_contains(&p->domain, at));
            }
        }
        assert_true(held > 30 || strstr(pages[i], "EPSG:27700"));
        kuril_projection_free(p);
    }
    g_rand_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_right_to_a_sixteenth),
        cmocka_unit_test(dense_rings_are_the_same_both_ways),
        cmocka_unit_test(safe_boxes_lie_within),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
