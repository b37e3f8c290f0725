#include "geodesy/shape.h"

#include "geodesy/densify.h"
#include "geodesy/rim.h"
#include <math.h>
#include <stdlib.h>

/* Longer edges are indexed in stretches, so that chords stay near their arcs (2 m) and minima along them single. */
static const double STRETCH_M = 10e3;

/* Edges of no more degrees than this, counted along both axes, are short anywhere on the globe. */
static const double SHORT_DEGREES = 0.08;

enum { RUN = 8 }; /* pieces a leaf */

static const double RADIUS_M = 6400e3; /* no radius of curvature of WGS 84 is more */

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

static const kuril_box NO_BOX = {{INFINITY, INFINITY, INFINITY}, {-INFINITY, -INFINITY, -INFINITY}};

static kuril_box join(kuril_box a, kuril_box b)
{
    return (kuril_box){{least(a.low.x, b.low.x), least(a.low.y, b.low.y), least(a.low.z, b.low.z)},
                       {most(a.high.x, b.high.x), most(a.high.y, b.high.y), most(a.high.z, b.high.z)}};
}

static kuril_box box_round(kuril_ecef p, kuril_ecef half)
{
    return (kuril_box){{p.x - half.x, p.y - half.y, p.z - half.z}, {p.x + half.x, p.y + half.y, p.z + half.z}};
}

/* A box of longitudes and latitudes. */
typedef struct span {
    double west, east, south, north;
} span;

/*
 * Holds in space whatever lies within a small span, and the arcs of short edges between points of it. From the middle
 * a step of u radians north and v east leads u M (-sin lat cos lon, -sin lat sin lon, cos lat) + v N cos lat (-sin lon,
 * cos lon, 0) away, but for (u + v)^2 / 2 times the second derivatives, of which none is above the largest radius.
 */
static kuril_box box_of_span(span s)
{
    const double degree = 3.14159265358979323846 / 180;
    const double u = (s.north - s.south) / 2 * degree, v = (s.east - s.west) / 2 * degree;
    const kuril_lonlat middle = {(s.west + s.east) / 2, (s.south + s.north) / 2};
    const kuril_ecef m = kuril_ecef_from(middle);
    const double from_axis = sqrt(m.x * m.x + m.y * m.y), sin_lat = least(1, fabs(m.z) / 6335e3);
    const double cos_lon = from_axis > 0 ? fabs(m.x) / from_axis : 1,
                 sin_lon = from_axis > 0 ? fabs(m.y) / from_axis : 1;
    const double bend = RADIUS_M / 2 * (u + v) * (u + v) + kuril_chord_sagitta(2 * RADIUS_M * (u + v)) + 1e-6;
    const kuril_ecef half = {u * RADIUS_M * sin_lat * cos_lon + v * from_axis * sin_lon + bend,
                             u * RADIUS_M * sin_lat * sin_lon + v * from_axis * cos_lon + bend,
                             u * RADIUS_M * least(1, from_axis / 6335e3) + bend};
    return box_round(m, half);
}

typedef struct builder {
    kuril_shape *shape;
    kuril_seams seams;
    GArray *runs;  /* kuril_run */
    GArray *boxes; /* kuril_box, of the runs */
} builder;

/* Short edges of a ring that follow each other, while they are collected. */
typedef struct collection {
    kuril_run run;
    span span;
} collection;

static void flush(builder *b, collection *c)
{
    if (c->run.count == 0)
        return;
    const kuril_box box = box_of_span(c->span);
    g_array_append_val(b->runs, c->run);
    g_array_append_val(b->boxes, box);
    c->run.count = 0;
}

static void collect(builder *b, collection *c, size_t first, size_t second)
{
    const kuril_lonlat p = b->shape->geometry.points[first], q = b->shape->geometry.points[second];
    if (c->run.count == RUN)
        flush(b, c);
    if (c->run.count == 0) {
        c->run.first = first;
        c->span = (span){p.lon, p.lon, p.lat, p.lat};
    }
    c->run.count++;
    c->span = (span){least(c->span.west, q.lon), most(c->span.east, q.lon), least(c->span.south, q.lat),
                     most(c->span.north, q.lat)};
}

