#include "projection/stages.h"

#include <math.h>

enum { DEPTH = 24 };
static const double LONGEST = 10; /* degrees that an edge may have before it is looked at from within */

static kuril_turn *of(kuril_sink *sink)
{
    return (kuril_turn *)sink;
}

static kuril_status emit(kuril_turn *t, kuril_lonlat turned)
{
    t->south = fmin(t->south, turned.lat);
    t->north = fmax(t->north, turned.lat);
    return kuril_sink_point(t->base.next, turned.lon, turned.lat);
}

/* How far the turned plane's straight edge a-b passes from m, the true middle: degrees. */
static double stray(kuril_lonlat a, kuril_lonlat b, kuril_lonlat m)
{
    return kuril_sphere_distance((kuril_lonlat){a.lon + kuril_lon_step(a.lon, b.lon) / 2, (a.lat + b.lat) / 2}, m);
}

/* Emits the vertices needed between p and q (geographic, the way the edge goes) and their turned places a and b. */
static kuril_status refine(kuril_turn *t, kuril_xy p, kuril_xy q, kuril_lonlat a, kuril_lonlat b, int depth)
{
    const double span = fmax(fabs(q.x - p.x), fabs(q.y - p.y));
    if (depth == 0 || span * span * KURIL_DEG / 2 < t->tolerance)
        return KURIL_OK;
    const kuril_xy m = {(p.x + q.x) / 2, (p.y + q.y) / 2};
    const kuril_lonlat c = kuril_frame_in(t->frame, (kuril_lonlat){m.x, m.y});
    if (span <= LONGEST && stray(a, b, c) < t->tolerance)
        return KURIL_OK;
    kuril_status status = refine(t, p, m, a, c, depth - 1);
    if (status == KURIL_OK)
        status = emit(t, c);
    return status == KURIL_OK ? refine(t, m, q, c, b, depth - 1) : status;
}

static kuril_status edge(kuril_turn *t, kuril_xy p, kuril_xy q)
{
    const kuril_lonlat a = kuril_frame_in(t->frame, (kuril_lonlat){p.x, p.y});
    const kuril_lonlat b = kuril_frame_in(t->frame, (kuril_lonlat){q.x, q.y});
    q.x = p.x + kuril_lon_step(p.x, q.x);
    return refine(t, p, q, a, b, DEPTH);
}

static kuril_status walk(kuril_turn *t, const kuril_xy *p, size_t n, bool closed)
{
    kuril_status status = kuril_sink_line_start(t->base.next);
    for (size_t i = 0; i < n && status == KURIL_OK; i++) {
        status = emit(t, kuril_frame_in(t->frame, (kuril_lonlat){p[i].x, p[i].y}));
        if (status == KURIL_OK && (i + 1 < n || closed))
            status = edge(t, p[i], p[(i + 1) % n]);
    }
    return status == KURIL_OK ? kuril_sink_line_end(t->base.next) : status;
}

static kuril_status turn_point(kuril_sink *sink, double lon, double lat)
{
    kuril_turn *t = of(sink);
    if (!t->gather.in_line)
        return emit(t, kuril_frame_in(t->frame, (kuril_lonlat){lon, lat}));
    kuril_xys_add(&t->gather.points, lon, lat);
    return KURIL_OK;
}

static kuril_status turn_line_start(kuril_sink *sink)
{
    kuril_gather *g = &of(sink)->gather;
    g->in_line = true;
    if (!g->in_polygon)
        kuril_gather_clear(g);
    return KURIL_OK;
}

static kuril_status turn_line_end(kuril_sink *sink)
{
    kuril_gather *g = &of(sink)->gather;
    g->in_line = false;
    kuril_gather_end_ring(g);
    if (g->in_polygon)
        return KURIL_OK;
    return walk(of(sink), g->points.at, g->points.count, false);
}

static kuril_status turn_polygon_start(kuril_sink *sink)
{
    of(sink)->gather.in_polygon = true;
    kuril_gather_clear(&of(sink)->gather);
    return KURIL_OK;
}

/* The next stage cannot know which of the frame's poles the polygon holds. A ring may run right over one, so it is the
   one farther from all rings that is asked about; the other follows from how the rings wind. */
static void ask_far_pole(kuril_turn *t)
{
    t->poles.far = t->north - 90 < -90 - t->south ? 90 : -90;
    t->poles.held = kuril_gather_holds(&t->gather, kuril_frame_out(t->frame, (kuril_lonlat){0, t->poles.far}));
}

static kuril_status turn_polygon_end(kuril_sink *sink)
{
    kuril_turn *t = of(sink);
    t->gather.in_polygon = false;
    kuril_gather_turn(&t->gather);
    t->south = 90;
    t->north = -90;
    kuril_status status = kuril_sink_polygon_start(sink->next);
    for (guint i = 0; i < t->gather.ends->len && status == KURIL_OK; i++) {
        size_t n;
        const kuril_xy *p = kuril_gather_ring(&t->gather, i, &n);
        status = walk(t, p, n, true);
    }
    ask_far_pole(t);
    return status == KURIL_OK ? kuril_sink_polygon_end(sink->next) : status;
}

static const kuril_sink_ops turn_ops = {turn_point, turn_line_start, turn_line_end, turn_polygon_start,
                                        turn_polygon_end};

void kuril_turn_init(kuril_turn *turn, const kuril_frame *frame, double tolerance, kuril_sink *next)
{
    *turn = (kuril_turn){.base = {&turn_ops, next}, .frame = frame, .tolerance = tolerance};
    kuril_gather_init(&turn->gather);
}

void kuril_turn_finish(kuril_turn *turn)
{
    kuril_gather_finish(&turn->gather);
}
