#include "map/inline_geojson.h"

#include "core/diagnostics.h"
#include "geom/long_edges.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DEEPEST = 32 };

typedef struct reading {
    kuril_feature_table *table;
    kuril_geometry_buffer buffer;
    const kuril_style_source *source;
    const kuril_diagnostics *diagnostics;
    size_t at; /* place of the feature in its collection */
} reading;

static const kuril_value *member(const kuril_value *object, const char *name)
{
    if (object->kind != KURIL_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->as.object.count; i++)
        if (strcmp(object->as.object.members[i].name, name) == 0)
            return &object->as.object.members[i].value;
    return NULL;
}

static const char *text_member(const kuril_value *object, const char *name)
{
    const kuril_value *value = member(object, name);
    return value && value->kind == KURIL_STRING ? value->as.string : "";
}

static void warn(const reading *r, const char *what)
{
    char place[64];
    snprintf(place, sizeof place, "feature %zu", r->at);
    kuril_report_at(r->diagnostics, KURIL_WARNING, r->source->file, r->source->line, r->source->column, place,
                    "source '%s', feature %zu: %s: left out", r->source->id, r->at, what);
}

static bool read_position(const kuril_value *value, kuril_lonlat *p)
{
    if (value->kind != KURIL_ARRAY || value->as.array.count < 2 || value->as.array.items[0].kind != KURIL_NUMBER ||
        value->as.array.items[1].kind != KURIL_NUMBER)
        return false;
    *p = (kuril_lonlat){value->as.array.items[0].as.number, value->as.array.items[1].as.number};
    return fabs(p->lon) <= 1080 && fabs(p->lat) <= 90;
}

static bool emit_positions(reading *r, const kuril_value *list)
{
    for (size_t i = 0; i < list->as.array.count; i++) {
        kuril_lonlat p;
        if (!read_position(&list->as.array.items[i], &p))
            return false;
        kuril_sink_point(&r->buffer.base, p.lon, p.lat);
    }
    return true;
}

static bool emit_line(reading *r, const kuril_value *list)
{
    if (list->kind != KURIL_ARRAY || list->as.array.count == 0)
        return false;
    kuril_sink_line_start(&r->buffer.base);
    const bool good = emit_positions(r, list);
    kuril_sink_line_end(&r->buffer.base);
    return good;
}

static bool emit_polygon(reading *r, const kuril_value *rings)
{
    if (rings->kind != KURIL_ARRAY || rings->as.array.count == 0)
        return false;
    bool good = true;
    kuril_sink_polygon_start(&r->buffer.base);
    for (size_t i = 0; i < rings->as.array.count && good; i++)
        good = emit_line(r, &rings->as.array.items[i]);
    kuril_sink_polygon_end(&r->buffer.base);
    return good;
}

static bool emit_point(reading *r, const kuril_value *position)
{
    kuril_lonlat p;
    if (!read_position(position, &p))
        return false;
    kuril_sink_point(&r->buffer.base, p.lon, p.lat);
    return true;
}

static bool emit_each(reading *r, const kuril_value *list, bool (*emit)(reading *, const kuril_value *))
{
    bool good = list->kind == KURIL_ARRAY;
    for (size_t i = 0; good && i < list->as.array.count; i++)
        good = emit(r, &list->as.array.items[i]);
    return good;
}

static bool emit_geometry(reading *r, const kuril_value *geometry, int depth)
{
    static const struct {
        const char *type;
        bool (*emit)(reading *, const kuril_value *);
        bool many;
    } types[] = {{"Point", emit_point, false},     {"MultiPoint", emit_point, true},
                 {"LineString", emit_line, false}, {"MultiLineString", emit_line, true},
                 {"Polygon", emit_polygon, false}, {"MultiPolygon", emit_polygon, true}};
    const char *type = text_member(geometry, "type");
    const kuril_value *members = member(geometry, "geometries");
    if (strcmp(type, "GeometryCollection") == 0 && members && members->kind == KURIL_ARRAY && depth < DEEPEST) {
        bool good = true;
        for (size_t i = 0; i < members->as.array.count && good; i++)
            good = emit_geometry(r, &members->as.array.items[i], depth + 1);
        return good;
    }
    const kuril_value *coordinates = member(geometry, "coordinates");
    for (size_t i = 0; coordinates && i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i].type) == 0)
            return types[i].many ? emit_each(r, coordinates, types[i].emit) : types[i].emit(r, coordinates);
    return false;
}

static void add_feature(reading *r, const kuril_value *feature, const kuril_value *geometry)
{
    kuril_geometry_buffer_reset(&r->buffer);
    if (!geometry || geometry->kind != KURIL_OBJECT)
        return; /* a feature without geometry is allowed and has nothing to draw */
    if (!emit_geometry(r, geometry, 0)) {
        warn(r, "it is no geometry that GeoJSON knows, or its coordinates are not degrees");
        return;
    }
    kuril_geometry_buffer_tidy(&r->buffer);
    kuril_geometry_buffer_settle_edges(&r->buffer, KURIL_DATA_STRAIGHT);
    kuril_geometry_buffer_turn_rings(&r->buffer);
    const kuril_geometry view = kuril_geometry_buffer_view(&r->buffer);
    const kuril_value *id = member(feature, "id"), *properties = member(feature, "properties");
    kuril_feature made = {.id = -1, .geometry = &view};
    if (id && id->kind == KURIL_NUMBER && id->as.number >= 0 && id->as.number < 9e15)
        made.id = (int64_t)id->as.number;
    if (id && id->kind == KURIL_STRING)
        made.text_id = id->as.string;
    if (properties && properties->kind == KURIL_OBJECT) {
        made.fields = properties->as.object.members;
        made.n_fields = properties->as.object.count;
    }
    kuril_feature_table_add(r->table, &made);
}

static void add_any(reading *r, const kuril_value *value)
{
    if (strcmp(text_member(value, "type"), "Feature") == 0)
        add_feature(r, value, member(value, "geometry"));
    else
        add_feature(r, &(kuril_value){.kind = KURIL_NULL}, value);
}

kuril_feature_table *kuril_inline_geojson(const kuril_style_source *source, const kuril_diagnostics *diagnostics)
{
    const kuril_value *value = source->data;
    reading r = {.table = kuril_feature_table_new(), .source = source, .diagnostics = diagnostics};
    kuril_geometry_buffer_init(&r.buffer);
    const kuril_value *features = member(value, "features");
    if (strcmp(text_member(value, "type"), "FeatureCollection") == 0 && features && features->kind == KURIL_ARRAY) {
        for (; r.at < features->as.array.count; r.at++)
            add_any(&r, &features->as.array.items[r.at]);
    } else {
        add_any(&r, value);
    }
    kuril_geometry_buffer_finish(&r.buffer);
    return r.table;
}
