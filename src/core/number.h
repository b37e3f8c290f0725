/* Numbers as text, the same in every locale. */
#ifndef KURIL_CORE_NUMBER_H
#define KURIL_CORE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum { KURIL_NUMBER_MAX = 40 };

/**
 * Reads a whole text as one decimal number: sign, digits, point, optional exponent; nothing before or after it.
 * False for anything else (commas, hexadecimal, "inf", "nan", empty, out of range).
 */
bool kuril_number_parse(const char *text, double *number);

/** As kuril_number_parse, of the first `length` bytes of a text. */
bool kuril_number_parse_n(const char *text, size_t length, double *number);

/** The shortest text that reads back as the same double; "-0" prints as "0". Returns `out`. */
char *kuril_number_print(double number, char out[static KURIL_NUMBER_MAX]);

/** With exactly `decimals` (0 to 15) digits after the point; a result of minus zero loses its sign. Returns `out`. */
char *kuril_number_print_fixed(double number, int decimals, char out[static KURIL_NUMBER_MAX]);

/**
 * As kuril_number_print_fixed, for people: from five digits before the point on, groups of three with a narrow
 * no-break space between (ISO 80000-1, 7.3.1), and the decimal mark that is asked for, '.' or ','. UTF-8.
 * Numbers of more than 12 digits are left ungrouped. Returns `out`.
 */
char *kuril_number_print_grouped(double number, int decimals, char mark, char out[static KURIL_NUMBER_MAX]);

#endif
