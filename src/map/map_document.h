/* Reading a map from an object of a document: a map document's root, or an entry of a report. */
#ifndef KURIL_MAP_MAP_DOCUMENT_H
#define KURIL_MAP_MAP_DOCUMENT_H

#include "document/document.h"
#include <kurilmap/map.h>

/** An object with a map's settings, and how to read it. */
typedef struct kuril_map_source {
    const kuril_node *object;
    const char *folder;        /**< that relative paths are joined to; NULL: none */
    const char *const *others; /**< names of members that are not the map's, shape [n_others]; left alone */
    size_t n_others;
    /** Rewrites the texts of settings before they are read (fields of a feature); NULL: as they stand. Returns a text
     * to g_free, or NULL with the error filled. */
    char *(*expand)(const char *text, void *user, kuril_error *error);
    void *user;
} kuril_map_source;

/**
 * Begins a map with what the object's "view" names (a view, or the path of a map), or with the defaults.
 *
 * @param[out] map  free with kuril_map_free; untouched on failure
 */
kuril_status kuril_map_begin(const kuril_map_source *source, kuril_map **map, const kuril_diagnostics *diagnostics,
                             kuril_error *error);

/**
 * Applies the object's settings to a map, in their order. Every error goes to `diagnostics` with its place, the
 * first also into `error`; settings without one are applied all the same.
 */
kuril_status kuril_map_apply(const kuril_map_source *source, kuril_map *map, const kuril_diagnostics *diagnostics,
                             kuril_error *error);

/**
 * Reads a text, which counts for every language, or an object with a text per language, through the source's rewriting.
 *
 * @param what        the member's name, for messages
 * @param[out] words  texts live as long as `owner`
 */
kuril_status kuril_words_read(const kuril_map_source *source, const char *what, const kuril_node *node,
                              kuril_map *owner, kuril_words *words, const kuril_diagnostics *diagnostics,
                              kuril_error *error);

#endif
