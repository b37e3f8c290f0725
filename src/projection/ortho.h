/*
 * The orthographic projection of WGS 84 in closed form: the globe of the locator, which most maps have, and then nothing
 * needs PROJ (see laea.h).
 */
#ifndef KURIL_PROJECTION_ORTHO_H
#define KURIL_PROJECTION_ORTHO_H

#include "projection/parameters.h"

typedef struct kuril_ortho {
    double lon_0;               /* degrees */
    double sin_0, cos_0, shift; /* of the middle's latitude; how far north of it the earth's centre lies, in earth radii */
} kuril_ortho;

/** Whether a PROJ string is this projection, oblique, on WGS 84 and without anything else that changes it. */
bool kuril_ortho_make(const kuril_parameters *parameters, kuril_ortho *ortho);

/**
 * Degrees to metres; within 1 um of PROJ. False on the far side of the earth, and for latitudes beyond a pole.
 * Source: IOGP 373-7-2, Geomatics guidance note 7, part 2 (2020), 3.3.5.
 */
bool kuril_ortho_forward(const kuril_ortho *ortho, double lon, double lat, double *x, double *y);

/** Metres to degrees, longitudes within 180 degrees of lon_0; false beyond the edge of the globe. */
bool kuril_ortho_inverse(const kuril_ortho *ortho, double x, double y, double *lon, double *lat);

#endif
