#include "furniture/blocks.h"

#include <math.h>

static double unit_of(const kuril_desk *desk, const kuril_title *title)
{
    return desk->theme->unit * title->scale;
}

/* The four lines that a title may have: title and subtitle, each in the first language and in the second. */
enum { TITLE, TITLE_2, SUBTITLE, SUBTITLE_2, LINES };

typedef struct line {
    const char *text;
    kuril_lettering lettering;
    kuril_theme theme; /* in the text's language */
    kuril_text_size size;
    bool beside; /* stands on the line of the one before it */
} line;

static double gap(const kuril_desk *desk, const kuril_title *title)
{
    return 11 * unit_of(desk, title);
}

static line set_line(const kuril_desk *desk, const char *text, const char *language, kuril_lettering lettering)
{
    line l = {.text = text, .lettering = lettering, .theme = *desk->theme};
    if (language)
        l.theme.language = language;
    l.size = kuril_letter_size(desk->fonts, &l.theme, text, &l.lettering);
    return l;
}

static void set_lines(const kuril_desk *desk, const kuril_title *title, double width, line lines[LINES])
{
    const kuril_theme *theme = desk->theme;
    const double unit = unit_of(desk, title);
    const kuril_title_text *top = &title->title, *sub = &title->subtitle;
    lines[TITLE] = set_line(desk, top->first, NULL, (kuril_lettering){22 * unit, KURIL_BOLD, theme->ink, width});
    lines[TITLE_2] =
        set_line(desk, top->second, top->language, (kuril_lettering){15 * unit, KURIL_BOLD, theme->quiet, width});
    lines[SUBTITLE] =
        set_line(desk, sub->first, NULL, (kuril_lettering){12 * unit, KURIL_REGULAR, theme->quiet, width});
    lines[SUBTITLE_2] =
        set_line(desk, sub->second, sub->language, (kuril_lettering){10.5 * unit, KURIL_REGULAR, theme->quiet, width});
    const kuril_text_size *head = &lines[TITLE].size, *second = &lines[TITLE_2].size;
    const bool one_line = head->height_pt < 2 * 22 * unit;
    lines[TITLE_2].beside = one_line && head->width_pt > 0 && second->width_pt > 0 &&
                            head->width_pt + gap(desk, title) + second->width_pt <= width;
}

static double accent_height(const kuril_desk *desk, const kuril_title *title)
{
    return 12 * unit_of(desk, title);
}

kuril_block_size kuril_title_size(const kuril_desk *desk, const kuril_title *title, double width_pt)
{
    line lines[LINES];
    set_lines(desk, title, width_pt, lines);
    kuril_block_size size = {0, 0};
    double before = 0; /* width of the line before */
    for (int i = 0; i < LINES; i++) {
        const kuril_text_size own = lines[i].size;
        size.width = fmax(size.width, own.width_pt + (lines[i].beside ? before + gap(desk, title) : 0));
        size.height += lines[i].beside ? 0 : own.height_pt;
        before = own.width_pt;
    }
    size.height += size.height > 0 ? accent_height(desk, title) : 0;
    return size;
}

/* A short bar in the accent colour, the title, the subtitle: flush left, as a newspaper's figure begins. */
void kuril_title_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_title *title, const kuril_rect *rect)
{
    line lines[LINES];
    set_lines(desk, title, rect->x_max - rect->x_min, lines);
    const double unit = unit_of(desk, title);
    const kuril_rect bar = {rect->x_min, rect->y_min, rect->x_min + 34 * unit, rect->y_min + 4.5 * unit};
    kuril_canvas_new_path(canvas);
    kuril_canvas_rectangle(canvas, &bar);
    kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){desk->theme->accent, NULL});
    double y = rect->y_min + accent_height(desk, title), before = 0, baseline = 0;
    for (int i = 0; i < LINES; i++) {
        const line *l = &lines[i];
        const double x = rect->x_min + (l->beside ? before + gap(desk, title) : 0);
        baseline = l->beside ? baseline : y + l->size.baseline_pt;
        kuril_letter_draw(canvas, desk->fonts, &l->theme, l->text, &l->lettering, x, baseline, 0, 0);
        before = l->size.width_pt;
        y += l->beside ? 0 : l->size.height_pt;
    }
}

static kuril_lettering credits_lettering(const kuril_desk *desk, double width)
{
    return (kuril_lettering){fmax(7.5 * desk->theme->unit, 5.5), KURIL_REGULAR, desk->theme->quiet, width};
}

kuril_block_size kuril_credits_size(const kuril_desk *desk, const char *text, double width_pt)
{
    const kuril_lettering small = credits_lettering(desk, width_pt);
    const kuril_text_size size = kuril_letter_size(desk->fonts, desk->theme, text, &small);
    return (kuril_block_size){size.width_pt, size.height_pt};
}

void kuril_credits_draw(const kuril_desk *desk, kuril_canvas *canvas, const char *text, const kuril_rect *rect)
{
    const kuril_lettering small = credits_lettering(desk, rect->x_max - rect->x_min);
    const kuril_text_size size = kuril_letter_size(desk->fonts, desk->theme, text, &small);
    kuril_letter_draw(canvas, desk->fonts, desk->theme, text, &small, rect->x_min, rect->y_min + size.baseline_pt, 0,
                      0);
}
