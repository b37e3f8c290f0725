/*
 * Placement: invariants over seeded random problems, the true optimum of small ones found by trying everything, and
 * cases from other programs' trackers (B66, B68).
 */
#include "label/placement.h"
#include "support.h"
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PLACES = 8 };

/* Points with names of random length, eight places round each, and a dot that others must not cover. */
typedef struct problem {
    kuril_label_problem p;
    kuril_label *labels;
    kuril_label_candidate *candidates;
    kuril_label_box *boxes;
    kuril_label_obstacle *dots;
    char (*keys)[32];
    kuril_label_result *results;
} problem;

static void set_places(problem *q, size_t i, double x, double y, double w, double h)
{
    const double dx[PLACES] = {3, 3, 3, -w - 3, -w - 3, -w - 3, -w / 2, -w / 2};
    const double dy[PLACES] = {-h / 2, -h - 2, 2, -h / 2, -h - 2, 2, -h - 4, 4};
    for (size_t k = 0; k < PLACES; k++) {
        const size_t c = i * PLACES + k;
        q->candidates[c] = (kuril_label_candidate){c, 1, 0.1 * (double)k};
        q->boxes[c] = kuril_label_box_upright(x + dx[k], y + dy[k], x + dx[k] + w, y + dy[k] + h);
    }
}

static problem make(size_t n, double width, double height, guint32 seed)
{
    GRand *random = g_rand_new_with_seed(seed);
    problem q = {.labels = g_new0(kuril_label, n),
                 .candidates = g_new0(kuril_label_candidate, n * PLACES),
                 .boxes = g_new0(kuril_label_box, n * PLACES),
                 .dots = g_new0(kuril_label_obstacle, n),
                 .keys = g_malloc0(n * sizeof *q.keys),
                 .results = g_new0(kuril_label_result, n)};
    for (size_t i = 0; i < n; i++) {
        const double x = g_rand_double_range(random, 0, width), y = g_rand_double_range(random, 0, height);
        const double w = g_rand_double_range(random, 30, 90);
        snprintf(q.keys[i], sizeof q.keys[i], "place %zu", i);
        q.labels[i] = (kuril_label){.key = q.keys[i],
                                    .weight = g_rand_double_range(random, 10, 20),
                                    .first_candidate = i * PLACES,
                                    .n_candidates = PLACES,
                                    .owner = i + 1};
        q.dots[i] = (kuril_label_obstacle){
            .box = kuril_label_box_upright(x - 2, y - 2, x + 2, y + 2), .weight = INFINITY, .owner = i + 1};
        set_places(&q, i, x, y, w, 12);
    }
    g_rand_free(random);
    q.p = (kuril_label_problem){
        {0, 0, width, height}, q.labels, n, q.candidates, n * PLACES, q.boxes, n * PLACES, q.dots, n, 0};
    return q;
}

static void drop(problem *q)
{
    g_free(q->labels);
    g_free(q->candidates);
    g_free(q->boxes);
    g_free(q->dots);
    g_free(q->keys);
    g_free(q->results);
}

static const kuril_label_box *placed_box(const problem *q, size_t i)
{
    const ptrdiff_t c = q->results[i].candidate;
    return c < 0 ? NULL : &q->boxes[q->labels[i].first_candidate + (size_t)c];
}

static void assert_lawful(const problem *q)
{
    for (size_t i = 0; i < q->p.n_labels; i++) {
        const kuril_label_box *a = placed_box(q, i);
        assert_true((a != NULL) == (q->results[i].reason == KURIL_LABEL_PLACED));
        if (!a)
            continue;
        assert_true(kuril_label_box_within(a, &q->p.frame));
        for (size_t j = 0; j < q->p.n_labels; j++) {
            const kuril_label_box *b = placed_box(q, j);
            if (j != i)
                assert_false(kuril_label_box_overlaps(a, &q->dots[j].box));
            if (j > i && b)
                assert_false(kuril_label_box_overlaps(a, b));
        }
    }
}

