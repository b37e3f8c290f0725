#include "data/gdal/open.h"

extern KURIL_API const kuril_gdal_module kuril_gdal_module_v1;

const kuril_gdal_module kuril_gdal_module_v1 = {
    .abi = KURIL_GDAL_ABI,
    .version = KURIL_VERSION,
    .open = kuril_gdal_open,
    .raster_open = kuril_gdal_raster_open,
    .write = kuril_gdal_write,
};
