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
 * @param[in]  segments  kuril_segment
 * @param[out] count     no more than `limit`
 * @param[out] first     where the first pair found crosses; left alone when none does
 * @return false when so many pairs lie beside each other that looking at all would take more than a second; the count
 * is then of those looked at
 */
bool kuril_crossings_count(GArray *segments, size_t limit, size_t *count, kuril_xy *first);

#endif
