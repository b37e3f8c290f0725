/* One geodesic edge or a stretch of it: nearest point, crossing. All exact on the ellipsoid. */
#ifndef KURIL_GEODESY_EDGE_H
#define KURIL_GEODESY_EDGE_H

#include "geodesy/ellipsoid.h"
#include "geodesy/line.h"

/** A stretch of a geodesic edge, ready to be solved. */
typedef struct kuril_edge {
    kuril_lonlat a, b;             /* the edge's vertices */
    double length_m;               /* of the edge */
    double from_m, to_m;           /* the stretch, along the edge from a */
    kuril_line line; /* from a */
} kuril_edge;

/** The stretch [from_m, to_m] of an edge; to_m INFINITY: to its end. */
void kuril_edge_init(kuril_edge *edge, kuril_lonlat a, kuril_lonlat b, double from_m, double to_m);

/** The point at a distance along the edge, exactly a vertex at its ends; azi, when not NULL, is the edge's there. */
kuril_lonlat kuril_edge_at(const kuril_edge *edge, double along_m, double *azi);

/**
 * The point of the stretch nearest to p.
 *
 * @param[in]  start  a guess: fraction of the stretch, 0 to 1
 * @param[out] foot   the point
 * @return its distance from p, metres
 */
double kuril_edge_nearest(const kuril_edge *edge, kuril_lonlat p, double start, kuril_lonlat *foot);

/** Whether two stretches cross, and where; the guesses are fractions of the stretches. */
bool kuril_edge_cross(const kuril_edge *first, double first_start, const kuril_edge *second, double second_start,
                      kuril_lonlat *where);

#endif
