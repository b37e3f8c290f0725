/* Coverage of pixels by polygons and by the outlines of lines, against areas known from elementary geometry. */
#include "render/coverage.h"
#include "render/outline.h"
#include "support.h"
#include <math.h>

enum { WIDTH = 40, HEIGHT = 30 };
static const double pi = 3.14159265358979323846;

typedef struct page {
    kuril_coverage coverage;
    unsigned pixels[HEIGHT][WIDTH];
} page;

static void page_begin(page *p)
{
    kuril_coverage_begin(&p->coverage, WIDTH, HEIGHT);
    memset(p->pixels, 0, sizeof p->pixels);
}

static void take_span(void *user, int row, int x, int count, unsigned covered)
{
    page *p = user;
    assert_in_range(row, 0, HEIGHT - 1);
    assert_in_range(x, 0, WIDTH - 1);
    assert_in_range(x + count, x + 1, WIDTH);
    assert_in_range(covered, 1, 255);
    for (int i = x; i < x + count; i++) {
        assert_int_equal(p->pixels[row][i], 0);
        p->pixels[row][i] = covered;
    }
}

static void add_polygon(page *p, const path_point *points, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const path_point a = points[i], b = points[(i + 1) % n];
        kuril_coverage_edge(&p->coverage, a.x, a.y, b.x, b.y);
    }
}

static double covered_area(page *p, bool even_odd)
{
    kuril_coverage_sweep(&p->coverage, even_odd, take_span, p);
    double sum = 0;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            sum += p->pixels[y][x] / 255.0;
    return sum;
}

static void polygons_cover_their_area(void **state)
{
    static const struct {
        path_point points[8];
        size_t n;
        bool even_odd;
        double area; /* of what lies in the page */
    } cases[] = {
        {{{2.25, 3.5}, {10.75, 3.5}, {10.75, 9.25}, {2.25, 9.25}}, 4, false, 8.5 * 5.75},
        {{{2.25, 3.5}, {2.25, 9.25}, {10.75, 9.25}, {10.75, 3.5}}, 4, true, 8.5 * 5.75}, /* the other way round */
        {{{1, 1}, {39, 2}, {20, 28.5}}, 3, false, 0.5 * (38 * 27.5 - 19 * 1)},
        {{{5.1, 5.1}, {5.3, 5.1}, {5.3, 5.3}, {5.1, 5.3}}, 4, false, 0.04},     /* within a pixel */
        {{{3, 10}, {33, 10.02}, {33, 10.07}, {3, 10.05}}, 4, false, 30 * 0.05}, /* a hairline */
        {{{-10, -10}, {50, -10}, {50, 40}, {-10, 40}}, 4, false, WIDTH * HEIGHT},
        {{{-20, 5}, {20, 5}, {20, 10}, {-20, 10}}, 4, false, 20 * 5},            /* beyond the left border */
        {{{30, 5}, {70, 5}, {70, 10}, {30, 10}}, 4, false, 10 * 5},              /* beyond the right one */
        {{{-10, 15}, {20, -15}, {50, 15}, {20, 45}}, 4, false, 1200 - 4 * 12.5}, /* a diamond that all borders cut */
        {{{50, 5}, {60, 5}, {60, 10}}, 3, false, 0},
        {{{-5, 5}, {-9, 5}, {-7, 10}}, 3, false, 0},
        {{{0, 0}, {8, 0}, {8, 8}, {0, 8}, {0, 0}, {8, 0}, {8, 8}, {0, 8}}, 8, false, 64}, /* twice round */
        {{{0, 0}, {8, 0}, {8, 8}, {0, 8}, {0, 0}, {8, 0}, {8, 8}, {0, 8}}, 8, true, 0},
        {{{2, 2}, {12, 12}, {12, 2}, {2, 12}}, 4, true, 50}, /* a bow tie */
        {{{1e9, 1e9}, {-1e9, 1e9}, {0, -1e9}}, 3, false, WIDTH * HEIGHT},
    };
    (void)state;
    page p;
    kuril_coverage_init(&p.coverage);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        page_begin(&p);
        add_polygon(&p, cases[i].points, cases[i].n);
        const double area = covered_area(&p, cases[i].even_odd);
        if (fabs(area - cases[i].area) > 0.03 + 0.002 * cases[i].area)
            fail_msg("polygon %zu covers %g, not %g", i, area, cases[i].area);
    }
    kuril_coverage_finish(&p.coverage);
}

