/* Placing labels round random points: time, how many find a place, and what the improvement gains on the greedy start.
 */
#include "bench.h"
#include "label/candidates.h"
#include "label/placement.h"
#include <glib.h>
#include <math.h>
#include <stdio.h>

static void run(size_t n)
{
    const double width = 1200, height = 900;
    GRand *random = g_rand_new_with_seed(1855);
    kuril_label *labels = g_new0(kuril_label, n);
    kuril_label_candidate *candidates = g_new0(kuril_label_candidate, 8 * n);
    kuril_label_box *boxes = g_new0(kuril_label_box, 8 * n);
    kuril_label_obstacle *dots = g_new0(kuril_label_obstacle, n);
    kuril_label_result *results = g_new0(kuril_label_result, n);
    char **keys = g_new0(char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        const double x = g_rand_double_range(random, 0, width), y = g_rand_double_range(random, 0, height);
        const double w = g_rand_double_range(random, 30, 90), h = 12;
        keys[i] = g_strdup_printf("%zu", i);
        labels[i] = (kuril_label){keys[i], g_rand_double_range(random, 10, 20), 8 * i, 8, i + 1, false, false};
        dots[i] = (kuril_label_obstacle){
            .box = kuril_label_box_upright(x - 2, y - 2, x + 2, y + 2), .weight = INFINITY, .owner = i + 1};
        for (size_t k = 0; k < 8; k++) {
            const kuril_label_anchor anchor = kuril_label_anchor_order[k];
            double dx, dy, left, top;
            kuril_label_anchor_step(anchor, 3, &dx, &dy);
            kuril_label_anchor_corner(anchor, x + dx, y + dy, w, h, &left, &top);
            candidates[8 * i + k] = (kuril_label_candidate){8 * i + k, 1, kuril_label_anchor_cost[anchor]};
            boxes[8 * i + k] = kuril_label_box_upright(left, top, left + w, top + h);
        }
    }
    const kuril_label_problem problem = {{0, 0, width, height}, labels, n, candidates, 8 * n, boxes, 8 * n, dots, n, 0};
    kuril_label_summary summary;
    const double start = bench_seconds();
    kuril_label_place(&problem, results, &summary);
    printf("%7zu labels %9.2f ms  placed %6zu  cost %11.2f of a greedy %11.2f\n", n, (bench_seconds() - start) * 1e3,
           summary.placed, summary.cost, summary.greedy_cost);
    g_strfreev(keys);
    g_free(labels);
    g_free(candidates);
    g_free(boxes);
    g_free(dots);
    g_free(results);
    g_rand_free(random);
}

int main(void)
{
    const size_t sizes[] = {30, 150, 300, 1000, 3000, 10000, 30000, 100000};
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++)
        run(sizes[i]);
    return 0;
}
