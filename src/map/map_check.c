/* What no single setting can check. */
#include "core/diagnostics.h"
#include <kurilmap/map.h>
#include <math.h>
#include <string.h>

static const double SIDE_MOST_DOTS = 32767.0; /* cairo's image surfaces count in 16 bits */
static const double AREA_MOST_DOTS = 4.0e8;   /* 1.6 GB of pixels */

static bool makes_raster(const kuril_map_output *outputs, size_t n_outputs)
{
    for (size_t i = 0; i < n_outputs; i++) {
        if (outputs[i].format == KURIL_PNG)
            return true;
    }
    return false;
}

static kuril_status check_raster(const kuril_map *map, kuril_error *error)
{
    const double width = round(map->width_px * map->dpi / 96.0), height = round(map->height_px * map->dpi / 96.0);
    if (width > SIDE_MOST_DOTS || height > SIDE_MOST_DOTS || width * height > AREA_MOST_DOTS)
        return kuril_fail(error, KURIL_E_DOMAIN,
                          "size and dpi: a picture of %.0f x %.0f pixels is too large "
                          "(at most 32767 on a side, 400 million in all)",
                          width, height);
    if (width < 1.0 || height < 1.0)
        return kuril_fail(error, KURIL_E_DOMAIN, "size and dpi: the picture has no pixels");
    return KURIL_OK;
}

static kuril_status check_outputs(const kuril_map_output *outputs, size_t n_outputs, kuril_error *error)
{
    for (size_t i = 0; i < n_outputs; i++) {
        for (size_t k = 0; k < i; k++) {
            const kuril_source_place *from = &outputs[i].from;
            if (strcmp(outputs[i].path, outputs[k].path) == 0)
                return kuril_fail_at(error, KURIL_E_ARGUMENT, from->file, from->line, from->column, NULL,
                                     "output: '%s' is named twice", outputs[i].path);
        }
    }
    return KURIL_OK;
}

kuril_status kuril_map_check(const kuril_map *map, const kuril_map_output *outputs, size_t n_outputs,
                             kuril_error *error)
{
    if (!outputs) {
        outputs = map->outputs;
        n_outputs = map->n_outputs;
    }
    if (map->view_kind == KURIL_VIEW_BOUNDS && map->center)
        return kuril_fail_at(error, KURIL_E_ARGUMENT, map->center_from.file, map->center_from.line,
                             map->center_from.column, NULL, "center: say also scale or width");
    kuril_status status = check_outputs(outputs, n_outputs, error);
    if (status == KURIL_OK && makes_raster(outputs, n_outputs))
        status = check_raster(map, error);
    return status;
}
