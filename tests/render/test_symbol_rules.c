/*
 * Rules of symbols that the specification's render tests hardly touch, each expectation worked out from its words:
 * vertical writing, what may overlap what, what is drawn on top, offsets, and letters of languages. At zoom 0 a pixel
 * is 360 / 512 degrees of longitude, and about as many of latitude near the equator.
 */
#include "style_picture.h"
#include "support.h"

#include <glib.h>
#include <kurilmap/map.h>
#include <math.h>
#include <string.h>

enum { SIDE = 256, MIDDLE = SIDE / 2 };

#define PX (360.0 / 512)

/* A feature at `x`, `y` pixels right of and above the middle, with the property "t". */
static char *point(double x, double y, const char *t)
{
    return g_strdup_printf(
        "{\"type\":\"Feature\",\"properties\":{\"t\":\"%s\",\"up\":%g},\"geometry\":{\"type\":\"Point\","
        "\"coordinates\":[%.6f,%.6f]}}",
        t, y, x * PX, y * PX);
}

static char *line(double x0, double y0, double x1, double y1, double x2, double y2)
{
    return g_strdup_printf(
        "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\",\"coordinates\":"
        "[[%.6f,%.6f],[%.6f,%.6f],[%.6f,%.6f]]}}",
        x0 * PX, y0 * PX, x1 * PX, y1 * PX, x2 * PX, y2 * PX);
}

/* Icons of 20 by 20 pixels: "red" and "blue". `root` goes into the style itself. Takes the features over. */
static pixel_picture drawn(const char *layout, const char *paint, const char *root, char *features)
{
    char *folder = kuril_test_folder_new();
    static const char *const colors[] = {"red", "blue"};
    for (size_t i = 0; i < G_N_ELEMENTS(colors); i++) {
        char *path = g_strdup_printf("%s/%s.svg", folder, colors[i]);
        char *svg = g_strdup_printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"20\"><path "
                                    "fill=\"%s\" d=\"M0 0h20v20H0z\"/></svg>",
                                    colors[i]);
        assert_true(g_file_set_contents(path, svg, -1, NULL));
        g_free(svg);
        g_free(path);
    }
    char *text =
        g_strdup_printf("{\"version\":8,\"sprite\":\"%s\",%s\"sources\":{\"s\":{\"type\":\"geojson\",\"data\":"
                        "{\"type\":\"FeatureCollection\",\"features\":[%s]}}},\"layers\":[{\"id\":\"l\",\"type\":"
                        "\"symbol\",\"source\":\"s\",\"layout\":{%s},\"paint\":{%s}}]}",
                        folder, root, features, layout, paint);
    const pixel_picture picture = style_picture(folder, text, SIDE, layout);
    kuril_test_folder_remove(folder);
    g_free(text);
    g_free(features);
    return picture;
}

static char *both(char *a, char *b)
{
    char *joined = g_strdup_printf("%s,%s", a, b);
    g_free(a);
    g_free(b);
    return joined;
}

/* Of pixels of one opaque colour; 0: of all. */
static pixel_ink ink_in(const pixel_picture *p, uint32_t color, int y_from, int y_to)
{
    return pixel_ink_in(p, 0, SIDE, y_from, y_to, color);
}

static pixel_ink ink_of(const char *layout, const char *paint, const char *root, char *features)
{
    pixel_picture p = drawn(layout, paint, root, features);
    const pixel_ink k = ink_in(&p, 0, 0, SIDE);
    pixel_picture_free(&p);
    return k;
}

#define T    "\"text-field\":[\"get\",\"t\"],\"text-font\":[\"Noto Sans CJK JP Regular\"],\"text-size\":40"
#define RED  0xffff0000u
#define BLUE 0xff0000ffu

/* ---- Vertical writing. ---- */

