#include <kurilmap/geometry.h>

kuril_status kuril_sink_point(kuril_sink *sink, double x, double y)
{
    return sink->ops->point ? sink->ops->point(sink, x, y) : kuril_sink_point(sink->next, x, y);
}

kuril_status kuril_sink_line_start(kuril_sink *sink)
{
    return sink->ops->line_start ? sink->ops->line_start(sink) : kuril_sink_line_start(sink->next);
}

kuril_status kuril_sink_line_end(kuril_sink *sink)
{
    return sink->ops->line_end ? sink->ops->line_end(sink) : kuril_sink_line_end(sink->next);
}

kuril_status kuril_sink_polygon_start(kuril_sink *sink)
{
    return sink->ops->polygon_start ? sink->ops->polygon_start(sink) : kuril_sink_polygon_start(sink->next);
}

kuril_status kuril_sink_polygon_end(kuril_sink *sink)
{
    return sink->ops->polygon_end ? sink->ops->polygon_end(sink) : kuril_sink_polygon_end(sink->next);
}
