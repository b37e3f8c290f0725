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
    bool title_of_view, subtitle_of_view; /* a built-in one, which tell of its place */
    kuril_bbox portrait_bounds;
    bool portrait_of_base; /* it was said by the document that this one begins with, or on which options come */
    const char *folder;        /* that their relative paths are joined to; NULL: none */
};

/** Points the public arrays at what the lists hold now. */
void kuril_map_show_lists(kuril_map *map);

/** For a map that goes to another place: the title and the subtitle that a built-in view gave it fall. */
void kuril_map_leave_view(kuril_map *map);

#endif
