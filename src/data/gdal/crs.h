/* A layer's coordinate system and the way from it to WGS 84 longitude and latitude. */
#ifndef KURIL_DATA_GDAL_CRS_H
#define KURIL_DATA_GDAL_CRS_H

#include "data/finish.h"
#include <ogr_srs_api.h>

typedef struct kuril_gdal_crs {
    char *name;              /**< for people; never NULL after init, be it in vain, but where the option is wrong */
    kuril_found found;       /**< KURIL_FOUND_ASSUMED: none is known; coordinates must prove to be degrees */
    OGRSpatialReferenceH srs; /**< NULL when none is known */
    OGRCoordinateTransformationH to_wgs84; /**< NULL: coordinates are longitude and latitude already */
    bool geographic;
    bool ballpark;           /**< no datum shift is known: to_wgs84 takes the datum for WGS 84 */
    bool judged;             /**< kuril_gdal_crs_judge has been called */
    GArray *x, *y, *good;    /**< scratch */
} kuril_gdal_crs;

/**
 * The system that a text names: "EPSG:2444", WKT, PROJJSON or a PROJ string; nothing is fetched. NULL when it names
 * none. Free with OSRRelease.
 */
OGRSpatialReferenceH kuril_gdal_crs_from_text(const char *text);

/**
 * @param[in]  own    the dataset's, borrowed; NULL when it has none
 * @param[in]  option text that overrides it, NULL: none
 * @retval KURIL_E_PROJECTION  `option` is no coordinate system, the system is neither geographic nor projected, or there is no way from it to WGS 84
 */
kuril_status kuril_gdal_crs_init(kuril_gdal_crs *crs, OGRSpatialReferenceH own, const char *option, kuril_error *error);
void kuril_gdal_crs_finish(kuril_gdal_crs *crs);

/** Transforms to WGS 84 in place, NAN where that fails; a kuril_finish.to_wgs84 with the crs as its user. */
void kuril_gdal_crs_forward(void *crs, kuril_lonlat *points, size_t n);

/** As kuril_gdal_crs_forward, by any transformation, with the crs' scratch space. */
void kuril_gdal_transform(OGRCoordinateTransformationH transformation, kuril_gdal_crs *crs, kuril_lonlat *points,
                          size_t n);

/**
 * Once for each coordinate system: whether the transformation used near a place is less exact than what is known, as
 * a datum grid is not installed or no datum shift is known at all. Says so in `note`, "" when all is well.
 */
void kuril_gdal_crs_judge(kuril_gdal_crs *crs, const kuril_bbox *place, char note[static KURIL_NOTE_SIZE]);

#endif
