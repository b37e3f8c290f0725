#include "geodesy/shape.h"

#include "geodesy/densify.h"
#include <math.h>
#include <stdlib.h>

/* Longer edges are indexed in stretches, so that chords stay near their arcs (2 m) and minima along them single. */
static const double STRETCH_M = 10e3;

enum { RUN = 8 }; /* pieces a leaf */

typedef struct builder {
    kuril_shape *shape;
    GArray *pieces; /* kuril_piece */
    GArray *runs;   /* kuril_node3: leaves before they find their place */
} builder;

static void box_add(kuril_box *box, kuril_ecef p, double margin)
{
    box->low = (kuril_ecef){fmin(box->low.x, p.x - margin), fmin(box->low.y, p.y - margin), fmin(box->low.z, p.z - margin)};
    box->high =
        (kuril_ecef){fmax(box->high.x, p.x + margin), fmax(box->high.y, p.y + margin), fmax(box->high.z, p.z + margin)};
}

static const kuril_box NO_BOX = {{INFINITY, INFINITY, INFINITY}, {-INFINITY, -INFINITY, -INFINITY}};

static kuril_box join(kuril_box a, kuril_box b)
{
    box_add(&a, b.low, 0);
    box_add(&a, b.high, 0);
    return a;
}

/* Adds a piece to the run that is being filled, or to a new one when `fresh` or full. */
static void add_piece(builder *b, const kuril_piece *piece, bool fresh)
{
    kuril_node3 *run = b->runs->len ? &g_array_index(b->runs, kuril_node3, b->runs->len - 1) : NULL;
    if (!run || fresh || run->count == RUN) {
        const kuril_node3 empty = {NO_BOX, b->pieces->len, 0};
        g_array_append_val(b->runs, empty);
        run = &g_array_index(b->runs, kuril_node3, b->runs->len - 1);
    }
    box_add(&run->box, piece->a, piece->sagitta_m);
    box_add(&run->box, piece->b, piece->sagitta_m);
    run->count++;
    g_array_append_vals(b->pieces, piece, 1);
}

static double chord(kuril_ecef a, kuril_ecef b)
{
    const kuril_ecef d = kuril_ecef_minus(b, a);
    return sqrt(kuril_ecef_dot(d, d));
}

static void add_edge(builder *b, size_t first, size_t second, kuril_ecef at_first, kuril_ecef at_second, bool fresh)
{
    kuril_piece piece = {.a = at_first, .b = at_second, .first = first, .second = second, .from_m = 0, .to_m = INFINITY};
    const double straight = chord(at_first, at_second);
    if (straight <= STRETCH_M) {
        piece.sagitta_m = kuril_chord_sagitta(straight);
        add_piece(b, &piece, fresh);
        return;
    }
    kuril_edge edge;
    kuril_edge_init(&edge, b->shape->geometry.points[first], b->shape->geometry.points[second], 0, INFINITY);
    const size_t n = (size_t)ceil(edge.length_m / STRETCH_M);
    for (size_t i = 0; i < n; i++) {
        piece.from_m = edge.length_m * (double)i / (double)n;
        piece.to_m = i + 1 == n ? INFINITY : edge.length_m * (double)(i + 1) / (double)n;
        piece.b = i + 1 == n ? at_second : kuril_ecef_from(kuril_edge_at(&edge, piece.to_m, NULL));
        piece.sagitta_m = kuril_chord_sagitta(chord(piece.a, piece.b));
        add_piece(b, &piece, fresh && i == 0);
        piece.a = piece.b;
    }
}

/* An edge along the rim of plate carree is where the data were cut: the same rule as kuril_geometry_walk_outline. */
static bool on_rim(kuril_lonlat a, kuril_lonlat b)
{
    const double rim = 1e-9;
    const bool at_180 = fabs(fabs(a.lon) - 180) < rim && fabs(fabs(b.lon) - 180) < rim;
    const bool at_pole = fabs(fabs(a.lat) - 90) < rim && fabs(fabs(b.lat) - 90) < rim;
    return at_180 || at_pole;
}

