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
    uint8_t *state;     /* by candidate: how much is known of it */
    uint32_t *by_own;   /* of each label's candidates that may be used: the one with the least own cost, the next, ... */
    uint32_t *by_cost;  /* those that are known and usable: the cheapest, the next, ... */
    size_t *n_by_own;   /* by label */
    size_t *n_by_cost;  /* by label */
    size_t *n_settled;  /* by label: so many at the front of by_own are known */
} kuril_label_costs;

/* The problem is borrowed, and valid. */
void kuril_label_costs_init(kuril_label_costs *costs, const kuril_label_problem *problem);
void kuril_label_costs_finish(kuril_label_costs *costs);

/* Cost of a label's candidate; INFINITY: it cannot be used. */
double kuril_label_costs_of(kuril_label_costs *costs, size_t label, size_t which);

/* No more than that; looks at no obstacle. */
double kuril_label_costs_least(const kuril_label_costs *costs, size_t label, size_t which);

/* False: it cannot be used. True: no obstacle forbids it, but it may cost too much. */
bool kuril_label_costs_allow(kuril_label_costs *costs, size_t label, size_t which);

/* What a label would cost at its cheapest candidate; its weight when that is no more, or none can be used. */
double kuril_label_costs_best(kuril_label_costs *costs, size_t label);

/* Goes through a label's candidates by what is known of their costs; `{0}` at the beginning. */
typedef struct kuril_label_walk {
    size_t i_own, i_cost;
} kuril_label_walk;

/*
 * The next candidate that may cost less than `below`; -1: there is none. When it is known, none to come costs less, and
 * of equal ones the first goes first; else it comes again once kuril_label_costs_of has been asked for it.
 */
ptrdiff_t kuril_label_costs_next(kuril_label_costs *costs, size_t label, double below, kuril_label_walk *walk);
bool kuril_label_costs_known(const kuril_label_costs *costs, size_t label, size_t which);

/* How many usable candidates are known, and the nth cheapest of them, from 0. */
size_t kuril_label_costs_n_known(const kuril_label_costs *costs, size_t label);
ptrdiff_t kuril_label_costs_nth(const kuril_label_costs *costs, size_t label, size_t n);

/* Why none of a label's candidates can be used. */
kuril_label_reason kuril_label_costs_hindrance(kuril_label_costs *costs, size_t label);

#endif
