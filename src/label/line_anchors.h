/*
 * Where symbols stand along a line (`symbol-placement: line`): evenly, or by the rule of the MapLibre style
 * specification's renderers: the first half a label and two text sizes from the line's start, then one every spacing;
 * one in the middle when that leaves none.
 */
#ifndef KURIL_LABEL_LINE_ANCHORS_H
#define KURIL_LABEL_LINE_ANCHORS_H

#include <kurilmap/geometry.h>
#include <stdbool.h>

typedef struct kuril_line_rule {
    double spacing_pt; /**< from anchor to anchor; more where the label leaves less than a quarter of it free */
    double label_pt;   /**< length that a label takes along the line */
    double size_pt;    /**< of the text */
    bool continued;    /**< the line comes from outside of the page: its start says nothing */
} kuril_line_rule;

/** A place on the line. */
typedef struct kuril_line_anchor {
    double at_pt; /**< along the line */
    double x, y;
    double angle_deg; /**< the line's direction there, clockwise from the page's right */
} kuril_line_anchor;

double kuril_line_length(const kuril_lonlat *line, size_t n);

/** The place `at_pt` along the line of page points (lon is x, lat is y), or its nearer end. n >= 2. */
kuril_line_anchor kuril_line_anchor_at(const kuril_lonlat *line, size_t n, double at_pt);

enum { KURIL_LINE_ANCHORS_MOST = 10000 };

/** By that rule. Writes at most `most` anchors; returns how many. */
size_t kuril_line_anchors(const kuril_line_rule *rule, const kuril_lonlat *line, size_t n, kuril_line_anchor *anchors,
                          size_t most);

/** Evenly over the whole line, about a spacing apart, one at least: quieter on a page. */
size_t kuril_line_anchors_even(const kuril_line_rule *rule, const kuril_lonlat *line, size_t n,
                               kuril_line_anchor *anchors, size_t most);

#endif
