/* Reading files that others wrote: regular files only, up to a limit. */
#ifndef KURIL_CORE_FILE_H
#define KURIL_CORE_FILE_H

#include <kurilmap/status.h>

/**
 * Reads a regular file whole; a NUL stands after its last byte.
 *
 * @param[in]  limit   bytes; what is longer is an error
 * @param[out] text    caller frees with g_free
 * @param[out] length  without the NUL at the end; may be NULL
 * @retval KURIL_E_IO    cannot be read, or is no regular file (a folder, a FIFO, a device)
 * @retval KURIL_E_DATA  longer than the limit
 */
kuril_status kuril_file_read(const char *path, size_t limit, char **text, size_t *length, kuril_error *error);

#endif
