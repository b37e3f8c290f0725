/* Doing one job, in a worker's process. */
#ifndef KURIL_BATCH_WORK_H
#define KURIL_BATCH_WORK_H

#include "batch/hashes.h"
#include "batch/report.h"

typedef enum kuril_outcome {
    KURIL_DREW,
    KURIL_UNCHANGED, /**< its outputs are those that it would make */
    KURIL_FAILED
} kuril_outcome;

/** What became of a job. Plain storage: it travels through a pipe. */
typedef struct kuril_result {
    size_t job;
    kuril_outcome outcome;
    size_t warnings;
    double seconds;
    kuril_error error;
} kuril_result;

/** What all jobs of a worker share. */
typedef struct kuril_workplace {
    const char *folder;
    bool force;  /**< also what is up to date */
    bool strict; /**< a map with warnings fails */
    kuril_hashes *hashes;
    kuril_session *session; /**< keeps warm what the maps need */
    const kuril_diagnostics *diagnostics;
} kuril_workplace;

/** Does a job: outputs first, each whole or not at all, then the record. Never fails: the result says what happened. */
void kuril_job_do(const kuril_job *job, const kuril_workplace *place, kuril_result *result);

#endif