static double chord(kuril_ecef a, kuril_ecef b)
{
    const kuril_ecef d = kuril_ecef_minus(b, a);
    return sqrt(kuril_ecef_dot(d, d));
}

static kuril_piece short_piece(size_t first, size_t second, kuril_ecef a, kuril_ecef b)
{
    return (kuril_piece){a, b, kuril_chord_sagitta(chord(a, b)), first, second, 0, INFINITY};
}

static void append_pieces(builder *b, size_t ring, const kuril_piece *pieces, size_t count)
{
    kuril_box box = NO_BOX;
    for (size_t i = 0; i < count; i++) {
        const double m = pieces[i].sagitta_m;
        box = join(box,
                   join(box_round(pieces[i].a, (kuril_ecef){m, m, m}), box_round(pieces[i].b, (kuril_ecef){m, m, m})));
    }
    kuril_run run = {.ring = ring, .first = pieces[0].first, .count = count};
    atomic_init(&run.pieces, g_memdup2(pieces, count * sizeof *pieces));
    g_array_append_val(b->runs, run);
    g_array_append_val(b->boxes, box);
}

/* An edge that may be long, over 180 degrees, or near a pole: runs of its own, made at once. */
static void add_edge(builder *b, size_t ring, size_t first, size_t second)
{
    const kuril_lonlat *points = b->shape->geometry.points;
    const kuril_ecef start = kuril_ecef_from(points[first]), end = kuril_ecef_from(points[second]);
    kuril_piece pieces[RUN] = {short_piece(first, second, start, end)};
    if (chord(start, end) <= STRETCH_M) {
        append_pieces(b, ring, pieces, 1);
        return;
    }
    kuril_edge edge;
    kuril_edge_init(&edge, points[first], points[second], 0, INFINITY);
    const size_t n = (size_t)ceil(edge.length_m / STRETCH_M);
    kuril_ecef here = start;
    for (size_t i = 0; i < n; i++) {
        const bool last = i + 1 == n;
        kuril_piece *piece = &pieces[i % RUN];
        *piece =
            (kuril_piece){.a = here, .first = first, .second = second, .from_m = edge.length_m * (double)i / (double)n};
        piece->to_m = last ? INFINITY : edge.length_m * (double)(i + 1) / (double)n;
        here = piece->b = last ? end : kuril_ecef_from(kuril_edge_at(&edge, piece->to_m, NULL));
        piece->sagitta_m = kuril_chord_sagitta(chord(piece->a, piece->b));
        if (last || i % RUN == RUN - 1)
            append_pieces(b, ring, pieces, i % RUN + 1);
    }
}

static size_t vertex_after(const kuril_shape *shape, size_t ring, size_t vertex)
{
    const kuril_ring r = shape->geometry.rings[ring];
    return vertex + 1 < r.first + r.count ? vertex + 1 : r.first;
}

/* An edge along a pole has no length; one within a seam is no shore. */
static bool cut(const builder *b, kuril_lonlat p, kuril_lonlat q)
{
    return kuril_rim_at_pole(p, q) || kuril_rim_in_seam(&b->seams, p, q);
}

static void add_ring(builder *b, size_t r, kuril_part_kind kind)
{
    const kuril_lonlat *points = b->shape->geometry.points;
    const kuril_ring ring = b->shape->geometry.rings[r];
    const bool lone = ring.count == 1 || kind == KURIL_POINT;
    const size_t edges = lone || ring.count == 0 || kind == KURIL_POLYGON ? ring.count : ring.count - 1;
    collection c = {.run = {.ring = r}};
    for (size_t i = ring.first; i < ring.first + edges; i++) {
        const size_t next = vertex_after(b->shape, r, i);
        const kuril_lonlat p = points[i], q = points[next];
        const bool is_short = fabs(p.lon - q.lon) + fabs(p.lat - q.lat) < SHORT_DEGREES;
        const bool is_cut = kind == KURIL_POLYGON && !lone && cut(b, p, q);
        if (is_short && !is_cut) {
            collect(b, &c, i, next);
            continue;
        }
        flush(b, &c);
        if (!is_cut)
            add_edge(b, r, i, next);
    }
    flush(b, &c);
}

