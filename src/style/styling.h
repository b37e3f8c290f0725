/*
 * Evaluating a style: its values at one zoom with its parameters set.
 *
 * A kuril_styling is made once for a picture. Making it resolves every value that does not depend on a feature;
 * reading such a value is a lookup then. Values that do are evaluated at each call. An expression that fails at run
 * time is reported once for its layer and property, and the property's default is used, as the specification says.
 *
 * Texts and lists that come back are borrowed. Those that need no feature live as long as the styling, the others
 * until kuril_styling_release: call it between features. A styling belongs to one thread; any number may share a style.
 */
#ifndef KURIL_STYLE_STYLING_H
#define KURIL_STYLE_STYLING_H

#include "style/properties.h"

typedef struct kuril_styling kuril_styling;

/** Start it as `{0}`. */
typedef struct kuril_styling_options {
    double zoom; /**< of a world 512 style pixels wide at 0, whatever the projection */
    /**
     * Parameters asked for, over the style's own `state`: each must be one that the style declares. A text becomes the
     * boolean or number that the default is, when it reads as one ("true", "2.5").
     */
    const kuril_member *state;
    size_t n_state;
    /** Parameters that the program offers to every style (`lang`): a style that does not declare them has them too. */
    const kuril_member *offered;
    size_t n_offered;
    /** Whether an image exists, for `coalesce` over `image`; NULL: every image does. */
    bool (*has_image)(void *user, const char *name);
    void *user;
} kuril_styling_options;

/**
 * Both `style` and `diagnostics` are borrowed until the styling is freed.
 *
 * @retval KURIL_E_ARGUMENT  a parameter in `state` that the style does not declare (the message names the nearest) or
 *                           that is of another type than its default
 */
kuril_status kuril_styling_new(const kuril_style *style, const kuril_styling_options *options,
                               const kuril_diagnostics *diagnostics, kuril_styling **styling, kuril_error *error);
void kuril_styling_free(kuril_styling *styling);

/** Forgets the texts and lists of the features so far, and keeps their memory for the next. */
void kuril_styling_release(kuril_styling *styling);

/** An image that a layer names outright, not by an expression, and where. */
typedef void (*kuril_style_image_fn)(void *user, const kuril_style_layer *layer, const char *property,
                                     const char *image, int line, int column);
void kuril_style_each_image(const kuril_style *style, kuril_style_image_fn each, void *user);

/** A parameter's value in this picture; NULL when the style has none of that name. */
const kuril_value *kuril_styling_state(const kuril_styling *styling, const char *name);

/** False outside the layer's zoom range and where its visibility is none. */
bool kuril_styling_visible(const kuril_styling *styling, const kuril_style_layer *layer);

/** Whether the layer's filter lets a feature pass; no filter, every feature does. */
bool kuril_styling_accepts(kuril_styling *styling, const kuril_style_layer *layer, const kuril_feature *feature);

/** As kuril_styling_accepts, of the filter of a geojson source. */
bool kuril_styling_source_accepts(kuril_styling *styling, const kuril_style_source *source,
                                  const kuril_feature *feature);

/** Whether the layer sets the property. One that is not set has its default, or none. */
bool kuril_styling_is_set(const kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id);

/** Whether its value may differ between features: then each call below evaluates it. */
bool kuril_styling_by_feature(const kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id);

/*
 * Values. `id` is a property of the layer's type with the type of the function; `feature` may be NULL where
 * kuril_styling_by_feature says no. Each falls back to the default.
 */

/** NUMBER, within the property's range. NaN when it is not set and has no default (`*-sort-key`). */
double kuril_style_number(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                          const kuril_feature *feature);

/** BOOLEAN. */
bool kuril_style_boolean(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                         const kuril_feature *feature);

/** ENUM: the word's place in its enumeration in properties.h; -1 when it is not set and has no default. */
int kuril_style_enum(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                     const kuril_feature *feature);

/** sRGB, each 0 to 1, alpha not multiplied in. */
typedef struct kuril_style_rgba {
    double r, g, b, a;
} kuril_style_rgba;

/** COLOR. False, and `out` left alone, when it is not set and has no default (`fill-outline-color`). */
bool kuril_style_color(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                       const kuril_feature *feature, kuril_style_rgba *out);

/** A colour ramp (`line-gradient`, `heatmap-color`, `color-relief-color`) at a measure. False when it is not set. */
bool kuril_style_ramp(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id, double measure,
                      kuril_style_rgba *out);

/** IMAGE: its name in the sprite ("icon", or "sprite:icon"); NULL when there is none. */
const char *kuril_style_image(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                              const kuril_feature *feature);

/** NUMBERS, NUMBER_ARRAY and PADDING (top, right, bottom, left): at most `max` of them; returns how many there are. */
size_t kuril_style_numbers(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                           const kuril_feature *feature, double *out, size_t max);

/** COLOR_ARRAY: at most `max` of them; returns how many there are. */
size_t kuril_style_colors(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                          const kuril_feature *feature, kuril_style_rgba *out, size_t max);

/** ENUMS: at most `max` words; returns how many there are, 0 when not set. */
size_t kuril_style_enums(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                         const kuril_feature *feature, int *out, size_t max);

/** STRINGS (`text-font`). `*out` is NULL when there are none. */
size_t kuril_style_strings(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                           const kuril_feature *feature, const char *const **out);

typedef enum kuril_style_vertical {
    KURIL_STYLE_VERTICAL_BOTTOM, /**< on the baseline */
    KURIL_STYLE_VERTICAL_CENTER,
    KURIL_STYLE_VERTICAL_TOP
} kuril_style_vertical;

/** A stretch of `text-field` with what its `format` says; NULL or 0 where it says nothing. */
typedef struct kuril_style_section {
    const char *text;         /**< never NULL; empty for an image */
    const char *image;        /**< name in the sprite */
    double scale;             /**< of `text-size`; 1 where it says nothing */
    const char *const *fonts; /**< `text-font`; NULL: the layer's */
    size_t n_fonts;
    bool has_color;
    kuril_style_rgba color;
    kuril_style_vertical vertical_align;
} kuril_style_section;

/**
 * FORMATTED (`text-field`), `text-transform` not applied yet. Returns the number of sections; none when the text is
 * empty.
 */
size_t kuril_style_formatted(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                             const kuril_feature *feature, const kuril_style_section **out);

/** An anchor of `text-variable-anchor-offset` with its offset in ems. */
typedef struct kuril_style_anchor_offset {
    kuril_style_anchor anchor;
    double x, y;
} kuril_style_anchor_offset;

/** ANCHOR_OFFSETS: at most `max` of them; returns how many there are, 0 when not set. */
size_t kuril_style_anchor_offsets(kuril_styling *styling, const kuril_style_layer *layer, kuril_property_id id,
                                  const kuril_feature *feature, kuril_style_anchor_offset *out, size_t max);

#endif
