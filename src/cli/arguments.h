/* Taking a command line apart by a command's table. */
#ifndef KURIL_CLI_ARGUMENTS_H
#define KURIL_CLI_ARGUMENTS_H

#include "cli/command.h"
#include <glib.h>

/** What a command line came to; the arrays are GArrays of kuril_given and of const char *. */
typedef struct kuril_parsed {
    const kuril_command *command; /**< NULL when none was named */
    GArray *given, *words;
} kuril_parsed;

/**
 * `kurilmap [OPTION...] COMMAND [OPTION...] [WORD...]`: options may stand anywhere, as `--size 800x600`,
 * `--size=800x600`, `-o FILE` or `-oFILE`; after `--` all is words. A word may begin with a minus and a digit.
 *
 * @retval KURIL_E_ARGUMENT  an unknown command, option or choice (with the nearest), a value missing or not taken,
 *                           too few or too many words
 */
kuril_status kuril_arguments_parse(int argc, char **argv, kuril_parsed *parsed, kuril_error *error);

/** Checks the number of words; apart from the parse, so that --help goes without them. */
kuril_status kuril_arguments_check(const kuril_parsed *parsed, kuril_error *error);

void kuril_parsed_finish(kuril_parsed *parsed);

#endif
