#include "data/gdal/crs.h"

#include "core/diagnostics.h"
#include <cpl_conv.h>
#include <math.h>
#include <proj.h>
#include <string.h>

static const double worth_telling_m = 6.0; /* a quarter of a pixel of a map of 1:100 000: less does not show */

static OGRSpatialReferenceH wgs84(void)
{
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(srs, 4326);
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    return srs;
}

static char *describe(OGRSpatialReferenceH srs)
{
    const char *name = OSRGetName(srs), *authority = OSRGetAuthorityName(srs, NULL);
    const char *code = OSRGetAuthorityCode(srs, NULL);
    if (authority && code)
        return g_strdup_printf("%s (%s:%s)", name ? name : "unnamed", authority, code);
    return g_strdup(name && *name ? name : "an unnamed coordinate system");
}

/* Whether the first of a pair of coordinates is the one that grows eastward. */
static bool east_first(OGRSpatialReferenceH srs)
{
    int n = 0;
    const int *mapping = OSRGetDataAxisToSRSAxisMapping(srs, &n);
    OGRAxisOrientation orientation = OAO_Other;
    const int axis = mapping && n > 0 ? abs(mapping[0]) - 1 : 0;
    return OSRGetAxis(srs, NULL, axis, &orientation) && orientation == OAO_East;
}

static bool is_wgs84(OGRSpatialReferenceH srs, OGRSpatialReferenceH target)
{
    static const char *const loosely[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES",
                                          "CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS", NULL};
    return OSRIsGeographic(srs) && OSRIsSameEx(srs, target, loosely) && east_first(srs);
}

OGRSpatialReferenceH kuril_gdal_crs_from_text(const char *text)
{
    PJ_CONTEXT *context = proj_context_create();
    proj_log_level(context, PJ_LOG_NONE);
    proj_context_set_enable_network(context, 0);
    char *pipeline = *text == '+' && !strstr(text, "+type=") ? g_strconcat(text, " +type=crs", NULL) : NULL;
    PJ *crs = proj_create(context, pipeline ? pipeline : text);
    g_free(pipeline);
    const char *wkt = crs && proj_is_crs(crs) ? proj_as_wkt(context, crs, PJ_WKT2_2019, NULL) : NULL;
    OGRSpatialReferenceH srs = wkt ? OSRNewSpatialReference(wkt) : NULL;
    if (srs)
        OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    proj_destroy(crs);
    proj_context_destroy(context);
    return srs;
}

/* With a datum shift wherever one is known, outside of its area of use too: a zero shift is the last resort. */
static OGRCoordinateTransformationH transformation(OGRSpatialReferenceH from, OGRSpatialReferenceH to, bool *ballpark)
{
    OGRCoordinateTransformationOptionsH options = OCTNewCoordinateTransformationOptions();
    OCTCoordinateTransformationOptionsSetBallparkAllowed(options, FALSE);
    CPLPushErrorHandler(CPLQuietErrorHandler);
    OGRCoordinateTransformationH found = OCTNewCoordinateTransformationEx(from, to, options);
    CPLPopErrorHandler();
    OCTDestroyCoordinateTransformationOptions(options);
    *ballpark = !found;
    return found ? found : OCTNewCoordinateTransformation(from, to);
}

static bool has_database(void)
{
    PJ_CONTEXT *context = proj_context_create();
    proj_log_level(context, PJ_LOG_NONE);
    const bool has = proj_context_get_database_path(context) != NULL;
    proj_context_destroy(context);
    return has;
}

/* GeoPackage's srs_id 0, which says that nobody knows. */
static bool is_undefined(OGRSpatialReferenceH srs)
{
    const char *name = OSRGetName(srs);
    return name && strcmp(name, "Undefined geographic SRS") == 0;
}

