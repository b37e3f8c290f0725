/* The layout and paint properties of the style specification, as one table (properties.def). */
#ifndef KURIL_STYLE_PROPERTIES_H
#define KURIL_STYLE_PROPERTIES_H

#include <kurilmap/style.h>

typedef enum kuril_property_id {
#define P(layer, group, id, ...) KURIL_##id,
#include "style/properties.def"
#undef P
    KURIL_PROPERTY_COUNT
} kuril_property_id;

typedef enum kuril_property_group { KURIL_GROUP_LAYOUT, KURIL_GROUP_PAINT } kuril_property_group;

typedef enum kuril_property_type {
    KURIL_TYPE_NUMBER,
    KURIL_TYPE_COLOR,
    KURIL_TYPE_BOOLEAN,
    KURIL_TYPE_ENUM,
    KURIL_TYPE_IMAGE,
    KURIL_TYPE_FORMATTED,
    KURIL_TYPE_PADDING,
    KURIL_TYPE_ANCHOR_OFFSETS,
    KURIL_TYPE_NUMBERS,
    KURIL_TYPE_STRINGS,
    KURIL_TYPE_ENUMS,
    KURIL_TYPE_NUMBER_ARRAY,
    KURIL_TYPE_COLOR_ARRAY
} kuril_property_type;

/** What an expression of the property may read. */
typedef enum kuril_property_input {
    KURIL_INPUT_CONSTANT, /**< no expression at all */
    KURIL_INPUT_STATE,    /**< global-state only */
    KURIL_INPUT_ZOOM,     /**< and zoom */
    KURIL_INPUT_FEATURE,  /**< and the feature */
    KURIL_INPUT_RAMP      /**< one measure: heatmap-density, line-progress or elevation */
} kuril_property_input;

typedef struct kuril_word_list {
    const char *const *words; /**< in the order of the enumeration of that name below */
    size_t count;
} kuril_word_list;

/** One row. Text lives for ever. */
typedef struct kuril_property {
    const char *name;
    kuril_layer_type layer;
    kuril_property_group group;
    kuril_property_type type;
    kuril_property_input input;
    bool interpolated;            /**< `interpolate` may give its values */
    bool transition;              /**< NAME-transition is a key too */
    bool tokens;                  /**< "{field}" in plain text is replaced */
    const kuril_word_list *words; /**< of ENUM and ENUMS; else NULL */
    const char *initial;          /**< the default as JSON; NULL when there is none */
    bool has_minimum, has_maximum;
    double minimum, maximum;
    double period;       /**< 360 of angles; else 0 */
    int length;          /**< of NUMBERS: fixed; 0 any */
    const char *units;   /**< the specification's words; NULL when none */
    const char *ignored; /**< why it means nothing on paper: accepted and reported once; NULL when supported */
} kuril_property;

/** The row of an id. */
const kuril_property *kuril_property_get(kuril_property_id id);

/** Finds a property of a layer type by name, in either group; KURIL_PROPERTY_COUNT when there is none. */
kuril_property_id kuril_property_find(kuril_layer_type layer, const char *name);

/** The ids of a layer type are `*first` to `*first + *count - 1`. */
void kuril_property_range(kuril_layer_type layer, kuril_property_id *first, size_t *count);

/** The `visibility` of a layer type. */
kuril_property_id kuril_property_visibility(kuril_layer_type layer);

/** The specification's name of a layer type ("fill-extrusion"). */
const char *kuril_layer_type_name(kuril_layer_type type);

/** Index of a word, or -1. */
int kuril_word_index(const kuril_word_list *words, const char *word);

