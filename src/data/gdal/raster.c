#include "core/diagnostics.h"
#include "core/number.h"
#include "data/gdal/crs.h"
#include "data/gdal/drivers.h"
#include "data/gdal/elsewhere.h"
#include "data/gdal/guard.h"
#include "data/gdal/open.h"
#include "data/gdal/sqlite.h"
#include "data/gdal/source.h"
#include <gdal.h>
#include <math.h>
#include <string.h>

typedef struct gdal_raster {
    kuril_raster_source base; /* first member: it is a raster source */
    GDALDatasetH dataset;
    kuril_gdal_log log;
    kuril_gdal_crs crs;
    OGRCoordinateTransformationH from_wgs84; /* NULL when geographic */
    char *name;
} gdal_raster;

static void close_raster(kuril_raster_source *source)
{
    gdal_raster *r = (gdal_raster *)source;
    kuril_gdal_enter(&r->log);
    if (r->from_wgs84)
        OCTDestroyCoordinateTransformation(r->from_wgs84);
    kuril_gdal_crs_finish(&r->crs);
    if (r->dataset)
        GDALClose(r->dataset);
    kuril_gdal_leave(&r->log);
    g_free(r->name);
    g_free(r);
}

static void to_grid(kuril_raster_source *source, kuril_lonlat *points, size_t n)
{
    gdal_raster *r = (gdal_raster *)source;
    kuril_gdal_enter(&r->log);
    kuril_gdal_transform(r->from_wgs84, &r->crs, points, n);
    kuril_gdal_leave(&r->log);
}

/* No-data to NAN, then the band's own scale and offset. */
static void finish_values(GDALRasterBandH band, float *values, size_t n)
{
    int has_nodata = 0, has_scale = 0, has_offset = 0;
    const float nodata = (float)GDALGetRasterNoDataValue(band, &has_nodata);
    const double scale = GDALGetRasterScale(band, &has_scale), offset = GDALGetRasterOffset(band, &has_offset);
    const bool changed = (has_scale && scale != 1) || (has_offset && offset != 0);
    for (size_t i = 0; i < n; i++) {
        if ((has_nodata && values[i] == nodata) || !isfinite(values[i]))
            values[i] = NAN;
        else if (changed)
            values[i] = (float)((double)values[i] * (has_scale ? scale : 1) + (has_offset ? offset : 0));
    }
}

static kuril_status read_window(kuril_raster_source *source, size_t band, const size_t w[4], size_t width,
                                size_t height, float *values, kuril_error *error)
{
    gdal_raster *r = (gdal_raster *)source;
    kuril_gdal_log_reset(&r->log);
    kuril_gdal_enter(&r->log);
    GDALRasterBandH b = GDALGetRasterBand(r->dataset, (int)band);
    const CPLErr result = GDALRasterIO(b, GF_Read, (int)w[0], (int)w[1], (int)w[2], (int)w[3], values, (int)width,
                                       (int)height, GDT_Float32, 0, 0);
    if (result == CE_None)
        finish_values(b, values, width * height);
    kuril_gdal_leave(&r->log);
    if (result != CE_None || r->log.failed)
        return kuril_fail_at(error, KURIL_E_DATA, r->name, 0, 0, NULL, "cannot read cells of '%s': %s", r->name,
                             r->log.failure[0] ? r->log.failure : "damaged");
    return KURIL_OK;
}

