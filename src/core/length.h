/* Lengths as people write them: a number and a unit. */
#ifndef KURIL_CORE_LENGTH_H
#define KURIL_CORE_LENGTH_H

#include <stdbool.h>
#include <stddef.h>

/** A unit of length. */
typedef struct kuril_unit {
    const char *name; /**< as printed: "km" */
    double metres;    /**< exact by definition */
} kuril_unit;

/** The unit of that name: km, nmi (also M), mi, m; NULL for anything else. */
const kuril_unit *kuril_unit_find(const char *name);

/**
 * Reads "300km", "12 nmi", "0.5 M", "900 m": a number as kuril_number_parse takes it, then a unit, which is never
 * guessed. False for anything else, and for what is not finite.
 */
bool kuril_length_parse(const char *text, double *metres);

#endif
