#include "data/geojson.h"
#include <string.h>

typedef struct walk {
    kuril_geometry_buffer *buffer;
    bool open;
    const kuril_node *at;  /* the node at fault */
    const char *part_lost; /* what is wrong with a member of a collection */
} walk;

static const char *fail(walk *w, const kuril_node *at, const char *why)
{
    w->at = at;
    return why;
}

static void add(walk *w, kuril_lonlat p)
{
    g_array_append_val(w->buffer->points, p);
    g_array_index(w->buffer->rings, kuril_ring, w->buffer->rings->len - 1).count++;
}

static const char *position(walk *w, const kuril_node *node)
{
    const size_t n = kuril_node_kind_of(node) == KURIL_NODE_ARRAY ? kuril_node_count(node) : 0;
    if (n < 2)
        return fail(w, node, "a position is no array of two numbers");
    for (size_t i = 0; i < n && i < 3; i++) {
        if (kuril_node_kind_of(kuril_node_at(node, i)) != KURIL_NODE_NUMBER)
            return fail(w, kuril_node_at(node, i), "a coordinate is no number");
    }
    add(w, (kuril_lonlat){kuril_node_number(kuril_node_at(node, 0)), kuril_node_number(kuril_node_at(node, 1))});
    return NULL;
}

static void start_part(walk *w, kuril_part_kind kind)
{
    const kuril_part part = {kind, w->buffer->rings->len, 0};
    g_array_append_val(w->buffer->parts, part);
}

static void start_ring(walk *w)
{
    const kuril_ring ring = {w->buffer->points->len, 0};
    g_array_append_val(w->buffer->rings, ring);
    g_array_index(w->buffer->parts, kuril_part, w->buffer->parts->len - 1).count++;
}

static const char *positions(walk *w, const kuril_node *node)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY)
        return fail(w, node, "coordinates are no array of positions");
    const char *why = NULL;
    const size_t n = kuril_node_count(node);
    size_t width;
    const double *rows = kuril_node_rows(node, &width);
    start_ring(w);
    for (size_t i = 0; rows && i < n; i++)
        add(w, (kuril_lonlat){rows[i * width], rows[i * width + 1]});
    for (size_t i = 0; !rows && i < n && !why; i++)
        why = position(w, kuril_node_at(node, i));
    return why;
}

static const char *point(walk *w, const kuril_node *node)
{
    if (kuril_node_kind_of(node) == KURIL_NODE_ARRAY && kuril_node_count(node) == 0)
        return NULL; /* an empty point */
    start_part(w, KURIL_POINT);
    start_ring(w);
    return position(w, node);
}

static const char *line(walk *w, const kuril_node *node)
{
    start_part(w, KURIL_LINE);
    return positions(w, node);
}

/* Ends that agree in longitude and latitude but not in height or number are open all the same. */
static bool ends_differ(const kuril_node *ring)
{
    const size_t n = kuril_node_count(ring);
    if (n < 2)
        return false;
    size_t width;
    const double *rows = kuril_node_rows(ring, &width);
    for (size_t i = 0; rows && i < width; i++) {
        if (rows[i] != rows[(n - 1) * width + i])
            return true;
    }
    if (rows)
        return false;
    const kuril_node *a = kuril_node_at(ring, 0), *b = kuril_node_at(ring, n - 1);
    if (kuril_node_count(a) != kuril_node_count(b))
        return true;
    for (size_t i = 0; i < kuril_node_count(a); i++) {
        if (kuril_node_number(kuril_node_at(a, i)) != kuril_node_number(kuril_node_at(b, i)))
            return true;
    }
    return false;
}

static const char *polygon(walk *w, const kuril_node *node)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY)
        return fail(w, node, "coordinates are no array of rings");
    const char *why = NULL;
    if (kuril_node_count(node) > 0)
        start_part(w, KURIL_POLYGON);
    for (size_t i = 0; i < kuril_node_count(node) && !why; i++) {
        why = positions(w, kuril_node_at(node, i));
        w->open = w->open || (!why && ends_differ(kuril_node_at(node, i)));
    }
    return why;
}

static const char *each(walk *w, const kuril_node *node, const char *(*one)(walk *, const kuril_node *))
{
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY)
        return fail(w, node, "coordinates are no array");
    const char *why = NULL;
    for (size_t i = 0; i < kuril_node_count(node) && !why; i++)
        why = one(w, kuril_node_at(node, i));
    return why;
}

static const char *points(walk *w, const kuril_node *node)
{
    size_t width;
    const double *rows = kuril_node_rows(node, &width);
    for (size_t i = 0; rows && i < kuril_node_count(node); i++) {
        start_part(w, KURIL_POINT);
        start_ring(w);
        add(w, (kuril_lonlat){rows[i * width], rows[i * width + 1]});
    }
    return rows ? NULL : each(w, node, point);
}

static const char *lines(walk *w, const kuril_node *node)
{
    return each(w, node, line);
}

static const char *polygons(walk *w, const kuril_node *node)
{
    return each(w, node, polygon);
}

static const char *geometry(walk *w, const kuril_node *node);

/* A member that is broken leaves the others as they are. */
static const char *members(walk *w, const kuril_node *node)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY)
        return fail(w, node, "the geometries of a collection are no array");
    for (size_t i = 0; i < kuril_node_count(node); i++) {
        kuril_geometry_buffer *b = w->buffer;
        const guint parts = b->parts->len, rings = b->rings->len, points = b->points->len;
        const char *why = geometry(w, kuril_node_at(node, i));
        if (why) {
            g_array_set_size(b->parts, parts);
            g_array_set_size(b->rings, rings);
            g_array_set_size(b->points, points);
            w->part_lost = why;
        }
    }
    return NULL;
}

static const char *geometry(walk *w, const kuril_node *node)
{
    static const struct {
        const char *type;
        const char *(*one)(walk *, const kuril_node *);
    } types[] = {{"Point", point},           {"MultiPoint", points}, {"LineString", line},
                 {"MultiLineString", lines}, {"Polygon", polygon},   {"MultiPolygon", polygons}};
    if (kuril_node_kind_of(node) == KURIL_NODE_NULL)
        return NULL;
    if (kuril_node_kind_of(node) != KURIL_NODE_OBJECT)
        return fail(w, node, "a geometry is no object");
    const kuril_node *type = kuril_node_member(node, "type"), *inner = kuril_node_member(node, "coordinates");
    const char *name = type ? kuril_node_string(type) : "";
    if (strcmp(name, "GeometryCollection") == 0) {
        inner = kuril_node_member(node, "geometries");
        return inner ? members(w, inner) : fail(w, node, "a collection has no 'geometries'");
    }
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(types[i].type, name) == 0 && inner)
            return types[i].one(w, inner);
        if (strcmp(types[i].type, name) == 0)
            return fail(w, node, "a geometry has no 'coordinates'");
    }
    return fail(w, type ? type : node, "an unknown type of geometry");
}

kuril_geojson_result kuril_geojson_geometry(const kuril_node *node, kuril_geometry_buffer *buffer)
{
    walk w = {.buffer = buffer};
    kuril_geometry_buffer_reset(buffer);
    const char *why = geometry(&w, node);
    if (why)
        kuril_geometry_buffer_reset(buffer);
    return (kuril_geojson_result){.why = why ? why : w.part_lost, .at = w.at, .open = w.open};
}
