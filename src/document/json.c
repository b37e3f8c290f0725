/*
 * Strict JSON (RFC 8259). libfyaml reads JSON too, as the subset of YAML that it is, and so lets pass much that is
 * not JSON; a reader of our own is shorter than the checks would be, and faster.
 */
#include "core/number.h"
#include "document/tree.h"
#include <math.h>
#include <string.h>

typedef struct reader {
    builder *b;
    const char *at, *end;
    const char *counted; /* up to here line and column are known */
    int line, column;
    GString *text; /* the string being read, when it has escapes */
    GArray *rows;  /* double: the array of positions being read */
} reader;

enum { ROW_MAX = 4 };

static mark here(reader *r)
{
    for (; r->counted < r->at; r->counted++) {
        if (*r->counted == '\n') {
            r->line++;
            r->column = 1;
        } else if (((unsigned char)*r->counted & 0xC0) != 0x80) {
            r->column++;
        }
    }
    return (mark){r->line, r->column};
}

static const char *past_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

static void skip_space(reader *r)
{
    r->at = past_space(r->at, r->end);
}

static kuril_status unexpected(reader *r, const char *wanted)
{
    const mark at = here(r);
    if (r->at >= r->end)
        return builder_fail(r->b, at, "the document ends where %s should stand", wanted);
    const gunichar c = g_utf8_get_char(r->at);
    char shown[8] = "?";
    if (g_unichar_isprint(c))
        shown[g_unichar_to_utf8(c, shown)] = '\0';
    if (c == '\'')
        return builder_fail(r->b, at, "expected %s: JSON quotes text with \"", wanted);
    return builder_fail(r->b, at, "expected %s, not '%s'", wanted, shown);
}

static bool hex4(const char *at, const char *end, gunichar *out)
{
    if (end - at < 4)
        return false;
    gunichar c = 0;
    for (int i = 0; i < 4; i++) {
        if (!g_ascii_isxdigit(at[i]))
            return false;
        c = c * 16 + (gunichar)g_ascii_xdigit_value(at[i]);
    }
    *out = c;
    return true;
}

/* After "\u": a character of the basic plane, or a pair of surrogates. */
static kuril_status read_unicode(reader *r)
{
    gunichar c = 0, low = 0;
    if (!hex4(r->at, r->end, &c))
        return builder_fail(r->b, here(r), "\\u needs four hexadecimal digits");
    r->at += 4;
    if (c >= 0xD800 && c <= 0xDBFF && r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u' &&
        hex4(r->at + 2, r->end, &low) && low >= 0xDC00 && low <= 0xDFFF) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        r->at += 6;
    }
    if (r->b->limits.data && (c == 0 || (c >= 0xD800 && c <= 0xDFFF)))
        c = 0xFFFD;
    if (c >= 0xD800 && c <= 0xDFFF)
        return builder_fail(r->b, here(r), "\\u%04x is half a character", (unsigned)c);
    g_string_append_unichar(r->text, c);
    return KURIL_OK;
}

static kuril_status read_escape(reader *r)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (r->at + 1 >= r->end)
        return builder_fail(r->b, here(r), "the document ends in a text");
    const char c = r->at[1];
    if (c == 'u') {
        r->at += 2;
        return read_unicode(r);
    }
    const char *known = strchr(from, c);
    if (!c || !known)
        return builder_fail(r->b, here(r), "'\\%c' is no escape of JSON", g_ascii_isprint(c) ? c : '?');
    g_string_append_c(r->text, to[known - from]);
    r->at += 2;
    return KURIL_OK;
}

/* The text between quotes: borrowed from the input when it has no escapes. */
static kuril_status read_text(reader *r, const char **text, size_t *length)
{
    const char *start = ++r->at;
    bool escaped = false;
    for (;;) {
        const char *run = r->at;
        while (r->at < r->end && *r->at != '"' && *r->at != '\\' && (unsigned char)*r->at >= 0x20)
            r->at++;
        if (escaped)
            g_string_append_len(r->text, run, r->at - run);
        if (r->at >= r->end)
            return builder_fail(r->b, here(r), "the document ends in a text");
        if ((unsigned char)*r->at < 0x20)
            return builder_fail(r->b, here(r), "a text has a control character or the end of a line in it");
        if (*r->at == '"')
            break;
        if (!escaped) {
            g_string_truncate(r->text, 0);
            g_string_append_len(r->text, start, r->at - start);
            escaped = true;
        }
        const kuril_status status = read_escape(r);
        if (status != KURIL_OK)
            return status;
    }
    *text = escaped ? r->text->str : start;
    *length = escaped ? r->text->len : (size_t)(r->at - start);
    r->at++;
    return KURIL_OK;
}

