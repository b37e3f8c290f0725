/*
 * Lambert's azimuthal equal-area projection of WGS 84 in closed form: the one that most maps of ours have, and then
 * nothing needs PROJ, whose loading takes longer than the projecting.
 */
#ifndef KURIL_PROJECTION_LAEA_H
#define KURIL_PROJECTION_LAEA_H

#include "projection/parameters.h"

/* Names as in Snyder. */
typedef struct kuril_laea {
    double lon_0;          /* degrees */
    double a, e, q_p;      /* metres; eccentricity; q at the pole */
    double sin_b1, cos_b1; /* of the middle's authalic latitude */
    double r_q, d;         /* metres; the ratio that makes the scale true in every direction at the middle */
} kuril_laea;

/** Whether a PROJ string is this projection, oblique, on WGS 84 and without anything else that changes it. */
bool kuril_laea_make(const kuril_parameters *parameters, kuril_laea *laea);

/**
 * Degrees to metres; within 1 um of PROJ. False at the place opposite the middle, and for latitudes beyond a pole.
 * Source: Snyder, Map projections: a working manual, USGS Professional Paper 1395 (1987), (3-12), (24-2) to (24-27).
 */
bool kuril_laea_forward(const kuril_laea *laea, double lon, double lat, double *x, double *y);

/** Metres to degrees, longitudes within 180 degrees of lon_0; false beyond the edge of the world. */
bool kuril_laea_inverse(const kuril_laea *laea, double x, double y, double *lon, double *lat);

#endif
