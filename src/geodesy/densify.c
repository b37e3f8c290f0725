#include "geodesy/densify.h"

#include <math.h>

enum { DEEPEST = 24 };

/* Middle of the edge as it is drawn or measured when it is not split, and as it should be. */
static kuril_lonlat planar_middle(kuril_lonlat a, kuril_lonlat b)
{
    return (kuril_lonlat){(a.lon + kuril_lon_near(b.lon, a.lon)) / 2, (a.lat + b.lat) / 2};
}

/* Emits the vertices strictly between a and b. */
static kuril_status split(kuril_densify *d, kuril_lonlat a, kuril_lonlat b, int depth)
{
    const kuril_geodesic g = kuril_geodesic_inverse(a, b);
    if (!(g.s12_m > d->tolerance_m) || depth == DEEPEST)
        return KURIL_OK;
    const kuril_lonlat round = kuril_geodesic_direct(a, g.azi1, g.s12_m / 2, NULL), straight = planar_middle(a, b);
    /* An edge with both ends near a pole or on opposite meridians may have its middle right by chance: always halve
       what is long. 1000 km bend by at most 20 km, far beyond any tolerance, except along meridians and the equator. */
    if (kuril_geodesic_inverse(round, straight).s12_m <= d->tolerance_m && g.s12_m <= d->max_step_m && g.s12_m < 1e6)
        return KURIL_OK;
    kuril_lonlat middle = d->follow == KURIL_EDGES_GEODESIC ? round : straight;
    if (fabs(a.lon - b.lon) <= 180) /* between longitudes as they are written, be it on a sheet from 0 to 360 */
        middle.lon = kuril_lon_near(middle.lon, a.lon);
    else if (fabs(middle.lon) > 180)
        middle.lon -= copysign(360, middle.lon);
    kuril_status status = split(d, a, middle, depth + 1);
    if (!status)
        status = kuril_sink_point(d->base.next, middle.lon, middle.lat);
    return status ? status : split(d, middle, b, depth + 1);
}

/* An edge from vertex to vertex. */
static kuril_status edge(kuril_densify *d, kuril_lonlat a, kuril_lonlat b)
{
    const double least_m = d->tolerance_m;
    if (d->relative > 0)
        d->tolerance_m = fmax(least_m, d->relative * kuril_geodesic_inverse(a, b).s12_m);
    const kuril_status status = split(d, a, b, 0);
    d->tolerance_m = least_m;
    return status;
}

static kuril_status densify_point(kuril_sink *sink, double lon, double lat)
{
    kuril_densify *d = (kuril_densify *)sink;
    const kuril_lonlat p = {lon, lat};
    if (!kuril_lonlat_is_valid(p))
        return KURIL_E_DOMAIN;
    if (d->in_line) {
        if (d->open) {
            const kuril_status status = edge(d, d->last, p);
            if (status)
                return status;
        } else {
            d->first = p;
        }
        d->last = p;
        d->open = true;
    }
    return kuril_sink_point(d->base.next, lon, lat);
}

static kuril_status densify_line_start(kuril_sink *sink)
{
    kuril_densify *d = (kuril_densify *)sink;
    d->in_line = true;
    d->open = false;
    return kuril_sink_line_start(d->base.next);
}

static kuril_status densify_line_end(kuril_sink *sink)
{
    kuril_densify *d = (kuril_densify *)sink;
    if (d->in_polygon && d->open) {
        const kuril_status status = edge(d, d->last, d->first);
        if (status)
            return status;
    }
    d->in_line = false;
    return kuril_sink_line_end(d->base.next);
}

static kuril_status densify_polygon_start(kuril_sink *sink)
{
    kuril_densify *d = (kuril_densify *)sink;
    d->in_polygon = true;
    return kuril_sink_polygon_start(d->base.next);
}

static kuril_status densify_polygon_end(kuril_sink *sink)
{
    kuril_densify *d = (kuril_densify *)sink;
    d->in_polygon = false;
    return kuril_sink_polygon_end(d->base.next);
}

static const kuril_sink_ops densify_ops = {densify_point, densify_line_start, densify_line_end, densify_polygon_start,
                                           densify_polygon_end};

void kuril_densify_geodesic_init(kuril_densify *stage, double tolerance_m, double max_step_m, kuril_sink *next)
{
    *stage = (kuril_densify){.base = {&densify_ops, next},
                             .follow = KURIL_EDGES_GEODESIC,
                             .tolerance_m = tolerance_m,
                             .max_step_m = max_step_m};
}

void kuril_densify_planar_init(kuril_densify *stage, double tolerance_m, kuril_sink *next)
{
    *stage = (kuril_densify){.base = {&densify_ops, next},
                             .follow = KURIL_EDGES_PLANAR,
                             .tolerance_m = tolerance_m,
                             .relative = 1e-8,
                             .max_step_m = INFINITY};
}
