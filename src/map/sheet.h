/* The page as a whole: where title, map, legend and the rest stand. */
#ifndef KURIL_MAP_SHEET_H
#define KURIL_MAP_SHEET_H

#include "furniture/arrange.h"
#include "map/legend_build.h"
#include "map/symbols.h"

/** What stands below the map instead of in it. */
typedef enum kuril_below {
    KURIL_BELOW_NOTHING,
    KURIL_BELOW_LEGEND, /**< in as few lines as the page is wide for */
    KURIL_BELOW_ALL     /**< with the scale bar, the locator and the arrow, where the page is higher than the view */
} kuril_below;

/** Boxes of the page, points; an empty one (x_min > x_max) for a piece that is left out. */
typedef struct kuril_page_plan {
    kuril_rect page, title, frame, foot, credits;
    kuril_rect legend, scale_bar, north_arrow, locator;
    kuril_title words; /**< what stands in `title` */
    kuril_below below; /**< what stands in `foot` */
    double foot_pt;    /**< how high the foot must be for that; 0: there is none */
} kuril_page_plan;

/** Whether a map shows a piece of furniture. */
bool kuril_shows(const kuril_map *map, kuril_furniture piece);

/** Whether it has meridians and parallels; without being asked, a thumbnail has no room for their figures. */
bool kuril_shows_graticule(const kuril_map *map);

/** Whether numbers stand on the map for the names in its legend. */
bool kuril_numbers_names(const kuril_map *map);

/**
 * Title at the head, credits at the foot, the frame between them, with room round it for the graticule's figures, and
 * below it a foot for furniture. The credits' height is reserved for as many lines as they may take.
 *
 * @param[in,out] plan  its `below` and `foot_pt` stay what they are; zeroed at first
 */
void kuril_plan_page(const kuril_map *map, const kuril_desk *desk, const char *credits, kuril_page_plan *plan);

/**
 * Places legend, scale bar, north arrow and locator: in the frame, off what the map is about, or in the foot.
 *
 * In a plan without a foot, which of both is decided: where the frame is the worse place, `below` and `foot_pt` say what
 * to plan the page with, anew. In a plan with one they say what it must be; it fits if that is no more than was reserved.
 *
 * @param weights  from kuril_weigh_scene, shape [n_weights]
 * @param[in,out] legend  its height is set to its place, and entries for which there is no room are dropped
 */
void kuril_plan_furniture(kuril_scene *scene, const kuril_desk *desk, const kuril_weight *weights, size_t n_weights,
                          kuril_legend *legend, const kuril_scale_bar *bar, kuril_page_plan *plan);

/** Draws in the legend's box for a legend that has lost entries: towards the sides of the frame that it stands at. */
void kuril_plan_shrink_legend(const kuril_desk *desk, kuril_legend *legend, kuril_page_plan *plan);

#endif
