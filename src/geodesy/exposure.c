#include "geodesy/exposure.h"

#include <math.h>

static const double PI = 3.14159265358979323846, DEGREE = 3.14159265358979323846 / 180, RADIUS_M = 6371000.0;

/* Beyond this an edge's parallel curves have met behind the globe: its ends and points along it bound the buffer. */
static const double SIDES_UP_TO_M = 9e6, ALONG_EVERY_M = 50e3;

/* A vertex with its frame, so that directions and distances to others are a few products. */
typedef struct site {
    kuril_lonlat at;
    kuril_ecef e, east, north;
    double az_before, az_after; /* azimuths of its edges, radians; NAN where it has none */
    size_t before, after;       /* neighbours; itself where it has none */
    GArray *sectors;            /* kuril_sector that nothing covers yet */
} site;

typedef struct sieve {
    double m; /* the buffer's distance, metres */
    GArray *sites;
} sieve;

static site *site_at(const sieve *s, size_t i)
{
    return &g_array_index(s->sites, site, i);
}

static double turn_positive(double azi)
{
    azi = fmod(azi, 2 * PI);
    return azi < 0 ? azi + 2 * PI : azi;
}

/* Takes [from, to], within 0 ... 2 pi, out of a list of sectors. */
static void cut_plain(GArray *sectors, double from, double to)
{
    for (guint i = 0; i < sectors->len; i++) {
        kuril_sector *s = &g_array_index(sectors, kuril_sector, i);
        if (to <= s->from || from >= s->to)
            continue;
        const kuril_sector behind = {to, s->to};
        if (from > s->from) {
            s->to = from;
            if (behind.from < behind.to) {
                g_array_insert_val(sectors, i + 1, behind);
                i++;
            }
        } else if (behind.from < behind.to) {
            *s = behind;
        } else {
            g_array_remove_index(sectors, i--);
        }
    }
}

static void cut(GArray *sectors, double from, double to)
{
    if (!(to > from))
        return;
    if (to - from >= 2 * PI) {
        g_array_set_size(sectors, 0);
        return;
    }
    const double start = turn_positive(from), end = start + (to - from);
    cut_plain(sectors, start, fmin(end, 2 * PI));
    if (end > 2 * PI)
        cut_plain(sectors, 0, end - 2 * PI);
}

/*
 * Point u covers the directions of v within an angle b of its own: there v's circle lies within u's. On a sphere the
 * two circles meet at cos b = tan(d/2) / tan(m). The ellipsoid changes this by less than the margin taken off.
 */
static bool covers(const sieve *s, const site *v, const site *u, double *azi, double *half)
{
    const kuril_ecef d = kuril_ecef_minus(u->e, v->e);
    const double chord = sqrt(kuril_ecef_dot(d, d)), h = s->m / RADIUS_M;
    if (chord < 1e-3)
        return false;
    const double apart = 2 * asin(fmin(1, chord / (2 * RADIUS_M))), ratio = tan(apart / 2) / tan(h);
    if (ratio >= 1)
        return false;
    *azi = atan2(kuril_ecef_dot(d, v->east), kuril_ecef_dot(d, v->north));
    *half = (ratio <= -1 ? PI : acos(ratio)) - 0.012 - 0.01 * apart / h;
    return *half > 0;
}

static void cover(const sieve *s, site *v, const site *u)
{
    double azi = 0, half = 0;
    if (v != u && covers(s, v, u, &azi, &half))
        cut(v->sectors, azi - half, azi + half);
}

static void add_site(sieve *s, kuril_lonlat p, size_t before, size_t after)
{
    const double lon = p.lon * DEGREE, lat = p.lat * DEGREE;
    const site v = {.at = p,
                    .e = kuril_ecef_from(p),
                    .east = {-sin(lon), cos(lon), 0},
                    .north = {-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat)},
                    .az_before = NAN,
                    .az_after = NAN,
                    .before = before,
                    .after = after};
    g_array_append_val(s->sites, v);
}

/* All vertices of the source, and points along its edges where the ends do not bound the buffer by themselves. */
static void add_ring(sieve *s, const kuril_geometry *g, kuril_ring ring, kuril_part_kind kind)
{
    const size_t base = s->sites->len;
    const bool closed = kind == KURIL_POLYGON;
    for (size_t i = 0; i < ring.count; i++) {
        const size_t before = i > 0 ? i - 1 : closed ? ring.count - 1 : i;
        const size_t after = i + 1 < ring.count ? i + 1 : closed ? 0 : i;
        add_site(s, g->points[ring.first + i], base + before, base + after);
    }
    for (size_t i = 0; s->m > SIDES_UP_TO_M && i < ring.count; i++) {
        const kuril_lonlat a = g->points[ring.first + i];
        const kuril_lonlat b = site_at(s, site_at(s, base + i)->after)->at;
        const kuril_geodesic edge = kuril_geodesic_inverse(a, b);
        for (size_t k = 1; (double)k * ALONG_EVERY_M < edge.s12_m; k++)
            add_site(s, kuril_geodesic_direct(a, edge.azi1, (double)k * ALONG_EVERY_M, NULL), s->sites->len,
                     s->sites->len);
    }
}

static void find_azimuths(sieve *s, site *v)
{
    const site *after = site_at(s, v->after), *before = site_at(s, v->before);
    if (after != v)
        v->az_after = kuril_geodesic_inverse(v->at, after->at).azi1 * DEGREE;
    if (before != v)
        v->az_before = kuril_geodesic_inverse(v->at, before->at).azi1 * DEGREE;
}

