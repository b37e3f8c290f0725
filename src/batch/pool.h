/* Worker processes: each does one job at a time; one that crashes, hangs or grows too large loses only its job. */
#ifndef KURIL_BATCH_POOL_H
#define KURIL_BATCH_POOL_H

#include "batch/work.h"

typedef struct kuril_pool_options {
    size_t workers;
    double timeout_s;    /**< for one job; 0: none */
    size_t memory_bytes; /**< resident size of a worker; 0: no limit */
    const char *folder;  /**< where outputs go; exists, with its "records" */
    bool force;
    bool strict;                          /**< maps with warnings fail, and nothing of them is written */
    const kuril_diagnostics *diagnostics; /**< used by the workers, in their own processes */
    /** Called in the parent as each job ends, in no order. */
    void (*done)(void *user, const kuril_result *result);
    /** Called in the parent some ten times a second; false stops the run. NULL: never. */
    bool (*tick)(void *user);
    void *user;
} kuril_pool_options;

/**
 * Does jobs of a report in child processes.
 *
 * Workers are forked here, and again when one has died, so that a caller must not have opened datasets or started
 * threads. SIGINT and SIGTERM stop the run: workers are killed, what they were writing vanishes.
 *
 * @param jobs     indexes into the report's jobs, shape [n_jobs]
 * @param results  shape [n_jobs], in the same order; those of jobs that were not begun have `error.code` KURIL_OK and
 *                 outcome KURIL_FAILED
 * @retval KURIL_E_IO      no process could be made
 * @retval KURIL_E_MEMORY  stopped by a signal or by `tick`
 */
kuril_status kuril_pool_run(const kuril_batch *report, const size_t *jobs, size_t n_jobs,
                            const kuril_pool_options *options, kuril_result *results, kuril_error *error);

#endif
