/* The lines of a layer as obstacles, segment by segment. */
#include "map/symbol_segments.h"

static kuril_status segment_point(kuril_sink *sink, double x, double y)
{
    kuril_segment_sink *s = (kuril_segment_sink *)sink;
    if (s->open) {
        const kuril_label_obstacle segment = {
            .is_segment = true, .x0 = s->x, .y0 = s->y, .x1 = x, .y1 = y, .weight = s->weight, .parts = s->parts};
        g_array_append_val(s->obstacles, segment);
    }
    s->x = x;
    s->y = y;
    s->open = true;
    return KURIL_OK;
}

static kuril_status segment_break(kuril_sink *sink)
{
    ((kuril_segment_sink *)sink)->open = false;
    return KURIL_OK;
}

static const kuril_sink_ops segment_ops = {segment_point, segment_break, segment_break, segment_break, segment_break};

/* Whether a feature's lines have ends, as routes and boundaries have, and rings have not. */
static bool has_ends(const kuril_geometry *g)
{
    const kuril_part first = g->n_parts > 0 ? g->parts[0] : (kuril_part){0};
    const kuril_ring line = first.count > 0 ? g->rings[first.first] : (kuril_ring){0};
    if (first.kind == KURIL_POLYGON || line.count < 2)
        return false;
    const kuril_lonlat *a = &g->points[line.first], *b = a + line.count - 1;
    return a->lon != b->lon || a->lat != b->lat;
}

void kuril_segment_sink_init(kuril_segment_sink *sink, GArray *obstacles, double weight, const kuril_geometry *line)
{
    *sink = (kuril_segment_sink){
        .base = {&segment_ops, NULL}, .obstacles = obstacles, .weight = weight, .parts = has_ends(line)};
}
