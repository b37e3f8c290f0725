#include "data/geojson.h"

#include "core/arena.h"
#include "core/diagnostics.h"
#include "data/finish.h"
#include <glib.h>
#include <math.h>
#include <string.h>

typedef struct geojson_reader {
    kuril_reader base; /* first member: it is a reader */
    kuril_document *document; /* NULL when the root is borrowed */
    const kuril_node *root, *features; /* features: NULL for a single Feature or geometry */
    char *name;
    GArray *fields; /* kuril_field */
    kuril_layer layer;
    kuril_reader_query query;
    size_t at;
    kuril_finish finish;
    kuril_geometry_buffer buffer;
    kuril_geometry view;
    kuril_arena *values;
    kuril_feature feature;
} geojson_reader;

static const char *text_of(const kuril_node *node, const char *member)
{
    const kuril_node *found = kuril_node_member(node, member);
    return found ? kuril_node_string(found) : "";
}

static const char *const types[] = {"Point",        "MultiPoint",         "LineString", "MultiLineString",  "Polygon",
                                    "MultiPolygon", "GeometryCollection", "Feature",    "FeatureCollection"};
enum { GEOMETRY_TYPES = 7 };

static bool is_geometry_type(const char *type)
{
    for (size_t i = 0; i < GEOMETRY_TYPES; i++) {
        if (strcmp(types[i], type) == 0)
            return true;
    }
    return false;
}

static kuril_status check_pair(const kuril_node *pair, const char *what, kuril_error *error)
{
    if (kuril_node_kind_of(pair) == KURIL_NODE_ARRAY && kuril_node_count(pair) >= 2 &&
        kuril_node_kind_of(kuril_node_at(pair, 0)) == KURIL_NODE_NUMBER &&
        kuril_node_kind_of(kuril_node_at(pair, 1)) == KURIL_NODE_NUMBER)
        return KURIL_OK;
    return kuril_node_fail(pair, error, KURIL_E_DATA, "%s must be two numbers", what);
}

/* GDAL takes for 0 what is no number in the arcs and the transform of a TopoJSON. */
static kuril_status check_topology(const kuril_node *root, kuril_error *error)
{
    static const char *const keys[] = {"scale", "translate"};
    const kuril_node *arcs = kuril_node_member(root, "arcs"), *transform = kuril_node_member(root, "transform");
    kuril_status status = KURIL_OK;
    for (size_t i = 0; transform && i < G_N_ELEMENTS(keys) && status == KURIL_OK; i++) {
        const kuril_node *pair = kuril_node_member(transform, keys[i]);
        status = pair ? check_pair(pair, keys[i], error) : KURIL_OK;
    }
    for (size_t i = 0; arcs && i < kuril_node_count(arcs) && status == KURIL_OK; i++) {
        const kuril_node *arc = kuril_node_at(arcs, i);
        size_t width;
        const bool whole = kuril_node_rows(arc, &width) != NULL;
        for (size_t j = 0; !whole && j < kuril_node_count(arc) && status == KURIL_OK; j++)
            status = check_pair(kuril_node_at(arc, j), "a position of an arc", error);
    }
    return status;
}

kuril_status kuril_geojson_check_type(const kuril_node *root, kuril_error *error)
{
    const kuril_node *type = kuril_node_member(root, "type");
    if (type && strcmp(kuril_node_string(type), "Topology") == 0)
        return check_topology(root, error);
    for (size_t i = 0; type && i < G_N_ELEMENTS(types); i++) {
        const char *name = kuril_node_string(type);
        if (strcmp(types[i], name) != 0 && g_ascii_strcasecmp(types[i], name) == 0)
            return kuril_node_fail(type, error, KURIL_E_DATA, "unknown type '%s'; did you mean '%s'?", name, types[i]);
    }
    return KURIL_OK;
}