const kuril_piece *kuril_run_pieces(const kuril_shape *shape, kuril_run *run)
{
    kuril_piece *pieces = atomic_load_explicit(&run->pieces, memory_order_acquire);
    if (pieces)
        return pieces;
    const kuril_lonlat *points = shape->geometry.points;
    kuril_piece *made = g_new(kuril_piece, run->count);
    kuril_ecef here = kuril_ecef_from(points[run->first]);
    for (size_t i = 0; i < run->count; i++) {
        const size_t vertex = run->first + i, next = vertex_after(shape, run->ring, vertex);
        const kuril_ecef there = kuril_ecef_from(points[next]);
        made[i] = short_piece(vertex, next, here, there);
        here = there;
    }
    if (atomic_compare_exchange_strong_explicit(&run->pieces, &pieces, made, memory_order_acq_rel,
                                                memory_order_acquire))
        return made;
    g_free(made); /* another thread was first */
    return pieces;
}

/* The runs of one ring, which lie in a row already. */
typedef struct chain {
    kuril_box box;
    size_t first, count;
} chain;

static double along(const chain *c, int axis)
{
    const kuril_box *x = &c->box;
    return axis == 0 ? x->low.x + x->high.x : axis == 1 ? x->low.y + x->high.y : x->low.z + x->high.z;
}

/* Puts the chain of rank `middle` along an axis in its place, lesser ones before it (Hoare's quickselect). */
static void halve(chain *chains, size_t count, size_t middle, int axis)
{
    size_t low = 0, high = count - 1;
    while (low < high) {
        const double pivot = along(&chains[(low + high) / 2], axis);
        size_t i = low, j = high;
        while (true) {
            while (along(&chains[i], axis) < pivot)
                i++;
            while (along(&chains[j], axis) > pivot)
                j--;
            if (i >= j)
                break;
            const chain swap = chains[i];
            chains[i++] = chains[j];
            chains[j--] = swap;
        }
        if (middle <= j)
            high = j;
        else
            low = j + 1;
    }
}

static size_t add_children(kuril_shape *shape)
{
    const size_t left = shape->n_nodes;
    shape->n_nodes += 2;
    return left;
}

static void set_inner(kuril_shape *shape, size_t at, size_t left)
{
    shape->nodes[at] = (kuril_node3){join(shape->nodes[left].box, shape->nodes[left + 1].box), NULL, left};
}

/* Builds the subtree of a chain at nodes[at]; children stand side by side. */
static void build_chain(kuril_shape *shape, size_t at, const kuril_box *boxes, size_t first, size_t count)
{
    if (count == 1) {
        shape->nodes[at] = (kuril_node3){boxes[first], &shape->runs[first], 0};
        return;
    }
    const size_t left = add_children(shape);
    build_chain(shape, left, boxes, first, count / 2);
    build_chain(shape, left + 1, boxes, first + count / 2, count - count / 2);
    set_inner(shape, at, left);
}

/* Builds the subtree of some chains, which may come in any order: halved across where they reach farthest. */
static void build(kuril_shape *shape, size_t at, const kuril_box *boxes, chain *chains, size_t count)
{
    if (count == 1) {
        build_chain(shape, at, boxes, chains->first, chains->count);
        return;
    }
    kuril_box box = NO_BOX;
    for (size_t i = 0; i < count; i++)
        box = join(box, chains[i].box);
    const kuril_ecef size = kuril_ecef_minus(box.high, box.low);
    const int axis = size.x >= size.y && size.x >= size.z ? 0 : size.y >= size.z ? 1 : 2;
    halve(chains, count, count / 2, axis);
    const size_t left = add_children(shape);
    build(shape, left, boxes, chains, count / 2);
    build(shape, left + 1, boxes, chains + count / 2, count - count / 2);
    set_inner(shape, at, left);
}

