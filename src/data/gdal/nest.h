/* Rings of a shapefile's record: which is outer and which a hole. */
#ifndef KURIL_DATA_GDAL_NEST_H
#define KURIL_DATA_GDAL_NEST_H

#include "geom/geometry_buffer.h"

/**
 * Groups the rings of all polygons anew by what lies within what: a ring within none is an outer ring, within one a
 * hole, within two an outer ring again. A record holds rings in any order; their direction should tell outer rings
 * from holes, and in many files does not.
 *
 * @return whether a ring that was wound as a hole lies within none, beside outer rings that are wound otherwise
 */
bool kuril_nest_rings(kuril_geometry_buffer *buffer);

#endif
