/* WGS 84 for geodesic.h, which is included here and in this folder only. */
#ifndef KURIL_GEODESY_ELLIPSOID_H
#define KURIL_GEODESY_ELLIPSOID_H

#include "core/library.h"
#include <geodesic.h>
#include <kurilmap/geodesy.h>

/* WGS 84: NIMA TR8350.2 (2000), table 3.1. */
#define KURIL_WGS84_A 6378137.0
#define KURIL_WGS84_F (1 / 298.257223563)

#define KURIL_GEOD_FUNCTIONS(F)                                                                                        \
    F(geod_init)                                                                                                       \
    F(geod_inverse)                                                                                                    \
    F(geod_polygon_init)                                                                                               \
    F(geod_polygon_addpoint)                                                                                           \
    F(geod_polygon_compute)

typedef struct kuril_geod_functions {
    KURIL_GEOD_FUNCTIONS(KURIL_LIBRARY_POINTER)
} kuril_geod_functions;

/** PROJ's geodesics, from its library when they are first needed; fails as kuril_library_need does. Any thread. */
const kuril_geod_functions *kuril_geod(void);

/** The ellipsoid's constants, made once and then shared; any thread. */
const struct geod_geodesic *kuril_wgs84(void);

#endif
