#include "map/ribbon.h"

#include <math.h>

typedef kuril_page_point vec;

/* A segment between two bends; lines without length are left out. */
typedef struct segment {
    vec a, b, u; /* u: its direction */
    double length;
} segment;

static vec along(vec at, vec direction, double distance)
{
    return (vec){at.x + direction.x * distance, at.y + direction.y * distance};
}

/* The normal to the right, y running down. */
static vec normal(vec u)
{
    return (vec){-u.y, u.x};
}

static double dot(vec a, vec b)
{
    return a.x * b.x + a.y * b.y;
}

static double cross(vec a, vec b)
{
    return a.x * b.y - a.y * b.x;
}

static GArray *segments_of(kuril_page_line line)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(segment));
    for (size_t i = 1, last = 0; i < line.n; i++) {
        const vec a = line.points[last], b = line.points[i];
        const double length = hypot(b.x - a.x, b.y - a.y);
        if (length == 0)
            continue;
        const segment s = {a, b, {(b.x - a.x) / length, (b.y - a.y) / length}, length};
        g_array_append_val(out, s);
        last = i;
    }
    return out;
}

/* ---- Bends. ---- */

typedef enum bend_kind { MITRED, BEVELLED, SPIKE, SQUARE } bend_kind;

/* A mitre of more than two widths belongs to a turn of more than 120 degrees. */
static bend_kind kind_of(vec u, vec v, const kuril_bend *bend)
{
    const double mitre = sqrt(2 / fmax(1 + dot(u, v), 1e-12));
    const double limit = bend->join == KURIL_JOIN_MITER ? bend->miter_limit : 1.05;
    if (mitre <= limit)
        return MITRED;
    if (mitre <= 2)
        return BEVELLED;
    return bend->join == KURIL_JOIN_ROUND ? SQUARE : SPIKE;
}

/*
 * Where the edge of a segment that is `offset` to its right ends at its bend. At a spike both segments end on one line
 * through the corner, across the bisector. A mitre on the inner side, or a spike's cut, that would reach back over half
 * of a segment is not made.
 */
static vec edge_end(const segment *s, bool at_end, const segment *other, double offset, const kuril_bend *bend)
{
    const vec at = at_end ? s->b : s->a, u = at_end ? s->u : other->u, v = at_end ? other->u : s->u;
    const vec n = normal(s->u);
    const bend_kind kind = kind_of(u, v, bend);
    const double room = fmin(s->length, other->length) / 2;
    if (kind == SPIKE) {
        const vec p = normal(u), q = normal(v);
        vec e = {q.x - p.x, q.y - p.y};
        const double reach = dot(e, n); /* never 0: the turn is sharp */
        e = (vec){e.x / reach * offset, e.y / reach * offset};
        return fabs(dot(e, s->u)) <= room ? (vec){at.x + e.x, at.y + e.y} : along(at, n, offset);
    }
    if (kind == SQUARE)
        return along(at, n, offset);
    const bool outer = cross(u, v) * offset < 0;
    const double k = offset / (1 + dot(u, v));
    const vec mitred = {at.x - (u.y + v.y) * k, at.y + (u.x + v.x) * k};
    if (kind == MITRED || !outer)
        return outer || fabs(dot((vec){mitred.x - at.x, mitred.y - at.y}, s->u)) <= room ? mitred
                                                                                         : along(at, n, offset);
    return along(at, n, offset);
}

bool kuril_ribbon_has_spike(kuril_page_line line, const kuril_bend *bend)
{
    GArray *segments = segments_of(line);
    const segment *s = (const segment *)(void *)segments->data;
    bool spike = false;
    for (guint i = 1; i < segments->len && !spike; i++)
        spike = kind_of(s[i - 1].u, s[i].u, bend) == SPIKE;
    if (!spike && segments->len > 1 && line.closed)
        spike = kind_of(s[segments->len - 1].u, s[0].u, bend) == SPIKE;
    g_array_free(segments, TRUE);
    return spike;
}

/* ---- Polygons. ---- */

/* All polygons run the same way round, so that where they overlap nothing is taken away. */
static void add_polygon(kuril_canvas *canvas, const vec *p, size_t n)
{
    double area = 0;
    for (size_t i = 0; i < n; i++)
        area += cross(p[i], p[(i + 1) % n]);
    if (area == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        const vec at = p[area > 0 ? i : n - 1 - i];
        if (i == 0)
            kuril_canvas_move_to(canvas, at.x, at.y);
        else
            kuril_canvas_line_to(canvas, at.x, at.y);
    }
    kuril_canvas_close_path(canvas);
}

/* Half a ring about the end of a line, whose way on is `u`. */
static void add_round_cap(kuril_canvas *canvas, vec at, vec u, double inner, double outer)
{
    enum { STEPS = 24 };
    vec ring[2 * (STEPS + 1)];
    const vec n = normal(u);
    for (int i = 0; i <= STEPS; i++) {
        const double angle = G_PI * i / STEPS - G_PI / 2;
        const vec to = along(along((vec){0, 0}, u, cos(angle)), n, sin(angle));
        ring[i] = along(at, to, outer);
        ring[2 * STEPS + 1 - i] = along(at, to, inner);
    }
    add_polygon(canvas, ring, 2 * (STEPS + 1));
}

