/* Leaving out what a view cannot show. */
#ifndef KURIL_DATA_THIN_H
#define KURIL_DATA_THIN_H

#include "data/prepared.h"
#include "geom/geometry_buffer.h"

/** What is known of a geometry, and what is wanted of it. */
typedef struct kuril_thinning {
    const kuril_prepared_ring *rings; /**< the boxes of its rings and their first pieces */
    const kuril_bbox *pieces;         /**< of the whole file */
    const kuril_lonlat *firsts;       /**< of the pieces: so far as these suffice the vertices are not paged in */
    const uint8_t *levels;            /**< of its vertices: detail.h */
    const kuril_bbox *view;
    uint8_t level; /**< vertices below it are left out; 0: none */
} kuril_thinning;

/**
 * Copies a geometry without what lies wholly outside of a box (parts and holes whose own box does not meet it, and of
 * long rings the vertices of pieces outside, each such piece becoming one edge) and without the vertices below a level.
 * Inside the box nothing else changes, neither edges nor what is filled: a piece and its edge bound an area within the
 * piece's box, which is convex and outside.
 *
 * @param[out] out  is reset first
 */
void kuril_thin(const kuril_geometry *geometry, const kuril_thinning *thinning, kuril_geometry_buffer *out);

#endif
