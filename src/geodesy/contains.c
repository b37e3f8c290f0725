/* Point in polygon with geodesic edges: crossings of the meridian from the point to the north pole. */
#include "geodesy/rim.h"
#include "geodesy/shape.h"

#include <math.h>

static const double DEGREE = 3.14159265358979323846 / 180;

/* The longitude difference b - a, the short way: -180 up to but not 180. */
static double lon_step(double a, double b)
{
    const double d = b - a;
    return d >= -180 && d < 180 ? d : kuril_lon_near(b, a) - a;
}

/* How far a geodesic edge may leave the latitudes of its ends: a great circle between equal latitudes has
   tan(middle) = tan(lat) / cos(step/2); this is more. */
static double bulge_of(double step)
{
    return fabs(step) < 5 ? step * step * DEGREE / 8 + 1e-12 : 180;
}

/* Whether p lies north of the edge, at the longitude where its meridian meets it. The edge spans `step` of longitude.
 */
static bool north_of_edge(kuril_lonlat p, kuril_lonlat a, kuril_lonlat b, double step)
{
    if (kuril_rim_at_pole(a, b))
        return a.lat < 0;
    if (fabs(a.lat) > 90 - 1e-9 || fabs(b.lat) > 90 - 1e-9) /* along a meridian, and turning at the pole */
        return fmin(a.lat, b.lat) <= -90 + 1e-9 ? p.lat > -90 : p.lat >= 90;
    const double bulge = bulge_of(step);
    if (p.lat > fmax(a.lat, b.lat) + bulge)
        return true;
    if (p.lat < fmin(a.lat, b.lat) - bulge)
        return false;
    /* Heading east the north lies to the left. */
    const double left = sin((kuril_geodesic_inverse(a, b).azi1 - kuril_geodesic_inverse(a, p).azi1) * DEGREE);
    return step > 0 ? left > 0 : left < 0;
}

/* Vertices are seen from p, each in one way whichever edge it ends: then a meridian through a vertex counts once. */
static bool crosses_north_of(kuril_lonlat p, kuril_lonlat a, kuril_lonlat b)
{
    const double x1 = lon_step(p.lon, a.lon), step = lon_step(a.lon, b.lon), x2 = lon_step(p.lon, b.lon);
    const bool behind = fabs(x1 + step - x2) > 180; /* it crosses the meridian on the far side of the earth */
    return (x1 < 0) != (x2 < 0) && !behind && !north_of_edge(p, a, b, step);
}

static bool ring_contains(const kuril_shape *shape, size_t r, kuril_lonlat p)
{
    const kuril_ring ring = shape->geometry.rings[r];
    const kuril_lonlat *points = shape->geometry.points + ring.first;
    const kuril_ring_side *side = &shape->sides[r];
    bool inside = side->holds_north;
    if (side->bounded &&
        (p.lat < side->south || p.lat > side->north || fabs(lon_step(side->middle, p.lon)) > side->half_width))
        return false;
    for (size_t i = 0, j = ring.count - 1; i < ring.count; j = i++)
        inside ^= crosses_north_of(p, points[j], points[i]);
    return inside;
}

bool kuril_shape_contains(const kuril_shape *shape, kuril_lonlat p)
{
    for (size_t i = 0; i < shape->geometry.n_parts; i++) {
        const kuril_part part = shape->geometry.parts[i];
        bool inside = false;
        for (size_t r = 0; part.kind == KURIL_POLYGON && r < part.count; r++)
            inside ^= ring_contains(shape, part.first + r, p);
        if (inside)
            return true;
    }
    return false;
}

/* How far a ring reaches, longitudes followed the short way. */
typedef struct ring_reach {
    double turns;                    /* degrees of longitude, 0 or +-360 */
    double west, east, south, north; /* longitudes relative to the first vertex */
    double bulge;                    /* degrees that edges may leave the latitudes of their ends */
} ring_reach;

