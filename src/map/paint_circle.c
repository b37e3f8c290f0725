#include "map/paint_parts.h"

kuril_circle_look kuril_circle_look_of(kuril_sheet *sheet, const kuril_style_layer *layer,
                                       const kuril_feature *feature)
{
    return (kuril_circle_look){
        .radius_pt = kuril_layer_points(sheet, layer, KURIL_CIRCLE_RADIUS, feature),
        .stroke_pt = kuril_layer_points(sheet, layer, KURIL_CIRCLE_STROKE_WIDTH, feature),
        .color = kuril_layer_color(sheet, layer, KURIL_CIRCLE_COLOR, KURIL_CIRCLE_OPACITY, feature),
        .stroke_color = kuril_layer_color(sheet, layer, KURIL_CIRCLE_STROKE_COLOR, KURIL_CIRCLE_STROKE_OPACITY,
                                          feature)};
}

/* The stroke lies outside of the radius, as in the specification. */
void kuril_circle_look_draw(kuril_canvas *canvas, const kuril_circle_look *look, double x, double y)
{
    if (look->radius_pt > 0 && look->color.a > 0) {
        kuril_canvas_new_path(canvas);
        kuril_canvas_circle(canvas, x, y, look->radius_pt);
        kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){look->color, NULL});
    }
    if (look->stroke_pt > 0 && look->stroke_color.a > 0) {
        kuril_canvas_new_path(canvas);
        kuril_canvas_circle(canvas, x, y, look->radius_pt + look->stroke_pt / 2);
        kuril_canvas_stroke(canvas, &(kuril_stroke){.paint = {look->stroke_color, NULL}, .width_pt = look->stroke_pt});
    }
}

typedef struct circling {
    kuril_painter *p;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
} circling;

static kuril_status circle_feature(void *user, const kuril_feature *feature)
{
    const circling *c = user;
    const kuril_circle_look look = kuril_circle_look_of(c->sheet, c->layer, feature);
    const kuril_scene *scene = c->p->scene;
    const double reach = look.radius_pt + look.stroke_pt;
    for (size_t i = 0; i < feature->geometry->n_points; i++) {
        double x, y;
        if (!kuril_lonlat_to_page(scene->projection, &scene->fit, feature->geometry->points[i], &x, &y))
            continue;
        if (x >= scene->frame.x_min - reach && x <= scene->frame.x_max + reach && y >= scene->frame.y_min - reach &&
            y <= scene->frame.y_max + reach)
            kuril_circle_look_draw(c->p->canvas, &look, x, y);
    }
    return KURIL_OK;
}

kuril_status kuril_paint_circle(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                kuril_error *error)
{
    circling c = {p, sheet, layer};
    kuril_layer_translate(p, sheet, layer, KURIL_CIRCLE_TRANSLATE);
    return kuril_layer_features(p, sheet, layer, KURIL_CIRCLE_SORT_KEY, circle_feature, &c, error);
}
