#include "measure/surroundings.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "measure/subject.h"
#include <kurilmap/dataset.h>
#include <math.h>
#include <string.h>

/* United Nations Convention on the Law of the Sea, articles 3, 33 and 57. */
static const double TERRITORIAL_M = 12 * KURIL_NMI_M, CONTIGUOUS_M = 24 * KURIL_NMI_M, EXCLUSIVE_M = 200 * KURIL_NMI_M;

typedef struct look {
    kuril_lonlat p;
    const kuril_diagnostics *diagnostics;
    kuril_error *error;
    GArray *findings;
} look;

static kuril_finding *add(look *l, const char *item, const char *title, const char *value)
{
    const kuril_finding f = {.item = item,
                             .title = title,
                             .value = g_strdup(value),
                             .distance_m = NAN,
                             .azi = NAN,
                             .accuracy_m = KURIL_PLACE_ACCURACY_M};
    g_array_append_val(l->findings, f);
    return &g_array_index(l->findings, kuril_finding, l->findings->len - 1);
}

static const char *text_of(const kuril_feature *feature, const char *field)
{
    const kuril_value *v = kuril_feature_get(feature, field);
    return v && v->kind == KURIL_STRING ? v->as.string : "";
}

static double number_of(const kuril_feature *feature, const char *field)
{
    const kuril_value *v = kuril_feature_get(feature, field);
    return v && v->kind == KURIL_NUMBER ? v->as.number : NAN;
}

/* A feature of a layer near a place, with how near. Fields are copies, owned. */
typedef struct neighbour {
    bool found;
    const char *layer; /* that it is from */
    kuril_nearest nearest;
    char *id, *name, *admin, *claimed_by;
} neighbour;

static void finish_neighbour(neighbour *n)
{
    g_free(n->id);
    g_free(n->name);
    g_free(n->admin);
    g_free(n->claimed_by);
    *n = (neighbour){0};
}

/* Calls for every feature of a layer whose box lies within `reach_m` of p. */
typedef kuril_status (*visitor)(look *l, const kuril_feature *feature, const kuril_shape *shape, void *user);

static bool reach_box(kuril_lonlat p, double reach_m, kuril_bbox *box)
{
    const double degree = G_PI / 180, up = reach_m / 6.33e6 / degree, highest = fabs(p.lat) + up;
    if (highest > 88)
        return false;
    const double aside = up / cos(highest * degree);
    if (aside >= 179)
        return false;
    *box = (kuril_bbox){kuril_lon_near(p.lon - aside, 0), p.lat - up, kuril_lon_near(p.lon + aside, 0), p.lat + up};
    return true;
}

static kuril_status each_near(look *l, const char *layer, kuril_lonlat p, double reach_m, visitor visit, void *user)
{
    kuril_dataset *dataset = NULL;
    char *name = g_strconcat("geodata:", layer, NULL);
    kuril_status status = kuril_dataset_open(name, NULL, l->diagnostics, &dataset, l->error);
    g_free(name);
    kuril_bbox box;
    const kuril_query query = {.bbox = reach_box(p, reach_m, &box) ? &box : NULL};
    if (!status)
        status = kuril_dataset_select(dataset, &query, l->error);
    while (!status) {
        const kuril_feature *feature = NULL;
        status = kuril_dataset_next(dataset, &feature, l->error);
        if (!feature)
            break;
        kuril_shape *shape = NULL;
        if (!status)
            status = kuril_shape_new(feature->geometry, KURIL_EDGES_GEODESIC, &shape);
        if (!status)
            status = visit(l, feature, shape, user);
        kuril_shape_free(shape);
    }
    kuril_dataset_close(dataset);
    return status;
}

/* ---- The nearest feature ---- */

static const char coarse_shores[] = "coastline_1km"; /* of the world, for what lies outside of the region */

/* The region that the full coast holds, its frame with it. */
static bool in_region(kuril_lonlat p)
{
    return p.lon >= 120 && p.lon <= 180 && p.lat >= 38 && p.lat <= 66;
}

typedef struct nearest_search {
    kuril_lonlat from;
    const char *layer; /* that is read */
    double limit_m;
    bool shore_only;
    neighbour best;
} nearest_search;

