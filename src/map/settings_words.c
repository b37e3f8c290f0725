/* Settings that are texts for people, and what list entries are called and look like. */
#include "core/diagnostics.h"
#include "map/map_memory.h"
#include "map/setters.h"
#include "map/settings.h"
#include "style/colour.h"
#include <string.h>

static void drop_subtitle_of_view(kuril_map *map)
{
    if (map->memory->subtitle_of_view)
        map->subtitle = (kuril_words){0};
    map->memory->subtitle_of_view = false;
}

/* Words that somebody says are no longer those of a built-in view; its subtitle does not stand under another's title. */
static void take_over(kuril_map *map, const kuril_words *words)
{
    if (words == &map->subtitle)
        map->memory->subtitle_of_view = false;
    if (words != &map->title)
        return;
    map->memory->title_of_view = false;
    drop_subtitle_of_view(map);
}

void kuril_map_leave_view(kuril_map *map)
{
    if (map->memory->title_of_view)
        map->title = (kuril_words){0};
    map->memory->title_of_view = false;
    drop_subtitle_of_view(map);
}

static kuril_status say_everywhere(kuril_map *map, kuril_words *words, const char *text)
{
    for (size_t i = 0; i < KURIL_LANGUAGE_COUNT; i++)
        words->in[i] = *text ? kuril_map_text(map, text) : NULL;
    take_over(map, words);
    return KURIL_OK;
}

KURIL_SETTER(title)
{
    (void)error;
    return say_everywhere(map, &map->title, text);
}

KURIL_SETTER(subtitle)
{
    (void)error;
    return say_everywhere(map, &map->subtitle, text);
}

KURIL_SETTER(credit)
{
    (void)error;
    return say_everywhere(map, &map->credit, text);
}

KURIL_SETTER(description)
{
    (void)error;
    return say_everywhere(map, &map->description, text);
}

static void say(kuril_map *map, kuril_words *words, const kuril_words *texts)
{
    for (size_t i = 0; i < KURIL_LANGUAGE_COUNT; i++) {
        if (texts->in[i])
            words->in[i] = kuril_map_text(map, texts->in[i]);
    }
    take_over(map, words);
}

void kuril_setting_words(kuril_map *map, const kuril_setting *setting, const kuril_words *words)
{
    kuril_words *const all[] = {&map->title, &map->subtitle, &map->credit, &map->description};
    static const char *const names[] = {"title", "subtitle", "credit", "description"};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        if (strcmp(setting->name, names[i]) == 0)
            say(map, all[i], words);
    }
}

#define LAST(list, type) (&g_array_index((list), type, (list)->len - 1))

void kuril_setting_label(kuril_map *map, const kuril_setting *setting, const kuril_words *label)
{
    struct kuril_map_memory *m = map->memory;
    if (setting->set == kuril_set_data)
        say(map, &LAST(m->data, kuril_map_data)->label, label);
    else if (setting->set == kuril_set_points)
        say(map, &LAST(m->points, kuril_map_points)->label, label);
    else if (setting->set == kuril_set_ring)
        say(map, &LAST(m->rings, kuril_map_ring)->label, label);
    else if (setting->set == kuril_set_measure)
        say(map, &LAST(m->measures, kuril_map_measure)->label, label);
    else if (setting->set == kuril_set_buffer)
        say(map, &LAST(m->buffers, kuril_map_buffer)->label, label);
}

static kuril_status take_color(kuril_map *map, const char *text, const char **color, kuril_error *error)
{
    kuril_color parsed;
    if (!kuril_color_parse(text, &parsed))
        return kuril_fail(error, KURIL_E_ARGUMENT,
                          "color: '%.100s' is no colour: say a CSS name, #rrggbb, rgb() or hsl()", text);
    *color = kuril_map_text(map, text);
    return KURIL_OK;
}

static kuril_status take_field(kuril_map *map, const char *what, const char *text, const char **field,
                               kuril_error *error)
{
    if (!*text)
        return kuril_fail(error, KURIL_E_ARGUMENT, "%s: no field is named", what);
    *field = kuril_map_text(map, text);
    return KURIL_OK;
}

static kuril_status take_switch(const char *what, const char *text, bool *on, kuril_error *error)
{
    if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
        return kuril_fail(error, KURIL_E_ARGUMENT, "%s: '%.100s' is neither true nor false", what, text);
    *on = strcmp(text, "true") == 0;
    return KURIL_OK;
}

kuril_status kuril_setting_detail(kuril_map *map, const kuril_setting *setting, const char *detail, const char *text,
                                  kuril_error *error)
{
    struct kuril_map_memory *m = map->memory;
    if (setting->set == kuril_set_points)
        return take_color(map, text, &LAST(m->points, kuril_map_points)->color, error);
    if (setting->set == kuril_set_ring) {
        bool mark = true;
        const kuril_status status = take_switch(detail, text, &mark, error);
        LAST(m->rings, kuril_map_ring)->unmarked = !mark;
        return status;
    }
    kuril_map_data *data = LAST(m->data, kuril_map_data);
    if (strcmp(detail, "color") == 0)
        return take_color(map, text, &data->color, error);
    if (strcmp(detail, "arrows") == 0)
        return take_switch(detail, text, &data->arrows, error);
    return take_field(map, detail, text, strcmp(detail, "names") == 0 ? &data->names : &data->classes, error);
}
