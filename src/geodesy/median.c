/*
 * Median lines: the zero line of d(p) = distance to a - distance to b. It changes by no more than twice the way that p
 * goes, so a cell where it is large holds no part of the line, and what is left is a strip of small cells along it
 * (a quadtree over longitude and latitude). There the line's crossings of cell sides are found (marching squares),
 * solved, linked, and thinned or refined until edges follow the line as nearly as is wanted.
 *
 * Each cell keeps the pieces of both shapes that may be nearest to it, taken from those of the cell round it: where two
 * coasts lie in nearly the same direction the strip is wide, and its many cells must cost little.
 */
#include "core/diagnostics.h"
#include "geodesy/nearby.h"

#include <math.h>

enum { ROOT_DEG = 10, FINEST = 24, FINEST_AT_POLES = 14 }; /* there cells are narrow, and many round the pole */
enum { MANY = 4000 }; /* pieces that are no longer few */
static const double GATHER_M = 100e3; /* the size of cells from which on pieces are kept */

/* What a cell of one level keeps. */
typedef struct cell {
    GPtrArray *pieces[2]; /* of a and b */
    bool kept[2];
} cell;

typedef struct tracer {
    const kuril_shape *a, *b;
    double limit_m, tolerance_m;
    cell cells[FINEST + 1]; /* the one being visited, and those that hold it */
    guint64 across;       /* leaf cells round the globe */
    double step_deg;      /* of a leaf */
    int level;            /* of leaves below the roots */
    GHashTable *values;   /* corner key -> double *: d there */
    GHashTable *links;    /* side key -> link */
    GPtrArray *order;     /* links as they were made, so that results do not hang on hashing */
} tracer;

/* A place where the line crosses a side of the grid, and the places it goes on to. */
typedef struct link {
    guint64 key;
    kuril_lonlat at;
    struct link *next[2];
    bool done;
} link;

static double shore_distance(const kuril_shape *shape, kuril_lonlat p, double limit_m)
{
    kuril_nearest n;
    return kuril_shape_nearest_shore(p, shape, limit_m, &n) ? n.geodesic.s12_m : INFINITY;
}

/* How much nearer b is than a. */
static double difference(const tracer *t, kuril_lonlat p)
{
    return shore_distance(t->a, p, INFINITY) - shore_distance(t->b, p, INFINITY);
}

/* The difference at a place of the leaf being visited: of the right sign, and where it is small within tolerance / 20. */
static double difference_in_leaf(const tracer *t, kuril_lonlat p)
{
    const cell *leaf = &t->cells[t->level];
    if (!leaf->kept[0] || !leaf->kept[1])
        return difference(t, p);
    const kuril_ecef e = kuril_ecef_from(p);
    const kuril_bounds to_a = kuril_nearby_bounds(leaf->pieces[0], e), to_b = kuril_nearby_bounds(leaf->pieces[1], e);
    const double low = to_a.at_least_m - to_b.at_most_m, high = to_a.at_most_m - to_b.at_least_m;
    if (low > 0 || high < 0 || high - low < t->tolerance_m / 20)
        return (low + high) / 2;
    return kuril_nearby_distance(t->a, leaf->pieces[0], p) - kuril_nearby_distance(t->b, leaf->pieces[1], p);
}

static kuril_lonlat corner_place(const tracer *t, guint64 i, guint64 j)
{
    return (kuril_lonlat){-180 + (double)i * t->step_deg, fmin(90, -90 + (double)j * t->step_deg)};
}

static double corner_value(tracer *t, guint64 i, guint64 j)
{
    i %= t->across;
    gint64 key = (gint64)(j * t->across + i);
    double *known = g_hash_table_lookup(t->values, &key);
    if (known)
        return *known;
    double *value = g_new(double, 1);
    *value = difference_in_leaf(t, corner_place(t, i, j));
    g_hash_table_insert(t->values, g_memdup2(&key, sizeof key), value);
    return *value;
}

