/*
 * Median lines: the zero line of d(p) = distance to a - distance to b. It changes by no more than twice the way that p
 * goes, so a cell where it is large holds no part of the line, and what is left is a strip of small cells along it
 * (a quadtree over longitude and latitude). There the line's crossings of cell sides are found (marching squares),
 * solved, linked, and refined until edges follow the line.
 */
#include "core/diagnostics.h"
#include "geodesy/shape.h"

#include <math.h>

enum { ROOT_DEG = 10, FINEST = 14 };

typedef struct tracer {
    const kuril_shape *a, *b;
    double limit_m, tolerance_m;
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
    *value = difference(t, corner_place(t, i, j));
    g_hash_table_insert(t->values, g_memdup2(&key, sizeof key), value);
    return *value;
}

/* The zero between two places of opposite sign (Illinois variant of regula falsi), straight between them or geodesic. */
static kuril_lonlat solve(const tracer *t, kuril_lonlat p, double dp, kuril_lonlat q, double dq)
{
    const kuril_lonlat from = p;
    const double span = kuril_lon_near(q.lon, p.lon) - p.lon, rise = q.lat - p.lat;
    double low = 0, high = 1;
    kuril_lonlat at = p;
    for (int i = 0, side = 0; i < 60; i++) {
        const double s = fabs(dq - dp) > 0 ? (low * dq - high * dp) / (dq - dp) : (low + high) / 2;
        at = (kuril_lonlat){from.lon + s * span, from.lat + s * rise};
        const double d = difference(t, at);
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
    l->at = solve(t, corner_place(t, i, j), corner_value(t, i, j), corner_place(t, i + !north, j + north),
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
        const bool with_first = (difference(t, middle) < 0) == (v[0] < 0); /* corners 0 and 2 are joined */
        join(sides[0], sides[with_first ? 1 : 3]);
        join(sides[2], sides[with_first ? 3 : 1]);
    }
}

/* Visits the cell (i, j) of a level, whose leaves the line may cross. */
static void visit(tracer *t, guint64 i, guint64 j, int level)
{
    const double size = t->step_deg * (double)(1u << (t->level - level));
    const kuril_lonlat low = {-180 + (double)i * size, -90 + (double)j * size};
    if (low.lat >= 90)
        return;
    const kuril_lonlat middle = {low.lon + size / 2, fmin(90, low.lat + size / 2)};
    double radius = 0;
    for (int k = 0; k < 4; k++) {
        const kuril_lonlat corner = {low.lon + size * (k & 1), fmin(90, low.lat + size * (k >> 1))};
        radius = fmax(radius, kuril_geodesic_inverse(middle, corner).s12_m);
    }
    radius *= 1.02; /* a parallel's middle lies farther than its ends, by less */
    const double reach = t->limit_m + 2 * radius;
    const double to_a = shore_distance(t->a, middle, reach);
    if (!isfinite(to_a))
        return;
    const double to_b = shore_distance(t->b, middle, reach);
    if (!isfinite(to_b) || fabs(to_a - to_b) > 2 * radius)
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
    for (double out = fmax(fabs(d), 1e-3); out < g.s12_m; out *= 2)
        for (int side = -1; side <= 1; side += 2) {
            const kuril_lonlat o = kuril_geodesic_direct(m, azi + 90 * side, out, NULL);
            const double e = difference(t, o);
            if ((e < 0) != (d < 0))
                return solve(t, m, d, o, e);
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
    enum { DEPTH = 12 };
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

static void write_line(line_writer *w, link *start)
{
    const link *before = NULL;
    link *here = start;
    while (here && !here->done && !w->status) {
        here->done = true;
        link *next = here->next[0] != before || !before ? here->next[0] : here->next[1];
        if (before && here->next[0] == here->next[1])
            next = NULL;
        if (next)
            write_step(w, here->at, next->at);
        before = here;
        here = next;
    }
    end_line(w);
}

static kuril_status write_lines(const tracer *t, kuril_sink *sink)
{
    line_writer w = {.t = t, .sink = sink};
    for (int loops = 0; loops <= 1; loops++)
        for (guint i = 0; i < t->order->len && !w.status; i++) {
            link *l = t->order->pdata[i];
            if (!l->done && (loops || !l->next[0] || !l->next[1]))
                write_line(&w, l);
        }
    return w.status;
}

static kuril_status trace(tracer *t, double apart_m, kuril_sink *sink)
{
    const double wanted_deg = fmin(fmax(apart_m / 3, 200), t->limit_m / 20) / 111e3;
    t->level = (int)fmax(0, fmin(FINEST, ceil(log2(ROOT_DEG / wanted_deg))));
    t->step_deg = ROOT_DEG / (double)(1u << t->level);
    t->across = (guint64)(360 / ROOT_DEG) << t->level;
    t->values = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    t->links = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    t->order = g_ptr_array_new_with_free_func(g_free);
    for (guint64 j = 0; j < 180 / ROOT_DEG; j++)
        for (guint64 i = 0; i < 360 / ROOT_DEG; i++)
            visit(t, i, j, 0);
    const kuril_status status = write_lines(t, sink);
    g_hash_table_destroy(t->values);
    g_hash_table_destroy(t->links);
    g_ptr_array_free(t->order, TRUE);
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
    return trace(&t, n.geodesic.s12_m, sink);
}
