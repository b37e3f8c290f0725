#include "projection/stages.h"

#include "geom/sinks.h"
#include <math.h>

static kuril_gate *of(kuril_collector *collector)
{
    return (kuril_gate *)collector;
}

/* Longitudes as they are given: a jump by a turn makes a box that is too wide to be safe. */
static kuril_rect box_of(const kuril_xy *p, size_t n)
{
    kuril_rect box = {G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE};
    for (size_t i = 0; i < n; i++) {
        box.x_min = MIN(box.x_min, p[i].x);
        box.x_max = MAX(box.x_max, p[i].x);
        box.y_min = MIN(box.y_min, p[i].y);
        box.y_max = MAX(box.y_max, p[i].y);
    }
    return box;
}

/* No edge within such a box has a shorter way round. */
static bool is_safe(kuril_gate *g, const kuril_xy *p, size_t n)
{
    if (n == 0)
        return true;
    const kuril_rect box = box_of(p, n);
    return box.x_max - box.x_min < 180 && fabs(box.x_min) < 1e4 && kuril_safe_holds(&g->safe, &box);
}

static double length_of(const kuril_xy *p, size_t n)
{
    double length = 0;
    for (size_t i = 1; i < n; i++)
        length += fabs(p[i].x - p[i - 1].x) + fabs(p[i].y - p[i - 1].y);
    return length;
}

/* Whether places are interpolated depends on what is sent alone, so that its direction never matters. Bend takes
   turned longitudes and latitudes from the cuts while it has a frame. */
static void prepare_bend(kuril_gate *g, bool straight, size_t n, double length)
{
    g->bend->frame = straight ? NULL : g->frame;
    g->bend->cells = !g->bend->frame && kuril_cells_pay(&g->cells, n, length) ? &g->cells : NULL;
}

static void restore_bend(kuril_gate *g)
{
    g->bend->frame = g->frame;
    g->bend->cells = NULL;
}

static kuril_status send(kuril_sink *next, const kuril_xy *p, size_t n)
{
    kuril_status status = kuril_sink_line_start(next);
    for (size_t i = 0; i < n && status == KURIL_OK; i++)
        status = kuril_send_point(next, p[i].x, p[i].y);
    return status == KURIL_OK ? kuril_sink_line_end(next) : status;
}

static kuril_status gate_point(kuril_collector *collector, double lon, double lat)
{
    return kuril_sink_point(collector->sink.next, lon, lat);
}

static kuril_status gate_line(kuril_collector *collector)
{
    kuril_gate *g = of(collector);
    const kuril_xy *p = collector->gather.points.at;
    const size_t n = collector->gather.points.count;
    const bool straight = is_safe(g, p, n);
    prepare_bend(g, straight, n, length_of(p, n));
    const kuril_status status = send(straight ? &g->bend->base : collector->sink.next, p, n);
    restore_bend(g);
    return status;
}

static kuril_status send_polygon(kuril_gate *g, kuril_sink *next)
{
    kuril_status status = kuril_sink_polygon_start(next);
    for (guint i = 0; i < g->base.gather.ends->len && status == KURIL_OK; i++) {
        size_t n;
        const kuril_xy *p = kuril_gather_ring(&g->base.gather, i, &n);
        if (n >= 3)
            status = send(next, p, n);
    }
    return status == KURIL_OK ? kuril_sink_polygon_end(next) : status;
}

static kuril_status gate_polygon(kuril_collector *collector)
{
    kuril_gate *g = of(collector);
    bool straight = true;
    double length = 0;
    for (guint i = 0; i < g->base.gather.ends->len; i++) {
        size_t n;
        const kuril_xy *p = kuril_gather_ring(&g->base.gather, i, &n);
        straight = straight && is_safe(g, p, n);
        length += length_of(p, n);
    }
    if (straight)
        kuril_gather_turn(&g->base.gather);
    prepare_bend(g, straight, g->base.gather.points.count, length);
    const kuril_status status = send_polygon(g, straight ? &g->bend->base : collector->sink.next);
    restore_bend(g);
    return status;
}

static const kuril_collector_ops gate_ops = {gate_point, gate_line, gate_polygon};

void kuril_gate_init(kuril_gate *gate, const kuril_domain *domain, kuril_bend *bend, kuril_sink *next)
{
    *gate = (kuril_gate){.bend = bend, .frame = bend->frame};
    kuril_collector_init(&gate->base, &gate_ops, next);
    kuril_safe_init(&gate->safe, domain);
    kuril_cells_init(&gate->cells, bend->projection, &bend->fit, &gate->safe, bend->tolerance / 16);
}

void kuril_gate_reset(kuril_gate *gate)
{
    kuril_collector_reset(&gate->base);
    restore_bend(gate);
}

void kuril_gate_finish(kuril_gate *gate)
{
    kuril_cells_finish(&gate->cells);
    kuril_collector_finish(&gate->base);
}
