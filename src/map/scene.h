/* One picture in the making: what a map description became once style, data and page are known. */
#ifndef KURIL_MAP_SCENE_H
#define KURIL_MAP_SCENE_H

#include "furniture/blocks.h"
#include "map/sources.h"
#include "render/icon.h"
#include "style/styling.h"
#include <kurilmap/map.h>
#include <kurilmap/projection.h>

/** A style with its values at this picture's zoom, and the images it names. */
typedef struct kuril_sheet {
    const kuril_style *style;
    kuril_styling *styling;
    kuril_styling *whole; /**< what dashes and patterns of lines are measured by: at the whole zoom below, or if steady here */
    kuril_icons *icons; /**< the session's */
    GHashTable *patterns; /**< image name -> kuril_pattern */
    /** Patterns begin at the corner of the projected world, turn with it and, if not steady, grow between whole zooms. */
    double pattern_x, pattern_y, pattern_turn, pattern_scale; /**< page points; degrees clockwise */
} kuril_sheet;

/* The map's own style, then what the map adds on top of it (user data, points, measures, rings). */
enum { KURIL_SHEET_MAP, KURIL_SHEET_OVERLAY, KURIL_SHEET_COUNT };

typedef struct kuril_scene {
    const kuril_map *map;
    const kuril_diagnostics *diagnostics;
    kuril_session *session;
    kuril_fonts *fonts;
    kuril_sources *sources;
    GPtrArray *tables; /**< kuril_feature_table, owned */
    GArray *strategic; /**< kuril_value: ids of the essay's points that are shown; the stylings borrow them */
    kuril_sheet sheets[KURIL_SHEET_COUNT];
    kuril_style *overlay;      /**< the style of the overlay's sheet; NULL: none */
    kuril_icons *overlay_icons; /**< one arrow */
    kuril_theme theme; /**< a copy */
    kuril_view view; /**< what the map shows on a page of this shape; not for a style's own view */
    kuril_projection *projection;
    kuril_fit fit;
    kuril_rect frame;       /**< page points */
    kuril_lonlat middle;    /**< of the frame */
    kuril_local_scale scale; /**< there */
    kuril_bbox extent;      /**< of the frame on the globe */
    double world_pt;        /**< width of a world that repeats east and west; 0: there is but one */
    double zoom;            /**< of a 512-pixel world, by the ground resolution at the frame's middle */
    GHashTable *warned;     /**< messages that have been reported */
    kuril_diagnostics once; /**< what `diagnostics` is: passes on to `outer`, but nothing twice */
    const kuril_diagnostics *outer;
    GHashTable *told;       /**< what has been passed on */
} kuril_scene;

/** A style pixel, 1/96 inch, in points. */
#define KURIL_PX 0.75

/** The map's style, one of ours by name or a file, as a sheet that kuril_scene_new takes. */
kuril_status kuril_scene_style(const kuril_map *map, kuril_session *session, kuril_sheet *sheet, kuril_error *error);

/**
 * Takes a map as far as its projection and zoom are known for a frame: sources, projection, fit and the values of
 * its styles.
 *
 * @param session  borrowed until the scene is freed
 * @param sheet    from kuril_scene_style
 * @param frame    page points
 */
kuril_status kuril_scene_new(const kuril_map *map, kuril_session *session, const kuril_sheet *sheet,
                             kuril_fonts *fonts, const kuril_theme *theme, const kuril_rect *frame,
                             const kuril_diagnostics *diagnostics, kuril_scene **scene, kuril_error *error);
/** Shows the view in another frame of the same page. What was made for the old one (chains, geometry) is stale then. */
kuril_status kuril_scene_reframe(kuril_scene *scene, const kuril_rect *frame, kuril_error *error);
/** Accepts NULL. */
void kuril_scene_free(kuril_scene *scene);

/** A new empty table that lives as long as the scene. */
kuril_feature_table *kuril_scene_table(kuril_scene *scene);

/**
 * An image of the sheet as a tile from the origin on, or NULL when it has none of that name. Lives as long as the
 * scene.
 */
const kuril_pattern *kuril_sheet_pattern(kuril_sheet *sheet, const char *name);

/** Reports a warning about a layer where it stands, or of no layer (NULL), unless the same has been reported before. */
void kuril_scene_warn_once(kuril_scene *scene, const kuril_style_layer *layer, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/** Whether a layer's constant image has been told of as missing. */
bool kuril_scene_told_image(const kuril_scene *scene, const char *image);

#endif
