/*
 * What each candidate costs with the obstacles that it covers, found when it is first asked for: a label with many
 * places takes one of the cheap ones, and what lies below the others need never be known.
 */
#ifndef KURIL_LABEL_COSTS_H
#define KURIL_LABEL_COSTS_H

#include "label/obstacles.h"

typedef struct kuril_label_costs {
    const kuril_label_problem *problem;
    kuril_label_obstacles obstacles;
    kuril_rect *bounds; /* by candidate: of all its boxes */
    double *costs;      /* by candidate: INFINITY where it cannot be used; its own until it is known */
    bool *known;        /* by candidate */
    uint32_t *order;    /* of each label's candidates: the cheapest of those known, then the others by their own cost */
    struct kuril_label_order *orders; /* by label */
} kuril_label_costs;

/* The problem is borrowed, and valid. */
void kuril_label_costs_init(kuril_label_costs *costs, const kuril_label_problem *problem);
void kuril_label_costs_finish(kuril_label_costs *costs);

/* Cost of a label's candidate; INFINITY: it cannot be used. */
double kuril_label_costs_of(kuril_label_costs *costs, size_t label, size_t which);

/* No more than that; looks at no obstacle. */
double kuril_label_costs_least(const kuril_label_costs *costs, size_t label, size_t which);

/* The label's cheapest candidate (i = 0), the next, ...; of equal ones the first goes first. -1: none costs less than
 * `below`. */
ptrdiff_t kuril_label_costs_cheapest(kuril_label_costs *costs, size_t label, size_t i, double below);

/* Why none of a label's candidates can be used. */
kuril_label_reason kuril_label_costs_hindrance(kuril_label_costs *costs, size_t label);

#endif
