/*
 * Layers that the specification's render tests hardly touch, drawn and looked at pixel by pixel. What is expected is
 * worked out from the specification's words: at zoom 0 and the centre, a degree of longitude is 512 / 360 pixels.
 */
#include "style_picture.h"
#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/map.h>

enum { SIDE = 64 };

/* Draws a style's own view, 64 by 64. */
static pixel_picture drawn(const char *sources, const char *layers, const char *view)
{
    char *folder = kuril_test_folder_new();
    char *text = g_strdup_printf("{\"version\":8,%s\"sources\":{%s},\"layers\":[%s]}", view, sources, layers);
    const pixel_picture picture = style_picture(folder, text, SIDE, layers);
    kuril_test_folder_remove(folder);
    g_free(text);
    return picture;
}

/* A line due east through the middle of the picture, y = 32. */
static pixel_picture line_drawn(const char *paint)
{
    char *layers = g_strdup_printf("{\"id\":\"l\",\"type\":\"line\",\"source\":\"s\",\"paint\":{%s}}", paint);
    const pixel_picture picture = drawn("\"s\":{\"type\":\"geojson\",\"lineMetrics\":true,\"data\":{\"type\":"
                                        "\"LineString\",\"coordinates\":[[-60,0],[60,0]]}}",
                                        layers, "");
    g_free(layers);
    return picture;
}

static unsigned alpha(const pixel_picture *p, int x, int y)
{
    return p->argb[y * SIDE + x] >> 24;
}

static void test_line_offset(void **state)
{
    (void)state;
    pixel_picture p = line_drawn("\"line-width\":4,\"line-offset\":10");
    assert_int_equal(alpha(&p, 32, 32), 0);
    assert_int_equal(alpha(&p, 32, 41), 255); /* right of eastward is south: 32 + 10, between 40 and 44 */
    assert_int_equal(alpha(&p, 32, 39), 0);
    assert_int_equal(alpha(&p, 32, 44), 0);
    pixel_picture_free(&p);
}

static void test_line_gap(void **state)
{
    (void)state;
    pixel_picture p = line_drawn("\"line-width\":4,\"line-gap-width\":8");
    assert_int_equal(alpha(&p, 32, 32), 0);
    assert_int_equal(alpha(&p, 32, 26), 255); /* 4 to 8 pixels off the middle on either side */
    assert_int_equal(alpha(&p, 32, 37), 255);
    assert_int_equal(alpha(&p, 32, 40), 0);
    pixel_picture_free(&p);
}

static void test_line_blur_fades(void **state)
{
    (void)state;
    pixel_picture p = line_drawn("\"line-width\":20,\"line-blur\":8");
    assert_in_range(alpha(&p, 32, 32), 250, 255);
    for (int y = 33; y < 44; y++)
        assert_true(alpha(&p, 32, y) <= alpha(&p, 32, y - 1));
    assert_in_range(alpha(&p, 32, 38), 90, 190); /* half-way down the ramp: 1.5 to 10.5 pixels off the middle */
    pixel_picture_free(&p);
}

/* Two lines of a layer at half its opacity are no darker where they cross. */
static void test_layer_opacity(void **state)
{
    (void)state;
    pixel_picture p = drawn("\"s\":{\"type\":\"geojson\",\"data\":{\"type\":\"FeatureCollection\",\"features\":["
                            "{\"type\":\"Feature\",\"properties\":{\"c\":\"#f00\"},\"geometry\":"
                            "{\"type\":\"LineString\",\"coordinates\":[[-60,0],[60,0]]}},"
                            "{\"type\":\"Feature\",\"properties\":{\"c\":\"#00f\"},\"geometry\":"
                            "{\"type\":\"LineString\",\"coordinates\":[[0,-15],[0,15]]}}]}}",
                            "{\"id\":\"l\",\"type\":\"line\",\"source\":\"s\",\"paint\":{\"line-width\":10,"
                            "\"line-color\":[\"get\",\"c\"],\"line-layer-opacity\":0.5}}",
                            "");
    assert_in_range(alpha(&p, 32, 32), 127, 128);
    assert_in_range(alpha(&p, 10, 32), 127, 128);
    assert_int_equal(p.argb[32 * SIDE + 32] >> 16 & 255, 0); /* the later feature's blue alone */
    pixel_picture_free(&p);
}

