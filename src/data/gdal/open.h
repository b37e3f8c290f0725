/* What the module provides, as kuril_gdal_module tells of it. */
#ifndef KURIL_DATA_GDAL_OPEN_H
#define KURIL_DATA_GDAL_OPEN_H

#include "data/module.h"

kuril_status kuril_gdal_open(const kuril_source_name *name, const kuril_dataset_options *options,
                             const kuril_diagnostics *diagnostics, kuril_reader **reader, kuril_error *error);
kuril_status kuril_gdal_raster_open(const char *source, const kuril_dataset_options *options,
                                    const kuril_diagnostics *diagnostics, kuril_raster_source **raster,
                                    kuril_error *error);
kuril_status kuril_gdal_write(const char *base, const kuril_dataset_content *content,
                              const kuril_diagnostics *diagnostics, kuril_file_taker take, void *user,
                              kuril_error *error);

#endif