/* One bar above two, 40 pixels apart, both as wide as they lie; a second line stands to the left of the first. */
static void test_columns(void **state)
{
    (void)state;
    const char *layout = T ",\"text-writing-mode\":[\"vertical\"],\"text-max-width\":20";
    const pixel_ink one = ink_of(layout, "", "", point(0, 0, "一")), two = ink_of(layout, "", "", point(0, 0, "一二"));
    assert_near(one.x, MIDDLE, 1);
    assert_near(one.y, MIDDLE, 2);
    assert_true(one.x_max - one.x_min > 30 && one.y_max - one.y_min < 6); /* upright: lying strokes */
    pixel_picture p = drawn(layout, "", "", point(0, 0, "一二"));
    const pixel_ink upper = ink_in(&p, 0, 0, MIDDLE), lower = ink_in(&p, 0, MIDDLE, SIDE);
    assert_true(lower.amount > 1.4 * upper.amount);
    assert_near(lower.y - upper.y, 40, 3);
    assert_near(lower.x, upper.x, 1.5);
    assert_near(two.x, MIDDLE, 1);
    pixel_picture_free(&p);
    p = drawn(layout, "", "", point(0, 0, "一\\n口"));
    const pixel_ink all = ink_in(&p, 0, 0, SIDE); /* the square, with its upright strokes, is left */
    double left = 0, right = 0;
    for (int i = 0; i < SIDE * SIDE; i++)
        *(i % SIDE < (all.x_min + all.x_max) / 2 ? &left : &right) += p.argb[i] >> 24;
    assert_true(left > 2 * right);
    assert_true(all.x_max - all.x_min > 70);
    pixel_picture_free(&p);
}

/* The first mode that finds room; a text without such letters lies, whatever the style asks. */
static void test_writing_modes(void **state)
{
    (void)state;
    const pixel_ink latin = ink_of(T ",\"text-writing-mode\":[\"vertical\"]", "", "", point(0, 0, "HHHH"));
    assert_true(latin.x_max - latin.x_min > latin.y_max - latin.y_min);
    const pixel_ink lying =
        ink_of(T ",\"text-writing-mode\":[\"horizontal\",\"vertical\"]", "", "", point(0, 0, "一二三"));
    assert_true(lying.x_max - lying.x_min > lying.y_max - lying.y_min);
    const pixel_ink standing =
        ink_of(T ",\"text-writing-mode\":[\"vertical\",\"horizontal\"]", "", "", point(0, 0, "一二三"));
    assert_true(standing.x_max - standing.x_min < standing.y_max - standing.y_min);
}

/* Along a line that runs up the page: read from the top, letters upright, Latin ones on their side. */
static void test_vertical_along_lines(void **state)
{
    (void)state;
#define UPWARD "\"text-font\":[\"Noto Sans CJK JP Regular\"],\"text-size\":40,\"symbol-placement\":\"line-center\""
    char *up = line(0, -110, 0, 0, 0, 110);
    char *layout = g_strdup_printf("%s,\"text-field\":\"一二\"", UPWARD);
    pixel_picture p = drawn(layout, "", "", g_strdup(up));
    const pixel_ink upper = ink_in(&p, 0, 0, MIDDLE), lower = ink_in(&p, 0, MIDDLE, SIDE);
    assert_true(upper.x_max - upper.x_min > 30 && upper.y_max - upper.y_min < 8);
    assert_true(lower.amount > 1.4 * upper.amount);
    pixel_picture_free(&p);
    g_free(layout);
    const pixel_ink latin =
        ink_of("\"symbol-placement\":\"line-center\",\"text-field\":\"IIII\",\"text-size\":40", "", "", g_strdup(up));
    assert_true(latin.y_max - latin.y_min > 30 && latin.x_max - latin.x_min < 36);
    g_free(up);
}

/* ---- What may overlap what. ---- */

#define ICONS "\"icon-image\":[\"get\",\"t\"]"

static double icons_drawn(const char *layout)
{
    return ink_of(layout, "", "", both(point(-6, 0, "red"), point(6, 0, "blue"))).amount / 400;
}

