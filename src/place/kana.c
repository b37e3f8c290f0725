#include "place/kana.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

enum { FIRST = 0x30A1, SMALL_TSU = 0x30C3, LONG = 0x30FC, MIDDLE_DOT = 0x30FB, TO_KATAKANA = 0x60 };

/* From U+30A1 on. What stands small joins the letter before it. */
static const char *const syllables[] = {
    "a",  "a",  "i",  "i",  "u",   "u",  "e",  "e",  "o",  "o",  "ka", "ga", "ki", "gi", "ku",  "gu", "ke", "ge",
    "ko", "go", "sa", "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo", "ta", "da", "chi", "ji", "",   "tsu",
    "zu", "te", "de", "to", "do",  "na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi",  "pi", "fu", "bu",
    "pu", "he", "be", "pe", "ho",  "bo", "po", "ma", "mi", "mu", "me", "mo", "ya", "ya", "yu",  "yu", "yo", "yo",
    "ra", "ri", "ru", "re", "ro",  "wa", "wa", "i",  "e",  "o",  "n",  "vu", "ka", "ke"};

static bool is_small(gunichar c)
{
    static const gunichar small[] = {0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30E3, 0x30E5, 0x30E7, 0x30EE};
    for (size_t i = 0; i < G_N_ELEMENTS(small); i++)
        if (small[i] == c)
            return true;
    return false;
}

/* "ki" and a small "ya" are "kya", "shi" and one "sha", "fu" and a small "a" "fa". */
static void join(GString *out, const char *small)
{
    if (out->len > 0 && strchr("aiueo", out->str[out->len - 1]))
        g_string_truncate(out, out->len - 1);
    const bool hushing =
        g_str_has_suffix(out->str, "sh") || g_str_has_suffix(out->str, "ch") || g_str_has_suffix(out->str, "j");
    g_string_append(out, hushing && small[0] == 'y' ? small + 1 : small);
}

/* A vowel that only lengthens the one before. */
static bool lengthens(const GString *out, const char *syllable)
{
    const char last = out->len ? out->str[out->len - 1] : '\0';
    return (last == 'o' && (strcmp(syllable, "u") == 0 || strcmp(syllable, "o") == 0)) ||
           (last == 'u' && strcmp(syllable, "u") == 0);
}

char *kuril_kana_latin(const char *text)
{
    char *whole = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
    GString *out = g_string_new(NULL);
    bool kana = whole && *whole, doubled = false;
    for (const char *p = whole; kana && *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c >= FIRST - TO_KATAKANA && c < FIRST - TO_KATAKANA + G_N_ELEMENTS(syllables))
            c += TO_KATAKANA;
        if (c == ' ' || c == MIDDLE_DOT || c == LONG)
            continue;
        kana = c >= FIRST && c < FIRST + G_N_ELEMENTS(syllables);
        if (!kana || c == SMALL_TSU) {
            doubled = kana;
            continue;
        }
        const char *syllable = syllables[c - FIRST];
        if (is_small(c)) {
            join(out, syllable);
        } else if (!lengthens(out, syllable)) {
            if (doubled)
                g_string_append_c(out, syllable[0] == 'c' ? 't' : syllable[0]);
            g_string_append(out, syllable);
        }
        doubled = false;
    }
    g_free(whole);
    kana = kana && out->len > 0;
    return g_string_free(out, !kana);
}

char *kuril_kanji_modern(const char *text)
{
    /* Old and new by turns. */
    static const char pairs[] =
        "國国擇択齒歯豐豊澤沢瀨瀬龍竜眞真廣広濱浜櫻桜嶋島嶌島禮礼惠恵圓円關関稻稲鹽塩繩縄氣気舊旧淺浅藏蔵髙高";
    enum { AGAIN = 0x3005 };
    GString *out = g_string_new(NULL);
    gunichar before = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        for (const char *old = pairs; *old; old = g_utf8_next_char(g_utf8_next_char(old)))
            if (g_utf8_get_char(old) == c) {
                c = g_utf8_get_char(g_utf8_next_char(old));
                break;
            }
        c = c == AGAIN && before ? before : c; /* 爺々岳 is 爺爺岳 */
        g_string_append_unichar(out, c);
        before = c;
    }
    return g_string_free(out, FALSE);
}
