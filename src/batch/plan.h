/* Reading a report manifest into its plan. */
#ifndef KURIL_BATCH_PLAN_H
#define KURIL_BATCH_PLAN_H

#include "batch/report.h"
#include "document/document.h"

/** How to read a manifest; start it as `{0}`. */
typedef struct kuril_batch_options {
    bool inspect; /**< open all that the maps name too, and see whether the output folder can be written in: a drawing
                       run leaves that to each map, which fails for itself */
    bool folder_given; /**< the outputs go elsewhere than the manifest says */
    double timeout_s;  /**< for kuril_batch_read_apart, to read it all; 0: none */
    const char
        *languages; /**< "ja,en": instead of what the manifest says of the report and of its maps; NULL: as it is */
} kuril_batch_options;

/**
 * Reads a manifest with all that it includes, checks it, and expands `for-each` over its datasets.
 *
 * Opens datasets, so that a process that is to fork workers calls it in a child. Everything that is wrong goes to
 * `diagnostics` with file, line and column, the first also into `error`.
 *
 * @param[out] report  free with kuril_batch_free; untouched on failure
 */
kuril_status kuril_batch_read(const char *path, const kuril_batch_options *options, kuril_batch **report,
                              const kuril_diagnostics *diagnostics, kuril_error *error);

/** True when a document's root object is a report's rather than a map's: it has maps, tables, outputs ... */
bool kuril_is_report(const kuril_node *root);

#endif