/* Multiplied channel by channel: 128 * 192 / 255, 128 * 255 / 255, 255 * 192 / 255 (W3C Compositing, section 5.2). */
static void test_layer_blend(void **state)
{
    (void)state;
    pixel_picture p = drawn("\"s\":{\"type\":\"geojson\",\"data\":{\"type\":\"Polygon\",\"coordinates\":"
                            "[[[-10,-10],[10,-10],[10,10],[-10,10],[-10,-10]]]}}",
                            "{\"id\":\"b\",\"type\":\"background\",\"paint\":{\"background-color\":\"#c0ffc0\"}},"
                            "{\"id\":\"l\",\"type\":\"fill\",\"source\":\"s\",\"paint\":{\"fill-color\":\"#8080ff\","
                            "\"fill-layer-blend\":\"multiply\"}}",
                            "");
    assert_in_range(p.argb[32 * SIDE + 32] >> 16 & 255, 96, 97);
    assert_in_range(p.argb[32 * SIDE + 32] >> 8 & 255, 127, 129);
    assert_in_range(p.argb[32 * SIDE + 32] & 255, 191, 193);
    assert_int_equal(p.argb[2 * SIDE + 2], 0xffc0ffc0u);
    pixel_picture_free(&p);
}

/* A picture whose compass direction up is east: the map's own right is then down the page. */
static void test_translate_anchor(void **state)
{
    static const char point[] = "\"s\":{\"type\":\"geojson\",\"data\":{\"type\":\"Point\",\"coordinates\":[0,0]}}";
    (void)state;
    pixel_picture p = drawn(point,
                            "{\"id\":\"l\",\"type\":\"circle\",\"source\":\"s\",\"paint\":"
                            "{\"circle-translate\":[16,0],\"circle-translate-anchor\":\"viewport\"}}",
                            "\"bearing\":90,");
    assert_int_equal(alpha(&p, 48, 32), 255);
    pixel_picture_free(&p);
    p = drawn(point, "{\"id\":\"l\",\"type\":\"circle\",\"source\":\"s\",\"paint\":{\"circle-translate\":[16,0]}}",
              "\"bearing\":90,");
    assert_int_equal(alpha(&p, 32, 16), 255); /* east is up */
    pixel_picture_free(&p);
}

/* A right angle at (32, 32) on the page, 12 pixels wide: its mitre ends at (38, 38), 1.41 widths long. */
static unsigned corner(const char *layout)
{
    char *layers = g_strdup_printf("{\"id\":\"l\",\"type\":\"line\",\"source\":\"s\",\"layout\":{%s},"
                                   "\"paint\":{\"line-width\":12}}",
                                   layout);
    pixel_picture p =
        drawn("\"s\":{\"type\":\"geojson\",\"data\":{\"type\":\"LineString\",\"coordinates\":[[-18,0],[0,0],[0,18]]}}",
              layers, "");
    const unsigned tip = alpha(&p, 36, 36);
    pixel_picture_free(&p);
    g_free(layers);
    return tip;
}

static void test_line_corners(void **state)
{
    (void)state;
    assert_int_equal(corner(""), 255);
    assert_int_equal(corner("\"line-miter-limit\":1.2"), 0); /* cut off */
    assert_int_equal(corner("\"line-join\":\"bevel\""), 0);
    assert_in_range(corner("\"line-join\":\"round\""), 0, 120); /* 6.4 pixels off, of 6 */
    assert_int_equal(corner("\"line-join\":\"round\",\"line-round-limit\":1.5"), 255);
    assert_in_range(corner("\"line-join\":\"round\",\"line-round-limit\":1.3"), 0, 120);
}

/* Heights by colour: the Kuril trench east of Iturup is deeper than 5 km, Hokkaido's middle is land (NOAA ETOPO5). */
static void test_color_relief(void **state)
{
    (void)state;
    pixel_picture p =
        drawn("\"d\":{\"type\":\"raster-dem\",\"url\":\"geodata:depth_grid\"}",
              "{\"id\":\"r\",\"type\":\"color-relief\",\"source\":\"d\",\"paint\":{\"color-relief-color\":"
              "[\"step\",[\"elevation\"],\"#0000ff\",-5000,\"#00ff00\",0,\"#ff0000\"]}}",
              "\"center\":[147.5,43.5],\"zoom\":3,");
    /* A degree of longitude is 11.4 pixels: the trench at 150 E 44.3 N is 28 right and 13 up, Hokkaido at 143 E 51
     * left. */
    assert_int_equal(p.argb[19 * SIDE + 60], 0xff0000ffu);
    pixel_picture_free(&p);
    p = drawn("\"d\":{\"type\":\"raster-dem\",\"url\":\"geodata:depth_grid\"}",
              "{\"id\":\"r\",\"type\":\"color-relief\",\"source\":\"d\",\"paint\":{\"color-relief-color\":"
              "[\"step\",[\"elevation\"],\"#0000ff\",-5000,\"#00ff00\",0,\"#ff0000\"]}}",
              "\"center\":[143,43.4],\"zoom\":5,");
    assert_int_equal(p.argb[32 * SIDE + 32], 0xffff0000u);
    pixel_picture_free(&p);
}

