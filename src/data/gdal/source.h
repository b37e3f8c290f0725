/* From a dataset's file to what GDAL shall open: a member of an archive, a copy in memory, or the file itself. */
#ifndef KURIL_DATA_GDAL_SOURCE_H
#define KURIL_DATA_GDAL_SOURCE_H

#include "data/gdal/guard.h"
#include "data/gdal/numbers.h"
#include "data/gdal/shapefile.h"

typedef struct kuril_gdal_source {
    char *path;   /**< for GDALOpenEx */
    char *memory; /**< folder below /vsimem/ to be removed at the end; NULL when none */
    kuril_gdal_shapefile shapefile; /**< what its parts say of each other; zero for other formats */
    bool mended; /**< a copy of a shapefile whose parts fit each other is read */
    kuril_number_findings numbers; /**< zero for other formats */
    char *encoding; /**< of XML that is read as a copy in UTF-8; NULL: it is in UTF-8, or no XML */
    bool encoding_invalid; /**< bytes meant nothing in that encoding */
    char *damaged; /**< a member of a zip whose check sum is another; NULL when none */
    bool journal_left_out; /**< a database with a rollback journal: what it holds may be half written */
    bool log_left_out; /**< a database whose write-ahead log is not read: it has changes that are not seen */
} kuril_gdal_source;

/**
 * Looks into archives (.zip, .tar, .tar.gz, .tgz, .gz) for the one dataset inside, copies GML into memory (the driver
 * writes beside its input), a database with a write-ahead log, and a shapefile whose parts do not fit each other.
 *
 * @retval KURIL_E_DATA         an archive without a dataset or with several, or larger than max_bytes
 * @retval KURIL_E_UNSUPPORTED  VRT, which names other files and hosts
 */
kuril_status kuril_gdal_source_init(kuril_gdal_source *source, const char *file, const kuril_dataset_options *options,
                                    kuril_error *error);
/** Replaces a shapefile's source by a copy in memory with a new .shx; false when it has one, or is no shapefile. */
bool kuril_gdal_source_rebuild(kuril_gdal_source *source, const kuril_dataset_options *options);
/** Whether a file is an SQLite database with a write-ahead log (journal mode WAL): opening it would write. */
bool kuril_gdal_has_log(const char *path);
/** Accepts zeroed objects. */
void kuril_gdal_source_finish(kuril_gdal_source *source);

/** A file beside another, extension replaced (tried as given and in capitals); NULL when absent. Free with g_free. */
char *kuril_gdal_beside(const char *path, const char *extension);
/** Writes a file in GDAL's memory; whether it went well. */
bool kuril_gdal_write_memory(const char *to, const void *bytes, size_t length);
/** Reads a file beside another (extension replaced, in either case) whole, at most `limit` bytes; NULL when absent. */
char *kuril_gdal_read_beside(const char *path, const char *extension, size_t limit, size_t *length);

#endif
