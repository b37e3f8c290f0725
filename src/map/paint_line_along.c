/* What changes along a line: gradients and patterns. */
#include "map/paint_line.h"

#include <math.h>

/* ---- Gradients. ---- */

static kuril_rgba shade_at(const lining *l, double progress)
{
    kuril_style_rgba c = {0, 0, 0, 0};
    kuril_style_ramp(l->sheet->styling, l->layer, KURIL_LINE_GRADIENT, progress, &c);
    return (kuril_rgba){c.r, c.g, c.b, c.a * l->look.stroke.paint.color.a};
}

/* Joins of a run lie within a piece; pieces of one colour are one. */
static void stroke_piece(lining *l, kuril_page_line line, double from, double to, const kuril_stroke *look)
{
    kuril_canvas *canvas = l->p->canvas;
    const bool pixels = kuril_canvas_get_format(canvas) == KURIL_CANVAS_PNG;
    const double overlap = pixels || look->paint.color.a >= 1 ? 0.5 : 0; /* points, replaced by the next piece: no seam */
    kuril_page_line_stretch(line, from, to + overlap, l->piece);
    if (l->piece->len < 2 || look->paint.color.a <= 0)
        return;
    kuril_canvas_new_path(canvas);
    kuril_page_line_emit(canvas, kuril_page_line_of(l->piece, false),
                         &l->box);
    kuril_canvas_stroke(canvas, look);
}

/* What the page shows of lines, in this copy of the world, with room for their width. */
static kuril_rect shown_box(const lining *l, double width)
{
    kuril_rect box;
    kuril_canvas_shown(l->p->canvas, &box);
    return (kuril_rect){box.x_min - width, box.y_min - width, box.x_max + width, box.y_max + width};
}

/* The pieces of a stretch, each of its colour. */
static void stroke_stretch(lining *l, kuril_page_line line, const kuril_page_stretch *stretch, double length,
                           kuril_stroke *look)
{
    enum { PIECES_MOST = 8192 };
    const double shown = stretch->to - stretch->from;
    const int n = (int)CLAMP(ceil(shown / KURIL_PX), 2, PIECES_MOST);
    double from = stretch->from;
    look->paint.color = shade_at(l, (from + 0.5 * shown / n) / length);
    for (int i = 1; i <= n; i++) {
        const double to = stretch->from + shown * i / n;
        const kuril_rgba next = i < n ? shade_at(l, (to + 0.5 * shown / n) / length) : look->paint.color;
        if (i < n && kuril_same_color(look->paint.color, next))
            continue;
        stroke_piece(l, line, from, to, look);
        from = to;
        look->paint.color = next;
    }
}

/*
 * The pieces of what the page shows of a line. The caps come first, of the very ends' colours: the pieces, which have
 * none, then leave of them what reaches beyond the line.
 */
static void stroke_pieces(lining *l, kuril_page_line line, double width)
{
    kuril_stroke look = l->look.stroke;
    look.width_pt = width;
    look.replaces = true;
    const double length = kuril_page_line_length(line), end = fmin(0.01, length / 4);
    if (look.cap != KURIL_CAP_BUTT && !line.closed) {
        look.paint.color = shade_at(l, 0);
        stroke_piece(l, line, 0, end, &look);
        look.paint.color = shade_at(l, 1);
        stroke_piece(l, line, length - end, length, &look);
    }
    look.cap = KURIL_CAP_BUTT;
    GArray *shown = g_array_new(FALSE, FALSE, sizeof(kuril_page_stretch));
    const kuril_rect box = shown_box(l, width);
    kuril_page_line_shown(line, &box, shown);
    for (guint i = 0; i < shown->len; i++)
        stroke_stretch(l, line, &g_array_index(shown, kuril_page_stretch, i), length, &look);
    g_array_free(shown, TRUE);
}

/*
 * In a group of its own, so that pieces replace each other and not what lies below the line. In pixels the edges of
 * pieces that overlap would be heavier than those of a line: there the colours reach beyond the edges, and the line as
 * a whole is their mask.
 */
void kuril_line_gradient_draw(lining *l, kuril_page_line line)
{
    kuril_canvas *canvas = l->p->canvas;
    if (!(kuril_page_line_length(line) > 0))
        return;
    kuril_canvas_push_group(canvas);
    if (kuril_canvas_get_format(canvas) != KURIL_CANVAS_PNG) {
        stroke_pieces(l, line, l->look.stroke.width_pt);
        kuril_canvas_pop_group(canvas, 1);
        return;
    }
    stroke_pieces(l, line, l->look.stroke.width_pt + 2 * KURIL_PX);
    stroke_pieces(l, line, l->look.stroke.width_pt); /* what reached into another bend of the line */
    kuril_canvas_new_path(canvas);
    kuril_page_line_emit(canvas, line, &l->box);
    kuril_canvas_pop_group_stroked(canvas, &l->look.stroke);
}

/* ---- Patterns. ---- */

/* Half of a segment's end, by the mitre with its neighbour; straight where there is none or it is too sharp. */
static kuril_page_point mitre(kuril_page_point u, kuril_page_point v)
{
    const double cosine = u.x * v.x + u.y * v.y;
    if (cosine < -0.5)
        return (kuril_page_point){-u.y, u.x};
    return (kuril_page_point){-(u.y + v.y) / (1 + cosine), (u.x + v.x) / (1 + cosine)};
}

