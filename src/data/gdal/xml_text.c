#include "data/gdal/xml_text.h"

#include "data/encoding.h"
#include <string.h>

enum { DECLARATION_MAX = 300 };

/* The end of "<?xml ...?>", or the beginning of a text without one. */
static const char *behind_declaration(const char *text, size_t length)
{
    const char *end = length > 5 && strncmp(text, "<?xml", 5) == 0
                          ? g_strstr_len(text, (gssize)MIN(length, DECLARATION_MAX), "?>")
                          : NULL;
    return end ? end + 2 : text;
}

/* What the declaration says, as iconv knows it; NULL when it says nothing, or nothing that is known. */
static char *declared(const char *text, size_t length)
{
    const char *end = behind_declaration(text, length);
    const char *word = end > text ? g_strstr_len(text, end - text, "encoding") : NULL;
    const char *quote = word ? word + strcspn(word, "\"'>") : NULL;
    const char *close =
        quote && quote < end && *quote != '>' ? memchr(quote + 1, *quote, (size_t)(end - quote - 1)) : NULL;
    char *said = close ? g_strndup(quote + 1, (gsize)(close - quote - 1)) : NULL;
    char *name = said ? kuril_encoding_canonical(said) : NULL;
    g_free(said);
    return name;
}

/* By a byte order mark, or by the zeros beside the first '<'. */
static const char *wide(const char *text, size_t length)
{
    static const struct {
        char bytes[3];
        const char *name;
    } beginnings[] = {{"\xFF\xFE", "UTF-16"}, {"\xFE\xFF", "UTF-16"}, {"<\0", "UTF-16LE"}, {"\0<", "UTF-16BE"}};
    for (size_t i = 0; length > 3 && i < G_N_ELEMENTS(beginnings); i++) {
        if (memcmp(text, beginnings[i].bytes, 2) == 0)
            return beginnings[i].name;
    }
    return NULL;
}

static char *from_wide(const char *text, size_t length, const char *name)
{
    gsize read = 0, written = 0;
    char *utf8 = g_convert(text, (gssize)length, "UTF-8", name, &read, &written, NULL);
    if (utf8 && strlen(utf8) != written) /* a zero within */
        g_clear_pointer(&utf8, g_free);
    return utf8;
}

static char *from_bytes(const char *text, const char *name, bool *invalid)
{
    GIConv converter = g_iconv_open("UTF-8", name);
    if (converter == (GIConv)-1)
        return NULL;
    GString *utf8 = g_string_new(NULL);
    *invalid = kuril_encoding_to_utf8(converter, text, utf8) != KURIL_ENCODING_GOOD;
    g_iconv_close(converter);
    return g_string_free(utf8, FALSE);
}

void kuril_xml_to_utf8(char **text, size_t *length, const char *said, char **name, bool *invalid)
{
    *invalid = false;
    const char *how = wide(*text, *length);
    const bool plain = !how && !memchr(*text, '\0', *length);
    *name = how ? g_strdup(how) : !plain ? NULL : said ? kuril_encoding_canonical(said) : declared(*text, *length);
    char *utf8 = NULL;
    if (*name && strcmp(*name, "UTF-8") != 0)
        utf8 = how ? from_wide(*text, *length, how) : from_bytes(*text, *name, invalid);
    if (!utf8) {
        g_clear_pointer(name, g_free);
        return;
    }
    const char *begin = g_str_has_prefix(utf8, "\xEF\xBB\xBF") ? utf8 + 3 : utf8;
    const char *rest = behind_declaration(begin, strlen(begin));
    g_free(*text);
    *text = g_strconcat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", rest, NULL);
    *length = strlen(*text);
    g_free(utf8);
}
