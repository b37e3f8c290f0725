#include "core/number.h"
#include "furniture/blocks.h"
#include "furniture/panel.h"
#include "furniture/scale_choice.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Two bars share their zero: kilometres above, nautical miles below. */
enum { KILOMETRE = 1000, NAUTICAL_MILE = 1852 };

static kuril_lettering figures(const kuril_desk *desk)
{
    return (kuril_lettering){7.8 * desk->theme->unit, KURIL_REGULAR, desk->theme->ink, 0};
}

static kuril_lettering note_lettering(const kuril_desk *desk)
{
    return (kuril_lettering){7.2 * desk->theme->unit, KURIL_REGULAR, desk->theme->quiet, 0};
}

static double bar_length(const kuril_scale_bar *bar, double unit_m)
{
    const kuril_scale_choice choice = kuril_scale_choose(bar->metres_per_pt / unit_m, bar->max_pt);
    return choice.length * unit_m / bar->metres_per_pt;
}

static double line_height(const kuril_desk *desk)
{
    return 10.5 * desk->theme->unit;
}

static double bar_height(const kuril_desk *desk)
{
    return 3.2 * desk->theme->unit;
}

/* The last figure carries the unit and stands centred on the number: the rest of it hangs over the bar's end. */
static double overhang(const kuril_desk *desk, const char *unit)
{
    const kuril_lettering small = figures(desk);
    return 10 * desk->theme->unit + kuril_letter_size(desk->fonts, desk->theme, unit, &small).width_pt;
}

kuril_block_size kuril_scale_bar_size(const kuril_desk *desk, const kuril_scale_bar *bar)
{
    const double pad = kuril_panel_pad(desk);
    const kuril_lettering small = note_lettering(desk);
    const kuril_text_size note = kuril_letter_size(desk->fonts, desk->theme, bar->note, &small);
    const double longest = fmax(bar_length(bar, KILOMETRE) + overhang(desk, bar->km),
                                bar_length(bar, NAUTICAL_MILE) + overhang(desk, bar->nmi));
    const double width = fmax(longest, note.width_pt);
    const double height = 2 * line_height(desk) + 2 * bar_height(desk) + (note.height_pt > 0 ? note.height_pt : 0);
    return (kuril_block_size){width + 2 * pad, height + 1.6 * pad};
}

static void draw_segments(const kuril_desk *desk, kuril_canvas *canvas, double x, double y, double length, int segments)
{
    const double height = bar_height(desk);
    for (int i = 0; i < segments; i++) {
        const kuril_rect box = {x + length * i / segments, y, x + length * (i + 1) / segments, y + height};
        kuril_rgba ink = desk->theme->ink;
        if (i % 2)
            ink.a *= 0.25;
        kuril_canvas_new_path(canvas);
        kuril_canvas_rectangle(canvas, &box);
        kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){ink, NULL});
    }
}

/* With as many decimals as the figure has. */
static void print_figure(double value, char mark, char number[static KURIL_NUMBER_MAX])
{
    const char *point = strchr(kuril_number_print(value, number), '.');
    kuril_number_print_grouped(value, point ? (int)strlen(point + 1) : 0, mark, number);
}

static void draw_figures(const kuril_desk *desk, kuril_canvas *canvas, double x, double baseline, double length,
                         kuril_scale_choice choice, const char *unit, char mark)
{
    const kuril_lettering small = figures(desk);
    for (int i = 0; i <= choice.segments; i++) {
        /* Middle figures only where they are round and there is room. */
        if (i > 0 && i < choice.segments && (choice.segments % 2 || i != choice.segments / 2))
            continue;
        char number[KURIL_NUMBER_MAX], text[KURIL_NUMBER_MAX + 8];
        print_figure(choice.length * i / choice.segments, mark, number);
        const double at = x + length * i / choice.segments;
        const kuril_text_size size = kuril_letter_size(desk->fonts, desk->theme, number, &small);
        snprintf(text, sizeof text, "%s%s%s", number, i == choice.segments ? "\u00A0" : "",
                 i == choice.segments ? unit : "");
        const double left = i == 0 ? x : at - size.width_pt / 2;
        kuril_letter_draw(canvas, desk->fonts, desk->theme, text, &small, left, baseline, 0, 0);
    }
}

void kuril_scale_bar_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_scale_bar *bar,
                          const kuril_rect *rect)
{
    const double pad = kuril_panel_pad(desk), unit = desk->theme->unit;
    const kuril_scale_choice km = kuril_scale_choose(bar->metres_per_pt / KILOMETRE, bar->max_pt);
    const kuril_scale_choice nmi = kuril_scale_choose(bar->metres_per_pt / NAUTICAL_MILE, bar->max_pt);
    const double x = rect->x_min + pad;
    kuril_panel_draw(desk, canvas, rect);
    double y = rect->y_min + 0.8 * pad;
    draw_figures(desk, canvas, x, y + line_height(desk) - 3 * unit, bar_length(bar, KILOMETRE), km, bar->km, bar->mark);
    y += line_height(desk);
    draw_segments(desk, canvas, x, y, bar_length(bar, KILOMETRE), km.segments);
    y += bar_height(desk);
    draw_segments(desk, canvas, x, y, bar_length(bar, NAUTICAL_MILE), nmi.segments);
    y += bar_height(desk);
    draw_figures(desk, canvas, x, y + line_height(desk) - 2.2 * unit, bar_length(bar, NAUTICAL_MILE), nmi, bar->nmi, bar->mark);
    y += line_height(desk);
    const kuril_lettering small = note_lettering(desk);
    const kuril_text_size size = kuril_letter_size(desk->fonts, desk->theme, bar->note, &small);
    kuril_letter_draw(canvas, desk->fonts, desk->theme, bar->note, &small, x, y + size.baseline_pt, 0, 0);
}
