#include "geom/sinks.h"
#include <math.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        const kuril_status try_status = (call);                                                                        \
        if (try_status != KURIL_OK)                                                                                    \
            return try_status;                                                                                         \
    } while (0)

static kuril_status walk_line(const kuril_geometry *g, kuril_ring ring, kuril_sink *sink)
{
    TRY(kuril_sink_line_start(sink));
    for (size_t i = 0; i < ring.count; i++) {
        const kuril_lonlat p = g->points[ring.first + i];
        TRY(kuril_send_point(sink, p.lon, p.lat));
    }
    return kuril_sink_line_end(sink);
}

static kuril_status walk_polygon(const kuril_geometry *g, kuril_part part, kuril_sink *sink)
{
    TRY(kuril_sink_polygon_start(sink));
    for (size_t r = 0; r < part.count; r++)
        TRY(walk_line(g, g->rings[part.first + r], sink));
    return kuril_sink_polygon_end(sink);
}

kuril_status kuril_geometry_walk(const kuril_geometry *geometry, kuril_sink *sink)
{
    for (size_t i = 0; i < geometry->n_parts; i++) {
        const kuril_part part = geometry->parts[i];
        if (part.count == 0)
            continue;
        const kuril_ring ring = geometry->rings[part.first];
        switch (part.kind) {
        case KURIL_POINT:
            TRY(kuril_sink_point(sink, geometry->points[ring.first].lon, geometry->points[ring.first].lat));
            break;
        case KURIL_LINE:
            TRY(walk_line(geometry, ring, sink));
            break;
        case KURIL_POLYGON:
            TRY(walk_polygon(geometry, part, sink));
            break;
        }
    }
    return KURIL_OK;
}

kuril_status kuril_geometry_walk_polygons(const kuril_geometry *geometry, kuril_sink *sink)
{
    for (size_t i = 0; i < geometry->n_parts; i++)
        if (geometry->parts[i].kind == KURIL_POLYGON && geometry->parts[i].count > 0)
            TRY(walk_polygon(geometry, geometry->parts[i], sink));
    return KURIL_OK;
}

/* An edge along the rim of plate carree is where the data were cut, not a coast or a border. */
static bool on_rim(kuril_lonlat a, kuril_lonlat b)
{
    const double rim = 1e-9;
    const bool at_180 = fabs(fabs(a.lon) - 180) < rim && fabs(fabs(b.lon) - 180) < rim;
    const bool at_pole = fabs(fabs(a.lat) - 90) < rim && fabs(fabs(b.lat) - 90) < rim;
    return at_180 || at_pole;
}

static kuril_status walk_closed(const kuril_geometry *g, kuril_ring ring, kuril_sink *sink)
{
    bool open = false;
    for (size_t i = 0; i < ring.count; i++) {
        const kuril_lonlat a = g->points[ring.first + i], b = g->points[ring.first + (i + 1) % ring.count];
        if (on_rim(a, b)) {
            if (open)
                TRY(kuril_sink_line_end(sink));
            open = false;
            continue;
        }
        if (!open) {
            TRY(kuril_sink_line_start(sink));
            TRY(kuril_sink_point(sink, a.lon, a.lat));
            open = true;
        }
        TRY(kuril_send_point(sink, b.lon, b.lat));
    }
    return open ? kuril_sink_line_end(sink) : KURIL_OK;
}

kuril_status kuril_geometry_walk_outline(const kuril_geometry *geometry, kuril_sink *sink)
{
    for (size_t i = 0; i < geometry->n_parts; i++) {
        const kuril_part part = geometry->parts[i];
        if (part.kind == KURIL_LINE && part.count > 0)
            TRY(walk_line(geometry, geometry->rings[part.first], sink));
        if (part.kind == KURIL_POLYGON)
            for (size_t r = 0; r < part.count; r++)
                TRY(walk_closed(geometry, geometry->rings[part.first + r], sink));
    }
    return KURIL_OK;
}
