#include "measure/length_text.h"

#include "core/number.h"
#include <kurilmap/place.h>
#include <glib.h>
#include <math.h>

/* The last digit is worth about as much as the accuracy: 100 m are a tenth of a kilometre or of a mile. */
int kuril_length_decimals(const kuril_unit *unit, double accuracy_m)
{
    const double last = fmax(accuracy_m, 1) / unit->metres;
    return (int)fmax(0, fmin(6, ceil(-log10(last) - 0.3)));
}

char *kuril_length_text(double metres, const kuril_unit *unit, double accuracy_m)
{
    char number[KURIL_NUMBER_MAX];
    if (isnan(metres))
        return g_strdup("none");
    const double last = fmax(accuracy_m, 1) / unit->metres;
    const int decimals = kuril_length_decimals(unit, accuracy_m);
    double shown = metres / unit->metres;
    if (decimals == 0 && last > 1)
        shown = round(shown / pow(10, floor(log10(last) + 1e-9))) * pow(10, floor(log10(last) + 1e-9));
    return g_strdup_printf("%s %s", kuril_number_print_fixed(shown, decimals, number), unit->name);
}

char *kuril_place_text(kuril_lonlat p)
{
    char lat[KURIL_DEGREES_MAX], lon[KURIL_DEGREES_MAX];
    return g_strdup_printf("%s %s", kuril_degrees_print(p.lat, "NS", KURIL_DEGREES, 4, lat),
                           kuril_degrees_print(p.lon, "EW", KURIL_DEGREES, 4, lon));
}
