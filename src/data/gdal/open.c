#include "data/gdal/open.h"

#include "core/csv.h"
#include "core/diagnostics.h"
#include "data/encoding.h"
#include "data/gdal/drivers.h"
#include "data/gdal/geometry.h"
#include "data/gdal/layer.h"
#include "data/gdal/sqlite.h"
#include "data/gdal/values.h"
#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <string.h>

/* Columns of tables that tell where features lie. */
#define LONGITUDES "lon,lon1,long,longitude,lng,x,easting"
#define LATITUDES "lat,lat1,latitude,y,northing"

/* The options of each driver that has some: one that it does not know would be a warning. */
static const char *const *open_options(const char *driver)
{
    static const char *const shapefile[] = {"ENCODING=", NULL}; /* text as bytes */
    static const char *const csv[] = {"KEEP_GEOM_COLUMNS=YES", "X_POSSIBLE_NAMES=" LONGITUDES,
                                      "Y_POSSIBLE_NAMES=" LATITUDES,
                                      "GEOM_POSSIBLE_NAMES=wkt,geom,geometry,the_geom,shape", NULL};
    static const char *const gml[] = {"DOWNLOAD_SCHEMA=NO", NULL};
    static const char *const geopackage[] = {"IMMUTABLE=YES", NULL}; /* no lock, no journal beside it */
    static const struct {
        const char *driver;
        const char *const *options;
    } table[] = {{"ESRI Shapefile", shapefile}, {"CSV", csv}, {"GML", gml}, {"GPKG", geopackage}};
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        if (strcmp(table[i].driver, driver) == 0)
            return table[i].options;
    }
    return NULL;
}

static GDALDatasetH open_with(const char *path, const char *driver)
{
    const char *const drivers[] = {driver, NULL};
    return GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, open_options(driver), NULL);
}

static GDALDatasetH open_one_by_one(const char *path, const char *const *drivers)
{
    GDALDatasetH dataset = NULL;
    for (size_t i = 0; !dataset && drivers[i]; i++)
        dataset = open_with(path, drivers[i]);
    return dataset;
}

static GDALDatasetH open_source(kuril_gdal_reader *r, const kuril_dataset_options *options)
{
    if (options->allow_network) {
        kuril_gdal_register_all();
        const GDALDriverH driver = GDALIdentifyDriver(r->source.path, NULL);
        GDALDatasetH dataset = driver ? open_with(r->source.path, GDALGetDriverShortName(driver)) : NULL;
        return dataset ? dataset : GDALOpenEx(r->source.path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, NULL, NULL);
    }
    return open_one_by_one(r->source.path, kuril_gdal_vector_drivers(r->source.path));
}

/* As named; a shapefile's index made anew; whatever its content is. */
static GDALDatasetH open_somehow(kuril_gdal_reader *r, const kuril_dataset_options *options)
{
    kuril_gdal_log first;
    GDALDatasetH dataset = open_source(r, options);
    if (dataset || options->allow_network)
        return dataset;
    first = r->log;
    if (kuril_gdal_source_rebuild(&r->source, options)) {
        kuril_gdal_log_reset(&r->log);
        dataset = open_source(r, options);
    }
    if (!dataset)
        dataset = open_one_by_one(r->source.path, kuril_gdal_all_vector_drivers());
    if (!dataset && first.failure[0])
        r->log = first; /* what the likeliest driver said */
    return dataset;
}

