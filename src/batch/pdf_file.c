#include "batch/pdf_file.h"

#include "core/diagnostics.h"
#include "core/text.h"
#include <string.h>

struct kuril_pdf {
    char *path;
    char *bytes; /* NUL behind them */
    gsize length;
    gsize *offsets; /* by object number; 0: free */
    unsigned count, page;
};

static kuril_status bad(const kuril_pdf *pdf, const char *what, kuril_error *error)
{
    return kuril_fail_at(error, KURIL_E_DATA, pdf->path, 0, 0, NULL, "cannot take pages from '%s': %s", pdf->path,
                         what);
}

/* The last place of a word in the file's end, which may have zero bytes in it. */
static const char *find_last(const kuril_pdf *pdf, const char *word)
{
    enum { TAIL = 2048 };
    const gsize n = strlen(word), least = pdf->length > TAIL ? pdf->length - TAIL : 0;
    for (gsize at = pdf->length >= n ? pdf->length - n + 1 : 0; at-- > least;) {
        if (memcmp(pdf->bytes + at, word, n) == 0)
            return pdf->bytes + at;
    }
    return NULL;
}

/* Lines "0000000015 00000 n" of a table "xref\n0 N\n" at `at`. */
static kuril_status read_table(kuril_pdf *pdf, gsize at, kuril_error *error)
{
    enum { ENTRY = 20 };
    if (at + 5 >= pdf->length || memcmp(pdf->bytes + at, "xref", 4) != 0)
        return bad(pdf, "no cross-reference table", error);
    char *p = pdf->bytes + at + 4;
    const guint64 first = g_ascii_strtoull(p, &p, 10), count = g_ascii_strtoull(p, &p, 10);
    while (g_ascii_isspace(*p))
        p++;
    if (first != 0 || count == 0 || count > pdf->length / ENTRY ||
        (gsize)(p - pdf->bytes) + count * ENTRY > pdf->length)
        return bad(pdf, "a cross-reference table of another form", error);
    pdf->count = (unsigned)count;
    pdf->offsets = g_new0(gsize, count);
    for (guint64 i = 0; i < count; i++, p += ENTRY) {
        const guint64 offset = g_ascii_strtoull(p, NULL, 10);
        if (p[17] == 'n' && offset < pdf->length)
            pdf->offsets[i] = (gsize)offset;
    }
    return KURIL_OK;
}

/* The dictionary text of an object, up to its end; NULL when there is none. */
static const char *object_start(const kuril_pdf *pdf, unsigned number)
{
    if (number >= pdf->count || pdf->offsets[number] == 0)
        return NULL;
    const char *start = strstr(pdf->bytes + pdf->offsets[number], "obj");
    return start ? start + 3 : NULL;
}

/* "/Name N": the number after a name inside of an object; 0 when there is none. */
static unsigned number_after(const char *from, const char *name)
{
    const char *end = from ? strstr(from, "endobj") : NULL;
    const char *at = end ? g_strstr_len(from, end - from, name) : NULL;
    if (!at)
        return 0;
    at += strlen(name);
    while (g_ascii_isspace(*at) || *at == '[')
        at++;
    return (unsigned)g_ascii_strtoull(at, NULL, 10);
}

static kuril_status find_page(kuril_pdf *pdf, kuril_error *error)
{
    const char *trailer = find_last(pdf, "trailer");
    const char *root_at = trailer ? strstr(trailer, "/Root") : NULL;
    const unsigned root = root_at ? (unsigned)g_ascii_strtoull(root_at + 5, NULL, 10) : 0;
    const unsigned pages = number_after(object_start(pdf, root), "/Pages");
    pdf->page = number_after(object_start(pdf, pages), "/Kids");
    if (!object_start(pdf, pdf->page))
        return bad(pdf, "no page in it", error);
    return KURIL_OK;
}

kuril_status kuril_pdf_read(const char *path, kuril_pdf **result, kuril_error *error)
{
    char *bytes = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &bytes, &length, NULL))
        return kuril_fail_at(error, KURIL_E_IO, path, 0, 0, NULL, "cannot read '%s'", path);
    return kuril_pdf_take(path, bytes, length, result, error);
}

kuril_status kuril_pdf_take(const char *name, char *bytes, gsize length, kuril_pdf **result, kuril_error *error)
{
    kuril_pdf *pdf = g_new0(kuril_pdf, 1);
    *pdf = (kuril_pdf){.path = g_strdup(name), .bytes = g_realloc(bytes, length + 1), .length = length};
    pdf->bytes[length] = '\0';
    const char *at = find_last(pdf, "startxref");
    kuril_status status =
        at ? read_table(pdf, (gsize)g_ascii_strtoull(at + 9, NULL, 10), error) : bad(pdf, "it has no end", error);
    if (status == KURIL_OK)
        status = find_page(pdf, error);
    if (status == KURIL_OK)
        *result = pdf;
    else
        kuril_pdf_free(pdf);
    return status;
}

void kuril_pdf_free(kuril_pdf *pdf)
{
    if (!pdf)
        return;
    g_free(pdf->path);
    g_free(pdf->bytes);
    g_free(pdf->offsets);
    g_free(pdf);
}

