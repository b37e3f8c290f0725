/*
 * Straight distances obey the triangle inequality whatever the ellipsoid does, so what is nearer than d to the middle
 * of a cell is nearer than d + r to all of it. Only the way from chords to geodesics needs its slack (ecef.h).
 */
#include "geodesy/nearby.h"

#include "geodesy/chord.h"
#include <math.h>

static kuril_piece place_piece(kuril_ecef place)
{
    return (kuril_piece){.a = place, .b = place};
}

static double chord_to(const kuril_piece *place, const kuril_piece *piece)
{
    double along_place = 0, along_piece = 0;
    return kuril_chord_distance(place, piece, &along_place, &along_piece);
}

/* The straight distance beyond which every geodesic is longer than those of `chord_m`. */
static double surely_longer(double chord_m)
{
    return kuril_chord_at_most(kuril_geodesic_at_most(chord_m));
}

/* The straight distance from the middle within which a piece may be nearest, when another's is `least` at most. */
static double reach_of(double least, double radius_m)
{
    return surely_longer(least + radius_m) + radius_m;
}

typedef struct gathering {
    const kuril_shape *shape;
    kuril_piece place;
    kuril_box box;
    double least; /* straight distance of the nearest piece, at most */
    double reach;
    GPtrArray *pieces;
} gathering;

static void find_least(gathering *g, const kuril_node3 *node)
{
    if (kuril_box_distance(&g->box, &node->box) >= g->least)
        return;
    if (node->run) {
        const kuril_piece *pieces = kuril_run_pieces(g->shape, node->run);
        for (size_t i = 0; i < node->run->count; i++)
            g->least = fmin(g->least, chord_to(&g->place, &pieces[i]) + pieces[i].sagitta_m);
        return;
    }
    const kuril_node3 *left = &g->shape->nodes[node->left], *right = left + 1;
    const bool left_first = kuril_box_distance(&g->box, &left->box) <= kuril_box_distance(&g->box, &right->box);
    find_least(g, left_first ? left : right);
    find_least(g, left_first ? right : left);
}

static void collect(gathering *g, const kuril_node3 *node)
{
    if (kuril_box_distance(&g->box, &node->box) > g->reach)
        return;
    if (node->run) {
        const kuril_piece *pieces = kuril_run_pieces(g->shape, node->run);
        for (size_t i = 0; i < node->run->count; i++)
            if (chord_to(&g->place, &pieces[i]) - pieces[i].sagitta_m <= g->reach)
                g_ptr_array_add(g->pieces, (gpointer)&pieces[i]);
        return;
    }
    collect(g, &g->shape->nodes[node->left]);
    collect(g, &g->shape->nodes[node->left + 1]);
}

void kuril_nearby_gather(const kuril_shape *shape, kuril_ecef middle, double radius_m, GPtrArray *pieces)
{
    gathering g = {.shape = shape, .place = place_piece(middle), .box = {middle, middle}, .least = INFINITY, .pieces = pieces};
    g_ptr_array_set_size(pieces, 0);
    if (shape->n_nodes == 0)
        return;
    find_least(&g, shape->nodes);
    g.reach = reach_of(g.least, radius_m);
    collect(&g, shape->nodes);
}

void kuril_nearby_narrow(const GPtrArray *from, kuril_ecef middle, double radius_m, GPtrArray *pieces)
{
    const kuril_piece place = place_piece(middle);
    double least = INFINITY;
    for (guint i = 0; i < from->len; i++) {
        const kuril_piece *piece = from->pdata[i];
        least = fmin(least, chord_to(&place, piece) + piece->sagitta_m);
    }
    const double reach = reach_of(least, radius_m);
    g_ptr_array_set_size(pieces, 0);
    for (guint i = 0; i < from->len; i++) {
        kuril_piece *piece = from->pdata[i];
        if (chord_to(&place, piece) - piece->sagitta_m <= reach)
            g_ptr_array_add(pieces, piece);
    }
}

