/*
 * Which files a document (a style, a map, a report) may name, and whether the network may be used. Documents come from
 * others; what stands on the command line is the user's own and is not asked about here.
 *
 * The user widens both by the environment, which the program's --allow-folder and --allow-network fill:
 * KURILMAP_ALLOW_FOLDERS, folders with ':' between, and KURILMAP_ALLOW_NETWORK, set to 1.
 */
#ifndef KURIL_CORE_ACCESS_H
#define KURIL_CORE_ACCESS_H

#include <kurilmap/status.h>

#define KURIL_ALLOW_FOLDERS "KURILMAP_ALLOW_FOLDERS"
#define KURIL_ALLOW_NETWORK "KURILMAP_ALLOW_NETWORK"

/**
 * Whether a document in `folder` may have a file read: with links followed, it lies in that folder or below, in our
 * own data, or in a folder that the user allowed. A path that leads nowhere is judged by its text.
 *
 * @retval KURIL_E_ARGUMENT  it may not; the message names the path and the option
 */
kuril_status kuril_access_check(const char *folder, const char *path, kuril_error *error);

/** Whether the user allowed the network for this run. */
bool kuril_access_network(void);

#endif
