/* A user's datasets on the map: in one colour or by classes of a field, with names and arrows. */
#ifndef KURIL_MAP_OVERLAY_DATA_H
#define KURIL_MAP_OVERLAY_DATA_H

#include "map/overlay_text.h"
#include "map/scene.h"

/** What people call a dataset or file that has no label: its layer, or its name without ending. Free with g_free. */
char *kuril_overlay_title(const char *dataset);

/**
 * Appends the layers of the scene's i-th dataset, whose source is `data` and its number. A field of classes that has no
 * value is reported, and the dataset drawn in one colour.
 *
 * @param blanks  the theme's; the rest is filled here
 * @retval KURIL_E_ARGUMENT  a field that no feature has; the message has the nearest one
 */
kuril_status kuril_overlay_add_data(kuril_scene *scene, size_t i, const kuril_overlay_blanks *blanks, GString *layers,
                                    kuril_error *error);

#endif
