#include "map/walked.h"

#include "geom/geometry_buffer.h"
#include <string.h>

enum { VIEWS_MAX = 64, SEEN_MAX = 256 };
static const gsize BYTES_MAX = 32u << 20;

struct kuril_walked_view {
    kuril_walked *owner;
    char *key;
    GHashTable *features; /* walk_key -> kuril_geometry, each in one piece of memory */
    gsize bytes;
};

struct kuril_walked {
    GPtrArray *views; /* the latest last */
    GHashTable *seen; /* keys of views that have been asked for once */
    GStringChunk *names;
    kuril_geometry_buffer buffer;
};

typedef struct walk_key {
    const char *layer; /* one of the names: the same text is the same place */
    int64_t id;
    kuril_walk_kind kind;
} walk_key;

static guint key_hash(gconstpointer data)
{
    const walk_key *key = data;
    return g_direct_hash(key->layer) ^ g_int64_hash(&key->id) ^ ((guint)key->kind << 30);
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
    const walk_key *x = a, *y = b;
    return x->layer == y->layer && x->id == y->id && x->kind == y->kind;
}

static void view_free(gpointer data)
{
    kuril_walked_view *view = data;
    g_hash_table_destroy(view->features);
    g_free(view->key);
    g_free(view);
}

kuril_walked *kuril_walked_new(void)
{
    kuril_walked *walked = g_new0(kuril_walked, 1);
    walked->views = g_ptr_array_new_with_free_func(view_free);
    walked->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    walked->names = g_string_chunk_new(256);
    kuril_geometry_buffer_init(&walked->buffer);
    return walked;
}

void kuril_walked_free(kuril_walked *walked)
{
    if (!walked)
        return;
    g_ptr_array_free(walked->views, TRUE);
    g_hash_table_destroy(walked->seen);
    g_string_chunk_free(walked->names);
    kuril_geometry_buffer_finish(&walked->buffer);
    g_free(walked);
}

kuril_walked_view *kuril_walked_find(kuril_walked *walked, const char *key, bool again)
{
    for (guint i = 0; i < walked->views->len; i++) {
        kuril_walked_view *view = g_ptr_array_index(walked->views, i);
        if (strcmp(view->key, key) != 0)
            continue;
        g_ptr_array_add(walked->views, g_ptr_array_steal_index(walked->views, i));
        return view;
    }
    if (g_hash_table_size(walked->seen) >= SEEN_MAX)
        g_hash_table_remove_all(walked->seen);
    if (g_hash_table_add(walked->seen, g_strdup(key)) && !again)
        return NULL;
    kuril_walked_view *view = g_new0(kuril_walked_view, 1);
    *view = (kuril_walked_view){walked, g_strdup(key), g_hash_table_new_full(key_hash, key_equal, g_free, g_free), 0};
    g_ptr_array_add(walked->views, view);
    if (walked->views->len > VIEWS_MAX)
        g_ptr_array_remove_index(walked->views, 0);
    return view;
}

/* Makes room by forgetting older views; false when that does not suffice. */
static bool make_room(kuril_walked_view *view, gsize bytes)
{
    GPtrArray *views = view->owner->views;
    gsize sum = bytes;
    for (guint i = 0; i < views->len; i++)
        sum += ((const kuril_walked_view *)g_ptr_array_index(views, i))->bytes;
    while (sum > BYTES_MAX && g_ptr_array_index(views, 0) != view) {
        sum -= ((const kuril_walked_view *)g_ptr_array_index(views, 0))->bytes;
        g_ptr_array_remove_index(views, 0);
    }
    return sum <= BYTES_MAX;
}

/* A copy in one piece of memory: the struct, points, rings, parts. */
static kuril_geometry *copy_of(const kuril_geometry *g, gsize *bytes)
{
    const gsize points = g->n_points * sizeof *g->points, rings = g->n_rings * sizeof *g->rings;
    const gsize parts = g->n_parts * sizeof *g->parts;
    *bytes = sizeof(kuril_geometry) + points + rings + parts;
    char *memory = g_malloc(*bytes), *at = memory + sizeof(kuril_geometry);
    kuril_geometry *copy = (kuril_geometry *)(void *)memory;
    *copy = *g;
    copy->points = points ? memcpy(at, g->points, points) : NULL;
    copy->rings = rings ? memcpy(at + points, g->rings, rings) : NULL;
    copy->parts = parts ? memcpy(at + points + rings, g->parts, parts) : NULL;
    return copy;
}

static kuril_status walk(const kuril_geometry *geometry, kuril_walk_kind kind, kuril_sink *first)
{
    return kind == KURIL_WALK_OUTLINE ? kuril_geometry_walk_outline(geometry, first)
                                      : kuril_geometry_walk_polygons(geometry, first);
}

kuril_status kuril_walked_walk(kuril_walked_view *view, const char *layer, const kuril_feature *feature,
                               kuril_walk_kind kind, kuril_chain *chain, kuril_sink *first, kuril_sink *last)
{
    if (!view || !layer)
        return walk(feature->geometry, kind, first);
    const walk_key key = {g_string_chunk_insert_const(view->owner->names, layer), feature->id, kind};
    const kuril_geometry *kept = g_hash_table_lookup(view->features, &key);
    if (kept)
        return kuril_geometry_walk(kept, last);
    kuril_geometry_buffer *buffer = &view->owner->buffer;
    kuril_geometry_buffer_reset(buffer);
    kuril_chain_set_last(chain, &buffer->base);
    const kuril_status status = walk(feature->geometry, kind, first);
    kuril_chain_set_last(chain, last);
    if (status != KURIL_OK)
        return status;
    const kuril_geometry page = kuril_geometry_buffer_view(buffer);
    gsize bytes = 0;
    kuril_geometry *copy = copy_of(&page, &bytes);
    if (make_room(view, bytes)) {
        g_hash_table_insert(view->features, g_memdup2(&key, sizeof key), copy);
        view->bytes += bytes;
    } else {
        g_free(copy);
    }
    return kuril_geometry_walk(&page, last);
}
