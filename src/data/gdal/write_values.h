/* Our features' fields as OGR's. */
#ifndef KURIL_DATA_GDAL_WRITE_VALUES_H
#define KURIL_DATA_GDAL_WRITE_VALUES_H

#include "data/reader.h"
#include <glib.h>
#include <ogr_api.h>

/** A field to be written; its type is the narrowest that holds every feature's value. */
typedef struct kuril_gdal_column {
    const char *name;
    OGRFieldType type;
    OGRFieldSubType subtype;
    bool known; /**< a value other than null has been seen */
    int width;  /**< longest text, bytes */
    int place;  /**< the layer's field that holds it; -1: none, the format has no fields */
} kuril_gdal_column;

/** The fields of all features, in the order in which they first come: an array of kuril_gdal_column. */
GArray *kuril_gdal_columns(const kuril_feature *features, size_t count);

/** Sets a feature's fields, each at its column's place. */
void kuril_gdal_set_values(OGRFeatureH to, const kuril_feature *from, const GArray *columns);

#endif
