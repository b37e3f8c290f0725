#include "map/paint_raster.h"
#include "core/diagnostics.h"
#include "map/page_line.h"
#include "projection/warp.h"

#include <math.h>
#include <string.h>

static const double DOTS_MOST = 6e7; /* in all: larger pages take coarser dots */

static void plan_dots(const kuril_painter *p, size_t margin, kuril_sampled *out)
{
    const kuril_rect *f = &p->scene->frame;
    const double w = f->x_max - f->x_min, h = f->y_max - f->y_min;
    double per_pt = kuril_layer_pixels_per_pt(p->canvas);
    per_pt *= fmin(1, sqrt(DOTS_MOST / (w * h * per_pt * per_pt)));
    /* Dots are pixels of the page, so that a PNG takes them as they are. */
    const double left = floor(f->x_min * per_pt + 1e-6), top = floor(f->y_min * per_pt + 1e-6);
    const double right = ceil(f->x_max * per_pt - 1e-6), bottom = ceil(f->y_max * per_pt - 1e-6);
    *out = (kuril_sampled){.width = (size_t)(right - left) + 2 * margin,
                           .height = (size_t)(bottom - top) + 2 * margin,
                           .margin = margin,
                           .rect = {left / per_pt, top / per_pt, right / per_pt, bottom / per_pt},
                           .dot_pt = 1 / per_pt};
}

/*
 * In a style's own view pictures are moved by half a style pixel at most, so that the pixels of the world, which their
 * own are multiples of, fall on those of the page: as the specification's renderers do.
 */
static kuril_page_point snap_to_world(const kuril_scene *scene)
{
    const kuril_sheet *sheet = &scene->sheets[KURIL_SHEET_MAP];
    const kuril_rect *f = &scene->frame;
    const double c = scene->fit.cos_b, s = scene->fit.sin_b;
    const double x = (f->x_min + f->x_max) / 2 - sheet->pattern_x, y = (f->y_min + f->y_max) / 2 - sheet->pattern_y;
    const double east = (x * c - y * s) / KURIL_PX, south = (x * s + y * c) / KURIL_PX; /* of the middle, world pixels */
    const double by_east = (east - round(east)) * KURIL_PX, by_south = (south - round(south)) * KURIL_PX;
    if (scene->world_pt <= 0)
        return (kuril_page_point){0, 0};
    return (kuril_page_point){by_east * c + by_south * s, by_south * c - by_east * s};
}

static kuril_warp *warp_of(const kuril_painter *p, const kuril_sampled *s)
{
    const double edge = (double)s->margin * s->dot_pt;
    const kuril_page_point by = snap_to_world(p->scene);
    const kuril_rect rect = {s->rect.x_min - edge - by.x, s->rect.y_min - edge - by.y, s->rect.x_max + edge - by.x,
                             s->rect.y_max + edge - by.y};
    return kuril_warp_new(p->scene->projection, &p->scene->fit, &rect, s->width, s->height, 0);
}

/* ---- Georeferenced rasters. ---- */

/* Places moved to the middle of the cell that they lie in. */
static void snap_to_cells(const kuril_raster_info *info, kuril_lonlat *places, size_t n)
{
    const double *t = info->transform;
    for (size_t i = 0; info->geographic && i < n; i++) {
        places[i].lon = t[0] + (floor((places[i].lon - t[0]) / t[1]) + 0.5) * t[1];
        places[i].lat = t[3] + (floor((places[i].lat - t[3]) / t[5]) + 0.5) * t[5];
    }
}

/*
 * Band by band over strips of rows: a raster keeps the cells of one band at a time, and those of a whole page in
 * fine pixels would not fit into memory.
 */
static kuril_status sample_raster(kuril_painter *p, kuril_raster *raster, bool smooth, kuril_sampled *s,
                                  kuril_error *error)
{
    enum { STRIP_ROWS = 128 };
    const kuril_raster_info *info = kuril_raster_get_info(raster);
    kuril_warp *warp = warp_of(p, s);
    kuril_lonlat *places = g_new(kuril_lonlat, STRIP_ROWS * s->width);
    double *values = g_new(double, STRIP_ROWS * s->width);
    kuril_status status = KURIL_OK;
    for (size_t top = 0; top < s->height && status == KURIL_OK; top += STRIP_ROWS) {
        const size_t rows = MIN(STRIP_ROWS, s->height - top), n = rows * s->width;
        for (size_t row = 0; row < rows; row++)
            kuril_warp_row(warp, top + row, places + row * s->width);
        if (!smooth)
            snap_to_cells(info, places, n);
        for (size_t b = 0; b < s->bands && status == KURIL_OK; b++) {
            status = kuril_raster_sample(raster, b + 1, places, n, values, error);
            for (size_t i = 0; i < n && status == KURIL_OK; i++)
                s->values[b][top * s->width + i] = (float)values[i];
        }
    }
    g_free(values);
    g_free(places);
    kuril_warp_free(warp);
    return status;
}

