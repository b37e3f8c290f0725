#include "projection/domain.h"

#include "projection/strip.h"

#include <math.h>
#include <string.h>

/* Kept clear of the seam, so that rounding never takes a place to the other side: a tenth of a millimetre. */
static const double CLEAR = 1e-9;

typedef enum shape {
    NARROW,     /* lon_0 +- a */
    WORLD,      /* lon_0 +- 180, lat -a..a */
    CAP,        /* within a degrees of lon_0, lat_0 */
    LOCAL,      /* a cap about a middle of its own */
    HORIZON,    /* perspective from a height */
    CONIC,      /* lon_0 +- 180, without the far pole */
    BELT_CONIC, /* lon_0 +- 180, within a degrees of the middle of lat_1 and lat_2 */
    TRANSVERSE, /* a world lying on its side, frame latitudes -a..a */
    LOBES,      /* cut into gores */
    OBLIQUE     /* the world of another projection in a turned frame */
} shape;

typedef struct family {
    const char *name;
    shape shape;
    double a;
} family;

/* Limits beyond which PROJ fails, folds, or stretches without end (Mercator's are those of web maps). What is in no
   list is probed. Circles have odd radii, lest one about a pole runs along the parallels of someone's data. */
static const family families[] = {
    {"aea", CONIC, 90},          {"aeqd", CAP, 179.4}, /* the last half degree is torn by the ellipsoid's cut locus */
    {"alsk", LOCAL, 30},         {"cass", NARROW, 40},       {"eqdc", CONIC, 90},       {"etmerc", TRANSVERSE, 80},
    {"geos", HORIZON, 0},        {"gnom", CAP, 79.98765},    {"gs48", LOCAL, 30},       {"gs50", LOCAL, 50},
    {"gstmerc", TRANSVERSE, 80}, {"adams_hemi", NARROW, 90}, {"airy", CAP, 89.98765},   {"tobmerc", WORLD, 85.06},
    {"bipc", LOCAL, 55},         {"cc", WORLD, 75},          {"ccon", BELT_CONIC, 60},  {"healpix", LOBES, 0},
    {"igh", LOBES, 0},           {"igh_o", LOBES, 0},        {"krovak", CAP, 10}, /* folds beyond the pole of its cone
                                                                                   */
    {"labrd", CAP, 20},          {"laea", CAP, 179.9},       {"lcc", CONIC, 80},        {"lcca", CAP, 30},
    {"lee_os", LOCAL, 60},       {"merc", WORLD, 85.06},     {"mil_os", LOCAL, 60},     {"nicol", NARROW, 90},
    {"nsper", HORIZON, 0},       {"nzmg", LOCAL, 12},        {"ob_tran", OBLIQUE, 0},   {"omerc", LOCAL, 75},
    {"ortho", CAP, 90 - 1e-6},   {"somerc", CAP, 60},        {"stere", CAP, 149.98765}, {"sterea", CAP, 149.98765},
    {"imw_p", LOCAL, 30},        {"murd2", BELT_CONIC, 60},  {"oea", CAP, 84.98765},    {"pconic", BELT_CONIC, 60},
    {"qsc", CAP, 89.98765},      {"s2", CAP, 59.98765},      {"tcc", TRANSVERSE, 75},   {"tcea", TRANSVERSE, 90},
    {"tmerc", TRANSVERSE, 80},   {"tpers", HORIZON, 0},      {"ups", CAP, 149.98765},   {"utm", TRANSVERSE, 80},
    {"webmerc", WORLD, 85.06},
};

/* Whole from pole to pole and from lon_0 - 180 to lon_0 + 180, whatever their parameters. */
static const char *const whole[] = {
    "adams_ws1", "adams_ws2", "aitoff", "apian",   "august",   "bacon",     "boggs",  "bonne",   "cea",     "collg",
    "comill",    "crast",     "eck1",   "eck2",    "eck3",     "eck4",      "eck5",   "eck6",    "eqc",     "eqearth",
    "fahey",     "fouc",      "fouc_s", "gall",    "gins8",    "goode",     "hammer", "hatano",  "kav5",    "kav7",
    "larr",      "lagrng",    "lask",   "mbt_s",   "latlon",   "latlong",   "lonlat", "longlat", "mbt_fps", "mbtfpp",
    "mbtfpq",    "mbtfps",    "mill",   "moll",    "natearth", "natearth2", "nell",   "nell_h",  "ortel",   "patterson",
    "putp1",     "putp2",     "putp3",  "putp3p",  "putp4p",   "putp5",     "putp5p", "putp6",   "putp6p",  "poly",
    "rouss",     "rpoly",     "times",  "qua_aut", "robin",    "sinu",      "wag1",   "wag2",    "wag3",    "wag4",
    "wag5",      "wag6",      "vandg",  "vandg3",  "vandg4",   "wag7",      "weren",  "wink1",   "wink2",   "wintri",
};

