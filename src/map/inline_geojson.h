/* GeoJSON that stands in a style document. */
#ifndef KURIL_MAP_INLINE_GEOJSON_H
#define KURIL_MAP_INLINE_GEOJSON_H

#include "geom/feature_table.h"
#include <kurilmap/style.h>

/**
 * The features of the GeoJSON that a style source holds: a FeatureCollection, a Feature or a bare geometry. What is
 * wrong (an unknown type, coordinates that are no numbers or off the globe) is left out with a warning that names its
 * place; the rest stays.
 *
 * @param[in] source  has `data`
 * @return            never NULL; caller frees with kuril_feature_table_free
 */
kuril_feature_table *kuril_inline_geojson(const kuril_style_source *source, const kuril_diagnostics *diagnostics);

#endif
