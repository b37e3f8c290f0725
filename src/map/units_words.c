#include "map/units_words.h"

#include <string.h>

char kuril_decimal_mark(kuril_language language)
{
    return language == KURIL_RU ? ',' : '.';
}

const char *kuril_word_unit(const char *unit, kuril_language language)
{
    static const struct {
        const char *unit, *words[3];
    } units[] = {{"km", {[KURIL_EN] = "km", [KURIL_JA] = "km", [KURIL_RU] = "км"}},
                 {"nmi", {[KURIL_EN] = "nmi", [KURIL_JA] = "海里", [KURIL_RU] = "мор. миль"}},
                 {"mi", {[KURIL_EN] = "mi", [KURIL_JA] = "マイル", [KURIL_RU] = "миль"}},
                 {"m", {[KURIL_EN] = "m", [KURIL_JA] = "m", [KURIL_RU] = "м"}}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].unit, unit) == 0)
            return units[i].words[language];
    return unit;
}
