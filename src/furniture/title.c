#include "furniture/blocks.h"

#include <math.h>

static double unit_of(const kuril_desk *desk, const kuril_title *title)
{
    return desk->theme->unit * title->scale;
}

static kuril_lettering title_lettering(const kuril_desk *desk, const kuril_title *title, double width)
{
    return (kuril_lettering){22 * unit_of(desk, title), KURIL_BOLD, desk->theme->ink, width};
}

static kuril_lettering subtitle_lettering(const kuril_desk *desk, const kuril_title *title, double width)
{
    return (kuril_lettering){12 * unit_of(desk, title), KURIL_REGULAR, desk->theme->quiet, width};
}

static double accent_height(const kuril_desk *desk, const kuril_title *title)
{
    return 12 * unit_of(desk, title);
}

kuril_block_size kuril_title_size(const kuril_desk *desk, const kuril_title *title, double width_pt)
{
    const kuril_lettering large = title_lettering(desk, title, width_pt), small = subtitle_lettering(desk, title, width_pt);
    const kuril_text_size head = kuril_letter_size(desk->fonts, desk->theme, title->title, &large);
    const kuril_text_size sub = kuril_letter_size(desk->fonts, desk->theme, title->subtitle, &small);
    const double height = head.height_pt + sub.height_pt;
    return (kuril_block_size){fmax(head.width_pt, sub.width_pt), height > 0 ? height + accent_height(desk, title) : 0};
}

/* A short bar in the accent colour, the title, the subtitle: flush left, as a newspaper's figure begins. */
void kuril_title_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_title *title, const kuril_rect *rect)
{
    const double width = rect->x_max - rect->x_min, unit = unit_of(desk, title);
    const kuril_lettering large = title_lettering(desk, title, width), small = subtitle_lettering(desk, title, width);
    const kuril_text_size head = kuril_letter_size(desk->fonts, desk->theme, title->title, &large);
    const kuril_text_size sub = kuril_letter_size(desk->fonts, desk->theme, title->subtitle, &small);
    const kuril_rect bar = {rect->x_min, rect->y_min, rect->x_min + 34 * unit, rect->y_min + 4.5 * unit};
    kuril_canvas_new_path(canvas);
    kuril_canvas_rectangle(canvas, &bar);
    kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){desk->theme->accent, NULL});
    double y = rect->y_min + accent_height(desk, title);
    kuril_letter_draw(canvas, desk->fonts, desk->theme, title->title, &large, rect->x_min, y + head.baseline_pt, 0, 0);
    y += head.height_pt;
    kuril_letter_draw(canvas, desk->fonts, desk->theme, title->subtitle, &small, rect->x_min, y + sub.baseline_pt, 0, 0);
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
