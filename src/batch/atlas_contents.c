#include "batch/atlas_contents.h"

#include "core/output.h"
#include "render/text.h"
#include <glib/gstdio.h>
#include <math.h>

static const char BOLD[] = "Noto Sans Bold, Noto Sans CJK JP Bold", PLAIN[] = "Noto Sans, Noto Sans CJK JP";
static const kuril_rgba INK = {0.11, 0.15, 0.19, 1}, SOFT = {0.36, 0.41, 0.45, 1}, ACCENT = {0.75, 0.09, 0.16, 1};
enum { MARGIN = 48, GAP = 7, NUMBER = 36, TEXT = 11, TITLE = 20, CONTENTS = 13 }; /* points on a page of 600 */

typedef struct writer {
    const kuril_batch *report;
    double width, height, y; /* points */
    double unit;             /* what a point of a page of 600 is on this one */
    const char *path;
    kuril_fonts *fonts;
    kuril_canvas *canvas; /* NULL between pages */
    kuril_output *output;
    GPtrArray *pages;
    kuril_error *error;
} writer;

const char *kuril_contents_title(const kuril_batch *report)
{
    static const char *const titles[] = {[KURIL_EN] = "Contents", [KURIL_JA] = "目次", [KURIL_RU] = "Содержание",
                                         [KURIL_ZH] = "目录"};
    return titles[report->languages[0]];
}

static kuril_status begin_page(writer *w)
{
    const kuril_canvas_options options = {
        .format = KURIL_CANVAS_PDF, .width_pt = w->width, .height_pt = w->height, .creator = "kurilmap " KURIL_VERSION};
    kuril_status status = kuril_output_open(w->path, &w->output, w->error);
    if (status == KURIL_OK) {
        kuril_output_flush_later(w->output);
        status = kuril_canvas_new(&options, w->output, &w->canvas, w->error);
    }
    w->y = MARGIN * w->unit;
    return status;
}

/* Takes the page's bytes, and removes its file. */
static kuril_status end_page(writer *w)
{
    char *bytes = NULL;
    gsize length = 0;
    kuril_status status = kuril_canvas_finish(w->canvas, w->error);
    w->canvas = NULL;
    if (status == KURIL_OK)
        status = kuril_output_commit(w->output, w->error);
    else
        kuril_output_discard(w->output);
    w->output = NULL;
    if (status == KURIL_OK && g_file_get_contents(w->path, &bytes, &length, NULL))
        g_ptr_array_add(w->pages, g_bytes_new_take(bytes, length));
    g_unlink(w->path);
    return status;
}

/* The words of each of the report's languages as spans: the first leads. Returns how many. */
static size_t spans_of(const writer *w, const kuril_owned_words *words, double size,
                       kuril_text_span spans[2 * KURIL_LANGUAGE_COUNT])
{
    const double size_pt = size * w->unit;
    size_t n = 0;
    for (size_t i = 0; i < w->report->n_languages; i++) {
        const kuril_language language = w->report->languages[i];
        const char *text = words->in[language];
        if (!text || (n > 0 && g_strcmp0(text, spans[0].text) == 0))
            continue;
        if (n > 0)
            spans[n++] = (kuril_text_span){.text = "   ", .fonts = PLAIN, .size_pt = size_pt};
        spans[n] = (kuril_text_span){.text = text,
                                     .fonts = n == 0 ? BOLD : PLAIN,
                                     .language = kuril_language_code(language),
                                     .size_pt = size_pt,
                                     .color = n == 0 ? &INK : &SOFT};
        n++;
    }
    return n;
}

static const kuril_text_layout *layout_of(const writer *w, const kuril_text_span *spans, size_t n, double width)
{
    const kuril_text_format format = {.max_width_pt = width, .within = true, .justify = KURIL_JUSTIFY_LEFT};
    const kuril_text_layout *layout = NULL;
    return n > 0 && kuril_text_layout_get(w->fonts, spans, n, &format, &layout, w->error) == KURIL_OK ? layout : NULL;
}

