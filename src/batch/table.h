/* Making a report's table: distances on the ellipsoid between shores, and between points. */
#ifndef KURIL_BATCH_TABLE_H
#define KURIL_BATCH_TABLE_H

#include "batch/report.h"

/**
 * Computes the table of a job and writes each of its forms into the folder, whole or not at all.
 *
 * @param sources  gets the attributions of the embedded data that is measured, of char *, each once
 * @retval KURIL_E_ARGUMENT  a place or a kind of places that is not known
 * @retval KURIL_E_IO        a file cannot be written
 */
kuril_status kuril_table_make(const kuril_job *job, const char *folder, const kuril_diagnostics *diagnostics,
                              GPtrArray *sources, kuril_error *error);

#endif
