/* Text of the overlay's style: templates with blanks. */
#ifndef KURIL_MAP_OVERLAY_TEXT_H
#define KURIL_MAP_OVERLAY_TEXT_H

#include "render/canvas.h"
#include <glib.h>

/** What fills a template, each a piece of JSON (a text with its quotes, or an expression). */
typedef struct kuril_overlay_blanks {
    char *accent, *halo, *ink;        /**< $A, $H: of the theme; the ink is for letters */
    const char *letters;              /**< $T of names */
    const char *color, *edge, *width; /**< $C of the layer, $E and $W of its lines */
    const char *opacity;              /**< $O of its areas */
    const char *areas, *lines, *dots; /**< $P, $S, $D: what the legend says for each kind of geometry, an array */
    const char *field;                /**< $F: whose values are names */
    size_t number;                    /**< $N */
} kuril_overlay_blanks;

/** A text as JSON, with quotes; free with g_free. */
char *kuril_overlay_quoted(const char *text);

/** A colour as JSON text, without its alpha; free with g_free. */
char *kuril_overlay_css(kuril_rgba color);

/** Appends a template, after a comma when something is there already. */
void kuril_overlay_append(GString *json, const char *template, const kuril_overlay_blanks *blanks);

#endif
