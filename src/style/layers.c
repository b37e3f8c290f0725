#include "style/reader.h"

#include "core/text.h"
#include <math.h>
#include <string.h>

static const kuril_key layer_keys[] = {
    {.name = "id", .kind = KURIL_KEY_STRING, .required = true},
    {.name = "type", .kind = KURIL_KEY_STRING, .required = true},
    {.name = "metadata", .kind = KURIL_KEY_ANY},
    {.name = "source", .kind = KURIL_KEY_STRING},
    {.name = "source-layer", .kind = KURIL_KEY_STRING},
    {.name = "minzoom", .kind = KURIL_KEY_NUMBER, .has_range = true, .maximum = 24},
    {.name = "maxzoom", .kind = KURIL_KEY_NUMBER, .has_range = true, .maximum = 24},
    {.name = "filter", .kind = KURIL_KEY_ANY},
    {.name = "layout", .kind = KURIL_KEY_OBJECT},
    {.name = "paint", .kind = KURIL_KEY_OBJECT},
    {.name = "ref", .refused = "is of an older version of the specification: a layer says all of it itself"},
};

const kuril_key *kuril_layer_keys(size_t *count)
{
    *count = G_N_ELEMENTS(layer_keys);
    return layer_keys;
}

static bool read_type(kuril_style_reader *reader, const kuril_node *node, kuril_layer_type *type)
{
    const char *names[KURIL_LAYER_TYPE_COUNT];
    const kuril_node *given = kuril_node_member(node, "type");
    for (int i = 0; i < KURIL_LAYER_TYPE_COUNT; i++) {
        names[i] = kuril_layer_type_name((kuril_layer_type)i);
        if (strcmp(names[i], kuril_node_string(given)) == 0) {
            *type = (kuril_layer_type)i;
            return true;
        }
    }
    kuril_reader_unknown(reader, given, "layer type", kuril_node_string(given), names, KURIL_LAYER_TYPE_COUNT);
    return false;
}

/* Pictures go to raster layers, elevations to relief, features to all others. */
static bool source_fits(kuril_layer_type layer, kuril_source_type source)
{
    switch (source) {
    case KURIL_SOURCE_RASTER:
    case KURIL_SOURCE_IMAGE:
    case KURIL_SOURCE_VIDEO:
        return layer == KURIL_LAYER_RASTER;
    case KURIL_SOURCE_RASTER_DEM:
        return layer == KURIL_LAYER_HILLSHADE || layer == KURIL_LAYER_COLOR_RELIEF;
    default:
        return layer != KURIL_LAYER_RASTER && layer != KURIL_LAYER_HILLSHADE && layer != KURIL_LAYER_COLOR_RELIEF;
    }
}

static const kuril_style_source *find_source(kuril_style_reader *reader, const kuril_node *given)
{
    const GPtrArray *sources = reader->style->sources;
    const char *id = kuril_node_string(given);
    const kuril_style_source *found = kuril_style_source_find(reader->style, id);
    if (found || g_hash_table_contains(reader->broken_sources, id))
        return found;
    g_autofree const char **names = g_new(const char *, sources->len + 1);
    for (guint i = 0; i < sources->len; i++)
        names[i] = ((const kuril_style_source *)g_ptr_array_index(sources, i))->id;
    kuril_reader_unknown(reader, given, "source", id, names, sources->len);
    return NULL;
}

static bool needs_metrics(kuril_style_reader *reader, const kuril_node *node, const kuril_style_layer *layer)
{
    const kuril_node *paint = kuril_node_member(node, "paint");
    const kuril_node *sources = kuril_node_member(kuril_document_root(reader->style->document), "sources");
    return layer->type == KURIL_LAYER_LINE && paint && kuril_node_member(paint, "line-gradient") &&
           !kuril_reader_bool(kuril_node_member(sources, layer->source->id), "lineMetrics", false);
}

static void read_source(kuril_style_reader *reader, const kuril_node *node, kuril_style_layer *layer)
{
    const kuril_node *given = kuril_node_member(node, "source");
    if (layer->type == KURIL_LAYER_BACKGROUND)
        return;
    if (!given) {
        kuril_reader_error(reader, node, "layer '%s' needs a 'source'", layer->id);
        return;
    }
    if (kuril_node_kind_of(given) != KURIL_NODE_STRING)
        return;
    layer->source = find_source(reader, given);
    if (!layer->source)
        return;
    kuril_source_type type = layer->source->type;
    if (!source_fits(layer->type, type))
        kuril_reader_error(reader, given, "layer '%s' of type %s cannot show the %s source '%s'", layer->id,
                           kuril_layer_type_name(layer->type), kuril_source_type_name(type), layer->source->id);
    else if (needs_metrics(reader, node, layer))
        kuril_reader_warning(reader, node,
                             "layer '%s' has a 'line-gradient', which other readers of styles draw only of a geojson "
                             "source with \"lineMetrics\": true",
                             layer->id);
    else if (type == KURIL_SOURCE_VECTOR && !layer->source_layer)
        kuril_reader_warning(reader, node,
                             "layer '%s' has no 'source-layer': the source's only layer is taken, which other readers "
                             "of styles refuse",
                             layer->id);
}

