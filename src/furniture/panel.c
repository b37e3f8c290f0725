#include "furniture/panel.h"

double kuril_panel_pad(const kuril_desk *desk)
{
    return 9 * desk->theme->unit;
}

void kuril_panel_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_rect *rect)
{
    kuril_canvas_new_path(canvas);
    kuril_canvas_rounded_rectangle(canvas, rect, 3 * desk->theme->unit);
    kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){desk->theme->panel, NULL});
    kuril_canvas_new_path(canvas); /* white on white land would have no edge */
    kuril_canvas_rounded_rectangle(canvas, rect, 3 * desk->theme->unit);
    kuril_canvas_stroke(canvas, &(kuril_stroke){.paint = {desk->theme->rule, NULL}, .width_pt = 0.4 * desk->theme->unit});
}
