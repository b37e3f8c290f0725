/* The line round the map. */
#ifndef KURIL_FURNITURE_NEATLINE_H
#define KURIL_FURNITURE_NEATLINE_H

#include "furniture/graticule_figures.h"

/** How far a neatline reaches beyond the frame, points. */
double kuril_neatline_width(const kuril_desk *desk, bool zebra);

/**
 * A thin line, or a zebra: bars that change between black and white where the meridians of `figures` meet the head and
 * the foot of the frame, and the parallels its sides. Without figures a zebra is empty.
 *
 * @param figures  kuril_figure, as a graticule has them; NULL for none
 */
void kuril_neatline_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_rect *frame, bool zebra,
                         const GArray *figures);

#endif
