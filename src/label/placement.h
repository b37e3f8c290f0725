/*
 * Which labels are drawn, and where: all labels of a picture at once, so that none overlaps another, leaves the
 * frame or covers what it must not.
 *
 * Each label brings candidates, best first; the result minimises the cost of the candidates chosen plus the weight
 * of the labels dropped. A greedy start (heaviest label first) is improved by threshold accepting (Dueck and
 * Scheuer, J. Comput. Phys. 90, 1990) with a fixed seed and a bounded number of moves, then by descent. The same
 * input gives the same result, in whatever order the labels come. Pure; any thread.
 */
#ifndef KURIL_LABEL_PLACEMENT_H
#define KURIL_LABEL_PLACEMENT_H

#include "label/shape.h"

/** Boxes that a label takes when it is placed there: lines of text, letters of a curve, icon, leader line. */
typedef struct kuril_label_candidate {
    size_t first_box, n_boxes; /**< into the problem's boxes; 0 boxes take no room and always fit */
    double cost;               /**< >= 0; 0 is the preferred place */
} kuril_label_candidate;

typedef struct kuril_label {
    const char *key;                      /**< identifies the label whatever the order: decides ties; never NULL */
    double weight;                        /**< what dropping it costs; > 0 */
    size_t first_candidate, n_candidates; /**< into the problem's candidates, best first */
    size_t owner;                         /**< obstacles of this owner do not hinder it; 0: none */
    bool allow_overlap; /**< never dropped for another label; heeds the frame and obstacles no more than labels */
    bool ignored;       /**< others may overlap it (MapLibre's ignore-placement) */
} kuril_label;

/** Something labels should stay off: a box, or a segment of a line. */
typedef struct kuril_label_obstacle {
    bool is_segment;
    kuril_label_box box;   /**< when it is not a segment */
    double x0, y0, x1, y1; /**< when it is */
    double weight;         /**< INFINITY: never; else the cost of covering the box, or of a point of a segment */
    size_t owner;          /**< of whom it is; 0: nobody */
    bool parts;            /**< a segment of a line that is no ring: what lies beyond it is elsewhere */
} kuril_label_obstacle;

/** Borrowed during the call. */
typedef struct kuril_label_problem {
    kuril_rect frame; /**< page space; no candidate leaves it */
    const kuril_label *labels;
    size_t n_labels;
    const kuril_label_candidate *candidates;
    size_t n_candidates;
    const kuril_label_box *boxes; /**< with the padding that each wants */
    size_t n_boxes;
    const kuril_label_obstacle *obstacles;
    size_t n_obstacles;
    double
        effort; /**< moves a label; 0 means 100; 40 000 to 100 000 in all, fewer where few names want a better place */
} kuril_label_problem;

/** Why a label was dropped: the last thing that stood in the way of its candidates. */
typedef enum kuril_label_reason {
    KURIL_LABEL_PLACED,
    KURIL_LABEL_NO_CANDIDATE, /**< it brought none */
    KURIL_LABEL_FRAME,        /**< every candidate leaves the frame */
    KURIL_LABEL_OBSTACLE,     /**< those inside it cover an obstacle */
    KURIL_LABEL_COLLISION     /**< the rest overlap labels that weigh more together */
} kuril_label_reason;

typedef struct kuril_label_result {
    ptrdiff_t candidate;            /**< index from the label's first candidate; -1: dropped */
    kuril_label_reason reason;      /**< why it was dropped */
    kuril_label_reason first_taken; /**< what keeps it from its first candidate; KURIL_LABEL_PLACED: nothing */
    size_t blocker;                 /**< of a collision, in either: the label that is there; else SIZE_MAX */
} kuril_label_result;

/** Totals, for tests and reports. */
typedef struct kuril_label_summary {
    size_t placed, dropped;
    double cost;        /**< candidates chosen and weights dropped */
    double greedy_cost; /**< the same before the improvement */
} kuril_label_summary;

/**
 * @param[out] results  shape [n_labels], in the labels' order, in the caller's buffer
 * @param[out] summary  may be NULL
 * @retval KURIL_OK        also without labels
 * @retval KURIL_E_DOMAIN  a number that is NaN, a label's weight that is not positive, an obstacle's that is negative,
 * or an index outside its array
 */
kuril_status kuril_label_place(const kuril_label_problem *problem, kuril_label_result *results,
                               kuril_label_summary *summary);

#endif
