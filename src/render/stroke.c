/*
 * Strokes. cairo's stroker to pixels is superlinear in the length of one path, so that there long lines are cut into
 * pieces (docs: a coast of 50 000 vertices takes less than half the time). Pieces overlap by one edge, so that every
 * join is drawn; a translucent stroke is drawn opaque into a group first, so that the overlaps never show.
 */
#include "render/raster.h"

#include <math.h>

enum { PIECE_POINTS = 256 };

/* A run of a path: one subpath. */
typedef struct subpath {
    const uint8_t *verbs;
    const path_point *points;
    size_t n_verbs, n_points;
    double skipped;
    bool closed, curved;
} subpath;

typedef struct stroker {
    kuril_canvas *canvas;
    const kuril_stroke *stroke;
    bool pieces;    /* cut long lines */
    size_t pending; /* points in cairo's path that are not stroked yet */
    double phase;   /* of the dashes of what is pending */
} stroker;

static bool next_subpath(const kuril_path *path, size_t *verb, size_t *point, size_t *index, subpath *out)
{
    const size_t n = path->verbs->len;
    const uint8_t *verbs = (const uint8_t *)path->verbs->data;
    if (*verb >= n)
        return false;
    *out = (subpath){.verbs = verbs + *verb, .points = &g_array_index(path->points, path_point, *point)};
    out->skipped = *index < path->skipped->len ? g_array_index(path->skipped, double, *index) : 0;
    ++*index;
    do {
        const uint8_t v = verbs[*verb + out->n_verbs++];
        out->n_points += v == PATH_CURVE ? 3 : v == PATH_CLOSE ? 0 : 1;
        out->curved |= v == PATH_CURVE;
        out->closed |= v == PATH_CLOSE;
    } while (*verb + out->n_verbs < n && verbs[*verb + out->n_verbs] != PATH_MOVE);
    *verb += out->n_verbs;
    *point += out->n_points;
    return true;
}

static void flush(stroker *s)
{
    if (s->pending == 0)
        return;
    cairo_t *cr = s->canvas->cr;
    if (s->stroke->n_dashes > 0)
        cairo_set_dash(cr, s->stroke->dashes, (int)s->stroke->n_dashes, s->phase);
    cairo_stroke(cr);
    s->pending = 0;
}

/* Makes room for points whose dashes begin at `phase`. */
static void begin(stroker *s, size_t points, double phase)
{
    const bool same_phase = s->stroke->n_dashes == 0 || s->phase == phase;
    if (s->pending > 0 && (!same_phase || (s->pieces && s->pending + points > PIECE_POINTS)))
        flush(s);
    s->phase = phase;
    s->pending += points;
}

static void stroke_whole(stroker *s, const subpath *p)
{
    begin(s, p->n_points, s->stroke->dash_phase + p->skipped);
    const path_point *at = p->points;
    for (size_t i = 0; i < p->n_verbs; i++) {
        cairo_t *cr = s->canvas->cr;
        switch (p->verbs[i]) {
        case PATH_MOVE:
            cairo_move_to(cr, at->x, at->y);
            at++;
            break;
        case PATH_LINE:
            cairo_line_to(cr, at->x, at->y);
            at++;
            break;
        case PATH_CURVE:
            cairo_curve_to(cr, at[0].x, at[0].y, at[1].x, at[1].y, at[2].x, at[2].y);
            at += 3;
            break;
        default:
            cairo_close_path(cr);
        }
    }
}

/* A closed line runs through its first point and on to the second, so that the join there is drawn too. */
static void stroke_cut(stroker *s, const subpath *p)
{
    const size_t n = p->closed ? p->n_points + 2 : p->n_points;
    double phase = s->stroke->dash_phase + p->skipped;
    for (size_t first = 0; first + 1 < n; first += PIECE_POINTS - 2) {
        const size_t last = MIN(first + PIECE_POINTS - 1, n - 1);
        begin(s, last - first + 1, phase);
        for (size_t i = first; i <= last; i++) {
            const path_point at = p->points[i % p->n_points];
            if (i == first)
                cairo_move_to(s->canvas->cr, at.x, at.y);
            else
                cairo_line_to(s->canvas->cr, at.x, at.y);
        }
        for (size_t i = first; i < first + PIECE_POINTS - 2 && i < last; i++) {
            const path_point a = p->points[i % p->n_points], b = p->points[(i + 1) % p->n_points];
            phase += hypot(b.x - a.x, b.y - a.y);
        }
        if (last == n - 1)
            break;
    }
}

