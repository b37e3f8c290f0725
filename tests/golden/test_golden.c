/*
 * Pictures that were looked at and found right, against what is drawn now. A difference leaves CASE-got.png and
 * CASE-diff.png in the build folder. Where the reference is missing it is written, which is a failure under CI; look at
 * it before committing it.
 */
#include "label/candidates.h"
#include "label/placement.h"
#include "picture.h"
#include "render/icon.h"
#include "render/text.h"
#include "support.h"
#include <math.h>
#include <stdio.h>

static const kuril_rgba black = {0, 0, 0, 1}, ink = {0.13, 0.15, 0.2, 1}, blue = {0.15, 0.35, 0.6, 1},
                        red = {0.7, 0.14, 0.18, 1};
static const kuril_rgba land = {0.94, 0.92, 0.86, 1}, sea = {0.79, 0.87, 0.92, 1}, white = {1, 1, 1, 1};

static kuril_fonts *fonts;
static kuril_icons *icons;

static const kuril_text_layout *lay(const char *text, const char *font, const char *language, double size,
                                    kuril_text_format format)
{
    const kuril_text_layout *layout = NULL;
    const kuril_text_span span = {.text = text, .fonts = font, .language = language, .size_pt = size};
    assert_int_equal(kuril_text_layout_get(fonts, &span, 1, &format, &layout, NULL), KURIL_OK);
    return layout;
}

static void ground(kuril_canvas *c, kuril_rgba color)
{
    kuril_canvas_new_path(c);
    kuril_canvas_rectangle(c, &(kuril_rect){0, 0, 300, 225});
    kuril_canvas_fill(c, KURIL_FILL_NONZERO, &(kuril_paint){.color = color});
    kuril_canvas_new_path(c);
}

static void lettering(kuril_canvas *c, void *user)
{
    (void)user;
    ground(c, sea);
    const kuril_text_paint plain = {ink, white, 1.2, 0}, soft = {blue, {1, 1, 1, 0.6}, 2.5, 0};
    const kuril_text_format wrap = {.max_width_pt = 90}, left = {.max_width_pt = 80, .justify = KURIL_JUSTIFY_LEFT};
    kuril_text_draw(c, lay("Petropavlovsk-Kamchatsky, AVA 45°02′13″N", NULL, "en", 11, wrap), 10, 10, 0, 0, 0, &plain,
                    KURIL_TEXT_BOTH);
    kuril_text_draw(c, lay("Южно-Курильск и Малая Курильская гряда", "Noto Serif Regular", "ru", 11, left), 110, 10, 0,
                    0, 0, &plain, KURIL_TEXT_BOTH);
    kuril_text_draw(c, lay("択捉島 直骨令", "Noto Sans CJK JP Bold", "ja", 13, (kuril_text_format){0}), 205, 10, 0, 0,
                    0, &plain, KURIL_TEXT_BOTH);
    kuril_text_draw(c, lay("择捉岛 直骨令", "Noto Sans CJK JP Bold", "zh-Hans", 13, (kuril_text_format){0}), 205, 30, 0,
                    0, 0, &plain, KURIL_TEXT_BOTH);
    kuril_text_draw(c, lay("missing \xF3\xB1\x88\xB4 here", NULL, "en", 11, (kuril_text_format){0}), 205, 52, 0, 0, 0,
                    &plain, KURIL_TEXT_BOTH);
    kuril_text_draw(c, lay("KURIL", "Noto Sans Bold", "en", 26, (kuril_text_format){.letter_spacing_em = 0.1}), 20, 80,
                    0, 0, 0, &soft, KURIL_TEXT_BOTH);
    kuril_text_draw(c, lay("Turned", "Noto Sans Italic", "en", 14, (kuril_text_format){0}), 160, 90, -30, 160, 90,
                    &plain, KURIL_TEXT_BOTH);
    const kuril_text_span spans[] = {
        {.text = "Kunashir\n", .fonts = "Noto Sans Bold", .language = "en", .size_pt = 12},
        {.text = "国後島", .fonts = "Noto Sans CJK JP Regular", .language = "ja", .size_pt = 9, .color = &red}};
    const kuril_text_layout *two = NULL;
    assert_int_equal(kuril_text_layout_get(fonts, spans, 2, &(kuril_text_format){0}, &two, NULL), KURIL_OK);
    kuril_text_draw(c, two, 225, 85, 0, 0, 0, &plain, KURIL_TEXT_BOTH);
    kuril_lonlat wave[61];
    for (int i = 0; i <= 60; i++)
        wave[i] = (kuril_lonlat){10 + i * 4.6, 170 - 25 * sin(i * 0.1)};
    kuril_text_curve *curve = NULL;
    assert_int_equal(
        kuril_text_curve_new(
            lay("Sea of Okhotsk", "Noto Serif Italic", "en", 18, (kuril_text_format){.letter_spacing_em = 0.25}),
            &(kuril_text_curve_options){
                .points = wave, .n_points = 61, .middle_pt = 150, .max_angle_deg = 45, .keep_upright = true},
            &curve),
        KURIL_OK);
    kuril_text_curve_draw(c, curve, 0, 0, &soft, KURIL_TEXT_BOTH);
    kuril_text_curve_free(curve);
}

