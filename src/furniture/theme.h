/* Colours and lettering of the furniture, so that it belongs to the style of the map. */
#ifndef KURIL_FURNITURE_THEME_H
#define KURIL_FURNITURE_THEME_H

#include "render/canvas.h"
#include "render/text.h"
#include <kurilmap/value.h>

/** How furniture looks. Sizes are points at `unit` 1, the unit of a page 900 points high or wide, the shorter. */
typedef struct kuril_theme {
    kuril_rgba paper;  /**< of the page round the map */
    kuril_rgba panel;  /**< behind legend and scale bar; translucent */
    kuril_rgba ink;    /**< titles and lines */
    kuril_rgba quiet;  /**< subtitle, credits, figures of the graticule */
    kuril_rgba rule;   /**< graticule and hairlines */
    kuril_rgba accent; /**< the one strong colour */
    kuril_rgba sea, land; /**< of the locator globe */
    double unit;       /**< factor on every size of the furniture */
    double names;      /**< factor on the sizes of names and icons on the map; 1 on all but large sheets */
    const char *language; /**< BCP 47, for the forms of letters */
} kuril_theme;

/**
 * The theme of a style: members of its metadata's `kurilmap:furniture` (paper, panel, ink, quiet, rule, accent, sea,
 * land: CSS colours) over defaults that suit a light page.
 *
 * Where `kurilmap:large-sheets` is true there, names and icons grow on sheets that are read from farther away.
 *
 * @param metadata  the style's root metadata, or NULL
 */
kuril_theme kuril_theme_make(const kuril_value *metadata, double width_pt, double height_pt, const char *language);

typedef enum kuril_weight_name { KURIL_REGULAR, KURIL_BOLD, KURIL_ITALIC } kuril_weight_name;

typedef struct kuril_lettering {
    double size_pt; /**< on the page, the theme's unit already in it */
    kuril_weight_name weight;
    kuril_rgba color;
    double max_width_pt; /**< 0: one line */
} kuril_lettering;

/** Lays text out in the theme's fonts; NULL on failure (out of memory only). Borrowed from `fonts`. */
const kuril_text_layout *kuril_letter(kuril_fonts *fonts, const kuril_theme *theme, const char *text,
                                      const kuril_lettering *lettering);

/** Room that the text takes; zeros for NULL or empty text. */
kuril_text_size kuril_letter_size(kuril_fonts *fonts, const kuril_theme *theme, const char *text,
                                  const kuril_lettering *lettering);

/**
 * Draws text with its first baseline at y, and x at its left end (align 0), middle (0.5) or right end (1).
 * A width of halo in the panel's colour may be asked for.
 */
void kuril_letter_draw(kuril_canvas *canvas, kuril_fonts *fonts, const kuril_theme *theme, const char *text,
                       const kuril_lettering *lettering, double x, double y, double align, double halo_pt);

#endif
