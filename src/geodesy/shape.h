/* Inside of a kuril_shape: runs of neighbouring edges in a binary tree of boxes; their chords in space made at first use. */
#ifndef KURIL_GEODESY_SHAPE_H
#define KURIL_GEODESY_SHAPE_H

#include "geodesy/ecef.h"
#include "geodesy/edge.h"
#include "geom/geometry_buffer.h"
#include <kurilmap/geodesy.h>
#include <stdatomic.h>
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

/** Edges that follow each other in a ring, or stretches of a long one. */
typedef struct kuril_run {
    size_t ring, first; /* the ring, and the first vertex of the first edge, into the geometry's */
    size_t count;       /* pieces */
    _Atomic(kuril_piece *) pieces; /* shape [count]; NULL until kuril_run_pieces makes them */
} kuril_run;

/** A node of the tree; a leaf when it has a run. */
typedef struct kuril_node3 {
    kuril_box box;
    kuril_run *run; /* NULL: an inner node */
    size_t left;    /* inner: the left child, the right one follows */
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
    kuril_run *runs;
    size_t n_runs;
    kuril_node3 *nodes; /* the root first; none when empty */
    size_t n_nodes;
    kuril_ring_side *sides; /* shape [n_rings]; meant for rings of polygons */
    bool has_polygons;
};

/** The pieces of a run, shape [run->count], owned by the shape. Made at the first call, whichever thread makes it. */
const kuril_piece *kuril_run_pieces(const kuril_shape *shape, kuril_run *run);

kuril_edge kuril_piece_edge(const kuril_shape *shape, const kuril_piece *piece);

/** The sides of all rings of polygons; part of kuril_shape_new. */
void kuril_shape_find_sides(kuril_shape *shape, kuril_edges edges);

#endif
