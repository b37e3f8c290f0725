#include "data/embedded.h"

#include "core/diagnostics.h"
#include "core/paths.h"
#include "core/text.h"
#include "data/prepared.h"
#include <glib.h>
#include <string.h>

/* Names of the embedded layers, from the files beside the one that was not found. */
static char *suggest(const char *name)
{
    char *folder;
    if (kuril_data_path("geodata/layers", &folder, NULL) != KURIL_OK)
        return NULL;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *file; dir && (file = g_dir_read_name(dir));) {
        if (g_str_has_suffix(file, ".shp") || g_str_has_suffix(file, ".tif"))
            g_ptr_array_add(names, g_strndup(file, strlen(file) - 4));
    }
    if (dir)
        g_dir_close(dir);
    const char *near = kuril_text_nearest(name, (const char *const *)names->pdata, names->len);
    char *copy = g_strdup(near);
    g_ptr_array_free(names, TRUE);
    g_free(folder);
    return copy;
}

static bool plain_name(const char *name)
{
    return *name && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == strlen(name);
}

kuril_status kuril_embedded_path(const char *name, const char *extension, char **path, kuril_error *error)
{
    if (plain_name(name)) {
        char *relative = g_strconcat("geodata/layers/", name, extension, NULL);
        const kuril_status status = kuril_data_path(relative, path, NULL);
        g_free(relative);
        if (status == KURIL_OK)
            return KURIL_OK;
    }
    char *near = suggest(name);
    const kuril_status status = kuril_fail(error, KURIL_E_ARGUMENT, "no embedded layer 'geodata:%s'%s%s%s", name,
                                           near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    g_free(near);
    return status;
}

/* Beside the layer, as installed; in the build tree for the layers of the source tree. */
static char *prepared_path(const char *layer_path, const char *name)
{
    char *folder = g_path_get_dirname(layer_path);
    char *path = g_strdup_printf("%s/%s%s", folder, name, KURIL_PREPARED_EXTENSION);
    if (g_str_has_prefix(layer_path, KURIL_SOURCE_DIR "/") && !g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_free(path);
        path = g_strdup_printf("%s/%s%s", KURIL_PREPARED_DIR, name, KURIL_PREPARED_EXTENSION);
    }
    g_free(folder);
    return path;
}

kuril_status kuril_embedded_open(const char *name, kuril_reader **reader)
{
    char *shapefile;
    kuril_status status = kuril_embedded_path(name, ".shp", &shapefile, NULL);
    if (status != KURIL_OK)
        return status;
    char *path = prepared_path(shapefile, name);
    char *table = g_strdup_printf("%.*s.dbf", (int)strlen(shapefile) - 4, shapefile);
    const char *const sources[] = {shapefile, table};
    status = kuril_prepared_open(path, sources, 2, name, reader);
    g_free(table);
    g_free(path);
    g_free(shapefile);
    return status;
}

kuril_status kuril_embedded_raster_open(const char *name, kuril_raster_source **raster)
{
    char *file;
    kuril_status status = kuril_embedded_path(name, ".tif", &file, NULL);
    if (status != KURIL_OK)
        return status;
    char *path = prepared_path(file, name);
    status = kuril_prepared_raster_open(path, file, raster);
    g_free(path);
    g_free(file);
    return status;
}
