#include "projection/inverse.h"

#include "core/diagnostics.h"
#include "core/file.h"
#include "core/text.h"
#include <errno.h>
#include <math.h>
#include <string.h>

static void silent(void *user, int level, const char *message)
{
    (void)user;
    (void)level;
    (void)message;
}

/* Collects PROJ's own words, for the error that follows. */
static void collect(void *user, int level, const char *message)
{
    GString *log = user;
    if (level == PJ_LOG_ERROR && log->len < 400)
        g_string_append_printf(log, "%s%s", log->len ? "; " : "", message);
}

void kuril_projection_free(kuril_projection *projection)
{
    if (!projection)
        return;
    if (projection->context) {
        kuril_proj()->proj_destroy(projection->pj);
        kuril_proj()->proj_context_destroy(projection->context);
    }
    kuril_domain_finish(&projection->domain);
    kuril_seeds_free(projection->seeds);
    g_free(projection->definition);
    g_free(projection->description);
    g_free(projection);
}

/* Datum shifts and axes other than east and north need PROJ's machinery for coordinate systems, and its database. */
static bool is_plain(const kuril_parameters *p)
{
    static const char *const heavy[] = {"towgs84", "nadgrids", "geoidgrids", "axis", "init", "step", "pm"};
    const char *proj = kuril_parameters_text(p, "proj"), *datum = kuril_parameters_text(p, "datum");
    for (size_t i = 0; i < G_N_ELEMENTS(heavy); i++)
        if (kuril_parameters_has(p, heavy[i]))
            return false;
    static const char *const not_plain[] = {"longlat", "latlong", "lonlat", "latlon", "pipeline", "webmerc"};
    for (size_t i = 0; proj && i < G_N_ELEMENTS(not_plain); i++)
        if (strcmp(proj, not_plain[i]) == 0)
            return false;
    return proj && (!datum || strcmp(datum, "WGS84") == 0);
}

/* In metres whatever unit the string asks for. */
static char *without_units(const char *text)
{
    GString *out = g_string_new(NULL);
    char **words = g_strsplit_set(text, " \t\r\n", -1);
    for (char **w = words; *w; w++) {
        const char *word = **w == '+' ? *w + 1 : *w;
        if (*word && !g_str_has_prefix(word, "units=") && !g_str_has_prefix(word, "to_meter=") &&
            !g_str_has_prefix(word, "type=") && strcmp(word, "no_defs") != 0)
            g_string_append_printf(out, "%s+%s", out->len ? " " : "", word);
    }
    g_strfreev(words);
    return g_string_free(out, FALSE);
}

static void make_domain(kuril_projection *p, const kuril_parameters *parameters)
{
    p->cylindrical = kuril_domain_is_cylindrical(parameters);
    if (!kuril_domain_make(parameters, &p->domain))
        kuril_domain_probe(p);
}

/* PROJ opens its database, which takes longer than drawing a small map, even for strings that need nothing from it:
   it is kept from finding it. */
static bool make_plain(kuril_projection *p, const char *text, const kuril_parameters *parameters, GString *log)
{
    static const char *const nowhere[] = {"/dev/null"};
    char *metres = without_units(text);
    kuril_proj()->proj_context_set_search_paths(p->context, 1, nowhere);
    p->pj = kuril_proj()->proj_create(p->context, metres);
    if (!p->pj) {
        kuril_proj()->proj_context_set_search_paths(p->context, 0, NULL);
        g_string_set_size(log, 0);
        p->pj = kuril_proj()->proj_create(p->context, metres);
    }
    g_free(metres);
    p->in_scale = KURIL_DEG;
    p->out_scale = p->sign_x = p->sign_y = 1;
    if (!p->pj)
        return false;
    kuril_parameters_ellipsoid(parameters, &p->a, &p->e2);
    make_domain(p, parameters);
    return true;
}