static kuril_page_point heading(kuril_page_point a, kuril_page_point b)
{
    const double length = hypot(b.x - a.x, b.y - a.y);
    return length > 0 ? (kuril_page_point){(b.x - a.x) / length, (b.y - a.y) / length} : (kuril_page_point){1, 0};
}

static void clip_segment(kuril_canvas *canvas, kuril_page_line line, size_t i, double half)
{
    const kuril_page_point *p = line.points, a = p[i - 1], b = p[i], u = heading(a, b);
    const kuril_page_point before = i > 1 ? heading(p[i - 2], a) : u, after = i + 1 < line.n ? heading(b, p[i + 1]) : u;
    const kuril_page_point m = mitre(u, before), n = mitre(u, after);
    kuril_canvas_new_path(canvas);
    kuril_canvas_move_to(canvas, a.x + m.x * half, a.y + m.y * half);
    kuril_canvas_line_to(canvas, b.x + n.x * half, b.y + n.y * half);
    kuril_canvas_line_to(canvas, b.x - n.x * half, b.y - n.y * half);
    kuril_canvas_line_to(canvas, a.x - m.x * half, a.y - m.y * half);
    kuril_canvas_close_path(canvas);
    kuril_canvas_clip_path(canvas, KURIL_FILL_NONZERO);
}

/* Tiles from the one that the piece begins in, and one more for what its mitres reach. */
static void draw_tiles(const lining *l, const kuril_icon *icon, const kuril_icon_piece *piece)
{
    kuril_canvas *canvas = l->p->canvas;
    const double length = hypot(piece->x1 - piece->x0, piece->y1 - piece->y0), width = kuril_icon_width_pt(icon);
    const double scale_x = piece->period_pt / width, scale_y = 2 * piece->half_pt / kuril_icon_height_pt(icon);
    kuril_canvas_translate(canvas, piece->x0, piece->y0);
    kuril_canvas_rotate(canvas, atan2(piece->y1 - piece->y0, piece->x1 - piece->x0) * 180 / G_PI);
    kuril_canvas_scale(canvas, scale_x, -scale_y); /* as in the reference: the top is on the right */
    const double first = floor((piece->phase_pt - piece->half_pt) / piece->period_pt) * width;
    for (double x = first; x < (piece->phase_pt + length + piece->half_pt) / scale_x; x += width)
        kuril_icon_draw(
            canvas, icon,
            &(kuril_icon_paint){
                .x = x + width / 2 - piece->phase_pt / scale_x, .scale_x = 1, .scale_y = 1, .opacity = piece->opacity});
}

/* A segment that begins `phase` into the line; what of it the page does not show is left out. */
static void draw_piece(const lining *l, kuril_page_line line, size_t i, const kuril_icon *icon, bool sampled,
                       double phase, const kuril_page_stretch *shown)
{
    kuril_canvas *canvas = l->p->canvas;
    const kuril_page_point a = line.points[i - 1], u = heading(a, line.points[i]);
    kuril_icon_piece piece = {.x0 = a.x + u.x * shown->from,
                              .y0 = a.y + u.y * shown->from,
                              .x1 = a.x + u.x * shown->to,
                              .y1 = a.y + u.y * shown->to,
                              .half_pt = l->look.stroke.width_pt / 2,
                              .period_pt = kuril_icon_width_pt(icon) * l->look.measure_pt / kuril_icon_height_pt(icon),
                              .phase_pt = phase + shown->from,
                              .opacity = l->look.stroke.paint.color.a};
    kuril_canvas_push(canvas);
    if (!sampled || line.n > 2)
        clip_segment(canvas, line, i, piece.half_pt + (sampled ? KURIL_PX : 0));
    if (sampled) {
        piece.beyond_pt = line.n > 2 ? piece.half_pt : 0;
        kuril_icon_draw_along(canvas, icon, &piece);
    } else {
        draw_tiles(l, icon, &piece);
    }
    kuril_canvas_pop(canvas);
}

static void draw_pieces(const lining *l, kuril_page_line line, const kuril_icon *icon, bool sampled)
{
    const kuril_rect box = shown_box(l, l->look.stroke.width_pt);
    GArray *shown = g_array_new(FALSE, FALSE, sizeof(kuril_page_stretch));
    double length = 0;
    for (size_t i = 1; i < line.n; i++) {
        const kuril_page_line segment = {line.points + i - 1, 2, false};
        kuril_page_line_shown(segment, &box, shown);
        if (shown->len > 0)
            draw_piece(l, line, i, icon, sampled, length, &g_array_index(shown, kuril_page_stretch, 0));
        length += kuril_page_line_length(segment);
    }
    g_array_free(shown, TRUE);
}

void kuril_line_pattern_draw(lining *l, kuril_page_line line)
{
    kuril_canvas *canvas = l->p->canvas;
    const kuril_icon *icon = kuril_icons_find(l->sheet->icons, l->look.pattern, NULL);
    if (!icon || !(kuril_icon_height_pt(icon) > 0) || !(l->look.measure_pt > 0))
        return;
    const bool sampled = kuril_icon_can_lie_along(canvas, icon);
    if (sampled)
        kuril_canvas_push_group(canvas);
    draw_pieces(l, line, icon, sampled);
    if (!sampled)
        return;
    kuril_stroke mask = l->look.stroke;
    if (mask.cap == KURIL_CAP_BUTT)
        mask.cap = KURIL_CAP_SQUARE; /* the pieces end where they end */
    kuril_canvas_new_path(canvas);
    kuril_page_line_emit(canvas, line, &l->box);
    kuril_canvas_pop_group_stroked(canvas, &mask);
}
