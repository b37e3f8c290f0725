#include "style/properties.h"

#include <string.h>

#define LIST(name, ...)                                                                                                \
    static const char *const name##_list[] = {__VA_ARGS__};                                                            \
    static const kuril_word_list name##_words = {name##_list, sizeof name##_list / sizeof *name##_list}

/* In the order of the enumerations in properties.h. */
LIST(visibility, "visible", "none");
LIST(blend, "normal", "multiply", "color", "luminosity", "plus-lighter", "screen", "overlay");
LIST(line_cap, "butt", "round", "square");
LIST(line_join, "bevel", "round", "miter");
LIST(placement, "point", "line", "line-center");
LIST(z_order, "auto", "viewport-y", "source");
LIST(overlap, "never", "always", "cooperative");
LIST(map_or_viewport, "map", "viewport");
LIST(alignment, "map", "viewport", "auto");
LIST(text_alignment, "map", "viewport", "auto", "viewport-glyph");
LIST(text_fit, "none", "width", "height", "both");
LIST(anchor, "center", "left", "right", "top", "bottom", "top-left", "top-right", "bottom-left", "bottom-right");
LIST(justify, "auto", "left", "center", "right");
LIST(writing_mode, "horizontal", "vertical");
LIST(text_transform, "none", "uppercase", "lowercase");
LIST(height_anchor, "ground", "absolute");
LIST(resampling, "linear", "nearest");
LIST(hillshade_method, "standard", "basic", "combined", "igor", "multidirectional");

#define WORDS(list)       .words = &list##_words
#define AT_LEAST(low)     .has_minimum = true, .minimum = (low)
#define WITHIN(low, high) .has_minimum = true, .minimum = (low), .has_maximum = true, .maximum = (high)
#define REPORTED(why)     .ignored = (why)
#define P(layer_, group_, id_, name_, type_, input_, ...)                                                              \
    [KURIL_##id_] = {.name = name_,                                                                                    \
                     .layer = KURIL_LAYER_##layer_,                                                                    \
                     .group = KURIL_GROUP_##group_,                                                                    \
                     .type = KURIL_TYPE_##type_,                                                                       \
                     .input = KURIL_INPUT_##input_,                                                                    \
                     __VA_ARGS__},
static const kuril_property properties[KURIL_PROPERTY_COUNT] = {
#include "style/properties.def"
};
#undef P

static const char *const layer_types[KURIL_LAYER_TYPE_COUNT] = {[KURIL_LAYER_BACKGROUND] = "background",
                                                                [KURIL_LAYER_FILL] = "fill",
                                                                [KURIL_LAYER_LINE] = "line",
                                                                [KURIL_LAYER_CIRCLE] = "circle",
                                                                [KURIL_LAYER_SYMBOL] = "symbol",
                                                                [KURIL_LAYER_RASTER] = "raster",
                                                                [KURIL_LAYER_HILLSHADE] = "hillshade",
                                                                [KURIL_LAYER_COLOR_RELIEF] = "color-relief",
                                                                [KURIL_LAYER_HEATMAP] = "heatmap",
                                                                [KURIL_LAYER_FILL_EXTRUSION] = "fill-extrusion"};

const kuril_property *kuril_property_get(kuril_property_id id)
{
    return &properties[id];
}

const char *kuril_layer_type_name(kuril_layer_type type)
{
    return layer_types[type];
}

void kuril_property_range(kuril_layer_type layer, kuril_property_id *first, size_t *count)
{
    size_t from = 0;
    while (properties[from].layer != layer)
        from++;
    size_t to = from;
    while (to < KURIL_PROPERTY_COUNT && properties[to].layer == layer)
        to++;
    *first = (kuril_property_id)from;
    *count = to - from;
}

kuril_property_id kuril_property_find(kuril_layer_type layer, const char *name)
{
    kuril_property_id first;
    size_t count;
    kuril_property_range(layer, &first, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(properties[first + i].name, name) == 0)
            return (kuril_property_id)(first + i);
    return KURIL_PROPERTY_COUNT;
}

kuril_property_id kuril_property_visibility(kuril_layer_type layer)
{
    return kuril_property_find(layer, "visibility");
}

int kuril_word_index(const kuril_word_list *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->words[i], word) == 0)
            return (int)i;
    return -1;
}
