#include "tile_geometry.h"

#include <string.h>

static void add_point(tile_geometry *g, const kuril_node *position)
{
    if (kuril_node_count(position) < 2)
        return;
    const kuril_lonlat p = {kuril_node_number(kuril_node_at(position, 0)),
                            kuril_node_number(kuril_node_at(position, 1))};
    g_array_append_val(g->buffer.points, p);
}

/* A ring or line; or, for a point, the position alone. Vertices are kept as they come, also a repeated last one. */
static void add_ring(tile_geometry *g, const kuril_node *positions, bool single)
{
    kuril_ring ring = {.first = g->buffer.points->len};
    if (single)
        add_point(g, positions);
    for (size_t i = 0; !single && i < kuril_node_count(positions); i++)
        add_point(g, kuril_node_at(positions, i));
    ring.count = g->buffer.points->len - ring.first;
    g_array_append_val(g->buffer.rings, ring);
}

static void add_part(tile_geometry *g, const kuril_node *coordinates, kuril_part_kind kind)
{
    kuril_part part = {.kind = kind, .first = g->buffer.rings->len};
    if (kind == KURIL_POLYGON)
        for (size_t i = 0; i < kuril_node_count(coordinates); i++)
            add_ring(g, kuril_node_at(coordinates, i), false);
    else
        add_ring(g, coordinates, kind == KURIL_POINT);
    part.count = g->buffer.rings->len - part.first;
    g_array_append_val(g->buffer.parts, part);
}

void tile_geometry_read(tile_geometry *g, const kuril_node *geojson, bool in_tile)
{
    static const char *const names[] = {"Point", "LineString", "Polygon"};
    kuril_geometry_buffer_init(&g->buffer);
    g->type = geojson ? kuril_node_string(kuril_node_member(geojson, "type")) : NULL;
    const kuril_node *coordinates = geojson ? kuril_node_member(geojson, "coordinates") : NULL;
    const bool multi = g->type && strncmp(g->type, "Multi", 5) == 0;
    for (int kind = 0; coordinates && kind < 3; kind++) {
        if (strcmp(g->type + (multi ? 5 : 0), names[kind]) != 0)
            continue;
        for (size_t i = 0; multi && i < kuril_node_count(coordinates); i++)
            add_part(g, kuril_node_at(coordinates, i), (kuril_part_kind)kind);
        if (!multi)
            add_part(g, coordinates, (kuril_part_kind)kind);
        if (in_tile)
            g->type = names[kind];
        break;
    }
    g->geometry = kuril_geometry_buffer_view(&g->buffer);
}

void tile_geometry_finish(tile_geometry *g)
{
    kuril_geometry_buffer_finish(&g->buffer);
}
