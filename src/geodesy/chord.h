/* Distances of chords and boxes in space. */
#ifndef KURIL_GEODESY_CHORD_H
#define KURIL_GEODESY_CHORD_H

#include "geodesy/shape.h"

/** Least distance between two straight segments, and where along each (0 to 1) it is. */
double kuril_chord_distance(const kuril_piece *p, const kuril_piece *q, double *along_p, double *along_q);

/** Least distance between two boxes; 0 when they overlap. */
double kuril_box_distance(const kuril_box *a, const kuril_box *b);

#endif
