/* A map document, as YAML and as JSON: read, checked without drawing, and its settings looked at. */
#include "core/diagnostics.h"
#include "map/map_document.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void on_diagnostic(void *user, const kuril_diagnostic *d)
{
    (void)user;
    if (!d->message || !*d->message || strpbrk(d->message, "\r\n") || !g_utf8_validate(d->message, -1, NULL))
        __builtin_trap(); /* one line of valid text, always */
}

static void read_as(const char *name, const char *text, size_t size)
{
    const kuril_document_limits limits = {.nodes = 5000, .aliased = 1000};
    const kuril_diagnostics diagnostics = {on_diagnostic, NULL};
    kuril_document *document = NULL;
    kuril_map *map = NULL;
    kuril_error error = {0};
    if (kuril_document_parse(name, text, size, &limits, &document, NULL) != KURIL_OK)
        return;
    const kuril_map_source source = {.object = kuril_document_root(document)};
    kuril_status status = kuril_map_begin(&source, &map, &diagnostics, &error);
    if (status == KURIL_OK)
        status = kuril_map_apply(&source, map, &diagnostics, &error);
    if (status == KURIL_OK)
        status = kuril_map_check(map, NULL, 0, &diagnostics, &error);
    if (status != KURIL_OK && (!error.message[0] || error.code == KURIL_OK))
        __builtin_trap();
    kuril_map_free(map);
    kuril_document_free(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = size ? (const char *)data : "";
    read_as("fuzz.yaml", text, size);
    read_as("fuzz.json", text, size);
    return 0;
}
