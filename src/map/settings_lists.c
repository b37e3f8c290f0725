/* Settings that append to a list, or are given as key=value. */
#include "core/diagnostics.h"
#include "core/length.h"
#include "core/limits.h"
#include "map/map_memory.h"
#include "map/map_names.h"
#include "map/setters.h"
#include "map/settings.h"
#include "measure/subject.h"
#include <stdio.h>
#include <string.h>

/* The text before and after the last `separator`, both not empty and without outer spaces; false when there is none. */
static bool split_last(const char *text, char separator, char **before, char **after)
{
    const char *at = strrchr(text, separator);
    if (!at)
        return false;
    *before = g_strstrip(g_strndup(text, (gsize)(at - text)));
    *after = g_strstrip(g_strdup(at + 1));
    if (**before && **after)
        return true;
    g_free(*before);
    g_free(*after);
    return false;
}

kuril_status kuril_setting_check_count(const char *setting, double count, kuril_error *error)
{
    char what[64];
    snprintf(what, sizeof what, "entries of '%s'", setting);
    return kuril_limit_check(KURIL_LIMIT_ENTRIES, count, NULL, what, error);
}

static kuril_status append(kuril_map *map, const char *setting, GArray *list, const void *entry, kuril_error *error)
{
    const kuril_status status = kuril_setting_check_count(setting, list->len + 1.0, error);
    if (status != KURIL_OK)
        return status;
    g_array_append_vals(list, entry, 1);
    kuril_map_show_lists(map);
    return KURIL_OK;
}

/* key=value; the error says what was expected. */
static kuril_status split_pair(const char *what, const char *text, char **key, const char **value, kuril_error *error)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text)
        return kuril_fail(error, KURIL_E_ARGUMENT, "%s: '%s' is not KEY=VALUE", what, text);
    *key = g_strstrip(g_strndup(text, (gsize)(equals - text)));
    *value = equals + 1;
    return KURIL_OK;
}

KURIL_SETTER(parameter)
{
    char *key = NULL;
    const char *value = NULL;
    const kuril_status status = split_pair("set", text, &key, &value, error);
    if (status != KURIL_OK)
        return status;
    const kuril_map_parameter entry = {kuril_map_text(map, key), kuril_map_text(map, value), map->memory->source};
    g_free(key);
    GArray *list = map->memory->parameters;
    for (guint i = 0; i < list->len; i++) { /* the last word counts */
        if (strcmp(g_array_index(list, kuril_map_parameter, i).key, entry.key) == 0) {
            g_array_index(list, kuril_map_parameter, i) = entry;
            return KURIL_OK;
        }
    }
    return append(map, "set", list, &entry, error);
}

/* A list of ids replaces what was there; "none" empties it, "all" stands for all that the layer has. */
KURIL_SETTER(strategic)
{
    char **ids = g_strsplit(text, ",", -1);
    GArray *list = map->memory->strategic;
    g_array_set_size(list, 0);
    kuril_map_show_lists(map);
    map->strategic_from = map->memory->source;
    kuril_status status = KURIL_OK;
    for (size_t i = 0; ids[i] && status == KURIL_OK; i++) {
        const char *id = kuril_map_text(map, g_strstrip(ids[i]));
        if (!*id)
            status = kuril_fail(error, KURIL_E_ARGUMENT, "strategic: '%s' has an empty id", text);
        else if (strcmp(id, "none") != 0)
            status = append(map, "strategic", list, &id, error);
    }
    g_strfreev(ids);
    return status;
}

/* A path of a document is relative to the document. */
static char *join_folder(const kuril_map *map, const char *text)
{
    const char *folder = map->memory->folder;
    if (!folder || g_path_is_absolute(text) || strchr(text, '\\') || strcmp(folder, ".") == 0)
        return g_strdup(text);
    /* PREFIX:... is a GDAL name, or geodata:NAME, unless a file with such a name is there */
    char *joined = g_build_filename(folder, text, NULL);
    const char *colon = strchr(text, ':'), *dot = strchr(text, '.');
    const bool scheme = colon && (!dot || colon < dot);
    if (scheme && !g_file_test(joined, G_FILE_TEST_EXISTS)) {
        g_free(joined);
        return g_strdup(text);
    }
    return joined;
}

