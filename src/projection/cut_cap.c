#include "projection/stages.h"

#include <math.h>

/* Near the circle an edge is followed in steps no longer than this, so that it cannot dip across unseen: degrees. */
static const double FINEST = 0.002;

/* A vertex with its longitude as it came and as it runs on from the one before. Depth: degrees within the circle,
   negative outside; it may understate, never change sides. */
typedef struct vertex {
    double lon, lat, depth, given;
} vertex;

static kuril_cut_cap *of(kuril_collector *collector)
{
    return (kuril_cut_cap *)collector;
}

static vertex place(const kuril_cut_cap *c, double lon, double lat)
{
    return (vertex){lon, lat, c->radius - kuril_sphere_distance(c->center, (kuril_lonlat){lon, lat}), lon};
}

/* Depth changes no faster than the way is long: while the last known one is deeper than that, it need not be computed
   anew. */
static vertex next_to(const kuril_cut_cap *c, const vertex *a, kuril_xy p)
{
    const double lon = a->lon + kuril_lon_step(a->given, p.x);
    const double way = fabs(lon - a->lon) + fabs(p.y - a->lat);
    if (way < a->depth)
        return (vertex){lon, p.y, a->depth - way, p.x};
    if (way < -a->depth)
        return (vertex){lon, p.y, a->depth + way, p.x};
    vertex v = place(c, lon, p.y);
    v.given = p.x;
    return v;
}

static vertex middle(const kuril_cut_cap *c, const vertex *a, const vertex *b)
{
    return place(c, (a->lon + b->lon) / 2, (a->lat + b->lat) / 2);
}

/* What the cut does with a vertex and with a place where the circle is crossed; `into` when it comes in. */
typedef struct consumer {
    kuril_status (*vertex)(kuril_cut_cap *cut, const vertex *v);
    kuril_status (*crossing)(kuril_cut_cap *cut, const vertex *v, bool into);
} consumer;

/* Between an inside and an outside vertex: the place on the circle, from within. */
static vertex find_crossing(const kuril_cut_cap *c, vertex in, vertex out)
{
    for (int i = 0; i < 60; i++) {
        const vertex m = middle(c, &in, &out);
        if ((m.lon == in.lon && m.lat == in.lat) || (m.lon == out.lon && m.lat == out.lat))
            break;
        if (m.depth >= 0)
            in = m;
        else
            out = m;
    }
    return in;
}

/* Follows the edge a-b (longitudes already the way it goes) and reports every crossing, then b. */
static kuril_status follow(kuril_cut_cap *c, const consumer *to, const vertex *a, const vertex *b, int depth)
{
    const double dlon = fabs(b->lon - a->lon), dlat = fabs(b->lat - a->lat);
    if (fabs(a->depth) + fabs(b->depth) > dlon + dlat && (a->depth >= 0) == (b->depth >= 0))
        return KURIL_OK;
    const double nearest_equator = a->lat * b->lat < 0 ? 0 : fmin(fabs(a->lat), fabs(b->lat));
    const double length = dlat + dlon * cos(nearest_equator * KURIL_DEG);
    const bool in_a = a->depth >= 0, in_b = b->depth >= 0;
    const bool clear = fabs(a->depth) + fabs(b->depth) > length;
    if (in_a == in_b && (clear || length < FINEST || depth == 0))
        return KURIL_OK;
    if (in_a != in_b && (length < FINEST || depth == 0)) {
        const vertex v = in_a ? find_crossing(c, *a, *b) : find_crossing(c, *b, *a);
        return to->crossing(c, &v, in_b);
    }
    const vertex m = middle(c, a, b);
    const kuril_status status = follow(c, to, a, &m, depth - 1);
    return status == KURIL_OK ? follow(c, to, &m, b, depth - 1) : status;
}

static kuril_status edge(kuril_cut_cap *c, const consumer *to, const vertex *a, const vertex *b)
{
    const kuril_status status = follow(c, to, a, b, 40);
    return status == KURIL_OK && b->depth >= 0 ? to->vertex(c, b) : status;
}

/* --- lines: sent on as they come --- */

static kuril_status line_vertex(kuril_cut_cap *c, const vertex *v)
{
    kuril_status status = KURIL_OK;
    if (!c->open)
        status = kuril_sink_line_start(c->base.sink.next);
    c->open = true;
    return status == KURIL_OK ? kuril_sink_point(c->base.sink.next, v->lon, v->lat) : status;
}

static kuril_status line_crossing(kuril_cut_cap *c, const vertex *v, bool into)
{
    const kuril_status status = line_vertex(c, v);
    if (status != KURIL_OK || into)
        return status;
    c->open = false;
    return kuril_sink_line_end(c->base.sink.next);
}