static kuril_bounds bounds_to(const kuril_piece *here, const kuril_piece *piece, double *along)
{
    double along_place = 0;
    const double chord = kuril_chord_distance(here, piece, &along_place, along);
    return kuril_chord_bounds(here, along_place, piece, *along, chord);
}

kuril_bounds kuril_nearby_bounds(const GPtrArray *pieces, kuril_ecef place)
{
    const kuril_piece here = place_piece(place);
    kuril_bounds all = {INFINITY, INFINITY};
    double along = 0;
    for (guint i = 0; i < pieces->len; i++) {
        const kuril_bounds one = bounds_to(&here, pieces->pdata[i], &along);
        all.at_least_m = fmin(all.at_least_m, one.at_least_m);
        all.at_most_m = fmin(all.at_most_m, one.at_most_m);
    }
    return all;
}

double kuril_nearby_distance(const kuril_shape *shape, const GPtrArray *pieces, kuril_lonlat place)
{
    const kuril_piece here = place_piece(kuril_ecef_from(place));
    double best = kuril_nearby_bounds(pieces, here.a).at_most_m, found = INFINITY, along = 0;
    for (guint i = 0; i < pieces->len; i++) {
        const kuril_piece *piece = pieces->pdata[i];
        if (bounds_to(&here, piece, &along).at_least_m > best)
            continue;
        const kuril_edge edge = kuril_piece_edge(shape, piece);
        kuril_lonlat foot;
        found = fmin(found, kuril_edge_nearest(&edge, place, along, &foot));
        best = fmin(best, found + 1e-6);
    }
    return found;
}

/* How a piece is seen from the middle of a cell: straight distance, and the unit vector away from it. */
typedef struct sight {
    double chord;
    kuril_ecef away;
} sight;

static sight look_at(const kuril_piece *place, const kuril_piece *piece)
{
    double along_place = 0, along = 0;
    sight s = {kuril_chord_distance(place, piece, &along_place, &along), {0, 0, 0}};
    const kuril_ecef d = kuril_ecef_minus(piece->b, piece->a), r = kuril_ecef_minus(place->a, piece->a);
    if (s.chord > 0)
        s.away = (kuril_ecef){(r.x - along * d.x) / s.chord, (r.y - along * d.y) / s.chord, (r.z - along * d.z) / s.chord};
    return s;
}

/*
 * The distance to a segment is a convex function, so at m + v it is no less than at m plus the slope times v; to the
 * nearest point of the segment seen from m it is no more than that plus v^2 / 2 (distance - |v|).
 */
bool kuril_nearby_is_nearer(const GPtrArray *near, const GPtrArray *far, kuril_ecef middle, double radius_m)
{
    const kuril_piece here = place_piece(middle);
    sight nearest = {INFINITY, {0, 0, 0}};
    double sagitta_m = 0;
    for (guint i = 0; i < near->len; i++) {
        const kuril_piece *piece = near->pdata[i];
        const sight s = look_at(&here, piece);
        if (s.chord < nearest.chord) {
            nearest = s;
            sagitta_m = piece->sagitta_m;
        }
    }
    if (!(nearest.chord > 2 * radius_m) || !isfinite(nearest.chord))
        return false;
    const double most = nearest.chord + radius_m + sagitta_m;
    const double slack = surely_longer(most) - most + sagitta_m + radius_m * radius_m / (2 * (nearest.chord - radius_m));
    for (guint i = 0; i < far->len; i++) {
        const kuril_piece *piece = far->pdata[i];
        const sight s = look_at(&here, piece);
        const kuril_ecef turn = kuril_ecef_minus(s.away, nearest.away);
        if (!(s.chord - piece->sagitta_m - nearest.chord - radius_m * sqrt(kuril_ecef_dot(turn, turn)) > slack))
            return false;
    }
    return true;
}
