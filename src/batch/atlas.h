/* One PDF of all of a report's maps. */
#ifndef KURIL_BATCH_ATLAS_H
#define KURIL_BATCH_ATLAS_H

#include "batch/report.h"

/**
 * Puts the pages of the maps' own PDFs, which stand in the folder, into one file there, after contents with links when
 * there are several: outline, page labels, metadata, and a structure tree in which each map is a figure with its text
 * for readers who cannot see it. When there is no map an older file is taken away.
 *
 * @param made  shape [jobs of the report]: others are left out
 */
kuril_status kuril_atlas_write(const kuril_batch *report, const char *folder, const bool *made, kuril_error *error);

#endif
