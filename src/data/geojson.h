/* GeoJSON (RFC 7946) from a document, without GDAL: files, and what a style holds inline. */
#ifndef KURIL_DATA_GEOJSON_H
#define KURIL_DATA_GEOJSON_H

#include "data/reader.h"
#include "document/document.h"
#include "geom/geometry_buffer.h"

/** Whether a node is GeoJSON in WGS 84: an object of a GeoJSON type, without a "crs" that says otherwise. */
bool kuril_geojson_is(const kuril_node *root);

/** KURIL_E_DATA when the type is GeoJSON's but for its capitals, or TopoJSON's arcs are not made of numbers. */
kuril_status kuril_geojson_check_type(const kuril_node *root, kuril_error *error);

/** The name in an old "crs" member that is not WGS 84; NULL when there is none. */
const char *kuril_geojson_crs(const kuril_node *root);

/**
 * A reader of a FeatureCollection, a Feature or a bare geometry, one layer of one name.
 *
 * @param[in] root      borrowed: it must outlive the reader
 * @param[in] document  owned by the reader from here on, also on failure; NULL when `root` belongs to another
 * @retval KURIL_E_DATA  it is no GeoJSON, or its only feature or geometry is broken; with line and column
 */
kuril_status kuril_geojson_open(const kuril_node *root, kuril_document *document, const char *name,
                                kuril_reader **reader, kuril_error *error);

/** What came of a geometry. */
typedef struct kuril_geojson_result {
    const char *why;      /**< what is wrong with it, or with a member of a collection, which is left out; else NULL */
    const kuril_node *at; /**< the node at fault */
    bool open;            /**< a ring's ends differ in any of their numbers */
} kuril_geojson_result;

/**
 * Fills a buffer with a GeoJSON geometry's raw parts, rings with their closing vertex; with none when it is broken.
 */
kuril_geojson_result kuril_geojson_geometry(const kuril_node *node, kuril_geometry_buffer *buffer);

/** Opens inline GeoJSON as a dataset; `root` is borrowed and must outlive it, `name` stands in messages. */
kuril_status kuril_dataset_open_node(const kuril_node *root, const char *name, const kuril_diagnostics *diagnostics,
                                     kuril_dataset **dataset, kuril_error *error);

#endif
