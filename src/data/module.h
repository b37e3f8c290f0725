/* GDAL's module: a shared object of ours that links GDAL, opened on first use, so that a run on embedded layers
 * never loads it. */
#ifndef KURIL_DATA_MODULE_H
#define KURIL_DATA_MODULE_H

#include "data/name.h"
#include "data/reader.h"

/** Bumped whenever this struct, or one that it passes, changes. */
enum { KURIL_GDAL_ABI = 2 };

/** A raster as a backend provides it; first member of every backend's own. */
typedef struct kuril_raster_source kuril_raster_source;
struct kuril_raster_source {
    void (*close)(kuril_raster_source *source);
    /** Reads a window resampled to width x height cells, no-data as NAN. */
    kuril_status (*read)(kuril_raster_source *source, size_t band, const size_t window[4], size_t width, size_t height,
                         float *values, kuril_error *error);
    /** WGS 84 to the raster's x and y, in place; NAN where that fails. NULL when info.geographic. */
    void (*to_grid)(kuril_raster_source *source, kuril_lonlat *points, size_t n);
    kuril_raster_info info;
};

typedef kuril_status (*kuril_file_taker)(void *user, const char *name, const void *bytes, size_t count,
                                         kuril_error *error);

typedef struct kuril_gdal_module {
    unsigned abi;
    const char *version; /**< of kurilmap: modules of another version are not used */
    kuril_status (*open)(const kuril_source_name *name, const kuril_dataset_options *options,
                         const kuril_diagnostics *diagnostics, kuril_reader **reader, kuril_error *error);
    kuril_status (*raster_open)(const char *source, const kuril_dataset_options *options,
                                const kuril_diagnostics *diagnostics, kuril_raster_source **raster,
                                kuril_error *error);
    /** Makes the files of a dataset in memory and hands each to `take`, by its name without a folder. */
    kuril_status (*write)(const char *base, const kuril_dataset_content *content, const kuril_diagnostics *diagnostics,
                          kuril_file_taker take, void *user, kuril_error *error);
} kuril_gdal_module;

/** The name of the symbol that the module exports, of type const kuril_gdal_module. */
#define KURIL_GDAL_SYMBOL "kuril_gdal_module_v1"

/**
 * GDAL's module, loaded the first time and kept for the life of the process (GDAL cannot be unloaded). Any thread.
 *
 * @retval KURIL_E_IO  it is not where it was installed or built; the message lists where it was looked for
 */
kuril_status kuril_gdal_module_get(const kuril_gdal_module **module, kuril_error *error);

#endif
