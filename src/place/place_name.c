#include "place/place_name.h"

#include "core/text.h"
#include "place/kana.h"
#include <glib.h>
#include <string.h>

/* Generic words, folded (no diacritics, lower case; й is и and ё is е), each list ending with NULL. */
static const struct generic_words {
    kuril_generic generic;
    const char *words[28];
} generic_words[] = {
    {KURIL_GENERIC_ISLAND, {"island",  "islands", "islet", "islets", "rocks",  "остров", "острова", "скалы", "ostrov", "ostrova",
                            "skaly",   "to",      "jima",  "shima",  "gunto",  "retto",  "retsugan", "shoto", "isle",   "isles",
                            "is",      "isl",     "i",      "о",     "в"}}, /* "Sakhalin Is.", "о. Итуруп", "о-в Итуруп" */
    {KURIL_GENERIC_STRAIT, {"strait", "straits", "channel", "passage", "пролив", "proliv", "kaikyo", "suido", "прол", "пр"}},
    {KURIL_GENERIC_CAPE, {"cape", "мыс", "mys", "misaki", "zaki", "м"}},
    {KURIL_GENERIC_MOUNTAIN, {"volcano", "mount", "mt", "peak", "вулкан", "vulkan", "dake", "san", "zan", "yama", "fuji", "влк", "вулк"}},
    {KURIL_GENERIC_SEA, {"sea", "ocean", "море", "океан", "more", "okean", "kai"}},
    {KURIL_GENERIC_BAY, {"bay", "gulf", "залив", "губа", "бухта", "zaliv", "guba", "bukhta", "wan", "зал", "бух"}},
    {KURIL_GENERIC_BASIN, {"basin", "котловина", "впадина", "kotlovina", "vpadina", "kaibon"}},
    {KURIL_GENERIC_TRENCH, {"trench", "желоб", "zhyolob", "zhelob", "kaiko"}},
};

/* Endings of Japanese names, longer before shorter. */
static const struct ending {
    const char *text;
    kuril_generic generic;
} endings[] = {
    {"諸島", KURIL_GENERIC_ISLAND}, {"群島", KURIL_GENERIC_ISLAND},   {"列島", KURIL_GENERIC_ISLAND},
    {"列岩", KURIL_GENERIC_ISLAND}, {"海峡", KURIL_GENERIC_STRAIT},   {"水道", KURIL_GENERIC_STRAIT},
    {"海盆", KURIL_GENERIC_BASIN},  {"海溝", KURIL_GENERIC_TRENCH},   {"富士", KURIL_GENERIC_MOUNTAIN},
    {"島", KURIL_GENERIC_ISLAND},   {"岩", KURIL_GENERIC_ISLAND},     {"岬", KURIL_GENERIC_CAPE},
    {"崎", KURIL_GENERIC_CAPE},     {"湾", KURIL_GENERIC_BAY},        {"海", KURIL_GENERIC_SEA},
    {"岳", KURIL_GENERIC_MOUNTAIN}, {"山", KURIL_GENERIC_MOUNTAIN},
};

static kuril_generic generic_of_word(const char *word)
{
    const size_t length = strlen(word) - g_str_has_suffix(word, "."); /* of an abbreviation */
    for (size_t i = 0; i < G_N_ELEMENTS(generic_words); i++)
        for (size_t j = 0; generic_words[i].words[j]; j++)
            if (strncmp(generic_words[i].words[j], word, length) == 0 && !generic_words[i].words[j][length])
                return generic_words[i].generic;
    return KURIL_GENERIC_NONE;
}

/* Cuts a Japanese generic off the end of a word, unless it is the whole word. */
static kuril_generic cut_ending(char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        const size_t n = strlen(word), m = strlen(endings[i].text);
        if (n > m && strcmp(word + n - m, endings[i].text) == 0) {
            word[n - m] = '\0';
            return endings[i].generic;
        }
    }
    return KURIL_GENERIC_NONE;
}

/* "О.Итуруп" is "О. Итуруп". */
static char *parted(const char *name)
{
    GString *out = g_string_new(NULL);
    for (const char *p = name; *p; p++) {
        g_string_append_c(out, *p);
        if (*p == '.' && p[1] && p[1] != ' ')
            g_string_append_c(out, ' ');
    }
    return g_string_free(out, FALSE);
}

void kuril_name_key_init(kuril_name_key *key, const char *name)
{
    char *apart = parted(name), *folded = kuril_text_fold(apart);
    key->full = kuril_kanji_modern(folded);
    g_free(folded);
    g_free(apart);
    key->generic = KURIL_GENERIC_NONE;
    GString *base = g_string_new(NULL);
    char **words = g_strsplit(key->full, " ", -1);
    for (size_t i = 0; words[i]; i++) {
        kuril_generic generic = generic_of_word(words[i]);
        const bool whole = generic != KURIL_GENERIC_NONE;
        if (!whole)
            generic = cut_ending(words[i]);
        if (key->generic == KURIL_GENERIC_NONE)
            key->generic = generic;
        if (!whole)
            g_string_append_printf(base, "%s%s", base->len ? " " : "", words[i]);
    }
    g_strfreev(words);
    if (base->len == 0)
        g_string_assign(base, key->full);
    key->base = g_string_free(base, FALSE);
}

void kuril_name_key_finish(kuril_name_key *key)
{
    g_free(key->full);
    g_free(key->base);
    *key = (kuril_name_key){0};
}

kuril_generic kuril_generic_of_kind(const char *kind)
{
    static const struct {
        const char *kind;
        kuril_generic generic;
    } kinds[] = {{"island", KURIL_GENERIC_ISLAND},  {"island-group", KURIL_GENERIC_ISLAND},
                 {"rocks", KURIL_GENERIC_ISLAND},   {"low-tide-elevation", KURIL_GENERIC_ISLAND},
                 {"strait", KURIL_GENERIC_STRAIT},  {"cape", KURIL_GENERIC_CAPE},
                 {"volcano", KURIL_GENERIC_MOUNTAIN}, {"sea-area", KURIL_GENERIC_SEA},
                 {"gulf", KURIL_GENERIC_BAY},       {"basin", KURIL_GENERIC_BASIN},
                 {"trench", KURIL_GENERIC_TRENCH}};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return kinds[i].generic;
    return KURIL_GENERIC_NONE;
}

char **kuril_name_variants(const char *name)
{
    GPtrArray *variants = g_ptr_array_new();
    const char *open = strchr(name, '('), *close = open ? strchr(open, ')') : NULL;
    if (close) {
        char *before = g_strndup(name, (size_t)(open - name)), *inside = g_strndup(open + 1, (size_t)(close - open - 1));
        char *after = g_strndup(close + 1, strcspn(close + 1, ","));
        g_ptr_array_add(variants, g_strchomp(g_strconcat(before, g_strchug(after), NULL)));
        g_ptr_array_add(variants, g_strchomp(g_strconcat(inside, " ", after, NULL)));
        g_free(before);
        g_free(inside);
        g_free(after);
    } else if (strchr(name, ',')) {
        g_ptr_array_add(variants, g_strndup(name, strcspn(name, ",")));
    }
    g_ptr_array_add(variants, NULL);
    return (char **)g_ptr_array_free(variants, FALSE);
}
