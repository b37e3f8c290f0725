#include "projection/safe.h"

#include "projection/strip.h"
#include <math.h>

enum { UNKNOWN, SAFE, UNSAFE };

static const double REACH = 3.6; /* degrees from a cell's middle to its farthest corner, and a little more */

void kuril_safe_init(kuril_safe *safe, const kuril_domain *domain)
{
    *safe = (kuril_safe){.domain = domain};
}

/* Of a half circle from pole to pole. Where its nearest place is a pole, the window's limits keep the distance. */
static bool is_clear_of_meridian(kuril_lonlat p, double lon)
{
    const double off = fabs(remainder(p.lon - lon, 360));
    return off >= 90 || asin(cos(p.lat * KURIL_DEG) * sin(off * KURIL_DEG)) / KURIL_DEG > REACH;
}

/* Whether all within REACH of a place lies in the domain. */
static bool is_clear(const kuril_domain *d, kuril_lonlat middle)
{
    if (d->kind == KURIL_DOMAIN_CAP)
        return kuril_sphere_distance(d->center, middle) < d->radius - REACH;
    if (d->windows->len != 1)
        return false;
    const kuril_rect w = g_array_index(d->windows, kuril_rect, 0);
    const kuril_lonlat p = kuril_frame_in(&d->frame, middle);
    const double lon = kuril_strip_lon(d->seam, p.lon);
    return p.lat > w.y_min + REACH && p.lat < w.y_max - REACH && lon > w.x_min && lon < w.x_max &&
           is_clear_of_meridian(p, w.x_min) && is_clear_of_meridian(p, w.x_max);
}

static bool cell_is_safe(kuril_safe *safe, int row, int column)
{
    unsigned char *cell = &safe->cells[row][column];
    if (*cell == UNKNOWN) {
        const kuril_lonlat middle = {(column + 0.5) * KURIL_SAFE_CELL, (row + 0.5) * KURIL_SAFE_CELL - 90};
        *cell = is_clear(safe->domain, middle) ? SAFE : UNSAFE;
    }
    return *cell == SAFE;
}

static bool in_cells(kuril_safe *safe, const kuril_rect *box)
{
    const int west = (int)floor(box->x_min / KURIL_SAFE_CELL), east = (int)floor(box->x_max / KURIL_SAFE_CELL);
    const int south = CLAMP((int)floor((box->y_min + 90) / KURIL_SAFE_CELL), 0, KURIL_SAFE_ROWS - 1);
    const int north = CLAMP((int)floor((box->y_max + 90) / KURIL_SAFE_CELL), 0, KURIL_SAFE_ROWS - 1);
    for (int row = south; row <= north; row++)
        for (int i = west; i <= east; i++) {
            const int column = i % KURIL_SAFE_COLUMNS;
            if (!cell_is_safe(safe, row, column < 0 ? column + KURIL_SAFE_COLUMNS : column))
                return false;
        }
    return true;
}

static bool in_window(const kuril_domain *d, const kuril_rect *box)
{
    const double turn = kuril_strip_lon(d->seam, box->x_min) - box->x_min;
    for (guint i = 0; i < d->windows->len; i++) {
        const kuril_rect w = g_array_index(d->windows, kuril_rect, i);
        if (box->x_min + turn >= w.x_min && box->x_max + turn <= w.x_max && box->y_min >= w.y_min &&
            box->y_max <= w.y_max)
            return true;
    }
    return false;
}

bool kuril_safe_holds(kuril_safe *safe, const kuril_rect *box)
{
    const kuril_domain *d = safe->domain;
    return d->kind == KURIL_DOMAIN_CAP || d->turned ? in_cells(safe, box) : in_window(d, box);
}
