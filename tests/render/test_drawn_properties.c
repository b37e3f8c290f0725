/*
 * No property is silently ignored: each that the table of properties calls supported is drawn with a value other than
 * its default, and the picture must differ from the one without it. What a property does is told by its own tests;
 * this holds docs/style-support.md, which is printed from the same table, to the painters.
 */
#include "style_picture.h"
#include "style/properties.h"
#include "support.h"

#include <cairo.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/map.h>
#include <string.h>

typedef struct property_case {
    kuril_layer_type layer;
    const char *name, *value;
    const char *layout, *paint; /* what it needs beside it; NULL: nothing */
} property_case;

#define FILL KURIL_LAYER_FILL
#define LINE KURIL_LAYER_LINE
#define CIRCLE KURIL_LAYER_CIRCLE
#define SYMBOL KURIL_LAYER_SYMBOL
#define RASTER KURIL_LAYER_RASTER
#define SHADE KURIL_LAYER_HILLSHADE
#define RELIEF KURIL_LAYER_COLOR_RELIEF
#define HEAT KURIL_LAYER_HEATMAP
#define EXTRUSION KURIL_LAYER_FILL_EXTRUSION
#define BACK KURIL_LAYER_BACKGROUND
#define BY_FEATURE "[\"get\",\"c\"]"
#define ICON "\"icon-image\":\"tick\""
#define TEXT "\"text-field\":[\"get\",\"name\"]"
#define CROWD "\"icon-image\":\"tick\",\"icon-size\":4"
#define WORDS "\"text-field\":\"Shikotan\""
#define LONG "\"text-field\":\"one two three four\",\"text-max-width\":4"

