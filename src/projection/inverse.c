/*
 * From metres back to longitude and latitude. PROJ's own inverse answers first; where it has none, or where what it
 * says does not project back (it answers beyond the edge of the world too, and gives up here and there), Newton's
 * method looks for the place from the nearest of a net of places.
 */
#include "projection/inverse.h"

#include <math.h>
#include <string.h>

enum { STEP = 10, TRIES = 30, HALVINGS = 6, SEEDS = 3 };

typedef struct seed {
    kuril_lonlat p;
    double x, y;
} seed;

struct kuril_seeds {
    GArray *net; /* seed; empty until it is needed */
    double gap;  /* the longest way between neighbours, metres */
};

kuril_seeds *kuril_seeds_new(void)
{
    kuril_seeds *seeds = g_new0(kuril_seeds, 1);
    seeds->net = g_array_new(FALSE, FALSE, sizeof(seed));
    return seeds;
}

void kuril_seeds_free(kuril_seeds *seeds)
{
    if (!seeds)
        return;
    g_array_free(seeds->net, TRUE);
    g_free(seeds);
}

/* Neighbours farther apart have a tear between them. */
static void widen(kuril_seeds *seeds, const seed *a, const seed *b)
{
    const double far = hypot(a->x - b->x, a->y - b->y);
    if (far < 5e6) /* false for NaN */
        seeds->gap = fmax(seeds->gap, far);
}

static void sow(const kuril_projection *p, kuril_seeds *seeds)
{
    enum { COLUMNS = 360 / STEP };
    seed row[COLUMNS], below[COLUMNS];
    for (double lat = -85; lat <= 85; lat += STEP) {
        for (int i = 0; i < COLUMNS; i++) {
            row[i] = (seed){.p = {p->domain.seam + 5 + STEP * i, lat}};
            if (kuril_projection_forward(p, row[i].p, &row[i].x, &row[i].y))
                g_array_append_val(seeds->net, row[i]);
            if (i > 0)
                widen(seeds, &row[i], &row[i - 1]);
            if (lat > -85)
                widen(seeds, &row[i], &below[i]);
        }
        memcpy(below, row, sizeof below);
    }
    seeds->gap = fmax(seeds->gap, 1e6);
}

/* The nearest seeds, nearest first; how many there are within two meshes of the net. */
static size_t nearest(const kuril_seeds *seeds, double x, double y, const seed *found[SEEDS])
{
    double far[SEEDS];
    size_t n = 0;
    for (guint i = 0; i < seeds->net->len; i++) {
        const seed *s = &g_array_index(seeds->net, seed, i);
        const double d = (s->x - x) * (s->x - x) + (s->y - y) * (s->y - y);
        if (d > 4 * seeds->gap * seeds->gap || (n == SEEDS && d >= far[n - 1]))
            continue;
        size_t at = n < SEEDS ? n++ : n - 1;
        for (; at > 0 && far[at - 1] > d; at--) {
            far[at] = far[at - 1];
            found[at] = found[at - 1];
        }
        far[at] = d;
        found[at] = s;
    }
    return n;
}

/* The step of Newton's method; false where there is no way on. */
static bool newton(const kuril_projection *p, const seed *at, double dx, double dy, kuril_lonlat *way)
{
    const double h = at->p.lat > 89.999 ? -1e-5 : 1e-5; /* degrees */
    double ex, ey, nx, ny;
    if (!kuril_project(p, at->p.lon + h, at->p.lat, &ex, &ey) || !kuril_project(p, at->p.lon, at->p.lat + h, &nx, &ny))
        return false;
    const double a = (ex - at->x) / h, b = (nx - at->x) / h, c = (ey - at->y) / h, d = (ny - at->y) / h;
    const double det = a * d - b * c;
    if (det == 0 || !isfinite(det))
        return false;
    *way = (kuril_lonlat){(d * dx - b * dy) / det, (a * dy - c * dx) / det};
    const double most = fmax(fabs(way->lon) / 3, fabs(way->lat)) / STEP; /* no farther than the net's meshes */
    if (most > 1)
        *way = (kuril_lonlat){way->lon / most, way->lat / most};
    return true;
}

