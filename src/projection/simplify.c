/*
 * Drops vertices from lines and rings while they come: the line is kept on at the last vertex before a sleeve over those
 * since the one kept before would miss one. No dropped vertex lies farther than the tolerance from the line that is kept.
 */
#include "projection/stages.h"

static kuril_simplify *of(kuril_sink *sink)
{
    return (kuril_simplify *)sink;
}

static kuril_status keep(kuril_simplify *s, kuril_xy p)
{
    s->anchor = s->last = p;
    s->sleeve = (kuril_sleeve){0};
    return kuril_sink_point(s->base.next, p.x, p.y);
}

static kuril_status simplify_point(kuril_sink *sink, double x, double y)
{
    kuril_simplify *s = of(sink);
    const kuril_xy p = {x, y};
    if (!s->in_line)
        return kuril_sink_point(sink->next, x, y);
    if (s->count++ == 0)
        return keep(s, p);
    if (!kuril_sleeve_lay(&s->sleeve, (kuril_xy){x - s->anchor.x, y - s->anchor.y}, s->tolerance)) {
        const kuril_status status = keep(s, s->last);
        if (status != KURIL_OK)
            return status;
        kuril_sleeve_lay(&s->sleeve, (kuril_xy){x - s->anchor.x, y - s->anchor.y}, s->tolerance);
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
