#include "geodesy/ellipsoid.h"
#include "geodesy/line.h"

#include <glib.h>
#include <math.h>

const kuril_geod_functions *kuril_geod(void)
{
    static kuril_geod_functions functions;
    static const char *const names[] = {KURIL_GEOD_FUNCTIONS(KURIL_LIBRARY_NAME)};
    static kuril_library library = {
        .file = KURIL_PROJ_FILE, .names = names, .count = G_N_ELEMENTS(names), .table = &functions};
    kuril_library_need(&library);
    return &functions;
}

/* geod_init fills static tables of the library too, so it runs under a lock, once; afterwards all is constant. */
const struct geod_geodesic *kuril_wgs84(void)
{
    static gsize ready = 0;
    static struct geod_geodesic wgs84;
    if (g_once_init_enter(&ready)) {
        kuril_geod()->geod_init(&wgs84, KURIL_WGS84_A, KURIL_WGS84_F);
        g_once_init_leave(&ready, 1);
    }
    return &wgs84;
}

bool kuril_lonlat_is_valid(kuril_lonlat p)
{
    return isfinite(p.lon) && fabs(p.lat) <= 90;
}

kuril_geodesic kuril_geodesic_inverse(kuril_lonlat from, kuril_lonlat to)
{
    kuril_geodesic g = {NAN, NAN, NAN};
    if (kuril_lonlat_is_valid(from) && kuril_lonlat_is_valid(to) && !kuril_line_solve(from, to, &g))
        kuril_geod()->geod_inverse(kuril_wgs84(), from.lat, from.lon, to.lat, to.lon, &g.s12_m, &g.azi1, &g.azi2);
    return g;
}

kuril_lonlat kuril_geodesic_direct(kuril_lonlat from, double azi, double s12_m, double *azi2)
{
    if (azi2)
        *azi2 = NAN;
    if (!kuril_lonlat_is_valid(from) || !isfinite(azi) || !isfinite(s12_m))
        return (kuril_lonlat){NAN, NAN};
    const kuril_line line = kuril_line_new(from, azi);
    return kuril_line_at(&line, s12_m, azi2);
}

kuril_lonlat kuril_geodesic_between(kuril_lonlat from, kuril_lonlat to, double fraction)
{
    const kuril_geodesic g = kuril_geodesic_inverse(from, to);
    return kuril_geodesic_direct(from, g.azi1, g.s12_m * fraction, NULL);
}

kuril_status kuril_distance_table(const kuril_lonlat *from, size_t n_from, const kuril_lonlat *to, size_t n_to,
                                  double *s12_m)
{
    for (size_t i = 0; i < n_from; i++)
        for (size_t j = 0; j < n_to; j++) {
            const double s = kuril_geodesic_inverse(from[i], to[j]).s12_m;
            if (isnan(s))
                return KURIL_E_DOMAIN;
            s12_m[i * n_to + j] = s;
        }
    return KURIL_OK;
}
