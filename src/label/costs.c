#include "label/costs.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* Nothing but the own cost; that no obstacle forbids it; what it costs. */
enum { BEGUN, ALLOWED, KNOWN };

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

static int compare_costs(gconstpointer a, gconstpointer b, gpointer costs)
{
    const uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    const double p = ((const double *)costs)[i], q = ((const double *)costs)[j];
    return p != q ? (p > q) - (p < q) : (i > j) - (i < j);
}

/* Keeps what a candidate costs, and puts it into its place among the label's known ones. */
static void know(kuril_label_costs *s, size_t label, uint32_t which, double cost)
{
    const size_t first = s->problem->labels[label].first_candidate;
    s->costs[first + which] = cost;
    s->state[first + which] = KNOWN;
    if (!(cost < INFINITY))
        return;
    uint32_t *order = &s->by_cost[first];
    size_t low = 0, high = s->n_by_cost[label]++;
    const size_t n = high;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (compare_costs(&order[middle], &which, &s->costs[first]) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    memmove(&order[low + 1], &order[low], (n - low) * sizeof *order);
    order[low] = which;
}

/* What can be said of a candidate before any obstacle is looked at. */
static void begin(kuril_label_costs *s, size_t label, size_t which)
{
    const kuril_label *l = &s->problem->labels[label];
    const size_t candidate = l->first_candidate + which;
    const double own = s->problem->candidates[candidate].cost;
    const bool unusable = leaves_frame(s, l, candidate) || (!l->allow_overlap && !(own < l->weight));
    s->state[candidate] = BEGUN;
    s->costs[candidate] = own;
    if (unusable || l->allow_overlap)
        know(s, label, (uint32_t)which, unusable ? INFINITY : own);
}

void kuril_label_costs_init(kuril_label_costs *s, const kuril_label_problem *problem)
{
    const size_t n = problem->n_candidates + 1;
    *s = (kuril_label_costs){.problem = problem,
                             .bounds = g_new(kuril_rect, n),
                             .costs = g_new(double, n),
                             .state = g_new(uint8_t, n),
                             .by_own = g_new(uint32_t, n),
                             .by_cost = g_new(uint32_t, n),
                             .n_by_own = g_new0(size_t, problem->n_labels + 1),
                             .n_by_cost = g_new0(size_t, problem->n_labels + 1),
                             .n_settled = g_new0(size_t, problem->n_labels + 1)};
    kuril_label_obstacles_init(&s->obstacles, problem);
    for (size_t c = 0; c < problem->n_candidates; c++)
        s->bounds[c] =
            kuril_label_boxes_bounds(&problem->boxes[problem->candidates[c].first_box], problem->candidates[c].n_boxes);
    for (size_t i = 0; i < problem->n_labels; i++) {
        const kuril_label *label = &problem->labels[i];
        uint32_t *order = s->by_own + label->first_candidate;
        for (size_t c = 0; c < label->n_candidates; c++) {
            begin(s, i, c);
            if (s->state[label->first_candidate + c] == BEGUN)
                order[s->n_by_own[i]++] = (uint32_t)c;
        }
        g_qsort_with_data(order, (gint)s->n_by_own[i], sizeof *order, compare_costs, s->costs + label->first_candidate);
    }
}

void kuril_label_costs_finish(kuril_label_costs *s)
{
    kuril_label_obstacles_finish(&s->obstacles);
    g_free(s->bounds);
    g_free(s->costs);
    g_free(s->state);
    g_free(s->by_own);
    g_free(s->by_cost);
    g_free(s->n_by_own);
    g_free(s->n_by_cost);
    g_free(s->n_settled);
}

static void look_for_ban(kuril_label_costs *s, size_t label, size_t which)
{
    const kuril_label *l = &s->problem->labels[label];
    const kuril_label_candidate *c = &s->problem->candidates[l->first_candidate + which];
    s->state[l->first_candidate + which] = ALLOWED;
    for (size_t i = 0; i < c->n_boxes; i++)
        if (kuril_label_obstacles_forbid(&s->obstacles, &s->problem->boxes[c->first_box + i], l->owner)) {
            know(s, label, (uint32_t)which, INFINITY);
            return;
        }
}

static double with_obstacles(kuril_label_costs *s, const kuril_label *label, const kuril_label_candidate *c)
{
    double cost = c->cost;
    for (size_t i = 0; i < c->n_boxes && cost < label->weight; i++)
        cost += kuril_label_obstacles_cost(&s->obstacles, &s->problem->boxes[c->first_box + i], label->owner,
                                           label->weight - cost);
    return cost < label->weight ? cost : INFINITY;
}

double kuril_label_costs_of(kuril_label_costs *s, size_t label, size_t which)
{
    const kuril_label *l = &s->problem->labels[label];
    const size_t candidate = l->first_candidate + which;
    if (s->state[candidate] == BEGUN)
        look_for_ban(s, label, which);
    if (s->state[candidate] == ALLOWED)
        know(s, label, (uint32_t)which, with_obstacles(s, l, &s->problem->candidates[candidate]));
    return s->costs[candidate];
}

double kuril_label_costs_least(const kuril_label_costs *s, size_t label, size_t which)
{
    return s->costs[s->problem->labels[label].first_candidate + which];
}

bool kuril_label_costs_allow(kuril_label_costs *s, size_t label, size_t which)
{
    if (s->state[s->problem->labels[label].first_candidate + which] == BEGUN)
        look_for_ban(s, label, which);
    return kuril_label_costs_least(s, label, which) < INFINITY;
}

bool kuril_label_costs_known(const kuril_label_costs *s, size_t label, size_t which)
{
    return s->state[s->problem->labels[label].first_candidate + which] == KNOWN;
}

size_t kuril_label_costs_n_known(const kuril_label_costs *s, size_t label)
{
    return s->n_by_cost[label];
}

ptrdiff_t kuril_label_costs_nth(const kuril_label_costs *s, size_t label, size_t n)
{
    return s->by_cost[s->problem->labels[label].first_candidate + n];
}

ptrdiff_t kuril_label_costs_next(kuril_label_costs *s, size_t label, double below, kuril_label_walk *walk)
{
    const kuril_label *l = &s->problem->labels[label];
    const uint32_t *by_own = &s->by_own[l->first_candidate], *by_cost = &s->by_cost[l->first_candidate];
    const double *costs = &s->costs[l->first_candidate];
    const double cost = walk->i_cost < s->n_by_cost[label] ? costs[by_cost[walk->i_cost]] : INFINITY;
    const size_t n_by_own = s->n_by_own[label];
    double own = INFINITY;
    size_t *settled = &s->n_settled[label];
    while (*settled < n_by_own && s->state[l->first_candidate + by_own[*settled]] == KNOWN)
        ++*settled;
    for (walk->i_own = MAX(walk->i_own, *settled); walk->i_own < n_by_own; walk->i_own++) {
        const uint32_t which = by_own[walk->i_own];
        if (s->state[l->first_candidate + which] == KNOWN)
            continue;
        own = costs[which];
        if (!(own < below) || own > cost)
            break;
        if (s->state[l->first_candidate + which] == BEGUN)
            look_for_ban(s, label, which);
        if (s->state[l->first_candidate + which] != KNOWN)
            break;
        own = INFINITY;
    }
    if (!(own < below) && !(cost < below))
        return -1;
    return own <= cost ? by_own[walk->i_own++] : by_cost[walk->i_cost++];
}

double kuril_label_costs_best(kuril_label_costs *s, size_t label)
{
    const double weight = s->problem->labels[label].weight;
    kuril_label_walk walk = {0};
    ptrdiff_t which;
    while ((which = kuril_label_costs_next(s, label, weight, &walk)) >= 0) {
        if (kuril_label_costs_known(s, label, (size_t)which))
            return kuril_label_costs_of(s, label, (size_t)which);
        kuril_label_costs_of(s, label, (size_t)which);
    }
    return weight;
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
