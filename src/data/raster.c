#include "core/access.h"
#include "core/diagnostics.h"
#include "data/embedded.h"
#include "data/module.h"
#include "data/name.h"
#include <glib.h>
#include <math.h>
#include <string.h>

/* A part of a band in memory. */
typedef struct window {
    size_t band; /* 0: none */
    size_t col, row, cols, rows;
    float *values; /* [rows][cols] */
} window;

struct kuril_raster {
    kuril_source_name name;
    kuril_raster_source *source;
    bool round; /* the grid closes on itself round the globe */
    window kept;
    GArray *grid; /* kuril_lonlat: places as columns and rows */
};

enum { WHOLE_CELLS_MAX = 1 << 24, WINDOW_CELLS_MAX = 1 << 26 };

static kuril_status open_source(kuril_raster *raster, const kuril_dataset_options *options,
                                const kuril_diagnostics *diagnostics, kuril_error *error)
{
    const kuril_gdal_module *module;
    const char *source = raster->name.source;
    if (!raster->name.embedded) {
        kuril_status status = options->allow_network ? KURIL_OK : kuril_source_name_is_local(source, error);
        if (status == KURIL_OK)
            status = kuril_gdal_module_get(&module, error);
        return status == KURIL_OK ? module->raster_open(source, options, diagnostics, &raster->source, error) : status;
    }
    if (kuril_embedded_raster_open(source, &raster->source) == KURIL_OK)
        return KURIL_OK;
    char *path;
    kuril_status status = kuril_embedded_path(source, ".tif", &path, error);
    if (status != KURIL_OK)
        return status;
    status = kuril_gdal_module_get(&module, error);
    if (status == KURIL_OK)
        status = module->raster_open(path, options, diagnostics, &raster->source, error);
    g_free(path);
    return status;
}

kuril_status kuril_raster_open(const char *name, const kuril_dataset_options *options,
                               const kuril_diagnostics *diagnostics, kuril_raster **raster, kuril_error *error)
{
    static const kuril_dataset_options defaults = {0};
    kuril_raster *r = g_new0(kuril_raster, 1);
    kuril_source_name_init(&r->name, name);
    r->grid = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    kuril_dataset_options own = options ? *options : defaults;
    own.crs = r->name.crs ? r->name.crs : own.crs;
    own.allow_network = own.allow_network || kuril_access_network();
    kuril_status status = kuril_source_name_keys_known(&r->name, error);
    if (status == KURIL_OK)
        status = open_source(r, &own, diagnostics, error);
    if (status != KURIL_OK) {
        kuril_error_in_file(error, r->name.source);
        kuril_raster_close(r);
        return status;
    }
    kuril_raster_info *info = &r->source->info;
    info->embedded = r->name.embedded ? r->name.source : NULL;
    r->round = info->geographic && fabs(fabs(info->transform[1]) * (double)info->width - 360.0) < 1e-6;
    *raster = r;
    return KURIL_OK;
}

void kuril_raster_close(kuril_raster *raster)
{
    if (!raster)
        return;
    if (raster->source)
        raster->source->close(raster->source);
    g_free(raster->kept.values);
    g_array_free(raster->grid, TRUE);
    kuril_source_name_finish(&raster->name);
    g_free(raster);
}

const kuril_raster_info *kuril_raster_get_info(const kuril_raster *raster)
{
    return &raster->source->info;
}

kuril_status kuril_raster_read(kuril_raster *raster, size_t band, size_t col, size_t row, size_t cols, size_t rows,
                               size_t width, size_t height, float *values, kuril_error *error)
{
    const kuril_raster_info *info = &raster->source->info;
    if (band < 1 || band > info->bands || cols == 0 || rows == 0 || col >= info->width || row >= info->height ||
        cols > info->width - col || rows > info->height - row || width == 0 || height == 0)
        return kuril_fail(error, KURIL_E_ARGUMENT, "no such window in band %zu of '%s'", band, raster->name.whole);
    const size_t place[4] = {col, row, cols, rows};
    const kuril_status status = raster->source->read(raster->source, band, place, width, height, values, error);
    kuril_error_in_file(error, raster->name.source);
    return status;
}

/* Places to columns and rows, in cells from the first cell's centre; NAN off the grid. */
static void to_cells(const kuril_raster *raster, kuril_lonlat *p, size_t n)
{
    const kuril_raster_info *info = &raster->source->info;
    const double *t = info->transform;
    const double middle = t[0] + t[1] * (double)info->width / 2 + t[2] * (double)info->height / 2;
    const double det = t[1] * t[5] - t[2] * t[4];
    if (raster->source->to_grid)
        raster->source->to_grid(raster->source, p, n);
    for (size_t i = 0; i < n; i++) {
        const double x = (info->geographic ? kuril_lon_near(p[i].lon, middle) : p[i].lon) - t[0], y = p[i].lat - t[3];
        const double col = (x * t[5] - y * t[2]) / det - 0.5, row = (y * t[1] - x * t[4]) / det - 0.5;
        const bool inside = (raster->round || (col >= -0.5 && col <= (double)info->width - 0.5)) && row >= -0.5 &&
                            row <= (double)info->height - 0.5 && isfinite(col);
        p[i] = inside ? (kuril_lonlat){col, row} : (kuril_lonlat){NAN, NAN};
    }
}

