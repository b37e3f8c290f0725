#include "projection/stages.h"

#include <math.h>

enum { WEST, EAST }; /* the two sides of the seam, as sides of the joiner */

static kuril_cut_windows *of(kuril_collector *collector)
{
    return (kuril_cut_windows *)collector;
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
        close_over_pole(c, kuril_gather_pole(&c->base.gather));
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
        const kuril_status status = kuril_rings_walk(rings, c->base.sink.next);
        if (status != KURIL_OK)
            return status;
    }
    return KURIL_OK;
}

static kuril_status cut_polygon(kuril_collector *collector)
{
    kuril_cut_windows *c = of(collector);
    kuril_rings_clear(&c->strip);
    kuril_joiner_clear(&c->joiner);
    if (!c->poles)
        kuril_gather_turn(&c->base.gather);
    c->turns = 0;
    for (guint i = 0; i < c->base.gather.ends->len; i++) {
        size_t n;
        const kuril_xy *p = kuril_gather_ring(&c->base.gather, i, &n);
        if (n >= 3)
            cut_ring(c, p, n);
    }
    close_over_poles(c);
    kuril_joiner_join(&c->joiner, &c->strip);
    return emit_windows(c);
}

/* A line that only touches the seam leaves nothing on its other side. */
static kuril_status draw(kuril_pen *pen, kuril_xy a, kuril_xy b)
{
    return a.x == b.x && a.y == b.y ? KURIL_OK : kuril_pen_draw(pen, a, b);
}

static kuril_status cut_line_in(kuril_cut_windows *c, const kuril_rect *window)
{
    const kuril_xy *p = c->base.gather.points.at;
    kuril_pen pen = {c->base.sink.next, window, false};
    kuril_status status = KURIL_OK;
    for (size_t i = 1; i < c->base.gather.points.count && status == KURIL_OK; i++) {
        const kuril_strip_edge e = in_strip(c, p[i - 1], p[i]);
        if (e.turns == 0) {
            status = draw(&pen, e.a, e.b);
            continue;
        }
        status = draw(&pen, e.a, (kuril_xy){east_if(c, e.turns > 0), e.lat});
        if (status == KURIL_OK)
            status = kuril_pen_lift(&pen);
        if (status == KURIL_OK)
            status = draw(&pen, (kuril_xy){east_if(c, e.turns < 0), e.lat}, e.b);
    }
    return status == KURIL_OK ? kuril_pen_lift(&pen) : status;
}

static kuril_status cut_line(kuril_collector *collector)
{
    kuril_cut_windows *c = of(collector);
    kuril_status status = KURIL_OK;
    for (guint i = 0; i < c->domain->windows->len && status == KURIL_OK; i++)
        status = cut_line_in(c, &g_array_index(c->domain->windows, kuril_rect, i));
    return status;
}

static kuril_status cut_point(kuril_collector *collector, double lon, double lat)
{
    const kuril_cut_windows *c = of(collector);
    const double x = kuril_domain_lon(c->domain, lon);
    for (guint i = 0; i < c->domain->windows->len; i++) {
        const kuril_rect w = g_array_index(c->domain->windows, kuril_rect, i);
        if (x >= w.x_min && x <= w.x_max && lat >= w.y_min && lat <= w.y_max)
            return kuril_sink_point(c->base.sink.next, x, lat);
    }
    return KURIL_OK;
}

static const kuril_collector_ops cut_ops = {cut_point, cut_line, cut_polygon};

void kuril_cut_windows_init(kuril_cut_windows *cut, const kuril_domain *domain, kuril_sink *next)
{
    *cut = (kuril_cut_windows){.domain = domain};
    kuril_collector_init(&cut->base, &cut_ops, next);
    kuril_rings_init(&cut->strip);
    kuril_rings_init(&cut->piece);
    kuril_joiner_init(&cut->joiner);
    kuril_clipper_init(&cut->clipper);
}

void kuril_cut_windows_finish(kuril_cut_windows *cut)
{
    kuril_collector_finish(&cut->base);
    kuril_rings_finish(&cut->strip);
    kuril_rings_finish(&cut->piece);
    kuril_joiner_finish(&cut->joiner);
    kuril_clipper_finish(&cut->clipper);
}
