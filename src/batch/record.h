/* The record of an output: what went into it, and what came of it. One file each, so that an interrupted run goes on.
 */
#ifndef KURIL_BATCH_RECORD_H
#define KURIL_BATCH_RECORD_H

#include "batch/hashes.h"
#include "batch/report.h"
#include "map/label_report.h"

/** What a worker knows when a job is done. */
typedef struct kuril_record {
    const kuril_job *job;
    const char *key, *versions;
    const GPtrArray *inputs;          /**< of kuril_input */
    const GPtrArray *warnings;        /**< of char * */
    const GPtrArray *sources;         /**< of char *: attributions of the data that it shows */
    const kuril_label_report *labels; /**< NULL: not of a map */
    double seconds;
} kuril_record;

/** FOLDER/records/NAME.json. Free with g_free. */
char *kuril_record_path(const kuril_job *job, const char *folder);

/** Writes the record, after the outputs it speaks of. */
kuril_status kuril_record_write(const kuril_record *record, const char *folder, kuril_error *error);

/**
 * True when a record with this key is there and each output that it lists is as it was written.
 *
 * @param warnings  gets copies of those that the record lists, when it is current
 */
bool kuril_record_is_current(const kuril_job *job, const char *key, const char *folder, GPtrArray *warnings);

#endif
