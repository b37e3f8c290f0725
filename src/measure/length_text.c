#include "measure/length_text.h"

#include "core/number.h"
#include <kurilmap/place.h>
#include <glib.h>
#include <math.h>

/* The last digit is worth about as much as the accuracy: 100 m are a tenth of a kilometre or of a mile. */
double kuril_length_shown(double metres, const kuril_unit *unit, double accuracy_m, int *decimals)
{
    const double last = fmax(accuracy_m, 1) / unit->metres;
    *decimals = (int)fmax(0, fmin(6, ceil(-log10(last) - 0.3)));
    const double step = *decimals == 0 && last > 1 ? pow(10, floor(log10(last) + 1e-9)) : 0;
    return step > 0 ? round(metres / unit->metres / step) * step : metres / unit->metres;
}

char *kuril_length_text(double metres, const kuril_unit *unit, double accuracy_m)
{
    char number[KURIL_NUMBER_MAX];
    if (isnan(metres))
        return g_strdup("none");
    int decimals;
    const double shown = kuril_length_shown(metres, unit, accuracy_m, &decimals);
    return g_strdup_printf("%s %s", kuril_number_print_fixed(shown, decimals, number), unit->name);
}

char *kuril_area_text(double area_m2, double perimeter_m, double accuracy_m)
{
    static const kuril_unit km2 = {"km²", 1e6};
    return kuril_length_text(area_m2, &km2, accuracy_m * perimeter_m);
}

char *kuril_place_text(kuril_lonlat p)
{
    char lat[KURIL_DEGREES_MAX], lon[KURIL_DEGREES_MAX];
    p.lon = fabs(p.lon) <= 180 ? p.lon : kuril_lon_near(p.lon, 0); /* data may count on beyond 180 */
    return g_strdup_printf("%s %s", kuril_degrees_print(p.lat, "NS", KURIL_DEGREES, 4, lat),
                           kuril_degrees_print(p.lon, "EW", KURIL_DEGREES, 4, lon));
}
