#include "projection/internal.h"

#include <math.h>

static const double M_PER_DEGREE = 111195.0;

static kuril_bbox box_about(kuril_lonlat c, double width_m, double height_m)
{
    const double half_lat = height_m / M_PER_DEGREE / 2;
    const double half_lon = width_m / M_PER_DEGREE / 2 / fmax(cos(c.lat * KURIL_DEG), 0.01);
    return (kuril_bbox){c.lon - fmin(half_lon, 180), fmax(-90, c.lat - half_lat), c.lon + fmin(half_lon, 180),
                        fmin(90, c.lat + half_lat)};
}

/* A view by its centre keeps that centre; one by its bounds has the middle of the box. */
kuril_reach kuril_reach_of(const kuril_view *view)
{
    kuril_reach reach = {.middle = view->center};
    const double w = view->frame.x_max - view->frame.x_min, h = view->frame.y_max - view->frame.y_min;
    const double shape = w > 0 && h > 0 ? h / w : 0.75;
    if (view->kind == KURIL_VIEW_BOUNDS) {
        reach.bbox = view->bounds;
        reach.width_deg = kuril_bbox_width(&view->bounds);
        reach.middle = (kuril_lonlat){kuril_lon_near(view->bounds.west + reach.width_deg / 2, 0),
                                      (view->bounds.south + view->bounds.north) / 2};
    } else {
        double width_m = view->width_m;
        if (view->kind == KURIL_VIEW_SCALE)
            width_m = view->scale_denominator * (w > 0 ? w : 800) * 0.0254 / 72;
        reach.bbox = box_about(view->center, width_m, width_m * shape);
        reach.width_deg = fmin(reach.bbox.east - reach.bbox.west, 360);
    }
    reach.height_deg = reach.bbox.north - reach.bbox.south;
    if (reach.width_deg > 300 && (reach.bbox.north >= 85) != (reach.bbox.south <= -85))
        reach.middle.lat = reach.bbox.north >= 85 ? 90 : -90;
    const double widest = reach.width_deg * cos(fmin(fabs(reach.bbox.south), fabs(reach.bbox.north)) * KURIL_DEG);
    reach.farthest_lat = fabs(reach.middle.lat) + fmax(reach.height_deg, widest * shape) / 2;
    reach.aspect = reach.width_deg * cos(reach.middle.lat * KURIL_DEG) / fmax(reach.height_deg, 1e-9);
    return reach;
}

static kuril_choice choose_regional(const kuril_view *view, const kuril_reach *r)
{
    const bool shapes = view->purpose == KURIL_PURPOSE_SHAPE;
    const bool one_side = r->bbox.south >= 0 || r->bbox.north <= 0;
    if (r->width_deg > 200 && r->height_deg > 100)
        return (kuril_choice){shapes ? "merc" : "eqearth", "the view holds most of the world"};
    if (fabs(r->middle.lat) > 75)
        return (kuril_choice){shapes ? "stere" : "laea", "the view lies about a pole"};
    if (r->aspect > 1.6 && r->width_deg > 25 && r->width_deg <= 100 && one_side && r->farthest_lat < 75)
        return (kuril_choice){shapes ? "lcc" : "aea", "the view is wide and lies on one side of the equator"};
    return (kuril_choice){shapes ? "stere" : "laea", shapes ? "angles are kept" : "areas compare"};
}

kuril_choice kuril_projection_choose(const kuril_view *view, const kuril_reach *reach)
{
    switch (view->purpose) {
    case KURIL_PURPOSE_NAVIGATION:
        if (fabs(reach->middle.lat) > 84)
            return (kuril_choice){"stere", "Mercator does not reach the pole"};
        return (kuril_choice){"merc", "rhumb lines are straight"};
    case KURIL_PURPOSE_DISTANCE:
        return (kuril_choice){"aeqd", "distances from the centre are right"};
    case KURIL_PURPOSE_GENERAL:
    case KURIL_PURPOSE_SHAPE:
        break;
    }
    return choose_regional(view, reach);
}
