/* At which scales a vertex of a prepared layer matters: the order in which Douglas and Peucker would leave it out. */
#ifndef KURIL_DATA_DETAIL_H
#define KURIL_DATA_DETAIL_H

#include <kurilmap/geometry.h>
#include <stdint.h>

/** A deviation, degrees of latitude, as a level: twelve to a doubling, from 1e-6 degrees (0) to 2 (254). */
uint8_t kuril_detail_level(double degrees);

/**
 * Gives each vertex the level of the deviation from which on it is left out. Of the vertices whose level is at least
 * kuril_detail_level(d) those that were left out lie within d of the line between the others, in degrees of latitude
 * with a degree of longitude as long as where it is longest beside that line. Ends of lines, and three vertices of each
 * ring, always stay (level 255); a ring of which no more stay may lie twice as far from them.
 *
 * @param[out] levels  shape [n]
 * Source: D. Douglas, T. Peucker, Algorithms for the reduction of the number of points, Cartographica 10 (1973).
 */
void kuril_detail_weigh(const kuril_lonlat *points, size_t n, bool closed, uint8_t *levels);

#endif
