#include "geom/sinks.h"
#include <math.h>

static kuril_status bounds_point(kuril_sink *sink, double x, double y)
{
    kuril_rect *rect = &((kuril_bounds_sink *)sink)->rect;
    rect->x_min = fmin(rect->x_min, x);
    rect->x_max = fmax(rect->x_max, x);
    rect->y_min = fmin(rect->y_min, y);
    rect->y_max = fmax(rect->y_max, y);
    return KURIL_OK;
}

static kuril_status ignore(kuril_sink *sink)
{
    (void)sink;
    return KURIL_OK;
}

static const kuril_sink_ops bounds_ops = {bounds_point, ignore, ignore, ignore, ignore};

void kuril_bounds_sink_init(kuril_bounds_sink *sink)
{
    *sink = (kuril_bounds_sink){{&bounds_ops, NULL}, {INFINITY, INFINITY, -INFINITY, -INFINITY}};
}
