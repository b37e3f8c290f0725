#include "render/outline.h"

#include <math.h>

static const double ARC_ERROR = 0.05;  /* pixels between an arc and its chords */
static const double SAME_POINT = 1e-4; /* pixels */

/* An edge's direction turned to the left and as long as half of the width, and its length. */
typedef struct side {
    double x, y, length;
} side;

void kuril_outline_init(kuril_outline *o, kuril_coverage *to, const kuril_stroke *stroke, double pixels_per_pt)
{
    *o = (kuril_outline){.to = to,
                         .half = stroke->width_pt * pixels_per_pt / 2,
                         .cap = stroke->cap,
                         .join = stroke->join,
                         .miter_limit = stroke->miter_limit > 0 ? stroke->miter_limit : 2};
    const double half_step = acos(fmax(1 - ARC_ERROR / o->half, 0.7)); /* a quarter circle is at least cut in two */
    o->cos_step = cos(2 * half_step);
    o->sin_step = sin(2 * half_step);
}

static void edge(const kuril_outline *o, path_point a, path_point b)
{
    kuril_coverage_edge(o->to, a.x, a.y, b.x, b.y);
}

static path_point offset(path_point p, double x, double y)
{
    return (path_point){p.x + x, p.y + y};
}

static side side_of(const kuril_outline *o, path_point a, path_point b)
{
    const double dx = b.x - a.x, dy = b.y - a.y, length = hypot(dx, dy);
    return (side){-dy / length * o->half, dx / length * o->half, length};
}

/* From p + a to p + b along the circle round p: by the left (towards growing angles) or by the right. */
static void arc(const kuril_outline *o, path_point p, path_point a, path_point b, double turn)
{
    const double square = o->half * o->half, sine = turn * o->sin_step;
    path_point at = a;
    /* While more than a step is left: b lies on the far side of the next vertex. */
    for (int guard = 0; guard < 4096; guard++) {
        const path_point next = {at.x * o->cos_step - at.y * sine, at.x * sine + at.y * o->cos_step};
        const double ahead = turn * (next.x * b.y - next.y * b.x), dot = at.x * b.x + at.y * b.y;
        if (dot >= square * o->cos_step || (ahead <= 0 && dot > 0))
            break;
        edge(o, offset(p, at.x, at.y), offset(p, next.x, next.y));
        at = next;
    }
    edge(o, offset(p, at.x, at.y), offset(p, b.x, b.y));
}

/* The outer side of a corner, from p + a to p + b. */
static void outer(const kuril_outline *o, path_point p, path_point a, path_point b, double turn)
{
    const double square = o->half * o->half, dot = a.x * b.x + a.y * b.y;
    if (o->join == KURIL_JOIN_ROUND && dot < square * o->cos_step) {
        arc(o, p, a, b, turn);
        return;
    }
    /* 1 / cos of half the turn is the mitre's length over the width. */
    const double half_cosine_2 = (1 + dot / square) / 2;
    if (o->join == KURIL_JOIN_MITER && half_cosine_2 * o->miter_limit * o->miter_limit >= 1) {
        const double k = 1 / (2 * half_cosine_2);
        const path_point tip = offset(p, (a.x + b.x) * k, (a.y + b.y) * k);
        edge(o, offset(p, a.x, a.y), tip);
        edge(o, tip, offset(p, b.x, b.y));
        return;
    }
    edge(o, offset(p, a.x, a.y), offset(p, b.x, b.y));
}

/* Where the inner sides of a corner cross, if that is on the nearer halves of both edges. */
static bool inner_corner(const kuril_outline *o, path_point p, const side *a, const side *b, double sign,
                         path_point *out)
{
    const double square = o->half * o->half, dot = a->x * b->x + a->y * b->y, cross = a->x * b->y - a->y * b->x;
    const double shortest = fmin(a->length, b->length) / 2;
    if (!(square + dot > 0) || fabs(cross) / (square + dot) * o->half > shortest)
        return false;
    const double k = sign * square / (square + dot);
    *out = offset(p, (a->x + b->x) * k, (a->y + b->y) * k);
    return true;
}

