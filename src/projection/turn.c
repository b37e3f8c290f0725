#include "projection/stages.h"

#include <math.h>

enum { DEPTH = 24 };
static const double LONGEST = 10; /* degrees that an edge may have before it is looked at from within */

static kuril_turn *of(kuril_collector *collector)
{
    return (kuril_turn *)collector;
}

static kuril_status emit(kuril_turn *t, kuril_lonlat turned)
{
    t->south = fmin(t->south, turned.lat);
    t->north = fmax(t->north, turned.lat);
    return kuril_sink_point(t->base.sink.next, turned.lon, turned.lat);
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

static kuril_status walk(kuril_turn *t, const kuril_xy *p, size_t n, bool closed)
{
    kuril_status status = kuril_sink_line_start(t->base.sink.next);
    const kuril_lonlat first = n > 0 ? kuril_frame_in(t->frame, (kuril_lonlat){p[0].x, p[0].y}) : (kuril_lonlat){0, 0};
    kuril_lonlat a = first;
    for (size_t i = 0; i < n && status == KURIL_OK; i++) {
        status = emit(t, a);
        if (i + 1 == n && !closed)
            break;
        kuril_xy q = p[(i + 1) % n];
        const kuril_lonlat b = i + 1 < n ? kuril_frame_in(t->frame, (kuril_lonlat){q.x, q.y}) : first;
        q.x = p[i].x + kuril_lon_step(p[i].x, q.x);
        if (status == KURIL_OK)
            status = refine(t, p[i], q, a, b, DEPTH);
        a = b;
    }
    return status == KURIL_OK ? kuril_sink_line_end(t->base.sink.next) : status;
}

static kuril_status turn_point(kuril_collector *collector, double lon, double lat)
{
    kuril_turn *t = of(collector);
    return emit(t, kuril_frame_in(t->frame, (kuril_lonlat){lon, lat}));
}

static kuril_status turn_line(kuril_collector *collector)
{
    kuril_turn *t = of(collector);
    return walk(t, t->base.gather.points.at, t->base.gather.points.count, false);
}

/* The next stage cannot know which of the frame's poles the polygon holds. A ring may run right over one, so it is the
   one farther from all rings that is asked about; the other follows from how the rings wind. */
static void ask_far_pole(kuril_turn *t)
{
    t->poles.far = t->north - 90 < -90 - t->south ? 90 : -90;
    t->poles.held = kuril_gather_holds(&t->base.gather, kuril_frame_out(t->frame, (kuril_lonlat){0, t->poles.far}));
}

static kuril_status turn_polygon(kuril_collector *collector)
{
    kuril_turn *t = of(collector);
    kuril_sink *next = t->base.sink.next;
    kuril_gather_turn(&t->base.gather);
    t->south = 90;
    t->north = -90;
    kuril_status status = kuril_sink_polygon_start(next);
    for (guint i = 0; i < t->base.gather.ends->len && status == KURIL_OK; i++) {
        size_t n;
        const kuril_xy *p = kuril_gather_ring(&t->base.gather, i, &n);
        status = walk(t, p, n, true);
    }
    ask_far_pole(t);
    return status == KURIL_OK ? kuril_sink_polygon_end(next) : status;
}

static const kuril_collector_ops turn_ops = {turn_point, turn_line, turn_polygon};

void kuril_turn_init(kuril_turn *turn, const kuril_frame *frame, double tolerance, kuril_sink *next)
{
    *turn = (kuril_turn){.frame = frame, .tolerance = tolerance};
    kuril_collector_init(&turn->base, &turn_ops, next);
}

void kuril_turn_finish(kuril_turn *turn)
{
    kuril_collector_finish(&turn->base);
}
