/* Reading styles: what is wrong is said at its place, all at once; what means nothing on paper is said once. */
#include "support.h"
#include <glib.h>
#include <kurilmap/style.h>

#include <math.h>
#include <string.h>

/* Diagnostics as text: "error 3:5 message\n". */
static void collect(void *user, const kuril_diagnostic *d)
{
    static const char *const names[] = {"info", "warning", "error"};
    g_string_append_printf(user, "%s %d:%d %s\n", names[d->severity], d->line, d->column, d->message);
}

static kuril_status parse(const char *text, GString *said, kuril_style **style, kuril_error *error)
{
    const kuril_diagnostics diagnostics = {collect, said};
    return kuril_style_parse("folder/test.json", text, strlen(text), &diagnostics, style, error);
}

static kuril_style *good(const char *text, const char *said)
{
    g_autoptr(GString) heard = g_string_new(NULL);
    kuril_style *style = NULL;
    kuril_error error = {0};
    kuril_status status = parse(text, heard, &style, &error);
    assert_string_equal(heard->str, said);
    assert_int_equal(status, KURIL_OK);
    return style;
}

static void bad(const char *text, const char *said)
{
    g_autoptr(GString) heard = g_string_new(NULL);
    kuril_style *style = NULL;
    kuril_error error = {0};
    assert_int_equal(parse(text, heard, &style, &error), KURIL_E_DATA);
    assert_null(style);
    assert_int_equal(error.code, KURIL_E_DATA);
    assert_string_equal(heard->str, said);
}

#define LAYERS(layers)                                                                                                 \
    "{\"version\": 8, \"sources\": {\"v\": {\"type\": \"vector\", \"url\": \"geodata:land\"}},\n\"layers\": [" layers  \
    "]}"

static void test_a_style_keeps_what_it_says(void **state)
{
    (void)state;
    kuril_style *style = good(
        "{\"version\": 8, \"name\": \"n\", \"center\": [148.5, 52], \"zoom\": 4.2,\n"
        "\"metadata\": {\"a\": [1, null]}, \"state\": {\"lang\": {\"default\": \"en\"}}, \"sprite\": \"icons\",\n"
        "\"sources\": {\"v\": {\"type\": \"vector\", \"url\": \"geodata:land\", \"kurilmap:encoding\": \"cp932\"},\n"
        "  \"f\": {\"type\": \"geojson\", \"data\": \"points.geojson\", \"attribution\": \"us\"},\n"
        "  \"i\": {\"type\": \"image\", \"url\": \"/a/b.png\",\n"
        "         \"coordinates\": [[0, 1], [1, 1], [1, 0], [0, 0]]}},\n"
        "\"layers\": [{\"id\": \"a\", \"type\": \"background\"},\n"
        "  {\"id\": \"b\", \"type\": \"fill\", \"source\": \"v\", \"source-layer\": \"land\", \"minzoom\": 2,\n"
        "   \"maxzoom\": 5, \"metadata\": {\"kurilmap:legend\": [\"Land\"]}}]}",
        "");
    assert_string_equal(kuril_style_name(style), "n");
    assert_string_equal(kuril_style_path(style), "folder/test.json");
    const kuril_style_camera *camera = kuril_style_camera_get(style);
    assert_true(camera->has_center && camera->has_zoom && !camera->has_bearing);
    assert_near(camera->center.lon, 148.5, 0);
    assert_near(camera->center.lat, 52, 0);
    assert_near(camera->zoom, 4.2, 0);
    size_t n;
    const kuril_member *parameters = kuril_style_state(style, &n);
    assert_int_equal(n, 1);
    assert_string_equal(parameters[0].name, "lang");
    assert_string_equal(parameters[0].value.as.string, "en");
    assert_int_equal(kuril_style_sprite_count(style), 1);
    assert_string_equal(kuril_style_sprite_at(style, 0)->id, "default");
    assert_string_equal(kuril_style_sprite_at(style, 0)->url, "folder/icons");
    assert_int_equal(kuril_style_source_count(style), 3);
    const kuril_style_source *v = kuril_style_source_find(style, "v");
    assert_string_equal(v->url, "geodata:land");
    assert_int_equal(v->n_extras, 1);
    assert_string_equal(v->extras[0].name, "kurilmap:encoding");
    assert_string_equal(v->extras[0].value.as.string, "cp932");
    assert_string_equal(kuril_style_source_find(style, "f")->url, "folder/points.geojson");
    assert_string_equal(kuril_style_source_find(style, "f")->attribution, "us");
    const kuril_style_source *image = kuril_style_source_find(style, "i");
    assert_string_equal(image->url, "/a/b.png");
    assert_near(image->corners[2].lon, 1, 0);
    assert_near(image->corners[2].lat, 0, 0);
    assert_null(kuril_style_source_find(style, "x"));
    assert_int_equal(kuril_style_layer_count(style), 2);
    const kuril_style_layer *b = kuril_style_layer_find(style, "b");
    assert_ptr_equal(b, kuril_style_layer_at(style, 1));
    assert_int_equal(b->index, 1);
    assert_ptr_equal(b->source, v);
    assert_string_equal(b->source_layer, "land");
    assert_near(b->minzoom, 2, 0);
    assert_near(b->maxzoom, 5, 0);
    assert_int_equal(b->line, 8);
    assert_string_equal(b->metadata->as.object.members[0].name, "kurilmap:legend");
    assert_true(isinf(kuril_style_layer_at(style, 0)->maxzoom));
    kuril_style_free(style);
}