/* Two icons 12 pixels apart, 20 wide: alone one, together 1.6. */
static void test_overlap(void **state)
{
    (void)state;
    assert_near(icons_drawn(ICONS), 1, 0.1);
    assert_near(icons_drawn(ICONS ",\"icon-allow-overlap\":true"), 1.6, 0.1);
    assert_near(icons_drawn(ICONS ",\"icon-overlap\":\"always\""), 1.6, 0.1);
    assert_near(icons_drawn(ICONS ",\"icon-overlap\":\"cooperative\""), 1.6, 0.1);
    assert_near(icons_drawn(ICONS ",\"icon-overlap\":\"never\",\"icon-allow-overlap\":true"), 1, 0.1);
    assert_near(icons_drawn(ICONS ",\"icon-ignore-placement\":true"), 1.6, 0.1);
    const pixel_ink one = ink_of(T, "", "", both(point(-6, 0, "口"), point(6, 0, "口")));
    const pixel_ink two = ink_of(T ",\"text-allow-overlap\":true", "", "", both(point(-6, 0, "口"), point(6, 0, "口")));
    const pixel_ink ignored =
        ink_of(T ",\"text-ignore-placement\":true", "", "", both(point(-6, 0, "口"), point(6, 0, "口")));
    assert_near(two.x_max - two.x_min, one.x_max - one.x_min + 12, 1.5);
    assert_near(ignored.x_max - ignored.x_min, two.x_max - two.x_min, 1);
}

/* The second feature's icon is crowded out, its text is not: the text stays only where the icon is optional. */
static void test_optional_parts(void **state)
{
    (void)state;
#define SECOND "[\"case\",[\"==\",[\"get\",\"t\"],\"b\"],"
#define PAIR   "\"text-size\":20,\"icon-image\":\"red\",\"text-field\":" SECOND "\"H\",\"\"],\"text-offset\":[0,3]"
    char *crowd = both(point(0, 0, "a"), point(10, 0, "b"));
    const pixel_ink without = ink_of(PAIR, "", "", g_strdup(crowd));
    const pixel_ink with = ink_of(PAIR ",\"icon-optional\":true", "", "", g_strdup(crowd));
    assert_near(without.y_max, MIDDLE + 9, 1.01); /* one icon */
    assert_near(without.x_max, MIDDLE + 9, 1.01);
    assert_true(with.y_max > MIDDLE + 50);
    assert_near(with.amount, without.amount + 60, 40);
    g_free(crowd);
    /* And the other way: its text meets the first one's text. */
#define FAR                                                                                                            \
    "\"text-size\":20,\"icon-image\":\"red\",\"icon-size\":0.4,\"icon-padding\":0,\"text-field\":\"HHH\",\"text-"      \
    "offset\":[0,3]"
    crowd = both(point(0, 0, "a"), point(14, 0, "b"));
    const pixel_ink lost = ink_of(FAR, "", "", g_strdup(crowd)),
                    kept = ink_of(FAR ",\"text-optional\":true", "", "", g_strdup(crowd));
    assert_near(kept.amount - lost.amount, 64, 8);
    g_free(crowd);
}

/* ---- What is drawn on top. ---- */

static double red_share(const char *layout, char *features)
{
    pixel_picture p = drawn(layout, "", "", features);
    const double red = ink_in(&p, RED, 0, SIDE).amount, blue = ink_in(&p, BLUE, 0, SIDE).amount;
    pixel_picture_free(&p);
    return red / (red + blue);
}

/* Red stands higher and comes last: by the viewport the lower one, blue, is over it; by source it is over blue. */
static void test_z_order(void **state)
{
    (void)state;
#define OVER ICONS ",\"icon-allow-overlap\":true"
    char *features = both(point(0, -4, "blue"), point(0, 4, "red"));
    assert_true(red_share(OVER ",\"symbol-z-order\":\"viewport-y\"", g_strdup(features)) < 0.45);
    assert_true(red_share(OVER, g_strdup(features)) < 0.45);
    assert_true(red_share(OVER ",\"symbol-z-order\":\"source\"", g_strdup(features)) > 0.55);
    assert_true(red_share(OVER ",\"symbol-sort-key\":[\"get\",\"up\"]", g_strdup(features)) > 0.55);
    assert_true(red_share(OVER ",\"symbol-sort-key\":[\"-\",0,[\"get\",\"up\"]]", g_strdup(features)) < 0.45);
    g_free(features);
}

