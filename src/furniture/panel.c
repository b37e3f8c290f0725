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
}
