/*
 * Symbols in ways that the specification's render tests hardly show: which way letters run and stand, how thick they
 * are, and properties that no test of theirs sets. What is expected is worked out from the specification's words; at
 * zoom 0 and the centre a degree of longitude is 512 / 360 pixels.
 */
#include "style_picture.h"
#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/map.h>
#include <math.h>

enum { SIDE = 256 };

#define POINT "{\"type\":\"Point\",\"coordinates\":[0,0]}"
#define EASTWARD "{\"type\":\"LineString\",\"coordinates\":[[-80,0],[80,0]]}"
#define WESTWARD "{\"type\":\"LineString\",\"coordinates\":[[80,0],[-80,0]]}"

/* A style's symbol layer over one geometry, 256 by 256 about the middle of the world. */
static pixel_picture drawn(const char *geometry, const char *layout, const char *paint)
{
    char *folder = kuril_test_folder_new(), *icon = g_build_filename(folder, "bar.svg", NULL);
    char *text = g_strdup_printf("{\"version\":8,\"sprite\":\"%s\",\"sources\":{\"s\":{\"type\":\"geojson\",\"data\":%s}},"
                                 "\"layers\":[{\"id\":\"l\",\"type\":\"symbol\",\"source\":\"s\",\"layout\":{%s},"
                                 "\"paint\":{%s}}]}", folder, geometry, layout, paint);
    /* Red, 12 by 8, but for its right quarter, which is blue. */
    assert_true(g_file_set_contents(icon,
                                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"12\" height=\"8\"><path fill="
                                    "\"#f00\" d=\"M0 0h9v8H0z\"/><path fill=\"#00f\" d=\"M9 0h3v8H9z\"/></svg>", -1, NULL));
    const pixel_picture picture = style_picture(folder, text, SIDE, layout);
    kuril_test_folder_remove(folder);
    g_free(icon);
    g_free(text);
    return picture;
}

/* Of the columns [from, to). */
static pixel_ink ink_between(const pixel_picture *p, int from, int to)
{
    return pixel_ink_in(p, from, to, 0, SIDE, 0);
}

static pixel_ink ink_of(const char *geometry, const char *layout, const char *paint)
{
    pixel_picture p = drawn(geometry, layout, paint);
    const pixel_ink k = ink_between(&p, 0, SIDE);
    pixel_picture_free(&p);
    return k;
}

#define SIZE "\"text-size\":60,\"text-font\":[\"Noto Sans Regular\"]"

static unsigned alpha(const pixel_picture *p, int x, int y)
{
    return p->argb[y * SIDE + x] >> 24;
}

/* L: its stem is left, its arm at the foot. Neither mirrored nor on its head. */
static void assert_upright_l(const pixel_picture *p, int from, int to)
{
    const pixel_ink k = ink_between(p, from, to);
    const int high = k.y_max - k.y_min, wide = k.x_max - k.x_min;
    assert_in_range(high, 38, 46); /* capitals are 0.714 of 60 */
    assert_true(alpha(p, k.x_min + 2, k.y_min + high / 4) > 200);
    assert_true(alpha(p, k.x_max - wide / 4, k.y_max - 2) > 200);
    assert_int_equal(alpha(p, k.x_max - wide / 4, k.y_min + high / 4), 0);
}

static void test_letters_stand_upright(void **state)
{
    (void)state;
    pixel_picture p = drawn(POINT, SIZE ",\"text-field\":\"L\"", "");
    assert_upright_l(&p, 0, SIDE);
    pixel_picture_free(&p);
}

/* In LI the L is left of the I; in every setting the letters are in reading order. */
static void test_letters_are_in_order(void **state)
{
    (void)state;
    static const char *const lines[] = {POINT, EASTWARD, WESTWARD}; /* text-keep-upright turns the westward one round */
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        char *layout = g_strdup_printf(SIZE ",\"text-field\":\"LI\",\"text-letter-spacing\":0.5%s",
                                       i > 0 ? ",\"symbol-placement\":\"line-center\"" : "");
        pixel_picture p = drawn(lines[i], layout, "");
        const int middle = (int)ink_between(&p, 0, SIDE).x_max - 24; /* right of the L, left of the I */
        assert_upright_l(&p, 0, middle);
        const pixel_ink right = ink_between(&p, middle, SIDE);
        assert_true(right.x_max - right.x_min < 24);
        pixel_picture_free(&p);
        g_free(layout);
    }
}

static void test_keep_upright_can_be_refused(void **state)
{
    (void)state;
    pixel_picture p = drawn(WESTWARD, SIZE ",\"text-field\":\"L\",\"symbol-placement\":\"line-center\","
                                           "\"text-keep-upright\":false", "");
    const pixel_ink k = ink_between(&p, 0, SIDE); /* half a turn: the stem right, the arm on top */
    assert_true(alpha(&p, k.x_max - 2, k.y_max - 8) > 200);
    assert_true(alpha(&p, k.x_min + 6, k.y_min + 2) > 200);
    assert_int_equal(alpha(&p, k.x_min + 6, k.y_max - 8), 0);
    pixel_picture_free(&p);
}