static const property_case cases[] = {
    {BACK, "background-color", "\"#123456\"", NULL, NULL},
    {BACK, "background-pattern", "\"tick\"", NULL, NULL},
    {BACK, "background-opacity", "0.3", NULL, NULL},
    {FILL, "fill-sort-key", "[\"-\",0,[\"get\",\"k\"]]", NULL, "\"fill-color\":" BY_FEATURE},
    {FILL, "fill-antialias", "false", NULL, "\"fill-outline-color\":\"red\""},
    {FILL, "fill-opacity", "0.4", NULL, NULL},
    {FILL, "fill-layer-opacity", "0.4", NULL, NULL},
    {FILL, "fill-layer-blend", "\"multiply\"", NULL, "\"fill-color\":\"#8080ff\""},
    {FILL, "fill-color", "\"red\"", NULL, NULL},
    {FILL, "fill-outline-color", "\"red\"", NULL, NULL},
    {FILL, "fill-translate", "[5,0]", NULL, NULL},
    {FILL, "fill-translate-anchor", "\"viewport\"", NULL, "\"fill-translate\":[8,0]"},
    {FILL, "fill-pattern", "\"tick\"", NULL, NULL},
    {LINE, "line-cap", "\"square\"", NULL, "\"line-width\":8"},
    {LINE, "line-join", "\"round\"", NULL, "\"line-width\":8"},
    {LINE, "line-miter-limit", "10", NULL, "\"line-width\":8"},
    {LINE, "line-round-limit", "3", "\"line-join\":\"round\"", "\"line-width\":8"},
    {LINE, "line-sort-key", "[\"-\",0,[\"get\",\"k\"]]", NULL, "\"line-width\":8,\"line-color\":" BY_FEATURE},
    {LINE, "line-opacity", "0.4", NULL, NULL},
    {LINE, "line-layer-opacity", "0.4", NULL, NULL},
    {LINE, "line-layer-blend", "\"multiply\"", NULL, "\"line-color\":\"#8080ff\""},
    {LINE, "line-color", "\"red\"", NULL, NULL},
    {LINE, "line-translate", "[5,0]", NULL, NULL},
    {LINE, "line-translate-anchor", "\"viewport\"", NULL, "\"line-translate\":[8,0]"},
    {LINE, "line-width", "5", NULL, NULL},
    {LINE, "line-gap-width", "5", NULL, NULL},
    {LINE, "line-offset", "5", NULL, NULL},
    {LINE, "line-blur", "2", NULL, "\"line-width\":4"},
    {LINE, "line-dasharray", "[2,2]", NULL, NULL},
    {LINE, "line-pattern", "\"tick\"", NULL, "\"line-width\":8"},
    {LINE, "line-gradient", "[\"interpolate\",[\"linear\"],[\"line-progress\"],0,\"red\",1,\"blue\"]", NULL, NULL},
    {CIRCLE, "circle-sort-key", "[\"-\",0,[\"get\",\"k\"]]", NULL, "\"circle-color\":" BY_FEATURE},
    {CIRCLE, "circle-radius", "9", NULL, NULL},
    {CIRCLE, "circle-color", "\"red\"", NULL, NULL},
    {CIRCLE, "circle-blur", "1", NULL, NULL},
    {CIRCLE, "circle-opacity", "0.4", NULL, NULL},
    {CIRCLE, "circle-translate", "[5,0]", NULL, NULL},
    {CIRCLE, "circle-translate-anchor", "\"viewport\"", NULL, "\"circle-translate\":[8,0]"},
    {CIRCLE, "circle-stroke-width", "2", NULL, NULL},
    {CIRCLE, "circle-stroke-color", "\"red\"", NULL, "\"circle-stroke-width\":2"},
    {CIRCLE, "circle-stroke-opacity", "0.3", NULL, "\"circle-stroke-width\":2"},
    {SYMBOL, "symbol-placement", "\"line\"", ICON, NULL},
    {SYMBOL, "symbol-spacing", "20", ICON ",\"symbol-placement\":\"line\"", NULL},
    {SYMBOL, "symbol-sort-key", "[\"-\",0,[\"get\",\"k\"]]", CROWD, "\"icon-color\":" BY_FEATURE},
    {SYMBOL, "symbol-z-order", "\"source\"", CROWD ",\"icon-allow-overlap\":true", "\"icon-color\":" BY_FEATURE},
    {SYMBOL, "icon-allow-overlap", "true", CROWD, NULL},
    {SYMBOL, "icon-overlap", "\"always\"", CROWD, NULL},
    {SYMBOL, "icon-ignore-placement", "true", CROWD, NULL},
    {SYMBOL, "icon-rotation-alignment", "\"map\"", ICON, NULL},
    {SYMBOL, "icon-size", "2", ICON, NULL},
    {SYMBOL, "icon-text-fit", "\"both\"", ICON "," WORDS ",\"text-size\":7", NULL},
    {SYMBOL, "icon-text-fit-padding", "[4,4,4,4]", ICON "," WORDS ",\"text-size\":7,\"icon-text-fit\":\"both\"", NULL},
    {SYMBOL, "icon-image", "\"tick\"", NULL, NULL},
    {SYMBOL, "icon-rotate", "90", ICON, NULL},
    {SYMBOL, "icon-padding", "[30]", ICON, NULL},
    {SYMBOL, "icon-keep-upright", "true", ICON ",\"symbol-placement\":\"line-center\"", NULL},
    {SYMBOL, "icon-offset", "[5,5]", ICON, NULL},
    {SYMBOL, "icon-anchor", "\"left\"", ICON, NULL},
    {SYMBOL, "text-rotation-alignment", "\"map\"", WORDS ",\"text-size\":8", NULL},
    {SYMBOL, "text-field", "\"Iturup\"", NULL, NULL},
    {SYMBOL, "text-font", "[\"Noto Sans Bold\"]", WORDS ",\"text-size\":8", NULL},
    {SYMBOL, "text-size", "9", WORDS, NULL},
    {SYMBOL, "text-max-width", "3", "\"text-field\":\"one two three\",\"text-size\":8", NULL},
    {SYMBOL, "text-line-height", "2", LONG ",\"text-size\":8", NULL},
    {SYMBOL, "text-letter-spacing", "0.3", "\"text-field\":\"abc\"", NULL},
    {SYMBOL, "text-justify", "\"right\"", LONG ",\"text-size\":8", NULL},
    {SYMBOL, "text-radial-offset", "1", WORDS ",\"text-variable-anchor\":[\"top\"],\"text-size\":8", NULL},
    {SYMBOL, "text-variable-anchor", "[\"top\"]", WORDS ",\"text-size\":8", NULL},
    {SYMBOL, "text-variable-anchor-offset", "[\"top\",[0,1]]", WORDS ",\"text-size\":8", NULL},
    {SYMBOL, "text-anchor", "\"top\"", WORDS ",\"text-size\":8", NULL},
    {SYMBOL, "text-max-angle", "180", WORDS ",\"symbol-placement\":\"line\",\"text-size\":8,\"symbol-spacing\":10", NULL},
    {SYMBOL, "text-writing-mode", "[\"vertical\"]", "\"text-field\":\"島\\n水\",\"text-size\":8", NULL},
    {SYMBOL, "text-rotate", "45", WORDS ",\"text-size\":8", NULL},
    {SYMBOL, "text-padding", "60", WORDS ",\"text-size\":5", NULL},
    {SYMBOL, "text-keep-upright", "false", "\"text-field\":\"abc\",\"symbol-placement\":\"line-center\",\"text-size\":8,\"text-max-angle\":180", NULL},
    {SYMBOL, "text-transform", "\"uppercase\"", WORDS ",\"text-size\":8", NULL},
    {SYMBOL, "text-offset", "[0,1]", WORDS ",\"text-size\":8", NULL},
    {SYMBOL, "text-allow-overlap", "true", WORDS ",\"text-size\":12", NULL},
    {SYMBOL, "text-overlap", "\"always\"", WORDS ",\"text-size\":12", NULL},
    {SYMBOL, "text-ignore-placement", "true", WORDS ",\"text-size\":12", NULL},
    {SYMBOL, "text-optional", "true",
     "\"icon-image\":\"tick\",\"icon-size\":0.3,\"icon-padding\":0," WORDS ",\"text-size\":9,\"text-offset\":[0,1.5]", NULL},
    {SYMBOL, "icon-opacity", "0.4", ICON, NULL},
    {SYMBOL, "icon-color", "\"red\"", ICON, NULL},
    {SYMBOL, "icon-halo-color", "\"red\"", ICON, "\"icon-halo-width\":2"},
    {SYMBOL, "icon-halo-width", "2", ICON, "\"icon-halo-color\":\"red\""},
    {SYMBOL, "icon-translate", "[5,0]", ICON, NULL},
    {SYMBOL, "icon-translate-anchor", "\"viewport\"", ICON, "\"icon-translate\":[8,0]"},
    {SYMBOL, "text-opacity", "0.4", WORDS ",\"text-size\":8", NULL},
    {SYMBOL, "text-color", "\"red\"", WORDS ",\"text-size\":8", NULL},
    {SYMBOL, "text-halo-color", "\"red\"", WORDS ",\"text-size\":8", "\"text-halo-width\":2"},
    {SYMBOL, "text-halo-width", "2", WORDS ",\"text-size\":8", "\"text-halo-color\":\"red\""},
    {SYMBOL, "text-halo-blur", "2", WORDS ",\"text-size\":8", "\"text-halo-color\":\"red\",\"text-halo-width\":3"},
    {SYMBOL, "text-translate", "[5,0]", WORDS ",\"text-size\":8", NULL},
    {SYMBOL, "text-translate-anchor", "\"viewport\"", WORDS ",\"text-size\":8", "\"text-translate\":[8,0]"},
    {RASTER, "raster-opacity", "0.4", NULL, NULL},
    {RASTER, "raster-layer-blend", "\"multiply\"", NULL, NULL},
    {RASTER, "raster-hue-rotate", "90", NULL, NULL},
    {RASTER, "raster-brightness-min", "0.3", NULL, NULL},
    {RASTER, "raster-brightness-max", "0.5", NULL, NULL},
    {RASTER, "raster-saturation", "-0.8", NULL, NULL},
    {RASTER, "raster-contrast", "0.5", NULL, NULL},
    {RASTER, "resampling", "\"nearest\"", NULL, NULL},
    {RASTER, "raster-resampling", "\"nearest\"", NULL, NULL},
    {SHADE, "hillshade-illumination-direction", "100", NULL, NULL},
    {SHADE, "hillshade-illumination-altitude", "10", NULL, "\"hillshade-method\":\"basic\""},
    {SHADE, "hillshade-illumination-anchor", "\"map\"", NULL, NULL},
    {SHADE, "hillshade-exaggeration", "0.9", NULL, NULL},
    {SHADE, "hillshade-shadow-color", "\"red\"", NULL, NULL},
    {SHADE, "hillshade-highlight-color", "\"red\"", NULL, NULL},
    {SHADE, "hillshade-accent-color", "\"red\"", NULL, NULL},
    {SHADE, "hillshade-method", "\"igor\"", NULL, NULL},
    {SHADE, "resampling", "\"nearest\"", NULL, NULL},
    {RELIEF, "color-relief-opacity", "0.4", NULL, NULL},
    {RELIEF, "color-relief-color", "[\"step\",[\"elevation\"],\"#0000ff\",-3000,\"#00ff00\"]", NULL, NULL},
    {RELIEF, "resampling", "\"nearest\"", NULL, NULL},
    {HEAT, "heatmap-radius", "10", NULL, NULL},
    {HEAT, "heatmap-weight", "0.4", NULL, NULL},
    {HEAT, "heatmap-intensity", "0.4", NULL, NULL},
    {HEAT, "heatmap-color", "[\"step\",[\"heatmap-density\"],\"#0000ff\",0.2,\"#00ff00\"]", NULL, NULL},
    {HEAT, "heatmap-opacity", "0.4", NULL, NULL},
    {EXTRUSION, "fill-extrusion-opacity", "0.4", NULL, NULL},
    {EXTRUSION, "fill-extrusion-color", "\"red\"", NULL, NULL},
    {EXTRUSION, "fill-extrusion-translate", "[5,0]", NULL, NULL},
    {EXTRUSION, "fill-extrusion-translate-anchor", "\"viewport\"", NULL, "\"fill-extrusion-translate\":[8,0]"},
    {EXTRUSION, "fill-extrusion-pattern", "\"tick\"", NULL, NULL},
};

