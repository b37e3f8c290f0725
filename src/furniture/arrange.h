/* Where legend, locator and scale bar stand inside the frame: in corners, apart, and off what matters. Pure. */
#ifndef KURIL_FURNITURE_ARRANGE_H
#define KURIL_FURNITURE_ARRANGE_H

#include <kurilmap/geometry.h>

enum { KURIL_ARRANGE_MAX = 6, KURIL_ARRANGE_LEFT_OUT = 100000 /* cost of a box for which there is no room */ };

typedef enum kuril_corner {
    KURIL_TOP_LEFT,
    KURIL_TOP_RIGHT,
    KURIL_BOTTOM_LEFT,
    KURIL_BOTTOM_RIGHT,
    KURIL_ANY_CORNER
} kuril_corner;

/** One piece of furniture to place. */
typedef struct kuril_box_request {
    double width, height;  /**< points; 0 leaves it out */
    kuril_corner wanted;   /**< a corner to insist on, or KURIL_ANY_CORNER; where what may not be covered lies there, the
                                box moves along the frame, within that quarter of it */
    kuril_corner prefer;   /**< where it stands when all else is equal */
    double worth;          /**< the cost at which it is rather left out; 0: only where there is no room for it */
} kuril_box_request;

/** Something on the map that furniture had better not cover. */
typedef struct kuril_weight {
    kuril_rect rect; /**< page points */
    double weight;   /**< cost of covering it whole; INFINITY: it is never covered, not even a part of it */
} kuril_weight;

/**
 * Places up to KURIL_ARRANGE_MAX boxes inside a frame: each in a corner, or beside or above one that is placed
 * already, `gap` points from the frame and from each other. The arrangement of least cost is found by trying all.
 *
 * @param[out] rects  page rectangles, shape [n]; an empty one (x_min > x_max) for a box that is left out or for
 *                    which there is no room
 * @return the cost: of what is covered, a little for each box that is not where it prefers to be, and what those that are
 *         left out are worth
 */
double kuril_arrange(const kuril_rect *frame, double gap, const kuril_box_request *boxes, size_t n,
                     const kuril_weight *weights, size_t n_weights, kuril_rect *rects);

#endif