kuril_status kuril_gdal_crs_init(kuril_gdal_crs *crs, OGRSpatialReferenceH own, const char *option, kuril_error *error)
{
    *crs = (kuril_gdal_crs){.found = KURIL_FOUND_DATASET};
    if (option) {
        crs->srs = kuril_gdal_crs_from_text(option);
        if (!crs->srs)
            return kuril_fail(error, KURIL_E_PROJECTION, "'%s' is no coordinate system", option);
        crs->found = KURIL_FOUND_OPTION;
    } else if (own && !OSRIsLocal(own) && !is_undefined(own)) {
        crs->srs = OSRClone(own);
    } else {
        crs->found = KURIL_FOUND_ASSUMED;
        crs->name = g_strdup(own && OSRIsLocal(own) ? "local coordinates" : "none");
        crs->geographic = true;
        return KURIL_OK;
    }
    crs->name = describe(crs->srs);
    crs->geographic = OSRIsGeographic(crs->srs);
    OGRSpatialReferenceH target = wgs84();
    kuril_status status = KURIL_OK;
    if (!OSRIsGeographic(crs->srs) && !OSRIsProjected(crs->srs)) /* of compound ones the horizontal part counts */
        status = kuril_fail(error, KURIL_E_PROJECTION, "'%s' is no geographic or projected coordinate system", crs->name);
    else if (!is_wgs84(crs->srs, target)) {
        crs->to_wgs84 = transformation(crs->srs, target, &crs->ballpark);
        if (!crs->to_wgs84 && !has_database())
            status = kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_MACHINE,
                                   "PROJ does not find its database proj.db: install it, or set PROJ_DATA");
        else if (!crs->to_wgs84)
            status = kuril_fail(error, KURIL_E_PROJECTION, "no way from coordinate system '%s' to WGS 84", crs->name);
    }
    OSRDestroySpatialReference(target);
    crs->x = g_array_new(FALSE, FALSE, sizeof(double));
    crs->y = g_array_new(FALSE, FALSE, sizeof(double));
    crs->good = g_array_new(FALSE, FALSE, sizeof(int));
    if (status != KURIL_OK) {
        char *name = g_steal_pointer(&crs->name);
        const kuril_found found = crs->found;
        kuril_gdal_crs_finish(crs);
        *crs = (kuril_gdal_crs){.name = name, .found = found};
    }
    return status;
}

void kuril_gdal_crs_finish(kuril_gdal_crs *crs)
{
    if (crs->to_wgs84)
        OCTDestroyCoordinateTransformation(crs->to_wgs84);
    if (crs->srs)
        OSRRelease(crs->srs);
    if (crs->x) {
        g_array_free(crs->x, TRUE);
        g_array_free(crs->y, TRUE);
        g_array_free(crs->good, TRUE);
    }
    g_free(crs->name);
    *crs = (kuril_gdal_crs){0};
}

void kuril_gdal_transform(OGRCoordinateTransformationH transformation, kuril_gdal_crs *crs, kuril_lonlat *points,
                          size_t n)
{
    enum { BLOCK = 1 << 16 };
    for (size_t from = 0; from < n; from += BLOCK) {
        const guint count = (guint)MIN(n - from, BLOCK);
        g_array_set_size(crs->x, count);
        g_array_set_size(crs->y, count);
        g_array_set_size(crs->good, count);
        double *x = (double *)(void *)crs->x->data, *y = (double *)(void *)crs->y->data;
        int *good = (int *)(void *)crs->good->data;
        for (guint i = 0; i < count; i++) {
            x[i] = points[from + i].lon;
            y[i] = points[from + i].lat;
        }
        OCTTransformEx(transformation, (int)count, x, y, NULL, good);
        for (guint i = 0; i < count; i++) {
            const bool placed = good[i] && isfinite(x[i]) && isfinite(y[i]);
            points[from + i] = placed ? (kuril_lonlat){x[i], y[i]} : (kuril_lonlat){NAN, NAN};
        }
    }
}

void kuril_gdal_crs_forward(void *user, kuril_lonlat *points, size_t n)
{
    kuril_gdal_crs *crs = user;
    kuril_gdal_transform(crs->to_wgs84, crs, points, n);
}

/* ---- how exact the transformation is ---------------------------------------------------------------------------- */

static PJ *crs_of(PJ_CONTEXT *context, OGRSpatialReferenceH srs)
{
    static const char *const wkt2[] = {"FORMAT=WKT2_2019", NULL};
    char *wkt = NULL;
    PJ *crs = NULL;
    if (OSRExportToWktEx(srs, &wkt, wkt2) == OGRERR_NONE)
        crs = proj_create(context, wkt);
    CPLFree(wkt);
    return crs;
}

static const char *missing_grid(PJ_CONTEXT *context, const PJ *operation)
{
    const int n = proj_coordoperation_get_grid_used_count(context, operation);
    for (int i = 0; i < n; i++) {
        const char *name = NULL;
        int available = 1;
        proj_coordoperation_get_grid_used(context, operation, i, &name, NULL, NULL, NULL, NULL, NULL, &available);
        if (!available && name && *name)
            return name;
    }
    return NULL;
}

/* A datum without a name on the ellipsoid of WGS 84 or GRS 80 is taken for WGS 84, as everyone does. */
static bool is_unnamed_like_wgs84(OGRSpatialReferenceH srs)
{
    const char *datum = OSRGetAttrValue(srs, "DATUM", 0);
    OGRErr failed = OGRERR_NONE;
    const double axis = OSRGetSemiMajor(srs, &failed);
    char *lower = g_ascii_strdown(datum ? datum : "unknown", -1);
    const bool unnamed = strstr(lower, "unknown") != NULL;
    g_free(lower);
    return unnamed && failed == OGRERR_NONE && axis == 6378137.0;
}

