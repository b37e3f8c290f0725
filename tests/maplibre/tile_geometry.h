/* A fixture's GeoJSON geometry as a feature's. */
#ifndef KURIL_TEST_TILE_GEOMETRY_H
#define KURIL_TEST_TILE_GEOMETRY_H

#include "document/document.h"
#include "geom/geometry_buffer.h"

typedef struct tile_geometry {
    kuril_geometry_buffer buffer;
    kuril_geometry geometry;
    const char *type; /* as `geometry-type` gives it */
} tile_geometry;

/** Reads GeoJSON, or nothing when NULL. In a tile, geometries of several parts have the type of one. */
void tile_geometry_read(tile_geometry *g, const kuril_node *geojson, bool in_tile);
void tile_geometry_finish(tile_geometry *g);

#endif
