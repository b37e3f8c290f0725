/**
 * @file geodesy.h
 * Measuring on the WGS 84 ellipsoid: geodesics, areas, nearest points, buffers and median lines.
 *
 * Edges are geodesics between neighbouring vertices unless a function takes a kuril_edges. Longitudes of any size are
 * reduced; results lie within -180 and 180. Everything is pure and may be called from any thread.
 */
#ifndef KURILMAP_GEODESY_H
#define KURILMAP_GEODESY_H

#include <kurilmap/geometry.h>

#ifdef __cplusplus
extern "C" {
#endif

/** International nautical mile, metres (BIPM, The International System of Units, 8th edition, table 8). */
#define KURIL_NMI_M 1852.0
/** International mile, metres. */
#define KURIL_MILE_M 1609.344

/** A solved geodesic: its length and its azimuths at both ends, degrees clockwise from north, -180 to 180. */
typedef struct kuril_geodesic {
    double s12_m;
    double azi1, azi2; /**< forward azimuths at the first and the second point */
} kuril_geodesic;

/** Whether both numbers are finite and the latitude lies within 90 degrees. */
KURIL_API bool kuril_lonlat_is_valid(kuril_lonlat p);

/**
 * Shortest geodesic between two points. Error below 15 nm.
 * All members are NaN when a point is not valid (kuril_lonlat_is_valid).
 * Source: Karney, Algorithms for geodesics, J. Geodesy 87 (2013), doi:10.1007/s00190-012-0578-z.
 */
KURIL_API kuril_geodesic kuril_geodesic_inverse(kuril_lonlat from, kuril_lonlat to);

/**
 * The point at a distance along a geodesic.
 *
 * @param[in]  azi    azimuth at `from`, degrees clockwise from north
 * @param[in]  s12_m  metres; negative goes backwards
 * @param[out] azi2   forward azimuth there; NULL when not wanted
 */
KURIL_API kuril_lonlat kuril_geodesic_direct(kuril_lonlat from, double azi, double s12_m, double *azi2);

/** The point at a fraction (0: from, 1: to) of the shortest geodesic. */
KURIL_API kuril_lonlat kuril_geodesic_between(kuril_lonlat from, kuril_lonlat to, double fraction);

/**
 * Distance from every point of one list to every point of another.
 *
 * @param[in]  from   shape [n_from]
 * @param[in]  to     shape [n_to]
 * @param[out] s12_m  metres, shape [n_from][n_to] row-major, in the caller's buffer
 * @retval KURIL_E_DOMAIN  a point is not valid; s12_m is unspecified
 */
KURIL_API kuril_status kuril_distance_table(const kuril_lonlat *from, size_t n_from, const kuril_lonlat *to,
                                            size_t n_to, double *s12_m);

/** How an edge runs between its vertices. */
typedef enum kuril_edges {
    KURIL_EDGES_GEODESIC, /**< the shortest geodesic */
    KURIL_EDGES_PLANAR    /**< straight in longitude and latitude, the short way round */
} kuril_edges;

/** What a geometry measures. */
typedef struct kuril_extent {
    double area_m2;     /**< of polygons, holes subtracted; 0 when it has none */
    double perimeter_m; /**< of all rings of polygons */
    double length_m;    /**< of lines */
} kuril_extent;

/**
 * Area, perimeter and length. Each ring encloses the smaller part of the earth that it bounds, whatever its
 * direction; one with planar edges what it does in longitude and latitude, unless it winds round the globe, and so does
 * one that was cut at the rim of plate carree: it runs along a pole, or along both sides of the meridian where its sheet
 * begins and ends (180 degrees, or any that is written in two ways, as 0 and 360). What the polygons have in common
 * along both sides of it is no perimeter. A ring that crosses itself counts with its planimeter sum.
 *
 * @retval KURIL_OK        also for an empty geometry: all zero
 * @retval KURIL_E_DOMAIN  a point is not valid
 */
KURIL_API kuril_status kuril_geometry_measure(const kuril_geometry *geometry, kuril_edges edges, kuril_extent *extent);

/** A geometry prepared for measuring from it: its edges in a tree of boxes. Immutable; any number of threads. */
typedef struct kuril_shape kuril_shape;

/**
 * Prepares a geometry. Edges of polygons along a pole are no shore, nor are those along the meridian where a sheet is
 * cut (180 degrees, or 0 and 360) with a polygon of the geometry on either side; they bound the inside all the same.
 *
 * @param[in]  geometry  copied
 * @param[in]  edges     planar ones are followed within 0.5 mm or, where that is more, 1e-8 of their length
 * @param[out] shape     caller frees with kuril_shape_free
 * @retval KURIL_E_DOMAIN  a point is not valid
 */
KURIL_API kuril_status kuril_shape_new(const kuril_geometry *geometry, kuril_edges edges, kuril_shape **shape);

/** Accepts NULL. */
KURIL_API void kuril_shape_free(kuril_shape *shape);

/** True when the geometry has no point. */
KURIL_API bool kuril_shape_is_empty(const kuril_shape *shape);

/** Whether a polygon of the shape holds the point; even-odd rule where a ring crosses itself. */
KURIL_API bool kuril_shape_contains(const kuril_shape *shape, kuril_lonlat p);

/** How two shapes lie. */
typedef enum kuril_relation {
    KURIL_APART,
    KURIL_MEETING, /**< their lines cross or touch */
    KURIL_INSIDE   /**< one lies within a polygon of the other */
} kuril_relation;

/** Nearest points of two shapes and the geodesic between them. */
typedef struct kuril_nearest {
    kuril_lonlat a, b;
    kuril_geodesic geodesic; /**< from a to b; length 0 where they meet or one holds the other */
    kuril_relation relation;
} kuril_nearest;

/**
 * The least distance between two shapes on the ellipsoid, within 1e-6 m, with the points that have it; where several
 * pairs are equally near, one of them.
 *
 * @param[in]  limit_m  farther pairs are of no interest; INFINITY when all are
 * @return false when a shape is empty or nothing lies within the limit; `nearest` is left alone then
 */
KURIL_API bool kuril_shape_nearest(const kuril_shape *a, const kuril_shape *b, double limit_m, kuril_nearest *nearest);

/** As kuril_shape_nearest, from a point to a shape. */
KURIL_API bool kuril_shape_nearest_point(kuril_lonlat p, const kuril_shape *shape, double limit_m,
                                         kuril_nearest *nearest);

/** As kuril_shape_nearest_point, to the shape's lines and points: a point within a polygon has its shore's distance. */
KURIL_API bool kuril_shape_nearest_shore(kuril_lonlat p, const kuril_shape *shape, double limit_m,
                                         kuril_nearest *nearest);

/**
 * Everything within a distance of a shape, as polygons cut at 180 degrees and closed round poles. Polygons of the
 * source belong to it whole. The outline's vertices lie within a tenth of the tolerance of the true curve, and no edge
 * strays from it by more than the tolerance, whether it is taken as a geodesic or as straight in longitude and latitude.
 * Coordinates are rounded to 1e-9 degree, and the polygons are valid as they are then.
 *
 * They are right for readers whose edges are straight in longitude and latitude. Such a polygon round a pole must have
 * vertices at the pole, however far within the source that lies, and one of more than half of the earth holds places
 * with their antipodes, whose side no winding number of geodesics tells.
 *
 * @param[in]  distance_m   more than 0
 * @param[in]  tolerance_m  1 is usual; at least 0.001
 * @param[in]  sink         gets the polygons, rings as in geometry.h; nothing when the shape is empty
 * @retval KURIL_E_DOMAIN  a distance or tolerance out of range
 * @retval KURIL_E_MEMORY  the overlay failed for want of memory
 */
KURIL_API kuril_status kuril_shape_buffer(const kuril_shape *shape, double distance_m, double tolerance_m,
                                          kuril_sink *sink, kuril_error *error);

/**
 * The median line of two shapes: the places equally far from both, as lines cut at 180 degrees.
 *
 * Found on a grid that follows the line, finer than a third of the least distance between the shapes; loops smaller
 * than that may be missed. Vertices are equidistant within a tenth of the tolerance, middles of edges within it.
 *
 * @param[in] limit_m      as far from the shapes as the line goes, more than 0; 370,400 (200 nautical miles) is usual
 * @param[in] tolerance_m  1 is usual; at least 0.001
 * @param[in] sink         gets the lines; none when a shape is empty or they are farther apart than twice the limit
 * @retval KURIL_E_DOMAIN  a limit or tolerance out of range
 * @retval KURIL_E_DATA    the shapes meet or one holds the other
 */
KURIL_API kuril_status kuril_shape_median(const kuril_shape *a, const kuril_shape *b, double limit_m,
                                          double tolerance_m, kuril_sink *sink, kuril_error *error);

#ifdef __cplusplus
}
#endif
#endif
