#include "cli/pairs.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "core/output.h"
#include <glib.h>
#include <kurilmap/geodesy.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = 1 << 16, FIELDS_MAX = 4096, RECORD_MAX_BYTES = 1 << 28, REPORTS_MAX = 20 };

static const char *const wanted[4] = {"lat1", "lon1", "lat2", "lon2"};

typedef struct field {
    const char *start;
    size_t length;
} field;

typedef struct stream {
    const char *path;
    FILE *in;
    char *buffer; /* what was read and not yet taken */
    size_t capacity, from, to;
    bool ended;
    kuril_output *out;
    GString *text; /* not yet written */
    size_t columns[4];
    size_t n_columns;
    char separator;
    int line;
    size_t bad;
    const kuril_diagnostics *diagnostics;
    kuril_error *error;
} stream;

static bool fill(stream *s)
{
    if (s->ended)
        return false;
    memmove(s->buffer, s->buffer + s->from, s->to - s->from);
    s->to -= s->from;
    s->from = 0;
    if (s->capacity - s->to < BLOCK) {
        s->capacity *= 2;
        s->buffer = g_realloc(s->buffer, s->capacity);
    }
    const size_t n = fread(s->buffer + s->to, 1, BLOCK, s->in);
    s->to += n;
    s->ended = n < BLOCK;
    return n > 0;
}

/* Where a reader of CSV stands: a quote opens a field only at its beginning (RFC 4180). */
typedef struct cursor {
    bool begun, quoted;
} cursor;

/* Takes one character; true when it ends a field or a record. */
static bool ends(cursor *at, char c, char separator)
{
    if (c == '"' && (at->quoted || !at->begun)) {
        at->quoted = !at->quoted;
        at->begun = at->quoted; /* a doubled quote opens it again */
        return false;
    }
    if (at->quoted)
        return false;
    const bool end = c == separator || c == '\n';
    at->begun = !end && (at->begun || (c != ' ' && c != '\t'));
    return end;
}

/* The next record without its line end; quoted line ends belong to it. Without one at the end of the file. */
static kuril_status next_record(stream *s, field *record, int *lines, bool *found)
{
    size_t scanned = 0;
    cursor at = {0};
    *lines = 0;
    do {
        for (; s->from + scanned < s->to; scanned++) {
            const char c = s->buffer[s->from + scanned];
            *lines += c == '\n';
            if (!ends(&at, c, s->separator) || c != '\n')
                continue;
            *record = (field){s->buffer + s->from, scanned};
            s->from += scanned + 1;
            *found = true;
            return KURIL_OK;
        }
        if (scanned > RECORD_MAX_BYTES)
            return kuril_fail_at(s->error, KURIL_E_DATA, s->path, s->line, 0, NULL, "a row is longer than 256 MiB");
    } while (fill(s));
    if (ferror(s->in))
        return kuril_fail_at(s->error, KURIL_E_IO, s->path, 0, 0, NULL, "cannot read the table of pairs");
    if (at.quoted)
        return kuril_fail_at(s->error, KURIL_E_DATA, s->path, s->line, 0, NULL,
                             "a quote that opens in this row never closes");
    *record = (field){s->buffer + s->from, scanned};
    s->from += scanned;
    ++*lines;
    *found = scanned > 0;
    return KURIL_OK;
}

/* Splits a record at separators outside of quotes; returns how many fields there are, at most FIELDS_MAX are told. */
static size_t split(const stream *s, field record, field *fields)
{
    size_t n = 0, start = 0;
    cursor at = {0};
    for (size_t i = 0; i <= record.length; i++) {
        if (i < record.length && !ends(&at, record.start[i], s->separator))
            continue;
        if (n < FIELDS_MAX)
            fields[n] = (field){record.start + start, i - start};
        n++;
        start = i + 1;
    }
    return n;
}

static field trimmed(field f)
{
    while (f.length && (f.start[0] == ' ' || f.start[0] == '\t'))
        f = (field){f.start + 1, f.length - 1};
    while (f.length && (f.start[f.length - 1] == ' ' || f.start[f.length - 1] == '\t'))
        f.length--;
    return f;
}

static field unquoted(field f)
{
    f = trimmed(f);
    if (f.length >= 2 && f.start[0] == '"' && f.start[f.length - 1] == '"')
        f = trimmed((field){f.start + 1, f.length - 2});
    return f;
}

/* Short decimals are exact quotients of two exact doubles (Clinger 1990); the rest takes the long way. */
static bool parse(field f, double *number)
{
    static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    guint64 digits = 0;
    size_t i = 0, n = 0, after = 0;
    const bool negative = f.length && f.start[0] == '-';
    i += negative;
    bool point = false;
    for (; i < f.length; i++) {
        if (g_ascii_isdigit(f.start[i])) {
            digits = digits * 10 + (guint64)(f.start[i] - '0');
            after += point;
            n++;
        } else if (f.start[i] == '.' && !point) {
            point = true;
        } else {
            break;
        }
    }
    if (i < f.length || n == 0 || n > 15)
        return kuril_number_parse_n(f.start, f.length, number);
    const double value = (double)digits / tens[after];
    *number = negative ? -value : value;
    return true;
}

