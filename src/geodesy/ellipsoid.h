/* WGS 84 for geodesic.h, which is included here and in this folder only. */
#ifndef KURIL_GEODESY_ELLIPSOID_H
#define KURIL_GEODESY_ELLIPSOID_H

#include <geodesic.h>
#include <kurilmap/geodesy.h>

/* WGS 84: NIMA TR8350.2 (2000), table 3.1. */
#define KURIL_WGS84_A 6378137.0
#define KURIL_WGS84_F (1 / 298.257223563)

/** The ellipsoid's constants, made once and then shared; any thread. */
const struct geod_geodesic *kuril_wgs84(void);

#endif
