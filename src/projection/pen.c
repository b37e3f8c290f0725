#include "projection/stages.h"

kuril_status kuril_pen_lift(kuril_pen *pen)
{
    const bool was = pen->down;
    pen->down = false;
    return was ? kuril_sink_line_end(pen->next) : KURIL_OK;
}

static kuril_status set_down(kuril_pen *pen, kuril_xy at)
{
    const kuril_status status = kuril_sink_line_start(pen->next);
    pen->down = true;
    return status == KURIL_OK ? kuril_sink_point(pen->next, at.x, at.y) : status;
}

kuril_status kuril_pen_draw(kuril_pen *pen, kuril_xy a, kuril_xy b)
{
    const kuril_xy start = a, end = b;
    kuril_status status = KURIL_OK;
    if (!kuril_segment_clip(pen->box, &a, &b))
        return KURIL_OK;
    if (a.x != start.x || a.y != start.y)
        status = kuril_pen_lift(pen);
    if (status == KURIL_OK && !pen->down)
        status = set_down(pen, a);
    if (status == KURIL_OK)
        status = kuril_sink_point(pen->next, b.x, b.y);
    return status == KURIL_OK && (b.x != end.x || b.y != end.y) ? kuril_pen_lift(pen) : status;
}
