/* The page as a whole: where title, map, legend and the rest stand. */
#ifndef KURIL_MAP_SHEET_H
#define KURIL_MAP_SHEET_H

#include "map/legend_build.h"
#include "map/symbols.h"

/** Boxes of the page, points; an empty one (x_min > x_max) for a piece that is left out. */
typedef struct kuril_page_plan {
    kuril_rect page, title, frame, credits;
    kuril_rect legend, scale_bar, north_arrow, locator;
    kuril_title words; /**< what stands in `title` */
} kuril_page_plan;

/** Whether a map shows a piece of furniture. */
bool kuril_shows(const kuril_map *map, kuril_furniture piece);

/** Whether it has meridians and parallels; without being asked, a thumbnail has no room for their figures. */
bool kuril_shows_graticule(const kuril_map *map);

/** Whether numbers stand on the map for the names in its legend. */
bool kuril_numbers_names(const kuril_map *map);

/**
 * Title at the head, credits at the foot, the frame between them, with room round it for the graticule's figures.
 * The credits' height is reserved for as many lines as they may take.
 */
void kuril_plan_page(const kuril_map *map, const kuril_desk *desk, const char *credits, kuril_page_plan *plan);

/** Places legend, scale bar, north arrow and locator within the frame, off what the map is about. */
void kuril_plan_furniture(kuril_scene *scene, const kuril_desk *desk, const kuril_legend *legend,
                          const kuril_scale_bar *bar, kuril_page_plan *plan);

#endif
