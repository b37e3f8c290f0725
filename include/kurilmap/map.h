/**
 * @file map.h
 * A map: everything that one picture shows. Read from a document (YAML or JSON) or a built-in view, changed setting
 * by setting, then rendered.
 *
 * A setting has one name and one grammar, whether it stands in a document (`scale: 1:2000000`), on the command line
 * (`--scale 1:2000000`) or in a call (`kuril_map_set(map, "scale", "1:2000000", &error)`).
 */
#ifndef KURILMAP_MAP_H
#define KURILMAP_MAP_H

#include <kurilmap/projection.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum kuril_language { KURIL_EN, KURIL_JA, KURIL_RU, KURIL_ZH, KURIL_LANGUAGE_COUNT } kuril_language;

/** Whose view of the disputed islands a map takes. */
typedef enum kuril_worldview {
    KURIL_WORLDVIEW_NEUTRAL,
    KURIL_WORLDVIEW_JP,
    KURIL_WORLDVIEW_RU,
    KURIL_WORLDVIEW_COUNT
} kuril_worldview;

typedef enum kuril_format { KURIL_PNG, KURIL_PDF, KURIL_SVG, KURIL_FORMAT_COUNT } kuril_format;

/** A text in several languages; NULL where it has not been said in one. UTF-8. */
typedef struct kuril_words {
    const char *in[KURIL_LANGUAGE_COUNT];
} kuril_words;

/** Pieces of furniture; each can be left out (`--no-legend`). */
typedef enum kuril_furniture {
    KURIL_F_TITLE, /**< title and subtitle */
    KURIL_F_LEGEND,
    KURIL_F_SCALE_BAR,
    KURIL_F_NORTH_ARROW,
    KURIL_F_LOCATOR,
    KURIL_F_GRATICULE,
    KURIL_F_NEATLINE,
    KURIL_F_CREDITS,
    KURIL_F_WORLDVIEW, /**< the line that says whose view the map takes */
    KURIL_FURNITURE_COUNT
} kuril_furniture;

typedef enum kuril_switch {
    KURIL_AUTO, /**< where it helps: the north arrow only where north is not up and no pole is seen, the locator where less
                     than a sixth of the globe is shown, the graticule on pages of 300 px and more, the worldview's
                     line where the islands may be seen, boxes where they leave the map room, the neatline but for a
                     world that lies free on the page; the rest always */
    KURIL_ON,
    KURIL_OFF
} kuril_switch;

/** Where a piece stands, for those that stand in a corner; the legend may also stand below the map. */
typedef enum kuril_standing {
    KURIL_STAND_AUTO,
    KURIL_STAND_TOP_LEFT,
    KURIL_STAND_TOP_RIGHT,
    KURIL_STAND_BOTTOM_LEFT,
    KURIL_STAND_BOTTOM_RIGHT,
    KURIL_STAND_BELOW
} kuril_standing;

typedef struct kuril_map_piece {
    kuril_switch shown;
    kuril_standing standing;
    bool zebra;    /**< neatline: black and white between the lines of the graticule */
    bool inset;    /**< locator: a map of what lies round, not a globe */
    bool numbered; /**< legend: the essay's points stand as numbers on the map and are told here */
} kuril_map_piece;

/** Where in a document a setting stood, for messages that come later. */
typedef struct kuril_source_place {
    const char *file; /**< NULL for one from the command line or a call */
    int line, column; /**< from 1; 0 when unknown */
} kuril_source_place;

/** A style's parameter, `--set key=value`. */
typedef struct kuril_map_parameter {
    const char *key, *value;
    kuril_source_place from;
} kuril_map_parameter;

/** A dataset drawn on top, `--data FILE[:LAYER]`. */
typedef struct kuril_map_data {
    const char *dataset; /**< as kuril_dataset_open takes it; a relative path of a document is already joined to it */
    kuril_words label;   /**< in the legend; all NULL: the layer's name, or the file's without its ending */
    const char *color;   /**< CSS colour; NULL: the next of six */
    const char *names;   /**< the field whose values stand as names on the map; NULL: none */
    const char *classes; /**< the field that features are coloured by: kinds, or ranges of numbers; NULL: one colour */
    bool arrows;         /**< lines show the way they run */
    kuril_source_place from;
} kuril_map_data;

/** A CSV table of points, `--points FILE.csv`: columns lon, lat and, when there, name, name_en, name_ja, name_ru, name_zh, kind.
 */
typedef struct kuril_map_points {
    const char *path;
    kuril_words label;
    const char *color;
    kuril_source_place from;
} kuril_map_points;

