/* No command writes over what it reads. */
#ifndef KURIL_CLI_OVERWRITE_H
#define KURIL_CLI_OVERWRITE_H

#include "cli/command.h"

/**
 * Looks whether a file that the command line wants written (-o, --map) is one that it wants read: by what the names
 * lead to, so that links do not matter, and with the other parts of a shapefile or a MapInfo table, and the archive.
 *
 * @retval KURIL_E_ARGUMENT  it is
 */
kuril_status kuril_overwrite_check(const kuril_arguments *arguments, kuril_error *error);

#endif
