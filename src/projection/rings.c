#include "projection/rings.h"

#include "geom/sinks.h"
#include <string.h>

void kuril_xys_grow(kuril_xys *xys, size_t more)
{
    while (xys->room < xys->count + more)
        xys->room = xys->room ? 2 * xys->room : 256;
    xys->at = g_renew(kuril_xy, xys->at, xys->room);
}

void kuril_xys_finish(kuril_xys *xys)
{
    g_free(xys->at);
    *xys = (kuril_xys){0};
}

void kuril_xys_append(kuril_xys *xys, const kuril_xy *from, size_t count)
{
    kuril_xys_grow(xys, count);
    if (count > 0)
        memcpy(xys->at + xys->count, from, count * sizeof *from);
    xys->count += count;
}

void kuril_rings_init(kuril_rings *rings)
{
    rings->points = (kuril_xys){0};
    rings->ends = g_array_new(FALSE, FALSE, sizeof(size_t));
}

void kuril_rings_finish(kuril_rings *rings)
{
    if (!rings->ends)
        return;
    kuril_xys_finish(&rings->points);
    g_array_free(rings->ends, TRUE);
    *rings = (kuril_rings){0};
}

void kuril_rings_clear(kuril_rings *rings)
{
    rings->points.count = 0;
    g_array_set_size(rings->ends, 0);
}

static size_t ring_start(const kuril_rings *rings, size_t i)
{
    return i == 0 ? 0 : g_array_index(rings->ends, size_t, i - 1);
}

/* Twice the area is not computed: a ring is flat when all its points share an x or a y. */
static bool is_flat(const kuril_xy *p, size_t n)
{
    bool same_x = true, same_y = true;
    for (size_t i = 1; i < n && (same_x || same_y); i++) {
        same_x = same_x && p[i].x == p[0].x;
        same_y = same_y && p[i].y == p[0].y;
    }
    return same_x || same_y;
}

void kuril_rings_end(kuril_rings *rings)
{
    const size_t start = ring_start(rings, rings->ends->len), end = rings->points.count;
    if (end - start < 3 || is_flat(rings->points.at + start, end - start))
        rings->points.count = start;
    else
        g_array_append_val(rings->ends, end);
}

size_t kuril_rings_count(const kuril_rings *rings)
{
    return rings->ends->len;
}

const kuril_xy *kuril_rings_at(const kuril_rings *rings, size_t i, size_t *count)
{
    const size_t start = ring_start(rings, i);
    *count = g_array_index(rings->ends, size_t, i) - start;
    return rings->points.at + start;
}

kuril_rect kuril_rings_bounds(const kuril_rings *rings)
{
    kuril_rect box = {G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE};
    for (size_t i = 0; i < rings->points.count; i++) {
        const kuril_xy p = rings->points.at[i];
        box.x_min = MIN(box.x_min, p.x);
        box.x_max = MAX(box.x_max, p.x);
        box.y_min = MIN(box.y_min, p.y);
        box.y_max = MAX(box.y_max, p.y);
    }
    return box;
}

static kuril_status walk_ring(const kuril_xy *p, size_t n, kuril_sink *sink)
{
    kuril_status status = kuril_sink_line_start(sink);
    for (size_t i = 0; i < n && status == KURIL_OK; i++)
        status = kuril_send_point(sink, p[i].x, p[i].y);
    return status == KURIL_OK ? kuril_sink_line_end(sink) : status;
}

kuril_status kuril_rings_walk(const kuril_rings *rings, kuril_sink *sink)
{
    const size_t count = kuril_rings_count(rings);
    if (count == 0)
        return KURIL_OK;
    kuril_status status = kuril_sink_polygon_start(sink);
    for (size_t i = 0; i < count && status == KURIL_OK; i++) {
        size_t n;
        const kuril_xy *p = kuril_rings_at(rings, i, &n);
        status = walk_ring(p, n, sink);
    }
    return status == KURIL_OK ? kuril_sink_polygon_end(sink) : status;
}