KURIL_SETTER(data)
{
    if (!*text)
        return kuril_fail(error, KURIL_E_ARGUMENT, "data: no dataset is named");
    char *joined = join_folder(map, text);
    const kuril_map_data entry = {.dataset = kuril_map_text(map, joined), .from = map->memory->source};
    g_free(joined);
    const kuril_status status = kuril_map_may_read(map, entry.dataset, error);
    return status == KURIL_OK ? append(map, "data", map->memory->data, &entry, error) : status;
}

KURIL_SETTER(points)
{
    if (!*text)
        return kuril_fail(error, KURIL_E_ARGUMENT, "points: no file is named");
    const kuril_map_points entry = {.path = kuril_map_path(map, text), .from = map->memory->source};
    const kuril_status status = kuril_map_may_read(map, entry.path, error);
    return status == KURIL_OK ? append(map, "points", map->memory->points, &entry, error) : status;
}

/* A length above zero and within half the globe. */
static kuril_status distance(const char *setting, const char *text, double *metres, kuril_error *error)
{
    if (!kuril_length_parse(text, metres))
        return kuril_fail(error, KURIL_E_ARGUMENT, "%s: '%s' is not a length with its unit, as 300km or 12nmi", setting,
                          text);
    if (!(*metres > 0.0) || *metres > 2.0e7)
        return kuril_fail(error, KURIL_E_DOMAIN, "%s: %s is outside 0 to 20000km", setting, text);
    return KURIL_OK;
}

KURIL_SETTER(ring)
{
    char *place = NULL, *lengths = NULL;
    if (!split_last(text, ':', &place, &lengths))
        return kuril_fail(error, KURIL_E_ARGUMENT, "ring: '%s' is not POINT:LENGTH, as iturup:300km,500km", text);
    char **pieces = g_strsplit(lengths, ",", -1);
    const size_t count = g_strv_length(pieces);
    double *radii = g_new(double, count);
    kuril_status status = kuril_setting_check_count("ring", (double)count, error);
    for (size_t i = 0; i < count && status == KURIL_OK; i++)
        status = distance("ring", g_strstrip(pieces[i]), &radii[i], error);
    g_strfreev(pieces);
    g_free(lengths);
    if (status == KURIL_OK) {
        g_ptr_array_add(map->memory->radii, radii);
        const kuril_map_ring entry = {
            .place = kuril_map_text(map, place), .radii_m = radii, .n_radii = count, .from = map->memory->source};
        status = append(map, "ring", map->memory->rings, &entry, error);
    } else {
        g_free(radii);
    }
    g_free(place);
    return status;
}

KURIL_SETTER(measure)
{
    char *a = NULL, *b = NULL;
    if (!split_last(text, ':', &a, &b))
        return kuril_fail(error, KURIL_E_ARGUMENT, "measure: '%s' is not POINT:POINT, as iturup:tokyo", text);
    kuril_status status = KURIL_OK;
    if (strchr(a, ':')) {
        status = kuril_fail(error, KURIL_E_ARGUMENT, "measure: '%s' names more than two points", text);
    } else {
        const kuril_map_measure entry = {
            .a = kuril_map_text(map, a), .b = kuril_map_text(map, b), .from = map->memory->source};
        status = append(map, "measure", map->memory->measures, &entry, error);
    }
    g_free(a);
    g_free(b);
    return status;
}

KURIL_SETTER(buffer)
{
    char *of = NULL, *length = NULL;
    if (!split_last(text, ':', &of, &length))
        return kuril_fail(error, KURIL_E_ARGUMENT, "buffer: '%s' is not PLACE:LENGTH, as shikotan:12nmi", text);
    char *joined = kuril_names_dataset(of) ? join_folder(map, of) : g_strdup(of);
    kuril_map_buffer entry = {.of = kuril_map_text(map, joined), .from = map->memory->source};
    g_free(joined);
    kuril_status status = distance("buffer", length, &entry.distance_m, error);
    if (status == KURIL_OK && kuril_names_dataset(entry.of))
        status = kuril_map_may_read(map, entry.of, error);
    g_free(of);
    g_free(length);
    return status == KURIL_OK ? append(map, "buffer", map->memory->buffers, &entry, error) : status;
}

