#include "geodesy/chord.h"

#include <math.h>

static double clamp01(double t)
{
    return t < 0 ? 0 : t > 1 ? 1 : t;
}

/* Ericson, Real-Time Collision Detection (2005), section 5.1.9. */
double kuril_chord_distance(const kuril_piece *p, const kuril_piece *q, double *along_p, double *along_q)
{
    const kuril_ecef d1 = kuril_ecef_minus(p->b, p->a), d2 = kuril_ecef_minus(q->b, q->a), r = kuril_ecef_minus(p->a, q->a);
    const double a = kuril_ecef_dot(d1, d1), e = kuril_ecef_dot(d2, d2), f = kuril_ecef_dot(d2, r);
    double s = 0, t = 0;
    if (a > 0 && e > 0) {
        const double c = kuril_ecef_dot(d1, r), b = kuril_ecef_dot(d1, d2), denominator = a * e - b * b;
        s = denominator > 0 ? clamp01((b * f - c * e) / denominator) : 0;
        t = (b * s + f) / e;
        if (t < 0 || t > 1) {
            t = clamp01(t);
            s = clamp01((b * t - c) / a);
        }
    } else if (a > 0) {
        s = clamp01(-kuril_ecef_dot(d1, r) / a);
    } else if (e > 0) {
        t = clamp01(f / e);
    }
    *along_p = s;
    *along_q = t;
    const kuril_ecef gap = {r.x + d1.x * s - d2.x * t, r.y + d1.y * s - d2.y * t, r.z + d1.z * s - d2.z * t};
    return sqrt(kuril_ecef_dot(gap, gap));
}

kuril_ecef kuril_chord_place(const kuril_piece *piece, double along)
{
    const kuril_ecef d = kuril_ecef_minus(piece->b, piece->a);
    return (kuril_ecef){piece->a.x + along * d.x, piece->a.y + along * d.y, piece->a.z + along * d.z};
}

double kuril_chord_stray(const kuril_piece *p, const kuril_piece *q)
{
    const kuril_ecef dp = kuril_ecef_minus(p->b, p->a), dq = kuril_ecef_minus(q->b, q->a);
    return sqrt(fmax(kuril_ecef_dot(dp, dp), kuril_ecef_dot(dq, dq))) + p->sagitta_m + q->sagitta_m;
}

kuril_bounds kuril_chord_bounds(const kuril_piece *p, double along_p, const kuril_piece *q, double along_q, double chord)
{
    const double too_far_m = 2500e3, slack = p->sagitta_m + q->sagitta_m;
    if (chord > too_far_m)
        return (kuril_bounds){kuril_geodesic_at_least(chord - slack), kuril_geodesic_at_most(chord + slack)};
    return kuril_geodesic_bounds(kuril_chord_place(p, along_p), kuril_chord_place(q, along_q), chord, slack,
                                 kuril_chord_stray(p, q));
}

static double gap(double a_low, double a_high, double b_low, double b_high)
{
    return fmax(0, fmax(a_low - b_high, b_low - a_high));
}

double kuril_box_distance(const kuril_box *a, const kuril_box *b)
{
    const double x = gap(a->low.x, a->high.x, b->low.x, b->high.x), y = gap(a->low.y, a->high.y, b->low.y, b->high.y),
                 z = gap(a->low.z, a->high.z, b->low.z, b->high.z);
    return sqrt(x * x + y * y + z * z);
}
