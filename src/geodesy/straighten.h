/* Fewer vertices for what does not need them. */
#ifndef KURIL_GEODESY_STRAIGHTEN_H
#define KURIL_GEODESY_STRAIGHTEN_H

#include <kurilmap/geometry.h>

/**
 * Walks a geometry into a sink without the vertices of lines and rings that lie on the way: what is left out strays
 * from the geodesic edges in its place by no more than the tolerance, and they from it. Ends of lines stay, and rings
 * that would lose their area. No new edge is longer than 20 km.
 *
 * Every vertex is looked at once. Source: Williams, An efficient algorithm for the piecewise linear approximation of
 * planar curves, Computer Graphics and Image Processing 8 (1978): the cone in which the next vertex may lie.
 *
 * @param[in] tolerance_m  more than 0
 */
kuril_status kuril_straighten(const kuril_geometry *geometry, double tolerance_m, kuril_sink *sink);

#endif
