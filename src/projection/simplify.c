/*
 * Drops vertices from lines and rings while they come: from the last vertex kept, a sleeve of the tolerance's width is
 * laid over those that follow; the line is kept on at the last one before the sleeve would miss a vertex. No dropped
 * vertex lies farther than the tolerance from the line that is kept.
 * Source: Zhao and Saalfeld, Linear-time sleeve-fitting polyline simplification algorithms, Auto-Carto 13 (1997).
 */
#include "projection/stages.h"

#include <math.h>

static kuril_simplify *of(kuril_sink *sink)
{
    return (kuril_simplify *)sink;
}

static kuril_status keep(kuril_simplify *s, kuril_xy p)
{
    s->anchor = s->last = p;
    s->farthest = 0;
    s->open = false;
    return kuril_sink_point(s->base.next, p.x, p.y);
}

static double cross(kuril_xy a, kuril_xy b)
{
    return a.x * b.y - a.y * b.x;
}

/* Lays the sleeve over one more vertex; false when it cannot be. `d` is the vertex from the anchor, `r` its length. */
static bool lay(kuril_simplify *s, kuril_xy d, double r)
{
    if (r < s->farthest - s->tolerance)
        return false; /* it turns back: the farthest vertex must stay */
    if (r > s->farthest)
        s->farthest = r;
    if (r <= s->tolerance)
        return !s->open || (cross(s->left, d) <= 0 && cross(s->right, d) >= 0);
    const double c = sqrt(r * r - s->tolerance * s->tolerance);
    const kuril_xy left = {c * d.x - s->tolerance * d.y, c * d.y + s->tolerance * d.x};
    const kuril_xy right = {c * d.x + s->tolerance * d.y, c * d.y - s->tolerance * d.x};
    if (!s->open) {
        s->left = left;
        s->right = right;
        s->open = true;
        return true;
    }
    if (cross(s->left, d) > 0 || cross(s->right, d) < 0)
        return false; /* the vertex itself must be one that the line could be kept to */
    if (cross(s->left, left) < 0)
        s->left = left;
    if (cross(s->right, right) > 0)
        s->right = right;
    return true;
}

static kuril_status simplify_point(kuril_sink *sink, double x, double y)
{
    kuril_simplify *s = of(sink);
    const kuril_xy p = {x, y};
    if (!s->in_line)
        return kuril_sink_point(sink->next, x, y);
    if (s->count++ == 0)
        return keep(s, p);
    kuril_xy d = {x - s->anchor.x, y - s->anchor.y};
    if (!lay(s, d, sqrt(d.x * d.x + d.y * d.y))) {
        const kuril_status status = keep(s, s->last);
        if (status != KURIL_OK)
            return status;
        d = (kuril_xy){x - s->anchor.x, y - s->anchor.y};
        lay(s, d, sqrt(d.x * d.x + d.y * d.y));
    }
    s->last = p;
    return KURIL_OK;
}

static kuril_status simplify_line_start(kuril_sink *sink)
{
    of(sink)->in_line = true;
    of(sink)->count = 0;
    return kuril_sink_line_start(sink->next);
}

static kuril_status simplify_line_end(kuril_sink *sink)
{
    kuril_simplify *s = of(sink);
    kuril_status status = KURIL_OK;
    s->in_line = false;
    if (s->count > 1)
        status = kuril_sink_point(sink->next, s->last.x, s->last.y);
    return status == KURIL_OK ? kuril_sink_line_end(sink->next) : status;
}

static const kuril_sink_ops simplify_ops = {
    .point = simplify_point, .line_start = simplify_line_start, .line_end = simplify_line_end};

void kuril_simplify_init(kuril_simplify *simplify, double tolerance, kuril_sink *next)
{
    *simplify = (kuril_simplify){.base = {&simplify_ops, next}, .tolerance = tolerance};
}

void kuril_simplify_reset(kuril_simplify *simplify)
{
    simplify->in_line = false;
}
