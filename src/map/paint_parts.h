/* What the painters of the layer types share: colours with opacity, translation, reading in order. */
#ifndef KURIL_MAP_PAINT_PARTS_H
#define KURIL_MAP_PAINT_PARTS_H

#include "map/painter.h"

/** A layer's colour property with its opacity property multiplied in. */
kuril_rgba kuril_layer_color(kuril_sheet *sheet, const kuril_style_layer *layer, kuril_property_id color,
                             kuril_property_id opacity, const kuril_feature *feature);

/** A number property in style pixels, in points. */
double kuril_layer_points(kuril_sheet *sheet, const kuril_style_layer *layer, kuril_property_id id,
                          const kuril_feature *feature);

/** How far a `*-translate` moves on the page; its anchor may be the map, which turns with the bearing. */
void kuril_layer_translation(const kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                             kuril_property_id translate, kuril_property_id anchor, double *dx_pt, double *dy_pt);
/** Moves the canvas by a translate property, which its anchor may turn with the map. */
void kuril_layer_translate(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                           kuril_property_id translate, kuril_property_id anchor);

/** Whether a layer's metadata has `true` under a name of ours. */
bool kuril_layer_says(const kuril_style_layer *layer, const char *name);

/** A number of a layer's metadata, or `otherwise`. */
double kuril_layer_number(const kuril_style_layer *layer, const char *name, double otherwise);

/** A text of a layer's metadata, or NULL. */
const char *kuril_layer_text(const kuril_style_layer *layer, const char *name);

/** True where two colours are the same to the last bit. */
bool kuril_same_color(kuril_rgba a, kuril_rgba b);

/** How many copies of a world that repeats are seen on each side of the middle one, or come so near the frame; 0: none. */
int kuril_scene_copies(const kuril_scene *scene, double beyond_pt);
/** How far a copy lies from the middle one, on the page; copies east of it count up. */
void kuril_scene_copy_at(const kuril_scene *scene, int copy, double *dx_pt, double *dy_pt);

/** Whether something of that reach round a place of the page may show in the frame. */
bool kuril_scene_shows(const kuril_scene *scene, double x, double y, double reach);

/** Pixels a point of what can only be drawn in pixels: those of a PNG; 150 an inch in PDF and SVG. */
double kuril_layer_pixels_per_pt(const kuril_canvas *canvas);

/** A colour as the four bytes of kuril_pixels. */
void kuril_pixel_set(uint8_t *rgba, kuril_rgba color);

/**
 * Gives the features of a layer that its filter accepts, by rising sort key where the layer sets one, and notes
 * them for the legend.
 */
kuril_status kuril_layer_features(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                  kuril_property_id sort_key, kuril_feature_fn each, void *user, kuril_error *error);

/** As kuril_layer_features, for one who has no painter (the placing of labels). */
kuril_status kuril_scene_features(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                                  kuril_property_id sort_key, kuril_feature_fn each, void *user, kuril_error *error);

#endif
