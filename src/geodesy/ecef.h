/* Earth-centred coordinates, in which boxes and chords bound what lies on the ellipsoid. */
#ifndef KURIL_GEODESY_ECEF_H
#define KURIL_GEODESY_ECEF_H

#include <kurilmap/geometry.h>

/** Metres from the earth's centre; x towards 0 E on the equator, z towards the north pole. */
typedef struct kuril_ecef {
    double x, y, z;
} kuril_ecef;

kuril_ecef kuril_ecef_from(kuril_lonlat p);

/** The point of the ellipsoid near another in space: exact for one on it, off it by e^2 times how far that lies below. */
kuril_lonlat kuril_ecef_lonlat(kuril_ecef p);

static inline kuril_ecef kuril_ecef_minus(kuril_ecef a, kuril_ecef b)
{
    return (kuril_ecef){a.x - b.x, a.y - b.y, a.z - b.z};
}

static inline double kuril_ecef_dot(kuril_ecef a, kuril_ecef b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

/**
 * Bounds of the geodesic distance between two points of WGS 84 whose straight distance is `chord_m`: normal
 * curvature lies between 1/6400 and 1/6335 per km, and a curve bends no more and no less (Schur's comparison).
 * The upper bound is INFINITY where the chord is too long to tell.
 */
double kuril_geodesic_at_least(double chord_m);
double kuril_geodesic_at_most(double chord_m);

/** Bounds of a geodesic distance, metres. */
typedef struct kuril_bounds {
    double at_least_m, at_most_m;
} kuril_bounds;

/**
 * Tighter bounds of the geodesic distance between places near two points of WGS 84, less than 2500 km apart: some
 * millimetres at 500 km, some metres at 2500 km, since the curvature is that of the direction they lie in.
 *
 * @param[in] chord_m  straight distance of p and q
 * @param[in] slack_m  the places' straight distance lies within this of chord_m
 * @param[in] stray_m  each place lies within this of p or q
 */
kuril_bounds kuril_geodesic_bounds(kuril_ecef p, kuril_ecef q, double chord_m, double slack_m, double stray_m);

/**
 * How much shorter than the geodesic of two points of WGS 84, chord_m and less than 2500 km apart, that of two other
 * places can be, each within stray_m of one of the points, whose straight distance is no less than chord_m - 2 slack_m.
 */
double kuril_geodesic_shorter(double chord_m, double slack_m, double stray_m);

/** The straight distance beyond which every geodesic is longer than `geodesic_m`; INFINITY where none is. */
double kuril_chord_at_most(double geodesic_m);

/** How far an arc of this chord lies from it at most. */
double kuril_chord_sagitta(double chord_m);

#endif
