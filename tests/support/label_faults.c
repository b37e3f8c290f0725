#include "label_faults.h"

#include <glib.h>
#include <math.h>

typedef struct quad {
    double x[4], y[4];
} quad;

static quad quad_of_rect(const kuril_rect *r)
{
    return (quad){{r->x_min, r->x_max, r->x_max, r->x_min}, {r->y_min, r->y_min, r->y_max, r->y_max}};
}

static quad quad_of_box(const kuril_label_box *b)
{
    static const double sx[] = {-1, 1, 1, -1}, sy[] = {-1, -1, 1, 1};
    quad q;
    for (int i = 0; i < 4; i++) {
        const double x = sx[i] * b->half_width, y = sy[i] * b->half_height;
        q.x[i] = b->x + x * b->cosine - y * b->sine;
        q.y[i] = b->y + x * b->sine + y * b->cosine;
    }
    return q;
}

static void span(const quad *q, double nx, double ny, double *low, double *high)
{
    *low = INFINITY, *high = -INFINITY;
    for (int i = 0; i < 4; i++) {
        const double at = q->x[i] * nx + q->y[i] * ny;
        *low = fmin(*low, at);
        *high = fmax(*high, at);
    }
}

/* Whether two quads share more than a hundredth of a point in every direction. */
static bool overlap(const quad *a, const quad *b)
{
    const quad *both[] = {a, b};
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 2; i++) {
            const double ex = both[k]->x[i + 1] - both[k]->x[i], ey = both[k]->y[i + 1] - both[k]->y[i];
            const double length = hypot(ex, ey);
            if (length == 0)
                return false;
            double a0, a1, b0, b1;
            span(a, -ey / length, ex / length, &a0, &a1);
            span(b, -ey / length, ex / length, &b0, &b1);
            if (fmin(a1, b1) - fmax(a0, b0) < 0.01)
                return false;
        }
    }
    return true;
}

typedef struct telling {
    const kuril_label_report *report;
    label_fault_fn tell;
    void *user;
    size_t faults;
} telling;

static void fault(telling *t, const char *what, const char *a, const char *b)
{
    t->faults++;
    t->tell(t->user, what, a, b);
}

static bool boxes_hit(const kuril_label_report *r, const kuril_label_entry *e, const quad *other)
{
    for (size_t i = 0; i < e->n_boxes; i++) {
        const quad q = quad_of_box(&r->boxes[e->first_box + i]);
        if (overlap(&q, other))
            return true;
    }
    return false;
}

static void check_neighbours(telling *t, size_t at)
{
    const kuril_label_report *r = t->report;
    const kuril_label_entry *e = &r->entries[at];
    for (size_t k = at + 1; k < r->n_entries; k++) {
        const kuril_label_entry *o = &r->entries[k];
        bool hit = false;
        for (size_t i = 0; i < o->n_boxes && !hit; i++) {
            const quad q = quad_of_box(&r->boxes[o->first_box + i]);
            hit = boxes_hit(r, e, &q);
        }
        if (hit && !(e->may_overlap && o->may_overlap))
            fault(t, "overlap", e->text, o->text);
    }
}

static bool leaves(const kuril_rect *frame, const quad *q)
{
    for (int k = 0; k < 4; k++)
        if (q->x[k] < frame->x_min - 0.01 || q->x[k] > frame->x_max + 0.01 || q->y[k] < frame->y_min - 0.01 ||
            q->y[k] > frame->y_max + 0.01)
            return true;
    return false;
}

static void check_entry(telling *t, const kuril_label_entry *e)
{
    const kuril_label_report *r = t->report;
    for (size_t i = 0; i < e->n_boxes; i++) {
        const quad q = quad_of_box(&r->boxes[e->first_box + i]);
        if (leaves(&r->frame, &q))
            fault(t, "over the frame", e->text, "");
    }
    for (size_t i = 0; i < r->n_furniture; i++) {
        const quad piece = quad_of_rect(&r->furniture[i].rect);
        if (boxes_hit(r, e, &piece))
            fault(t, "on furniture", e->text, "");
    }
    for (size_t i = 0; i < r->n_dots; i++) {
        const quad dot = quad_of_rect(&r->dots[i].rect);
        if (r->dots[i].owner != e->owner && boxes_hit(r, e, &dot))
            fault(t, "on a dot", e->text, "");
    }
}

size_t label_faults(const kuril_label_report *report, label_fault_fn tell, void *user)
{
    telling t = {report, tell, user, 0};
    for (size_t i = 0; i < report->n_entries; i++) {
        if (!report->entries[i].may_overlap)
            check_entry(&t, &report->entries[i]);
        check_neighbours(&t, i);
    }
    return t.faults;
}