/**
 * A geodesic with its length lettered on it, `--measure A:B`, between the nearest points of both: of an island, its
 * shore. The length has the digits that `kurilmap distance` gives it.
 */
typedef struct kuril_map_measure {
    const char *a, *b; /**< POINTs: a place's name or id, LAT,LON, or degrees, minutes and seconds */
    kuril_words label; /**< before the length; all NULL: the length alone */
    const char *unit;  /**< of the length: "km", "nmi", "mi", "m"; NULL: km */
    double accuracy_m; /**< of a and b, where more is known than they tell; 0 */
    bool names_b;      /**< the label stands at b, not along the line */
    kuril_source_place from;
} kuril_map_measure;

/** Range rings, `--ring PLACE:DIST,...`. */
typedef struct kuril_map_ring {
    const char *place;     /**< a POINT */
    const double *radii_m; /**< shape [n_radii], > 0 */
    size_t n_radii;
    kuril_words label; /**< beside the radius; all NULL: only the radius */
    bool unmarked;     /**< no dot at the centre, where another sign stands */
    kuril_source_place from;
} kuril_map_ring;

/** A geodesic buffer, `--buffer PLACE|DATASET:DIST`. */
typedef struct kuril_map_buffer {
    const char *of; /**< a place or a dataset */
    double distance_m;
    kuril_words label;
    kuril_source_place from;
} kuril_map_buffer;

typedef struct kuril_map_output {
    const char *path; /**< "-" is standard output */
    kuril_format format;
    kuril_source_place from;
} kuril_map_output;

/** What one picture shows. Made by kuril_map_new or kuril_map_read; changed by kuril_map_set only. */
typedef struct kuril_map {
    const char *id;   /**< name of the view, or of the document without folder and ending */
    const char *file; /**< the document; NULL when none */
    kuril_words title, subtitle;
    kuril_words credit;      /**< before the sources that the map finds for itself */
    kuril_words description; /**< alt text; all NULL: made from what is drawn */

    kuril_view_kind view_kind;
    kuril_bbox bounds;  /**< KURIL_VIEW_BOUNDS */
    const char *center; /**< a POINT; NULL: middle of the bounds */
    kuril_source_place center_from;
    kuril_source_place view_from; /**< of what says the view last: bounds, center, scale or width */
    const kuril_bbox *portrait_bounds; /**< in place of `bounds` on a page that is higher than wide; NULL: the same */
    const char *portrait_center;       /**< in place of `center` there; NULL: the same */
    double portrait_width_m;           /**< in place of `width_m` there; 0: the same */
    kuril_source_place portrait_from;
    double scale_denominator; /**< KURIL_VIEW_SCALE */
    double width_m;           /**< KURIL_VIEW_WIDTH */
    double bearing;           /**< degrees clockwise from north that points up; 0 */
    bool style_view;          /**< the style's own center, zoom and bearing in Web Mercator, instead of all these */
    const char *projection;   /**< "auto", a preset, or anything PROJ reads */
    kuril_source_place projection_from;

    double width_px, height_px; /**< CSS pixels, 1/96 inch; 1600 x 1200 */
    kuril_source_place size_from;
    double dpi;                 /**< of rasters; 96. Never changes the look */

    const char *style; /**< path of a style, or the name of one of ours; "briefing" */
    kuril_source_place style_from;
    const kuril_map_parameter *parameters;
    size_t n_parameters;
    kuril_language languages[KURIL_LANGUAGE_COUNT]; /**< the first leads; {KURIL_EN} */
    size_t n_languages;
    bool traditional_han; /**< Chinese takes the forms of "zh-Hant", not of "zh-Hans" */
    kuril_worldview worldview;

    const kuril_map_data *data;
    size_t n_data;
    const kuril_map_points *points;
    size_t n_points;
    const kuril_map_measure *measures;
    size_t n_measures;
    const kuril_map_ring *rings;
    size_t n_rings;
    const kuril_map_buffer *buffers;
    size_t n_buffers;
    const char *const *strategic; /**< ids of the essay's points that are shown, in order */
    size_t n_strategic;
    kuril_source_place strategic_from;
    kuril_map_piece furniture[KURIL_FURNITURE_COUNT];

    const kuril_map_output *outputs;
    size_t n_outputs;
    bool allow_network; /**< never set by a document */

    struct kuril_map_memory *memory; /**< owns all of the above */
} kuril_map;

/** A map with the defaults: the bounds of `okhotsk`, nothing of the essay's. Never fails; free with kuril_map_free. */
KURIL_API kuril_map *kuril_map_new(void);

