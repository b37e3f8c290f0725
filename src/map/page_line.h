/* Lines on the page: moved aside, measured, cut to what shows. Pure. */
#ifndef KURIL_MAP_PAGE_LINE_H
#define KURIL_MAP_PAGE_LINE_H

#include "render/canvas.h"
#include <glib.h>

typedef struct kuril_page_point {
    double x, y;
} kuril_page_point;

/** A line. Points are borrowed. */
typedef struct kuril_page_line {
    const kuril_page_point *points;
    size_t n;
    bool closed; /**< a ring, whose last point is its first: bent there, not ended */
} kuril_page_line;

/** Points of an array; a ring when they are of an area and come back to their beginning. */
kuril_page_line kuril_page_line_of(const GArray *points, bool area);

double kuril_page_line_length(kuril_page_line line);

/** How the outer side of a bend is closed. */
typedef struct kuril_bend {
    kuril_line_join join;
    double miter_limit; /**< longest mitre over width; beyond it the bend is cut off */
} kuril_bend;

/**
 * The line `distance` to the right of another (page space, y down), left when negative.
 *
 * @param[out] out  array of kuril_page_point; what it held is dropped
 */
void kuril_page_line_offset(kuril_page_line line, double distance, const kuril_bend *bend, GArray *out);

/**
 * The line with bends too small to see for every corner whose mitre is longer than `limit` widths: stroked with mitres
 * of at most that length, those corners come out round and the shallower ones pointed.
 *
 * @param[in]  limit  more than 1.03
 * @param[out] out    array of kuril_page_point; what it held is dropped
 */
void kuril_page_line_blunt(kuril_page_line line, double limit, GArray *out);

/** The part of a segment within a box, as fractions of it (Liang and Barsky). False when none is. */
bool kuril_page_cut(kuril_page_point a, kuril_page_point b, const kuril_rect *box, double *from, double *to);

/** Adds a line to the canvas's path, cut to a box, with the length that was cut off told for the dashes. */
void kuril_page_line_emit(kuril_canvas *canvas, kuril_page_line line, const kuril_rect *box);

/** From here to there along a line, distances from its beginning. */
typedef struct kuril_page_stretch {
    double from, to;
} kuril_page_stretch;

/**
 * What of a line a box shows.
 *
 * @param[out] out  array of kuril_page_stretch, in the line's order; what it held is dropped
 */
void kuril_page_line_shown(kuril_page_line line, const kuril_rect *box, GArray *out);

/**
 * The stretch between two distances from the beginning.
 *
 * @param[out] out  array of kuril_page_point; empty when nothing lies between them
 */
void kuril_page_line_stretch(kuril_page_line line, double from, double to, GArray *out);

#endif
