#include "geodesy/rim.h"

#include <math.h>

static const double NEAR_RIM = 1e-9; /* degrees */

bool kuril_rim_at_pole(kuril_lonlat a, kuril_lonlat b)
{
    return fabs(fabs(a.lat) - 90) < NEAR_RIM && fabs(fabs(b.lat) - 90) < NEAR_RIM && (a.lat > 0) == (b.lat > 0);
}

/* Longitudes as they are written, from end to end. */
typedef struct sheet {
    double west, east;
} sheet;

static sheet widen(sheet s, const kuril_lonlat *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        s.west = points[i].lon < s.west ? points[i].lon : s.west;
        s.east = points[i].lon > s.east ? points[i].lon : s.east;
    }
    return s;
}

/* The west side of the sheet that longitudes are written on: from 0 to 360 when they go so far, else from -180. */
static double west_side(sheet s)
{
    return fabs(s.east - s.west - 360) < NEAR_RIM ? s.west : -180;
}

static bool at_lon(double lon, kuril_lonlat a, kuril_lonlat b)
{
    return fabs(a.lon - lon) < NEAR_RIM && fabs(b.lon - lon) < NEAR_RIM;
}

static bool on_rim(double west, kuril_lonlat p)
{
    return fabs(p.lat) == 90 || p.lon == west || p.lon == west + 360;
}

kuril_rim_ring kuril_rim_of_ring(const kuril_lonlat *points, size_t count)
{
    const sheet s = widen((sheet){INFINITY, -INFINITY}, points, count);
    const double west = west_side(s);
    kuril_rim_ring r = {.world = s.west == west && s.east == west + 360};
    bool pole = false, at_east = false, at_west = false, across = false;
    double south = 90, north = -90;
    for (size_t i = 0; i < count; i++) {
        const kuril_lonlat a = points[i], b = points[(i + 1) % count];
        const bool along_pole = kuril_rim_at_pole(a, b) && a.lon != b.lon;
        pole = pole || along_pole;
        r.north = r.north || (along_pole && a.lat > 0);
        at_west = at_west || (a.lat != b.lat && at_lon(west, a, b));
        at_east = at_east || (a.lat != b.lat && at_lon(west + 360, a, b));
        across = across || (!along_pole && fabs(a.lon - b.lon) > 180);
        r.world = r.world && on_rim(west, a);
        r.sheet_deg2 += (a.lon * b.lat - b.lon * a.lat) / 2;
        south = fmin(south, a.lat);
        north = fmax(north, a.lat);
    }
    r.cut = pole || (at_east && at_west && !across);
    r.world = r.world && south == -90 && north == 90;
    return r;
}

/* Where a stretch of the cut begins or ends, on one side of the sheet. */
typedef struct stop {
    double lat;
    int east, west; /* +1 begins, -1 ends */
} stop;

static gint by_latitude(gconstpointer a, gconstpointer b)
{
    const double x = ((const stop *)a)->lat, y = ((const stop *)b)->lat;
    return (x > y) - (x < y);
}

static void add_edge(GArray *stops, bool east, kuril_lonlat a, kuril_lonlat b)
{
    const stop begin = {fmin(a.lat, b.lat), east, !east}, end = {fmax(a.lat, b.lat), -east, -!east};
    g_array_append_val(stops, begin);
    g_array_append_val(stops, end);
}

static void add_ring(GArray *stops, double west, const kuril_lonlat *p, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        const kuril_lonlat a = p[k], b = p[k + 1 < count ? k + 1 : 0];
        if (at_lon(west, a, b) || at_lon(west + 360, a, b))
            add_edge(stops, a.lon > west + 180, a, b);
    }
}

static GArray *find_stops(const kuril_geometry *geometry, double *west)
{
    GArray *stops = g_array_new(FALSE, FALSE, sizeof(stop));
    sheet s = {INFINITY, -INFINITY};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < geometry->n_parts; i++) {
            const kuril_part part = geometry->parts[i];
            for (size_t r = part.first; part.kind == KURIL_POLYGON && r < part.first + part.count; r++) {
                const kuril_lonlat *p = geometry->points + geometry->rings[r].first;
                if (pass == 0)
                    s = widen(s, p, geometry->rings[r].count);
                else
                    add_ring(stops, *west, p, geometry->rings[r].count);
            }
        }
        *west = west_side(s);
    }
    g_array_sort(stops, by_latitude);
    return stops;
}

kuril_seams kuril_rim_seams(const kuril_geometry *geometry)
{
    kuril_seams seams = {.stretches = g_array_new(FALSE, FALSE, sizeof(kuril_seam))};
    GArray *stops = find_stops(geometry, &seams.west), *list = seams.stretches;
    int east = 0, west = 0;
    for (guint i = 0; i < stops->len; i++) {
        const stop s = g_array_index(stops, stop, i);
        const bool was = east > 0 && west > 0;
        east += s.east;
        west += s.west;
        const bool is = east > 0 && west > 0;
        const kuril_seam fresh = {s.lat, s.lat};
        if (was)
            g_array_index(list, kuril_seam, list->len - 1).north = s.lat;
        if (is && !was && !(list->len && g_array_index(list, kuril_seam, list->len - 1).north == s.lat))
            g_array_append_val(list, fresh);
    }
    g_array_free(stops, TRUE);
    return seams;
}

void kuril_seams_finish(kuril_seams *seams)
{
    g_array_free(seams->stretches, TRUE);
    seams->stretches = NULL;
}

bool kuril_rim_in_seam(const kuril_seams *seams, kuril_lonlat a, kuril_lonlat b)
{
    if (seams->stretches->len == 0 || !(at_lon(seams->west, a, b) || at_lon(seams->west + 360, a, b)))
        return false;
    const double south = fmin(a.lat, b.lat), north = fmax(a.lat, b.lat);
    for (guint i = 0; i < seams->stretches->len; i++) {
        const kuril_seam s = g_array_index(seams->stretches, kuril_seam, i);
        if (south >= s.south && north <= s.north)
            return true;
    }
    return false;
}

kuril_status kuril_rim_walk_plain(const kuril_geometry *geometry, kuril_sink *sink)
{
    GArray *points = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    kuril_ring *rings = g_memdup2(geometry->rings, geometry->n_rings * sizeof *rings);
    for (size_t r = 0; r < geometry->n_rings; r++) {
        const kuril_ring ring = geometry->rings[r];
        const kuril_lonlat *p = geometry->points + ring.first;
        rings[r].first = points->len;
        for (size_t i = 0; i < ring.count; i++) {
            const kuril_lonlat before = p[(i + ring.count - 1) % ring.count], after = p[(i + 1) % ring.count];
            if (!(kuril_rim_at_pole(before, p[i]) && kuril_rim_at_pole(p[i], after)))
                g_array_append_val(points, p[i]);
        }
        rings[r].count = points->len - rings[r].first;
    }
    kuril_geometry plain = *geometry;
    plain.rings = rings;
    plain.points = (const kuril_lonlat *)(const void *)points->data;
    plain.n_points = points->len;
    const kuril_status status = kuril_geometry_walk(&plain, sink);
    g_free(rings);
    g_array_free(points, TRUE);
    return status;
}
