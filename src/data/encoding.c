#include "data/encoding.h"

#include "core/number.h"
#include <errno.h>
#include <string.h>

/* What remains of a name when case, blanks and punctuation are dropped, to iconv's name. */
typedef struct alias {
    const char *squeezed, *name;
} alias;

static const alias aliases[] = {
    {"65001", "UTF-8"},      {"UTF8", "UTF-8"},       {"CPUTF8", "UTF-8"},        {"932", "CP932"},
    {"SHIFTJIS", "CP932"},   {"SJIS", "CP932"},       {"MSKANJI", "CP932"},       {"WINDOWS31J", "CP932"},
    {"XSJIS", "CP932"},      {"EUCJP", "EUC-JP"},     {"UJIS", "EUC-JP"},         {"51932", "EUC-JP"},
    {"20932", "EUC-JP"},     {"936", "GBK"},          {"GBK", "GBK"},             {"GB2312", "GBK"},
    {"EUCCN", "GBK"},        {"54936", "GB18030"},    {"GB18030", "GB18030"},     {"950", "BIG5"},
    {"BIG5", "BIG5"},        {"949", "CP949"},        {"EUCKR", "CP949"},         {"KSC5601", "CP949"},
    {"KOI8R", "KOI8-R"},     {"20866", "KOI8-R"},     {"KOI8U", "KOI8-U"},        {"21866", "KOI8-U"},
    {"MACCYRILLIC", "MAC-CYRILLIC"},                  {"10007", "MAC-CYRILLIC"},  {"ASCII", "UTF-8"},
    {"USASCII", "UTF-8"},    {"OEM", "CP437"},        {"LATIN1", "ISO-8859-1"},   {"IBM866", "CP866"},
};

/* Capital letters and digits of a text alone. */
static char *squeeze(const char *text)
{
    GString *s = g_string_new(NULL);
    for (const char *p = text; *p && s->len < 40; p++) {
        if (g_ascii_isalnum(*p))
            g_string_append_c(s, g_ascii_toupper(*p));
    }
    return g_string_free(s, FALSE);
}

const char *kuril_encoding_said(void)
{
    const char *said = g_getenv(KURIL_ENCODING);
    return said && *said ? said : NULL;
}

static bool known(const char *name)
{
    GIConv converter = g_iconv_open("UTF-8", name);
    if (converter == (GIConv)-1)
        return false;
    g_iconv_close(converter);
    return true;
}

/* "8859_5", "ISO-8859-5", "88595", "28595": parts of ISO 8859. */
static char *iso_8859(const char *digits)
{
    const char *part = g_str_has_prefix(digits, "8859")    ? digits + 4
                       : g_str_has_prefix(digits, "2859") ? digits + 4
                                                           : NULL;
    return part && *part && strlen(part) <= 2 ? g_strdup_printf("ISO-8859-%s", part) : NULL;
}

static char *by_number(const char *squeezed)
{
    static const char *const prefixes[] = {"WINDOWS", "CP", "ANSI", "IBM", "OEM", "DOS", "ISO", "MS"};
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        if (g_str_has_prefix(squeezed, prefixes[i])) {
            squeezed += strlen(prefixes[i]);
            break;
        }
    }
    const size_t digits = strspn(squeezed, "0123456789");
    if (digits < 3 || digits > 6 || squeezed[digits])
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(aliases); i++) {
        if (strcmp(aliases[i].squeezed, squeezed) == 0)
            return g_strdup(aliases[i].name);
    }
    char *iso = iso_8859(squeezed);
    return iso ? iso : g_strdup_printf("CP%s", squeezed);
}

/* "LDID/201", as in .cpg files: the language byte of a .dbf, decimal. */
static const char *by_ldid(const char *squeezed)
{
    double byte = 0;
    const bool given = g_str_has_prefix(squeezed, "LDID") && kuril_number_parse(squeezed + 4, &byte) && byte < 256;
    return given ? kuril_encoding_of_ldid((unsigned char)byte) : NULL;
}

char *kuril_encoding_canonical(const char *text)
{
    if (strlen(text) > 64)
        return NULL;
    char *squeezed = squeeze(text);
    char *name = NULL;
    for (size_t i = 0; !name && i < G_N_ELEMENTS(aliases); i++) {
        if (strcmp(aliases[i].squeezed, squeezed) == 0)
            name = g_strdup(aliases[i].name);
    }
    if (!name)
        name = g_strdup(by_ldid(squeezed));
    if (!name)
        name = by_number(squeezed);
    if (!name) {
        name = g_strdup(text);
        g_strstrip(name);
    }
    g_free(squeezed);
    /* Only what keeps ASCII as it is can be the encoding of a table's text. */
    if (*name == '\0' || strncmp(name, "UTF-16", 6) == 0 || strncmp(name, "UTF-32", 6) == 0 || !known(name))
        g_clear_pointer(&name, g_free);
    return name;
}

