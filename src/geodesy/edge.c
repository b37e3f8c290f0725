#include "geodesy/edge.h"

#include <math.h>

static const double RADIUS_M = 6371000.0; /* for steps only: a better one saves no step */
static const double DEGREE = 3.14159265358979323846 / 180;

void kuril_edge_init(kuril_edge *edge, kuril_lonlat a, kuril_lonlat b, double from_m, double to_m)
{
    edge->a = a;
    edge->b = b;
    const kuril_geodesic g = kuril_geodesic_inverse(a, b);
    edge->line = kuril_line_new(a, g.azi1);
    edge->length_m = g.s12_m;
    edge->from_m = from_m;
    edge->to_m = fmin(to_m, edge->length_m);
}

kuril_lonlat kuril_edge_at(const kuril_edge *edge, double along_m, double *azi)
{
    const kuril_lonlat p = kuril_line_at(&edge->line, along_m, azi);
    if (along_m == 0)
        return edge->a;
    return along_m == edge->length_m ? edge->b : p;
}

/* How the distance to p changes along the edge at one place. */
typedef struct view {
    kuril_lonlat at;
    double s, distance, slope; /* slope: d(distance)/d(along), -1 to 1 */
} view;

static view look(const kuril_edge *edge, double s, kuril_lonlat p)
{
    view v = {.s = s};
    double along = 0;
    v.at = kuril_edge_at(edge, s, &along);
    const kuril_geodesic g = kuril_geodesic_inverse(v.at, p);
    v.distance = g.s12_m;
    v.slope = -cos((along - g.azi1) * DEGREE);
    return v;
}

/*
 * The foot of the perpendicular is a root of the slope. On a sphere a right triangle gives it at once,
 * tan(step) = -slope tan(distance); on the ellipsoid the rest shrinks some 300-fold a step. Between low and high there
 * should be one root, or none and an end is nearest.
 */
static view descend(const kuril_edge *edge, double low, double high, double start, kuril_lonlat p)
{
    const double from = low, to = high;
    view best = look(edge, start, p), now = best;
    for (int i = 0; i < 60 && high > low && now.distance > 0; i++) {
        if (now.slope < 0)
            low = now.s;
        else
            high = now.s;
        const double h = now.distance / RADIUS_M;
        double next = now.s + RADIUS_M * atan2(-now.slope * sin(h), cos(h));
        if (next >= to && now.slope < 0)
            next = to;
        else if (next <= from && now.slope > 0)
            next = from;
        else if (next <= low || next >= high)
            next = (low + high) / 2;
        if (fabs(next - now.s) < 1e-9)
            break;
        now = look(edge, next, p);
        if (now.distance < best.distance)
            best = now;
    }
    /* Far away the distance is flat to its last digit round the foot; the slope, whose root this is, is not. */
    return now.distance <= best.distance + 1e-7 ? now : best;
}

/* Beyond a quarter of the way round a stretch may hold a maximum, and towards the antipode several of both. */
static view descend_far(const kuril_edge *edge, kuril_lonlat p, view best)
{
    enum { STEPS = 64 };
    const double antipodal_m = 19.8e6;
    const int steps = best.distance > antipodal_m ? STEPS : 1;
    view left = look(edge, edge->from_m, p);
    for (int i = 1; i <= steps; i++) {
        const view right =
            look(edge, i == steps ? edge->to_m : edge->from_m + (edge->to_m - edge->from_m) * i / steps, p);
        const view ends[2] = {left, right};
        for (int k = 0; k < 2; k++)
            best = ends[k].distance < best.distance ? ends[k] : best;
        if (steps > 1 && left.slope < 0 && right.slope > 0) {
            const view between = descend(edge, left.s, right.s, (left.s + right.s) / 2, p);
            best = between.distance < best.distance ? between : best;
        }
        left = right;
    }
    return best;
}

double kuril_edge_nearest(const kuril_edge *edge, kuril_lonlat p, double start, kuril_lonlat *foot)
{
    const double far_m = 9.9e6; /* nearer, a stretch as short as those of a shape has one minimum */
    view best = descend(edge, edge->from_m, edge->to_m, edge->from_m + start * (edge->to_m - edge->from_m), p);
    if (best.distance > far_m && edge->to_m > edge->from_m)
        best = descend_far(edge, p, best);
    *foot = best.at;
    return best.distance;
}

/* Newton's method in the plane that touches the first line: where would both meet if they were straight? */
bool kuril_edge_cross(const kuril_edge *first, double first_start, const kuril_edge *second, double second_start,
                      kuril_lonlat *where)
{
    const double slack = 1e-9; /* metres beyond an end that still count: the accuracy of a geodesic */
    double s = first->from_m + first_start * (first->to_m - first->from_m);
    double t = second->from_m + second_start * (second->to_m - second->from_m);
    for (int i = 0; i < 20; i++) {
        double azi_s = 0, azi_t = 0;
        const kuril_lonlat p = kuril_edge_at(first, s, &azi_s), q = kuril_edge_at(second, t, &azi_t);
        const kuril_geodesic g = kuril_geodesic_inverse(p, q);
        const double between = sin((azi_t - azi_s) * DEGREE);
        if (fabs(between) < 1e-12)
            return false; /* side by side: if they meet, an end of one lies on the other */
        const double step_s = g.s12_m * sin((azi_t - g.azi1) * DEGREE) / between;
        const double step_t = g.s12_m * sin((azi_s - g.azi1) * DEGREE) / between;
        /* Edges that are nearly parallel are at one place long before it is told where along them. */
        if ((fabs(step_s) < 1e-8 && fabs(step_t) < 1e-8) || g.s12_m < 1e-8) {
            *where = p;
            return s >= first->from_m - slack && s <= first->to_m + slack && t >= second->from_m - slack &&
                   t <= second->to_m + slack;
        }
        s += step_s;
        t += step_t;
        if (!(fabs(s) < 1e8 && fabs(t) < 1e8))
            return false;
    }
    return false;
}