/* The zero between two places of opposite sign (Illinois variant of regula falsi), straight between them or geodesic. */
static kuril_lonlat solve(const tracer *t, double (*difference_at)(const tracer *t, kuril_lonlat p), kuril_lonlat p,
                          double dp, kuril_lonlat q, double dq)
{
    const kuril_lonlat from = p;
    const double span = kuril_lon_near(q.lon, p.lon) - p.lon, rise = q.lat - p.lat;
    double low = 0, high = 1;
    kuril_lonlat at = p;
    for (int i = 0, side = 0; i < 60; i++) {
        const double s = fabs(dq - dp) > 0 ? (low * dq - high * dp) / (dq - dp) : (low + high) / 2;
        at = (kuril_lonlat){from.lon + s * span, from.lat + s * rise};
        const double d = difference_at(t, at);
        if (fabs(d) <= t->tolerance_m / 20 || high - low < 1e-15)
            break;
        if ((d < 0) == (dp < 0)) {
            low = s;
            dp = d;
            dq = side == -1 ? dq / 2 : dq;
            side = -1;
        } else {
            high = s;
            dq = d;
            dp = side == 1 ? dp / 2 : dp;
            side = 1;
        }
    }
    at.lon = fabs(at.lon) <= 180 ? at.lon : kuril_lon_near(at.lon, 0);
    return at;
}

/* The crossing of the side from corner (i, j) to its eastern or northern neighbour. */
static link *crossing(tracer *t, guint64 i, guint64 j, bool north)
{
    i %= t->across;
    gint64 key = (gint64)((j * t->across + i) * 2 + north);
    link *l = g_hash_table_lookup(t->links, &key);
    if (l)
        return l;
    l = g_new0(link, 1);
    l->key = (guint64)key;
    l->at = solve(t, difference_in_leaf, corner_place(t, i, j), corner_value(t, i, j), corner_place(t, i + !north, j + north),
                  corner_value(t, i + !north, j + north));
    g_hash_table_insert(t->links, g_memdup2(&key, sizeof key), l);
    g_ptr_array_add(t->order, l);
    return l;
}

static void join(link *x, link *y)
{
    x->next[x->next[0] != NULL] = y;
    y->next[y->next[0] != NULL] = x;
}

/* Joins the crossings of a leaf's sides; of four, those that the middle tells to belong together. */
static void march(tracer *t, guint64 i, guint64 j)
{
    const double v[4] = {corner_value(t, i, j), corner_value(t, i + 1, j), corner_value(t, i + 1, j + 1),
                         corner_value(t, i, j + 1)};
    link *sides[4] = {NULL, NULL, NULL, NULL}, *crossed[4];
    size_t n = 0;
    for (int k = 0; k < 4; k++) {
        if ((v[k] < 0) == (v[(k + 1) % 4] < 0))
            continue;
        sides[k] = k == 0 ? crossing(t, i, j, false) : k == 1 ? crossing(t, i + 1, j, true)
                 : k == 2 ? crossing(t, i, j + 1, false) : crossing(t, i, j, true);
        crossed[n++] = sides[k];
    }
    if (n == 2) {
        join(crossed[0], crossed[1]);
    } else if (n == 4) {
        const kuril_lonlat low = corner_place(t, i, j);
        const kuril_lonlat middle = {low.lon + t->step_deg / 2, low.lat + t->step_deg / 2};
        const bool with_first = (difference_in_leaf(t, middle) < 0) == (v[0] < 0); /* corners 0 and 2 are joined */
        join(sides[0], sides[with_first ? 1 : 3]);
        join(sides[2], sides[with_first ? 3 : 1]);
    }
}

/* Bounds of the distance from the middle of a cell to a (0) or b (1); gathers what the cell keeps. */
static kuril_bounds bounds_in_cell(tracer *t, int level, int which, kuril_lonlat middle, double radius_m)
{
    const kuril_shape *shape = which == 0 ? t->a : t->b;
    const kuril_ecef e = kuril_ecef_from(middle);
    const cell *outer = level > 0 ? &t->cells[level - 1] : NULL;
    cell *c = &t->cells[level];
    c->kept[which] = true;
    if (outer && outer->kept[which]) {
        kuril_nearby_narrow(outer->pieces[which], e, radius_m, c->pieces[which]);
    } else {
        if (radius_m <= GATHER_M)
            kuril_nearby_gather(shape, e, radius_m, c->pieces[which]);
        c->kept[which] = radius_m <= GATHER_M && c->pieces[which]->len <= MANY;
    }
    if (c->kept[which])
        return kuril_nearby_bounds(c->pieces[which], e);
    const double reach = t->limit_m + 2 * radius_m, distance = shore_distance(shape, middle, reach);
    return (kuril_bounds){distance, distance};
}

