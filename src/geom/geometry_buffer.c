#include "geom/geometry_buffer.h"

#include <math.h>

static kuril_status buffer_point(kuril_sink *sink, double x, double y)
{
    kuril_geometry_buffer *b = (kuril_geometry_buffer *)sink;
    const kuril_lonlat p = {x, y};
    if (!b->in_line) {
        const kuril_ring ring = {b->points->len, 1};
        const kuril_part part = {KURIL_POINT, b->rings->len, 1};
        g_array_append_val(b->rings, ring);
        g_array_append_val(b->parts, part);
    } else {
        g_array_index(b->rings, kuril_ring, b->rings->len - 1).count++;
    }
    g_array_append_val(b->points, p);
    return KURIL_OK;
}

static kuril_status buffer_line_start(kuril_sink *sink)
{
    kuril_geometry_buffer *b = (kuril_geometry_buffer *)sink;
    if (b->in_polygon) {
        g_array_index(b->parts, kuril_part, b->parts->len - 1).count++;
    } else {
        const kuril_part part = {KURIL_LINE, b->rings->len, 1};
        g_array_append_val(b->parts, part);
    }
    const kuril_ring ring = {b->points->len, 0};
    g_array_append_val(b->rings, ring);
    b->in_line = true;
    return KURIL_OK;
}

static kuril_status buffer_line_end(kuril_sink *sink)
{
    ((kuril_geometry_buffer *)sink)->in_line = false;
    return KURIL_OK;
}

static kuril_status buffer_polygon_start(kuril_sink *sink)
{
    kuril_geometry_buffer *b = (kuril_geometry_buffer *)sink;
    const kuril_part part = {KURIL_POLYGON, b->rings->len, 0};
    g_array_append_val(b->parts, part);
    b->in_polygon = true;
    return KURIL_OK;
}

static kuril_status buffer_polygon_end(kuril_sink *sink)
{
    ((kuril_geometry_buffer *)sink)->in_polygon = false;
    return KURIL_OK;
}

static const kuril_sink_ops buffer_ops = {buffer_point, buffer_line_start, buffer_line_end, buffer_polygon_start,
                                          buffer_polygon_end};

void kuril_geometry_buffer_init(kuril_geometry_buffer *buffer)
{
    *buffer = (kuril_geometry_buffer){.base = {&buffer_ops, NULL},
                                      .points = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat)),
                                      .rings = g_array_new(FALSE, FALSE, sizeof(kuril_ring)),
                                      .parts = g_array_new(FALSE, FALSE, sizeof(kuril_part))};
}

void kuril_geometry_buffer_reset(kuril_geometry_buffer *buffer)
{
    g_array_set_size(buffer->points, 0);
    g_array_set_size(buffer->rings, 0);
    g_array_set_size(buffer->parts, 0);
    buffer->in_line = buffer->in_polygon = false;
}

void kuril_geometry_buffer_finish(kuril_geometry_buffer *buffer)
{
    if (!buffer || !buffer->points)
        return;
    g_array_free(buffer->points, TRUE);
    g_array_free(buffer->rings, TRUE);
    g_array_free(buffer->parts, TRUE);
    *buffer = (kuril_geometry_buffer){0};
}

void kuril_geometry_buffer_append(kuril_geometry_buffer *buffer, const kuril_geometry *geometry)
{
    for (size_t i = 0; i < geometry->n_parts; i++) {
        kuril_part part = geometry->parts[i];
        const kuril_ring *rings = geometry->rings + part.first;
        part.first = buffer->rings->len;
        if (part.count == 0)
            continue;
        g_array_append_val(buffer->parts, part);
        for (size_t r = 0; r < part.count; r++) {
            const kuril_ring ring = {buffer->points->len, rings[r].count};
            g_array_append_val(buffer->rings, ring);
            g_array_append_vals(buffer->points, geometry->points + rings[r].first, (guint)rings[r].count);
        }
    }
}

kuril_geometry kuril_geometry_buffer_view(const kuril_geometry_buffer *buffer)
{
    return (kuril_geometry){.points = (const kuril_lonlat *)(const void *)buffer->points->data,
                            .n_points = buffer->points->len,
                            .rings = (const kuril_ring *)(const void *)buffer->rings->data,
                            .n_rings = buffer->rings->len,
                            .parts = (const kuril_part *)(const void *)buffer->parts->data,
                            .n_parts = buffer->parts->len};
}

