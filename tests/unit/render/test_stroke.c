/* Fills, strokes, dashes and hatching, against plain cairo or by what must be seen where. */
#include "picture.h"
#include "support.h"
#include <cairo.h>
#include <math.h>

enum { POINTS = 4000 };
static const double pi = 3.14159265358979323846;

static void coast_point(int i, double *x, double *y)
{
    const double a = i * 2 * pi / POINTS, r = 60 + 12 * sin(7 * a) + 5 * sin(61 * a) + 1.5 * sin(499 * a);
    *x = 100 + r * cos(a);
    *y = 80 + r * sin(a);
}

static void coast_path(kuril_canvas *c)
{
    kuril_sink *sink = kuril_canvas_path(c);
    kuril_sink_polygon_start(sink);
    kuril_sink_line_start(sink);
    for (int i = 0; i < POINTS; i++) {
        double x, y;
        coast_point(i, &x, &y);
        kuril_sink_point(sink, x, y);
    }
    kuril_sink_line_end(sink);
    kuril_sink_polygon_end(sink);
}

static void draw_coast(kuril_canvas *c, void *user)
{
    coast_path(c);
    kuril_canvas_stroke(c, user);
}

/* The same in one stroke, straight from cairo. */
static picture plain_coast(double opacity, double width, double dpi, cairo_line_join_t join)
{
    const int w = (int)round(200 * dpi / 72), h = (int)round(160 * dpi / 72);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, dpi / 72, dpi / 72);
    for (int i = 0; i < POINTS; i++) {
        double x, y;
        coast_point(i, &x, &y);
        cairo_line_to(cr, x, y);
    }
    cairo_close_path(cr);
    cairo_set_line_width(cr, width);
    cairo_set_line_join(cr, join);
    cairo_set_source_rgba(cr, 0, 0, 0.4, opacity);
    cairo_stroke(cr);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    picture p = {w, h, g_malloc((size_t)w * (size_t)h * 4)};
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            const uint32_t v = ((const uint32_t *)(const void *)(cairo_image_surface_get_data(surface) +
                                                                 y * cairo_image_surface_get_stride(surface)))[x];
            uint8_t *to = p.rgba + 4 * (y * w + x);
            to[0] = (uint8_t)(v >> 16);
            to[1] = (uint8_t)(v >> 8);
            to[2] = (uint8_t)v;
            to[3] = 255;
        }
    cairo_surface_destroy(surface);
    return p;
}

static void strokes_in_pieces_look_like_one(void **state)
{
    (void)state;
    const double opacities[] = {1, 0.4};
    for (size_t i = 0; i < 2; i++) {
        kuril_stroke stroke = {
            .paint = {.color = {0, 0, 0.4, opacities[i]}}, .width_pt = 1.5, .join = KURIL_JOIN_ROUND};
        picture got = picture_png(200, 160, 144, draw_coast, &stroke);
        picture want = plain_coast(opacities[i], 1.5, 144, CAIRO_LINE_JOIN_ROUND);
        /* A few pixels beside each of the 16 cuts are a little darker. */
        assert_true(picture_differs(&got, &want, 24, NULL) <= 120);
        assert_true(picture_differs(&got, &want, 100, NULL) == 0);
        picture_free(&got);
        picture_free(&want);
    }
}

static void draw_cross(kuril_canvas *c, void *user)
{
    (void)user;
    for (int half = 0; half < 2; half++)
        for (int i = 0; i <= 200; i++) {
            const double t = 10 + 0.4 * i;
            (i == 0 ? kuril_canvas_move_to : kuril_canvas_line_to)(c, half ? t : 50, half ? 50 : t);
        }
    kuril_canvas_stroke(c, &(kuril_stroke){.paint = {.color = {0, 0, 0, 0.5}}, .width_pt = 10});
}

static void translucent_strokes_do_not_show_where_they_cross(void **state)
{
    (void)state;
    picture p = picture_png(100, 100, 72, draw_cross, NULL);
    assert_memory_equal(picture_at(&p, 50, 50), picture_at(&p, 50, 20), 4);
    assert_in_range(picture_at(&p, 50, 50)[0], 126, 129);
    picture_free(&p);
}

typedef struct dash_case {
    double begin, skip;
    bool ragged; /* many vertices */
} dash_case;

static void draw_dashes(kuril_canvas *c, void *user)
{
    const dash_case *d = user;
    kuril_canvas_skip_dash(c, d->skip);
    kuril_canvas_move_to(c, d->begin, 10);
    for (int i = 1; d->ragged && i < 900; i++)
        kuril_canvas_line_to(c, d->begin + (300 - d->begin) * i / 900, 10);
    kuril_canvas_line_to(c, 300, 10);
    kuril_canvas_stroke(
        c, &(kuril_stroke){.paint = {.color = {0, 0, 0, 1}}, .width_pt = 4, .n_dashes = 2, .dashes = {7, 4}});
}