static ring_reach reach_of(const kuril_lonlat *points, size_t count)
{
    ring_reach r = {.south = 90, .north = -90};
    double longest = 0;
    for (size_t i = 0; i < count; i++) {
        const kuril_lonlat a = points[i], b = points[i + 1 < count ? i + 1 : 0];
        const double step = lon_step(a.lon, b.lon), size = fabs(step);
        r.turns += step;
        longest = size > longest ? size : longest;
        r.west = r.turns < r.west ? r.turns : r.west;
        r.east = r.turns > r.east ? r.turns : r.east;
        r.south = a.lat < r.south ? a.lat : r.south;
        r.north = a.lat > r.north ? a.lat : r.north;
    }
    r.bulge = bulge_of(longest);
    return r;
}

/* Steradians between the ring and the equator, positive westward. */
static double under(const kuril_lonlat *points, size_t count)
{
    double sum = 0, sin_here = sin(points[0].lat * DEGREE);
    for (size_t i = 0; i < count; i++) {
        const kuril_lonlat a = points[i], b = points[(i + 1) % count];
        const double sin_next = sin(b.lat * DEGREE);
        sum -= lon_step(a.lon, b.lon) * DEGREE * (sin_here + sin_next) / 2;
        sin_here = sin_next;
    }
    return sum;
}

/* Whether the left side is the smaller one, on the ellipsoid. */
static bool left_is_smaller(const kuril_lonlat *points, size_t count)
{
    struct geod_polygon polygon;
    kuril_geod()->geod_polygon_init(&polygon, 0);
    for (size_t i = 0; i < count; i++)
        kuril_geod()->geod_polygon_addpoint(kuril_wgs84(), &polygon, points[i].lat, points[i].lon);
    double area = 0;
    kuril_geod()->geod_polygon_compute(kuril_wgs84(), &polygon, 0, 1, &area, NULL);
    return area > 0;
}

/*
 * A ring that was cut at the rim and follows one pole's side of it holds that pole; a ring that winds round no pole and
 * is not wide leaves both outside; one that winds and keeps to high latitudes holds the pole there. The others are
 * measured: by their sum on the sphere where that tells plainly, otherwise on the ellipsoid.
 */
static bool holds_north(const kuril_lonlat *points, size_t count, ring_reach r)
{
    const double half = 2 * 3.14159265358979323846; /* of the sphere, steradians */
    const bool winds = fabs(r.turns) > 180;
    const kuril_rim_ring rim = kuril_rim_of_ring(points, count);
    if (rim.cut)
        return winds && rim.north;
    if (!winds && r.east - r.west < 90 && r.north - r.south < 60)
        return false;
    if (winds && (r.south > 45 || r.north < -45))
        return r.south > 45;
    const double below = under(points, count),
                 north_cap = half + (r.turns > 0 ? below : -below); /* north of a ring that winds */
    if (count >= 200 && winds && fabs(north_cap / half - 1) > 0.2)
        return north_cap < half;
    if (count >= 200 && !winds && fabs(fabs(below) / half - 1) > 0.2)
        return fabs(below) > half;
    const bool north_is_left = winds ? r.turns > 0 : below < 0;
    return north_is_left == left_is_smaller(points, count);
}

static kuril_ring_side side_of(const kuril_lonlat *points, size_t count, kuril_edges edges)
{
    const ring_reach r = reach_of(points, count);
    /* Where edges are straight in the plane, the plane says what is inside; but a ring that winds is none in it. */
    const bool planar = edges == KURIL_EDGES_PLANAR && fabs(r.turns) < 180;
    kuril_ring_side side = {.holds_north = !planar && holds_north(points, count, r)};
    side.bounded = !side.holds_north && fabs(r.turns) < 180 && r.east - r.west < 180;
    side.south = r.south - r.bulge;
    side.north = r.north + r.bulge;
    side.middle = points[0].lon + (r.west + r.east) / 2;
    side.half_width = (r.east - r.west) / 2 + 1e-9;
    return side;
}

void kuril_shape_find_sides(kuril_shape *shape, kuril_edges edges)
{
    shape->sides = g_new0(kuril_ring_side, shape->geometry.n_rings + 1);
    for (size_t i = 0; i < shape->geometry.n_parts; i++) {
        const kuril_part part = shape->geometry.parts[i];
        for (size_t r = part.first; part.kind == KURIL_POLYGON && r < part.first + part.count; r++) {
            const kuril_ring ring = shape->geometry.rings[r];
            if (ring.count > 0)
                shape->sides[r] = side_of(shape->geometry.points + ring.first, ring.count, edges);
        }
    }
}