/* Above 0 when a ring that winds round the globe does so mostly eastward in the north, westward in the south. */
static double lean(const kuril_lonlat *p, size_t n)
{
    double sum = 0;
    for (size_t i = 1; i <= n; i++) {
        const kuril_lonlat a = p[i - 1], b = p[i % n];
        sum += (kuril_lon_near(b.lon, a.lon) - a.lon) * sin((a.lat + b.lat) / 2 * G_PI / 180);
    }
    return sum;
}

/* Above 0 when the interior lies to the left: twice the planar area; of a ring that winds round the globe, whether it
   does so eastward about the north pole or westward about the south pole, the one on its smaller side. */
static double handedness(const kuril_lonlat *p, size_t n)
{
    double area = 0, lon = p[0].lon;
    const double lon_start = lon, lat_start = p[0].lat;
    for (size_t i = 1; i <= n; i++) {
        const kuril_lonlat a = p[i - 1], b = p[i % n];
        const double next = kuril_lon_near(b.lon, lon);
        area += (lon - lon_start) * (b.lat - lat_start) - (next - lon_start) * (a.lat - lat_start);
        lon = next;
    }
    const double turn = lon - lon_start;
    return fabs(turn) <= 180 ? area : turn * lean(p, n) >= 0 ? turn : -turn;
}

static void reverse(kuril_lonlat *p, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        const kuril_lonlat swap = p[i];
        p[i] = p[n - 1 - i];
        p[n - 1 - i] = swap;
    }
}

void kuril_geometry_buffer_turn_rings(kuril_geometry_buffer *buffer)
{
    for (guint i = 0; i < buffer->parts->len; i++) {
        const kuril_part part = g_array_index(buffer->parts, kuril_part, i);
        for (size_t r = 0; part.kind == KURIL_POLYGON && r < part.count; r++) {
            const kuril_ring ring = g_array_index(buffer->rings, kuril_ring, part.first + r);
            kuril_lonlat *points = &g_array_index(buffer->points, kuril_lonlat, ring.first);
            const double hand = ring.count ? handedness(points, ring.count) : 0;
            if ((r == 0 && hand < 0) || (r > 0 && hand > 0))
                reverse(points, ring.count);
        }
    }
}

static bool same(kuril_lonlat a, kuril_lonlat b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

/* Copies a ring down to `to` without repeated points; returns how many are left. */
static size_t tidy_ring(kuril_lonlat *points, kuril_ring ring, size_t to, bool closed)
{
    size_t n = 0;
    for (size_t i = 0; i < ring.count; i++) {
        const kuril_lonlat p = points[ring.first + i];
        if (n == 0 || !same(p, points[to + n - 1]))
            points[to + n++] = p;
    }
    while (closed && n > 1 && same(points[to], points[to + n - 1]))
        n--;
    return n;
}

void kuril_geometry_buffer_tidy(kuril_geometry_buffer *buffer)
{
    static const size_t enough[] = {[KURIL_POINT] = 1, [KURIL_LINE] = 2, [KURIL_POLYGON] = 3};
    kuril_lonlat *points = (kuril_lonlat *)(void *)buffer->points->data;
    guint n_points = 0, n_rings = 0, n_parts = 0;
    for (guint i = 0; i < buffer->parts->len; i++) {
        kuril_part part = g_array_index(buffer->parts, kuril_part, i);
        const kuril_part from = part;
        part.first = n_rings;
        part.count = 0;
        for (size_t r = 0; r < from.count; r++) {
            const kuril_ring ring = g_array_index(buffer->rings, kuril_ring, from.first + r);
            const size_t n = tidy_ring(points, ring, n_points, part.kind == KURIL_POLYGON);
            if (n < enough[part.kind]) {
                if (r == 0)
                    break; /* no outer ring, no part */
                continue;
            }
            g_array_index(buffer->rings, kuril_ring, n_rings++) = (kuril_ring){n_points, n};
            n_points += (guint)n;
            part.count++;
        }
        if (part.count > 0)
            g_array_index(buffer->parts, kuril_part, n_parts++) = part;
    }
    g_array_set_size(buffer->points, n_points);
    g_array_set_size(buffer->rings, n_rings);
    g_array_set_size(buffer->parts, n_parts);
}