static void test_names_of_datasets_stay_as_written(void **state)
{
    (void)state;
    static const char *const kept[] = {"geodata:land",       "/vsizip/a.zip/b.shp", "PG:dbname=x",
                                       "NETCDF:\\\"f\\\":v", "http://host/x",       "/abs/x.shp"};
    for (size_t i = 0; i < G_N_ELEMENTS(kept); i++) {
        g_autofree char *text = g_strdup_printf("{\"version\": 8, \"sources\": {\"v\": {\"type\": \"vector\", \"url\": "
                                                "\"%s\"}}, \"layers\": []}",
                                                kept[i]);
        kuril_style *style = good(text, "");
        g_autofree char *wanted = g_strcompress(kept[i]);
        assert_string_equal(kuril_style_source_at(style, 0)->url, wanted);
        kuril_style_free(style);
    }
    static const char *const joined[][2] = {
        {"file:x.shp", "folder/x.shp"}, {"file:///x.shp", "/x.shp"}, {"../x.shp", "folder/../x.shp"}};
    for (size_t i = 0; i < G_N_ELEMENTS(joined); i++) {
        g_autofree char *text = g_strdup_printf("{\"version\": 8, \"sources\": {\"v\": {\"type\": \"vector\", \"url\": "
                                                "\"%s\"}}, \"layers\": []}",
                                                joined[i][0]);
        kuril_style *style = good(text, "");
        assert_string_equal(kuril_style_source_at(style, 0)->url, joined[i][1]);
        kuril_style_free(style);
    }
}

static void test_everything_wrong_is_said_at_once(void **state)
{
    (void)state;
    bad(LAYERS("{\"id\": \"a\", \"type\": \"fil\", \"source\": \"v\"},\n"
               "{\"id\": \"b\", \"type\": \"fill\", \"source\": \"vv\"},\n"
               "{\"id\": \"c\", \"type\": \"fill\", \"source\": \"v\", \"source-layer\": \"x\",\n"
               " \"paint\": {\"fill-colour\": \"red\",\n"
               "  \"fill-opacity\": 2,\n"
               "  \"fill-color\": \"reddish\",\n"
               "  \"fill-antialias\": 1}},\n"
               "{\"id\": \"c\", \"type\": \"line\", \"source\": \"v\", \"source-layer\": \"x\",\n"
               " \"layout\": {\"line-cap\": \"rund\", \"line-width\": 3}}"),
        "error 2:32 unknown layer type 'fil'; did you mean 'fill'?\n"
        "error 3:39 unknown source 'vv'; did you mean 'v'?\n"
        "error 5:12 unknown paint property 'fill-colour' of a fill layer; did you mean 'fill-color'?\n"
        "error 6:19 'fill-opacity' is 2, more than the greatest value 1\n"
        "error 7:17 'fill-color' must be a colour, not 'reddish'\n"
        "error 8:21 'fill-antialias' must be a boolean, not a number\n"
        "error 10:25 unknown value of 'line-cap': 'rund'; did you mean 'round'?\n"
        "error 10:33 'line-width' is a paint property\n"
        "error 9:8 there is a layer 'c' already\n");
}

