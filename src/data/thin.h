/* Leaving out what a view cannot show. */
#ifndef KURIL_DATA_THIN_H
#define KURIL_DATA_THIN_H

#include "data/prepared.h"
#include "geom/geometry_buffer.h"

/**
 * Copies a geometry without what lies wholly outside of a box: parts and holes whose own box does not meet it, and of
 * long rings the vertices of pieces outside, each such piece becoming one edge. Inside the box nothing changes,
 * neither edges nor what is filled: a piece and its edge bound an area within the piece's box, which is convex and
 * outside.
 *
 * @param[in]  rings   the boxes of the geometry's rings and their first pieces
 * @param[in]  pieces  of the whole file
 * @param[out] out     is reset first
 */
void kuril_thin(const kuril_geometry *geometry, const kuril_prepared_ring *rings, const kuril_bbox *pieces,
                const kuril_bbox *view, kuril_geometry_buffer *out);

#endif
