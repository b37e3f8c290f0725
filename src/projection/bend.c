#include "projection/stages.h"

#include "geom/sinks.h"
#include <math.h>

enum { DEPTH = 16, LAST_PLACE = 40 };

/* No edge longer than this is trusted to be straight because its middle is: degrees. */
static const double LONGEST = 10;

typedef struct kuril_vertex vertex;

static kuril_bend *of(kuril_sink *sink)
{
    return (kuril_bend *)sink;
}

static vertex place(const kuril_bend *b, double lon, double lat)
{
    vertex v = {.lon = lon, .lat = lat};
    double x, y;
    kuril_lonlat p = {lon, lat};
    v.ok = b->cells && kuril_cells_place(b->cells, lon, lat, &v.x, &v.y);
    if (v.ok)
        return v;
    if (b->frame)
        p = kuril_frame_out(b->frame, p);
    v.ok = kuril_project(b->projection, p.lon, p.lat, &x, &y);
    if (v.ok)
        kuril_fit_apply(&b->fit, x, y, &v.x, &v.y);
    return v;
}

static vertex middle(const kuril_bend *b, const vertex *p, const vertex *q)
{
    return place(b, (p->lon + q->lon) / 2, (p->lat + q->lat) / 2);
}

static kuril_status emit(kuril_bend *b, const vertex *v)
{
    if (!b->open) {
        const kuril_status status = kuril_sink_line_start(b->base.next);
        if (status != KURIL_OK)
            return status;
        b->open = true;
    }
    return kuril_send_point(b->base.next, v->x, v->y);
}

/* Distance of m from the segment p-q. */
static double stray(const vertex *p, const vertex *m, const vertex *q)
{
    const double dx = q->x - p->x, dy = q->y - p->y, mx = m->x - p->x, my = m->y - p->y;
    const double length2 = dx * dx + dy * dy;
    const double t = length2 > 0 ? fmax(0, fmin(1, (mx * dx + my * dy) / length2)) : 0;
    return hypot(mx - t * dx, my - t * dy);
}

/* An edge farther from the page than it is long cannot bend into it. */
static bool is_far(const kuril_bend *b, const vertex *p, const vertex *q)
{
    const double length = fabs(q->x - p->x) + fabs(q->y - p->y);
    const kuril_rect *r = &b->page;
    return (p->x + length < r->x_min && q->x + length < r->x_min) ||
           (p->x - length > r->x_max && q->x - length > r->x_max) ||
           (p->y + length < r->y_min && q->y + length < r->y_min) ||
           (p->y - length > r->y_max && q->y - length > r->y_max);
}

/* A short edge turns by about its own angle, so that it strays by an eighth of its length times that. */
static bool is_short(const kuril_bend *b, const vertex *p, const vertex *q)
{
    const double angle = (fabs(q->lon - p->lon) + fabs(q->lat - p->lat)) * KURIL_DEG;
    const double length = fabs(q->x - p->x) + fabs(q->y - p->y);
    return angle < LONGEST * KURIL_DEG && length * angle * 4 < b->tolerance;
}

/* Emits what lies between p and q, both placed, without either. */
static kuril_status refine(kuril_bend *b, const vertex *p, const vertex *q, int depth)
{
    const double span = fmax(fabs(q->lon - p->lon), fabs(q->lat - p->lat));
    if (depth == 0 || is_short(b, p, q) || (span <= LONGEST && is_far(b, p, q)))
        return KURIL_OK;
    const vertex m = middle(b, p, q);
    if (!m.ok || (m.lon == p->lon && m.lat == p->lat) || (m.lon == q->lon && m.lat == q->lat))
        return KURIL_OK;
    if (span <= LONGEST && stray(p, &m, q) < b->tolerance)
        return KURIL_OK;
    kuril_status status = refine(b, p, &m, depth - 1);
    if (status == KURIL_OK)
        status = emit(b, &m);
    return status == KURIL_OK ? refine(b, &m, q, depth - 1) : status;
}