/* What GDAL makes nothing of: a .prj that holds a code or a PROJ string, or nothing of use, which is told. */
static OGRSpatialReferenceH from_prj(kuril_gdal_reader *r)
{
    enum { PRJ_BYTES_MAX = 1 << 16, SHOWN = 40 };
    size_t length = 0;
    char *text = kuril_gdal_read_beside(r->source.path, ".prj", PRJ_BYTES_MAX, &length);
    char *file = text ? NULL : kuril_gdal_beside(r->source.path, ".prj");
    if (file)
        g_snprintf(r->crs_note, sizeof r->crs_note, "the .prj is too long, and not read");
    g_free(file);
    if (r->crs_note[0])
        kuril_gdal_log_reset(&r->log); /* it says the same in other words */
    if (!text)
        return NULL;
    OGRSpatialReferenceH srs = *g_strstrip(text) ? kuril_gdal_crs_from_text(text) : NULL;
    if (!srs) {
        kuril_gdal_log_reset(&r->log);
        char *valid = g_utf8_make_valid(text, -1), *start = g_utf8_substring(valid, 0, MIN(SHOWN, g_utf8_strlen(valid, -1)));
        g_snprintf(r->crs_note, sizeof r->crs_note, "the .prj is not understood ('%s')", g_strdelimit(start, "\r\n\t", ' '));
        g_free(start);
        g_free(valid);
    }
    g_free(text);
    return srs;
}

/* The systems that GML names and GDAL makes nothing of, or of which a layer has several. */
static void note_systems(kuril_gdal_reader *r)
{
    const kuril_number_findings *found = &r->source.numbers;
    if (found->systems)
        g_snprintf(r->crs_note, sizeof r->crs_note,
                   "several coordinate systems are named ('%.80s' and others), none for all", found->system);
    else if (found->system)
        g_snprintf(r->crs_note, sizeof r->crs_note, "the coordinate system '%.80s' is unknown", found->system);
}

static kuril_status describe_layer(kuril_gdal_reader *r, size_t i, const kuril_dataset_options *options,
                                   kuril_error *error)
{
    kuril_gdal_layer *layer = &r->details[i];
    layer->handle = GDALDatasetGetLayer(r->dataset, (int)i);
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(layer->handle);
    OGRSpatialReferenceH own = OGR_L_GetSpatialRef(layer->handle);
    if (!own && !options->crs && r->crs_note[0] == '\0')
        note_systems(r);
    OGRSpatialReferenceH ours = !own && !options->crs && strcmp(r->driver, "ESRI Shapefile") == 0 ? from_prj(r) : NULL;
    kuril_error fault = {0};
    const kuril_status status = kuril_gdal_crs_init(&layer->crs, own ? own : ours, options->crs, &fault);
    if (ours)
        OSRRelease(ours);
    if (status == KURIL_E_PROJECTION && !options->crs)
        layer->fault = g_memdup2(&fault, sizeof fault);
    else if (status != KURIL_OK) {
        kuril_gdal_crs_finish(&layer->crs);
        return kuril_fail_at(error, status, fault.file[0] ? fault.file : NULL, 0, 0, fault.place[0] ? fault.place : NULL,
                             "%s", fault.message);
    }
    r->base.n_layers = i + 1;
    unsigned kinds = 0;
    for (int g = 0; g < OGR_FD_GetGeomFieldCount(defn); g++)
        kinds |= kuril_gdal_kinds(OGR_GFld_GetType(OGR_FD_GetGeomFieldDefn(defn, g)));
    /* Of a kind that is unknown; or seen in none of its features, yet GML is made for geometry. */
    if (kinds == 0 && (OGR_FD_GetGeomFieldCount(defn) > 0 || strcmp(r->driver, "GML") == 0))
        kinds = kuril_gdal_kinds(wkbUnknown);
    kuril_field *fields = kuril_gdal_fields(defn, &r->text, r->names);
    if (strcmp(r->driver, "CSV") == 0)
        kuril_gdal_find_numbers(layer->handle, fields);
    char *name = g_utf8_make_valid(OGR_L_GetName(layer->handle), -1);
    r->layers[i] = (kuril_layer){.name = kuril_arena_text(r->names, name, strlen(name)),
                                 .kinds = kinds,
                                 .fields = fields,
                                 .n_fields = (size_t)OGR_FD_GetFieldCount(defn),
                                 .crs = layer->crs.name,
                                 .crs_found = layer->crs.found,
                                 .encoding = r->text.name,
                                 .encoding_found = r->text.found};
    g_free(name);
    return KURIL_OK;
}