static kuril_status keep_nearest(look *l, const kuril_feature *feature, const kuril_shape *shape, void *user)
{
    (void)l;
    nearest_search *s = user;
    kuril_nearest n;
    const bool found = s->shore_only ? kuril_shape_nearest_shore(s->from, shape, s->limit_m, &n)
                                     : kuril_shape_nearest_point(s->from, shape, s->limit_m, &n);
    if (!found || (s->best.found && n.geodesic.s12_m >= s->best.nearest.geodesic.s12_m))
        return KURIL_OK;
    if (s->layer == coarse_shores && in_region(n.b)) /* the full coast has it better */
        return KURIL_OK;
    finish_neighbour(&s->best);
    const char *name = text_of(feature, "name_en");
    s->best = (neighbour){true,
                          s->layer,
                          n,
                          g_strdup(text_of(feature, "id")),
                          g_strdup(name[0] ? name : text_of(feature, "name")),
                          g_strdup(text_of(feature, "admin")),
                          g_strdup(text_of(feature, "claimed_by"))};
    s->limit_m = n.geodesic.s12_m;
    return KURIL_OK;
}

/* Looks farther and farther until something is found or the last reach is done. */
static kuril_status find_nearest(look *l, const char *const *layers, kuril_lonlat from, const double *reaches,
                                 bool shore_only, neighbour *best)
{
    nearest_search s = {.from = from, .shore_only = shore_only};
    kuril_status status = KURIL_OK;
    for (size_t i = 0; reaches[i] > 0 && !s.best.found && !status; i++) {
        s.limit_m = reaches[i];
        for (size_t k = 0; layers[k] && !status; k++) {
            s.layer = layers[k];
            status = each_near(l, layers[k], from, reaches[i], keep_nearest, &s);
        }
    }
    *best = s.best;
    return status;
}

/* ---- Land ---- */

static const char *const shores[] = {"coastline_full", coarse_shores, NULL};
static const char *const islands[] = {"islands_full", NULL};
static const char *const countries[] = {"countries_50m", NULL};
static const char lakes[] = "lakes";

static kuril_status note_land(look *l, const kuril_feature *feature, const kuril_shape *shape, void *user)
{
    (void)feature;
    bool *on_land = user;
    *on_land = *on_land || kuril_shape_contains(shape, l->p);
    return KURIL_OK;
}

/* Coasts of the region at full detail, of the rest of the world thinned to 1 km: more would leave out islands. */
static kuril_status is_land(look *l, bool *on_land)
{
    const double edge = 1e-6; /* degrees: on the frame itself the full layer ends */
    const bool within = l->p.lon > 120 + edge && l->p.lon < 180 - edge && l->p.lat > 38 + edge && l->p.lat < 66 - edge;
    *on_land = false;
    kuril_status status = in_region(l->p) ? each_near(l, "coast_full", l->p, 1, note_land, on_land) : KURIL_OK;
    if (!status && !within && !*on_land)
        status = each_near(l, "coast_1km", l->p, 1, note_land, on_land);
    return status;
}

/* Whose land is at or near a place: the island's administration, else the country. */
typedef struct owner {
    char *state, *admin, *claimed_by, *island, *island_id;
} owner;

static void finish_owner(owner *o)
{
    g_free(o->state);
    g_free(o->admin);
    g_free(o->claimed_by);
    g_free(o->island);
    g_free(o->island_id);
}

static char *empty_to_null(const char *text)
{
    return text && text[0] ? g_strdup(text) : NULL;
}

/* Countries end at their shores, and those of their data are coarse: one that is near may be it. */
static const double near_country[] = {1000, 100e3, 500e3, 0}, in_country[] = {1, 0};

static kuril_status find_owner(look *l, kuril_lonlat place, const double *reaches, owner *o)
{
    static const double on_island[] = {1, 0};
    neighbour island = {0}, country = {0};
    kuril_status status = find_nearest(l, islands, place, on_island, false, &island);
    if (!status && !(island.found && island.admin[0]))
        status = find_nearest(l, countries, place, reaches, false, &country);
    if (island.found) {
        o->island = empty_to_null(island.name);
        o->island_id = empty_to_null(island.id);
        o->admin = empty_to_null(island.admin);
        o->claimed_by = empty_to_null(island.claimed_by);
    }
    if (o->admin)
        o->state = g_strndup(o->admin, strcspn(o->admin, ":"));
    else if (country.found)
        o->state = empty_to_null(country.name);
    finish_neighbour(&island);
    finish_neighbour(&country);
    return status;
}