const char *kuril_encoding_of_ldid(unsigned char ldid)
{
    static const char *const names[256] = {
        [0x01] = "CP437", [0x02] = "CP850",  [0x03] = "CP1252", [0x08] = "CP865",  [0x09] = "CP437",  [0x0A] = "CP850",
        [0x0B] = "CP437", [0x0D] = "CP437",  [0x0E] = "CP850",  [0x0F] = "CP437",  [0x10] = "CP850",  [0x11] = "CP437",
        [0x12] = "CP850", [0x13] = "CP932",  [0x14] = "CP850",  [0x15] = "CP437",  [0x16] = "CP850",  [0x17] = "CP865",
        [0x18] = "CP437", [0x19] = "CP437",  [0x1A] = "CP850",  [0x1B] = "CP437",  [0x1C] = "CP863",  [0x1D] = "CP850",
        [0x1F] = "CP852", [0x22] = "CP852",  [0x23] = "CP852",  [0x24] = "CP860",  [0x25] = "CP850",  [0x26] = "CP866",
        [0x37] = "CP850", [0x40] = "CP852",  [0x4D] = "GBK",    [0x4E] = "CP949",  [0x4F] = "BIG5",   [0x50] = "CP874",
        [0x58] = "CP1252", [0x59] = "CP1252", [0x64] = "CP852", [0x65] = "CP866",  [0x66] = "CP865",  [0x67] = "CP861",
        [0x6A] = "CP737", [0x6B] = "CP857",  [0x6C] = "CP863",  [0x78] = "BIG5",   [0x79] = "CP949",  [0x7A] = "GBK",
        [0x7B] = "CP932", [0x7C] = "CP874",  [0x86] = "CP737",  [0x87] = "CP852",  [0x88] = "CP857",  [0xC8] = "CP1250",
        [0xC9] = "CP1251", [0xCA] = "CP1254", [0xCB] = "CP1253", [0xCC] = "CP1257",
    };
    return names[ldid];
}

bool kuril_encoding_is_ascii(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text >= 0x80)
            return false;
    }
    return true;
}

/* How many bytes at `p` begin a character that the end of the text tears: 1 to 3, or 0. */
static size_t torn_tail(const char *p)
{
    const unsigned char lead = (unsigned char)p[0];
    const size_t want = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    size_t have = 1;
    while (have < want && ((unsigned char)p[have] & 0xC0) == 0x80)
        have++;
    return lead < 0xF5 && have < want && p[have] == '\0' ? have : 0;
}

bool kuril_encoding_is_utf8(const char *text, bool torn)
{
    const char *end;
    return g_utf8_validate(text, -1, &end) || (torn && torn_tail(end) > 0);
}

kuril_encoding_fault kuril_encoding_to_utf8(GIConv converter, const char *text, GString *out)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    kuril_encoding_fault fault = KURIL_ENCODING_GOOD;
    const char *end;
    if (!converter) {
        while (!g_utf8_validate(text, -1, &end)) {
            g_string_append_len(out, text, end - text);
            if (torn_tail(end))
                return MAX(fault, KURIL_ENCODING_TORN);
            g_string_append(out, replacement);
            fault = KURIL_ENCODING_INVALID;
            text = end + 1;
        }
        g_string_append(out, text);
        return fault;
    }
    char *in = (char *)(void *)(guintptr)text; /* iconv does not write there */
    gsize left = strlen(text);
    g_iconv(converter, NULL, NULL, NULL, NULL);
    while (left > 0) {
        char buffer[256], *to = buffer;
        gsize room = sizeof buffer;
        const gsize done = g_iconv(converter, &in, &left, &to, &room);
        const int why = done == (gsize)-1 ? errno : 0;
        g_string_append_len(out, buffer, (gssize)(sizeof buffer - room));
        if (why == EINVAL)
            return MAX(fault, KURIL_ENCODING_TORN);
        if (why == EILSEQ) {
            g_string_append(out, replacement);
            fault = KURIL_ENCODING_INVALID;
            in++;
            left--;
        }
    }
    return fault;
}
