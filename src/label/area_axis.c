/* The line that a name is bent along within an area: a parabola through the middles of its widest stretches. */
#include "label/area_private.h"

#include <math.h>

enum { STATIONS = 48 };

/* Middle and main direction of the inside cells. */
typedef struct frame {
    double x, y, cosine, sine;
} frame;

static frame main_direction(const kuril_label_area *area)
{
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
    for (int row = 0; row < area->rows; row++)
        for (int column = 0; column < area->columns; column++) {
            if (!area->inside[row * area->columns + column])
                continue;
            double x, y;
            kuril_label_cell_middle(area, column, row, &x, &y);
            x -= area->box.x_min;
            y -= area->box.y_min;
            n++;
            sx += x;
            sy += y;
            sxx += x * x;
            sxy += x * y;
            syy += y * y;
        }
    const double mx = sx / n, my = sy / n;
    const double angle = atan2(2 * (sxy / n - mx * my), (sxx / n - mx * mx) - (syy / n - my * my)) / 2;
    return (frame){area->box.x_min + mx, area->box.y_min + my, cos(angle), sin(angle)};
}

void kuril_label_area_middle(const kuril_label_area *area, double *x, double *y)
{
    const frame f = main_direction(area);
    *x = f.x;
    *y = f.y;
}

static bool is_inside(const kuril_label_area *area, double x, double y)
{
    const double column = floor((x - area->box.x_min) / area->cell), row = floor((y - area->box.y_min) / area->cell);
    return column >= 0 && row >= 0 && column < area->columns && row < area->rows &&
           area->inside[(int)row * area->columns + (int)column];
}

/* The longest stretch of the area across the axis at `u`: its middle and its length. */
static double widest_at(const kuril_label_area *area, const frame *f, double u, double reach, double *middle)
{
    double best = 0, start = 0;
    bool in = false;
    for (double v = -reach; v <= reach + area->cell; v += area->cell / 2) {
        const bool now =
            v <= reach && is_inside(area, f->x + u * f->cosine - v * f->sine, f->y + u * f->sine + v * f->cosine);
        if (now && !in)
            start = v;
        if (!now && in && v - start > best) {
            best = v - start;
            *middle = (v + start) / 2;
        }
        in = now;
    }
    return best;
}

/* v = c0 + c1 u + c2 u^2 through weighted points, by the normal equations. */
typedef struct parabola {
    double m[3][4];
} parabola;

static void add_point(parabola *p, double u, double v, double weight)
{
    const double powers[] = {1, u, u * u};
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++)
            p->m[i][j] += weight * powers[i] * powers[j];
        p->m[i][3] += weight * powers[i] * v;
    }
}

static void solve(parabola *p, double c[static 3])
{
    for (int i = 0; i < 3; i++)
        for (int k = i + 1; k < 3; k++) {
            const double f = p->m[i][i] != 0 ? p->m[k][i] / p->m[i][i] : 0;
            for (int j = i; j < 4; j++)
                p->m[k][j] -= f * p->m[i][j];
        }
    for (int i = 2; i >= 0; i--) {
        c[i] = p->m[i][3];
        for (int j = i + 1; j < 3; j++)
            c[i] -= p->m[i][j] * c[j];
        c[i] = p->m[i][i] != 0 ? c[i] / p->m[i][i] : 0;
    }
}

/* The longest run of u where the fitted line is inside. */
static bool inside_run(const kuril_label_area *area, const frame *f, const double c[static 3], double reach,
                       double *from, double *to)
{
    double best = 0, start = 0;
    bool in = false;
    const double step = reach / 100;
    for (double u = -reach; u <= reach + step; u += step) {
        const double v = c[0] + reach * (c[1] * (u / reach) + c[2] * (u / reach) * (u / reach));
        const bool now =
            u <= reach && is_inside(area, f->x + u * f->cosine - v * f->sine, f->y + u * f->sine + v * f->cosine);
        if (now && !in)
            start = u;
        if (!now && in && u - step - start > best) {
            best = u - step - start;
            *from = start;
            *to = u - step;
        }
        in = now;
    }
    return best > 0;
}

double kuril_label_area_axis(const kuril_label_area *area, kuril_lonlat *points, size_t n_points)
{
    frame f = main_direction(area);
    if (f.cosine < 0 || (fabs(f.cosine) < 0.17 && f.sine < 0)) { /* steeper than 80 degrees: downwards */
        f.cosine = -f.cosine;
        f.sine = -f.sine;
    }
    const double reach = hypot(area->box.x_max - area->box.x_min, area->box.y_max - area->box.y_min);
    parabola fit = {0};
    int found = 0;
    for (int i = 0; i < STATIONS; i++) {
        const double u = reach * (2.0 * i / (STATIONS - 1) - 1);
        double middle = 0;
        const double width = widest_at(area, &f, u, reach, &middle);
        if (!(width > 0))
            continue;
        add_point(&fit, u / reach, middle / reach, width * width);
        found++;
    }
    if (found < 3)
        return 0;
    double c[3], from = 0, to = 0;
    solve(&fit, c);
    c[0] *= reach;
    if (!inside_run(area, &f, c, reach, &from, &to))
        return 0;
    double length = 0;
    for (size_t i = 0; i < n_points; i++) {
        const double u = from + (to - from) * (double)i / (double)(n_points - 1), t = u / reach;
        const double v = c[0] + reach * (c[1] * t + c[2] * t * t);
        points[i] = (kuril_lonlat){f.x + u * f.cosine - v * f.sine, f.y + u * f.sine + v * f.cosine};
        if (i > 0)
            length += hypot(points[i].lon - points[i - 1].lon, points[i].lat - points[i - 1].lat);
    }
    return length;
}