/**
 * A map that shows a style as a viewer of styles does: its own center, zoom and bearing, in Web Mercator, over the
 * whole page, with no furniture and transparent where the style paints nothing. Free with kuril_map_free.
 *
 * @param style  as kuril_map.style
 */
KURIL_API kuril_map *kuril_map_of_style(const char *style);

/**
 * Reads a map document, or the built-in view of that name (a name has no dot and no slash).
 *
 * Unknown keys and wrong values are errors with file, line and column and the nearest word; all of them go to
 * `diagnostics`, the first also into `error`.
 *
 * @param[out] map  free with kuril_map_free; untouched on failure
 * @retval KURIL_E_ARGUMENT  no such view (names the nearest)
 * @retval KURIL_E_IO, KURIL_E_SYNTAX, KURIL_E_DATA, KURIL_E_DOMAIN  of the document
 */
KURIL_API kuril_status kuril_map_read(const char *path_or_view, kuril_map **map, const kuril_diagnostics *diagnostics,
                                      kuril_error *error);

/**
 * Changes one setting, from the text that the command line takes. List settings (`data`, `ring`, `set` ...) append.
 * Relative paths are relative to the current folder.
 *
 * @retval KURIL_E_ARGUMENT  no such setting, or a word or form it does not take
 * @retval KURIL_E_DOMAIN    a number out of its range
 */
KURIL_API kuril_status kuril_map_set(kuril_map *map, const char *setting, const char *value, kuril_error *error);

/**
 * Checks what no single setting can: the view is complete, the places are known, a raster of this size and dpi can be
 * made, no output is named twice. Every fault goes to `diagnostics`, the first also into `error`.
 *
 * @param outputs  what is to be drawn, shape [n_outputs]; the map's own when NULL
 */
KURIL_API kuril_status kuril_map_check(const kuril_map *map, const kuril_map_output *outputs, size_t n_outputs,
                                       const kuril_diagnostics *diagnostics, kuril_error *error);

KURIL_API void kuril_map_free(kuril_map *map);

/** The text in the first of the map's languages that has it, else in any; NULL when there is none. */
KURIL_API const char *kuril_map_words(const kuril_map *map, const kuril_words *words);

/**
 * Draws a map and writes each output, whole or not at all.
 *
 * @param outputs  shape [n_outputs]; the map's own when NULL
 * @retval KURIL_E_IO, KURIL_E_DATA, KURIL_E_PROJECTION ...  with the place in `error`; then no output of this call
 *                                                          has been written
 */
KURIL_API kuril_status kuril_map_render(const kuril_map *map, const kuril_map_output *outputs, size_t n_outputs,
                                        const kuril_diagnostics *diagnostics, kuril_error *error);

/**
 * What the maps of one thread share, so that only the first pays for it: fonts and the text laid out with them,
 * styles and icons, place names, open datasets. Files are read once: changes to them are not seen. A map drawn in a
 * session is the same, byte for byte, as one drawn alone, whatever was drawn before.
 */
typedef struct kuril_session kuril_session;

/** Never NULL. One thread at a time. */
KURIL_API kuril_session *kuril_session_new(void);
/** Accepts NULL. */
KURIL_API void kuril_session_free(kuril_session *session);

/**
 * From now on a map of the session that has warnings fails with KURIL_E_IO, once they have all been reported, and
 * writes nothing.
 */
KURIL_API void kuril_session_set_strict(kuril_session *session);

/** Hears how far a map is: steps done of how many. Also called now and then within a step. */
typedef void (*kuril_progress_fn)(void *user, size_t done, size_t total);

/** From now on `hear` is called while the session's maps are drawn, in their thread; NULL: nothing is. */
KURIL_API void kuril_session_set_progress(kuril_session *session, kuril_progress_fn hear, void *user);

/** As kuril_map_render, with what the session keeps. */
KURIL_API kuril_status kuril_session_render(kuril_session *session, const kuril_map *map,
                                            const kuril_map_output *outputs, size_t n_outputs,
                                            const kuril_diagnostics *diagnostics, kuril_error *error);

/** "png", "pdf", "svg". */
KURIL_API const char *kuril_format_name(kuril_format format);

/** "en", "ja", "ru", "zh". */
KURIL_API const char *kuril_language_code(kuril_language language);

/** "neutral", "jp", "ru". */
KURIL_API const char *kuril_worldview_name(kuril_worldview worldview);

/** "title", "legend", "scale-bar" ... */
KURIL_API const char *kuril_furniture_name(kuril_furniture piece);

#ifdef __cplusplus
}
#endif
#endif
