/*
 * Where labels may go: round a point, along a line, inside an area. Page space, points. Pure.
 */
#ifndef KURIL_LABEL_CANDIDATES_H
#define KURIL_LABEL_CANDIDATES_H

#include "label/shape.h"
#include <stdint.h>

/** The part of the text that is put closest to the point, as MapLibre's text-anchor and in its order. */
typedef enum kuril_label_anchor {
    KURIL_ANCHOR_CENTER,
    KURIL_ANCHOR_LEFT,
    KURIL_ANCHOR_RIGHT,
    KURIL_ANCHOR_TOP,
    KURIL_ANCHOR_BOTTOM,
    KURIL_ANCHOR_TOP_LEFT,
    KURIL_ANCHOR_TOP_RIGHT,
    KURIL_ANCHOR_BOTTOM_LEFT,
    KURIL_ANCHOR_BOTTOM_RIGHT,
    KURIL_ANCHOR_COUNT
} kuril_label_anchor;

/**
 * The eight places round a point in the order that cartographers prefer (Imhof, The American Cartographer 2, 1975:
 * right and a little up before left, above before below), and what each costs.
 */
extern const kuril_label_anchor kuril_label_anchor_order[8];
extern const double kuril_label_anchor_cost[KURIL_ANCHOR_COUNT];

/** Upper left corner of a box whose anchor is at (x, y). */
void kuril_label_anchor_corner(kuril_label_anchor anchor, double x, double y, double width, double height, double *left,
                               double *top);

/**
 * A step away from the point for an anchor: `radius` to the sides, above and below, radius / sqrt 2 both ways to
 * the corners, as MapLibre's text-radial-offset.
 */
void kuril_label_anchor_step(kuril_label_anchor anchor, double radius, double *dx, double *dy);

/** A thin box along a segment: a leader line among a candidate's boxes. */
kuril_label_box kuril_label_leader_box(double x0, double y0, double x1, double y1, double half_width);

/** The inside of polygons, looked at through a grid of about 160 cells along its longer side. */
typedef struct kuril_label_area kuril_label_area;

/**
 * @param geometry  polygons in page space, already cut to the frame (holes are outside); the even-odd rule holds
 * @return NULL when there is no polygon with some area
 */
kuril_label_area *kuril_label_area_new(const kuril_geometry *geometry);
void kuril_label_area_free(kuril_label_area *area);

/** The middle of about the largest circle inside; returns its radius, right to about a cell. */
double kuril_label_area_pole(const kuril_label_area *area, double *x, double *y);

/** The middle of all that lies inside: of a state of islands between them. */
void kuril_label_area_middle(const kuril_label_area *area, double *x, double *y);

/** How large it is, square points, right to about a cell along the edge. */
double kuril_label_area_size(const kuril_label_area *area);

/** How much of an upright rectangle lies inside, 0 to 1. */
double kuril_label_area_share(const kuril_label_area *area, const kuril_rect *rect);

/** Whether a place lies inside. */
bool kuril_label_area_has(const kuril_label_area *area, double x, double y);

/**
 * What lies below the names of a page: an area of many features, which may overlap, in 480 cells along the frame's
 * longer side. Only kuril_label_area_share and kuril_label_area_has are asked of it, once it is done.
 * @return NULL when the frame has no size
 */
kuril_label_area *kuril_label_ground_new(const kuril_rect *frame);
/** Adds polygons in page space; what lies beyond the frame is left out. */
void kuril_label_ground_cover(kuril_label_area *ground, const kuril_geometry *geometry);
/** Takes polygons out of what has been covered so far, as lakes out of land. */
void kuril_label_ground_clear(kuril_label_area *ground, const kuril_geometry *geometry);
void kuril_label_ground_done(kuril_label_area *ground);

/**
 * Tells the pieces of a ground apart, such as islands: what one call has covered, however thin, and what touches it; but
 * a small one is a piece of its own, though to the mainland that it touches it belongs. Then those below may be asked.
 */
void kuril_label_ground_part(kuril_label_area *ground);
/** The piece nearest to a place, no farther than `reach`, by a number from 1; 0: there is none. */
uint32_t kuril_label_ground_piece(const kuril_label_area *ground, double x, double y, double reach);
/** The largest piece of those that a piece touches, through whatever others; itself when it touches none; 0 for 0. */
uint32_t kuril_label_ground_mainland(const kuril_label_area *ground, uint32_t piece);
/** Whether an islet that is smaller than a cell has its middle in a rectangle. */
bool kuril_label_ground_on_dot(const kuril_label_area *ground, const kuril_rect *rect);
/** The largest share of a piece, other than `piece` (0: of any), larger than a speck, that a rectangle covers; 0: none. */
double kuril_label_ground_hidden(const kuril_label_area *ground, const kuril_rect *rect, uint32_t piece);
/**
 * Where a line may end on a piece of a ground, within `reach` of a place: the middle of the largest part that no
 * rectangle covers. @return false: there is none
 */
bool kuril_label_ground_tip(const kuril_label_area *ground, uint32_t piece, kuril_lonlat about, double reach,
                            const kuril_rect *covers, size_t n, kuril_lonlat *tip);
/** How many of `n` + 1 places along a line, its ends among them, lie on a piece; -1: one lies on another. */
int kuril_label_ground_along(const kuril_label_area *ground, kuril_lonlat from, kuril_lonlat to, size_t n,
                             uint32_t piece);
/** How far the piece, and how far any other, is from a rectangle: 0 within it, INFINITY beyond `reach`; to a cell. */
void kuril_label_ground_near(const kuril_label_area *ground, const kuril_rect *rect, uint32_t piece, double reach,
                             double *own, double *other);

/** A place for the middle of a box inside an area. */
typedef struct kuril_label_spot {
    double x, y;
    double cost;    /**< 0 at the pole, 1 as far away as the area goes, and the share of the box that lies outside */
    double outside; /**< that share */
} kuril_label_spot;

/**
 * Places where an upright box has its middle and at least `least_share` (0 to 1) of itself inside, best first, not
 * closer than half a box. @return how many
 */
size_t kuril_label_area_spots(const kuril_label_area *area, double width, double height, double least_share,
                              kuril_label_spot *out, size_t max);

/**
 * A gently bent line through the middle of the area along its longer direction: a parabola fitted to the middles of
 * the cross sections, for names along seas and straits. Reads from left to right, or downwards when it is steep.
 * @param[out] points  shape [n_points], n_points >= 2
 * @return its length; 0 when the area is too small
 */
double kuril_label_area_axis(const kuril_label_area *area, kuril_lonlat *points, size_t n_points);

#endif