/* The Antarctic Treaty (1959), article IV: claims rest, and no new ones are made; waters off it are nobody's. */
static bool is_no_state(const owner *o)
{
    return o->state && strcmp(o->state, "Antarctica") == 0;
}

static void add_owner(look *l, const owner *o)
{
    if (is_no_state(o)) {
        add(l, "administration", "Administered by", "no state")->note = g_strdup("Antarctic Treaty");
        return;
    }
    if (o->island)
        add(l, "island", "Island", o->island)->id = g_strdup(o->island_id);
    if (o->admin || o->state)
        add(l, "administration", "Administered by", o->admin ? o->admin : o->state);
    if (o->claimed_by)
        add(l, "claim", "Claimed by", o->claimed_by);
}

/* ---- Straits where Japan claims less ---- */

/*
 * Law on the Territorial Sea and the Contiguous Zone (No. 30 of 1977), supplementary provision 2: in the designated areas of
 * five straits, two of which are in our coasts' region, Japan's territorial sea is 3 nautical miles wide.
 */
static const double DESIGNATED_M = 3 * KURIL_NMI_M;

typedef struct designated {
    double margin_m; /* as far from its waters a place may still be in them: two sources' shores differ */
    bool near_strait, in_waters;
} designated;

static kuril_status note_designated(look *l, const kuril_feature *feature, const kuril_shape *shape, void *user)
{
    static const double reach_m = 120e3; /* from the narrowest line: Tsugaru Strait is longer than wide */
    const char *id = text_of(feature, "id");
    kuril_nearest n;
    if (strcmp(id, "la-perouse-strait") == 0 || strcmp(id, "tsugaru-strait") == 0)
        ((designated *)user)->near_strait |= kuril_shape_nearest_point(l->p, shape, reach_m, &n);
    return KURIL_OK;
}

/* Japan's waters as OpenStreetMap has them: strips of 3 miles in the straits. */
static kuril_status note_japanese(look *l, const kuril_feature *feature, const kuril_shape *shape, void *user)
{
    designated *d = user;
    kuril_nearest n;
    if (strcmp(text_of(feature, "iso_a3"), "JPN") == 0)
        d->in_waters |= kuril_shape_nearest_point(l->p, shape, d->margin_m, &n);
    return KURIL_OK;
}

/* Whether a place this far from Japan's shore lies beyond its territorial sea though within 12 nautical miles. */
static kuril_status is_designated(look *l, double distance_m, const owner *o, bool *is)
{
    designated d = {.margin_m = distance_m > TERRITORIAL_M - KURIL_NMI_M ? 1000 : 0};
    *is = false;
    if (distance_m <= DESIGNATED_M || distance_m > TERRITORIAL_M || g_strcmp0(o->state, "Japan") != 0)
        return KURIL_OK;
    kuril_status status = each_near(l, "straits", l->p, 150e3, note_designated, &d);
    if (!status && d.near_strait)
        status = each_near(l, "sovereign_waters", l->p, d.margin_m + 1, note_japanese, &d);
    *is = d.near_strait && !d.in_waters;
    return status;
}

/* ---- Zones ---- */

static const char *zone_at(double distance_m)
{
    return distance_m <= TERRITORIAL_M ? "territorial sea"
           : distance_m <= CONTIGUOUS_M ? "contiguous zone"
           : distance_m <= EXCLUSIVE_M ? "exclusive economic zone"
                                        : NULL;
}

static kuril_finding *add_zone(look *l, const char *item, const char *title, const char *zone, const char *state)
{
    char *value = g_strdup_printf("%s of %s", zone, state);
    kuril_finding *f = add(l, item, title, value);
    g_free(value);
    return f;
}

