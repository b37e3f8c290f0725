/* The manual and the shells' completions, printed from the commands' tables; used by the build only. */
#ifndef KURIL_CLI_MANUAL_H
#define KURIL_CLI_MANUAL_H

#include "cli/command.h"
#include <stdio.h>

/** The manual page of a command, or of the program when it is NULL, as roff. */
void kuril_manual_print(const kuril_command *command, FILE *to);

/** Completions for bash, zsh, fish. */
void kuril_completion_bash(FILE *to);
void kuril_completion_zsh(FILE *to);
void kuril_completion_fish(FILE *to);

#endif
