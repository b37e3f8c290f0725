/* The polygons of a shapefile, for tests that need real coasts and not the readers under test. */
#ifndef KURIL_TEST_SHAPEFILE_H
#define KURIL_TEST_SHAPEFILE_H

#include "geom/geometry_buffer.h"

/** Appends every ring of every polygon, each record as one part; tidied and turned. False when it cannot be read. */
bool kuril_shapefile_read(const char *path, kuril_geometry_buffer *buffer);

#endif