/* "EPSG:4326" and "OGC:CRS84", short, or as a URN or a URL of OGC (RFC 5165, OGC 11-135) with any version. */
static bool is_wgs84(const char *name)
{
    static const char *const prefixes[] = {"urn:ogc:def:crs:", "http://www.opengis.net/def/crs/",
                                           "https://www.opengis.net/def/crs/"};
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        if (g_ascii_strncasecmp(name, prefixes[i], strlen(prefixes[i])) == 0) {
            name += strlen(prefixes[i]);
            break;
        }
    }
    char **parts = g_strsplit_set(name, ":/", -1); /* authority, version if any, code */
    const guint n = g_strv_length(parts);
    const char *code = n == 2 ? parts[1] : n == 3 && strspn(parts[1], "0123456789.") == strlen(parts[1]) ? parts[2] : "";
    const bool same = (strcmp(code, "4326") == 0 && g_ascii_strcasecmp(parts[0], "EPSG") == 0) ||
                      (strcmp(code, "CRS84") == 0 && g_ascii_strcasecmp(parts[0], "OGC") == 0);
    g_strfreev(parts);
    return same;
}

static const char *crs_name(const kuril_node *crs)
{
    const kuril_node *properties = kuril_node_member(crs, "properties");
    return properties ? text_of(properties, "name") : "";
}

const char *kuril_geojson_crs(const kuril_node *root)
{
    const kuril_node *crs = kuril_node_member(root, "crs");
    const char *name = crs ? crs_name(crs) : "";
    return *name && !is_wgs84(name) ? name : NULL;
}

bool kuril_geojson_is(const kuril_node *root)
{
    const char *type = text_of(root, "type");
    return (is_geometry_type(type) || strcmp(type, "Feature") == 0 || strcmp(type, "FeatureCollection") == 0) &&
           !kuril_geojson_crs(root);
}

static void close_geojson(kuril_reader *base)
{
    geojson_reader *r = (geojson_reader *)base;
    kuril_finish_clear(&r->finish);
    kuril_geometry_buffer_finish(&r->buffer);
    kuril_arena_free(r->values);
    kuril_document_free(r->document);
    g_array_free(r->fields, TRUE);
    g_free(r->name);
    g_free(r);
}

static kuril_status select_geojson(kuril_reader *base, const kuril_reader_query *query, kuril_error *error)
{
    (void)error;
    geojson_reader *r = (geojson_reader *)base;
    r->query = *query;
    r->at = 0;
    kuril_finish_clear(&r->finish);
    kuril_finish_init(&r->finish);
    r->finish.geodesic = query->geodesic;
    const kuril_node *crs = kuril_node_member(r->root, "crs");
    if (crs && strcmp(text_of(crs, "type"), "link") == 0)
        kuril_reader_note(base, "the coordinate system is a link, which is not followed: WGS 84 is assumed");
    else if (crs && kuril_node_kind_of(crs) != KURIL_NODE_NULL && !*crs_name(crs))
        kuril_reader_note(base, "the member 'crs' names no coordinate system by the rules: WGS 84 is assumed");
    if (kuril_node_member(r->root, "conformsTo") || kuril_node_member(r->root, "coordRefSys"))
        kuril_reader_note(base, "members of JSON-FG ('place', 'coordRefSys') are not read: 'geometry' is");
    return KURIL_OK;
}

/* "WHY, at line LINE, column COLUMN". Caller frees. */
static char *with_place(const char *why, const kuril_node *at)
{
    kuril_place place;
    kuril_node_place(at, &place);
    return g_strdup_printf("%s, at line %d, column %d", why, place.line, place.column);
}

static void note_fault(geojson_reader *r, kuril_fault fault, const kuril_node *at, const char *why)
{
    char *text = with_place(why, at);
    kuril_reader_fault_note(&r->base, fault, text);
    g_free(text);
}

static void note_at(geojson_reader *r, const kuril_node *at, const char *why)
{
    char *text = with_place(why, at);
    kuril_reader_note(&r->base, text);
    g_free(text);
}

static void take_id(geojson_reader *r, const kuril_node *node, size_t i)
{
    const kuril_node *id = kuril_node_member(node, "id");
    r->feature.id = (int64_t)i;
    r->feature.text_id = NULL;
    if (id && kuril_node_kind_of(id) == KURIL_NODE_NUMBER && fabs(kuril_node_number(id)) < 9e15)
        r->feature.id = (int64_t)kuril_node_number(id);
    else if (id && kuril_node_kind_of(id) == KURIL_NODE_STRING)
        r->feature.text_id = kuril_node_string(id);
}

static void take_properties(geojson_reader *r, const kuril_node *node)
{
    const kuril_node *properties = kuril_node_member(node, "properties");
    kuril_arena_reset(r->values);
    r->feature.fields = NULL;
    r->feature.n_fields = 0;
    if (properties && kuril_node_kind_of(properties) == KURIL_NODE_OBJECT) {
        const kuril_value value = kuril_node_to_value(properties, r->values);
        r->feature.fields = value.as.object.members;
        r->feature.n_fields = value.as.object.count;
    }
}

