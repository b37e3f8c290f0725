#include "map/painter.h"

#include "map/paint_parts.h"
#include <math.h>

enum { CHAIN_MARGIN_PT = 24 }; /* strokes reach in from beyond the frame's edge */

void kuril_painter_init(kuril_painter *painter, kuril_scene *scene, kuril_canvas *canvas)
{
    *painter = (kuril_painter){.scene = scene, .canvas = canvas};
    /* A quarter of what the eye can tell apart: of a style pixel on paper, of a real one in a finer raster. */
    const double tolerance = KURIL_PX / 4 / fmax(1, kuril_canvas_pixels_per_pt(canvas) * KURIL_PX);
    const kuril_chain_options options = {.tolerance_pt = tolerance, .simplify_pt = tolerance};
    kuril_rect clip = scene->frame;
    clip.x_min -= CHAIN_MARGIN_PT;
    clip.y_min -= CHAIN_MARGIN_PT;
    clip.x_max += CHAIN_MARGIN_PT;
    clip.y_max += CHAIN_MARGIN_PT;
    painter->chain = kuril_chain_new(scene->projection, &scene->fit, &clip, &options, kuril_canvas_path(canvas));
}

void kuril_painter_finish(kuril_painter *painter)
{
    if (!painter)
        return;
    kuril_chain_free(painter->chain);
    painter->chain = NULL;
}

static kuril_status paint_nothing(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                  kuril_error *error)
{
    (void)p, (void)sheet, (void)layer, (void)error;
    return KURIL_OK;
}

/* How many times a world that repeats is to be drawn on each side of the middle one. */
static int copies_of(const kuril_scene *scene)
{
    if (scene->world_pt <= 0)
        return 0;
    const kuril_rect *f = &scene->frame;
    const double reach = hypot(f->x_max - f->x_min, f->y_max - f->y_min) / 2;
    return (int)fmax(0, ceil(reach / scene->world_pt - 0.5));
}

kuril_status kuril_paint_layer(kuril_painter *painter, kuril_sheet *sheet, const kuril_style_layer *layer,
                               kuril_error *error)
{
    static kuril_status (*const paint[KURIL_LAYER_TYPE_COUNT])(kuril_painter *, kuril_sheet *,
                                                               const kuril_style_layer *, kuril_error *) = {
        [KURIL_LAYER_BACKGROUND] = kuril_paint_background, [KURIL_LAYER_FILL] = kuril_paint_fill,
        [KURIL_LAYER_LINE] = kuril_paint_line,             [KURIL_LAYER_CIRCLE] = kuril_paint_circle,
        [KURIL_LAYER_SYMBOL] = paint_nothing, /* symbols of all layers are placed together: labels.h */
    };
    if (!kuril_styling_visible(sheet->styling, layer) || !paint[layer->type])
        return KURIL_OK;
    kuril_status status = KURIL_OK;
    const int copies = layer->source ? copies_of(painter->scene) : 0;
    for (int i = -copies; i <= copies && status == KURIL_OK; i++) {
        const kuril_fit *fit = &painter->scene->fit;
        const double by = i * painter->scene->world_pt;
        kuril_canvas_push(painter->canvas);
        kuril_canvas_translate(painter->canvas, by * fit->cos_b, -by * fit->sin_b);
        status = paint[layer->type](painter, sheet, layer, error);
        kuril_canvas_pop(painter->canvas);
    }
    return status;
}
