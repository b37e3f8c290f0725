/* Nothing that a report is made from is written over by what it makes. */
#ifndef KURIL_BATCH_GUARD_H
#define KURIL_BATCH_GUARD_H

#include "batch/report.h"

/**
 * Looks whether an output in the folder would take the place of a manifest, a style or a dataset of the report.
 *
 * @retval KURIL_E_DATA  it would; the error's place is the entry of that output
 */
kuril_status kuril_guard_inputs(const kuril_batch *report, const char *folder, kuril_error *error);

/**
 * As kuril_guard_inputs, for a map by itself; also whether the report of its names (NULL: none) has a place of its own.
 *
 * @retval KURIL_E_ARGUMENT  it has none, or a file would take the place of the map's document, style, data or points
 */
kuril_status kuril_guard_map(const kuril_map *map, const kuril_map_output *outputs, size_t n_outputs,
                             const char *report, kuril_error *error);

#endif
