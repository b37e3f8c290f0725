/* Reading a manifest in a process of its own, since that opens datasets. */
#ifndef KURIL_BATCH_CHILD_H
#define KURIL_BATCH_CHILD_H

#include "batch/plan.h"

/**
 * As kuril_batch_read, in a child process: this one opens no dataset and so may fork workers afterwards.
 * Diagnostics are passed on to this one.
 *
 * @retval KURIL_E_DATA  also when the child crashed
 */
kuril_status kuril_batch_read_apart(const char *path, const kuril_batch_options *options, kuril_batch **report,
                                    const kuril_diagnostics *diagnostics, kuril_error *error);

#endif
