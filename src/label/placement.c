#include "label/placement.h"

#include "label/costs.h"
#include <glib.h>
#include <math.h>
#include <string.h>

enum {
    MOVES_MIN = 40000,
    MOVES_MAX = 100000,
    EFFORT = 100,
    DESCENT_PASSES = 8,
    ANNEALED_MAX = 2000,
    HITS_MAX = 12,
    EVICTED_MAX = 24
};

typedef struct entry {
    const kuril_label *label;
    size_t index;     /* in the caller's order */
    ptrdiff_t chosen; /* -1: none */
    ptrdiff_t best;   /* of the best state so far */
} entry;

/* Cells [first, first + n) of a list; n is UINT32_MAX before they are found. */
typedef struct cell_list {
    uint32_t first, n;
} cell_list;

/* What was last found in a candidate's way: it is blocked as long as that stands there. */
typedef struct obstruction {
    uint32_t index; /* of the entry; UINT32_MAX: nothing is known */
    uint32_t which; /* its candidate */
} obstruction;

typedef struct state {
    const kuril_label_problem *problem;
    entry *entries; /* heaviest first */
    size_t n;
    kuril_label_costs costs;
    kuril_label_grid grid; /* placed labels */
    GArray *cells;         /* uint32_t: cells that candidates touch, once each, where one was asked for */
    cell_list *cell_lists; /* by candidate, into `cells` */
    uint32_t *noted;       /* by cell: the candidate, from 1, that it was noted for last */
    obstruction *known;    /* by candidate */
    uint32_t *seen;        /* by entry: the query that met it last */
    uint32_t *settled;     /* by entry: the move that has settled it last */
    uint32_t query, move;
    uint32_t hits[HITS_MAX + 1]; /* entries in the way */
    size_t n_hits;
    double cost, best_cost, greedy_cost;
    uint64_t random;
} state;

/* ---- Order. ---- */

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static const kuril_label_box *first_box(const kuril_label_problem *p, const kuril_label *l)
{
    for (size_t i = 0; i < l->n_candidates; i++)
        if (p->candidates[l->first_candidate + i].n_boxes > 0)
            return &p->boxes[p->candidates[l->first_candidate + i].first_box];
    return NULL;
}

/* Labels of equal key are ordered by where they are, so that the caller's order never matters. */
static int compare_entries(gconstpointer a, gconstpointer b, gpointer problem)
{
    const kuril_label *p = ((const entry *)a)->label, *q = ((const entry *)b)->label;
    if (p->allow_overlap != q->allow_overlap)
        return p->allow_overlap ? -1 : 1;
    int order = -compare_numbers(p->weight, q->weight);
    if (order == 0)
        order = strcmp(p->key, q->key);
    const kuril_label_box *s = first_box(problem, p), *t = first_box(problem, q);
    if (order != 0 || !s || !t)
        return order;
    order = compare_numbers(s->x, t->x);
    return order != 0 ? order : compare_numbers(s->y, t->y);
}

/* ---- Placing and taking away. ---- */

static const kuril_label_candidate *candidate_of(const state *s, const entry *e, ptrdiff_t which)
{
    return &s->problem->candidates[e->label->first_candidate + (size_t)which];
}

static double cost_of(state *s, const entry *e, ptrdiff_t which)
{
    return which < 0 ? e->label->weight : kuril_label_costs_of(&s->costs, e->index, (size_t)which);
}

/* The letters of a name along a line share cells: each is noted once. */
static cell_list cells_of(state *s, size_t candidate)
{
    cell_list *list = &s->cell_lists[candidate];
    if (list->n != UINT32_MAX)
        return *list;
    const kuril_label_candidate *c = &s->problem->candidates[candidate];
    list->first = s->cells->len;
    for (size_t i = 0; i < c->n_boxes; i++) {
        const kuril_rect bounds = kuril_label_box_bounds(&s->problem->boxes[c->first_box + i]);
        const grid_range r = kuril_label_grid_range(&s->grid, &bounds);
        for (int row = r.row_0; row <= r.row_1; row++)
            for (int column = r.column_0; column <= r.column_1; column++) {
                const uint32_t cell = (uint32_t)row * (uint32_t)s->grid.columns + (uint32_t)column;
                if (s->noted[cell] != candidate + 1)
                    g_array_append_val(s->cells, cell);
                s->noted[cell] = (uint32_t)(candidate + 1);
            }
    }
    list->n = s->cells->len - list->first;
    return *list;
}

