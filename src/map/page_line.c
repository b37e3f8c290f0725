#include "map/page_line.h"

#include <math.h>

kuril_page_line kuril_page_line_of(const GArray *points, bool area)
{
    const kuril_page_point *p = (const kuril_page_point *)(void *)points->data;
    const size_t n = points->len;
    return (kuril_page_line){p, n, area && n > 2 && p[0].x == p[n - 1].x && p[0].y == p[n - 1].y};
}

double kuril_page_line_length(kuril_page_line line)
{
    double length = 0;
    for (size_t i = 1; i < line.n; i++)
        length += hypot(line.points[i].x - line.points[i - 1].x, line.points[i].y - line.points[i - 1].y);
    return length;
}

/* ---- Parallel lines. ---- */

static void add(GArray *out, double x, double y)
{
    const kuril_page_point p = {x, y};
    g_array_append_val(out, p);
}

static bool direction(kuril_page_point a, kuril_page_point b, kuril_page_point *out)
{
    const double length = hypot(b.x - a.x, b.y - a.y);
    if (length == 0)
        return false;
    *out = (kuril_page_point){(b.x - a.x) / length, (b.y - a.y) / length};
    return true;
}

static void add_arc(GArray *out, kuril_page_point at, kuril_page_point u, kuril_page_point v, double distance)
{
    const double from = atan2(u.x * distance, -u.y * distance),
                 turn = atan2(u.x * v.y - u.y * v.x, u.x * v.x + u.y * v.y);
    const int steps = 1 + (int)(fabs(turn) * sqrt(fabs(distance)) * 2);
    for (int i = 0; i <= steps; i++) {
        const double angle = from + turn * i / steps;
        add(out, at.x + fabs(distance) * cos(angle), at.y + fabs(distance) * sin(angle));
    }
}

/* A bend from direction u to v. The normal to the right of (x, y) is (-y, x), since y runs down. */
static void add_bend(GArray *out, kuril_page_point at, kuril_page_point u, kuril_page_point v, double distance,
                     double room, const kuril_bend *bend)
{
    const double cosine = u.x * v.x + u.y * v.y, cross = u.x * v.y - u.y * v.x;
    const double longer = sqrt(2 / fmax(1 + cosine, 1e-12)); /* the mitre over the distance */
    const bool outer = cross * distance < 0;
    const bool mitred = outer ? bend->join == KURIL_JOIN_MITER && longer <= bend->miter_limit
                              : fabs(distance) * longer <= fmax(room, fabs(distance) * 1.2);
    if (mitred || cosine > 0.999) {
        const double k = distance / (1 + cosine);
        add(out, at.x - (u.y + v.y) * k, at.y + (u.x + v.x) * k);
    } else if (outer && bend->join == KURIL_JOIN_ROUND) {
        add_arc(out, at, u, v, distance);
    } else {
        add(out, at.x - u.y * distance, at.y + u.x * distance);
        add(out, at.x - v.y * distance, at.y + v.x * distance);
    }
}

void kuril_page_line_offset(kuril_page_line line, double distance, const kuril_bend *bend, GArray *out)
{
    const kuril_page_point *p = line.points;
    g_array_set_size(out, 0);
    kuril_page_point first = {0, 0}, before = {0, 0};
    size_t last = 0; /* where the segment in hand begins */
    bool any = false;
    double before_length = 0, first_length = 0;
    for (size_t i = 1; i < line.n; i++) {
        kuril_page_point u;
        if (!direction(p[last], p[i], &u))
            continue;
        const double length = hypot(p[i].x - p[last].x, p[i].y - p[last].y);
        if (any)
            add_bend(out, p[last], before, u, distance, fmin(length, before_length), bend);
        else if (!line.closed)
            add(out, p[last].x - u.y * distance, p[last].y + u.x * distance);
        if (!any) {
            first = u;
            first_length = length;
        }
        before = u;
        before_length = length;
        any = true;
        last = i;
    }
    if (!any)
        return;
    if (!line.closed) {
        add(out, p[last].x - before.y * distance, p[last].y + before.x * distance);
        return;
    }
    add_bend(out, p[0], before, first, distance, fmin(first_length, before_length), bend);
    const kuril_page_point start = g_array_index(out, kuril_page_point, 0);
    add(out, start.x, start.y);
}

/* ---- Round corners among mitres. ---- */

