#include "data/gdal/line_numbers.h"

#include "core/number.h"
#include <string.h>

typedef struct mender {
    GString *out;
    kuril_number_findings *found;
    size_t line; /* from 1 */
    bool data;   /* MIF: behind the line "Data" */
    bool value;  /* DXF: a line with a group's value, else with its code */
    bool lost;   /* DXF: a code is no number, so that codes and values can no longer be told apart */
    int code;    /* DXF: of the value */
} mender;

static bool separates(char c)
{
    return g_ascii_isspace(c) || c == ',';
}

static const char *skip_separators(const char *p, const char *end)
{
    while (p < end && separates(*p))
        p++;
    return p;
}

static const char *skip_word(const char *p, const char *end)
{
    while (p < end && !separates(*p))
        p++;
    return p;
}

static void append_none(mender *m)
{
    kuril_number_append_none(m->found, "9e99", m->line, m->out);
}

/* Up to `n` words of a line, each a number or none; then the rest as it is. */
static void mend_words(mender *m, const char *p, const char *end, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *word = skip_separators(p, end), *word_end = skip_word(word, end);
        double ignored;
        g_string_append_len(m->out, p, word - p);
        p = word_end;
        if (word == word_end)
            break;
        if (kuril_number_parse_n(word, (size_t)(word_end - word), &ignored))
            g_string_append_len(m->out, word, word_end - word);
        else
            append_none(m);
    }
    g_string_append_len(m->out, p, end - p);
}

/* ---- MapInfo ---------------------------------------------------------------------------------------------------- */

typedef struct word_of_mif {
    const char *name;
    size_t coordinates; /* behind it on its line */
} word_of_mif;

static const word_of_mif mif_words[] = {
    {"point", 2},   {"line", 4},  {"rect", 4},       {"roundrect", 4}, {"ellipse", 4}, {"arc", 4},
    {"center", 2},  {"pline", 0}, {"region", 0},     {"text", 0},      {"none", 0},    {"multipoint", 0},
    {"pen", 0},     {"brush", 0}, {"symbol", 0},     {"font", 0},      {"smooth", 0},  {"spacing", 0},
    {"justify", 0}, {"angle", 0}, {"collection", 0}, {"label", 0},     {"multiple", 0}};

static const word_of_mif *find_mif_word(const char *word, size_t length)
{
    for (size_t i = 0; i < G_N_ELEMENTS(mif_words); i++) {
        if (strlen(mif_words[i].name) == length && g_ascii_strncasecmp(mif_words[i].name, word, length) == 0)
            return &mif_words[i];
    }
    return NULL;
}

/* Behind "Data", a line is a word of the format with what belongs to it, a count, or the coordinates of a position. */
static void mend_mif(mender *m, const char *p, const char *end)
{
    const char *word = skip_separators(p, end), *word_end = word;
    while (word_end < end && g_ascii_isalpha(*word_end))
        word_end++;
    const size_t length = (size_t)(word_end - word);
    const word_of_mif *known = m->data ? find_mif_word(word, length) : NULL;
    const bool position = m->data && !known && word < end && *word != '"';
    if (known && known->coordinates) {
        g_string_append_len(m->out, p, word_end - p);
        mend_words(m, word_end, end, known->coordinates);
    } else if (position && skip_separators(skip_word(word, end), end) < end) {
        mend_words(m, p, end, 4);
    } else {
        g_string_append_len(m->out, p, end - p);
    }
    const bool alone = skip_separators(word_end, end) == end; /* a column may have that name */
    m->data = m->data || (alone && length == 4 && g_ascii_strncasecmp(word, "data", 4) == 0);
}

/* ---- AutoCAD ---------------------------------------------------------------------------------------------------- */

enum { FIRST_COORDINATE = 10, LAST_COORDINATE = 39 }; /* group codes of points, elevations, thicknesses */

static void mend_dxf(mender *m, const char *p, const char *end)
{
    const char *word = skip_separators(p, end), *word_end = end;
    while (word_end > word && g_ascii_isspace(word_end[-1]))
        word_end--;
    double number = 0;
    const bool is_number = kuril_number_parse_n(word, (size_t)(word_end - word), &number);
    const bool value = m->value;
    m->value = !value;
    if (!value) {
        m->lost = m->lost || !is_number;
        m->code = is_number && number >= 0 && number < 10000 ? (int)number : -1;
    } else if (!m->lost && !is_number && m->code >= FIRST_COORDINATE && m->code <= LAST_COORDINATE) {
        append_none(m);
        p = word_end;
    }
    g_string_append_len(m->out, p, end - p);
}

/* ---- GMT -------------------------------------------------------------------------------------------------------- */

/* What is no comment and no mark between lines is a position. */
static void mend_gmt(mender *m, const char *p, const char *end)
{
    const char *word = skip_separators(p, end);
    if (word == end || *word == '#' || *word == '>')
        g_string_append_len(m->out, p, end - p);
    else
        mend_words(m, p, end, 2);
}

void kuril_line_numbers(const char *text, size_t length, kuril_line_kind kind, GString *out,
                        kuril_number_findings *found)
{
    static void (*const mend[])(mender *, const char *, const char *) = {
        [KURIL_LINES_MIF] = mend_mif, [KURIL_LINES_DXF] = mend_dxf, [KURIL_LINES_GMT] = mend_gmt};
    *found = (kuril_number_findings){0};
    mender m = {.out = out, .found = found};
    for (const char *p = text, *end = text + length; p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop ? stop : end;
        m.line++;
        mend[kind](&m, p, stop);
        p = stop;
        if (p < end)
            g_string_append_c(out, *p++);
    }
}