/* ImageMagick's l in Noto Sans at 1000 pixels is 88 wide, in its Bold 149. */
static void test_letters_have_their_weight(void **state)
{
    (void)state;
    const pixel_ink thin = ink_of(POINT, "\"text-field\":\"l\",\"text-size\":100,\"text-font\":[\"Noto Sans Regular\"]", "");
    const pixel_ink bold = ink_of(POINT, "\"text-field\":\"l\",\"text-size\":100,\"text-font\":[\"Noto Sans Bold\"]", "");
    assert_near(thin.amount / (thin.y_max - thin.y_min + 1), 8.8, 0.5);
    assert_near(bold.amount / (bold.y_max - bold.y_min + 1), 14.9, 0.5);
}

/* A halo of 4 pixels all round. */
static void test_halo_width(void **state)
{
    (void)state;
    const pixel_ink bare = ink_of(POINT, SIZE ",\"text-field\":\"l\"", "");
    const pixel_ink halo = ink_of(POINT, SIZE ",\"text-field\":\"l\"", "\"text-halo-width\":4,\"text-halo-color\":\"#fff\"");
    assert_near(halo.x_max - halo.x_min, bare.x_max - bare.x_min + 8, 1.01);
    assert_near(halo.y_max - halo.y_min, bare.y_max - bare.y_min + 8, 1.01);
}

/* Baselines are line-height ems apart. */
static void test_line_height(void **state)
{
    (void)state;
    for (int i = 1; i <= 3; i++) {
        char *layout = g_strdup_printf("\"text-size\":40,\"text-field\":\"I\\nI\",\"text-line-height\":%d", i);
        const pixel_ink k = ink_of(POINT, layout, "");
        assert_near(k.y_max - k.y_min + 1, 0.714 * 40 + 40 * i, 1.5);
        g_free(layout);
    }
}

static void test_translate(void **state)
{
    (void)state;
    const pixel_ink text = ink_of(POINT, SIZE ",\"text-field\":\"o\"", "");
    const pixel_ink moved = ink_of(POINT, SIZE ",\"text-field\":\"o\"", "\"text-translate\":[30,-20]");
    assert_near(moved.x - text.x, 30, 0.3);
    assert_near(moved.y - text.y, -20, 0.3);
    const pixel_ink icon = ink_of(POINT, "\"icon-image\":\"bar\"", "");
    const pixel_ink icon_moved = ink_of(POINT, "\"icon-image\":\"bar\"", "\"icon-translate\":[-30,20]");
    assert_near(icon_moved.x - icon.x, -30, 0.3);
    assert_near(icon_moved.y - icon.y, 20, 0.3);
}

/* The icon takes the text's width, and paddings top, right, bottom, left. */
static void test_icon_text_fit_padding(void **state)
{
    (void)state;
#define FIT SIZE ",\"text-field\":\"o\",\"icon-image\":\"bar\",\"icon-text-fit\":\"both\""
    const pixel_ink bare = ink_of(POINT, FIT, ""), padded = ink_of(POINT, FIT ",\"icon-text-fit-padding\":[5,10,15,20]", "");
    assert_near(bare.y_min - padded.y_min, 5, 1.01);
    assert_near(padded.x_max - bare.x_max, 10, 1.01);
    assert_near(padded.y_max - bare.y_max, 15, 1.01);
    assert_near(bare.x_min - padded.x_min, 20, 1.01);
}

static int blue_side(const char *layout)
{
    pixel_picture p = drawn(WESTWARD, layout, "");
    double red = 0, blue = 0, n_red = 0, n_blue = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        if (p.argb[i] == 0xff0000ffu)
            blue += i % SIDE, n_blue++;
        if (p.argb[i] == 0xffff0000u)
            red += i % SIDE, n_red++;
    }
    assert_true(n_red > 0 && n_blue > 0);
    pixel_picture_free(&p);
    return blue / n_blue > red / n_red ? 1 : -1;
}

/* The icon turns with a line that runs west, unless it is kept upright. */
static void test_icon_keep_upright(void **state)
{
    (void)state;
#define ALONG "\"icon-image\":\"bar\",\"symbol-placement\":\"line-center\""
    assert_int_equal(blue_side(ALONG), -1);
    assert_int_equal(blue_side(ALONG ",\"icon-keep-upright\":true"), 1);
}

static size_t count_icons(const char *layout)
{
    pixel_picture p = drawn(EASTWARD, layout, "");
    size_t n = 0;
    for (int x = 1; x < SIDE; x++)
        n += alpha(&p, x, SIDE / 2) > 128 && alpha(&p, x - 1, SIDE / 2) <= 128;
    pixel_picture_free(&p);
    return n;
}

