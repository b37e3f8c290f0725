/* --help, from the tables. */
#ifndef KURIL_CLI_HELP_H
#define KURIL_CLI_HELP_H

#include "cli/command.h"
#include <stdio.h>

/** Prints how a command is used, or the program when it is NULL. */
void kuril_help_print(const kuril_command *command, FILE *to);

/** "-o, --output FILE", "    --quiet". Caller frees with g_free. */
char *kuril_help_option(const kuril_option *option);

#endif
