/* OGR geometries into our flat ones. */
#ifndef KURIL_DATA_GDAL_GEOMETRY_H
#define KURIL_DATA_GDAL_GEOMETRY_H

#include "geom/geometry_buffer.h"
#include "data/reader.h"
#include <ogr_api.h>

/**
 * Appends a geometry of any kind as raw parts: curves straightened, Z and M dropped, collections as parts, rings
 * with their closing vertex. NULL and empty geometries append nothing.
 *
 * @param[out] kinds  KURIL_HAS_ bits of what was appended
 * @return bits of KURIL_FAULT_BIT
 */
unsigned kuril_gdal_geometry_append(OGRGeometryH geometry, kuril_geometry_buffer *buffer, unsigned *kinds);

/** KURIL_HAS_ bits that a layer's declared type allows; 0 for wkbNone. */
unsigned kuril_gdal_kinds(OGRwkbGeometryType type);

/** A new OGR geometry for a feature's; NULL for an empty one. Caller destroys. */
OGRGeometryH kuril_gdal_geometry_new(const kuril_geometry *geometry);

#endif