static bool is_map_crs(PJ_TYPE type)
{
    return type == PJ_TYPE_PROJECTED_CRS || type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS ||
           type == PJ_TYPE_BOUND_CRS || type == PJ_TYPE_COMPOUND_CRS;
}

/* The horizontal part, without a compound's heights and a bound's shift. */
static PJ *horizontal(PJ_CONTEXT *context, PJ *crs)
{
    PJ *part = kuril_proj()->proj_clone(context, crs);
    for (;;) {
        const PJ_TYPE type = kuril_proj()->proj_get_type(part);
        PJ *inner = type == PJ_TYPE_COMPOUND_CRS ? kuril_proj()->proj_crs_get_sub_crs(context, part, 0)
                    : type == PJ_TYPE_BOUND_CRS  ? kuril_proj()->proj_get_source_crs(context, part)
                                                 : NULL;
        if (!inner)
            return part;
        kuril_proj()->proj_destroy(part);
        part = inner;
    }
}

/* Units and directions of the axes; PROJ brings north, east into our order but leaves south and west as they are. */
static void read_axes(kuril_projection *p, PJ *part)
{
    PJ *cs = kuril_proj()->proj_crs_get_coordinate_system(p->context, part);
    const char *direction[2] = {"", ""};
    double unit = 1;
    for (int i = 0; cs && i < 2; i++)
        kuril_proj()->proj_cs_get_axis_info(p->context, cs, i, NULL, NULL, &direction[i], &unit, NULL, NULL, NULL);
    p->out_scale = unit;
    const bool vertical_first =
        direction[0] && (strcmp(direction[0], "south") == 0 || strcmp(direction[0], "north") == 0);
    const bool mended =
        direction[0] && direction[1] && strcmp(direction[0], "north") == 0 && strcmp(direction[1], "east") == 0;
    const bool polar = direction[0] && direction[1] && strcmp(direction[0], direction[1]) == 0;
    p->swap = vertical_first && !mended && !polar;
    p->sign_x = p->sign_y = 1;
    for (int i = 0; i < 2 && !polar; i++) {
        if (direction[i] && strcmp(direction[i], "west") == 0)
            p->sign_x = -1;
        if (direction[i] && strcmp(direction[i], "south") == 0)
            p->sign_y = -1;
    }
    const PJ_TYPE type = kuril_proj()->proj_get_type(part);
    if (type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS)
        p->out_scale = 6378137 * KURIL_DEG; /* degrees drawn as plate carree */
    kuril_proj()->proj_destroy(cs);
}

static void read_ellipsoid(kuril_projection *p, PJ *part)
{
    PJ *ellipsoid = kuril_proj()->proj_get_ellipsoid(p->context, part);
    double a, b;
    if (ellipsoid && kuril_proj()->proj_ellipsoid_get_parameters(p->context, ellipsoid, &a, &b, NULL, NULL) && a > 0) {
        p->a = a;
        p->e2 = 1 - (b / a) * (b / a);
    }
    kuril_proj()->proj_destroy(ellipsoid);
}

static void domain_of_crs(kuril_projection *p, PJ *part)
{
    const char *text = kuril_proj()->proj_as_proj_string(p->context, part, PJ_PROJ_4, NULL);
    kuril_parameters parameters;
    kuril_parameters_parse(text ? text : "+proj=unknown", &parameters);
    make_domain(p, &parameters);
    kuril_parameters_finish(&parameters);
}

/* PROJ picks a datum shift anew for every place, and two shifts do not meet: keep to the one for the middle. */
static void settle_shift(kuril_projection *p, kuril_lonlat middle, const kuril_diagnostics *diagnostics)
{
    kuril_proj()->proj_trans(p->pj, PJ_FWD, (PJ_COORD){.xyzt = {middle.lon, middle.lat, 0, HUGE_VAL}});
    PJ *used = kuril_proj()->proj_trans_get_last_used_operation(p->pj);
    if (!used)
        return;
    kuril_proj()->proj_destroy(p->pj);
    p->pj = used;
    if (kuril_proj()->proj_coordoperation_has_ballpark_transformation(p->context, used))
        kuril_report(diagnostics, KURIL_INFO, NULL, NULL,
                     "projection '%.80s': no shift from WGS 84 to its datum is known, positions are taken as they are",
                     p->definition);
}

