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

#endif
