/*
 * Lines. A plain one goes from the chain into the canvas's path, features of one look together, so that a translucent
 * layer is even where they cross. One that is moved aside, dashed, blurred, patterned or shaded along its length is
 * taken whole from a chain without a clip: what is measured from its beginning stays where it is when the page moves.
 */
#include "map/paint_line.h"

#include "map/ribbon.h"

#include <math.h>
#include <string.h>

/* ---- The look. ---- */

/*
 * Dashes are given in line widths. An odd list is one whose last dash goes over into its first: of a single number
 * nothing is left but a solid line. False when they are too short to be seen or counted: a solid line then, too.
 */
static bool set_dashes(kuril_stroke *stroke, const double *dashes, size_t n, double unit)
{
    static const double dot_pt = 0.01;
    static const double least_pt = 0.02; /* a period; thousands of dashes to the inch are grey at any resolution */
    double length = 0;
    for (size_t i = 0; i < n; i++)
        length += dashes[i] * unit;
    if (n >= 2 && length < least_pt) {
        stroke->n_dashes = 0;
        return false;
    }
    const bool odd = n % 2 == 1;
    double total = 0;
    stroke->n_dashes = n < 2 ? 0 : odd ? n - 1 : n;
    for (size_t i = 0; i < stroke->n_dashes; i++) {
        stroke->dashes[i] = dashes[i] * unit;
        total += i % 2 == 1 ? dashes[i] : 0;
    }
    for (size_t i = 0; i + 1 < stroke->n_dashes && stroke->cap == KURIL_CAP_ROUND; i += 2) {
        /* A dash of no length is a dot, which cairo leaves out; what makes it one is taken from its gap. */
        const double more = fmin(fmax(dot_pt - stroke->dashes[i], 0), stroke->dashes[i + 1]);
        stroke->dashes[i] += more;
        stroke->dashes[i + 1] -= more;
    }
    if (odd && n > 1) {
        stroke->dashes[0] += dashes[n - 1] * unit;
        stroke->dash_phase = dashes[n - 1] * unit;
    }
    if (total <= 0)
        stroke->n_dashes = 0; /* no gaps */
    if (stroke->n_dashes > 0 && stroke->cap == KURIL_CAP_SQUARE)
        stroke->cap = KURIL_CAP_BUTT; /* dashes are rounded or not; square ends would close the gaps */
    return true;
}

/* Below a limit of 1.05, the default, a pointed corner and a round one are a fortieth of the width apart at most. */
static void set_round_limit(kuril_line_look *look, double limit)
{
    if (look->stroke.join != KURIL_JOIN_ROUND || !(limit > 1.05))
        return;
    look->round_limit = limit;
    look->stroke.join = KURIL_JOIN_MITER;
    look->stroke.miter_limit = limit;
}