static kuril_status make_crs(kuril_projection *p, PJ *crs, kuril_lonlat middle, const kuril_diagnostics *diagnostics,
                             kuril_error *error)
{
    PJ *from = kuril_proj()->proj_create(p->context, "OGC:CRS84");
    PJ *shift = from ? kuril_proj()->proj_create_crs_to_crs_from_pj(p->context, from, crs, NULL, NULL) : NULL;
    if (shift)
        p->pj = kuril_proj()->proj_normalize_for_visualization(p->context, shift);
    kuril_proj()->proj_destroy(shift);
    kuril_proj()->proj_destroy(from);
    if (!p->pj)
        return kuril_fail(error, KURIL_E_PROJECTION, "no way from WGS 84 to '%s'", p->definition);
    p->in_scale = 1;
    settle_shift(p, middle, diagnostics);
    PJ *part = horizontal(p->context, crs);
    read_axes(p, part);
    read_ellipsoid(p, part);
    domain_of_crs(p, part);
    if (!p->description)
        p->description = g_strdup(kuril_proj()->proj_get_name(part));
    kuril_proj()->proj_destroy(part);
    return KURIL_OK;
}

/* A word may be a preset's name gone wrong; for the rest PROJ says best what is the matter. */
static kuril_status unknown(const char *definition, const char *log, kuril_error *error)
{
    size_t count;
    const char *const *presets = kuril_projection_presets(&count);
    const char *near = strpbrk(definition, " :=[{") ? NULL : kuril_text_nearest(definition, presets, count);
    if (near)
        return kuril_fail(error, KURIL_E_PROJECTION, "unknown projection '%.80s': did you mean '%s'", definition, near);
    return kuril_fail(error, KURIL_E_PROJECTION, "unknown projection '%.80s': %s", definition,
                      *log ? log : "PROJ does not know it");
}

/* PROJ reads words where numbers belong as 0. */
static const char *bad_number(const kuril_parameters *p)
{
    static const char *const numbers[] = {"lat_0", "lon_0", "lat_1", "lat_2", "lat_ts",  "lonc",    "lon_1", "lon_2",
                                          "alpha", "gamma", "k",     "k_0",   "x_0",     "y_0",     "zone",  "h",
                                          "a",     "b",     "R",     "rf",    "o_lat_p", "o_lon_p", "tilt",  "azi"};
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        const char *value = kuril_parameters_text(p, numbers[i]);
        if (value && !g_ascii_isdigit(value[strspn(value, "+-.")]))
            return numbers[i];
    }
    return NULL;
}

static kuril_status make_with_proj(kuril_projection *p, const kuril_parameters *parameters, kuril_lonlat middle,
                                   const kuril_diagnostics *diagnostics, kuril_error *error)
{
    GString *log = g_string_new(NULL);
    kuril_status status = KURIL_OK;
    p->context = kuril_proj()->proj_context_create();
    kuril_proj()->proj_context_set_enable_network(p->context, 0);
    kuril_proj()->proj_log_func(p->context, log, collect);
    if (is_plain(parameters)) {
        if (!make_plain(p, p->definition, parameters, log))
            status = kuril_fail(error, KURIL_E_PROJECTION, "cannot use projection '%s': %s", p->definition,
                                log->len ? log->str : "PROJ refuses it");
    } else {
        char *typed = kuril_parameters_has(parameters, "proj") && !kuril_parameters_has(parameters, "type")
                          ? g_strconcat(p->definition, " +type=crs", NULL)
                          : g_strdup(p->definition);
        PJ *crs = kuril_proj()->proj_create(p->context, typed);
        g_free(typed);
        if (!crs)
            status = unknown(p->definition, log->str, error);
        else if (!is_map_crs(kuril_proj()->proj_get_type(crs)))
            status = kuril_fail(error, KURIL_E_PROJECTION, "'%.80s' is no map projection", p->definition);
        else
            status = make_crs(p, crs, middle, diagnostics, error);
        kuril_proj()->proj_destroy(crs);
    }
    kuril_proj()->proj_log_func(p->context, NULL, silent);
    g_string_free(log, TRUE);
    if (status == KURIL_OK)
        p->has_inverse = kuril_proj()->proj_pj_info(p->pj).has_inverse;
    return status;
}

