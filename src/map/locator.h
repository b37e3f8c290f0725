/* What shows where on earth the map lies: a little globe, or a little map. */
#ifndef KURIL_MAP_LOCATOR_H
#define KURIL_MAP_LOCATOR_H

#include "map/scene.h"

/**
 * Draws an orthographic globe into a square, or an equal-area map of what lies round where the map asks for an inset, with
 * the frame's true extent in the accent colour.
 */
kuril_status kuril_locator_draw(kuril_scene *scene, kuril_canvas *canvas, const kuril_rect *rect, kuril_error *error);

#endif
