/* Rings of one polygon in a plane, and cutting them along lines. All of it is even-odd: direction never matters. */
#ifndef KURIL_PROJECTION_RINGS_H
#define KURIL_PROJECTION_RINGS_H

#include <glib.h>
#include <kurilmap/geometry.h>

typedef struct kuril_xy {
    double x, y;
} kuril_xy;

/** Vertices that grow in number; adding one is what every stage does most. */
typedef struct kuril_xys {
    kuril_xy *at;
    size_t count, room;
} kuril_xys;

void kuril_xys_grow(kuril_xys *xys, size_t more);
void kuril_xys_finish(kuril_xys *xys);
void kuril_xys_append(kuril_xys *xys, const kuril_xy *from, size_t count);
static inline void kuril_xys_add(kuril_xys *xys, double x, double y)
{
    if (xys->count == xys->room)
        kuril_xys_grow(xys, 1);
    xys->at[xys->count++] = (kuril_xy){x, y};
}

/** Rings without repeated closing vertex; storage is kept between polygons. */
typedef struct kuril_rings {
    kuril_xys points;
    GArray *ends; /* size_t: end of each ring in points */
} kuril_rings;

void kuril_rings_init(kuril_rings *rings);
void kuril_rings_finish(kuril_rings *rings);
void kuril_rings_clear(kuril_rings *rings);
static inline void kuril_rings_add(kuril_rings *rings, double x, double y)
{
    kuril_xys_add(&rings->points, x, y);
}
/** Ends the ring that the points since the last end make; drops it when it has no area. */
void kuril_rings_end(kuril_rings *rings);
size_t kuril_rings_count(const kuril_rings *rings);
const kuril_xy *kuril_rings_at(const kuril_rings *rings, size_t i, size_t *count);
kuril_rect kuril_rings_bounds(const kuril_rings *rings);

/** Walks the rings as one polygon; nothing when there are none. */
kuril_status kuril_rings_walk(const kuril_rings *rings, kuril_sink *sink);

/**
 * Chains of vertices, each with two ends on a common boundary, to be joined along it: the core of every cut.
 * The boundary is a set of sides; a place on one is (side, t). Between ends next to each other along a side, counted
 * in pairs from its lowest t, lies the polygon, so they are joined.
 */
typedef struct kuril_joiner {
    kuril_xys points; /* of all chains */
    GArray *chains;   /* internal */
    GArray *ends;     /* internal */
    GArray *order;    /* size_t: ends along the sides */
} kuril_joiner;

void kuril_joiner_init(kuril_joiner *joiner);
void kuril_joiner_finish(kuril_joiner *joiner);
void kuril_joiner_clear(kuril_joiner *joiner);
void kuril_joiner_start(kuril_joiner *joiner, int side, double t);
static inline void kuril_joiner_add(kuril_joiner *joiner, double x, double y)
{
    kuril_xys_add(&joiner->points, x, y);
}
void kuril_joiner_end(kuril_joiner *joiner, int side, double t);
/** Appends the closed rings to `out`, joined by straight edges. Every side must have an even number of ends. */
void kuril_joiner_join(kuril_joiner *joiner, kuril_rings *out);

/** Of one side that is a circle, t from -180 to 180: the middle of the widest gap between ends; 0 when there are none.
 */
double kuril_joiner_widest_gap(kuril_joiner *joiner);

/** What becomes of closed rings. */
typedef struct kuril_tracer {
    kuril_status (*ring_start)(void *user);
    kuril_status (*vertex)(void *user, double x, double y);
    kuril_status (*join)(void *user, double t_from, double t_to); /* the vertices between two ends, without them */
    kuril_status (*ring_end)(void *user);
    void *user;
} kuril_tracer;

/**
 * For one side that is a circle: joins so that the polygon holds, or does not hold, the boundary at `t`, and traces
 * the rings. A join passes from t_from to t_to, t_to brought within 360 beyond or before it on the side that it goes.
 */
kuril_status kuril_joiner_trace_circle(kuril_joiner *joiner, double t, bool inside, const kuril_tracer *tracer);

typedef enum kuril_side { KURIL_X_MIN, KURIL_X_MAX, KURIL_Y_MIN, KURIL_Y_MAX } kuril_side;

/** Storage for clipping, reused. */
typedef struct kuril_clipper {
    kuril_joiner joiner;
    kuril_rings spare;
} kuril_clipper;

void kuril_clipper_init(kuril_clipper *clipper);
void kuril_clipper_finish(kuril_clipper *clipper);
/** Keeps what lies within the box, closed along its sides. */
void kuril_rings_clip(kuril_rings *rings, const kuril_rect *box, kuril_clipper *clipper);

/**
 * The part of the segment a-b within the box: false when none, otherwise the ends of it.
 */
bool kuril_segment_clip(const kuril_rect *box, kuril_xy *a, kuril_xy *b);

#endif
