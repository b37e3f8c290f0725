#include "style/reader.h"

#include "core/diagnostics.h"

#include <math.h>
#include <string.h>

#define FLAT  "a page is flat"
#define FONTS "fonts come from the system, by the names in text-font"

static const kuril_key root_keys[] = {
    {.name = "version", .kind = KURIL_KEY_NUMBER, .required = true, .has_range = true, .minimum = 8, .maximum = 8},
    {.name = "name", .kind = KURIL_KEY_STRING},
    {.name = "metadata", .kind = KURIL_KEY_ANY},
    {.name = "center", .kind = KURIL_KEY_ARRAY},
    {.name = "centerAltitude", .kind = KURIL_KEY_NUMBER, .ignored = FLAT},
    {.name = "zoom", .kind = KURIL_KEY_NUMBER},
    {.name = "bearing", .kind = KURIL_KEY_NUMBER},
    {.name = "pitch", .kind = KURIL_KEY_NUMBER, .ignored = FLAT},
    {.name = "roll", .kind = KURIL_KEY_NUMBER, .ignored = FLAT},
    {.name = "state", .kind = KURIL_KEY_OBJECT},
    {.name = "light", .kind = KURIL_KEY_OBJECT, .ignored = FLAT},
    {.name = "sky", .kind = KURIL_KEY_OBJECT, .ignored = FLAT},
    {.name = "projection", .kind = KURIL_KEY_OBJECT, .ignored = "the map's description chooses the projection"},
    {.name = "terrain", .kind = KURIL_KEY_OBJECT, .ignored = FLAT},
    {.name = "sources", .kind = KURIL_KEY_OBJECT, .required = true},
    {.name = "sprite", .kind = KURIL_KEY_ANY},
    {.name = "glyphs", .kind = KURIL_KEY_STRING, .ignored = FONTS},
    {.name = "font-faces", .kind = KURIL_KEY_OBJECT, .ignored = FONTS},
    {.name = "transition", .kind = KURIL_KEY_OBJECT, .ignored = "a page stands still"},
    {.name = "layers", .kind = KURIL_KEY_ARRAY, .required = true},
};

const kuril_key *kuril_style_root_keys(size_t *count)
{
    *count = G_N_ELEMENTS(root_keys);
    return root_keys;
}

/* Other readers of styles take the first two of more. */
static bool read_center(kuril_style_reader *reader, const kuril_node *center, double pair[2])
{
    if (kuril_node_count(center) <= 2)
        return kuril_reader_numbers(reader, center, "'center'", pair, 2);
    kuril_reader_warning(reader, center, "'center' has more than two numbers: the first two are taken");
    for (size_t i = 0; i < 2; i++)
        pair[i] = kuril_node_number(kuril_node_at(center, i));
    return true;
}

static void read_camera(kuril_style_reader *reader, const kuril_node *root)
{
    kuril_style_camera *camera = &reader->style->camera;
    const kuril_node *center = kuril_node_member(root, "center");
    double pair[2];
    if (center && kuril_node_kind_of(center) == KURIL_NODE_ARRAY && read_center(reader, center, pair)) {
        if (fabs(pair[1]) > 90) {
            kuril_reader_error(reader, center, "'center': a latitude of %g is beyond 90 degrees", pair[1]);
            return;
        }
        camera->has_center = true;
        camera->center = (kuril_lonlat){pair[0], pair[1]};
    }
    camera->has_zoom = kuril_node_member(root, "zoom") != NULL;
    camera->zoom = kuril_reader_number(root, "zoom", 0);
    camera->has_bearing = kuril_node_member(root, "bearing") != NULL;
    camera->bearing = kuril_reader_number(root, "bearing", 0);
}

static void add_sprite(kuril_style_reader *reader, const kuril_node *node, const char *id, const char *url)
{
    for (guint i = 0; i < reader->style->sprites->len; i++)
        if (strcmp(g_array_index(reader->style->sprites, kuril_style_sprite, i).id, id) == 0) {
            kuril_reader_error(reader, node, "there is a sprite '%s' already", id);
            return;
        }
    kuril_place place;
    kuril_node_place(node, &place);
    kuril_style_sprite sprite = {
        .id = id, .url = kuril_reader_url(reader, node, url), .line = place.line, .column = place.column};
    g_array_append_val(reader->style->sprites, sprite);
}

static void read_sprites(kuril_style_reader *reader, const kuril_node *node)
{
    static const kuril_key sprite_keys[] = {
        {.name = "id", .kind = KURIL_KEY_STRING, .required = true},
        {.name = "url", .kind = KURIL_KEY_STRING, .required = true},
    };
    if (kuril_node_kind_of(node) == KURIL_NODE_STRING) {
        add_sprite(reader, node, "default", kuril_node_string(node));
        return;
    }
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY) {
        kuril_reader_error(reader, node, "'sprite' must be a text or an array");
        return;
    }
    for (size_t i = 0; i < kuril_node_count(node); i++) {
        const kuril_node *item = kuril_node_at(node, i);
        if (kuril_reader_keys(reader, item, "sprite", sprite_keys, G_N_ELEMENTS(sprite_keys)))
            add_sprite(reader, item, kuril_reader_string(item, "id", ""), kuril_reader_string(item, "url", ""));
    }
}

