/* within and distance: the feature against a GeoJSON shape that stands in the style. */
#include "geom/geometry_buffer.h"
#include "style/expr.h"
#include "style/tile_measure.h"
#include <kurilmap/geodesy.h>
#include <math.h>
#include <string.h>

/* The shape of one expression; freed with it. */
struct kuril_spatial {
    kuril_geometry_buffer buffer;
    kuril_geometry geometry; /* rings closed, as written */
    kuril_shape *shape;      /* the same for exact distances; NULL for within */
};

void kuril_spatial_free(void *spatial)
{
    kuril_spatial *s = spatial;
    kuril_shape_free(s->shape);
    kuril_geometry_buffer_finish(&s->buffer);
    g_free(s);
}

/* ---- reading GeoJSON ---- */

static bool read_position(const kuril_node *node, kuril_geometry_buffer *out)
{
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY || kuril_node_count(node) < 2)
        return false;
    const kuril_node *lon = kuril_node_at(node, 0), *lat = kuril_node_at(node, 1);
    if (kuril_node_kind_of(lon) != KURIL_NODE_NUMBER || kuril_node_kind_of(lat) != KURIL_NODE_NUMBER)
        return false;
    const kuril_lonlat p = {kuril_node_number(lon), kuril_node_number(lat)};
    g_array_append_val(out->points, p);
    return true;
}

/* A line or a ring of at least `least` positions; a ring is closed when it is not. */
static bool read_line(const kuril_node *node, size_t least, bool ring, kuril_geometry_buffer *out)
{
    kuril_ring made = {.first = out->points->len};
    if (kuril_node_kind_of(node) != KURIL_NODE_ARRAY || kuril_node_count(node) < least)
        return false;
    for (size_t i = 0; i < kuril_node_count(node); i++)
        if (!read_position(kuril_node_at(node, i), out))
            return false;
    const kuril_lonlat first = g_array_index(out->points, kuril_lonlat, made.first);
    const kuril_lonlat last = g_array_index(out->points, kuril_lonlat, out->points->len - 1);
    if (ring && (first.lon != last.lon || first.lat != last.lat))
        g_array_append_val(out->points, first);
    made.count = out->points->len - made.first;
    g_array_append_val(out->rings, made);
    return true;
}

static bool read_part(const kuril_node *coordinates, kuril_part_kind kind, kuril_geometry_buffer *out)
{
    kuril_part part = {.kind = kind, .first = out->rings->len};
    if (kind == KURIL_POINT) {
        const kuril_ring single = {.first = out->points->len, .count = 1};
        if (!read_position(coordinates, out))
            return false;
        g_array_append_val(out->rings, single);
    } else if (kind == KURIL_LINE) {
        if (!read_line(coordinates, 1, false, out))
            return false;
    } else {
        if (kuril_node_kind_of(coordinates) != KURIL_NODE_ARRAY || kuril_node_count(coordinates) == 0)
            return false;
        for (size_t i = 0; i < kuril_node_count(coordinates); i++)
            if (!read_line(kuril_node_at(coordinates, i), 3, true, out))
                return false;
    }
    part.count = out->rings->len - part.first;
    g_array_append_val(out->parts, part);
    return true;
}

static const char *text_member(const kuril_node *node, const char *name)
{
    const kuril_node *found = kuril_node_member(node, name);
    return found ? kuril_node_string(found) : "";
}

/* One geometry that is no collection. Others than polygons are passed over when only those are wanted. */
static bool read_geometry(const kuril_node *node, bool polygons_only, kuril_geometry_buffer *out)
{
    static const char *const names[] = {"Point", "LineString", "Polygon"};
    const char *type = text_member(node, "type");
    const kuril_node *coordinates = kuril_node_member(node, "coordinates");
    const bool multi = g_str_has_prefix(type, "Multi");
    if (!coordinates)
        return false;
    for (int kind = 0; kind < 3; kind++) {
        if (strcmp(type + (multi ? 5 : 0), names[kind]) != 0)
            continue;
        if (polygons_only && kind != KURIL_POLYGON)
            return true;
        if (!multi)
            return read_part(coordinates, (kuril_part_kind)kind, out);
        for (size_t i = 0; i < kuril_node_count(coordinates); i++)
            if (!read_part(kuril_node_at(coordinates, i), (kuril_part_kind)kind, out))
                return false;
        return true;
    }
    return false;
}

