/**
 * @file geometry.h
 * Points, boxes, geometries, and the walk of a geometry into a chain of sinks: the one path that everything
 * drawn or measured takes.
 *
 * Events of a walk, in this order only (kuril_check_sink asserts it):
 *
 *     point | line_start point+ line_end | polygon_start (line_start point+ line_end)+ polygon_end
 *
 * Rings omit the repeated closing vertex; the last sink closes them. The first ring of a polygon is its outer
 * ring. The interior lies to the left (outer rings counter-clockwise, holes clockwise): the reader turns rings
 * once. No NaN or infinity enters or leaves a stage. The first status other than KURIL_OK stops the walk.
 */
#ifndef KURILMAP_GEOMETRY_H
#define KURILMAP_GEOMETRY_H

#include <kurilmap/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Longitude east and latitude north, degrees. */
typedef struct kuril_lonlat {
    double lon, lat;
} kuril_lonlat;

/** A box of longitudes and latitudes, degrees; west > east means that it crosses 180 degrees. */
typedef struct kuril_bbox {
    double west, south, east, north;
} kuril_bbox;

/** A box on the page or in a plane; empty when x_min > x_max. */
typedef struct kuril_rect {
    double x_min, y_min, x_max, y_max;
} kuril_rect;

typedef enum kuril_part_kind { KURIL_POINT, KURIL_LINE, KURIL_POLYGON } kuril_part_kind;

/** A run of points: a ring, a line, or a single point. */
typedef struct kuril_ring {
    size_t first, count; /**< into kuril_geometry.points */
} kuril_ring;

/** A point, a line (one ring each), or a polygon (outer ring, then holes). */
typedef struct kuril_part {
    kuril_part_kind kind;
    size_t first, count; /**< into kuril_geometry.rings */
} kuril_part;

/**
 * Any simple-features geometry, flat: multi-geometries and collections are lists of parts, kinds may mix.
 * A view: whoever made it owns the arrays.
 */
typedef struct kuril_geometry {
    const kuril_lonlat *points;
    size_t n_points;
    const kuril_ring *rings;
    size_t n_rings;
    const kuril_part *parts;
    size_t n_parts;
} kuril_geometry;

typedef struct kuril_sink kuril_sink;

/** What a stage does with each event; an op left NULL passes the event on to `next`. */
typedef struct kuril_sink_ops {
    kuril_status (*point)(kuril_sink *sink, double x, double y);
    kuril_status (*line_start)(kuril_sink *sink);
    kuril_status (*line_end)(kuril_sink *sink);
    kuril_status (*polygon_start)(kuril_sink *sink);
    kuril_status (*polygon_end)(kuril_sink *sink);
} kuril_sink_ops;

/** First member of every stage. */
struct kuril_sink {
    const kuril_sink_ops *ops;
    kuril_sink *next; /**< NULL in a last sink, which fills in every op */
};

KURIL_API kuril_status kuril_sink_point(kuril_sink *sink, double x, double y);
KURIL_API kuril_status kuril_sink_line_start(kuril_sink *sink);
KURIL_API kuril_status kuril_sink_line_end(kuril_sink *sink);
KURIL_API kuril_status kuril_sink_polygon_start(kuril_sink *sink);
KURIL_API kuril_status kuril_sink_polygon_end(kuril_sink *sink);

/**
 * Walks a geometry into a sink: every part in order, polygons as polygons.
 *
 * @retval KURIL_OK  also for an empty geometry; then nothing is emitted
 * @return otherwise the first status that a sink returned
 */
KURIL_API kuril_status kuril_geometry_walk(const kuril_geometry *geometry, kuril_sink *sink);

/** As kuril_geometry_walk, of the polygons alone: what a fill takes. */
KURIL_API kuril_status kuril_geometry_walk_polygons(const kuril_geometry *geometry, kuril_sink *sink);

/**
 * Walks the outlines: rings of polygons as closed lines (first vertex repeated), lines as lines, points not at
 * all. Edges along the limits of plate carree (both ends at 180 W or E, or both at a pole) are cuts of the data,
 * not outlines, and are left out. A stroke walks this way, so that an edge made by a cut is filled but never
 * stroked.
 */
KURIL_API kuril_status kuril_geometry_walk_outline(const kuril_geometry *geometry, kuril_sink *sink);

/** True when no part has a point. */
KURIL_API bool kuril_geometry_is_empty(const kuril_geometry *geometry);

/**
 * The smallest box of longitudes and latitudes that holds the geometry's points, the short way round 180 degrees
 * (west > east when it crosses).
 *
 * @retval KURIL_OK      bbox is filled
 * @retval KURIL_E_DATA  the geometry is empty; bbox is left alone
 */
KURIL_API kuril_status kuril_geometry_bbox(const kuril_geometry *geometry, kuril_bbox *bbox);

/** The longitude brought within [centre - 180, centre + 180). */
KURIL_API double kuril_lon_near(double lon, double centre);

/** Width of a box in degrees, also across 180. */
KURIL_API double kuril_bbox_width(const kuril_bbox *bbox);

/** Whether two boxes share a point, also across 180. */
KURIL_API bool kuril_bbox_overlaps(const kuril_bbox *a, const kuril_bbox *b);

#ifdef __cplusplus
}
#endif
#endif
