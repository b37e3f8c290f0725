/* A uniform grid over the frame that finds what lies near a box. */
#ifndef KURIL_LABEL_GRID_H
#define KURIL_LABEL_GRID_H

#include <kurilmap/geometry.h>
#include <stdint.h>

typedef struct grid_cell {
    uint32_t *items;
    uint32_t count, room;
} grid_cell;

typedef struct kuril_label_grid {
    kuril_rect frame;
    double per_x, per_y; /* cells a point */
    int columns, rows;
    grid_cell *cells;
} kuril_label_grid;

/* Cells of a range: columns and rows, both ends included; things outside count for the border cells. */
typedef struct grid_range {
    int column_0, row_0, column_1, row_1;
} grid_range;

/* About `cells` cells, roughly square. */
void kuril_label_grid_init(kuril_label_grid *grid, const kuril_rect *frame, size_t cells);
void kuril_label_grid_finish(kuril_label_grid *grid);

grid_range kuril_label_grid_range(const kuril_label_grid *grid, const kuril_rect *rect);
static inline grid_cell *kuril_label_grid_cell(const kuril_label_grid *grid, int column, int row)
{
    return &grid->cells[(size_t)row * (size_t)grid->columns + (size_t)column];
}
kuril_rect kuril_label_grid_rect(const kuril_label_grid *grid, int column, int row);
void kuril_label_grid_add(grid_cell *cell, uint32_t item);
/* Removes one entry of the item, if there is one. */
void kuril_label_grid_remove(grid_cell *cell, uint32_t item);

#endif
