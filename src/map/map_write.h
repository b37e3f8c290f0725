/* A map as a document of its own: every setting said, nothing to begin with. */
#ifndef KURIL_MAP_MAP_WRITE_H
#define KURIL_MAP_MAP_WRITE_H

#include "core/json.h"
#include <kurilmap/map.h>

/**
 * Writes a JSON object that, read with no folder, gives the same map (without its outputs and places in files).
 * Equal maps give equal text.
 */
void kuril_map_write(const kuril_map *map, kuril_json *json);

/** Writes an object of a text per language, or null when none is said. */
void kuril_words_write(const kuril_words *words, kuril_json *json);

#endif