/* A sound dataset without any layer is as one with an empty layer. */
static void describe_nothing(kuril_gdal_reader *r)
{
    char *base = g_path_get_basename(r->source.path), *name = g_utf8_make_valid(base, -1);
    kuril_gdal_crs_init(&r->details[0].crs, NULL, NULL, NULL);
    r->layers[0] = (kuril_layer){.name = kuril_arena_text(r->names, name, strlen(name)),
                                 .kinds = kuril_gdal_kinds(wkbUnknown),
                                 .crs = r->details[0].crs.name,
                                 .crs_found = KURIL_FOUND_FORMAT,
                                 .encoding = r->text.name,
                                 .encoding_found = r->text.found};
    r->base.n_layers = 1;
    g_free(name);
    g_free(base);
}

/*
 * How many of the first layers are read where none is named: all, but for those of charts (S-57), which describe the
 * survey too, and of databases that are no file; GPX's last two hold the points of routes and tracks once more.
 */
static size_t layers_together(const char *driver, size_t n)
{
    static const char *const in_parts[] = {"KML", "GPX", "GML", "TopoJSON", "DXF", "GPKG", "SQLite", "OpenFileGDB", NULL};
    enum { GPX_OWN = 3 };
    if (!g_strv_contains(in_parts, driver))
        return 0;
    return strcmp(driver, "GPX") == 0 ? MIN(n, GPX_OWN) : n;
}

static kuril_status describe(kuril_gdal_reader *r, const kuril_dataset_options *options, const char *said,
                             kuril_error *error)
{
    const size_t n = (size_t)MAX(GDALDatasetGetLayerCount(r->dataset), 0);
    r->driver = GDALGetDriverShortName(GDALGetDatasetDriver(r->dataset));
    r->base.lax = strcmp(r->driver, "GeoJSON") == 0;
    const char *option = r->source.encoding ? NULL : options->encoding; /* what is UTF-8 by now is not converted again */
    kuril_status status = kuril_gdal_text_init(&r->text, r->source.path, r->driver, option, said, error);
    if (r->source.encoding && status == KURIL_OK) {
        g_free(r->text.name);
        r->text.name = g_strdup(r->source.encoding);
        r->text.found = options->encoding ? KURIL_FOUND_OPTION : r->text.found;
    }
    r->details = g_new0(kuril_gdal_layer, n + 1);
    r->layers = g_new0(kuril_layer, n + 1);
    r->base.layers = r->layers;
    for (size_t i = 0; i < n && status == KURIL_OK; i++)
        status = describe_layer(r, i, options, error);
    if (n == 0 && status == KURIL_OK)
        describe_nothing(r);
    r->base.n_together = layers_together(r->driver, n);
    return status;
}

/* Which parts of a shapefile do not fit the others. */
static void tell_of_parts(const kuril_gdal_reader *r)
{
    const kuril_gdal_shapefile *s = &r->source.shapefile;
    if (s->index_wrong)
        kuril_report(&r->diagnostics, KURIL_WARNING, r->name, NULL,
                     "the index (.shx) is missing or damaged: read without it");
    if (s->no_table)
        kuril_report(&r->diagnostics, KURIL_WARNING, r->name, NULL,
                     "the table (.dbf) is missing or damaged: read without attributes");
    else if (s->rows < s->shapes)
        kuril_report(&r->diagnostics, KURIL_WARNING, r->name, NULL,
                     "the table (.dbf) ends after %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " shapes: the rest %s",
                     s->rows, s->shapes, r->source.mended ? "has no attributes" : "is not read");
    if (s->deleted)
        kuril_report(&r->diagnostics, KURIL_WARNING, r->name, NULL,
                     "%" G_GINT64_FORMAT " rows of the table (.dbf) are marked as deleted: their shapes are not read",
                     s->deleted);
}

