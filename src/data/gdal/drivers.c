#include "data/gdal/drivers.h"

#include <gdal.h>
#include <gdal_frmts.h>
#include <glib.h>
#include <string.h>

/* Exported by GDAL and declared in its C++ headers only. */
void RegisterOGRShape(void);
void RegisterOGRGeoJSON(void);
void RegisterOGRGeoJSONSeq(void);
void RegisterOGRTopoJSON(void);
void RegisterOGRESRIJSON(void);
void RegisterOGRGeoPackage(void);
void RegisterOGRFlatGeobuf(void);
void RegisterOGRKML(void);
void RegisterOGRGPX(void);
void RegisterOGRGML(void);
void RegisterOGRCSV(void);
void RegisterOGRTAB(void);
void RegisterOGRDXF(void);
void RegisterOGRGMT(void);
void RegisterOGROpenFileGDB(void);
void RegisterOGRSQLite(void);
void RegisterOGRS57(void);

typedef struct format {
    const char *extensions; /* each with a dot before and after */
    const char *drivers[5];
    void (*add[5])(void);
    const char *writer; /* NULL: not written */
} format;

/* In the order in which an archive's members are looked through. */
static const format formats[] = {
    {".shp.", {"ESRI Shapefile"}, {RegisterOGRShape}, "ESRI Shapefile"},
    {".gpkg.", {"GPKG"}, {RegisterOGRGeoPackage}, "GPKG"},
    {".fgb.", {"FlatGeobuf"}, {RegisterOGRFlatGeobuf}, "FlatGeobuf"},
    {".geojson.", {"GeoJSON", "GeoJSONSeq"}, {RegisterOGRGeoJSON, RegisterOGRGeoJSONSeq}, "GeoJSON"},
    {".json.",
     {"GeoJSON", "TopoJSON", "ESRIJSON", "GeoJSONSeq"},
     {RegisterOGRGeoJSON, RegisterOGRTopoJSON, RegisterOGRESRIJSON, RegisterOGRGeoJSONSeq},
     "GeoJSON"},
    {".topojson.", {"TopoJSON"}, {RegisterOGRTopoJSON}, NULL},
    {".geojsonl.geojsons.ndjson.", {"GeoJSONSeq"}, {RegisterOGRGeoJSONSeq}, "GeoJSONSeq"},
    {".kml.", {"KML"}, {RegisterOGRKML}, "KML"},
    {".gml.", {"GML"}, {RegisterOGRGML}, "GML"},
    {".gpx.", {"GPX"}, {RegisterOGRGPX}, "GPX"},
    {".tab.mif.mid.", {"MapInfo File"}, {RegisterOGRTAB}, "MapInfo File"},
    {".dxf.", {"DXF"}, {RegisterOGRDXF}, NULL},
    {".gmt.", {"OGR_GMT"}, {RegisterOGRGMT}, NULL},
    {".gdb.", {"OpenFileGDB"}, {RegisterOGROpenFileGDB}, NULL},
    {".sqlite.db.", {"SQLite"}, {RegisterOGRSQLite}, NULL},
    {".000.", {"S57"}, {RegisterOGRS57}, NULL},
    {".csv.", {"CSV"}, {RegisterOGRCSV}, "CSV"},
    {".tsv.", {"CSV"}, {RegisterOGRCSV}, NULL}, /* its driver writes a folder of that name */
    {".dbf.shx.", {"ESRI Shapefile"}, {RegisterOGRShape}, NULL},
};

/* Text of an unknown extension: JSON first, as its drivers look at the content. */
static const char *const all_vector[] = {"ESRI Shapefile", "GPKG", "FlatGeobuf",   "GeoJSON", "TopoJSON",
                                         "ESRIJSON",       "GeoJSONSeq", "KML",    "GML",     "GPX",
                                         "MapInfo File",   "OGR_GMT",    "SQLite", "CSV",     NULL};

