/* How numbers and units are written in each language of a map. Pure. */
#ifndef KURIL_MAP_UNITS_WORDS_H
#define KURIL_MAP_UNITS_WORDS_H

#include <kurilmap/map.h>

/** ',' in Russian, else '.'. */
char kuril_decimal_mark(kuril_language language);

/** What stands behind a length in a unit of core/length.h, by its name: "km", "км"; "nmi", "海里", "мор. миль". */
const char *kuril_word_unit(const char *unit, kuril_language language);

#endif
