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
} reader;

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

static void skip_space(reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
        r->at++;
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

static size_t digits(const reader *r, const char *at)
{
    size_t n = 0;
    while (at + n < r->end && g_ascii_isdigit(at[n]))
        n++;
    return n;
}

/* Length of the number that stands here by JSON's grammar, 0 when none does. */
static size_t number_length(const reader *r)
{
    const char *at = r->at;
    at += at < r->end && *at == '-';
    const size_t whole = digits(r, at);
    if (whole == 0 || (whole > 1 && *at == '0'))
        return 0;
    at += whole;
    if (at < r->end && *at == '.') {
        const size_t fraction = digits(r, at + 1);
        if (!fraction)
            return 0;
        at += 1 + fraction;
    }
    if (at < r->end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < r->end && (*at == '-' || *at == '+');
        const size_t exponent = digits(r, at);
        if (!exponent)
            return 0;
        at += exponent;
    }
    return (size_t)(at - r->at);
}

/*
 * Numbers of up to 15 digits without an exponent, which most are, need no call: their digits and the power of ten are
 * exact as doubles, and so their quotient is rounded once.
 */
static bool short_decimal(const char *text, size_t length, double *value)
{
    static const double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const bool minus = text[0] == '-';
    if (length - minus > 16)
        return false;
    int64_t v = 0;
    size_t point = length; /* where it stands */
    for (size_t i = minus; i < length; i++) {
        if (text[i] == '.')
            point = i + 1;
        else if (g_ascii_isdigit(text[i]))
            v = v * 10 + (text[i] - '0');
        else
            return false;
    }
    if (v >= 1000000000000000)
        return false;
    *value = (minus ? -(double)v : (double)v) / powers[length - point];
    return true;
}

/* Whether a double has another value than a whole number's digits: beyond 2^53, unless it is one of those it can hold. */
static bool changes(const char *text, size_t length, double value)
{
    char digits[KURIL_NUMBER_MAX];
    if (fabs(value) < 9007199254740992.0 || memchr(text, '.', length) || memchr(text, 'e', length) || memchr(text, 'E', length))
        return false;
    const int n = g_snprintf(digits, sizeof digits, "%.0f", value);
    return n != (int)length || memcmp(digits, text, length) != 0;
}

static kuril_status read_number(reader *r)
{
    const mark at = here(r);
    const size_t length = number_length(r);
    double value = 0;
    if (!length)
        return builder_fail(r->b, at, "not a number of JSON");
    if (!short_decimal(r->at, length, &value) && !kuril_number_parse_n(r->at, length, &value))
        return builder_fail(r->b, at, "a number out of range");
    const char *text = r->at;
    r->at += length;
    return builder_number(r->b, at, value, changes(text, length, value) ? text : NULL, length);
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

/* A value, or the beginning of one: an array or object that is not empty stays open. */
static kuril_status begin_value(reader *r, bool *complete)
{
    *complete = true;
    skip_space(r);
    if (r->at >= r->end || (*r->at != '[' && *r->at != '{'))
        return read_scalar(r);
    const bool object = *r->at == '{';
    kuril_status status = builder_open(r->b, here(r), object ? KURIL_NODE_OBJECT : KURIL_NODE_ARRAY);
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
    const kuril_status status = read_all(&r);
    g_string_free(r.text, TRUE);
    return status;
}
