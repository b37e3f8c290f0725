/* Patterns along lines. */
#include "map/paint_line.h"

#include <math.h>

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
    const kuril_rect box = kuril_line_shown_box(l, l->look.stroke.width_pt);
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
