#include "label/costs.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* How far a label's candidates are in order. */
typedef struct kuril_label_order {
    size_t n_known; /* usable ones, at the front, by cost */
    size_t n_taken; /* of those by their own cost, which are left from here on */
} kuril_label_order;

static bool is_within(const kuril_rect *inner, const kuril_rect *outer)
{
    return inner->x_min >= outer->x_min && inner->x_max <= outer->x_max && inner->y_min >= outer->y_min &&
           inner->y_max <= outer->y_max;
}

static bool leaves_frame(const kuril_label_costs *s, const kuril_label *label, size_t candidate)
{
    return !label->allow_overlap && s->problem->candidates[candidate].n_boxes > 0 &&
           !is_within(&s->bounds[candidate], &s->problem->frame);
}

/* What is known of a candidate before any obstacle is looked at. */
static void begin(kuril_label_costs *s, const kuril_label *label, size_t candidate)
{
    const double own = s->problem->candidates[candidate].cost;
    const bool unusable = leaves_frame(s, label, candidate) || (!label->allow_overlap && !(own < label->weight));
    s->costs[candidate] = unusable ? INFINITY : own;
    s->known[candidate] = unusable || label->allow_overlap;
}

static int compare_costs(gconstpointer a, gconstpointer b, gpointer costs)
{
    const uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    const double p = ((const double *)costs)[i], q = ((const double *)costs)[j];
    return p != q ? (p > q) - (p < q) : (i > j) - (i < j);
}

void kuril_label_costs_init(kuril_label_costs *s, const kuril_label_problem *problem)
{
    const size_t n = problem->n_candidates + 1;
    *s = (kuril_label_costs){.problem = problem,
                             .bounds = g_new(kuril_rect, n),
                             .costs = g_new(double, n),
                             .known = g_new(bool, n),
                             .order = g_new(uint32_t, n),
                             .orders = g_new0(kuril_label_order, problem->n_labels + 1)};
    kuril_label_obstacles_init(&s->obstacles, problem);
    for (size_t c = 0; c < problem->n_candidates; c++)
        s->bounds[c] =
            kuril_label_boxes_bounds(&problem->boxes[problem->candidates[c].first_box], problem->candidates[c].n_boxes);
    for (size_t i = 0; i < problem->n_labels; i++) {
        const kuril_label *label = &problem->labels[i];
        uint32_t *order = s->order + label->first_candidate;
        for (size_t c = 0; c < label->n_candidates; c++) {
            begin(s, label, label->first_candidate + c);
            order[c] = (uint32_t)c;
        }
        g_qsort_with_data(order, (gint)label->n_candidates, sizeof *order, compare_costs,
                          s->costs + label->first_candidate);
    }
}

void kuril_label_costs_finish(kuril_label_costs *s)
{
    kuril_label_obstacles_finish(&s->obstacles);
    g_free(s->bounds);
    g_free(s->costs);
    g_free(s->known);
    g_free(s->order);
    g_free(s->orders);
}

static double with_obstacles(kuril_label_costs *s, const kuril_label *label, const kuril_label_candidate *c)
{
    const kuril_label_box *boxes = &s->problem->boxes[c->first_box];
    double cost = c->cost;
    for (size_t i = 0; i < c->n_boxes; i++)
        if (kuril_label_obstacles_forbid(&s->obstacles, &boxes[i], label->owner))
            return INFINITY;
    for (size_t i = 0; i < c->n_boxes && cost < label->weight; i++)
        cost += kuril_label_obstacles_cost(&s->obstacles, &boxes[i], label->owner, label->weight - cost);
    return cost < label->weight ? cost : INFINITY;
}

double kuril_label_costs_of(kuril_label_costs *s, size_t label, size_t which)
{
    const kuril_label *l = &s->problem->labels[label];
    const size_t candidate = l->first_candidate + which;
    if (!s->known[candidate]) {
        s->costs[candidate] = with_obstacles(s, l, &s->problem->candidates[candidate]);
        s->known[candidate] = true;
    }
    return s->costs[candidate];
}

double kuril_label_costs_least(const kuril_label_costs *s, size_t label, size_t which)
{
    return s->costs[s->problem->labels[label].first_candidate + which];
}

/* Puts a candidate into its place among those that are known. */
static void insert(uint32_t *order, size_t n, const double *costs, uint32_t which)
{
    size_t low = 0, high = n;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (compare_costs(&order[middle], &which, (gpointer)(uintptr_t)costs) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    memmove(&order[low + 1], &order[low], (n - low) * sizeof *order);
    order[low] = which;
}

ptrdiff_t kuril_label_costs_cheapest(kuril_label_costs *s, size_t label, size_t i, double below)
{
    const kuril_label *l = &s->problem->labels[label];
    const kuril_label_candidate *candidates = &s->problem->candidates[l->first_candidate];
    const double *costs = &s->costs[l->first_candidate];
    uint32_t *order = &s->order[l->first_candidate];
    kuril_label_order *o = &s->orders[label];
    while (o->n_taken < l->n_candidates) {
        const uint32_t next = order[o->n_taken];
        const double own = candidates[next].cost; /* no usable one from here on costs less */
        if (costs[next] < INFINITY && (!(own < below) || (i < o->n_known && costs[order[i]] < own)))
            break;
        o->n_taken++;
        if (kuril_label_costs_of(s, label, next) < INFINITY)
            insert(order, o->n_known++, costs, next);
    }
    return i < o->n_known && costs[order[i]] < below ? (ptrdiff_t)order[i] : -1;
}

kuril_label_reason kuril_label_costs_hindrance(kuril_label_costs *s, size_t label)
{
    const kuril_label *l = &s->problem->labels[label];
    for (size_t c = 0; c < l->n_candidates; c++)
        if (!l->allow_overlap && !leaves_frame(s, l, l->first_candidate + c) &&
            !(kuril_label_costs_of(s, label, c) < INFINITY))
            return KURIL_LABEL_OBSTACLE;
    return l->n_candidates == 0 ? KURIL_LABEL_NO_CANDIDATE : KURIL_LABEL_FRAME;
}
