/* The shipped styles: read without a word, evaluated for every language and worldview without a failure, icons and data
 * that exist, colours that can be told apart. */
#include "style/styling.h"
#include "support.h"
#include <glib.h>

#include <math.h>
#include <string.h>

static const char *const names[] = {"briefing", "print", "dark"};

static void collect(void *user, const kuril_diagnostic *d)
{
    g_string_append_printf(user, "%d:%d %s\n", d->line, d->column, d->message);
}

static kuril_style *read_style(const char *name)
{
    g_autofree char *path = g_strdup_printf("%s/styles/%s.json", KURIL_SOURCE_DIR, name);
    g_autoptr(GString) said = g_string_new(NULL);
    const kuril_diagnostics diagnostics = {collect, said};
    kuril_style *style = NULL;
    kuril_error error = {0};
    kuril_status status = kuril_style_read(path, &diagnostics, &style, &error);
    assert_string_equal(said->str, "");
    assert_int_equal(status, KURIL_OK);
    return style;
}

static kuril_value text(const char *string)
{
    return (kuril_value){.kind = KURIL_STRING, .as.string = string};
}

static kuril_styling *styling_at(const kuril_style *style, double zoom, const char *lang, const char *lang2,
                                 const char *worldview, const kuril_diagnostics *diagnostics)
{
    const kuril_member state[] = {{"lang", text(lang)}, {"lang2", text(lang2)}, {"worldview", text(worldview)}};
    const kuril_styling_options options = {.zoom = zoom, .state = state, .n_state = G_N_ELEMENTS(state)};
    kuril_styling *styling = NULL;
    assert_int_equal(kuril_styling_new(style, &options, diagnostics, &styling, NULL), KURIL_OK);
    return styling;
}

static const kuril_geometry nowhere;
static const kuril_value zero = {.kind = KURIL_NUMBER};
static const kuril_value null_value = {.kind = KURIL_NULL};

/* Every property of every layer of a style, for one feature. */
static void evaluate_all(const kuril_style *style, kuril_styling *styling, const kuril_feature *feature)
{
    for (size_t i = 0; i < kuril_style_layer_count(style); i++) {
        const kuril_style_layer *layer = kuril_style_layer_at(style, i);
        kuril_property_id first;
        size_t count;
        kuril_property_range(layer->type, &first, &count);
        kuril_styling_accepts(styling, layer, feature);
        for (size_t k = 0; k < count; k++) {
            kuril_property_id id = (kuril_property_id)(first + k);
            kuril_style_rgba color;
            const char *const *strings;
            const kuril_style_section *sections;
            switch (kuril_property_get(id)->type) {
            case KURIL_TYPE_NUMBER:
                kuril_style_number(styling, layer, id, feature);
                break;
            case KURIL_TYPE_COLOR:
                kuril_style_color(styling, layer, id, feature, &color);
                break;
            case KURIL_TYPE_ENUM:
                kuril_style_enum(styling, layer, id, feature);
                break;
            case KURIL_TYPE_IMAGE:
                kuril_style_image(styling, layer, id, feature);
                break;
            case KURIL_TYPE_STRINGS:
                kuril_style_strings(styling, layer, id, feature, &strings);
                break;
            case KURIL_TYPE_FORMATTED:
                kuril_style_formatted(styling, layer, id, feature, &sections);
                break;
            default:
                break;
            }
        }
        kuril_styling_release(styling);
    }
}

