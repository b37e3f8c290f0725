/* Features of embedded layers as they lie on a page: kept for the next page, or map, that shows the same view. */
#ifndef KURIL_MAP_WALKED_H
#define KURIL_MAP_WALKED_H

#include <kurilmap/projection.h>
#include <kurilmap/value.h>

typedef struct kuril_walked kuril_walked;
/** What is kept of one view. Belongs to the kuril_walked. */
typedef struct kuril_walked_view kuril_walked_view;

kuril_walked *kuril_walked_new(void);
/** Accepts NULL. */
void kuril_walked_free(kuril_walked *walked);

/**
 * The store of a view. Views beyond the last few, and what goes beyond some 32 MB, are forgotten.
 *
 * @param key    all that decides where a feature comes to lie: projection, fit, clip, tolerance, extent
 * @param again  the view will be drawn more than once
 * @return NULL the first time that a view is asked for, unless it comes again: what is drawn once is not worth keeping
 */
kuril_walked_view *kuril_walked_find(kuril_walked *walked, const char *key, bool again);

/** How a feature is walked: kuril_geometry_walk_polygons, or kuril_geometry_walk_outline. */
typedef enum kuril_walk_kind { KURIL_WALK_POLYGONS, KURIL_WALK_OUTLINE } kuril_walk_kind;

/**
 * Walks a feature through a chain into its last sink, or gives that sink the same events from the store.
 *
 * @param view   NULL: nothing is kept
 * @param layer  the embedded layer that the feature is of; NULL: of another dataset, which is not kept
 * @param first  where the chain begins for the feature: kuril_chain_first, kuril_chain_first_thinned
 * @param last   where the chain ends
 */
kuril_status kuril_walked_walk(kuril_walked_view *view, const char *layer, const kuril_feature *feature,
                               kuril_walk_kind kind, kuril_chain *chain, kuril_sink *first, kuril_sink *last);

#endif
