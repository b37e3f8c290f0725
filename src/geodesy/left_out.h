/* What a buffer of nearly half the earth's circumference leaves out: a small place on the far side of the globe. */
#ifndef KURIL_GEODESY_LEFT_OUT_H
#define KURIL_GEODESY_LEFT_OUT_H

#include "geodesy/shape.h"
#include <glib.h>

/** From this distance on circles cross themselves near the antipode: geodesics meet others after 19 936 km at the least. */
#define KURIL_LEFT_OUT_FROM_M 19.93e6

/**
 * The outline of what lies farther than a distance from a shape, clockwise seen from above.
 *
 * @param[in]  distance_m  KURIL_LEFT_OUT_FROM_M or more
 * @param[in]  farthest    a place farther away than that, near the farthest
 * @param[in]  sagitta_m   how far edges may stray from the outline
 * @param[out] outline     kuril_lonlat, appended to
 */
void kuril_left_out_outline(const kuril_shape *shape, double distance_m, kuril_lonlat farthest, double sagitta_m,
                            GArray *outline);

#endif
