#include "projection/stages.h"

#include <math.h>

enum { WEST, EAST }; /* the two sides of the seam, as sides of the joiner */

static kuril_cut_windows *of(kuril_sink *sink)
{
    return (kuril_cut_windows *)sink;
}

static kuril_strip_edge in_strip(const kuril_cut_windows *c, kuril_xy a, kuril_xy b)
{
    /* Turned longitudes of one place may differ by a whole turn: there it means nothing. */
    const double along = c->poles ? remainder(b.x - a.x, 360) : kuril_lon_step(a.x, b.x);
    return kuril_strip_edge_make(c->domain->seam, a, b, along);
}

static double east_if(const kuril_cut_windows *c, bool east)
{
    return c->domain->seam + (east ? 360 : 0);
}

static void leave(kuril_cut_windows *c, const kuril_strip_edge *e)
{
    kuril_joiner_add(&c->joiner, east_if(c, e->turns > 0), e->lat);
    kuril_joiner_end(&c->joiner, e->turns > 0 ? EAST : WEST, e->lat);
}

static void enter(kuril_cut_windows *c, const kuril_strip_edge *e)
{
    kuril_joiner_start(&c->joiner, e->turns > 0 ? WEST : EAST, e->lat);
    kuril_joiner_add(&c->joiner, east_if(c, e->turns < 0), e->lat);
}

/* Whether a ring lies in the strip as it is: true of nearly all. */
static bool is_at_home(const kuril_cut_windows *c, const kuril_xy *p, size_t n)
{
    const double seam = c->domain->seam;
    double before = p[n - 1].x;
    for (size_t i = 0; i < n; i++) {
        const double step = p[i].x - before;
        if (!(step < 180 && step > -180 && p[i].x >= seam && p[i].x < seam + 360))
            return false;
        before = p[i].x;
    }
    return true;
}

/* A ring that never meets the seam goes to the strip whole, others to the joiner in pieces. */
static void cut_ring(kuril_cut_windows *c, const kuril_xy *p, size_t n)
{
    if (is_at_home(c, p, n)) {
        kuril_xys_append(&c->strip.points, p, n);
        kuril_rings_end(&c->strip);
        return;
    }
    size_t first = 0;
    while (first < n && in_strip(c, p[first], p[(first + 1) % n]).turns == 0)
        first++;
    if (first == n) {
        for (size_t i = 0; i < n; i++)
            kuril_rings_add(&c->strip, kuril_domain_lon(c->domain, p[i].x), p[i].y);
        kuril_rings_end(&c->strip);
        return;
    }
    const kuril_strip_edge at_first = in_strip(c, p[first], p[(first + 1) % n]);
    for (size_t k = 0; k < n; k++) {
        const kuril_strip_edge e = in_strip(c, p[(first + k) % n], p[(first + k + 1) % n]);
        c->turns += e.turns;
        if (e.turns != 0) {
            if (k > 0)
                leave(c, &e);
            enter(c, &e);
        }
        kuril_joiner_add(&c->joiner, e.b.x, e.b.y);
    }
    leave(c, &at_first);
}

/* An odd number of windings leaves one end too many on each side: the polygon reaches to a pole. */
static void close_over_pole(kuril_cut_windows *c, double pole)
{
    const double seam = c->domain->seam;
    kuril_joiner_start(&c->joiner, WEST, pole);
    kuril_joiner_add(&c->joiner, seam, pole);
    kuril_joiner_add(&c->joiner, seam + 360, pole);
    kuril_joiner_end(&c->joiner, EAST, pole);
}

/* With true longitudes a polygon reaches to a pole only because its rings wind: what lies at a pole otherwise has edges
   along it. A turned polygon may hold both poles and never meet the seam. */
static void close_over_poles(kuril_cut_windows *c)
{
    const bool odd = fmod(c->turns, 2) != 0;
    if (!c->poles && odd)
        close_over_pole(c, kuril_gather_pole(&c->gather));
    if (c->poles && c->poles->held)
        close_over_pole(c, c->poles->far);
    if (c->poles && c->poles->held != odd)
        close_over_pole(c, -c->poles->far);
}

static kuril_status emit_windows(kuril_cut_windows *c)
{
    const guint n = c->domain->windows->len;
    for (guint i = 0; i < n; i++) {
        kuril_rings *rings = &c->strip;
        if (n > 1) {
            rings = &c->piece;
            kuril_rings_clear(rings);
            kuril_xys_append(&rings->points, c->strip.points.at, c->strip.points.count);
            g_array_append_vals(rings->ends, c->strip.ends->data, c->strip.ends->len);
        }
        kuril_rings_clip(rings, &g_array_index(c->domain->windows, kuril_rect, i), &c->clipper);
        const kuril_status status = kuril_rings_walk(rings, c->base.next);
        if (status != KURIL_OK)
            return status;
    }
    return KURIL_OK;
}

static kuril_status cut_polygon(kuril_cut_windows *c)
{
    kuril_rings_clear(&c->strip);
    kuril_joiner_clear(&c->joiner);
    if (!c->poles)
        kuril_gather_turn(&c->gather);
    c->turns = 0;
    for (guint i = 0; i < c->gather.ends->len; i++) {
        size_t n;
        const kuril_xy *p = kuril_gather_ring(&c->gather, i, &n);
        if (n >= 3)
            cut_ring(c, p, n);
    }
    close_over_poles(c);
    kuril_joiner_join(&c->joiner, &c->strip);
    return emit_windows(c);
}

