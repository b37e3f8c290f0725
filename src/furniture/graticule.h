/* Meridians and parallels over the map, each with its figure where it meets the frame, or on the map where it does not. */
#ifndef KURIL_FURNITURE_GRATICULE_H
#define KURIL_FURNITURE_GRATICULE_H

#include "furniture/graticule_figures.h"

typedef struct kuril_graticule kuril_graticule;

/**
 * The lines for a frame: spaced by the nicest interval that puts neighbours about `spacing_pt` apart in its middle.
 * Nothing is drawn yet; the lines are kept as they lie on the page.
 */
kuril_graticule *kuril_graticule_new(const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *frame,
                                     const kuril_local_scale *scale, kuril_lonlat middle, double spacing_pt);
/** Accepts NULL. */
void kuril_graticule_free(kuril_graticule *graticule);

/** The lines on the page, each in one piece where the map is; dies with the graticule. */
kuril_geometry kuril_graticule_lines(const kuril_graticule *graticule);
/** kuril_figure: the places for every line's figure. Borrowed. */
const GArray *kuril_graticule_figures(const kuril_graticule *graticule);

/** Interval of a graticule in degrees: the smallest of a fixed list that is not less than asked for. Pure. */
double kuril_graticule_interval(double degrees);

/**
 * Places the figures that stand on the map itself, off `avoid` (shape [n_avoid]) where that can be.
 * @return kuril_figure_placed, for names to keep off; borrowed
 */
const GArray *kuril_graticule_place(kuril_graticule *graticule, const kuril_desk *desk, const kuril_rect *avoid,
                                    size_t n_avoid);

/**
 * The lines, the world's outline and the figures that have been placed; draw them below the names, clipped to the frame.
 */
void kuril_graticule_draw_lines(const kuril_graticule *graticule, const kuril_desk *desk, kuril_canvas *canvas);

/** The figures, outside of the frame, and of a neatline that is `neatline_pt` wide. */
void kuril_graticule_draw_figures(const kuril_graticule *graticule, double neatline_pt, const kuril_desk *desk,
                                  kuril_canvas *canvas);

enum { KURIL_GRATICULE_TEXT = 32 };

/**
 * "150°E", "45°30′N", "0°", "180°": whole minutes, no letter on the equator, on the meridians of 0 and 180 degrees.
 *
 * @param language  "ru": "150° в.д.", "45°30′ с.ш."; any other, and NULL: the international letters
 * @return `out`
 */
char *kuril_graticule_text(double degrees, bool is_meridian, const char *language,
                           char out[static KURIL_GRATICULE_TEXT]);

#endif
