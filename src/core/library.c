#define _GNU_SOURCE /* dladdr, RTLD_DEEPBIND */
#include "core/library.h"

#include "core/diagnostics.h"
#include <dlfcn.h>
#include <link.h>
#include <stdbool.h>
#include <string.h>

int kuril_library_binding(void)
{
    static const char here = 0;
    Dl_info own, allocator, c;
    struct link_map *program = NULL;
    void *self = dlopen(NULL, RTLD_LAZY), *allocate = dlsym(RTLD_DEFAULT, "malloc"),
         *other = dlsym(RTLD_DEFAULT, "getenv");
    const bool ours = self && dlinfo(self, RTLD_DI_LINKMAP, &program) == 0 && dladdr(&here, &own) &&
                      (guintptr)own.dli_fbase == (guintptr)program->l_addr;
    const bool plain =
        allocate && other && dladdr(allocate, &allocator) && dladdr(other, &c) && allocator.dli_fbase == c.dli_fbase;
    if (self)
        dlclose(self);
    return RTLD_LAZY | RTLD_LOCAL | (ours && plain ? RTLD_DEEPBIND : 0);
}

/* Returns what went wrong, or NULL. Caller frees with g_free. */
static char *load(const kuril_library *library)
{
    void *handle = dlopen(library->file, kuril_library_binding());
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
    return library->problem ? kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_MACHINE, "cannot load a library: %s",
                                            library->problem)
                            : KURIL_OK;
}

void kuril_library_need(kuril_library *library)
{
    kuril_error error = {0};
    if (kuril_library_open(library, &error) != KURIL_OK)
        g_error("%s", error.message);
}