/* A line of 8 million pixels, of which the page shows the first 34: a colour that ends within them is still seen. */
static void test_far_gradient(void **state)
{
    (void)state;
    pixel_picture p = drawn(
        "\"s\":{\"type\":\"geojson\",\"lineMetrics\":true,\"data\":{\"type\":\"LineString\","
        "\"coordinates\":[[-77.033643,38.9],[-120.033643,38.9]]}}",
        "{\"id\":\"l\",\"type\":\"line\",\"source\":\"s\",\"paint\":{\"line-width\":8,\"line-gradient\":[\"step\","
        "[\"line-progress\"],\"lime\",1e-6,\"red\",2e-6,\"black\"]}}",
        "\"zoom\":17,\"center\":[-77.0336537,38.9],");
    /* It begins at 32 + 2.0; a millionth of it is 43 / 360 * 512 * 2^17 / 1e6 = 8.0 pixels. */
    assert_int_equal(p.argb[32 * SIDE + 30], 0xFF00FF00);
    assert_int_equal(p.argb[32 * SIDE + 22], 0xFFFF0000);
    assert_int_equal(p.argb[32 * SIDE + 12], 0xFF000000);
    pixel_picture_free(&p);
}

/* A pattern's top lies to the right of the way, as in the specification's `line-pattern` pictures. */
static void test_line_pattern_side(void **state)
{
    (void)state;
    char *folder = kuril_test_folder_new(), *icons = g_build_filename(folder, "icons", NULL);
    char *icon = g_build_filename(icons, "half.svg", NULL);
    const char *svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\">"
        "<rect width=\"8\" height=\"4\" fill=\"red\"/><rect y=\"4\" width=\"8\" height=\"4\" fill=\"blue\"/></svg>";
    assert_int_equal(g_mkdir(icons, 0755), 0);
    assert_true(g_file_set_contents(icon, svg, -1, NULL));
    pixel_picture p = style_picture(
        folder,
        "{\"version\":8,\"sprite\":\"icons\",\"sources\":{\"s\":{\"type\":\"geojson\",\"data\":{\"type\":"
        "\"LineString\","
        "\"coordinates\":[[-60,0],[60,0]]}}},\"layers\":[{\"id\":\"l\",\"type\":\"line\",\"source\":\"s\",\"paint\":"
        "{\"line-width\":16,\"line-pattern\":\"half\"}}]}",
        SIDE, "line-pattern");
    assert_int_equal(p.argb[28 * SIDE + 32], 0xFF0000FF); /* eastward: left is north */
    assert_int_equal(p.argb[36 * SIDE + 32], 0xFFFF0000);
    pixel_picture_free(&p);
    assert_int_equal(g_unlink(icon), 0);
    assert_int_equal(g_rmdir(icons), 0);
    kuril_test_folder_remove(folder);
    g_free(icon);
    g_free(icons);
}

/*
 * Dots of a round dash of no length, every 4 pixels: all alike, the last as the first. What cairo needs to draw a dot
 * once made each period longer by a hundredth of a point.
 */
static void test_dots_keep_their_distance(void **state)
{
    (void)state;
    pixel_picture p =
        drawn("\"s\":{\"type\":\"geojson\",\"data\":{\"type\":\"LineString\",\"coordinates\":[[-60,0],[60,0]]}}",
              "{\"id\":\"l\",\"type\":\"line\",\"source\":\"s\",\"layout\":{\"line-cap\":\"round\"},"
              "\"paint\":{\"line-width\":2,\"line-dasharray\":[0,2]}}",
              "");
    unsigned ink = 0;
    for (int x = 0; x < 4; x++) {
        ink += alpha(&p, x, 32);
        for (int far = x + 4; far < SIDE; far += 4)
            assert_in_range(alpha(&p, far, 32) + 4, alpha(&p, x, 32), alpha(&p, x, 32) + 8);
    }
    assert_in_range(ink, 255, 3 * 255); /* a dot of 2 pixels, half of it in this row, and a gap */
    pixel_picture_free(&p);
}

/*
 * From red at 0.4 of the line to blue at its half: 170.67 pixels from x = -53.33, so from 14.93 to 32. Each pixel has
 * the colour of its middle.
 */
