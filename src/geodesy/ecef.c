#include "geodesy/ecef.h"
#include "geodesy/ellipsoid.h"

#include <math.h>

/* Radii of curvature of WGS 84: the meridian's at the equator, b^2/a, is 6335.4 km; at the poles, a^2/b, 6399.6 km. */
static const double R_LEAST = 6335000.0, R_MOST = 6400000.0;
static const double ROUNDING_M = 1e-7;

kuril_ecef kuril_ecef_from(kuril_lonlat p)
{
    static const double degree = 3.14159265358979323846 / 180, e2 = KURIL_WGS84_F * (2 - KURIL_WGS84_F);
    const double sin_lat = sin(p.lat * degree), cos_lat = cos(p.lat * degree);
    const double n = KURIL_WGS84_A / sqrt(1 - e2 * sin_lat * sin_lat);
    return (kuril_ecef){n * cos_lat * cos(p.lon * degree), n * cos_lat * sin(p.lon * degree), n * (1 - e2) * sin_lat};
}

kuril_lonlat kuril_ecef_lonlat(kuril_ecef p)
{
    static const double degree = 3.14159265358979323846 / 180, e2 = KURIL_WGS84_F * (2 - KURIL_WGS84_F);
    return (kuril_lonlat){atan2(p.y, p.x) / degree, atan2(p.z, (1 - e2) * hypot(p.x, p.y)) / degree};
}

double kuril_geodesic_at_least(double chord_m)
{
    return chord_m <= 0 ? 0 : 2 * R_MOST * asin(fmin(1, chord_m / (2 * R_MOST)));
}

double kuril_geodesic_at_most(double chord_m)
{
    return chord_m < 2 * R_LEAST ? 2 * R_LEAST * asin(chord_m / (2 * R_LEAST)) : INFINITY;
}

/* Normal curvature of the ellipsoid half way between two points, in their direction (Euler's formula), 1/m. */
static double curvature_between(kuril_ecef p, kuril_ecef q)
{
    static const double e2 = KURIL_WGS84_F * (2 - KURIL_WGS84_F);
    const kuril_ecef d = kuril_ecef_minus(q, p), m = {p.x + q.x, p.y + q.y, (p.z + q.z) / (1 - e2)};
    const double length2 = kuril_ecef_dot(m, m), sin2 = length2 > 0 ? m.z * m.z / length2 : 0, w2 = 1 - e2 * sin2;
    const double up = kuril_ecef_dot(d, m) / length2; /* times m: what leads out of the horizon */
    const double level2 = kuril_ecef_dot(d, d) - up * up * length2, north = d.z - up * m.z;
    const double cos2 = sin2 < 1 && level2 > 0 ? fmin(1, north * north / ((1 - sin2) * level2)) : 0;
    const double prime_vertical = sqrt(w2) / KURIL_WGS84_A, meridian = prime_vertical * w2 / (1 - e2);
    return cos2 * meridian + (1 - cos2) * prime_vertical;
}

/* What bends a geodesic away from its chord, c^3/24 R^2, at most. */
static double bent(double chord_m)
{
    return chord_m * chord_m * chord_m / (24 * R_LEAST * R_LEAST);
}

/*
 * By how much that part changes when the ends stray: by no more than 0.022 of it for a turn by one radian or for going
 * an earth's radius away (e^2 and 3/2 e^2, twice), and by no more than 0.03 all over the ellipsoid.
 */
static double bent_otherwise(double chord_m, double stray_m)
{
    return bent(chord_m) * 0.03 * fmin(1, chord_m > stray_m ? 2 * stray_m / chord_m : 1);
}

/* An arc of the curvature half way misses the geodesic by less than 0.0011 (c/R)^2 of what is bent: a million random
   pairs tell it; doubled here. */
kuril_bounds kuril_geodesic_bounds(kuril_ecef p, kuril_ecef q, double chord_m, double slack_m, double stray_m)
{
    const double curvature = curvature_between(p, q), x = chord_m / R_LEAST;
    const double play = bent(chord_m) * 0.002 * x * x + bent_otherwise(chord_m, stray_m) + ROUNDING_M;
    const double low = fmax(0, chord_m - slack_m), high = chord_m + slack_m;
    return (kuril_bounds){fmax(kuril_geodesic_at_least(low), 2 / curvature * asin(fmin(1, curvature * low / 2)) - play),
                          fmin(kuril_geodesic_at_most(high), 2 / curvature * asin(fmin(1, curvature * high / 2)) + play)};
}

double kuril_geodesic_shorter(double chord_m, double slack_m, double stray_m)
{
    return 2 * slack_m * 1.02 + bent_otherwise(chord_m, stray_m) + ROUNDING_M; /* arcs grow up to 1.02 as fast as chords */
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