static void test_no_expression_fails(void **state)
{
    (void)state;
    static const char *const languages[][2] = {{"en", ""}, {"ja", ""}, {"ru", ""}, {"en", "ja"}, {"ja", "ru"}};
    static const char *const worldviews[] = {"neutral", "jp", "ru"};
    const kuril_member whole[] = {{"name_en", text("Iturup")},
                                  {"name_ja", text("択捉島")},
                                  {"name_ru", text("Итуруп")},
                                  {"name_ja_l", text("Etorofu")},
                                  {"kind", text("island")},
                                  {"claimed_by", text("Japan")},
                                  {"rank", zero},
                                  {"depth", zero},
                                  {"area_km2", zero},
                                  {"d_min", zero},
                                  {"year", zero},
                                  {"views", text("okhotsk")},
                                  {"zoom_min", zero},
                                  {"zoom_max", zero},
                                  {"id", text("iturup")}};
    kuril_member holes[G_N_ELEMENTS(whole)];
    for (size_t i = 0; i < G_N_ELEMENTS(whole); i++)
        holes[i] = (kuril_member){whole[i].name, whole[i].value.kind == KURIL_STRING ? null_value : whole[i].value};
    const kuril_feature full = {.id = 1, .geometry = &nowhere, .fields = whole, .n_fields = G_N_ELEMENTS(whole)};
    const kuril_feature sparse = {.id = 2, .geometry = &nowhere, .fields = holes, .n_fields = G_N_ELEMENTS(holes)};
    for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
        kuril_style *style = read_style(names[n]);
        g_autoptr(GString) said = g_string_new(NULL);
        const kuril_diagnostics diagnostics = {collect, said};
        for (size_t l = 0; l < G_N_ELEMENTS(languages); l++)
            for (size_t w = 0; w < G_N_ELEMENTS(worldviews); w++)
                for (double zoom = 0; zoom < 12; zoom += 1.3) {
                    kuril_styling *styling =
                        styling_at(style, zoom, languages[l][0], languages[l][1], worldviews[w], &diagnostics);
                    evaluate_all(style, styling, &full);
                    evaluate_all(style, styling, &sparse);
                    kuril_styling_free(styling);
                }
        assert_string_equal(said->str, "");
        kuril_style_free(style);
    }
}

static void assert_label(const char *lang, const char *lang2, const char *worldview, const char *claimed_by,
                         const char *wanted)
{
    const kuril_member fields[] = {{"name_en", text("Iturup")},        {"name_ja", text("択捉島")},
                                   {"name_ru", text("остров Итуруп")}, {"name_ja_l", text("Etorofu-tō")},
                                   {"kind", text("island")},           {"rank", {.kind = KURIL_NUMBER, .as.number = 1}},
                                   {"claimed_by", text(claimed_by)}};
    const kuril_feature iturup = {.id = 1, .geometry = &nowhere, .fields = fields, .n_fields = G_N_ELEMENTS(fields)};
    kuril_style *style = read_style("briefing");
    kuril_styling *styling = styling_at(style, 7, lang, lang2, worldview, NULL);
    const kuril_style_layer *islands = kuril_style_layer_find(style, "islands");
    assert_non_null(islands);
    assert_true(kuril_styling_accepts(styling, islands, &iturup));
    const kuril_style_section *sections;
    size_t n = kuril_style_formatted(styling, islands, KURIL_TEXT_FIELD, &iturup, &sections);
    g_autoptr(GString) got = g_string_new(NULL);
    for (size_t i = 0; i < n; i++)
        g_string_append(got, sections[i].text);
    assert_string_equal(got->str, wanted);
    kuril_styling_free(styling);
    kuril_style_free(style);
}

static void test_labels_follow_language_and_worldview(void **state)
{
    (void)state;
    assert_label("en", "", "neutral", "Japan", "Iturup\nEtorofu-tō");
    assert_label("en", "", "neutral", "", "Iturup");
    assert_label("en", "", "ru", "Japan", "Iturup");
    assert_label("ja", "", "neutral", "Japan", "択捉島\nо. Итуруп");
    assert_label("ru", "", "neutral", "Japan", "о. Итуруп\n択捉島");
    assert_label("en", "ja", "neutral", "Japan", "Iturup\n択捉島");
    assert_label("en", "ja", "jp", "", "Iturup\n択捉島");
    assert_label("en", "en", "neutral", "Japan", "Iturup");
}

static void assert_icon(const char *name)
{
    g_autofree char *path = g_strdup_printf("%s/styles/icons/%s.svg", KURIL_SOURCE_DIR, name);
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        fail_msg("no icon '%s'", path);
}

