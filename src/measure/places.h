/* The gazetteer's places with their shores, read at once. */
#ifndef KURIL_MEASURE_PLACES_H
#define KURIL_MEASURE_PLACES_H

#include "measure/subject.h"

/** A place that can be measured to. */
typedef struct kuril_place_shape {
    const kuril_toponym *toponym; /* borrowed from the gazetteer */
    kuril_geometry_buffer geometry; /* as kuril_subject_find gives it */
    kuril_shape *shape;
    double accuracy_m;  /* as kuril_subject's */
    kuril_extent whole; /* of an island with its islets, else of the geometry; only when asked for */
} kuril_place_shape;

/**
 * Reads the shapes of all places of some kinds.
 *
 * @param[in]  kinds    "island,strait", or NULL for all
 * @param[in]  measure  fill `whole`
 * @param[out] places   kuril_place_shape, in the gazetteer's order; caller frees with kuril_place_shapes_free
 * @retval KURIL_E_ARGUMENT  no place is of such a kind; the message lists the kinds
 */
kuril_status kuril_place_shapes_read(const kuril_gazetteer *gazetteer, const char *kinds, bool measure,
                                     const kuril_diagnostics *diagnostics, GArray **places, kuril_error *error);

/** KURIL_E_ARGUMENT, with the nearest or all, when no place is of one of the kinds "island,strait". */
kuril_status kuril_place_kinds_check(const kuril_gazetteer *gazetteer, const char *kinds, kuril_error *error);

/** Accepts NULL. */
void kuril_place_shapes_free(GArray *places);

/** Keeps the largest of a geometry's polygons. */
void kuril_keep_main_part(kuril_geometry_buffer *geometry);

#endif