/* How far a cell reaches from its middle, at most. */
static double radius_of(kuril_lonlat low, double size, kuril_lonlat middle)
{
    const kuril_ecef m = kuril_ecef_from(middle);
    double radius2 = 0;
    for (int k = 0; k < 4; k++) {
        const kuril_lonlat corner = {low.lon + size * (k & 1), fmin(90, low.lat + size * (k >> 1))};
        const kuril_ecef d = kuril_ecef_minus(kuril_ecef_from(corner), m);
        radius2 = fmax(radius2, kuril_ecef_dot(d, d));
    }
    return 1.02 * kuril_geodesic_at_most(sqrt(radius2)); /* a parallel's middle lies farther than its ends, by less */
}

/* Visits the cell (i, j) of a level, whose leaves the line may cross. */
static void visit(tracer *t, guint64 i, guint64 j, int level)
{
    const double size = t->step_deg * (double)(1u << (t->level - level));
    const kuril_lonlat low = {-180 + (double)i * size, -90 + (double)j * size};
    if (low.lat >= 90)
        return;
    const kuril_lonlat middle = {low.lon + size / 2, fmin(90, low.lat + size / 2)};
    const double radius_m = radius_of(low, size, middle);
    const kuril_bounds to_a = bounds_in_cell(t, level, 0, middle, radius_m);
    if (!(to_a.at_least_m <= t->limit_m + 2 * radius_m))
        return;
    const kuril_bounds to_b = bounds_in_cell(t, level, 1, middle, radius_m);
    if (!(to_b.at_least_m <= t->limit_m + 2 * radius_m) || to_a.at_least_m - to_b.at_most_m > 2 * radius_m ||
        to_b.at_least_m - to_a.at_most_m > 2 * radius_m)
        return;
    const cell *c = &t->cells[level];
    const kuril_ecef e = kuril_ecef_from(middle);
    if (c->kept[0] && c->kept[1] &&
        (kuril_nearby_is_nearer(c->pieces[0], c->pieces[1], e, radius_m) ||
         kuril_nearby_is_nearer(c->pieces[1], c->pieces[0], e, radius_m)))
        return;
    if (level == t->level) {
        march(t, i, j);
        return;
    }
    for (int k = 0; k < 4; k++)
        visit(t, 2 * i + (guint64)(k & 1), 2 * j + (guint64)(k >> 1), level + 1);
}

/* ---- Out ---- */

typedef struct line_writer {
    const tracer *t;
    kuril_sink *sink;
    bool open;
    kuril_lonlat last;
    kuril_status status;
} line_writer;

static void end_line(line_writer *w)
{
    if (w->open && !w->status)
        w->status = kuril_sink_line_end(w->sink);
    w->open = false;
}

static void put(line_writer *w, kuril_lonlat p)
{
    if (!w->open && !w->status)
        w->status = kuril_sink_line_start(w->sink);
    if (!w->status)
        w->status = kuril_sink_point(w->sink, p.lon, p.lat);
    w->open = true;
    w->last = p;
}

/* Within the limit, or the last place before it; where an edge crosses 180 degrees the line is cut. */
static void write_point(line_writer *w, kuril_lonlat p)
{
    if (w->open && fabs(p.lon - w->last.lon) > 180) {
        const double side = w->last.lon < 0 ? -180 : 180;
        const double to_p = kuril_lon_near(p.lon, side) - w->last.lon;
        const double s = to_p != 0 ? (side - w->last.lon) / to_p : 0;
        const double lat = w->last.lat + s * (p.lat - w->last.lat);
        put(w, (kuril_lonlat){side, lat});
        end_line(w);
        put(w, (kuril_lonlat){-side, lat});
    }
    put(w, p);
}

