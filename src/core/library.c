#include "core/library.h"

#include "core/diagnostics.h"
#include <dlfcn.h>
#include <string.h>

/* Returns what went wrong, or NULL. Caller frees with g_free. */
static char *load(const kuril_library *library)
{
    void *handle = dlopen(library->file, RTLD_LAZY | RTLD_LOCAL);
    char *slot = library->table;
    for (size_t i = 0; handle && i < library->count; i++, slot += sizeof handle) {
        void *function = dlsym(handle, library->names[i]);
        if (!function)
            handle = NULL;
        memcpy(slot, &function, sizeof function); /* POSIX: a pointer to a function is stored as one to an object */
    }
    return handle ? NULL : g_strdup(dlerror());
}

kuril_status kuril_library_open(kuril_library *library, kuril_error *error)
{
    if (g_once_init_enter(&library->tried)) {
        library->problem = load(library);
        g_once_init_leave(&library->tried, 1);
    }
    return library->problem ? kuril_fail(error, KURIL_E_IO, "cannot load a library: %s", library->problem) : KURIL_OK;
}

void kuril_library_need(kuril_library *library)
{
    kuril_error error = {0};
    if (kuril_library_open(library, &error) != KURIL_OK)
        g_error("%s", error.message);
}
