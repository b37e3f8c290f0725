/* Coordinates of formats of lines that are no numbers, of which GDAL makes 0 or what they begin with. */
#ifndef KURIL_DATA_GDAL_LINE_NUMBERS_H
#define KURIL_DATA_GDAL_LINE_NUMBERS_H

#include "data/gdal/numbers.h"

/** The formats that differ in where coordinates stand: MapInfo's exchange format, AutoCAD's and GMT's. */
typedef enum kuril_line_kind { KURIL_LINES_MIF, KURIL_LINES_DXF, KURIL_LINES_GMT } kuril_line_kind;

/**
 * Copies a text with an enormous number in place of each coordinate that is none.
 *
 * Sources: "The MapInfo Interchange File (MIF) Format Specification", the DXF reference's group codes 10 to 39,
 * GMT's appendix on the OGR/GMT format.
 *
 * @param[out] out    appended to
 * @param[out] found  overwritten
 */
void kuril_line_numbers(const char *text, size_t length, kuril_line_kind kind, GString *out,
                        kuril_number_findings *found);

#endif
