#include "map/credits.h"

#include "map/paint_parts.h"
#include "map/sheet.h"
#include <string.h>

/* ---- Words of ours, in the map's first language ---- */

static const char *worldview_line(const kuril_map *map, kuril_language language, bool hatched)
{
    static const char *const lines[KURIL_WORLDVIEW_COUNT][KURIL_LANGUAGE_COUNT] = {
        [KURIL_WORLDVIEW_NEUTRAL] =
            {[KURIL_EN] = "Boundaries show control on the ground; Japan’s claim is hatched. Islands with two names carry both.",
             [KURIL_JA] = "境界は実効支配を示し、日本が領有を主張する島は斜線で示す。島の名称が異なる場合は両国のものを併記。",
             [KURIL_RU] = "Границы показывают фактический контроль; острова, на которые претендует Япония, "
                          "заштрихованы. Где названия островов различаются, даны оба.",
             [KURIL_ZH] = "界线表示实际控制；日本主张的岛屿以斜线表示。两国岛名不同时并列。"},
        [KURIL_WORLDVIEW_JP] = {[KURIL_EN] = "Boundaries as the government of Japan shows them.",
                                [KURIL_JA] = "境界は日本政府の表示による。",
                                [KURIL_RU] = "Границы — как их показывает правительство Японии.",
                                [KURIL_ZH] = "界线依日本政府的画法。"},
        [KURIL_WORLDVIEW_RU] = {[KURIL_EN] = "Boundaries as the government of Russia shows them.",
                                [KURIL_JA] = "境界はロシア政府の表示による。",
                                [KURIL_RU] = "Границы — как их показывает правительство России.",
                                [KURIL_ZH] = "界线依俄罗斯政府的画法。"}};
    static const char *const plain[KURIL_LANGUAGE_COUNT] = {[KURIL_EN] = "Boundaries show control on the ground.",
                                                            [KURIL_JA] = "境界は実効支配を示す。",
                                                            [KURIL_RU] = "Границы показывают фактический контроль.",
                                                            [KURIL_ZH] = "界线表示实际控制。"};
    return map->worldview == KURIL_WORLDVIEW_NEUTRAL && !hatched ? plain[language] : lines[map->worldview][language];
}

/* Whether the page reaches into the box of the four islands: a net over the box on the page, or one over the page in it. */
static bool shows_dispute(const kuril_scene *scene)
{
    enum { N = 12 };
    const kuril_bbox islands = {145.3, 43.3, 149.0, 45.6};
    const kuril_rect *f = &scene->frame;
    for (int i = 0; i <= N; i++) {
        for (int j = 0; j <= N; j++) {
            const kuril_lonlat in_box = {islands.west + (islands.east - islands.west) * i / N,
                                         islands.south + (islands.north - islands.south) * j / N};
            double x, y;
            kuril_lonlat p;
            if (kuril_lonlat_to_page(scene->projection, &scene->fit, in_box, &x, &y) && kuril_scene_shows(scene, x, y, 0))
                return true;
            if (kuril_page_to_lonlat(scene->projection, &scene->fit, f->x_min + (f->x_max - f->x_min) * i / N,
                                     f->y_min + (f->y_max - f->y_min) * j / N, &p) &&
                p.lon >= islands.west && p.lon <= islands.east && p.lat >= islands.south && p.lat <= islands.north)
                return true;
        }
    }
    return false;
}

static const char *sources_word(const kuril_map *map)
{
    static const char *const words[] = {[KURIL_EN] = "Sources: ", [KURIL_JA] = "出典：", [KURIL_RU] = "Источники: ",
                                        [KURIL_ZH] = "资料来源："};
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

/* A source's name breaks nowhere, unless it is a sentence of its own. */
static void keep_together(GPtrArray *texts)
{
    enum { SENTENCE = 45 };
    for (guint i = 0; i < texts->len; i++) {
        char *text = texts->pdata[i];
        if (g_utf8_strlen(text, -1) > SENTENCE)
            continue;
        char **words = g_strsplit(text, " ", -1);
        texts->pdata[i] = g_strjoinv("\u00A0", words);
        g_strfreev(words);
        g_free(text);
    }
}

static void append_line(GString *text, const char *prefix, const char *line)
{
    if (!line || !*line)
        return;
    g_string_append_printf(text, "%s%s%s", text->len ? "\n" : "", prefix, line);
}

kuril_status kuril_credits_make(const kuril_map *map, kuril_session *session, const kuril_style *style,
                                const kuril_scene *scene, bool hatched, char **text, kuril_error *error)
{
    const double two_lines_px = 500; /* a page less high says it in one language */
    GString *lines = g_string_new(NULL);
    const bool plain = map->worldview == KURIL_WORLDVIEW_NEUTRAL && map->furniture[KURIL_F_WORLDVIEW].shown != KURIL_ON;
    const size_t n_languages = map->height_px >= two_lines_px ? MIN(map->n_languages, 2) : 1;
    if (kuril_shows(map, KURIL_F_WORLDVIEW) && !(scene && plain && !shows_dispute(scene)))
        for (size_t i = 0; i < n_languages; i++)
            append_line(lines, "", worldview_line(map, map->languages[i], hatched));
    if (kuril_shows(map, KURIL_F_CREDITS)) {
        const kuril_catalogue *catalogue = NULL;
        const kuril_status status = kuril_session_catalogue(session, &catalogue, error);
        if (status != KURIL_OK) {
            g_string_free(lines, TRUE);
            return status;
        }
        GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
        kuril_credits_add_style(texts, style, scene ? scene->sources : NULL, catalogue);
        keep_together(texts);
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
