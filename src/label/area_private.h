/* The grid behind an area, for the files that look at its cells. */
#ifndef KURIL_LABEL_AREA_PRIVATE_H
#define KURIL_LABEL_AREA_PRIVATE_H

#include "label/candidates.h"
#include <glib.h>
#include <stdint.h>

struct kuril_label_area {
    kuril_rect box;
    double cell; /* side of a cell */
    int columns, rows;
    uint8_t *inside;       /* [rows][columns] */
    float *distance;       /* to the outside, in cells; a ground has none */
    int pole;              /* the cell that is farthest from the outside */
    uint32_t *sums;        /* [rows + 1][columns + 1]: inside cells above and to the left */
    uint32_t *piece;       /* of a ground: the feature that covered a cell first, then the piece; from 1; 0: outside */
    uint32_t *piece_cells; /* [n_features + 1]: how many cells a piece has */
    uint32_t *mainland;    /* [n_features + 1]: of a feature, the largest of all that touch one another */
    uint16_t *run_end;     /* of a ground: the column where the run of cells of one piece, or of none, ends */
    uint32_t n_features;
    GArray *dots; /* of a ground, kuril_lonlat: middles of islets smaller than a cell; NULL: none */
};

static inline void kuril_label_cell_middle(const kuril_label_area *area, int column, int row, double *x, double *y)
{
    *x = area->box.x_min + (column + 0.5) * area->cell;
    *y = area->box.y_min + (row + 0.5) * area->cell;
}

#endif
