/* Polygons that cross themselves, found and mended before they are measured. */
#ifndef KURIL_GEODESY_REPAIR_H
#define KURIL_GEODESY_REPAIR_H

#include <kurilmap/geodesy.h>

/** Hears of a fault: where it is, and what ("Self-intersection", in the words of GEOS). */
typedef void (*kuril_fault_heard)(void *user, kuril_lonlat where, const char *what);

/**
 * Walks a geometry into a sink with its polygons made valid: rings that cross or touch along lines are taken apart,
 * and what an odd number of them encloses is inside. Valid polygons, lines and points pass unchanged.
 *
 * @param edges  how they run: rings that are sound in longitude and latitude may cross as geodesics, and the other way
 * round
 * @param heard  called for each polygon that needed it; the sink has then got other polygons than the geometry's
 * @retval KURIL_E_DATA         a polygon cannot be mended
 * @retval KURIL_E_UNSUPPORTED  a polygon crosses itself 50,000 times or more
 * @retval KURIL_E_MEMORY       GEOS has no memory left
 * @retval KURIL_E_IO           GEOS cannot be loaded: the one failure that `error` tells of
 */
kuril_status kuril_geometry_repair(const kuril_geometry *geometry, kuril_edges edges, kuril_sink *sink,
                                   kuril_fault_heard heard, void *user, kuril_error *error);

#endif