/* Also of what a legacy function is turned into: its messages once pointed to memory that was gone. */
static void test_expressions_are_checked_at_their_place(void **state)
{
    (void)state;
    bad(LAYERS("{\"id\": \"a\", \"type\": \"fill\", \"source\": \"v\", \"source-layer\": \"x\", \"paint\": {\n"
               "\"fill-color\": [\"interpolat\", [\"linear\"], [\"zoom\"], 0, \"red\"],\n"
               "\"fill-opacity\": [\"get\", 3],\n"
               "\"fill-antialias\": [\"get\", \"x\"],\n"
               "\"fill-outline-color\": {\"property\": \"x\", \"stops\": [[0, \"reddish\"], [1, 2]]},\n"
               "\"fill-layer-blend\": [\"literal\", \"screen\"]},\n"
               "\"filter\": [\"all\", [\"==\", \"$type\", \"Polygon\"], [\"!=\", [\"get\", \"x\"], 1]]}"),
        "error 8:19 'filter': Mixing deprecated filter syntax with expression syntax is not supported. Replace "
        "[\"==\",\"$type\",\"Polygon\"] with [\"==\",[\"geometry-type\"],\"Polygon\"].\n"
        "error 3:16 'fill-color': unknown expression 'interpolat'; did you mean 'interpolate'?\n"
        "error 4:25 'fill-opacity': Expected string but found number instead.\n"
        "error 5:19 'fill-antialias': data expressions not supported\n"
        "error 6:55 'fill-outline-color' must be a colour, not 'reddish'\n"
        "error 6:71 'fill-outline-color' must be a colour, not a number\n"
        "error 7:21 'fill-layer-blend' takes no expression\n");
}

/* The validator's rules for functions: validate_function.ts of the specification's package. */
static void test_functions_are_checked_stop_by_stop(void **state)
{
    (void)state;
    bad(LAYERS("{\"id\": \"a\", \"type\": \"circle\", \"source\": \"v\", \"source-layer\": \"x\", \"paint\": {\n"
               "\"circle-radius\": {\"stops\": [[1, 2], [0, -3], [\"a\", 1]], \"bas\": 2},\n"
               "\"circle-color\": {\"type\": \"categorical\", \"property\": \"p\", \"stops\": [[\"k\", \"red\"],\n"
               "  [\"k\", \"blue\"]], \"default\": 7},\n"
               "\"circle-translate\": {\"property\": \"p\", \"stops\": [[0, [1, 2]], [1, [\"get\", \"x\"]]]},\n"
               "\"circle-blur\": {\"type\": \"identity\"},\n"
               "\"circle-opacity\": {\"property\": \"p\", \"stops\": [[{\"zoom\": 1, \"value\": 2}, 0],\n"
               "  [{\"zoom\": 0, \"value\": 2}, 1]]}}}"),
        "error 3:57 unknown key 'bas' of a function; did you mean 'base'?\n"
        "error 3:38 the inputs of stops must ascend\n"
        "error 3:41 'circle-radius' is -3, less than the least value 0\n"
        "error 3:47 the inputs of stops must be of one kind: a string after a number\n"
        "error 5:4 the inputs of a categorical function's stops must differ\n"
        "error 5:30 'circle-color' must be a colour, not a number\n"
        "error 6:66 the output of a stop of 'circle-translate' must be a value, not an expression\n"
        "error 6:21 'circle-translate' takes no function of a feature's property\n"
        "error 7:16 an identity function needs a 'property'\n"
        "error 9:13 the zooms of stops must ascend\n");
}

