#include "label/candidates.h"

#include <math.h>

const kuril_label_anchor kuril_label_anchor_order[8] = {
    KURIL_ANCHOR_BOTTOM_LEFT, KURIL_ANCHOR_LEFT,      KURIL_ANCHOR_TOP_LEFT, KURIL_ANCHOR_BOTTOM_RIGHT,
    KURIL_ANCHOR_RIGHT,       KURIL_ANCHOR_TOP_RIGHT, KURIL_ANCHOR_BOTTOM,   KURIL_ANCHOR_TOP,
};

const double kuril_label_anchor_cost[KURIL_ANCHOR_COUNT] = {
    [KURIL_ANCHOR_BOTTOM_LEFT] = 0,    [KURIL_ANCHOR_LEFT] = 0.05, [KURIL_ANCHOR_TOP_LEFT] = 0.2,
    [KURIL_ANCHOR_BOTTOM_RIGHT] = 0.4, [KURIL_ANCHOR_RIGHT] = 0.4, [KURIL_ANCHOR_TOP_RIGHT] = 0.55,
    [KURIL_ANCHOR_BOTTOM] = 0.6,       [KURIL_ANCHOR_TOP] = 0.7,   [KURIL_ANCHOR_CENTER] = 1,
};

/* Where the anchor lies in the text: -1 left or top, 0 middle, 1 right or bottom. */
static const struct {
    int x, y;
} sides[KURIL_ANCHOR_COUNT] = {
    [KURIL_ANCHOR_CENTER] = {0, 0},     [KURIL_ANCHOR_LEFT] = {-1, 0},        [KURIL_ANCHOR_RIGHT] = {1, 0},
    [KURIL_ANCHOR_TOP] = {0, -1},       [KURIL_ANCHOR_BOTTOM] = {0, 1},       [KURIL_ANCHOR_TOP_LEFT] = {-1, -1},
    [KURIL_ANCHOR_TOP_RIGHT] = {1, -1}, [KURIL_ANCHOR_BOTTOM_LEFT] = {-1, 1}, [KURIL_ANCHOR_BOTTOM_RIGHT] = {1, 1},
};

void kuril_label_anchor_corner(kuril_label_anchor anchor, double x, double y, double width, double height, double *left,
                               double *top)
{
    *left = x - width * (sides[anchor].x + 1) / 2;
    *top = y - height * (sides[anchor].y + 1) / 2;
}

void kuril_label_anchor_step(kuril_label_anchor anchor, double radius, double *dx, double *dy)
{
    const double r = sides[anchor].x != 0 && sides[anchor].y != 0 ? radius / sqrt(2) : radius;
    *dx = -sides[anchor].x * r;
    *dy = -sides[anchor].y * r;
}

kuril_label_box kuril_label_leader_box(double x0, double y0, double x1, double y1, double half_width)
{
    const double length = hypot(x1 - x0, y1 - y0);
    if (!(length > 0))
        return (kuril_label_box){x0, y0, half_width, half_width, 1, 0};
    return (kuril_label_box){(x0 + x1) / 2, (y0 + y1) / 2,      length / 2,
                             half_width,    (x1 - x0) / length, (y1 - y0) / length};
}
