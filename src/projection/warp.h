/* From the dots of a picture to longitude and latitude: what a raster source is sampled by. */
#ifndef KURIL_PROJECTION_WARP_H
#define KURIL_PROJECTION_WARP_H

#include <kurilmap/projection.h>

typedef struct kuril_warp kuril_warp;

/**
 * A grid of dots over a page box: dot (column, row) has its middle at x_min + (column + 0.5) * width / columns, and y
 * likewise. Places are exact at every 16th dot and interpolated between where that is right to `error` dots.
 *
 * @param[in] columns, rows  > 0
 * @param[in] error          of a place, in dots; 0: 0.125
 * @return never NULL; borrows the projection
 */
kuril_warp *kuril_warp_new(const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *rect,
                           size_t columns, size_t rows, double error);
/** Accepts NULL. */
void kuril_warp_free(kuril_warp *warp);

/**
 * Places of one row of dots. Longitudes run on from dot to dot without a jump where the map does, so they may pass
 * 180; NaN where a dot lies outside of the projected world. Rows are cheapest in order.
 *
 * @param[out] places  shape [columns]
 */
void kuril_warp_row(kuril_warp *warp, size_t row, kuril_lonlat *places);

#endif