static void for_cells(state *s, uint32_t index, void (*act)(grid_cell *cell, uint32_t item))
{
    const entry *e = &s->entries[index];
    if (e->label->ignored)
        return;
    const cell_list list = cells_of(s, e->label->first_candidate + (size_t)e->chosen);
    for (uint32_t i = list.first; i < list.first + list.n; i++)
        act(&s->grid.cells[g_array_index(s->cells, uint32_t, i)], index);
}

static void choose(state *s, uint32_t index, ptrdiff_t which)
{
    entry *e = &s->entries[index];
    s->cost += cost_of(s, e, which) - cost_of(s, e, e->chosen);
    if (e->chosen >= 0)
        for_cells(s, index, kuril_label_grid_remove);
    e->chosen = which;
    if (which >= 0)
        for_cells(s, index, kuril_label_grid_add);
}

static bool rects_meet(const kuril_rect *a, const kuril_rect *b)
{
    return a->x_min < b->x_max && b->x_min < a->x_max && a->y_min < b->y_max && b->y_min < a->y_max;
}

/* False only when a box, whatever its angle, is outside of a rectangle. */
static bool may_meet(const kuril_label_box *box, const kuril_rect *r)
{
    const double reach = box->half_width + box->half_height;
    return box->x + reach >= r->x_min && box->x - reach <= r->x_max && box->y + reach >= r->y_min &&
           box->y - reach <= r->y_max;
}

static bool candidates_overlap(const state *s, const kuril_label_candidate *a, const kuril_label_candidate *b)
{
    const kuril_label_candidate *first = s->problem->candidates;
    if (!rects_meet(&s->costs.bounds[a - first], &s->costs.bounds[b - first]))
        return false;
    if (a->n_boxes < b->n_boxes) { /* most letters are nowhere near the other name */
        const kuril_label_candidate *swap = a;
        a = b;
        b = swap;
    }
    for (size_t i = 0; i < a->n_boxes; i++) {
        const kuril_label_box *box = &s->problem->boxes[a->first_box + i];
        if (!may_meet(box, &s->costs.bounds[b - first]))
            continue;
        for (size_t j = 0; j < b->n_boxes; j++)
            if (kuril_label_box_overlaps(box, &s->problem->boxes[b->first_box + j]))
                return true;
    }
    return false;
}

/*
 * Collects into s->hits the placed labels that a candidate overlaps, and returns what dropping them all costs.
 * Stops early once that is more than `enough`, or once there are more than HITS_MAX of them.
 */
static double find_hits(state *s, uint32_t index, ptrdiff_t which, double enough)
{
    const entry *e = &s->entries[index];
    const kuril_label_candidate *c = candidate_of(s, e, which);
    double loss = 0;
    s->n_hits = 0;
    if (e->label->ignored)
        return 0;
    s->seen[index] = ++s->query;
    const cell_list list = cells_of(s, e->label->first_candidate + (size_t)which);
    for (uint32_t i = list.first; i < list.first + list.n; i++) {
        const grid_cell *cell = &s->grid.cells[g_array_index(s->cells, uint32_t, i)];
        for (uint32_t k = 0; k < cell->count; k++) {
            const uint32_t other = cell->items[k];
            const entry *o = &s->entries[other];
            if (s->seen[other] == s->query || (o->label->allow_overlap && e->label->allow_overlap))
                continue;
            s->seen[other] = s->query;
            if (!candidates_overlap(s, c, candidate_of(s, o, o->chosen)))
                continue;
            s->hits[s->n_hits++] = other;
            loss += o->label->allow_overlap ? INFINITY : o->label->weight - cost_of(s, o, o->chosen);
            if (loss > enough || s->n_hits > HITS_MAX)
                return loss;
        }
    }
    return loss;
}

static bool is_still_blocked(const state *s, size_t candidate)
{
    const obstruction b = s->known[candidate];
    return b.index != UINT32_MAX && s->entries[b.index].chosen == (ptrdiff_t)b.which;
}

/*
 * Whether nothing that is placed overlaps a candidate. `latest` is what was in the way of the one before, UINT32_MAX:
 * nothing; it often is again.
 */