/* ---- Places. ---- */

/* 30 to the right: with the map they turn with it, to a bearing of 90 degrees, where east is up. */
static void test_translate_anchors(void **state)
{
    (void)state;
    static const char *const parts[] = {"text", "icon"};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        const char *layout = i ? "\"icon-image\":\"red\"" : "\"text-field\":\"o\",\"text-size\":40";
        const pixel_ink still = ink_of(layout, "", "\"bearing\":90,", point(0, 0, ""));
        char *map = g_strdup_printf("\"%s-translate\":[30,0]", parts[i]);
        char *page = g_strdup_printf("%s,\"%s-translate-anchor\":\"viewport\"", map, parts[i]);
        const pixel_ink with_map = ink_of(layout, map, "\"bearing\":90,", point(0, 0, ""));
        const pixel_ink with_page = ink_of(layout, page, "\"bearing\":90,", point(0, 0, ""));
        assert_near(with_map.x - still.x, 0, 0.3);
        assert_near(with_map.y - still.y, -30, 0.3);
        assert_near(with_page.x - still.x, 30, 0.3);
        assert_near(with_page.y - still.y, 0, 0.3);
        g_free(map);
        g_free(page);
    }
    const char *along = "\"text-field\":\"oo\",\"text-size\":30,\"symbol-placement\":\"line-center\"";
    char *flat = line(-100, 0, 0, 0, 100, 0);
    const pixel_ink still = ink_of(along, "", "", g_strdup(flat)),
                    moved = ink_of(along, "\"text-translate\":[20,-10]", "", flat);
    assert_near(moved.x - still.x, 20, 0.3);
    assert_near(moved.y - still.y, -10, 0.3);
    const pixel_ink turned =
        ink_of("\"text-field\":\"oo\",\"text-size\":30,\"text-rotate\":90", "", "", point(0, 0, ""));
    const pixel_ink turned_moved = ink_of("\"text-field\":\"oo\",\"text-size\":30,\"text-rotate\":90",
                                          "\"text-translate\":[20,-10]", "", point(0, 0, ""));
    assert_near(turned_moved.x - turned.x, 20, 0.3); /* not turned with the text */
    assert_near(turned_moved.y - turned.y, -10, 0.3);
}

/* A name and an icon keep off each other where they are drawn: the name moved onto the icon, and moved off it. */
static void test_moved_names_collide_where_they_are(void **state)
{
    (void)state;
    static const char layout[] = "\"text-field\":[\"get\",\"t\"],\"text-size\":20,"
                                 "\"icon-image\":[\"case\",[\"==\",[\"get\",\"t\"],\"\"],\"red\",\"\"]";
    static const struct {
        double icon_x;
        const char *paint;
        bool both;
    } cases[] = {{40, "", true},
                 {40, "\"text-translate\":[40,0]", false},
                 {0, "", false},
                 {0, "\"text-translate\":[40,0]", true},
                 {0, "\"icon-translate\":[-40,0]", true}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        pixel_picture p = drawn(layout, cases[i].paint, "", both(point(0, 0, "oo"), point(cases[i].icon_x, 0, "")));
        const double icon = ink_in(&p, RED, 0, SIDE).amount, all = ink_in(&p, 0, 0, SIDE).amount;
        assert_int_equal(icon > 0 && all - icon > 20, cases[i].both);
        pixel_picture_free(&p);
    }
}

