#include "geodesy/rim.h"

#include <math.h>

static const double NEAR_RIM = 1e-9; /* degrees */

bool kuril_rim_at_pole(kuril_lonlat a, kuril_lonlat b)
{
    return fabs(fabs(a.lat) - 90) < NEAR_RIM && fabs(fabs(b.lat) - 90) < NEAR_RIM && (a.lat > 0) == (b.lat > 0);
}

bool kuril_rim_at_180(kuril_lonlat a, kuril_lonlat b)
{
    return fabs(fabs(a.lon) - 180) < NEAR_RIM && fabs(fabs(b.lon) - 180) < NEAR_RIM && (a.lon > 0) == (b.lon > 0);
}

void kuril_rim_see(kuril_rim_ring *ring, kuril_lonlat a, kuril_lonlat b)
{
    const bool pole = kuril_rim_at_pole(a, b) && a.lon != b.lon, side = kuril_rim_at_180(a, b) && a.lat != b.lat;
    ring->pole = ring->pole || pole;
    ring->north = ring->north || (pole && a.lat > 0);
    ring->east = ring->east || (side && a.lon > 0);
    ring->west = ring->west || (side && a.lon < 0);
    ring->flips = ring->flips || (!pole && fabs(a.lon - b.lon) > 180);
    ring->sheet_deg2 += a.lon * b.lat - b.lon * a.lat;
}

bool kuril_rim_is_cut(const kuril_rim_ring *ring)
{
    return ring->pole || (ring->east && ring->west && !ring->flips);
}

/* Where a stretch of 180 degrees begins or ends, on one side of the sheet. */
typedef struct stop {
    double lat;
    int east, west; /* +1 begins, -1 ends */
} stop;

static gint by_latitude(gconstpointer a, gconstpointer b)
{
    const double x = ((const stop *)a)->lat, y = ((const stop *)b)->lat;
    return (x > y) - (x < y);
}

static void add_edge(GArray *stops, kuril_lonlat a, kuril_lonlat b)
{
    const bool east = a.lon > 0;
    const stop begin = {fmin(a.lat, b.lat), east, !east}, end = {fmax(a.lat, b.lat), -east, -!east};
    g_array_append_val(stops, begin);
    g_array_append_val(stops, end);
}

static GArray *find_stops(const kuril_geometry *geometry)
{
    GArray *stops = g_array_new(FALSE, FALSE, sizeof(stop));
    for (size_t i = 0; i < geometry->n_parts; i++) {
        const kuril_part part = geometry->parts[i];
        for (size_t r = part.first; part.kind == KURIL_POLYGON && r < part.first + part.count; r++) {
            const kuril_ring ring = geometry->rings[r];
            const kuril_lonlat *p = geometry->points + ring.first;
            for (size_t k = 0; k < ring.count; k++)
                if (fabs(p[k].lon) > 180 - NEAR_RIM && kuril_rim_at_180(p[k], p[(k + 1) % ring.count]))
                    add_edge(stops, p[k], p[(k + 1) % ring.count]);
        }
    }
    g_array_sort(stops, by_latitude);
    return stops;
}

GArray *kuril_rim_seams(const kuril_geometry *geometry)
{
    GArray *stops = find_stops(geometry), *seams = g_array_new(FALSE, FALSE, sizeof(kuril_seam));
    int east = 0, west = 0;
    for (guint i = 0; i < stops->len; i++) {
        const stop s = g_array_index(stops, stop, i);
        const bool was = east > 0 && west > 0;
        east += s.east;
        west += s.west;
        const bool is = east > 0 && west > 0;
        const kuril_seam fresh = {s.lat, s.lat};
        if (was)
            g_array_index(seams, kuril_seam, seams->len - 1).north = s.lat;
        if (is && !was && !(seams->len && g_array_index(seams, kuril_seam, seams->len - 1).north == s.lat))
            g_array_append_val(seams, fresh);
    }
    g_array_free(stops, TRUE);
    return seams;
}

bool kuril_rim_in_seam(const GArray *seams, kuril_lonlat a, kuril_lonlat b)
{
    const double south = fmin(a.lat, b.lat), north = fmax(a.lat, b.lat);
    for (guint i = 0; i < seams->len; i++)
        if (south >= g_array_index(seams, kuril_seam, i).south && north <= g_array_index(seams, kuril_seam, i).north)
            return true;
    return false;
}
