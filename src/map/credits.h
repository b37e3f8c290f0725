/* The lines at the foot of a picture: whose view it takes, and where its data come from. */
#ifndef KURIL_MAP_CREDITS_H
#define KURIL_MAP_CREDITS_H

#include "map/scene.h"

/**
 * Worldview line, the map's own credit, and the attributions of the embedded layers that the style's visible layers
 * name, each source once. Caller frees with g_free; "" when nothing is to be shown.
 *
 * @param[out] text  untouched on failure
 */
kuril_status kuril_credits_make(const kuril_map *map, const kuril_style *style, char **text, kuril_error *error);

#endif
