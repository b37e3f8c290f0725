/* Guessing an encoding: every candidate reads the texts, and the reading that looks most like a language wins. */
#include "data/encoding.h"

#include <math.h>
#include <string.h>

/* A way of writing whose letters lie in a row, with how many of each are in a thousand letters of text. */
typedef struct alphabet {
    gunichar capital, small; /* the first ones */
    const double *often;
    size_t count;
    double prior;
} alphabet;

/* а to я, and ё, which is mostly written е. Source: frequencies of the Russian National Corpus. */
static const double YO = 0.4;
static const double russian[32] = {80.1, 15.9, 45.4, 17.0,  29.8, 84.9, 9.4,  16.5, 73.5, 12.1, 34.9,
                                   44.0, 32.1, 67.0, 109.7, 28.1, 47.3, 54.7, 62.6, 26.2, 2.6,  9.7,
                                   4.8,  14.4, 7.3,  3.6,   0.4,  19.0, 17.4, 3.2,  6.4,  20.1};
/* α to ω, with and without accents; ψ was not met. Source: counted in the Greek names of Debian's iso-codes 4.15. */
static const double greek[25] = {163.0, 14.9, 30.1, 17.2, 44.9, 9.3,  43.7, 1.7,  103.8, 70.7, 47.4, 47.6, 64.8,
                                 0.6,   88.5, 26.0, 48.0, 25.3, 42.6, 57.7, 30.4, 3.2,   5.4,  0.4,  13.2};
static const alphabet cyrillic = {0x410, 0x430, russian, G_N_ELEMENTS(russian), 0},
                      hellenic = {0x391, 0x3B1, greek, G_N_ELEMENTS(greek), -0.3};

/* Whether a Latin letter stands beside a character: scripts do not mix within a word. */
static bool among_latin(const char *text, const char *p)
{
    const char *after = g_utf8_next_char(p);
    return (p > text && g_ascii_isalpha(p[-1])) || g_ascii_isalpha(*after);
}

/* How often a character is met, in a thousand; 0 when it is none of the alphabet's. */
static double how_often(const alphabet *a, gunichar c)
{
    const gunichar small = g_unichar_tolower(c);
    gunichar parts[4] = {small};
    if (small == 0x451)
        return a == &cyrillic ? YO : 0;
    if (a == &hellenic)
        g_unichar_fully_decompose(small, FALSE, parts, G_N_ELEMENTS(parts)); /* without its accent */
    const gunichar letter = parts[0] - a->small;
    return c >= a->capital && letter < a->count ? a->often[letter] : 0;
}

