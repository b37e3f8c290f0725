#include "furniture/blocks.h"
#include "furniture/panel.h"
#include <glib.h>
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

/* Sizes of all items, which many heights of columns are tried with. The caller's to free. */
static kuril_block_size *measure_items(const kuril_desk *desk, const kuril_legend *legend)
{
    const size_t n = item_count(legend);
    kuril_block_size *items = g_new(kuril_block_size, n);
    for (size_t i = 0; i < n; i++)
        items[i] = (kuril_block_size){item_width(desk, legend, i), item_height(desk, legend, i)};
    return items;
}

static column next_column(const kuril_block_size *items, size_t n, size_t first, double room)
{
    column c = {.end = first};
    while (c.end < n) {
        const double height = items[c.end].height;
        if (c.end > first && c.height + height > room)
            break;
        c.height += height;
        c.width = fmax(c.width, items[c.end].width);
        c.end++;
    }
    return c;
}

static double column_room(const kuril_desk *desk, const kuril_legend *legend)
{
    return fmax(legend->max_height_pt - 1.6 * kuril_panel_pad(desk) + 0.01 * desk->theme->unit, 1);
}

static kuril_block_size size_of(const kuril_desk *desk, const kuril_legend *legend, const kuril_block_size *items)
{
    const size_t n = item_count(legend);
    if (n == 0)
        return (kuril_block_size){0, 0};
    const double pad = kuril_panel_pad(desk);
    double width = 0, height = 0;
    for (size_t i = 0; i < n;) {
        const column c = next_column(items, n, i, column_room(desk, legend));
        width += c.width + (i > 0 ? 2 * pad : 0);
        height = fmax(height, c.height);
        i = c.end;
    }
    return (kuril_block_size){width + 2 * pad, height + 1.6 * pad};
}

kuril_block_size kuril_legend_size(const kuril_desk *desk, const kuril_legend *legend)
{
    kuril_block_size *items = measure_items(desk, legend);
    const kuril_block_size size = size_of(desk, legend, items);
    g_free(items);
    return size;
}

/* The least height at which the legend is no wider than `width_pt`, or that of one column. */
static bool spread(const kuril_desk *desk, kuril_legend *legend, const kuril_block_size *items, double width_pt)
{
    double tallest = 1.6 * kuril_panel_pad(desk);
    for (size_t i = 0; i < item_count(legend); i++)
        tallest += items[i].height;
    for (legend->max_height_pt = 0; legend->max_height_pt < tallest; legend->max_height_pt += 2 * desk->theme->unit)
        if (size_of(desk, legend, items).width <= width_pt)
            return true;
    legend->max_height_pt = tallest;
    return size_of(desk, legend, items).width <= width_pt;
}

bool kuril_legend_spread(const kuril_desk *desk, kuril_legend *legend, double width_pt)
{
    kuril_block_size *items = measure_items(desk, legend);
    const bool fits = spread(desk, legend, items, width_pt);
    g_free(items);
    return fits;
}

static size_t column_count(const kuril_desk *desk, const kuril_legend *legend, const kuril_block_size *items)
{
    size_t columns = 0;
    for (size_t i = 0; i < item_count(legend); columns++)
        i = next_column(items, item_count(legend), i, column_room(desk, legend)).end;
    return columns;
}

void kuril_legend_even(const kuril_desk *desk, kuril_legend *legend)
{
    kuril_block_size *items = measure_items(desk, legend);
    const double most = legend->max_height_pt;
    const size_t columns = column_count(desk, legend, items);
    legend->max_height_pt = 0;
    while (legend->max_height_pt < most && column_count(desk, legend, items) > columns)
        legend->max_height_pt += 2 * desk->theme->unit;
    legend->max_height_pt = fmin(legend->max_height_pt, most);
    g_free(items);
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
    kuril_block_size *items = measure_items(desk, legend);
    double x = rect->x_min + pad;
    for (size_t i = 0; i < item_count(legend);) {
        const column c = next_column(items, item_count(legend), i, column_room(desk, legend));
        double y = rect->y_min + 0.8 * pad;
        for (; i < c.end; i++) {
            if (i < legend->n_entries)
                draw_row(desk, canvas, legend, &legend->entries[i], x, y);
            else
                draw_ramp(desk, canvas, legend, x, y + 2 * desk->theme->unit);
            y += items[i].height;
        }
        x += c.width + 2 * pad;
    }
    g_free(items);
}
