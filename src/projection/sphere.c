#include "projection/sphere.h"
#include <math.h>

kuril_vector kuril_vector_of(kuril_lonlat p)
{
    const double lam = p.lon * KURIL_DEG, phi = p.lat * KURIL_DEG, c = cos(phi);
    return (kuril_vector){c * cos(lam), c * sin(lam), sin(phi)};
}

kuril_lonlat kuril_vector_lonlat(kuril_vector v)
{
    return (kuril_lonlat){atan2(v.y, v.x) / KURIL_DEG, atan2(v.z, hypot(v.x, v.y)) / KURIL_DEG};
}

double kuril_vector_dot(kuril_vector a, kuril_vector b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

kuril_vector kuril_vector_cross(kuril_vector a, kuril_vector b)
{
    return (kuril_vector){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

static kuril_vector unit(kuril_vector v)
{
    const double n = sqrt(kuril_vector_dot(v, v));
    return (kuril_vector){v.x / n, v.y / n, v.z / n};
}

double kuril_sphere_distance(kuril_lonlat a, kuril_lonlat b)
{
    const kuril_vector u = kuril_vector_of(a), v = kuril_vector_of(b), c = kuril_vector_cross(u, v);
    return atan2(sqrt(kuril_vector_dot(c, c)), kuril_vector_dot(u, v)) / KURIL_DEG;
}

kuril_frame kuril_frame_make(kuril_lonlat pole, kuril_lonlat origin)
{
    const kuril_vector z = kuril_vector_of(pole);
    const kuril_vector y = unit(kuril_vector_cross(z, kuril_vector_of(origin)));
    const kuril_vector x = kuril_vector_cross(y, z);
    return (kuril_frame){{{x.x, x.y, x.z}, {y.x, y.y, y.z}, {z.x, z.y, z.z}}};
}

kuril_lonlat kuril_frame_in(const kuril_frame *frame, kuril_lonlat geographic)
{
    const kuril_vector v = kuril_vector_of(geographic);
    const double(*m)[3] = frame->m;
    return kuril_vector_lonlat((kuril_vector){m[0][0] * v.x + m[0][1] * v.y + m[0][2] * v.z,
                                              m[1][0] * v.x + m[1][1] * v.y + m[1][2] * v.z,
                                              m[2][0] * v.x + m[2][1] * v.y + m[2][2] * v.z});
}

kuril_lonlat kuril_frame_out(const kuril_frame *frame, kuril_lonlat turned)
{
    const kuril_vector v = kuril_vector_of(turned);
    const double(*m)[3] = frame->m;
    return kuril_vector_lonlat((kuril_vector){m[0][0] * v.x + m[1][0] * v.y + m[2][0] * v.z,
                                              m[0][1] * v.x + m[1][1] * v.y + m[2][1] * v.z,
                                              m[0][2] * v.x + m[1][2] * v.y + m[2][2] * v.z});
}