static bool read_feature(const kuril_node *node, bool polygons_only, kuril_geometry_buffer *out)
{
    const kuril_node *geometry = kuril_node_member(node, "geometry");
    return geometry && read_geometry(geometry, polygons_only, out);
}

static bool read_geojson(const kuril_node *node, bool polygons_only, kuril_geometry_buffer *out)
{
    const char *type = text_member(node, "type");
    if (strcmp(type, "Feature") == 0)
        return read_feature(node, polygons_only, out);
    if (strcmp(type, "FeatureCollection") != 0)
        return read_geometry(node, polygons_only, out);
    const kuril_node *features = kuril_node_member(node, "features");
    for (size_t i = 0; features && i < kuril_node_count(features); i++)
        if (!read_feature(kuril_node_at(features, i), polygons_only, out))
            return false;
    return features != NULL;
}

/* ---- exactly ---- */

static kuril_shape *shape_of(const kuril_geometry *g)
{
    kuril_shape *shape = NULL;
    return kuril_shape_new(g, KURIL_EDGES_GEODESIC, &shape) == KURIL_OK ? shape : NULL;
}

static double exact_distance(const kuril_geometry *feature, const kuril_shape *shape)
{
    kuril_nearest nearest;
    kuril_shape *from = shape_of(feature);
    const bool found = from && kuril_shape_nearest(from, shape, HUGE_VAL, &nearest);
    kuril_shape_free(from);
    return found ? nearest.geodesic.s12_m : NAN;
}

/* ---- evaluating ---- */

static const kuril_geometry *feature_geometry(const context *c)
{
    const kuril_geometry *g = c->feature ? c->feature->geometry : NULL;
    return g && g->n_points ? g : NULL;
}

static bool eval_within(const expr *e, context *c, kuril_style_value *out)
{
    const kuril_spatial *s = e->data;
    const kuril_geometry *g = feature_geometry(c);
    return give_bool(out, g && kuril_planar_within(g, &s->geometry, c->tile));
}

static bool eval_distance(const expr *e, context *c, kuril_style_value *out)
{
    const kuril_spatial *s = e->data;
    const kuril_geometry *g = feature_geometry(c);
    if (!g)
        return give_number(out, NAN);
    return give_number(out, c->tile ? kuril_tile_distance(g, &s->geometry, c->tile) : exact_distance(g, s->shape));
}

/* ---- compiling ---- */

static const expr *not_geojson(const compiler *k, const char *name)
{
    return kuril_problem(k, "'%s' expression requires valid geojson object that contains polygon geometry type.", name);
}

/* Only distance needs a shape. Longitudes may go on beyond 180, which it reduces; latitudes may not. */
static bool make_shape(kuril_spatial *s, bool within)
{
    s->geometry = kuril_geometry_buffer_view(&s->buffer);
    s->shape = within ? NULL : shape_of(&s->geometry);
    return within || s->shape;
}

const expr *kuril_parse_spatial(const compiler *k, const kuril_operator *op)
{
    const bool within = op->variant == 0;
    if (kuril_arity(k) != 1)
        return kuril_problem(k, "'%s' expression requires exactly one argument, but found %zu instead.", op->info.name,
                             kuril_arity(k));
    const kuril_node *geojson = kuril_node_at(k->node, 1);
    if (kuril_node_kind_of(geojson) != KURIL_NODE_OBJECT)
        return not_geojson(k, op->info.name);
    kuril_spatial *s = g_new0(kuril_spatial, 1);
    kuril_geometry_buffer_init(&s->buffer);
    g_ptr_array_add(k->all->spatials, s);
    if (!read_geojson(geojson, within, &s->buffer) || s->buffer.parts->len == 0 || !make_shape(s, within))
        return not_geojson(k, op->info.name);
    expr *e = kuril_expr_new(k, within ? eval_within : eval_distance,
                             kuril_type_of_kind(within ? KURIL_KIND_BOOLEAN : KURIL_KIND_NUMBER), 0);
    e->data = s;
    e->never_folded = true;
    return kuril_expr_done(e, KURIL_DEPENDS_FEATURE | KURIL_DEPENDS_GEOMETRY);
}
