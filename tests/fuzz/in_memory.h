/* What the targets of datasets share: files in GDAL's memory, read by our module as a dataset. */
#ifndef KURIL_FUZZ_IN_MEMORY_H
#define KURIL_FUZZ_IN_MEMORY_H

#include "data/module.h"
#include <cpl_vsi.h>
#include <glib.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define MEMORY_FOLDER "/vsimem/fuzz/"

/** Puts a file of that name there; the bytes are copied. */
static inline void memory_put(const char *name, const uint8_t *data, size_t size)
{
    char *path = g_strconcat(MEMORY_FOLDER, name, NULL);
    GByte *copy = VSIMalloc(size ? size : 1);
    if (size)
        memcpy(copy, data, size);
    VSIFCloseL(VSIFileFromMemBuffer(path, copy, size, TRUE));
    g_free(path);
}

static inline void memory_clear(void)
{
    VSIRmdirRecursive("/vsimem/fuzz");
}

/** What every feature promises: sound rings, finite coordinates on the globe, valid text. */
static inline void memory_check_feature(const kuril_feature *feature)
{
    const kuril_geometry *g = feature->geometry;
    for (size_t i = 0; g && i < g->n_rings; i++) {
        const kuril_ring *ring = &g->rings[i];
        if (ring->count == 0 || ring->first + ring->count > g->n_points)
            __builtin_trap();
    }
    for (size_t i = 0; g && i < g->n_points; i++) {
        if (!(fabs(g->points[i].lat) <= 90 && fabs(g->points[i].lon) <= 720))
            __builtin_trap();
    }
    for (size_t i = 0; i < feature->n_fields; i++) {
        const kuril_member *field = &feature->fields[i];
        if (!g_utf8_validate(field->name, -1, NULL) ||
            (field->value.kind == KURIL_STRING && !g_utf8_validate(field->value.as.string, -1, NULL)))
            __builtin_trap();
    }
}

static inline void memory_heard(void *user, const kuril_diagnostic *d)
{
    (void)user;
    if (!*d->message || strpbrk(d->message, "\r\n\033") || !g_utf8_validate(d->message, -1, NULL))
        __builtin_trap();
}

/** Reads every layer whole. */
static inline void memory_read(const char *name)
{
    static const kuril_dataset_options options = {.max_bytes = 1 << 20};
    static const kuril_diagnostics diagnostics = {memory_heard, NULL};
    const kuril_gdal_module *module;
    if (kuril_gdal_module_get(&module, NULL) != KURIL_OK)
        __builtin_trap();
    char *path = g_strconcat(MEMORY_FOLDER, name, NULL);
    const kuril_source_name source = {.whole = path, .source = path};
    kuril_reader *reader = NULL;
    kuril_error error = {0};
    const kuril_status status = module->open(&source, &options, &diagnostics, &reader, &error);
    if (status != KURIL_OK && (!error.message[0] || !g_utf8_validate(error.message, -1, NULL)))
        __builtin_trap();
    for (size_t i = 0; status == KURIL_OK && i < reader->n_layers; i++) {
        const kuril_reader_query query = {.layer = i};
        const kuril_feature *feature = NULL;
        if (reader->ops->select(reader, &query, NULL) != KURIL_OK)
            continue;
        while (reader->ops->next(reader, &feature, NULL) == KURIL_OK && feature)
            memory_check_feature(feature);
        kuril_reader_report(reader, &reader->layers[i], path, false, &diagnostics);
    }
    if (status == KURIL_OK)
        reader->ops->close(reader);
    g_free(path);
}

#endif