static const char *past_digits(const char *at, const char *end)
{
    while (at < end && g_ascii_isdigit(*at))
        at++;
    return at;
}

/* Where the number that stands here ends by JSON's grammar; NULL when none does. */
static const char *number_end(const char *at, const char *end)
{
    at += at < end && *at == '-';
    const char *after = past_digits(at, end);
    if (after == at || (after > at + 1 && *at == '0'))
        return NULL;
    at = after;
    if (at < end && *at == '.') {
        after = past_digits(++at, end);
        if (after == at)
            return NULL;
        at = after;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < end && (*at == '-' || *at == '+');
        after = past_digits(at, end);
        if (after == at)
            return NULL;
        at = after;
    }
    return at;
}

/*
 * A number of up to 15 digits without an exponent, which most are: its digits and the power of ten are exact as
 * doubles, and so their quotient is rounded once. Returns its end, or NULL for numbers of any other kind.
 */
static const char *short_decimal(const char *at, const char *end, double *value)
{
    static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    enum { DIGITS = 15 };
    const bool minus = at < end && *at == '-';
    const char *whole = at += minus;
    int64_t v = 0;
    for (; at < end && at - whole <= DIGITS && g_ascii_isdigit(*at); at++)
        v = v * 10 + (*at - '0');
    ptrdiff_t n = at - whole, fraction = 0;
    if (n == 0 || (n > 1 && *whole == '0'))
        return NULL;
    if (at < end && *at == '.') {
        const char *point = ++at;
        for (; at < end && n + (at - point) <= DIGITS && g_ascii_isdigit(*at); at++)
            v = v * 10 + (*at - '0');
        fraction = at - point;
        n += fraction;
        if (fraction == 0)
            return NULL;
    }
    if (n > DIGITS || (at < end && (g_ascii_isdigit(*at) || *at == '.' || *at == 'e' || *at == 'E')))
        return NULL;
    *value = (minus ? -(double)v : (double)v) / powers[fraction];
    return at;
}

/* Whether a double has another value than a whole number's digits: beyond 2^53, unless it is one of those it can hold.
 */
static bool changes(const char *text, size_t length, double value)
{
    char digits[KURIL_NUMBER_MAX];
    if (fabs(value) < 9007199254740992.0 || memchr(text, '.', length) || memchr(text, 'e', length) ||
        memchr(text, 'E', length))
        return false;
    const int n = g_snprintf(digits, sizeof digits, "%.0f", value);
    return n != (int)length || memcmp(digits, text, length) != 0;
}

static kuril_status read_number(reader *r)
{
    const mark at = here(r);
    const char *text = r->at;
    double value = 0;
    const char *after = short_decimal(text, r->end, &value);
    if (after) {
        r->at = after;
        return builder_number(r->b, at, value, NULL, 0);
    }
    after = number_end(text, r->end);
    if (!after)
        return builder_fail(r->b, at, "not a number of JSON");
    const size_t length = (size_t)(after - text);
    if (!kuril_number_parse_n(text, length, &value))
        return builder_fail(r->b, at, "a number out of range");
    r->at = after;
    return builder_number(r->b, at, value, changes(text, length, value) ? text : NULL, length);
}

/* After an item at `at`: past the comma, to the next one; past the bracket, with *more false; NULL for all else. */
static const char *past_item(const char *at, const char *end, bool *more)
{
    at = past_space(at, end);
    if (at >= end || (*at != ',' && *at != ']'))
        return NULL;
    *more = *at == ',';
    return *more ? past_space(at + 1, end) : at + 1;
}

/* "[NUMBER, NUMBER...]" of 2 to 4 numbers that are read alike by anyone; NULL when that is not what stands here. */
static const char *read_row(const char *at, const char *end, double row[ROW_MAX], size_t *width)
{
    if (at >= end || *at != '[')
        return NULL;
    at = past_space(at + 1, end);
    *width = 0;
    for (bool more = true; more;) {
        if (*width == ROW_MAX)
            return NULL;
        double *value = &row[*width];
        const char *after = short_decimal(at, end, value);
        if (!after) {
            after = number_end(at, end);
            if (!after || !kuril_number_parse_n(at, (size_t)(after - at), value) ||
                changes(at, (size_t)(after - at), *value))
                return NULL;
        }
        ++*width;
        at = past_item(after, end, &more);
        if (!at)
            return NULL;
    }
    return *width >= 2 ? at : NULL;
}

/*
 * An array of positions, if one stands here whole; otherwise nothing is read, and the reading of nodes finds what it is
 * or what is wrong with it. Only arrays of arrays are looked at, so that no byte is looked at more than twice.
 */
