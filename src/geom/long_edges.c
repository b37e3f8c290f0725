#include "geom/long_edges.h"

#include <math.h>

static const double HALF = 180, WRAPPED = 240, FULL = 360;
static const double POLAR = 60; /* latitude beyond which a ring that winds runs round the pole */

typedef struct line {
    const kuril_lonlat *points;
    size_t count;
    bool closed;
} line;

static size_t edges(const line *l)
{
    return l->closed ? l->count : l->count - (l->count > 0);
}

static double span(const line *l, size_t edge)
{
    return l->points[(edge + 1) % l->count].lon - l->points[edge].lon;
}

static bool is_long(const line *l)
{
    for (size_t i = 0; i < edges(l); i++)
        if (!(fabs(span(l, i)) < HALF))
            return true;
    return false;
}

static bool is_turn(double degrees)
{
    return fabs(fabs(degrees) - FULL) < 1e-9;
}

/* Whether edges of 360 degrees can be meant as such: no sign of 180 degrees flips on other edges (180 to -170), and
   without them a ring does not go round already, with its first place repeated a turn farther on. */
static bool takes_full_edges(const line *l)
{
    double turn = 0;
    for (size_t i = 0; i < edges(l); i++) {
        const double d = span(l, i);
        if (l->closed && fabs(d) >= HALF && !is_turn(d))
            return false;
        turn += is_turn(d) ? 0 : d;
    }
    return !l->closed || fabs(turn) < HALF;
}

/* An edge along a whole parallel; between two latitudes 360 degrees are the same meridian, written in two ways. */
static bool is_full(const line *l, size_t edge)
{
    return is_turn(span(l, edge)) && l->points[edge].lat == l->points[(edge + 1) % l->count].lat && takes_full_edges(l);
}

/* Whether a ring read the short way winds round the globe, near a pole. */
static bool rounds_pole(const line *l)
{
    double turn = 0, south = 90, north = -90;
    for (size_t i = 0; i < l->count; i++) {
        turn += is_full(l, i) ? span(l, i) : remainder(span(l, i), FULL);
        south = fmin(south, l->points[i].lat);
        north = fmax(north, l->points[i].lat);
    }
    return l->closed && fabs(turn) > HALF && (south > POLAR || north < -POLAR);
}

/* Four corners at two longitudes and two latitudes, nearly as far apart as they go. */
static bool frames_world(const line *l)
{
    if (!l->closed || l->count != 4)
        return false;
    double west = INFINITY, east = -INFINITY, south = INFINITY, north = -INFINITY;
    for (size_t i = 0; i < l->count; i++) {
        west = fmin(west, l->points[i].lon);
        east = fmax(east, l->points[i].lon);
        south = fmin(south, l->points[i].lat);
        north = fmax(north, l->points[i].lat);
    }
    for (size_t i = 0; i < l->count; i++) {
        const kuril_lonlat p = l->points[i];
        if ((p.lon != west && p.lon != east) || (p.lat != south && p.lat != north))
            return false;
    }
    return north > POLAR && south < -POLAR && east - west < FULL && FULL - (east - west) < (north - south) / 20;
}

static size_t full_pieces(kuril_lonlat a, kuril_lonlat b, kuril_data_edges edges)
{
    const bool along_pole = fabs(a.lat) == 90 && a.lat == b.lat;
    return edges == KURIL_DATA_GEODESIC && !along_pole ? 3600 : 4;
}

/* Into how many pieces an edge straight in degrees is to be cut. */
static size_t pieces(double degrees, bool polar, bool frame)
{
    const double d = fabs(degrees);
    if (d < HALF || d > FULL)
        return 1;
    return frame || (d < WRAPPED && !polar) ? 3 : 1;
}

static kuril_ring settle(const line *l, kuril_data_edges how, GArray *out)
{
    const bool polar = rounds_pole(l), frame = frames_world(l);
    const size_t first = out->len;
    for (size_t i = 0; i < l->count; i++) {
        const kuril_lonlat a = l->points[i], b = l->points[(i + 1) % l->count];
        g_array_append_val(out, a);
        size_t n = 1;
        if (i < edges(l) && is_full(l, i))
            n = full_pieces(a, b, how);
        else if (i < edges(l) && how == KURIL_DATA_STRAIGHT)
            n = pieces(b.lon - a.lon, polar, frame);
        for (size_t k = 1; k < n; k++) {
            const double t = (double)k / (double)n;
            const kuril_lonlat m = {a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)};
            g_array_append_val(out, m);
        }
    }
    return (kuril_ring){first, out->len - first};
}

static line line_of(const kuril_geometry_buffer *b, const kuril_part *part, size_t r)
{
    const kuril_ring ring = g_array_index(b->rings, kuril_ring, part->first + r);
    return (line){&g_array_index(b->points, kuril_lonlat, ring.first), ring.count, part->kind == KURIL_POLYGON};
}

static bool has_long(const kuril_geometry_buffer *b)
{
    for (guint i = 0; i < b->parts->len; i++) {
        const kuril_part part = g_array_index(b->parts, kuril_part, i);
        for (size_t r = 0; r < part.count; r++) {
            const line l = line_of(b, &part, r);
            if (is_long(&l))
                return true;
        }
    }
    return false;
}

void kuril_geometry_buffer_settle_edges(kuril_geometry_buffer *buffer, kuril_data_edges edges)
{
    if (!has_long(buffer))
        return;
    GArray *points = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    for (guint i = 0; i < buffer->parts->len; i++) {
        const kuril_part part = g_array_index(buffer->parts, kuril_part, i);
        for (size_t r = 0; r < part.count; r++) {
            const line l = line_of(buffer, &part, r);
            g_array_index(buffer->rings, kuril_ring, part.first + r) = settle(&l, edges, points);
        }
    }
    g_array_free(buffer->points, TRUE);
    buffer->points = points;
}
