#include "map/credits.h"

#include "map/sheet.h"
#include <string.h>

/* ---- Words of ours, in the map's first language ---- */

static const char *worldview_line(const kuril_map *map)
{
    static const char *const lines[KURIL_WORLDVIEW_COUNT][KURIL_LANGUAGE_COUNT] = {
        [KURIL_WORLDVIEW_NEUTRAL] =
            {[KURIL_EN] = "Boundaries show control on the ground; Japan’s claim is hatched. Both names are given.",
             [KURIL_JA] = "境界は実効支配を示し、日本が領有を主張する島は斜線で示す。名称は両国のものを併記。",
             [KURIL_RU] = "Границы показывают фактический контроль; острова, на которые претендует Япония, "
                          "заштрихованы. Даны оба названия."},
        [KURIL_WORLDVIEW_JP] = {[KURIL_EN] = "Boundaries as the government of Japan shows them.",
                                [KURIL_JA] = "境界は日本政府の表示による。",
                                [KURIL_RU] = "Границы — как их показывает правительство Японии."},
        [KURIL_WORLDVIEW_RU] = {[KURIL_EN] = "Boundaries as the government of Russia shows them.",
                                [KURIL_JA] = "境界はロシア政府の表示による。",
                                [KURIL_RU] = "Границы — как их показывает правительство России."}};
    return lines[map->worldview][map->languages[0]];
}

static const char *sources_word(const kuril_map *map)
{
    static const char *const words[] = {[KURIL_EN] = "Sources: ", [KURIL_JA] = "出典：", [KURIL_RU] = "Источники: "};
    return words[map->languages[0]];
}

void kuril_credits_add(GPtrArray *texts, const char *attribution)
{
    char **parts = g_strsplit(attribution ? attribution : "", ";", -1);
    for (char **p = parts; *p; p++) {
        g_strstrip(*p);
        if (**p && !g_ptr_array_find_with_equal_func(texts, *p, g_str_equal, NULL))
            g_ptr_array_add(texts, g_strdup(*p));
    }
    g_strfreev(parts);
}

static bool drawn(const kuril_sources *sources, const char *layer)
{
    size_t n = 0;
    const char *const *names = sources ? kuril_sources_embedded(sources, &n) : NULL;
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], layer) == 0)
            return true;
    return !sources;
}

void kuril_credits_add_style(GPtrArray *texts, const kuril_style *style, const kuril_sources *sources,
                             const kuril_catalogue *catalogue)
{
    for (size_t i = 0; i < kuril_style_source_count(style); i++) {
        const kuril_style_source *source = kuril_style_source_at(style, i);
        kuril_credits_add(texts, source->attribution);
        if (!source->url || !g_str_has_prefix(source->url, "geodata:"))
            continue;
        const char *layer = source->url + strlen("geodata:");
        const kuril_catalogue_entry *entry = kuril_catalogue_find(catalogue, layer);
        if (entry && drawn(sources, layer))
            kuril_credits_add(texts, entry->attribution);
    }
}

static void append_line(GString *text, const char *prefix, const char *line)
{
    if (!line || !*line)
        return;
    g_string_append_printf(text, "%s%s%s", text->len ? "\n" : "", prefix, line);
}

kuril_status kuril_credits_make(const kuril_map *map, kuril_session *session, const kuril_style *style,
                                const kuril_sources *sources, char **text, kuril_error *error)
{
    GString *lines = g_string_new(NULL);
    if (kuril_shows(map, KURIL_F_WORLDVIEW))
        append_line(lines, "", worldview_line(map));
    if (kuril_shows(map, KURIL_F_CREDITS)) {
        const kuril_catalogue *catalogue = NULL;
        const kuril_status status = kuril_session_catalogue(session, &catalogue, error);
        if (status != KURIL_OK) {
            g_string_free(lines, TRUE);
            return status;
        }
        GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
        kuril_credits_add_style(texts, style, sources, catalogue);
        g_ptr_array_add(texts, NULL);
        char *joined = g_strjoinv("; ", (char **)texts->pdata);
        append_line(lines, "", kuril_map_words(map, &map->credit));
        append_line(lines, sources_word(map), joined);
        g_free(joined);
        g_ptr_array_free(texts, TRUE);
    }
    *text = g_string_free(lines, FALSE);
    return KURIL_OK;
}