static const format *format_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    if (!dot || strlen(dot) > 12)
        return NULL;
    char *wanted = g_strconcat(dot, ".", NULL), *lower = g_ascii_strdown(wanted, -1);
    const format *found = NULL;
    for (size_t i = 0; !found && i < G_N_ELEMENTS(formats); i++) {
        if (strstr(formats[i].extensions, lower))
            found = &formats[i];
    }
    g_free(lower);
    g_free(wanted);
    return found;
}

static void add_format(const format *f)
{
    for (size_t i = 0; i < G_N_ELEMENTS(f->add) && f->add[i]; i++) {
        if (!GDALGetDriverByName(f->drivers[i]))
            f->add[i]();
    }
}

const char *const *kuril_gdal_all_vector_drivers(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
        add_format(&formats[i]);
    return all_vector;
}

const char *const *kuril_gdal_vector_drivers(const char *path)
{
    const format *f = format_of(path);
    if (!f)
        return kuril_gdal_all_vector_drivers();
    add_format(f);
    return f->drivers;
}

const char *const *kuril_gdal_raster_drivers(void)
{
    static const char *const drivers[] = {"GTiff", "PNG", "JPEG", "AAIGrid", "netCDF",  "HFA", "ENVI",
                                          "EHdr",  "SRTMHGT", "USGSDEM", "GPKG",    NULL};
    static void (*const add[])(void) = {GDALRegister_GTiff, GDALRegister_PNG, GDALRegister_JPEG, GDALRegister_AAIGrid,
                                        GDALRegister_netCDF, GDALRegister_HFA, GDALRegister_ENVI, GDALRegister_EHdr,
                                        GDALRegister_SRTMHGT, GDALRegister_USGSDEM, RegisterOGRGeoPackage};
    for (size_t i = 0; i < G_N_ELEMENTS(add); i++) {
        if (!GDALGetDriverByName(drivers[i]))
            add[i]();
    }
    return drivers;
}

void kuril_gdal_register_all(void)
{
    GDALAllRegister();
}

int kuril_gdal_vector_rank(const char *path)
{
    const format *f = format_of(path);
    return f && f != &formats[G_N_ELEMENTS(formats) - 1] ? (int)(f - formats) + 1 : 0;
}

static bool lists(const char *words, const char *word)
{
    char **all = g_strsplit(words ? words : "", " ", -1);
    const bool has = *word && g_strv_contains((const char *const *)all, word);
    g_strfreev(all);
    return has;
}

bool kuril_gdal_is_known(const char *driver)
{
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
        for (size_t k = 0; k < G_N_ELEMENTS(formats[i].drivers) && formats[i].drivers[k]; k++)
            if (strcmp(formats[i].drivers[k], driver) == 0)
                return true;
    return false;
}

/* The driver that makes files of an extension in memory; NULL when GDAL has none. */
static const char *any_writer(const char *path)
{
    const char *dot = strrchr(path, '.');
    char *ending = g_ascii_strdown(dot ? dot + 1 : "", -1);
    const char *name = NULL;
    kuril_gdal_register_all();
    for (int i = 0; i < GDALGetDriverCount() && !name; i++) {
        const GDALDriverH driver = GDALGetDriver(i);
        if (GDALGetMetadataItem(driver, GDAL_DCAP_VECTOR, NULL) && GDALGetMetadataItem(driver, GDAL_DCAP_CREATE, NULL) &&
            GDALGetMetadataItem(driver, GDAL_DCAP_VIRTUALIO, NULL) &&
            lists(GDALGetMetadataItem(driver, GDAL_DMD_EXTENSIONS, NULL), ending))
            name = GDALGetDriverShortName(driver);
    }
    g_free(ending);
    return name;
}

const char *kuril_gdal_writer(const char *path)
{
    const format *f = format_of(path);
    if (!f || !f->writer)
        return any_writer(path);
    add_format(f);
    return f->writer;
}
