#include "map/map_names.h"
#include "map/map_write.h"

#include "core/number.h"

static bool said(const kuril_words *words)
{
    for (size_t i = 0; i < KURIL_LANGUAGE_COUNT; i++) {
        if (words->in[i])
            return true;
    }
    return false;
}

void kuril_words_write(const kuril_words *words, kuril_json *json)
{
    if (!said(words)) {
        kuril_json_text(json, NULL);
        return;
    }
    kuril_json_open(json, '{');
    for (int i = 0; i < KURIL_LANGUAGE_COUNT; i++) {
        if (words->in[i])
            kuril_json_member(json, kuril_language_code((kuril_language)i), words->in[i]);
    }
    kuril_json_close(json, '}');
}

static void write_words(const char *name, const kuril_words *words, kuril_json *json)
{
    if (!said(words))
        return;
    kuril_json_name(json, name);
    kuril_words_write(words, json);
}

static void write_length(const char *name, double metres, kuril_json *json)
{
    char number[KURIL_NUMBER_MAX];
    char *text = g_strdup_printf("%sm", kuril_number_print(metres, number));
    if (name)
        kuril_json_member(json, name, text);
    else
        kuril_json_text(json, text);
    g_free(text);
}

static void write_bounds(const char *name, const kuril_bbox *bounds, kuril_json *json)
{
    const double sides[] = {bounds->west, bounds->south, bounds->east, bounds->north};
    kuril_json_name(json, name);
    kuril_json_open(json, '[');
    for (size_t i = 0; i < G_N_ELEMENTS(sides); i++)
        kuril_json_number(json, sides[i]);
    kuril_json_close(json, ']');
}

static void write_view(const kuril_map *map, kuril_json *json)
{
    if (map->view_kind == KURIL_VIEW_BOUNDS || !map->center)
        write_bounds("bounds", &map->bounds, json);
    if (map->portrait_bounds)
        write_bounds("portrait", map->portrait_bounds, json);
    if (map->portrait_center)
        kuril_json_member(json, "portrait", map->portrait_center);
    if (map->portrait_width_m > 0)
        write_length("portrait-width", map->portrait_width_m, json);
    if (map->center)
        kuril_json_member(json, "center", map->center);
    if (map->view_kind == KURIL_VIEW_SCALE)
        kuril_json_member_number(json, "scale", map->scale_denominator);
    if (map->view_kind == KURIL_VIEW_WIDTH)
        write_length("width", map->width_m, json);
    kuril_json_member_number(json, "bearing", map->bearing);
    kuril_json_member(json, "projection", map->projection);
}

static void write_page(const kuril_map *map, kuril_json *json)
{
    char width[KURIL_NUMBER_MAX], height[KURIL_NUMBER_MAX];
    char *size =
        g_strdup_printf("%sx%s", kuril_number_print(map->width_px, width), kuril_number_print(map->height_px, height));
    kuril_json_member(json, "size", size);
    g_free(size);
    kuril_json_member_number(json, "dpi", map->dpi);
    kuril_json_member(json, "style", map->style);
    if (map->n_parameters > 0) {
        kuril_json_name(json, "set");
        kuril_json_open(json, '{');
        for (size_t i = 0; i < map->n_parameters; i++)
            kuril_json_member(json, map->parameters[i].key, map->parameters[i].value);
        kuril_json_close(json, '}');
    }
    kuril_json_name(json, "lang");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < map->n_languages; i++)
        kuril_json_text(json, kuril_letter_language(map, i));
    kuril_json_close(json, ']');
    kuril_json_member(json, "worldview", kuril_worldview_name(map->worldview));
}

