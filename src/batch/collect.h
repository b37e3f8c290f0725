/* What a report is beside its single outputs: the record, the atlas, the page. */
#ifndef KURIL_BATCH_COLLECT_H
#define KURIL_BATCH_COLLECT_H

#include "batch/report.h"
#include "batch/work.h"

/**
 * Writes report.json (every output's record in the report's order, and what failed), then the atlas and the page that
 * the report asks for, from what stands in the folder.
 *
 * @param failures  of this run, shape [n_failures]; others whose record is missing are listed as missing
 * @param[out] missing  outputs without a record
 */
kuril_status kuril_collect(const kuril_batch *report, const char *folder, const kuril_result *failures,
                           size_t n_failures, size_t *missing, kuril_error *error);

#endif
