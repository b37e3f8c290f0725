/*
 * Nearest points of two shapes: both trees are walked together, boxes in space bounding distances from below (a chord
 * is never longer than its geodesic); pairs of pieces that may hold the least distance are kept with their bounds and
 * solved on the ellipsoid, nearest bound first, until no bound is less than what was found. Many are solved as soon as
 * they are many, so that lines that run side by side, where every pair may be the nearest, fill no memory.
 *
 * Where chords tell little, beyond some 2500 km, pairs are bounded by the geodesic between their middles less
 * their half sizes (the triangle inequality).
 *
 * On a surface of positive curvature the least distance between edges that do not meet is had at an end of one of them
 * (the reference tables' README has the argument), so edges are solved by their ends, after a test for crossing.
 */
#include "geodesy/chord.h"

#include <math.h>

static const double FAR_M = 2500e3;
enum { MANY = 65536 };   /* pairs that are solved before others are looked for */
enum { TIES = 2000 };    /* pairs solved; more tell of lines that run side by side: */
static const double TIE_M = 0.0005; /* then what is nearer by less is as near (the promise is 1 mm) */

/* A pair of pieces that may hold the least distance. */
typedef struct candidate {
    double at_least_m;
    const kuril_piece *p, *q;
    double along_p, along_q, chord_m;
} candidate;

typedef struct search {
    const kuril_shape *a, *b;
    double bound_m;     /* nothing farther is of interest */
    double bound_chord; /* nor what has a longer chord */
    GArray *candidates; /* candidate */
    double best_m;      /* the least distance so far; the limit while none is found */
    size_t n_solved;
    bool found;
    kuril_lonlat on_a, on_b; /* of the best so far */
    bool meet;
} search;

/* A point of the ellipsoid near a box, and how far from it the box's content may lie. */
typedef struct ball {
    kuril_lonlat middle;
    double radius_m;
} ball;

static ball ball_round(const kuril_box *box)
{
    const kuril_ecef sum = {box->low.x + box->high.x, box->low.y + box->high.y, box->low.z + box->high.z};
    ball b = {kuril_ecef_lonlat(sum), 0}; /* near the middle, in its direction: only how far that lies counts */
    const kuril_ecef m = kuril_ecef_from(b.middle);
    const double x = fmax(m.x - box->low.x, box->high.x - m.x), y = fmax(m.y - box->low.y, box->high.y - m.y),
                 z = fmax(m.z - box->low.z, box->high.z - m.z);
    b.radius_m = kuril_geodesic_at_most(sqrt(x * x + y * y + z * z));
    return b;
}

static double boxes_at_least(const kuril_box *a, const kuril_box *b, double bound_m)
{
    const double by_chord = kuril_geodesic_at_least(kuril_box_distance(a, b));
    if (by_chord < FAR_M || by_chord >= bound_m)
        return by_chord;
    const ball ba = ball_round(a), bb = ball_round(b);
    return fmax(by_chord, kuril_geodesic_inverse(ba.middle, bb.middle).s12_m - ba.radius_m - bb.radius_m);
}

static kuril_box box_of_piece(const kuril_piece *p)
{
    const double m = p->sagitta_m;
    return (kuril_box){{fmin(p->a.x, p->b.x) - m, fmin(p->a.y, p->b.y) - m, fmin(p->a.z, p->b.z) - m},
                       {fmax(p->a.x, p->b.x) + m, fmax(p->a.y, p->b.y) + m, fmax(p->a.z, p->b.z) + m}};
}

static void set_bound(search *s, double bound_m)
{
    s->bound_m = bound_m;
    s->bound_chord = kuril_chord_at_most(bound_m);
}

static int by_bound(gconstpointer a, gconstpointer b)
{
    const double x = ((const candidate *)a)->at_least_m, y = ((const candidate *)b)->at_least_m;
    return (x > y) - (x < y);
}

static void keep(search *s, double distance_m, kuril_lonlat on_a, kuril_lonlat on_b)
{
    if (s->found ? distance_m >= s->best_m : distance_m > s->best_m)
        return;
    s->found = true;
    s->best_m = distance_m;
    s->on_a = on_a;
    s->on_b = on_b;
}

/* Both ends of a stretch against the other edge. `swapped`: the ends are of b's edge. */
static void solve_ends(search *s, const kuril_edge *ends, const kuril_edge *edge, double along, bool swapped)
{
    const double places[2] = {ends->from_m, ends->to_m};
    for (int i = 0; i < (ends->from_m < ends->to_m ? 2 : 1); i++) {
        const kuril_lonlat end = kuril_edge_at(ends, places[i], NULL);
        kuril_lonlat foot;
        const double distance = kuril_edge_nearest(edge, end, along, &foot);
        keep(s, distance, swapped ? foot : end, swapped ? end : foot);
    }
}

/* A point, alone in its shape, against an edge: the foot on the edge, or the end that is nearest, is all there is. */
static void solve_point(search *s, const candidate *c)
{
    const kuril_edge q = kuril_piece_edge(s->b, c->q);
    const kuril_lonlat point = s->a->geometry.points[c->p->first];
    kuril_lonlat foot;
    const double distance = kuril_edge_nearest(&q, point, c->along_q, &foot);
    keep(s, distance, point, foot);
}

