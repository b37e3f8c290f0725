/* Plain sinks: bounds, contract check, event log. */
#ifndef KURIL_GEOM_SINKS_H
#define KURIL_GEOM_SINKS_H

#include <glib.h>
#include <kurilmap/geometry.h>

/** Last sink: the box of all points. Empty (x_min > x_max) until a point comes. */
typedef struct kuril_bounds_sink {
    kuril_sink base;
    kuril_rect rect;
} kuril_bounds_sink;
void kuril_bounds_sink_init(kuril_bounds_sink *sink);

/** Passes everything on and asserts the contract of geometry.h; for tests, between any two stages. */
typedef struct kuril_check_sink {
    kuril_sink base;
    bool in_line, in_polygon;
    size_t points_in_line, lines_in_polygon;
} kuril_check_sink;
void kuril_check_sink_init(kuril_check_sink *sink, kuril_sink *next);

/** Last sink: writes events as text, coordinates rounded, such as "P[ (0,0) (1,0) (1,1) ]". */
typedef struct kuril_log_sink {
    kuril_sink base;
    GString *text; /* borrowed */
    int decimals;
    bool in_polygon;
} kuril_log_sink;
void kuril_log_sink_init(kuril_log_sink *sink, GString *text, int decimals);

/** kuril_sink_point without a call of its own: for what sends many. */
static inline kuril_status kuril_send_point(kuril_sink *sink, double x, double y)
{
    return sink->ops->point ? sink->ops->point(sink, x, y) : kuril_sink_point(sink->next, x, y);
}

#endif
