/* What GDAL reads of formats of text otherwise than it stands there, without a word. */
#ifndef KURIL_DATA_GDAL_NUMBERS_H
#define KURIL_DATA_GDAL_NUMBERS_H

#include <glib.h>
#include <stdbool.h>

/** What a look over a text found. */
typedef struct kuril_number_findings {
    size_t odd, odd_line;             /**< coordinates that are none; the line of the first, from 1 */
    size_t placeless, placeless_line; /**< KML: placemarks without a point, line, polygon or collection of those */
    char *system;                     /**< GML: the srsName that comes first, free with g_free; NULL: none */
    bool systems;                     /**< GML: another one comes after it */
    bool changed;                     /**< GDAL would read the copy otherwise than the text */
} kuril_number_findings;

/** Appends what GDAL takes for no place, and counts it. */
void kuril_number_append_none(kuril_number_findings *found, const char *none, size_t line, GString *out);

#endif
