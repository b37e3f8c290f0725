/**
 * @file dataset.h
 * Datasets: the embedded layers and whatever GDAL opens, read as features in WGS 84 longitude and latitude.
 *
 * A dataset is named as "FILE[:LAYER][?where=SQL]", "geodata:NAME[?where=SQL]" for an embedded layer, or by a
 * GDAL name that stays on this machine ("/vsizip/a.zip/b.shp"). "?encoding=CP932&crs=EPSG:4301&where=SQL" says what
 * the file does not, any of these, the condition last. Reading never writes beside the input, never
 * follows a link to another host, and takes nothing that the input claims (counts, extents, indexes) on trust.
 *
 * An open dataset belongs to one thread at a time. Warnings go to the diagnostics given at opening, one for each
 * kind of fault and layer, naming the first features that have it.
 */
#ifndef KURILMAP_DATASET_H
#define KURILMAP_DATASET_H

#include <kurilmap/value.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kuril_dataset kuril_dataset;

/** How to open; start it as `{0}`. Text is copied. */
typedef struct kuril_dataset_options {
    const char *encoding; /**< of the dataset's text, such as "CP932"; NULL: what --encoding says, or found */
    const char *crs;      /**< "EPSG:2444", WKT or a PROJ string that overrides the dataset's own; NULL: its own */
    bool allow_network;   /**< names of other hosts, VRT, and every driver that GDAL has */
    bool placeless;       /**< a picture without a place on the globe is opened too; it can only be read by cells */
    size_t max_bytes;     /**< largest archive member or XML file taken apart in memory; 0: 256 MiB, or what --allow-limit says */
} kuril_dataset_options;

/** How a dataset's coordinate system or encoding came to be known. */
typedef enum kuril_found {
    KURIL_FOUND_OPTION,   /**< the caller said so */
    KURIL_FOUND_DATASET,  /**< the dataset says so (a .prj, a .cpg, a table) */
    KURIL_FOUND_LDID,     /**< the language byte of a .dbf */
    KURIL_FOUND_FORMAT,   /**< the format has no other (GeoJSON, KML) */
    KURIL_FOUND_DETECTED, /**< guessed from the content: reported */
    KURIL_FOUND_ASSUMED   /**< nothing says, and the content fits: reported */
} kuril_found;

/** Bits of kuril_layer.kinds. */
enum { KURIL_HAS_POINTS = 1, KURIL_HAS_LINES = 2, KURIL_HAS_POLYGONS = 4 };

typedef struct kuril_field {
    const char *name;      /**< UTF-8 */
    kuril_value_kind kind; /**< usual kind of its values; KURIL_NULL when it varies */
} kuril_field;

/** What is known of a layer without reading its features. Borrowed from the dataset. */
typedef struct kuril_layer {
    const char *name;
    unsigned kinds; /**< KURIL_HAS_ bits that can occur by its declared type; 0 for a table without geometry */
    const kuril_field *fields;
    size_t n_fields;
    const char *crs; /**< name of the coordinate system, such as "WGS 84 / UTM zone 55N (EPSG:32655)" */
    kuril_found crs_found;
    const char *encoding; /**< such as "UTF-8" */
    kuril_found encoding_found;
} kuril_layer;

/**
 * Opens a dataset for reading.
 *
 * @param[in]  name     see above
 * @param[in]  options  NULL for the defaults
 * @retval KURIL_E_IO          missing, unreadable, or not a regular file
 * @retval KURIL_E_ARGUMENT    an unknown embedded layer, layer, encoding; a name that needs the network
 * @retval KURIL_E_DATA        no driver can make sense of it
 * @retval KURIL_E_PROJECTION  an unknown coordinate system
 * @retval KURIL_E_UNSUPPORTED a format that is not read unless allowed
 */
KURIL_API kuril_status kuril_dataset_open(const char *name, const kuril_dataset_options *options,
                                          const kuril_diagnostics *diagnostics, kuril_dataset **dataset,
                                          kuril_error *error);

/** Accepts NULL. */
KURIL_API void kuril_dataset_close(kuril_dataset *dataset);

/** The name that it was opened by. */
KURIL_API const char *kuril_dataset_name(const kuril_dataset *dataset);

/** The embedded layer's name ("land"), for credits; NULL for any other dataset. */
KURIL_API const char *kuril_dataset_embedded(const kuril_dataset *dataset);

/** The layer that the dataset's name chose (FILE:LAYER); NULL when it chose none. */
KURIL_API const char *kuril_dataset_chosen_layer(const kuril_dataset *dataset);

KURIL_API size_t kuril_dataset_layer_count(const kuril_dataset *dataset);
/** NULL past the end. */
KURIL_API const kuril_layer *kuril_dataset_layer(const kuril_dataset *dataset, size_t i);

/**
 * Fails for a dataset that has nothing to draw or measure: a table, or a chosen layer without geometry.
 *
 * @retval KURIL_E_DATA  the layer that a query without `layer` gives has no geometry
 */
