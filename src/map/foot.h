/* The foot of a page: furniture below the map, where the map has no good place for it. */
#ifndef KURIL_MAP_FOOT_H
#define KURIL_MAP_FOOT_H

#include "map/sheet.h"

/** What may stand there. */
typedef struct kuril_foot_pieces {
    kuril_legend *legend;
    const kuril_scale_bar *bar;
    bool locator, arrow; /**< whether the map wants them */
} kuril_foot_pieces;

/** What lies between the map and its foot; the margins of what stands there reach into it. */
double kuril_foot_gap(const kuril_desk *desk);

/** Whether a piece stands in the foot when that holds what `below` says; one that is told to stand in a corner never does. */
bool kuril_foot_takes(const kuril_map *map, kuril_below below, kuril_furniture piece);

/**
 * Decides between the frame and the foot: sets `below` and `foot_pt` of a plan that has no foot yet, or leaves them.
 *
 * The foot takes from the map's height, which is free on a page that is higher than the view, and else makes the map
 * smaller.
 *
 * @param costs  of what stands in the frame when the foot holds nothing, the legend, all; as kuril_arrange tells them
 */
void kuril_foot_choose(const kuril_scene *scene, const kuril_desk *desk, const kuril_foot_pieces *pieces,
                       const double costs[3], kuril_page_plan *plan);

/**
 * Places what stands in the foot of a plan, and says in `foot_pt` how high it should have been: entries of the legend
 * that do not fit into the one it has are dropped, and where it is too narrow for all of `below`, that becomes less.
 */
void kuril_foot_fill(const kuril_scene *scene, const kuril_desk *desk, const kuril_foot_pieces *pieces,
                     kuril_page_plan *plan);

#endif
