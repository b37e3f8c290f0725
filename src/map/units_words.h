/* How numbers and units are written in each language of a map. Pure. */
#ifndef KURIL_MAP_UNITS_WORDS_H
#define KURIL_MAP_UNITS_WORDS_H

#include <kurilmap/map.h>

/** '.' in English and Japanese, ',' in Russian. */
char kuril_decimal_mark(kuril_language language);

/** "km", "км". */
const char *kuril_word_km(kuril_language language);

/** "nmi", "海里", "мор. мили". */
const char *kuril_word_nmi(kuril_language language);

#endif
