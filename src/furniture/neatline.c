#include "furniture/neatline.h"

double kuril_neatline_width(const kuril_desk *desk, bool zebra)
{
    return zebra ? 3 * desk->theme->unit : 0;
}

static void outline(const kuril_desk *desk, kuril_canvas *canvas, const kuril_rect *rect)
{
    kuril_canvas_new_path(canvas);
    kuril_canvas_rectangle(canvas, rect);
    kuril_canvas_stroke(canvas, &(kuril_stroke){.paint = {desk->theme->ink, NULL}, .width_pt = 0.8 * desk->theme->unit});
}

static gint by_number(gconstpointer a, gconstpointer b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Where the lines that part a side meet it, its two ends among them. */
static GArray *cuts_of(const GArray *figures, kuril_figure_side side, double from, double to)
{
    const bool along_x = side == KURIL_FIGURE_TOP || side == KURIL_FIGURE_BOTTOM;
    GArray *cuts = g_array_new(FALSE, FALSE, sizeof(double));
    g_array_append_val(cuts, from);
    g_array_append_val(cuts, to);
    for (guint i = 0; figures && i < figures->len; i++) {
        const kuril_figure *f = &g_array_index(figures, kuril_figure, i);
        const double at = along_x ? f->x : f->y;
        if (f->side == side && f->is_meridian == along_x && at > from && at < to)
            g_array_append_val(cuts, at);
    }
    g_array_sort(cuts, by_number);
    return cuts;
}

static void fill(kuril_canvas *canvas, const kuril_rect *bar, kuril_rgba color)
{
    kuril_canvas_new_path(canvas);
    kuril_canvas_rectangle(canvas, bar);
    kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){color, NULL});
}

static void draw_side(const kuril_desk *desk, kuril_canvas *canvas, const kuril_rect *frame, kuril_figure_side side,
                      const GArray *figures)
{
    const bool along_x = side == KURIL_FIGURE_TOP || side == KURIL_FIGURE_BOTTOM;
    const double width = kuril_neatline_width(desk, true);
    GArray *cuts = cuts_of(figures, side, along_x ? frame->x_min : frame->y_min, along_x ? frame->x_max : frame->y_max);
    for (guint i = 0; i + 1 < cuts->len && cuts->len > 2; i += 2) {
        const double from = g_array_index(cuts, double, i), to = g_array_index(cuts, double, i + 1);
        kuril_rect bar = {from, from, to, to};
        if (along_x) {
            bar.y_min = side == KURIL_FIGURE_TOP ? frame->y_min - width : frame->y_max;
            bar.y_max = bar.y_min + width;
        } else {
            bar.x_min = side == KURIL_FIGURE_LEFT ? frame->x_min - width : frame->x_max;
            bar.x_max = bar.x_min + width;
        }
        fill(canvas, &bar, desk->theme->ink);
    }
    g_array_free(cuts, TRUE);
}

void kuril_neatline_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_rect *frame, bool zebra,
                         const GArray *figures)
{
    const double width = kuril_neatline_width(desk, zebra);
    const kuril_rect outer = {frame->x_min - width, frame->y_min - width, frame->x_max + width, frame->y_max + width};
    for (int side = KURIL_FIGURE_BOTTOM; zebra && side <= KURIL_FIGURE_RIGHT; side++)
        draw_side(desk, canvas, frame, (kuril_figure_side)side, figures);
    outline(desk, canvas, frame);
    if (zebra)
        outline(desk, canvas, &outer);
}