static void read_state(kuril_style_reader *reader, const kuril_node *node)
{
    static const kuril_key state_keys[] = {{.name = "default", .kind = KURIL_KEY_ANY, .required = true}};
    for (size_t i = 0; i < kuril_node_count(node); i++) {
        const kuril_node *item = kuril_node_at(node, i);
        if (!kuril_reader_keys(reader, item, "parameter", state_keys, G_N_ELEMENTS(state_keys)))
            continue;
        kuril_member member = {.name = kuril_node_name(node, i),
                               .value = *kuril_reader_value(reader, kuril_node_member(item, "default"))};
        g_array_append_val(reader->style->state, member);
    }
}

static void read_root(kuril_style_reader *reader, const kuril_node *root)
{
    if (!kuril_reader_keys(reader, root, "style", root_keys, G_N_ELEMENTS(root_keys)) &&
        kuril_node_kind_of(root) != KURIL_NODE_OBJECT)
        return;
    kuril_style *style = reader->style;
    style->name = kuril_reader_string(root, "name", NULL);
    const kuril_node *metadata = kuril_node_member(root, "metadata");
    style->metadata = metadata ? kuril_reader_value(reader, metadata) : NULL;
    read_camera(reader, root);
    kuril_read_scenery(reader, root);
    const kuril_node *sprite = kuril_node_member(root, "sprite");
    if (sprite)
        read_sprites(reader, sprite);
    const kuril_node *state = kuril_node_member(root, "state");
    if (state && kuril_node_kind_of(state) == KURIL_NODE_OBJECT)
        read_state(reader, state);
    const kuril_node *sources = kuril_node_member(root, "sources");
    if (sources && kuril_node_kind_of(sources) == KURIL_NODE_OBJECT)
        kuril_read_sources(reader, sources);
    const kuril_node *layers = kuril_node_member(root, "layers");
    if (layers && kuril_node_kind_of(layers) == KURIL_NODE_ARRAY)
        kuril_read_layers(reader, layers);
}

static void layer_free(gpointer data)
{
    kuril_layer *layer = data;
    for (size_t i = 0; i < layer->n_properties; i++)
        kuril_compiled_finish(&layer->properties[i]);
    kuril_filter_free((kuril_filter *)(uintptr_t)layer->shown.filter);
    g_free(layer->properties);
    g_free(layer);
}

kuril_layer *kuril_layer_new(kuril_layer_type type)
{
    kuril_layer *layer = g_new0(kuril_layer, 1);
    layer->shown.type = type;
    kuril_property_range(type, &layer->first, &layer->n_properties);
    layer->properties = g_new0(kuril_compiled, layer->n_properties);
    return layer;
}

static void source_free(gpointer data)
{
    kuril_style_source *source = data;
    kuril_filter_free((kuril_filter *)(uintptr_t)source->filter);
    g_free(source);
}

static kuril_style *style_new(kuril_document *document)
{
    kuril_style *style = g_new0(kuril_style, 1);
    style->document = document;
    style->path = g_strdup(kuril_document_name(document));
    style->arena = kuril_arena_new();
    style->sources = g_ptr_array_new_with_free_func(source_free);
    style->layers = g_ptr_array_new_with_free_func(layer_free);
    style->sprites = g_array_new(FALSE, FALSE, sizeof(kuril_style_sprite));
    style->state = g_array_new(FALSE, FALSE, sizeof(kuril_member));
    return style;
}

void kuril_style_free(kuril_style *style)
{
    if (!style)
        return;
    g_ptr_array_unref(style->layers);
    g_ptr_array_unref(style->sources);
    g_array_unref(style->sprites);
    g_array_unref(style->state);
    kuril_arena_free(style->arena);
    for (int id = 0; id < KURIL_PROPERTY_COUNT; id++)
        kuril_compiled_finish(&style->defaults[id]);
    kuril_document_free(style->initials);
    kuril_document_free(style->document);
    g_free(style->path);
    g_free(style);
}

/* Takes the document over. */
static kuril_status build(kuril_document *document, const kuril_diagnostics *diagnostics, kuril_style **style,
                          kuril_error *error)
{
    kuril_error own = {0};
    kuril_style_reader reader = {.style = style_new(document),
                                 .diagnostics = diagnostics,
                                 .error = &own,
                                 .told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                                 .broken_sources = g_hash_table_new(g_str_hash, g_str_equal)};
    read_root(&reader, kuril_document_root(document));
    g_hash_table_unref(reader.told);
    g_hash_table_unref(reader.broken_sources);
    if (reader.n_errors == 0) {
        *style = reader.style;
        return KURIL_OK;
    }
    kuril_style_free(reader.style);
    if (error && error->code == KURIL_OK)
        *error = own;
    return own.code;
}

kuril_status kuril_style_read(const char *path, const kuril_diagnostics *diagnostics, kuril_style **style,
                              kuril_error *error)
{
    kuril_document *document;
    kuril_status status = kuril_document_read(path, NULL, &document, error);
    return status ? status : build(document, diagnostics, style, error);
}

kuril_status kuril_style_parse(const char *name, const char *text, size_t length, const kuril_diagnostics *diagnostics,
                               kuril_style **style, kuril_error *error)
{
    kuril_document *document;
    kuril_status status = kuril_document_parse(name, text, length, NULL, &document, error);
    return status ? status : build(document, diagnostics, style, error);
}
