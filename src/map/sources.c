#include "map/sources.h"

#include "core/diagnostics.h"
#include "map/inline_geojson.h"
#include <string.h>

struct kuril_sources {
    kuril_session *session;
    kuril_dataset_options options;
    const kuril_diagnostics *diagnostics;
    GHashTable *inlined;  /* kuril_value of the style -> kuril_feature_table */
    GHashTable *tables;   /* name -> borrowed kuril_feature_table */
    GHashTable *aliases;  /* name -> dataset name */
    GPtrArray *embedded;  /* names, owned */
    const char *current;  /* of them, the one that is being read */
    bool thinned;         /* its features, by the reading's detail */
    GHashTable *broken;   /* kuril_style_source that no driver can make sense of: said once */
    GHashTable *reads;    /* read_key -> how many readings the styles need */
    GHashTable *kept;     /* read_key -> kept_reading */
    gsize kept_bytes;
};

/* What one reading gave, for the readings after it. */
typedef struct kept_reading {
    kuril_feature_table *table; /* NULL: it was too much */
    kuril_bbox bbox;
} kept_reading;

static const gsize KEPT_BYTES_MAX = 32u << 20;

static void kept_reading_free(gpointer data)
{
    kept_reading *kept = data;
    kuril_feature_table_free(kept->table);
    g_free(kept);
}

static char *read_key(const char *name, const char *layer)
{
    return g_strdup_printf("%s\n%s", name, layer ? layer : "");
}

static void free_table(gpointer data)
{
    kuril_feature_table_free(data);
}

kuril_sources *kuril_sources_new(kuril_session *session, const kuril_dataset_options *options,
                                 const kuril_diagnostics *diagnostics)
{
    kuril_sources *s = g_new0(kuril_sources, 1);
    s->session = session;
    s->options = *options;
    s->diagnostics = diagnostics;
    s->inlined = g_hash_table_new_full(NULL, NULL, NULL, free_table);
    s->tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    s->aliases = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    s->embedded = g_ptr_array_new_with_free_func(g_free);
    s->broken = g_hash_table_new(NULL, NULL);
    s->reads = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    s->kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, kept_reading_free);
    return s;
}

void kuril_sources_free(kuril_sources *sources)
{
    if (!sources)
        return;
    g_hash_table_destroy(sources->inlined);
    g_hash_table_destroy(sources->tables);
    g_hash_table_destroy(sources->aliases);
    g_ptr_array_free(sources->embedded, TRUE);
    g_hash_table_destroy(sources->broken);
    g_hash_table_destroy(sources->reads);
    g_hash_table_destroy(sources->kept);
    g_free(sources);
}

void kuril_sources_add_table(kuril_sources *sources, const char *name, const kuril_feature_table *table)
{
    g_hash_table_insert(sources->tables, g_strdup(name), (gpointer)(guintptr)table);
}

static void note_embedded(kuril_sources *s, const char *name)
{
    if (name && !(s->embedded->len && strcmp(s->embedded->pdata[s->embedded->len - 1], name) == 0) &&
        !g_ptr_array_find_with_equal_func(s->embedded, name, g_str_equal, NULL))
        g_ptr_array_add(s->embedded, g_strdup(name));
}

kuril_status kuril_sources_add_alias(kuril_sources *sources, const char *name, const char *dataset,
                                     kuril_error *error)
{
    kuril_dataset *opened = NULL;
    kuril_status status = kuril_session_dataset(sources->session, dataset, &sources->options, &opened, error);
    if (status == KURIL_OK)
        status = kuril_dataset_expect_geometry(opened, error);
    if (status == KURIL_OK)
        status = kuril_dataset_select(opened, NULL, error); /* a condition, or a system, that cannot be */
    if (status == KURIL_OK)
        g_hash_table_insert(sources->aliases, g_strdup(name), g_strdup(dataset));
    return status;
}

static const char *alias_of(const kuril_sources *s, const char *url)
{
    return g_str_has_prefix(url, "map:") ? g_hash_table_lookup(s->aliases, url + strlen("map:")) : NULL;
}

