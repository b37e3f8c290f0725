/* Reading files that others wrote: regular files only, up to a limit. */
#ifndef KURIL_CORE_FILE_H
#define KURIL_CORE_FILE_H

#include "core/limits.h"

/**
 * Reads a regular file whole; a NUL stands after its last byte.
 *
 * @param[in]  limit   one that counts bytes; what is longer is an error that names it
 * @param[out] text    caller frees with g_free
 * @param[out] length  without the NUL at the end; may be NULL
 * @retval KURIL_E_IO    cannot be read, or is no regular file (a folder, a FIFO, a device)
 * @retval KURIL_E_DATA  longer than the limit
 */
kuril_status kuril_file_read(const char *path, kuril_limit limit, char **text, size_t *length, kuril_error *error);

#endif
