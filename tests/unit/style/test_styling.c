/* Evaluating styles: defaults, literals, zoom, features, parameters, failures. Expected values from the specification's
 * text (defaults, the meaning of padding lists, exclusive maxzoom). */
#include "style/styling.h"
#include "support.h"
#include <glib.h>

#include <math.h>
#include <string.h>

typedef struct fixture {
    kuril_style *style;
    kuril_styling *styling;
    GString *said;
    kuril_diagnostics diagnostics;
} fixture;

static void collect(void *user, const kuril_diagnostic *d)
{
    g_string_append_printf(user, "%d:%d %s\n", d->line, d->column, d->message);
}

/* A style of one geojson source "s", `state` and `layers` as given. */
static void start(fixture *f, const char *state, const char *layers, const kuril_styling_options *options)
{
    g_autofree char *text =
        g_strdup_printf("{\"version\": 8, \"state\": %s, \"sources\": {\"s\": {\"type\": \"geojson\","
                        " \"data\": \"x.geojson\"}},\n\"layers\": [%s]}",
                        state, layers);
    f->said = g_string_new(NULL);
    f->diagnostics = (kuril_diagnostics){collect, f->said};
    kuril_error error = {0};
    if (kuril_style_parse("t.json", text, strlen(text), &f->diagnostics, &f->style, &error) != KURIL_OK)
        fail_msg("%s", f->said->str);
    if (kuril_styling_new(f->style, options, &f->diagnostics, &f->styling, &error) != KURIL_OK)
        fail_msg("%s", error.message);
}

static void finish(fixture *f)
{
    kuril_styling_free(f->styling);
    kuril_style_free(f->style);
    g_string_free(f->said, TRUE);
}

static const kuril_style_layer *layer(const fixture *f, const char *id)
{
    const kuril_style_layer *found = kuril_style_layer_find(f->style, id);
    assert_non_null(found);
    return found;
}

static const kuril_geometry nowhere;
static kuril_value text(const char *string)
{
    return (kuril_value){.kind = KURIL_STRING, .as.string = string};
}
static kuril_value number(double n)
{
    return (kuril_value){.kind = KURIL_NUMBER, .as.number = n};
}
static kuril_feature feature(const kuril_member *fields, size_t n)
{
    return (kuril_feature){.id = 7, .geometry = &nowhere, .fields = fields, .n_fields = n};
}

static void test_defaults_are_the_specifications(void **state)
{
    (void)state;
    fixture f;
    const kuril_styling_options options = {.zoom = 4};
    start(&f, "{}",
          "{\"id\": \"l\", \"type\": \"line\", \"source\": \"s\"}, {\"id\": \"t\", \"type\": \"symbol\", \"source\": "
          "\"s\"},"
          "{\"id\": \"f\", \"type\": \"fill\", \"source\": \"s\"}, {\"id\": \"h\", \"type\": \"heatmap\", \"source\": "
          "\"s\"}",
          &options);
    const kuril_style_layer *l = layer(&f, "l"), *t = layer(&f, "t");
    assert_near(kuril_style_number(f.styling, l, KURIL_LINE_WIDTH, NULL), 1, 0);
    assert_near(kuril_style_number(f.styling, l, KURIL_LINE_ROUND_LIMIT, NULL), 1.05, 0);
    assert_true(isnan(kuril_style_number(f.styling, l, KURIL_LINE_SORT_KEY, NULL)));
    assert_int_equal(kuril_style_enum(f.styling, l, KURIL_LINE_JOIN, NULL), KURIL_STYLE_LINE_JOIN_MITER);
    assert_false(kuril_styling_is_set(f.styling, l, KURIL_LINE_WIDTH));
    double pair[2];
    assert_int_equal(kuril_style_numbers(f.styling, l, KURIL_LINE_TRANSLATE, NULL, pair, 2), 2);
    assert_int_equal(kuril_style_numbers(f.styling, l, KURIL_LINE_DASHARRAY, NULL, pair, 2), 0);
    assert_null(kuril_style_image(f.styling, l, KURIL_LINE_PATTERN, NULL));
    double sides[4];
    assert_int_equal(kuril_style_numbers(f.styling, t, KURIL_ICON_PADDING, NULL, sides, 4), 4);
    for (int i = 0; i < 4; i++)
        assert_near(sides[i], 2, 0);
    const char *const *fonts;
    assert_int_equal(kuril_style_strings(f.styling, t, KURIL_TEXT_FONT, NULL, &fonts), 2);
    assert_string_equal(fonts[0], "Open Sans Regular");
    const kuril_style_section *sections;
    assert_int_equal(kuril_style_formatted(f.styling, t, KURIL_TEXT_FIELD, NULL, &sections), 0);
    assert_true(kuril_style_boolean(f.styling, t, KURIL_TEXT_KEEP_UPRIGHT, NULL));
    assert_int_equal(kuril_style_enum(f.styling, t, KURIL_TEXT_OVERLAP, NULL), -1);
    assert_int_equal(kuril_style_enums(f.styling, t, KURIL_TEXT_VARIABLE_ANCHOR, NULL, NULL, 0), 0);
    kuril_style_rgba color;
    assert_true(kuril_style_color(f.styling, layer(&f, "f"), KURIL_FILL_COLOR, NULL, &color));
    assert_near(color.r + color.g + color.b, 0, 0);
    assert_near(color.a, 1, 0);
    assert_false(kuril_style_color(f.styling, layer(&f, "f"), KURIL_FILL_OUTLINE_COLOR, NULL, &color));
    /* heatmap-color's default: cyan at 0.3, red at 1 */
    assert_true(kuril_style_ramp(f.styling, layer(&f, "h"), KURIL_HEATMAP_COLOR, 0.3, &color));
    assert_near(color.r, 0, 1e-12);
    assert_near(color.g, 1, 1e-12);
    assert_near(color.b, 1, 1e-12);
    assert_true(kuril_style_ramp(f.styling, layer(&f, "h"), KURIL_HEATMAP_COLOR, 1, &color));
    assert_near(color.r, 1, 1e-12);
    assert_near(color.g, 0, 1e-12);
    assert_string_equal(f.said->str, "");
    finish(&f);
}