/* Conditions see the layer's fields in order; a feature has its own. */
static bool holds(geojson_reader *r)
{
    if (!r->query.where[0] && !r->query.where[1])
        return true;
    kuril_feature row = r->feature;
    kuril_member *members = kuril_arena_array(r->values, r->fields->len, sizeof *members);
    for (guint i = 0; i < r->fields->len; i++) {
        const char *name = g_array_index(r->fields, kuril_field, i).name;
        const kuril_value *value = kuril_feature_get(&r->feature, name);
        members[i].name = name;
        if (value)
            members[i].value = *value;
    }
    row.fields = members;
    row.n_fields = r->fields->len;
    return kuril_reader_query_holds(&r->query, &row);
}

/* Why an item of a collection is no feature at all; NULL when it is one. */
static const char *no_feature(const kuril_node *node)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_OBJECT)
        return "a feature is no object";
    return is_geometry_type(text_of(node, "type")) ? "a geometry where a feature should be" : NULL;
}

static unsigned take_geometry(geojson_reader *r, const kuril_node *node, bool bare)
{
    const kuril_node *geometry = bare ? node : kuril_node_member(node, "geometry");
    kuril_geojson_result result = {.why = bare ? NULL : no_feature(node), .at = node};
    kuril_geometry_buffer_reset(&r->buffer);
    if (!result.why && geometry)
        result = kuril_geojson_geometry(geometry, &r->buffer);
    if (result.why)
        note_fault(r, KURIL_FAULT_UNREADABLE, result.at, result.why);
    const unsigned faults = (result.why ? KURIL_FAULT_BIT(KURIL_FAULT_UNREADABLE) : 0) |
                            (result.open ? KURIL_FAULT_BIT(KURIL_FAULT_OPEN_RING) : 0);
    if (r->buffer.points->len == 0)
        return faults ? faults : KURIL_FAULT_BIT(KURIL_FAULT_NO_GEOMETRY);
    return faults | kuril_finish_geometry(&r->finish, &r->buffer);
}

/* What is wrong with a feature besides its geometry, each told once. */
static void look_at_feature(geojson_reader *r, const kuril_node *node)
{
    const kuril_node *properties = kuril_node_member(node, "properties");
    const kuril_node_kind kind = properties ? kuril_node_kind_of(properties) : KURIL_NODE_NULL;
    if (!no_feature(node) && strcmp(text_of(node, "type"), "Feature") != 0)
        note_at(r, node, "a feature's type is not 'Feature'");
    if (kind != KURIL_NODE_NULL && kind != KURIL_NODE_OBJECT)
        note_at(r, properties, "a feature's properties are no object, and are left out");
}

/* Reads a feature, or a bare geometry as one; whether it is to be given out. */
static bool take(geojson_reader *r, const kuril_node *node, size_t i, bool bare)
{
    take_id(r, node, i);
    take_properties(r, node);
    if (!holds(r))
        return false;
    if (!bare)
        look_at_feature(r, node);
    const unsigned faults = take_geometry(r, node, bare);
    r->view = kuril_geometry_buffer_view(&r->buffer);
    r->feature.geometry = &r->view;
    kuril_bbox box;
    const bool placed = kuril_finished_bbox(&r->view, &box) == KURIL_OK;
    kuril_reader_count(&r->base, r->feature.id, faults, placed);
    memcpy(r->base.extreme, r->finish.extreme, sizeof r->base.extreme);
    return placed && (!r->query.bbox || kuril_bbox_overlaps(&box, r->query.bbox));
}

static kuril_status next_geojson(kuril_reader *base, const kuril_feature **feature, kuril_error *error)
{
    (void)error;
    geojson_reader *r = (geojson_reader *)base;
    const size_t n = r->features ? kuril_node_count(r->features) : 1;
    const bool bare = !r->features && is_geometry_type(text_of(r->root, "type"));
    *feature = NULL;
    while (!*feature && r->at < n) {
        const size_t i = r->at++;
        if (take(r, r->features ? kuril_node_at(r->features, i) : r->root, i, bare))
            *feature = &r->feature;
    }
    return KURIL_OK;
}

static const kuril_reader_ops geojson_ops = {close_geojson, select_geojson, next_geojson};

