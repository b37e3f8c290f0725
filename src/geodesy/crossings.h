/* How often rings cross, before anything is made of it. */
#ifndef KURIL_GEODESY_CROSSINGS_H
#define KURIL_GEODESY_CROSSINGS_H

#include "geodesy/stereographic.h"
#include <glib.h>

/** A straight edge in any plane. */
typedef struct kuril_segment {
    kuril_xy a, b;
} kuril_segment;

/**
 * Counts the pairs of segments that cross inside of both, up to a limit; sorts the segments.
 *
 * @param[in] segments  kuril_segment
 * @return no more than `limit`; `limit` as well where so many pairs lie beside each other that looking at all would
 * take more than a few seconds
 */
size_t kuril_crossings_count(GArray *segments, size_t limit);

#endif