/* The place on the line abreast of the middle of two of its places. */
static kuril_lonlat between(const tracer *t, kuril_lonlat p, kuril_lonlat q, double *miss_m)
{
    const kuril_geodesic g = kuril_geodesic_inverse(p, q);
    double azi = 0;
    kuril_lonlat m = kuril_geodesic_direct(p, g.azi1, g.s12_m / 2, &azi);
    const double d = difference(t, m);
    *miss_m = fabs(d);
    double out = fmax(fabs(d), 1e-3);
    while (out < g.s12_m) {
        for (int side = -1; side <= 1; side += 2) {
            const kuril_lonlat o = kuril_geodesic_direct(m, azi + 90 * side, out, NULL);
            const double e = difference(t, o);
            if ((e < 0) != (d < 0))
                return solve(t, difference, m, d, o, e);
        }
        out *= 2;
    }
    *miss_m = 0; /* no crossing abreast: the line turns here more sharply than the grid tells */
    return m;
}

static bool within(const tracer *t, kuril_lonlat p)
{
    return isfinite(shore_distance(t->a, p, t->limit_m));
}

/* From a place within the limit to one beyond or the other way round: where the limit is. */
static kuril_lonlat at_limit(const tracer *t, kuril_lonlat in, kuril_lonlat out)
{
    for (int i = 0; i < 40; i++) {
        double miss = 0;
        const kuril_lonlat m = between(t, in, out, &miss);
        if (within(t, m))
            in = m;
        else
            out = m;
        if (kuril_geodesic_inverse(in, out).s12_m < t->tolerance_m)
            break;
    }
    return in;
}

static void write_edge(line_writer *w, kuril_lonlat p, kuril_lonlat q, int depth)
{
    double miss = 0;
    if (depth > 0 && kuril_geodesic_inverse(p, q).s12_m > w->t->tolerance_m) {
        const kuril_lonlat m = between(w->t, p, q, &miss);
        if (miss > w->t->tolerance_m) {
            write_edge(w, p, m, depth - 1);
            write_point(w, m);
            write_edge(w, m, q, depth - 1);
        }
    }
}

static void write_step(line_writer *w, kuril_lonlat p, kuril_lonlat q)
{
    enum { DEPTH = 30 }; /* an edge no longer than the tolerance ends it */
    const bool p_in = within(w->t, p), q_in = within(w->t, q);
    if (p_in && !w->open)
        write_point(w, p);
    if (p_in && q_in) {
        write_edge(w, p, q, DEPTH);
        write_point(w, q);
    } else if (p_in) {
        const kuril_lonlat end = at_limit(w->t, p, q);
        write_edge(w, p, end, DEPTH);
        write_point(w, end);
        end_line(w);
    } else if (q_in) {
        const kuril_lonlat start = at_limit(w->t, q, p);
        write_point(w, start);
        write_edge(w, start, q, DEPTH);
        write_point(w, q);
    }
}

/* The places of the line from one on, as far as it goes. */
static void follow(link *start, GArray *places)
{
    const link *before = NULL;
    link *here = start;
    g_array_set_size(places, 0);
    while (here) {
        g_array_append_val(places, here->at);
        if (here->done)
            break;
        here->done = true;
        link *next = here->next[0] != before || !before ? here->next[0] : here->next[1];
        if (before && here->next[0] == here->next[1])
            next = NULL;
        before = here;
        here = next;
    }
}

/* How far the middle of a geodesic lies from the middle of the edge straight in longitude and latitude. */
static double bend(kuril_lonlat p, kuril_lonlat q)
{
    const kuril_lonlat straight = {(p.lon + kuril_lon_near(q.lon, p.lon)) / 2, (p.lat + q.lat) / 2};
    return kuril_geodesic_inverse(kuril_geodesic_between(p, q, 0.5), straight).s12_m;
}

/* How far a place lies from the edge straight in longitude and latitude, near enough for short ways. */
static double off_edge(kuril_lonlat at, kuril_lonlat p, kuril_lonlat q)
{
    const double metres = 111e3, shrink = cos(at.lat * 3.14159265358979323846 / 180);
    const double x = (kuril_lon_near(q.lon, p.lon) - p.lon) * shrink, y = q.lat - p.lat;
    const double dx = (kuril_lon_near(at.lon, p.lon) - p.lon) * shrink, dy = at.lat - p.lat;
    const double square = x * x + y * y, s = square > 0 ? fmax(0, fmin(1, (dx * x + dy * y) / square)) : 0;
    return hypot(dx - s * x, dy - s * y) * metres;
}

