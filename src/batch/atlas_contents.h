/* The contents of an atlas, as PDF pages of their own. */
#ifndef KURIL_BATCH_ATLAS_CONTENTS_H
#define KURIL_BATCH_ATLAS_CONTENTS_H

#include "batch/report.h"
#include <kurilmap/geometry.h>

/** Where a line of the contents stands. */
typedef struct kuril_contents_line {
    size_t page;     /**< of the contents, from 0 */
    kuril_rect rect; /**< points from the page's upper left corner */
} kuril_contents_line;

/**
 * Draws the report's heading and a line for each map with its title and its number.
 *
 * @param jobs        maps in the atlas's order, shape [n]
 * @param path        a file to be written and removed again, for each page
 * @param[out] pages  gets a GBytes, one PDF, for each page of the contents
 * @param[out] lines  gets a kuril_contents_line for each map
 */
kuril_status kuril_contents_draw(const kuril_batch *report, const kuril_job *const *jobs, size_t n, double width_pt,
                                 double height_pt, const char *path, GPtrArray *pages, GArray *lines,
                                 kuril_error *error);

/** "Contents" in the report's first language. */
const char *kuril_contents_title(const kuril_batch *report);

#endif
