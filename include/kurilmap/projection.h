/**
 * @file projection.h
 * From longitude and latitude to the page: projections, the fit of the projected plane to a frame, and the chain of
 * stages that cuts, bends, projects and clips geometries.
 *
 * Three spaces: geographic (WGS 84 degrees), projected (metres, x east, y north), page (points of 1/72 inch, y down).
 * A projection belongs to one thread at a time; it owns its PROJ context, which never touches the network.
 */
#ifndef KURILMAP_PROJECTION_H
#define KURILMAP_PROJECTION_H

#include <kurilmap/geometry.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a view is given. */
typedef enum kuril_view_kind {
    KURIL_VIEW_BOUNDS, /**< the frame holds the whole box */
    KURIL_VIEW_SCALE,  /**< 1:scale_denominator at the centre */
    KURIL_VIEW_WIDTH   /**< width_m along the middle of the frame, through the centre */
} kuril_view_kind;

/** What a map is for; decides what `auto` keeps true. */
typedef enum kuril_purpose {
    KURIL_PURPOSE_GENERAL,   /**< areas compare: equal-area */
    KURIL_PURPOSE_SHAPE,     /**< angles and small shapes are right: conformal */
    KURIL_PURPOSE_DISTANCE,  /**< distances from the centre are right: equidistant */
    KURIL_PURPOSE_NAVIGATION /**< straight lines are rhumb lines: Mercator */
} kuril_purpose;

/** What a picture shows, and where on the page. */
typedef struct kuril_view {
    kuril_view_kind kind;
    kuril_bbox bounds;        /**< KURIL_VIEW_BOUNDS; width 360 is the whole way round */
    kuril_lonlat center;      /**< the other kinds */
    double scale_denominator; /**< KURIL_VIEW_SCALE, > 0 */
    double width_m;           /**< KURIL_VIEW_WIDTH, > 0 */
    double bearing;           /**< degrees clockwise from the projection's north that points up */
    kuril_purpose purpose;
    kuril_rect frame; /**< page points */
} kuril_view;

typedef struct kuril_projection kuril_projection;

/**
 * Makes a projection.
 *
 * `definition` is "auto", a preset, or anything that PROJ reads: "EPSG:3857", a PROJ string, WKT, PROJJSON, or
 * "@FILE" (also a plain path that ends in .prj, .wkt, .json or .proj) with one of these in it. Presets take their
 * parameters from the view: `laea aeqd ortho stere` are centred on it, `aea lcc` have standard parallels a sixth of
 * its height within it, `merc` is true at its middle latitude, `tmerc robin eqearth` have its middle meridian.
 *
 * `auto`, by purpose and by the view's middle (lon, lat) and extent:
 *
 *   navigation                                        merc (stere beyond 84 degrees)
 *   distance                                          aeqd
 *   more than 200 degrees wide and more than 100 high eqearth     (shape: merc)
 *   the middle beyond 75 degrees of latitude, or all
 *   round a pole                                      laea        (shape: stere)
 *   wider than high by 1.6, 25 to 100 degrees wide,
 *   on one side of the equator, the frame's far side
 *   within 75 degrees of it                           aea         (shape: lcc)
 *   else                                              laea        (shape: stere)
 *
 * What was picked, and why, goes to `diagnostics` as information.
 *
 * @retval KURIL_E_ARGUMENT    an empty definition, or a view without extent
 * @retval KURIL_E_IO          the file cannot be read
 * @retval KURIL_E_PROJECTION  PROJ does not know it, or it is no projection of the Earth's surface; the message has
 *                             PROJ's reason and the nearest preset's name
 */
KURIL_API kuril_status kuril_projection_new(const char *definition, const kuril_view *view,
                                            const kuril_diagnostics *diagnostics, kuril_projection **projection,
                                            kuril_error *error);
/** Accepts NULL. */
KURIL_API void kuril_projection_free(kuril_projection *projection);

/** PROJ's version, "9.1.1". */
KURIL_API const char *kuril_projection_version(void);

/** Names of the presets, without "auto". */
KURIL_API const char *const *kuril_projection_presets(size_t *count);
/** What a preset is called in full; NULL for no preset. */
KURIL_API const char *kuril_projection_preset_title(const char *preset);

/** In words, such as "Lambert azimuthal equal-area, centred on 50°N 150°E". Borrowed. */
KURIL_API const char *kuril_projection_describe(const kuril_projection *projection);
/** The PROJ string or the definition that PROJ was given. Borrowed. */
KURIL_API const char *kuril_projection_definition(const kuril_projection *projection);

/** Longitude and latitude to metres. False where the projection has no place for it (then x, y are NaN). */
KURIL_API bool kuril_projection_forward(const kuril_projection *projection, kuril_lonlat lonlat, double *x, double *y);
/** Metres to longitude (-180..180) and latitude. False outside the projected world (then both are NaN). */
KURIL_API bool kuril_projection_inverse(const kuril_projection *projection, double x, double y, kuril_lonlat *lonlat);

/**
 * Projected plane to page: px = x0 + (x cos + y * -sin) * k, py = y0 - (x sin + y cos) * k, where cos and sin are of
 * the bearing.
 */
typedef struct kuril_fit {
    double k;            /**< points per projected metre */
    double cos_b, sin_b; /**< of the bearing */
    double x0, y0;       /**< page place of the projected origin, points */
} kuril_fit;

/** The fit that a view asks for. Errors as kuril_fit_bbox and kuril_fit_scale. */
KURIL_API kuril_status kuril_fit_view(const kuril_projection *projection, const kuril_view *view, kuril_fit *fit,
                                      kuril_error *error);