static kuril_status add_zones(look *l, double distance_m, const owner *o)
{
    const char *zone = zone_at(distance_m);
    if (zone && is_no_state(o)) {
        add(l, "zone", "Zone", "no state's")->note = g_strdup("Antarctic Treaty");
        return KURIL_OK;
    }
    bool is = false;
    const kuril_status status = is_designated(l, distance_m, o, &is);
    if (status)
        return status;
    if (is) {
        add_zone(l, "zone", "Zone", zone_at(CONTIGUOUS_M), o->state)->note =
            g_strdup("Japan's territorial sea is 3 nmi wide in this strait");
        return KURIL_OK;
    }
    if (!zone) {
        add(l, "zone", "Zone", "high seas")->note = g_strdup("beyond 200 nmi of every coast");
        return KURIL_OK;
    }
    const char *state = o->state ? o->state : "the nearest coast's state";
    if (!o->claimed_by || strcmp(o->claimed_by, state) == 0) {
        add_zone(l, "zone", "Zone", zone, state);
        return KURIL_OK;
    }
    add_zone(l, "zone-neutral", "Zone, de facto", zone, state)->note =
        g_strdup_printf("measured from land that %s claims", o->claimed_by);
    if (strcmp(o->claimed_by, "Japan") == 0)
        add_zone(l, "zone-jp", "Zone, Japan's view", zone, o->claimed_by);
    if (strcmp(state, "Russia") == 0)
        add_zone(l, "zone-ru", "Zone, Russia's view", zone, state);
    return KURIL_OK;
}

/* ---- Waters ---- */

static kuril_status note_sea(look *l, const kuril_feature *feature, const kuril_shape *shape, void *user)
{
    (void)user;
    if (kuril_shape_contains(shape, l->p))
        add(l, "sea", "Sea", text_of(feature, "name_en"))->id = g_strdup(text_of(feature, "id"));
    return KURIL_OK;
}

/* In a strait: no farther from its narrowest line than half its width. */
static kuril_status note_strait(look *l, const kuril_feature *feature, const kuril_shape *shape, void *user)
{
    bool *in_strait = user;
    const double width_m = number_of(feature, "width_km") * 1000;
    kuril_nearest n;
    if (!kuril_shape_nearest_point(l->p, shape, width_m / 2, &n))
        return KURIL_OK;
    *in_strait = true;
    kuril_finding *f = add(l, "strait", "Strait", text_of(feature, "name_en"));
    f->id = g_strdup(text_of(feature, "id"));
    char number[KURIL_NUMBER_MAX];
    f->note = g_strdup_printf("narrowest %s km", kuril_number_print_fixed(width_m / 1000, 1, number));
    return KURIL_OK;
}

static kuril_status add_depth(look *l, bool in_strait)
{
    kuril_raster *raster = NULL;
    kuril_status status = kuril_raster_open("geodata:depth_grid", NULL, l->diagnostics, &raster, l->error);
    double height = NAN;
    if (!status)
        status = kuril_raster_sample(raster, 1, &l->p, 1, &height, l->error);
    kuril_raster_close(raster);
    if (status || !(height < 0))
        return status;
    char number[KURIL_NUMBER_MAX], *value =
        g_strdup_printf("about %s m", kuril_number_print_fixed(round(-height / 10) * 10, 0, number));
    kuril_finding *f = add(l, "depth", "Depth", value);
    f->note = g_strdup(in_strait ? "ETOPO5, 5 minute grid: not to be trusted in straits" : "ETOPO5, 5 minute grid");
    g_free(value);
    return KURIL_OK;
}

/* ---- The essay ---- */

static kuril_status note_area(look *l, const kuril_feature *feature, const kuril_shape *shape, void *user)
{
    (void)user;
    if (!kuril_shape_contains(shape, l->p))
        return KURIL_OK;
    kuril_finding *f = add(l, "essay-area", "Essay's area", text_of(feature, "name_en"));
    f->id = g_strdup(text_of(feature, "id"));
    f->note = g_strdup_printf("paragraph %s", text_of(feature, "para"));
    return KURIL_OK;
}

static kuril_status add_essay_point(look *l)
{
    static const char *const points[] = {"strategic_point", NULL};
    static const double reaches[] = {200e3, 3000e3, 0};
    neighbour n = {0};
    const kuril_status status = find_nearest(l, points, l->p, reaches, false, &n);
    if (n.found) {
        kuril_finding *f = add(l, "essay-point", "Nearest essay point", n.name);
        f->id = g_strdup(n.id);
        f->distance_m = n.nearest.geodesic.s12_m;
        f->azi = f->distance_m > 0 ? n.nearest.geodesic.azi1 : NAN;
    }
    finish_neighbour(&n);
    return status;
}

