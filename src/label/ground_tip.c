/* Where a line may end on a piece of a ground. */
#include "label/area_private.h"
#include <math.h>

typedef struct window {
    const kuril_label_area *ground;
    int c0, r0, columns, rows;
    uint8_t *open; /* [rows][columns] */
} window;

static bool is_covered(const kuril_rect *covers, size_t n, double x, double y)
{
    for (size_t i = 0; i < n; i++)
        if (x > covers[i].x_min && x < covers[i].x_max && y > covers[i].y_min && y < covers[i].y_max)
            return true;
    return false;
}

/* The cells of the connected part that a cell belongs to, closed as they are taken; indices into the window. */
static void take_part(window *w, int start, GArray *part)
{
    g_array_set_size(part, 0);
    g_array_append_val(part, start);
    w->open[start] = 0;
    for (guint i = 0; i < part->len; i++) {
        const int at = g_array_index(part, int, i), column = at % w->columns, row = at / w->columns;
        for (int r = MAX(row - 1, 0); r <= MIN(row + 1, w->rows - 1); r++)
            for (int c = MAX(column - 1, 0); c <= MIN(column + 1, w->columns - 1); c++) {
                const int beside = r * w->columns + c;
                if (!w->open[beside])
                    continue;
                w->open[beside] = 0;
                g_array_append_val(part, beside);
            }
    }
}

static kuril_lonlat middle_of_cell(const window *w, int at)
{
    kuril_lonlat p;
    kuril_label_cell_middle(w->ground, w->c0 + at % w->columns, w->r0 + at / w->columns, &p.lon, &p.lat);
    return p;
}

/* The cell nearest to the mean of all. */
static kuril_lonlat middle_of_part(const window *w, const GArray *part)
{
    kuril_lonlat mean = {0, 0}, best = {0, 0};
    double nearest = INFINITY;
    for (guint i = 0; i < part->len; i++) {
        const kuril_lonlat p = middle_of_cell(w, g_array_index(part, int, i));
        mean.lon += p.lon / part->len;
        mean.lat += p.lat / part->len;
    }
    for (guint i = 0; i < part->len; i++) {
        const kuril_lonlat p = middle_of_cell(w, g_array_index(part, int, i));
        const double away = hypot(p.lon - mean.lon, p.lat - mean.lat);
        if (away < nearest) {
            nearest = away;
            best = p;
        }
    }
    return best;
}

/* Opens the cells of the piece that nothing covers. */
static window look_round(const kuril_label_area *ground, uint32_t piece, kuril_lonlat about, double reach,
                         const kuril_rect *covers, size_t n)
{
    const kuril_rect *box = &ground->box;
    const int c0 = (int)CLAMP((about.lon - reach - box->x_min) / ground->cell, 0, ground->columns);
    const int r0 = (int)CLAMP((about.lat - reach - box->y_min) / ground->cell, 0, ground->rows);
    const int c1 = (int)CLAMP((about.lon + reach - box->x_min) / ground->cell, 0, ground->columns);
    const int r1 = (int)CLAMP((about.lat + reach - box->y_min) / ground->cell, 0, ground->rows);
    window w = {ground, c0, r0, c1 - c0, r1 - r0, NULL};
    w.open = g_new0(uint8_t, (size_t)w.columns * (size_t)w.rows + 1);
    for (int at = 0; at < w.columns * w.rows; at++) {
        const kuril_lonlat p = middle_of_cell(&w, at);
        w.open[at] = ground->piece[(r0 + at / w.columns) * ground->columns + c0 + at % w.columns] == piece &&
                     !is_covered(covers, n, p.lon, p.lat);
    }
    return w;
}

bool kuril_label_ground_tip(const kuril_label_area *ground, uint32_t piece, kuril_lonlat about, double reach,
                            const kuril_rect *covers, size_t n, kuril_lonlat *tip)
{
    window w = look_round(ground, piece, about, reach, covers, n);
    GArray *part = g_array_new(FALSE, FALSE, sizeof(int));
    guint most = 0;
    for (int at = 0; at < w.columns * w.rows; at++) {
        if (!w.open[at])
            continue;
        take_part(&w, at, part);
        if (part->len > most) {
            most = part->len;
            *tip = middle_of_part(&w, part);
        }
    }
    g_array_free(part, TRUE);
    g_free(w.open);
    return most > 0;
}
