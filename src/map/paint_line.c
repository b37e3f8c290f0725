#include "map/paint_parts.h"

#include <string.h>

kuril_line_look kuril_line_look_of(kuril_sheet *sheet, const kuril_style_layer *layer, const kuril_feature *feature)
{
    static const kuril_line_cap caps[] = {[KURIL_STYLE_LINE_CAP_BUTT] = KURIL_CAP_BUTT,
                                          [KURIL_STYLE_LINE_CAP_ROUND] = KURIL_CAP_ROUND,
                                          [KURIL_STYLE_LINE_CAP_SQUARE] = KURIL_CAP_SQUARE};
    static const kuril_line_join joins[] = {[KURIL_STYLE_LINE_JOIN_BEVEL] = KURIL_JOIN_BEVEL,
                                            [KURIL_STYLE_LINE_JOIN_ROUND] = KURIL_JOIN_ROUND,
                                            [KURIL_STYLE_LINE_JOIN_MITER] = KURIL_JOIN_MITER};
    kuril_line_look look = {.gap_pt = kuril_layer_points(sheet, layer, KURIL_LINE_GAP_WIDTH, feature),
                            .offset_pt = kuril_layer_points(sheet, layer, KURIL_LINE_OFFSET, feature),
                            .blur_pt = kuril_layer_points(sheet, layer, KURIL_LINE_BLUR, feature),
                            .pattern = kuril_style_image(sheet->styling, layer, KURIL_LINE_PATTERN, feature)};
    kuril_stroke *stroke = &look.stroke;
    stroke->paint.color = kuril_layer_color(sheet, layer, KURIL_LINE_COLOR, KURIL_LINE_OPACITY, feature);
    stroke->width_pt = kuril_layer_points(sheet, layer, KURIL_LINE_WIDTH, feature);
    const int cap = kuril_style_enum(sheet->styling, layer, KURIL_LINE_CAP, feature);
    const int join = kuril_style_enum(sheet->styling, layer, KURIL_LINE_JOIN, feature);
    stroke->cap = cap >= 0 ? caps[cap] : KURIL_CAP_BUTT;
    stroke->join = join >= 0 ? joins[join] : KURIL_JOIN_MITER;
    stroke->miter_limit = kuril_style_number(sheet->styling, layer, KURIL_LINE_MITER_LIMIT, feature);
    double dashes[KURIL_DASHES_MAX];
    const size_t n = kuril_style_numbers(sheet->styling, layer, KURIL_LINE_DASHARRAY, feature, dashes,
                                         KURIL_DASHES_MAX);
    stroke->n_dashes = MIN(n, KURIL_DASHES_MAX);
    for (size_t i = 0; i < stroke->n_dashes; i++)
        stroke->dashes[i] = dashes[i] * stroke->width_pt;
    return look;
}

typedef struct lining {
    kuril_painter *p;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    kuril_line_look look;
    char *pattern;
    bool running;
} lining;

static bool same_stroke(const kuril_stroke *a, const kuril_stroke *b)
{
    return kuril_same_color(a->paint.color, b->paint.color) && a->width_pt == b->width_pt && a->cap == b->cap &&
           a->join == b->join && a->miter_limit == b->miter_limit && a->n_dashes == b->n_dashes &&
           memcmp(a->dashes, b->dashes, a->n_dashes * sizeof *a->dashes) == 0;
}

static bool same_look(const lining *l, const kuril_line_look *look)
{
    return same_stroke(&l->look.stroke, &look->stroke) && l->look.gap_pt == look->gap_pt &&
           l->look.offset_pt == look->offset_pt && l->look.blur_pt == look->blur_pt &&
           g_strcmp0(l->pattern, look->pattern) == 0;
}

static void flush(lining *l)
{
    if (!l->running)
        return;
    l->running = false;
    kuril_stroke stroke = l->look.stroke;
    if (l->pattern)
        stroke.paint.pattern = kuril_sheet_pattern(l->sheet, l->pattern);
    if (stroke.paint.color.a > 0 && stroke.width_pt > 0)
        kuril_canvas_stroke(l->p->canvas, &stroke);
}

static kuril_status line_feature(void *user, const kuril_feature *feature)
{
    lining *l = user;
    const kuril_line_look look = kuril_line_look_of(l->sheet, l->layer, feature);
    if (!l->running || !same_look(l, &look)) {
        flush(l);
        g_free(l->pattern);
        l->pattern = g_strdup(look.pattern);
        l->look = look;
        l->look.pattern = l->pattern;
        l->running = true;
        kuril_canvas_new_path(l->p->canvas);
    }
    return kuril_geometry_walk_outline(feature->geometry, kuril_chain_first(l->p->chain));
}

kuril_status kuril_paint_line(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer, kuril_error *error)
{
    lining l = {.p = p, .sheet = sheet, .layer = layer};
    kuril_layer_translate(p, sheet, layer, KURIL_LINE_TRANSLATE);
    const kuril_status status = kuril_layer_features(p, sheet, layer, KURIL_LINE_SORT_KEY, line_feature, &l, error);
    flush(&l);
    g_free(l.pattern);
    return status;
}
