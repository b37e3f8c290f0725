/* What the program says on stderr, and how it ends. */
#ifndef KURIL_CLI_CONSOLE_H
#define KURIL_CLI_CONSOLE_H

#include <glib.h>
#include <kurilmap/status.h>
#include <stdio.h>

/** How diagnostics are printed, and how many there were. Start it as `{0}`. */
typedef struct kuril_console {
    bool quiet;  /**< errors only */
    bool strict; /**< warnings make the run fail */
    bool json;   /**< an object a line */
    size_t warnings;
    size_t errors;    /**< told by the readers so far, each counted once */
    kuril_diagnostics diagnostics; /**< filled by kuril_console_start */
    GHashTable *reported;          /**< errors that have been printed, as a set of texts */
} kuril_console;

/** Exit codes of the program. */
enum { KURIL_EXIT_DONE = 0, KURIL_EXIT_FAILED = 1, KURIL_EXIT_USAGE = 2, KURIL_EXIT_INPUT = 3 };

/** Readies `console->diagnostics`, to be handed to the library; the console must outlive its use. */
void kuril_console_start(kuril_console *console);
void kuril_console_finish(kuril_console *console);

/** Prints an error, `kurilmap: error: FILE:LINE:COL: message`, unless it has been reported already. */
void kuril_console_error(kuril_console *console, const kuril_error *error);

/** Fails when there have been warnings and --strict is given: for a command to ask before it writes. */
kuril_status kuril_console_verdict(const kuril_console *console, kuril_error *error);

/** True when a person watches stderr: progress is shown then, unless --quiet. */
bool kuril_console_is_watched(const kuril_console *console);

/**
 * How a run that ended so exits: 2 for a mistake on the command line (a name, form or number with no file to blame),
 * 3 for bad input, 1 for what failed otherwise (an output that cannot be written, memory).
 */
int kuril_exit_code(const kuril_error *error);

#endif