static void zigzag(kuril_canvas *c, double x, double y)
{
    kuril_canvas_new_path(c);
    for (int i = 0; i < 5; i++)
        (i == 0 ? kuril_canvas_move_to : kuril_canvas_line_to)(c, x + 18 * i, y + (i % 2 ? 22 : 0));
}

static void strokes(kuril_canvas *c, void *user)
{
    (void)user;
    ground(c, white);
    for (int i = 0; i < 3; i++) {
        zigzag(c, 12 + 95.0 * i, 14);
        kuril_canvas_stroke(c, &(kuril_stroke){.paint = {.color = {0.15, 0.35, 0.6, 0.6}},
                                               .width_pt = 8,
                                               .cap = (kuril_line_cap)i,
                                               .join = (kuril_line_join)i});
        kuril_canvas_stroke(c, &(kuril_stroke){.paint = {.color = black}, .width_pt = 0.75});
        zigzag(c, 12 + 95.0 * i, 56);
        kuril_canvas_stroke(c, &(kuril_stroke){.paint = {.color = red},
                                               .width_pt = 1.5,
                                               .n_dashes = (size_t)i + 1,
                                               .dashes = {6, 2, 1},
                                               .cap = i == 2 ? KURIL_CAP_ROUND : KURIL_CAP_BUTT});
    }
    kuril_canvas_new_path(c);
    kuril_canvas_circle(c, 60, 150, 45);
    kuril_canvas_circle(c, 60, 150, 18);
    kuril_canvas_fill(c, KURIL_FILL_EVEN_ODD, &(kuril_paint){.color = land});
    kuril_canvas_stroke(c, &(kuril_stroke){.paint = {.color = black}, .width_pt = 0.6});
    kuril_canvas_new_path(c);
    kuril_canvas_rounded_rectangle(c, &(kuril_rect){120, 105, 200, 195}, 14);
    kuril_pattern *pattern = kuril_pattern_new(kuril_icons_find(icons, "hatch-red", NULL), 1, NULL, 0, 0);
    kuril_canvas_fill(c, KURIL_FILL_NONZERO, &(kuril_paint){.color = sea});
    kuril_canvas_fill(c, KURIL_FILL_NONZERO, &(kuril_paint){.color = black, .pattern = pattern});
    kuril_pattern_free(pattern);
    kuril_canvas_push_group(c);
    kuril_canvas_new_path(c);
    kuril_canvas_circle(c, 245, 140, 28);
    kuril_canvas_fill(c, KURIL_FILL_NONZERO, &(kuril_paint){.color = blue});
    kuril_canvas_new_path(c);
    kuril_canvas_circle(c, 262, 165, 28);
    kuril_canvas_fill(c, KURIL_FILL_NONZERO, &(kuril_paint){.color = red});
    kuril_canvas_pop_group(c, 0.5);
}

static void symbols(kuril_canvas *c, void *user)
{
    (void)user;
    ground(c, land);
    static const char *const names[] = {"harbor", "airfield", "volcano",  "town-hall",
                                        "shield", "star",     "triangle", "submarine"};
    for (int i = 0; i < 24; i++) {
        const kuril_icon *icon = kuril_icons_find(icons, names[i % 8], NULL);
        assert_non_null(icon);
        const kuril_icon_paint paint = {.x = 24 + i % 8 * 36,
                                        .y = 35 + i / 8 * 75,
                                        .scale_x = 1 + i / 8,
                                        .scale_y = 1 + i / 8,
                                        .angle_deg = i / 8 == 1 ? 30 : 0,
                                        .opacity = i / 8 == 2 ? 0.6 : 1,
                                        .tint = i % 2 ? red : ink,
                                        .halo_color = white,
                                        .halo_width_pt = i / 8 == 1 ? 1.5 : 0};
        kuril_icon_draw(c, icon, &paint);
    }
}

enum { PLACES = 26 };