/* How well a text reads in an alphabet, per character beyond ASCII; very negative when it cannot be read. */
static double alphabetic(const char *utf8, const alphabet *a)
{
    double score = 0;
    size_t n = 0;
    bool after_small = false; /* within the word */
    int capitals = 0;         /* in a row, before the character */
    for (const char *p = utf8; *p; p = g_utf8_next_char(p)) {
        const gunichar c = g_utf8_get_char(p);
        const double often = how_often(a, c);
        const bool is_small = often > 0 && g_unichar_islower(c);
        const bool mixed = is_small ? capitals > 1 : after_small; /* "ААа", "аАА", which KOI8-R makes of "Ааа" */
        if (c >= 0x80) {
            n++;
            if (often > 0)
                score += log(often * (double)a->count / 1000) + 1 - 2 * mixed - 4 * among_latin(utf8, p);
            else
                score -= g_unichar_ispunct(c) || c == 0x2116 ? 0.5 : 4;
        }
        after_small = often > 0 && (is_small || after_small);
        capitals = often > 0 && !is_small ? capitals + 1 : 0;
    }
    return n ? score / (double)n + a->prior : -9;
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

/* A double-byte encoding: lead bytes of its common characters and of its kana or hangul; the commonest ones by name. */
typedef struct double_byte {
    unsigned char common_from, common_to, kana_from, kana_to;
    bool high_trail;       /* its common characters have a second byte of A1 or above, as in EUC */
    double prior;          /* this is a program about the sea between Japan and Russia */
    const char *commonest; /* UTF-8, NULL when the lead bytes are enough */
} double_byte;

/* What the commonest characters add: others' texts hit them by chance only, one in fifty. */
static double familiar(const char *utf8, const char *commonest)
{
    size_t n = 0, hits = 0;
    for (const char *p = utf8; commonest && *p; p = g_utf8_next_char(p)) {
        n += g_utf8_get_char(p) >= 0x80;
        hits += g_utf8_get_char(p) >= 0x80 && g_utf8_strchr(commonest, -1, g_utf8_get_char(p));
    }
    return n ? 1.2 * (double)hits / (double)n : 0;
}

static double east_asian(const char *raw, const char *utf8, const double_byte *d)
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
    return n ? score / (double)n + d->prior + familiar(utf8, d->commonest) : -9;
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
 * Whether a text's bytes beyond ASCII are all of 0xC0 to 0xDF, but for the first ones of words, and four at least:
 * capitals of CP1251 or small letters of KOI8-R, of which any pair is a common character in the encodings of East Asia.
 */
static bool is_russian_by_bytes(const char *raw)
{
    size_t n = 0;
    bool within = false; /* a word */
    for (const unsigned char *p = (const unsigned char *)raw; *p; p++) {
        n += *p >= 0x80;
        if (*p >= 0x80 && (*p < 0xC0 || (within && *p > 0xDF)))
            return false;
        within = *p >= 0x80;
    }
    return n >= 4;
}

/* The commonest characters, counted in the Japanese, Chinese and Korean names of Debian's iso-codes 4.15. */
static const char japanese_often[] =
    "語国和共島州諸南北東民連王邦領中主及部合西英人道台米市特別山古大義区単位朝鮮公香首長衆海債券場欧代多会赤仏"
    "港本湾都福岡新川礁極族土社方行政独立日韓外自愛知黄城岩環奈高京宮崎県列賀取通貨計算用符兌換金白";
static const char chinese_often[] =
    "尔省拉斯语亚克特马里尼卡国州阿利巴纳和加罗德布共瓦西科区塔萨兰伊达比塞维岛县多格南姆普奥洛郡府北雷埃市圣莱"
    "索托波吉卢地安鲁哈内勒戈基古夫诺法苏什贝帕乌莫大米哥兹东恩博迪奇曼坦伦库群威蒂列图那邦林沃扎韦";
static const char korean_often[] =
    "어아국리공화스르라이니바나카도트마시드크로루지가레타비프제미사티다코우인파모부고베키디에네탄오소페러세란"
    "달브주피웨알민투방년남기랑말연보과토메수자그슬일와대왕위중쿠노케단하령온데엘람조테버팔두몰벨즈체";

static const double_byte euc_jp = {0xB0, 0xCF, 0xA4, 0xA5, true, 0.2, japanese_often};
static const double_byte gbk = {0xB0, 0xD7, 0xFF, 0xFF, true, 0.1, chinese_often};
static const double_byte big5 = {0xA4, 0xC6, 0xFF, 0xFF, false, 0, NULL};
static const double_byte korean = {0xFF, 0xFF, 0xB0, 0xC8, true, -1.45, korean_often};

static double score(const char *name, const char *raw, const char *utf8)
{
    if (strcmp(name, "CP932") == 0)
        return shift_jis(raw);
    if (strcmp(name, "ISO-8859-1") == 0 || strcmp(name, "CP437") == 0 || strcmp(name, "CP850") == 0)
        return latin(utf8);
    if (g_str_has_prefix(name, "CP125") && (name[5] == '0' || name[5] == '2'))
        return latin(utf8) - (name[5] == '0' ? 0.1 : 0);
    const double_byte *d = strcmp(name, "EUC-JP") == 0  ? &euc_jp
                           : strcmp(name, "GBK") == 0   ? &gbk
                           : strcmp(name, "BIG5") == 0  ? &big5
                           : strcmp(name, "CP949") == 0 ? &korean
                                                        : NULL;
    if (d)
        return east_asian(raw, utf8, d) - is_russian_by_bytes(raw);
    const bool rare = strcmp(name, "ISO-8859-5") == 0 || strcmp(name, "MAC-CYRILLIC") == 0;
    return alphabetic(utf8, strcmp(name, "CP1253") == 0 ? &hellenic : &cyrillic) - (rare ? 0.5 : 0);
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
    static const char *const candidates[] = {"CP1251",     "CP866",        "KOI8-R", "CP932",  "EUC-JP",
                                             "GBK",        "BIG5",         "CP949",  "CP1252", "CP1250",
                                             "ISO-8859-5", "MAC-CYRILLIC", "CP1253"};
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
    static const char *const judged[] = {"CP1251", "CP866", "KOI8-R", "CP932", "EUC-JP",     "CP1252",     "ISO-8859-1", "CP437",
                                         "CP850",  "GBK",   "BIG5",   "CP949", "ISO-8859-5", "MAC-CYRILLIC", NULL};
    static const char *const alike[] = {"EUC-JP", "GBK", "BIG5", "CP949", NULL}; /* any text of one is one of the others */
    if (!g_strv_contains(judged, said) || strcmp(said, guessed) == 0)
        return false;
    const double clearly = g_strv_contains(alike, said) && g_strv_contains(alike, guessed) ? 0.2 : 0.8; /* a text */
    const double better = total_score(guessed, texts, count), claim = total_score(said, texts, count);
    return better > 0 && better > claim + clearly * (double)MAX(count, 1);
}