KURIL_API kuril_status kuril_dataset_expect_geometry(const kuril_dataset *dataset, kuril_error *error);

/** Which features a reading gives; start it as `{0}` for all of the chosen layer, else of those read without one. */
typedef struct kuril_query {
    const char *layer;      /**< a name; NULL: the chosen layer, else all of a file of several (KML, GPX, GML, TopoJSON,
                                 DXF, GeoPackage, SQLite, File Geodatabase), else the first with features: what is
                                 left out is told */
    const kuril_bbox *bbox; /**< features whose own box meets it; features without geometry only when NULL */
    const char *where;      /**< an SQL condition on fields, besides that of the dataset's name; NULL: none */
    bool thin;              /**< what lies wholly outside of bbox may be thinned: right to fill within it, no more */
    double detail;          /**< with thin: a deviation in degrees of latitude; of embedded layers vertices may be left
                                 out that lie no farther from the line between those that stay. 0: none are */
    bool geodesic;          /**< edges of 180 degrees and more are not settled as straight ones: for measuring the short way */
} kuril_query;

/**
 * Starts a reading; the one before ends.
 *
 * @retval KURIL_E_ARGUMENT    no such layer (the message suggests one), or the condition cannot be used
 * @retval KURIL_E_PROJECTION  no coordinate system is known and the coordinates are not degrees
 */
KURIL_API kuril_status kuril_dataset_select(kuril_dataset *dataset, const kuril_query *query, kuril_error *error);

/**
 * The next feature, in WGS 84, rings tidied and turned (geometry.h); curves are straightened, Z and M dropped,
 * collections become parts. Features without a usable geometry are skipped and counted, except in tables.
 *
 * @param[out] feature  valid until the next call; NULL after the last
 * @retval KURIL_E_DATA  the layer cannot be read on, or nothing in it can be used: the message says why
 */
KURIL_API kuril_status kuril_dataset_next(kuril_dataset *dataset, const kuril_feature **feature, kuril_error *error);

/** What can be wrong with a feature. */
typedef enum kuril_fault {
    KURIL_FAULT_NO_GEOMETRY,    /**< skipped: none, or an empty one */
    KURIL_FAULT_UNREADABLE,     /**< skipped: its record is damaged */
    KURIL_FAULT_NOT_FINITE,     /**< NaN, infinite or sentinel coordinates */
    KURIL_FAULT_OUT_OF_RANGE,   /**< coordinates off the globe, or outside of what the coordinate system covers */
    KURIL_FAULT_DEGENERATE,     /**< a line of one place, a ring of fewer than three */
    KURIL_FAULT_OPEN_RING,      /**< closed */
    KURIL_FAULT_STRAY_HOLE,     /**< a hole outside of its polygon: dropped */
    KURIL_FAULT_STRAY_RING,     /**< a ring of a shapefile wound as a hole, but within none: used as an area */
    KURIL_FAULT_OTHER_KIND,     /**< another kind of geometry than its layer's: used all the same */
    KURIL_FAULT_SURFACE,        /**< a three-dimensional surface, used as flat polygons */
    KURIL_FAULT_TEXT,           /**< text that is not valid in the encoding: U+FFFD stands for it */
    KURIL_FAULT_TEXT_CUT,       /**< text cut within a character: the torn character is dropped */
    KURIL_FAULT_COUNT
} kuril_fault;

/** Short English text for a fault, as in "3 features: ...". */
KURIL_API const char *kuril_fault_text(kuril_fault fault);

enum { KURIL_TALLY_IDS = 5 };

/** What came of a reading so far. */
typedef struct kuril_tally {
    size_t read;     /**< features seen (after the condition) */
    size_t used;     /**< features that could be used, whether in the box or not */
    size_t skipped;  /**< read - used */
    size_t repaired; /**< used, though with a fault */
    struct {
        size_t features;
        size_t skipped;               /**< of these */
        int64_t ids[KURIL_TALLY_IDS]; /**< of the first ones */
    } faults[KURIL_FAULT_COUNT];
} kuril_tally;

KURIL_API const kuril_tally *kuril_dataset_tally(const kuril_dataset *dataset);

/**
 * Reads a layer whole for its true extent and number of usable features.
 *
 * @param[in]  layer   as kuril_query.layer
 * @param[out] bbox    left alone when `count` is 0; the short way round 180 degrees
 * @param[out] count   features with a usable geometry
 */
KURIL_API kuril_status kuril_dataset_extent(kuril_dataset *dataset, const char *layer, kuril_bbox *bbox, size_t *count,
                                            kuril_error *error);

/* ---- Rasters -------------------------------------------------------------------------------------------------- */

typedef struct kuril_raster kuril_raster;

