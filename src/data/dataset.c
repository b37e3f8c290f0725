#include "core/access.h"
#include "core/diagnostics.h"
#include "core/text.h"
#include "data/embedded.h"
#include "data/geojson.h"
#include "data/module.h"
#include "data/name.h"
#include "data/reader.h"
#include <glib.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

struct kuril_dataset {
    kuril_source_name name;
    char *encoding, *crs; /* what the options' text was */
    kuril_diagnostics diagnostics;
    kuril_reader *reader;
    size_t layer;
    bool reading, finished;
    kuril_bbox bbox;
    kuril_where *where[2]; /* of the name, of the query */
    kuril_query query;     /* of the reading; its where and bbox are not looked at again */
    char *condition;       /* the query's where */
    bool together;         /* layer after layer is read */
    bool any_used;         /* in the layers so far */
    bool told;             /* what is wrong with the layers together */
    kuril_error fault;     /* of the first layer of which nothing could be used */
    bool chosen;    /* `preferred` is settled: the layer that is read when none is named */
    size_t preferred;
    bool *reported; /* per layer: its first complete reading has been reported */
};

static kuril_status open_embedded(kuril_dataset *dataset, const kuril_dataset_options *options, kuril_error *error)
{
    kuril_source_name *name = &dataset->name;
    if (kuril_embedded_open(name->source, &dataset->reader) == KURIL_OK)
        return KURIL_OK;
    char *path;
    kuril_status status = kuril_embedded_path(name->source, ".shp", &path, error);
    if (status != KURIL_OK)
        return status;
    const kuril_gdal_module *module;
    status = kuril_gdal_module_get(&module, error);
    if (status == KURIL_OK) {
        const kuril_source_name file = {.whole = name->whole, .source = path, .embedded = true};
        const kuril_dataset_options ours = {.max_bytes = options->max_bytes}; /* what the user says is of other data */
        status = module->open(&file, &ours, &dataset->diagnostics, &dataset->reader, error);
    }
    g_free(path);
    return status;
}

static kuril_status open_with_gdal(kuril_dataset *dataset, const kuril_dataset_options *options, kuril_error *error)
{
    const kuril_gdal_module *module;
    const kuril_status status = kuril_gdal_module_get(&module, error);
    if (status != KURIL_OK)
        return status;
    return module->open(&dataset->name, options, &dataset->diagnostics, &dataset->reader, error);
}

enum { GEOJSON_BYTES_MAX = 32 << 20 }; /* longer files are left to GDAL, which needs less memory a vertex */