unsigned kuril_pdf_page(const kuril_pdf *pdf)
{
    return pdf->page;
}

bool kuril_pdf_page_size(const kuril_pdf *pdf, double *width, double *height)
{
    const char *page = object_start(pdf, pdf->page), *end = page ? strstr(page, "endobj") : NULL;
    const char *box = end ? g_strstr_len(page, end - page, "/MediaBox") : NULL;
    char *at = box ? strchr(box, '[') : NULL;
    double sides[4] = {0};
    for (int i = 0; at && i < 4; i++)
        sides[i] = g_ascii_strtod(at + (i == 0), &at);
    *width = sides[2] - sides[0];
    *height = sides[3] - sides[1];
    return *width > 0.0 && *height > 0.0;
}

unsigned kuril_pdf_count(const kuril_pdf *pdf)
{
    return pdf->count;
}

/* The end of a string in brackets or of a hexadecimal one that begins at `p`. */
static const char *skip_string(const char *p, const char *end)
{
    int depth = 0;
    if (*p == '<')
        return memchr(p, '>', (size_t)(end - p));
    for (; p < end; p++) {
        if (*p == '\\')
            p++;
        else if (*p == '(')
            depth++;
        else if (*p == ')' && --depth == 0)
            return p;
    }
    return NULL;
}

/* "12 0 R" at `p`: its number and the place behind it. */
static bool is_reference(const char *p, const char *end, guint64 *number, const char **behind)
{
    char *q = NULL;
    *number = g_ascii_strtoull(p, &q, 10);
    if (q == p || q + 4 > end || *q != ' ' || q[1] != '0' || q[2] != ' ' || q[3] != 'R' || g_ascii_isalnum(q[4]))
        return false;
    *behind = q + 4;
    return true;
}

/* Copies what is no stream data, with references raised. */
static void copy_shifted(const char *p, const char *end, unsigned shift, GString *out)
{
    char before = ' ';
    while (p < end) {
        guint64 number = 0;
        const char *behind = NULL;
        if (*p == '(' || (*p == '<' && p[1] != '<' && before != '<')) {
            behind = skip_string(p, end);
            behind = behind ? behind + 1 : end;
            g_string_append_len(out, p, behind - p);
        } else if (g_ascii_isdigit(*p) && !g_ascii_isalnum(before) && before != '.' && before != '-' &&
                   is_reference(p, end, &number, &behind)) {
            g_string_append_printf(out, "%" G_GUINT64_FORMAT " 0 R", number + shift);
        } else {
            behind = p + 1;
            g_string_append_c(out, *p);
        }
        before = behind[-1];
        p = behind;
    }
}

/* Bytes of a stream: /Length is a number, or a reference to one. */
static gsize stream_length(const kuril_pdf *pdf, const char *dictionary, const char *end)
{
    const char *at = g_strstr_len(dictionary, end - dictionary, "/Length");
    guint64 number = 0;
    const char *behind = NULL;
    if (!at)
        return 0;
    at += 7;
    while (g_ascii_isspace(*at))
        at++;
    if (!is_reference(at, end, &number, &behind))
        return (gsize)number;
    const char *value = object_start(pdf, (unsigned)number);
    return value ? (gsize)g_ascii_strtoull(value, NULL, 10) : 0;
}

GString *kuril_pdf_object(const kuril_pdf *pdf, unsigned number, unsigned shift)
{
    const char *start = object_start(pdf, number);
    if (!start)
        return NULL;
    const char *file_end = pdf->bytes + pdf->length;
    const char *end = strstr(start, "endobj"), *stream = strstr(start, "stream");
    GString *out = g_string_new(NULL);
    if (!stream || (end && end < stream)) {
        copy_shifted(start, end ? end : file_end, shift, out);
        return out;
    }
    const char *data = stream + 6;
    data += *data == '\r';
    data += *data == '\n';
    const gsize length = MIN(stream_length(pdf, start, stream), (gsize)(file_end - data));
    copy_shifted(start, stream, shift, out);
    g_string_append(out, "stream\n");
    g_string_append_len(out, data, (gssize)length);
    g_string_append(out, "\nendstream\n");
    return out;
}

/* ASCII as it is, which is the same in PDFDocEncoding. */
static void literal(GString *out, const char *text)
{
    g_string_append_c(out, '(');
    for (const char *p = text; *p; p++) {
        if (strchr("()\\", *p))
            g_string_append_c(out, '\\');
        g_string_append_c(out, *p);
    }
    g_string_append_c(out, ')');
}

static bool is_plain(const char *text)
{
    for (const char *p = text; *p; p++) {
        if (!g_ascii_isprint(*p))
            return false;
    }
    return true;
}

void kuril_pdf_text(GString *out, const char *text)
{
    if (is_plain(text)) {
        literal(out, text);
        return;
    }
    char *plain = kuril_text_plain(text);
    glong n = 0;
    gunichar2 *units = g_utf8_to_utf16(plain, -1, NULL, &n, NULL);
    g_string_append(out, "<FEFF");
    for (glong i = 0; i < n; i++)
        g_string_append_printf(out, "%04X", units[i]);
    g_string_append_c(out, '>');
    g_free(units);
    g_free(plain);
}
