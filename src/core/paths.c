#include "core/paths.h"

#include "core/diagnostics.h"
#include <glib.h>
#include <string.h>

/* PREFIX/share/kurilmap for a program at PREFIX/bin; NULL where /proc does not tell. */
static char *beside_program(void)
{
    char *program = g_file_read_link("/proc/self/exe", NULL);
    if (!program)
        return NULL;
    char *folder = g_path_get_dirname(program);
    char *data = g_build_filename(folder, "..", "share", "kurilmap", NULL);
    g_free(folder);
    g_free(program);
    return data;
}

bool kuril_is_path(const char *text)
{
    return strpbrk(text, "/.") != NULL;
}

kuril_status kuril_data_path(const char *relative, char **path, kuril_error *error)
{
    char *beside = beside_program();
    const char *const folders[] = {g_getenv("KURILMAP_DATADIR"), beside, KURIL_INSTALL_DATADIR, KURIL_SOURCE_DIR};
    GString *tried = g_string_new(NULL);
    char *found = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(folders) && !found; i++) {
        if (!folders[i])
            continue;
        char *candidate = g_build_filename(folders[i], relative, NULL);
        if (g_file_test(candidate, G_FILE_TEST_EXISTS)) {
            found = candidate;
        } else {
            g_string_append_printf(tried, "%s'%s'", tried->len ? ", " : "", candidate);
            g_free(candidate);
        }
    }
    g_free(beside);
    *path = found;
    const kuril_status status =
        found ? KURIL_OK : kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_MACHINE, "cannot find '%s': looked for %s",
                                       relative, tried->str);
    g_string_free(tried, TRUE);
    return status;
}