static void test_line_gradient(void **state)
{
    (void)state;
    pixel_picture p = line_drawn("\"line-width\":8,\"line-gradient\":[\"interpolate\",[\"linear\"],[\"line-progress\"],"
                                 "0.4,\"#ff0000\",0.5,\"#0000ff\"]");
    for (int x = 16; x < 31; x++) {
        const double t = (x + 0.5 - 14.9333) / 17.0667;
        assert_near(p.argb[32 * SIDE + x] & 255, 255 * t, 4);
        assert_near(p.argb[32 * SIDE + x] >> 16 & 255, 255 * (1 - t), 4);
    }
    assert_int_equal(p.argb[32 * SIDE + 10], 0xffff0000u);
    assert_int_equal(p.argb[32 * SIDE + 40], 0xff0000ffu);
    pixel_picture_free(&p);
}

/* A step stands where it is, to the half pixel: at 20.85 the pixel whose middle is 20.5 lies before it, at 20.15 not.
 */
static void test_gradient_step(void **state)
{
    static const double steps[] = {20.85, 20.15};
    (void)state;
    for (int i = 0; i < 2; i++) {
        char *paint = g_strdup_printf("\"line-width\":8,\"line-gradient\":[\"step\",[\"line-progress\"],\"#ff0000\","
                                      "%.6f,\"#0000ff\"]",
                                      (steps[i] + 53.3333) / 170.6667);
        pixel_picture p = line_drawn(paint);
        assert_int_equal(p.argb[32 * SIDE + 19], 0xffff0000u);
        assert_int_equal(p.argb[32 * SIDE + 20], i == 0 ? 0xffff0000u : 0xff0000ffu);
        assert_int_equal(p.argb[32 * SIDE + 21], 0xff0000ffu);
        pixel_picture_free(&p);
        g_free(paint);
    }
}

/*
 * A square of 14 pixels about the middle, moved by [20, 0]: with the map, whose east is up at bearing 90, or with the
 * page. An extrusion seen from above is its roof, a line its rings; the opacity of an extrusion is its layer's.
 */
static void test_translate_of_areas_and_lines(void **state)
{
    static const char square[] = "\"s\":{\"type\":\"geojson\",\"data\":{\"type\":\"Polygon\",\"coordinates\":"
                                 "[[[-5,-5],[5,-5],[5,5],[-5,5],[-5,-5]]]}}";
    static const struct {
        const char *type, *paint;
        unsigned alpha;
    } layers[] = {{"fill", "", 255},
                  {"line", "\"line-width\":16,", 255},
                  {"fill-extrusion", "\"fill-extrusion-height\":50,\"fill-extrusion-opacity\":0.4,", 102}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(layers); i++)
        for (int map = 0; map < 2; map++) {
            const char *type = layers[i].type;
            char *layer = g_strdup_printf("{\"id\":\"l\",\"type\":\"%s\",\"source\":\"s\",\"paint\":{%s"
                                          "\"%s-translate\":[20,0],\"%s-translate-anchor\":\"%s\"}}",
                                          type, layers[i].paint, type, type, map ? "map" : "viewport");
            pixel_picture p = drawn(square, layer, "\"bearing\":90,");
            assert_in_range(alpha(&p, map ? 32 : 52, map ? 12 : 32), layers[i].alpha - 1, layers[i].alpha);
            assert_int_equal(alpha(&p, 32, 52), 0);
            assert_int_equal(alpha(&p, 12, 32), 0);
            pixel_picture_free(&p);
            g_free(layer);
        }
}

/*
 * A corner of 148 degrees at (32, 32), pointing down, 16 pixels wide: its mitre would be 3.6 widths long, a bevel ends
 * 2.2 pixels below the corner. As in the specification's reference it ends at the corner itself.
 */
static void test_spikes(void **state)
{
    static const char *const looks[] = {"", "\"layout\":{\"line-join\":\"bevel\"},",
                                        "\"layout\":{\"line-cap\":\"round\"},"};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(looks); i++) {
        char *layer = g_strdup_printf("{\"id\":\"l\",\"type\":\"line\",\"source\":\"s\",%s"
                                      "\"paint\":{\"line-width\":16,\"line-opacity\":0.5}}",
                                      looks[i]);
        pixel_picture p = drawn(
            "\"s\":{\"type\":\"geojson\",\"data\":{\"type\":\"LineString\",\"coordinates\":[[-6,20],[0,0],[6,20]]}}",
            layer, "");
        assert_int_equal(alpha(&p, 32, 33), 0);
        assert_in_range(alpha(&p, 32, 30), 127, 128); /* both arms, drawn once */
        assert_in_range(alpha(&p, 32, 20), 127, 128);
        pixel_picture_free(&p);
        g_free(layer);
    }
}

