/* Filling errors and reporting warnings. */
#ifndef KURIL_CORE_DIAGNOSTICS_H
#define KURIL_CORE_DIAGNOSTICS_H

#include <glib.h>
#include <kurilmap/status.h>

/** The place of an error that is the machine's or the installation's, which no input can mend. */
#define KURIL_PLACE_MACHINE "machine"

/**
 * Fills an error unless it holds one already (the first is kept), and returns `code`, so that a caller writes
 * `return kuril_fail(error, KURIL_E_IO, "cannot open '%s'", path);`. Control characters in the message become
 * '?', so that text of a dataset cannot drive a terminal. `error` may be NULL.
 */
kuril_status kuril_fail(kuril_error *error, kuril_status code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/**
 * Ends the program, as GLib does when it gets no memory, where what a library could not make would be missing from the
 * output without a word. Says what it was for.
 */
G_NORETURN void kuril_end_without_memory(const char *what);

/** As kuril_fail, with the place: file (or NULL), line and column (or 0), JSON pointer, layer or feature (or NULL). */
kuril_status kuril_fail_at(kuril_error *error, kuril_status code, const char *file, int line, int column,
                           const char *place, const char *format, ...) G_GNUC_PRINTF(7, 8);

/** Gives an error that has none the file it is about. */
void kuril_error_in_file(kuril_error *error, const char *file);

/** Reports an information or a warning; `diagnostics` may be NULL. */
void kuril_report(const kuril_diagnostics *diagnostics, kuril_severity severity, const char *file, const char *place,
                  const char *format, ...) G_GNUC_PRINTF(5, 6);

/** As kuril_report, with line and column. */
void kuril_report_at(const kuril_diagnostics *diagnostics, kuril_severity severity, const char *file, int line,
                     int column, const char *place, const char *format, ...) G_GNUC_PRINTF(7, 8);

/** Reports what an error holds, as KURIL_ERROR or as a mere warning. */
void kuril_report_error(const kuril_diagnostics *diagnostics, kuril_severity severity, const kuril_error *error);

#endif