/* One word about a piece of furniture; the last are for some pieces only. */
static kuril_status take_state(kuril_furniture piece, const char *word, kuril_map_piece *p, kuril_error *error)
{
    enum { CORNERS = 3, LOOK = 7, BELOW = 8 };
    const bool legend = piece == KURIL_F_LEGEND;
    const char *const look = piece == KURIL_F_NEATLINE  ? "zebra"
                             : piece == KURIL_F_LOCATOR ? "inset"
                             : legend                   ? "numbered"
                                                        : NULL;
    const char *const states[] = {"auto",        "on",           "off", "top-left", "top-right",
                                  "bottom-left", "bottom-right", look,  "below"};
    size_t state = 0;
    const kuril_status status = kuril_choose("place of furniture", word, states,
                                             legend ? BELOW + 1 : look ? LOOK + 1 : LOOK, &state, error);
    if (status != KURIL_OK)
        return status;
    p->shown = state < CORNERS ? (kuril_switch)state : KURIL_ON;
    p->zebra |= state == LOOK && piece == KURIL_F_NEATLINE;
    p->inset |= state == LOOK && piece == KURIL_F_LOCATOR;
    p->numbered |= state == LOOK && legend;
    if (state >= CORNERS && state < LOOK)
        p->standing = (kuril_standing)(KURIL_STAND_TOP_LEFT + (state - CORNERS));
    if (state == BELOW)
        p->standing = KURIL_STAND_BELOW;
    return KURIL_OK;
}

/* Several words may be said at once: "numbered top-left". */
KURIL_SETTER(furniture)
{
    char *key = NULL;
    const char *value = NULL;
    kuril_furniture piece = KURIL_F_TITLE;
    kuril_status status = split_pair("furniture", text, &key, &value, error);
    if (status == KURIL_OK)
        status = kuril_furniture_find(key, &piece, error);
    if (status == KURIL_OK) /* YAML's own words for a switch */
        value = strcmp(value, "true") == 0 ? "on" : strcmp(value, "false") == 0 ? "off" : value;
    kuril_map_piece taken = map->furniture[piece];
    if (status == KURIL_OK) {
        char **words = g_strsplit(*value ? value : "?", " ", -1);
        for (size_t i = 0; words[i] && status == KURIL_OK; i++)
            status = take_state(piece, words[i], &taken, error);
        g_strfreev(words);
    }
    g_free(key);
    if (status == KURIL_OK)
        map->furniture[piece] = taken;
    return status;
}

/* False for a path that leaves the folder it is relative to. */
static bool stays_inside(const char *path)
{
    char **names = g_strsplit(path, "/", -1);
    bool inside = !g_path_is_absolute(path);
    for (size_t i = 0; names[i]; i++)
        inside = inside && strcmp(names[i], "..") != 0;
    g_strfreev(names);
    return inside;
}

KURIL_SETTER(output)
{
    if (!*text)
        return kuril_fail(error, KURIL_E_ARGUMENT, "output: no file is named");
    if (map->memory->source.file && !stays_inside(text)) /* documents may come from strangers */
        return kuril_fail(error, KURIL_E_ARGUMENT, "output: '%s' is outside the folder that outputs go to", text);
    kuril_map_output entry = {.path = kuril_map_text(map, text), .from = map->memory->source};
    const bool known = kuril_format_of_path(text, &entry.format);
    if (!known && strcmp(text, "-") != 0)
        return kuril_fail(error, KURIL_E_ARGUMENT, "output: '%s' does not end in .png, .pdf or .svg", text);
    return append(map, "output", map->memory->outputs, &entry, error);
}
