#include "map/units_words.h"

char kuril_decimal_mark(kuril_language language)
{
    return language == KURIL_RU ? ',' : '.';
}

const char *kuril_word_km(kuril_language language)
{
    return language == KURIL_RU ? "км" : "km";
}

const char *kuril_word_nmi(kuril_language language)
{
    static const char *const words[] = {[KURIL_EN] = "nmi", [KURIL_JA] = "海里", [KURIL_RU] = "мор. миль"};
    return words[language];
}