static bool is_free(state *s, uint32_t index, ptrdiff_t which, uint32_t *latest)
{
    const entry *e = &s->entries[index], *other = *latest == UINT32_MAX ? NULL : &s->entries[*latest];
    const size_t candidate = e->label->first_candidate + (size_t)which;
    if (is_still_blocked(s, candidate))
        return false;
    if (!other || !candidates_overlap(s, candidate_of(s, e, which), candidate_of(s, other, other->chosen))) {
        find_hits(s, index, which, 0);
        if (s->n_hits == 0)
            return true;
        *latest = s->hits[0];
    }
    s->known[candidate] = (obstruction){*latest, (uint32_t)s->entries[*latest].chosen};
    return false;
}

/*
 * The cheapest candidate that overlaps nothing; -1 when there is none cheaper than `below`. What it covers is only
 * asked of a free one.
 */
static ptrdiff_t best_free(state *s, uint32_t index, double below)
{
    const size_t label = s->entries[index].index;
    kuril_label_walk walk = {0};
    uint32_t latest = UINT32_MAX;
    ptrdiff_t which;
    while ((which = kuril_label_costs_next(&s->costs, label, below, &walk)) >= 0) {
        if (!is_free(s, index, which, &latest))
            continue;
        if (kuril_label_costs_known(&s->costs, label, (size_t)which))
            return which;
        kuril_label_costs_of(&s->costs, label, (size_t)which);
    }
    return -1;
}

static void improve_alone(state *s, uint32_t index)
{
    const entry *e = &s->entries[index];
    const ptrdiff_t best =
        best_free(s, index, e->label->allow_overlap && e->chosen < 0 ? INFINITY : cost_of(s, e, e->chosen));
    if (best >= 0)
        choose(s, index, best);
}

