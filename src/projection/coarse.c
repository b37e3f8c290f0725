/*
 * Drops vertices of data before they are projected, which costs more than all else: those that lie within the tolerance
 * of the line that is kept, by the sleeve of simplify.c in degrees of latitude; and of a run that stays on one side of
 * the page's box all but its ends. Inside the box what is dropped was never nearer than its side.
 */
#include "projection/stages.h"

#include <math.h>

/* How far a run may reach from its first vertex, degrees: the length of a degree of longitude is taken as one. */
static const double REACH = 2, REACH_OUTSIDE = 10;

enum { NORTH = 1, SOUTH = 2, EAST = 4, WEST = 8 };

static kuril_coarse *of(kuril_sink *sink)
{
    return (kuril_coarse *)sink;
}

/* On which sides of the page's box a vertex lies whose longitude is `east` of the box's middle. */
static unsigned sides(const kuril_coarse *c, double east, double lat)
{
    return (lat > c->box.north ? NORTH : lat < c->box.south ? SOUTH : 0) |
           (east > c->half_width ? EAST : east < -c->half_width ? WEST : 0);
}

static kuril_status keep(kuril_coarse *c, kuril_xy p)
{
    c->anchor = c->last = c->middle = p;
    c->east = remainder(p.x - c->middle_lon, 360);
    c->outside = sides(c, c->east, p.y);
    const double lat = fmax(0, fabs(p.y) - REACH); /* of the run's vertices the nearest to the equator */
    c->stretch = cos(lat * KURIL_DEG);
    c->sleeve = (kuril_sleeve){0};
    c->kept++;
    return kuril_sink_point(c->base.next, p.x, p.y);
}

/* Whether the run from the anchor may go on over the vertex. */
static bool goes_on(kuril_coarse *c, kuril_xy p)
{
    const kuril_xy d = {p.x - c->anchor.x, p.y - c->anchor.y};
    const double longest = fmax(fabs(d.x), fabs(d.y));
    if (c->outside) {
        c->outside &= sides(c, c->east + d.x, p.y);
        return c->outside && longest < REACH_OUTSIDE;
    }
    if (!(longest < REACH))
        return false;
    if (fabs(d.y) > fabs(c->middle.y - c->anchor.y))
        c->middle = p;
    return kuril_sleeve_lay(&c->sleeve, (kuril_xy){d.x * c->stretch, d.y}, c->tolerance);
}

static kuril_status coarse_point(kuril_sink *sink, double lon, double lat)
{
    kuril_coarse *c = of(sink);
    const kuril_xy p = {lon, lat};
    if (!c->in_line)
        return kuril_sink_point(sink->next, lon, lat);
    if (c->count++ == 0)
        return keep(c, p);
    kuril_status status = KURIL_OK;
    if (!goes_on(c, p)) {
        if (c->last.x != c->anchor.x || c->last.y != c->anchor.y)
            status = keep(c, c->last);
        if (status == KURIL_OK && !goes_on(c, p))
            return keep(c, p); /* an edge longer than a run may be */
    }
    c->last = p;
    return status;
}

static kuril_status coarse_line_start(kuril_sink *sink)
{
    of(sink)->in_line = true;
    of(sink)->count = of(sink)->kept = 0;
    return kuril_sink_line_start(sink->next);
}

/* The last vertex stays, and of the smallest ring a third: it must not vanish. */
static kuril_status coarse_line_end(kuril_sink *sink)
{
    kuril_coarse *c = of(sink);
    kuril_status status = KURIL_OK;
    c->in_line = false;
    if (c->last.x != c->anchor.x || c->last.y != c->anchor.y) {
        if (c->kept == 1 && c->in_polygon)
            status = kuril_sink_point(sink->next, c->middle.x, c->middle.y);
        if (status == KURIL_OK)
            status = kuril_sink_point(sink->next, c->last.x, c->last.y);
    }
    return status == KURIL_OK ? kuril_sink_line_end(sink->next) : status;
}

static kuril_status coarse_polygon_start(kuril_sink *sink)
{
    of(sink)->in_polygon = true;
    return kuril_sink_polygon_start(sink->next);
}

static kuril_status coarse_polygon_end(kuril_sink *sink)
{
    of(sink)->in_polygon = false;
    return kuril_sink_polygon_end(sink->next);
}

static const kuril_sink_ops coarse_ops = {.point = coarse_point,
                                          .line_start = coarse_line_start,
                                          .line_end = coarse_line_end,
                                          .polygon_start = coarse_polygon_start,
                                          .polygon_end = coarse_polygon_end};

void kuril_coarse_init(kuril_coarse *coarse, double tolerance, const kuril_bbox *box, kuril_sink *next)
{
    const double half_width = kuril_bbox_width(box) / 2;
    *coarse = (kuril_coarse){.base = {&coarse_ops, next}, .tolerance = tolerance, .box = *box};
    coarse->middle_lon = box->west + half_width;
    coarse->half_width = half_width < 180 - REACH_OUTSIDE ? half_width : INFINITY;
}

void kuril_coarse_reset(kuril_coarse *coarse)
{
    coarse->in_line = coarse->in_polygon = false;
}
