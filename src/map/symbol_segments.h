/* The last sink of a chain that brings lines to the page, where names keep off them. */
#ifndef KURIL_MAP_SYMBOL_SEGMENTS_H
#define KURIL_MAP_SYMBOL_SEGMENTS_H

#include "kurilmap/geometry.h"
#include "label/placement.h"
#include <glib.h>

typedef struct kuril_segment_sink {
    kuril_sink base;
    GArray *obstacles; /* kuril_label_obstacle, borrowed */
    double weight;     /* what a point of the line costs a name */
    double x, y;
    bool open, parts;
} kuril_segment_sink;

/** Appends a line's segments to the obstacles as they come; whether it parts the page is told from the line before. */
void kuril_segment_sink_init(kuril_segment_sink *sink, GArray *obstacles, double weight, const kuril_geometry *line);

#endif
