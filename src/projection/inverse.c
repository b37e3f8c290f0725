/*
 * From metres back to longitude and latitude. PROJ's own inverse answers first; where it has none, or where what it
 * says does not project back (it answers beyond the edge of the world too, and gives up here and there), Newton's
 * method looks for the place from the nearest of a net of places.
 */
#include "projection/inverse.h"

#include <math.h>

enum { STEP = 10, TRIES = 30 };

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

static void sow(const kuril_projection *p, kuril_seeds *seeds)
{
    for (double lat = -85; lat <= 85; lat += STEP)
        for (double lon = p->domain.seam + 5, last_x = NAN, last_y = NAN; lon < p->domain.seam + 360; lon += STEP) {
            seed s = {.p = {lon, lat}};
            if (kuril_projection_forward(p, s.p, &s.x, &s.y)) {
                g_array_append_val(seeds->net, s);
                if (!isnan(last_x) && hypot(s.x - last_x, s.y - last_y) < 5e6)
                    seeds->gap = fmax(seeds->gap, hypot(s.x - last_x, s.y - last_y));
            }
            last_x = s.x;
            last_y = s.y;
        }
    seeds->gap = fmax(seeds->gap, 1e6);
}

static const seed *nearest(const kuril_seeds *seeds, double x, double y)
{
    const seed *best = NULL;
    double least = 4 * seeds->gap * seeds->gap;
    for (guint i = 0; i < seeds->net->len; i++) {
        const seed *s = &g_array_index(seeds->net, seed, i);
        const double d = (s->x - x) * (s->x - x) + (s->y - y) * (s->y - y);
        if (d < least) {
            least = d;
            best = s;
        }
    }
    return best;
}

/* One step of Newton's method; false where there is no way on. */
static bool step(const kuril_projection *p, kuril_lonlat *at, double dx, double dy)
{
    const double h = at->lat > 89.999 ? -1e-5 : 1e-5; /* degrees */
    double x, y, ex, ey, nx, ny;
    if (!kuril_project(p, at->lon, at->lat, &x, &y) || !kuril_project(p, at->lon + h, at->lat, &ex, &ey) ||
        !kuril_project(p, at->lon, at->lat + h, &nx, &ny))
        return false;
    const double a = (ex - x) / h, b = (nx - x) / h, c = (ey - y) / h, d = (ny - y) / h, det = a * d - b * c;
    if (det == 0 || !isfinite(det))
        return false;
    double dlon = (d * dx - b * dy) / det, dlat = (a * dy - c * dx) / det;
    const double most = fmax(fabs(dlon) / 3, fabs(dlat)) / STEP; /* no farther than the net's meshes */
    if (most > 1) {
        dlon /= most;
        dlat /= most;
    }
    at->lon += dlon;
    at->lat = fmax(-90, fmin(90, at->lat + dlat));
    return true;
}

static bool comes_back(const kuril_projection *p, kuril_lonlat at, double x, double y)
{
    double back_x, back_y;
    return kuril_projection_forward(p, at, &back_x, &back_y) && hypot(back_x - x, back_y - y) <= 1 + 1e-6 * hypot(x, y);
}

static bool search(const kuril_projection *p, double x, double y, kuril_lonlat *found)
{
    if (p->seeds->net->len == 0)
        sow(p, p->seeds);
    const seed *s = nearest(p->seeds, x, y);
    if (!s)
        return false;
    kuril_lonlat at = s->p;
    for (int i = 0; i < TRIES; i++) {
        double here_x, here_y;
        if (!kuril_project(p, at.lon, at.lat, &here_x, &here_y))
            return false;
        if (hypot(x - here_x, y - here_y) < 1e-3)
            break;
        if (!step(p, &at, x - here_x, y - here_y))
            return false;
    }
    *found = at;
    return comes_back(p, at, x, y);
}

static bool by_proj(const kuril_projection *p, double x, double y, kuril_lonlat *found)
{
    const double a = p->sign_x * x / p->out_scale, b = p->sign_y * y / p->out_scale;
    const PJ_COORD in = {.xyzt = {p->swap ? b : a, p->swap ? a : b, 0, HUGE_VAL}};
    const PJ_COORD out = proj_trans(p->pj, PJ_INV, in);
    const kuril_lonlat at = {out.lp.lam / p->in_scale, out.lp.phi / p->in_scale};
    if (!(fabs(at.lon) <= 1e4 && fabs(at.lat) <= 90 + 1e-9))
        return false;
    *found = (kuril_lonlat){at.lon, fmax(-90, fmin(90, at.lat))};
    return comes_back(p, *found, x, y);
}

bool kuril_projection_inverse(const kuril_projection *projection, double x, double y, kuril_lonlat *lonlat)
{
    *lonlat = (kuril_lonlat){NAN, NAN};
    kuril_lonlat found;
    if (!(fabs(x) < 1e12 && fabs(y) < 1e12) ||
        !((projection->has_inverse && by_proj(projection, x, y, &found)) || search(projection, x, y, &found)))
        return false;
    *lonlat = (kuril_lonlat){kuril_lon_near(found.lon, 0), found.lat};
    return true;
}