static const char sources[] =
    "\"g\":{\"type\":\"geojson\",\"lineMetrics\":true,\"data\":{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"k\":1,\"c\":\"#f00\"},\"geometry\":{\"type\":\"%s\",\"coordinates\":%s}},"
    "{\"type\":\"Feature\",\"properties\":{\"k\":2,\"c\":\"#00f\"},\"geometry\":{\"type\":\"%s\",\"coordinates\":%s}}]}},"
    "\"i\":{\"type\":\"image\",\"url\":\"picture.png\",\"coordinates\":[[-15,15],[15,15],[15,-15],[-15,-15]]},"
    "\"d\":{\"type\":\"raster-dem\",\"url\":\"geodata:depth_grid\"}";

/* Two features that meet, of the kind that the layer draws. */
static char *sources_of(const property_case *c)
{
    const bool along = c->layout && strstr(c->layout, "\"symbol-placement\"");
    if (c->layer == FILL || c->layer == EXTRUSION)
        return g_strdup_printf(sources, "Polygon", "[[[-15,-10],[8,-10],[8,10],[-15,10],[-15,-10]]]", "Polygon",
                               "[[[-4,-5],[16,-5],[16,15],[-4,15],[-4,-5]]]");
    if (strstr(c->name, "upright"))
        return g_strdup_printf(sources, "LineString", "[[12,-8],[-10,2]]", "LineString", "[[90,15],[90,-15]]");
    if (strstr(c->name, "padding") && !strstr(c->name, "fit"))
        return g_strdup_printf(sources, "Point", "[-8,-6]", "Point", "[8,6]");
    if (c->layer == LINE || along || strcmp(c->name, "symbol-placement") == 0)
        return g_strdup_printf(sources, "LineString", "[[15,12],[-10,8],[12,-8],[-14,-12]]", "LineString",
                               "[[0,15],[-2,-15]]");
    return g_strdup_printf(sources, "Point", "[-2,0]", "Point", "[2,2]");
}