void kuril_sources_expect(kuril_sources *sources, const kuril_style *style)
{
    for (size_t i = 0; i < kuril_style_layer_count(style); i++) {
        const kuril_style_layer *layer = kuril_style_layer_at(style, i);
        if (!layer->source || !layer->source->url)
            continue;
        const char *dataset = alias_of(sources, layer->source->url);
        char *key = dataset ? read_key(dataset, NULL) : read_key(layer->source->url, layer->source_layer);
        const guint before = GPOINTER_TO_UINT(g_hash_table_lookup(sources->reads, key));
        g_hash_table_insert(sources->reads, key, GUINT_TO_POINTER(before + 1));
    }
}

/* Takes a feature down for later readings, unless all together becomes too much. */
static void keep_feature(kuril_sources *s, kept_reading *kept, const kuril_feature *feature)
{
    if (!kept->table)
        return;
    s->kept_bytes += feature->geometry->n_points * sizeof *feature->geometry->points + 64 * (feature->n_fields + 4);
    if (s->kept_bytes <= KEPT_BYTES_MAX) {
        kuril_feature_table_add(kept->table, feature);
    } else {
        kuril_feature_table_free(kept->table);
        kept->table = NULL;
    }
}

/* What an earlier reading of the same extent has kept; NULL when there is none. */
static const kuril_feature_table *kept_table(const kuril_sources *s, const char *key, const kuril_bbox *bbox)
{
    const kept_reading *kept = g_hash_table_lookup(s->kept, key);
    return kept && bbox && memcmp(&kept->bbox, bbox, sizeof *bbox) == 0 ? kept->table : NULL;
}

/* A place to keep the reading that begins, if others will follow. Embedded layers lie ready in memory. */
static kept_reading *start_keeping(kuril_sources *s, const char *key, const kuril_dataset *dataset, const kuril_bbox *bbox)
{
    const bool again = GPOINTER_TO_UINT(g_hash_table_lookup(s->reads, key)) > 1;
    if (!again || !bbox || kuril_dataset_embedded(dataset) || g_hash_table_contains(s->kept, key))
        return NULL;
    kept_reading *kept = g_new0(kept_reading, 1);
    *kept = (kept_reading){kuril_feature_table_new(), *bbox};
    return kept;
}

static kuril_status read_table(const kuril_feature_table *table, kuril_feature_fn each, void *user)
{
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < kuril_feature_table_count(table) && status == KURIL_OK; i++)
        status = each(user, kuril_feature_table_at(table, i));
    return status;
}

static kuril_status read_through(kuril_sources *sources, kuril_dataset *dataset, const char *name, kept_reading *kept,
                                 double detail, kuril_feature_fn each, void *user, kuril_error *error)
{
    enum { PULSE = 1024 };
    kuril_status status = KURIL_OK;
    const kuril_feature *feature = NULL;
    for (size_t n = 1; status == KURIL_OK; n++) {
        status = kuril_dataset_next(dataset, &feature, error);
        if (status != KURIL_OK || !feature)
            break;
        if (n % PULSE == 0)
            kuril_session_advance(sources->session, 0);
        note_embedded(sources, kuril_dataset_embedded(dataset));
        sources->current = strchr(name, '?') ? NULL : kuril_dataset_embedded(dataset);
        sources->thinned = detail > 0 && kuril_dataset_embedded(dataset);
        if (kept)
            keep_feature(sources, kept, feature);
        status = each(user, feature);
    }
    sources->current = NULL;
    sources->thinned = false;
    return status;
}

kuril_status kuril_sources_read_dataset(kuril_sources *sources, const char *name, const char *layer,
                                        const kuril_bbox *bbox, double detail, kuril_feature_fn each, void *user,
                                        kuril_error *error)
{
    char *key = read_key(name, layer);
    const kuril_feature_table *table = kept_table(sources, key, bbox);
    if (table) {
        g_free(key);
        return read_table(table, each, user);
    }
    kuril_dataset *dataset = NULL;
    kuril_status status = kuril_session_dataset(sources->session, name, &sources->options, &dataset, error);
    const kuril_query query = {.layer = layer, .bbox = bbox, .thin = bbox != NULL, .detail = detail};
    if (status == KURIL_OK)
        status = kuril_dataset_select(dataset, &query, error);
    kept_reading *kept = status == KURIL_OK ? start_keeping(sources, key, dataset, bbox) : NULL;
    if (status == KURIL_OK)
        status = read_through(sources, dataset, name, kept, detail, each, user, error);
    if (kept && status == KURIL_OK) {
        g_hash_table_insert(sources->kept, key, kept);
        return status;
    }
    if (kept)
        kept_reading_free(kept);
    g_free(key);
    return status;
}

