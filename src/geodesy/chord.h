/* Distances of chords and boxes in space. */
#ifndef KURIL_GEODESY_CHORD_H
#define KURIL_GEODESY_CHORD_H

#include "geodesy/shape.h"

/** Least distance between two straight segments, and where along each (0 to 1) it is. */
double kuril_chord_distance(const kuril_piece *p, const kuril_piece *q, double *along_p, double *along_q);

/** A place on a straight segment, `along` from 0 to 1. */
kuril_ecef kuril_chord_place(const kuril_piece *piece, double along);

/** How far any place of either piece lies from any other of the same, at most. */
double kuril_chord_stray(const kuril_piece *p, const kuril_piece *q);

/** Bounds of the least geodesic distance between two pieces, from what kuril_chord_distance finds. */
kuril_bounds kuril_chord_bounds(const kuril_piece *p, double along_p, const kuril_piece *q, double along_q, double chord);

/** Least distance between two boxes; 0 when they overlap. */
double kuril_box_distance(const kuril_box *a, const kuril_box *b);

#endif
