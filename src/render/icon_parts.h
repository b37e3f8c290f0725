/* How much work it is to draw an SVG, before it is begun. */
#ifndef KURIL_RENDER_ICON_PARTS_H
#define KURIL_RENDER_ICON_PARTS_H

#include <kurilmap/status.h>
#include <stddef.h>

/**
 * Counts the parts of an SVG, each as often as references have it drawn: <use>, patterns, markers (at each vertex),
 * masks, clip paths and filters, by attributes and by style sheets. Ten patterns that are filled by one another ten
 * times each are some ten thousand million parts, in 2 kB. What is painted aside first counts by the icon's size too.
 *
 * @param[in]  svg     shape [length]; any encoding that libxml2 reads
 * @param[in]  pixels  of the icon
 * @param[out] parts   INFINITY when it cannot be told: references 100 deep, escapes in styles, pictures that are SVG
 * @retval KURIL_E_SYNTAX  no XML
 *
 * It is an estimate from above: a fill is taken to be of all that is below its element.
 */
kuril_status kuril_svg_parts(const char *svg, size_t length, double pixels, double *parts, kuril_error *error);

#endif
