#include "furniture/arrange.h"

#include <math.h>
#include <string.h>

typedef struct search {
    const kuril_rect *frame;
    double gap;
    const kuril_box_request *boxes;
    size_t n;
    const kuril_weight *weights;
    size_t n_weights;
    kuril_rect now[KURIL_ARRANGE_MAX], best[KURIL_ARRANGE_MAX];
    double best_cost;
} search;

static const kuril_rect nowhere = {1, 1, 0, 0};

static bool is_empty(const kuril_rect *r)
{
    return r->x_min > r->x_max;
}

static double overlap(const kuril_rect *a, const kuril_rect *b)
{
    if (a->x_max <= b->x_min || b->x_max <= a->x_min || a->y_max <= b->y_min || b->y_max <= a->y_min)
        return 0; /* most, at the price of no call */
    const double w = fmin(a->x_max, b->x_max) - fmax(a->x_min, b->x_min);
    const double h = fmin(a->y_max, b->y_max) - fmax(a->y_min, b->y_min);
    return w > 0 && h > 0 ? w * h : 0;
}

static double area(const kuril_rect *r)
{
    return fmax(r->x_max - r->x_min, 1) * fmax(r->y_max - r->y_min, 1);
}

static double covered(const search *s, const kuril_rect *r)
{
    double cost = 0;
    for (size_t i = 0; i < s->n_weights; i++) {
        const double common = overlap(r, &s->weights[i].rect);
        if (common > 0)
            cost += s->weights[i].weight * common / area(&s->weights[i].rect);
    }
    return cost;
}

static kuril_rect in_corner(const search *s, const kuril_box_request *box, kuril_corner corner)
{
    const bool left = corner == KURIL_TOP_LEFT || corner == KURIL_BOTTOM_LEFT;
    const bool top = corner == KURIL_TOP_LEFT || corner == KURIL_TOP_RIGHT;
    const double x = left ? s->frame->x_min + s->gap : s->frame->x_max - s->gap - box->width;
    const double y = top ? s->frame->y_min + s->gap : s->frame->y_max - s->gap - box->height;
    return (kuril_rect){x, y, x + box->width, y + box->height};
}

static bool fits(const search *s, size_t i, const kuril_rect *r)
{
    const double slack = 1e-6;
    if (r->x_min < s->frame->x_min - slack || r->x_max > s->frame->x_max + slack ||
        r->y_min < s->frame->y_min - slack || r->y_max > s->frame->y_max + slack)
        return false;
    const kuril_rect wide = {r->x_min - s->gap + slack, r->y_min - s->gap + slack, r->x_max + s->gap - slack,
                             r->y_max + s->gap - slack};
    for (size_t j = 0; j < i; j++)
        if (!is_empty(&s->now[j]) && overlap(&wide, &s->now[j]) > 0)
            return false;
    return true;
}

static void place_from(search *s, size_t i, double cost);

static void try_rect(search *s, size_t i, const kuril_rect *r, double cost)
{
    if (!fits(s, i, r))
        return;
    s->now[i] = *r;
    place_from(s, i + 1, cost + covered(s, r));
}

/* Beside or above a placed box, aligned with the side of the frame that it stands at; never in another corner than the
   one that is insisted on. */
static void try_beside(search *s, size_t i, const kuril_rect *other, double cost)
{
    const kuril_box_request *box = &s->boxes[i];
    const bool left = other->x_min - s->frame->x_min < s->frame->x_max - other->x_max;
    const bool top = other->y_min - s->frame->y_min < s->frame->y_max - other->y_max;
    const kuril_corner corner =
        top ? (left ? KURIL_TOP_LEFT : KURIL_TOP_RIGHT) : (left ? KURIL_BOTTOM_LEFT : KURIL_BOTTOM_RIGHT);
    if (box->wanted != KURIL_ANY_CORNER && box->wanted != corner)
        return;
    const double x_aligned = left ? other->x_min : other->x_max - box->width;
    const double y_aligned = top ? other->y_min : other->y_max - box->height;
    const double x_next = left ? other->x_max + s->gap : other->x_min - s->gap - box->width;
    const double y_next = top ? other->y_max + s->gap : other->y_min - s->gap - box->height;
    const kuril_rect stacked = {x_aligned, y_next, x_aligned + box->width, y_next + box->height};
    const kuril_rect abreast = {x_next, y_aligned, x_next + box->width, y_aligned + box->height};
    try_rect(s, i, &stacked, cost);
    try_rect(s, i, &abreast, cost);
}

