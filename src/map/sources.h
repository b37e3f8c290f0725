/* Where a layer's features come from: datasets that are opened once, GeoJSON in the style, and tables of our own. */
#ifndef KURIL_MAP_SOURCES_H
#define KURIL_MAP_SOURCES_H

#include "geom/feature_table.h"
#include "map/session.h"

typedef struct kuril_sources kuril_sources;

/** Nothing is opened yet. All that is given is borrowed until the sources are freed; datasets are the session's. */
kuril_sources *kuril_sources_new(kuril_session *session, const kuril_dataset_options *options,
                                 const kuril_diagnostics *diagnostics);
/** Accepts NULL. */
void kuril_sources_free(kuril_sources *sources);

/** Makes features of our own reachable by a source whose url is `map:NAME`; the table is borrowed. */
void kuril_sources_add_table(kuril_sources *sources, const char *name, const kuril_feature_table *table);

/** Opens a dataset and makes it reachable by a source whose url is `map:NAME`. Errors as kuril_dataset_open. */
kuril_status kuril_sources_add_alias(kuril_sources *sources, const char *name, const char *dataset,
                                     kuril_error *error);

/** Tells what a style's layers will read: what several read, other than embedded layers, is read once and kept (32 MB). */
void kuril_sources_expect(kuril_sources *sources, const kuril_style *style);

/** Called for each feature; anything but KURIL_OK stops the reading and is returned. */
typedef kuril_status (*kuril_feature_fn)(void *user, const kuril_feature *feature);

/**
 * Gives every feature of a style layer's source layer that may touch `bbox` (NULL: every one), in the dataset's order.
 *
 * @param[in] detail  as kuril_query's
 * @retval KURIL_E_...  as kuril_dataset_open and kuril_dataset_next; the error names the style's source where the
 *                      dataset itself is not found
 */
kuril_status kuril_sources_read(kuril_sources *sources, const kuril_style_layer *layer, const kuril_bbox *bbox,
                                double detail, kuril_feature_fn each, void *user, kuril_error *error);

/** The embedded layer whose feature is being given; NULL when it is of another dataset, or not as the layer has it. */
const char *kuril_sources_current(const kuril_sources *sources);

/** Whether vertices of the feature that is being given were left out by the reading's `detail`. */
bool kuril_sources_thinned(const kuril_sources *sources);

/** As kuril_sources_read, of a dataset by its name and one of its layers (NULL: the first). */
kuril_status kuril_sources_read_dataset(kuril_sources *sources, const char *name, const char *layer,
                                        const kuril_bbox *bbox, double detail, kuril_feature_fn each,
                                        void *user, kuril_error *error);

/** A source's raster, or the picture of an image source, opened once; borrowed. */
kuril_status kuril_sources_raster(kuril_sources *sources, const kuril_style_source *source, kuril_raster **raster,
                                  kuril_error *error);

/** Names of the embedded layers that have given a feature or a raster, in order of first use; shape [count], borrowed. */
const char *const *kuril_sources_embedded(const kuril_sources *sources, size_t *count);

#endif