static char *put_whole(char *p, guint64 whole)
{
    char reversed[24];
    size_t n = 0;
    do
        reversed[n++] = (char)('0' + whole % 10);
    while (whole /= 10);
    while (n)
        *p++ = reversed[--n];
    return p;
}

/*
 * 18 digits of the double's exact value, cut off there: one more than tells every double from its neighbours if
 * rounded. The fraction of a double from 1 on is a whole number of 2^-52, of which multiplying by 1000 gives three
 * decimals at a time exactly. Zeros at the end are dropped.
 */
static char *put_number(char *p, double number)
{
    const double size = fabs(number);
    if (size > 0 && (size < 1 || size >= 1e15)) {
        char text[KURIL_NUMBER_MAX];
        return g_stpcpy(p, kuril_number_print(number, text));
    }
    if (number < 0)
        *p++ = '-';
    const double whole = floor(size);
    const guint64 mask = ((guint64)1 << 52) - 1;
    guint64 fraction = (guint64)ldexp(size - whole, 52), decimals[6] = {0};
    const char *const start = p;
    char *const point = put_whole(p, (guint64)whole);
    const int keep = 18 - (int)(point - start);
    for (int i = 0; i < 6; i++) {
        fraction *= 1000;
        decimals[i] = fraction >> 52;
        fraction &= mask;
    }
    p = point;
    *p++ = '.';
    for (int i = 0; i < keep; i++) {
        static const guint64 unit[3] = {100, 10, 1};
        *p++ = (char)('0' + decimals[i / 3] / unit[i % 3] % 10);
    }
    while (p[-1] == '0')
        p--;
    return p[-1] == '.' ? p - 1 : p;
}

static kuril_status flush(stream *s, bool whole)
{
    if (s->text->len < BLOCK && !whole)
        return KURIL_OK;
    const kuril_status status = kuril_output_write(s->out, s->text->str, s->text->len, s->error);
    g_string_truncate(s->text, 0);
    return status;
}

static bool is_name(field f, const char *name)
{
    return f.length == strlen(name) && g_ascii_strncasecmp(f.start, name, f.length) == 0;
}

static field without_return(field record)
{
    if (record.length && record.start[record.length - 1] == '\r')
        record.length--;
    return record;
}

/* Commas unless the header has none and has semicolons or tabs. */
static char separator_of(field header)
{
    static const char candidates[] = {',', ';', '\t'};
    for (size_t i = 0; i < G_N_ELEMENTS(candidates); i++)
        if (memchr(header.start, candidates[i], header.length))
            return candidates[i];
    return ',';
}

static kuril_status find_column(stream *s, size_t k, const field *fields)
{
    s->columns[k] = SIZE_MAX;
    for (size_t i = 0; i < MIN(s->n_columns, FIELDS_MAX); i++) {
        if (!is_name(unquoted(fields[i]), wanted[k]))
            continue;
        if (s->columns[k] != SIZE_MAX)
            return kuril_fail_at(s->error, KURIL_E_DATA, s->path, 1, 0, NULL, "two columns '%s'", wanted[k]);
        s->columns[k] = i;
    }
    if (s->columns[k] == SIZE_MAX)
        return kuril_fail_at(s->error, KURIL_E_DATA, s->path, 1, 0, NULL,
                             "no column '%s': pairs need lat1, lon1, lat2, lon2", wanted[k]);
    return KURIL_OK;
}

static kuril_status read_header(stream *s)
{
    field record, fields[FIELDS_MAX];
    int lines = 0;
    bool found = false;
    kuril_status status = next_record(s, &record, &lines, &found);
    if (!status && !found)
        status = kuril_fail_at(s->error, KURIL_E_DATA, s->path, 1, 0, NULL, "the table of pairs is empty");
    if (status)
        return status;
    s->line += lines;
    record = without_return(record);
    if (memchr(record.start, '\0', record.length))
        return kuril_fail_at(s->error, KURIL_E_DATA, s->path, 1, 0, NULL,
                             "the table of pairs is in UTF-16 or no text: UTF-8 is needed");
    if (record.length >= 3 && memcmp(record.start, "\xEF\xBB\xBF", 3) == 0)
        record = (field){record.start + 3, record.length - 3};
    if (memchr(record.start, '\r', record.length))
        return kuril_fail_at(s->error, KURIL_E_DATA, s->path, 1, 0, NULL,
                             "lines end with CR alone, as on the first Macs: LF or CRLF are needed");
    s->separator = separator_of(record);
    s->n_columns = split(s, record, fields);
    for (size_t k = 0; k < 4 && !status; k++)
        status = find_column(s, k, fields);
    for (size_t i = 0; i < MIN(s->n_columns, FIELDS_MAX) && !status; i++) {
        static const char *const results[] = {"s12_m", "azi1", "azi2"};
        for (size_t k = 0; k < G_N_ELEMENTS(results) && !status; k++)
            if (is_name(unquoted(fields[i]), results[k]))
                status = kuril_fail_at(s->error, KURIL_E_DATA, s->path, 1, 0, NULL,
                                       "there is a column '%s' already, where the results go", results[k]);
    }
    g_string_append_len(s->text, record.start, (gssize)record.length);
    g_string_append_printf(s->text, "%cs12_m%cazi1%cazi2\n", s->separator, s->separator, s->separator);
    return status;
}

