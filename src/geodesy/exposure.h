/*
 * Which parts of a buffer's outline can come from which part of its source: a first, safe sifting, so that the exact
 * work is done for the few vertices and edges that count. Of a coast with 18,000 vertices a few hundred bound its
 * 200-mile zone.
 */
#ifndef KURIL_GEODESY_EXPOSURE_H
#define KURIL_GEODESY_EXPOSURE_H

#include "geodesy/shape.h"
#include <glib.h>

/** Directions from `from` clockwise to `to`, radians, 0 <= from < 2 pi, from < to <= 2 pi. */
typedef struct kuril_sector {
    double from, to;
} kuril_sector;

/** A vertex of the source, with the directions in which its circle may lie on the outline. */
typedef struct kuril_exposed_vertex {
    kuril_lonlat at;
    GArray *sectors;    /* kuril_sector, in order, owned */
    double abreast[4];  /* where the parallels of its edges end, radians 0 to 2 pi; NAN where it has fewer edges */
} kuril_exposed_vertex;

/** An edge with one side whose parallel curve may lie on the outline: +90 degrees (right) or -90 (left). */
typedef struct kuril_exposed_side {
    kuril_lonlat a, b;
    double turn_deg;
} kuril_exposed_side;

typedef struct kuril_exposure {
    GArray *vertices; /* kuril_exposed_vertex */
    GArray *sides;    /* kuril_exposed_side */
} kuril_exposure;

/** Nothing that bounds the buffer is left out; what bounds nothing may stay in. */
void kuril_exposure_find(const kuril_shape *source, double distance_m, kuril_exposure *exposure);
void kuril_exposure_finish(kuril_exposure *exposure);

#endif