/* What kuril_style_enum returns, by property. */
enum kuril_style_visibility { KURIL_STYLE_VISIBLE, KURIL_STYLE_HIDDEN };
enum kuril_style_blend {
    KURIL_STYLE_BLEND_NORMAL,
    KURIL_STYLE_BLEND_MULTIPLY,
    KURIL_STYLE_BLEND_COLOR,
    KURIL_STYLE_BLEND_LUMINOSITY,
    KURIL_STYLE_BLEND_PLUS_LIGHTER,
    KURIL_STYLE_BLEND_SCREEN,
    KURIL_STYLE_BLEND_OVERLAY
};
enum kuril_style_line_cap { KURIL_STYLE_LINE_CAP_BUTT, KURIL_STYLE_LINE_CAP_ROUND, KURIL_STYLE_LINE_CAP_SQUARE };
enum kuril_style_line_join { KURIL_STYLE_LINE_JOIN_BEVEL, KURIL_STYLE_LINE_JOIN_ROUND, KURIL_STYLE_LINE_JOIN_MITER };
enum kuril_style_placement {
    KURIL_STYLE_PLACEMENT_POINT,
    KURIL_STYLE_PLACEMENT_LINE,
    KURIL_STYLE_PLACEMENT_LINE_CENTER
};
enum kuril_style_z_order { KURIL_STYLE_Z_ORDER_AUTO, KURIL_STYLE_Z_ORDER_VIEWPORT_Y, KURIL_STYLE_Z_ORDER_SOURCE };
enum kuril_style_overlap { KURIL_STYLE_OVERLAP_NEVER, KURIL_STYLE_OVERLAP_ALWAYS, KURIL_STYLE_OVERLAP_COOPERATIVE };
/* Also of *-translate-anchor, hillshade-illumination-anchor and the pitch properties: MAP or VIEWPORT. */
enum kuril_style_alignment {
    KURIL_STYLE_ALIGNMENT_MAP,
    KURIL_STYLE_ALIGNMENT_VIEWPORT,
    KURIL_STYLE_ALIGNMENT_AUTO,
    KURIL_STYLE_ALIGNMENT_VIEWPORT_GLYPH
};
enum kuril_style_text_fit {
    KURIL_STYLE_TEXT_FIT_NONE,
    KURIL_STYLE_TEXT_FIT_WIDTH,
    KURIL_STYLE_TEXT_FIT_HEIGHT,
    KURIL_STYLE_TEXT_FIT_BOTH
};
typedef enum kuril_style_anchor {
    KURIL_STYLE_ANCHOR_CENTER,
    KURIL_STYLE_ANCHOR_LEFT,
    KURIL_STYLE_ANCHOR_RIGHT,
    KURIL_STYLE_ANCHOR_TOP,
    KURIL_STYLE_ANCHOR_BOTTOM,
    KURIL_STYLE_ANCHOR_TOP_LEFT,
    KURIL_STYLE_ANCHOR_TOP_RIGHT,
    KURIL_STYLE_ANCHOR_BOTTOM_LEFT,
    KURIL_STYLE_ANCHOR_BOTTOM_RIGHT
} kuril_style_anchor;
enum kuril_style_justify {
    KURIL_STYLE_JUSTIFY_AUTO,
    KURIL_STYLE_JUSTIFY_LEFT,
    KURIL_STYLE_JUSTIFY_CENTER,
    KURIL_STYLE_JUSTIFY_RIGHT
};
enum kuril_style_writing_mode { KURIL_STYLE_WRITING_HORIZONTAL, KURIL_STYLE_WRITING_VERTICAL };
enum kuril_style_text_transform {
    KURIL_STYLE_TRANSFORM_NONE,
    KURIL_STYLE_TRANSFORM_UPPERCASE,
    KURIL_STYLE_TRANSFORM_LOWERCASE
};
enum kuril_style_height_anchor { KURIL_STYLE_HEIGHT_GROUND, KURIL_STYLE_HEIGHT_ABSOLUTE };
enum kuril_style_resampling { KURIL_STYLE_RESAMPLING_LINEAR, KURIL_STYLE_RESAMPLING_NEAREST };
enum kuril_style_hillshade_method {
    KURIL_STYLE_HILLSHADE_STANDARD,
    KURIL_STYLE_HILLSHADE_BASIC,
    KURIL_STYLE_HILLSHADE_COMBINED,
    KURIL_STYLE_HILLSHADE_IGOR,
    KURIL_STYLE_HILLSHADE_MULTIDIRECTIONAL
};

#endif
