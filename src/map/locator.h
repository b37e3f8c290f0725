/* The little globe that shows where on earth the map lies. */
#ifndef KURIL_MAP_LOCATOR_H
#define KURIL_MAP_LOCATOR_H

#include "map/scene.h"

/** Draws an orthographic globe into a square, with the frame's true extent in the accent colour. */
kuril_status kuril_locator_draw(kuril_scene *scene, kuril_canvas *canvas, const kuril_rect *rect, kuril_error *error);

#endif
