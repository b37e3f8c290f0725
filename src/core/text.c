#include "core/text.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static gboolean unsafe(gunichar c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

void kuril_text_clean(const char *text, char *out, size_t size)
{
    char *valid = g_utf8_make_valid(text, -1);
    size_t used = 0;
    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        const gunichar c = unsafe(g_utf8_get_char(p)) ? '?' : g_utf8_get_char(p);
        char bytes[6];
        const size_t n = (size_t)g_unichar_to_utf8(c, bytes);
        if (used + n + 1 > size)
            break;
        memcpy(out + used, bytes, n);
        used += n;
    }
    out[used] = '\0';
    g_free(valid);
}

char *kuril_text_plain(const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);
    GString *plain = g_string_new(NULL);
    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        const bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
        if (!control && (c & 0xFFFE) != 0xFFFE)
            g_string_append_unichar(plain, c);
    }
    g_free(valid);
    return g_string_free(plain, FALSE);
}

char *kuril_text_lines_clean(const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);
    GString *clean = g_string_new(NULL);
    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(clean, c != '\n' && unsafe(c) ? '?' : c);
    }
    g_free(valid);
    return g_string_free(clean, FALSE);
}

static gboolean separates(gunichar c)
{
    return g_unichar_isspace(c) || c == '-' || c == '_' || c == '\'' || c == 0x2019 || c == 0x2010 || c == 0x2011;
}

char *kuril_text_fold(const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);
    char *normal = g_utf8_normalize(valid, -1, G_NORMALIZE_ALL);
    char *lower = g_utf8_casefold(normal, -1);
    char *apart = g_utf8_normalize(lower, -1, G_NORMALIZE_ALL);
    GString *folded = g_string_new(NULL);
    gboolean gap = FALSE;
    for (const char *p = apart; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        if (g_unichar_ismark(c) && c != 0x3099 && c != 0x309A) /* kana voicing changes the letter, keep it */
            continue;
        if (separates(c)) {
            gap = folded->len > 0;
            continue;
        }
        if (gap)
            g_string_append_c(folded, ' ');
        gap = FALSE;
        g_string_append_unichar(folded, c);
    }
    g_free(apart);
    g_free(lower);
    g_free(normal);
    g_free(valid);
    return g_string_free(folded, FALSE);
}

static size_t least(size_t a, size_t b, size_t c)
{
    return MIN(MIN(a, b), c);
}

static size_t distance_ucs4(const gunichar *a, size_t n, const gunichar *b, size_t m)
{
    const size_t width = m + 1;
    size_t *d = g_new(size_t, (n + 1) * width);
    for (size_t i = 0; i <= n; i++)
        d[i * width] = i;
    for (size_t j = 0; j <= m; j++)
        d[j] = j;
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = 1; j <= m; j++) {
            const size_t change = d[(i - 1) * width + j - 1] + (a[i - 1] != b[j - 1]);
            size_t best = least(d[(i - 1) * width + j] + 1, d[i * width + j - 1] + 1, change);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = MIN(best, d[(i - 2) * width + j - 2] + 1);
            d[i * width + j] = best;
        }
    }
    const size_t result = d[n * width + m];
    g_free(d);
    return result;
}

size_t kuril_text_distance(const char *a, const char *b)
{
    enum { LONGEST = 256 }; /* names are short; longer text is compared by its beginning */
    char *fa = kuril_text_fold(a), *fb = kuril_text_fold(b);
    glong n = 0, m = 0;
    gunichar *ua = g_utf8_to_ucs4_fast(fa, -1, &n), *ub = g_utf8_to_ucs4_fast(fb, -1, &m);
    const size_t result = distance_ucs4(ua, (size_t)MIN(n, LONGEST), ub, (size_t)MIN(m, LONGEST));
    g_free(ua);
    g_free(ub);
    g_free(fa);
    g_free(fb);
    return result;
}

const char *kuril_text_nearest(const char *word, const char *const *words, size_t count)
{
    const char *nearest = NULL;
    enum { LONGEST = 200 }; /* bytes: no word is like what is longer */
    if (strlen(word) > LONGEST)
        return NULL;
    const size_t length = (size_t)g_utf8_strlen(word, -1);
    size_t best = MIN(MAX(1, length / 3) + 1, length); /* with every letter changed it is another word */
    for (size_t i = 0; i < count; i++) {
        const size_t d = kuril_text_distance(word, words[i]);
        if (d < best) {
            best = d;
            nearest = words[i];
        }
    }
    return nearest;
}