/* What a vertex's own edges cover: the half circle round each. */
static void cover_by_edges(const sieve *s, site *v)
{
    const double half = PI / 2 - 0.012;
    if (s->m > SIDES_UP_TO_M)
        return;
    if (!isnan(v->az_after))
        cut(v->sectors, v->az_after - half, v->az_after + half);
    if (!isnan(v->az_before))
        cut(v->sectors, v->az_before - half, v->az_before + half);
}

/* Vertices that would cover much, near and far along the same ring, then all that remain. */
static void sift_vertices(sieve *s)
{
    const size_t n = s->sites->len;
    const kuril_sector all = {0, 2 * PI};
    for (size_t i = 0; i < n; i++) {
        site *v = site_at(s, i);
        find_azimuths(s, v);
        v->sectors = g_array_sized_new(FALSE, FALSE, sizeof(kuril_sector), 4);
        g_array_append_val(v->sectors, all);
        cover_by_edges(s, v);
        for (size_t step = 1; step < n && v->sectors->len; step = step < 8 ? step + 1 : step * 3 / 2) {
            cover(s, v, site_at(s, (i + step) % n));
            cover(s, v, site_at(s, (i + n - step) % n));
        }
    }
    GArray *left = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t i = 0; i < n; i++)
        if (site_at(s, i)->sectors->len)
            g_array_append_val(left, i);
    const guint stride = left->len / 3000 + 1;
    for (guint i = 0; i < left->len; i++) {
        site *v = site_at(s, g_array_index(left, size_t, i));
        for (guint j = i % stride; j < left->len && v->sectors->len; j += stride)
            cover(s, v, site_at(s, g_array_index(left, size_t, j)));
    }
    g_array_free(left, TRUE);
}

static bool direction_covered(const sieve *s, const site *v, const site *u, double azi)
{
    double at = 0, half = 0;
    return covers(s, v, u, &at, &half) && fabs(remainder(azi - at, 2 * PI)) < half;
}

/* A side is hidden when one point covers the parallels of both its ends: a circle is convex. */
static bool side_hidden(const sieve *s, size_t i, double turn)
{
    const site *a = site_at(s, i), *b = site_at(s, a->after);
    const double at_a = a->az_after + turn, at_b = b->az_before + PI + turn;
    const size_t n = s->sites->len;
    for (size_t step = 1; step < n; step = step < 8 ? step + 1 : step * 3 / 2) {
        const site *u[2] = {site_at(s, (i + step) % n), site_at(s, (i + n - step) % n)};
        for (int k = 0; k < 2; k++)
            if (direction_covered(s, a, u[k], at_a) && direction_covered(s, b, u[k], at_b))
                return true;
    }
    for (guint j = 0, stride = (guint)(n / 2000) + 1; j < n; j += stride) {
        const site *u = site_at(s, j);
        if (u->sectors->len && direction_covered(s, a, u, at_a) && direction_covered(s, b, u, at_b))
            return true;
    }
    return false;
}

static void sift_sides(const sieve *s, GArray *sides)
{
    for (size_t i = 0; s->m <= SIDES_UP_TO_M && i < s->sites->len; i++) {
        const site *a = site_at(s, i), *b = site_at(s, a->after);
        if (a == b || isnan(a->az_after))
            continue;
        const kuril_ecef d = kuril_ecef_minus(b->e, a->e);
        const bool is_long = kuril_ecef_dot(d, d) > s->m * s->m / 16;
        for (int turn = 1; turn >= -1; turn -= 2) {
            const kuril_exposed_side side = {a->at, b->at, turn * 90.0};
            if (is_long || !side_hidden(s, i, turn * PI / 2))
                g_array_append_val(sides, side);
        }
    }
}

void kuril_exposure_find(const kuril_shape *source, double distance_m, kuril_exposure *exposure)
{
    sieve s = {distance_m, g_array_sized_new(FALSE, FALSE, sizeof(site), (guint)source->geometry.n_points)};
    for (size_t i = 0; i < source->geometry.n_parts; i++) {
        const kuril_part part = source->geometry.parts[i];
        for (size_t r = 0; r < part.count; r++)
            add_ring(&s, &source->geometry, source->geometry.rings[part.first + r], part.kind);
    }
    sift_vertices(&s);
    exposure->vertices = g_array_new(FALSE, FALSE, sizeof(kuril_exposed_vertex));
    exposure->sides = g_array_new(FALSE, FALSE, sizeof(kuril_exposed_side));
    sift_sides(&s, exposure->sides);
    for (guint i = 0; i < s.sites->len; i++) {
        const site *v = site_at(&s, i);
        const kuril_exposed_vertex out = {v->at, v->sectors};
        if (v->sectors->len)
            g_array_append_val(exposure->vertices, out);
        else
            g_array_free(v->sectors, TRUE);
    }
    g_array_free(s.sites, TRUE);
}

void kuril_exposure_finish(kuril_exposure *exposure)
{
    for (guint i = 0; i < exposure->vertices->len; i++)
        g_array_free(g_array_index(exposure->vertices, kuril_exposed_vertex, i).sectors, TRUE);
    g_array_free(exposure->vertices, TRUE);
    g_array_free(exposure->sides, TRUE);
}
