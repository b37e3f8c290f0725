/* Where an installed program, or one in the build tree, finds its data and styles. */
#ifndef KURIL_CORE_PATHS_H
#define KURIL_CORE_PATHS_H

#include <kurilmap/status.h>

/** Whether a text leads to a file rather than being the name of one of our styles or views: it has a '/' or a '.'. */
bool kuril_is_path(const char *text);

/**
 * Path of a file of ours, such as "geodata/catalogue.json" or "styles/briefing.json". Looked for below the folder
 * named by the environment's KURILMAP_DATADIR when set, below the installed data folder as seen from the running
 * program (PREFIX/bin/../share/kurilmap), below the data folder of the configured prefix, and in the source tree
 * that the program was built from. Caller frees with g_free.
 *
 * @retval KURIL_E_IO  nowhere; the message lists where it was looked for
 */
kuril_status kuril_data_path(const char *relative, char **path, kuril_error *error);

#endif
