#include "data/module.h"

#include "core/diagnostics.h"
#include "core/library.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

#define MODULE_FILE "libkurilmap-gdal.so"

/* Where the module may be, best first; an entry may be NULL. */
static void candidates(char *paths[3])
{
    char *program = g_file_read_link("/proc/self/exe", NULL);
    char *folder = program ? g_path_get_dirname(program) : NULL;
    char *beside = folder ? g_build_filename(folder, KURIL_MODULE_FROM_BIN, MODULE_FILE, NULL) : NULL;
    char *installed = g_build_filename(KURIL_MODULE_DIR, MODULE_FILE, NULL);
    char *built = g_build_filename(KURIL_MODULE_BUILD_DIR, MODULE_FILE, NULL);
    const bool in_build_tree = program && g_str_has_prefix(program, KURIL_BUILD_DIR "/");
    paths[0] = in_build_tree ? built : beside;
    paths[1] = installed;
    paths[2] = in_build_tree ? beside : built;
    g_free(folder);
    g_free(program);
}

static const kuril_gdal_module *load(const char *path, GString *tried)
{
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_string_append_printf(tried, "%s'%s'", tried->len ? ", " : "", path);
        return NULL;
    }
    /* Lazily: its hundred libraries have 60 000 symbols to look up, most of them of functions that no run calls. */
    void *handle = dlopen(path, kuril_library_binding());
    const kuril_gdal_module *module = handle ? dlsym(handle, KURIL_GDAL_SYMBOL) : NULL;
    if (!module) {
        const char *why = dlerror();
        g_string_append_printf(tried, "%s'%s' (%s)", tried->len ? ", " : "", path, why ? why : "not ours");
        return NULL;
    }
    if (module->abi != KURIL_GDAL_ABI || strcmp(module->version, KURIL_VERSION) != 0) {
        g_string_append_printf(tried, "%s'%s' (of another version)", tried->len ? ", " : "", path);
        return NULL;
    }
    return module;
}

/* GDAL takes a file that it cannot open for one that is not there: what it opens at once must have room. */
static kuril_status has_descriptors(kuril_error *error)
{
    enum { AT_ONCE = 8 };
    int opened[AT_ONCE], n = 0;
    while (n < AT_ONCE && (opened[n] = open("/", O_RDONLY | O_CLOEXEC)) >= 0)
        n++;
    const int why = n < AT_ONCE ? errno : 0;
    while (n > 0)
        close(opened[--n]);
    if (why != EMFILE && why != ENFILE)
        return KURIL_OK;
    return kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_MACHINE, "cannot open a dataset's files: %s (ulimit -n)",
                         g_strerror(why));
}

kuril_status kuril_gdal_module_get(const kuril_gdal_module **module, kuril_error *error)
{
    const kuril_status room = has_descriptors(error);
    if (room != KURIL_OK)
        return room;
    static gsize loaded; /* the module's address once it is there: set once, never changed */
    if (!g_atomic_pointer_get(&loaded)) {
        char *paths[3];
        candidates(paths);
        GString *tried = g_string_new(NULL);
        const kuril_gdal_module *found = NULL;
        for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
            if (!found && paths[i])
                found = load(paths[i], tried);
            g_free(paths[i]);
        }
        const kuril_status status =
            found ? KURIL_OK
                  : kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_MACHINE,
                                  "cannot load the module that reads data with GDAL: looked for %s", tried->str);
        g_string_free(tried, TRUE);
        if (!found)
            return status;
        g_atomic_pointer_set(&loaded, (gsize)found);
    }
    *module = (const kuril_gdal_module *)g_atomic_pointer_get(&loaded);
    return KURIL_OK;
}
