#include "label/shape.h"

#include <math.h>

kuril_label_box kuril_label_box_upright(double x_min, double y_min, double x_max, double y_max)
{
    return (kuril_label_box){(x_min + x_max) / 2, (y_min + y_max) / 2, (x_max - x_min) / 2, (y_max - y_min) / 2, 1, 0};
}

kuril_label_box kuril_label_box_turned(kuril_label_box box, double pivot_x, double pivot_y, double angle_deg)
{
    if (angle_deg == 0)
        return box;
    const double angle = angle_deg * 3.14159265358979323846 / 180, c = cos(angle), s = sin(angle);
    const double dx = box.x - pivot_x, dy = box.y - pivot_y;
    return (kuril_label_box){
        pivot_x + dx * c - dy * s, pivot_y + dx * s + dy * c,     box.half_width,
        box.half_height,           box.cosine * c - box.sine * s, box.cosine * s + box.sine * c,
    };
}

kuril_label_box kuril_label_box_grown(kuril_label_box box, double by)
{
    box.half_width = fmax(0, box.half_width + by);
    box.half_height = fmax(0, box.half_height + by);
    return box;
}

kuril_rect kuril_label_box_bounds(const kuril_label_box *b)
{
    const double w = fabs(b->half_width * b->cosine) + fabs(b->half_height * b->sine);
    const double h = fabs(b->half_width * b->sine) + fabs(b->half_height * b->cosine);
    return (kuril_rect){b->x - w, b->y - h, b->x + w, b->y + h};
}

kuril_rect kuril_label_boxes_bounds(const kuril_label_box *boxes, size_t n)
{
    kuril_rect all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < n; i++) {
        const kuril_rect one = kuril_label_box_bounds(&boxes[i]);
        all.x_min = one.x_min < all.x_min ? one.x_min : all.x_min;
        all.y_min = one.y_min < all.y_min ? one.y_min : all.y_min;
        all.x_max = one.x_max > all.x_max ? one.x_max : all.x_max;
        all.y_max = one.y_max > all.y_max ? one.y_max : all.y_max;
    }
    return all;
}

/* Whether an axis of `a` separates the boxes (separating axis theorem). */
static bool separated(const kuril_label_box *a, const kuril_label_box *b)
{
    const double dx = b->x - a->x, dy = b->y - a->y;
    const double along = dx * a->cosine + dy * a->sine, across = dy * a->cosine - dx * a->sine;
    const double c = fabs(a->cosine * b->cosine + a->sine * b->sine);
    const double s = fabs(a->cosine * b->sine - a->sine * b->cosine);
    const double slack = 1e-9;
    return fabs(along) >= a->half_width + b->half_width * c + b->half_height * s - slack ||
           fabs(across) >= a->half_height + b->half_width * s + b->half_height * c - slack;
}

bool kuril_label_box_overlaps(const kuril_label_box *a, const kuril_label_box *b)
{
    const double reach = a->half_width + a->half_height + b->half_width + b->half_height;
    if (fabs(a->x - b->x) >= reach || fabs(a->y - b->y) >= reach)
        return false; /* too far apart whatever their angles: most pairs */
    return !separated(a, b) && !separated(b, a);
}

/* Cuts [t0, t1] to where |from + t * step| <= half. (fmin and fmax, which must think of NaN, are calls.) */
static bool cut(double from, double step, double half, double *t0, double *t1)
{
    if (step == 0)
        return fabs(from) < half;
    const double inverse = 1 / step, a = (-half - from) * inverse, b = (half - from) * inverse;
    const double in = a < b ? a : b, out = a < b ? b : a;
    *t0 = *t0 > in ? *t0 : in;
    *t1 = *t1 < out ? *t1 : out;
    return *t0 < *t1;
}

double kuril_label_box_segment(const kuril_label_box *b, double x0, double y0, double x1, double y1)
{
    const double px = (x0 - b->x) * b->cosine + (y0 - b->y) * b->sine;
    const double py = (y0 - b->y) * b->cosine - (x0 - b->x) * b->sine;
    const double dx = (x1 - x0) * b->cosine + (y1 - y0) * b->sine, dy = (y1 - y0) * b->cosine - (x1 - x0) * b->sine;
    double t0 = 0, t1 = 1;
    if (!cut(px, dx, b->half_width, &t0, &t1) || !cut(py, dy, b->half_height, &t0, &t1))
        return 0;
    return (t1 - t0) * hypot(dx, dy);
}

bool kuril_label_box_within(const kuril_label_box *box, const kuril_rect *rect)
{
    const kuril_rect b = kuril_label_box_bounds(box);
    return b.x_min >= rect->x_min && b.x_max <= rect->x_max && b.y_min >= rect->y_min && b.y_max <= rect->y_max;
}