/* Neighbours in one path leave no seam, and what is covered by 3/8 is 96 of 255. */
static void pixels_are_exact(void **state)
{
    (void)state;
    page p;
    kuril_coverage_init(&p.coverage);
    page_begin(&p);
    add_polygon(&p, (const path_point[]){{1.25, 1.5}, {3, 1.5}, {3, 3}, {1.25, 3}}, 4);
    add_polygon(&p, (const path_point[]){{10.3, 2}, {12.7, 5}, {12.7, 9}, {10.3, 9}}, 4);
    add_polygon(&p, (const path_point[]){{10.3, 2}, {15, 2}, {15, 9}, {12.7, 9}, {12.7, 5}}, 5);
    covered_area(&p, false);
    assert_int_equal(p.pixels[1][1], 96);
    assert_int_equal(p.pixels[1][2], 128);
    assert_int_equal(p.pixels[2][1], 191);
    assert_int_equal(p.pixels[2][2], 255);
    for (int y = 2; y < 9; y++)
        for (int x = 11; x < 15; x++)
            assert_int_equal(p.pixels[y][x], 255);
    kuril_coverage_finish(&p.coverage);
}

/* Random triangles: the part in the page by clipping them to it (Sutherland and Hodgman), the area by the shoelace. */
static size_t clip(path_point *points, size_t n, int side)
{
    static const double borders[] = {0, 0, WIDTH, HEIGHT};
    path_point out[16];
    size_t kept = 0;
    const bool along_x = side % 2 == 0;
    const double border = borders[side], sign = side < 2 ? 1 : -1;
    for (size_t i = 0; i < n; i++) {
        const path_point a = points[i], b = points[(i + 1) % n];
        const double da = sign * ((along_x ? a.x : a.y) - border), db = sign * ((along_x ? b.x : b.y) - border);
        if (da >= 0)
            out[kept++] = a;
        if ((da >= 0) != (db >= 0)) {
            const double t = da / (da - db);
            out[kept++] = (path_point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        }
    }
    memcpy(points, out, kept * sizeof *out);
    return kept;
}

static void triangles_cover_what_lies_in_the_page(void **state)
{
    (void)state;
    GRand *random = g_rand_new_with_seed(4);
    page p;
    kuril_coverage_init(&p.coverage);
    for (int round = 0; round < 3000; round++) {
        path_point t[16];
        for (int i = 0; i < 3; i++)
            t[i] = (path_point){g_rand_double_range(random, -30, 70), g_rand_double_range(random, -30, 60)};
        page_begin(&p);
        add_polygon(&p, t, 3);
        const double got = covered_area(&p, round % 2);
        size_t n = 3;
        for (int side = 0; side < 4; side++)
            n = clip(t, n, side);
        double area = 0;
        for (size_t i = 0; i < n; i++)
            area += t[i].x * t[(i + 1) % n].y - t[(i + 1) % n].x * t[i].y;
        if (fabs(got - fabs(area) / 2) > 0.12) /* each border pixel is rounded by up to 1/510 */
            fail_msg("triangle %d covers %g, not %g", round, got, fabs(area) / 2);
    }
    kuril_coverage_finish(&p.coverage);
    g_rand_free(random);
}

static void outlines_cover_their_area(void **state)
{
    static const struct {
        path_point points[6];
        size_t n;
        bool closed;
        kuril_line_cap cap;
        kuril_line_join join;
        double miter_limit, width, area;
    } cases[] = {
        {{{5, 10}, {25, 10}}, 2, false, KURIL_CAP_BUTT, KURIL_JOIN_MITER, 2, 3, 60},
        {{{25, 10}, {5, 10}}, 2, false, KURIL_CAP_BUTT, KURIL_JOIN_MITER, 2, 3, 60},
        {{{5, 5}, {17, 21}}, 2, false, KURIL_CAP_SQUARE, KURIL_JOIN_MITER, 2, 3, 69},
        {{{5, 5}, {17, 21}}, 2, false, KURIL_CAP_ROUND, KURIL_JOIN_MITER, 2, 4, 80 + 4 * 3.14159},
        {{{5, 5}, {25, 5}, {25, 25}}, 3, false, KURIL_CAP_BUTT, KURIL_JOIN_MITER, 2, 4, 160},
        {{{25, 25}, {25, 5}, {5, 5}}, 3, false, KURIL_CAP_BUTT, KURIL_JOIN_MITER, 2, 4, 160},
        {{{5, 5}, {25, 5}, {25, 25}}, 3, false, KURIL_CAP_BUTT, KURIL_JOIN_BEVEL, 2, 4, 160 - 2},
        {{{5, 5}, {25, 5}, {25, 25}}, 3, false, KURIL_CAP_BUTT, KURIL_JOIN_MITER, 1.4, 4, 160 - 2}, /* beyond the limit
                                                                                                     */
        {{{5, 5}, {25, 5}, {25, 25}}, 3, false, KURIL_CAP_BUTT, KURIL_JOIN_ROUND, 2, 4, 160 - 4 + 3.14159},
        {{{5, 5}, {25, 5}, {25, 25}, {5, 25}}, 4, true, KURIL_CAP_BUTT, KURIL_JOIN_MITER, 2, 2, 22 * 22 - 18 * 18},
        {{{5, 25}, {25, 25}, {25, 5}, {5, 5}}, 4, true, KURIL_CAP_BUTT, KURIL_JOIN_MITER, 2, 2, 22 * 22 - 18 * 18},
        {{{5, 5}, {25, 5}, {25, 5}, {25, 25}, {5, 25}, {5, 5}}, 6, true, KURIL_CAP_BUTT, KURIL_JOIN_MITER, 2, 2, 160},
        {{{10, 10}}, 1, false, KURIL_CAP_ROUND, KURIL_JOIN_ROUND, 2, 6, 9 * 3.14159},
        {{{10, 10}, {10, 10}}, 2, false, KURIL_CAP_SQUARE, KURIL_JOIN_ROUND, 2, 6, 36},
        {{{10, 10}, {10, 10}}, 2, false, KURIL_CAP_BUTT, KURIL_JOIN_ROUND, 2, 6, 0},
        {{{5, 15}, {25, 15}, {5, 15}}, 3, false, KURIL_CAP_BUTT, KURIL_JOIN_ROUND, 2, 4, 80 + 2 * 3.14159}, /* back
                                                                                                               again */
        {{{5, 15}, {25, 15}, {5, 15}}, 3, false, KURIL_CAP_BUTT, KURIL_JOIN_BEVEL, 2, 4, 80},
        {{{5, 15}, {5.2, 15}, {5.4, 15}, {20, 15}}, 4, false, KURIL_CAP_BUTT, KURIL_JOIN_MITER, 2, 10, 150},
    };
    (void)state;
    page p;
    kuril_coverage_init(&p.coverage);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const kuril_stroke stroke = {.width_pt = cases[i].width,
                                     .cap = cases[i].cap,
                                     .join = cases[i].join,
                                     .miter_limit = cases[i].miter_limit};
        path_point points[6];
        memcpy(points, cases[i].points, sizeof points);
        kuril_outline outline;
        page_begin(&p);
        kuril_outline_init(&outline, &p.coverage, &stroke, 1);
        kuril_outline_add(&outline, points, cases[i].n, cases[i].closed);
        const double area = covered_area(&p, false);
        if (fabs(area - cases[i].area) > 0.05 + 0.02 * cases[i].area) /* arcs are chords to 1/20 pixel */
            fail_msg("line %zu covers %g, not %g", i, area, cases[i].area);
    }
    kuril_coverage_finish(&p.coverage);
}

