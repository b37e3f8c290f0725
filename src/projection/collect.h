/* A sink that hands on whole lines and whole polygons: the base of every stage that cannot decide before it has seen
   them. */
#ifndef KURIL_PROJECTION_COLLECT_H
#define KURIL_PROJECTION_COLLECT_H

#include "projection/strip.h"

typedef struct kuril_collector kuril_collector;

typedef struct kuril_collector_ops {
    kuril_status (*point)(kuril_collector *collector, double x, double y); /* on its own, not of a line */
    kuril_status (*line)(kuril_collector *collector);    /* gathered as one ring, two points or more */
    kuril_status (*polygon)(kuril_collector *collector); /* gathered, rings as they came */
} kuril_collector_ops;

struct kuril_collector {
    kuril_sink sink;
    const kuril_collector_ops *ops;
    kuril_gather gather;
};

void kuril_collector_init(kuril_collector *collector, const kuril_collector_ops *ops, kuril_sink *next);
void kuril_collector_reset(kuril_collector *collector);
void kuril_collector_finish(kuril_collector *collector);

#endif
