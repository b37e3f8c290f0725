/* What is said when the program cannot go on. */
#ifndef KURIL_CLI_LAST_WORDS_H
#define KURIL_CLI_LAST_WORDS_H

#include <kurilmap/status.h>

/**
 * From here on a clear line stands on stderr, and the exit code is not 0, when memory or threads run out within GLib
 * (which then ends the program), when a library aborts or a fault ends the program, and when a signal interrupts it.
 * Warnings of GLib and Pango become warnings of ours. Outputs need no care: they have no name until they are whole.
 */
void kuril_last_words_install(void);

/**
 * Whether the limit of memory leaves room for drawing. Below it Pango and fontconfig, which draw text, end the program
 * with a fault instead of an error.
 *
 * @retval KURIL_E_MEMORY  it does not
 */
kuril_status kuril_expect_memory(kuril_error *error);

#endif