/* The box of the grid's corners and edges; the whole globe when an edge has no place on it. */
static void find_bbox(gdal_raster *r)
{
    enum { STEPS = 21 };
    kuril_raster_info *info = &r->base.info;
    const double *t = info->transform;
    kuril_lonlat edge[4 * STEPS];
    for (int i = 0; i < STEPS; i++) {
        const double c = (double)info->width * i / (STEPS - 1), w = (double)info->width;
        const double s = (double)info->height * i / (STEPS - 1), h = (double)info->height;
        const double at[4][2] = {{c, 0}, {c, h}, {0, s}, {w, s}};
        for (int k = 0; k < 4; k++)
            edge[k * STEPS + i] = (kuril_lonlat){t[0] + at[k][0] * t[1] + at[k][1] * t[2],
                                                 t[3] + at[k][0] * t[4] + at[k][1] * t[5]};
    }
    if (r->crs.to_wgs84)
        kuril_gdal_crs_forward(&r->crs, edge, 4 * STEPS);
    double west = INFINITY, east = -INFINITY, south = INFINITY, north = -INFINITY;
    for (int i = 0; i < 4 * STEPS; i++) {
        const double lon = info->geographic ? edge[i].lon : kuril_lon_near(edge[i].lon, edge[0].lon);
        if (!isfinite(lon) || !isfinite(edge[i].lat)) {
            info->bbox = (kuril_bbox){-180, -90, 180, 90};
            return;
        }
        west = fmin(west, lon);
        east = fmax(east, lon);
        south = fmin(south, edge[i].lat);
        north = fmax(north, edge[i].lat);
    }
    const double turn = east - west >= 360 ? -180 - west : kuril_lon_near(west, 0) - west;
    info->bbox = (kuril_bbox){west + turn, fmax(south, -90), east + turn, fmin(north, 90)};
    if (info->bbox.east > 180 && east - west < 360)
        info->bbox.east -= 360;
}

/* Of degrees: whether the corners lie on the globe, a cell beyond a pole and a turn of longitude allowed. */
static bool lies_on_globe(const kuril_raster_info *info)
{
    const double *t = info->transform, w = (double)info->width, h = (double)info->height;
    const double slack = fabs(t[4]) + fabs(t[5]);
    for (int corner = 0; corner < 4; corner++) {
        const double c = corner & 1 ? w : 0, s = corner & 2 ? h : 0;
        const double lon = t[0] + c * t[1] + s * t[2], lat = t[3] + c * t[4] + s * t[5];
        if (!(fabs(lon) <= 720 && fabs(lat) <= 90 + slack)) /* false for NaN */
            return false;
    }
    return true;
}

static kuril_status find_place(gdal_raster *r, const kuril_dataset_options *options,
                               const kuril_diagnostics *diagnostics, kuril_error *error)
{
    kuril_raster_info *info = &r->base.info;
    const double *t = info->transform;
    const bool placed = GDALGetGeoTransform(r->dataset, info->transform) == CE_None && t[1] * t[5] - t[2] * t[4] != 0;
    if (options->placeless)
        return KURIL_OK;
    if (!placed)
        return kuril_fail(error, KURIL_E_DATA, "'%s' is a picture without a place on the globe", r->name);
    kuril_status status = kuril_gdal_crs_init(&r->crs, GDALGetSpatialRef(r->dataset), options->crs, error);
    if (status != KURIL_OK)
        return status;
    info->crs = r->crs.name;
    info->crs_found = r->crs.found;
    info->geographic = !r->crs.to_wgs84;
    if (r->crs.found == KURIL_FOUND_ASSUMED) {
        const double x = t[0] + t[1] * (double)info->width, y = t[3] + t[5] * (double)info->height;
        if (!(fabs(t[0]) <= 361 && fabs(x) <= 541 && fabs(t[3]) <= 91 && fabs(y) <= 91))
            return kuril_fail(error, KURIL_E_PROJECTION,
                              "'%s' has no coordinate system, and its coordinates are not degrees: say which it is, "
                              "as '?crs=EPSG:32655' after the file's name",
                              r->name);
        kuril_report(diagnostics, KURIL_WARNING, r->name, NULL,
                     "no coordinate system is stated: longitude and latitude on WGS 84 are assumed");
    }
    bool finite = true;
    for (int i = 0; i < 6; i++)
        finite = finite && isfinite(t[i]);
    if (!finite || (info->geographic && !lies_on_globe(info))) {
        char x[KURIL_NUMBER_MAX], y[KURIL_NUMBER_MAX];
        return kuril_fail(error, KURIL_E_PROJECTION, "'%s' lies off the globe: its corner (%s, %s) or another is not in %s", r->name,
                          kuril_number_print(t[0], x), kuril_number_print(t[3], y), info->crs);
    }
    if (r->crs.to_wgs84) {
        r->from_wgs84 = OCTGetInverse(r->crs.to_wgs84);
        r->base.to_grid = to_grid;
        if (!r->from_wgs84)
            status = kuril_fail(error, KURIL_E_PROJECTION, "no way from WGS 84 to coordinate system '%s'", info->crs);
    }
    find_bbox(r);
    return status;
}

