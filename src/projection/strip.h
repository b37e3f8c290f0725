/* Edges of longitude and latitude laid into a strip 360 degrees wide. Pure. */
#ifndef KURIL_PROJECTION_STRIP_H
#define KURIL_PROJECTION_STRIP_H

#include "projection/rings.h"

/** The way from one longitude to another: the short one; exactly 360 degrees is meant to go all the way round. */
double kuril_lon_step(double from, double to);

/** A longitude brought to seam..seam + 360. */
double kuril_strip_lon(double seam, double lon);

/** An edge with both ends in the strip. */
typedef struct kuril_strip_edge {
    kuril_xy a, b;
    double turns; /* 1 when it leaves the strip over its east side, -1 over its west side, 0 when it stays */
    double lat;   /* where it leaves */
} kuril_strip_edge;

/** `along` is the way from a to b: kuril_lon_step where whole turns have a meaning, otherwise the short way. */
kuril_strip_edge kuril_strip_edge_make(double seam, kuril_xy a, kuril_xy b, double along);

/** Gathered rings of a polygon. */
typedef struct kuril_gather {
    kuril_xys points;
    GArray *ends; /* size_t */
    bool in_polygon, in_line;
} kuril_gather;

void kuril_gather_init(kuril_gather *gather);
void kuril_gather_finish(kuril_gather *gather);
void kuril_gather_clear(kuril_gather *gather);
void kuril_gather_end_ring(kuril_gather *gather);
const kuril_xy *kuril_gather_ring(const kuril_gather *gather, size_t i, size_t *count);

/**
 * Which pole the polygon reaches to because its rings wind round the globe an odd number of times: 90, -90, or 0 when
 * they do not. The pole on the smaller side of the first winding ring.
 */
double kuril_gather_pole(const kuril_gather *gather);

/** Turns all rings round when the polygon as a whole lies to the right of them. */
void kuril_gather_turn(kuril_gather *gather);

/** Whether the polygon, even-odd, holds a place; edges straight in longitude and latitude. */
bool kuril_gather_holds(const kuril_gather *gather, kuril_lonlat place);

#endif
