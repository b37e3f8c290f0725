/*
 * Gradients along lines: each strip of a line (ribbon.h) in slices of one colour, as the reference shades the two
 * triangles that it makes of a strip, so that a colour runs through a bend without a seam.
 */
#include "map/paint_line.h"
#include "map/ribbon.h"

#include <math.h>

typedef kuril_page_point vec;

typedef struct shading {
    lining *l;
    double length; /* of the line */
    double half;
    double cells; /* of the table of colours; 0: none */
    bool pixels;
} shading;

/* The reference looks steps up in a table of two to four cells a pixel, the first and the last being the very ends. */
static double table_cells(double length_px)
{
    static const double LEAST = 256, TILE_PX = 512; /* lines that leave a tile have a table for each: not followed */
    return length_px > TILE_PX ? 0 : fmax(exp2(ceil(log2(2 * length_px))), LEAST);
}

static kuril_rgba shade_at(const shading *s, double distance)
{
    const lining *l = s->l;
    const double exact = CLAMP(distance / s->length, 0, 1);
    const double progress = s->cells > 0 ? fmin(floor(exact * s->cells) / (s->cells - 1), 1) : exact;
    kuril_style_rgba c = {0, 0, 0, 0};
    kuril_style_ramp(l->sheet->styling, l->layer, KURIL_LINE_GRADIENT, progress, &c);
    return (kuril_rgba){c.r, c.g, c.b, s->pixels ? c.a * l->look.stroke.paint.color.a : c.a};
}

