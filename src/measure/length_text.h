/* Lengths and places for people, the same in tables and on maps. */
#ifndef KURIL_MEASURE_LENGTH_TEXT_H
#define KURIL_MEASURE_LENGTH_TEXT_H

#include "core/length.h"
#include <kurilmap/geometry.h>

/**
 * A length in a unit, and how many decimals of it an accuracy (metres; 0: exact, to the metre) justifies; where that is
 * none and the accuracy is worth tens and more, the length is rounded to these.
 */
double kuril_length_shown(double metres, const kuril_unit *unit, double accuracy_m, int *decimals);

/**
 * A length with its unit, with as many digits as the accuracy justifies; "none" for NaN. Caller frees with g_free.
 *
 * @param accuracy_m  of the ends; 0: exact, to the metre
 */
char *kuril_length_text(double metres, const kuril_unit *unit, double accuracy_m);

/**
 * An area in square kilometres, as kuril_length_text: with the digits that a rim of that accuracy leaves, for shores of
 * one source err on one side (geodata/README.md).
 */
char *kuril_area_text(double area_m2, double perimeter_m, double accuracy_m);

/** "43.5954°N 145.3316°E"; caller frees with g_free. */
char *kuril_place_text(kuril_lonlat p);

#endif
