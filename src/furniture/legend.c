#include "furniture/blocks.h"
#include "furniture/panel.h"
#include <math.h>

static kuril_lettering label_lettering(const kuril_desk *desk)
{
    return (kuril_lettering){8.6 * desk->theme->unit, KURIL_REGULAR, desk->theme->ink, 190 * desk->theme->unit};
}

static kuril_lettering ramp_lettering(const kuril_desk *desk)
{
    return (kuril_lettering){7.4 * desk->theme->unit, KURIL_REGULAR, desk->theme->ink, 0};
}

static double swatch_width(const kuril_desk *desk)
{
    return 22 * desk->theme->unit;
}

static double swatch_height(const kuril_desk *desk)
{
    return 10 * desk->theme->unit;
}

static double gap(const kuril_desk *desk)
{
    return 6 * desk->theme->unit;
}

static double label_indent(const kuril_desk *desk, const kuril_legend_entry *entry)
{
    return entry->draw ? swatch_width(desk) + gap(desk) : 0;
}

/* ---- A label, and below it, smaller, the same in a second language. ---- */

typedef struct two_lines {
    kuril_text_size first, second;
    double height, width;
} two_lines;

static kuril_lettering second_lettering(const kuril_desk *desk)
{
    return (kuril_lettering){7.4 * desk->theme->unit, KURIL_REGULAR, desk->theme->quiet, 190 * desk->theme->unit};
}

static kuril_theme second_theme(const kuril_desk *desk, const kuril_legend *legend)
{
    kuril_theme theme = *desk->theme;
    theme.language = legend->second_language;
    return theme;
}

static two_lines measure(const kuril_desk *desk, const kuril_legend *legend, const char *label, const char *second)
{
    const kuril_lettering small = label_lettering(desk), smaller = second_lettering(desk);
    const kuril_theme theme = second_theme(desk, legend);
    two_lines t = {.first = kuril_letter_size(desk->fonts, desk->theme, label, &small),
                   .second = kuril_letter_size(desk->fonts, &theme, second, &smaller)};
    t.height = t.first.height_pt + t.second.height_pt;
    t.width = fmax(t.first.width_pt, t.second.width_pt);
    return t;
}

/* With its top at y. */
static void draw_lines(const kuril_desk *desk, kuril_canvas *canvas, const kuril_legend *legend, const two_lines *t,
                       const char *label, const char *second, double x, double y)
{
    const kuril_lettering small = label_lettering(desk), smaller = second_lettering(desk);
    const kuril_theme theme = second_theme(desk, legend);
    kuril_letter_draw(canvas, desk->fonts, desk->theme, label, &small, x, y + t->first.baseline_pt, 0, 0);
    if (second)
        kuril_letter_draw(canvas, desk->fonts, &theme, second, &smaller, x,
                          y + t->first.height_pt + t->second.baseline_pt, 0, 0);
}

static double row_height(const kuril_desk *desk, const kuril_legend *legend, const kuril_legend_entry *entry)
{
    return fmax(measure(desk, legend, entry->label, entry->second).height, swatch_height(desk)) +
           3.4 * desk->theme->unit;
}

static double row_width(const kuril_desk *desk, const kuril_legend *legend, const kuril_legend_entry *entry)
{
    return label_indent(desk, entry) + measure(desk, legend, entry->label, entry->second).width;
}

/* What a second line adds to the strip's height. */
static double ramp_second(const kuril_desk *desk, const kuril_legend *legend)
{
    const kuril_legend_ramp *ramp = &legend->ramp;
    return measure(desk, legend, ramp->label, ramp->second).second.height_pt;
}

static double ramp_height(const kuril_desk *desk, const kuril_legend *legend)
{
    return 34 * desk->theme->unit + ramp_second(desk, legend);
}

static double ramp_width(const kuril_desk *desk, const kuril_legend_ramp *ramp)
{
    return (double)ramp->n_colors * 27 * desk->theme->unit;
}

/* Entries, and the strip of colours after the last of them, fill a column from the top; the next column begins where
   the height is used up. */
typedef struct column {
    size_t end;
    double width, height;
} column;

static size_t item_count(const kuril_legend *legend)
{
    return legend->n_entries + (legend->ramp.label ? 1 : 0);
}

static double item_height(const kuril_desk *desk, const kuril_legend *legend, size_t i)
{
    return i < legend->n_entries ? row_height(desk, legend, &legend->entries[i]) : ramp_height(desk, legend);
}

static double item_width(const kuril_desk *desk, const kuril_legend *legend, size_t i)
{
    return i < legend->n_entries ? row_width(desk, legend, &legend->entries[i]) : ramp_width(desk, &legend->ramp);
}

static column next_column(const kuril_desk *desk, const kuril_legend *legend, size_t first, double room)
{
    column c = {.end = first};
    while (c.end < item_count(legend)) {
        const double height = item_height(desk, legend, c.end);
        if (c.end > first && c.height + height > room)
            break;
        c.height += height;
        c.width = fmax(c.width, item_width(desk, legend, c.end));
        c.end++;
    }
    return c;
}

