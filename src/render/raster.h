/*
 * Plain fills and solid lines straight into a picture's pixels: what a map is mostly made of, at a third of cairo's
 * time (docs/performance.md). Both return false, having drawn nothing, for what is cairo's to draw: pages of other
 * formats, curves, dashes, patterns, clips that are no box of whole pixels, other operators than over, scales that are
 * not even.
 */
#ifndef KURIL_RENDER_RASTER_H
#define KURIL_RENDER_RASTER_H

#include "render/canvas_private.h"

bool kuril_raster_fill(kuril_canvas *canvas, kuril_fill_rule rule, const kuril_rgba *color);
bool kuril_raster_stroke(kuril_canvas *canvas, const kuril_path *path, const kuril_stroke *stroke);

#endif