static bool read_rows(reader *r, kuril_status *status)
{
    const char *at = past_space(r->at + 1, r->end);
    if (at >= r->end || *at != '[' || !builder_may_open(r->b, 2))
        return false;
    g_array_set_size(r->rows, 0);
    size_t width = 0, count = 0;
    for (bool more = true; more; count++) {
        double row[ROW_MAX];
        size_t this_width = 0;
        at = read_row(at, r->end, row, &this_width);
        if (!at || (count && this_width != width))
            return false;
        width = this_width;
        g_array_append_vals(r->rows, row, (guint)width);
        at = past_item(at, r->end, &more);
        if (!at)
            return false;
    }
    const mark start = here(r);
    r->at = at;
    *status = builder_rows(r->b, start, (const double *)(const void *)r->rows->data, count, width);
    return true;
}

static bool word(reader *r, const char *text)
{
    const size_t length = strlen(text);
    if ((size_t)(r->end - r->at) < length || memcmp(r->at, text, length) != 0)
        return false;
    r->at += length;
    return true;
}

static kuril_status read_scalar(reader *r)
{
    const mark at = here(r);
    const char *text;
    size_t length;
    if (r->at >= r->end)
        return unexpected(r, "a value");
    if (*r->at == '"') {
        const kuril_status status = read_text(r, &text, &length);
        return status == KURIL_OK ? builder_string(r->b, at, text, length) : status;
    }
    if (*r->at == '-' || g_ascii_isdigit(*r->at))
        return read_number(r);
    if (word(r, "true"))
        return builder_bool(r->b, at, true);
    if (word(r, "false"))
        return builder_bool(r->b, at, false);
    if (word(r, "null"))
        return builder_null(r->b, at);
    return unexpected(r, "a value");
}

static kuril_status read_name(reader *r)
{
    skip_space(r);
    if (r->at >= r->end || *r->at != '"')
        return unexpected(r, "a name in quotes");
    const mark at = here(r);
    const char *text;
    size_t length;
    kuril_status status = read_text(r, &text, &length);
    if (status == KURIL_OK)
        status = builder_name(r->b, at, text, length);
    skip_space(r);
    if (status == KURIL_OK && (r->at >= r->end || *r->at != ':'))
        return unexpected(r, "':'");
    r->at++;
    return status;
}

/* Elsewhere they would be nodes for whoever says what is wrong with them, and where. */
static bool in_coordinates(const builder *b)
{
    return b->limits.data && b->name && strcmp(b->name, "coordinates") == 0;
}

/* A value, or the beginning of one: an array or object that is not empty stays open. */
static kuril_status begin_value(reader *r, bool *complete)
{
    *complete = true;
    skip_space(r);
    if (r->at >= r->end || (*r->at != '[' && *r->at != '{'))
        return read_scalar(r);
    const bool object = *r->at == '{';
    kuril_status status = KURIL_OK;
    if (!object && in_coordinates(r->b) && read_rows(r, &status))
        return status;
    status = builder_open(r->b, here(r), object ? KURIL_NODE_OBJECT : KURIL_NODE_ARRAY);
    if (status != KURIL_OK)
        return status;
    r->at++;
    skip_space(r);
    if (r->at < r->end && *r->at == (object ? '}' : ']')) {
        r->at++;
        return builder_close(r->b);
    }
    *complete = false;
    return object ? read_name(r) : KURIL_OK;
}

/* After a value: a comma and the next, or the ends of containers. */
static kuril_status end_value(reader *r)
{
    while (r->b->open->len) {
        const bool object = builder_in_object(r->b);
        skip_space(r);
        if (r->at < r->end && *r->at == ',') {
            r->at++;
            return object ? read_name(r) : KURIL_OK;
        }
        if (r->at >= r->end || *r->at != (object ? '}' : ']'))
            return unexpected(r, object ? "',' or '}'" : "',' or ']'");
        r->at++;
        const kuril_status status = builder_close(r->b);
        if (status != KURIL_OK)
            return status;
    }
    return KURIL_OK;
}

static kuril_status read_all(reader *r)
{
    do {
        bool complete = true;
        kuril_status status = begin_value(r, &complete);
        if (status == KURIL_OK && complete)
            status = end_value(r);
        if (status != KURIL_OK)
            return status;
    } while (r->b->open->len);
    skip_space(r);
    return r->at < r->end ? unexpected(r, "the end of the document") : KURIL_OK;
}

kuril_status kuril_document_build_json(builder *b, const char *text, size_t length)
{
    reader r = {.b = b, .at = text, .end = text + length, .counted = text, .line = 1, .column = 1};
    r.text = g_string_new(NULL);
    r.rows = g_array_new(FALSE, FALSE, sizeof(double));
    const kuril_status status = read_all(&r);
    g_array_free(r.rows, TRUE);
    g_string_free(r.text, TRUE);
    return status;
}