static void stroke_path(kuril_canvas *canvas, const kuril_path *path, const kuril_stroke *stroke)
{
    stroker s = {.canvas = canvas, .stroke = stroke, .pieces = kuril_canvas_is_raster(canvas)};
    size_t verb = 0, point = 0, index = 0;
    subpath p;
    cairo_new_path(canvas->cr);
    while (next_subpath(path, &verb, &point, &index, &p)) {
        if (s.pieces && !p.curved && p.n_points > PIECE_POINTS)
            stroke_cut(&s, &p);
        else
            stroke_whole(&s, &p);
    }
    flush(&s);
}

static bool dashes_valid(const kuril_stroke *stroke)
{
    double sum = 0;
    for (size_t i = 0; i < stroke->n_dashes; i++) {
        if (!(stroke->dashes[i] >= 0))
            return false;
        sum += stroke->dashes[i];
    }
    return stroke->n_dashes <= KURIL_DASHES_MAX && (stroke->n_dashes == 0 || sum > 0);
}

static void set_line(cairo_t *cr, const kuril_stroke *stroke)
{
    static const cairo_line_cap_t caps[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND, CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t joins[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND, CAIRO_LINE_JOIN_BEVEL};
    cairo_set_line_width(cr, stroke->width_pt);
    cairo_set_line_cap(cr, caps[stroke->cap]);
    cairo_set_line_join(cr, joins[stroke->join]);
    cairo_set_miter_limit(cr, stroke->miter_limit > 0 ? stroke->miter_limit : 2);
    cairo_set_dash(cr, NULL, 0, 0);
}

/* Whether it comes out as several cairo strokes, which a translucent colour would show. */
static bool in_several(const kuril_canvas *canvas, const kuril_path *path, const kuril_stroke *stroke)
{
    if (kuril_canvas_is_raster(canvas) && path->points->len > PIECE_POINTS)
        return true;
    for (guint i = 0; stroke->n_dashes > 0 && i < path->skipped->len; i++)
        if (g_array_index(path->skipped, double, i) != 0)
            return true;
    return false;
}

static void clip_to_stroke(kuril_canvas *canvas, const kuril_path *path, const kuril_stroke *stroke)
{
    kuril_rect box;
    if (!kuril_path_bounds(path, &box))
        return;
    const double reach = stroke->width_pt * fmax(stroke->miter_limit, 2);
    kuril_canvas_clip_rect(canvas,
                           &(kuril_rect){box.x_min - reach, box.y_min - reach, box.x_max + reach, box.y_max + reach});
}

void kuril_canvas_pop_group_stroked(kuril_canvas *canvas, const kuril_stroke *stroke)
{
    cairo_t *cr = canvas->cr;
    canvas->group_depth--;
    cairo_pattern_t *group = cairo_pop_group(cr);
    cairo_push_group_with_content(cr, CAIRO_CONTENT_ALPHA);
    set_line(cr, stroke);
    cairo_set_source_rgb(cr, 0, 0, 0);
    stroke_path(canvas, &canvas->path, stroke);
    cairo_pattern_t *covered = cairo_pop_group(cr);
    cairo_set_source(cr, group);
    cairo_mask(cr, covered);
    cairo_pattern_destroy(covered);
    cairo_pattern_destroy(group);
}

void kuril_canvas_stroke(kuril_canvas *canvas, const kuril_stroke *stroke)
{
    if (canvas->path.verbs->len == 0 || !(stroke->width_pt > 0) || stroke->paint.color.a <= 0 || !dashes_valid(stroke))
        return;
    cairo_t *cr = canvas->cr;
    kuril_path once = {0};
    const kuril_path *path = &canvas->path;
    if (stroke->each_edge_once) {
        kuril_path_init(&once);
        kuril_path_edges_once(path, &once);
        path = &once;
    }
    if (kuril_raster_stroke(canvas, path, stroke)) {
        kuril_path_finish(&once);
        return;
    }
    const double opacity = stroke->paint.color.a;
    const bool group = opacity < 1 && (stroke->paint.pattern || in_several(canvas, path, stroke));
    cairo_save(cr);
    if (group) {
        clip_to_stroke(canvas, path, stroke);
        kuril_canvas_push_group(canvas);
    }
    set_line(cr, stroke);
    kuril_canvas_set_color(canvas, &stroke->paint.color, group ? 1 / opacity : 1);
    if (stroke->paint.pattern)
        kuril_canvas_set_pattern(canvas, stroke->paint.pattern);
    stroke_path(canvas, path, stroke);
    if (group)
        kuril_canvas_pop_group(canvas, opacity);
    cairo_restore(cr);
    kuril_path_finish(&once);
}