/* Ems away from the point, in the direction of the anchor. */
static void test_radial_and_variable_offsets(void **state)
{
    (void)state;
#define O "\"text-field\":\"口\",\"text-font\":[\"Noto Sans CJK JP Regular\"],\"text-size\":20"
    const pixel_ink left = ink_of(O ",\"text-anchor\":\"left\"", "", "", point(0, 0, ""));
    const pixel_ink radial = ink_of(O ",\"text-anchor\":\"left\",\"text-radial-offset\":2", "", "", point(0, 0, ""));
    const pixel_ink corner =
        ink_of(O ",\"text-anchor\":\"top-left\",\"text-radial-offset\":2", "", "", point(0, 0, ""));
    const pixel_ink near = ink_of(O ",\"text-anchor\":\"top-left\"", "", "", point(0, 0, ""));
    assert_near(radial.x - left.x, 40, 0.6);
    assert_near(radial.y - left.y, 0, 0.6);
    assert_near(corner.x - near.x, 40 / G_SQRT2, 1); /* as far, but slanting */
    const pixel_ink fixed =
        ink_of(O ",\"text-variable-anchor-offset\":[\"left\",[2,0],\"top\",[0,2]]", "", "", point(0, 0, ""));
    assert_near(fixed.x - left.x, 40, 4);
    assert_near(fixed.y - left.y, 0, 1);
    /* The first place is taken by another's text: the next one is tried. */
#define CROWDED                                                                                                        \
    O ",\"symbol-sort-key\":[\"-\",0,[\"get\",\"up\"]],\"text-variable-anchor-offset\":[\"left\",[2,0],\"right\",[-2," \
      "0]]"
    const pixel_ink two = ink_of(CROWDED, "", "", both(point(0, 3, ""), point(0, -3, "")));
    assert_near(two.x, MIDDLE, 1);
    assert_true(two.x_max - two.x_min > 100);
}

/* A corner of 90 degrees in the middle of the text. */
static void test_max_angle(void **state)
{
    (void)state;
#define BENT "\"text-field\":\"nnnnnn\",\"text-size\":24,\"symbol-placement\":\"line-center\",\"text-max-angle\":"
    char *corner = line(-90, 0, 0, 0, 0, 90);
    assert_true(!(ink_of(BENT "45", "", "", g_strdup(corner)).amount > 0));
    assert_true(ink_of(BENT "100", "", "", corner).amount > 300);
}

/* An em more between letters; none after the last. */
static void test_letter_spacing(void **state)
{
    (void)state;
    const pixel_ink close = ink_of("\"text-size\":40,\"text-field\":\"II\"", "", "", point(0, 0, ""));
    const pixel_ink wide =
        ink_of("\"text-size\":40,\"text-field\":\"II\",\"text-letter-spacing\":1", "", "", point(0, 0, ""));
    assert_near(wide.x_max - wide.x_min, close.x_max - close.x_min + 40, 1.01);
    assert_near(wide.x, close.x, 0.6);
}

/* A map that speaks English; the rules of other languages are tests/unit/style/test_expression.c's. */
static void test_transform(void **state)
{
    (void)state;
    static const struct {
        const char *how, *text, *same;
    } cases[] = {{"uppercase", "i", "I"},
                 {"uppercase", "ά", "Ά"},
                 {"lowercase", "ΟΔΟΣ", "οδος"},
                 {"uppercase", "ß", "SS"},
                 {"none", "aB", "aB"}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *transform = g_strdup_printf("\"text-size\":60,\"text-field\":\"%s\",\"text-transform\":\"%s\"",
                                          cases[i].text, cases[i].how);
        char *plain = g_strdup_printf("\"text-size\":60,\"text-field\":\"%s\"", cases[i].same);
        pixel_picture a = drawn(transform, "", "", point(0, 0, "")), b = drawn(plain, "", "", point(0, 0, ""));
        if (memcmp(a.argb, b.argb, sizeof *a.argb * SIDE * SIDE) != 0)
            fail_msg("'%s' in %s is not '%s'", cases[i].text, cases[i].how, cases[i].same);
        assert_true(ink_in(&a, 0, 0, SIDE).amount > 100);
        pixel_picture_free(&a);
        pixel_picture_free(&b);
        g_free(plain);
        g_free(transform);
    }
}

