/* A report: read and planned as `kurilmap check` does, from a file of its own. */
#include "batch/plan.h"
#include <glib.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *path;

static void remove_file(void)
{
    g_unlink(path);
    g_free(path);
}

static void on_diagnostic(void *user, const kuril_diagnostic *d)
{
    (void)user;
    if (!d->message || !*d->message || strpbrk(d->message, "\r\n") || !g_utf8_validate(d->message, -1, NULL))
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!path) {
        path = g_strdup_printf("%s/kurilmap-fuzz-%d.yaml", g_get_tmp_dir(), (int)getpid());
        atexit(remove_file);
    }
    if (!g_file_set_contents(path, size ? (const char *)data : "", (gssize)size, NULL))
        return 0;
    const kuril_diagnostics diagnostics = {on_diagnostic, NULL};
    kuril_batch *report = NULL;
    kuril_error error = {0};
    const kuril_status status = kuril_batch_read(path, &(kuril_batch_options){.inspect = false}, &report, &diagnostics, &error);
    if ((status == KURIL_OK) != (report != NULL) || (status != KURIL_OK && !error.message[0]))
        __builtin_trap();
    kuril_batch_free(report);
    return 0;
}