static void test_literals_are_kept(void **state)
{
    (void)state;
    fixture f;
    const kuril_styling_options options = {0};
    start(
        &f, "{}",
        "{\"id\": \"t\", \"type\": \"symbol\", \"source\": \"s\", \"layout\": {\"text-field\": \"Sea\", "
        "\"icon-image\": \"harbor\", \"icon-padding\": [1, 2, 3], \"text-variable-anchor\": [\"top\", \"left\"],"
        "\"text-variable-anchor-offset\": [\"top\", [0, 4], \"left\", [3, 0]], \"text-font\": [\"Noto Sans Regular\"]},"
        "\"paint\": {\"text-color\": \"rgba(255, 0, 0, 0.5)\"}},"
        "{\"id\": \"l\", \"type\": \"line\", \"source\": \"s\", \"paint\": {\"line-dasharray\": [2, 1, 3]}}",
        &options);
    const kuril_style_layer *t = layer(&f, "t");
    const kuril_style_section *sections;
    assert_int_equal(kuril_style_formatted(f.styling, t, KURIL_TEXT_FIELD, NULL, &sections), 1);
    assert_string_equal(sections[0].text, "Sea");
    assert_near(sections[0].scale, 1, 0);
    assert_string_equal(kuril_style_image(f.styling, t, KURIL_ICON_IMAGE, NULL), "harbor");
    double sides[4]; /* top, sides, bottom */
    assert_int_equal(kuril_style_numbers(f.styling, t, KURIL_ICON_PADDING, NULL, sides, 4), 4);
    assert_near(sides[0], 1, 0);
    assert_near(sides[1], 2, 0);
    assert_near(sides[2], 3, 0);
    assert_near(sides[3], 2, 0);
    int anchors[9];
    assert_int_equal(kuril_style_enums(f.styling, t, KURIL_TEXT_VARIABLE_ANCHOR, NULL, anchors, 9), 2);
    assert_int_equal(anchors[0], KURIL_STYLE_ANCHOR_TOP);
    assert_int_equal(anchors[1], KURIL_STYLE_ANCHOR_LEFT);
    kuril_style_anchor_offset offsets[9];
    assert_int_equal(kuril_style_anchor_offsets(f.styling, t, KURIL_TEXT_VARIABLE_ANCHOR_OFFSET, NULL, offsets, 9), 2);
    assert_int_equal(offsets[1].anchor, KURIL_STYLE_ANCHOR_LEFT);
    assert_near(offsets[1].x, 3, 0);
    assert_near(offsets[0].y, 4, 0);
    kuril_style_rgba color; /* alpha is not multiplied in */
    assert_true(kuril_style_color(f.styling, t, KURIL_TEXT_COLOR, NULL, &color));
    assert_near(color.r, 1, 1e-12);
    assert_near(color.a, 0.5, 1e-12);
    double dashes[2]; /* more than there is room for */
    assert_int_equal(kuril_style_numbers(f.styling, layer(&f, "l"), KURIL_LINE_DASHARRAY, NULL, dashes, 2), 3);
    assert_near(dashes[1], 1, 0);
    assert_true(kuril_styling_is_set(f.styling, t, KURIL_TEXT_FIELD));
    assert_string_equal(f.said->str, "");
    finish(&f);
}

