/*
 * Places on the page by interpolation within small boxes of longitude and latitude. Detailed coasts have dozens of
 * vertices in each; nine of them asked of PROJ tell all others to a small part of the tolerance.
 */
#ifndef KURIL_PROJECTION_CELLS_H
#define KURIL_PROJECTION_CELLS_H

#include "projection/internal.h"
#include "projection/safe.h"

enum { KURIL_CELL_SLOTS = 1024 };

typedef struct kuril_cells {
    const kuril_projection *projection;
    kuril_fit fit;
    kuril_safe *safe;
    double size;              /* of a cell, degrees */
    double error;             /* allowed, points */
    struct kuril_cell *slots; /* each for the cells whose numbers fall on it; NULL until needed */
} kuril_cells;

/** @param[in] safe  of the domain that the cells must lie in; borrowed */
void kuril_cells_init(kuril_cells *cells, const kuril_projection *projection, const kuril_fit *fit, kuril_safe *safe,
                      double error_pt);
void kuril_cells_finish(kuril_cells *cells);

/** Whether a line of n vertices and a length (longitude and latitude added, degrees) is dense enough to gain from it.
 */
bool kuril_cells_pay(const kuril_cells *cells, size_t n, double length);

/** False where interpolation is not right to the error allowed: then PROJ must be asked. */
bool kuril_cells_place(kuril_cells *cells, double lon, double lat, double *px, double *py);

#endif
