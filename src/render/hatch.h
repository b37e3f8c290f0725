/* Hatchings: tiles that are nothing but strokes which run on from one tile to the next. */
#ifndef KURIL_RENDER_HATCH_H
#define KURIL_RENDER_HATCH_H

#include "render/canvas.h"
#include <stdbool.h>
#include <stddef.h>

/** Parallel lines, in units of the tile: the points p with normal·p = offset + n * spacing, for every whole n. */
typedef struct kuril_hatch {
    double normal_x, normal_y; /**< of length 1 */
    double offset, spacing;    /**< spacing > 0 */
    double width;              /**< of the strokes */
    kuril_rgba color;
} kuril_hatch;

/**
 * Reads the lines out of an SVG that is a hatching: one <path> of straight strokes in one colour, which cross the tile
 * from border to border, level, upright or along its diagonal, so that they go on in the tiles around it. Pure.
 *
 * @return whether it is one; anything else in the SVG (another element, fill, dashes, a transform) makes it none
 */
bool kuril_hatch_read(const char *svg, size_t length, double width, double height, kuril_hatch *hatch);

#endif