static void labels_never_overlap_leave_the_frame_or_cover_dots(void **state)
{
    (void)state;
    for (guint32 seed = 1; seed <= 12; seed++) {
        problem q = make(40 * seed, 800, 600, seed);
        kuril_label_summary summary;
        assert_int_equal(kuril_label_place(&q.p, q.results, &summary), KURIL_OK);
        assert_lawful(&q);
        assert_true(summary.cost <= summary.greedy_cost + 1e-9);
        double cost = 0;
        for (size_t i = 0; i < q.p.n_labels; i++)
            cost += q.results[i].candidate < 0 ? q.labels[i].weight : 0.1 * (double)q.results[i].candidate;
        assert_near(summary.cost, cost, 1e-6);
        drop(&q);
    }
}

static void the_order_of_labels_does_not_matter(void **state)
{
    (void)state;
    const size_t n = 150;
    problem q = make(n, 500, 400, 7), r = make(n, 500, 400, 7);
    GRand *random = g_rand_new_with_seed(3);
    size_t *order = g_new(size_t, n);
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n - 1; i > 0; i--) {
        const size_t j = (size_t)g_rand_int_range(random, 0, (gint32)i + 1), t = order[i];
        order[i] = order[j];
        order[j] = t;
    }
    for (size_t i = 0; i < n; i++)
        r.labels[i] = q.labels[order[i]];
    kuril_label_place(&q.p, q.results, NULL);
    kuril_label_place(&r.p, r.results, NULL);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(r.results[i].candidate, q.results[order[i]].candidate);
    g_rand_free(random);
    g_free(order);
    drop(&q);
    drop(&r);
}

/* The least cost of a small problem: every combination. */
static double try_all(const problem *q, size_t label, const kuril_label_box **taken)
{
    if (label == q->p.n_labels)
        return 0;
    taken[label] = NULL;
    double best = q->labels[label].weight + try_all(q, label + 1, taken);
    for (size_t k = 0; k < q->labels[label].n_candidates; k++) {
        const kuril_label_box *box = &q->boxes[label * PLACES + k];
        bool free = kuril_label_box_within(box, &q->p.frame);
        for (size_t j = 0; j < q->p.n_labels && free; j++)
            free = (j == label || !kuril_label_box_overlaps(box, &q->dots[j].box)) &&
                   (j >= label || !taken[j] || !kuril_label_box_overlaps(box, taken[j]));
        if (!free)
            continue;
        taken[label] = box;
        best = fmin(best, q->candidates[label * PLACES + k].cost + try_all(q, label + 1, taken));
    }
    taken[label] = NULL;
    return best;
}

static void small_problems_are_solved_to_the_optimum(void **state)
{
    (void)state;
    for (guint32 seed = 100; seed < 130; seed++) {
        problem q = make(6, 150, 60, seed);
        const kuril_label_box *taken[6];
        kuril_label_summary summary;
        kuril_label_place(&q.p, q.results, &summary);
        const double want = try_all(&q, 0, taken);
        if (fabs(summary.cost - want) > 1e-9)
            print_message("seed %u\n", seed);
        assert_near(summary.cost, want, 1e-9);
        drop(&q);
    }
}

/*
 * The last of four finds room when the others move up, one after the other: none of them has a free place before the
 * next has moved, and each step alone costs more than the threshold lets pass.
 */
