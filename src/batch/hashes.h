/* Hashes that tell whether an output is up to date. */
#ifndef KURIL_BATCH_HASHES_H
#define KURIL_BATCH_HASHES_H

#include "batch/report.h"

/** Remembers the hash of each file and folder that it has read; a forked process goes on with a copy. */
typedef struct kuril_hashes kuril_hashes;

/** Begins with what every job is made from: the program and its embedded data. */
kuril_hashes *kuril_hashes_new(void);
/** For the names of inputs only: reads styles, and no other file. */
kuril_hashes *kuril_hashes_new_names(void);
/** Accepts NULL. */
void kuril_hashes_free(kuril_hashes *hashes);

/** One input of an output. */
typedef struct kuril_input {
    char *path;
    char *sha256; /**< hexadecimal; "absent" for what is not there; NULL when no hashes were wanted */
    bool read;    /**< its content is in the job's definition already: it does not decide whether that is current */
} kuril_input;

/**
 * What a job is made from: the program, its embedded data, its style, and its datasets with the files beside them; also
 * the manifest and the dataset that its definition was read from.
 * Frees: g_ptr_array_free(inputs, TRUE).
 */
GPtrArray *kuril_job_inputs(const kuril_job *job, kuril_hashes *hashes);

/** The program and the libraries that decide how pages look: "kurilmap 0.1.0, PROJ 9.1.1, cairo ...". Borrowed. */
const char *kuril_hashes_versions(const kuril_hashes *hashes);

/** SHA-256, in hexadecimal, of the job, the versions and its inputs. Free with g_free. */
char *kuril_job_key(const kuril_job *job, const kuril_hashes *hashes, const GPtrArray *inputs);

/** SHA-256 of a file as it is now, in hexadecimal; NULL when it cannot be read. Free with g_free. */
char *kuril_file_sha256(const char *path);

#endif
