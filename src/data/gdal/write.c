#include "core/diagnostics.h"
#include "core/output.h"
#include "core/text.h"
#include "data/gdal/drivers.h"
#include "data/gdal/geometry.h"
#include "data/gdal/guard.h"
#include "data/gdal/open.h"
#include "data/gdal/write_values.h"
#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <string.h>
#include <time.h>

typedef struct writer {
    const char *driver;
    const kuril_dataset_content *content;
    GArray *columns;
    OGRwkbGeometryType type;
    const char *code_page; /* of the format's text where that is no UTF-8; NULL: it is, or needs none */
    char *folder;          /* in memory */
    const char *base;
    const kuril_diagnostics *diagnostics;
    kuril_error *error;
} writer;

/* What each format is told: layer options, then dataset options after an empty text. */
static char **options_of(const char *driver, bool of_layer)
{
    static const struct {
        const char *driver;
        bool of_layer;
        const char *options[4];
    } table[] = {
        {"ESRI Shapefile", true, {"ENCODING=UTF-8", "RESIZE=YES"}},
        {"GeoJSON", true, {"RFC7946=YES", "COORDINATE_PRECISION=9", "WRITE_NAME=NO"}},
        {"GeoJSONSeq", true, {"COORDINATE_PRECISION=9"}},
        {"CSV", true, {"GEOMETRY=AS_WKT", "STRING_QUOTING=IF_NEEDED"}},
        {"GPX", false, {"GPX_USE_EXTENSIONS=YES"}},
    };
    char **options = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        if (strcmp(table[i].driver, driver) != 0 || table[i].of_layer != of_layer)
            continue;
        for (size_t k = 0; k < G_N_ELEMENTS(table[i].options) && table[i].options[k]; k++)
            options = CSLAddString(options, table[i].options[k]);
    }
    return options;
}

/* Dates within files are that of SOURCE_DATE_EPOCH where it is set, so that equal input gives equal bytes. */
static char **add_date(char **options, const char *driver)
{
    const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
    if (!epoch)
        return options;
    const time_t when = (time_t)g_ascii_strtoll(epoch, NULL, 10);
    struct tm day;
    char text[40];
    gmtime_r(&when, &day);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", &day);
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", text);
    text[10] = '\0';
    return strcmp(driver, "ESRI Shapefile") == 0 ? CSLSetNameValue(options, "DBF_DATE_LAST_UPDATE", text) : options;
}

/* The narrowest type for all features: one kind, several parts where any has them. */
static OGRwkbGeometryType common_type(const kuril_dataset_content *content, bool *mixed)
{
    static const OGRwkbGeometryType single[] = {wkbPoint, wkbLineString, wkbPolygon};
    static const OGRwkbGeometryType multi[] = {wkbMultiPoint, wkbMultiLineString, wkbMultiPolygon};
    bool any = false, several = false;
    kuril_part_kind kind = KURIL_POINT;
    *mixed = false;
    for (size_t f = 0; f < content->n_features; f++) {
        const kuril_geometry *g = content->features[f].geometry;
        several = several || g->n_parts > 1;
        for (size_t i = 0; i < g->n_parts; i++) {
            *mixed = *mixed || (any && g->parts[i].kind != kind);
            kind = g->parts[i].kind;
            any = true;
        }
    }
    return *mixed || !any ? wkbUnknown : several ? multi[kind] : single[kind];
}

static kuril_status fail_write(const writer *w, const kuril_gdal_log *log, const char *what)
{
    return kuril_fail_at(w->error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_OUTPUT, "cannot write %s: %s", what,
                         log->failure[0] ? log->failure : "the format does not take it");
}

/* Whether one of the columns before `end` has the layer's field for its own. */
static bool is_taken(const writer *w, guint end, int place)
{
    for (guint i = 0; i < end; i++)
        if (g_array_index(w->columns, kuril_gdal_column, i).place == place)
            return true;
    return false;
}

/* The field that a layer of this format comes with for such values, as KML's Name is; -1: none. */
static int field_of_format(const writer *w, OGRFeatureDefnH fields, guint column)
{
    const kuril_gdal_column *c = &g_array_index(w->columns, kuril_gdal_column, column);
    const int place = OGR_FD_GetFieldIndex(fields, c->name);
    if (place < 0 || is_taken(w, column, place))
        return -1;
    const OGRFieldType type = OGR_Fld_GetType(OGR_FD_GetFieldDefn(fields, place));
    return type == OFTString || c->type != OFTString ? place : -1;
}

