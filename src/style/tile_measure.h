/*
 * `within`, and `distance` as a web map computes it in a tile: on the grid of 8192 units, straight in Web Mercator, and
 * with a ruler that is flat around the feature. For comparison with the specification's reference; the exact distance
 * is src/geodesy/'s.
 */
#ifndef KURIL_STYLE_TILE_MEASURE_H
#define KURIL_STYLE_TILE_MEASURE_H

#include "style/expression.h"

/**
 * Whether all points and lines of a feature lie inside the polygons; on their edge is not inside. A feature of polygons
 * never does.
 *
 * @param[in] polygons  rings closed: their first vertex stands again at their end
 * @param[in] tile      NULL: edges are straight in longitude and latitude; otherwise on the tile's grid
 */
bool kuril_planar_within(const kuril_geometry *feature, const kuril_geometry *polygons, const kuril_tile *tile);

/**
 * The least distance of a feature from a shape, metres; NaN for a feature without points.
 *
 * @param[in] shape  rings closed
 */
double kuril_tile_distance(const kuril_geometry *feature, const kuril_geometry *shape, const kuril_tile *tile);

#endif