static void write_files(const char *folder)
{
    char *icons = g_build_filename(folder, "icons", NULL), *svg = g_build_filename(icons, "tick.svg", NULL);
    char *png = g_build_filename(folder, "picture.png", NULL);
    g_mkdir(icons, 0777);
    g_file_set_contents(svg,
                        "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><path d='M1 1h6l-6 4z'/></svg>", -1,
                        NULL);
    cairo_surface_t *picture = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 4, 4);
    cairo_t *cr = cairo_create(picture);
    for (int i = 0; i < 16; i++) {
        cairo_set_source_rgb(cr, i / 15.0, (i % 4) / 3.0, 0.4);
        cairo_rectangle(cr, i % 4, i / 4, 1, 1);
        cairo_fill(cr);
    }
    cairo_destroy(cr);
    assert_int_equal(cairo_surface_write_to_png(picture, png), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(picture);
    g_free(png);
    g_free(svg);
    g_free(icons);
}


static char *layer_json(const property_case *c, bool with)
{
    static const char *const bases[KURIL_LAYER_TYPE_COUNT] = {
        [RELIEF] = "\"color-relief-color\":[\"interpolate\",[\"linear\"],[\"elevation\"],-6000,\"#000\",0,\"#fff\"]"};
    const kuril_property *p = kuril_property_get(kuril_property_find(c->layer, c->name));
    const char *source = c->layer == RASTER ? "i" : c->layer == SHADE || c->layer == RELIEF ? "d" : "g";
    GString *groups[2] = {g_string_new(c->layout), g_string_new(c->paint ? c->paint : bases[c->layer])};
    GString *group = groups[p->group == KURIL_GROUP_PAINT];
    if (with && group->str == strstr(group->str, "\"color-relief-color\"") && strcmp(c->name, "color-relief-color") == 0)
        g_string_truncate(group, 0);
    if (with)
        g_string_append_printf(group, "%s\"%s\":%s", group->len ? "," : "", c->name, c->value);
    char *layer = g_strdup_printf("{\"id\":\"l\",\"type\":\"%s\",%s%s%s\"layout\":{%s},\"paint\":{%s}}",
                                  kuril_layer_type_name(c->layer), c->layer == BACK ? "" : "\"source\":\"",
                                  c->layer == BACK ? "" : source, c->layer == BACK ? "" : "\",", groups[0]->str,
                                  groups[1]->str);
    g_string_free(groups[0], TRUE);
    g_string_free(groups[1], TRUE);
    return layer;
}

