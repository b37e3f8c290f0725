#include "projection/cells.h"

#include <math.h>

enum { DENSE = 8 }; /* vertices to a cell from which on filling it pays */

typedef enum cell_state { EMPTY, GOOD, BAD } cell_state;

/* x = x0 + u x1 + v x2 + uv x3, u and v from 0 to 1 across the cell. */
typedef struct kuril_cell {
    gint64 column, row;
    cell_state state;
    double x[4], y[4];
} cell;

void kuril_cells_init(kuril_cells *cells, const kuril_projection *projection, const kuril_fit *fit, kuril_safe *safe,
                      double error_pt)
{
    /* The sagitta of an arc as long as the cell, its radius the globe's on the page; projections bend more or less, so
       each cell is looked at. */
    const double globe_pt = 6378137 * fit->k;
    *cells = (kuril_cells){.projection = projection, .fit = *fit, .safe = safe, .error = error_pt};
    cells->size = fmin(2, 0.7 * sqrt(8 * error_pt / globe_pt) / KURIL_DEG);
}

void kuril_cells_finish(kuril_cells *cells)
{
    g_free(cells->slots);
    cells->slots = NULL;
}

bool kuril_cells_pay(const kuril_cells *cells, size_t n, double length)
{
    return cells->size > 1e-6 && (double)n > DENSE * (length / cells->size + 1);
}

static bool exact(const kuril_cells *c, double lon, double lat, double *px, double *py)
{
    double x, y;
    if (!kuril_project(c->projection, lon, lat, &x, &y))
        return false;
    kuril_fit_apply(&c->fit, x, y, px, py);
    return true;
}

static void interpolate(const cell *k, double u, double v, double *px, double *py)
{
    *px = k->x[0] + u * k->x[1] + v * (k->x[2] + u * k->x[3]);
    *py = k->y[0] + u * k->y[1] + v * (k->y[2] + u * k->y[3]);
}

/* At the corners the cell is right by its making; it is farthest off at its middle and those of its sides. */
static bool is_right(const kuril_cells *c, const cell *k, double west, double south)
{
    static const double at[][2] = {{0.5, 0.5}, {0.5, 0}, {0, 0.5}, {1, 0.5}, {0.5, 1}};
    for (size_t i = 0; i < G_N_ELEMENTS(at); i++) {
        double x, y, ex, ey;
        interpolate(k, at[i][0], at[i][1], &x, &y);
        if (!exact(c, west + at[i][0] * c->size, south + at[i][1] * c->size, &ex, &ey) ||
            !(fabs(ex - x) < c->error && fabs(ey - y) < c->error))
            return false;
    }
    return true;
}

static cell_state fill(const kuril_cells *c, cell *k)
{
    const double west = (double)k->column * c->size, south = (double)k->row * c->size;
    const kuril_rect box = {west, south, west + c->size, south + c->size};
    double x[4], y[4]; /* sw, se, nw, ne */
    if (box.y_min < -90 || box.y_max > 90 || !kuril_safe_holds(c->safe, &box))
        return BAD;
    for (int i = 0; i < 4; i++)
        if (!exact(c, i % 2 ? box.x_max : box.x_min, i / 2 ? box.y_max : box.y_min, &x[i], &y[i]))
            return BAD;
    const double *p[] = {x, y};
    double *out[] = {k->x, k->y};
    for (int i = 0; i < 2; i++) {
        out[i][0] = p[i][0];
        out[i][1] = p[i][1] - p[i][0];
        out[i][2] = p[i][2] - p[i][0];
        out[i][3] = p[i][3] - p[i][2] - p[i][1] + p[i][0];
    }
    return is_right(c, k, west, south) ? GOOD : BAD;
}

bool kuril_cells_place(kuril_cells *cells, double lon, double lat, double *px, double *py)
{
    const double u = lon / cells->size, v = lat / cells->size, column = floor(u), row = floor(v);
    const gint64 i = (gint64)column, j = (gint64)row;
    if (!cells->slots)
        cells->slots = g_new0(cell, KURIL_CELL_SLOTS);
    cell *k = &cells->slots[((guint64)i * 31 + (guint64)j * 1009) % KURIL_CELL_SLOTS];
    if (k->state == EMPTY || k->column != i || k->row != j) {
        k->column = i;
        k->row = j;
        k->state = fill(cells, k);
    }
    if (k->state == BAD)
        return false;
    interpolate(k, u - column, v - row, px, py);
    return true;
}
