/* Earth-centred coordinates, in which boxes and chords bound what lies on the ellipsoid. */
#ifndef KURIL_GEODESY_ECEF_H
#define KURIL_GEODESY_ECEF_H

#include <kurilmap/geometry.h>

/** Metres from the earth's centre; x towards 0 E on the equator, z towards the north pole. */
typedef struct kuril_ecef {
    double x, y, z;
} kuril_ecef;

kuril_ecef kuril_ecef_from(kuril_lonlat p);

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

/** The straight distance beyond which every geodesic is longer than `geodesic_m`; INFINITY where none is. */
double kuril_chord_at_most(double geodesic_m);

/** How far an arc of this chord lies from it at most. */
double kuril_chord_sagitta(double chord_m);

#endif