/* Why a row cannot be measured; NULL when it can. */
static const char *read_row(const stream *s, const field *fields, size_t n, kuril_lonlat *a, kuril_lonlat *b)
{
    if (n != s->n_columns)
        return n < s->n_columns ? "it has fewer fields than the header"
                                : "it has more fields than the header, and those beyond are left out";
    double values[4];
    for (size_t k = 0; k < 4; k++) {
        const field f = unquoted(fields[s->columns[k]]);
        if (f.length == 0)
            return "a coordinate is missing";
        if (!parse(f, &values[k]))
            return "a coordinate is no number";
    }
    *a = (kuril_lonlat){values[1], values[0]};
    *b = (kuril_lonlat){values[3], values[2]};
    return fabs(a->lat) > 90 || fabs(b->lat) > 90 ? "a latitude is beyond 90" : NULL;
}

static void report(stream *s, const char *why)
{
    if (s->bad++ < REPORTS_MAX)
        kuril_report_at(s->diagnostics, KURIL_WARNING, s->path, s->line, 1, NULL, "this row has no distance: %s", why);
}

/* The record up to the end of its field `count` (from 1). */
static field first_fields(const stream *s, field record, size_t count)
{
    cursor at = {0};
    for (size_t i = 0; i < record.length; i++)
        if (ends(&at, record.start[i], s->separator) && --count == 0)
            return (field){record.start, i};
    return record;
}

/* A row without results, which stay empty below their names: what it has too little is filled, too much left out. */
static void put_unmeasured(stream *s, field record, size_t n_fields)
{
    const field kept = n_fields > s->n_columns ? first_fields(s, record, s->n_columns) : record;
    g_string_append_len(s->text, kept.start, (gssize)kept.length);
    for (size_t i = MIN(n_fields, s->n_columns); i < s->n_columns + 3; i++)
        g_string_append_c(s->text, s->separator);
    g_string_append_c(s->text, '\n');
}

static void measure_row(stream *s, field record)
{
    field fields[FIELDS_MAX];
    kuril_lonlat a, b;
    const size_t n = split(s, record, fields);
    const char *why = read_row(s, fields, n, &a, &b);
    if (why) {
        report(s, why);
        put_unmeasured(s, record, n);
        return;
    }
    g_string_append_len(s->text, record.start, (gssize)record.length);
    const kuril_geodesic g = kuril_geodesic_inverse(a, b);
    char row[128], *p = row;
    *p++ = s->separator;
    p = put_number(p, g.s12_m);
    *p++ = s->separator;
    p = put_number(p, g.azi1);
    *p++ = s->separator;
    p = put_number(p, g.azi2);
    *p++ = '\n';
    g_string_append_len(s->text, row, p - row);
}

static kuril_status stream_rows(stream *s)
{
    kuril_status status = read_header(s);
    while (!status) {
        field record = {0};
        int lines = 0;
        bool found = false;
        status = next_record(s, &record, &lines, &found);
        if (status || !found)
            break;
        record = without_return(record);
        if (record.length)
            measure_row(s, record);
        s->line += lines;
        status = flush(s, false);
    }
    if (!status && s->bad > REPORTS_MAX)
        kuril_report(s->diagnostics, KURIL_WARNING, s->path, NULL, "%zu rows in all have no distance", s->bad);
    return status ? status : flush(s, true);
}

kuril_status kuril_pairs_stream(const char *path, const char *output, const kuril_diagnostics *diagnostics,
                                kuril_error *error)
{
    const bool from_stdin = strcmp(path, "-") == 0;
    stream s = {.path = from_stdin ? "standard input" : path,
                .in = from_stdin ? stdin : fopen(path, "rb"),
                .capacity = 4 * BLOCK,
                .separator = ',',
                .line = 1,
                .diagnostics = diagnostics,
                .error = error};
    if (!s.in)
        return kuril_fail(error, KURIL_E_IO, "cannot open '%s'", path);
    s.buffer = g_malloc(s.capacity);
    s.text = g_string_sized_new(2 * BLOCK);
    kuril_status status = kuril_output_open(output ? output : "-", &s.out, error);
    if (!status) {
        status = stream_rows(&s);
        if (status)
            kuril_output_discard(s.out);
        else
            status = kuril_output_commit(s.out, error);
    }
    if (!from_stdin)
        fclose(s.in);
    g_free(s.buffer);
    g_string_free(s.text, TRUE);
    return status;
}
