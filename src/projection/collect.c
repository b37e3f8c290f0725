#include "projection/collect.h"

static kuril_collector *of(kuril_sink *sink)
{
    return (kuril_collector *)sink;
}

static kuril_status collect_point(kuril_sink *sink, double x, double y)
{
    kuril_collector *c = of(sink);
    if (!c->gather.in_line)
        return c->ops->point(c, x, y);
    kuril_xys_add(&c->gather.points, x, y);
    return KURIL_OK;
}

static kuril_status collect_line_start(kuril_sink *sink)
{
    kuril_gather *g = &of(sink)->gather;
    g->in_line = true;
    if (!g->in_polygon)
        kuril_gather_clear(g);
    return KURIL_OK;
}

static kuril_status collect_line_end(kuril_sink *sink)
{
    kuril_collector *c = of(sink);
    c->gather.in_line = false;
    kuril_gather_end_ring(&c->gather);
    return c->gather.in_polygon || c->gather.points.count < 2 ? KURIL_OK : c->ops->line(c);
}

static kuril_status collect_polygon_start(kuril_sink *sink)
{
    of(sink)->gather.in_polygon = true;
    kuril_gather_clear(&of(sink)->gather);
    return KURIL_OK;
}

static kuril_status collect_polygon_end(kuril_sink *sink)
{
    of(sink)->gather.in_polygon = false;
    return of(sink)->ops->polygon(of(sink));
}

static const kuril_sink_ops collect_ops = {collect_point, collect_line_start, collect_line_end, collect_polygon_start,
                                           collect_polygon_end};

void kuril_collector_init(kuril_collector *collector, const kuril_collector_ops *ops, kuril_sink *next)
{
    *collector = (kuril_collector){.sink = {&collect_ops, next}, .ops = ops};
    kuril_gather_init(&collector->gather);
}

void kuril_collector_reset(kuril_collector *collector)
{
    collector->gather.in_line = collector->gather.in_polygon = false;
}

void kuril_collector_finish(kuril_collector *collector)
{
    kuril_gather_finish(&collector->gather);
}
