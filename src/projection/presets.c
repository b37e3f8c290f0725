#include "projection/internal.h"

#include "core/number.h"
#include <math.h>
#include <string.h>

static const char *const names[] = {"laea",  "aea",   "lcc",  "merc",  "tmerc",
                                    "stere", "ortho", "aeqd", "robin", "eqearth"};
static const char *const titles[] = {"Lambert azimuthal equal-area",
                                     "Albers equal-area conic",
                                     "Lambert conformal conic",
                                     "Mercator",
                                     "transverse Mercator",
                                     "stereographic",
                                     "orthographic",
                                     "azimuthal equidistant",
                                     "Robinson",
                                     "Equal Earth"};

const char *const *kuril_projection_presets(size_t *count)
{
    *count = G_N_ELEMENTS(names);
    return names;
}

const char *kuril_projection_preset_title(const char *preset)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i], preset) == 0)
            return titles[i];
    return NULL;
}

static double tidy(double degrees)
{
    return nearbyint(degrees * 1e4) / 1e4;
}

static void append_degrees(GString *out, double degrees, const char *positive, const char *negative)
{
    char number[KURIL_NUMBER_MAX];
    const double value = tidy(degrees);
    g_string_append_printf(out, "%s°%s", kuril_number_print(fabs(value), number),
                           value > 0 ? positive : (value < 0 ? negative : ""));
}

static void append_parameter(GString *out, const char *name, double value)
{
    char number[KURIL_NUMBER_MAX];
    g_string_append_printf(out, " +%s=%s", name, kuril_number_print(tidy(value), number));
}

static void make_centred(const kuril_lonlat *c, GString *proj, GString *words)
{
    append_parameter(proj, "lat_0", c->lat);
    append_parameter(proj, "lon_0", c->lon);
    g_string_append(words, ", centred on ");
    append_degrees(words, c->lat, "N", "S");
    g_string_append_c(words, ' ');
    append_degrees(words, c->lon, "E", "W");
}

/* Standard parallels a sixth of the height within the edges (Kavraisky's rule as Snyder gives it, PP 1395, p. 99). */
static void make_conic(const kuril_reach *reach, GString *proj, GString *words)
{
    double lat_1 = reach->bbox.south + reach->height_deg / 6, lat_2 = reach->bbox.north - reach->height_deg / 6;
    if (fabs(lat_1 + lat_2) < 2) /* a cone even about the equator is a cylinder, which PROJ refuses */
        lat_2 = 2 - lat_1;
    append_parameter(proj, "lat_0", reach->middle.lat);
    append_parameter(proj, "lon_0", reach->middle.lon);
    append_parameter(proj, "lat_1", lat_1);
    append_parameter(proj, "lat_2", lat_2);
    g_string_append(words, ", standard parallels ");
    append_degrees(words, lat_1, "N", "S");
    g_string_append(words, " and ");
    append_degrees(words, lat_2, "N", "S");
}

static void make_meridian(const kuril_reach *reach, GString *proj, GString *words)
{
    append_parameter(proj, "lon_0", reach->middle.lon);
    g_string_append(words, ", middle meridian ");
    append_degrees(words, reach->middle.lon, "E", "W");
}

bool kuril_preset_make(const char *preset, const kuril_reach *reach, char **definition, char **description)
{
    const char *title = kuril_projection_preset_title(preset);
    if (!title)
        return false;
    GString *proj = g_string_new("+proj="), *words = g_string_new(title);
    g_string_append(proj, preset);
    if (strcmp(preset, "aea") == 0 || strcmp(preset, "lcc") == 0) {
        make_conic(reach, proj, words);
    } else if (strcmp(preset, "merc") == 0) {
        append_parameter(proj, "lon_0", reach->middle.lon);
        append_parameter(proj, "lat_ts", fmax(-80, fmin(80, reach->middle.lat)));
    } else if (strcmp(preset, "robin") == 0 || strcmp(preset, "eqearth") == 0) {
        make_meridian(reach, proj, words);
    } else if (strcmp(preset, "tmerc") == 0) {
        append_parameter(proj, "lat_0", reach->middle.lat);
        make_meridian(reach, proj, words);
    } else {
        make_centred(&reach->middle, proj, words);
    }
    g_string_append(proj, " +ellps=WGS84");
    *definition = g_string_free(proj, FALSE);
    *description = g_string_free(words, FALSE);
    return true;
}
