#include "map/painter.h"

#include "map/paint_parts.h"
#include <math.h>

enum { CHAIN_MARGIN_PT = 48 }; /* strokes reach in from beyond the frame's edge */

/* All that decides where a feature comes to lie. */
static char *view_key(const kuril_scene *scene, const kuril_rect *clip, double tolerance)
{
    const kuril_fit *f = &scene->fit;
    const kuril_bbox *e = &scene->extent;
    return g_strdup_printf("%s %s %a %a %a %a %a %a %a %a %a %a %a %a %a %a",
                           kuril_projection_definition(scene->projection), kuril_projection_describe(scene->projection),
                           f->k, f->cos_b, f->sin_b, f->x0, f->y0, clip->x_min, clip->y_min, clip->x_max, clip->y_max,
                           e->west, e->south, e->east, e->north, tolerance);
}

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
    char *key = view_key(scene, &clip, tolerance);
    painter->view =
        kuril_walked_find(kuril_session_walked(scene->session), key, kuril_session_pages(scene->session) > 1);
    g_free(key);
}

kuril_status kuril_painter_walk(kuril_painter *painter, const kuril_feature *feature, kuril_walk_kind kind)
{
    const kuril_sources *sources = painter->scene->sources;
    kuril_sink *first = kuril_sources_thinned(sources) ? kuril_chain_first_thinned(painter->chain)
                                                       : kuril_chain_first(painter->chain);
    return kuril_walked_walk(painter->view, kuril_sources_current(sources), feature, kind, painter->chain, first,
                             kuril_canvas_path(painter->canvas));
}

void kuril_painter_finish(kuril_painter *painter)
{
    if (!painter)
        return;
    kuril_chain_free(painter->chain);
    kuril_chain_free(painter->whole);
    painter->chain = painter->whole = NULL;
}

static kuril_status paint_nothing(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                  kuril_error *error)
{
    (void)p, (void)sheet, (void)layer, (void)error;
    return KURIL_OK;
}

/* The opacity of the layer as a whole, so that what overlaps within it does not show. */
static double layer_opacity(kuril_sheet *sheet, const kuril_style_layer *layer)
{
    if (layer->type == KURIL_LAYER_FILL)
        return kuril_style_number(sheet->styling, layer, KURIL_FILL_LAYER_OPACITY, NULL);
    if (layer->type == KURIL_LAYER_LINE)
        return kuril_style_number(sheet->styling, layer, KURIL_LINE_LAYER_OPACITY, NULL);
    if (layer->type == KURIL_LAYER_FILL_EXTRUSION)
        return kuril_style_number(sheet->styling, layer, KURIL_FILL_EXTRUSION_OPACITY, NULL);
    return 1;
}

/* How the layer as a whole meets what lies below it. */
static kuril_blend layer_blend(kuril_sheet *sheet, const kuril_style_layer *layer)
{
    static const kuril_blend blends[] = {
        [KURIL_STYLE_BLEND_NORMAL] = KURIL_BLEND_NORMAL,
        [KURIL_STYLE_BLEND_MULTIPLY] = KURIL_BLEND_MULTIPLY,
        [KURIL_STYLE_BLEND_COLOR] = KURIL_BLEND_COLOR,
        [KURIL_STYLE_BLEND_LUMINOSITY] = KURIL_BLEND_LUMINOSITY,
        [KURIL_STYLE_BLEND_PLUS_LIGHTER] = KURIL_BLEND_PLUS_LIGHTER,
        [KURIL_STYLE_BLEND_SCREEN] = KURIL_BLEND_SCREEN,
        [KURIL_STYLE_BLEND_OVERLAY] = KURIL_BLEND_OVERLAY,
    };
    if (layer->type == KURIL_LAYER_FILL)
        return blends[kuril_style_enum(sheet->styling, layer, KURIL_FILL_LAYER_BLEND, NULL)];
    if (layer->type == KURIL_LAYER_LINE)
        return blends[kuril_style_enum(sheet->styling, layer, KURIL_LINE_LAYER_BLEND, NULL)];
    if (layer->type == KURIL_LAYER_RASTER)
        return blends[kuril_style_enum(sheet->styling, layer, KURIL_RASTER_LAYER_BLEND, NULL)];
    return KURIL_BLEND_NORMAL;
}

typedef kuril_status (*paint_fn)(kuril_painter *, kuril_sheet *, const kuril_style_layer *, kuril_error *);

/* A world that repeats is painted as often as the frame shows it. */
static kuril_status paint_copies(kuril_painter *painter, kuril_sheet *sheet, const kuril_style_layer *layer,
                                 paint_fn paint, kuril_error *error)
{
    const bool once = !layer->source || layer->type == KURIL_LAYER_HEATMAP; /* it sums its copies itself */
    const int copies = once ? 0 : kuril_scene_copies(painter->scene, 0);
    kuril_status status = KURIL_OK;
    for (int i = -copies; i <= copies && status == KURIL_OK; i++) {
        double dx, dy;
        kuril_scene_copy_at(painter->scene, i, &dx, &dy);
        kuril_canvas_push(painter->canvas);
        kuril_canvas_translate(painter->canvas, dx, dy);
        status = paint(painter, sheet, layer, error);
        kuril_canvas_pop(painter->canvas);
    }
    return status;
}

kuril_status kuril_paint_layer(kuril_painter *painter, kuril_sheet *sheet, const kuril_style_layer *layer,
                               kuril_error *error)
{
    static const paint_fn paint[KURIL_LAYER_TYPE_COUNT] = {
        [KURIL_LAYER_BACKGROUND] = kuril_paint_background,
        [KURIL_LAYER_FILL] = kuril_paint_fill,
        [KURIL_LAYER_LINE] = kuril_paint_line,
        [KURIL_LAYER_CIRCLE] = kuril_paint_circle,
        [KURIL_LAYER_SYMBOL] = paint_nothing, /* symbols of all layers are placed together: symbols.h */
        [KURIL_LAYER_RASTER] = kuril_paint_raster,
        [KURIL_LAYER_HILLSHADE] = kuril_paint_hillshade,
        [KURIL_LAYER_COLOR_RELIEF] = kuril_paint_color_relief,
        [KURIL_LAYER_HEATMAP] = kuril_paint_heatmap,
        [KURIL_LAYER_FILL_EXTRUSION] = kuril_paint_fill_extrusion,
    };
    if (!kuril_styling_visible(sheet->styling, layer))
        return KURIL_OK;
    const double opacity = layer_opacity(sheet, layer);
    if (opacity <= 0)
        return KURIL_OK;
    const kuril_blend blend = layer_blend(sheet, layer);
    if (opacity >= 1 && blend == KURIL_BLEND_NORMAL)
        return paint_copies(painter, sheet, layer, paint[layer->type], error);
    kuril_canvas_push_group(painter->canvas);
    const kuril_status status = paint_copies(painter, sheet, layer, paint[layer->type], error);
    kuril_canvas_pop_group_blended(painter->canvas, opacity, blend);
    return status;
}
