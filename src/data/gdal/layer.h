/* A dataset opened by GDAL, as a reader. */
#ifndef KURIL_DATA_GDAL_LAYER_H
#define KURIL_DATA_GDAL_LAYER_H

#include "core/arena.h"
#include "data/gdal/crs.h"
#include "data/gdal/source.h"
#include "data/gdal/text.h"
#include <gdal.h>
#include <ogr_api.h>

typedef struct kuril_gdal_layer {
    OGRLayerH handle;
    kuril_gdal_crs crs;
    kuril_error *fault; /* why its system is of no use; NULL: it is. Other layers may be read all the same */
    bool judged;    /* without a system: its coordinates were found to be degrees */
    size_t degrees; /* in so many features */
} kuril_gdal_layer;

typedef struct kuril_gdal_reader {
    kuril_reader base; /* first member: it is a reader */
    char *name;        /* the file, for messages */
    kuril_gdal_source source;
    kuril_gdal_log log;
    GDALDatasetH dataset;
    const char *driver; /* GDAL's name of the format */
    kuril_gdal_text text;
    char crs_note[KURIL_NOTE_SIZE]; /* what the user should know of a .prj, "" when nothing */
    kuril_gdal_layer *details; /* as many as layers */
    kuril_layer *layers;
    kuril_arena *names;  /* of layers and fields */
    kuril_diagnostics diagnostics;
    /* the reading under way */
    kuril_reader_query query;
    bool ended;
    kuril_finish finish;
    kuril_geometry_buffer buffer;
    kuril_geometry view;
    kuril_arena *values;
    kuril_member *members;
    kuril_feature feature;
} kuril_gdal_reader;

extern const kuril_reader_ops kuril_gdal_reader_ops;

#endif