kuril_line_look kuril_line_look_of(kuril_sheet *sheet, const kuril_style_layer *layer, const kuril_feature *feature)
{
    static const kuril_line_cap caps[] = {[KURIL_STYLE_LINE_CAP_BUTT] = KURIL_CAP_BUTT,
                                          [KURIL_STYLE_LINE_CAP_ROUND] = KURIL_CAP_ROUND,
                                          [KURIL_STYLE_LINE_CAP_SQUARE] = KURIL_CAP_SQUARE};
    static const kuril_line_join joins[] = {[KURIL_STYLE_LINE_JOIN_BEVEL] = KURIL_JOIN_BEVEL,
                                            [KURIL_STYLE_LINE_JOIN_ROUND] = KURIL_JOIN_ROUND,
                                            [KURIL_STYLE_LINE_JOIN_MITER] = KURIL_JOIN_MITER};
    kuril_styling *styling = sheet->styling;
    kuril_style_rgba shade;
    kuril_line_look look = {.gap_pt = kuril_layer_points(sheet, layer, KURIL_LINE_GAP_WIDTH, feature),
                            .offset_pt = kuril_layer_points(sheet, layer, KURIL_LINE_OFFSET, feature),
                            .blur_pt = kuril_layer_points(sheet, layer, KURIL_LINE_BLUR, feature),
                            .pattern = kuril_style_image(styling, layer, KURIL_LINE_PATTERN, feature),
                            .gradient = kuril_style_ramp(styling, layer, KURIL_LINE_GRADIENT, 0, &shade)};
    kuril_stroke *stroke = &look.stroke;
    stroke->paint.color = kuril_layer_color(sheet, layer, KURIL_LINE_COLOR, KURIL_LINE_OPACITY, feature);
    if (look.gradient)
        stroke->paint.color = (kuril_rgba){0, 0, 0, kuril_style_number(styling, layer, KURIL_LINE_OPACITY, feature)};
    if (!look.pattern && kuril_styling_is_set(styling, layer, KURIL_LINE_PATTERN))
        stroke->paint.color.a = 0;
    stroke->width_pt = kuril_layer_points(sheet, layer, KURIL_LINE_WIDTH, feature);
    const int cap = kuril_style_enum(styling, layer, KURIL_LINE_CAP, feature);
    const int join = kuril_style_enum(styling, layer, KURIL_LINE_JOIN, feature);
    stroke->cap = cap >= 0 ? caps[cap] : KURIL_CAP_BUTT;
    stroke->join = join >= 0 ? joins[join] : KURIL_JOIN_MITER;
    stroke->miter_limit = kuril_style_number(styling, layer, KURIL_LINE_MITER_LIMIT, feature);
    set_round_limit(&look, kuril_style_number(styling, layer, KURIL_LINE_ROUND_LIMIT, feature));
    look.measure_pt =
        KURIL_PX * sheet->pattern_scale * kuril_style_number(sheet->whole, layer, KURIL_LINE_WIDTH, feature);
    double dashes[KURIL_DASHES_MAX];
    const size_t n = kuril_style_numbers(styling, layer, KURIL_LINE_DASHARRAY, feature, dashes, KURIL_DASHES_MAX);
    if (!look.pattern) /* a pattern takes the place of dashes */
        look.undashed = !set_dashes(stroke, dashes, MIN(n, KURIL_DASHES_MAX), look.measure_pt) && look.measure_pt > 0;
    return look;
}

/* Spikes of thinner lines are cut by a quarter of a pixel at most. */
static bool may_have_spikes(const kuril_line_look *look)
{
    return look->stroke.join != KURIL_JOIN_ROUND && look->stroke.width_pt + look->gap_pt > 2 * KURIL_PX &&
           look->round_limit == 0 && look->blur_pt == 0 && look->stroke.n_dashes == 0 && !look->pattern &&
           !look->gradient;
}

static bool is_plain(const kuril_line_look *look)
{
    return !may_have_spikes(look) && look->gap_pt == 0 && look->offset_pt == 0 && look->blur_pt == 0 &&
           !look->pattern && !look->gradient && look->round_limit == 0 && look->stroke.n_dashes == 0;
}

static bool same_look(const kuril_line_look *a, const kuril_line_look *b)
{
    const kuril_stroke *s = &a->stroke, *t = &b->stroke;
    return kuril_same_color(s->paint.color, t->paint.color) && s->width_pt == t->width_pt && s->cap == t->cap &&
           s->join == t->join && s->miter_limit == t->miter_limit && s->n_dashes == t->n_dashes &&
           s->dash_phase == t->dash_phase && memcmp(s->dashes, t->dashes, s->n_dashes * sizeof *s->dashes) == 0 &&
           a->gap_pt == b->gap_pt && a->offset_pt == b->offset_pt && a->blur_pt == b->blur_pt &&
           a->measure_pt == b->measure_pt && a->round_limit == b->round_limit && a->gradient == b->gradient &&
           g_strcmp0(a->pattern, b->pattern) == 0;
}

/* ---- Runs of one look. ---- */

/*
 * A blurred line: strokes of less and less width on each other, each with as much colour as brings the sum to the
 * ramp's next step. Its edge fades from half a pixel outside of the width to `blur` inside.
 */
static void stroke_blurred(kuril_canvas *canvas, const kuril_line_look *look)
{
    enum { STEPS_LEAST = 6, STEPS_MOST = 24 };
    const double ramp = look->blur_pt + KURIL_PX;
    const int steps = (int)CLAMP(ceil(2 * ramp / KURIL_PX), STEPS_LEAST, STEPS_MOST);
    double reached = 0;
    kuril_stroke stroke = look->stroke;
    for (int i = 0; i < steps; i++) {
        const double opacity = look->stroke.paint.color.a * (i + 1) / steps;
        stroke.width_pt = look->stroke.width_pt + KURIL_PX - 2 * ramp * (i + 0.5) / steps;
        if (stroke.width_pt <= 0)
            return;
        stroke.paint.color.a = (opacity - reached) / (1 - fmin(reached, 1 - 1e-9));
        kuril_canvas_stroke(canvas, &stroke);
        reached = opacity;
    }
}