static kuril_status emit_line_piece(kuril_cut_windows *c, bool *open, kuril_xy a, kuril_xy b, const kuril_rect *window)
{
    const kuril_xy wanted = a, end = b;
    kuril_status status = KURIL_OK;
    if ((a.x == b.x && a.y == b.y) || !kuril_segment_clip(window, &a, &b))
        return KURIL_OK;
    if (*open && (a.x != wanted.x || a.y != wanted.y)) {
        *open = false;
        status = kuril_sink_line_end(c->base.next);
    }
    if (status == KURIL_OK && !*open) {
        *open = true;
        status = kuril_sink_line_start(c->base.next);
        if (status == KURIL_OK)
            status = kuril_sink_point(c->base.next, a.x, a.y);
    }
    if (status == KURIL_OK)
        status = kuril_sink_point(c->base.next, b.x, b.y);
    if (status == KURIL_OK && (b.x != end.x || b.y != end.y)) {
        *open = false;
        status = kuril_sink_line_end(c->base.next);
    }
    return status;
}

static kuril_status close_line(kuril_cut_windows *c, bool *open)
{
    const bool was = *open;
    *open = false;
    return was ? kuril_sink_line_end(c->base.next) : KURIL_OK;
}

static kuril_status cut_line_in(kuril_cut_windows *c, const kuril_rect *window)
{
    const kuril_xy *p = c->gather.points.at;
    bool open = false;
    kuril_status status = KURIL_OK;
    for (size_t i = 1; i < c->gather.points.count && status == KURIL_OK; i++) {
        const kuril_strip_edge e = in_strip(c, p[i - 1], p[i]);
        if (e.turns == 0) {
            status = emit_line_piece(c, &open, e.a, e.b, window);
            continue;
        }
        status = emit_line_piece(c, &open, e.a, (kuril_xy){east_if(c, e.turns > 0), e.lat}, window);
        if (status == KURIL_OK)
            status = close_line(c, &open);
        if (status == KURIL_OK)
            status = emit_line_piece(c, &open, (kuril_xy){east_if(c, e.turns < 0), e.lat}, e.b, window);
    }
    return status == KURIL_OK ? close_line(c, &open) : status;
}

static kuril_status cut_line(kuril_cut_windows *c)
{
    kuril_status status = KURIL_OK;
    for (guint i = 0; i < c->domain->windows->len && status == KURIL_OK && c->gather.points.count > 1; i++)
        status = cut_line_in(c, &g_array_index(c->domain->windows, kuril_rect, i));
    return status;
}

static kuril_status cut_point(kuril_sink *sink, double lon, double lat)
{
    kuril_cut_windows *c = of(sink);
    if (c->gather.in_line) {
        kuril_xys_add(&c->gather.points, lon, lat);
        return KURIL_OK;
    }
    const double x = kuril_domain_lon(c->domain, lon);
    for (guint i = 0; i < c->domain->windows->len; i++) {
        const kuril_rect w = g_array_index(c->domain->windows, kuril_rect, i);
        if (x >= w.x_min && x <= w.x_max && lat >= w.y_min && lat <= w.y_max)
            return kuril_sink_point(sink->next, x, lat);
    }
    return KURIL_OK;
}

static kuril_status cut_line_start(kuril_sink *sink)
{
    kuril_gather *g = &of(sink)->gather;
    g->in_line = true;
    if (!g->in_polygon)
        kuril_gather_clear(g);
    return KURIL_OK;
}

static kuril_status cut_line_end(kuril_sink *sink)
{
    kuril_gather *g = &of(sink)->gather;
    g->in_line = false;
    if (!g->in_polygon)
        return cut_line(of(sink));
    kuril_gather_end_ring(g);
    return KURIL_OK;
}

static kuril_status cut_polygon_start(kuril_sink *sink)
{
    of(sink)->gather.in_polygon = true;
    kuril_gather_clear(&of(sink)->gather);
    return KURIL_OK;
}

static kuril_status cut_polygon_end(kuril_sink *sink)
{
    of(sink)->gather.in_polygon = false;
    return cut_polygon(of(sink));
}

static const kuril_sink_ops cut_ops = {cut_point, cut_line_start, cut_line_end, cut_polygon_start, cut_polygon_end};

void kuril_cut_windows_init(kuril_cut_windows *cut, const kuril_domain *domain, kuril_sink *next)
{
    *cut = (kuril_cut_windows){.base = {&cut_ops, next}, .domain = domain};
    kuril_gather_init(&cut->gather);
    kuril_rings_init(&cut->strip);
    kuril_rings_init(&cut->piece);
    kuril_joiner_init(&cut->joiner);
    kuril_clipper_init(&cut->clipper);
}

void kuril_cut_windows_finish(kuril_cut_windows *cut)
{
    kuril_gather_finish(&cut->gather);
    kuril_rings_finish(&cut->strip);
    kuril_rings_finish(&cut->piece);
    kuril_joiner_finish(&cut->joiner);
    kuril_clipper_finish(&cut->clipper);
}