/* What a page has no use for is held to the specification all the same. */
static void test_scenery_is_checked(void **state)
{
    (void)state;
    bad("{\"version\": 8, \"light\": {\"anchor\": \"mop\", \"color\": [\"zoom\"], \"intensity\": 2},\n"
        "\"sky\": {\"sky-colour\": \"red\", \"fog-color\": \"nope\"}, \"terrain\": {\"source\": 1},\n"
        "\"transition\": {\"duration\": -1}, \"glyphs\": \"f/{range}\",\n"
        "\"font-faces\": {\"a\": [{\"url\": \"a\", \"unicode-range\": [\"U+0-7F\", \"U+4??\", \"U+9-8\"]}]},\n"
        "\"sources\": {\"r\": {\"type\": \"raster\", \"url\": \"r.tif\", \"bounds\": [1, 2, 3], \"scheme\": "
        "\"xyy\"}},\n"
        "\"layers\": [{\"id\": \"a\", \"ref\": \"b\", \"type\": \"background\", \"layout\": "
        "{\"visibility-transition\": {}}}]}",
        "info 1:25 'light' means nothing here: a page is flat\n"
        "info 2:8 'sky' means nothing here: a page is flat\n"
        "info 2:63 'terrain' means nothing here: a page is flat\n"
        "info 3:15 'transition' means nothing here: a page stands still\n"
        "info 3:43 'glyphs' means nothing here: fonts come from the system, by the names in text-font\n"
        "info 4:15 'font-faces' means nothing here: fonts come from the system, by the names in text-font\n"
        "error 1:36 unknown value of 'anchor': 'mop'; did you mean 'map'?\n"
        "error 1:75 'intensity' is 2, outside 0 to 1\n"
        "error 2:9 unknown key 'sky-colour' of a sky; did you mean 'sky-color'?\n"
        "error 2:43 'fog-color' must be a colour\n"
        "error 2:74 'source' must be a text\n"
        "error 3:28 'duration' is -1, less than the least value 0\n"
        "error 4:72 'U+9-8' is no range of characters, such as U+26, U+0-7F or U+4??\n"
        "error 3:43 'glyphs' must have {fontstack} in it\n"
        "error 5:63 'bounds' must have 4 items, not 3\n"
        "error 5:84 unknown value of 'scheme': 'xyy'; did you mean 'xyz'?\n"
        "error 6:31 'ref' is of an older version of the specification: a layer says all of it itself\n"
        "error 6:69 unknown layout property 'visibility-transition' of a background layer\n");
}

static void test_roots_sources_and_layers_are_checked_by_their_keys(void **state)
{
    (void)state;
    bad("{\"version\": 7,\n\"sources\": [],\n\"layers\": {}}", "error 1:13 'version' is 7, outside 8 to 8\n"
                                                               "error 2:12 'sources' must be an object\n"
                                                               "error 3:11 'layers' must be an array\n");
    bad("[]", "error 1:1 a style must be an object\n");
    bad("{\"version\": 8}", "error 1:1 a style needs 'sources'\nerror 1:1 a style needs 'layers'\n");
    bad("{\"version\": 8, \"sources\": {\"a\": {\"type\": \"vektor\"}, \"b\": 3,\n"
        "\"c\": {\"type\": \"geojson\"}, \"d\": {\"type\": \"image\", \"coordinates\": [[0, 0]]}},\n\"layers\": []}",
        "error 1:42 unknown source type 'vektor'; did you mean 'vector'?\n"
        "error 1:58 a source needs a 'type'\n"
        "error 2:6 a geojson source needs 'data'\n"
        "error 2:65 'coordinates' must have four corners\n");
    bad(LAYERS("{\"id\": 3, \"type\": \"fill\"}, {\"id\": \"b\", \"type\": \"fill\"},\n"
               "{\"id\": \"c\", \"type\": \"raster\", \"source\": \"v\", \"source-layer\": \"x\"}, 5,\n"
               "{\"id\": \"d\", \"type\": \"background\", \"minzoom\": 25}"),
        "error 2:19 'id' must be a text\n"
        "error 2:39 layer 'b' needs a 'source'\n"
        "error 3:41 layer 'c' of type raster cannot show the vector source 'v'\n"
        "error 3:68 a layer must be an object\n"
        "error 4:46 'minzoom' is 25, outside 0 to 24\n");
}

static void test_what_means_nothing_on_paper_is_said_once(void **state)
{
    (void)state;
    kuril_style *style =
        good("{\"version\": 8, \"glyphs\": \"f/{fontstack}/{range}.pbf\", \"pitch\": 30,\n"
             "\"sources\": {\"v\": {\"type\": \"vector\", \"url\": \"geodata:land\", \"maxzoom\": 9},\n"
             "\"w\": {\"type\": \"vector\", \"url\": \"geodata:land\", \"maxzoom\": 9}},\n"
             "\"layers\": [{\"id\": \"a\", \"type\": \"circle\", \"source\": \"v\", \"source-layer\": \"x\",\n"
             " \"paint\": {\"circle-pitch-scale\": \"map\", \"circle-color-transition\": {\"duration\": 0}}},\n"
             "{\"id\": \"b\", \"type\": \"circle\", \"source\": \"v\", \"source-layer\": \"x\",\n"
             " \"paint\": {\"circle-pitch-scale\": \"map\", \"circle-color-transition\": {\"duration\": 0}}}]}",
             "info 1:26 'glyphs' means nothing here: fonts come from the system, by the names in text-font\n"
             "info 1:64 'pitch' means nothing here: a page is flat\n"
             "info 2:71 'maxzoom' means nothing here: a page has no tiles\n"
             "info 5:34 'circle-pitch-scale' means nothing here: a page has no pitch\n"
             "info 5:68 'circle-color-transition' means nothing here: a page stands still\n");
    kuril_style_free(style);
}

