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

/* ---- Lines. ---- */

static double direction(const kuril_lonlat *points, size_t i)
{
    return atan2(points[i + 1].lat - points[i].lat, points[i + 1].lon - points[i].lon);
}

/* How much the line turns between two lengths. */
static double turn_between(const kuril_lonlat *points, size_t n, double from, double to)
{
    double at = 0, turn = 0;
    for (size_t i = 0; i + 2 < n && at < to; i++) {
        at += hypot(points[i + 1].lon - points[i].lon, points[i + 1].lat - points[i].lat);
        if (at > from && at < to)
            turn += fabs(remainder(direction(points, i + 1) - direction(points, i), 2 * 3.14159265358979323846));
    }
    return turn;
}

size_t kuril_label_line_middles(const kuril_lonlat *points, size_t n_points, double width, double step,
                                kuril_label_middle *out, size_t max)
{
    double length = 0;
    for (size_t i = 0; i + 1 < n_points; i++)
        length += hypot(points[i + 1].lon - points[i].lon, points[i + 1].lat - points[i].lat);
    const double reach = (length - width) / 2;
    if (!(reach >= 0) || !(step > 0))
        return 0;
    size_t count = 0;
    for (size_t i = 0; count < max; i++) {
        const double off = step * (double)((i + 1) / 2);
        if (off > reach)
            break;
        const double at = length / 2 + (i % 2 == 1 ? off : -off);
        out[count++] = (kuril_label_middle){at, turn_between(points, n_points, at - width / 2, at + width / 2)};
    }
    return count;
}
