#include "style/reader.h"

#include <math.h>
#include <string.h>

#define NO_TILES    "a page has no tiles"
#define NO_CLUSTERS "features are drawn one by one, never clustered"

static const char *const type_names[KURIL_SOURCE_TYPE_COUNT] = {
    [KURIL_SOURCE_VECTOR] = "vector",         [KURIL_SOURCE_GEOJSON] = "geojson", [KURIL_SOURCE_RASTER] = "raster",
    [KURIL_SOURCE_RASTER_DEM] = "raster-dem", [KURIL_SOURCE_IMAGE] = "image",     [KURIL_SOURCE_VIDEO] = "video",
};

#define TYPE                                                                                                           \
    {                                                                                                                  \
        .name = "type", .kind = KURIL_KEY_STRING, .required = true                                                     \
    }
#define ATTRIBUTION                                                                                                    \
    {                                                                                                                  \
        .name = "attribution", .kind = KURIL_KEY_STRING                                                                \
    }
#define TILED                                                                                                          \
    TYPE, ATTRIBUTION, {.name = "url", .kind = KURIL_KEY_STRING},                                                      \
        {.name = "tiles", .kind = KURIL_KEY_ARRAY, .item = KURIL_KEY_STRING, .ignored = NO_TILES},                     \
        {.name = "bounds", .kind = KURIL_KEY_ARRAY, .item = KURIL_KEY_NUMBER, .length = 4, .ignored = NO_TILES},       \
        {.name = "minzoom", .kind = KURIL_KEY_NUMBER, .ignored = NO_TILES},                                            \
        {.name = "maxzoom", .kind = KURIL_KEY_NUMBER, .ignored = NO_TILES},                                            \
        {.name = "volatile", .kind = KURIL_KEY_BOOL, .ignored = NO_TILES},                                             \
        {.name = "emptyResponse", .kind = KURIL_KEY_STRING, .words = empty_responses, .ignored = NO_TILES},            \
    {                                                                                                                  \
        .name = "scheme", .kind = KURIL_KEY_STRING, .words = schemes, .ignored = NO_TILES                              \
    }

static const char *const empty_responses[] = {"blank", "missing", NULL};
static const char *const schemes[] = {"xyz", "tms", NULL};
static const char *const tile_encodings[] = {"mvt", "mlt", NULL};

static const kuril_key vector_keys[] = {
    TILED,
    {.name = "promoteId", .kind = KURIL_KEY_ANY},
    {.name = "encoding", .kind = KURIL_KEY_STRING, .words = tile_encodings, .ignored = NO_TILES},
};
static const kuril_key raster_keys[] = {TILED, {.name = "tileSize", .kind = KURIL_KEY_NUMBER, .ignored = NO_TILES}};
static const kuril_key dem_keys[] = {
    TILED,
    {.name = "tileSize", .kind = KURIL_KEY_NUMBER, .ignored = NO_TILES},
    {.name = "encoding", .kind = KURIL_KEY_STRING},
    {.name = "redFactor", .kind = KURIL_KEY_NUMBER},
    {.name = "greenFactor", .kind = KURIL_KEY_NUMBER},
    {.name = "blueFactor", .kind = KURIL_KEY_NUMBER},
    {.name = "baseShift", .kind = KURIL_KEY_NUMBER},
};
static const kuril_key geojson_keys[] = {
    TYPE,
    ATTRIBUTION,
    {.name = "data", .kind = KURIL_KEY_ANY, .required = true},
    {.name = "maxzoom", .kind = KURIL_KEY_NUMBER, .ignored = NO_TILES},
    {.name = "buffer", .kind = KURIL_KEY_NUMBER, .has_range = true, .maximum = 512, .ignored = NO_TILES},
    {.name = "tolerance", .kind = KURIL_KEY_NUMBER, .ignored = NO_TILES},
    {.name = "filter", .kind = KURIL_KEY_ANY},
    {.name = "cluster", .kind = KURIL_KEY_BOOL, .ignored = NO_CLUSTERS},
    {.name = "clusterRadius", .kind = KURIL_KEY_NUMBER, .has_range = true, .maximum = INFINITY, .ignored = NO_CLUSTERS},
    {.name = "clusterMaxZoom", .kind = KURIL_KEY_NUMBER, .ignored = NO_CLUSTERS},
    {.name = "clusterMinPoints", .kind = KURIL_KEY_NUMBER, .ignored = NO_CLUSTERS},
    {.name = "clusterProperties", .kind = KURIL_KEY_ANY, .ignored = NO_CLUSTERS},
    {.name = "lineMetrics", .kind = KURIL_KEY_BOOL},
    {.name = "generateId", .kind = KURIL_KEY_BOOL},
    {.name = "promoteId", .kind = KURIL_KEY_ANY},
};
static const kuril_key image_keys[] = {
    TYPE,
    {.name = "url", .kind = KURIL_KEY_STRING},
    {.name = "coordinates", .kind = KURIL_KEY_ARRAY, .required = true},
};
static const kuril_key video_keys[] = {
    TYPE,
    {.name = "urls", .kind = KURIL_KEY_ARRAY, .item = KURIL_KEY_STRING, .required = true},
    {.name = "coordinates", .kind = KURIL_KEY_ARRAY, .required = true},
};

