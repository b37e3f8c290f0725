/*
 * Geodesics of WGS 84 that are not nearly half way round: Bessel's auxiliary sphere, whose two integrals are short cosine
 * series. PROJ's geodesic.h, of which this is a check and which is a check of this, solves them all, but
 * loading its library takes longer than most questions.
 * Source: Karney, Algorithms for geodesics, J. Geodesy 87 (2013), equations 5 to 12; doi:10.1007/s00190-012-0578-z.
 */
#ifndef KURIL_GEODESY_LINE_H
#define KURIL_GEODESY_LINE_H

#include <kurilmap/geodesy.h>

/** An even function of the arc with a period of half a turn: terms[0] + sum of terms[m] cos(2 m sigma). */
typedef struct kuril_arc_series {
    double terms[7];
} kuril_arc_series;

/** A geodesic without end, seen from a point of it. */
typedef struct kuril_line {
    kuril_lonlat from;
    double sin_azi0, cos_azi0; /* where it crosses the equator northwards */
    kuril_arc_series length, longitude; /* what an arc on the sphere adds to both */
    double sigma1, omega1;     /* of `from` on the sphere: arc from the equator, longitude; radians */
} kuril_line;

/** The geodesic through a valid point at an azimuth in degrees. */
kuril_line kuril_line_new(kuril_lonlat from, double azi);

/** The point at a distance along it, error below 15 nm for each turn round the globe; `azi`: the forward azimuth there, degrees; may be NULL. */
kuril_lonlat kuril_line_at(const kuril_line *line, double s_m, double *azi);

/**
 * The shortest geodesic between two valid points, error below 15 nm. False, with nothing said, where they coincide or
 * may be nearly antipodal.
 */
bool kuril_line_solve(kuril_lonlat from, kuril_lonlat to, kuril_geodesic *geodesic);

#endif