/**
 * The largest picture of the box that the frame holds, in its middle.
 * @retval KURIL_E_PROJECTION  nothing of the box can be projected
 */
KURIL_API kuril_status kuril_fit_bbox(const kuril_projection *projection, const kuril_bbox *bbox,
                                      const kuril_rect *frame, double bearing, kuril_fit *fit, kuril_error *error);
/**
 * The centre in the middle of the frame at 1:denominator there (the geometric mean of the scale along the meridian
 * and along the parallel).
 * @retval KURIL_E_DOMAIN      denominator is not above 0
 * @retval KURIL_E_PROJECTION  the centre cannot be projected
 */
KURIL_API kuril_status kuril_fit_scale(const kuril_projection *projection, kuril_lonlat center, double denominator,
                                       const kuril_rect *frame, double bearing, kuril_fit *fit, kuril_error *error);
/** As kuril_fit_scale, with the ground length of the frame's horizontal middle line instead. */
KURIL_API kuril_status kuril_fit_width(const kuril_projection *projection, kuril_lonlat center, double width_m,
                                       const kuril_rect *frame, double bearing, kuril_fit *fit, kuril_error *error);

/** False where the point has no place on the page. A place may lie outside the frame. */
KURIL_API bool kuril_lonlat_to_page(const kuril_projection *projection, const kuril_fit *fit, kuril_lonlat lonlat,
                                    double *px, double *py);
/** False outside the projected world. */
KURIL_API bool kuril_page_to_lonlat(const kuril_projection *projection, const kuril_fit *fit, double px, double py,
                                    kuril_lonlat *lonlat);

/** True size and direction at one place. */
typedef struct kuril_local_scale {
    double m_per_pt_parallel; /**< ground metres per page point eastward */
    double m_per_pt_meridian; /**< northward */
    double m_per_pt;          /**< geometric mean of the greatest and the least: areas */
    double denominator;       /**< the N of 1:N by m_per_pt */
    double north;             /**< true north on the page, degrees clockwise from up */
} kuril_local_scale;

/** On the projection's own ellipsoid. False where the place cannot be projected. */
KURIL_API bool kuril_scale_at(const kuril_projection *projection, const kuril_fit *fit, kuril_lonlat lonlat,
                              kuril_local_scale *scale);

typedef struct kuril_chain_options {
    double tolerance_pt; /**< how far a drawn edge may stray from the true curve; 0: 0.1875 (a quarter pixel) */
    double simplify_pt;  /**< drop vertices that lie no farther than this from what is drawn; 0: none */
    bool geodesic_edges; /**< edges are geodesics (great circles), not straight in longitude and latitude */
} kuril_chain_options;

/** Everything between geographic coordinates and the page: cut, resample, project, simplify, clip. */
typedef struct kuril_chain kuril_chain;

/**
 * Makes a chain that ends in `last`. Reusable for any number of geometries, one after the other.
 *
 * Edges are straight in longitude and latitude and go the short way round; an edge of exactly 360 degrees goes all
 * the way. A ring round a pole holds the pole on its smaller side, unless it says which by edges along the pole.
 * Ring direction does not matter. Output polygons may have several outer rings; both fill rules give the same.
 * A line or polygon may come out in pieces or not at all; closing edges of pieces lie on the limit of the projection
 * or outside `clip`.
 *
 * @param[in] clip     page box that keeps what it holds; wider than the frame by half the widest stroke, so that
 *                     closing edges do not show; borrowed only during the call
 * @param[in] options  NULL: defaults
 * @param[in] last     sink in page space; must outlive the chain
 */
KURIL_API kuril_chain *kuril_chain_new(const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *clip,
                                       const kuril_chain_options *options, kuril_sink *last);
/** Accepts NULL. */
KURIL_API void kuril_chain_free(kuril_chain *chain);
/** Where geometries are walked into: kuril_geometry_walk for fills, kuril_geometry_walk_outline for strokes. */
KURIL_API kuril_sink *kuril_chain_first(kuril_chain *chain);
/**
 * How much of simplify_pt may be used up before data comes here: the `detail` of a kuril_query, degrees of latitude; 0:
 * none, since the page's scale cannot be told or nothing is to be left out.
 */
KURIL_API double kuril_chain_detail(const kuril_chain *chain);
/** As kuril_chain_first, for geometries that were read with that detail. */
KURIL_API kuril_sink *kuril_chain_first_thinned(kuril_chain *chain);
/** Ends the chain in another sink from now on. */
KURIL_API void kuril_chain_set_last(kuril_chain *chain, kuril_sink *last);
/** Makes the chain fit for the next geometry after a walk that was stopped by an error. */
KURIL_API void kuril_chain_reset(kuril_chain *chain);
/** Longitudes and latitudes outside of which nothing of the page lies: for asking datasets. -180..180 when unsure. */
KURIL_API kuril_bbox kuril_chain_bbox(const kuril_chain *chain);

/** Walks the projected world (what the projection can show) as polygons: the sea below everything. */
KURIL_API kuril_status kuril_chain_walk_world(kuril_chain *chain);
/** Walks the limit of the projected world as lines. */
KURIL_API kuril_status kuril_chain_walk_world_outline(kuril_chain *chain);

/** Walks the ground that a page box shows as a geographic polygon: the extent on a locator. Nothing off the globe. */
KURIL_API kuril_status kuril_page_walk_extent(const kuril_projection *projection, const kuril_fit *fit,
                                              const kuril_rect *rect, kuril_sink *sink);

#ifdef __cplusplus
}
#endif
#endif
