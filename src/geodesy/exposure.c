#include "geodesy/exposure.h"

#include <math.h>

static const double PI = 3.14159265358979323846, DEGREE = 3.14159265358979323846 / 180, RADIUS_M = 6371000.0;

/* Beyond this an edge's parallel curves have met behind the globe: its ends and points along it bound the buffer. */
static const double SIDES_UP_TO_M = 9e6, ALONG_EVERY_M = 50e3;

static const double SAME_M = 1e-3; /* nearer sites are one */

/* A vertex with its frame, so that directions and distances to others are a few products. */
typedef struct site {
    kuril_lonlat at;
    kuril_ecef e, east, north;
    double az_before, az_after; /* azimuths of its edges, radians; NAN where it has none */
    size_t before, after;       /* neighbours; itself where it has none */
    GArray *sectors;            /* kuril_sector that nothing covers yet */
} site;

typedef struct sieve {
    double m, tan_m; /* the buffer's distance, metres; its tangent on the sphere */
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
    const double square = kuril_ecef_dot(d, d), sin_half = fmin(1, sqrt(square) / (2 * RADIUS_M));
    if (square < SAME_M * SAME_M)
        return false;
    const double ratio = sin_half / sqrt(fmax(1 - sin_half * sin_half, 1e-12)) / s->tan_m; /* tan(d/2) / tan(m) */
    if (ratio >= 1)
        return false;
    *azi = atan2(kuril_ecef_dot(d, v->east), kuril_ecef_dot(d, v->north));
    *half = (ratio <= -1 ? PI : acos(ratio)) - 0.012 - 0.02 * asin(sin_half) * RADIUS_M / s->m;
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

static double azimuth(const site *v, const site *to)
{
    const double far_m =
        100e3; /* nearer, the chord's direction is the geodesic's to a thousandth of what is taken off */
    const kuril_ecef d = kuril_ecef_minus(to->e, v->e);
    return kuril_ecef_dot(d, d) < far_m * far_m && fabs(v->at.lat) < 89
               ? atan2(kuril_ecef_dot(d, v->east), kuril_ecef_dot(d, v->north))
               : kuril_geodesic_inverse(v->at, to->at).azi1 * DEGREE;
}

static void find_azimuths(sieve *s, site *v)
{
    const site *after = site_at(s, v->after), *before = site_at(s, v->before);
    if (after != v)
        v->az_after = azimuth(v, after);
    if (before != v)
        v->az_before = azimuth(v, before);
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

/* Vertices that would cover much, near and far along the same ring. */
static void sift_along_rings(sieve *s)
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
}

/* ---- Who is near ---- */

/* One site of every cell of a grid, with those of the cells that its circle can meet, the nearest first. */
typedef struct district {
    size_t site;
    GArray *near; /* guint, into the districts; made when first asked for */
} district;

typedef struct map {
    GArray *districts;
    GHashTable *cells;  /* cell to the index of its district, plus 1 */
    GHashTable *blocks; /* cell as large as a circle is wide to a GArray of indices of districts */
    double cell_m, block_m;
} map;

typedef struct cell {
    int x, y, z;
} cell;

static cell cell_of(kuril_ecef e, double size_m)
{
    return (cell){(int)floor(e.x / size_m), (int)floor(e.y / size_m), (int)floor(e.z / size_m)};
}

static guint hash_cell(gconstpointer key)
{
    const cell *c = key;
    return (guint)c->x * 73856093u ^ (guint)c->y * 19349663u ^ (guint)c->z * 83492791u;
}

static gboolean same_cell(gconstpointer a, gconstpointer b)
{
    const cell *c = a, *d = b;
    return c->x == d->x && c->y == d->y && c->z == d->z;
}

static void free_list(gpointer list)
{
    g_array_free(list, TRUE);
}

static const guint NO_DISTRICT = (guint)-1;

static guint district_of(const map *m, const site *v)
{
    const cell here = cell_of(v->e, m->cell_m);
    return GPOINTER_TO_UINT(g_hash_table_lookup(m->cells, &here)) - 1; /* NO_DISTRICT where there is none */
}

static void settle(map *m, const sieve *s, size_t i)
{
    const kuril_ecef e = site_at(s, i)->e;
    const cell small = cell_of(e, m->cell_m), block = cell_of(e, m->block_m);
    if (g_hash_table_contains(m->cells, &small))
        return;
    const guint index = m->districts->len;
    const district d = {i, NULL};
    g_array_append_val(m->districts, d);
    g_hash_table_insert(m->cells, g_memdup2(&small, sizeof small), GUINT_TO_POINTER(index + 1));
    GArray *list = g_hash_table_lookup(m->blocks, &block);
    if (!list) {
        list = g_array_new(FALSE, FALSE, sizeof(guint));
        g_hash_table_insert(m->blocks, g_memdup2(&block, sizeof block), list);
    }
    g_array_append_val(list, index);
}

/* A map of all sites, or of those that nothing covers wholly yet. */
static map draw_map(const sieve *s, double cell_m, bool all)
{
    const double wide_m = 2 * fmin(s->m, PI / 2 * RADIUS_M);
    map m = {g_array_new(FALSE, FALSE, sizeof(district)), g_hash_table_new_full(hash_cell, same_cell, g_free, NULL),
             g_hash_table_new_full(hash_cell, same_cell, g_free, free_list), cell_m, wide_m + 2 * cell_m};
    for (size_t i = 0; i < s->sites->len; i++)
        if (all || site_at(s, i)->sectors->len)
            settle(&m, s, i);
    return m;
}

static void finish_map(map *m)
{
    for (guint i = 0; i < m->districts->len; i++)
        if (g_array_index(m->districts, district, i).near)
            g_array_free(g_array_index(m->districts, district, i).near, TRUE);
    g_array_free(m->districts, TRUE);
    g_hash_table_destroy(m->cells);
    g_hash_table_destroy(m->blocks);
}

/* A district and how far it is, squared metres. */
typedef struct distant {
    double square;
    guint index;
} distant;

static gint by_distance(gconstpointer a, gconstpointer b)
{
    const distant *x = a, *y = b;
    return x->square != y->square ? (x->square > y->square) - (x->square < y->square)
                                  : (x->index > y->index) - (x->index < y->index);
}

static void add_from_block(const map *m, const sieve *s, kuril_ecef from, cell block, GArray *found)
{
    const GArray *list = g_hash_table_lookup(m->blocks, &block);
    for (guint i = 0; list && i < list->len; i++) {
        const guint index = g_array_index(list, guint, i);
        const kuril_ecef d = kuril_ecef_minus(site_at(s, g_array_index(m->districts, district, index).site)->e, from);
        const distant one = {kuril_ecef_dot(d, d), index};
        if (one.square < m->block_m * m->block_m)
            g_array_append_val(found, one);
    }
}

static const GArray *near_of(map *m, const sieve *s, guint index)
{
    enum { MOST = 3000 }; /* more would cost more than they cover */
    district *d = &g_array_index(m->districts, district, index);
    if (d->near)
        return d->near;
    const kuril_ecef from = site_at(s, d->site)->e;
    const cell here = cell_of(from, m->block_m);
    GArray *found = g_array_new(FALSE, FALSE, sizeof(distant));
    for (int i = 0; i < 27; i++)
        add_from_block(m, s, from, (cell){here.x + i % 3 - 1, here.y + i / 3 % 3 - 1, here.z + i / 9 - 1}, found);
    g_array_sort(found, by_distance);
    d->near = g_array_sized_new(FALSE, FALSE, sizeof(guint), MIN(found->len, MOST));
    const guint stride = found->len / MOST + 1;
    for (guint i = 0; i < found->len; i += stride)
        g_array_append_val(d->near, g_array_index(found, distant, i).index);
    g_array_free(found, TRUE);
    return d->near;
}

static const site *neighbour(const map *m, const sieve *s, const GArray *near, guint i)
{
    return site_at(s, g_array_index(m->districts, district, g_array_index(near, guint, i)).site);
}

static bool same_place(const site *v, const site *u)
{
    const kuril_ecef d = kuril_ecef_minus(u->e, v->e);
    return kuril_ecef_dot(d, d) < SAME_M * SAME_M;
}

/* What one site of every cell nearby covers; of sites in one place only one is needed. */
static void sift_by_map(sieve *s, map *m)
{
    for (size_t i = 0; i < s->sites->len; i++) {
        site *v = site_at(s, i);
        if (v->sectors->len == 0)
            continue;
        const GArray *near = near_of(m, s, district_of(m, v));
        if (v != neighbour(m, s, near, 0) && same_place(v, neighbour(m, s, near, 0)))
            g_array_set_size(v->sectors, 0);
        for (guint k = 0; k < near->len && v->sectors->len; k++)
            cover(s, v, neighbour(m, s, near, k));
    }
}

/* ---- Sides ---- */

static bool direction_covered(const sieve *s, const site *v, const site *u, double azi)
{
    double at = 0, half = 0;
    return covers(s, v, u, &at, &half) && fabs(remainder(azi - at, 2 * PI)) < half;
}

/* A side, and the directions of its parallel at both ends. */
typedef struct parallel {
    const site *a, *b;
    double at_a, at_b;
} parallel;

/* One point that covers the parallels of both ends hides it: a circle is convex. */
static bool hides(const sieve *s, const site *u, parallel p)
{
    return direction_covered(s, p.a, u, p.at_a) && direction_covered(s, p.b, u, p.at_b);
}

static bool hidden_along_rings(const sieve *s, size_t i, parallel p)
{
    const size_t n = s->sites->len;
    for (size_t step = 1; step < n; step = step < 8 ? step + 1 : step * 3 / 2)
        if (hides(s, site_at(s, (i + step) % n), p) || hides(s, site_at(s, (i + n - step) % n), p))
            return true;
    return false;
}

static bool hidden_by_map(const sieve *s, map *m, parallel p)
{
    const guint here = district_of(m, p.a);
    const GArray *near = here == NO_DISTRICT ? NULL : near_of(m, s, here);
    for (guint k = 0; near && k < near->len; k++)
        if (hides(s, neighbour(m, s, near, k), p))
            return true;
    return false;
}

static void sift_sides(const sieve *s, map *coarse, map *fine, GArray *sides)
{
    for (size_t i = 0; s->m <= SIDES_UP_TO_M && i < s->sites->len; i++) {
        const site *a = site_at(s, i), *b = site_at(s, a->after);
        if (a == b || isnan(a->az_after) || same_place(a, b))
            continue;
        const kuril_ecef d = kuril_ecef_minus(b->e, a->e);
        const bool is_long = kuril_ecef_dot(d, d) > s->m * s->m / 16;
        for (int turn = 1; turn >= -1; turn -= 2) {
            const kuril_exposed_side side = {a->at, b->at, turn * 90.0};
            const parallel p = {a, b, a->az_after + turn * PI / 2, b->az_before + PI + turn * PI / 2};
            if (is_long || !(hidden_along_rings(s, i, p) || hidden_by_map(s, coarse, p) || hidden_by_map(s, fine, p)))
                g_array_append_val(sides, side);
        }
    }
}

static void sift(sieve *s, GArray *sides)
{
    const double least_m = 0.1; /* a finer grid has no fewer cells than sites */
    sift_along_rings(s);
    map coarse = draw_map(s, fmax(s->m / 5, least_m), true);
    sift_by_map(s, &coarse);
    map fine = draw_map(s, fmax(s->m / 25, least_m), false);
    sift_by_map(s, &fine);
    sift_sides(s, &coarse, &fine, sides);
    finish_map(&coarse);
    finish_map(&fine);
}

static void expose(const sieve *s, const site *v, GArray *vertices)
{
    kuril_exposed_vertex out = {v->at, v->sectors, {NAN, NAN, NAN, NAN}};
    const site *const ends[2] = {site_at(s, v->before), site_at(s, v->after)};
    for (int i = 0; i < 2; i++) {
        if (ends[i] == v || s->m > SIDES_UP_TO_M)
            continue;
        const double azi = kuril_geodesic_inverse(v->at, ends[i]->at).azi1 * DEGREE;
        out.abreast[2 * i] = turn_positive(azi + PI / 2);
        out.abreast[2 * i + 1] = turn_positive(azi - PI / 2);
    }
    g_array_append_val(vertices, out);
}

void kuril_exposure_find(const kuril_shape *source, double distance_m, kuril_exposure *exposure)
{
    sieve s = {distance_m, tan(distance_m / RADIUS_M),
               g_array_sized_new(FALSE, FALSE, sizeof(site), (guint)source->geometry.n_points)};
    for (size_t i = 0; i < source->geometry.n_parts; i++) {
        const kuril_part part = source->geometry.parts[i];
        for (size_t r = 0; r < part.count; r++)
            add_ring(&s, &source->geometry, source->geometry.rings[part.first + r], part.kind);
    }
    exposure->vertices = g_array_new(FALSE, FALSE, sizeof(kuril_exposed_vertex));
    exposure->sides = g_array_new(FALSE, FALSE, sizeof(kuril_exposed_side));
    if (s.sites->len)
        sift(&s, exposure->sides);
    for (guint i = 0; i < s.sites->len; i++) {
        const site *v = site_at(&s, i);
        if (v->sectors->len)
            expose(&s, v, exposure->vertices);
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
