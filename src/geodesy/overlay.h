/* GEOS, and the way from its plane back to the globe. */
#ifndef KURIL_GEODESY_OVERLAY_H
#define KURIL_GEODESY_OVERLAY_H

#include "geodesy/geos.h"
#include "geodesy/stereographic.h"
#include <glib.h>

/** A GEOS context that keeps its last message instead of printing it. */
typedef struct kuril_overlay {
    GEOSContextHandle_t geos;
    char message[256];
} kuril_overlay;

/** As kuril_geos_open; a failure leaves nothing to finish. */
kuril_status kuril_overlay_init(kuril_overlay *overlay, kuril_error *error);
void kuril_overlay_finish(kuril_overlay *overlay);

/** A ring from points of a plane (the first is not repeated); NULL when GEOS fails. */
GEOSGeometry *kuril_overlay_ring(kuril_overlay *overlay, const kuril_xy *points, size_t count);

/** A polygon of one ring from points of a plane (the first is not repeated); NULL when GEOS fails. */
GEOSGeometry *kuril_overlay_polygon(kuril_overlay *overlay, const kuril_xy *points, size_t count);

/** The whole of longitude and latitude; NULL when GEOS fails. */
GEOSGeometry *kuril_overlay_world(kuril_overlay *overlay);

/** A polygon made valid where it is not; it takes the polygon, which may be NULL. NULL when GEOS fails. */
GEOSGeometry *kuril_overlay_mend(kuril_overlay *overlay, GEOSGeometry *polygon);

/** The union of geometries, which it frees; NULL when GEOS fails. The array is left empty. */
GEOSGeometry *kuril_overlay_union(kuril_overlay *overlay, GPtrArray *geometries);

/**
 * Turns polygons of a stereographic plane into polygons in longitude and latitude, cut at 180 degrees and closed along
 * it and along the poles.
 *
 * @param[in] tolerance_m  edges get vertices until they agree so well with their image in the plane
 * @return caller destroys; NULL when GEOS fails
 */
GEOSGeometry *kuril_overlay_to_globe(kuril_overlay *overlay, const kuril_plane *plane, const GEOSGeometry *polygons,
                                     double tolerance_m);

/** Adds copies of all polygons of a geometry to a list; the caller's, as those of GEOS. */
void kuril_overlay_list(kuril_overlay *overlay, const GEOSGeometry *geometry, GPtrArray *polygons);

/** Walks polygons in longitude and latitude into a sink, rings turned as geometry.h says. */
kuril_status kuril_overlay_walk(kuril_overlay *overlay, const GEOSGeometry *polygons, kuril_sink *sink);

#endif
