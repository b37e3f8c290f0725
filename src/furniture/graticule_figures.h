/* Where the figures of a graticule may stand. */
#ifndef KURIL_FURNITURE_GRATICULE_FIGURES_H
#define KURIL_FURNITURE_GRATICULE_FIGURES_H

#include "furniture/blocks.h"
#include "geom/geometry_buffer.h"
#include <kurilmap/projection.h>

/** The sides of the frame, then places on the map itself. */
typedef enum kuril_figure_side {
    KURIL_FIGURE_BOTTOM,
    KURIL_FIGURE_TOP,
    KURIL_FIGURE_LEFT,
    KURIL_FIGURE_RIGHT,
    KURIL_FIGURE_OUTLINE, /**< beyond the limit of the projected world */
    KURIL_FIGURE_LINE     /**< on the line */
} kuril_figure_side;

/** One place for a line's figure. */
typedef struct kuril_figure {
    double x, y;   /**< where the line meets the frame or the outline, or a place on it; page points */
    double dx, dy; /**< KURIL_FIGURE_OUTLINE: away from the map, length 1 */
    kuril_figure_side side;
    size_t line; /**< of which line, counted up; places of one line stand together, the best first */
    double degrees;
    bool is_meridian;
} kuril_figure;

/** The map that the lines are drawn on; all borrowed. */
typedef struct kuril_figure_map {
    const kuril_projection *projection;
    const kuril_fit *fit;
    const kuril_rect *frame;
    kuril_lonlat middle;       /**< of the frame */
    double step_lon, step_lat; /**< intervals, degrees */
} kuril_figure_map;

/**
 * Appends the places of one line's figure: where it meets the frame (a meridian first at the foot, a parallel first at
 * the left); else where it ends at the world's outline; else on the line, between two of those that cross it.
 *
 * @param first_part  the line's pieces are the parts of `lines` from here on
 */
void kuril_figures_add(GArray *figures, const kuril_figure_map *map, const kuril_geometry *lines, size_t first_part,
                       size_t line, double degrees, bool is_meridian);

/** A figure with its place. */
typedef struct kuril_figure_placed {
    kuril_figure figure;
    kuril_rect box; /**< page points */
} kuril_figure_placed;

/**
 * Finds places for figures: those outside of the frame, or those on the map itself. Those outside keep off a neatline of
 * `neatline_pt` round the frame. One figure a line; a place that would cover another figure's, or leave the frame, is
 * passed over, and one that would cover something of `avoid` is taken only where there is no other.
 *
 * @param avoid  shape [n_avoid]
 * @return kuril_figure_placed; the caller's to free
 */
GArray *kuril_figures_place(const GArray *figures, const kuril_rect *frame, bool outside, double neatline_pt,
                            const kuril_desk *desk, const kuril_rect *avoid, size_t n_avoid);

/** Draws figures where they have been placed. */
void kuril_figures_draw(const GArray *placed, const kuril_desk *desk, kuril_canvas *canvas);

#endif
