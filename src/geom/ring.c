#include "geom/ring.h"

#include <math.h>

/* From the first point on, so that rings far from the origin lose no digits. */
double kuril_ring_area(const kuril_lonlat *p, size_t n)
{
    double twice = 0;
    for (size_t i = 0, j = n - 1; i < n; j = i++)
        twice += (p[j].lon - p[0].lon) * (p[i].lat - p[0].lat) - (p[i].lon - p[0].lon) * (p[j].lat - p[0].lat);
    return fabs(twice) / 2;
}
