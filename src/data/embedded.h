/* Embedded layers: where their files are, and their prepared copies, mapped without GDAL. */
#ifndef KURIL_DATA_EMBEDDED_H
#define KURIL_DATA_EMBEDDED_H

#include "data/module.h"

/**
 * Path of an embedded layer's file, "geodata/layers/NAME" + extension. Caller frees with g_free.
 *
 * @retval KURIL_E_ARGUMENT  no such layer; the message suggests one
 */
kuril_status kuril_embedded_path(const char *name, const char *extension, char **path, kuril_error *error);

/** Opens a vector layer's prepared copy; fails quietly when it is missing or older than the layer. */
kuril_status kuril_embedded_open(const char *name, kuril_reader **reader);

/** Opens a raster's prepared copy, likewise. */
kuril_status kuril_embedded_raster_open(const char *name, kuril_raster_source **raster);

#endif