static kuril_status make_any(kuril_projection *p, kuril_lonlat middle, const kuril_diagnostics *diagnostics,
                             kuril_error *error)
{
    kuril_parameters parameters;
    kuril_parameters_parse(p->definition, &parameters);
    kuril_status status = KURIL_OK;
    const char *bad = kuril_parameters_has(&parameters, "proj") ? bad_number(&parameters) : NULL;
    if (bad) {
        status =
            kuril_fail(error, KURIL_E_PROJECTION, "cannot use projection '%s': %s is no number", p->definition, bad);
    } else if (kuril_laea_make(&parameters, &p->laea)) {
        p->by = KURIL_BY_LAEA;
        make_domain(p, &parameters);
    } else if (kuril_ortho_make(&parameters, &p->ortho)) {
        p->by = KURIL_BY_ORTHO;
        make_domain(p, &parameters);
    } else {
        status = make_with_proj(p, &parameters, middle, diagnostics, error);
    }
    kuril_parameters_finish(&parameters);
    return status;
}

static bool is_file(const char *definition)
{
    static const char *const endings[] = {".prj", ".wkt", ".json", ".proj"};
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(definition, endings[i]))
            return true;
    return definition[0] == '@';
}

static kuril_status read_file(const char *path, char **text, kuril_error *error)
{
    size_t length = 0;
    const kuril_status status = kuril_file_read(path, KURIL_LIMIT_DOCUMENT, text, &length, error);
    if (status != KURIL_OK)
        return status;
    if (strlen(*text) != length || !g_utf8_validate(*text, -1, NULL)) {
        g_free(*text);
        *text = NULL;
        return kuril_fail(error, KURIL_E_PROJECTION, "'%s' holds no projection", path);
    }
    g_strstrip(*text);
    return KURIL_OK;
}

static kuril_status settle(kuril_projection *p, const char *definition, const kuril_view *view,
                           const kuril_diagnostics *diagnostics, kuril_error *error)
{
    kuril_reach reach =
        view ? kuril_reach_of(view) : (kuril_reach){.bbox = {-180, -90, 180, 90}, .width_deg = 360, .height_deg = 180};
    kuril_choice choice = {definition, NULL};
    if (strcmp(definition, "auto") == 0) {
        if (!view)
            return kuril_fail(error, KURIL_E_ARGUMENT, "projection 'auto' needs a view");
        choice = kuril_projection_choose(view, &reach);
    }
    if (kuril_preset_make(choice.preset, &reach, &p->definition, &p->description)) {
        if (choice.reason)
            kuril_report(diagnostics, KURIL_INFO, NULL, NULL, "projection: %s, because %s", p->description,
                         choice.reason);
        return KURIL_OK;
    }
    if (is_file(definition))
        return read_file(definition[0] == '@' ? definition + 1 : definition, &p->definition, error);
    p->definition = g_strstrip(g_strdup(definition));
    return KURIL_OK;
}