/* B71, mapnik/mapnik#1457: dashes stay where they are when a line is cut at the page or has more vertices. */
static void dashes_keep_their_phase(void **state)
{
    (void)state;
    dash_case whole = {-50, 0, false}, cut = {-3, 47, false}, pieces = {-50, 0, true};
    picture a = picture_png(200, 20, 72, draw_dashes, &whole), b = picture_png(200, 20, 72, draw_dashes, &cut);
    picture c = picture_png(200, 20, 72, draw_dashes, &pieces);
    assert_int_equal(picture_differs(&a, &b, 4, NULL), 0);
    assert_true(picture_differs(&a, &c, 60, NULL) <= 4);
    picture_free(&a);
    picture_free(&b);
    picture_free(&c);
}

static void draw_border(kuril_canvas *c, void *user)
{
    /* Two squares that share the edge x = 50, each walked from another corner. */
    const double left[][2] = {{10, 10}, {50, 10}, {50, 90}, {10, 90}},
                 right[][2] = {{90, 90}, {50, 90}, {50, 10}, {90, 10}};
    kuril_sink *sink = kuril_canvas_path(c);
    for (int side = 0; side < 2; side++) {
        kuril_sink_polygon_start(sink);
        kuril_sink_line_start(sink);
        for (int i = 0; i < 4; i++)
            kuril_sink_point(sink, (side ? right : left)[i][0], (side ? right : left)[i][1]);
        kuril_sink_line_end(sink);
        kuril_sink_polygon_end(sink);
    }
    kuril_canvas_stroke(c, &(kuril_stroke){.paint = {.color = {0, 0, 0, 1}},
                                           .width_pt = 2,
                                           .n_dashes = 2,
                                           .dashes = {5, 5},
                                           .each_edge_once = *(const bool *)user});
}

static int dark_along_border(bool once)
{
    picture p = picture_png(100, 100, 72, draw_border, &once);
    int dark = 0;
    for (int y = 12; y < 88; y++)
        dark += picture_at(&p, 50, y)[0] < 128;
    picture_free(&p);
    return dark;
}

/* B72, mapbox/mapbox-gl-js#11576: a shared border still looks dashed. */
static void a_shared_border_can_be_drawn_once(void **state)
{
    (void)state;
    assert_in_range(dark_along_border(true), 32, 44); /* half of 76 */
    assert_true(dark_along_border(false) > 65);       /* the two fill each other's gaps */
}

static void draw_rules(kuril_canvas *c, void *user)
{
    kuril_canvas_rectangle(c, &(kuril_rect){0, 0, 30, 30});
    kuril_canvas_rectangle(c, &(kuril_rect){10, 10, 20, 20});
    kuril_canvas_fill(c, *(const kuril_fill_rule *)user, &(kuril_paint){.color = {0, 0, 0, 1}});
}

static void fill_rules(void **state)
{
    (void)state;
    kuril_fill_rule rule = KURIL_FILL_EVEN_ODD;
    picture p = picture_png(30, 30, 72, draw_rules, &rule);
    assert_int_equal(picture_at(&p, 15, 15)[0], 255);
    picture_free(&p);
    rule = KURIL_FILL_NONZERO;
    p = picture_png(30, 30, 72, draw_rules, &rule);
    assert_int_equal(picture_at(&p, 15, 15)[0], 0);
    picture_free(&p);
}

static void draw_odd_things(kuril_canvas *c, void *user)
{
    (void)user;
    kuril_sink *sink = kuril_canvas_path(c);
    kuril_sink_point(sink, 5, 5); /* a bare point adds nothing */
    kuril_canvas_stroke(c, &(kuril_stroke){.paint = {.color = {0, 0, 0, 1}}, .width_pt = 3});
    kuril_canvas_move_to(c, 0, 5);
    kuril_canvas_line_to(c, 10, 5);
    kuril_canvas_stroke(c, &(kuril_stroke){.paint = {.color = {0, 0, 0, 1}}, .width_pt = -1});
    kuril_canvas_stroke(
        c, &(kuril_stroke){.paint = {.color = {0, 0, 0, 1}}, .width_pt = 1, .n_dashes = 2, .dashes = {0, 0}});
    kuril_canvas_stroke(
        c, &(kuril_stroke){.paint = {.color = {0, 0, 0, 1}}, .width_pt = 1, .n_dashes = 2, .dashes = {-1, 2}});
}

static void impossible_strokes_draw_nothing(void **state)
{
    (void)state;
    picture p = picture_png(10, 10, 72, draw_odd_things, NULL);
    for (int i = 0; i < 100; i++)
        assert_int_equal(picture_at(&p, i % 10, i / 10)[0], 255);
    picture_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strokes_in_pieces_look_like_one),
        cmocka_unit_test(translucent_strokes_do_not_show_where_they_cross),
        cmocka_unit_test(dashes_keep_their_phase),
        cmocka_unit_test(a_shared_border_can_be_drawn_once),
        cmocka_unit_test(fill_rules),
        cmocka_unit_test(impossible_strokes_draw_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