/* A circle of many short edges is a ring of its width, with every join: on the inner side nothing counts twice. */
static void fine_curves_keep_their_width(void **state)
{
    static const kuril_line_join joins[] = {KURIL_JOIN_MITER, KURIL_JOIN_ROUND, KURIL_JOIN_BEVEL};
    (void)state;
    page p;
    kuril_coverage_init(&p.coverage);
    for (size_t join = 0; join < 3; join++)
        for (int n = 24; n <= 240; n *= 10)
            for (double width = 0.3; width < 4; width *= 2) {
                path_point points[240];
                for (int i = 0; i < n; i++)
                    points[i] = (path_point){15 + 10 * cos(2 * pi * i / n), 15 + 10 * sin(2 * pi * i / n)};
                const kuril_stroke stroke = {.width_pt = width, .join = joins[join]};
                kuril_outline outline;
                page_begin(&p);
                kuril_outline_init(&outline, &p.coverage, &stroke, 1);
                kuril_outline_add(&outline, points, (size_t)n, true);
                const double area = covered_area(&p, false), right = 2 * pi * 10 * width;
                if (fabs(area - right) > 0.015 * right)
                    fail_msg("%d edges, %g wide, join %zu: %g, not %g", n, width, join, area, right);
            }
    kuril_coverage_finish(&p.coverage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(polygons_cover_their_area),
        cmocka_unit_test(pixels_are_exact),
        cmocka_unit_test(triangles_cover_what_lies_in_the_page),
        cmocka_unit_test(outlines_cover_their_area),
        cmocka_unit_test(fine_curves_keep_their_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