/* Keeps the places between two that are kept so that all others lie near the edges (Douglas and Peucker). */
static void thin(const tracer *t, const kuril_lonlat *places, size_t first, size_t last, bool *kept)
{
    double worst = 0;
    size_t at = (first + last) / 2;
    for (size_t i = first + 1; i < last; i++) {
        const double off = off_edge(places[i], places[first], places[last]);
        if (off > worst) {
            worst = off;
            at = i;
        }
    }
    if (last - first < 2 || (worst <= t->tolerance_m / 4 && bend(places[first], places[last]) <= t->tolerance_m / 4))
        return;
    kept[at] = true;
    thin(t, places, first, at, kept);
    thin(t, places, at, last, kept);
}

/* Writes a line through places on it; a ring repeats its first place. */
static void write_line(line_writer *w, const kuril_lonlat *places, size_t count)
{
    bool *kept = g_new0(bool, count), *in = g_new0(bool, count);
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        in[i] = within(w->t, places[i]);
        kept[i] = i == 0 || i + 1 == count || in[i] != in[i - 1];
        if (i > 0 && in[i] != in[i - 1])
            kept[i - 1] = true;
    }
    for (size_t i = 1; i < count; i++)
        if (kept[i]) {
            thin(w->t, places, from, i, kept);
            from = i;
        }
    for (size_t i = 1, last = 0; i < count && !w->status; i++)
        if (kept[i]) {
            write_step(w, places[last], places[i]);
            last = i;
        }
    end_line(w);
    g_free(kept);
    g_free(in);
}

static kuril_status write_lines(const tracer *t, kuril_sink *sink)
{
    line_writer w = {.t = t, .sink = sink};
    GArray *places = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    for (int loops = 0; loops <= 1; loops++)
        for (guint i = 0; i < t->order->len && !w.status; i++) {
            link *l = t->order->pdata[i];
            if (l->done || (!loops && l->next[0] && l->next[1]))
                continue;
            follow(l, places);
            write_line(&w, (const kuril_lonlat *)(const void *)places->data, places->len);
        }
    g_array_free(places, TRUE);
    return w.status;
}

static kuril_status trace(tracer *t, const kuril_nearest *apart, kuril_sink *sink)
{
    const double wanted_deg = fmin(fmax(apart->geodesic.s12_m / 3, 200), t->limit_m / 20) / 111e3;
    const int finest = fabs(apart->a.lat) > 89 ? FINEST_AT_POLES : FINEST;
    t->level = (int)fmax(0, fmin(finest, ceil(log2(ROOT_DEG / wanted_deg))));
    t->step_deg = ROOT_DEG / (double)(1u << t->level);
    t->across = (guint64)(360 / ROOT_DEG) << t->level;
    t->values = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    t->links = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    t->order = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i <= t->level; i++)
        for (int k = 0; k < 2; k++)
            t->cells[i].pieces[k] = g_ptr_array_new();
    for (guint64 j = 0; j < 180 / ROOT_DEG; j++)
        for (guint64 i = 0; i < 360 / ROOT_DEG; i++)
            visit(t, i, j, 0);
    const kuril_status status = write_lines(t, sink);
    g_hash_table_destroy(t->values);
    g_hash_table_destroy(t->links);
    g_ptr_array_free(t->order, TRUE);
    for (int i = 0; i <= t->level; i++)
        for (int k = 0; k < 2; k++)
            g_ptr_array_free(t->cells[i].pieces[k], TRUE);
    return status;
}

kuril_status kuril_shape_median(const kuril_shape *a, const kuril_shape *b, double limit_m, double tolerance_m,
                                kuril_sink *sink, kuril_error *error)
{
    if (!(limit_m > 0 && isfinite(limit_m)))
        return kuril_fail(error, KURIL_E_DOMAIN, "a median line's limit must be more than 0");
    if (!(tolerance_m >= 0.001 && tolerance_m <= 1e6))
        return kuril_fail(error, KURIL_E_DOMAIN, "a median line's tolerance must be from 1 mm to 1000 km");
    kuril_nearest n;
    if (!kuril_shape_nearest(a, b, 2 * limit_m, &n))
        return KURIL_OK;
    if (n.relation != KURIL_APART)
        return kuril_fail(error, KURIL_E_DATA, "the two shapes meet or one holds the other: there is no line between them");
    tracer t = {.a = a, .b = b, .limit_m = limit_m, .tolerance_m = tolerance_m};
    return trace(&t, &n, sink);
}