static void test_unknown_keys_are_warned_about_unless_they_are_ours(void **state)
{
    (void)state;
    kuril_style *style = good("{\"version\": 8, \"kurilmap:x\": 1, \"metdata\": 1, \"sources\": {},\n\"layers\": "
                              "[{\"id\": \"a\", \"type\": \"background\", \"qqqqq\": 3}]}",
                              "warning 1:33 unknown key 'metdata' of a style; did you mean 'metadata'?\n"
                              "warning 2:46 unknown key 'qqqqq' of a layer\n");
    kuril_style_free(style);
}

static void test_what_steers_a_layer_is_checked(void **state)
{
    (void)state;
    kuril_style *style = good("{\"version\": 8, \"sources\": {}, \"layers\": [{\"id\": \"a\", \"type\": \"background\",\n"
                              "\"metadata\": {\"kurilmap:lakes\": \"yes\", \"kurilmap:laks\": 1, \"other:lakes\": 1,\n"
                              " \"kurilmap:weight\": null, \"kurilmap:spread\": \"far\", \"kurilmap:inside\": 0.4}}]}",
                              "warning 2:32 'kurilmap:lakes' must be true or false, and is ignored\n"
                              "warning 2:56 unknown key 'kurilmap:laks' of a layer's metadata; did you mean 'kurilmap:lakes'?\n"
                              "warning 3:21 'kurilmap:weight' must be a number, and is ignored\n"
                              "warning 3:46 'kurilmap:spread' must be true, false or a number, and is ignored\n");
    kuril_style_free(style);
}

static void test_what_can_be_read_is_read(void **state)
{
    (void)state;
    kuril_style *style = good("{\"version\": 8, \"center\": [1, 2, 3],\n\"sources\": {\"g\": {\"type\": \"geojson\", "
                              "\"data\": 42}}, \"layers\": []}",
                              "warning 1:26 'center' has more than two numbers: the first two are taken\n"
                              "warning 2:46 'data' is neither a path nor GeoJSON: nothing of it is drawn\n");
    assert_near(kuril_style_camera_get(style)->center.lat, 2, 0);
    assert_null(kuril_style_source_at(style, 0)->url);
    assert_null(kuril_style_source_at(style, 0)->data);
    kuril_style_free(style);
}

static void test_a_text_that_is_no_document_stops_there(void **state)
{
    (void)state;
    g_autoptr(GString) heard = g_string_new(NULL);
    kuril_style *style = NULL;
    kuril_error error = {0};
    assert_int_equal(parse("{\"version\": 8,,}", heard, &style, &error), KURIL_E_SYNTAX);
    assert_int_equal(error.line, 1);
    assert_int_equal(error.column, 15);
    assert_null(style);
    assert_int_equal(kuril_style_read("/nonexistent/style.json", NULL, &style, &error), KURIL_E_IO);
}

int main(void)
{
    g_setenv("KURILMAP_ALLOW_FOLDERS", "/", TRUE); /* what may be read is the matter of test_access.c */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_style_keeps_what_it_says),
        cmocka_unit_test(test_names_of_datasets_stay_as_written),
        cmocka_unit_test(test_everything_wrong_is_said_at_once),
        cmocka_unit_test(test_expressions_are_checked_at_their_place),
        cmocka_unit_test(test_functions_are_checked_stop_by_stop),
        cmocka_unit_test(test_scenery_is_checked),
        cmocka_unit_test(test_roots_sources_and_layers_are_checked_by_their_keys),
        cmocka_unit_test(test_what_means_nothing_on_paper_is_said_once),
        cmocka_unit_test(test_unknown_keys_are_warned_about_unless_they_are_ours),
        cmocka_unit_test(test_what_steers_a_layer_is_checked),
        cmocka_unit_test(test_what_can_be_read_is_read),
        cmocka_unit_test(test_a_text_that_is_no_document_stops_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
