/*
 * The rim of plate carree, 180 degrees and the poles, where data are cut: seams between two sides of one shape are no
 * shore, and a ring closed along the rim is what it is on the sheet.
 */
#ifndef KURIL_GEODESY_RIM_H
#define KURIL_GEODESY_RIM_H

#include <glib.h>
#include <kurilmap/geometry.h>

/** Whether both ends of an edge lie at one pole, or both at 180 degrees (the sign tells the side of the sheet). */
bool kuril_rim_at_pole(kuril_lonlat a, kuril_lonlat b);
bool kuril_rim_at_180(kuril_lonlat a, kuril_lonlat b);

/** What the edges of a ring say of it; zeroed before the first. */
typedef struct kuril_rim_ring {
    bool pole, north;  /* it runs along a pole, along the north pole */
    bool east, west;   /* it runs along this side of 180 degrees */
    bool flips;        /* it passes 180 degrees, or writes them with either sign */
    double sheet_deg2; /* twice its area in longitude and latitude as they stand, positive when it turns left */
} kuril_rim_ring;

void kuril_rim_see(kuril_rim_ring *ring, kuril_lonlat a, kuril_lonlat b);

/**
 * Whether a ring was cut at the rim: it runs along a pole, or along both sides of 180 degrees and nowhere across. What it encloses is then
 * what it does in longitude and latitude, however much of the earth that is.
 */
bool kuril_rim_is_cut(const kuril_rim_ring *ring);

/** A stretch of 180 degrees, latitudes. */
typedef struct kuril_seam {
    double south, north;
} kuril_seam;

/** Where polygons of a geometry lie on both sides of 180 degrees: kuril_seam, from the south on; caller frees with
 * g_array_free. */
GArray *kuril_rim_seams(const kuril_geometry *geometry);

/** Whether an edge at 180 degrees lies within one of the seams. */
bool kuril_rim_in_seam(const GArray *seams, kuril_lonlat a, kuril_lonlat b);

#endif