static void draw(const writer *w, const kuril_text_layout *layout, double x)
{
    kuril_text_draw(w->canvas, layout, x, w->y, 0, 0, 0, &(kuril_text_paint){.color = INK}, KURIL_TEXT_LETTERS);
}

static void draw_words(writer *w, const kuril_owned_words *words, double size, double gap)
{
    kuril_text_span spans[2 * KURIL_LANGUAGE_COUNT];
    const size_t n = spans_of(w, words, size, spans);
    const kuril_text_layout *layout = layout_of(w, spans, n, w->width - 2 * MARGIN * w->unit);
    if (!layout)
        return;
    draw(w, layout, MARGIN * w->unit);
    w->y += kuril_text_layout_size(layout).height_pt + gap * w->unit;
}

static void draw_heading(writer *w)
{
    const double left = MARGIN * w->unit;
    const kuril_rect bar = {left, w->y - 16 * w->unit, left + 28 * w->unit, w->y - 12 * w->unit};
    kuril_canvas_new_path(w->canvas);
    kuril_canvas_rectangle(w->canvas, &bar);
    kuril_canvas_fill(w->canvas, KURIL_FILL_NONZERO, &(kuril_paint){ACCENT, NULL});
    draw_words(w, &w->report->title, TITLE, 2);
    draw_words(w, &w->report->subtitle, TEXT, 16);
    kuril_owned_words contents = {{NULL}};
    contents.in[w->report->languages[0]] = (char *)(guintptr)kuril_contents_title(w->report);
    draw_words(w, &contents, CONTENTS, GAP);
}

static kuril_status draw_line(writer *w, const kuril_job *job, size_t number, kuril_contents_line *line)
{
    kuril_owned_words asked = {{NULL}};
    asked.in[w->report->languages[0]] = job->asked;
    kuril_text_span spans[2 * KURIL_LANGUAGE_COUNT];
    size_t n = spans_of(w, &job->title, TEXT, spans);
    if (n == 0)
        n = spans_of(w, &asked, TEXT, spans);
    const double left = MARGIN * w->unit, indent = NUMBER * w->unit;
    const kuril_text_layout *title = layout_of(w, spans, n, w->width - 2 * left - indent);
    if (!title)
        return w->error && w->error->code ? w->error->code : KURIL_E_DATA;
    const double height = kuril_text_layout_size(title).height_pt;
    kuril_status status = KURIL_OK;
    if (w->y + height > w->height - left) {
        status = end_page(w);
        if (status == KURIL_OK)
            status = begin_page(w);
        if (status != KURIL_OK)
            return status;
    }
    char *digits = g_strdup_printf("%zu", number);
    const kuril_text_span figure = {.text = digits, .fonts = PLAIN, .size_pt = TEXT * w->unit, .color = &SOFT};
    const kuril_text_layout *at_left = layout_of(w, &figure, 1, 0);
    if (at_left)
        draw(w, at_left, left);
    draw(w, title, left + indent);
    *line = (kuril_contents_line){w->pages->len, {left, w->y, w->width - left, w->y + height}};
    w->y += height + GAP * w->unit;
    g_free(digits);
    return status;
}

kuril_status kuril_contents_draw(const kuril_batch *report, const kuril_job *const *jobs, size_t n, double width_pt,
                                 double height_pt, const char *path, GPtrArray *pages, GArray *lines,
                                 kuril_error *error)
{
    writer w = {.report = report,
                .width = width_pt,
                .height = height_pt,
                .path = path,
                .unit = CLAMP(fmin(width_pt, height_pt) / 600, 0.5, 2),
                .pages = pages,
                .error = error};
    kuril_status status = kuril_fonts_new(&w.fonts, error);
    if (status == KURIL_OK)
        status = begin_page(&w);
    if (status == KURIL_OK)
        draw_heading(&w);
    for (size_t i = 0; i < n && status == KURIL_OK; i++) {
        kuril_contents_line line = {0};
        status = draw_line(&w, jobs[i], i + 1, &line);
        g_array_append_val(lines, line);
    }
    if (status == KURIL_OK)
        status = end_page(&w);
    kuril_canvas_free(w.canvas);
    kuril_output_discard(w.output);
    kuril_fonts_free(w.fonts);
    return status;
}