/* The icon takes the text's width or height, or both, and keeps its own elsewhere. */
static void test_icon_text_fit(void **state)
{
    (void)state;
    static const struct {
        const char *fit;
        bool wide, high;
    } cases[] = {{"none", false, false}, {"width", true, false}, {"height", false, true}, {"both", true, true}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *layout = g_strdup_printf("\"text-size\":50,\"text-field\":\"l\",\"text-letter-spacing\":0,\"icon-image\":"
                                       "\"red\",\"icon-text-fit\":\"%s\",\"text-line-height\":1",
                                       cases[i].fit);
        pixel_picture p = drawn(layout, "\"text-opacity\":0", "", point(0, 0, ""));
        const pixel_ink k = ink_in(&p, 0, 0, SIDE);
        assert_near(k.y_max - k.y_min + 1, cases[i].high ? 50 : 20, 1.5);
        if (cases[i].wide)
            assert_in_range(k.x_max - k.x_min + 1, 11, 16); /* l is 0.258 em wide */
        else
            assert_near(k.x_max - k.x_min + 1, 20, 1.01);
        pixel_picture_free(&p);
        g_free(layout);
    }
}

/* A picture of 16 bits a channel is as bright as one of 8: half of red, all of green, nothing of blue. */
static void test_pictures_of_16_bits(void **state)
{
    (void)state;
    static const unsigned char deep[] = {
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
        0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x10, 0x02, 0x00, 0x00, 0x00, 0xc0, 0xe7, 0x8f, 0x9d, 0x00, 0x00, 0x00,
        0x0f, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68, 0x68, 0xf8, 0xff, 0x9f, 0x81, 0x01, 0x00, 0x0c, 0x80,
        0x02, 0xff, 0xa2, 0xe1, 0xc7, 0x94, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
    static const unsigned char plain[] = {
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
        0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00,
        0x0c, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68, 0xf8, 0xcf, 0x00, 0x00, 0x03, 0x82, 0x01, 0x80, 0x74,
        0xe0, 0xdc, 0xa5, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
    uint32_t middle[2];
    for (int i = 0; i < 2; i++) {
        char *folder = kuril_test_folder_new(), *path = g_build_filename(folder, "dot.png", NULL);
        assert_true(g_file_set_contents(path, (const char *)(i ? plain : deep),
                                        (gssize)(i ? sizeof plain : sizeof deep), NULL));
        pixel_picture p =
            style_picture(folder,
                          "{\"version\":8,\"sources\":{\"s\":{\"type\":\"image\",\"url\":\"dot.png\","
                          "\"coordinates\":[[-50,50],[50,50],[50,-50],[-50,-50]]}},\"layers\":[{\"id\":\"l\","
                          "\"type\":\"raster\",\"source\":\"s\"}]}",
                          SIDE, "16 bits");
        middle[i] = p.argb[MIDDLE * SIDE + MIDDLE];
        pixel_picture_free(&p);
        kuril_test_folder_remove(folder);
        g_free(path);
    }
    assert_int_equal(middle[1], 0xff80ff00u);
    assert_int_equal(middle[0], middle[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_writing_modes),
        cmocka_unit_test(test_vertical_along_lines),
        cmocka_unit_test(test_overlap),
        cmocka_unit_test(test_optional_parts),
        cmocka_unit_test(test_z_order),
        cmocka_unit_test(test_translate_anchors),
        cmocka_unit_test(test_moved_names_collide_where_they_are),
        cmocka_unit_test(test_radial_and_variable_offsets),
        cmocka_unit_test(test_max_angle),
        cmocka_unit_test(test_letter_spacing),
        cmocka_unit_test(test_transform),
        cmocka_unit_test(test_icon_text_fit),
        cmocka_unit_test(test_pictures_of_16_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