static void solve(search *s, const candidate *c)
{
    if (c->p->first == c->p->second) {
        solve_point(s, c);
        return;
    }
    const kuril_edge p = kuril_piece_edge(s->a, c->p), q = kuril_piece_edge(s->b, c->q);
    kuril_lonlat where;
    if (c->at_least_m == 0 && p.length_m > 0 && q.length_m > 0 &&
        kuril_edge_cross(&p, c->along_p, &q, c->along_q, &where)) {
        keep(s, 0, where, where);
        return;
    }
    if (q.length_m > 0 || p.length_m == 0)
        solve_ends(s, &p, &q, c->along_q, false);
    if (p.length_m > 0)
        solve_ends(s, &q, &p, c->along_p, true);
}

/* A bound of a pair's distance, by the geodesic between the places where its chords are nearest. */
static double surely_apart(const candidate *c)
{
    if (c->chord_m > FAR_M)
        return c->at_least_m;
    const double slack = c->p->sagitta_m + c->q->sagitta_m;
    const kuril_lonlat p = kuril_ecef_lonlat(kuril_chord_place(c->p, c->along_p)),
                       q = kuril_ecef_lonlat(kuril_chord_place(c->q, c->along_q));
    return kuril_geodesic_inverse(p, q).s12_m -
           kuril_geodesic_shorter(c->chord_m, slack, kuril_chord_stray(c->p, c->q));
}

/* Whether lines run side by side, and this pair is no nearer than others by what counts. Where they may meet all count. */
static bool is_tie(const search *s, const candidate *c)
{
    return s->n_solved > TIES && s->best_m > TIE_M && c->at_least_m > 0 &&
           (c->at_least_m > s->best_m - TIE_M || surely_apart(c) > s->best_m - TIE_M);
}

/* Solves the pairs gathered, and forgets them. */
static void solve_candidates(search *s)
{
    g_array_sort(s->candidates, by_bound);
    for (guint i = 0; i < s->candidates->len; i++) {
        const candidate *c = &g_array_index(s->candidates, candidate, i);
        if (c->at_least_m > s->best_m || (s->found && s->best_m == 0))
            break;
        if (is_tie(s, c))
            continue;
        solve(s, c);
        s->n_solved++;
    }
    g_array_set_size(s->candidates, 0);
    if (s->found && s->best_m < s->bound_m)
        set_bound(s, s->best_m);
}

static void consider(search *s, const kuril_piece *p, const kuril_piece *q)
{
    candidate c = {0, p, q, 0, 0, 0};
    c.chord_m = kuril_chord_distance(p, q, &c.along_p, &c.along_q);
    if (c.chord_m - (p->sagitta_m + q->sagitta_m) > s->bound_chord)
        return;
    const kuril_bounds bounds = kuril_chord_bounds(p, c.along_p, q, c.along_q, c.chord_m);
    c.at_least_m = bounds.at_least_m;
    if (!(c.at_least_m < s->bound_m) && !(c.at_least_m == 0 && s->bound_m == 0))
        return;
    double at_most = bounds.at_most_m;
    if (c.at_least_m > FAR_M) {
        const kuril_lonlat p_end = s->a->geometry.points[p->first], q_end = s->b->geometry.points[q->first];
        at_most = fmin(at_most, kuril_geodesic_inverse(p_end, q_end).s12_m);
        const kuril_box bp = box_of_piece(p), bq = box_of_piece(q);
        c.at_least_m = fmax(c.at_least_m, boxes_at_least(&bp, &bq, s->bound_m));
        if (!(c.at_least_m < s->bound_m))
            return;
    }
    /* The bound keeps a little slack, so that the pair that set it is not lost to rounding. */
    if (at_most * (1 + 1e-12) + 1e-6 < s->bound_m)
        set_bound(s, at_most * (1 + 1e-12) + 1e-6);
    g_array_append_val(s->candidates, c);
    if (s->candidates->len >= MANY)
        solve_candidates(s);
}

static double diagonal2(const kuril_box *box)
{
    const kuril_ecef d = kuril_ecef_minus(box->high, box->low);
    return kuril_ecef_dot(d, d);
}

static void visit(search *s, const kuril_node3 *x, const kuril_node3 *y)
{
    const double at_least = boxes_at_least(&x->box, &y->box, s->bound_m);
    if (at_least > s->bound_m || (at_least == s->bound_m && at_least > 0))
        return;
    if (x->run && y->run) {
        const kuril_piece *p = kuril_run_pieces(s->a, x->run), *q = kuril_run_pieces(s->b, y->run);
        for (size_t i = 0; i < x->run->count; i++)
            for (size_t j = 0; j < y->run->count; j++)
                consider(s, &p[i], &q[j]);
        return;
    }
    /* Opens the larger box, its nearer half first. */
    if (y->run || (!x->run && diagonal2(&x->box) >= diagonal2(&y->box))) {
        const kuril_node3 *left = &s->a->nodes[x->left], *right = left + 1;
        const bool left_first = kuril_box_distance(&left->box, &y->box) <= kuril_box_distance(&right->box, &y->box);
        visit(s, left_first ? left : right, y);
        visit(s, left_first ? right : left, y);
    } else {
        const kuril_node3 *left = &s->b->nodes[y->left], *right = left + 1;
        const bool left_first = kuril_box_distance(&left->box, &x->box) <= kuril_box_distance(&right->box, &x->box);
        visit(s, x, left_first ? left : right);
        visit(s, x, left_first ? right : left);
    }
}

