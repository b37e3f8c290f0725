/* The few pieces of a shape that can be nearest to any place of a small cell, from which cheap bounds follow. */
#ifndef KURIL_GEODESY_NEARBY_H
#define KURIL_GEODESY_NEARBY_H

#include "geodesy/shape.h"
#include <glib.h>

/**
 * Gathers the pieces that may be nearest to some place within a distance of the middle.
 *
 * @param[in]  radius_m  of the cell round `middle`
 * @param[out] pieces    of const kuril_piece *, borrowed from the shape; emptied first
 */
void kuril_nearby_gather(const kuril_shape *shape, kuril_ecef middle, double radius_m, GPtrArray *pieces);

/** As kuril_nearby_gather, among the pieces gathered for a cell that holds this one. */
void kuril_nearby_narrow(const GPtrArray *from, kuril_ecef middle, double radius_m, GPtrArray *pieces);

/** Bounds of the distance from a place of the cell; some millimetres apart at a few hundred kilometres. */
kuril_bounds kuril_nearby_bounds(const GPtrArray *pieces, kuril_ecef place);

/** The distance from a place of the cell, as exact as kuril_shape_nearest_shore's. */
double kuril_nearby_distance(const kuril_shape *shape, const GPtrArray *pieces, kuril_lonlat place);

/** Whether every place of a cell is nearer to one of `near` than to all of `far`; false when that is not certain. */
bool kuril_nearby_is_nearer(const GPtrArray *near, const GPtrArray *far, kuril_ecef middle, double radius_m);

#endif
