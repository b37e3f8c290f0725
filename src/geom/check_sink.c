#include "geom/sinks.h"
#include <assert.h>
#include <math.h>

static kuril_status check_point(kuril_sink *sink, double x, double y)
{
    kuril_check_sink *c = (kuril_check_sink *)sink;
    assert(isfinite(x) && isfinite(y));
    assert(c->in_line || !c->in_polygon);
    c->points_in_line++;
    return kuril_sink_point(sink->next, x, y);
}

static kuril_status check_line_start(kuril_sink *sink)
{
    kuril_check_sink *c = (kuril_check_sink *)sink;
    assert(!c->in_line);
    c->in_line = true;
    c->points_in_line = 0;
    c->lines_in_polygon++;
    return kuril_sink_line_start(sink->next);
}

static kuril_status check_line_end(kuril_sink *sink)
{
    kuril_check_sink *c = (kuril_check_sink *)sink;
    assert(c->in_line && c->points_in_line > 0);
    c->in_line = false;
    return kuril_sink_line_end(sink->next);
}

static kuril_status check_polygon_start(kuril_sink *sink)
{
    kuril_check_sink *c = (kuril_check_sink *)sink;
    assert(!c->in_line && !c->in_polygon);
    c->in_polygon = true;
    c->lines_in_polygon = 0;
    return kuril_sink_polygon_start(sink->next);
}

static kuril_status check_polygon_end(kuril_sink *sink)
{
    kuril_check_sink *c = (kuril_check_sink *)sink;
    assert(c->in_polygon && !c->in_line && c->lines_in_polygon > 0);
    c->in_polygon = false;
    return kuril_sink_polygon_end(sink->next);
}

static const kuril_sink_ops check_ops = {check_point, check_line_start, check_line_end, check_polygon_start,
                                         check_polygon_end};

void kuril_check_sink_init(kuril_check_sink *sink, kuril_sink *next)
{
    *sink = (kuril_check_sink){.base = {&check_ops, next}};
}