/* The least distance between lines and points; false when there is none within the limit. */
static bool search_lines(search *s, double limit_m)
{
    if (s->a->n_nodes == 0 || s->b->n_nodes == 0 || !(limit_m >= 0))
        return false;
    s->best_m = limit_m;
    set_bound(s, limit_m);
    s->candidates = g_array_new(FALSE, FALSE, sizeof(candidate));
    visit(s, s->a->nodes, s->b->nodes);
    solve_candidates(s);
    g_array_free(s->candidates, TRUE);
    return s->found;
}

/* Data may count longitudes on beyond 180 degrees; results do not. */
static kuril_lonlat reduced(kuril_lonlat p)
{
    return fabs(p.lon) <= 180 ? p : (kuril_lonlat){kuril_lon_near(p.lon, 0), p.lat};
}

static void fill(const search *s, kuril_nearest *nearest)
{
    nearest->a = reduced(s->on_a);
    nearest->b = reduced(s->on_b);
    nearest->geodesic = kuril_geodesic_inverse(s->on_a, s->on_b);
    nearest->relation = KURIL_APART;
    /* Points solved for agree within the accuracy of a geodesic. */
    if (nearest->geodesic.s12_m <= 2e-8) {
        nearest->geodesic.s12_m = 0;
        nearest->relation = KURIL_MEETING;
    }
}

/* A point of some part of `inner` that a polygon of `outer` holds; for shapes whose lines do not meet. */
static bool held_by(const kuril_shape *outer, const kuril_shape *inner, kuril_lonlat *where)
{
    for (size_t i = 0; outer->has_polygons && i < inner->geometry.n_parts; i++) {
        const kuril_part part = inner->geometry.parts[i];
        if (part.count == 0 || inner->geometry.rings[part.first].count == 0)
            continue;
        *where = inner->geometry.points[inner->geometry.rings[part.first].first];
        if (kuril_shape_contains(outer, *where))
            return true;
    }
    return false;
}

bool kuril_shape_nearest(const kuril_shape *a, const kuril_shape *b, double limit_m, kuril_nearest *nearest)
{
    if (kuril_shape_is_empty(a) || kuril_shape_is_empty(b))
        return false;
    search s = {.a = a, .b = b};
    const bool found = search_lines(&s, limit_m);
    if (found)
        fill(&s, nearest);
    kuril_lonlat where;
    if ((found && nearest->relation == KURIL_MEETING) || !(limit_m >= 0) ||
        !(held_by(a, b, &where) || held_by(b, a, &where)))
        return found;
    where = reduced(where);
    *nearest = (kuril_nearest){where, where, {0, 0, 0}, KURIL_INSIDE};
    return true;
}

/* A point dressed as a shape of one piece, on the caller's stack. */
typedef struct point_shape {
    kuril_shape shape;
    kuril_piece piece;
    kuril_run run;
    kuril_node3 node;
    kuril_lonlat point;
} point_shape;

static void point_shape_init(point_shape *s, kuril_lonlat p)
{
    const kuril_ecef e = kuril_ecef_from(p);
    s->point = p;
    s->piece = (kuril_piece){.a = e, .b = e, .to_m = INFINITY};
    s->run = (kuril_run){.count = 1};
    atomic_init(&s->run.pieces, &s->piece);
    s->node = (kuril_node3){{e, e}, &s->run, 0};
    s->shape = (kuril_shape){.geometry = {.points = &s->point, .n_points = 1},
                             .runs = &s->run,
                             .n_runs = 1,
                             .nodes = &s->node,
                             .n_nodes = 1};
}

bool kuril_shape_nearest_shore(kuril_lonlat p, const kuril_shape *shape, double limit_m, kuril_nearest *nearest)
{
    point_shape point;
    if (!kuril_lonlat_is_valid(p))
        return false;
    point_shape_init(&point, p);
    search s = {.a = &point.shape, .b = shape};
    if (!search_lines(&s, limit_m))
        return false;
    fill(&s, nearest);
    return true;
}

bool kuril_shape_nearest_point(kuril_lonlat p, const kuril_shape *shape, double limit_m, kuril_nearest *nearest)
{
    const bool found = kuril_shape_nearest_shore(p, shape, limit_m, nearest);
    if (found && nearest->relation == KURIL_MEETING)
        return true;
    if (!kuril_lonlat_is_valid(p) || !(limit_m >= 0) || !kuril_shape_contains(shape, p))
        return found;
    p = reduced(p);
    *nearest = (kuril_nearest){p, p, {0, 0, 0}, KURIL_INSIDE};
    return true;
}