/* As much of the step as brings the place nearer: all of it, half of it, and so on; a whole one may leap over the seam
   or out of the world. */
static bool advance(const kuril_projection *p, seed *at, kuril_lonlat way, double x, double y)
{
    const double before = hypot(x - at->x, y - at->y);
    for (int i = 0; i < HALVINGS; i++) {
        const double t = ldexp(1, -i);
        seed next = {.p = {at->p.lon + t * way.lon, fmax(-90, fmin(90, at->p.lat + t * way.lat))}};
        if (kuril_project(p, next.p.lon, next.p.lat, &next.x, &next.y) && hypot(x - next.x, y - next.y) < before) {
            *at = next;
            return true;
        }
    }
    return false;
}

static bool comes_back(const kuril_projection *p, kuril_lonlat at, double x, double y)
{
    double back_x, back_y;
    return kuril_projection_forward(p, at, &back_x, &back_y) && hypot(back_x - x, back_y - y) <= 1 + 1e-6 * hypot(x, y);
}

/* Newton's method from one place. */
static bool follow(const kuril_projection *p, seed at, double x, double y, kuril_lonlat *found)
{
    for (int i = 0; i < TRIES && hypot(x - at.x, y - at.y) >= 1e-3; i++) {
        kuril_lonlat way;
        if (!newton(p, &at, x - at.x, y - at.y, &way) || !advance(p, &at, way, x, y))
            break;
    }
    *found = at.p;
    return comes_back(p, at.p, x, y);
}

static bool search(const kuril_projection *p, double x, double y, kuril_lonlat *found)
{
    if (p->seeds->net->len == 0)
        sow(p, p->seeds);
    const seed *starts[SEEDS];
    const size_t n = nearest(p->seeds, x, y, starts);
    for (size_t i = 0; i < n; i++)
        if (follow(p, *starts[i], x, y, found))
            return true;
    return false;
}

static bool by_formula(const kuril_projection *p, double x, double y, kuril_lonlat *found)
{
    return (p->by == KURIL_BY_LAEA ? kuril_laea_inverse(&p->laea, x, y, &found->lon, &found->lat)
                                   : kuril_ortho_inverse(&p->ortho, x, y, &found->lon, &found->lat)) &&
           comes_back(p, *found, x, y);
}

static bool by_proj(const kuril_projection *p, double x, double y, kuril_lonlat *found)
{
    const double turns = p->period != 0 ? floor((x - p->x_west) / p->period) : 0;
    const double a = p->sign_x * (x - turns * p->period) / p->out_scale, b = p->sign_y * y / p->out_scale;
    const PJ_COORD in = {.xyzt = {p->swap ? b : a, p->swap ? a : b, 0, HUGE_VAL}};
    const PJ_COORD out = kuril_proj()->proj_trans(p->pj, PJ_INV, in);
    const kuril_lonlat at = {out.lp.lam / p->in_scale, out.lp.phi / p->in_scale};
    if (!(fabs(at.lon) <= 1e4 && fabs(at.lat) <= 90 + 1e-9))
        return false;
    *found = (kuril_lonlat){at.lon + 360 * turns, fmax(-90, fmin(90, at.lat))};
    return comes_back(p, *found, x, y);
}

bool kuril_projection_inverse(const kuril_projection *projection, double x, double y, kuril_lonlat *lonlat)
{
    *lonlat = (kuril_lonlat){NAN, NAN};
    kuril_lonlat found;
    if (!(fabs(x) < 1e12 && fabs(y) < 1e12) ||
        !((projection->by != KURIL_BY_PROJ && by_formula(projection, x, y, &found)) ||
          (projection->by == KURIL_BY_PROJ && projection->has_inverse && by_proj(projection, x, y, &found)) ||
          search(projection, x, y, &found)))
        return false;
    *lonlat = (kuril_lonlat){kuril_lon_near(found.lon, 0), found.lat};
    return true;
}
