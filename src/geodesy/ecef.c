#include "geodesy/ecef.h"
#include "geodesy/ellipsoid.h"

#include <math.h>

/* Radii of curvature of WGS 84: the meridian's at the equator, b^2/a, is 6335.4 km; at the poles, a^2/b, 6399.6 km. */
static const double R_LEAST = 6335000.0, R_MOST = 6400000.0;

kuril_ecef kuril_ecef_from(kuril_lonlat p)
{
    static const double degree = 3.14159265358979323846 / 180, e2 = KURIL_WGS84_F * (2 - KURIL_WGS84_F);
    const double sin_lat = sin(p.lat * degree), cos_lat = cos(p.lat * degree);
    const double n = KURIL_WGS84_A / sqrt(1 - e2 * sin_lat * sin_lat);
    return (kuril_ecef){n * cos_lat * cos(p.lon * degree), n * cos_lat * sin(p.lon * degree), n * (1 - e2) * sin_lat};
}

double kuril_geodesic_at_least(double chord_m)
{
    return chord_m <= 0 ? 0 : 2 * R_MOST * asin(fmin(1, chord_m / (2 * R_MOST)));
}

double kuril_geodesic_at_most(double chord_m)
{
    return chord_m < 2 * R_LEAST ? 2 * R_LEAST * asin(chord_m / (2 * R_LEAST)) : INFINITY;
}

double kuril_chord_at_most(double geodesic_m)
{
    const double half_angle = geodesic_m / (2 * R_MOST), quarter = 3.14159265358979323846 / 2;
    return half_angle < quarter ? 2 * R_MOST * sin(half_angle) + 1e-6 : INFINITY;
}

double kuril_chord_sagitta(double chord_m)
{
    /* r - sqrt(r^2 - c^2/4), below c^2/(8 r) * 1.001 for the short chords that are asked about (c < r/20) */
    return chord_m * chord_m * (1.002 / (8 * R_LEAST));
}
