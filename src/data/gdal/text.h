/* The encoding of a shapefile's or a CSV file's text, which GDAL hands over as bytes. */
#ifndef KURIL_DATA_GDAL_TEXT_H
#define KURIL_DATA_GDAL_TEXT_H

#include "data/gdal/guard.h"
#include <glib.h>

typedef struct kuril_gdal_text {
    char *name; /**< "UTF-8", "CP932", ... */
    kuril_found found;
    GIConv converter; /**< NULL for UTF-8 */
    char note[KURIL_NOTE_SIZE]; /**< what the user should know of it, "" when nothing */
} kuril_gdal_text;

/**
 * Finds the encoding: the option, or else what is said of all data; then what the file says (.cpg, .cst, LDID) unless
 * its text shows that it lies; then the text itself.
 *
 * @param[in] said    counts only where the format leaves the encoding open, unlike the option; NULL: nothing
 * @param[in] driver  GDAL's name for the format; formats other than shapefiles and CSV are UTF-8 by their rules
 * @retval KURIL_E_ARGUMENT  the option, or what is said, is no encoding
 */
kuril_status kuril_gdal_text_init(kuril_gdal_text *text, const char *path, const char *driver, const char *option,
                                  const char *said, kuril_error *error);
void kuril_gdal_text_finish(kuril_gdal_text *text);

#endif
