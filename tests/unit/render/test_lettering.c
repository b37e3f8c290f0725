/* Text: measures, wrapping, halos, forms of Han characters, missing glyphs, curves, and real text in PDF. */
#include "picture.h"
#include "render/text.h"
#include "support.h"
#include <math.h>
#include <string.h>

static kuril_fonts *fonts;

static int set_up(void **state)
{
    (void)state;
    kuril_error error = {0};
    return kuril_fonts_new(&fonts, &error) == KURIL_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    kuril_fonts_free(fonts);
    return 0;
}

static const kuril_text_layout *layout_of(kuril_text_span span, kuril_text_format format)
{
    const kuril_text_layout *layout = NULL;
    kuril_error error = {0};
    if (kuril_text_layout_get(fonts, &span, 1, &format, &layout, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    return layout;
}

static double width_of(const char *text, double size, double spacing)
{
    return kuril_text_layout_size(layout_of((kuril_text_span){.text = text, .size_pt = size},
                                            (kuril_text_format){.letter_spacing_em = spacing}))
        .width_pt;
}

static void measures_are_in_points(void **state)
{
    (void)state;
    /* Noto Sans: H advances 741 units of 1000, I 339 (fonttools, NotoSans-Regular 2.007). */
    assert_near(width_of("HHHH", 10, 0), 4 * 7.41, 0.02);
    assert_near(width_of("H", 100, 0), 74.1, 0.1);
    /* Spacing is added between letters, not after the last. */
    assert_near(width_of("HHHH", 10, 0.2), 4 * 7.41 + 3 * 2, 0.02);
    const kuril_text_size size =
        kuril_text_layout_size(layout_of((kuril_text_span){.text = "H", .size_pt = 10}, (kuril_text_format){0}));
    assert_near(size.height_pt, 12, 1e-9);
    /* Capitals (714 units) stand in the middle of the line. */
    assert_near((size.ink.y_min + size.ink.y_max) / 2, 6, 0.15);
    assert_near(size.ink.y_max - size.ink.y_min, 7.14, 0.1);
    assert_true(layout_of((kuril_text_span){.text = "H", .size_pt = 10}, (kuril_text_format){0}) ==
                layout_of((kuril_text_span){.text = "H", .size_pt = 10}, (kuril_text_format){0}));
}

/* Leader lines ended 22 pixels short of the shorter line that they met. */
static void lines_of_a_block_reach_as_far_as_their_letters(void **state)
{
    (void)state;
    static const kuril_text_justify sides[] = {KURIL_JUSTIFY_LEFT, KURIL_JUSTIFY_CENTER, KURIL_JUSTIFY_RIGHT};
    const kuril_text_span span = {.text = "ii\nWWWWWW", .size_pt = 10};
    for (int k = 0; k < 3; k++) {
        const kuril_text_layout *block = layout_of(span, (kuril_text_format){.justify = sides[k]});
        const kuril_text_size size = kuril_text_layout_size(block);
        const double alone =
            kuril_text_layout_size(layout_of((kuril_text_span){.text = "ii", .size_pt = 10}, (kuril_text_format){0}))
                .width_pt;
        double left, right;
        kuril_text_layout_line(block, -5, &left, &right); /* above it the first line is the nearest */
        assert_near(right - left, alone, 1e-6);
        assert_near(left, (size.width_pt - alone) * k / 2, 1e-6);
        kuril_text_layout_line(block, 0.75 * size.height_pt, &left, &right);
        assert_near(left, 0, 1e-6);
        assert_near(right, size.width_pt, 1e-6);
    }
}

static void lines_break_evenly(void **state)
{
    (void)state;
    const kuril_text_span span = {.text = "Bolshoy Ussuriysky Nature Reserve of the Far East", .size_pt = 10};
    const kuril_text_layout *one = layout_of(span, (kuril_text_format){0});
    const double whole = kuril_text_layout_size(one).width_pt;
    const kuril_text_layout *layout = layout_of(span, (kuril_text_format){.max_width_pt = whole / 2.6});
    const kuril_text_size size = kuril_text_layout_size(layout);
    assert_int_equal(size.n_lines, 3);
    assert_string_equal(kuril_text_layout_text(layout), "Bolshoy Ussuriysky\nNature Reserve\nof the Far East");
    assert_true(size.width_pt < whole / 2.4);
    /* Japanese breaks between characters, never before a full stop. */
    layout = layout_of((kuril_text_span){.text = "千島列島と南樺太。", .size_pt = 10, .language = "ja"},
                       (kuril_text_format){.max_width_pt = 40});
    assert_true(kuril_text_layout_size(layout).n_lines >= 2);
    assert_null(strstr(kuril_text_layout_text(layout), "\n。"));
    /* A katakana word stays whole, and a bracket begins a line rather than ending one with a letter. */
    layout = layout_of((kuril_text_span){.text = "イージス・アショア配備計画地（秋田市新屋）", .size_pt = 10, .language = "ja"},
                       (kuril_text_format){.max_width_pt = 100});
    assert_true(kuril_text_layout_size(layout).n_lines >= 2);
    assert_non_null(strstr(kuril_text_layout_text(layout), "イージス"));
    assert_non_null(strstr(kuril_text_layout_text(layout), "アショア"));
    assert_non_null(strstr(kuril_text_layout_text(layout), "（秋田"));
    static const char *const sentences[][2] = {
        {"国後島のロシア軍守備隊と地対艦ミサイル", "国後島のロシア軍守備隊と\n地対艦ミサイル"},
        {"ヴィリュチンスク（クラシェニンニコフ湾）", "ヴィリュチンスク\n（クラシェニンニコフ湾）"},
        {"Вилючинск (бухта Крашенинникова)", "Вилючинск\n(бухта Крашенинникова)"},
        {"オホーツク海の弾道ミサイル原潜の聖域", "オホーツク海の\n弾道ミサイル原潜の聖域"},
        {"択捉島：イージス・アショア配備の仮想地点", "択捉島：イージス・アショア\n配備の仮想地点"},
        {"отменены обе в 2020 году", "отменены обе\nв 2020 году"}};
    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
        layout = layout_of((kuril_text_span){.text = sentences[i][0], .size_pt = 10, .language = "ja"},
                           (kuril_text_format){.max_width_pt = 100});
        assert_string_equal(kuril_text_layout_text(layout), sentences[i][1]);
    }
    /* Even where the style wants nine letters at most, as for the Commander Islands, which were cut into 'コマンドル'. */
    layout = layout_of((kuril_text_span){.text = "コマンドルスキー諸島", .size_pt = 10, .language = "ja"},
                       (kuril_text_format){.max_width_pt = 75});
    assert_string_equal(kuril_text_layout_text(layout), "コマンドルスキー\n諸島");
    layout = layout_of((kuril_text_span){.text = "a\n\nb", .size_pt = 10}, (kuril_text_format){.max_width_pt = 40});
    assert_int_equal(kuril_text_layout_size(layout).n_lines, 3);
    layout = layout_of((kuril_text_span){.text = "", .size_pt = 10}, (kuril_text_format){0});
    assert_near(kuril_text_layout_size(layout).width_pt, 0, 0);
    assert_near(kuril_text_layout_size(layout).height_pt, 12, 1e-9);
}

/* B70, MapServer/MapServer#6324. */
static void missing_glyphs_are_boxes_and_named(void **state)
{
    (void)state;
    const kuril_text_layout *layout =
        layout_of((kuril_text_span){.text = "x\xF3\xB1\x88\xB4y\xF3\xB1\x88\xB4\xEE\x80\x80", .size_pt = 20},
                  (kuril_text_format){0});
    size_t n = 0;
    const uint32_t *missing = kuril_text_layout_missing(layout, &n);
    assert_int_equal(n, 2);
    assert_int_equal(missing[0], 0xE000);
    assert_int_equal(missing[1], 0xF1234);
    assert_true(kuril_text_layout_size(layout).ink.x_max > width_of("xy", 20, 0) + 10);
}

/* B75, r-tmap/tmap#714; the program's other signs as well. */
static void map_signs_exist(void **state)
{
    (void)state;
    const char *const fonts_used[] = {"Noto Sans Regular", "Noto Sans Bold", "Noto Serif Italic",
                                      "Noto Sans CJK JP Regular"};
    for (size_t i = 0; i < 4; i++) {
        const kuril_text_span span = {
            .text = "45°02′13″N – 1:2 500 000 ½ · № « » … é ō Ё", .fonts = fonts_used[i], .size_pt = 9};
        size_t n = 1;
        kuril_text_layout_missing(layout_of(span, (kuril_text_format){0}), &n);
        assert_int_equal(n, 0);
    }
}

static void bad_text_and_sizes(void **state)
{
    (void)state;
    const kuril_text_layout *layout =
        layout_of((kuril_text_span){.text = "a\xff\xc3z", .size_pt = 10}, (kuril_text_format){0});
    assert_string_equal(kuril_text_layout_text(layout), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
    kuril_error error = {0};
    const kuril_text_span bad = {.text = "a", .size_pt = NAN};
    assert_int_equal(kuril_text_layout_get(fonts, &bad, 1, &(kuril_text_format){0}, &layout, &error), KURIL_E_DOMAIN);
    assert_int_equal(kuril_text_layout_get(fonts, &bad, 0, &(kuril_text_format){0}, &layout, &error), KURIL_E_ARGUMENT);
}

/* ---- What is seen. ---- */

typedef struct scene {
    const kuril_text_layout *layout;
    kuril_text_paint paint;
    kuril_text_parts parts;
    kuril_rgba ground;
} scene;

static void draw_text(kuril_canvas *c, void *user)
{
    const scene *s = user;
    kuril_canvas_rectangle(c, &(kuril_rect){0, 0, 200, 60});
    kuril_canvas_fill(c, KURIL_FILL_NONZERO, &(kuril_paint){.color = s->ground});
    kuril_text_draw(c, s->layout, 20, 15, 0, 0, 0, &s->paint, s->parts);
}

/* B65, mapnik/mapnik#1624: with a halo of half the size no letter loses anything to its neighbour's halo. */
static void halos_never_cover_letters(void **state)
{
    (void)state;
    scene s = {layout_of((kuril_text_span){.text = "WAVE Итуруп", .size_pt = 20},
                         (kuril_text_format){.letter_spacing_em = -0.05}),
               {{0, 0, 0, 1}, {1, 1, 1, 1}, 10, 0},
               KURIL_TEXT_BOTH,
               {1, 1, 1, 1}};
    picture with = picture_png(200, 60, 144, draw_text, &s);
    s.paint.halo_width_pt = 0;
    picture without = picture_png(200, 60, 144, draw_text, &s);
    assert_int_equal(picture_differs(&with, &without, 0, NULL), 0);
    picture_free(&with);
    picture_free(&without);
}

/* B65, mapnik/mapnik#917: a half-transparent halo is of one tone. */
static void translucent_halos_are_even(void **state)
{
    (void)state;
    scene s = {layout_of((kuril_text_span){.text = "WAVE", .size_pt = 20}, (kuril_text_format){0}),
               {{0, 0, 0, 0}, {1, 1, 1, 0.5}, 6, 0},
               KURIL_TEXT_HALO,
               {0, 0, 0, 1}};
    picture p = picture_png(200, 60, 144, draw_text, &s);
    int brightest = 0, full = 0;
    for (int i = 0; i < p.width * p.height; i++) {
        brightest = MAX(brightest, p.rgba[4 * i]);
        full += p.rgba[4 * i] >= 126;
    }
    assert_in_range(brightest, 126, 129);
    assert_true(full > 5000);
    picture_free(&p);
}

static picture glyphs(const char *text, const char *language)
{
    scene s = {layout_of((kuril_text_span){.text = text, .language = language, .size_pt = 24}, (kuril_text_format){0}),
               {{0, 0, 0, 1}, {0, 0, 0, 0}, 0, 0},
               KURIL_TEXT_BOTH,
               {1, 1, 1, 1}};
    return picture_png(200, 60, 144, draw_text, &s);
}

/* B69, mapnik/mapnik#3655. */
static void language_picks_the_form_of_han(void **state)
{
    (void)state;
    const char *const characters[] = {"門", "骨", "直", "令"};
    int changed = 0;
    for (size_t i = 0; i < 4; i++) {
        picture ja = glyphs(characters[i], "ja"), zh = glyphs(characters[i], "zh-Hans"),
                none = glyphs(characters[i], NULL);
        changed += picture_differs(&ja, &zh, 40, NULL) > 30;
        assert_int_equal(picture_differs(&ja, &none, 0, NULL),
                         0); /* without a language: Japanese, whatever the locale */
        picture_free(&ja);
        picture_free(&zh);
        picture_free(&none);
    }
    assert_true(changed >= 3);
}

/* UAX 50: Han, kana and hangul stand upright in vertical writing, Latin and Cyrillic lie on their side. */
static void only_whole_columns_stand(void **state)
{
    (void)state;
    assert_true(kuril_text_stands_whole("太平洋"));
    assert_true(kuril_text_stands_whole("千島・カムチャツカ海溝 2"));
    assert_false(kuril_text_stands_whole("Sea of Japan\n日本海"));
    assert_false(kuril_text_stands_whole("Охотское море / オホーツク海"));
    assert_false(kuril_text_stands_whole("Pacific Ocean"));
    assert_false(kuril_text_stands_whole("120"));
    assert_true(kuril_text_stands("Sea of Japan\n日本海"));
}

static void layouts_ignore_the_locale(void **state)
{
    (void)state;
    const double before = width_of("択捉島 Итуруп 45,5", 11, 0);
    g_setenv("LANGUAGE", "zh_CN:uk", TRUE);
    g_setenv("PANGO_LANGUAGE", "zh-cn", TRUE);
    kuril_fonts *others = NULL;
    assert_int_equal(kuril_fonts_new(&others, NULL), KURIL_OK);
    kuril_fonts *first = fonts;
    fonts = others;
    assert_near(width_of("択捉島 Итуруп 45,5", 11, 0), before, 0);
    picture a = glyphs("直 令", NULL);
    fonts = first;
    picture b = glyphs("直 令", NULL);
    assert_int_equal(picture_differs(&a, &b, 0, NULL), 0);
    picture_free(&a);
    picture_free(&b);
    kuril_fonts_free(others);
    g_unsetenv("LANGUAGE");
    g_unsetenv("PANGO_LANGUAGE");
}

/* The size of a page in pixels does not change what is where. */
static void the_dpi_changes_sharpness_only(void **state)
{
    (void)state;
    scene s = {layout_of((kuril_text_span){.text = "Kunashir 国後島", .size_pt = 16}, (kuril_text_format){0}),
               {{0, 0, 0, 1}, {1, 1, 1, 1}, 2, 0},
               KURIL_TEXT_BOTH,
               {0.8, 0.9, 1, 1}};
    picture small = picture_png(200, 60, 72, draw_text, &s), large = picture_png(200, 60, 288, draw_text, &s);
    for (int i = 0; i < 200 * 60; i++) {
        int sum = 0;
        for (int k = 0; k < 16; k++)
            sum += picture_at(&large, i % 200 * 4 + k % 4, i / 200 * 4 + k / 4)[0];
        assert_near(small.rgba[4 * i], sum / 16.0, 32);
    }
    picture_free(&small);
    picture_free(&large);
}

static void lines_stay_within_where_they_must(void **state)
{
    (void)state;
    /* Two lines of this text come nearest to each other in length with one that is too wide. */
    const kuril_text_span span = {.text = "aaaa\u00A0aaaa aaaa\u00A0aaaa\u00A0aaaa aaaa\u00A0aaaa\u00A0aaaa", .size_pt = 10};
    const double whole = kuril_text_layout_size(layout_of(span, (kuril_text_format){0})).width_pt, width = whole * 0.55;
    const kuril_text_size even = kuril_text_layout_size(layout_of(span, (kuril_text_format){.max_width_pt = width}));
    const kuril_text_size within =
        kuril_text_layout_size(layout_of(span, (kuril_text_format){.max_width_pt = width, .within = true}));
    assert_int_equal(even.n_lines, 2);
    assert_true(even.width_pt > width);
    assert_true(within.width_pt <= width);
    /* A word that is wider is broken, and only that one. */
    const kuril_text_span word = {.text = "of Petropavlovsk on", .size_pt = 10};
    const kuril_text_layout *broken = layout_of(word, (kuril_text_format){.max_width_pt = 40, .within = true});
    assert_true(kuril_text_layout_size(broken).width_pt <= 40);
    assert_true(g_str_has_prefix(kuril_text_layout_text(broken), "of\n") || strstr(kuril_text_layout_text(broken), "of P"));
    assert_null(strstr(kuril_text_layout_text(broken), "o\nf"));
    assert_int_equal(kuril_text_layout_size(layout_of(word, (kuril_text_format){.max_width_pt = 40})).n_lines, 3);
}

/* ---- Curves. ---- */

static double distance_between(const kuril_label_box *a, const kuril_label_box *b)
{
    return hypot(b->x - a->x, b->y - a->y);
}

/* Letters of equal width round a small circle, outside of it and inside: as far apart as on a straight line. */
static void letters_beside_a_circle_keep_their_distances(void **state)
{
    (void)state;
    const kuril_text_layout *layout = layout_of((kuril_text_span){.text = "nnnnnn", .size_pt = 10}, (kuril_text_format){0});
    const double advance = kuril_text_layout_size(layout).width_pt / 6, radius = 40;
    kuril_lonlat arc[181];
    for (int i = 0; i <= 180; i++)
        arc[i] = (kuril_lonlat){-radius * cos(i * G_PI / 180), -radius * sin(i * G_PI / 180)};
    for (double offset = -9; offset <= 9; offset += 18) {
        kuril_text_curve *curve = NULL;
        const kuril_text_curve_options options = {
            .points = arc, .n_points = 181, .middle_pt = radius * G_PI / 2, .offset_pt = offset, .parallel = true};
        assert_int_equal(kuril_text_curve_new(layout, &options, &curve), KURIL_OK);
        size_t n = 0;
        const kuril_label_box *boxes = kuril_text_curve_boxes(curve, &n);
        assert_int_equal(n, 6);
        const double r = radius - offset, chord = 2 * r * sin(advance / r / 2); /* right of the arc is its inside */
        for (size_t i = 0; i + 1 < n; i++)
            assert_near(distance_between(&boxes[i], &boxes[i + 1]), chord, 0.15);
        assert_near(hypot(boxes[2].x, boxes[2].y), r, 0.2);
        kuril_text_curve_free(curve);
    }
}

static void curves_turn_letters_and_refuse_sharp_bends(void **state)
{
    (void)state;
    const kuril_text_layout *layout =
        layout_of((kuril_text_span){.text = "OKHOTSK", .size_pt = 10}, (kuril_text_format){0});
    kuril_lonlat arc[91], line[] = {{300, 50}, {0, 50}};
    for (int i = 0; i <= 90; i++)
        arc[i] = (kuril_lonlat){100 - 100 * cos(i * 0.0349065850398866), 100 - 100 * sin(i * 0.0349065850398866)};
    kuril_text_curve *curve = NULL;
    assert_int_equal(kuril_text_curve_new(layout, &(kuril_text_curve_options){.points = arc, .n_points = 91, .middle_pt = 157, .keep_upright = true}, &curve),
                     KURIL_OK);
    size_t n = 0;
    const kuril_label_box *boxes = kuril_text_curve_boxes(curve, &n);
    assert_int_equal(n, 7);
    for (size_t i = 0; i < n; i++) {
        assert_near(hypot(boxes[i].x - 100, boxes[i].y - 100), 100, 0.2);
        /* Each letter stands on the radius: its direction is at a right angle to it. */
        assert_near(boxes[i].cosine * (boxes[i].x - 100) + boxes[i].sine * (boxes[i].y - 100), 0, 0.5);
    }
    assert_true(boxes[0].x < boxes[6].x);
    kuril_text_curve_free(curve);
    /* From right to left: turned round to be read. */
    assert_int_equal(kuril_text_curve_new(layout, &(kuril_text_curve_options){.points = line, .n_points = 2, .middle_pt = 100, .offset_pt = 4, .keep_upright = true}, &curve),
                     KURIL_OK);
    boxes = kuril_text_curve_boxes(curve, &n);
    assert_near(boxes[3].x, 200, 6);
    assert_near(boxes[3].y, 54, 1e-9);
    assert_true(boxes[0].x < boxes[6].x);
    kuril_text_curve_free(curve);
    curve = NULL;
    const kuril_lonlat bend[] = {{0, 0}, {40, 0}, {40, 60}};
    assert_int_equal(kuril_text_curve_new(layout, &(kuril_text_curve_options){.points = bend, .n_points = 3, .middle_pt = 40, .max_angle_deg = 25}, &curve),
                     KURIL_E_DOMAIN);
    assert_int_equal(kuril_text_curve_new(layout, &(kuril_text_curve_options){.points = bend, .n_points = 3, .middle_pt = 10, .max_angle_deg = 90}, &curve),
                     KURIL_E_DOMAIN);
    assert_null(curve);
}

/* What is measured for one text must not show in the next: read the other way, beside the line, or elsewhere along it. */
static void texts_along_one_line_stand_as_alone(void **state)
{
    (void)state;
    const kuril_text_layout *layout = layout_of((kuril_text_span){.text = "Urup", .size_pt = 10}, (kuril_text_format){0});
    kuril_lonlat arc[61];
    for (int i = 0; i <= 60; i++)
        arc[i] = (kuril_lonlat){80 * cos(i * G_PI / 60), 80 * sin(i * G_PI / 60)};
    kuril_text_tracks *tracks = kuril_text_tracks_new(arc, 61);
    for (int k = 0; k < 12; k++) {
        kuril_text_curve_options options = {.points = arc,
                                            .n_points = 61,
                                            .middle_pt = 60 + 10 * k,
                                            .offset_pt = k % 3 * 5 - 5,
                                            .parallel = k % 2,
                                            .keep_upright = k % 4 < 2};
        kuril_text_curve *alone = NULL, *shared = NULL;
        assert_int_equal(kuril_text_curve_new(layout, &options, &alone), KURIL_OK);
        options.tracks = tracks;
        assert_int_equal(kuril_text_curve_new(layout, &options, &shared), KURIL_OK);
        size_t n = 0, m = 0;
        const kuril_label_box *want = kuril_text_curve_boxes(alone, &n), *got = kuril_text_curve_boxes(shared, &m);
        assert_int_equal(n, 4);
        assert_int_equal(m, n);
        assert_memory_equal(got, want, n * sizeof *want);
        kuril_text_curve_free(alone);
        kuril_text_curve_free(shared);
    }
    kuril_text_tracks_free(tracks);
}

/* ---- Files. ---- */

static void draw_labels(kuril_canvas *c, void *user)
{
    (void)user;
    const kuril_text_paint paint = {{0, 0, 0, 1}, {1, 1, 1, 0.8}, 1, 0};
    const struct {
        const char *text, *font, *language;
    } labels[] = {{"Sea of Okhotsk", "Noto Sans Italic", "en"},
                  {"択捉島", "Noto Sans CJK JP Bold", "ja"},
                  {"Курильские острова", "Noto Serif Regular", "ru"},
                  {"45°30′N", "Noto Sans Regular", NULL}};
    for (size_t i = 0; i < 4; i++)
        kuril_text_draw(c,
                        layout_of((kuril_text_span){.text = labels[i].text,
                                                    .fonts = labels[i].font,
                                                    .language = labels[i].language,
                                                    .size_pt = 12},
                                  (kuril_text_format){0}),
                        20, 20 + 30 * (double)i, 0, 0, 0, &paint, KURIL_TEXT_BOTH);
    const kuril_lonlat line[] = {{20, 180}, {280, 180}};
    kuril_text_curve *curve = NULL;
    assert_int_equal(kuril_text_curve_new(
                         layout_of((kuril_text_span){.text = "Tatar Strait", .size_pt = 12}, (kuril_text_format){0}),
                         &(kuril_text_curve_options){.points = line, .n_points = 2, .middle_pt = 130, .keep_upright = true}, &curve),
                     KURIL_OK);
    kuril_text_curve_draw(c, curve, 0, 0, &paint, KURIL_TEXT_BOTH);
    kuril_text_curve_free(curve);
}

static void pdf_text_is_real_and_fonts_are_embedded(void **state)
{
    (void)state;
    if (!picture_have("pdftotext") || !picture_have("pdffonts"))
        skip();
    const kuril_canvas_options options = {.format = KURIL_CANVAS_PDF, .width_pt = 300, .height_pt = 200};
    GBytes *bytes = picture_page(&options, draw_labels, NULL);
    char *path = picture_keep(bytes, "text.pdf");
    char *command = g_strdup_printf("pdftotext -enc UTF-8 %s -", path), *text = picture_run(command);
    assert_non_null(strstr(text, "Sea of Okhotsk"));
    assert_non_null(strstr(text, "択捉島"));
    assert_non_null(strstr(text, "Курильские острова"));
    assert_non_null(strstr(text, "45°30′N"));
    assert_non_null(strstr(text, "Tatar Strait"));
    g_free(text);
    g_free(command);
    command = g_strdup_printf("pdffonts %s", path);
    text = picture_run(command);
    assert_non_null(strstr(text, "NotoSans-Italic"));
    assert_non_null(strstr(text, "NotoSansCJKjp-Bold"));
    assert_null(strstr(text, " no  no ")); /* emb sub: all are */
    g_free(text);
    g_free(command);
    g_free(path);
    g_bytes_unref(bytes);
}

static void svg_text_can_be_found(void **state)
{
    (void)state;
    const kuril_canvas_options options = {.format = KURIL_CANVAS_SVG, .width_pt = 300, .height_pt = 200};
    GBytes *bytes = picture_page(&options, draw_labels, NULL);
    gsize n = 0;
    const char *data = g_bytes_get_data(bytes, &n);
    char *svg = g_strndup(data, n);
    assert_non_null(strstr(svg, ">択捉島</text>"));
    assert_non_null(strstr(svg, ">Tatar Strait</text>"));
    g_free(svg);
    if (picture_have("xmllint")) {
        char *path = picture_keep(bytes, "text.svg"), *command = g_strdup_printf("xmllint --noout %s", path);
        g_free(picture_run(command));
        g_free(command);
        g_free(path);
    }
    g_bytes_unref(bytes);
}

/* The same page through three programs: cairo's pixels, poppler for PDF, librsvg for SVG. */
static void formats_look_alike(void **state)
{
    (void)state;
    if (!picture_have("pdftoppm") || !picture_have("rsvg-convert"))
        skip();
    picture png = picture_png(300, 200, 144, draw_labels, NULL);
    kuril_canvas_options options = {.format = KURIL_CANVAS_PDF, .width_pt = 300, .height_pt = 200};
    for (int format = KURIL_CANVAS_PDF; format <= KURIL_CANVAS_SVG; format++) {
        options.format = (kuril_canvas_format)format;
        GBytes *bytes = picture_page(&options, draw_labels, NULL);
        char *path = picture_keep(bytes, format == KURIL_CANVAS_PDF ? "same.pdf" : "same.svg"),
             *out = g_strdup_printf("%s.png", path);
        char *command = format == KURIL_CANVAS_PDF
                            ? g_strdup_printf("pdftoppm -r 144 -png -singlefile %s %s", path, path)
                            : g_strdup_printf("rsvg-convert -d 144 -p 144 -b white -o %s %s", out, path);
        g_free(picture_run(command));
        picture other = picture_read(out);
        assert_int_equal(other.width, png.width);
        assert_true(picture_differs(&png, &other, 90, NULL) < 2500); /* of 240 000: edges of letters */
        picture_free(&other);
        g_free(command);
        g_free(out);
        g_free(path);
        g_bytes_unref(bytes);
    }
    picture_free(&png);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_are_in_points),
        cmocka_unit_test(lines_of_a_block_reach_as_far_as_their_letters),
        cmocka_unit_test(lines_break_evenly),
        cmocka_unit_test(missing_glyphs_are_boxes_and_named),
        cmocka_unit_test(map_signs_exist),
        cmocka_unit_test(bad_text_and_sizes),
        cmocka_unit_test(halos_never_cover_letters),
        cmocka_unit_test(translucent_halos_are_even),
        cmocka_unit_test(language_picks_the_form_of_han),
        cmocka_unit_test(only_whole_columns_stand),
        cmocka_unit_test(layouts_ignore_the_locale),
        cmocka_unit_test(the_dpi_changes_sharpness_only),
        cmocka_unit_test(lines_stay_within_where_they_must),
        cmocka_unit_test(letters_beside_a_circle_keep_their_distances),
        cmocka_unit_test(curves_turn_letters_and_refuse_sharp_bends),
        cmocka_unit_test(texts_along_one_line_stand_as_alone),
        cmocka_unit_test(pdf_text_is_real_and_fonts_are_embedded),
        cmocka_unit_test(svg_text_can_be_found),
        cmocka_unit_test(formats_look_alike),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
