/* A plain reader of WKT and GeoJSON coordinates for tests: numbers in order, rings by bracket depth. */
#ifndef KURIL_TEST_GEODESY_WKT_H
#define KURIL_TEST_GEODESY_WKT_H

#include "geom/geometry_buffer.h"
#include "support.h"
#include <ctype.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* Reads "a b, a b, ..." up to the closing bracket; returns what follows it. */
static inline const char *wkt_points(const char *p, kuril_sink *sink)
{
    do {
        char *end = NULL;
        const double lon = g_ascii_strtod(p, &end), lat = g_ascii_strtod(end, &end);
        assert_int_equal(kuril_sink_point(sink, lon, lat), KURIL_OK);
        p = end + strspn(end, " ");
    } while (*p++ == ',');
    return p;
}

static inline const char *wkt_polygon(const char *p, kuril_sink *sink)
{
    kuril_sink_polygon_start(sink);
    do {
        p += strcspn(p, "(") + 1;
        kuril_sink_line_start(sink);
        p = wkt_points(p, sink);
        kuril_sink_line_end(sink);
        p += strspn(p, " ");
    } while (*p++ == ',');
    kuril_sink_polygon_end(sink);
    return p;
}

/* POINT, LINESTRING, POLYGON, MULTIPOLYGON, into a tidied buffer. */
static inline void wkt_read(const char *text, kuril_geometry_buffer *buffer)
{
    kuril_sink *sink = &buffer->base;
    const char *p = strchr(text, '(') + 1;
    if (g_str_has_prefix(text, "POINT")) {
        char *end = NULL;
        const double lon = g_ascii_strtod(p, &end), lat = g_ascii_strtod(end, &end);
        kuril_sink_point(sink, lon, lat);
    } else if (g_str_has_prefix(text, "LINESTRING")) {
        kuril_sink_line_start(sink);
        wkt_points(p, sink);
        kuril_sink_line_end(sink);
    } else if (g_str_has_prefix(text, "POLYGON")) {
        wkt_polygon(p, sink);
    } else if (g_str_has_prefix(text, "MULTIPOLYGON")) {
        do {
            p += strcspn(p, "(") + 1;
            p = wkt_polygon(p, sink);
            p += strspn(p, " ");
        } while (*p++ == ',');
    } else {
        fail_msg("not read here: %.20s", text);
    }
    kuril_geometry_buffer_tidy(buffer);
}

#endif
