/*
 * Polygons as coverage of pixels: each edge adds the signed area between itself and the right border of its row, so
 * that the sum along a row is how much of a pixel lies inside. Exact for polygons that do not overlap within a pixel.
 * Pixels count from the upper left corner of the box; y runs down.
 * Source: the accumulation buffer of font-rs (Raph Levien, 2016).
 */
#ifndef KURIL_RENDER_COVERAGE_H
#define KURIL_RENDER_COVERAGE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct kuril_coverage {
    int width, height; /* of the box */
    GArray *edges;     /* room for them */
    guint n_edges;     /* those in the box */
    GArray *order;     /* guint: edges by their first row */
    GArray *starts;    /* guint: where a row's edges begin in `order` */
    GArray *active;    /* guint: edges that cross the row */
    GArray *areas;     /* float a pixel: what this row's edges add there; zero between rows */
    GArray *touched;   /* uint64_t: bits of the pixels with areas; zero between rows */
} kuril_coverage;

/** `covered` is 1 to 255, of pixels `x` to `x + count - 1` of a row. */
typedef void (*kuril_coverage_span)(void *user, int row, int x, int count, unsigned covered);

void kuril_coverage_init(kuril_coverage *coverage);
/** Begins anew with a box of pixels; memory is kept. */
void kuril_coverage_begin(kuril_coverage *coverage, int width, int height);
/** An edge of a closed polygon, whichever way; outside the box too. Edges that are not finite are left out. */
void kuril_coverage_edge(kuril_coverage *coverage, double x0, double y0, double x1, double y1);
/** Calls `span` for what is covered, row by row and from the left. */
void kuril_coverage_sweep(kuril_coverage *coverage, bool even_odd, kuril_coverage_span span, void *user);
/** May be called again. */
void kuril_coverage_finish(kuril_coverage *coverage);

#endif