static kuril_status describe(gdal_raster *r, kuril_error *error)
{
    kuril_raster_info *info = &r->base.info;
    info->width = (size_t)GDALGetRasterXSize(r->dataset);
    info->height = (size_t)GDALGetRasterYSize(r->dataset);
    info->bands = (size_t)GDALGetRasterCount(r->dataset);
    if (info->bands == 0)
        return kuril_fail(error, KURIL_E_DATA, "'%s' holds no raster", r->name);
    GDALRasterBandH band = GDALGetRasterBand(r->dataset, 1);
    int has_nodata = 0;
    info->nodata = GDALGetRasterNoDataValue(band, &has_nodata);
    info->has_nodata = has_nodata != 0;
    if (GDALDataTypeIsComplex(GDALGetRasterDataType(band)))
        return kuril_fail(error, KURIL_E_UNSUPPORTED, "'%s' holds complex numbers", r->name);
    info->white = GDALGetRasterDataType(band) == GDT_UInt16 ? 65535 : 255;
    return KURIL_OK;
}

kuril_status kuril_gdal_raster_open(const char *source, const kuril_dataset_options *options,
                                    const kuril_diagnostics *diagnostics, kuril_raster_source **raster,
                                    kuril_error *error)
{
    kuril_gdal_settings(options->allow_network);
    if (g_str_has_suffix(source, ".vrt") && !options->allow_network)
        return kuril_fail(error, KURIL_E_UNSUPPORTED,
                          "'%s' is a virtual dataset (VRT), which may name other files and hosts: name its source",
                          source);
    if (kuril_gdal_has_log(source))
        return kuril_fail(error, KURIL_E_UNSUPPORTED,
                          "'%s' has a write-ahead log, which reading rasters would move into it: make a copy without one",
                          source);
    if (!options->allow_network && kuril_gdal_hdf5_is_whole(source, error) != KURIL_OK)
        return KURIL_E_UNSUPPORTED;
    gdal_raster *r = g_new0(gdal_raster, 1);
    r->base.close = close_raster;
    r->base.read = read_window;
    r->name = g_strdup(source);
    r->log.allow_network = options->allow_network;
    kuril_gdal_enter(&r->log);
    const char *const *drivers = options->allow_network ? NULL : kuril_gdal_raster_drivers();
    if (options->allow_network)
        kuril_gdal_register_all();
    kuril_gdal_sqlite_enter();
    r->dataset = GDALOpenEx(source, GDAL_OF_RASTER | GDAL_OF_READONLY, drivers, NULL, NULL);
    kuril_gdal_sqlite_leave();
    kuril_status status = KURIL_OK;
    if (!r->dataset)
        status = kuril_fail_at(error, r->log.failure[0] ? KURIL_E_DATA : KURIL_E_SYNTAX, source, 0, 0, NULL, "cannot read '%s': %s", source,
                               r->log.failure[0] ? r->log.failure : "not a raster of a known format");
    if (status == KURIL_OK && !options->allow_network)
        status = kuril_gdal_files_lie_beside(r->dataset, source, error);
    if (status == KURIL_OK)
        status = describe(r, error);
    if (status == KURIL_OK)
        status = find_place(r, options, diagnostics, error);
    if (status == KURIL_OK && (r->log.warning[0] || r->log.failed))
        kuril_report(diagnostics, KURIL_WARNING, source, NULL, "%s", r->log.failed ? r->log.failure : r->log.warning);
    kuril_gdal_leave(&r->log);
    if (status != KURIL_OK) {
        close_raster(&r->base);
        return status;
    }
    *raster = &r->base;
    return KURIL_OK;
}
