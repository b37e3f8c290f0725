/* Fields of OGR features as values. */
#ifndef KURIL_DATA_GDAL_VALUES_H
#define KURIL_DATA_GDAL_VALUES_H

#include "core/arena.h"
#include "data/gdal/text.h"
#include <ogr_api.h>

/** Names and kinds of a layer's fields, in valid UTF-8; strings from the arena. */
kuril_field *kuril_gdal_fields(OGRFeatureDefnH defn, const kuril_gdal_text *text, kuril_arena *arena);

/**
 * Makes those text fields KURIL_NUMBER whose values, as far as they are looked at, are all numbers or empty, for a
 * format that has nothing but text. What would lose its look as a number stays text: "007", and whole numbers of more
 * digits than a double has. GDAL's own detection takes such, and makes booleans of "N" and "Y".
 */
void kuril_gdal_find_numbers(OGRLayerH layer, kuril_field *fields);

/**
 * The values of a feature's fields that are set, with the names of `fields`; unset fields are left out. Text in a
 * field of numbers is a number when it looks like one, and null when it is empty.
 *
 * @param[in]     fields   of the layer
 * @param[in,out] arena    holds what is returned
 * @param[out]    members  room for as many as there are fields
 * @param[out]    faults   bits of KURIL_FAULT_BIT are added
 * @return how many members there are
 */
size_t kuril_gdal_values(OGRFeatureH feature, const kuril_field *fields, const kuril_gdal_text *text,
                         kuril_arena *arena, kuril_member *members, unsigned *faults);

#endif