static bool holds(const window *w, size_t band, size_t col, size_t row, size_t cols, size_t rows)
{
    return w->band == band && col >= w->col && row >= w->row && col + cols <= w->col + w->cols &&
           row + rows <= w->row + w->rows;
}

/* Reads what the cells need, or the whole band when it is not large. */
static kuril_status fetch(kuril_raster *raster, size_t band, const kuril_lonlat *cells, size_t n, kuril_error *error)
{
    const kuril_raster_info *info = &raster->source->info;
    double c0 = INFINITY, c1 = -INFINITY, r0 = INFINITY, r1 = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        c0 = fmin(c0, cells[i].lon); /* fmin passes over NAN */
        c1 = fmax(c1, cells[i].lon);
        r0 = fmin(r0, cells[i].lat);
        r1 = fmax(r1, cells[i].lat);
    }
    if (c0 > c1)
        return KURIL_OK; /* none is inside */
    size_t col = 0, row = 0, cols = info->width, rows = info->height;
    if (info->height > WHOLE_CELLS_MAX / info->width) {
        if (!raster->round) {
            col = (size_t)fmax(floor(c0), 0);
            cols = MIN((size_t)fmax(floor(c1), 0) + 2, info->width) - col;
        }
        row = (size_t)fmax(floor(r0), 0);
        rows = MIN((size_t)fmax(floor(r1), 0) + 2, info->height) - row;
    }
    if (holds(&raster->kept, band, col, row, cols, rows))
        return KURIL_OK;
    if (rows > WINDOW_CELLS_MAX / cols)
        return kuril_fail(error, KURIL_E_UNSUPPORTED, "'%s' is too large: %zu x %zu cells at once", raster->name.whole,
                          cols, rows);
    g_free(raster->kept.values);
    raster->kept = (window){0};
    float *values = g_try_malloc_n(cols * rows, sizeof *values);
    if (!values)
        return kuril_fail(error, KURIL_E_MEMORY, "not enough memory for %zu x %zu cells", cols, rows);
    raster->kept = (window){band, col, row, cols, rows, values};
    const kuril_status status = kuril_raster_read(raster, band, col, row, cols, rows, cols, rows, values, error);
    if (status != KURIL_OK)
        raster->kept.band = 0;
    return status;
}

static float cell(const kuril_raster *raster, ptrdiff_t col, ptrdiff_t row)
{
    const kuril_raster_info *info = &raster->source->info;
    const window *w = &raster->kept;
    const ptrdiff_t width = (ptrdiff_t)info->width, height = (ptrdiff_t)info->height;
    col = raster->round ? (col % width + width) % width : CLAMP(col, 0, width - 1);
    row = CLAMP(row, 0, height - 1);
    return w->values[(size_t)(row - (ptrdiff_t)w->row) * w->cols + (size_t)(col - (ptrdiff_t)w->col)];
}

/* Weights of cells without data go to the others; NAN when the nearest cell has none. */
static double bilinear(const kuril_raster *raster, double col, double row)
{
    const double c = floor(col), r = floor(row), u = col - c, v = row - r;
    if (isnan(cell(raster, (ptrdiff_t)(u < 0.5 ? c : c + 1), (ptrdiff_t)(v < 0.5 ? r : r + 1))))
        return NAN;
    double sum = 0, weights = 0;
    for (int k = 0; k < 4; k++) {
        const double weight = (k & 1 ? u : 1 - u) * (k & 2 ? v : 1 - v);
        const float value = weight > 0 ? cell(raster, (ptrdiff_t)c + (k & 1), (ptrdiff_t)r + (k >> 1)) : NAN;
        if (!isnan(value)) {
            sum += weight * (double)value;
            weights += weight;
        }
    }
    return sum / weights;
}

kuril_status kuril_raster_sample(kuril_raster *raster, size_t band, const kuril_lonlat *places, size_t n,
                                 double *values, kuril_error *error)
{
    if (band < 1 || band > raster->source->info.bands)
        return kuril_fail(error, KURIL_E_ARGUMENT, "no band %zu in '%s'", band, raster->name.whole);
    g_array_set_size(raster->grid, 0);
    g_array_append_vals(raster->grid, places, (guint)n);
    kuril_lonlat *cells = (kuril_lonlat *)(void *)raster->grid->data;
    to_cells(raster, cells, n);
    const kuril_status status = fetch(raster, band, cells, n, error);
    for (size_t i = 0; status == KURIL_OK && i < n; i++)
        values[i] = isnan(cells[i].lon) ? NAN : bilinear(raster, cells[i].lon, cells[i].lat);
    return status;
}
