/* Check sums of what a zip holds unpacked: GDAL compares those of packed members only. */
#ifndef KURIL_DATA_GDAL_ZIP_SUMS_H
#define KURIL_DATA_GDAL_ZIP_SUMS_H

#include <stddef.h>

/**
 * @param[in] file   of the disk
 * @param[in] limit  bytes of members that are looked at; those beyond are believed
 * @return name of the first member that is stored as it is and whose bytes do not give its check sum; NULL when there
 * is none, or the file is no zip of less than 4 GiB. Caller frees with g_free.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3.10, 4.3.
 */
char *kuril_gdal_zip_damaged(const char *file, size_t limit);

#endif