static void placed(kuril_canvas *c, void *user)
{
    (void)user;
    ground(c, land);
    kuril_label labels[PLACES];
    kuril_label_candidate candidates[8 * PLACES];
    kuril_label_box boxes[8 * PLACES];
    kuril_label_obstacle dots[PLACES];
    kuril_label_result results[PLACES];
    const kuril_text_layout *layouts[PLACES];
    char names[PLACES][24];
    for (size_t i = 0; i < PLACES; i++) {
        const double x = 20 + fmod(97.0 * (double)i + 13, 260), y = 20 + fmod(61.0 * (double)i * (double)i + 29, 185);
        snprintf(names[i], sizeof names[i], "%c. Place name", (char)('A' + i));
        layouts[i] = lay(names[i], NULL, "en", 8, (kuril_text_format){0});
        const kuril_text_size size = kuril_text_layout_size(layouts[i]);
        labels[i] = (kuril_label){names[i], i % 3 ? 10 : 20, 8 * i, 8, i + 1, false, false};
        dots[i] = (kuril_label_obstacle){
            .box = kuril_label_box_upright(x - 2, y - 2, x + 2, y + 2), .weight = INFINITY, .owner = i + 1};
        for (size_t k = 0; k < 8; k++) {
            double dx, dy, left, top;
            kuril_label_anchor_step(kuril_label_anchor_order[k], 4, &dx, &dy);
            kuril_label_anchor_corner(kuril_label_anchor_order[k], x + dx, y + dy, size.width_pt, size.height_pt, &left,
                                      &top);
            /* No two arrangements cost the same: the picture does not hang on which the search finds first. */
            candidates[8 * i + k] = (kuril_label_candidate){
                8 * i + k, 1, kuril_label_anchor_cost[kuril_label_anchor_order[k]] + 1e-3 * (double)(k + i * k % 7)};
            boxes[8 * i + k] = kuril_label_box_upright(left, top, left + size.width_pt, top + size.height_pt);
        }
    }
    const kuril_label_problem problem = {{4, 4, 296, 221}, labels, PLACES, candidates, 8 * PLACES, boxes,
                                         8 * PLACES,       dots,   PLACES, 0};
    assert_int_equal(kuril_label_place(&problem, results, NULL), KURIL_OK);
    for (size_t i = 0; i < PLACES; i++) {
        kuril_canvas_new_path(c);
        kuril_canvas_circle(c, dots[i].box.x, dots[i].box.y, 2);
        kuril_canvas_fill(c, KURIL_FILL_NONZERO, &(kuril_paint){.color = results[i].candidate < 0 ? red : ink});
        if (results[i].candidate < 0)
            continue;
        const kuril_rect box = kuril_label_box_bounds(&boxes[8 * i + (size_t)results[i].candidate]);
        kuril_text_draw(c, layouts[i], box.x_min, box.y_min, 0, 0, 0, &(kuril_text_paint){ink, white, 1, 0},
                        KURIL_TEXT_BOTH);
    }
}

static void compare(const char *name, picture_draw draw)
{
    char *reference = g_strdup_printf(KURIL_TEST_DIR "/golden/%s.png", name);
    char *got_path = g_strdup_printf(KURIL_GOLDEN_OUT "/%s-got.png", name),
         *diff = g_strdup_printf(KURIL_GOLDEN_OUT "/%s-diff.png", name);
    const kuril_canvas_options options = {.format = KURIL_CANVAS_PNG, .width_pt = 300, .height_pt = 225};
    GBytes *bytes = picture_page(&options, draw, NULL);
    gsize n = 0;
    const char *data = g_bytes_get_data(bytes, &n);
    assert_true(g_file_set_contents(got_path, data, (gssize)n, NULL));
    picture want = picture_read(reference), got = picture_read(got_path);
    if (!want.rgba) {
        if (g_getenv("CI"))
            fail_msg("there is no %s", reference);
        assert_true(g_file_set_contents(reference, data, (gssize)n, NULL));
        print_message("wrote %s: look at it\n", reference);
    } else {
        /* Another FreeType or pixman may round a few edges otherwise. */
        const size_t differ = picture_differs(&want, &got, 24, diff);
        if (differ > 60)
            fail_msg("%zu pixels differ: see %s and %s", differ, got_path, diff);
    }
    picture_free(&want);
    picture_free(&got);
    g_bytes_unref(bytes);
    g_free(reference);
    g_free(got_path);
    g_free(diff);
}

static void test_lettering(void **state)
{
    (void)state;
    compare("lettering", lettering);
}

static void test_strokes(void **state)
{
    (void)state;
    compare("strokes", strokes);
}

static void test_symbols(void **state)
{
    (void)state;
    compare("symbols", symbols);
}

static void test_placed(void **state)
{
    (void)state;
    compare("placed", placed);
}

int main(void)
{
    icons = kuril_icons_new();
    if (kuril_fonts_new(&fonts, NULL) != KURIL_OK ||
        kuril_icons_add_folder(icons, NULL, KURIL_SOURCE_DIR "/styles/icons", NULL) != KURIL_OK)
        return 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lettering), cmocka_unit_test(test_strokes),
                                       cmocka_unit_test(test_symbols), cmocka_unit_test(test_placed)};
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kuril_icons_free(icons);
    kuril_fonts_free(fonts);
    return failed;
}