/* The operation that will be used: the best with a datum shift whose grids are there. */
static PJ *first_usable(PJ_CONTEXT *context, PJ_OBJ_LIST *list)
{
    for (int i = 0; i < proj_list_get_count(list); i++) {
        PJ *operation = proj_list_get(context, list, i);
        if (operation && proj_coordoperation_is_instantiable(context, operation) &&
            !proj_coordoperation_has_ballpark_transformation(context, operation))
            return operation;
        proj_destroy(operation);
    }
    return NULL;
}

/* The most exact operation that there would be, were its grids installed. */
static PJ *most_exact(PJ_CONTEXT *context, PJ_OBJ_LIST *list)
{
    PJ *best = NULL;
    double reach = INFINITY;
    for (int i = 0; i < proj_list_get_count(list); i++) {
        PJ *operation = proj_list_get(context, list, i);
        const double accuracy = operation ? proj_coordoperation_get_accuracy(context, operation) : -1;
        if (accuracy >= 0 && accuracy < reach) {
            proj_destroy(best);
            best = operation;
            reach = accuracy;
        } else {
            proj_destroy(operation);
        }
    }
    return best;
}

static void judge_operations(PJ_CONTEXT *context, PJ_OBJ_LIST *list, const char *name, char *note)
{
    PJ *best = most_exact(context, list), *used = first_usable(context, list);
    const double reach = best ? proj_coordoperation_get_accuracy(context, best) : -1;
    const double have = used ? proj_coordoperation_get_accuracy(context, used) : -1;
    const char *grid = best ? missing_grid(context, best) : NULL;
    if (grid && used && have > reach + worth_telling_m)
        g_snprintf(note, KURIL_NOTE_SIZE,
                   "accuracy of positions from '%s' is %.1f m: the datum grid '%s' is not installed, with it %.1f m", name,
                   have, grid, reach);
    proj_destroy(used);
    proj_destroy(best);
}

/* The operations from a system to WGS 84, grids or not, the best first; those near a place when one is given. */
static PJ_OBJ_LIST *operations(PJ_CONTEXT *context, const PJ *from, const PJ *to, const kuril_bbox *place)
{
    static const double around = 0.01; /* degrees: a box of no area would meet nothing */
    PJ_OPERATION_FACTORY_CONTEXT *factory = proj_create_operation_factory_context(context, NULL);
    if (!factory)
        return NULL;
    if (place)
        proj_operation_factory_context_set_area_of_interest(
            context, factory, fmax(place->west - around, -180), fmax(place->south - around, -90),
            fmin(place->east + around, 180), fmin(place->north + around, 90));
    proj_operation_factory_context_set_spatial_criterion(context, factory,
                                                         PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
    proj_operation_factory_context_set_grid_availability_use(context, factory, PROJ_GRID_AVAILABILITY_IGNORED);
    /* The best way from the Tokyo datum leads through JGD2000. */
    proj_operation_factory_context_set_allow_use_intermediate_crs(context, factory, PROJ_INTERMEDIATE_CRS_USE_ALWAYS);
    PJ_OBJ_LIST *list = proj_create_operations(context, from, to, factory);
    proj_operation_factory_context_destroy(factory);
    return list;
}

void kuril_gdal_crs_judge(kuril_gdal_crs *crs, const kuril_bbox *place, char note[static KURIL_NOTE_SIZE])
{
    note[0] = '\0';
    if (crs->judged || !crs->to_wgs84)
        return;
    crs->judged = true;
    if (is_unnamed_like_wgs84(crs->srs))
        return;
    if (crs->ballpark) {
        g_snprintf(note, KURIL_NOTE_SIZE,
                   "no datum shift from '%s' is known: positions may be off by hundreds of metres", crs->name);
        return;
    }
    PJ_CONTEXT *context = proj_context_create();
    proj_log_level(context, PJ_LOG_NONE);
    proj_context_set_enable_network(context, 0);
    PJ *from = crs_of(context, crs->srs), *to = proj_create(context, "EPSG:4326");
    PJ_OBJ_LIST *list = from && to ? operations(context, from, to, place->west <= place->east ? place : NULL) : NULL;
    if (list && proj_list_get_count(list) > 0)
        judge_operations(context, list, crs->name, note);
    proj_list_destroy(list);
    proj_destroy(to);
    proj_destroy(from);
    proj_context_destroy(context);
}
