/* Inside of a kuril_shape: pieces of edges in runs, runs in a binary tree of boxes. */
#ifndef KURIL_GEODESY_SHAPE_H
#define KURIL_GEODESY_SHAPE_H

#include "geodesy/ecef.h"
#include "geodesy/edge.h"
#include "geom/geometry_buffer.h"
#include <stdint.h>

/** An edge, a stretch of a long one, or a point (then a equals b). */
typedef struct kuril_piece {
    kuril_ecef a, b;     /* ends of its chord */
    double sagitta_m;    /* the arc lies this near to the chord */
    size_t first, second; /* its edge's vertices, into the geometry's points */
    double from_m, to_m; /* the stretch along the edge; to_m INFINITY: to the end */
} kuril_piece;

typedef struct kuril_box {
    kuril_ecef low, high;
} kuril_box;

/** A node of the tree; a leaf when count > 0. */
typedef struct kuril_node3 {
    kuril_box box;
    size_t first; /* leaf: first piece; otherwise the left child, the right one follows */
    size_t count; /* pieces */
} kuril_node3;

/** What the inside of one ring depends on besides its edges. */
typedef struct kuril_ring_side {
    bool holds_north; /* the ring's smaller side holds the north pole */
    bool bounded;     /* its smaller side lies within the box below */
    double south, north, middle, half_width; /* degrees; longitudes within half_width of middle */
} kuril_ring_side;

struct kuril_shape {
    kuril_geometry_buffer buffer; /* owns the geometry */
    kuril_geometry geometry;
    kuril_piece *pieces;
    size_t n_pieces;
    kuril_node3 *nodes; /* the root first; none when empty */
    size_t n_nodes;
    kuril_ring_side *sides; /* shape [n_rings]; meant for rings of polygons */
    bool has_polygons;
};

kuril_edge kuril_piece_edge(const kuril_shape *shape, const kuril_piece *piece);

/** The sides of all rings of polygons; part of kuril_shape_new. */
void kuril_shape_find_sides(kuril_shape *shape);

#endif
