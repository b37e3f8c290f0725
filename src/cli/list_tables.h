/* Lists as tables. */
#ifndef KURIL_CLI_LIST_TABLES_H
#define KURIL_CLI_LIST_TABLES_H

#include "cli/command.h"

/** All places of the gazetteer, or those of --kind, with --area measured. */
kuril_status kuril_list_places(const kuril_arguments *arguments, kuril_console *console, kuril_error *error);

/** Names, with what they stand for unless `titles` is NULL. */
kuril_status kuril_list_names(const kuril_arguments *arguments, const char *const *names, const char *const *titles,
                              size_t count, kuril_error *error);

/** The embedded layers with their sources and licences. */
kuril_status kuril_list_layers(const kuril_arguments *arguments, kuril_error *error);

#endif
