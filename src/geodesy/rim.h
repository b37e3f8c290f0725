/*
 * The rim of plate carree, where data are cut: the poles, and one meridian that is written in two ways, 180 degrees on
 * sheets from -180 to 180, Greenwich on those from 0 to 360. Seams between two sides of one shape are no shore, and a
 * ring closed along the rim is what it is on the sheet.
 */
#ifndef KURIL_GEODESY_RIM_H
#define KURIL_GEODESY_RIM_H

#include <glib.h>
#include <kurilmap/geometry.h>

/** Whether both ends of an edge lie at one pole. */
bool kuril_rim_at_pole(kuril_lonlat a, kuril_lonlat b);

/** How a ring runs along the rim. */
typedef struct kuril_rim_ring {
    /** It was cut there: it runs along a pole, or along both sides of its sheet and nowhere across. What it encloses is
     * then what it does in longitude and latitude, however much of the earth that is. */
    bool cut;
    bool north;        /* it runs along the north pole */
    bool world;        /* it runs all round the rim and nowhere else */
    double sheet_deg2; /* its area in longitude and latitude as they stand, positive when it turns left */
} kuril_rim_ring;

kuril_rim_ring kuril_rim_of_ring(const kuril_lonlat *points, size_t count);

/** A stretch of the meridian where a geometry was cut, latitudes. */
typedef struct kuril_seam {
    double south, north;
} kuril_seam;

/** Where polygons of a geometry lie on both sides of the cut. */
typedef struct kuril_seams {
    double west;       /* longitude of the sheet's west side; that of its east side is 360 more */
    GArray *stretches; /* kuril_seam, from the south on */
} kuril_seams;

kuril_seams kuril_rim_seams(const kuril_geometry *geometry);
void kuril_seams_finish(kuril_seams *seams);

/** Whether an edge lies along the cut and within one of its seams. */
bool kuril_rim_in_seam(const kuril_seams *seams, kuril_lonlat a, kuril_lonlat b);

/** Walks a geometry without vertices that lie between two others at one pole: the program's own rings have them, so that
 * the short way from vertex to vertex is the right one; files do without. */
kuril_status kuril_rim_walk_plain(const kuril_geometry *geometry, kuril_sink *sink);

#endif