/* ---- Moves. ---- */

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(state *s)
{
    uint64_t z = s->random += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* Undo log of one move: entries with the candidate that they had. */
typedef struct change {
    uint32_t index;
    ptrdiff_t was;
} change;

static void log_and_choose(state *s, GArray *log, uint32_t index, ptrdiff_t which)
{
    const change c = {index, s->entries[index].chosen};
    g_array_append_val(log, c);
    choose(s, index, which);
}

static void undo(state *s, GArray *log)
{
    for (guint i = log->len; i > 0; i--) {
        const change c = g_array_index(log, change, i - 1);
        choose(s, c.index, c.was);
    }
}

/* What a label would cost at its best place, were it alone. */
static double least_cost(state *s, const entry *e)
{
    return kuril_label_costs_best(&s->costs, e->index);
}

/* The cost rises by no less than this when a label goes to a place of `cost` and those in the way find their best ones.
 */
static double least_rise(state *s, const entry *e, double cost)
{
    double rise = cost - cost_of(s, e, e->chosen);
    for (size_t i = 0; i < s->n_hits; i++) {
        const entry *o = &s->entries[s->hits[i]];
        rise -= cost_of(s, o, o->chosen) - least_cost(s, o);
    }
    return rise;
}

/* Labels that a move has taken away, and that look for another place one after the other. */
typedef struct evictions {
    uint32_t index[EVICTED_MAX];
    size_t n, next;
    double gain; /* the most that those to come may bring */
} evictions;

static double most_gain(state *s, uint32_t index)
{
    return s->entries[index].label->weight - least_cost(s, &s->entries[index]);
}

static void evict_hits(state *s, evictions *out, GArray *log)
{
    for (size_t i = 0; i < s->n_hits; i++) {
        out->index[out->n++] = s->hits[i];
        out->gain += most_gain(s, s->hits[i]);
        log_and_choose(s, log, s->hits[i], -1);
    }
}

/* What has found its place in a move keeps it until the move is done. */
static bool hits_are_settled(const state *s)
{
    for (size_t i = 0; i < s->n_hits; i++)
        if (s->settled[s->hits[i]] == s->move)
            return true;
    return false;
}

/*
 * Any place of a label, or one of the cheap ones that are known: the best stand far forward among hundreds, and are
 * seldom drawn otherwise.
 */
static ptrdiff_t draw_place(state *s, const entry *e)
{
    const uint64_t r = next_random(s);
    const size_t n_known = kuril_label_costs_n_known(&s->costs, e->index);
    if (r & 1 || n_known == 0)
        return (ptrdiff_t)((r >> 1) % e->label->n_candidates);
    const double u = (double)(r >> 11) * 0x1p-53;
    return kuril_label_costs_nth(&s->costs, e->index, (size_t)(u * u * (double)n_known));
}

/*
 * Puts a label that has no free place where others stand, which look for theirs in turn. A few of its places are drawn.
 * False: none of them will do.
 */
static bool push_in(state *s, uint32_t index, double afford, double most, evictions *out, GArray *log)
{
    enum { DRAWS = 4 };
    const entry *e = &s->entries[index];
    for (int i = 0; i < DRAWS; i++) {
        const ptrdiff_t which = draw_place(s, e);
        const double cost = cost_of(s, e, which);
        if (cost > afford || find_hits(s, index, which, 1e11) > 1e11 || s->n_hits > HITS_MAX ||
            out->n + s->n_hits > EVICTED_MAX || hits_are_settled(s) ||
            s->cost + least_rise(s, e, cost) - out->gain > most)
            continue;
        evict_hits(s, out, log);
        log_and_choose(s, log, index, which);
        return true;
    }
    return false;
}

/*
 * Gives labels that were taken away the best free places that they have, or others' places. False as soon as the cost
 * cannot come to less than `most`, whatever places the rest find.
 */
static bool resettle(state *s, evictions *out, double most, GArray *log)
{
    const double slack = 1e-9;
    for (; out->next < out->n; out->next++) {
        const uint32_t index = out->index[out->next];
        const double weight = s->entries[index].label->weight;
        out->gain -= most_gain(s, index);
        const double afford = weight - (s->cost - out->gain - most) + slack;
        const ptrdiff_t place = best_free(s, index, fmin(weight, afford));
        s->settled[index] = s->move;
        if (place >= 0)
            log_and_choose(s, log, index, place);
        else if (weight > afford && !push_in(s, index, afford, most, out, log))
            return false;
    }
    return true;
}

/*
 * Puts a label at a candidate; what is in the way gives way, to the best free place it has, or is dropped. Kept when
 * the cost rises by less than `threshold`, else undone.
 */
static bool try_move(state *s, uint32_t index, ptrdiff_t which, double threshold, GArray *log)
{
    const double before = s->cost;
    entry *e = &s->entries[index];
    if (which == e->chosen || !kuril_label_costs_allow(&s->costs, e->index, (size_t)which))
        return false;
    const double least = kuril_label_costs_least(&s->costs, e->index, (size_t)which);
    if (find_hits(s, index, which, 1e11) > 1e11)
        return false; /* something there cannot give way */
    g_array_set_size(log, 0);
    if (s->n_hits > HITS_MAX || least_rise(s, e, least) > threshold)
        return false; /* as most do, whatever the place covers */
    const double cost = cost_of(s, e, which);
    if (!(cost < INFINITY) || least_rise(s, e, cost) > threshold)
        return false;
    evictions out = {.n = 0};
    s->move++;
    s->settled[index] = s->move;
    evict_hits(s, &out, log);
    log_and_choose(s, log, index, which);
    if (resettle(s, &out, before + threshold, log) && s->cost < before + threshold)
        return true;
    undo(s, log);
    s->cost = before; /* exactly, whatever rounding did */
    return false;
}

static void keep_best(state *s)
{
    if (!(s->cost < s->best_cost - 1e-9))
        return;
    s->best_cost = s->cost;
    for (size_t i = 0; i < s->n; i++)
        s->entries[i].best = s->entries[i].chosen;
}

/* Labels that could be better off than they are. */
static size_t list_unhappy(state *s, uint32_t *list)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        const entry *e = &s->entries[i];
        if (least_cost(s, e) < cost_of(s, e, e->chosen) - 1e-9)
            list[n++] = (uint32_t)i;
    }
    return n;
}

