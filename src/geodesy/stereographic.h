/* A plane for overlays: the stereographic image of the globe but one point. Any centre, no cut, no pole. */
#ifndef KURIL_GEODESY_STEREOGRAPHIC_H
#define KURIL_GEODESY_STEREOGRAPHIC_H

#include "geodesy/ecef.h"

/** Metres near the centre; the antipode of the centre lies at infinity. */
typedef struct kuril_plane {
    kuril_ecef centre, east, north; /* unit vectors of the sphere of geodetic latitudes */
} kuril_plane;

typedef struct kuril_xy {
    double x, y;
} kuril_xy;

void kuril_plane_init(kuril_plane *plane, kuril_lonlat centre);
kuril_xy kuril_plane_forward(const kuril_plane *plane, kuril_lonlat p);
kuril_lonlat kuril_plane_inverse(const kuril_plane *plane, kuril_xy p);

/** The direction of geodetic longitude and latitude, a unit vector, and back. */
kuril_ecef kuril_normal_from(kuril_lonlat p);
kuril_lonlat kuril_normal_to(kuril_ecef n);

#endif