static kuril_value_kind kind_of(const kuril_node *node)
{
    static const kuril_value_kind kinds[] = {
        [KURIL_NODE_NULL] = KURIL_NULL,     [KURIL_NODE_BOOL] = KURIL_BOOL,   [KURIL_NODE_NUMBER] = KURIL_NUMBER,
        [KURIL_NODE_STRING] = KURIL_STRING, [KURIL_NODE_ARRAY] = KURIL_ARRAY, [KURIL_NODE_OBJECT] = KURIL_OBJECT};
    return kuril_node_digits(node) ? KURIL_STRING : kinds[kuril_node_kind_of(node)];
}

/* Names and kinds of all features' properties, in the order in which they first come. */
static void find_fields(geojson_reader *r)
{
    GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal); /* name to place + 1 */
    const size_t n = r->features ? kuril_node_count(r->features) : 1;
    for (size_t i = 0; i < n; i++) {
        const kuril_node *feature = r->features ? kuril_node_at(r->features, i) : r->root;
        const kuril_node *properties = kuril_node_member(feature, "properties");
        const bool good = properties && kuril_node_kind_of(properties) == KURIL_NODE_OBJECT;
        for (size_t k = 0; good && k < kuril_node_count(properties); k++) {
            const kuril_field field = {kuril_node_name(properties, k), kind_of(kuril_node_at(properties, k))};
            const gsize place = GPOINTER_TO_SIZE(g_hash_table_lookup(known, field.name));
            if (place == 0) {
                g_array_append_val(r->fields, field);
                g_hash_table_insert(known, (gpointer)(guintptr)field.name, GSIZE_TO_POINTER((gsize)r->fields->len));
            } else if (g_array_index(r->fields, kuril_field, place - 1).kind != field.kind && field.kind != KURIL_NULL) {
                g_array_index(r->fields, kuril_field, place - 1).kind = KURIL_NULL;
            }
        }
    }
    g_hash_table_destroy(known);
}

/* A bare geometry that is broken is a broken dataset. */
static kuril_status check_bare(geojson_reader *r, kuril_error *error)
{
    const kuril_geojson_result result = kuril_geojson_geometry(r->root, &r->buffer);
    const bool collection = strcmp(text_of(r->root, "type"), "GeometryCollection") == 0;
    return result.why && !collection ? kuril_node_fail(result.at, error, KURIL_E_DATA, "%s", result.why) : KURIL_OK;
}

kuril_status kuril_geojson_open(const kuril_node *root, kuril_document *document, const char *name,
                                kuril_reader **reader, kuril_error *error)
{
    geojson_reader *r = g_new0(geojson_reader, 1);
    r->base.ops = &geojson_ops;
    r->document = document;
    r->root = root;
    r->name = g_utf8_make_valid(name, -1);
    r->fields = g_array_new(FALSE, FALSE, sizeof(kuril_field));
    r->values = kuril_arena_new();
    kuril_finish_init(&r->finish);
    kuril_geometry_buffer_init(&r->buffer);
    kuril_status status = KURIL_OK;
    if (!kuril_geojson_is(root)) {
        status = kuril_node_fail(root, error, KURIL_E_DATA, "no GeoJSON in WGS 84");
    } else if (strcmp(text_of(root, "type"), "FeatureCollection") == 0) {
        status = kuril_node_require(root, "features", &r->features, error);
        if (status == KURIL_OK)
            status = kuril_node_expect(r->features, KURIL_NODE_ARRAY, error);
    } else if (strcmp(text_of(root, "type"), "Feature") != 0) {
        status = check_bare(r, error);
    }
    if (status != KURIL_OK) {
        close_geojson(&r->base);
        return status;
    }
    find_fields(r);
    r->layer = (kuril_layer){.name = r->name,
                             .kinds = KURIL_HAS_POINTS | KURIL_HAS_LINES | KURIL_HAS_POLYGONS,
                             .fields = (const kuril_field *)(const void *)r->fields->data,
                             .n_fields = r->fields->len,
                             .crs = "WGS 84 (EPSG:4326)",
                             .crs_found = KURIL_FOUND_FORMAT,
                             .encoding = "UTF-8",
                             .encoding_found = KURIL_FOUND_FORMAT};
    r->base.layers = &r->layer;
    r->base.n_layers = 1;
    *reader = &r->base;
    return KURIL_OK;
}
