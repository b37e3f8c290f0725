#include "projection/ortho.h"

#include <math.h>

static const double DEGREE = 3.14159265358979323846 / 180;
static const double WGS84_A = 6378137, WGS84_E2 = (2 - 1 / 298.257223563) / 298.257223563;

/* Radius of curvature across the meridian, in earth radii. */
static double nu_of(double sin_lat)
{
    return 1 / sqrt(1 - WGS84_E2 * sin_lat * sin_lat);
}

bool kuril_ortho_make(const kuril_parameters *parameters, kuril_ortho *ortho)
{
    double lat_0, lon_0;
    if (!kuril_parameters_oblique_wgs84(parameters, "ortho", &lat_0, &lon_0))
        return false;
    const double sin_0 = sin(lat_0 * DEGREE), cos_0 = cos(lat_0 * DEGREE);
    *ortho = (kuril_ortho){lon_0, sin_0, cos_0, WGS84_E2 * nu_of(sin_0) * sin_0 * cos_0};
    return true;
}

bool kuril_ortho_forward(const kuril_ortho *o, double lon, double lat, double *x, double *y)
{
    const double slack = 1e-10;
    if (!(fabs(lat) <= 90))
        return false;
    const double lam = remainder(lon - o->lon_0, 360) * DEGREE, sin_lat = sin(lat * DEGREE),
                 cos_lat = cos(lat * DEGREE);
    const double cos_lam = cos(lam), nu = nu_of(sin_lat);
    if (!(o->sin_0 * sin_lat + o->cos_0 * cos_lat * cos_lam >= -slack))
        return false;
    *x = WGS84_A * nu * cos_lat * sin(lam);
    *y = WGS84_A *
         (nu * (sin_lat * o->cos_0 - cos_lat * o->sin_0 * cos_lam) + o->shift - WGS84_E2 * nu * sin_lat * o->cos_0);
    return true;
}

/* Where the line of sight meets the ellipsoid X^2 + Y^2 + Z^2 / (1 - e^2) = 1 first. */
bool kuril_ortho_inverse(const kuril_ortho *o, double x, double y, double *lon, double *lat)
{
    const double e = x / WGS84_A, n = y / WGS84_A - o->shift, s = o->sin_0, c = o->cos_0, k = 1 / (1 - WGS84_E2);
    const double square = c * c + k * s * s, half = n * s * c * (k - 1), rest = n * n * (s * s + k * c * c) + e * e - 1;
    const double root = half * half - square * rest;
    if (!(root >= 0))
        return false;
    const double up = (sqrt(root) - half) / square, out = up * c - n * s, north = up * s + n * c;
    *lon = o->lon_0 + atan2(e, out) / DEGREE;
    *lat = atan2(k * north, hypot(out, e)) / DEGREE;
    return true;
}
