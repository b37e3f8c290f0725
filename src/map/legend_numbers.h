/* The essay's points as numbers on the map, and what each number means, in the legend. */
#ifndef KURIL_MAP_LEGEND_NUMBERS_H
#define KURIL_MAP_LEGEND_NUMBERS_H

#include "map/painter.h"

/**
 * Legend entries for the numbered features of a layer (metadata `kurilmap:numbered`): those whose text on the page is
 * a number, by rising number, each once, with the feature's name in the map's language.
 *
 * @param[in,out] entries  kuril_legend_entry, appended to
 * @param[in,out] owned    what the entries need, to be freed with them
 */
kuril_status kuril_legend_numbers(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                                  GArray *entries, GPtrArray *owned, kuril_error *error);

/**
 * Numbers without gaps: the points that are on the page come first in the scene's list of the essay's points, in their
 * order, so that they count from 1. Before anything asks for a number; does nothing where numbers are not asked for.
 */
kuril_status kuril_legend_renumber(kuril_scene *scene, kuril_error *error);

#endif