static void tell_of_numbers(const kuril_gdal_reader *r)
{
    const kuril_number_findings *found = &r->source.numbers;
    if (found->odd)
        kuril_report_at(&r->diagnostics, KURIL_WARNING, r->name, (int)MIN(found->odd_line, G_MAXINT), 0, NULL,
                        "%zu %s missing or no number: what has no place is left out", found->odd,
                        found->odd == 1 ? "coordinate is" : "coordinates are");
    if (found->placeless)
        kuril_report_at(&r->diagnostics, KURIL_WARNING, r->name, (int)MIN(found->placeless_line, G_MAXINT), 0, NULL,
                        "%zu %s without a point, line or polygon (models and tracks are not read): left out",
                        found->placeless, found->placeless == 1 ? "placemark is" : "placemarks are");
}

/* A table whose last quote opens, so that the rest of the file is one text. */
static void tell_of_quotes(const kuril_gdal_reader *r)
{
    enum { BLOCK = 1 << 16 };
    VSILFILE *file = strcmp(r->driver, "CSV") == 0 ? VSIFOpenL(r->source.path, "rb") : NULL;
    if (!file)
        return;
    char *block = g_malloc(BLOCK);
    size_t n, quotes = 0;
    while ((n = VSIFReadL(block, 1, BLOCK, file)) > 0)
        for (size_t i = 0; i < n; i++)
            quotes += block[i] == '"';
    g_free(block);
    VSIFCloseL(file);
    if (quotes % 2)
        kuril_report(&r->diagnostics, KURIL_WARNING, r->name, NULL,
                     "a quote that opens never closes: rows behind it are taken for its text");
}

/* The words of a table's header that are names of one axis; caller frees. */
static char *columns_of_axis(const GPtrArray *header, const char *axis, size_t *count)
{
    char **names = g_strsplit(axis, ",", -1);
    GString *list = g_string_new(NULL);
    *count = 0;
    for (guint i = 0; i < header->len; i++) {
        char *word = g_ascii_strdown(g_strstrip(header->pdata[i]), -1);
        if (g_strv_contains((const char *const *)names, word))
            g_string_append_printf(list, "%s'%s'", (*count)++ ? ", " : "", (const char *)header->pdata[i]);
        g_free(word);
    }
    g_strfreev(names);
    return g_string_free(list, FALSE);
}

/* A table with two columns of longitudes: GDAL takes one of them. */
static void tell_of_columns(const kuril_gdal_reader *r)
{
    static const struct {
        const char *axis, *what;
    } axes[] = {{LONGITUDES, "longitudes"}, {LATITUDES, "latitudes"}};
    enum { HEADER_BYTES_MAX = 1 << 16 };
    VSILFILE *file = strcmp(r->driver, "CSV") == 0 ? VSIFOpenL(r->source.path, "rb") : NULL;
    if (!file)
        return;
    char *text = g_malloc0(HEADER_BYTES_MAX + 1);
    const size_t length = VSIFReadL(text, 1, HEADER_BYTES_MAX, file);
    VSIFCloseL(file);
    text[MIN(length, strcspn(text, "\r\n"))] = '\0';
    char *start = g_str_has_prefix(text, "\xEF\xBB\xBF") ? text + 3 : text;
    GPtrArray *header = g_ptr_array_new();
    int line = 1;
    kuril_csv_next(&start, kuril_csv_separator(start), header, &line);
    for (size_t i = 0; i < G_N_ELEMENTS(axes); i++) {
        size_t count = 0;
        char *list = columns_of_axis(header, axes[i].axis, &count);
        if (count > 1)
            kuril_report_at(&r->diagnostics, KURIL_WARNING, r->name, 1, 0, NULL,
                            "several columns tell %s (%s), and one is taken: rename those that are not meant",
                            axes[i].what, list);
        g_free(list);
    }
    g_ptr_array_free(header, TRUE);
    g_free(text);
}

