/* The words that stand for a map's choices. */
#include "map/map_names.h"

#include "core/diagnostics.h"
#include "core/text.h"
#include <string.h>

static const char *const formats[] = {"png", "pdf", "svg"};
static const char *const languages[] = {"en", "ja", "ru", "zh"};
static const char *const worldviews[] = {"neutral", "jp", "ru"};
static const char *const pieces[] = {"title",     "legend",   "scale-bar", "north-arrow", "locator",
                                     "graticule", "neatline", "credits",   "worldview"};
G_STATIC_ASSERT(G_N_ELEMENTS(formats) == KURIL_FORMAT_COUNT);
G_STATIC_ASSERT(G_N_ELEMENTS(languages) == KURIL_LANGUAGE_COUNT);
G_STATIC_ASSERT(G_N_ELEMENTS(worldviews) == KURIL_WORLDVIEW_COUNT);
G_STATIC_ASSERT(G_N_ELEMENTS(pieces) == KURIL_FURNITURE_COUNT);

const char *kuril_format_name(kuril_format format)
{
    return formats[format];
}

const char *kuril_language_code(kuril_language language)
{
    return languages[language];
}

const char *kuril_letter_language(const kuril_map *map, size_t which)
{
    const kuril_language language = map->languages[which];
    return language != KURIL_ZH ? languages[language] : map->traditional_han ? "zh-Hant" : "zh-Hans";
}

const char *kuril_worldview_name(kuril_worldview worldview)
{
    return worldviews[worldview];
}

const char *kuril_furniture_name(kuril_furniture piece)
{
    return pieces[piece];
}

kuril_status kuril_choose(const char *what, const char *text, const char *const *words, size_t count, size_t *choice,
                          kuril_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0) {
            *choice = i;
            return KURIL_OK;
        }
    }
    const char *nearest = kuril_text_nearest(text, words, count);
    if (nearest)
        return kuril_fail(error, KURIL_E_ARGUMENT, "unknown %s '%s': did you mean '%s'?", what, text, nearest);
    GString *all = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        g_string_append_printf(all, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", words[i]);
    kuril_fail(error, KURIL_E_ARGUMENT, "unknown %s '%s': expected %s", what, text, all->str);
    g_string_free(all, TRUE);
    return KURIL_E_ARGUMENT;
}

kuril_status kuril_format_find(const char *text, kuril_format *format, kuril_error *error)
{
    size_t choice = 0;
    const kuril_status status = kuril_choose("format", text, formats, KURIL_FORMAT_COUNT, &choice, error);
    *format = (kuril_format)choice;
    return status;
}

bool kuril_format_of_path(const char *path, kuril_format *format)
{
    const char *ending = strrchr(path, '.');
    for (size_t i = 0; ending && i < KURIL_FORMAT_COUNT; i++) {
        if (g_ascii_strcasecmp(ending + 1, formats[i]) == 0) {
            *format = (kuril_format)i;
            return true;
        }
    }
    return false;
}

kuril_status kuril_language_find(const char *text, kuril_language *language, kuril_error *error)
{
    static const char *const words[] = {"en", "ja", "ru", "zh", "zh-Hans", "zh-Hant"};
    size_t choice = 0;
    const kuril_status status = kuril_choose("language", text, words, G_N_ELEMENTS(words), &choice, error);
    *language = (kuril_language)MIN(choice, KURIL_ZH);
    return status;
}

kuril_status kuril_worldview_find(const char *text, kuril_worldview *worldview, kuril_error *error)
{
    size_t choice = 0;
    const kuril_status status = kuril_choose("worldview", text, worldviews, KURIL_WORLDVIEW_COUNT, &choice, error);
    *worldview = (kuril_worldview)choice;
    return status;
}

kuril_status kuril_furniture_find(const char *text, kuril_furniture *piece, kuril_error *error)
{
    size_t choice = 0;
    const kuril_status status = kuril_choose("furniture", text, pieces, KURIL_FURNITURE_COUNT, &choice, error);
    *piece = (kuril_furniture)choice;
    return status;
}
