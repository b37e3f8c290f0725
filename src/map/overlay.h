/* What a map adds to its style: users' data, points, measures and rings, as a second style on top. */
#ifndef KURIL_MAP_OVERLAY_H
#define KURIL_MAP_OVERLAY_H

#include "map/scene.h"

/**
 * Makes the scene's overlay style and the tables that its sources name. A map that adds nothing gets no overlay.
 *
 * Rings and measures are geodesics; a measure runs between the nearest points of its places, of an island its shore, and
 * is lettered with the length that `kurilmap distance` prints for them.
 */
kuril_status kuril_overlay_make(kuril_scene *scene, kuril_error *error);

#endif