/* From a corner that is insisted on, but may not be covered, along both edges as far as the box is still in that
   quarter: the nearest place that is free. */
static void try_along_edges(search *s, size_t i, kuril_corner corner, double cost)
{
    enum { SLIDING = 3 };
    const kuril_rect *f = s->frame;
    const kuril_rect r = in_corner(s, &s->boxes[i], corner);
    const double right = corner == KURIL_TOP_LEFT || corner == KURIL_BOTTOM_LEFT ? 1 : -1;
    const double down = corner == KURIL_TOP_LEFT || corner == KURIL_TOP_RIGHT ? 1 : -1;
    for (int across = 0; across < 2; across++) {
        const double room = across ? fabs(f->x_min + f->x_max - r.x_min - r.x_max) / 2
                                   : fabs(f->y_min + f->y_max - r.y_min - r.y_max) / 2;
        for (double d = s->gap; d < room; d += s->gap) {
            const double dx = across ? d * right : 0, dy = across ? 0 : d * down;
            const kuril_rect moved = {r.x_min + dx, r.y_min + dy, r.x_max + dx, r.y_max + dy};
            if (fits(s, i, &moved) && !isinf(covered(s, &moved))) {
                try_rect(s, i, &moved, cost + SLIDING);
                break;
            }
        }
    }
}

static void place_from(search *s, size_t i, double cost)
{
    enum { OTHER_CORNER = 1, STACKED = 2 };
    if (cost >= s->best_cost)
        return;
    if (i == s->n) {
        s->best_cost = cost;
        memcpy(s->best, s->now, sizeof s->best);
        return;
    }
    const kuril_box_request *box = &s->boxes[i];
    s->now[i] = nowhere;
    if (box->width <= 0 || box->height <= 0) {
        place_from(s, i + 1, cost);
        return;
    }
    for (int corner = 0; corner < KURIL_ANY_CORNER; corner++) {
        if (box->wanted != KURIL_ANY_CORNER && box->wanted != (kuril_corner)corner)
            continue;
        const kuril_rect r = in_corner(s, box, (kuril_corner)corner);
        try_rect(s, i, &r, cost + (box->prefer == (kuril_corner)corner ? 0 : OTHER_CORNER));
        if (box->wanted == (kuril_corner)corner && isinf(covered(s, &r)))
            try_along_edges(s, i, (kuril_corner)corner, cost);
    }
    for (size_t j = 0; j < i; j++)
        if (!is_empty(&s->now[j]))
            try_beside(s, i, &s->now[j], cost + STACKED);
    s->now[i] = nowhere;
    place_from(s, i + 1, cost + (box->worth > 0 ? box->worth : KURIL_ARRANGE_LEFT_OUT));
}

double kuril_arrange(const kuril_rect *frame, double gap, const kuril_box_request *boxes, size_t n,
                     const kuril_weight *weights, size_t n_weights, kuril_rect *rects)
{
    search s = {.frame = frame,
                .gap = gap,
                .boxes = boxes,
                .n = n < KURIL_ARRANGE_MAX ? n : KURIL_ARRANGE_MAX,
                .weights = weights,
                .n_weights = n_weights,
                .best_cost = INFINITY};
    place_from(&s, 0, 0);
    for (size_t i = 0; i < n; i++)
        rects[i] = i < s.n ? s.best[i] : nowhere;
    return s.best_cost;
}
