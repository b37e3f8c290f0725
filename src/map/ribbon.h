/* The outlines of lines with spikes, whose corners no stroker of a graphics library cuts as the style specification's
 * reference does: where a line turns by more than 120 degrees and its mitre would be too long, it ends at the corner. */
#ifndef KURIL_MAP_RIBBON_H
#define KURIL_MAP_RIBBON_H

#include "map/page_line.h"

/** What is drawn along a line: from `inner` to `outer` points away from it, on both sides. */
typedef struct kuril_ribbon {
    double inner, outer;
    kuril_bend bend;
    kuril_line_cap cap;
} kuril_ribbon;

/** Whether a line has a corner of this kind. */
bool kuril_ribbon_has_spike(kuril_page_line line, const kuril_bend *bend);

/** Adds the ribbon of a line to the canvas's path, as polygons to be filled together by the nonzero rule; what lies
 * outside of a box is left out. */
void kuril_ribbon_emit(kuril_canvas *canvas, kuril_page_line line, const kuril_ribbon *ribbon, const kuril_rect *box);

#endif