/* One band of a segment, from offset `a` to `b`, and its bevels. `before` and `after`: NULL at the line's ends. */
static void add_band(kuril_canvas *canvas, const segment *s, const segment *before, const segment *after, double a,
                     double b, const kuril_ribbon *ribbon)
{
    const vec n = normal(s->u);
    const double more = ribbon->cap == KURIL_CAP_SQUARE ? ribbon->outer : 0;
    const kuril_bend *bend = &ribbon->bend;
    vec quad[4];
    for (int i = 0; i < 2; i++) {
        const double offset = i == 0 ? a : b;
        quad[i] = before ? edge_end(s, false, before, offset, bend) : along(along(s->a, s->u, -more), n, offset);
        quad[3 - i] = after ? edge_end(s, true, after, offset, bend) : along(along(s->b, s->u, more), n, offset);
    }
    add_polygon(canvas, quad, 4);
    if (!after || kind_of(s->u, after->u, bend) != BEVELLED)
        return;
    const bool right = cross(s->u, after->u) < 0; /* the outer side */
    const double near = right ? a : b, far = right ? b : a;
    if (right ? far <= 0 : far >= 0)
        return;
    /* The band of both sides turns about its inner corner, a band of the outer side has an edge of its own. */
    const bool turns = near * far < 0;
    const vec m = normal(after->u), inner = quad[right ? 3 : 2];
    const vec bevel[4] = {turns ? inner : along(s->b, n, near), along(s->b, n, far), along(s->b, m, far),
                          turns ? inner : along(s->b, m, near)};
    add_polygon(canvas, bevel, 4);
}

/* False when nothing of a segment can show. Far ends are taken nearer, where drawing keeps its precision. */
static bool cut_to_box(segment *s, const kuril_rect *box, bool *cut_a, bool *cut_b)
{
    double from, to;
    if (!kuril_page_cut(s->a, s->b, box, &from, &to))
        return false;
    const vec a = s->a;
    *cut_a = from > 0;
    *cut_b = to < 1;
    if (*cut_a)
        s->a = along(a, s->u, from * s->length);
    if (*cut_b)
        s->b = along(a, s->u, to * s->length);
    return true;
}

void kuril_ribbon_emit(kuril_canvas *canvas, kuril_page_line line, const kuril_ribbon *ribbon, const kuril_rect *box)
{
    GArray *segments = segments_of(line);
    const segment *all = (const segment *)(void *)segments->data;
    const guint n = segments->len;
    const bool closed = line.closed && n > 1;
    for (guint i = 0; i < n; i++) {
        segment s = all[i];
        bool cut_a, cut_b;
        if (!cut_to_box(&s, box, &cut_a, &cut_b))
            continue;
        const segment *before = cut_a || (i == 0 && !closed) ? NULL : &all[(i + n - 1) % n];
        const segment *after = cut_b || (i + 1 == n && !closed) ? NULL : &all[(i + 1) % n];
        if (ribbon->inner > 0) {
            add_band(canvas, &s, before, after, -ribbon->outer, -ribbon->inner, ribbon);
            add_band(canvas, &s, before, after, ribbon->inner, ribbon->outer, ribbon);
        } else {
            add_band(canvas, &s, before, after, -ribbon->outer, ribbon->outer, ribbon);
        }
        if (ribbon->cap == KURIL_CAP_ROUND && !before)
            add_round_cap(canvas, s.a, (vec){-s.u.x, -s.u.y}, ribbon->inner, ribbon->outer);
        if (ribbon->cap == KURIL_CAP_ROUND && !after)
            add_round_cap(canvas, s.b, s.u, ribbon->inner, ribbon->outer);
    }
    g_array_free(segments, TRUE);
}

void kuril_strips_of(kuril_page_line line, double half, const kuril_bend *bend, GArray *out)
{
    GArray *segments = segments_of(line);
    const segment *all = (const segment *)(void *)segments->data;
    const guint n = segments->len;
    double length = 0;
    g_array_set_size(out, 0);
    for (guint i = 0; i < n; i++) {
        const segment *s = &all[i],
                      *before = i > 0                  ? s - 1
                                : line.closed && n > 1 ? &all[n - 1]
                                                       : NULL,
                      *after = i + 1 < n              ? s + 1
                               : line.closed && n > 1 ? &all[0]
                                                      : NULL;
        const vec across = normal(s->u);
        kuril_strip strip = {.a = s->a, .b = s->b, .from = length, .to = length + s->length};
        strip.left[0] = before ? edge_end(s, false, before, -half, bend) : along(s->a, across, -half);
        strip.right[0] = before ? edge_end(s, false, before, half, bend) : along(s->a, across, half);
        strip.left[1] = after ? edge_end(s, true, after, -half, bend) : along(s->b, across, -half);
        strip.right[1] = after ? edge_end(s, true, after, half, bend) : along(s->b, across, half);
        length = strip.to;
        g_array_append_val(out, strip);
    }
    g_array_free(segments, TRUE);
}
