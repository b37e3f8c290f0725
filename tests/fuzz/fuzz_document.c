/* A document, as JSON and as YAML: read, then walked with the place of every node. */
#include "document/document.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t walk(const kuril_node *node)
{
    kuril_place place;
    kuril_node_place(node, &place);
    size_t sum = strlen(place.pointer) + kuril_node_length(node);
    for (size_t i = 0; i < kuril_node_count(node); i++)
        sum += walk(kuril_node_at(node, i));
    return sum;
}

static void read_as(const char *name, const uint8_t *data, size_t size)
{
    const kuril_document_limits limits = {.nodes = 20000, .aliased = 2000};
    kuril_document *document = NULL;
    kuril_error error = {0};
    const kuril_status status = kuril_document_parse(name, (const char *)data, size, &limits, &document, &error);
    if ((status == KURIL_OK) != (document != NULL) || (status != KURIL_OK && !error.message[0]))
        __builtin_trap();
    if (!document)
        return;
    kuril_arena *arena = kuril_arena_new();
    kuril_node_to_value(kuril_document_root(document), arena);
    walk(kuril_document_root(document));
    kuril_arena_free(arena);
    kuril_document_free(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = size ? (const char *)data : "";
    read_as("fuzz.json", (const uint8_t *)text, size);
    read_as("fuzz.yaml", (const uint8_t *)text, size);
    return 0;
}
