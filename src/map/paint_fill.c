#include "map/paint_parts.h"

#include <math.h>
#include <string.h>

/*
 * Neighbouring features of one look become one path: no hairline of background shows between them, and a
 * translucent layer is even where they touch. The rule is nonzero, since rings are turned: a part that crosses
 * itself is filled, a hole stays empty.
 */

kuril_fill_look kuril_fill_look_of(kuril_sheet *sheet, const kuril_style_layer *layer, const kuril_feature *feature)
{
    kuril_fill_look look = {.color = kuril_layer_color(sheet, layer, KURIL_FILL_COLOR, KURIL_FILL_OPACITY, feature),
                            .pattern = kuril_style_image(sheet->styling, layer, KURIL_FILL_PATTERN, feature)};
    if (!look.pattern && kuril_styling_is_set(sheet->styling, layer, KURIL_FILL_PATTERN))
        look.color.a = 0; /* a feature whose pattern names no image is not filled with the colour instead */
    look.has_outline = kuril_styling_is_set(sheet->styling, layer, KURIL_FILL_OUTLINE_COLOR) && !look.pattern &&
                       kuril_style_boolean(sheet->styling, layer, KURIL_FILL_ANTIALIAS, NULL);
    if (look.has_outline)
        look.outline = kuril_layer_color(sheet, layer, KURIL_FILL_OUTLINE_COLOR, KURIL_FILL_OPACITY, feature);
    return look;
}

typedef struct filling {
    kuril_painter *p;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    kuril_fill_look look; /* of the run; its pattern's name is owned */
    char *pattern;
    bool running;
    bool outlines; /* second pass: strokes */
    bool any_outline;
} filling;

/*
 * A style that is shown alone is painted as its viewers do: feature by feature, and a translucent fill has a hairline
 * of its own colour, which is what the specification says of an outline that is not given.
 */
static void look_as_in_viewers(const filling *f, kuril_fill_look *look)
{
    if (look->has_outline || look->pattern || look->color.a >= 1 ||
        !kuril_style_boolean(f->sheet->styling, f->layer, KURIL_FILL_ANTIALIAS, NULL))
        return;
    look->has_outline = true;
    look->outline = look->color;
}

/* A pattern that is turned is laid over the clip to the path. */
static void fill_turned(kuril_canvas *canvas, const kuril_sheet *sheet, const kuril_paint *paint)
{
    const double far = 20000; /* points: beyond any page */
    kuril_canvas_push(canvas);
    kuril_canvas_clip_path(canvas, KURIL_FILL_NONZERO);
    kuril_canvas_translate(canvas, sheet->pattern_x, sheet->pattern_y);
    kuril_canvas_rotate(canvas, sheet->pattern_turn);
    kuril_canvas_new_path(canvas);
    kuril_canvas_rectangle(canvas, &(kuril_rect){-far, -far, far, far});
    kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, paint);
    kuril_canvas_pop(canvas);
}

void kuril_fill_look_paint(kuril_canvas *canvas, kuril_sheet *sheet, const kuril_fill_look *look)
{
    kuril_paint paint = {look->color, NULL};
    if (look->pattern) {
        paint.pattern = kuril_sheet_pattern(sheet, look->pattern);
        if (!paint.pattern)
            return; /* no such image, which has been told */
    }
    if (paint.pattern && sheet->pattern_turn != 0)
        fill_turned(canvas, sheet, &paint);
    else if (paint.color.a > 0)
        kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &paint);
}

static void flush(filling *f)
{
    if (!f->running)
        return;
    f->running = false;
    if (f->outlines) {
        const kuril_stroke stroke = {.paint = {f->look.outline, NULL}, .width_pt = KURIL_PX, .join = KURIL_JOIN_ROUND};
        kuril_canvas_stroke(f->p->canvas, &stroke);
    } else {
        kuril_fill_look_paint(f->p->canvas, f->sheet, &f->look);
    }
}

static bool same_look(const filling *f, const kuril_fill_look *look)
{
    if (f->outlines)
        return kuril_same_color(f->look.outline, look->outline);
    return kuril_same_color(f->look.color, look->color) && g_strcmp0(f->pattern, look->pattern) == 0;
}

static void begin_run(filling *f, const kuril_fill_look *look)
{
    flush(f);
    g_free(f->pattern);
    f->pattern = g_strdup(look->pattern);
    f->look = *look;
    f->look.pattern = f->pattern;
    f->running = true;
    kuril_canvas_new_path(f->p->canvas);
}

static kuril_status fill_feature(void *user, const kuril_feature *feature)
{
    filling *f = user;
    const bool viewer = f->p->scene->map->style_view;
    kuril_fill_look look = kuril_fill_look_of(f->sheet, f->layer, feature);
    if (viewer)
        look_as_in_viewers(f, &look);
    f->any_outline |= look.has_outline;
    if (f->outlines && !look.has_outline)
        return KURIL_OK;
    if (!f->running || viewer || !same_look(f, &look))
        begin_run(f, &look);
    return kuril_painter_walk(f->p, feature, f->outlines ? KURIL_WALK_OUTLINE : KURIL_WALK_POLYGONS);
}

kuril_status kuril_paint_fill(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer, kuril_error *error)
{
    filling f = {.p = p, .sheet = sheet, .layer = layer};
    kuril_layer_translate(p, sheet, layer, KURIL_FILL_TRANSLATE, KURIL_FILL_TRANSLATE_ANCHOR);
    kuril_status status = kuril_layer_features(p, sheet, layer, KURIL_FILL_SORT_KEY, fill_feature, &f, error);
    flush(&f);
    if (status == KURIL_OK && f.any_outline) {
        f.outlines = true;
        status = kuril_layer_features(p, sheet, layer, KURIL_FILL_SORT_KEY, fill_feature, &f, error);
        flush(&f);
    }
    g_free(f.pattern);
    return status;
}

/* ---- Extrusions, from straight above: their roofs. Their opacity is the whole layer's (painter.c). ---- */

static kuril_status extrude_feature(void *user, const kuril_feature *feature)
{
    filling *f = user;
    kuril_style_rgba c = {0, 0, 0, 0};
    kuril_style_color(f->sheet->styling, f->layer, KURIL_FILL_EXTRUSION_COLOR, feature, &c);
    const kuril_fill_look look = {
        .color = {c.r, c.g, c.b, c.a},
        .pattern = kuril_style_image(f->sheet->styling, f->layer, KURIL_FILL_EXTRUSION_PATTERN, feature)};
    if (!f->running || !same_look(f, &look))
        begin_run(f, &look);
    return kuril_painter_walk(f->p, feature, KURIL_WALK_POLYGONS);
}

kuril_status kuril_paint_fill_extrusion(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                        kuril_error *error)
{
    filling f = {.p = p, .sheet = sheet, .layer = layer};
    kuril_layer_translate(p, sheet, layer, KURIL_FILL_EXTRUSION_TRANSLATE, KURIL_FILL_EXTRUSION_TRANSLATE_ANCHOR);
    const kuril_status status = kuril_layer_features(p, sheet, layer, KURIL_PROPERTY_COUNT, extrude_feature, &f, error);
    flush(&f);
    g_free(f.pattern);
    return status;
}