static void names_move_up_one_after_the_other(void **state)
{
    (void)state;
    enum { ROW = 3, IDLE = 9, LABELS = ROW + 1 + IDLE, BOXES = 2 * ROW + 1 + IDLE };
    kuril_label labels[LABELS];
    kuril_label_candidate candidates[BOXES];
    kuril_label_box boxes[BOXES];
    kuril_label_result results[LABELS];
    char keys[LABELS][2];
    for (size_t i = 0; i < BOXES; i++) {
        const size_t slot = i < 2 * ROW ? i / 2 + i % 2 : i - 2 * ROW; /* each of the row: its own, or the next */
        const double x = 20 * (double)slot, y = i <= 2 * ROW ? 0 : 50;
        boxes[i] = kuril_label_box_upright(x, y, x + 18, y + 10);
        candidates[i] = (kuril_label_candidate){i, 1, i < 2 * ROW && i % 2 ? 100 : 0};
    }
    for (size_t i = 0; i < LABELS; i++) {
        keys[i][0] = (char)('a' + i);
        keys[i][1] = '\0';
        labels[i] = i < ROW ? (kuril_label){keys[i], 1000, 2 * i, 2, i + 1, false, false}
                            : (kuril_label){keys[i], i == ROW ? 900 : 1, ROW + i, 1, i + 1, false, false};
    }
    const kuril_label_problem p = {{-5, -5, 400, 100}, labels, LABELS, candidates, BOXES, boxes, BOXES, NULL, 0, 0};
    kuril_label_summary summary;
    assert_int_equal(kuril_label_place(&p, results, &summary), KURIL_OK);
    assert_int_equal(summary.placed, LABELS);
    assert_near(summary.cost, 100.0 * ROW, 1e-9);
}

/* B66, mapnik/mapnik#1322: two dots 3 mm apart with long names. */
static void two_near_dots_keep_at_least_one_name(void **state)
{
    (void)state;
    problem q = make(2, 400, 300, 1);
    const double x[] = {200, 208.5};
    for (size_t i = 0; i < 2; i++) {
        q.dots[i].box = kuril_label_box_upright(x[i] - 2, 148, x[i] + 2, 152);
        set_places(&q, i, x[i], 150, 120, 12);
    }
    kuril_label_summary summary;
    kuril_label_place(&q.p, q.results, &summary);
    assert_true(summary.placed >= 1);
    assert_lawful(&q);
    drop(&q);
}

/* B68, mapbox/mapbox-gl-native#10237: a point 2 mm from the frame with a long name. */
static void a_name_near_the_frame_moves_or_is_dropped(void **state)
{
    (void)state;
    problem q = make(1, 300, 200, 1);
    set_places(&q, 0, 294, 100, 100, 12);
    q.dots[0].box = kuril_label_box_upright(292, 98, 296, 102);
    kuril_label_place(&q.p, q.results, NULL);
    assert_int_equal(q.results[0].candidate, 3); /* left of the point */
    set_places(&q, 0, 294, 100, 290, 12);
    kuril_label_place(&q.p, q.results, NULL);
    assert_true(q.results[0].candidate == 3); /* 294 - 293 = 1: still inside */
    set_places(&q, 0, 294, 100, 295, 12);
    kuril_label_place(&q.p, q.results, NULL);
    assert_int_equal(q.results[0].candidate, -1);
    assert_int_equal(q.results[0].reason, KURIL_LABEL_FRAME);
    drop(&q);
}

static void lines_and_owners_count(void **state)
{
    (void)state;
    problem q = make(1, 300, 200, 1);
    set_places(&q, 0, 150, 100, 60, 12);
    q.dots[0].box = kuril_label_box_upright(148, 98, 152, 102);
    /* A coast close to the right: 12 points of it under the first candidate, at 0.1 each. */
    kuril_label_obstacle obstacles[] = {q.dots[0],
                                        {.is_segment = true, .x0 = 170, .y0 = 0, .x1 = 170, .y1 = 200, .weight = 0.1}};
    q.p.obstacles = obstacles;
    q.p.n_obstacles = 2;
    kuril_label_summary summary;
    kuril_label_place(&q.p, q.results, &summary);
    assert_int_equal(q.results[0].candidate, 3);
    assert_near(summary.cost, 0.3, 1e-9);
    /* Its own coast does not hinder it. */
    obstacles[1].owner = 1;
    kuril_label_place(&q.p, q.results, &summary);
    assert_int_equal(q.results[0].candidate, 0);
    /* A coast that must not be covered, all round. */
    obstacles[1] =
        (kuril_label_obstacle){.is_segment = true, .x0 = 0, .y0 = 100, .x1 = 300, .y1 = 100.5, .weight = INFINITY};
    q.labels[0].n_candidates = 1;
    kuril_label_place(&q.p, q.results, NULL);
    assert_int_equal(q.results[0].reason, KURIL_LABEL_OBSTACLE);
    drop(&q);
}

