#include "map/views.h"

#include "core/diagnostics.h"
#include "core/paths.h"
#include "map/map_names.h"
#include <string.h>

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the files of a folder with an ending, without it, sorted. */
static kuril_status names_in(const char *relative, const char *ending, char ***names, kuril_error *error)
{
    char *folder = NULL;
    const kuril_status status = kuril_data_path(relative, &folder, error);
    if (status != KURIL_OK)
        return status;
    GDir *dir = g_dir_open(folder, 0, NULL);
    if (!dir) {
        kuril_fail_at(error, KURIL_E_IO, folder, 0, 0, NULL, "cannot read the folder '%s'", folder);
        g_free(folder);
        return KURIL_E_IO;
    }
    GPtrArray *found = g_ptr_array_new();
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        if (g_str_has_suffix(name, ending))
            g_ptr_array_add(found, g_strndup(name, strlen(name) - strlen(ending)));
    }
    g_dir_close(dir);
    g_free(folder);
    g_ptr_array_sort(found, by_name);
    g_ptr_array_add(found, NULL);
    *names = (char **)g_ptr_array_free(found, FALSE);
    return KURIL_OK;
}

kuril_status kuril_view_names(char ***names, kuril_error *error)
{
    return names_in("styles/views", ".yaml", names, error);
}

kuril_status kuril_style_names(char ***names, kuril_error *error)
{
    return names_in("styles", ".json", names, error);
}

kuril_status kuril_view_path(const char *name, char **path, kuril_error *error)
{
    char **names = NULL;
    kuril_status status = kuril_view_names(&names, error);
    if (status != KURIL_OK)
        return status;
    size_t choice = 0;
    status = kuril_choose("view", name, (const char *const *)names, g_strv_length(names), &choice, error);
    if (status == KURIL_OK) {
        char *relative = g_strdup_printf("styles/views/%s.yaml", names[choice]);
        status = kuril_data_path(relative, path, error);
        g_free(relative);
    }
    g_strfreev(names);
    return status;
}