static void test_every_icon_exists(void **state)
{
    (void)state;
    static const char *const kinds[] = {"sanctuary",         "chokepoint",    "disputed-territory",
                                        "hypothetical-site", "pledge-area",   "base",
                                        "planned-site",      "threat-origin", "comparison",
                                        "summit-venue",      "capital",       "silk-road",
                                        "development",       "town",          "city",
                                        "volcano",           "something-else"};
    for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
        kuril_style *style = read_style(names[n]);
        kuril_styling *styling = styling_at(style, 6, "en", "", "neutral", NULL);
        size_t seen = 0;
        for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
            const kuril_member kind = {"kind", text(kinds[k])};
            const kuril_feature feature = {.id = 1, .geometry = &nowhere, .fields = &kind, .n_fields = 1};
            for (size_t i = 0; i < kuril_style_layer_count(style); i++) {
                const kuril_style_layer *layer = kuril_style_layer_at(style, i);
                const char *image =
                    layer->type == KURIL_LAYER_SYMBOL ? kuril_style_image(styling, layer, KURIL_ICON_IMAGE, &feature)
                    : layer->type == KURIL_LAYER_FILL ? kuril_style_image(styling, layer, KURIL_FILL_PATTERN, &feature)
                                                      : NULL;
                if (image)
                    assert_icon(image);
                seen += image != NULL;
            }
        }
        assert_true(seen > G_N_ELEMENTS(kinds));
        kuril_styling_free(styling);
        kuril_style_free(style);
    }
}

static void test_every_dataset_is_embedded(void **state)
{
    (void)state;
    g_autofree char *catalogue = NULL;
    if (!g_file_get_contents(KURIL_SOURCE_DIR "/geodata/catalogue.json", &catalogue, NULL, NULL))
        skip();
    for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
        kuril_style *style = read_style(names[n]);
        for (size_t i = 0; i < kuril_style_source_count(style); i++) {
            const kuril_style_source *source = kuril_style_source_at(style, i);
            assert_true(g_str_has_prefix(source->url, "geodata:"));
            g_autofree char *quoted = g_strdup_printf("\"%s\"", source->url + strlen("geodata:"));
            if (!strstr(catalogue, quoted))
                fail_msg("the catalogue has no layer %s", quoted);
        }
        kuril_style_free(style);
    }
}

/* CIE L* of an sRGB colour, 0 to 100 (IEC 61966-2-1, CIE 1976). */
static double luminance(const kuril_style_rgba *c)
{
    const double channels[3] = {c->r, c->g, c->b}, weights[3] = {0.2126, 0.7152, 0.0722};
    double y = 0;
    for (int i = 0; i < 3; i++)
        y += weights[i] * (channels[i] <= 0.04045 ? channels[i] / 12.92 : pow((channels[i] + 0.055) / 1.055, 2.4));
    return y;
}
static double lightness(const kuril_style_rgba *c)
{
    double y = luminance(c);
    return y > 216.0 / 24389.0 ? 116.0 * cbrt(y) - 16.0 : y * 24389.0 / 27.0;
}
static double contrast(const kuril_style_rgba *a, const kuril_style_rgba *b)
{
    double x = luminance(a), y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static kuril_style_rgba color_of(const kuril_style *style, kuril_styling *styling, const char *id, kuril_property_id p,
                                 const kuril_feature *feature)
{
    kuril_style_rgba color = {0};
    const kuril_style_layer *layer = kuril_style_layer_find(style, id);
    assert_non_null(layer);
    assert_true(kuril_style_color(styling, layer, p, feature, &color));
    return color;
}

/* Deeper water is darker, by steps that grey and the common colour-vision deficiencies keep (lightness does). */
static void test_depths_step_in_lightness(void **state)
{
    (void)state;
    static const double depths[] = {0, 200, 1000, 2000, 3000, 4000, 6000};
    for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
        kuril_style *style = read_style(names[n]);
        kuril_styling *styling = styling_at(style, 5, "en", "", "neutral", NULL);
        double before = 101;
        for (size_t i = 0; i < G_N_ELEMENTS(depths); i++) {
            const kuril_member depth = {"d_min", {.kind = KURIL_NUMBER, .as.number = depths[i]}};
            const kuril_feature band = {.id = 1, .geometry = &nowhere, .fields = &depth, .n_fields = 1};
            kuril_style_rgba color = color_of(style, styling, "depth-bands", KURIL_FILL_COLOR, &band);
            double now = lightness(&color);
            if (!(before - now >= 1.5))
                fail_msg("%s: %g m is not darker than what is above it", names[n], depths[i]);
            before = now;
        }
        kuril_styling_free(styling);
        kuril_style_free(style);
    }
}

