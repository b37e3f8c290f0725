#include "map/units_words.h"

#include <string.h>

char kuril_decimal_mark(kuril_language language)
{
    return language == KURIL_RU ? ',' : '.';
}

const char *kuril_word_unit(const char *unit, kuril_language language)
{
    static const struct {
        const char *unit, *words[KURIL_LANGUAGE_COUNT];
    } units[] = {{"km", {[KURIL_EN] = "km", [KURIL_JA] = "km", [KURIL_RU] = "км", [KURIL_ZH] = "公里"}},
                 {"nmi", {[KURIL_EN] = "nmi", [KURIL_JA] = "海里", [KURIL_RU] = "мор. миль", [KURIL_ZH] = "海里"}},
                 {"mi", {[KURIL_EN] = "mi", [KURIL_JA] = "マイル", [KURIL_RU] = "миль", [KURIL_ZH] = "英里"}},
                 {"m", {[KURIL_EN] = "m", [KURIL_JA] = "m", [KURIL_RU] = "м", [KURIL_ZH] = "米"}}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].unit, unit) == 0)
            return units[i].words[language];
    return unit;
}
