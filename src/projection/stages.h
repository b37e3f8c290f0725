/* The stages between longitude, latitude and the page. Each is a sink; `next` is set by init. */
#ifndef KURIL_PROJECTION_STAGES_H
#define KURIL_PROJECTION_STAGES_H

#include "projection/cells.h"
#include "projection/collect.h"
#include "projection/sleeve.h"

/** Drops vertices of data that the page cannot show, before they cost. Geographic in and out. */
typedef struct kuril_coarse {
    kuril_sink base;
    double tolerance;             /* degrees of latitude */
    kuril_bbox box;               /* of the page */
    double middle_lon, half_width; /* of the box; infinite: it has no sides */
    bool in_line, in_polygon;
    size_t count, kept;
    kuril_xy anchor, last, middle; /* the last vertex kept, the last seen, one between that lies well apart */
    double east, stretch;          /* of the anchor: degrees east of the box's middle, a degree of longitude */
    unsigned outside;              /* sides of the box on which the whole run lies */
    kuril_sleeve sleeve;
} kuril_coarse;
void kuril_coarse_init(kuril_coarse *coarse, double tolerance, const kuril_bbox *box, kuril_sink *next);
void kuril_coarse_reset(kuril_coarse *coarse);

/** Which poles of a turned frame a polygon holds. */
typedef struct kuril_poles {
    double far; /* 90 or -90: one that no ring runs over */
    bool held;  /* whether the polygon holds it */
} kuril_poles;

/** Turns to another frame of longitudes and latitudes, with vertices where a straight edge would stray. */
typedef struct kuril_turn {
    kuril_collector base;
    const kuril_frame *frame;
    double tolerance;    /* degrees */
    double south, north; /* how near to the frame's poles the rings come */
    kuril_poles poles;   /* of the polygon being sent */
} kuril_turn;
void kuril_turn_init(kuril_turn *turn, const kuril_frame *frame, double tolerance, kuril_sink *next);
void kuril_turn_finish(kuril_turn *turn);

/** Cuts a plane of longitudes and latitudes at a seam and to windows. Geographic (or turned) in and out. */
typedef struct kuril_cut_windows {
    kuril_collector base;
    const kuril_domain *domain;
    double turns;             /* of the polygon's rings over the seam, eastward */
    const kuril_poles *poles; /* of a turned polygon; NULL: longitude and latitude are the true ones */
    kuril_rings strip, piece; /* the whole strip, one window of it */
    kuril_joiner joiner;
    kuril_clipper clipper;
} kuril_cut_windows;
void kuril_cut_windows_init(kuril_cut_windows *cut, const kuril_domain *domain, kuril_sink *next);
void kuril_cut_windows_finish(kuril_cut_windows *cut);

/** Cuts along a small circle on the sphere. Geographic in and out. */
typedef struct kuril_cut_cap {
    kuril_collector base;
    kuril_lonlat center;
    double radius;   /* degrees, below 180 */
    double arc_step; /* degrees of azimuth between the vertices of an arc */
    bool closed;     /* true while a ring ends whose last vertex is the first, whole turns further on */
    bool arc;        /* true while the vertex that is sent ends an arc: bend takes it as straight */
    kuril_frame frame;
    kuril_joiner joiner;
    bool open, polygon_open;
} kuril_cut_cap;
void kuril_cut_cap_init(kuril_cut_cap *cut, kuril_lonlat center, double radius, double arc_step, kuril_sink *next);
/** Walks the disc within the circle as a polygon. */
kuril_status kuril_cut_cap_walk_circle(kuril_cut_cap *cut);
/** Walks the circle as a line. */
kuril_status kuril_cut_cap_walk_outline(kuril_cut_cap *cut);
void kuril_cut_cap_finish(kuril_cut_cap *cut);

/** Projects and fits to the page, and adds vertices where a straight edge would stray. Geographic in, page out. */
typedef struct kuril_bend {
    kuril_sink base;
    const kuril_projection *projection;
    kuril_fit fit;
    const kuril_frame *frame; /* NULL: vertices are geographic */
    kuril_cells *cells;       /* where places may come from while vertices are geographic; NULL: all from PROJ */
    double tolerance;         /* points */
    kuril_rect page;          /* edges far outside are not refined */
    const bool *closed;       /* true at the end of a ring whose last vertex is its first again; NULL: never */
    const bool *straight;     /* while true the next edge is fine enough; NULL: never */
    bool in_polygon, in_line, open, has_previous;
    struct kuril_vertex {
        double lon, lat, x, y;
        bool ok;
    } previous, first;
} kuril_bend;
void kuril_bend_init(kuril_bend *bend, const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *page,
                     double tolerance, kuril_sink *next);
/** The page place of a vertex; false when it has none. */
bool kuril_bend_place(const kuril_bend *bend, double lon, double lat, double *px, double *py);
void kuril_bend_reset(kuril_bend *bend);

/**
 * The way past the cuts: lines and polygons in whose whole box nothing needs to be cut go straight to bend, rings
 * turned; what else comes goes on to `next`. Geographic in and out.
 */
typedef struct kuril_gate {
    kuril_collector base;
    kuril_bend *bend;
    const kuril_frame *frame; /* bend's, for what comes through the cuts */
    kuril_safe safe;
    kuril_cells cells;
} kuril_gate;
void kuril_gate_init(kuril_gate *gate, const kuril_domain *domain, kuril_bend *bend, kuril_sink *next);
void kuril_gate_reset(kuril_gate *gate);
void kuril_gate_finish(kuril_gate *gate);

/** Draws the parts of segments that lie in a box, joined to lines where one ends as the next begins. */
typedef struct kuril_pen {
    kuril_sink *next;
    const kuril_rect *box;
    bool down;
} kuril_pen;
kuril_status kuril_pen_draw(kuril_pen *pen, kuril_xy a, kuril_xy b);
/** Ends the line that is being drawn, if any. */
kuril_status kuril_pen_lift(kuril_pen *pen);

/** Drops vertices that the page cannot show: none farther than the tolerance from what is kept. Page in and out. */
typedef struct kuril_simplify {
    kuril_sink base;
    double tolerance; /* points */
    bool in_line;
    size_t count;
    kuril_xy anchor, last; /* the last vertex kept, the last seen */
    kuril_sleeve sleeve;   /* from the anchor */
} kuril_simplify;
void kuril_simplify_init(kuril_simplify *simplify, double tolerance, kuril_sink *next);
void kuril_simplify_reset(kuril_simplify *simplify);

/** Clips to a box, polygons closed along it, lines cut. Page in and out. */
typedef struct kuril_clip_rect {
    kuril_sink base;
    kuril_rect box;
    kuril_rings rings;
    kuril_clipper clipper;
    kuril_pen pen;
    bool in_polygon, has_previous;
    kuril_xy previous;
} kuril_clip_rect;
void kuril_clip_rect_init(kuril_clip_rect *clip, const kuril_rect *box, kuril_sink *next);
void kuril_clip_rect_reset(kuril_clip_rect *clip);
void kuril_clip_rect_finish(kuril_clip_rect *clip);

#endif