/* WCAG 2.1: 4.5 for text. Labels stand on land and on water; water names on water. */
static void test_labels_can_be_read(void **state)
{
    (void)state;
    const kuril_member depth = {"d_min", zero};
    const kuril_feature shallow = {.id = 1, .geometry = &nowhere, .fields = &depth, .n_fields = 1};
    for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
        kuril_style *style = read_style(names[n]);
        kuril_styling *styling = styling_at(style, 7.5, "en", "", "neutral", NULL);
        kuril_style_rgba land = color_of(style, styling, "land-full", KURIL_FILL_COLOR, NULL);
        kuril_style_rgba water = color_of(style, styling, "depth-bands", KURIL_FILL_COLOR, &shallow);
        static const char *const on_land[] = {"towns", "cities", "islands", "capes", "volcanoes", "strategic"};
        for (size_t i = 0; i < G_N_ELEMENTS(on_land); i++) {
            kuril_style_rgba ink = color_of(style, styling, on_land[i], KURIL_TEXT_COLOR, NULL);
            if (contrast(&ink, &land) < 4.5 || contrast(&ink, &water) < 4.5)
                fail_msg("%s: '%s' has too little contrast", names[n], on_land[i]);
        }
        static const char *const on_water[] = {"seas", "seas-small", "straits"};
        for (size_t i = 0; i < G_N_ELEMENTS(on_water); i++) {
            kuril_style_rgba ink = color_of(style, styling, on_water[i], KURIL_TEXT_COLOR, NULL);
            if (contrast(&ink, &water) < 4.5)
                fail_msg("%s: '%s' has too little contrast", names[n], on_water[i]);
        }
        kuril_styling_free(styling);
        kuril_style_free(style);
    }
}

static void test_print_is_grey(void **state)
{
    (void)state;
    static const double years[] = {1855, 1875, 1905, 1945};
    kuril_style *style = read_style("print");
    kuril_styling *styling = styling_at(style, 6, "en", "", "neutral", NULL);
    for (size_t y = 0; y < G_N_ELEMENTS(years); y++) {
        const kuril_member year = {"year", {.kind = KURIL_NUMBER, .as.number = years[y]}};
        const kuril_feature feature = {.id = 1, .geometry = &nowhere, .fields = &year, .n_fields = 1};
        for (size_t i = 0; i < kuril_style_layer_count(style); i++) {
            const kuril_style_layer *layer = kuril_style_layer_at(style, i);
            kuril_property_id first;
            size_t count;
            kuril_property_range(layer->type, &first, &count);
            for (size_t k = 0; k < count; k++) {
                kuril_style_rgba color;
                kuril_property_id id = (kuril_property_id)(first + k);
                if (kuril_property_get(id)->type != KURIL_TYPE_COLOR ||
                    kuril_property_get(id)->input == KURIL_INPUT_RAMP ||
                    !kuril_style_color(styling, layer, id, &feature, &color))
                    continue;
                if (fabs(color.r - color.g) > 1e-9 || fabs(color.g - color.b) > 1e-9)
                    fail_msg("%s of layer '%s' is not grey", kuril_property_get(id)->name, layer->id);
            }
        }
    }
    kuril_styling_free(styling);
    kuril_style_free(style);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_expression_fails),
        cmocka_unit_test(test_labels_follow_language_and_worldview),
        cmocka_unit_test(test_every_icon_exists),
        cmocka_unit_test(test_every_dataset_is_embedded),
        cmocka_unit_test(test_depths_step_in_lightness),
        cmocka_unit_test(test_labels_can_be_read),
        cmocka_unit_test(test_print_is_grey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
