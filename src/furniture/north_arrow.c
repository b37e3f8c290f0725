#include "furniture/blocks.h"

kuril_block_size kuril_north_arrow_size(const kuril_desk *desk)
{
    const double unit = desk->theme->unit;
    return (kuril_block_size){26 * unit, 40 * unit};
}

/* A slim needle, its left half filled, with an N at its point. */
void kuril_north_arrow_draw(const kuril_desk *desk, kuril_canvas *canvas, double north_deg, const kuril_rect *rect)
{
    const double unit = desk->theme->unit, half = 5 * unit, top = -11 * unit, foot = 15 * unit;
    kuril_canvas_push(canvas);
    kuril_canvas_translate(canvas, (rect->x_min + rect->x_max) / 2, (rect->y_min + rect->y_max) / 2 + 4 * unit);
    kuril_canvas_rotate(canvas, north_deg);
    const kuril_paint ink = {desk->theme->ink, NULL};
    kuril_canvas_new_path(canvas);
    kuril_canvas_move_to(canvas, 0, top);
    kuril_canvas_line_to(canvas, -half, foot);
    kuril_canvas_line_to(canvas, 0, foot - 4 * unit);
    kuril_canvas_close_path(canvas);
    kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &ink);
    kuril_canvas_new_path(canvas);
    kuril_canvas_move_to(canvas, 0, top);
    kuril_canvas_line_to(canvas, half, foot);
    kuril_canvas_line_to(canvas, 0, foot - 4 * unit);
    kuril_canvas_close_path(canvas);
    kuril_canvas_stroke(canvas, &(kuril_stroke){.paint = ink, .width_pt = 0.6 * unit});
    const kuril_lettering letter = {9 * unit, KURIL_BOLD, desk->theme->ink, 0};
    kuril_letter_draw(canvas, desk->fonts, desk->theme, "N", &letter, 0, top - 2 * unit, 0.5, 1.5 * unit);
    kuril_canvas_pop(canvas);
}