/* Whether a layer has a column of that name, in any case: few formats tell names apart by it. */
static bool has_column(OGRLayerH layer, const char *name)
{
    return OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer), name) >= 0 ||
           g_ascii_strcasecmp(OGR_L_GetFIDColumn(layer), name) == 0 ||
           g_ascii_strcasecmp(OGR_L_GetGeometryColumn(layer), name) == 0;
}

/* A column's name, with a number where the layer has another of it. */
static char *free_name(const writer *w, OGRLayerH layer, const char *name)
{
    char *free = g_strdup(name);
    if (strncmp(w->driver, "GeoJSON", 7) == 0)
        return free;
    for (int number = 2; has_column(layer, free); number++) {
        g_free(free);
        free = g_strdup_printf("%s_%d", name, number);
    }
    return free;
}

static kuril_status add_field(const writer *w, OGRLayerH layer, guint column, const kuril_gdal_log *log)
{
    enum { DBF_TEXT_MAX = 254 };
    kuril_gdal_column *c = &g_array_index(w->columns, kuril_gdal_column, column);
    OGRFeatureDefnH fields = OGR_L_GetLayerDefn(layer);
    c->place = field_of_format(w, fields, column);
    if (c->place >= 0)
        return KURIL_OK;
    char *name = free_name(w, layer, c->name);
    OGRFieldDefnH field = OGR_Fld_Create(name, c->type);
    OGR_Fld_SetSubType(field, c->subtype);
    if (c->type == OFTString && strcmp(w->driver, "ESRI Shapefile") == 0)
        OGR_Fld_SetWidth(field, MIN(c->width, DBF_TEXT_MAX));
    const OGRErr result = OGR_L_CreateField(layer, field, TRUE);
    OGR_Fld_Destroy(field);
    c->place = OGR_FD_GetFieldCount(fields) - 1;
    const kuril_status status = result == OGRERR_NONE ? KURIL_OK : fail_write(w, log, name);
    g_free(name);
    return status;
}

/* Drawings have shapes only. */
static void leave_out_fields(const writer *w)
{
    for (guint i = 0; i < w->columns->len; i++)
        g_array_index(w->columns, kuril_gdal_column, i).place = -1;
    if (w->columns->len)
        kuril_report(w->diagnostics, KURIL_WARNING, w->base, NULL, "the format has no fields: attributes are left out");
}

static kuril_status add_fields(const writer *w, OGRLayerH layer, const kuril_gdal_log *log)
{
    kuril_status status = KURIL_OK;
    if (!OGR_L_TestCapability(layer, OLCCreateField)) {
        leave_out_fields(w);
        return status;
    }
    for (guint i = 0; i < w->columns->len && status == KURIL_OK; i++)
        status = add_field(w, layer, i, log);
    return status;
}

static kuril_status add_features(const writer *w, OGRLayerH layer, const kuril_gdal_log *log)
{
    for (size_t f = 0; f < w->content->n_features; f++) {
        const kuril_feature *from = &w->content->features[f];
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        kuril_gdal_set_values(feature, from, w->columns);
        OGRGeometryH geometry = kuril_gdal_geometry_new(from->geometry);
        if (geometry && w->type != wkbUnknown)
            geometry = OGR_G_ForceTo(geometry, w->type, NULL);
        if (geometry)
            OGR_F_SetGeometryDirectly(feature, geometry);
        if (from->id >= 0 && strncmp(w->driver, "GeoJSON", 7) == 0)
            OGR_F_SetFID(feature, from->id);
        const OGRErr result = OGR_L_CreateFeature(layer, feature);
        OGR_F_Destroy(feature);
        if (result != OGRERR_NONE)
            return fail_write(w, log, "a feature");
    }
    return KURIL_OK;
}

