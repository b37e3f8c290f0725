/* Rasters whose cells lie in other files, which they name and which may lie anywhere. */
#ifndef KURIL_DATA_GDAL_ELSEWHERE_H
#define KURIL_DATA_GDAL_ELSEWHERE_H

#include <gdal.h>
#include <kurilmap/status.h>

/**
 * Before a raster is opened: whether an HDF5 file (NetCDF-4 is one) stores cells in other files, is a virtual dataset
 * made of others, or links to others. HDF5 reads whatever they name.
 *
 * @retval KURIL_OK             also for what is no HDF5 file
 * @retval KURIL_E_UNSUPPORTED  it does, or cannot be looked through (in an archive, damaged, nested too deeply)
 */
kuril_status kuril_gdal_hdf5_is_whole(const char *path, kuril_error *error);

/**
 * Before cells are read: whether all files of a raster lie beside it, as an ERDAS Imagine file's may not.
 *
 * @retval KURIL_E_UNSUPPORTED  one lies elsewhere, or is a link that is not named after the raster
 */
kuril_status kuril_gdal_files_lie_beside(GDALDatasetH dataset, const char *path, kuril_error *error);

#endif
