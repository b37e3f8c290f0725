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

static double row_height(const kuril_desk *desk, const kuril_legend_entry *entry)
{
    const kuril_lettering small = label_lettering(desk);
    const kuril_text_size size = kuril_letter_size(desk->fonts, desk->theme, entry->label, &small);
    return fmax(size.height_pt, swatch_height(desk)) + 3.4 * desk->theme->unit;
}

static double row_width(const kuril_desk *desk, const kuril_legend_entry *entry)
{
    const kuril_lettering small = label_lettering(desk);
    return label_indent(desk, entry) + kuril_letter_size(desk->fonts, desk->theme, entry->label, &small).width_pt;
}

static double ramp_height(const kuril_desk *desk, const kuril_legend_ramp *ramp)
{
    return ramp->label ? 34 * desk->theme->unit : 0;
}

static double ramp_width(const kuril_desk *desk, const kuril_legend_ramp *ramp)
{
    return ramp->label ? (double)ramp->n_colors * 27 * desk->theme->unit : 0;
}

/* Entries fill a column from the top; the next column begins where the height is used up. */
typedef struct column {
    size_t end;
    double width, height;
} column;

static column next_column(const kuril_desk *desk, const kuril_legend *legend, size_t first, double room)
{
    column c = {.end = first};
    while (c.end < legend->n_entries) {
        const double height = row_height(desk, &legend->entries[c.end]);
        if (c.end > first && c.height + height > room)
            break;
        c.height += height;
        c.width = fmax(c.width, row_width(desk, &legend->entries[c.end]));
        c.end++;
    }
    return c;
}

static double column_room(const kuril_desk *desk, const kuril_legend *legend)
{
    return fmax(legend->max_height_pt - 2 * kuril_panel_pad(desk) - ramp_height(desk, &legend->ramp), 1);
}

kuril_block_size kuril_legend_size(const kuril_desk *desk, const kuril_legend *legend)
{
    if (legend->n_entries == 0 && !legend->ramp.label)
        return (kuril_block_size){0, 0};
    const double pad = kuril_panel_pad(desk);
    double width = 0, height = 0;
    for (size_t i = 0; i < legend->n_entries;) {
        const column c = next_column(desk, legend, i, column_room(desk, legend));
        width += c.width + (i > 0 ? 2 * pad : 0);
        height = fmax(height, c.height);
        i = c.end;
    }
    width = fmax(width, ramp_width(desk, &legend->ramp));
    return (kuril_block_size){width + 2 * pad, height + ramp_height(desk, &legend->ramp) + 1.6 * pad};
}

static void draw_row(const kuril_desk *desk, kuril_canvas *canvas, const kuril_legend_entry *entry, double x, double y)
{
    const kuril_lettering small = label_lettering(desk);
    const kuril_text_size size = kuril_letter_size(desk->fonts, desk->theme, entry->label, &small);
    const double height = row_height(desk, entry), middle = y + height / 2;
    const kuril_rect swatch = {x, middle - swatch_height(desk) / 2, x + swatch_width(desk),
                               middle + swatch_height(desk) / 2};
    if (entry->draw)
        entry->draw(entry->user, canvas, &swatch);
    kuril_letter_draw(canvas, desk->fonts, desk->theme, entry->label, &small, x + label_indent(desk, entry),
                      middle - size.height_pt / 2 + size.baseline_pt, 0, 0);
}

static void draw_ramp(const kuril_desk *desk, kuril_canvas *canvas, const kuril_legend_ramp *ramp, double x, double y)
{
    const double unit = desk->theme->unit, cell = 27 * unit, height = 9 * unit;
    const kuril_lettering head = label_lettering(desk), small = ramp_lettering(desk);
    kuril_letter_draw(canvas, desk->fonts, desk->theme, ramp->label, &head, x, y + 8 * unit, 0, 0);
    y += 12 * unit;
    for (size_t i = 0; i < ramp->n_colors; i++) {
        const kuril_rect box = {x + cell * (double)i, y, x + cell * (double)(i + 1), y + height};
        kuril_canvas_new_path(canvas);
        kuril_canvas_rectangle(canvas, &box);
        kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){ramp->colors[i], NULL});
        if (i + 1 < ramp->n_colors)
            kuril_letter_draw(canvas, desk->fonts, desk->theme, ramp->limits[i], &small, box.x_max,
                              y + height + 8.5 * unit, 0.5, 0);
    }
}

void kuril_legend_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_legend *legend,
                       const kuril_rect *rect)
{
    const double pad = kuril_panel_pad(desk);
    kuril_panel_draw(desk, canvas, rect);
    double x = rect->x_min + pad;
    for (size_t i = 0; i < legend->n_entries;) {
        const column c = next_column(desk, legend, i, column_room(desk, legend));
        double y = rect->y_min + 0.8 * pad;
        for (; i < c.end; i++) {
            draw_row(desk, canvas, &legend->entries[i], x, y);
            y += row_height(desk, &legend->entries[i]);
        }
        x += c.width + 2 * pad;
    }
    if (legend->ramp.label)
        draw_ramp(desk, canvas, &legend->ramp, rect->x_min + pad,
                  rect->y_max - 0.8 * pad - ramp_height(desk, &legend->ramp) + 2 * desk->theme->unit);
}
