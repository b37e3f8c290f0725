/* The built-in views: map documents in styles/views. */
#ifndef KURIL_MAP_VIEWS_H
#define KURIL_MAP_VIEWS_H

#include <kurilmap/status.h>

/**
 * Names of the built-in views, or of our styles, sorted.
 *
 * @param[out] names  NULL-terminated; free with g_strfreev
 * @retval KURIL_E_IO  our files are not where they are looked for
 */
kuril_status kuril_view_names(char ***names, kuril_error *error);
kuril_status kuril_style_names(char ***names, kuril_error *error);

/**
 * The document of a built-in view.
 *
 * @param[out] path  free with g_free
 * @retval KURIL_E_ARGUMENT  no such view; the message names the nearest, or all
 */
kuril_status kuril_view_path(const char *name, char **path, kuril_error *error);

#endif
