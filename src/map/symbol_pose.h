/* What a place of a symbol is made of, for those who make places: candidates, their poses and their boxes. */
#ifndef KURIL_MAP_SYMBOL_POSE_H
#define KURIL_MAP_SYMBOL_POSE_H

#include "map/symbol.h"

/** Adds a box where its part is drawn: moved by the style's translation, points. */
void kuril_symbol_add_moved_box(kuril_symbol_pool *pool, kuril_label_box box, double dx, double dy);

/** Closes a candidate whose boxes are those added since `first_box`. */
void kuril_symbol_add_candidate(kuril_symbol_pool *pool, kuril_symbol *symbol, size_t first_box,
                                const kuril_symbol_pose *pose, double cost);

/** Adds the boxes of a pose's icon, text and leader line, and the candidate that they make. */
void kuril_symbol_add_pose(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                           const kuril_symbol_pose *pose, double cost);

/** Adds the box of the pose's icon. */
void kuril_symbol_add_icon_box(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_feature *feature,
                               const kuril_symbol_pose *pose);

/** Sets where the icon stands, which is the same whatever the text does. */
void kuril_symbol_pose_icon(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_feature *feature,
                            kuril_symbol_pose *pose);

/** `icon-text-fit`: the icon lies under the text and takes its size. */
void kuril_symbol_fit_icon(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_feature *feature,
                           kuril_symbol_pose *pose);

/** Room round the text, points: its padding, or its halo where that is wider. */
double kuril_symbol_text_pad(const kuril_symbol *symbol);

/** Air before and after a line of text, points, so that two names on one line are read as two; a viewer of styles has
 * none. */
double kuril_symbol_reading_air(const kuril_symbol *symbol);

/** Whether the layer places its symbols along lines. */
bool kuril_symbol_along_lines(const kuril_symbol *symbol);

/** Of KURIL_TEXT_ROTATION_ALIGNMENT or the icon's: auto is the map along lines, the page at points. */
bool kuril_symbol_with_map(const kuril_symbol *symbol, kuril_property_id alignment, const kuril_feature *feature);

#endif
