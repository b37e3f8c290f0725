/* What SQLite may do when GDAL reads a database: whoever made the file also made its views and virtual tables. */
#ifndef KURIL_DATA_GDAL_SQLITE_H
#define KURIL_DATA_GDAL_SQLITE_H

/**
 * From here to the leave, each database that this thread opens is kept to reading its own tables: no other database is
 * attached, no query calls itself (it may have no end), and one that runs through too much before its next row, or a
 * view of more rows than may be kept in memory, is stopped with an error. Nests. Databases that others open, or other
 * threads, are left alone.
 */
void kuril_gdal_sqlite_enter(void);
void kuril_gdal_sqlite_leave(void);

#endif
