/* The shapes that labels and obstacles are made of: turned boxes on the page. */
#ifndef KURIL_LABEL_SHAPE_H
#define KURIL_LABEL_SHAPE_H

#include <kurilmap/geometry.h>

/** A box turned about its middle. Page space, points. */
typedef struct kuril_label_box {
    double x, y;                    /**< middle */
    double half_width, half_height; /**< >= 0 */
    double cosine, sine;            /**< of the angle, clockwise on the page; 1, 0 when upright */
} kuril_label_box;

/** An upright box. */
kuril_label_box kuril_label_box_upright(double x_min, double y_min, double x_max, double y_max);

/** A box turned clockwise round (pivot_x, pivot_y) by an angle in degrees. */
kuril_label_box kuril_label_box_turned(kuril_label_box box, double pivot_x, double pivot_y, double angle_deg);

/** The box grown on every side (or shrunk, not below nothing). */
kuril_label_box kuril_label_box_grown(kuril_label_box box, double by);

/** The upright box round it. */
kuril_rect kuril_label_box_bounds(const kuril_label_box *box);

/** The upright box round `n` boxes; none: from infinity to -infinity. */
kuril_rect kuril_label_boxes_bounds(const kuril_label_box *boxes, size_t n);

/** Whether two boxes share some area; touching edges do not count. */
bool kuril_label_box_overlaps(const kuril_label_box *a, const kuril_label_box *b);

/** Length of the part of a segment that lies in the box; 0 when none. */
double kuril_label_box_segment(const kuril_label_box *box, double x0, double y0, double x1, double y1);

/** Whether the box lies wholly within an upright rectangle. */
bool kuril_label_box_within(const kuril_label_box *box, const kuril_rect *rect);

#endif
