/* Parameters of a PROJ string, such as "+proj=laea +lat_0=50 +lon_0=150". */
#ifndef KURIL_PROJECTION_PARAMETERS_H
#define KURIL_PROJECTION_PARAMETERS_H

#include <glib.h>
#include <stdbool.h>

typedef struct kuril_parameters {
    GHashTable *values; /* name to text; "" for one without a value */
} kuril_parameters;

void kuril_parameters_parse(const char *text, kuril_parameters *parameters);
void kuril_parameters_finish(kuril_parameters *parameters);
/** NULL when absent. */
const char *kuril_parameters_text(const kuril_parameters *parameters, const char *name);
bool kuril_parameters_has(const kuril_parameters *parameters, const char *name);
/** A number, or degrees-minutes-seconds as PROJ writes them; `otherwise` when absent or neither. */
double kuril_parameters_number(const kuril_parameters *parameters, const char *name, double otherwise);
/** The ellipsoid that `R`, `a` with `b`, `rf`, `f` or `es`, or `ellps` name: metres, eccentricity squared. Both are
 * left as they are where nothing names one. */
void kuril_parameters_ellipsoid(const kuril_parameters *parameters, double *a, double *e2);
/** Whether they say a projection about a middle off the equator and the poles, on WGS 84, and nothing that changes it. */
bool kuril_parameters_oblique_wgs84(const kuril_parameters *parameters, const char *proj, double *lat_0, double *lon_0);

#endif
