/* Tables that commands print: for people as text or Markdown, for programs as CSV, JSON or GeoJSON. */
#ifndef KURIL_CLI_TABLE_H
#define KURIL_CLI_TABLE_H

#include <kurilmap/geometry.h>

/** One column; a name only for programs, a title only for people, both for both. */
typedef struct kuril_column {
    const char *name;  /**< "distance_m"; NULL: not for programs */
    const char *title; /**< "Distance"; NULL: not for people */
    bool right;        /**< set to the right in text */
} kuril_column;

typedef struct kuril_table kuril_table;

/** Words of --format. */
#define KURIL_TABLE_FORMATS "text csv json geojson markdown"

/** An empty table; columns are copied, their texts borrowed. */
kuril_table *kuril_table_new(const kuril_column *columns, size_t n_columns);
/** Accepts NULL. */
void kuril_table_free(kuril_table *table);

/** The next cell of the current row; a row is full after as many cells as there are columns. NULL: empty. */
void kuril_table_text(kuril_table *table, const char *text);
/** A number at full precision; not finite: null. */
void kuril_table_number(kuril_table *table, double number);

/** The geometry of the current row for GeoJSON: a point or a line. */
void kuril_table_line(kuril_table *table, const kuril_lonlat *points, size_t count);

/** A statement about the whole table: a member of the JSON, `name` NULL: a line below the text for people. */
void kuril_table_about(kuril_table *table, const char *name, const char *text);

/** What makes the table worth nothing: the first such error is what kuril_table_write gives. */
void kuril_table_fail(kuril_table *table, const kuril_error *error);

/** As kuril_table_about, for programs: a number. */
void kuril_table_about_number(kuril_table *table, const char *name, double number);

/** Prints the table to a file, "-": standard output. NULL `format` is text. */
kuril_status kuril_table_write(const kuril_table *table, const char *format, const char *path, kuril_error *error);

#endif
