/* What is at a place and round it, from the embedded layers. */
#ifndef KURIL_MEASURE_SURROUNDINGS_H
#define KURIL_MEASURE_SURROUNDINGS_H

#include <glib.h>
#include <kurilmap/geodesy.h>

/** One finding. Texts are owned; NULL where there is none. */
typedef struct kuril_finding {
    const char *item; /* "land", "sea", "zone-neutral" ... */
    const char *title; /* the same for people */
    char *value;       /* for people and programs */
    char *id;          /* of the gazetteer or the layer */
    char *note;        /* what else there is to say */
    double distance_m; /* NAN where it has none */
    double azi;        /* from the place; NAN where it has none */
    double accuracy_m; /* of the distance */
} kuril_finding;

/**
 * Looks about: land, lake or sea, the island with its administration and claim, the nearest land, the zone of the sea by
 * worldview, named seas and straits, depth, and the essay's areas and points.
 *
 * Zones are computed from distance to the nearest coast and not from legal baselines, which are straight in places.
 *
 * @param[out] findings  kuril_finding; caller frees with kuril_findings_free
 */
kuril_status kuril_look_about(kuril_lonlat p, const kuril_diagnostics *diagnostics, GArray **findings, kuril_error *error);

/** Accepts NULL. */
void kuril_findings_free(GArray *findings);

#endif
