/**
 * @file style.h
 * Style documents: MapLibre Style Specification version 8, read, checked and compiled once, then immutable.
 *
 * A style says how layers look. Its sources name datasets: a path relative to the style's own folder, `geodata:NAME`
 * for an embedded layer, or any GDAL name; GeoJSON may stand inline. Keys that begin with `kurilmap:` are ours.
 */
#ifndef KURILMAP_STYLE_H
#define KURILMAP_STYLE_H

#include <kurilmap/value.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum kuril_layer_type {
    KURIL_LAYER_BACKGROUND,
    KURIL_LAYER_FILL,
    KURIL_LAYER_LINE,
    KURIL_LAYER_CIRCLE,
    KURIL_LAYER_SYMBOL,
    KURIL_LAYER_RASTER,
    KURIL_LAYER_HILLSHADE,
    KURIL_LAYER_COLOR_RELIEF,
    KURIL_LAYER_HEATMAP,
    KURIL_LAYER_FILL_EXTRUSION,
    KURIL_LAYER_TYPE_COUNT
} kuril_layer_type;

typedef enum kuril_source_type {
    KURIL_SOURCE_VECTOR,
    KURIL_SOURCE_GEOJSON,
    KURIL_SOURCE_RASTER,
    KURIL_SOURCE_RASTER_DEM,
    KURIL_SOURCE_IMAGE,
    KURIL_SOURCE_VIDEO, /**< accepted and reported; nothing is drawn */
    KURIL_SOURCE_TYPE_COUNT
} kuril_source_type;

typedef enum kuril_dem_encoding { KURIL_DEM_MAPBOX, KURIL_DEM_TERRARIUM, KURIL_DEM_CUSTOM } kuril_dem_encoding;

/** A compiled, checked style. Immutable: any number of threads may use one. */
typedef struct kuril_style kuril_style;

/** A compiled filter; see kuril_style_accepts in src/style/styling.h. */
typedef struct kuril_filter kuril_filter;

/** One source. Borrowed from the style. */
typedef struct kuril_style_source {
    const char *id;
    const char *file; /**< the style, for messages: the place is file:line:column */
    kuril_source_type type;
    /**
     * What to open: `url`, or `data` where that is a text; NULL when the data is inline, or when the source gives
     * `tiles` only (reported when read). Paths are already joined to the style's folder; names with a scheme
     * ("geodata:land", "PG:...", "/vsizip/...") are as written.
     */
    const char *url;
    const kuril_value *data;        /**< inline GeoJSON; NULL otherwise */
    const char *attribution;        /**< NULL when none */
    const kuril_filter *filter;     /**< of a geojson source; NULL when none */
    const char *promote_id;         /**< field that is the feature's id; NULL when none, or one for each layer */
    const kuril_value *promote_ids; /**< object from source layer to field; NULL when none */
    bool generate_id;               /**< ids are the features' places in the source */
    kuril_lonlat corners[4];        /**< of an image: top left, top right, bottom right, bottom left */
    kuril_dem_encoding encoding;    /**< of a raster-dem read from coloured pictures */
    double red_factor, green_factor, blue_factor, base_shift; /**< of KURIL_DEM_CUSTOM */
    const kuril_member *extras;                               /**< the `kurilmap:` members, names whole */
    size_t n_extras;
    int line, column; /**< of the source in the document */
} kuril_style_source;

/** One layer. Borrowed from the style. */
typedef struct kuril_style_layer {
    const char *id;
    size_t index; /**< its place in the style, from 0: the bottom */
    kuril_layer_type type;
    const kuril_style_source *source; /**< NULL for a background */
    const char *source_layer;         /**< NULL when none: the source's only layer */
    double minzoom, maxzoom;          /**< drawn where minzoom <= zoom < maxzoom; 0 and infinity when not given */
    const kuril_filter *filter;       /**< NULL: every feature */
    const kuril_value *metadata;      /**< NULL when none */
    int line, column;                 /**< of the layer in the document */
} kuril_style_layer;

/** A sprite: a folder of SVG icons, or the path of a sprite without its ".json" and ".png". Borrowed. */
typedef struct kuril_style_sprite {
    const char *id;  /**< "default" when the style gives one text */
    const char *url; /**< joined to the style's folder */
    int line, column; /**< in the document */
} kuril_style_sprite;

/** The style's own view, for drawing it without a map description. */
typedef struct kuril_style_camera {
    bool has_center, has_zoom, has_bearing;
    kuril_lonlat center;
    double zoom;
    double bearing; /**< degrees; the compass direction that is up */
} kuril_style_camera;

/**
 * Reads a style. Every problem goes to `diagnostics` with file, line and column: errors for what is wrong, warnings
 * for what is dubious, information (once for each name) for what means nothing on paper.
 *
 * @param[in]  path         a JSON or YAML file
 * @param[in]  diagnostics  NULL drops them
 * @param[out] style        caller frees with kuril_style_free
 * @param[out] error        the first error; may be NULL
 * @retval KURIL_E_IO      the file cannot be read
 * @retval KURIL_E_SYNTAX  it is not a document
 * @retval KURIL_E_DATA    it is no valid style; all its errors have been reported
 */
KURIL_API kuril_status kuril_style_read(const char *path, const kuril_diagnostics *diagnostics, kuril_style **style,
                                        kuril_error *error);

/** As kuril_style_read, of a text in memory; `name` stands for the file in messages and gives the folder of paths. */
KURIL_API kuril_status kuril_style_parse(const char *name, const char *text, size_t length,
                                         const kuril_diagnostics *diagnostics, kuril_style **style, kuril_error *error);

/** Accepts NULL. */
KURIL_API void kuril_style_free(kuril_style *style);

KURIL_API const char *kuril_style_path(const kuril_style *style);
KURIL_API const char *kuril_style_name(const kuril_style *style);            /**< NULL when it has none */
KURIL_API const kuril_value *kuril_style_metadata(const kuril_style *style); /**< NULL when none */

KURIL_API size_t kuril_style_layer_count(const kuril_style *style);
KURIL_API const kuril_style_layer *kuril_style_layer_at(const kuril_style *style, size_t index);
/** NULL when there is no layer of that id. */
KURIL_API const kuril_style_layer *kuril_style_layer_find(const kuril_style *style, const char *id);

KURIL_API size_t kuril_style_source_count(const kuril_style *style);
KURIL_API const kuril_style_source *kuril_style_source_at(const kuril_style *style, size_t index);
KURIL_API const kuril_style_source *kuril_style_source_find(const kuril_style *style, const char *id);

KURIL_API size_t kuril_style_sprite_count(const kuril_style *style);
KURIL_API const kuril_style_sprite *kuril_style_sprite_at(const kuril_style *style, size_t index);

/** The parameters that the style declares (`state`) with their defaults. */
KURIL_API const kuril_member *kuril_style_state(const kuril_style *style, size_t *count);

KURIL_API const kuril_style_camera *kuril_style_camera_get(const kuril_style *style);

#ifdef __cplusplus
}
#endif
#endif