/** A raster's grid. Borrowed from it. */
typedef struct kuril_raster_info {
    size_t width, height;    /**< cells */
    size_t bands;
    double transform[6];     /**< as GDAL's: x = t[0] + col t[1] + row t[2], y = t[3] + col t[4] + row t[5] */
    bool geographic;         /**< x and y are WGS 84 degrees; otherwise of `crs` */
    const char *crs;
    kuril_found crs_found;
    bool has_nodata;
    double nodata;
    kuril_bbox bbox;         /**< of the cells' edges; west > east across 180 */
    const char *embedded;    /**< as kuril_dataset_embedded */
    double white;            /**< the most that a band of a picture holds: 65535 in cells of 16 bits, else 255 */
} kuril_raster_info;

/** Opens a raster: a file that GDAL reads, or "geodata:NAME". Errors as kuril_dataset_open. */
KURIL_API kuril_status kuril_raster_open(const char *name, const kuril_dataset_options *options,
                                         const kuril_diagnostics *diagnostics, kuril_raster **raster,
                                         kuril_error *error);
/** Accepts NULL. */
KURIL_API void kuril_raster_close(kuril_raster *raster);
KURIL_API const kuril_raster_info *kuril_raster_get_info(const kuril_raster *raster);

/**
 * Bilinear samples of a band (from 1) at places; cell centres hold the values. Longitudes in any turn of the
 * globe. NAN where the raster does not reach or has no data; near no-data cells the others decide.
 *
 * @param[out] values  shape [n]
 * @retval KURIL_E_DATA  cells cannot be read
 */
KURIL_API kuril_status kuril_raster_sample(kuril_raster *raster, size_t band, const kuril_lonlat *places, size_t n,
                                           double *values, kuril_error *error);

/**
 * A window of a band, resampled to width x height cells (nearest, or from overviews), no-data as NAN.
 *
 * @param[in]  col, row, cols, rows  the window in cells, within the raster
 * @param[out] values                shape [height][width]
 */
KURIL_API kuril_status kuril_raster_read(kuril_raster *raster, size_t band, size_t col, size_t row, size_t cols,
                                         size_t rows, size_t width, size_t height, float *values, kuril_error *error);

/* ---- Catalogue of embedded layers ----------------------------------------------------------------------------- */

typedef struct kuril_catalogue kuril_catalogue;

/** An embedded layer's provenance. Text is UTF-8, "" when unknown. Borrowed from the catalogue. */
typedef struct kuril_catalogue_entry {
    const char *name, *title, *scales; /**< what it shows, and at which scales */
    const char *kind;                  /**< "vector" or "raster" */
    const char *source, *licence, *date, *attribution;
    double accuracy_m; /**< about how good its places are; of a coast, how far it was simplified; 0: unknown */
} kuril_catalogue_entry;

KURIL_API kuril_status kuril_catalogue_read(kuril_catalogue **catalogue, kuril_error *error);
/** Accepts NULL. */
KURIL_API void kuril_catalogue_free(kuril_catalogue *catalogue);
KURIL_API size_t kuril_catalogue_count(const kuril_catalogue *catalogue);
/** NULL past the end. */
KURIL_API const kuril_catalogue_entry *kuril_catalogue_at(const kuril_catalogue *catalogue, size_t i);
/** By name; NULL when there is none. */
KURIL_API const kuril_catalogue_entry *kuril_catalogue_find(const kuril_catalogue *catalogue, const char *name);

/* ---- Writing and checking ------------------------------------------------------------------------------------- */

/** What to write: features with the same fields in the same order. */
typedef struct kuril_dataset_content {
    const char *layer; /**< name of the layer; NULL: from the file's name */
    const kuril_feature *features;
    size_t n_features;
} kuril_dataset_content;

/**
 * Writes features (WGS 84) as a dataset, by the path's extension: .gpkg .geojson .json .shp .fgb .csv .kml .gml .gpx
 * .geojsonl .tab. The files appear whole or not at all, and replace older ones of the name. "-" is GeoJSON on
 * standard output. A .gdb is a folder, which appears whole and replaces none; signals to the thread wait while it is
 * made, some hundredths of a second.
 *
 * @retval KURIL_E_ARGUMENT  an extension that is not written, or content that the format cannot hold (the message
 *                           says what: mixed geometry kinds in a shapefile)
 */
KURIL_API kuril_status kuril_dataset_write(const char *path, const kuril_dataset_content *content,
                                           const kuril_diagnostics *diagnostics, kuril_error *error);

/**
 * Reads every layer of a dataset whole and tells what was found: coordinate system, encoding, and features read,
 * used, repaired and skipped, why and which. A raster: its grid.
 *
 * @param[out] report  text for people, UTF-8, caller frees with kuril_text_free(); NULL when it cannot be
 *                      opened; up to the fault when a layer cannot be read
 */
KURIL_API kuril_status kuril_dataset_check(const char *name, const kuril_dataset_options *options,
                                           const kuril_diagnostics *diagnostics, char **report, kuril_error *error);

/** Frees text that the library gave to its caller. Accepts NULL. */
KURIL_API void kuril_text_free(char *text);

#ifdef __cplusplus
}
#endif
#endif