static GArray *chain_up(const builder *b)
{
    GArray *chains = g_array_new(FALSE, FALSE, sizeof(chain));
    for (guint i = 0; i < b->runs->len; i++) {
        const kuril_box box = g_array_index(b->boxes, kuril_box, i);
        const bool same =
            i > 0 && g_array_index(b->runs, kuril_run, i).ring == g_array_index(b->runs, kuril_run, i - 1).ring;
        const chain fresh = {box, i, 1};
        if (!same) {
            g_array_append_val(chains, fresh);
            continue;
        }
        chain *last = &g_array_index(chains, chain, chains->len - 1);
        last->box = join(last->box, box);
        last->count++;
    }
    return chains;
}

static void build_tree(builder *b)
{
    kuril_shape *s = b->shape;
    const kuril_box *boxes = (const kuril_box *)(const void *)b->boxes->data;
    GArray *chains = chain_up(b);
    s->n_runs = b->runs->len;
    s->runs = (kuril_run *)(void *)g_array_free(b->runs, FALSE);
    if (s->n_runs) {
        s->nodes = g_new(kuril_node3, 2 * s->n_runs);
        s->n_nodes = 1;
        build(s, 0, boxes, (chain *)(void *)chains->data, chains->len);
    }
    g_array_free(chains, TRUE);
    g_array_free(b->boxes, TRUE);
    kuril_seams_finish(&b->seams);
}

kuril_edge kuril_piece_edge(const kuril_shape *shape, const kuril_piece *piece)
{
    kuril_edge edge;
    kuril_edge_init(&edge, shape->geometry.points[piece->first], shape->geometry.points[piece->second], piece->from_m,
                    piece->to_m);
    return edge;
}

static kuril_status copy(const kuril_geometry *geometry, kuril_edges edges, kuril_shape *shape)
{
    for (size_t i = 0; i < geometry->n_points; i++)
        if (!kuril_lonlat_is_valid(geometry->points[i]))
            return KURIL_E_DOMAIN;
    kuril_status status = KURIL_OK;
    if (edges == KURIL_EDGES_PLANAR) {
        kuril_densify planar;
        kuril_densify_planar_init(&planar, 0.0005, &shape->buffer.base);
        status = kuril_geometry_walk(geometry, &planar.base);
    } else {
        kuril_geometry_buffer_append(&shape->buffer, geometry);
    }
    shape->geometry = kuril_geometry_buffer_view(&shape->buffer);
    return status;
}

kuril_status kuril_shape_new(const kuril_geometry *geometry, kuril_edges edges, kuril_shape **shape)
{
    kuril_shape *s = g_new0(kuril_shape, 1);
    kuril_geometry_buffer_init(&s->buffer);
    const kuril_status status = copy(geometry, edges, s);
    if (status) {
        kuril_shape_free(s);
        return status;
    }
    builder b = {s, kuril_rim_seams(&s->geometry), g_array_new(FALSE, FALSE, sizeof(kuril_run)),
                 g_array_new(FALSE, FALSE, sizeof(kuril_box))};
    for (size_t i = 0; i < s->geometry.n_parts; i++) {
        const kuril_part part = s->geometry.parts[i];
        s->has_polygons = s->has_polygons || part.kind == KURIL_POLYGON;
        for (size_t r = 0; r < part.count; r++)
            add_ring(&b, part.first + r, part.kind);
    }
    build_tree(&b);
    kuril_shape_find_sides(s, edges);
    *shape = s;
    return KURIL_OK;
}

void kuril_shape_free(kuril_shape *shape)
{
    if (!shape)
        return;
    for (size_t i = 0; i < shape->n_runs; i++)
        g_free(atomic_load_explicit(&shape->runs[i].pieces, memory_order_relaxed));
    kuril_geometry_buffer_finish(&shape->buffer);
    g_free(shape->runs);
    g_free(shape->nodes);
    g_free(shape->sides);
    g_free(shape);
}

bool kuril_shape_is_empty(const kuril_shape *shape)
{
    return shape->geometry.n_points == 0;
}