static void tell(const kuril_gdal_reader *r)
{
    if (r->source.log_left_out) /* changes that are not yet moved into the database are not seen */
        kuril_report(&r->diagnostics, KURIL_WARNING, r->name, NULL,
                     "another program has it open (there is a -wal file): its last changes may be missing");
    if (r->source.journal_left_out)
        kuril_report(&r->diagnostics, KURIL_WARNING, r->name, NULL,
                     "a program did not end its writing (there is a -journal file): what it holds may be half written");
    if (r->source.damaged)
        kuril_report(&r->diagnostics, KURIL_WARNING, r->name, NULL,
                     "'%s' in it is damaged (its check sum is another): what is read may be wrong", r->source.damaged);
    if (r->source.encoding_invalid)
        kuril_report(&r->diagnostics, KURIL_WARNING, r->name, NULL,
                     "text that is not valid in %s: U+FFFD stands for it", r->source.encoding);
    tell_of_numbers(r);
    tell_of_quotes(r);
    tell_of_columns(r);
    tell_of_parts(r);
    if (r->crs_note[0])
        kuril_report(&r->diagnostics, KURIL_WARNING, r->name, NULL, "%s", r->crs_note);
    if (r->text.note[0])
        kuril_report(&r->diagnostics, KURIL_WARNING, r->name, NULL, "%s", r->text.note);
}

static bool is_raster(const char *path)
{
    return GDALIdentifyDriverEx(path, GDAL_OF_RASTER, kuril_gdal_raster_drivers(), NULL) != NULL;
}

/* Text that begins with the byte order mark of UTF-16. */
static bool is_wide(const char *path)
{
    unsigned char mark[2] = {0};
    VSILFILE *file = VSIFOpenL(path, "rb");
    const bool read = file && VSIFReadL(mark, 1, sizeof mark, file) == sizeof mark;
    if (file)
        VSIFCloseL(file);
    return read && ((mark[0] == 0xFF && mark[1] == 0xFE) || (mark[0] == 0xFE && mark[1] == 0xFF));
}

kuril_status kuril_gdal_open(const kuril_source_name *name, const kuril_dataset_options *options,
                             const kuril_diagnostics *diagnostics, kuril_reader **reader, kuril_error *error)
{
    kuril_gdal_settings(options->allow_network);
    kuril_gdal_reader *r = g_new0(kuril_gdal_reader, 1);
    r->base.ops = &kuril_gdal_reader_ops;
    r->name = g_strdup(name->source);
    r->log.allow_network = options->allow_network;
    if (diagnostics)
        r->diagnostics = *diagnostics;
    r->names = kuril_arena_new();
    r->values = kuril_arena_new();
    kuril_finish_init(&r->finish);
    kuril_geometry_buffer_init(&r->buffer);
    kuril_gdal_enter(&r->log);
    kuril_gdal_sqlite_enter();
    kuril_status status = kuril_gdal_source_init(&r->source, name->source, options, error);
    if (status == KURIL_OK) {
        r->dataset = open_somehow(r, options);
        const bool raster = !r->dataset && !r->log.failure[0] && is_raster(r->source.path);
        if (!r->dataset)
            status = kuril_fail_at(error, raster ? KURIL_E_UNSUPPORTED : KURIL_E_DATA, name->source, 0, 0, NULL,
                                   "cannot read '%s': %s", name->source,
                                   r->log.failure[0]           ? r->log.failure
                                   : raster                    ? "it is a raster, which a source of a style draws"
                                   : is_wide(r->source.path)   ? "its text is UTF-16; save it as UTF-8"
                                                               : "not a dataset of a known format");
    }
    if (status == KURIL_OK)
        status = describe(r, options, name->embedded ? NULL : kuril_encoding_said(), error);
    if (r->log.failed || r->base.n_layers == 0 || !r->details[0].handle)
        memcpy(r->base.open_note, r->log.failed ? r->log.failure : r->log.warning, sizeof r->base.open_note);
    kuril_gdal_log_reset(&r->log);
    kuril_gdal_sqlite_leave();
    kuril_gdal_leave(&r->log);
    if (status != KURIL_OK) {
        r->base.ops->close(&r->base);
        return status;
    }
    tell(r);
    *reader = &r->base;
    return KURIL_OK;
}
