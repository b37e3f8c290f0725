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

enum { BLOCK = 1 << 16, FIELDS_MAX = 256, LINE_MAX_BYTES = 1 << 20, REPORTS_MAX = 20 };

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

/* The next record without its line end; quoted line ends belong to it. False at the end. */
static bool next_record(stream *s, field *record, int *lines)
{
    size_t scanned = 0;
    bool quoted = false;
    *lines = 0;
    while (true) {
        for (; s->from + scanned < s->to; scanned++) {
            const char c = s->buffer[s->from + scanned];
            if (c == '"')
                quoted = !quoted;
            if (c != '\n')
                continue;
            ++*lines;
            if (quoted)
                continue;
            *record = (field){s->buffer + s->from, scanned};
            s->from += scanned + 1;
            return true;
        }
        if (scanned > LINE_MAX_BYTES || !fill(s))
            break;
    }
    *record = (field){s->buffer + s->from, scanned};
    s->from += scanned;
    ++*lines;
    return scanned > 0;
}

/* Splits a record at commas outside of quotes; returns how many fields there are, at most FIELDS_MAX are told. */
static size_t split(field record, field *fields)
{
    size_t n = 0, start = 0;
    bool quoted = false;
    for (size_t i = 0; i <= record.length; i++) {
        const char c = i < record.length ? record.start[i] : ',';
        if (c == '"')
            quoted = !quoted;
        if (c != ',' || (quoted && i < record.length))
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
    if (f.length >= 2 && f.start[0] == '"' && f.start[f.length - 1] == '"')
        f = (field){f.start + 1, f.length - 2};
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

/* Up to twelve decimals, more than a double of this size holds beyond a metre; trailing zeros dropped. */
static char *put_number(char *p, double number)
{
    if (number < 0) {
        *p++ = '-';
        number = -number;
    }
    double whole = floor(number);
    guint64 fraction = (guint64)((number - whole) * 1e12 + 0.5);
    if (fraction == 1000000000000u) {
        whole++;
        fraction = 0;
    }
    p = put_whole(p, (guint64)whole);
    if (fraction == 0)
        return p;
    *p++ = '.';
    for (guint64 unit = 100000000000u; fraction; unit /= 10) {
        *p++ = (char)('0' + fraction / unit);
        fraction %= unit;
    }
    return p;
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

static kuril_status read_header(stream *s)
{
    field record, fields[FIELDS_MAX];
    int lines = 0;
    if (!next_record(s, &record, &lines))
        return kuril_fail_at(s->error, KURIL_E_DATA, s->path, 1, 0, NULL, "the table of pairs is empty");
    s->line += lines;
    record = without_return(record);
    if (record.length >= 3 && memcmp(record.start, "\xEF\xBB\xBF", 3) == 0)
        record = (field){record.start + 3, record.length - 3};
    s->n_columns = split(record, fields);
    for (size_t k = 0; k < 4; k++) {
        s->columns[k] = SIZE_MAX;
        for (size_t i = 0; i < MIN(s->n_columns, FIELDS_MAX); i++)
            if (is_name(trimmed(fields[i]), wanted[k]))
                s->columns[k] = i;
        if (s->columns[k] == SIZE_MAX)
            return kuril_fail_at(s->error, KURIL_E_DATA, s->path, 1, 0, NULL,
                                 "no column '%s': pairs need lat1, lon1, lat2, lon2", wanted[k]);
    }
    g_string_append_len(s->text, record.start, (gssize)record.length);
    g_string_append(s->text, ",s12_m,azi1,azi2\n");
    return KURIL_OK;
}

/* Why a row cannot be measured; NULL when it can. */
static const char *read_row(const stream *s, field record, kuril_lonlat *a, kuril_lonlat *b)
{
    field fields[FIELDS_MAX];
    if (split(record, fields) != s->n_columns)
        return "another number of fields than the header";
    double values[4];
    for (size_t k = 0; k < 4; k++) {
        const field f = trimmed(fields[s->columns[k]]);
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

static void measure_row(stream *s, field record)
{
    kuril_lonlat a, b;
    const char *why = read_row(s, record, &a, &b);
    g_string_append_len(s->text, record.start, (gssize)record.length);
    if (why) {
        report(s, why);
        g_string_append(s->text, ",,,\n");
        return;
    }
    const kuril_geodesic g = kuril_geodesic_inverse(a, b);
    char row[128], *p = row;
    *p++ = ',';
    p = put_number(p, g.s12_m);
    *p++ = ',';
    p = put_number(p, g.azi1);
    *p++ = ',';
    p = put_number(p, g.azi2);
    *p++ = '\n';
    g_string_append_len(s->text, row, p - row);
}

static kuril_status stream_rows(stream *s)
{
    kuril_status status = read_header(s);
    field record;
    int lines = 0;
    while (!status && next_record(s, &record, &lines)) {
        record = without_return(record);
        if (record.length)
            measure_row(s, record);
        s->line += lines;
        status = flush(s, false);
    }
    if (!status && ferror(s->in))
        status = kuril_fail_at(s->error, KURIL_E_IO, s->path, 0, 0, NULL, "cannot read the table of pairs");
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