static bool is_json_file(const char *path)
{
    struct stat info;
    char *lower = g_ascii_strdown(path, -1);
    const bool json = g_str_has_suffix(lower, ".geojson") || g_str_has_suffix(lower, ".json") ||
                      g_str_has_suffix(lower, ".topojson");
    g_free(lower);
    return json && stat(path, &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= GEOJSON_BYTES_MAX;
}

static char *layer_name(const char *path)
{
    char *base = g_path_get_basename(path), *dot = strrchr(base, '.');
    if (dot && dot > base)
        *dot = '\0';
    return base;
}

/* GeoJSON in WGS 84 needs no GDAL. `tried` tells why it could not be read so; `crs` what system it names. */
static kuril_status open_geojson(kuril_dataset *dataset, kuril_error *tried, char **crs)
{
    kuril_document *document = NULL;
    const kuril_document_limits limits = {.data = true};
    kuril_status status = kuril_document_read(dataset->name.source, &limits, &document, tried);
    if (status != KURIL_OK)
        return status;
    const kuril_node *root = kuril_document_root(document);
    status = kuril_geojson_check_type(root, tried);
    if (status != KURIL_OK || !kuril_geojson_is(root)) {
        *crs = g_strdup(kuril_geojson_crs(root));
        if (status == KURIL_OK && kuril_node_kind_of(root) == KURIL_NODE_OBJECT && !kuril_node_member(root, "type"))
            kuril_node_fail(root, tried, KURIL_E_DATA, "no GeoJSON: an object without 'type'");
        kuril_document_free(document);
        return status != KURIL_OK ? status : KURIL_E_UNSUPPORTED;
    }
    char *name = layer_name(dataset->name.source);
    status = kuril_geojson_open(root, document, name, &dataset->reader, tried);
    g_free(name);
    return status;
}

/* Through GDAL what is not plain GeoJSON: TopoJSON, another coordinate system, JSON of a laxer kind. */
static kuril_status open_json(kuril_dataset *dataset, const kuril_dataset_options *options, kuril_error *error)
{
    kuril_error tried = {0};
    char *crs = NULL;
    kuril_status status = open_geojson(dataset, &tried, &crs);
    if (status == KURIL_E_UNSUPPORTED || status == KURIL_E_SYNTAX || status == KURIL_E_DATA) {
        const bool settled = status == KURIL_E_DATA && tried.code == KURIL_E_DATA && tried.line > 0;
        status = settled ? KURIL_E_DATA : open_with_gdal(dataset, options, tried.code ? NULL : error);
        if (status != KURIL_OK && tried.code && error && error->code == KURIL_OK)
            *error = tried; /* it names line and column */
    } else if (status != KURIL_OK && error && error->code == KURIL_OK) {
        *error = tried;
    }
    if (status != KURIL_OK && error && error->code)
        status = error->code;
    if (status == KURIL_OK && tried.code == KURIL_E_SYNTAX && dataset->reader->lax)
        kuril_report_at(&dataset->diagnostics, KURIL_WARNING, dataset->name.source, tried.line, tried.column, NULL,
                        "not valid JSON, and read as well as it can be: %s", tried.message);
    if (status == KURIL_OK && crs && dataset->reader->n_layers && strstr(dataset->reader->layers[0].crs, "EPSG:4326"))
        kuril_report(&dataset->diagnostics, KURIL_WARNING, dataset->name.source, NULL,
                     "the coordinate system '%s' is unknown: WGS 84 is assumed", crs);
    g_free(crs);
    return status;
}

static kuril_status open_other(kuril_dataset *dataset, const kuril_dataset_options *options, kuril_error *error)
{
    if (!options->allow_network) {
        const kuril_status status = kuril_source_name_is_local(dataset->name.source, error);
        if (status != KURIL_OK)
            return status;
    }
    if (!options->crs && !options->encoding && is_json_file(dataset->name.source))
        return open_json(dataset, options, error);
    return open_with_gdal(dataset, options, error);
}

/* The first layer from `i` on that can hold geometry; the number of layers when there is none. */
static size_t first_with_geometry(const kuril_reader *reader, size_t i)
{
    while (i < reader->n_layers && !reader->layers[i].kinds)
        i++;
    return i;
}

static kuril_status find_layer(const kuril_dataset *dataset, const char *name, size_t *layer, kuril_error *error)
{
    const kuril_reader *reader = dataset->reader;
    if (!name)
        name = dataset->name.layer;
    if (!name) {
        *layer = first_with_geometry(reader, 0);
        *layer = *layer < reader->n_layers ? *layer : 0;
        return KURIL_OK;
    }
    const char **names = g_new(const char *, reader->n_layers);
    kuril_status status = KURIL_E_ARGUMENT;
    for (size_t i = 0; i < reader->n_layers && status != KURIL_OK; i++) {
        names[i] = reader->layers[i].name;
        if (strcmp(names[i], name) == 0) {
            *layer = i;
            status = KURIL_OK;
        }
    }
    if (status != KURIL_OK) {
        const char *near = kuril_text_nearest(name, names, reader->n_layers);
        kuril_fail_at(error, status, dataset->name.source, 0, 0, NULL, "no layer '%s' in '%s'%s%s%s", name,
                      dataset->name.source, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    }
    g_free(names);
    return status;
}

kuril_status kuril_dataset_open(const char *name, const kuril_dataset_options *options,
                                const kuril_diagnostics *diagnostics, kuril_dataset **dataset, kuril_error *error)
{
    static const kuril_dataset_options defaults = {0};
    kuril_dataset *d = g_new0(kuril_dataset, 1);
    if (diagnostics)
        d->diagnostics = *diagnostics;
    kuril_source_name_init(&d->name, name);
    kuril_dataset_options own = options ? *options : defaults;
    own.encoding = d->encoding = g_strdup(d->name.encoding ? d->name.encoding : own.encoding);
    own.crs = d->crs = g_strdup(d->name.crs ? d->name.crs : own.crs);
    own.allow_network = own.allow_network || kuril_access_network();
    kuril_status status = kuril_source_name_keys_known(&d->name, error);
    if (status == KURIL_OK)
        status = d->name.embedded ? open_embedded(d, &own, error) : open_other(d, &own, error);
    if (status == KURIL_OK && d->name.layer)
        status = find_layer(d, NULL, &d->layer, error);
    if (status != KURIL_OK) {
        kuril_error_in_file(error, d->name.source);
        kuril_dataset_close(d);
        return status;
    }
    d->reported = g_new0(bool, d->reader->n_layers + 1);
    *dataset = d;
    return KURIL_OK;
}

kuril_status kuril_dataset_open_node(const kuril_node *root, const char *name, const kuril_diagnostics *diagnostics,
                                     kuril_dataset **dataset, kuril_error *error)
{
    kuril_dataset *d = g_new0(kuril_dataset, 1);
    if (diagnostics)
        d->diagnostics = *diagnostics;
    d->name = (kuril_source_name){.whole = g_strdup(name), .source = g_strdup(name)};
    const kuril_status status = kuril_geojson_open(root, NULL, name, &d->reader, error);
    if (status != KURIL_OK) {
        kuril_dataset_close(d);
        return status;
    }
    d->reported = g_new0(bool, 2);
    *dataset = d;
    return KURIL_OK;
}

static void drop_conditions(kuril_dataset *dataset)
{
    for (size_t i = 0; i < G_N_ELEMENTS(dataset->where); i++) {
        kuril_where_free(dataset->where[i]);
        dataset->where[i] = NULL;
    }
}

void kuril_dataset_close(kuril_dataset *dataset)
{
    if (!dataset)
        return;
    if (dataset->reader)
        dataset->reader->ops->close(dataset->reader);
    drop_conditions(dataset);
    g_free(dataset->condition);
    g_free(dataset->reported);
    g_free(dataset->encoding);
    g_free(dataset->crs);
    kuril_source_name_finish(&dataset->name);
    g_free(dataset);
}

const char *kuril_dataset_name(const kuril_dataset *dataset)
{
    return dataset->name.whole;
}

const char *kuril_dataset_embedded(const kuril_dataset *dataset)
{
    return dataset->name.embedded ? dataset->name.source : NULL;
}

const char *kuril_dataset_chosen_layer(const kuril_dataset *dataset)
{
    return dataset->name.layer;
}

size_t kuril_dataset_layer_count(const kuril_dataset *dataset)
{
    return dataset->reader->n_layers;
}

const kuril_layer *kuril_dataset_layer(const kuril_dataset *dataset, size_t i)
{
    return i < dataset->reader->n_layers ? &dataset->reader->layers[i] : NULL;
}

static void restart(kuril_reader *reader)
{
    memset(&reader->tally, 0, sizeof reader->tally);
    memset(reader->fault_notes, 0, sizeof reader->fault_notes);
    memset(reader->extreme, 0, sizeof reader->extreme);
    reader->n_notes = 0;
    reader->damaged = false;
}

kuril_status kuril_dataset_expect_geometry(const kuril_dataset *dataset, kuril_error *error)
{
    size_t layer = 0;
    const kuril_status status = find_layer(dataset, NULL, &layer, error);
    if (status != KURIL_OK || (layer < dataset->reader->n_layers && dataset->reader->layers[layer].kinds))
        return status;
    return kuril_fail_at(error, KURIL_E_DATA, dataset->name.source, 0, 0, NULL,
                         "'%s' is a table without geometry: there is nothing to draw or measure", dataset->name.whole);
}

static bool has_features(kuril_reader *reader, size_t layer)
{
    const kuril_reader_query all = {.layer = layer};
    const kuril_feature *feature = NULL;
    restart(reader);
    return reader->ops->select(reader, &all, NULL) == KURIL_OK && reader->ops->next(reader, &feature, NULL) == KURIL_OK && feature;
}

/* Tells which layers with features are not read, and how to have them; what is empty is nobody's loss. */
static void tell_left_out(kuril_dataset *dataset)
{
    enum { SHOWN = 5 };
    kuril_reader *reader = dataset->reader;
    GString *names = g_string_new(NULL);
    const char *first = NULL;
    size_t n = 0;
    for (size_t i = first_with_geometry(reader, 0); i < reader->n_layers; i = first_with_geometry(reader, i + 1)) {
        if (i == dataset->preferred || !has_features(reader, i))
            continue;
        first = first ? first : reader->layers[i].name;
        if (n++ < SHOWN)
            g_string_append_printf(names, "%s'%s'", n > 1 ? ", " : "", reader->layers[i].name);
    }
    if (n > SHOWN)
        g_string_append_printf(names, " and %zu more", n - SHOWN);
    if (n)
        kuril_report(&dataset->diagnostics, KURIL_WARNING, dataset->name.source, NULL,
                     "only the layer '%s' is read, not %s: ':%s' behind the file's name takes that one",
                     reader->layers[dataset->preferred].name, names->str, first);
    g_string_free(names, TRUE);
}

/* Where nobody says which of several layers is meant: the first that has features; what is left out is told once. */
static size_t prefer_filled(kuril_dataset *dataset, size_t first)
{
    kuril_reader *reader = dataset->reader;
    if (dataset->chosen)
        return dataset->preferred;
    dataset->chosen = true;
    dataset->preferred = first;
    size_t i = first;
    while (i < reader->n_layers && first_with_geometry(reader, first + 1) < reader->n_layers && !has_features(reader, i))
        i = first_with_geometry(reader, i + 1);
    if (i < reader->n_layers)
        dataset->preferred = i;
    tell_left_out(dataset);
    return dataset->preferred;
}

/* Starts reading a layer with the query's conditions, which its fields must have. */
static kuril_status start_layer(kuril_dataset *dataset, size_t i, kuril_error *error)
{
    const kuril_query *query = &dataset->query;
    kuril_reader *reader = dataset->reader;
    const kuril_layer *layer = &reader->layers[i];
    drop_conditions(dataset);
    kuril_status status = KURIL_OK;
    if (dataset->name.where)
        status = kuril_where_compile(dataset->name.where, layer, &dataset->where[0], error);
    if (status == KURIL_OK && query->where)
        status = kuril_where_compile(query->where, layer, &dataset->where[1], error);
    restart(reader);
    const kuril_reader_query inner = {.layer = i,
                                      .bbox = query->bbox,
                                      .where = {dataset->where[0], dataset->where[1]},
                                      .thin = query->thin && query->bbox,
                                      .detail = query->thin && query->bbox ? query->detail : 0,
                                      .geodesic = query->geodesic};
    if (status == KURIL_OK)
        status = reader->ops->select(reader, &inner, error);
    if (status == KURIL_OK)
        dataset->layer = i;
    return status;
}

/* The first fault of layers that are read together is kept: only at the end it shows what it is. The others are told. */
static void note_fault(kuril_dataset *dataset, const kuril_error *found)
{
    if (found->code == KURIL_OK)
        return;
    kuril_error fault = *found;
    kuril_error_in_file(&fault, dataset->name.source);
    if (dataset->fault.code == KURIL_OK)
        dataset->fault = fault;
    else if (!dataset->told)
        kuril_report_error(&dataset->diagnostics, KURIL_WARNING, &fault);
}

/* Of layers that are read together, the first from `i` on that can be read; false when there is none. */
static bool start_next(kuril_dataset *dataset, size_t i)
{
    for (; i < dataset->reader->n_together; i++) {
        kuril_error found = {0};
        if (dataset->reader->layers[i].kinds && start_layer(dataset, i, &found) == KURIL_OK)
            return true;
        note_fault(dataset, &found);
    }
    return false;
}

static void keep_query(kuril_dataset *dataset, const kuril_query *query)
{
    char *condition = g_strdup(query->where); /* `query` may be the one that is kept */
    g_free(dataset->condition);
    dataset->condition = condition;
    if (query->bbox)
        dataset->bbox = *query->bbox;
    dataset->query = *query;
    dataset->query.where = condition;
    dataset->query.bbox = query->bbox ? &dataset->bbox : NULL;
}

kuril_status kuril_dataset_select(kuril_dataset *dataset, const kuril_query *query, kuril_error *error)
{
    static const kuril_query all = {0};
    if (!query)
        query = &all;
    kuril_reader *reader = dataset->reader;
    dataset->reading = false;
    if (reader->n_layers == 0)
        return kuril_fail_at(error, KURIL_E_DATA, dataset->name.source, 0, 0, NULL, "'%s' has no layers",
                             dataset->name.source);
    kuril_status status = find_layer(dataset, query->layer, &dataset->layer, error);
    if (status != KURIL_OK)
        return status;
    const bool named = query->layer || dataset->name.layer;
    keep_query(dataset, query);
    dataset->together = !named && reader->n_together > 1;
    dataset->any_used = false;
    dataset->fault = (kuril_error){0};
    if (!named && !dataset->together)
        dataset->layer = prefer_filled(dataset, dataset->layer);
    if (!dataset->together || !start_next(dataset, 0))
        status = start_layer(dataset, dataset->layer, error);
    kuril_error_in_file(error, dataset->name.source);
    dataset->reading = status == KURIL_OK;
    dataset->finished = false;
    return status;
}

/* The end of a layer: what is wrong is told once for each. */
static kuril_status finish_layer(kuril_dataset *dataset, kuril_error *error)
{
    const kuril_layer *layer = &dataset->reader->layers[dataset->layer];
    dataset->any_used = dataset->any_used || dataset->reader->tally.used > 0;
    if (!dataset->reported[dataset->layer]) {
        dataset->reported[dataset->layer] = true;
        const kuril_status status = kuril_reader_verdict(dataset->reader, layer, dataset->name.source, error);
        if (status != KURIL_OK)
            return status;
        kuril_reader_report(dataset->reader, layer, dataset->name.source, dataset->together, &dataset->diagnostics);
        dataset->reader->open_note[0] = '\0';
    }
    return KURIL_OK;
}

/* The end of the layers that were read together: the fault of one is an error only where all came to nothing. */
static kuril_status finish_together(kuril_dataset *dataset, kuril_error *error)
{
    kuril_error *fault = &dataset->fault;
    if (fault->code != KURIL_OK && !dataset->any_used) {
        if (error && error->code == KURIL_OK)
            *error = *fault;
        return fault->code;
    }
    if (!dataset->told)
        kuril_report_error(&dataset->diagnostics, KURIL_WARNING, fault);
    if (!dataset->told && fault->code == KURIL_OK && !dataset->any_used)
        kuril_report(&dataset->diagnostics, KURIL_WARNING, dataset->name.source, NULL, "no features in any layer");
    dataset->told = true;
    return KURIL_OK;
}

kuril_status kuril_dataset_next(kuril_dataset *dataset, const kuril_feature **feature, kuril_error *error)
{
    *feature = NULL;
    if (!dataset->reading)
        return kuril_fail(error, KURIL_E_ARGUMENT, "no reading of '%s' was started", dataset->name.whole);
    while (!dataset->finished) {
        const kuril_status status = dataset->reader->ops->next(dataset->reader, feature, error);
        if (status != KURIL_OK) {
            dataset->finished = true;
            kuril_error_in_file(error, dataset->name.source);
            return status;
        }
        if (*feature)
            return KURIL_OK;
        kuril_error found = {0};
        const kuril_status finished = finish_layer(dataset, dataset->together ? &found : error);
        note_fault(dataset, &found);
        dataset->finished = !dataset->together || !start_next(dataset, dataset->layer + 1);
        if (dataset->finished)
            return dataset->together ? finish_together(dataset, error) : finished;
    }
    return KURIL_OK;
}

const kuril_tally *kuril_dataset_tally(const kuril_dataset *dataset)
{
    return &dataset->reader->tally;
}

static double eastward(double from, double to)
{
    const double turn = fmod(to - from, 360.0);
    return turn < 0 ? turn + 360.0 : turn;
}

/* The narrower of the two boxes that hold both: from one's west edge eastward, or from the other's. */
static void grow(kuril_bbox *box, const kuril_bbox *other)
{
    const double w = kuril_bbox_width(box), wo = kuril_bbox_width(other);
    const double from_box = MAX(w, eastward(box->west, other->west) + wo);
    const double from_other = MAX(wo, eastward(other->west, box->west) + w);
    const double width = MIN(from_box, from_other);
    const double west = kuril_lon_near(from_box <= from_other ? box->west : other->west, 0);
    const bool round = width >= 360.0;
    *box = (kuril_bbox){.west = round ? -180 : west,
                        .south = MIN(box->south, other->south),
                        .east = round ? 180 : west + width > 180 ? west + width - 360 : west + width,
                        .north = MAX(box->north, other->north)};
}

kuril_status kuril_dataset_extent(kuril_dataset *dataset, const char *layer, kuril_bbox *bbox, size_t *count,
                                  kuril_error *error)
{
    const kuril_query query = {.layer = layer};
    kuril_status status = kuril_dataset_select(dataset, &query, error);
    const kuril_feature *feature = NULL;
    *count = 0;
    while (status == KURIL_OK && (status = kuril_dataset_next(dataset, &feature, error)) == KURIL_OK && feature) {
        kuril_bbox box;
        if (kuril_geometry_bbox(feature->geometry, &box) != KURIL_OK)
            continue;
        if ((*count)++ == 0)
            *bbox = box;
        else
            grow(bbox, &box);
    }
    return status;
}

void kuril_text_free(char *text)
{
    g_free(text);
}
