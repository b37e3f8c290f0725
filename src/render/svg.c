/*
 * SVG: cairo's text with two changes. cairo numbers surfaces from a counter of the whole process, so that the same
 * page differs from run to run: every id is numbered anew in the order it appears. And letters are outlines there,
 * so a title, a description and an invisible text layer are added, which browsers find and select.
 */
#include "core/number.h"
#include "core/text.h"
#include "render/formats.h"
#include <string.h>

/* What cairo 1.16 puts before the number of an id that depends on the process. */
static const char *const id_words[] = {"surface", "image", "source-", "group-", "recording-", "mask-"};

typedef struct renumber {
    GHashTable *numbers; /* old id -> new number */
    const GArray *marks; /* canvas_mark */
    guint next_mark;
    GString *out;
} renumber;

/* Length of an id at the start of `at`, such as surface12, or 0. */
static size_t id_length(const char *at, const char *end, size_t *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(id_words); i++) {
        const size_t n = strlen(id_words[i]);
        if ((size_t)(end - at) <= n || memcmp(at, id_words[i], n) != 0 || !g_ascii_isdigit(at[n]))
            continue;
        size_t length = n;
        while (at + length < end && g_ascii_isdigit(at[length]))
            length++;
        *word = i;
        return length;
    }
    return 0;
}

static void write_id(renumber *r, const char *at, size_t length, size_t word)
{
    char *id = g_strndup(at, length);
    gpointer number = g_hash_table_lookup(r->numbers, id);
    if (number) {
        g_free(id);
    } else {
        number = GUINT_TO_POINTER(g_hash_table_size(r->numbers) + 1);
        g_hash_table_insert(r->numbers, id, number);
    }
    g_string_append_printf(r->out, "%s%u", id_words[word], GPOINTER_TO_UINT(number));
}

/* Ids stand after `id="` and after `#`, and nowhere else. */
static void renumber_ids(renumber *r, const char *text, const char *end)
{
    const char *from = text;
    for (const char *at = text; at < end; at++) {
        const bool after = *at == '#' || (*at == '"' && at - text >= 3 && memcmp(at - 3, "id=", 3) == 0);
        if (!after)
            continue;
        size_t word = 0;
        const size_t length = id_length(at + 1, end, &word);
        if (length == 0)
            continue;
        g_string_append_len(r->out, from, at + 1 - from);
        write_id(r, at + 1, length, word);
        from = at + 1 + length;
        at = from - 1;
    }
    g_string_append_len(r->out, from, end - from);
}

/* The end of a line. */
static const char *line_end(const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    return newline ? newline + 1 : end;
}

static void write_mark(renumber *r)
{
    if (r->next_mark >= r->marks->len)
        return;
    const canvas_mark *mark = &g_array_index(r->marks, canvas_mark, r->next_mark++);
    if (mark->begins) {
        static const char *const modes[] = {
            [KURIL_BLEND_NORMAL] = "normal",         [KURIL_BLEND_MULTIPLY] = "multiply",
            [KURIL_BLEND_COLOR] = "color",           [KURIL_BLEND_LUMINOSITY] = "luminosity",
            [KURIL_BLEND_PLUS_LIGHTER] = "plus-lighter", [KURIL_BLEND_SCREEN] = "screen",
            [KURIL_BLEND_OVERLAY] = "overlay"};
        char digits[KURIL_NUMBER_MAX];
        g_string_append_printf(r->out, "<g opacity=\"%s\"", kuril_number_print_fixed(mark->opacity, 4, digits));
        if (mark->blend != KURIL_BLEND_NORMAL)
            g_string_append_printf(r->out, " style=\"mix-blend-mode:%s\"", modes[mark->blend]);
        g_string_append(r->out, ">\n");
    } else {
        g_string_append(r->out, "</g>\n");
    }
}

/* Line by line: a mark's line becomes a tag. cairo writes one element a line. */
static void rewrite(renumber *r, const char *text, const char *end)
{
    while (text < end) {
        const char *mark = g_strstr_len(text, end - text, KURIL_SVG_MARK_TEXT);
        const char *line = mark ? mark : end;
        while (mark && line > text && line[-1] != '\n')
            line--;
        renumber_ids(r, text, line);
        if (!mark)
            return;
        write_mark(r);
        text = line_end(mark, end);
    }
}

/* Text for XML; caller frees. */
static char *escape(const char *text)
{
    char *plain = kuril_text_plain(text), *escaped = g_markup_escape_text(plain, -1);
    g_free(plain);
    return escaped;
}

static void write_element(GString *out, const char *name, const char *text)
{
    if (!text)
        return;
    char *escaped = escape(text);
    g_string_append_printf(out, "<%s>%s</%s>\n", name, escaped, name);
    g_free(escaped);
}

static void append_number(GString *out, double number)
{
    char digits[KURIL_NUMBER_MAX];
    g_string_append(out, kuril_number_print_fixed(number, 3, digits));
}

static void write_text(GString *out, const canvas_text *note)
{
    const cairo_matrix_t *m = &note->matrix;
    const double numbers[] = {m->xx, m->yx, m->xy, m->yy, m->x0, m->y0};
    g_string_append(out, "<text transform=\"matrix(");
    for (size_t i = 0; i < 6; i++) {
        if (i > 0)
            g_string_append_c(out, ',');
        append_number(out, numbers[i]);
    }
    g_string_append(out, ")\" x=\"");
    append_number(out, note->x);
    g_string_append(out, "\" y=\"");
    append_number(out, note->y);
    g_string_append(out, "\" font-size=\"");
    append_number(out, note->size);
    g_string_append(out, "\" textLength=\"");
    append_number(out, note->width);
    char *escaped = escape(note->text);
    g_string_append_printf(out, "\">%s</text>\n", escaped);
    g_free(escaped);
}

static void write_texts(GString *out, const GArray *texts)
{
    if (texts->len == 0)
        return;
    g_string_append(out, "<g fill-opacity=\"0\" font-family=\"sans-serif\" lengthAdjust=\"spacingAndGlyphs\">\n");
    for (guint i = 0; i < texts->len; i++)
        write_text(out, &g_array_index(texts, canvas_text, i));
    g_string_append(out, "</g>\n");
}

kuril_status kuril_svg_write(kuril_canvas *canvas, kuril_error *error)
{
    const char *text = (const char *)canvas->bytes->data, *end = text + canvas->bytes->len;
    renumber r = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), canvas->marks, 0,
                  g_string_sized_new(canvas->bytes->len + 4096)};
    const char *root = g_strstr_len(text, end - text, "<svg");
    const char *head_end = root ? memchr(root, '>', (size_t)(end - root)) : NULL;
    head_end = head_end ? head_end + 1 : text;
    g_string_append_len(r.out, text, head_end - text);
    g_string_append_c(r.out, '\n');
    write_element(r.out, "title", canvas->options.title);
    write_element(r.out, "desc", canvas->options.subject);
    const char *tail = g_strrstr_len(text, end - text, "</svg>");
    rewrite(&r, head_end, tail ? tail : end);
    write_texts(r.out, canvas->texts);
    if (tail)
        g_string_append_len(r.out, tail, end - tail);
    const kuril_status status = kuril_output_write(canvas->output, r.out->str, r.out->len, error);
    g_string_free(r.out, TRUE);
    g_hash_table_destroy(r.numbers);
    return status;
}
