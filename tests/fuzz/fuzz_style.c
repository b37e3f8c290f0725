/* A style document: read, then every property of every layer evaluated for one feature. */
#include "style/styling.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void evaluate_layer(kuril_styling *styling, const kuril_style_layer *layer, const kuril_feature *feature)
{
    kuril_property_id first;
    size_t count;
    kuril_property_range(layer->type, &first, &count);
    kuril_styling_accepts(styling, layer, feature);
    for (size_t i = 0; i < count; i++) {
        kuril_property_id id = (kuril_property_id)(first + i);
        kuril_style_rgba color;
        const kuril_style_section *sections;
        const char *const *strings;
        double numbers[4];
        switch (kuril_property_get(id)->type) {
        case KURIL_TYPE_NUMBER:
            kuril_style_number(styling, layer, id, feature);
            break;
        case KURIL_TYPE_COLOR:
            kuril_style_color(styling, layer, id, feature, &color);
            break;
        case KURIL_TYPE_IMAGE:
            kuril_style_image(styling, layer, id, feature);
            break;
        case KURIL_TYPE_FORMATTED:
            kuril_style_formatted(styling, layer, id, feature, &sections);
            break;
        case KURIL_TYPE_STRINGS:
            kuril_style_strings(styling, layer, id, feature, &strings);
            break;
        case KURIL_TYPE_NUMBERS:
        case KURIL_TYPE_NUMBER_ARRAY:
        case KURIL_TYPE_PADDING:
            kuril_style_numbers(styling, layer, id, feature, numbers, 4);
            break;
        default:
            break;
        }
    }
    kuril_styling_release(styling);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const kuril_lonlat point = {147.9, 45.2};
    static const kuril_ring ring = {0, 1};
    static const kuril_part part = {KURIL_POINT, 0, 1};
    static const kuril_geometry geometry = {&point, 1, &ring, 1, &part, 1};
    static const kuril_member fields[] = {{"name", {.kind = KURIL_STRING, .as.string = "択捉島"}},
                                          {"rank", {.kind = KURIL_NUMBER, .as.number = 2}}};
    static const kuril_feature feature = {.id = 3, .geometry = &geometry, .fields = fields, .n_fields = 2};
    kuril_style *style = NULL;
    if (kuril_style_parse("fuzz.json", (const char *)data, size, NULL, &style, NULL) != KURIL_OK)
        return 0;
    const kuril_styling_options options = {.zoom = 6.5};
    kuril_styling *styling = NULL;
    if (kuril_styling_new(style, &options, NULL, &styling, NULL) == KURIL_OK)
        for (size_t i = 0; i < kuril_style_layer_count(style); i++)
            evaluate_layer(styling, kuril_style_layer_at(style, i), &feature);
    kuril_styling_free(styling);
    kuril_style_free(style);
    return 0;
}
