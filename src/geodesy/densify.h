/* Stages that make one kind of edge look like the other by adding vertices. Geographic in, geographic out. */
#ifndef KURIL_GEODESY_DENSIFY_H
#define KURIL_GEODESY_DENSIFY_H

#include <kurilmap/geodesy.h>

/** A stage that adds vertices to edges until they run as wanted; rings also along their closing edge. */
typedef struct kuril_densify {
    kuril_sink base;
    kuril_edges follow; /* what the edges really are */
    double tolerance_m;
    double relative; /* of an edge's length: as much may it stray, too */
    double max_step_m;
    kuril_lonlat first, last;
    bool in_polygon, in_line, open;
} kuril_densify;

/**
 * Geodesic edges for a drawing that joins vertices straight in longitude and latitude: no piece strays from the
 * geodesic by more than `tolerance_m`, and none is longer than `max_step_m` (INFINITY: as long as it likes).
 */
void kuril_densify_geodesic_init(kuril_densify *stage, double tolerance_m, double max_step_m, kuril_sink *next);

/**
 * Edges straight in longitude and latitude for a measurement that joins vertices by geodesics. Edges longer than 1e8
 * tolerances stray by up to a hundred-millionth of their length, or they would fall into too many pieces.
 */
void kuril_densify_planar_init(kuril_densify *stage, double tolerance_m, kuril_sink *next);

#endif