static void flush(lining *l)
{
    if (!l->running)
        return;
    l->running = false;
    const kuril_line_look *look = &l->look;
    if (look->gradient || look->pattern || look->stroke.paint.color.a <= 0 || look->stroke.width_pt <= 0)
        return; /* drawn line by line, or not at all */
    if (look->blur_pt > 0)
        stroke_blurred(l->p->canvas, look);
    else
        kuril_canvas_stroke(l->p->canvas, &look->stroke);
}

/* ---- Whole lines. ---- */

static kuril_chain *whole_chain(kuril_painter *p)
{
    static const kuril_rect everywhere = {-1e9, -1e9, 1e9, 1e9};
    if (!p->whole) {
        const double tolerance = KURIL_PX / 4 / fmax(1, kuril_canvas_pixels_per_pt(p->canvas) * KURIL_PX);
        const kuril_chain_options options = {.tolerance_pt = tolerance, .simplify_pt = tolerance};
        p->whole = kuril_chain_new(p->scene->projection, &p->scene->fit, &everywhere, &options, NULL);
    }
    return p->whole;
}

kuril_rect kuril_line_shown_box(const lining *l, double width)
{
    kuril_rect box;
    kuril_canvas_shown(l->p->canvas, &box);
    return (kuril_rect){box.x_min - width, box.y_min - width, box.x_max + width, box.y_max + width};
}

static void emit_line(lining *l, kuril_page_line line)
{
    if (l->look.round_limit > 0) {
        kuril_page_line_blunt(line, l->look.round_limit, l->piece);
        line = kuril_page_line_of(l->piece, line.closed);
    }
    kuril_page_line_emit(l->p->canvas, line, &l->box);
}

/* Each of the lines that a line of the feature is drawn as: itself, or one on either side of the gap. */
static void draw_line(lining *l, kuril_page_line line, bool area)
{
    const kuril_line_look *look = &l->look;
    const kuril_bend bend = {look->round_limit > 0 ? KURIL_JOIN_ROUND : look->stroke.join, look->stroke.miter_limit};
    const double gap = look->gap_pt > 0 ? (look->gap_pt + look->stroke.width_pt) / 2 : 0;
    for (int i = gap > 0 ? -1 : 1; i <= 1; i += 2) {
        const double offset = (area ? -look->offset_pt : look->offset_pt) + i * gap;
        kuril_page_line moved = line;
        if (offset != 0) {
            kuril_page_line_offset(line, offset, &bend, l->moved);
            moved = kuril_page_line_of(l->moved, line.closed);
        }
        if (moved.n < 2)
            continue;
        if (look->gradient)
            kuril_line_gradient_draw(l, moved);
        else if (look->pattern)
            kuril_line_pattern_draw(l, moved);
        else
            emit_line(l, moved);
    }
}

/* The lines of a feature with a spike, drawn by themselves. */
static void draw_ribbons(lining *l, const kuril_bend *bend, bool area)
{
    const kuril_line_look *look = &l->look;
    const double inner = look->gap_pt / 2,
                 outer = inner > 0 ? inner + look->stroke.width_pt : look->stroke.width_pt / 2;
    const kuril_ribbon ribbon = {inner, outer, *bend, look->stroke.cap};
    flush(l);
    kuril_canvas_new_path(l->p->canvas);
    for (guint i = 0; i < l->lines->len; i++) {
        kuril_page_line line = kuril_page_line_of(g_ptr_array_index(l->lines, i), area);
        if (look->offset_pt != 0) {
            kuril_page_line_offset(line, (area ? -look->offset_pt : look->offset_pt), bend, l->moved);
            line = kuril_page_line_of(l->moved, line.closed);
        }
        kuril_ribbon_emit(l->p->canvas, line, &ribbon, &l->box);
    }
    kuril_canvas_fill(l->p->canvas, KURIL_FILL_NONZERO, &look->stroke.paint);
}