/* A ring is bent where it begins; a line that comes back to its beginning has two ends there. */
static void test_lines_end_and_rings_do_not(void **state)
{
    (void)state;
    static const char *const around = "[[-12,-12],[12,-12],[12,12],[-12,12],[-12,-12]]";
    for (int ring = 0; ring < 2; ring++) {
        char *source = g_strdup_printf("\"s\":{\"type\":\"geojson\",\"data\":{\"type\":\"%s\",\"coordinates\":%s%s%s}}",
                                       ring ? "Polygon" : "LineString", ring ? "[" : "", around, ring ? "]" : "");
        for (int wide = 0; wide < 2; wide++) {
            char *layer =
                g_strdup_printf("{\"id\":\"l\",\"type\":\"line\",\"source\":\"s\",\"paint\":{\"line-width\":%s}}",
                                wide ? "4,\"line-gap-width\":4" : "12");
            pixel_picture p = drawn(source, layer, "");
            assert_int_equal(alpha(&p, 10, 53),
                             ring ? 255 : 0);         /* 5 pixels beyond the south-western corner, both ways */
            assert_int_equal(alpha(&p, 53, 53), 255); /* the south-eastern one */
            pixel_picture_free(&p);
            g_free(layer);
        }
        g_free(source);
    }
}

/*
 * A square of 512 pixels holds the world of zoom 0; with the north-east up, the world goes on towards the upper right
 * and the lower left, and ends towards the other corners. What stands at 165 E is near both of the former: 234.7 pixels
 * from the middle along the equator, and 277.3 the other way round.
 */
static void test_repeated_world(void **state)
{
    enum { WHOLE = 512 };
    (void)state;
    static const char style[] =
        "{\"version\":8,\"zoom\":0,\"bearing\":45,\"sources\":{\"s\":{\"type\":\"geojson\",\"data\":{\"type\":"
        "\"Point\",\"coordinates\":[165,0]}}},\"layers\":[{\"id\":\"b\",\"type\":\"background\",\"paint\":"
        "{\"background-color\":\"#ff0000\"}},{\"id\":\"n\",\"type\":\"symbol\",\"source\":\"s\",\"layout\":"
        "{\"text-field\":\"HHHH\",\"text-size\":40},\"paint\":{\"text-color\":\"#0000ff\"}}]}";
    char *folder = kuril_test_folder_new();
    pixel_picture p = style_picture(folder, style, WHOLE, "a world that repeats");
    kuril_test_folder_remove(folder);
    assert_int_equal(p.argb[2 * WHOLE + WHOLE - 3], 0xffff0000u);
    assert_int_equal(p.argb[(WHOLE - 3) * WHOLE + 2], 0xffff0000u);
    assert_int_equal(p.argb[2 * WHOLE + 2], 0);
    assert_int_equal(p.argb[(WHOLE - 3) * WHOLE + WHOLE - 3], 0);
    const pixel_ink east = pixel_ink_in(&p, 256, 512, 0, 256, 0xff0000ffu);
    const pixel_ink west = pixel_ink_in(&p, 0, 256, 256, 512, 0xff0000ffu);
    assert_true(east.amount > 100);
    assert_near(west.amount / east.amount, 1, 0.1);
    assert_near(east.x, 256 + 165 / 360.0 * 512 * 0.70711, 2);
    assert_near(west.x, 256 - 195 / 360.0 * 512 * 0.70711, 2);
    assert_near(west.y, 256 + 195 / 360.0 * 512 * 0.70711, 4);
    pixel_picture_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_far_gradient),
        cmocka_unit_test(test_line_pattern_side),
        cmocka_unit_test(test_line_offset),
        cmocka_unit_test(test_line_gap),
        cmocka_unit_test(test_line_blur_fades),
        cmocka_unit_test(test_layer_opacity),
        cmocka_unit_test(test_color_relief),
        cmocka_unit_test(test_layer_blend),
        cmocka_unit_test(test_translate_anchor),
        cmocka_unit_test(test_line_corners),
        cmocka_unit_test(test_dots_keep_their_distance),
        cmocka_unit_test(test_line_gradient),
        cmocka_unit_test(test_gradient_step),
        cmocka_unit_test(test_translate_of_areas_and_lines),
        cmocka_unit_test(test_repeated_world),
        cmocka_unit_test(test_spikes),
        cmocka_unit_test(test_lines_end_and_rings_do_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
