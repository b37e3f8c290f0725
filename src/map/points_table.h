/* Tables of points: a line for each, with longitude, latitude and perhaps a name. */
#ifndef KURIL_MAP_POINTS_TABLE_H
#define KURIL_MAP_POINTS_TABLE_H

#include "geom/feature_table.h"
#include <kurilmap/map.h>

/**
 * Reads a table into features with a `label`. Fields are parted by commas, semicolons or tabs. Columns, of any case:
 * lon, longitude, lng, long or x; lat, latitude or y; name, and name_LANG before it. Text that is not UTF-8 is read as
 * what it looks like, with a warning; UTF-16 needs its mark.
 *
 * @retval KURIL_E_IO    cannot be read
 * @retval KURIL_E_DATA  a column is missing, or a line has no position in decimal degrees; the error names the line
 */
kuril_status kuril_points_read(const char *path, kuril_language language, kuril_feature_table *table,
                               const kuril_diagnostics *diagnostics, kuril_error *error);

#endif
