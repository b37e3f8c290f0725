#include "projection/stages.h"

#include "geom/sinks.h"

static kuril_clip_rect *of(kuril_sink *sink)
{
    return (kuril_clip_rect *)sink;
}

static bool inside(const kuril_rect *box, double x, double y)
{
    return x >= box->x_min && x <= box->x_max && y >= box->y_min && y <= box->y_max;
}

static kuril_status clip_point(kuril_sink *sink, double x, double y)
{
    kuril_clip_rect *c = of(sink);
    if (c->in_polygon) {
        kuril_rings_add(&c->rings, x, y);
        return KURIL_OK;
    }
    return inside(&c->box, x, y) ? kuril_sink_point(sink->next, x, y) : KURIL_OK;
}

static kuril_status line_point(kuril_sink *sink, double x, double y)
{
    kuril_clip_rect *c = of(sink);
    const kuril_xy p = {x, y}, q = c->previous;
    const bool first = !c->has_previous;
    c->previous = p;
    c->has_previous = true;
    if (c->pen.down && inside(&c->box, x, y))
        return kuril_send_point(c->pen.next, x, y);
    return first ? KURIL_OK : kuril_pen_draw(&c->pen, q, p);
}

static const kuril_sink_ops line_ops;
static const kuril_sink_ops clip_ops;

static kuril_status clip_line_start(kuril_sink *sink)
{
    kuril_clip_rect *c = of(sink);
    c->has_previous = false;
    c->pen = (kuril_pen){sink->next, &c->box, false};
    if (!c->in_polygon)
        sink->ops = &line_ops;
    return KURIL_OK;
}

static kuril_status clip_line_end(kuril_sink *sink)
{
    kuril_clip_rect *c = of(sink);
    c->has_previous = false;
    if (c->in_polygon) {
        kuril_rings_end(&c->rings);
        return KURIL_OK;
    }
    sink->ops = &clip_ops;
    return kuril_pen_lift(&c->pen);
}

static kuril_status clip_polygon_start(kuril_sink *sink)
{
    of(sink)->in_polygon = true;
    kuril_rings_clear(&of(sink)->rings);
    return KURIL_OK;
}

static kuril_status clip_polygon_end(kuril_sink *sink)
{
    kuril_clip_rect *c = of(sink);
    c->in_polygon = false;
    kuril_rings_clip(&c->rings, &c->box, &c->clipper);
    return kuril_rings_walk(&c->rings, sink->next);
}

static const kuril_sink_ops clip_ops = {clip_point, clip_line_start, clip_line_end, clip_polygon_start,
                                        clip_polygon_end};
static const kuril_sink_ops line_ops = {line_point, clip_line_start, clip_line_end, clip_polygon_start,
                                        clip_polygon_end};

void kuril_clip_rect_init(kuril_clip_rect *clip, const kuril_rect *box, kuril_sink *next)
{
    *clip = (kuril_clip_rect){.base = {&clip_ops, next}, .box = *box};
    kuril_rings_init(&clip->rings);
    kuril_clipper_init(&clip->clipper);
}

void kuril_clip_rect_reset(kuril_clip_rect *clip)
{
    clip->base.ops = &clip_ops;
    clip->in_polygon = clip->pen.down = clip->has_previous = false;
}

void kuril_clip_rect_finish(kuril_clip_rect *clip)
{
    kuril_rings_finish(&clip->rings);
    kuril_clipper_finish(&clip->clipper);
}
