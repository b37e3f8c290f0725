#include "map/paint_parts.h"

/* The world as far as the projection shows it: outside of a globe's outline there is paper. */
kuril_status kuril_paint_background(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                    kuril_error *error)
{
    (void)error;
    const char *pattern = kuril_style_image(sheet->styling, layer, KURIL_BACKGROUND_PATTERN, NULL);
    const kuril_fill_look look = {
        .color = kuril_layer_color(sheet, layer, KURIL_BACKGROUND_COLOR, KURIL_BACKGROUND_OPACITY, NULL),
        .pattern = pattern};
    kuril_canvas_new_path(p->canvas);
    const kuril_status status = kuril_chain_walk_world(p->chain);
    kuril_fill_look_paint(p->canvas, sheet, &look);
    return status;
}
