/* The legend of a picture: what its style calls by name, as far as the picture really shows it. */
#ifndef KURIL_MAP_LEGEND_BUILD_H
#define KURIL_MAP_LEGEND_BUILD_H

#include "map/symbols.h"

typedef struct kuril_legend_list kuril_legend_list;

/**
 * Entries from the layers' metadata: `kurilmap:legend` is a list of objects with the label in `en`, `ja`, `ru` and
 * the `properties` of a sample feature; `kurilmap:legend-ramp` has a label and `steps`, each with `properties` and,
 * but for the last, the `limit` towards the next. An entry is kept when a feature on the page looks as its sample.
 */
kuril_legend_list *kuril_legend_build(kuril_scene *scene, kuril_error *error);
/** Accepts NULL. */
void kuril_legend_list_free(kuril_legend_list *list);

/**
 * Drops entries of icons that no place was found for, of the first entries of the list, which `key` shows. The rest keep
 * their order.
 */
void kuril_legend_keep_drawn(kuril_legend_list *list, const kuril_symbols *symbols, kuril_legend *key);

/** Whether an entry with a pattern stands for features that have this property, as far as the page shows any. */
bool kuril_legend_hatches(const kuril_legend_list *list, const char *property);

/** For the furniture, in one column however high; borrowed. */
kuril_legend kuril_legend_view(const kuril_legend_list *list);

#endif
