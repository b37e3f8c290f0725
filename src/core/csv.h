/* Comma-separated values (RFC 4180): quoted fields, doubled quotes, line ends of any kind; other separators too. */
#ifndef KURIL_CORE_CSV_H
#define KURIL_CORE_CSV_H

#include <glib.h>
#include <stdbool.h>

/** What parts the fields of a table: ',' ';' or tab, whichever stands most often outside of quotes in its first line.
 */
char kuril_csv_separator(const char *text);

/**
 * Takes the next record off a text, in place: fields are unquoted and NUL-terminated where they stand.
 *
 * @param[in,out] text    NUL-terminated and changed by the call; afterwards what follows the record
 * @param[in]     separator  as kuril_csv_separator tells, or ','
 * @param[out]    fields  shape [fields], borrowed from the text; emptied first
 * @param[in,out] line    number of the record's first line goes in, that of the next record comes out; may be NULL
 * @return false at the end of the text. Empty lines are passed over. A quote that is never closed ends with the text.
 */
bool kuril_csv_next(char **text, char separator, GPtrArray *fields, int *line);

#endif
