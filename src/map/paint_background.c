#include "map/paint_parts.h"

#include <math.h>

/* What the frame shows of a world that repeats east and west: a band from its northern edge to its southern. */
static void add_band(kuril_painter *p)
{
    const kuril_fit *fit = &p->scene->fit;
    const kuril_rect *f = &p->scene->frame;
    const double reach = hypot(f->x_max - f->x_min, f->y_max - f->y_min), half = p->scene->world_pt / 2;
    const double x = (f->x_min + f->x_max) / 2 - fit->x0, y = fit->y0 - (f->y_min + f->y_max) / 2;
    const double east = x * fit->cos_b + y * fit->sin_b, north = y * fit->cos_b - x * fit->sin_b; /* of the middle */
    const double corners[4][2] = {{east - reach, fmin(north + reach, half)},
                                  {east + reach, fmin(north + reach, half)},
                                  {east + reach, fmax(north - reach, -half)},
                                  {east - reach, fmax(north - reach, -half)}};
    for (int i = 0; i < 4; i++) {
        const double u = corners[i][0], v = corners[i][1];
        const double px = fit->x0 + u * fit->cos_b - v * fit->sin_b, py = fit->y0 - u * fit->sin_b - v * fit->cos_b;
        if (i == 0)
            kuril_canvas_move_to(p->canvas, px, py);
        else
            kuril_canvas_line_to(p->canvas, px, py);
    }
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