/* Takes the lines of a geometry on the page, whole, into l->lines. */
static kuril_status collect_lines(lining *l, const kuril_geometry *geometry)
{
    kuril_chain *chain = whole_chain(l->p);
    kuril_geometry_buffer_reset(&l->buffer);
    kuril_chain_set_last(chain, &l->buffer.base);
    const kuril_status status = kuril_geometry_walk_outline(geometry, kuril_chain_first(chain));
    g_ptr_array_set_size(l->lines, 0);
    for (guint i = 0; status == KURIL_OK && i < l->buffer.rings->len; i++) {
        const kuril_ring *ring = &g_array_index(l->buffer.rings, kuril_ring, i);
        GArray *line = g_array_sized_new(FALSE, FALSE, sizeof(kuril_page_point), (guint)ring->count);
        for (size_t k = 0; k < ring->count; k++) {
            const kuril_lonlat at = g_array_index(l->buffer.points, kuril_lonlat, ring->first + k);
            const kuril_page_point point = {at.lon, at.lat};
            g_array_append_val(line, point);
        }
        g_ptr_array_add(l->lines, line);
    }
    return status;
}

/* A positive offset is to the right of a line, and into a polygon, whose inside lies to the left of its rings. */
static kuril_status draw_whole(lining *l, const kuril_geometry *geometry)
{
    const bool area = geometry->n_parts > 0 && geometry->parts[0].kind == KURIL_POLYGON;
    const kuril_status status = collect_lines(l, geometry);
    if (status != KURIL_OK)
        return status;
    const kuril_bend bend = {l->look.stroke.join, l->look.stroke.miter_limit};
    bool spiked = false;
    for (guint i = 0; may_have_spikes(&l->look) && i < l->lines->len && !spiked; i++)
        spiked = kuril_ribbon_has_spike(kuril_page_line_of(g_ptr_array_index(l->lines, i), area), &bend);
    if (spiked)
        draw_ribbons(l, &bend, area);
    for (guint i = 0; i < l->lines->len && !spiked; i++)
        draw_line(l, kuril_page_line_of(g_ptr_array_index(l->lines, i), area), area);
    return KURIL_OK;
}

/* ---- Features. ---- */

static void begin_run(lining *l, const kuril_line_look *look)
{
    flush(l);
    g_free(l->pattern);
    l->pattern = g_strdup(look->pattern);
    l->look = *look;
    l->look.pattern = l->pattern;
    l->running = true;
    /* What lies beyond this can reach into the frame neither by its width nor by its offset. */
    const double reach =
        fabs(look->offset_pt) + look->gap_pt + look->stroke.width_pt * fmax(look->stroke.miter_limit, 2);
    const kuril_rect *f = &l->p->scene->frame;
    const double world = l->p->scene->world_pt; /* its copies are moved into the frame */
    l->box = (kuril_rect){f->x_min - reach - world, f->y_min - reach - world, f->x_max + reach + world,
                          f->y_max + reach + world};
    kuril_canvas_new_path(l->p->canvas);
}

static kuril_status line_feature(void *user, const kuril_feature *feature)
{
    lining *l = user;
    const kuril_line_look look = kuril_line_look_of(l->sheet, l->layer, feature);
    if (!(look.stroke.width_pt > 0) || !(look.stroke.paint.color.a > 0))
        return KURIL_OK;
    if (look.undashed)
        kuril_scene_warn_once(l->p->scene, l->layer, "the dashes of line-dasharray are too short to be seen: solid");
    if (!l->running || !same_look(&l->look, &look))
        begin_run(l, &look);
    if (!is_plain(&look))
        return draw_whole(l, feature->geometry);
    return kuril_painter_walk(l->p, feature, KURIL_WALK_OUTLINE);
}

kuril_status kuril_paint_line(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer, kuril_error *error)
{
    lining l = {.p = p, .sheet = sheet, .layer = layer};
    l.lines = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    l.moved = g_array_new(FALSE, FALSE, sizeof(kuril_page_point));
    l.piece = g_array_new(FALSE, FALSE, sizeof(kuril_page_point));
    kuril_geometry_buffer_init(&l.buffer);
    kuril_layer_translate(p, sheet, layer, KURIL_LINE_TRANSLATE, KURIL_LINE_TRANSLATE_ANCHOR);
    const kuril_status status = kuril_layer_features(p, sheet, layer, KURIL_LINE_SORT_KEY, line_feature, &l, error);
    flush(&l);
    g_free(l.pattern);
    kuril_geometry_buffer_finish(&l.buffer);
    g_ptr_array_free(l.lines, TRUE);
    g_array_free(l.moved, TRUE);
    g_array_free(l.piece, TRUE);
    return status;
}
