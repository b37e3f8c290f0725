/* Painting the layers of a scene on one page: features to path, path to fill or stroke, in the style's order. */
#ifndef KURIL_MAP_PAINTER_H
#define KURIL_MAP_PAINTER_H

#include "map/scene.h"

typedef struct kuril_painter {
    kuril_scene *scene;
    kuril_canvas *canvas;
    kuril_chain *chain; /**< ends in the canvas's path */
    kuril_walked_view *view; /**< what is kept of this view; NULL: nothing */
    kuril_chain *whole; /**< of whole lines, whatever the page shows of them; NULL until one is wanted */
} kuril_painter;

void kuril_painter_init(kuril_painter *painter, kuril_scene *scene, kuril_canvas *canvas);
/** Accepts NULL and zeroed objects. */
void kuril_painter_finish(kuril_painter *painter);

/** Walks a feature into the canvas's path. */
kuril_status kuril_painter_walk(kuril_painter *painter, const kuril_feature *feature, kuril_walk_kind kind);

/** Paints one layer, of any type but symbol: see labels.h for those. Invisible layers paint nothing. */
kuril_status kuril_paint_layer(kuril_painter *painter, kuril_sheet *sheet, const kuril_style_layer *layer,
                               kuril_error *error);

/* Each layer type in its own file; called by kuril_paint_layer. */
kuril_status kuril_paint_background(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                    kuril_error *error);
kuril_status kuril_paint_fill(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                              kuril_error *error);
kuril_status kuril_paint_line(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                              kuril_error *error);
kuril_status kuril_paint_circle(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                kuril_error *error);
kuril_status kuril_paint_raster(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                kuril_error *error);
kuril_status kuril_paint_hillshade(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                   kuril_error *error);
kuril_status kuril_paint_color_relief(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                      kuril_error *error);
kuril_status kuril_paint_heatmap(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                 kuril_error *error);
kuril_status kuril_paint_fill_extrusion(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                        kuril_error *error);

/*
 * What the painting of a feature and the swatch of a legend share: the look of a feature in a layer, and drawing
 * the canvas's current path with it.
 */

typedef struct kuril_fill_look {
    kuril_rgba color;
    const char *pattern; /**< image name, or NULL */
    bool has_outline;
    kuril_rgba outline;
} kuril_fill_look;
kuril_fill_look kuril_fill_look_of(kuril_sheet *sheet, const kuril_style_layer *layer, const kuril_feature *feature);
void kuril_fill_look_paint(kuril_canvas *canvas, kuril_sheet *sheet, const kuril_fill_look *look);

typedef struct kuril_line_look {
    kuril_stroke stroke;
    double gap_pt;    /**< between the two lines; 0: one line */
    double offset_pt; /**< to the right */
    double blur_pt;
    double round_limit; /**< round corners with shorter mitres are pointed; 0: none is */
    double measure_pt; /**< width that dashes and patterns are measured by */
    const char *pattern;
    bool gradient;
    bool undashed; /**< dashes were asked for that are too short to be seen: the line is solid, and that is told */
} kuril_line_look;
kuril_line_look kuril_line_look_of(kuril_sheet *sheet, const kuril_style_layer *layer, const kuril_feature *feature);

typedef struct kuril_circle_look {
    double radius_pt, stroke_pt;
    double blur; /**< of the radius; 1: opaque in the middle only */
    kuril_rgba color, stroke_color;
} kuril_circle_look;
kuril_circle_look kuril_circle_look_of(kuril_sheet *sheet, const kuril_style_layer *layer,
                                       const kuril_feature *feature);
void kuril_circle_look_draw(kuril_canvas *canvas, const kuril_circle_look *look, double x, double y);

#endif