static void test_zoom_is_resolved_once(void **state)
{
    (void)state;
    fixture f;
    const kuril_styling_options options = {.zoom = 5};
    start(&f, "{}",
          "{\"id\": \"l\", \"type\": \"line\", \"source\": \"s\", \"minzoom\": 5, \"paint\": {\"line-width\": "
          "[\"interpolate\", [\"linear\"], [\"zoom\"], 4, 1, 6, 3]}},"
          "{\"id\": \"m\", \"type\": \"line\", \"source\": \"s\", \"maxzoom\": 5, \"paint\": {\"line-width\": "
          "{\"stops\": [[4, 1], [6, 5]]}}}",
          &options);
    assert_near(kuril_style_number(f.styling, layer(&f, "l"), KURIL_LINE_WIDTH, NULL), 2, 1e-12);
    assert_false(kuril_styling_by_feature(f.styling, layer(&f, "l"), KURIL_LINE_WIDTH));
    assert_near(kuril_style_number(f.styling, layer(&f, "m"), KURIL_LINE_WIDTH, NULL), 3, 1e-12);
    assert_true(kuril_styling_visible(f.styling, layer(&f, "l")));
    assert_false(kuril_styling_visible(f.styling, layer(&f, "m"))); /* maxzoom is exclusive */
    finish(&f);
}

static void test_features_are_evaluated_each(void **state)
{
    (void)state;
    fixture f;
    const kuril_styling_options options = {.zoom = 5};
    start(&f, "{}",
          "{\"id\": \"t\", \"type\": \"symbol\", \"source\": \"s\", \"filter\": [\">\", [\"get\", \"rank\"], 1],"
          "\"layout\": {\"text-field\": [\"format\", [\"get\", \"name\"], {}, \"\\n\", {}, [\"get\", \"name\"],"
          " {\"font-scale\": 0.8, \"text-color\": \"#00f\", \"text-font\": [\"literal\", [\"Noto Sans Bold\"]]}],"
          " \"icon-image\": \"{kind}-icon\", \"symbol-sort-key\": [\"get\", \"rank\"],"
          " \"text-anchor\": [\"match\", [\"get\", \"rank\"], 2, \"left\", \"right\"]},"
          "\"paint\": {\"text-color\": [\"case\", [\"has\", \"kind\"], \"red\", \"lime\"], \"text-opacity\": [\"get\", "
          "\"rank\"]}}",
          &options);
    const kuril_style_layer *t = layer(&f, "t");
    const kuril_member fields[] = {{"rank", number(2)}, {"name", text("Iturup")}, {"kind", text("island")}};
    const kuril_feature island = feature(fields, 3), low = feature(&(kuril_member){"rank", number(1)}, 1);
    assert_true(kuril_styling_accepts(f.styling, t, &island));
    assert_false(kuril_styling_accepts(f.styling, t, &low));
    assert_true(kuril_styling_by_feature(f.styling, t, KURIL_TEXT_FIELD));
    const kuril_style_section *sections;
    assert_int_equal(kuril_style_formatted(f.styling, t, KURIL_TEXT_FIELD, &island, &sections), 3);
    const char *image = kuril_style_image(f.styling, t, KURIL_ICON_IMAGE, &island);
    assert_string_equal(sections[0].text, "Iturup");
    assert_near(sections[0].scale, 1, 0);
    assert_null(sections[0].fonts);
    assert_false(sections[0].has_color);
    assert_near(sections[2].scale, 0.8, 0);
    assert_int_equal(sections[2].n_fonts, 1);
    assert_string_equal(sections[2].fonts[0], "Noto Sans Bold");
    assert_true(sections[2].has_color);
    assert_near(sections[2].color.b, 1, 1e-12);
    assert_string_equal(image, "island-icon");
    assert_near(kuril_style_number(f.styling, t, KURIL_SYMBOL_SORT_KEY, &island), 2, 0);
    assert_int_equal(kuril_style_enum(f.styling, t, KURIL_TEXT_ANCHOR, &island), KURIL_STYLE_ANCHOR_LEFT);
    assert_int_equal(kuril_style_enum(f.styling, t, KURIL_TEXT_ANCHOR, &low), KURIL_STYLE_ANCHOR_RIGHT);
    kuril_style_rgba color;
    assert_true(kuril_style_color(f.styling, t, KURIL_TEXT_COLOR, &island, &color));
    assert_near(color.r, 1, 0);
    assert_true(kuril_style_color(f.styling, t, KURIL_TEXT_COLOR, &low, &color));
    assert_near(color.g, 1, 0);
    assert_near(kuril_style_number(f.styling, t, KURIL_TEXT_OPACITY, &island), 1, 0); /* brought within 0 to 1 */
    kuril_styling_release(f.styling);
    assert_string_equal(f.said->str, "");
    finish(&f);
}