/* A view across the seam of a cylindrical plane, as web maps have at 180 degrees, has the plane cut on its far side. */
static void go_on_across(kuril_projection *p, const kuril_view *view)
{
    const kuril_reach reach = kuril_reach_of(view);
    const double seam = p->domain.seam, from_west = kuril_lon_near(seam, reach.bbox.west + 180) - reach.bbox.west;
    const double edge = 1e-7; /* degrees */
    double x_west, x_east, y;
    if (!p->cylindrical || p->domain.windows->len != 1 || !(from_west > 0 && from_west < reach.width_deg) ||
        reach.width_deg >= 360 || !kuril_project(p, seam + edge, 0, &x_west, &y) ||
        !kuril_project(p, seam + 360 - edge, 0, &x_east, &y))
        return;
    kuril_rect *window = &g_array_index(p->domain.windows, kuril_rect, 0);
    const double shift = reach.middle.lon - 180 - seam;
    window->x_min += shift;
    window->x_max += shift;
    p->domain.seam += shift;
    p->west = seam;
    p->x_west = x_west;
    p->period = (x_east - x_west) * 360 / (360 - 2 * edge);
}

kuril_status kuril_projection_new(const char *definition, const kuril_view *view, const kuril_diagnostics *diagnostics,
                                  kuril_projection **projection, kuril_error *error)
{
    *projection = NULL;
    if (!definition || !*definition)
        return kuril_fail(error, KURIL_E_ARGUMENT, "no projection is named");
    kuril_projection *p = g_new0(kuril_projection, 1);
    p->a = 6378137; /* WGS 84 */
    p->e2 = 6.69437999014e-3;
    p->seeds = kuril_seeds_new();
    kuril_status status = settle(p, definition, view, diagnostics, error);
    if (status == KURIL_OK)
        status = make_any(p, view ? kuril_reach_of(view).middle : (kuril_lonlat){0, 0}, diagnostics, error);
    if (status != KURIL_OK) {
        kuril_projection_free(p);
        return status;
    }
    if (view)
        go_on_across(p, view);
    if (!p->description)
        p->description = g_strdup(p->definition);
    *projection = p;
    return KURIL_OK;
}

const char *kuril_projection_describe(const kuril_projection *projection)
{
    return projection->description;
}

const char *kuril_projection_version(void)
{
    return kuril_proj()->proj_info().version;
}

const char *kuril_projection_definition(const kuril_projection *projection)
{
    return projection->definition;
}

bool kuril_project(const kuril_projection *projection, double lon, double lat, double *x, double *y)
{
    if (projection->by == KURIL_BY_LAEA)
        return kuril_laea_forward(&projection->laea, lon, lat, x, y);
    if (projection->by == KURIL_BY_ORTHO)
        return kuril_ortho_forward(&projection->ortho, lon, lat, x, y);
    double along = 0; /* metres east of where PROJ has it */
    if (projection->period != 0) {
        lon = kuril_domain_lon(&projection->domain, lon);
        const double turns = floor((lon - projection->west) / 360);
        along = turns * projection->period;
        lon -= 360 * turns;
    }
    if (lon > 500 || lon < -500)
        lon = remainder(lon, 360); /* PROJ takes 10 radians for a mistake */
    const PJ_COORD in = {.xyzt = {lon * projection->in_scale, lat * projection->in_scale, 0, HUGE_VAL}};
    const PJ_COORD out = kuril_proj()->proj_trans(projection->pj, PJ_FWD, in);
    const double a = out.xy.x * projection->out_scale, b = out.xy.y * projection->out_scale;
    if (!(fabs(a) < 1e12 && fabs(b) < 1e12))
        return false;
    *x = projection->sign_x * (projection->swap ? b : a) + along;
    *y = projection->sign_y * (projection->swap ? a : b);
    return true;
}

bool kuril_projection_forward(const kuril_projection *projection, kuril_lonlat lonlat, double *x, double *y)
{
    *x = *y = NAN;
    return isfinite(lonlat.lon) && fabs(lonlat.lat) <= 90 && kuril_domain_contains(&projection->domain, lonlat) &&
           kuril_project(projection, lonlat.lon, lonlat.lat, x, y);
}
