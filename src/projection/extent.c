#include "projection/internal.h"

/* The frame's edge, walked once round; what lies off the globe is passed over, so that the polygon closes along the
   limit as straight as longitude and latitude allow. */
kuril_status kuril_page_walk_extent(const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *rect,
                                    kuril_sink *sink)
{
    enum { N = 64 };
    const double xs[] = {rect->x_min, rect->x_max, rect->x_max, rect->x_min};
    const double ys[] = {rect->y_max, rect->y_max, rect->y_min, rect->y_min};
    bool open = false;
    kuril_status status = KURIL_OK;
    for (int i = 0; i < 4 * N && status == KURIL_OK; i++) {
        const int side = i / N, next = (side + 1) % 4;
        const double t = (double)(i % N) / N;
        kuril_lonlat p;
        if (!kuril_page_to_lonlat(projection, fit, xs[side] + t * (xs[next] - xs[side]),
                                  ys[side] + t * (ys[next] - ys[side]), &p))
            continue;
        if (!open) {
            status = kuril_sink_polygon_start(sink);
            if (status == KURIL_OK)
                status = kuril_sink_line_start(sink);
            open = true;
        }
        if (status == KURIL_OK)
            status = kuril_sink_point(sink, p.lon, p.lat);
    }
    if (status != KURIL_OK || !open)
        return status;
    status = kuril_sink_line_end(sink);
    return status == KURIL_OK ? kuril_sink_polygon_end(sink) : status;
}
