/*
 * The outline of a stroked line, edge by edge: both sides with joins, closed by caps. On the inner side of a corner the
 * sides meet where they cross if the edges are long enough for it, so that nothing is covered twice there; where many
 * are not, the sum of areas is more than what is covered.
 */
#ifndef KURIL_RENDER_OUTLINE_H
#define KURIL_RENDER_OUTLINE_H

#include "render/canvas_private.h"
#include "render/coverage.h"

/** In pixels; start it with kuril_outline_init. */
typedef struct kuril_outline {
    kuril_coverage *to;
    double half;        /* of the width */
    double miter_limit; /* longest mitre over width */
    kuril_line_cap cap;
    kuril_line_join join;
    double cos_step, sin_step; /* of the turn between the vertices of an arc */
    size_t corners, tight;     /* corners so far, and those whose edges are too short for the sides to meet */
    /* While a line is drawn: the corners at which the current edge's sides begin. */
    path_point left, right;
} kuril_outline;

void kuril_outline_init(kuril_outline *outline, kuril_coverage *to, const kuril_stroke *stroke, double pixels_per_pt);
/** Adds one line, or ring when closed; its points may be repeated, and are changed. */
void kuril_outline_add(kuril_outline *outline, path_point *points, size_t n, bool closed);

#endif
