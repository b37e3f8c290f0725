/*
 * The sleeve of the line simplification: of a tolerance's width, laid from a vertex that is kept over those that follow,
 * for as long as the line that is kept may pass all of them within the tolerance.
 * Source: Zhao and Saalfeld, Linear-time sleeve-fitting polyline simplification algorithms, Auto-Carto 13 (1997).
 */
#ifndef KURIL_PROJECTION_SLEEVE_H
#define KURIL_PROJECTION_SLEEVE_H

#include "projection/rings.h"
#include <math.h>

/** Zeroed: laid over nothing. */
typedef struct kuril_sleeve {
    bool open;
    double farthest;      /* of the vertices since the anchor, from it */
    kuril_xy left, right; /* its sides from the anchor */
} kuril_sleeve;

static inline double kuril_cross(kuril_xy a, kuril_xy b)
{
    return a.x * b.y - a.y * b.x;
}

/**
 * Lays it over one more vertex, `d` from the anchor; false when it cannot be: then the last one must be kept. A vertex
 * may lie beyond the end that is kept, by half the tolerance; beside the line the rest of it is left.
 */
static inline bool kuril_sleeve_lay(kuril_sleeve *s, kuril_xy d, double tolerance)
{
    const double r = sqrt(d.x * d.x + d.y * d.y), beyond = 0.5 * tolerance, side = 0.8660254037844386 * tolerance;
    if (r < s->farthest - beyond)
        return false; /* it turns back: the farthest vertex must stay */
    if (r > s->farthest)
        s->farthest = r;
    if (r <= side)
        return !s->open || (kuril_cross(s->left, d) <= 0 && kuril_cross(s->right, d) >= 0);
    const double c = sqrt(r * r - side * side);
    const kuril_xy left = {c * d.x - side * d.y, c * d.y + side * d.x};
    const kuril_xy right = {c * d.x + side * d.y, c * d.y - side * d.x};
    if (!s->open) {
        s->left = left;
        s->right = right;
        s->open = true;
        return true;
    }
    if (kuril_cross(s->left, d) > 0 || kuril_cross(s->right, d) < 0)
        return false; /* the vertex itself must be one that the line could be kept to */
    if (kuril_cross(s->left, left) < 0)
        s->left = left;
    if (kuril_cross(s->right, right) > 0)
        s->right = right;
    return true;
}

#endif