static void write_data(const kuril_map *map, kuril_json *json)
{
    kuril_json_name(json, "data");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < map->n_data; i++) {
        kuril_json_open(json, '{');
        kuril_json_member(json, "dataset", map->data[i].dataset);
        write_words("label", &map->data[i].label, json);
        if (map->data[i].color)
            kuril_json_member(json, "color", map->data[i].color);
        if (map->data[i].names)
            kuril_json_member(json, "names", map->data[i].names);
        if (map->data[i].classes)
            kuril_json_member(json, "classes", map->data[i].classes);
        if (map->data[i].arrows) {
            kuril_json_name(json, "arrows");
            kuril_json_bool(json, true);
        }
        kuril_json_close(json, '}');
    }
    kuril_json_close(json, ']');
    kuril_json_name(json, "points");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < map->n_points; i++) {
        kuril_json_open(json, '{');
        kuril_json_member(json, "file", map->points[i].path);
        write_words("label", &map->points[i].label, json);
        if (map->points[i].color)
            kuril_json_member(json, "color", map->points[i].color);
        kuril_json_close(json, '}');
    }
    kuril_json_close(json, ']');
}

static void write_rings(const kuril_map *map, kuril_json *json)
{
    kuril_json_name(json, "ring");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < map->n_rings; i++) {
        const kuril_map_ring *ring = &map->rings[i];
        kuril_json_open(json, '{');
        kuril_json_member(json, "place", ring->place);
        kuril_json_name(json, "radius");
        kuril_json_open(json, '[');
        for (size_t k = 0; k < ring->n_radii; k++)
            write_length(NULL, ring->radii_m[k], json);
        kuril_json_close(json, ']');
        write_words("label", &ring->label, json);
        if (ring->unmarked) {
            kuril_json_name(json, "mark");
            kuril_json_bool(json, false);
        }
        kuril_json_close(json, '}');
    }
    kuril_json_close(json, ']');
}

static void write_measures(const kuril_map *map, kuril_json *json)
{
    kuril_json_name(json, "measure");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < map->n_measures; i++) {
        kuril_json_open(json, '{');
        kuril_json_member(json, "from", map->measures[i].a);
        kuril_json_member(json, "to", map->measures[i].b);
        write_words("label", &map->measures[i].label, json);
        kuril_json_close(json, '}');
    }
    kuril_json_close(json, ']');
    kuril_json_name(json, "buffer");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < map->n_buffers; i++) {
        kuril_json_open(json, '{');
        kuril_json_member(json, "of", map->buffers[i].of);
        write_length("distance", map->buffers[i].distance_m, json);
        write_words("label", &map->buffers[i].label, json);
        kuril_json_close(json, '}');
    }
    kuril_json_close(json, ']');
}

static void write_furniture(const kuril_map *map, kuril_json *json)
{
    static const char *const shown[] = {"auto", "on", "off"};
    static const char *const standing[] = {"",             "top-left ",     "top-right ",
                                           "bottom-left ", "bottom-right ", "below "};
    kuril_json_name(json, "furniture");
    kuril_json_open(json, '{');
    for (int i = 0; i < KURIL_FURNITURE_COUNT; i++) {
        const kuril_map_piece *piece = &map->furniture[i];
        char *words = g_strdup_printf("%s%s%s%s%s", standing[piece->standing], piece->zebra ? "zebra " : "",
                                      piece->inset ? "inset " : "",
                                      piece->numbered ? "numbered " : "", shown[piece->shown]); /* the last word decides */
        kuril_json_member(json, kuril_furniture_name((kuril_furniture)i), words);
        g_free(words);
    }
    kuril_json_close(json, '}');
}

void kuril_map_write(const kuril_map *map, kuril_json *json)
{
    kuril_json_open(json, '{');
    write_words("title", &map->title, json);
    write_words("subtitle", &map->subtitle, json);
    write_words("credit", &map->credit, json);
    write_words("description", &map->description, json);
    write_view(map, json);
    write_page(map, json);
    kuril_json_name(json, "strategic");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < map->n_strategic; i++)
        kuril_json_text(json, map->strategic[i]);
    if (map->n_strategic == 0)
        kuril_json_text(json, "none");
    kuril_json_close(json, ']');
    write_data(map, json);
    write_rings(map, json);
    write_measures(map, json);
    write_furniture(map, json);
    kuril_json_close(json, '}');
}
