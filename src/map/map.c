#include "data/name.h"
#include "map/map_memory.h"
#include "map/settings.h"
#include <string.h>

kuril_map *kuril_map_new(void)
{
    struct kuril_map_memory *memory = g_new0(struct kuril_map_memory, 1);
    memory->text = g_string_chunk_new(4096);
    memory->radii = g_ptr_array_new_with_free_func(g_free);
    memory->parameters = g_array_new(FALSE, TRUE, sizeof(kuril_map_parameter));
    memory->data = g_array_new(FALSE, TRUE, sizeof(kuril_map_data));
    memory->points = g_array_new(FALSE, TRUE, sizeof(kuril_map_points));
    memory->measures = g_array_new(FALSE, TRUE, sizeof(kuril_map_measure));
    memory->rings = g_array_new(FALSE, TRUE, sizeof(kuril_map_ring));
    memory->buffers = g_array_new(FALSE, TRUE, sizeof(kuril_map_buffer));
    memory->strategic = g_array_new(FALSE, TRUE, sizeof(const char *));
    memory->outputs = g_array_new(FALSE, TRUE, sizeof(kuril_map_output));

    kuril_map *map = g_new0(kuril_map, 1);
    map->memory = memory;
    map->id = "map";
    map->bounds = (kuril_bbox){132.0, 41.5, 165.0, 62.5};
    map->projection = "auto";
    map->width_px = 1600.0;
    map->height_px = 1200.0;
    map->dpi = 96.0;
    map->style = "briefing";
    map->languages[0] = KURIL_EN;
    map->n_languages = 1;
    kuril_map_show_lists(map);
    return map;
}

kuril_map *kuril_map_of_style(const char *style)
{
    kuril_map *map = kuril_map_new();
    map->style = kuril_map_text(map, style);
    map->style_view = true;
    for (int i = 0; i < KURIL_FURNITURE_COUNT; i++)
        map->furniture[i].shown = KURIL_OFF;
    return map;
}

void kuril_map_show_lists(kuril_map *map)
{
    const struct kuril_map_memory *m = map->memory;
    map->parameters = (const kuril_map_parameter *)(void *)m->parameters->data;
    map->n_parameters = m->parameters->len;
    map->data = (const kuril_map_data *)(void *)m->data->data;
    map->n_data = m->data->len;
    map->points = (const kuril_map_points *)(void *)m->points->data;
    map->n_points = m->points->len;
    map->measures = (const kuril_map_measure *)(void *)m->measures->data;
    map->n_measures = m->measures->len;
    map->rings = (const kuril_map_ring *)(void *)m->rings->data;
    map->n_rings = m->rings->len;
    map->buffers = (const kuril_map_buffer *)(void *)m->buffers->data;
    map->n_buffers = m->buffers->len;
    map->strategic = (const char *const *)(void *)m->strategic->data;
    map->n_strategic = m->strategic->len;
    map->outputs = (const kuril_map_output *)(void *)m->outputs->data;
    map->n_outputs = m->outputs->len;
}

void kuril_map_free(kuril_map *map)
{
    if (!map)
        return;
    struct kuril_map_memory *m = map->memory;
    GArray *const lists[] = {m->parameters, m->data,    m->points,    m->measures,
                             m->rings,      m->buffers, m->strategic, m->outputs};
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        g_array_free(lists[i], TRUE);
    g_ptr_array_free(m->radii, TRUE);
    g_string_chunk_free(m->text);
    g_free(m);
    g_free(map);
}

const char *kuril_map_text(kuril_map *map, const char *text)
{
    return text ? g_string_chunk_insert_const(map->memory->text, text) : NULL;
}

void kuril_map_set_source(kuril_map *map, const char *file, int line, int column)
{
    map->memory->source = (kuril_source_place){kuril_map_text(map, file), line, column};
}

void kuril_map_set_folder(kuril_map *map, const char *folder)
{
    map->memory->folder = kuril_map_text(map, folder);
}

const char *kuril_map_path(kuril_map *map, const char *text)
{
    const char *folder = map->memory->folder;
    if (!folder || g_path_is_absolute(text) || strcmp(folder, ".") == 0)
        return kuril_map_text(map, text);
    char *joined = g_build_filename(folder, text, NULL);
    const char *path = kuril_map_text(map, joined);
    g_free(joined);
    return path;
}

kuril_status kuril_map_may_read(const kuril_map *map, const char *name, kuril_error *error)
{
    return map->memory->folder ? kuril_source_name_check(name, map->memory->folder, error) : KURIL_OK;
}

const char *kuril_map_words(const kuril_map *map, const kuril_words *words)
{
    for (size_t i = 0; i < map->n_languages; i++) {
        if (words->in[map->languages[i]])
            return words->in[map->languages[i]];
    }
    for (size_t i = 0; i < KURIL_LANGUAGE_COUNT; i++) {
        if (words->in[i])
            return words->in[i];
    }
    return NULL;
}
