/* Lines as areas, bent as the style specification's reference bends them. No stroker of a graphics library cuts spikes
 * as it does: where a line turns by more than 120 degrees and its mitre would be too long, it ends at the corner. */
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

/** A segment as the area beside it, whose ends run through the line's bends. */
typedef struct kuril_strip {
    kuril_page_point a, b;              /**< the segment itself */
    kuril_page_point left[2], right[2]; /**< at its beginning and its end */
    double from, to;                    /**< distances along the line */
} kuril_strip;

/**
 * The strips of a line, `half` points to both sides. Between the end of one and the beginning of the next a bevelled or
 * round bend is open on its outer side; a round one of more than 120 degrees lets both end square.
 *
 * @param[out] out  array of kuril_strip; what it held is dropped
 */
void kuril_strips_of(kuril_page_line line, double half, const kuril_bend *bend, GArray *out);

#endif
