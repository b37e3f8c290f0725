#include "map/paint_parts.h"

#include <math.h>

kuril_circle_look kuril_circle_look_of(kuril_sheet *sheet, const kuril_style_layer *layer,
                                       const kuril_feature *feature)
{
    return (kuril_circle_look){
        .radius_pt = kuril_layer_points(sheet, layer, KURIL_CIRCLE_RADIUS, feature),
        .stroke_pt = kuril_layer_points(sheet, layer, KURIL_CIRCLE_STROKE_WIDTH, feature),
        .blur = kuril_style_number(sheet->styling, layer, KURIL_CIRCLE_BLUR, feature),
        .color = kuril_layer_color(sheet, layer, KURIL_CIRCLE_COLOR, KURIL_CIRCLE_OPACITY, feature),
        .stroke_color = kuril_layer_color(sheet, layer, KURIL_CIRCLE_STROKE_COLOR, KURIL_CIRCLE_STROKE_OPACITY,
                                          feature)};
}

/* ---- Blurred: pixels. ---- */

static double smoothstep(double from, double to, double x)
{
    const double t = CLAMP((x - from) / (to - from), 0, 1);
    return t * t * (3 - 2 * t);
}

/* The colour at a distance from the middle, 1 at the outer edge; blur 1 leaves full opacity to the middle alone. */
static kuril_rgba blurred_color(const kuril_circle_look *look, double at, double blur)
{
    const double inner = look->radius_pt / (look->radius_pt + look->stroke_pt);
    const double opacity = 1 - smoothstep(1 - blur, 1, at);
    const double s = look->stroke_pt > 0 ? smoothstep(inner - blur, inner, at) : 0;
    const kuril_rgba a = look->color, b = look->stroke_color;
    const double alpha = a.a * (1 - s) + b.a * s; /* mixed with alpha multiplied in */
    if (alpha <= 0)
        return (kuril_rgba){0, 0, 0, 0};
    return (kuril_rgba){(a.r * a.a * (1 - s) + b.r * b.a * s) / alpha, (a.g * a.a * (1 - s) + b.g * b.a * s) / alpha,
                        (a.b * a.a * (1 - s) + b.b * b.a * s) / alpha, alpha * opacity};
}

static void draw_blurred(kuril_canvas *canvas, const kuril_circle_look *look, double x, double y)
{
    const double radius = look->radius_pt + look->stroke_pt, per_pt = kuril_layer_pixels_per_pt(canvas);
    const double blur = fmax(look->blur, 1 / per_pt / radius);
    const double left = floor((x - radius) * per_pt), top = floor((y - radius) * per_pt);
    const int side = (int)ceil(2 * radius * per_pt) + 1;
    uint8_t *rgba = g_malloc((size_t)side * (size_t)side * 4);
    for (int row = 0; row < side; row++)
        for (int col = 0; col < side; col++) {
            const double dx = (left + col + 0.5) / per_pt - x, dy = (top + row + 0.5) / per_pt - y;
            kuril_pixel_set(rgba + ((size_t)row * (size_t)side + (size_t)col) * 4,
                            blurred_color(look, hypot(dx, dy) / radius, blur));
        }
    const kuril_pixels pixels = {rgba, side, side, (size_t)side * 4};
    const kuril_rect rect = {left / per_pt, top / per_pt, (left + side) / per_pt, (top + side) / per_pt};
    kuril_canvas_image(canvas, &pixels, &rect, 1, true);
    g_free(rgba);
}

/* ---- Sharp: vectors. ---- */

/*
 * The stroke lies outside of the radius, as in the specification. In pixels its renderers fade an edge inwards, over
 * the last pixel.
 */
void kuril_circle_look_draw(kuril_canvas *canvas, const kuril_circle_look *look, double x, double y)
{
    if (look->blur > 0 && look->radius_pt + look->stroke_pt > 0) {
        draw_blurred(canvas, look, x, y);
        return;
    }
    const bool pixels = kuril_canvas_get_format(canvas) == KURIL_CANVAS_PNG;
    const double inset = pixels ? 0.5 / kuril_canvas_pixels_per_pt(canvas) : 0, radius = look->radius_pt - inset;
    const bool disc = look->stroke_pt > 0 && look->stroke_color.a == 1 && look->color.a == 1;
    if (disc && radius + look->stroke_pt > 0) { /* under the fill, so that nothing shines through between the two */
        kuril_canvas_new_path(canvas);
        kuril_canvas_circle(canvas, x, y, radius + look->stroke_pt);
        kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){look->stroke_color, NULL});
    }
    if (radius > 0 && look->color.a > 0) {
        kuril_canvas_new_path(canvas);
        kuril_canvas_circle(canvas, x, y, radius);
        kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){look->color, NULL});
    }
    if (!disc && look->stroke_pt > 0 && radius + look->stroke_pt / 2 > 0 && look->stroke_color.a > 0) {
        kuril_canvas_new_path(canvas);
        kuril_canvas_circle(canvas, x, y, radius + look->stroke_pt / 2);
        kuril_canvas_stroke(canvas,
                            &(kuril_stroke){.paint = {look->stroke_color, NULL}, .width_pt = look->stroke_pt});
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
        if (kuril_scene_shows(scene, x, y, reach))
            kuril_circle_look_draw(c->p->canvas, &look, x, y);
    }
    return KURIL_OK;
}

kuril_status kuril_paint_circle(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                kuril_error *error)
{
    circling c = {p, sheet, layer};
    kuril_layer_translate(p, sheet, layer, KURIL_CIRCLE_TRANSLATE, KURIL_CIRCLE_TRANSLATE_ANCHOR);
    return kuril_layer_features(p, sheet, layer, KURIL_CIRCLE_SORT_KEY, circle_feature, &c, error);
}
