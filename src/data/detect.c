/* Guessing an encoding: every candidate reads the texts, and the reading that looks most like a language wins. */
#include "data/encoding.h"

#include <math.h>
#include <string.h>

/* Letters of Russian in a thousand, а to я. Source: frequencies of the Russian National Corpus. */
static const double YO = 0.4;
static const double russian[32] = {80.1, 15.9, 45.4, 17.0, 29.8, 84.9, 9.4, 16.5, 73.5, 12.1, 34.9,
                                   44.0, 32.1, 67.0, 109.7, 28.1, 47.3, 54.7, 62.6, 26.2, 2.6, 9.7,
                                   4.8,  14.4, 7.3, 3.6,  0.4,  19.0, 17.4, 3.2,  6.4, 20.1};

/* Whether a Latin letter stands beside a character: scripts do not mix within a word. */
static bool among_latin(const char *text, const char *p)
{
    const char *after = g_utf8_next_char(p);
    return (p > text && g_ascii_isalpha(p[-1])) || g_ascii_isalpha(*after);
}

/* How Russian a text reads, per character beyond ASCII; very negative when it cannot be read. */
static double cyrillic(const char *utf8)
{
    double score = 0;
    size_t n = 0;
    bool after_small = false;
    int capitals = 0; /* in a row, before the character */
    for (const char *p = utf8; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        const gunichar small = c == 0x401 ? 0x451 : c >= 0x410 && c < 0x430 ? c + 32 : c;
        const bool is_small = c >= 0x430 && c <= 0x451;
        const bool mixed = is_small ? capitals > 1 : after_small; /* "ААа", "аА" */
        if (c >= 0x80) {
            n++;
            if ((small >= 0x430 && small < 0x450) || small == 0x451)
                score += log((small == 0x451 ? YO : russian[small - 0x430]) * 32 / 1000) + 1 - 2 * mixed -
                         4 * (among_latin(utf8, p));
            else
                score -= g_unichar_ispunct(c) || c == 0x2116 ? 0.5 : 4;
        }
        after_small = is_small;
        capitals = small != c ? capitals + 1 : 0;
    }
    return n ? score / (double)n : -9;
}

/* How Western European a text reads: accented letters among plain ones. */
static double latin(const char *utf8)
{
    double score = 0;
    size_t n = 0;
    gunichar before = 0;
    for (const char *p = utf8; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p), after = p[0] ? g_utf8_get_char(g_utf8_next_char(p)) : 0;
        if (c >= 0x80) {
            n++;
            const bool among = (before && before < 0x80 && g_unichar_isalpha(before)) ||
                               (after && after < 0x80 && g_unichar_isalpha(after));
            score += c >= 0xC0 && c < 0x180 && c != 0xD7 && c != 0xF7 ? (among ? 1.5 : -0.5) : c < 0xA0 ? -4 : -1;
        }
        before = c;
    }
    return n ? score / (double)n : -9;
}

/* Lead bytes of the common characters and of the kana or hangul of a double-byte encoding. */
typedef struct double_byte {
    unsigned char common_from, common_to, kana_from, kana_to;
    bool high_trail; /* its common characters have a second byte of A1 or above, as in EUC */
    double prior; /* this is a program about the sea between Japan and Russia */
} double_byte;

static double east_asian(const char *raw, const double_byte *d)
{
    double score = 0;
    size_t n = 0;
    for (const unsigned char *p = (const unsigned char *)raw; *p;) {
        if (*p < 0x80) {
            p++;
            continue;
        }
        n++;
        if (p[1] == 0)
            break; /* torn */
        if (*p >= d->kana_from && *p <= d->kana_to)
            score += 2.5;
        else if (*p >= d->common_from && *p <= d->common_to && (p[1] >= 0xA1 || !d->high_trail))
            score += 1.5;
        else
            score -= 1;
        p += 2;
    }
    return n ? score / (double)n + d->prior : -9;
}

/* Shift_JIS differs in that half-width katakana are single bytes, and rare. */
static double shift_jis(const char *raw)
{
    double score = 0;
    size_t n = 0;
    for (const unsigned char *p = (const unsigned char *)raw; *p;) {
        const bool half = *p >= 0xA1 && *p <= 0xDF;
        if (*p < 0x80) {
            p++;
            continue;
        }
        n++;
        score += half ? -1 : *p >= 0x82 && *p <= 0x83 ? 2.5 : *p >= 0x88 && *p <= 0x97 ? 1.5 : *p == 0x81 ? 0.5 : -0.5;
        p += half || p[1] == 0 ? 1 : 2;
    }
    return n ? score / (double)n + 0.2 : -9;
}