static void accept_by_threshold(state *s, size_t most, GArray *log)
{
    const double many = 16; /* with fewer that want something there is less to be found */
    uint32_t *unhappy = g_new(uint32_t, s->n);
    size_t n = list_unhappy(s, unhappy);
    const size_t moves = (size_t)((double)most * fmin((double)n / many, 1)), round = MAX(moves / 40, 1);
    /* The threshold begins high enough to exchange labels for others of like weight, and falls fast. */
    const double height = s->n <= ANNEALED_MAX ? s->entries[s->n / 2].label->weight * 2 / 3 : 0;
    for (size_t i = 0; i < moves; i++) {
        if (i % round == 0) {
            n = list_unhappy(s, unhappy);
            if (n == 0)
                break;
        }
        /* Half of the moves help a label that wants something, the others loosen things up. */
        const uint64_t r = next_random(s);
        const uint32_t index = r & 1 ? unhappy[(r >> 1) % n] : (uint32_t)((r >> 1) % s->n);
        if (s->entries[index].label->n_candidates == 0)
            continue;
        const double left = 1 - (double)i / (double)moves;
        if (try_move(s, index, draw_place(s, &s->entries[index]), height * left * left * left * left, log) &&
            height > 0)
            keep_best(s);
    }
    keep_best(s);
    g_free(unhappy);
}

/* From the heaviest on: whatever single move helps, until none does. */
static void descend(state *s, GArray *log)
{
    const int passes = s->n <= ANNEALED_MAX ? DESCENT_PASSES : 1;
    for (int pass = 0; pass < passes; pass++) {
        const double before = s->cost;
        for (size_t i = 0; i < s->n; i++) {
            const entry *e = &s->entries[i];
            for (size_t c = 0; c < e->label->n_candidates; c++)
                if (kuril_label_costs_least(&s->costs, e->index, c) < cost_of(s, e, e->chosen) - 1e-9 &&
                    cost_of(s, e, (ptrdiff_t)c) < cost_of(s, e, e->chosen) - 1e-9)
                    try_move(s, (uint32_t)i, (ptrdiff_t)c, -1e-9, log);
        }
        if (!(s->cost < before - 1e-9))
            return;
    }
}

static void optimise(state *s)
{
    GArray *log = g_array_new(FALSE, FALSE, sizeof(change));
    const double effort = s->problem->effort > 0 ? s->problem->effort : EFFORT;
    for (size_t i = 0; i < s->n; i++)
        improve_alone(s, (uint32_t)i);
    s->greedy_cost = s->cost;
    s->best_cost = INFINITY;
    keep_best(s);
    descend(s, log);
    keep_best(s);
    accept_by_threshold(s, (size_t)CLAMP(effort * (double)s->n, MOVES_MIN, MOVES_MAX), log);
    for (size_t i = 0; i < s->n; i++)
        choose(s, (uint32_t)i, -1);
    for (size_t i = 0; i < s->n; i++)
        choose(s, (uint32_t)i, s->entries[i].best);
    descend(s, log);
    g_array_free(log, TRUE);
}

/* ---- In and out. ---- */

static bool box_is_finite(const kuril_label_box *b)
{
    return isfinite(b->x) && isfinite(b->y) && isfinite(b->half_width) && isfinite(b->half_height) &&
           isfinite(b->cosine) && isfinite(b->sine);
}

static bool problem_is_valid(const kuril_label_problem *p)
{
    for (size_t i = 0; i < p->n_labels; i++) {
        const kuril_label *l = &p->labels[i];
        if (!l->key || !(l->weight > 0) || l->first_candidate > p->n_candidates ||
            l->n_candidates > p->n_candidates - l->first_candidate)
            return false;
    }
    for (size_t i = 0; i < p->n_candidates; i++) {
        const kuril_label_candidate *c = &p->candidates[i];
        if (!(c->cost >= 0) || c->first_box > p->n_boxes || c->n_boxes > p->n_boxes - c->first_box)
            return false;
    }
    for (size_t i = 0; i < p->n_boxes; i++)
        if (!box_is_finite(&p->boxes[i]))
            return false;
    for (size_t i = 0; i < p->n_obstacles; i++) {
        const kuril_label_obstacle *o = &p->obstacles[i];
        const bool finite = o->is_segment ? isfinite(o->x0 + o->y0 + o->x1 + o->y1) : box_is_finite(&o->box);
        if (!finite || !(o->weight >= 0))
            return false;
    }
    return p->n_labels < UINT32_MAX && p->n_candidates < UINT32_MAX &&
           isfinite(p->frame.x_min + p->frame.y_min + p->frame.x_max + p->frame.y_max);
}

