/* What a candidate costs beside its own cost: obstacles that it covers, the frame that it leaves. */
#ifndef KURIL_LABEL_OBSTACLES_H
#define KURIL_LABEL_OBSTACLES_H

#include "label/grid.h"
#include "label/placement.h"

typedef struct kuril_label_obstacles {
    const kuril_label_problem *problem;
    kuril_label_grid hard, soft; /* obstacle numbers: those that forbid a place, and those that have their price */
    uint32_t *seen;              /* by obstacle: the query that met it last */
    uint32_t query;
} kuril_label_obstacles;

void kuril_label_obstacles_init(kuril_label_obstacles *obstacles, const kuril_label_problem *problem);
void kuril_label_obstacles_finish(kuril_label_obstacles *obstacles);

/* Whether an obstacle forbids a box to a label of `owner`. */
bool kuril_label_obstacles_forbid(const kuril_label_obstacles *obstacles, const kuril_label_box *box, size_t owner);

/* Cost of the other obstacles under a box, for a label of `owner`; INFINITY when it is not below the limit. */
double kuril_label_obstacles_cost(kuril_label_obstacles *obstacles, const kuril_label_box *box, size_t owner,
                                  double limit);

#endif
