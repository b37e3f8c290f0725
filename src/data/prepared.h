/*
 * The prepared copy of an embedded layer: what the reader makes of its shapefile or GeoTIFF, laid out as it is used, so
 * that it is mapped and not read. Made when the program is built, by kurilmap-prepare; of this machine's byte order
 * and sizes. All offsets are bytes from the start of the file, multiples of 8.
 */
#ifndef KURIL_DATA_PREPARED_H
#define KURIL_DATA_PREPARED_H

#include "data/module.h"
#include <stdint.h>

#define KURIL_PREPARED_EXTENSION ".prepared"

enum { KURIL_PREPARED_VERSION = 2, KURIL_PREPARED_PIECE = 64 }; /* edges in a piece of a ring */

typedef struct kuril_prepared_head {
    char magic[8];         /* "KURILGEO" */
    uint32_t version;
    uint32_t layout;       /* kuril_prepared_layout() of the program that wrote it */
    uint32_t is_raster, n_sources;
    uint64_t bytes;        /* of the whole file */
    uint64_t sources[2];   /* bytes of the .shp and .dbf, or of the .tif */
    char sha256[64];       /* of them, one after the other, in hexadecimal */
} kuril_prepared_head;

typedef struct kuril_prepared_vector {
    kuril_prepared_head head;
    uint32_t kinds, n_fields;
    uint64_t n_features, n_parts, n_rings, n_points, n_pieces, text_bytes;
    /* kuril_prepared_feature [n_features]; kuril_part [n_parts], rings counted from the feature's first; kuril_ring
       [n_rings], points counted likewise; kuril_prepared_ring [n_rings]; kuril_bbox [n_pieces]; kuril_lonlat [n_pieces], their first vertices; kuril_lonlat
       [n_points]; uint8_t [n_points], levels of detail.h; kuril_prepared_field [n_fields]; kuril_prepared_value [n_features][n_fields]; text, each with a NUL */
    uint64_t features, parts, rings, ring_boxes, pieces, firsts, points, levels, fields, values, text;
} kuril_prepared_vector;

typedef struct kuril_prepared_feature {
    kuril_bbox bbox; /* empty features: all NAN */
    int64_t id;
    uint64_t first_part, n_parts, first_ring, n_rings, first_point, n_points;
} kuril_prepared_feature;

typedef struct kuril_prepared_ring {
    kuril_bbox bbox;
    uint64_t first_piece; /* pieces of KURIL_PREPARED_PIECE edges; each box holds all vertices of its edges */
} kuril_prepared_ring;

typedef struct kuril_prepared_field {
    uint64_t name; /* into the text */
    uint64_t kind; /* kuril_value_kind */
} kuril_prepared_field;

typedef struct kuril_prepared_value {
    uint64_t kind; /* null, boolean, number or string */
    union {
        double number; /* also 0 and 1 for booleans */
        uint64_t text;
    } as;
} kuril_prepared_value;

typedef struct kuril_prepared_raster {
    kuril_prepared_head head;
    uint64_t width, height;
    double transform[6];
    kuril_bbox bbox;
    uint64_t cells; /* float [height][width], no-data as NAN */
} kuril_prepared_raster;

/** A number that differs where the sizes or the byte order of the structs differ. */
uint32_t kuril_prepared_layout(void);

/** SHA-256 of a layer's files, one after the other, and their sizes; false when one cannot be read. */
bool kuril_prepared_hash(const char *const *files, size_t count, char sha256[static 64], uint64_t bytes[static 2]);

/**
 * Opens a prepared copy when it is of this version and of these source files: their sizes are compared, and where a
 * file is newer than the copy its hash too.
 *
 * @retval KURIL_E_IO    it is not there
 * @retval KURIL_E_DATA  it is stale or damaged
 */
kuril_status kuril_prepared_open(const char *path, const char *const *sources, size_t n_sources, const char *layer_name,
                                 kuril_reader **reader);
kuril_status kuril_prepared_raster_open(const char *path, const char *source, kuril_raster_source **raster);

/** Makes the prepared copy of a layer's shapefile, or of a raster, in a folder. */
kuril_status kuril_prepare_vector(const char *shapefile, const char *folder, kuril_error *error);
kuril_status kuril_prepare_raster(const char *file, const char *folder, kuril_error *error);

#endif
