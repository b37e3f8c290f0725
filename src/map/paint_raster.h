/* Rasters on the page: a grid of dots over the frame, each sampled where it lies on the globe. */
#ifndef KURIL_MAP_PAINT_RASTER_H
#define KURIL_MAP_PAINT_RASTER_H

#include "map/paint_parts.h"

enum { KURIL_BANDS_MAX = 4 };

/** Samples in a grid of dots over the frame, one dot a device pixel, and `margin` dots beyond on each side. */
typedef struct kuril_sampled {
    size_t width, height, margin; /**< width and height with the margins */
    size_t bands;
    double white; /**< the most that a band of a picture holds */
    float *values[KURIL_BANDS_MAX]; /**< shape [height][width] each; NAN: nothing there */
    kuril_rect rect;                /**< of the dots within the margins, page points */
    double dot_pt;                  /**< side of a dot */
} kuril_sampled;

/**
 * Samples the layer's raster, or the picture of an image source, over the frame.
 *
 * @param want    bands wanted at most
 * @param smooth  interpolated between cells; otherwise the nearest cell's value
 */
kuril_status kuril_sample_layer(kuril_painter *p, const kuril_style_layer *layer, size_t want, size_t margin,
                                bool smooth, kuril_sampled *out, kuril_error *error);
/** As kuril_sample_layer, of heights: what coloured pictures encode is decoded. One band, metres. */
kuril_status kuril_sample_heights(kuril_painter *p, const kuril_style_layer *layer, size_t margin, bool smooth,
                                  kuril_sampled *out, kuril_error *error);
void kuril_sampled_finish(kuril_sampled *sampled);

/**
 * Draws a picture of the dots within the margins, cut to the outline of the projected world.
 *
 * @param rgba  shape [height - 2 margin][width - 2 margin][4]
 */
kuril_status kuril_sampled_draw(kuril_painter *p, const kuril_sampled *sampled, const uint8_t *rgba, double opacity);

#endif
