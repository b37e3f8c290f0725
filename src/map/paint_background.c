#include "map/paint_parts.h"

/* A world that repeats, with as many copies as the frame shows: a band that is as high as the world. */
static void add_band(kuril_painter *p)
{
    const kuril_fit *fit = &p->scene->fit;
    const double half = p->scene->world_pt / 2, reach = half * (2 * kuril_scene_copies(p->scene, 0) + 1);
    const double along_x = reach * fit->cos_b, along_y = -reach * fit->sin_b;
    const double up_x = half * fit->sin_b, up_y = half * fit->cos_b;
    kuril_canvas_move_to(p->canvas, fit->x0 - along_x - up_x, fit->y0 - along_y - up_y);
    kuril_canvas_line_to(p->canvas, fit->x0 + along_x - up_x, fit->y0 + along_y - up_y);
    kuril_canvas_line_to(p->canvas, fit->x0 + along_x + up_x, fit->y0 + along_y + up_y);
    kuril_canvas_line_to(p->canvas, fit->x0 - along_x + up_x, fit->y0 - along_y + up_y);
    kuril_canvas_close_path(p->canvas);
}

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
    kuril_status status = KURIL_OK;
    if (p->scene->world_pt > 0)
        add_band(p);
    else
        status = kuril_chain_walk_world(p->chain);
    kuril_fill_look_paint(p->canvas, sheet, &look);
    return status;
}