/* ---- Pictures with four corners. ---- */

typedef struct placed_picture {
    float *cells[KURIL_BANDS_MAX]; /* shape [height][width] */
    size_t width, height;
    double x[4], y[4]; /* corners on Web Mercator, degrees eastward and of its y: top left, then clockwise */
} placed_picture;

static double mercator_y(double lat)
{
    return log(tan(G_PI / 4 + CLAMP(lat, -89.9, 89.9) * G_PI / 360)) * 180 / G_PI;
}

/* The place in one of the picture's two triangles: at a corner, with a neighbour along each side of the picture. */
static void triangle_place(const placed_picture *q, const int corners[3], double x, double y, double *u, double *v)
{
    const int o = corners[0], a = corners[1], b = corners[2];
    const double ax = q->x[a] - q->x[o], ay = q->y[a] - q->y[o], bx = q->x[b] - q->x[o], by = q->y[b] - q->y[o];
    const double dx = x - q->x[o], dy = y - q->y[o], det = ax * by - ay * bx;
    *u = (dx * by - dy * bx) / det;
    *v = (ax * dy - ay * dx) / det;
}

/*
 * Where a place lies in the picture, (0, 0) to (1, 1). The picture is two triangles, as the specification's renderers
 * draw it, split from its top right to its bottom left corner.
 */
static bool picture_place(const placed_picture *q, kuril_lonlat at, double *u, double *v)
{
    enum { TOP_LEFT, TOP_RIGHT, BOTTOM_RIGHT, BOTTOM_LEFT };
    const double x = kuril_lon_near(at.lon, (q->x[0] + q->x[2]) / 2), y = mercator_y(at.lat);
    triangle_place(q, (const int[]){TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT}, x, y, u, v);
    if (*u >= 0 && *v >= 0 && *u + *v <= 1)
        return true;
    triangle_place(q, (const int[]){BOTTOM_RIGHT, BOTTOM_LEFT, TOP_RIGHT}, x, y, u, v);
    const bool inside = *u >= 0 && *v >= 0 && *u + *v <= 1; /* false also for a picture without area */
    *u = 1 - *u;
    *v = 1 - *v;
    return inside;
}

static float picture_value(const placed_picture *q, size_t band, double u, double v, bool smooth)
{
    const double w = (double)q->width, h = (double)q->height;
    const double col = CLAMP(u * w - 0.5, 0, w - 1), row = CLAMP(v * h - 0.5, 0, h - 1);
    if (!smooth)
        return q->cells[band][(size_t)(row + 0.5) * q->width + (size_t)(col + 0.5)];
    const size_t c = (size_t)col, r = (size_t)row, c1 = MIN(c + 1, q->width - 1), r1 = MIN(r + 1, q->height - 1);
    const float s = (float)(col - (double)c), t = (float)(row - (double)r), *cells = q->cells[band];
    return (cells[r * q->width + c] * (1 - s) + cells[r * q->width + c1] * s) * (1 - t) +
           (cells[r1 * q->width + c] * (1 - s) + cells[r1 * q->width + c1] * s) * t;
}

static void sample_picture(kuril_painter *p, const placed_picture *q, bool smooth, kuril_sampled *s)
{
    kuril_warp *warp = warp_of(p, s);
    kuril_lonlat *places = g_new(kuril_lonlat, s->width);
    for (size_t row = 0; row < s->height; row++) {
        kuril_warp_row(warp, row, places);
        for (size_t col = 0; col < s->width; col++) {
            double u, v;
            const bool inside = isfinite(places[col].lon) && picture_place(q, places[col], &u, &v);
            for (size_t b = 0; b < s->bands; b++)
                s->values[b][row * s->width + col] = inside ? picture_value(q, b, u, v, smooth) : NAN;
        }
    }
    g_free(places);
    kuril_warp_free(warp);
}

