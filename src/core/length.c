#include "core/length.h"

#include "core/number.h"
#include <glib.h>
#include <math.h>
#include <string.h>

/* The first name of a unit is the one that is printed. International mile 1959, nautical mile 1929. */
static const kuril_unit units[] = {{"km", 1000.0}, {"nmi", 1852.0}, {"mi", 1609.344}, {"m", 1.0}};

const kuril_unit *kuril_unit_find(const char *name)
{
    if (strcmp(name, "M") == 0)
        name = "nmi";
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strcmp(units[i].name, name) == 0)
            return &units[i];
    }
    return NULL;
}

bool kuril_length_parse(const char *text, double *metres)
{
    size_t number = strlen(text);
    while (number > 0 && g_ascii_isalpha(text[number - 1]))
        number--;
    const kuril_unit *unit = kuril_unit_find(text + number);
    while (number > 0 && text[number - 1] == ' ')
        number--;
    double value = 0.0;
    if (!unit || !kuril_number_parse_n(text, number, &value) || !isfinite(value * unit->metres))
        return false;
    *metres = value * unit->metres;
    return true;
}