static double column_room(const kuril_desk *desk, const kuril_legend *legend)
{
    return fmax(legend->max_height_pt - 1.6 * kuril_panel_pad(desk) + 0.01 * desk->theme->unit, 1);
}

kuril_block_size kuril_legend_size(const kuril_desk *desk, const kuril_legend *legend)
{
    if (item_count(legend) == 0)
        return (kuril_block_size){0, 0};
    const double pad = kuril_panel_pad(desk);
    double width = 0, height = 0;
    for (size_t i = 0; i < item_count(legend);) {
        const column c = next_column(desk, legend, i, column_room(desk, legend));
        width += c.width + (i > 0 ? 2 * pad : 0);
        height = fmax(height, c.height);
        i = c.end;
    }
    return (kuril_block_size){width + 2 * pad, height + 1.6 * pad};
}

bool kuril_legend_spread(const kuril_desk *desk, kuril_legend *legend, double width_pt)
{
    double tallest = 1.6 * kuril_panel_pad(desk);
    for (size_t i = 0; i < item_count(legend); i++)
        tallest += item_height(desk, legend, i);
    for (legend->max_height_pt = 0; legend->max_height_pt < tallest; legend->max_height_pt += 2 * desk->theme->unit)
        if (kuril_legend_size(desk, legend).width <= width_pt)
            return true;
    legend->max_height_pt = tallest;
    return kuril_legend_size(desk, legend).width <= width_pt;
}

static size_t column_count(const kuril_desk *desk, const kuril_legend *legend)
{
    size_t columns = 0;
    for (size_t i = 0; i < item_count(legend); columns++)
        i = next_column(desk, legend, i, column_room(desk, legend)).end;
    return columns;
}

void kuril_legend_even(const kuril_desk *desk, kuril_legend *legend)
{
    const double most = legend->max_height_pt;
    const size_t columns = column_count(desk, legend);
    for (double height = 0; height < most; height += 2 * desk->theme->unit) {
        legend->max_height_pt = height;
        if (column_count(desk, legend) <= columns)
            return;
    }
    legend->max_height_pt = most;
}

static void draw_row(const kuril_desk *desk, kuril_canvas *canvas, const kuril_legend *legend,
                     const kuril_legend_entry *entry, double x, double y)
{
    const two_lines t = measure(desk, legend, entry->label, entry->second);
    const double middle = y + row_height(desk, legend, entry) / 2;
    const kuril_rect swatch = {x, middle - swatch_height(desk) / 2, x + swatch_width(desk),
                               middle + swatch_height(desk) / 2};
    if (entry->draw)
        entry->draw(entry->user, canvas, &swatch);
    draw_lines(desk, canvas, legend, &t, entry->label, entry->second, x + label_indent(desk, entry),
               middle - t.height / 2);
}

static void draw_ramp(const kuril_desk *desk, kuril_canvas *canvas, const kuril_legend *legend, double x, double y)
{
    const kuril_legend_ramp *ramp = &legend->ramp;
    const double unit = desk->theme->unit, cell = 27 * unit, height = 9 * unit;
    const kuril_lettering small = ramp_lettering(desk);
    const two_lines t = measure(desk, legend, ramp->label, ramp->second);
    draw_lines(desk, canvas, legend, &t, ramp->label, ramp->second, x, y + 8 * unit - t.first.baseline_pt);
    y += 12 * unit + t.second.height_pt;
    const kuril_rect strip = {x, y, x + cell * (double)ramp->n_colors, y + height};
    for (size_t i = 0; i < ramp->n_colors; i++) {
        const kuril_rect box = {x + cell * (double)i, y, x + cell * (double)(i + 1), y + height};
        kuril_canvas_new_path(canvas);
        kuril_canvas_rectangle(canvas, &box);
        kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){ramp->colors[i], NULL});
        if (i + 1 < ramp->n_colors)
            kuril_letter_draw(canvas, desk->fonts, desk->theme, ramp->limits[i], &small, box.x_max,
                              y + height + 8.5 * unit, 0.5, 0);
    }
    kuril_rgba edge = desk->theme->ink; /* the lightest or the darkest step may be as the panel is */
    edge.a = 0.3;
    kuril_canvas_new_path(canvas);
    kuril_canvas_rectangle(canvas, &strip);
    kuril_canvas_stroke(canvas, &(kuril_stroke){.paint = {edge, NULL}, .width_pt = 0.5 * unit});
}

void kuril_legend_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_legend *legend, const kuril_rect *rect)
{
    const double pad = kuril_panel_pad(desk);
    kuril_panel_draw(desk, canvas, rect);
    double x = rect->x_min + pad;
    for (size_t i = 0; i < item_count(legend);) {
        const column c = next_column(desk, legend, i, column_room(desk, legend));
        double y = rect->y_min + 0.8 * pad;
        for (; i < c.end; i++) {
            if (i < legend->n_entries)
                draw_row(desk, canvas, legend, &legend->entries[i], x, y);
            else
                draw_ramp(desk, canvas, legend, x, y + 2 * desk->theme->unit);
            y += item_height(desk, legend, i);
        }
        x += c.width + 2 * pad;
    }
}