static const struct {
    const kuril_key *keys;
    size_t count;
} tables[KURIL_SOURCE_TYPE_COUNT] = {
    [KURIL_SOURCE_VECTOR] = {vector_keys, G_N_ELEMENTS(vector_keys)},
    [KURIL_SOURCE_GEOJSON] = {geojson_keys, G_N_ELEMENTS(geojson_keys)},
    [KURIL_SOURCE_RASTER] = {raster_keys, G_N_ELEMENTS(raster_keys)},
    [KURIL_SOURCE_RASTER_DEM] = {dem_keys, G_N_ELEMENTS(dem_keys)},
    [KURIL_SOURCE_IMAGE] = {image_keys, G_N_ELEMENTS(image_keys)},
    [KURIL_SOURCE_VIDEO] = {video_keys, G_N_ELEMENTS(video_keys)},
};

const char *kuril_source_type_name(kuril_source_type type)
{
    return type_names[type];
}

const kuril_key *kuril_source_keys(kuril_source_type type, size_t *count)
{
    *count = tables[type].count;
    return tables[type].keys;
}

static bool read_type(kuril_style_reader *reader, const kuril_node *node, kuril_source_type *type)
{
    const kuril_node *given = kuril_node_kind_of(node) == KURIL_NODE_OBJECT ? kuril_node_member(node, "type") : NULL;
    if (!given || kuril_node_kind_of(given) != KURIL_NODE_STRING) {
        kuril_reader_error(reader, given ? given : node, "a source needs a 'type'");
        return false;
    }
    for (int i = 0; i < KURIL_SOURCE_TYPE_COUNT; i++)
        if (strcmp(type_names[i], kuril_node_string(given)) == 0) {
            *type = (kuril_source_type)i;
            return true;
        }
    kuril_reader_unknown(reader, given, "source type", kuril_node_string(given), type_names, KURIL_SOURCE_TYPE_COUNT);
    return false;
}

static void read_promote_id(kuril_style_reader *reader, const kuril_node *node, kuril_style_source *source)
{
    const kuril_node *promote = kuril_node_member(node, "promoteId");
    if (!promote)
        return;
    if (kuril_node_kind_of(promote) == KURIL_NODE_STRING)
        source->promote_id = kuril_node_string(promote);
    else if (kuril_node_kind_of(promote) == KURIL_NODE_OBJECT) {
        for (size_t i = 0; i < kuril_node_count(promote); i++)
            if (kuril_node_kind_of(kuril_node_at(promote, i)) != KURIL_NODE_STRING)
                kuril_reader_error(reader, kuril_node_at(promote, i), "'promoteId' must name fields by texts");
        source->promote_ids = kuril_reader_value(reader, promote);
    } else
        kuril_reader_error(reader, promote, "'promoteId' must be a text or an object");
}

static void read_corners(kuril_style_reader *reader, const kuril_node *node, kuril_style_source *source)
{
    const kuril_node *corners = kuril_node_member(node, "coordinates");
    if (kuril_node_count(corners) != 4) {
        kuril_reader_error(reader, corners, "'coordinates' must have four corners");
        return;
    }
    for (size_t i = 0; i < 4; i++) {
        double pair[2];
        if (!kuril_reader_numbers(reader, kuril_node_at(corners, i), "a corner", pair, 2))
            return;
        source->corners[i] = (kuril_lonlat){pair[0], pair[1]};
    }
}

