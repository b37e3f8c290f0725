/* Distances of many pairs of points, row by row. */
#ifndef KURIL_CLI_PAIRS_H
#define KURIL_CLI_PAIRS_H

#include <kurilmap/status.h>

/**
 * Reads a CSV table (commas, or semicolons or tabs where its header has no comma) with columns lat1, lon1, lat2, lon2
 * (any order, more columns are kept) and writes it with the
 * columns s12_m, azi1, azi2 added, row by row, whatever its length. A row that cannot be measured is kept with empty
 * results and reported by its line; of one that is longer than the header, the fields that have a name are kept.
 *
 * @param[in] path    "-": standard input
 * @param[in] output  NULL or "-": standard output
 * @retval KURIL_E_DATA  a column is missing or there twice, or a quote never closes
 */
kuril_status kuril_pairs_stream(const char *path, const char *output, const kuril_diagnostics *diagnostics,
                                kuril_error *error);

#endif