/* What steers a picture and its legend (docs/look.md), and the kinds of value that each may have. */
enum {
    IS_BOOL = 1 << KURIL_NODE_BOOL,
    IS_NUMBER = 1 << KURIL_NODE_NUMBER,
    IS_TEXT = 1 << KURIL_NODE_STRING,
    IS_LIST = 1 << KURIL_NODE_ARRAY,
    IS_OBJECT = 1 << KURIL_NODE_OBJECT
};
static const struct {
    const char *name;
    unsigned kinds;
} hints[] = {
    {"kurilmap:apart", IS_TEXT},      {"kurilmap:avoid", IS_NUMBER},
    {"kurilmap:axis", IS_BOOL},       {"kurilmap:beside", IS_NUMBER},
    {"kurilmap:both-sides", IS_BOOL}, {"kurilmap:each-part", IS_BOOL},
    {"kurilmap:essential", IS_BOOL},  {"kurilmap:inside", IS_BOOL | IS_NUMBER},
    {"kurilmap:kin", IS_TEXT},        {"kurilmap:lakes", IS_BOOL},
    {"kurilmap:land", IS_BOOL},       {"kurilmap:leader", IS_BOOL},
    {"kurilmap:legend", IS_LIST},     {"kurilmap:legend-ramp", IS_OBJECT},
    {"kurilmap:level", IS_NUMBER},    {"kurilmap:numbered", IS_BOOL},
    {"kurilmap:once", IS_BOOL},       {"kurilmap:over", IS_BOOL},
    {"kurilmap:overhang", IS_BOOL},   {"kurilmap:reach", IS_NUMBER},
    {"kurilmap:smaller", IS_NUMBER},  {"kurilmap:spread", IS_BOOL | IS_NUMBER},
    {"kurilmap:weight", IS_NUMBER},
};

static void check_hint(kuril_style_reader *reader, const char *name, const kuril_node *value)
{
    static const char *const wanted[] = {[IS_BOOL] = "true or false", [IS_NUMBER] = "a number",
                                         [IS_TEXT] = "a text",        [IS_BOOL | IS_NUMBER] = "true, false or a number",
                                         [IS_LIST] = "a list",        [IS_OBJECT] = "an object"};
    const char *names[G_N_ELEMENTS(hints)];
    for (size_t i = 0; i < G_N_ELEMENTS(hints); i++) {
        names[i] = hints[i].name;
        if (strcmp(name, names[i]) != 0)
            continue;
        if (!(hints[i].kinds & 1u << kuril_node_kind_of(value)))
            kuril_reader_warning(reader, value, "'%s' must be %s, and is ignored", name, wanted[hints[i].kinds]);
        return;
    }
    const char *near = kuril_text_nearest(name, names, G_N_ELEMENTS(names));
    kuril_reader_warning(reader, value, "unknown key '%s' of a layer's metadata%s%s%s", name,
                         near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* Other programs' keys are theirs; those that begin as ours are taken or told of. */
static void check_hints(kuril_style_reader *reader, const kuril_node *metadata)
{
    if (kuril_node_kind_of(metadata) != KURIL_NODE_OBJECT)
        return;
    for (size_t i = 0; i < kuril_node_count(metadata); i++)
        if (g_str_has_prefix(kuril_node_name(metadata, i), "kurilmap:"))
            check_hint(reader, kuril_node_name(metadata, i), kuril_node_at(metadata, i));
}

static void read_layer(kuril_style_reader *reader, const kuril_node *node)
{
    kuril_layer_type type;
    if (!kuril_reader_keys(reader, node, "layer", layer_keys, G_N_ELEMENTS(layer_keys)) ||
        !read_type(reader, node, &type))
        return;
    kuril_layer *layer = kuril_layer_new(type);
    g_ptr_array_add(reader->style->layers, layer);
    kuril_style_layer *shown = &layer->shown;
    kuril_place place;
    kuril_node_place(node, &place);
    shown->id = kuril_reader_string(node, "id", "");
    shown->index = reader->style->layers->len - 1;
    shown->source_layer = kuril_reader_string(node, "source-layer", NULL);
    shown->minzoom = kuril_reader_number(node, "minzoom", 0);
    shown->maxzoom = kuril_reader_number(node, "maxzoom", INFINITY);
    if (shown->minzoom > shown->maxzoom)
        kuril_reader_warning(reader, kuril_node_member(node, "maxzoom"),
                             "'minzoom' is above 'maxzoom': the layer is never shown");
    shown->line = place.line;
    shown->column = place.column;
    const kuril_node *metadata = kuril_node_member(node, "metadata");
    shown->metadata = metadata ? kuril_reader_value(reader, metadata) : NULL;
    if (metadata)
        check_hints(reader, metadata);
    const kuril_node *filter = kuril_node_member(node, "filter");
    shown->filter = filter ? kuril_read_filter(reader, filter) : NULL;
    read_source(reader, node, shown);
    const kuril_node *paint = kuril_node_member(node, "paint");
    if (type == KURIL_LAYER_RASTER && paint && kuril_node_member(paint, "resampling") &&
        kuril_node_member(paint, "raster-resampling"))
        kuril_reader_error(reader, paint, "'resampling' and 'raster-resampling' are one property: give one of them");
    kuril_read_defaults(reader, type);
    kuril_read_properties(reader, layer, kuril_node_member(node, "layout"), KURIL_GROUP_LAYOUT);
    kuril_read_properties(reader, layer, kuril_node_member(node, "paint"), KURIL_GROUP_PAINT);
}

void kuril_read_layers(kuril_style_reader *reader, const kuril_node *layers)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < kuril_node_count(layers); i++) {
        const kuril_node *node = kuril_node_at(layers, i);
        read_layer(reader, node);
        const kuril_node *id = kuril_node_kind_of(node) == KURIL_NODE_OBJECT ? kuril_node_member(node, "id") : NULL;
        if (id && kuril_node_kind_of(id) == KURIL_NODE_STRING &&
            !g_hash_table_add(seen, (gpointer)(uintptr_t)kuril_node_string(id)))
            kuril_reader_error(reader, id, "there is a layer '%s' already", kuril_node_string(id));
    }
}