/* The line is 228 pixels long: an icon every symbol-spacing. */
static void test_symbol_spacing(void **state)
{
    (void)state;
#define SPACED "\"icon-image\":\"bar\",\"symbol-placement\":\"line\",\"symbol-spacing\":"
    assert_in_range(count_icons(SPACED "40"), 5, 6);
    assert_in_range(count_icons(SPACED "80"), 2, 3);
    assert_int_equal(count_icons(SPACED "200"), 1);
}

static pixel_ink red_ink(pixel_picture *p)
{
    for (int i = 0; i < SIDE * SIDE; i++)
        if (p->argb[i] != 0xffff0000u)
            p->argb[i] = 0;
    const pixel_ink k = ink_between(p, 0, SIDE);
    pixel_picture_free(p);
    return k;
}

/* An image stands after the letters that are before it, in its own size, at the bottom, middle or top of the line. */
static void test_images_within_text(void **state)
{
    (void)state;
    static const char *const places[] = {"bottom", "center", "top"};
    double y[3];
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        char *layout = g_strdup_printf(SIZE ",\"text-field\":[\"format\",\"I\",{},[\"image\",\"bar\"],"
                                       "{\"vertical-align\":\"%s\"}]", places[i]);
        pixel_picture p = drawn(POINT, layout, "");
        const pixel_ink all = ink_between(&p, 0, SIDE), red = red_ink(&p);
        assert_near(red.amount, 9 * 8, 18); /* but for mixed pixels along its edge */
        assert_near(all.x_max - red.x_max, 3, 1.01);
        assert_true(red.x_min > all.x_min + 12);
        y[i] = red.y;
        g_free(layout);
    }
    assert_near(y[0] - y[1], (60 - 8) / 2.0, 1); /* the image is 8 high in a line of 60 */
    assert_near(y[1] - y[2], (60 - 8) / 2.0, 1);
}

/* Lines meet the side that faces the point: at the left anchor their left ends, at the right one their right ends. */
static void test_auto_justification(void **state)
{
    (void)state;
    for (int right = 0; right < 2; right++) {
        char *layout = g_strdup_printf("\"text-size\":30,\"text-field\":\"HHHH\\nH\",\"text-justify\":\"auto\","
                                       "\"text-variable-anchor\":[\"%s\"]", right ? "right" : "left");
        pixel_picture p = drawn(POINT, layout, "");
        const pixel_ink all = ink_between(&p, 0, SIDE);
        int low = SIDE, high = 0; /* of the second line */
        for (int x = 0; x < SIDE; x++)
            if (alpha(&p, x, all.y_max - 4) > 128)
                low = MIN(low, x), high = MAX(high, x);
        assert_near(right ? high : low, right ? all.x_max : all.x_min, 1.01);
        assert_true(high - low < (all.x_max - all.x_min) / 2);
        pixel_picture_free(&p);
        g_free(layout);
    }
}

/* Along a line text-offset runs with it: ems ahead, then ems to the right of it. */
static void test_offset_along_a_line(void **state)
{
    (void)state;
#define ALONG_LINE "\"text-size\":20,\"text-field\":\"o\",\"symbol-placement\":\"line-center\""
    const pixel_ink bare = ink_of(EASTWARD, ALONG_LINE, ""), moved = ink_of(EASTWARD, ALONG_LINE ",\"text-offset\":[2,-1]", "");
    assert_near(moved.x - bare.x, 40, 0.5);
    assert_near(moved.y - bare.y, -20, 0.5);
}

/* Letters that are aligned with the viewport one by one stand upright on a slanting line. */
static void test_level_letters(void **state)
{
    (void)state;
#define SLANTING "{\"type\":\"LineString\",\"coordinates\":[[-60,-50],[60,50]]}"
    pixel_picture p = drawn(SLANTING, SIZE ",\"text-field\":\"L\",\"symbol-placement\":\"line-center\","
                                           "\"text-rotation-alignment\":\"viewport-glyph\"", "");
    assert_upright_l(&p, 0, SIDE);
    pixel_picture_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letters_stand_upright),
        cmocka_unit_test(test_letters_are_in_order),
        cmocka_unit_test(test_keep_upright_can_be_refused),
        cmocka_unit_test(test_letters_have_their_weight),
        cmocka_unit_test(test_halo_width),
        cmocka_unit_test(test_line_height),
        cmocka_unit_test(test_translate),
        cmocka_unit_test(test_icon_text_fit_padding),
        cmocka_unit_test(test_icon_keep_upright),
        cmocka_unit_test(test_symbol_spacing),
        cmocka_unit_test(test_images_within_text),
        cmocka_unit_test(test_auto_justification),
        cmocka_unit_test(test_offset_along_a_line),
        cmocka_unit_test(test_level_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