/* What keeps a label from a candidate: a label in the way, or else what its cost says. */
static bool is_blocked(state *s, uint32_t index, size_t which, size_t *blocker)
{
    find_hits(s, index, (ptrdiff_t)which, INFINITY);
    if (s->n_hits == 0)
        return false;
    *blocker = s->entries[s->hits[0]].index;
    return true;
}

static kuril_label_result result_of(state *s, uint32_t index)
{
    const entry *e = &s->entries[index];
    kuril_label_result result = {e->chosen, KURIL_LABEL_PLACED, KURIL_LABEL_PLACED, SIZE_MAX};
    if (e->chosen == 0)
        return result;
    if (e->chosen > 0) {
        const bool usable = cost_of(s, e, 0) < INFINITY;
        result.first_taken = !usable                                    ? KURIL_LABEL_OBSTACLE
                             : is_blocked(s, index, 0, &result.blocker) ? KURIL_LABEL_COLLISION
                                                                        : KURIL_LABEL_PLACED;
        return result;
    }
    result.reason = kuril_label_costs_hindrance(&s->costs, e->index);
    for (size_t c = 0; c < e->label->n_candidates; c++) {
        if (!(cost_of(s, e, (ptrdiff_t)c) < INFINITY) || !is_blocked(s, index, c, &result.blocker))
            continue;
        result.reason = KURIL_LABEL_COLLISION;
        break;
    }
    result.first_taken = result.reason;
    return result;
}

/* As many cells as boxes of the middling size fill the frame. */
static size_t cells_for(const kuril_label_problem *p)
{
    double area = 0;
    for (size_t i = 0; i < p->n_boxes; i++)
        area += 4 * p->boxes[i].half_width * p->boxes[i].half_height;
    const double frame = (p->frame.x_max - p->frame.x_min) * (p->frame.y_max - p->frame.y_min);
    const double cells = area > 0 ? frame * (double)p->n_boxes / area : 256;
    return (size_t)CLAMP(cells, 64, 65536);
}

static void state_init(state *s, const kuril_label_problem *problem)
{
    *s = (state){.problem = problem, .n = problem->n_labels, .random = 1855};
    s->entries = g_new0(entry, s->n + 1);
    for (size_t i = 0; i < s->n; i++) {
        s->entries[i] = (entry){.label = &problem->labels[i], .index = i, .chosen = -1, .best = -1};
        s->cost += problem->labels[i].weight;
    }
    g_qsort_with_data(s->entries, (gint)s->n, sizeof(entry), compare_entries, (gpointer)(uintptr_t)problem);
    kuril_label_costs_init(&s->costs, problem);
    s->known = g_new(obstruction, problem->n_candidates + 1);
    memset(s->known, 0xff, problem->n_candidates * sizeof *s->known);
    s->seen = g_new0(uint32_t, s->n + 1);
    s->settled = g_new0(uint32_t, s->n + 1);
    kuril_label_grid_init(&s->grid, &problem->frame, cells_for(problem));
    s->cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    s->cell_lists = g_new(cell_list, problem->n_candidates + 1);
    memset(s->cell_lists, 0xff, problem->n_candidates * sizeof *s->cell_lists);
    s->noted = g_new0(uint32_t, (size_t)s->grid.columns * (size_t)s->grid.rows);
}

static void state_finish(state *s)
{
    kuril_label_grid_finish(&s->grid);
    g_free(s->known);
    g_free(s->seen);
    g_free(s->settled);
    g_array_free(s->cells, TRUE);
    g_free(s->cell_lists);
    g_free(s->noted);
    kuril_label_costs_finish(&s->costs);
    g_free(s->entries);
}

kuril_status kuril_label_place(const kuril_label_problem *problem, kuril_label_result *results,
                               kuril_label_summary *summary)
{
    if (!problem_is_valid(problem))
        return KURIL_E_DOMAIN;
    state s;
    state_init(&s, problem);
    if (s.n > 0)
        optimise(&s);
    size_t placed = 0;
    for (size_t i = 0; i < s.n; i++) {
        placed += s.entries[i].chosen >= 0;
        results[s.entries[i].index] = result_of(&s, (uint32_t)i);
    }
    if (summary)
        *summary = (kuril_label_summary){placed, s.n - placed, s.cost, s.greedy_cost};
    state_finish(&s);
    return KURIL_OK;
}
