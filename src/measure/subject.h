/*
 * What is measured: a place with its shore, coordinates, well-known text, or a dataset, by one text.
 */
#ifndef KURIL_MEASURE_SUBJECT_H
#define KURIL_MEASURE_SUBJECT_H

#include "geom/geometry_buffer.h"
#include <kurilmap/geodesy.h>
#include <kurilmap/place.h>

/**
 * How good the gazetteer's points and shores are: those of GSHHG full lie at a median distance of 88 to 130 m from
 * OpenStreetMap's in the Kurils (geodata/README.md).
 */
#define KURIL_PLACE_ACCURACY_M 100.0

typedef struct kuril_subject {
    char *label;                   /* as people call it, UTF-8; owned */
    const kuril_toponym *toponym;  /* NULL when it is no place of the gazetteer; borrowed */
    bool has_reference;            /* false: a dataset or text, which has no one point */
    kuril_lonlat reference;        /* a place's reference point, coordinates as given, a lone point */
    char *source;                  /* the dataset that its geometry is from; NULL: it is a point or text; owned */
    double accuracy_m;             /* of the geometry, as far as is known; 0: as exact as it was given */
    kuril_geometry_buffer geometry;
    kuril_shape *shape;            /* of the geometry; empty where the dataset has none */
} kuril_subject;

/**
 * Finds a subject: well-known text, a POINT (kuril_position_find), or a dataset ("FILE[:LAYER][?where=SQL]",
 * "geodata:NAME"). Islands of the gazetteer come with the shore of their main body from the embedded layers, rocks
 * and groups with those of all their parts, the Sea of Okhotsk and the Peanut Hole with their limits, straits with their narrowest line, other places as their reference points. Of a dataset all features count together.
 *
 * @retval KURIL_E_ARGUMENT  it is nothing of these; the message suggests
 */
kuril_status kuril_subject_find(const kuril_gazetteer *gazetteer, const char *text, kuril_edges edges,
                                const kuril_diagnostics *diagnostics, kuril_subject *subject, kuril_error *error);

/** As kuril_subject_find, but an island comes with its islets: for its area. */
kuril_status kuril_subject_find_whole(const kuril_gazetteer *gazetteer, const char *text, kuril_edges edges,
                                      const kuril_diagnostics *diagnostics, kuril_subject *subject, kuril_error *error);

/**
 * Makes the polygons of outside data valid before they are measured, and warns of each that needed it.
 *
 * @param what  the data, for the warning
 * @retval KURIL_E_DATA  a polygon cannot be mended; the message says where its fault is
 */
kuril_status kuril_subject_mend(kuril_geometry_buffer *geometry, kuril_edges edges, const char *what,
                                const kuril_diagnostics *diagnostics, kuril_error *error);

/** Accepts zeroed subjects. */
void kuril_subject_finish(kuril_subject *subject);

/**
 * The embedded layer and condition that hold a place's shore.
 *
 * @param[out] layer  "islands_full" ...; NULL when the place is a mere point
 * @param[out] box    where the features are whose own boxes meet it; NULL: wherever the condition holds
 * @return the condition, caller frees with g_free; NULL with the layer
 */
char *kuril_toponym_shore(const kuril_toponym *toponym, const char **layer, const kuril_bbox **box);

/** Whether places of a kind are seas and lands, for which a point stands badly where the data have no outline. */
bool kuril_kind_is_wide(const char *kind);

/** The layer that "geodata:NAME?where=..." names, caller frees with g_free; NULL for any other dataset. */
char *kuril_embedded_name(const char *dataset);

/**
 * How good the places of an embedded dataset are, in metres; 0 for any other, which is taken as it is given.
 * Errors as kuril_catalogue_read.
 */
kuril_status kuril_embedded_accuracy(const char *dataset, double *accuracy_m, kuril_error *error);

/** True when a text names a dataset rather than a place: a scheme, a file that exists, a path, a known ending. */
bool kuril_names_dataset(const char *text);

#endif
