#include "projection/parameters.h"

#include "core/number.h"
#include "projection/library.h"
#include <math.h>
#include <string.h>

void kuril_parameters_parse(const char *text, kuril_parameters *parameters)
{
    parameters->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    char **words = g_strsplit_set(text, " \t\r\n", -1);
    for (char **w = words; *w; w++) {
        const char *word = **w == '+' ? *w + 1 : *w;
        const char *equals = strchr(word, '=');
        if (*word == '\0')
            continue;
        char *name = equals ? g_strndup(word, (gsize)(equals - word)) : g_strdup(word);
        if (g_hash_table_contains(parameters->values, name))
            g_free(name); /* PROJ takes the first */
        else
            g_hash_table_insert(parameters->values, name, g_strdup(equals ? equals + 1 : ""));
    }
    g_strfreev(words);
}

void kuril_parameters_finish(kuril_parameters *parameters)
{
    if (parameters->values)
        g_hash_table_destroy(parameters->values);
    parameters->values = NULL;
}

const char *kuril_parameters_text(const kuril_parameters *parameters, const char *name)
{
    return g_hash_table_lookup(parameters->values, name);
}

bool kuril_parameters_has(const kuril_parameters *parameters, const char *name)
{
    return kuril_parameters_text(parameters, name) != NULL;
}

double kuril_parameters_number(const kuril_parameters *parameters, const char *name, double otherwise)
{
    const char *text = kuril_parameters_text(parameters, name);
    double number = otherwise;
    if (text && *text && !kuril_number_parse(text, &number)) {
        char *end;
        number = kuril_proj()->proj_todeg(kuril_proj()->proj_dmstor(text, &end));
        if (end == text)
            return otherwise;
    }
    return number;
}

/* The eccentricity squared from the second figure of an ellipsoid; 0, a sphere, when there is none. */
static double eccentricity2(const kuril_parameters *p, double a)
{
    const double b = kuril_parameters_number(p, "b", a), rf = kuril_parameters_number(p, "rf", 0);
    const double f = kuril_parameters_number(p, "f", rf != 0 ? 1 / rf : 1 - b / a);
    return kuril_parameters_number(p, "es", f * (2 - f));
}

static void of_name(const char *name, double *a, double *e2)
{
    if (strcmp(name, "WGS84") == 0) { /* nearly always, and PROJ need not be opened */
        const double f = 1 / 298.257223563;
        *a = 6378137;
        *e2 = f * (2 - f);
        return;
    }
    for (const PJ_ELLPS *known = kuril_proj()->proj_list_ellps(); known->id; known++) {
        if (strcmp(known->id, name) != 0)
            continue;
        char *text = g_strconcat(known->major, " ", known->ell, NULL);
        kuril_parameters figures;
        kuril_parameters_parse(text, &figures);
        kuril_parameters_ellipsoid(&figures, a, e2);
        kuril_parameters_finish(&figures);
        g_free(text);
    }
}

void kuril_parameters_ellipsoid(const kuril_parameters *parameters, double *a, double *e2)
{
    const double radius = kuril_parameters_number(parameters, "R", 0),
                 major = kuril_parameters_number(parameters, "a", 0);
    const char *name = kuril_parameters_text(parameters, "ellps");
    if (radius > 0) {
        *a = radius;
        *e2 = 0;
    } else if (major > 0) {
        *a = major;
        *e2 = eccentricity2(parameters, major);
    } else if (name) {
        of_name(name, a, e2);
    }
}

static bool only_known(const kuril_parameters *parameters)
{
    static const char *const known[] = {"proj", "lat_0", "lon_0", "datum", "ellps", "units", "type", "no_defs"};
    guint count = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
        count += kuril_parameters_has(parameters, known[i]);
    return count == g_hash_table_size(parameters->values);
}

static bool is_wgs84(const kuril_parameters *parameters)
{
    const char *datum = kuril_parameters_text(parameters, "datum"), *ellps = kuril_parameters_text(parameters, "ellps");
    return (datum || ellps) && (!datum || strcmp(datum, "WGS84") == 0) && (!ellps || strcmp(ellps, "WGS84") == 0);
}

bool kuril_parameters_oblique_wgs84(const kuril_parameters *parameters, const char *proj, double *lat_0, double *lon_0)
{
    const char *said = kuril_parameters_text(parameters, "proj");
    if (!said || strcmp(said, proj) != 0 || !only_known(parameters) || !is_wgs84(parameters))
        return false;
    *lat_0 = kuril_parameters_number(parameters, "lat_0", 0);
    *lon_0 = kuril_parameters_number(parameters, "lon_0", 0);
    /* Where the formulas lose no digits. */
    return fabs(*lat_0) > 0.1 && fabs(*lat_0) < 85 && fabs(*lon_0) <= 360;
}