/* Ends the sides of edge a at p and begins those of edge b. */
static void corner(kuril_outline *o, path_point p, const side *a, const side *b)
{
    const path_point left_end = offset(p, a->x, a->y), right_end = offset(p, -a->x, -a->y);
    const path_point left = offset(p, b->x, b->y), right = offset(p, -b->x, -b->y);
    const double cross = a->x * b->y - a->y * b->x;
    path_point inner;
    o->corners++;
    if (cross > 0) { /* to the side on which `left` lies */
        if (inner_corner(o, p, a, b, 1, &inner)) {
            edge(o, o->left, inner);
            o->left = inner;
        } else {
            edge(o, o->left, left_end);
            edge(o, left_end, p);
            edge(o, p, left);
            o->left = left;
            o->tight++;
        }
        outer(o, p, (path_point){-b->x, -b->y}, (path_point){-a->x, -a->y}, -1);
        edge(o, right_end, o->right);
        o->right = right;
        return;
    }
    if (inner_corner(o, p, a, b, -1, &inner)) {
        edge(o, inner, o->right);
        o->right = inner;
    } else {
        edge(o, right, p);
        edge(o, p, right_end);
        edge(o, right_end, o->right);
        o->right = right;
        o->tight++;
    }
    edge(o, o->left, left_end);
    outer(o, p, (path_point){a->x, a->y}, (path_point){b->x, b->y}, -1);
    o->left = left;
}

/* From p + a to p - a, beyond the end of the line. */
static void cap(const kuril_outline *o, path_point p, path_point a)
{
    const path_point from = offset(p, a.x, a.y), to = offset(p, -a.x, -a.y), on = {a.y, -a.x};
    if (o->cap == KURIL_CAP_BUTT) {
        edge(o, from, to);
    } else if (o->cap == KURIL_CAP_ROUND) {
        arc(o, p, a, on, -1);
        arc(o, p, on, (path_point){-a.x, -a.y}, -1);
    } else {
        edge(o, from, offset(from, on.x, on.y));
        edge(o, offset(from, on.x, on.y), offset(to, on.x, on.y));
        edge(o, offset(to, on.x, on.y), to);
    }
}

/* A line of no length: what its caps make of it. */
static void dot(const kuril_outline *o, path_point p)
{
    if (o->cap == KURIL_CAP_BUTT)
        return;
    const path_point a = {0, o->half};
    cap(o, p, a);
    cap(o, p, (path_point){-a.x, -a.y});
}

static void open_line(kuril_outline *o, const path_point *p, size_t n)
{
    side a = side_of(o, p[0], p[1]);
    o->left = offset(p[0], a.x, a.y);
    o->right = offset(p[0], -a.x, -a.y);
    cap(o, p[0], (path_point){-a.x, -a.y});
    for (size_t i = 1; i + 1 < n; i++) {
        const side b = side_of(o, p[i], p[i + 1]);
        corner(o, p[i], &a, &b);
        a = b;
    }
    edge(o, o->left, offset(p[n - 1], a.x, a.y));
    cap(o, p[n - 1], (path_point){a.x, a.y});
    edge(o, offset(p[n - 1], -a.x, -a.y), o->right);
}

/* The corner at the first point comes first without its edges' ends, which are drawn at the end of the last edge. */
static void ring(kuril_outline *o, const path_point *p, size_t n)
{
    const side last = side_of(o, p[n - 1], p[0]);
    side a = side_of(o, p[0], p[1]);
    path_point left = offset(p[0], a.x, a.y), right = offset(p[0], -a.x, -a.y), inner;
    const double cross = last.x * a.y - last.y * a.x;
    if (cross > 0 && inner_corner(o, p[0], &last, &a, 1, &inner))
        left = inner;
    else if (!(cross > 0) && inner_corner(o, p[0], &last, &a, -1, &inner))
        right = inner;
    o->left = left;
    o->right = right;
    for (size_t i = 1; i <= n; i++) {
        const side b = side_of(o, p[i % n], p[(i + 1) % n]);
        corner(o, p[i % n], &a, &b);
        a = b;
    }
}

static bool same(path_point a, path_point b)
{
    return fabs(a.x - b.x) < SAME_POINT && fabs(a.y - b.y) < SAME_POINT;
}

void kuril_outline_add(kuril_outline *o, path_point *points, size_t n, bool closed)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !same(points[i], points[kept - 1]))
            points[kept++] = points[i];
    while (closed && kept > 1 && same(points[0], points[kept - 1]))
        kept--;
    if (kept == 1)
        dot(o, points[0]);
    else if (closed && kept > 1)
        ring(o, points, kept);
    else if (kept > 1)
        open_line(o, points, kept);
}
