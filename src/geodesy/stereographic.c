#include "geodesy/stereographic.h"

#include <math.h>

static const double DEGREE = 3.14159265358979323846 / 180, RADIUS_M = 6371000.0;

kuril_ecef kuril_normal_from(kuril_lonlat p)
{
    const double cos_lat = cos(p.lat * DEGREE);
    return (kuril_ecef){cos_lat * cos(p.lon * DEGREE), cos_lat * sin(p.lon * DEGREE), sin(p.lat * DEGREE)};
}

kuril_lonlat kuril_normal_to(kuril_ecef n)
{
    return (kuril_lonlat){atan2(n.y, n.x) / DEGREE, atan2(n.z, hypot(n.x, n.y)) / DEGREE};
}

void kuril_plane_init(kuril_plane *plane, kuril_lonlat centre)
{
    const double lon = centre.lon * DEGREE, lat = centre.lat * DEGREE;
    plane->centre = kuril_normal_from(centre);
    plane->east = (kuril_ecef){-sin(lon), cos(lon), 0};
    plane->north = (kuril_ecef){-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat)};
}

kuril_xy kuril_plane_forward(const kuril_plane *plane, kuril_lonlat p)
{
    const kuril_ecef n = kuril_normal_from(p);
    const double k = 2 * RADIUS_M / (1 + kuril_ecef_dot(n, plane->centre));
    return (kuril_xy){k * kuril_ecef_dot(n, plane->east), k * kuril_ecef_dot(n, plane->north)};
}

kuril_lonlat kuril_plane_inverse(const kuril_plane *plane, kuril_xy p)
{
    const double x = p.x / (2 * RADIUS_M), y = p.y / (2 * RADIUS_M), rho2 = x * x + y * y;
    const double c = (1 - rho2) / (1 + rho2), e = 2 * x / (1 + rho2), n = 2 * y / (1 + rho2);
    const kuril_ecef *a = &plane->centre, *b = &plane->east, *d = &plane->north;
    return kuril_normal_to((kuril_ecef){a->x * c + b->x * e + d->x * n, a->y * c + b->y * e + d->y * n,
                                        a->z * c + b->z * e + d->z * n});
}