void kuril_page_line_blunt(kuril_page_line line, double limit, GArray *out)
{
    static const double STEP_PT = 0.05, TURN_MOST = 0.4; /* radians; its mitre is 1.02 widths long */
    const kuril_page_point *p = line.points;
    g_array_set_size(out, 0);
    for (size_t i = 0; i < line.n; i++) {
        kuril_page_point u, v, at = p[i];
        add(out, at.x, at.y);
        if (i == 0 || i + 1 >= line.n || !direction(p[i - 1], at, &u) || !direction(at, p[i + 1], &v))
            continue;
        const double turn = atan2(u.x * v.y - u.y * v.x, u.x * v.x + u.y * v.y);
        if (cos(turn / 2) * limit > 1)
            continue;
        const int steps = (int)ceil(fabs(turn) / TURN_MOST);
        for (int k = 1; k < steps; k++) {
            const double angle = atan2(u.y, u.x) + turn * k / steps;
            at.x += STEP_PT * cos(angle);
            at.y += STEP_PT * sin(angle);
            add(out, at.x, at.y);
        }
    }
}

/* ---- Cut to a box. ---- */

bool kuril_page_cut(kuril_page_point a, kuril_page_point b, const kuril_rect *box, double *from, double *to)
{
    const double d[4] = {a.x - b.x, b.x - a.x, a.y - b.y, b.y - a.y};
    const double room[4] = {a.x - box->x_min, box->x_max - a.x, a.y - box->y_min, box->y_max - a.y};
    *from = 0;
    *to = 1;
    for (int i = 0; i < 4; i++) {
        if (d[i] == 0 && room[i] < 0)
            return false;
        if (d[i] < 0)
            *from = fmax(*from, room[i] / d[i]);
        else if (d[i] > 0)
            *to = fmin(*to, room[i] / d[i]);
    }
    return *from < *to;
}

void kuril_page_line_shown(kuril_page_line line, const kuril_rect *box, GArray *out)
{
    double length = 0;
    g_array_set_size(out, 0);
    for (size_t i = 1; i < line.n; i++) {
        const kuril_page_point a = line.points[i - 1], b = line.points[i];
        const double here = hypot(b.x - a.x, b.y - a.y);
        double from, to;
        if (here > 0 && kuril_page_cut(a, b, box, &from, &to)) {
            const kuril_page_stretch stretch = {length + from * here, length + to * here};
            kuril_page_stretch *last = out->len ? &g_array_index(out, kuril_page_stretch, out->len - 1) : NULL;
            if (last && from <= 0 && last->to >= length)
                last->to = stretch.to;
            else
                g_array_append_val(out, stretch);
        }
        length += here;
    }
}

void kuril_page_line_emit(kuril_canvas *canvas, kuril_page_line line, const kuril_rect *box)
{
    double length = 0;
    bool down = false, whole = true; /* the pen; whether nothing has been cut */
    for (size_t i = 1; i < line.n; i++) {
        const kuril_page_point a = line.points[i - 1], b = line.points[i];
        const double here = hypot(b.x - a.x, b.y - a.y);
        double from, to;
        if (here > 0 && kuril_page_cut(a, b, box, &from, &to)) {
            if (!down || from > 0) {
                kuril_canvas_skip_dash(canvas, length + from * here);
                kuril_canvas_move_to(canvas, a.x + (b.x - a.x) * from, a.y + (b.y - a.y) * from);
            }
            const bool last = i + 1 == line.n;
            if (last && whole && from == 0 && to == 1 && line.closed) {
                kuril_canvas_close_path(canvas);
                return;
            }
            kuril_canvas_line_to(canvas, a.x + (b.x - a.x) * to, a.y + (b.y - a.y) * to);
            down = to == 1;
            whole = whole && from == 0 && to == 1;
        } else if (here > 0) {
            down = whole = false;
        }
        length += here;
    }
}

void kuril_page_line_stretch(kuril_page_line line, double from, double to, GArray *out)
{
    g_array_set_size(out, 0);
    double length = 0;
    for (size_t i = 1; i < line.n && length < to; i++) {
        const kuril_page_point a = line.points[i - 1], b = line.points[i];
        const double here = hypot(b.x - a.x, b.y - a.y), s = (from - length) / here, t = (to - length) / here;
        if (here > 0 && s < 1) {
            if (out->len == 0)
                add(out, a.x + (b.x - a.x) * fmax(s, 0), a.y + (b.y - a.y) * fmax(s, 0));
            add(out, a.x + (b.x - a.x) * fmin(t, 1), a.y + (b.y - a.y) * fmin(t, 1));
        }
        length += here;
    }
}
