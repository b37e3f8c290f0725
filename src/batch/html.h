/* One self-contained HTML page of a report. */
#ifndef KURIL_BATCH_HTML_H
#define KURIL_BATCH_HTML_H

#include "batch/report.h"

/**
 * Writes the page into the folder from the outputs that stand there: figures with captions and texts for readers who
 * cannot see them, tables, sources. It needs no other file and no network.
 *
 * @param made  shape [jobs of the report]: others are left out
 */
kuril_status kuril_html_write(const kuril_batch *report, const char *folder, const bool *made, kuril_error *error);

#endif