static const consumer to_line = {line_vertex, line_crossing};

static kuril_status cut_line(kuril_collector *collector)
{
    kuril_cut_cap *c = of(collector);
    const kuril_xy *p = c->base.gather.points.at;
    const size_t n = c->base.gather.points.count;
    c->open = false;
    vertex a = place(c, p[0].x, p[0].y);
    kuril_status status = a.depth >= 0 ? line_vertex(c, &a) : KURIL_OK;
    for (size_t i = 1; i < n && status == KURIL_OK; i++) {
        vertex b = next_to(c, &a, p[i]);
        status = edge(c, &to_line, &a, &b);
        a = b;
    }
    if (status == KURIL_OK && c->open)
        status = kuril_sink_line_end(c->base.sink.next);
    c->open = false;
    return status;
}

/* --- polygons: chains of vertices within the circle, joined along it --- */

static double azimuth(const kuril_cut_cap *c, const vertex *v)
{
    return kuril_frame_in(&c->frame, (kuril_lonlat){v->lon, v->lat}).lon;
}

static kuril_status ring_vertex(kuril_cut_cap *c, const vertex *v)
{
    if (c->open)
        kuril_joiner_add(&c->joiner, v->lon, v->lat);
    return KURIL_OK;
}

static kuril_status ring_crossing(kuril_cut_cap *c, const vertex *v, bool into)
{
    if (into) {
        kuril_joiner_start(&c->joiner, 0, azimuth(c, v));
        c->open = true;
        return ring_vertex(c, v);
    }
    ring_vertex(c, v);
    if (c->open)
        kuril_joiner_end(&c->joiner, 0, azimuth(c, v));
    c->open = false;
    return KURIL_OK;
}

static const consumer to_ring = {ring_vertex, ring_crossing};

/* Until the way out. */
static kuril_status last_crossing(kuril_cut_cap *c, const vertex *v, bool into)
{
    return c->open ? ring_crossing(c, v, into) : KURIL_OK;
}

static const consumer to_ring_end = {ring_vertex, last_crossing};

static kuril_lonlat on_circle(const kuril_cut_cap *c, double t)
{
    return kuril_frame_out(&c->frame, (kuril_lonlat){t, 90 - c->radius});
}

static kuril_status start_polygon(kuril_cut_cap *c)
{
    if (c->polygon_open)
        return KURIL_OK;
    c->polygon_open = true;
    return kuril_sink_polygon_start(c->base.sink.next);
}

static kuril_status whole_ring(kuril_cut_cap *c, const kuril_xy *p, size_t n)
{
    kuril_status status = start_polygon(c);
    if (status == KURIL_OK)
        status = kuril_sink_line_start(c->base.sink.next);
    double lon = p[0].x;
    for (size_t i = 0; i < n && status == KURIL_OK; i++) {
        status = kuril_sink_point(c->base.sink.next, lon, p[i].y);
        lon += kuril_lon_step(p[i].x, p[(i + 1) % n].x);
    }
    c->closed = fabs(lon - p[0].x) > 1;
    if (status == KURIL_OK && c->closed)
        status = kuril_sink_point(c->base.sink.next, p[0].x + 360 * nearbyint((lon - p[0].x) / 360), p[0].y);
    if (status == KURIL_OK)
        status = kuril_sink_line_end(c->base.sink.next);
    c->closed = false;
    return status;
}

/* A ring whose first vertex lies within begins in the middle of its last chain: it is walked on to its first way out
   once more. */
static kuril_status cut_ring(kuril_cut_cap *c, const kuril_xy *p, size_t n)
{
    const guint crossings = c->joiner.ends->len;
    vertex a = place(c, p[0].x, p[0].y);
    bool any_in = a.depth >= 0;
    c->open = false;
    for (size_t i = 1; i <= n; i++) {
        vertex b = next_to(c, &a, p[i % n]);
        any_in = any_in || b.depth >= 0;
        edge(c, &to_ring, &a, &b);
        a = b;
    }
    if (c->joiner.ends->len == crossings && !c->open)
        return any_in ? whole_ring(c, p, n) : KURIL_OK;
    for (size_t i = 1; i <= n && c->open; i++) {
        vertex b = next_to(c, &a, p[i % n]);
        edge(c, &to_ring_end, &a, &b);
        a = b;
    }
    return KURIL_OK;
}

static kuril_status trace_start(void *cut)
{
    kuril_cut_cap *c = cut;
    const kuril_status status = start_polygon(c);
    return status == KURIL_OK ? kuril_sink_line_start(c->base.sink.next) : status;
}