static void overlap_flags_hold(void **state)
{
    (void)state;
    problem q = make(2, 400, 300, 1);
    q.p.n_obstacles = 0;
    for (size_t i = 0; i < 2; i++) {
        set_places(&q, i, 200, 150, 100, 12);
        q.labels[i].n_candidates = 1;
    }
    kuril_label_place(&q.p, q.results, NULL);
    const size_t loser = q.results[0].candidate < 0 ? 0 : 1;
    assert_int_equal(q.results[loser].reason, KURIL_LABEL_COLLISION);
    assert_int_equal(q.results[loser].blocker, 1 - loser);
    assert_true(q.labels[loser].weight < q.labels[1 - loser].weight);
    q.labels[loser].ignored = true;
    kuril_label_place(&q.p, q.results, NULL);
    assert_true(q.results[0].candidate == 0 && q.results[1].candidate == 0);
    q.labels[loser].ignored = false;
    q.labels[loser].allow_overlap = true; /* always there: the heavier one gives way */
    kuril_label_place(&q.p, q.results, NULL);
    assert_int_equal(q.results[loser].candidate, 0);
    assert_int_equal(q.results[1 - loser].candidate, -1);
    q.labels[1 - loser].allow_overlap = true;
    kuril_label_place(&q.p, q.results, NULL);
    assert_true(q.results[0].candidate == 0 && q.results[1].candidate == 0);
    drop(&q);
}

static void bad_numbers_are_refused(void **state)
{
    (void)state;
    problem q = make(2, 400, 300, 1);
    q.boxes[3].x = NAN;
    assert_int_equal(kuril_label_place(&q.p, q.results, NULL), KURIL_E_DOMAIN);
    q.boxes[3].x = 1;
    q.labels[1].weight = 0;
    assert_int_equal(kuril_label_place(&q.p, q.results, NULL), KURIL_E_DOMAIN);
    q.labels[1].weight = 1;
    q.candidates[0].n_boxes = 1000;
    assert_int_equal(kuril_label_place(&q.p, q.results, NULL), KURIL_E_DOMAIN);
    q.p.n_labels = 0;
    assert_int_equal(kuril_label_place(&q.p, NULL, NULL), KURIL_E_DOMAIN);
    drop(&q);
    const kuril_label_problem empty = {.frame = {0, 0, 10, 10}};
    assert_int_equal(kuril_label_place(&empty, NULL, NULL), KURIL_OK);
}

static void many_labels_stay_lawful(void **state)
{
    (void)state;
    problem q = make(3000, 1200, 900, 11);
    kuril_label_place(&q.p, q.results, NULL);
    assert_lawful(&q);
    drop(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_never_overlap_leave_the_frame_or_cover_dots),
        cmocka_unit_test(the_order_of_labels_does_not_matter),
        cmocka_unit_test(small_problems_are_solved_to_the_optimum),
        cmocka_unit_test(names_move_up_one_after_the_other),
        cmocka_unit_test(two_near_dots_keep_at_least_one_name),
        cmocka_unit_test(a_name_near_the_frame_moves_or_is_dropped),
        cmocka_unit_test(lines_and_owners_count),
        cmocka_unit_test(overlap_flags_hold),
        cmocka_unit_test(bad_numbers_are_refused),
        cmocka_unit_test(many_labels_stay_lawful),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