static OGRLayerH add_layer(const writer *w, GDALDatasetH dataset, const char *name)
{
    OGRSpatialReferenceH wgs84 = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(wgs84, 4326);
    OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    char **options = add_date(options_of(w->driver, true), w->driver);
    if (w->code_page)
        options = CSLSetNameValue(options, "ENCODING", w->code_page);
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, name, wgs84, w->type, options);
    CSLDestroy(options);
    OSRRelease(wgs84);
    return layer;
}

static bool any_geometry(const kuril_dataset_content *content)
{
    for (size_t i = 0; i < content->n_features; i++)
        if (content->features[i].geometry->n_parts > 0)
            return true;
    return false;
}

static size_t shapes_in(GDALDatasetH dataset)
{
    size_t n = 0;
    for (int i = 0; i < GDALDatasetGetLayerCount(dataset); i++) {
        OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
        for (OGRFeatureH feature; (feature = OGR_L_GetNextFeature(layer));) {
            OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
            n += geometry && !OGR_G_IsEmpty(geometry);
            OGR_F_Destroy(feature);
        }
    }
    return n;
}

/* Drivers that nobody tried here may leave out shapes, or write them elsewhere, and say nothing. */
static kuril_status read_back(const writer *w, const char *path)
{
    size_t wanted = 0;
    for (size_t i = 0; i < w->content->n_features; i++)
        wanted += w->content->features[i].geometry->n_parts > 0;
    const char *const drivers[] = {w->driver, NULL};
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, NULL, NULL);
    const bool whole = dataset && shapes_in(dataset) >= wanted;
    if (dataset)
        GDALClose(dataset);
    return whole ? KURIL_OK
                 : kuril_fail(w->error, KURIL_E_ARGUMENT,
                              "cannot write '%s': the format does not keep the shapes; .gpkg and .geojson do", w->base);
}

/* The dataset, in memory. */
static kuril_status make(const writer *w, const char *path, const char *layer_name, const kuril_gdal_log *log)
{
    char **options = options_of(w->driver, false);
    GDALDatasetH dataset = GDALCreate(GDALGetDriverByName(w->driver), path, 0, 0, 0, GDT_Unknown, options);
    CSLDestroy(options);
    OGRLayerH layer = dataset ? add_layer(w, dataset, layer_name) : NULL;
    kuril_status status = layer ? KURIL_OK : fail_write(w, log, "the dataset");
    if (status == KURIL_OK && OGR_L_GetGeomType(layer) == wkbNone && any_geometry(w->content))
        status = kuril_fail(w->error, KURIL_E_ARGUMENT, "cannot write shapes: the format has rows and columns only");
    if (status == KURIL_OK)
        status = add_fields(w, layer, log);
    if (status == KURIL_OK)
        status = add_features(w, layer, log);
    if (dataset)
        GDALClose(dataset);
    if (status == KURIL_OK && log->failed)
        status = fail_write(w, log, "the dataset");
    return status || kuril_gdal_is_known(w->driver) ? status : read_back(w, path);
}

/* Files by their paths below the place of the dataset: a file geodatabase is a folder of them. */
static kuril_status hand_over(const writer *w, kuril_file_taker take, void *user)
{
    char **files = VSIReadDirRecursive(w->folder);
    kuril_status status = KURIL_OK;
    for (int i = 0; files && files[i] && status == KURIL_OK; i++) {
        const bool folder = g_str_has_suffix(files[i], "/");
        if (folder && strcmp(w->driver, "OpenFileGDB") != 0)
            status = kuril_fail(w->error, KURIL_E_ARGUMENT,
                                "cannot write '%s': the format is a folder of files; .gpkg is one file", w->base);
        char *path = g_strdup_printf("%s/%s", w->folder, files[i]);
        vsi_l_offset count = 0;
        const GByte *bytes = folder ? NULL : VSIGetMemFileBuffer(path, &count, FALSE);
        if (bytes && status == KURIL_OK)
            status = take(user, files[i], bytes, (size_t)count, w->error);
        g_free(path);
    }
    CSLDestroy(files);
    return status;
}

/* Whole numbers of 64 bits as others where the format has no field for them. */
static void narrow(const writer *w)
{
    const char *types = GDALGetMetadataItem(GDALGetDriverByName(w->driver), GDAL_DMD_CREATIONFIELDDATATYPES, NULL);
    for (guint i = 0; i < w->columns->len && types; i++) {
        kuril_gdal_column *c = &g_array_index(w->columns, kuril_gdal_column, i);
        if (c->type == OFTInteger64 && !strstr(types, "Integer64"))
            c->type = OFTReal;
    }
}

