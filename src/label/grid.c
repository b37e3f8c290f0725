#include "label/grid.h"

#include <glib.h>
#include <math.h>

void kuril_label_grid_init(kuril_label_grid *grid, const kuril_rect *frame, size_t cells)
{
    const double width = fmax(frame->x_max - frame->x_min, 1), height = fmax(frame->y_max - frame->y_min, 1);
    const double side = sqrt(width * height / (double)MAX(cells, 1));
    grid->frame = *frame;
    grid->columns = (int)CLAMP(ceil(width / side), 1, 1024);
    grid->rows = (int)CLAMP(ceil(height / side), 1, 1024);
    grid->per_x = grid->columns / width;
    grid->per_y = grid->rows / height;
    grid->cells = g_new0(grid_cell, (size_t)grid->columns * (size_t)grid->rows);
}

void kuril_label_grid_finish(kuril_label_grid *grid)
{
    for (int i = 0; grid->cells && i < grid->columns * grid->rows; i++)
        g_free(grid->cells[i].items);
    g_free(grid->cells);
    *grid = (kuril_label_grid){0};
}

grid_range kuril_label_grid_range(const kuril_label_grid *grid, const kuril_rect *rect)
{
    const double last_column = grid->columns - 1, last_row = grid->rows - 1;
    return (grid_range){
        (int)CLAMP((rect->x_min - grid->frame.x_min) * grid->per_x, 0, last_column),
        (int)CLAMP((rect->y_min - grid->frame.y_min) * grid->per_y, 0, last_row),
        (int)CLAMP((rect->x_max - grid->frame.x_min) * grid->per_x, 0, last_column),
        (int)CLAMP((rect->y_max - grid->frame.y_min) * grid->per_y, 0, last_row),
    };
}

kuril_rect kuril_label_grid_rect(const kuril_label_grid *grid, int column, int row)
{
    return (kuril_rect){grid->frame.x_min + column / grid->per_x, grid->frame.y_min + row / grid->per_y,
                        grid->frame.x_min + (column + 1) / grid->per_x, grid->frame.y_min + (row + 1) / grid->per_y};
}

void kuril_label_grid_add(grid_cell *cell, uint32_t item)
{
    if (cell->count == cell->room) {
        cell->room = cell->room ? 2 * cell->room : 4;
        cell->items = g_renew(uint32_t, cell->items, cell->room);
    }
    cell->items[cell->count++] = item;
}

void kuril_label_grid_remove(grid_cell *cell, uint32_t item)
{
    for (uint32_t i = 0; i < cell->count; i++) {
        if (cell->items[i] != item)
            continue;
        cell->items[i] = cell->items[--cell->count];
        return;
    }
}