static kuril_status read_picture(kuril_raster *raster, const kuril_style_source *source, size_t bands,
                                 placed_picture *q, kuril_error *error)
{
    const kuril_raster_info *info = kuril_raster_get_info(raster);
    *q = (placed_picture){.width = info->width, .height = info->height};
    for (size_t i = 0; i < 4; i++) {
        q->x[i] = kuril_lon_near(source->corners[i].lon, source->corners[0].lon);
        q->y[i] = mercator_y(source->corners[i].lat);
    }
    kuril_status status = KURIL_OK;
    for (size_t b = 0; b < bands && status == KURIL_OK; b++) {
        q->cells[b] = g_try_new(float, info->width *info->height);
        if (!q->cells[b])
            return kuril_fail(error, KURIL_E_MEMORY, "'%s' is too large for the memory", source->url);
        status = kuril_raster_read(raster, b + 1, 0, 0, info->width, info->height, info->width, info->height,
                                   q->cells[b], error);
    }
    return status;
}

/* ---- */

kuril_status kuril_sample_layer(kuril_painter *p, const kuril_style_layer *layer, size_t want, size_t margin,
                                bool smooth, kuril_sampled *out, kuril_error *error)
{
    const kuril_style_source *source = layer->source;
    *out = (kuril_sampled){0};
    if (!source->url)
        return KURIL_OK; /* tiles only: said when the style was read */
    kuril_raster *raster = NULL;
    kuril_status status = kuril_sources_raster(p->scene->sources, source, &raster, error);
    if (status != KURIL_OK)
        return status;
    plan_dots(p, margin, out);
    out->bands = MIN(MIN(want, KURIL_BANDS_MAX), kuril_raster_get_info(raster)->bands);
    out->white = kuril_raster_get_info(raster)->white;
    for (size_t b = 0; b < out->bands && status == KURIL_OK; b++) {
        out->values[b] = g_try_new(float, out->width *out->height);
        if (!out->values[b])
            status = kuril_fail(error, KURIL_E_MEMORY, "not enough memory for a raster of %zu x %zu dots", out->width,
                                out->height);
    }
    if (status == KURIL_OK && source->type == KURIL_SOURCE_IMAGE) {
        placed_picture q = {0};
        status = read_picture(raster, source, out->bands, &q, error);
        if (status == KURIL_OK)
            sample_picture(p, &q, smooth, out);
        for (size_t b = 0; b < KURIL_BANDS_MAX; b++)
            g_free(q.cells[b]);
    } else if (status == KURIL_OK) {
        status = sample_raster(p, raster, smooth, out, error);
    }
    if (status != KURIL_OK)
        kuril_sampled_finish(out);
    return status;
}

/* Linear in the bands, so that it may come after the interpolation. */
static void decode_heights(const kuril_style_source *source, kuril_sampled *s)
{
    double r = 6553.6, g = 25.6, b = 0.1, base = 10000;
    if (source->encoding == KURIL_DEM_TERRARIUM) {
        r = 256;
        g = 1;
        b = 1.0 / 256;
        base = 32768;
    } else if (source->encoding == KURIL_DEM_CUSTOM) {
        r = source->red_factor;
        g = source->green_factor;
        b = source->blue_factor;
        base = source->base_shift;
    }
    for (size_t i = 0; i < s->width * s->height; i++)
        s->values[0][i] = (float)((double)s->values[0][i] * r + (double)s->values[1][i] * g +
                                  (double)s->values[2][i] * b - base);
}

kuril_status kuril_sample_heights(kuril_painter *p, const kuril_style_layer *layer, size_t margin, bool smooth,
                                  kuril_sampled *out, kuril_error *error)
{
    const kuril_status status = kuril_sample_layer(p, layer, 3, margin, smooth, out, error);
    if (status == KURIL_OK && out->bands == 3)
        decode_heights(layer->source, out);
    return status;
}

void kuril_sampled_finish(kuril_sampled *sampled)
{
    for (size_t b = 0; b < KURIL_BANDS_MAX; b++)
        g_free(sampled->values[b]);
    *sampled = (kuril_sampled){0};
}

kuril_status kuril_sampled_draw(kuril_painter *p, const kuril_sampled *sampled, const uint8_t *rgba, double opacity)
{
    const size_t width = sampled->width - 2 * sampled->margin, height = sampled->height - 2 * sampled->margin;
    kuril_canvas_new_path(p->canvas);
    const kuril_status status = kuril_chain_walk_world(p->chain);
    if (status != KURIL_OK)
        return status;
    kuril_canvas_push(p->canvas);
    kuril_canvas_clip_path(p->canvas, KURIL_FILL_NONZERO);
    const kuril_pixels pixels = {rgba, (int)width, (int)height, width * 4};
    const bool exact = kuril_canvas_get_format(p->canvas) == KURIL_CANVAS_PNG;
    kuril_canvas_image(p->canvas, &pixels, &sampled->rect, opacity, !exact);
    kuril_canvas_pop(p->canvas);
    return KURIL_OK;
}