/* The last place on the way from a placed vertex to one that cannot be placed. */
static vertex last_place(const kuril_bend *b, vertex in, vertex out)
{
    for (int i = 0; i < LAST_PLACE; i++) {
        const vertex m = middle(b, &in, &out);
        if (m.ok)
            in = m;
        else
            out = m;
    }
    return in;
}

static kuril_status break_line(kuril_bend *b)
{
    if (b->in_polygon || !b->open)
        return KURIL_OK;
    b->open = false;
    return kuril_sink_line_end(b->base.next);
}

/* Most edges: short, on from a vertex that has been sent. */
static bool is_plain(const kuril_bend *b, const vertex *v)
{
    return v->ok && b->open && b->previous.ok && is_short(b, &b->previous, v);
}

/* From the previous vertex to v, whose own point is emitted unless `closing`. */
static kuril_status edge(kuril_bend *b, const vertex *v, bool closing)
{
    const vertex *p = &b->previous;
    kuril_status status = KURIL_OK;
    if (p->ok && v->ok) {
        if (!(b->straight && *b->straight))
            status = refine(b, p, v, DEPTH);
    } else if (p->ok) {
        const vertex last = last_place(b, *p, *v);
        status = refine(b, p, &last, DEPTH);
        if (status == KURIL_OK)
            status = emit(b, &last);
        return status == KURIL_OK ? break_line(b) : status;
    } else if (v->ok) {
        const vertex first = last_place(b, *v, *p);
        status = emit(b, &first);
        if (status == KURIL_OK)
            status = refine(b, &first, v, DEPTH);
    }
    if (status == KURIL_OK && v->ok && !closing)
        status = emit(b, v);
    return status;
}

static kuril_status bend_point(kuril_sink *sink, double lon, double lat)
{
    kuril_bend *b = of(sink);
    const vertex v = place(b, lon, lat);
    if (!b->in_line)
        return v.ok ? kuril_sink_point(sink->next, v.x, v.y) : KURIL_OK;
    kuril_status status = KURIL_OK;
    if (b->has_previous)
        status = is_plain(b, &v) ? kuril_send_point(sink->next, v.x, v.y) : edge(b, &v, false);
    else {
        b->first = v;
        if (v.ok)
            status = emit(b, &v);
    }
    b->previous = v;
    b->has_previous = true;
    return status;
}

static kuril_status bend_line_start(kuril_sink *sink)
{
    kuril_bend *b = of(sink);
    b->in_line = true;
    b->open = b->has_previous = false;
    return KURIL_OK;
}

static kuril_status bend_line_end(kuril_sink *sink)
{
    kuril_bend *b = of(sink);
    kuril_status status = KURIL_OK;
    if (b->in_polygon && b->has_previous && !(b->closed && *b->closed))
        status = edge(b, &b->first, true);
    b->in_line = false;
    if (status == KURIL_OK && b->open)
        status = kuril_sink_line_end(sink->next);
    b->open = false;
    return status;
}

static kuril_status bend_polygon_start(kuril_sink *sink)
{
    of(sink)->in_polygon = true;
    return kuril_sink_polygon_start(sink->next);
}

static kuril_status bend_polygon_end(kuril_sink *sink)
{
    of(sink)->in_polygon = false;
    return kuril_sink_polygon_end(sink->next);
}

static const kuril_sink_ops bend_ops = {bend_point, bend_line_start, bend_line_end, bend_polygon_start,
                                        bend_polygon_end};

void kuril_bend_init(kuril_bend *bend, const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *page,
                     double tolerance, kuril_sink *next)
{
    *bend = (kuril_bend){
        .base = {&bend_ops, next}, .projection = projection, .fit = *fit, .tolerance = tolerance, .page = *page};
}

bool kuril_bend_place(const kuril_bend *bend, double lon, double lat, double *px, double *py)
{
    const vertex v = place(bend, lon, lat);
    *px = v.x;
    *py = v.y;
    return v.ok;
}

void kuril_bend_reset(kuril_bend *bend)
{
    bend->in_polygon = bend->in_line = bend->open = bend->has_previous = false;
}