static kuril_status layer_accuracy(const look *l, const char *layer, double *accuracy_m)
{
    char *name = g_strconcat("geodata:", layer, NULL);
    const kuril_status status = kuril_embedded_accuracy(name, accuracy_m, l->error);
    g_free(name);
    return status;
}

static kuril_status look_at_sea(look *l)
{
    static const double reaches[] = {30e3, 120e3, 500e3, 2500e3, 21e6, 0};
    neighbour land = {0};
    owner o = {0};
    bool in_strait = false;
    add(l, "ground", "Here", "sea");
    kuril_status status = each_near(l, "seas", l->p, 1, note_sea, NULL);
    if (!status)
        status = each_near(l, "straits", l->p, 200e3, note_strait, &in_strait);
    if (!status)
        status = find_nearest(l, shores, l->p, reaches, true, &land);
    if (!status && land.found)
        status = find_owner(l, land.nearest.b, near_country, &o);
    if (!status && land.found) {
        kuril_finding *f = add(l, "nearest-land", "Nearest land", o.island ? o.island : o.state ? o.state : "coast");
        f->id = g_strdup(o.island_id);
        f->distance_m = land.nearest.geodesic.s12_m;
        status = layer_accuracy(l, land.layer, &f->accuracy_m);
        f->azi = land.nearest.geodesic.azi1;
        f->note = o.claimed_by ? g_strdup_printf("%s; claimed by %s", o.admin ? o.admin : o.state, o.claimed_by)
                  : o.admin    ? g_strdup(o.admin)
                               : NULL;
        if (!status)
            status = add_zones(l, land.nearest.geodesic.s12_m, &o);
    }
    if (!status)
        status = add_depth(l, in_strait);
    finish_neighbour(&land);
    finish_owner(&o);
    return status;
}

static kuril_status note_lake(look *l, const kuril_feature *feature, const kuril_shape *shape, void *user)
{
    bool *in_lake = user;
    if (*in_lake || !kuril_shape_contains(shape, l->p))
        return KURIL_OK;
    *in_lake = true;
    const double km2 = number_of(feature, "area_km2"), step = pow(10, fmax(0, floor(log10(km2)) - 1));
    char number[KURIL_NUMBER_MAX];
    kuril_finding *ground = add(l, "ground", "Here", "lake");
    ground->note = g_strdup_printf("of about %s km², any islands with it",
                                   kuril_number_print_fixed(round(km2 / step) * step, 0, number));
    return layer_accuracy(l, lakes, &ground->accuracy_m);
}

/* Land, or a lake on it; of the Caspian Sea no state has a part there. */
static kuril_status look_on_land(look *l)
{
    owner o = {0};
    bool in_lake = false;
    kuril_status status = each_near(l, lakes, l->p, 1, note_lake, &in_lake);
    if (!status && !in_lake) {
        kuril_finding *ground = add(l, "ground", "Here", "land");
        status = layer_accuracy(l, in_region(l->p) ? "coast_full" : "coast_1km", &ground->accuracy_m);
    }
    if (!status)
        status = find_owner(l, l->p, in_lake ? in_country : near_country, &o);
    if (!status)
        add_owner(l, &o);
    finish_owner(&o);
    return status;
}

kuril_status kuril_look_about(kuril_lonlat p, const kuril_diagnostics *diagnostics, GArray **findings, kuril_error *error)
{
    look l = {p, diagnostics, error, g_array_new(FALSE, FALSE, sizeof(kuril_finding))};
    bool on_land = false;
    kuril_status status = is_land(&l, &on_land);
    if (!status)
        status = on_land ? look_on_land(&l) : look_at_sea(&l);
    if (!status)
        status = each_near(&l, "strategic_area", p, 1, note_area, NULL);
    if (!status)
        status = add_essay_point(&l);
    if (status) {
        kuril_findings_free(l.findings);
        return status;
    }
    *findings = l.findings;
    return KURIL_OK;
}

void kuril_findings_free(GArray *findings)
{
    for (guint i = 0; findings && i < findings->len; i++) {
        kuril_finding *f = &g_array_index(findings, kuril_finding, i);
        g_free(f->value);
        g_free(f->id);
        g_free(f->note);
    }
    if (findings)
        g_array_free(findings, TRUE);
}
