/* What the files of line painting share. */
#ifndef KURIL_MAP_PAINT_LINE_H
#define KURIL_MAP_PAINT_LINE_H

#include "geom/geometry_buffer.h"
#include "map/page_line.h"
#include "map/paint_parts.h"

typedef struct lining {
    kuril_painter *p;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    kuril_line_look look; /* of the run */
    char *pattern;        /* its name, owned */
    bool running;
    kuril_rect box; /* what of a line can show */
    kuril_geometry_buffer buffer;
    GPtrArray *lines;      /* of the feature in hand: GArrays of kuril_page_point, owned */
    GArray *moved, *piece; /* kuril_page_point */
} lining;

/** What the page shows of lines, in this copy of the world, with room for their width. */
kuril_rect kuril_line_shown_box(const lining *l, double width);

/** Draws a line in the colours that its gradient has along it. */
void kuril_line_gradient_draw(lining *l, kuril_page_line line);

/** Lays a pattern along a line: as high as the line is wide, repeating by its own proportions. */
void kuril_line_pattern_draw(lining *l, kuril_page_line line);

#endif