/* Whether a code page has all letters of the names and texts. */
static bool code_page_holds(const writer *w, const char *code_page)
{
    bool holds = true;
    for (size_t f = 0; f < w->content->n_features; f++) {
        const kuril_feature *feature = &w->content->features[f];
        for (size_t i = 0; i < feature->n_fields && holds; i++) {
            const kuril_value *value = &feature->fields[i].value;
            char *name = g_convert(feature->fields[i].name, -1, code_page, "UTF-8", NULL, NULL, NULL);
            char *text = value->kind == KURIL_STRING
                             ? g_convert(value->as.string, -1, code_page, "UTF-8", NULL, NULL, NULL)
                             : NULL;
            holds = name && (text || value->kind != KURIL_STRING);
            g_free(text);
            g_free(name);
        }
    }
    return holds;
}

/* MapInfo's files of version 300 hold text in one code page. */
static kuril_status choose_code_page(writer *w)
{
    static const char *const code_pages[] = {"ASCII", "CP1252", "CP1251", "CP932"};
    if (strcmp(w->driver, "MapInfo File") != 0)
        return KURIL_OK;
    for (size_t i = 0; i < G_N_ELEMENTS(code_pages); i++) {
        if (!code_page_holds(w, code_pages[i]))
            continue;
        w->code_page = i == 0 ? NULL : code_pages[i];
        return KURIL_OK;
    }
    return kuril_fail(w->error, KURIL_E_ARGUMENT,
                      "no code page of MapInfo's has all letters of the text, as of Japanese beside Russian; .gpkg and "
                      ".geojson have");
}

static kuril_status check_content(const writer *w, bool mixed)
{
    static const char *const single_kind[] = {"ESRI Shapefile", "MapInfo File", "GPX"};
    for (size_t i = 0; mixed && i < G_N_ELEMENTS(single_kind); i++) {
        if (strcmp(single_kind[i], w->driver) == 0)
            return kuril_fail(w->error, KURIL_E_ARGUMENT,
                              "points, lines and polygons cannot be mixed in this format; .gpkg or .geojson take them");
    }
    return KURIL_OK;
}

kuril_status kuril_gdal_write(const char *base, const kuril_dataset_content *content,
                              const kuril_diagnostics *diagnostics, kuril_file_taker take, void *user,
                              kuril_error *error)
{
    kuril_gdal_settings(false);
    const char *driver = kuril_gdal_writer(base);
    if (!driver)
        return kuril_fail(error, KURIL_E_ARGUMENT,
                          "cannot write '%s': no format is known by its extension; .gpkg .geojson .geojsonl .shp .fgb "
                          ".csv .kml .gml .gpx .tab are some that are",
                          base);
    bool mixed;
    kuril_gdal_log log = {0};
    writer w = {.driver = driver, .content = content, .base = base, .diagnostics = diagnostics, .error = error};
    w.type = common_type(content, &mixed);
    w.columns = kuril_gdal_columns(content->features, content->n_features);
    narrow(&w);
    w.folder = g_strdup_printf("/vsimem/kurilmap-out-%p", (void *)&w);
    VSIMkdir(w.folder, 0700);
    kuril_status status = check_content(&w, mixed);
    if (status == KURIL_OK)
        status = choose_code_page(&w);
    kuril_gdal_enter(&log);
    if (status == KURIL_OK) {
        char *path = g_strdup_printf("%s/%s", w.folder, base), *name = g_strdup(base);
        *strrchr(name, '.') = '\0';
        status = make(&w, path, content->layer ? content->layer : name, &log);
        g_free(name);
        g_free(path);
    }
    if (status == KURIL_OK)
        status = hand_over(&w, take, user);
    if (status == KURIL_OK && log.warning[0])
        kuril_report(diagnostics, KURIL_WARNING, base, NULL, "%s", log.warning);
    VSIRmdirRecursive(w.folder);
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
    kuril_gdal_leave(&log);
    g_array_free(w.columns, TRUE);
    g_free(w.folder);
    return status;
}
