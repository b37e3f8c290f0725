/* What a map owns. Lists grow here; the public struct shows them. */
#ifndef KURIL_MAP_MEMORY_H
#define KURIL_MAP_MEMORY_H

#include <glib.h>
#include <kurilmap/map.h>

struct kuril_map_memory {
    GStringChunk *text;
    GPtrArray *radii; /* of g_malloc'ed arrays */
    GArray *parameters, *data, *points, *measures, *rings, *buffers, *strategic, *outputs;
    kuril_source_place source; /* of the settings that follow */
    const char *folder;        /* that their relative paths are joined to; NULL: none */
};

/** Points the public arrays at what the lists hold now. */
void kuril_map_show_lists(kuril_map *map);

#endif