const char *kuril_sources_current(const kuril_sources *sources)
{
    return sources->current;
}

bool kuril_sources_thinned(const kuril_sources *sources)
{
    return sources->thinned;
}

static const kuril_feature_table *inlined_table(kuril_sources *s, const kuril_style_source *source)
{
    kuril_feature_table *table = g_hash_table_lookup(s->inlined, source->data);
    if (!table) {
        table = kuril_inline_geojson(source, s->diagnostics);
        g_hash_table_insert(s->inlined, (gpointer)(guintptr)source->data, table);
    }
    return table;
}

/* A dataset that cannot be opened is the style's fault; what is wrong within it has its own place. */
static kuril_status place_error(const kuril_style_source *source, kuril_status status, kuril_error *error)
{
    const bool of_name = status == KURIL_E_ARGUMENT || status == KURIL_E_IO || status == KURIL_E_UNSUPPORTED;
    if (of_name && error && error->code == status && error->line == 0 && source->file && source->line > 0) {
        g_strlcpy(error->file, source->file, sizeof error->file);
        error->line = source->line;
        error->column = source->column;
    }
    return status;
}

/* A GeoJSON file that is none draws nothing and is warned of, as GeoJSON in the style is; the other layers stay. */
static kuril_status read_file(kuril_sources *s, const kuril_style_layer *layer, const kuril_bbox *bbox,
                              double detail, kuril_feature_fn each, void *user, kuril_error *error)
{
    const kuril_style_source *source = layer->source;
    if (source->type != KURIL_SOURCE_GEOJSON)
        return kuril_sources_read_dataset(s, source->url, layer->source_layer, bbox, detail, each, user, error);
    kuril_dataset *dataset = NULL;
    kuril_error fault = {0};
    const kuril_status opened = kuril_session_dataset(s->session, source->url, &s->options, &dataset, &fault);
    if (opened == KURIL_E_DATA) {
        if (g_hash_table_add(s->broken, (gpointer)source))
            kuril_report_error(s->diagnostics, KURIL_WARNING, &fault);
        return KURIL_OK;
    }
    if (opened != KURIL_OK) {
        if (error && error->code == KURIL_OK)
            *error = fault;
        return opened;
    }
    return kuril_sources_read_dataset(s, source->url, layer->source_layer, bbox, detail, each, user, error);
}

kuril_status kuril_sources_read(kuril_sources *sources, const kuril_style_layer *layer, const kuril_bbox *bbox,
                                double detail, kuril_feature_fn each, void *user, kuril_error *error)
{
    const kuril_style_source *source = layer->source;
    if (source->data)
        return read_table(inlined_table(sources, source), each, user);
    if (!source->url)
        return KURIL_OK; /* tiles only: said when the style was read */
    if (g_str_has_prefix(source->url, "map:")) {
        const char *name = source->url + strlen("map:");
        const kuril_feature_table *table = g_hash_table_lookup(sources->tables, name);
        const char *dataset = alias_of(sources, source->url);
        if (dataset)
            return kuril_sources_read_dataset(sources, dataset, NULL, bbox, detail, each, user, error);
        return table ? read_table(table, each, user) : KURIL_OK;
    }
    return place_error(source, read_file(sources, layer, bbox, detail, each, user, error), error);
}

kuril_status kuril_sources_raster(kuril_sources *sources, const kuril_style_source *source, kuril_raster **raster,
                                  kuril_error *error)
{
    kuril_dataset_options options = sources->options;
    options.placeless = source->type == KURIL_SOURCE_IMAGE; /* its corners stand in the style */
    const kuril_status status = kuril_session_raster(sources->session, source->url, &options, raster, error);
    if (status == KURIL_OK)
        note_embedded(sources, kuril_raster_get_info(*raster)->embedded);
    return place_error(source, status, error);
}

const char *const *kuril_sources_embedded(const kuril_sources *sources, size_t *count)
{
    *count = sources->embedded->len;
    return (const char *const *)sources->embedded->pdata;
}
