/* Which of GDAL's drivers read what; only those that a name needs are registered. */
#ifndef KURIL_DATA_GDAL_DRIVERS_H
#define KURIL_DATA_GDAL_DRIVERS_H

#include <stdbool.h>

/**
 * Registers the drivers for a name's extension and returns their names for GDALOpenEx, NULL-terminated: borrowed,
 * static. The plain KML driver reads KML: LIBKML crashes on damaged files. VRT and drivers that talk to servers are
 * not among them.
 */
const char *const *kuril_gdal_vector_drivers(const char *path);
/** All vector drivers that may be tried on a file of an unknown or wrong extension. */
const char *const *kuril_gdal_all_vector_drivers(void);
/** The raster drivers. */
const char *const *kuril_gdal_raster_drivers(void);
/** Registers every driver that GDAL has. */
void kuril_gdal_register_all(void);
/** Whether a name's extension is one of a vector format's (so that it is to be looked for in an archive); 0 for no,
 * else the lower the number the likelier it is what is meant. */
int kuril_gdal_vector_rank(const char *path);
/**
 * Registers the driver for writing by a path's extension, of those that are read here, else of all that GDAL has; its
 * name, or NULL when none writes that extension.
 */
const char *kuril_gdal_writer(const char *path);
/** Whether a driver is one of those that are read here. */
bool kuril_gdal_is_known(const char *driver);

#endif