static void test_a_failure_is_said_once_and_the_default_used(void **state)
{
    (void)state;
    fixture f;
    const kuril_styling_options options = {.zoom = 5};
    start(&f, "{}",
          "{\"id\": \"l\", \"type\": \"line\", \"source\": \"s\", \"paint\": {\n\"line-width\": [\"number\", [\"get\", "
          "\"w\"]]},\n\"filter\": [\">\", [\"number\", [\"get\", \"w\"]], 0]}",
          &options);
    const kuril_style_layer *l = layer(&f, "l");
    const kuril_feature wrong = feature(&(kuril_member){"w", text("wide")}, 1);
    for (int i = 0; i < 3; i++) {
        assert_false(kuril_styling_accepts(f.styling, l, &wrong));
        assert_near(kuril_style_number(f.styling, l, KURIL_LINE_WIDTH, &wrong), 1, 0);
    }
    assert_string_equal(f.said->str,
                        "4:11 filter of 'l' cannot be evaluated, such features are left out: Expected value to be of "
                        "type number, but found string instead.\n"
                        "3:15 layer 'l': line-width cannot be evaluated, its default is used: Expected value to be of "
                        "type number, but found string instead.\n");
    finish(&f);
}

static void test_parameters(void **state)
{
    (void)state;
    static const char *const layers =
        "{\"id\": \"l\", \"type\": \"line\", \"source\": \"s\", \"layout\": {\"visibility\": [\"case\", [\"boolean\", "
        "[\"global-state\", \"shown\"]], \"visible\", \"none\"]}, \"paint\": {\"line-width\": [\"number\", "
        "[\"global-state\", \"width\"]], \"line-color\": [\"match\", [\"global-state\", \"lang\"], \"ja\", \"red\", "
        "\"lime\"]}}";
    static const char *const declared = "{\"shown\": {\"default\": false}, \"width\": {\"default\": 2}}";
    fixture f;
    const kuril_member asked[] = {{"shown", text("true")}, {"width", text("3.5")}};
    const kuril_member offered[] = {{"lang", text("ja")}};
    kuril_styling_options options = {0};
    start(&f, declared, layers, &options);
    const kuril_style_layer *l = layer(&f, "l");
    kuril_style_rgba color;
    assert_false(kuril_styling_visible(f.styling, l));
    assert_near(kuril_style_number(f.styling, l, KURIL_LINE_WIDTH, NULL), 2, 0);
    assert_true(kuril_style_color(f.styling, l, KURIL_LINE_COLOR, NULL, &color));
    assert_near(color.g, 1, 0);
    assert_null(kuril_styling_state(f.styling, "lang"));
    finish(&f);
    options = (kuril_styling_options){.state = asked, .n_state = 2, .offered = offered, .n_offered = 1};
    start(&f, declared, layers, &options);
    l = layer(&f, "l");
    assert_true(kuril_styling_visible(f.styling, l));
    assert_near(kuril_style_number(f.styling, l, KURIL_LINE_WIDTH, NULL), 3.5, 0);
    assert_true(kuril_style_color(f.styling, l, KURIL_LINE_COLOR, NULL, &color));
    assert_near(color.r, 1, 0);
    assert_string_equal(kuril_styling_state(f.styling, "lang")->as.string, "ja");

    static const struct {
        kuril_member given;
        const char *message;
    } wrong[] = {
        {{"widht", {.kind = KURIL_NUMBER, .as.number = 1}},
         "style 't.json' has no parameter 'widht'; did you mean 'width'?"},
        {{"width", {.kind = KURIL_STRING, .as.string = "wide"}},
         "parameter 'width' of style 't.json' must be a number"},
        {{"shown", {.kind = KURIL_STRING, .as.string = "yes"}},
         "parameter 'shown' of style 't.json' must be a boolean: true or false"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        kuril_error error = {0};
        kuril_styling *none = NULL;
        options = (kuril_styling_options){.state = &wrong[i].given, .n_state = 1};
        assert_int_equal(kuril_styling_new(f.style, &options, NULL, &none, &error), KURIL_E_ARGUMENT);
        assert_null(none);
        assert_string_equal(error.message, wrong[i].message);
    }
    finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults_are_the_specifications),
        cmocka_unit_test(test_literals_are_kept),
        cmocka_unit_test(test_zoom_is_resolved_once),
        cmocka_unit_test(test_features_are_evaluated_each),
        cmocka_unit_test(test_a_failure_is_said_once_and_the_default_used),
        cmocka_unit_test(test_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