static void add_ring(builder *b, kuril_ring ring, kuril_part_kind kind)
{
    const kuril_lonlat *p = b->shape->geometry.points;
    if (ring.count == 0)
        return;
    const kuril_ecef start = kuril_ecef_from(p[ring.first]);
    if (ring.count == 1 || kind == KURIL_POINT) {
        add_edge(b, ring.first, ring.first, start, start, true);
        return;
    }
    kuril_ecef here = start;
    const size_t last = ring.first + ring.count - 1;
    for (size_t i = ring.first; i < last; i++) {
        const kuril_ecef next = kuril_ecef_from(p[i + 1]);
        if (kind != KURIL_POLYGON || !on_rim(p[i], p[i + 1]))
            add_edge(b, i, i + 1, here, next, i == ring.first);
        here = next;
    }
    if (kind == KURIL_POLYGON && !on_rim(p[last], p[ring.first]))
        add_edge(b, last, ring.first, here, start, false);
}

static double along(const kuril_node3 *run, int axis)
{
    const kuril_box *x = &run->box;
    return axis == 0 ? x->low.x + x->high.x : axis == 1 ? x->low.y + x->high.y : x->low.z + x->high.z;
}

/* Puts the run of rank `middle` along an axis in its place, lesser ones before it (Hoare's quickselect). */
static void halve(kuril_node3 *runs, size_t count, size_t middle, int axis)
{
    size_t low = 0, high = count - 1;
    while (low < high) {
        const double pivot = along(&runs[(low + high) / 2], axis);
        size_t i = low, j = high;
        while (true) {
            while (along(&runs[i], axis) < pivot)
                i++;
            while (along(&runs[j], axis) > pivot)
                j--;
            if (i >= j)
                break;
            const kuril_node3 swap = runs[i];
            runs[i++] = runs[j];
            runs[j--] = swap;
        }
        if (middle <= j)
            high = j;
        else
            low = j + 1;
    }
}

/* Builds the subtree of some runs at nodes[at]; children stand side by side. */
static void build(kuril_shape *shape, size_t at, kuril_node3 *runs, size_t count)
{
    if (count == 1) {
        shape->nodes[at] = runs[0];
        return;
    }
    kuril_box box = NO_BOX;
    for (size_t i = 0; i < count; i++)
        box = join(box, runs[i].box);
    const kuril_ecef size = kuril_ecef_minus(box.high, box.low);
    const int axis = size.x >= size.y && size.x >= size.z ? 0 : size.y >= size.z ? 1 : 2;
    halve(runs, count, count / 2, axis);
    const size_t left = shape->n_nodes;
    shape->n_nodes += 2;
    shape->nodes[at] = (kuril_node3){box, left, 0};
    build(shape, left, runs, count / 2);
    build(shape, left + 1, runs + count / 2, count - count / 2);
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
    kuril_densify planar;
    kuril_densify_planar_init(&planar, 0.0005, &shape->buffer.base);
    kuril_sink *first = edges == KURIL_EDGES_PLANAR ? &planar.base : &shape->buffer.base;
    for (size_t i = 0; i < geometry->n_points; i++)
        if (!kuril_lonlat_is_valid(geometry->points[i]))
            return KURIL_E_DOMAIN;
    const kuril_status status = kuril_geometry_walk(geometry, first);
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
    builder b = {s, g_array_sized_new(FALSE, FALSE, sizeof(kuril_piece), (guint)s->geometry.n_points),
                 g_array_new(FALSE, FALSE, sizeof(kuril_node3))};
    for (size_t i = 0; i < s->geometry.n_parts; i++) {
        const kuril_part part = s->geometry.parts[i];
        s->has_polygons = s->has_polygons || part.kind == KURIL_POLYGON;
        for (size_t r = 0; r < part.count; r++)
            add_ring(&b, s->geometry.rings[part.first + r], part.kind);
    }
    s->n_pieces = b.pieces->len;
    s->pieces = (kuril_piece *)(void *)g_array_free(b.pieces, FALSE);
    if (b.runs->len) {
        s->nodes = g_new(kuril_node3, 2 * b.runs->len);
        s->n_nodes = 1;
        build(s, 0, (kuril_node3 *)(void *)b.runs->data, b.runs->len);
    }
    g_array_free(b.runs, TRUE);
    kuril_shape_find_sides(s);
    *shape = s;
    return KURIL_OK;
}

void kuril_shape_free(kuril_shape *shape)
{
    if (!shape)
        return;
    kuril_geometry_buffer_finish(&shape->buffer);
    g_free(shape->pieces);
    g_free(shape->nodes);
    g_free(shape->sides);
    g_free(shape);
}

bool kuril_shape_is_empty(const kuril_shape *shape)
{
    return shape->n_pieces == 0;
}
