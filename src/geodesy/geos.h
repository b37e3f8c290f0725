/* The functions of GEOS that are used, from its library when it is first needed. */
#ifndef KURIL_GEODESY_GEOS_H
#define KURIL_GEODESY_GEOS_H

#include "core/library.h"
#include <geos_c.h>

#define KURIL_GEOS_FUNCTIONS(F)                                                                                        \
    F(GEOSArea_r)                                                                                                      \
    F(GEOSBoundary_r)                                                                                                  \
    F(GEOSContains_r)                                                                                                  \
    F(GEOSContext_setErrorMessageHandler_r)                                                                            \
    F(GEOSContext_setNoticeMessageHandler_r)                                                                           \
    F(GEOSCoordSeq_create_r)                                                                                           \
    F(GEOSCoordSeq_destroy_r)                                                                                          \
    F(GEOSCoordSeq_getSize_r)                                                                                          \
    F(GEOSCoordSeq_getXY_r)                                                                                            \
    F(GEOSCoordSeq_setXY_r)                                                                                            \
    F(GEOSFree_r)                                                                                                      \
    F(GEOSGeomGetX_r)                                                                                                  \
    F(GEOSGeomGetY_r)                                                                                                  \
    F(GEOSGeomTypeId_r)                                                                                                \
    F(GEOSGeom_clone_r)                                                                                                \
    F(GEOSGeom_createCollection_r)                                                                                     \
    F(GEOSGeom_createLinearRing_r)                                                                                     \
    F(GEOSGeom_createPointFromXY_r)                                                                                    \
    F(GEOSGeom_createPolygon_r)                                                                                        \
    F(GEOSGeom_destroy_r)                                                                                              \
    F(GEOSGeom_getCoordSeq_r)                                                                                          \
    F(GEOSGeom_getXMax_r)                                                                                              \
    F(GEOSGeom_getXMin_r)                                                                                              \
    F(GEOSGeom_transformXY_r)                                                                                          \
    F(GEOSGetExteriorRing_r)                                                                                           \
    F(GEOSGetGeometryN_r)                                                                                              \
    F(GEOSGetInteriorRingN_r)                                                                                          \
    F(GEOSGetNumGeometries_r)                                                                                          \
    F(GEOSGetNumInteriorRings_r)                                                                                       \
    F(GEOSIntersection_r)                                                                                              \
    F(GEOSLength_r)                                                                                                    \
    F(GEOSMakeValid_r)                                                                                                 \
    F(GEOSPointOnSurface_r)                                                                                            \
    F(GEOSPolygonize_r)                                                                                                \
    F(GEOSPreparedContains_r)                                                                                          \
    F(GEOSPreparedGeom_destroy_r)                                                                                      \
    F(GEOSPrepare_r)                                                                                                   \
    F(GEOSSymDifference_r)                                                                                             \
    F(GEOSUnaryUnionPrec_r)                                                                                            \
    F(GEOSUnaryUnion_r)                                                                                                \
    F(GEOS_finish_r)                                                                                                   \
    F(GEOS_init_r)                                                                                                     \
    F(GEOSisEmpty_r)                                                                                                   \
    F(GEOSisValidDetail_r)                                                                                             \
    F(GEOSisValid_r)

typedef struct kuril_geos_functions {
    KURIL_GEOS_FUNCTIONS(KURIL_LIBRARY_POINTER)
} kuril_geos_functions;

/** Filled by kuril_geos_open, and called through afterwards. */
extern kuril_geos_functions kuril_geos;

/** As kuril_library_open. */
kuril_status kuril_geos_open(kuril_error *error);

#endif