static const family *find_family(const char *name)
{
    for (size_t i = 0; name && i < G_N_ELEMENTS(families); i++)
        if (strcmp(families[i].name, name) == 0)
            return &families[i];
    static const family whole_world = {"", WORLD, 90};
    for (size_t i = 0; name && i < G_N_ELEMENTS(whole); i++)
        if (strcmp(whole[i], name) == 0)
            return &whole_world;
    return NULL;
}

static double middle_latitude(const kuril_parameters *parameters)
{
    const double lat_1 = kuril_parameters_number(parameters, "lat_1", 0);
    return (lat_1 + kuril_parameters_number(parameters, "lat_2", lat_1)) / 2;
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

/* A turned place has to survive the way back to longitude and latitude: a centimetre from the seam, and a hundred
   metres from the poles, where a centimetre would vanish. */
static void make_turned_world(kuril_domain *domain, double a)
{
    const double clear = 1e-7, limit = fmin(a, 90 - 1e-3);
    domain->kind = KURIL_DOMAIN_WINDOWS;
    domain->turned = true;
    domain->seam = -180;
    add_window(domain, -180 + clear, -limit, 180 - clear, limit);
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
    domain->radius = strcmp(proj, "aeqd") == 0 && kuril_parameters_has(parameters, "R") ? 179.98765 : radius;
}

/* Middles of the projections that are made for one region (Snyder, PP 1395), or that name theirs otherwise. */
static void make_local(kuril_domain *domain, const kuril_parameters *parameters, double radius)
{
    static const struct {
        const char *name;
        kuril_lonlat middle;
    } middles[] = {{"alsk", {-152, 64}},    {"bipc", {-85, 10}},  {"gs48", {-96, 39}}, {"gs50", {-120, 45}},
                   {"lee_os", {-165, -10}}, {"mil_os", {20, 18}}, {"nzmg", {173, -41}}};
    const char *proj = kuril_parameters_text(parameters, "proj");
    domain->kind = KURIL_DOMAIN_CAP;
    domain->radius = radius;
    domain->center.lat = kuril_parameters_number(parameters, "lat_0", 0);
    domain->center.lon = kuril_parameters_number(parameters, "lonc", kuril_parameters_number(parameters, "lon_1", 0));
    if (strcmp(proj, "imw_p") == 0)
        domain->center = (kuril_lonlat){kuril_parameters_number(parameters, "lon_0", 0), middle_latitude(parameters)};
    for (size_t i = 0; i < G_N_ELEMENTS(middles); i++)
        if (strcmp(middles[i].name, proj) == 0)
            domain->center = middles[i].middle;
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
    domain->frame = kuril_frame_make((kuril_lonlat){lon_0 - 90, 0}, (kuril_lonlat){lon_0, 0});
    make_turned_world(domain, a);
}

static void make_conic(kuril_domain *domain, const kuril_parameters *parameters, double a)
{
    const double lat_1 = kuril_parameters_number(parameters, "lat_1", kuril_parameters_number(parameters, "lat_0", 45));
    const double lat_2 = kuril_parameters_number(parameters, "lat_2", lat_1);
    const bool north = lat_1 + lat_2 >= 0;
    make_world(domain, kuril_parameters_number(parameters, "lon_0", 0), north ? -a : -90, north ? 90 : a);
}

typedef struct lobe {
    double west, south, east, north; /* from lon_0 */
} lobe;

/* Goode's cuts, as PROJ has them. */
static const lobe igh_lobes[] = {{-180, 0, -40, 90},  {-40, 0, 180, 90}, {-180, -90, -100, 0},
                                 {-100, -90, -20, 0}, {-20, -90, 80, 0}, {80, -90, 180, 0}};

/* His cuts for oceans. */
static const lobe igh_o_lobes[] = {{-180, 0, -90, 90},  {-90, 0, 60, 90},  {60, 0, 180, 90},
                                   {-180, -90, -60, 0}, {-60, -90, 90, 0}, {90, -90, 180, 0}};

/* The belt of HEALPix ends at asin(2/3); its caps are four gores. */
#define BELT 41.8103148957786
static const lobe healpix_lobes[] = {{-180, -BELT, 180, BELT}, {-180, BELT, -90, 90}, {-90, BELT, 0, 90},
                                     {0, BELT, 90, 90},        {90, BELT, 180, 90},   {-180, -90, -90, -BELT},
                                     {-90, -90, 0, -BELT},     {0, -90, 90, -BELT},   {90, -90, 180, -BELT}};

static void make_lobes(kuril_domain *domain, const char *name, double lon_0)
{
    static const struct {
        const char *name;
        const lobe *lobes;
        size_t n;
    } cuts[] = {{"igh", igh_lobes, G_N_ELEMENTS(igh_lobes)},
                {"igh_o", igh_o_lobes, G_N_ELEMENTS(igh_o_lobes)},
                {"healpix", healpix_lobes, G_N_ELEMENTS(healpix_lobes)}};
    size_t which = 0;
    while (strcmp(cuts[which].name, name) != 0)
        which++;
    const lobe *lobes = cuts[which].lobes;
    const size_t n = cuts[which].n;
    domain->kind = KURIL_DOMAIN_WINDOWS;
    domain->seam = lon_0 - 180;
    for (size_t i = 0; i < n; i++)
        add_window(domain, lon_0 + lobes[i].west + CLEAR, lobes[i].south + CLEAR, lon_0 + lobes[i].east - CLEAR,
                   lobes[i].north - CLEAR);
}

/* Only with the pole given: the other ways to turn the frame are probed. */
static bool make_oblique(kuril_domain *domain, const kuril_parameters *parameters)
{
    const family *inner = find_family(kuril_parameters_text(parameters, "o_proj"));
    if (!inner || inner->shape != WORLD || g_str_has_prefix(kuril_parameters_text(parameters, "o_proj"), "lon") ||
        g_str_has_prefix(kuril_parameters_text(parameters, "o_proj"), "lat") ||
        !kuril_parameters_has(parameters, "o_lat_p"))
        return false;
    const double lon_0 = kuril_parameters_number(parameters, "lon_0", 0);
    const double o_lat_p = kuril_parameters_number(parameters, "o_lat_p", 90);
    const double o_lon_p = kuril_parameters_number(parameters, "o_lon_p", 0);
    /* By Snyder's (5-7) and (5-8b) as PROJ uses them, the pole stands at (lon_0 + 180, o_lat_p), and (lon_0, 90 -
       o_lat_p) on the turned equator at o_lon_p. */
    const kuril_lonlat pole = {lon_0 + 180, o_lat_p};
    const kuril_frame first = kuril_frame_make(pole, (kuril_lonlat){lon_0, 90 - o_lat_p});
    domain->frame = kuril_frame_make(pole, kuril_frame_out(&first, (kuril_lonlat){-o_lon_p, 0}));
    make_turned_world(domain, inner->a);
    return true;
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
    case OBLIQUE:
        if (make_oblique(domain, parameters))
            break;
        make_world(domain, lon_0, -90, 90);
        return false;
    case LOBES:
        make_lobes(domain, f->name, lon_0);
        break;
    case WORLD:
        make_world(domain, lon_0, -f->a, f->a);
        break;
    case CAP:
        make_cap(domain, parameters, f->a);
        break;
    case NARROW:
        make_world(domain, lon_0, -90, 90);
        g_array_index(domain->windows, kuril_rect, 0).x_min = lon_0 - f->a;
        g_array_index(domain->windows, kuril_rect, 0).x_max = lon_0 + f->a;
        break;
    case LOCAL:
        make_local(domain, parameters, f->a);
        break;
    case HORIZON:
        make_cap(domain, parameters, horizon(parameters));
        break;
    case CONIC:
        make_conic(domain, parameters, f->a);
        break;
    case BELT_CONIC:
        make_world(domain, lon_0, fmax(-90, middle_latitude(parameters) - f->a),
                   fmin(90, middle_latitude(parameters) + f->a));
        break;
    case TRANSVERSE:
        make_transverse(domain, parameters, f->a);
        break;
    }
    return true;
}

bool kuril_domain_is_cylindrical(const kuril_parameters *parameters)
{
    static const char *const names[] = {"cc",     "cea",     "comill", "eqc",  "gall",      "latlon", "latlong",
                                        "lonlat", "longlat", "merc",   "mill", "patterson", "webmerc"};
    const char *proj = kuril_parameters_text(parameters, "proj");
    for (size_t i = 0; proj && i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i], proj) == 0)
            return true;
    return false;
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
        if (lon >= w.x_min - slack && lon <= w.x_max + slack && p.lat >= w.y_min - slack && p.lat <= w.y_max + slack)
            return true;
    }
    return false;
}
