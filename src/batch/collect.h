/* What a report is beside its single outputs: the record, the atlas, the page. */
#ifndef KURIL_BATCH_COLLECT_H
#define KURIL_BATCH_COLLECT_H

#include "batch/report.h"
#include "batch/work.h"

/**
 * Tells which outputs in the folder are those that the report asks for as it now is: whole, and made from what their
 * inputs now are. For what other processes have made.
 *
 * @param[out] made  shape [jobs of the report]
 */
void kuril_collect_find(const kuril_batch *report, const char *folder, bool *made);

/**
 * Writes report.json (every output's record in the report's order, and what failed), then the atlas and the page that
 * the report asks for, of what has been made.
 *
 * @param made     shape [jobs of the report]: which outputs may be shown; others are listed as failed
 * @param results  of this run, shape [n_results]: why they failed
 */
kuril_status kuril_collect(const kuril_batch *report, const char *folder, const bool *made, const kuril_result *results,
                           size_t n_results, const kuril_diagnostics *diagnostics, kuril_error *error);

#endif
