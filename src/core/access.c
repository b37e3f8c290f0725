#define _XOPEN_SOURCE 700 /* realpath */
#include "core/access.h"

#include "core/diagnostics.h"
#include "core/paths.h"
#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* With links followed; where nothing is, the folder's links are, and at last the text alone counts. */
static char *resolved(const char *path)
{
    char *real = realpath(path, NULL);
    if (real)
        return real; /* GLib's allocator is the C library's */
    char *absolute = g_canonicalize_filename(path, NULL), *folder = g_path_get_dirname(absolute);
    char *real_folder = realpath(folder, NULL), *base = g_path_get_basename(absolute);
    char *result = real_folder ? g_build_filename(real_folder, base, NULL) : g_strdup(absolute);
    free(real_folder);
    g_free(base);
    g_free(folder);
    g_free(absolute);
    return result;
}

static bool within(const char *real, const char *folder)
{
    char *root = resolved(*folder ? folder : ".");
    const size_t n = strlen(root);
    const bool inside =
        strcmp(root, "/") == 0 || (strncmp(real, root, n) == 0 && (real[n] == '/' || real[n] == '\0'));
    g_free(root);
    return inside;
}

static bool within_ours(const char *real)
{
    static const char *const ours[] = {"styles", "geodata"};
    bool inside = false;
    for (size_t i = 0; i < G_N_ELEMENTS(ours) && !inside; i++) {
        char *folder = NULL;
        inside = kuril_data_path(ours[i], &folder, NULL) == KURIL_OK && within(real, folder);
        g_free(folder);
    }
    return inside;
}

kuril_status kuril_access_check(const char *folder, const char *path, kuril_error *error)
{
    char *real = resolved(path);
    bool allowed = within(real, folder) || within_ours(real);
    const char *list = g_getenv(KURIL_ALLOW_FOLDERS);
    char **folders = g_strsplit(list ? list : "", G_SEARCHPATH_SEPARATOR_S, -1);
    for (size_t i = 0; folders[i] && !allowed; i++)
        allowed = *folders[i] && within(real, folders[i]);
    g_strfreev(folders);
    g_free(real);
    if (allowed)
        return KURIL_OK;
    return kuril_fail(error, KURIL_E_ARGUMENT,
                      "'%s' lies outside of the document's folder: allow it with --allow-folder", path);
}

bool kuril_access_network(void)
{
    const char *allowed = g_getenv(KURIL_ALLOW_NETWORK);
    return allowed && strcmp(allowed, "1") == 0;
}
