#include "label/obstacles.h"

#include <glib.h>
#include <math.h>

static kuril_rect obstacle_bounds(const kuril_label_obstacle *o)
{
    if (!o->is_segment)
        return kuril_label_box_bounds(&o->box);
    return (kuril_rect){fmin(o->x0, o->x1), fmin(o->y0, o->y1), fmax(o->x0, o->x1), fmax(o->y0, o->y1)};
}

/* Whether a segment comes near a cell: the cell's box, a little larger, so that none is missed on an edge. */
static bool passes(const kuril_label_obstacle *o, const kuril_label_grid *grid, int column, int row)
{
    const kuril_rect r = kuril_label_grid_rect(grid, column, row);
    const kuril_label_box cell =
        kuril_label_box_grown(kuril_label_box_upright(r.x_min, r.y_min, r.x_max, r.y_max), 0.01);
    return kuril_label_box_segment(&cell, o->x0, o->y0, o->x1, o->y1) > 0;
}

/* What no name may touch: most of what crowds a page, and told sooner than what the rest costs. */
static bool is_hard(const kuril_label_obstacle *o)
{
    return !o->is_segment && o->weight == INFINITY;
}

static void insert(kuril_label_obstacles *obstacles, uint32_t index)
{
    const kuril_label_obstacle *o = &obstacles->problem->obstacles[index];
    const kuril_rect bounds = obstacle_bounds(o), *frame = &obstacles->problem->frame;
    kuril_label_grid *grid = is_hard(o) ? &obstacles->hard : &obstacles->soft;
    if (bounds.x_max < frame->x_min || bounds.x_min > frame->x_max || bounds.y_max < frame->y_min ||
        bounds.y_min > frame->y_max)
        return;
    const grid_range range = kuril_label_grid_range(grid, &bounds);
    const bool small = range.column_1 - range.column_0 <= 1 && range.row_1 - range.row_0 <= 1;
    for (int row = range.row_0; row <= range.row_1; row++)
        for (int column = range.column_0; column <= range.column_1; column++)
            if (small || !o->is_segment || passes(o, grid, column, row))
                kuril_label_grid_add(kuril_label_grid_cell(grid, column, row), index);
}

void kuril_label_obstacles_init(kuril_label_obstacles *obstacles, const kuril_label_problem *problem)
{
    *obstacles = (kuril_label_obstacles){.problem = problem};
    size_t n_hard = 0;
    for (size_t i = 0; i < problem->n_obstacles; i++)
        n_hard += is_hard(&problem->obstacles[i]);
    kuril_label_grid_init(&obstacles->hard, &problem->frame, CLAMP(4 * n_hard, 256, 16384));
    kuril_label_grid_init(&obstacles->soft, &problem->frame, CLAMP(problem->n_obstacles, 256, 16384));
    obstacles->seen = g_new0(uint32_t, problem->n_obstacles + 1);
    for (size_t i = 0; i < problem->n_obstacles; i++)
        insert(obstacles, (uint32_t)i);
}

void kuril_label_obstacles_finish(kuril_label_obstacles *obstacles)
{
    kuril_label_grid_finish(&obstacles->hard);
    kuril_label_grid_finish(&obstacles->soft);
    g_free(obstacles->seen);
}

static bool is_beside(double a, double b, double low, double high)
{
    return (a < low && b < low) || (a > high && b > high);
}

static double cost_of(const kuril_label_obstacle *o, const kuril_label_box *box, const kuril_rect *bounds)
{
    if (!o->is_segment)
        return kuril_label_box_overlaps(&o->box, box) ? o->weight : 0;
    if (is_beside(o->x0, o->x1, bounds->x_min, bounds->x_max) || is_beside(o->y0, o->y1, bounds->y_min, bounds->y_max))
        return 0; /* most, at the price of no call */
    const double length = kuril_label_box_segment(box, o->x0, o->y0, o->x1, o->y1);
    return length > 0 ? length * o->weight : 0;
}

bool kuril_label_obstacles_forbid(const kuril_label_obstacles *obstacles, const kuril_label_box *box, size_t owner)
{
    const kuril_rect bounds = kuril_label_box_bounds(box);
    const grid_range range = kuril_label_grid_range(&obstacles->hard, &bounds);
    for (int row = range.row_0; row <= range.row_1; row++)
        for (int column = range.column_0; column <= range.column_1; column++) {
            const grid_cell *cell = kuril_label_grid_cell(&obstacles->hard, column, row);
            for (uint32_t i = 0; i < cell->count; i++) {
                const kuril_label_obstacle *o = &obstacles->problem->obstacles[cell->items[i]];
                if ((o->owner == 0 || o->owner != owner) && kuril_label_box_overlaps(&o->box, box))
                    return true;
            }
        }
    return false;
}

double kuril_label_obstacles_cost(kuril_label_obstacles *obstacles, const kuril_label_box *box, size_t owner,
                                  double limit)
{
    const kuril_rect bounds = kuril_label_box_bounds(box);
    const grid_range range = kuril_label_grid_range(&obstacles->soft, &bounds);
    double cost = 0;
    obstacles->query++;
    for (int row = range.row_0; row <= range.row_1; row++)
        for (int column = range.column_0; column <= range.column_1; column++) {
            const grid_cell *cell = kuril_label_grid_cell(&obstacles->soft, column, row);
            for (uint32_t i = 0; i < cell->count; i++) {
                const uint32_t index = cell->items[i];
                const kuril_label_obstacle *o = &obstacles->problem->obstacles[index];
                if (obstacles->seen[index] == obstacles->query || (o->owner != 0 && o->owner == owner))
                    continue;
                obstacles->seen[index] = obstacles->query;
                cost += cost_of(o, box, &bounds);
                if (!(cost < limit))
                    return INFINITY;
            }
        }
    return cost;
}