/* The vertex that follows a join ends the arc; a flag tells the next stage. */
static kuril_status trace_vertex(void *cut, double lon, double lat)
{
    kuril_cut_cap *c = cut;
    const kuril_status status = kuril_sink_point(c->base.sink.next, lon, lat);
    c->arc = false;
    return status;
}

static kuril_status trace_arc(void *cut, double from, double to)
{
    kuril_cut_cap *c = cut;
    const double pieces = ceil(fabs(to - from) / c->arc_step);
    kuril_status status = KURIL_OK;
    c->arc = true;
    for (double i = 1; i < pieces && status == KURIL_OK; i++) {
        const kuril_lonlat p = on_circle(c, from + (to - from) * i / pieces);
        status = kuril_sink_point(c->base.sink.next, p.lon, p.lat);
    }
    return status;
}

static kuril_status trace_end(void *cut)
{
    kuril_cut_cap *c = cut;
    const kuril_status status = kuril_sink_line_end(c->base.sink.next);
    c->arc = false;
    return status;
}

static kuril_status whole_circle(kuril_cut_cap *c)
{
    kuril_status status = trace_start(c);
    const kuril_lonlat p = on_circle(c, -180);
    if (status == KURIL_OK)
        status = trace_vertex(c, p.lon, p.lat);
    if (status == KURIL_OK)
        status = trace_arc(c, -180, 180);
    return status == KURIL_OK ? trace_end(c) : status;
}

static kuril_status cut_polygon(kuril_collector *collector)
{
    kuril_cut_cap *c = of(collector);
    kuril_joiner_clear(&c->joiner);
    kuril_gather_turn(&c->base.gather);
    c->polygon_open = false;
    kuril_status status = KURIL_OK;
    for (guint i = 0; i < c->base.gather.ends->len && status == KURIL_OK; i++) {
        size_t n;
        const kuril_xy *p = kuril_gather_ring(&c->base.gather, i, &n);
        if (n >= 3)
            status = cut_ring(c, p, n);
    }
    const double t = kuril_joiner_widest_gap(&c->joiner);
    const bool inside = kuril_gather_holds(&c->base.gather, on_circle(c, t));
    const kuril_tracer tracer = {trace_start, trace_vertex, trace_arc, trace_end, c};
    if (status == KURIL_OK && c->joiner.ends->len > 0)
        status = kuril_joiner_trace_circle(&c->joiner, t, inside, &tracer);
    else if (status == KURIL_OK && inside)
        status = whole_circle(c);
    return status == KURIL_OK && c->polygon_open ? kuril_sink_polygon_end(c->base.sink.next) : status;
}

kuril_status kuril_cut_cap_walk_circle(kuril_cut_cap *cut)
{
    cut->polygon_open = false;
    const kuril_status status = whole_circle(cut);
    return status == KURIL_OK ? kuril_sink_polygon_end(cut->base.sink.next) : status;
}

kuril_status kuril_cut_cap_walk_outline(kuril_cut_cap *cut)
{
    kuril_sink *next = cut->base.sink.next;
    const kuril_lonlat p = on_circle(cut, -180);
    kuril_status status = kuril_sink_line_start(next);
    if (status == KURIL_OK)
        status = kuril_sink_point(next, p.lon, p.lat);
    if (status == KURIL_OK)
        status = trace_arc(cut, -180, 180);
    if (status == KURIL_OK)
        status = kuril_sink_point(next, p.lon, p.lat);
    cut->arc = false;
    return status == KURIL_OK ? kuril_sink_line_end(next) : status;
}

static kuril_status cut_point(kuril_collector *collector, double lon, double lat)
{
    kuril_cut_cap *c = of(collector);
    return place(c, lon, lat).depth >= 0 ? kuril_sink_point(c->base.sink.next, lon, lat) : KURIL_OK;
}

static const kuril_collector_ops cut_ops = {cut_point, cut_line, cut_polygon};

void kuril_cut_cap_init(kuril_cut_cap *cut, kuril_lonlat center, double radius, double arc_step, kuril_sink *next)
{
    *cut = (kuril_cut_cap){.center = center, .radius = radius, .arc_step = arc_step};
    kuril_collector_init(&cut->base, &cut_ops, next);
    /* Azimuths start at a place that no one's data lie on by design. */
    kuril_lonlat origin = {center.lon + 77.7, center.lat > 0 ? center.lat - 66.6 : center.lat + 66.6};
    cut->frame = kuril_frame_make(center, origin);
    kuril_joiner_init(&cut->joiner);
}

void kuril_cut_cap_finish(kuril_cut_cap *cut)
{
    kuril_collector_finish(&cut->base);
    kuril_joiner_finish(&cut->joiner);
}
