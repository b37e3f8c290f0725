/* What of a map its furniture had better not cover. */
#ifndef KURIL_MAP_WEIGH_H
#define KURIL_MAP_WEIGH_H

#include "furniture/arrange.h"
#include "map/scene.h"
#include <glib.h>

/**
 * Weighs what a scene shows: names and points by their places, waters along the lines that their names follow, shores by
 * the cells of the page that they cross, and areas that their layer calls essential. A symbol layer that calls itself
 * essential (the essay's points) may not be covered at all.
 *
 * Land far from any shore and open sea weigh nothing: that is where furniture belongs.
 *
 * @return kuril_weight, page points; the caller's to free
 */
GArray *kuril_weigh_scene(kuril_scene *scene);

#endif
