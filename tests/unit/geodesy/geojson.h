/* GeoJSON of reference files, as geometries. */
#ifndef KURIL_TEST_GEODESY_GEOJSON_H
#define KURIL_TEST_GEODESY_GEOJSON_H

#include "document/document.h"
#include "geom/geometry_buffer.h"
#include "support.h"
#include <glib.h>
#include <string.h>

static inline void geojson_position(const kuril_node *n, kuril_sink *sink)
{
    assert_int_equal(kuril_sink_point(sink, kuril_node_number(kuril_node_at(n, 0)), kuril_node_number(kuril_node_at(n, 1))),
                     KURIL_OK);
}

static inline void geojson_line(const kuril_node *n, kuril_sink *sink)
{
    kuril_sink_line_start(sink);
    for (size_t i = 0; i < kuril_node_count(n); i++)
        geojson_position(kuril_node_at(n, i), sink);
    kuril_sink_line_end(sink);
}

static inline void geojson_polygon(const kuril_node *n, kuril_sink *sink)
{
    kuril_sink_polygon_start(sink);
    for (size_t i = 0; i < kuril_node_count(n); i++)
        geojson_line(kuril_node_at(n, i), sink);
    kuril_sink_polygon_end(sink);
}

static inline void geojson_geometry(const kuril_node *g, kuril_sink *sink)
{
    static const struct {
        const char *type;
        void (*walk)(const kuril_node *, kuril_sink *);
        bool many;
    } types[] = {{"Point", geojson_position, false},  {"LineString", geojson_line, false},
                 {"Polygon", geojson_polygon, false}, {"MultiPoint", geojson_position, true},
                 {"MultiLineString", geojson_line, true}, {"MultiPolygon", geojson_polygon, true}};
    const char *type = kuril_node_string(kuril_node_member(g, "type"));
    const kuril_node *c = kuril_node_member(g, "coordinates");
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(types[i].type, type) != 0)
            continue;
        for (size_t j = 0; types[i].many && j < kuril_node_count(c); j++)
            types[i].walk(kuril_node_at(c, j), sink);
        if (!types[i].many)
            types[i].walk(c, sink);
        return;
    }
    fail_msg("no geometry of type '%s'", type);
}

/* Adds all geometries of a file (a FeatureCollection, Feature or bare geometry) below KURIL_SHARED_DIR/reference. */
static inline void geojson_read(const char *path, kuril_geometry_buffer *buffer)
{
    char *whole = g_build_filename(KURIL_SHARED_DIR, "reference", path, NULL);
    kuril_document *document = NULL;
    kuril_error error = {0};
    if (kuril_document_read(whole, NULL, &document, &error))
        fail_msg("%s: %s", whole, error.message);
    g_free(whole);
    const kuril_node *root = kuril_document_root(document), *features = kuril_node_member(root, "features");
    for (size_t i = 0; i < kuril_node_count(features); i++)
        geojson_geometry(kuril_node_member(kuril_node_at(features, i), "geometry"), &buffer->base);
    if (!features)
        geojson_geometry(kuril_node_member(root, "geometry") ? kuril_node_member(root, "geometry") : root, &buffer->base);
    kuril_document_free(document);
    kuril_geometry_buffer_tidy(buffer);
}

#endif
