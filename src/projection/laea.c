#include "projection/laea.h"

#include <math.h>

static const double DEGREE = 3.14159265358979323846 / 180;
static const double WGS84_A = 6378137, WGS84_F = 1 / 298.257223563;

/* (3-12), with the logarithm as an inverse hyperbolic tangent. */
static double q_of(double e, double sin_lat)
{
    const double es = e * sin_lat;
    return (1 - e * e) * (sin_lat / (1 - es * es) + atanh(es) / e);
}

bool kuril_laea_make(const kuril_parameters *parameters, kuril_laea *laea)
{
    double lat_0, lon_0;
    if (!kuril_parameters_oblique_wgs84(parameters, "laea", &lat_0, &lon_0))
        return false;
    const double e = sqrt(WGS84_F * (2 - WGS84_F)), sin_1 = sin(lat_0 * DEGREE), q_p = q_of(e, 1);
    const double sin_b1 = q_of(e, sin_1) / q_p, cos_b1 = sqrt(1 - sin_b1 * sin_b1), r_q = WGS84_A * sqrt(q_p / 2);
    const double m_1 = cos(lat_0 * DEGREE) / sqrt(1 - e * e * sin_1 * sin_1);
    *laea = (kuril_laea){lon_0, WGS84_A, e, q_p, sin_b1, cos_b1, r_q, WGS84_A * m_1 / (r_q * cos_b1)};
    return true;
}

bool kuril_laea_forward(const kuril_laea *l, double lon, double lat, double *x, double *y)
{
    const double least = 1e-10;
    if (!(fabs(lat) <= 90))
        return false;
    const double lam = (lon - l->lon_0) * DEGREE, cos_lam = cos(lam);
    const double sin_b = q_of(l->e, sin(lat * DEGREE)) / l->q_p, cos_b = sqrt(fmax(0, 1 - sin_b * sin_b));
    const double nearness = 1 + l->sin_b1 * sin_b + l->cos_b1 * cos_b * cos_lam;
    if (!(nearness > least))
        return false;
    const double b = l->r_q * sqrt(2 / nearness);
    *x = b * l->d * cos_b * sin(lam);
    *y = b / l->d * (l->cos_b1 * sin_b - l->sin_b1 * cos_b * cos_lam);
    return true;
}

/* The latitude, radians, whose q is given: (3-16), which converges to the last digits in a few steps. */
static double latitude_of(const kuril_laea *l, double q)
{
    enum { STEPS = 10 };
    double phi = asin(fmax(-1, fmin(1, q / 2)));
    for (int i = 0; i < STEPS && fabs(q) < l->q_p * (1 - 1e-14); i++) {
        const double s = sin(phi), es2 = l->e * l->e * s * s;
        const double step = (1 - es2) * (1 - es2) / (2 * cos(phi) * (1 - l->e * l->e)) * (q - q_of(l->e, s));
        phi += step;
        if (fabs(step) < 1e-14)
            return phi;
    }
    return fabs(q) < l->q_p * (1 - 1e-14) ? phi : copysign(90 * DEGREE, q);
}

bool kuril_laea_inverse(const kuril_laea *l, double x, double y, double *lon, double *lat)
{
    const double u = x / l->d, v = y * l->d, rho = hypot(u, v), half = rho / (2 * l->r_q);
    if (!(half <= 1))
        return false;
    const double sin_c = 2 * half * sqrt(1 - half * half), cos_c = 1 - 2 * half * half;
    const double up = rho > 0 ? v / rho : 0, right = rho > 0 ? u / rho : 0;
    const double lam = atan2(right * sin_c, l->cos_b1 * cos_c - up * l->sin_b1 * sin_c);
    *lon = l->lon_0 + lam / DEGREE;
    *lat = latitude_of(l, l->q_p * (cos_c * l->sin_b1 + up * sin_c * l->cos_b1)) / DEGREE;
    return true;
}