static void read_encoding(kuril_style_reader *reader, const kuril_node *node, kuril_style_source *source)
{
    static const char *const encodings[] = {
        [KURIL_DEM_MAPBOX] = "mapbox", [KURIL_DEM_TERRARIUM] = "terrarium", [KURIL_DEM_CUSTOM] = "custom"};
    const char *given = kuril_reader_string(node, "encoding", encodings[KURIL_DEM_MAPBOX]);
    size_t i = 0;
    while (i < G_N_ELEMENTS(encodings) && strcmp(encodings[i], given) != 0)
        i++;
    if (i < G_N_ELEMENTS(encodings))
        source->encoding = (kuril_dem_encoding)i;
    else
        kuril_reader_unknown(reader, kuril_node_member(node, "encoding"), "encoding", given, encodings,
                             G_N_ELEMENTS(encodings));
    static const char *const factors[] = {"redFactor", "greenFactor", "blueFactor", "baseShift"};
    for (size_t k = 0; k < G_N_ELEMENTS(factors); k++) {
        const kuril_node *factor = kuril_node_member(node, factors[k]);
        if (factor && kuril_node_kind_of(factor) == KURIL_NODE_NUMBER &&
            strcmp(given, encodings[KURIL_DEM_CUSTOM]) != 0)
            kuril_reader_error(reader, factor, "'%s' needs \"encoding\": \"custom\"", factors[k]);
    }
    source->red_factor = kuril_reader_number(node, "redFactor", 1);
    source->green_factor = kuril_reader_number(node, "greenFactor", 1);
    source->blue_factor = kuril_reader_number(node, "blueFactor", 1);
    source->base_shift = kuril_reader_number(node, "baseShift", 0);
}

static void read_data(kuril_style_reader *reader, const kuril_node *node, kuril_style_source *source)
{
    const kuril_node *data = kuril_node_member(node, "data");
    if (kuril_node_kind_of(data) == KURIL_NODE_STRING)
        source->url = kuril_reader_url(reader, data, kuril_node_string(data));
    else if (kuril_node_kind_of(data) == KURIL_NODE_OBJECT)
        source->data = kuril_reader_value(reader, data);
    else
        kuril_reader_warning(reader, data, "'data' is neither a path nor GeoJSON: nothing of it is drawn");
    const kuril_node *properties = kuril_node_member(node, "clusterProperties");
    if (properties && kuril_reader_bool(node, "cluster", false))
        kuril_read_clusters(reader, properties);
    const kuril_node *filter = kuril_node_member(node, "filter");
    if (filter)
        source->filter = kuril_read_filter(reader, filter);
    source->generate_id = kuril_reader_bool(node, "generateId", false);
}

static void read_extras(kuril_style_reader *reader, const kuril_node *node, kuril_style_source *source)
{
    size_t count = kuril_node_count(node);
    kuril_member *extras = kuril_arena_array(reader->style->arena, count, sizeof *extras);
    for (size_t i = 0; i < count; i++)
        if (g_str_has_prefix(kuril_node_name(node, i), "kurilmap:"))
            extras[source->n_extras++] =
                (kuril_member){kuril_node_name(node, i), *kuril_reader_value(reader, kuril_node_at(node, i))};
    source->extras = extras;
}

static void read_source(kuril_style_reader *reader, const char *id, const kuril_node *node)
{
    kuril_source_type type;
    bool known = read_type(reader, node, &type);
    g_autofree char *what = known ? g_strdup_printf("%s source", type_names[type]) : NULL;
    reader->closed = known && type != KURIL_SOURCE_VECTOR && type != KURIL_SOURCE_RASTER;
    const bool usable = known && kuril_reader_keys(reader, node, what, tables[type].keys, tables[type].count);
    reader->closed = false;
    if (!usable) {
        g_hash_table_add(reader->broken_sources, (gpointer)(uintptr_t)id);
        return;
    }
    kuril_style_source *source = g_new0(kuril_style_source, 1);
    g_ptr_array_add(reader->style->sources, source);
    kuril_place place;
    kuril_node_place(node, &place);
    source->id = id;
    source->file = reader->style->path;
    source->type = type;
    source->line = place.line;
    source->column = place.column;
    source->attribution = kuril_reader_string(node, "attribution", NULL);
    const char *url = kuril_reader_string(node, "url", NULL);
    source->url = url ? kuril_reader_url(reader, kuril_node_member(node, "url"), url) : NULL;
    read_promote_id(reader, node, source);
    read_extras(reader, node, source);
    if (type == KURIL_SOURCE_GEOJSON)
        read_data(reader, node, source);
    else if (type == KURIL_SOURCE_IMAGE || type == KURIL_SOURCE_VIDEO)
        read_corners(reader, node, source);
    else if (type == KURIL_SOURCE_RASTER_DEM)
        read_encoding(reader, node, source);
    if (type == KURIL_SOURCE_VIDEO)
        kuril_reader_ignored(reader, node, "video", "a page stands still");
    if (!source->url && (type == KURIL_SOURCE_VECTOR || type == KURIL_SOURCE_RASTER || type == KURIL_SOURCE_RASTER_DEM))
        kuril_reader_warning(reader, node, "source '%s' has no 'url': nothing of it is drawn", id);
}

void kuril_read_sources(kuril_style_reader *reader, const kuril_node *sources)
{
    for (size_t i = 0; i < kuril_node_count(sources); i++)
        read_source(reader, kuril_node_name(sources, i), kuril_node_at(sources, i));
}
