/* The property table as a table: order, ranges, names. Its content is held against the specification's own reference
 * in tests/style-validator. */
#include "style/properties.h"
#include "support.h"

#include <string.h>

static void test_every_property_is_found_in_its_layer(void **state)
{
    (void)state;
    for (int id = 0; id < KURIL_PROPERTY_COUNT; id++) {
        const kuril_property *property = kuril_property_get((kuril_property_id)id);
        assert_non_null(property->name);
        assert_int_equal(kuril_property_find(property->layer, property->name), id);
    }
}

static void test_ranges_cover_the_table_once(void **state)
{
    (void)state;
    size_t sum = 0;
    for (int layer = 0; layer < KURIL_LAYER_TYPE_COUNT; layer++) {
        kuril_property_id first;
        size_t count;
        kuril_property_range((kuril_layer_type)layer, &first, &count);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(kuril_property_get((kuril_property_id)(first + i))->layer, layer);
        sum += count;
    }
    assert_int_equal(sum, KURIL_PROPERTY_COUNT);
    /* Counted in the specification's reference, version 26.6.0. */
    assert_int_equal(KURIL_PROPERTY_COUNT, 149);
}

static void test_names_belong_to_layer_types(void **state)
{
    (void)state;
    assert_int_equal(kuril_property_find(KURIL_LAYER_LINE, "fill-color"), KURIL_PROPERTY_COUNT);
    assert_int_equal(kuril_property_find(KURIL_LAYER_FILL, "fill-colour"), KURIL_PROPERTY_COUNT);
    assert_int_equal(kuril_property_visibility(KURIL_LAYER_SYMBOL), KURIL_VISIBILITY_SYMBOL);
    assert_string_equal(kuril_layer_type_name(KURIL_LAYER_FILL_EXTRUSION), "fill-extrusion");
}

static void test_words_stand_in_the_order_of_their_enumeration(void **state)
{
    (void)state;
    static const struct {
        kuril_property_id id;
        const char *word;
        int index;
    } cases[] = {
        {KURIL_VISIBILITY_FILL, "none", KURIL_STYLE_HIDDEN},
        {KURIL_LINE_LAYER_BLEND, "overlay", KURIL_STYLE_BLEND_OVERLAY},
        {KURIL_LINE_CAP, "square", KURIL_STYLE_LINE_CAP_SQUARE},
        {KURIL_LINE_JOIN, "miter", KURIL_STYLE_LINE_JOIN_MITER},
        {KURIL_SYMBOL_PLACEMENT, "line-center", KURIL_STYLE_PLACEMENT_LINE_CENTER},
        {KURIL_SYMBOL_Z_ORDER, "source", KURIL_STYLE_Z_ORDER_SOURCE},
        {KURIL_TEXT_OVERLAP, "cooperative", KURIL_STYLE_OVERLAP_COOPERATIVE},
        {KURIL_FILL_TRANSLATE_ANCHOR, "viewport", KURIL_STYLE_ALIGNMENT_VIEWPORT},
        {KURIL_ICON_ROTATION_ALIGNMENT, "auto", KURIL_STYLE_ALIGNMENT_AUTO},
        {KURIL_TEXT_ROTATION_ALIGNMENT, "auto", KURIL_STYLE_ALIGNMENT_AUTO},
        {KURIL_TEXT_ROTATION_ALIGNMENT, "viewport-glyph", KURIL_STYLE_ALIGNMENT_VIEWPORT_GLYPH},
        {KURIL_ICON_TEXT_FIT, "both", KURIL_STYLE_TEXT_FIT_BOTH},
        {KURIL_TEXT_ANCHOR, "bottom-right", KURIL_STYLE_ANCHOR_BOTTOM_RIGHT},
        {KURIL_TEXT_JUSTIFY, "right", KURIL_STYLE_JUSTIFY_RIGHT},
        {KURIL_TEXT_WRITING_MODE, "vertical", KURIL_STYLE_WRITING_VERTICAL},
        {KURIL_TEXT_TRANSFORM, "lowercase", KURIL_STYLE_TRANSFORM_LOWERCASE},
        {KURIL_RASTER_RESAMPLING, "nearest", KURIL_STYLE_RESAMPLING_NEAREST},
        {KURIL_HILLSHADE_METHOD, "multidirectional", KURIL_STYLE_HILLSHADE_MULTIDIRECTIONAL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const kuril_word_list *words = kuril_property_get(cases[i].id)->words;
        assert_non_null(words);
        assert_int_equal(kuril_word_index(words, cases[i].word), cases[i].index);
    }
    assert_int_equal(kuril_word_index(kuril_property_get(KURIL_LINE_CAP)->words, "blunt"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_property_is_found_in_its_layer),
        cmocka_unit_test(test_ranges_cover_the_table_once),
        cmocka_unit_test(test_names_belong_to_layer_types),
        cmocka_unit_test(test_words_stand_in_the_order_of_their_enumeration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
