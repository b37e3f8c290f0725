#include "core/diagnostics.h"
#include "core/paths.h"
#include "document/document.h"
#include <glib.h>
#include <kurilmap/dataset.h>
#include <string.h>

struct kuril_catalogue {
    kuril_document *document; /* owns the text of the entries */
    GArray *entries;          /* kuril_catalogue_entry */
    GPtrArray *joined;        /* texts made of several */
};

static const char *text(const kuril_node *object, const char *name)
{
    const kuril_node *node = kuril_node_member(object, name);
    return node ? kuril_node_string(node) : "";
}

/* The descriptions of a layer's sources, one after the other. */
static const char *sources(kuril_catalogue *catalogue, const kuril_node *all, const kuril_node *layer)
{
    const kuril_node *names = kuril_node_member(layer, "sources");
    GString *out = g_string_new(NULL);
    for (size_t i = 0; names && i < kuril_node_count(names); i++) {
        const kuril_node *source = kuril_node_member(all, kuril_node_string(kuril_node_at(names, i)));
        if (source)
            g_string_append_printf(out, "%s%s", out->len ? "; " : "", text(source, "source"));
    }
    char *joined = g_string_free(out, FALSE);
    g_ptr_array_add(catalogue->joined, joined);
    return joined;
}

kuril_status kuril_catalogue_read(kuril_catalogue **catalogue, kuril_error *error)
{
    char *path;
    kuril_status status = kuril_data_path("geodata/catalogue.json", &path, error);
    if (status != KURIL_OK)
        return status;
    kuril_catalogue *c = g_new0(kuril_catalogue, 1);
    c->entries = g_array_new(FALSE, FALSE, sizeof(kuril_catalogue_entry));
    c->joined = g_ptr_array_new_with_free_func(g_free);
    status = kuril_document_read(path, NULL, &c->document, error);
    g_free(path);
    const kuril_node *layers = NULL, *all = NULL;
    if (status == KURIL_OK)
        status = kuril_node_require(kuril_document_root(c->document), "layers", &layers, error);
    if (status == KURIL_OK)
        status = kuril_node_require(kuril_document_root(c->document), "sources", &all, error);
    for (size_t i = 0; status == KURIL_OK && i < kuril_node_count(layers); i++) {
        const kuril_node *layer = kuril_node_at(layers, i);
        const kuril_node *accuracy = kuril_node_member(layer, "accuracy_m");
        const bool raster = strcmp(text(layer, "geometry"), "Raster") == 0;
        const kuril_catalogue_entry entry = {.name = kuril_node_name(layers, i),
                                             .title = text(layer, "title"),
                                             .scales = text(layer, "scales"),
                                             .kind = raster ? "raster" : "vector",
                                             .source = sources(c, all, layer),
                                             .licence = text(layer, "licence"),
                                             .date = text(layer, "date"),
                                             .attribution = text(layer, "attribution"),
                                             .accuracy_m = accuracy ? kuril_node_number(accuracy) : 0};
        g_array_append_val(c->entries, entry);
    }
    if (status != KURIL_OK) {
        kuril_catalogue_free(c);
        return status;
    }
    *catalogue = c;
    return KURIL_OK;
}

void kuril_catalogue_free(kuril_catalogue *catalogue)
{
    if (!catalogue)
        return;
    g_array_free(catalogue->entries, TRUE);
    g_ptr_array_free(catalogue->joined, TRUE);
    kuril_document_free(catalogue->document);
    g_free(catalogue);
}

size_t kuril_catalogue_count(const kuril_catalogue *catalogue)
{
    return catalogue->entries->len;
}

const kuril_catalogue_entry *kuril_catalogue_at(const kuril_catalogue *catalogue, size_t i)
{
    return i < catalogue->entries->len ? &g_array_index(catalogue->entries, kuril_catalogue_entry, i) : NULL;
}

const kuril_catalogue_entry *kuril_catalogue_find(const kuril_catalogue *catalogue, const char *name)
{
    for (size_t i = 0; i < catalogue->entries->len; i++) {
        const kuril_catalogue_entry *entry = kuril_catalogue_at(catalogue, i);
        if (strcmp(entry->name, name) == 0)
            return entry;
    }
    return NULL;
}