/*
 * Whether a text's bytes beyond ASCII are all of 0xC0 to 0xDF, and four at least: capitals of CP1251 or small letters
 * of KOI8-R, of which any pair is a common character in the encodings of East Asia.
 */
static bool is_russian_by_bytes(const char *raw)
{
    size_t n = 0;
    for (const unsigned char *p = (const unsigned char *)raw; *p; p++) {
        n += *p >= 0x80;
        if (*p >= 0x80 && (*p < 0xC0 || *p > 0xDF))
            return false;
    }
    return n >= 4;
}

static const double_byte euc_jp = {0xB0, 0xCF, 0xA4, 0xA5, true, 0.2}, gbk = {0xB0, 0xD7, 0xFF, 0xFF, true, 0.1},
                         big5 = {0xA4, 0xC6, 0xFF, 0xFF, false, 0}, korean = {0xFF, 0xFF, 0xB0, 0xC8, true, -1.1};

static double score(const char *name, const char *raw, const char *utf8)
{
    if (strcmp(name, "CP932") == 0)
        return shift_jis(raw);
    if (strcmp(name, "CP1252") == 0)
        return latin(utf8);
    const double_byte *d = strcmp(name, "EUC-JP") == 0 ? &euc_jp
                           : strcmp(name, "GBK") == 0  ? &gbk
                           : strcmp(name, "BIG5") == 0 ? &big5
                           : strcmp(name, "CP949") == 0 ? &korean
                                                        : NULL;
    const bool rare = strcmp(name, "ISO-8859-5") == 0 || strcmp(name, "MAC-CYRILLIC") == 0;
    return d ? east_asian(raw, d) - is_russian_by_bytes(raw) : cyrillic(utf8) - (rare ? 0.5 : 0);
}

static bool all_utf8(const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!kuril_encoding_is_utf8(texts[i], true))
            return false;
    }
    return true;
}

/* How well all texts read; NAN when the encoding is not to be had here. */
static double total_score(const char *name, const char *const *texts, size_t count)
{
    GIConv converter = g_iconv_open("UTF-8", name);
    if (converter == (GIConv)-1)
        return NAN;
    double total = 0;
    for (size_t i = 0; i < count; i++) {
        if (kuril_encoding_is_ascii(texts[i]))
            continue;
        GString *utf8 = g_string_new(NULL);
        const bool valid = kuril_encoding_to_utf8(converter, texts[i], utf8) != KURIL_ENCODING_INVALID;
        total += valid ? score(name, texts[i], utf8->str) : -6;
        g_string_free(utf8, TRUE);
    }
    g_iconv_close(converter);
    return total;
}

static const double CLOSE = 0.35; /* of the best score: a second one within it may be the right one */

const char *kuril_encoding_detect(const char *const *texts, size_t count, const char **rival)
{
    static const char *const candidates[] = {"CP1251", "CP866", "KOI8-R", "CP932", "EUC-JP",
                                             "GBK",    "BIG5",  "CP949",  "CP1252", "ISO-8859-5", "MAC-CYRILLIC"};
    if (rival)
        *rival = NULL;
    if (all_utf8(texts, count))
        return "UTF-8";
    const char *best = "CP1252", *next = NULL;
    double best_score = 0, next_score = -INFINITY;
    for (size_t c = 0; c < G_N_ELEMENTS(candidates); c++) {
        const double total = total_score(candidates[c], texts, count);
        if (total > best_score) {
            next_score = best_score;
            next = best;
            best_score = total;
            best = candidates[c];
        } else if (total > next_score) {
            next_score = total;
            next = candidates[c];
        }
    }
    if (rival && next && strcmp(next, best) != 0 && next_score > best_score - CLOSE * MAX(best_score, 1))
        *rival = next;
    return best;
}

bool kuril_encoding_is_doubtful(const char *said, const char *guessed, const char *const *texts, size_t count)
{
    static const char *const judged[] = {"CP1251", "CP866", "KOI8-R", "CP932", "EUC-JP", "CP1252", "ISO-8859-1", NULL};
    static const double CLEARLY = 1; /* a text */
    if (!g_strv_contains(judged, said) || strcmp(said, guessed) == 0)
        return false;
    const char *as = strcmp(said, "ISO-8859-1") == 0 ? "CP1252" : said;
    const double better = total_score(guessed, texts, count), claim = total_score(as, texts, count);
    return better > 0 && better > claim + CLEARLY * (double)MAX(count, 1);
}
