#include "projection/domain.h"

#include "projection/strip.h"

#include <math.h>
#include <string.h>

/* Kept clear of the seam, so that rounding never takes a place to the other side: a tenth of a millimetre. */
static const double CLEAR = 1e-9;

typedef enum shape {
    WORLD,      /* lon_0 +- 180, lat -a..a */
    CAP,        /* within a degrees of lon_0, lat_0 */
    HORIZON,    /* perspective from a height */
    CONIC,      /* lon_0 +- 180, without the far pole */
    TRANSVERSE, /* a world lying on its side, frame latitudes -a..a */
    LOBES       /* cut into gores */
} shape;

typedef struct family {
    const char *name;
    shape shape;
    double a;
} family;

/* Limits beyond which PROJ fails, folds, or stretches without end. */
static const family families[] = {
    {"merc", WORLD, 89.5},
    {"webmerc", WORLD, 89.5},
    {"mill", WORLD, 90},
    {"eqc", WORLD, 90},
    {"robin", WORLD, 90},
    {"eqearth", WORLD, 90},
    {"moll", WORLD, 90},
    {"sinu", WORLD, 90},
    {"cea", WORLD, 90},
    {"longlat", WORLD, 90},
    {"laea", CAP, 179.9},
    {"aeqd", CAP, 179.4}, /* the last half degree is torn by the ellipsoid's cut locus */
    {"stere", CAP, 150},
    {"ups", CAP, 150},
    {"sterea", CAP, 150},
    {"ortho", CAP, 90 - 1e-6},
    {"gnom", CAP, 80},
    {"nsper", HORIZON, 0},
    {"tpers", HORIZON, 0},
    {"geos", HORIZON, 0},
    {"lcc", CONIC, 80},
    {"aea", CONIC, 90},
    {"eqdc", CONIC, 90},
    {"tmerc", TRANSVERSE, 81},
    {"etmerc", TRANSVERSE, 81},
    {"utm", TRANSVERSE, 81},
    {"gstmerc", TRANSVERSE, 81},
    {"cass", TRANSVERSE, 90},
};

static const family *find_family(const char *name)
{
    for (size_t i = 0; name && i < G_N_ELEMENTS(families); i++)
        if (strcmp(families[i].name, name) == 0)
            return &families[i];
    return NULL;
}

static void add_window(kuril_domain *domain, double west, double south, double east, double north)
{
    const kuril_rect box = {west, south, east, north};
    g_array_append_val(domain->windows, box);
}

static void make_world(kuril_domain *domain, double lon_0, double south, double north)
{
    domain->kind = KURIL_DOMAIN_WINDOWS;
    domain->seam = lon_0 - 180;
    add_window(domain, domain->seam + CLEAR, south, domain->seam + 360 - CLEAR, north);
}

static void make_cap(kuril_domain *domain, const kuril_parameters *parameters, double radius)
{
    const char *proj = kuril_parameters_text(parameters, "proj");
    domain->kind = KURIL_DOMAIN_CAP;
    domain->center.lon = kuril_parameters_number(parameters, "lon_0", 0);
    domain->center.lat = kuril_parameters_number(parameters, "lat_0", 0);
    if (strcmp(proj, "ups") == 0)
        domain->center = (kuril_lonlat){0, kuril_parameters_has(parameters, "south") ? -90 : 90};
    if (strcmp(proj, "geos") == 0)
        domain->center.lat = 0;
    domain->radius = radius;
}

static double horizon(const kuril_parameters *parameters)
{
    const double radius = kuril_parameters_number(parameters, "a", kuril_parameters_number(parameters, "R", 6378137));
    const double height = kuril_parameters_number(parameters, "h", 35785831);
    /* geos is of the ellipsoid, whose horizon lies a little nearer to the pole */
    return acos(radius / (radius + height)) / KURIL_DEG - 0.05;
}

static void make_transverse(kuril_domain *domain, const kuril_parameters *parameters, double a)
{
    double lon_0 = kuril_parameters_number(parameters, "lon_0", 0);
    const double zone = kuril_parameters_number(parameters, "zone", 0);
    if (zone > 0)
        lon_0 = 6 * zone - 183;
    domain->turned = true;
    domain->frame = kuril_frame_make((kuril_lonlat){lon_0 - 90, 0}, (kuril_lonlat){lon_0, 0});
    make_world(domain, 0, -a, a);
}

static void make_conic(kuril_domain *domain, const kuril_parameters *parameters, double a)
{
    const double lat_1 = kuril_parameters_number(parameters, "lat_1", kuril_parameters_number(parameters, "lat_0", 45));
    const double lat_2 = kuril_parameters_number(parameters, "lat_2", lat_1);
    const bool north = lat_1 + lat_2 >= 0;
    make_world(domain, kuril_parameters_number(parameters, "lon_0", 0), north ? -a : -90, north ? 90 : a);
}

bool kuril_domain_make(const kuril_parameters *parameters, kuril_domain *domain)
{
    *domain = (kuril_domain){.windows = g_array_new(FALSE, FALSE, sizeof(kuril_rect))};
    const family *f = find_family(kuril_parameters_text(parameters, "proj"));
    const double lon_0 = kuril_parameters_number(parameters, "lon_0", 0);
    if (!f) {
        make_world(domain, lon_0, -90, 90);
        return false;
    }
    switch (f->shape) {
    case WORLD:
    case LOBES:
        make_world(domain, lon_0, -f->a, f->a);
        break;
    case CAP:
        make_cap(domain, parameters, f->a);
        break;
    case HORIZON:
        make_cap(domain, parameters, horizon(parameters));
        break;
    case CONIC:
        make_conic(domain, parameters, f->a);
        break;
    case TRANSVERSE:
        make_transverse(domain, parameters, f->a);
        break;
    }
    return true;
}

void kuril_domain_finish(kuril_domain *domain)
{
    if (domain->windows)
        g_array_free(domain->windows, TRUE);
    domain->windows = NULL;
}

double kuril_domain_lon(const kuril_domain *domain, double lon)
{
    return kuril_strip_lon(domain->seam, lon);
}

bool kuril_domain_contains(const kuril_domain *domain, kuril_lonlat lonlat)
{
    if (domain->kind == KURIL_DOMAIN_CAP)
        return kuril_sphere_distance(domain->center, lonlat) <= domain->radius;
    const kuril_lonlat p = domain->turned ? kuril_frame_in(&domain->frame, lonlat) : lonlat;
    const double lon = kuril_domain_lon(domain, p.lon), slack = 2 * CLEAR;
    for (guint i = 0; i < domain->windows->len; i++) {
        const kuril_rect w = g_array_index(domain->windows, kuril_rect, i);
        if (lon >= w.x_min - slack && lon <= w.x_max + slack && p.lat >= w.y_min && p.lat <= w.y_max)
            return true;
    }
    return false;
}