static pixel_picture drawn(const char *folder, const property_case *c, bool with)
{
    const bool heights = c->layer == SHADE || c->layer == RELIEF, blends = strstr(c->name, "blend") != NULL;
    char *given = sources_of(c), *layer = layer_json(c, with);
    char *text = g_strdup_printf("{\"version\":8,\"sprite\":\"icons\",\"bearing\":30,\"center\":%s,\"zoom\":%s,"
                                 "\"sources\":{%s},\"layers\":[%s%s]}",
                                 heights ? "[147.5,44.5]" : "[0,0]", heights ? "4.5" : "0.2", given,
                                 blends ? "{\"id\":\"b\",\"type\":\"background\",\"paint\":"
                                          "{\"background-color\":\"#c0ffc0\"}},"
                                        : "",
                                 layer);
    const pixel_picture picture = style_picture(folder, text, 64, c->name);
    g_free(text);
    g_free(layer);
    g_free(given);
    return picture;
}

static bool differs(const char *folder, const property_case *c)
{
    pixel_picture without = drawn(folder, c, false), with = drawn(folder, c, true);
    const size_t n = (size_t)without.width * (size_t)without.height;
    const bool different = memcmp(without.argb, with.argb, n * sizeof *with.argb) != 0;
    pixel_picture_free(&without);
    pixel_picture_free(&with);
    return different;
}

static void every_supported_property_changes_the_picture(void **state)
{
    (void)state;
    char *folder = kuril_test_folder_new();
    size_t silent = 0;
    write_files(folder);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        if (differs(folder, &cases[i]))
            continue;
        print_error("%s of a %s layer changes nothing\n", cases[i].name, kuril_layer_type_name(cases[i].layer));
        silent++;
    }
    kuril_test_folder_remove(folder);
    assert_int_equal(silent, 0);
}

/*
 * Not drawn here: `visibility`, whose tests are the styling's; `icon-halo-blur`, of SDF sprites alone; `icon-optional`,
 * which shows only where an icon is crowded out and its name is not.
 */
static bool is_elsewhere(const char *name)
{
    static const char *const names[] = {"visibility", "icon-optional", "icon-halo-blur"};
    return g_strv_contains((const char *const *)names, name);
}

static bool has_case(const kuril_property *p)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        if (cases[i].layer == p->layer && strcmp(cases[i].name, p->name) == 0)
            return true;
    return false;
}

static void every_supported_property_is_drawn_here(void **state)
{
    (void)state;
    size_t missing = 0;
    for (int id = 0; id < KURIL_PROPERTY_COUNT; id++) {
        const kuril_property *p = kuril_property_get((kuril_property_id)id);
        if (p->ignored || is_elsewhere(p->name) || has_case(p))
            continue;
        print_error("%s of a %s layer has no case\n", p->name, kuril_layer_type_name(p->layer));
        missing++;
    }
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_supported_property_is_drawn_here),
                                       cmocka_unit_test(every_supported_property_changes_the_picture)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
