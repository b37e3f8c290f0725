/* Output files that appear whole or not at all: written beside their place, flushed, renamed. */
#ifndef KURIL_CORE_OUTPUT_H
#define KURIL_CORE_OUTPUT_H

#include <kurilmap/status.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct kuril_output kuril_output;

/** The place of an error in writing an output, which tells it from a failure to read an input. */
#define KURIL_PLACE_OUTPUT "output"

/**
 * Opens a file to be. "-" is standard output, written as it comes. Refuses a folder, a missing folder, and a path
 * that cannot be written, with a message that names it. An older file of that name stays until the commit.
 */
kuril_status kuril_output_open(const char *path, kuril_output **output, kuril_error *error);

/** Whether two paths, as kuril_output_open takes them, lead to one place. */
bool kuril_output_same(const char *a, const char *b);

/** Appends bytes. After a failure further writes fail at once. */
kuril_status kuril_output_write(kuril_output *output, const void *bytes, size_t count, kuril_error *error);

/** Lets the commit not wait for the disk: for callers who flush many outputs at once, in the end. */
void kuril_output_flush_later(kuril_output *output);

/** Flushes to the disk, unless that is left for later, and renames into place; frees the output also when it fails, and then leaves no file. */
kuril_status kuril_output_commit(kuril_output *output, kuril_error *error);

/** A whole file at once; without `flush` as after kuril_output_flush_later. */
kuril_status kuril_output_write_file(const char *path, const void *bytes, size_t count, bool flush,
                                     kuril_error *error);

/** Flushes what was left for later in the folder, and whatever else of its file system. */
kuril_status kuril_output_flush_folder(const char *folder, kuril_error *error);

/** Drops what was written and frees the output; NULL is fine. */
void kuril_output_discard(kuril_output *output);

#endif
