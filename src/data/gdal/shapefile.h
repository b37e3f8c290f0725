/* Whether the parts of a shapefile (shapes, index, table) fit each other, and copies that do. */
#ifndef KURIL_DATA_GDAL_SHAPEFILE_H
#define KURIL_DATA_GDAL_SHAPEFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct kuril_gdal_shapefile {
    bool index_wrong; /**< the .shx is missing, or leads elsewhere than to the records */
    bool no_table;    /**< the .dbf is missing, or is none */
    int64_t shapes;   /**< records; 0 while the index is wrong */
    int64_t rows;     /**< whole rows of the table that it says it has */
    int64_t deleted;  /**< those of them that are marked as deleted */
} kuril_gdal_shapefile;

/**
 * Compares the parts of the shapefile at `path` (a .shp). An index whose records follow each other to the end is taken
 * at its word; of any other, each entry is held against the record it leads to. Nothing is allocated by a number that
 * a file claims.
 *
 * @param[in] limit  bytes of a part that are read into memory at most; a larger one is not judged
 *
 * Source: ESRI Shapefile Technical Description (1998); dBASE III table files.
 */
void kuril_gdal_shapefile_judge(const char *path, size_t limit, kuril_gdal_shapefile *found);

/** Whether GDAL would read less than is there: by a wrong index, or a table with fewer rows than there are shapes. */
bool kuril_gdal_shapefile_is_wrong(const kuril_gdal_shapefile *s);

/**
 * Copies a shapefile into GDAL's memory as `to` (a .shp) and its neighbours. A wrong index is made anew from the
 * records that are found; rows that the table lacks are blank.
 *
 * @return false when a part is larger than `limit`, or nothing is found
 */
bool kuril_gdal_shapefile_copy(const char *path, const char *to, kuril_gdal_shapefile *s, size_t limit);

#endif
