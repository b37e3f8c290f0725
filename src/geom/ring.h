/* Measures of rings in a plane. */
#ifndef KURIL_GEOM_RING_H
#define KURIL_GEOM_RING_H

#include <kurilmap/geometry.h>

/** Area inside a ring of page points, >= 0 whichever way it turns; 0 for fewer than three. Pure. */
double kuril_ring_area(const kuril_lonlat *points, size_t n);

#endif
