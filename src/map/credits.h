/* The lines at the foot of a picture: whose view it takes, and where its data come from. */
#ifndef KURIL_MAP_CREDITS_H
#define KURIL_MAP_CREDITS_H

#include "map/scene.h"

/** Adds the sources of an attribution, which semicolons part, each once. */
void kuril_credits_add(GPtrArray *texts, const char *attribution);

/**
 * Adds the attributions of a style's sources and of the embedded layers that they name.
 *
 * @param sources  whose layers have been drawn: only those are named; NULL: all that the style names
 */
void kuril_credits_add_style(GPtrArray *texts, const kuril_style *style, const kuril_sources *sources,
                             const kuril_catalogue *catalogue);

/**
 * Worldview line, in both languages of a map that has two, the map's own credit, and the attributions of embedded layers, each source once. Caller frees with
 * g_free; "" when nothing is to be shown.
 *
 * @param[in]  scene  what has been drawn: its sources only, and the neutral view's line only where the disputed islands
 *                    are near enough to be on the page; NULL: all that there may be
 * @param[in]  hatched  whether the claim is drawn so that it is seen as hatching; then the line says so
 * @param[out] text   untouched on failure
 */
kuril_status kuril_credits_make(const kuril_map *map, kuril_session *session, const kuril_style *style,
                                const kuril_scene *scene, bool hatched, char **text, kuril_error *error);

#endif