static vec between(vec a, vec b, double t)
{
    return (vec){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

static void fill_polygon(const shading *s, const vec *p, size_t n, const kuril_rgba *color)
{
    kuril_canvas *canvas = s->l->p->canvas;
    kuril_canvas_new_path(canvas);
    kuril_canvas_move_to(canvas, p[0].x, p[0].y);
    for (size_t i = 1; i < n; i++)
        kuril_canvas_line_to(canvas, p[i].x, p[i].y);
    kuril_canvas_close_path(canvas);
    kuril_canvas_fill_replacing(canvas, color);
}

static void fill_disc(const shading *s, vec at, const kuril_rgba *color)
{
    kuril_canvas *canvas = s->l->p->canvas;
    kuril_canvas_new_path(canvas);
    kuril_canvas_circle(canvas, at.x, at.y, s->half);
    kuril_canvas_fill_replacing(canvas, color);
}

/* From fraction t to u of a strip. What is of one fraction runs from its left edge to its diagonal and its right edge.
 */
static void fill_slice(const shading *s, const kuril_strip *strip, double t, double u, const kuril_rgba *color)
{
    const vec *l = strip->left, *r = strip->right;
    const vec slice[6] = {between(l[0], l[1], t), between(l[0], r[1], t), between(r[0], r[1], t),
                          between(r[0], r[1], u), between(l[0], r[1], u), between(l[0], l[1], u)};
    fill_polygon(s, slice, 6, color);
}

/* Where the next colour begins: half way, or where a step stands, which is not moved to where we looked. */
static double change_between(const shading *s, double low, double high, const kuril_rgba *color, const kuril_rgba *next)
{
    const double half_way = (low + high) / 2;
    for (int i = 0; i < 5; i++) {
        const double middle = (low + high) / 2;
        const kuril_rgba shade = shade_at(s, middle);
        if (kuril_same_color(shade, *color))
            low = middle;
        else if (kuril_same_color(shade, *next))
            high = middle;
        else
            return half_way;
    }
    return (low + high) / 2;
}

/* What a box shows of a strip, each slice of its colour; slices of one colour are one. */
static void fill_strip(const shading *s, const kuril_strip *strip, const kuril_rect *box)
{
    enum { SLICES_MOST = 8192 };
    double shown_from, shown_to;
    if (!kuril_page_cut(strip->a, strip->b, box, &shown_from, &shown_to))
        return;
    const double long_pt = strip->to - strip->from, first = strip->from + shown_from * long_pt;
    const double shown = (shown_to - shown_from) * long_pt;
    const int n = (int)CLAMP(ceil(shown / KURIL_PX * 2), 2, SLICES_MOST);
    double from = shown_from, looked = first + 0.5 * shown / n;
    kuril_rgba color = shade_at(s, looked);
    for (int i = 1; i <= n; i++) {
        const double look = first + (i + 0.5) * shown / n;
        const kuril_rgba next = i < n ? shade_at(s, look) : color;
        const bool same = kuril_same_color(color, next);
        if (i == n || !same) {
            const double change = same ? first + shown : change_between(s, looked, look, &color, &next);
            const double to = (change - strip->from) / long_pt;
            /* The next slice covers what would be a seam in a viewer. */
            const double more = !s->pixels && color.a >= 1 ? fmin(0.5 / long_pt, 1 - to) : 0;
            fill_slice(s, strip, from, to + more, &color);
            from = to;
            color = next;
        }
        looked = look;
    }
}

/* The outer side of a bend, of the one colour that the line has there. */
static void fill_bend(const shading *s, const kuril_strip *before, const kuril_strip *after)
{
    const kuril_rgba color = shade_at(s, before->to);
    const vec open[4] = {before->left[1], before->right[1], after->right[0], after->left[0]};
    if (s->l->look.stroke.join == KURIL_JOIN_ROUND)
        fill_disc(s, before->b, &color);
    fill_polygon(s, open, 4, &color);
}

static void fill_cap(const shading *s, const kuril_strip *strip, int end)
{
    const kuril_rgba color = shade_at(s, end ? strip->to : strip->from);
    const vec at = end ? strip->b : strip->a, l = strip->left[end], r = strip->right[end];
    const double k = s->half / (strip->to - strip->from) * (end ? 1 : -1);
    const vec out = {(strip->b.x - strip->a.x) * k, (strip->b.y - strip->a.y) * k};
    const vec square[4] = {l, r, {r.x + out.x, r.y + out.y}, {l.x + out.x, l.y + out.y}};
    switch (s->l->look.stroke.cap) {
    case KURIL_CAP_ROUND:
        fill_disc(s, at, &color);
        break;
    case KURIL_CAP_SQUARE:
        fill_polygon(s, square, 4, &color);
        break;
    default:
        break;
    }
}

static bool is_sharp(vec a, vec b, vec c)
{
    static const double turn = 75 * G_PI / 180;
    const vec u = {b.x - a.x, b.y - a.y}, v = {c.x - b.x, c.y - b.y};
    return fabs(atan2(u.x * v.y - u.y * v.x, u.x * v.x + u.y * v.y)) > turn;
}

/* The line with a point 15 pixels before and after each sharp bend: no farther do the colours lean there. */
static void add_points_at_bends(kuril_page_line line, GArray *out)
{
    static const double room = 15 * KURIL_PX;
    const vec *p = line.points;
    g_array_set_size(out, 0);
    for (size_t i = 0; i < line.n; i++) {
        const size_t after = i + 1 < line.n ? i + 1 : 1; /* of a ring, whose ends are one */
        const bool end = i == 0 || i + 1 == line.n;
        const bool sharp = (!end || line.closed) && is_sharp(p[i > 0 ? i - 1 : line.n - 2], p[i], p[after]);
        if (sharp && i > 0) {
            const vec last = g_array_index(out, vec, out->len - 1);
            const double length = hypot(p[i].x - last.x, p[i].y - last.y);
            const vec before = between(p[i], last, room / length);
            if (length > 2 * room)
                g_array_append_val(out, before);
        }
        g_array_append_val(out, p[i]);
        if (sharp && i + 1 < line.n) {
            const double length = hypot(p[after].x - p[i].x, p[after].y - p[i].y);
            const vec beyond = between(p[i], p[after], room / length);
            if (length > 2 * room)
                g_array_append_val(out, beyond);
        }
    }
}

/* Caps first, and each bend before its strips, which cover what reaches into them. */
static void fill_strips(const shading *s, kuril_page_line line)
{
    const kuril_stroke *look = &s->l->look.stroke;
    const kuril_bend bend = {look->join, look->miter_limit};
    const kuril_rect box = kuril_line_shown_box(s->l, s->half * 2);
    GArray *strips = g_array_new(FALSE, FALSE, sizeof(kuril_strip));
    add_points_at_bends(line, s->l->piece);
    kuril_strips_of(kuril_page_line_of(s->l->piece, line.closed), s->half, &bend, strips);
    const kuril_strip *strip = (const kuril_strip *)(void *)strips->data;
    const guint n = strips->len;
    if (n > 0 && !line.closed) {
        fill_cap(s, &strip[0], 0);
        fill_cap(s, &strip[n - 1], 1);
    }
    for (guint i = 0; i < n; i++) {
        if (i + 1 < n || line.closed)
            fill_bend(s, &strip[i], &strip[(i + 1) % n]);
        fill_strip(s, &strip[i], &box);
    }
    g_array_free(strips, TRUE);
}

/*
 * In a group of its own, so that slices replace each other and not what lies below the line. In pixels the colours
 * reach beyond the edges, and the line as a whole is their mask.
 */
void kuril_line_gradient_draw(lining *l, kuril_page_line line)
{
    kuril_canvas *canvas = l->p->canvas;
    shading s = {.l = l, .length = kuril_page_line_length(line), .half = l->look.stroke.width_pt / 2};
    s.pixels = kuril_canvas_get_format(canvas) == KURIL_CANVAS_PNG;
    if (!(s.length > 0))
        return;
    s.cells = table_cells(s.length / (KURIL_PX * l->sheet->pattern_scale));
    kuril_canvas_push_group(canvas);
    if (!s.pixels) {
        fill_strips(&s, line); /* opaque if the colours are: no seams */
        kuril_canvas_pop_group(canvas, l->look.stroke.paint.color.a);
        return;
    }
    s.half += KURIL_PX;
    fill_strips(&s, line);
    s.half -= KURIL_PX / 2;
    fill_strips(&s, line); /* what reached into another bend of the line */
    kuril_canvas_new_path(canvas);
    kuril_page_line_emit(canvas, line, &l->box);
    kuril_canvas_pop_group_stroked(canvas, &l->look.stroke);
}
