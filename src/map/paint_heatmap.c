/*
 * Heatmaps: a sum of Gaussian kernels, coloured by a ramp. The density is summed on a grid of style pixels, so that
 * the resolution of the page does not change the look, and interpolated where it is coloured.
 */
#include "map/paint_parts.h"

#include <math.h>

static const double GAUSS = 0.3989422804014327; /* 1 / sqrt(2 pi) */
static const double LEAST = 1.0 / 255 / 16;     /* a kernel ends where it adds less */

typedef struct heat {
    kuril_painter *p;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    double intensity;
    size_t width, height;
    float *density; /* shape [height][width], of style pixels from the frame's corner, at their middles */
} heat;

static void add_kernel(heat *h, double x, double y, double radius, double strength)
{
    const double reach = sqrt(-2 * log(LEAST / strength / GAUSS)) / 3 * radius;
    const double left = fmax(ceil(x - reach - 0.5), 0), right = fmin(floor(x + reach - 0.5), (double)h->width - 1);
    const double top = fmax(ceil(y - reach - 0.5), 0), bottom = fmin(floor(y + reach - 0.5), (double)h->height - 1);
    for (double row = top; row <= bottom; row++)
        for (double col = left; col <= right; col++) {
            const double dx = (col + 0.5 - x) / radius, dy = (row + 0.5 - y) / radius;
            h->density[(size_t)row * h->width + (size_t)col] +=
                (float)(strength * GAUSS * exp(-4.5 * (dx * dx + dy * dy)));
        }
}

static void add_place(heat *h, kuril_lonlat place, double radius, double strength)
{
    const kuril_scene *scene = h->p->scene;
    double x, y;
    if (!kuril_lonlat_to_page(scene->projection, &scene->fit, place, &x, &y))
        return;
    const double col = (x - scene->frame.x_min) / KURIL_PX, row = (y - scene->frame.y_min) / KURIL_PX;
    const double world = scene->world_pt / KURIL_PX;
    add_kernel(h, col, row, radius, strength);
    for (int k = 1; world > 0 && k * world < (double)h->width + world; k++) {
        const double by_x = k * world * scene->fit.cos_b, by_y = -k * world * scene->fit.sin_b;
        add_kernel(h, col + by_x, row + by_y, radius, strength);
        add_kernel(h, col - by_x, row - by_y, radius, strength);
    }
}

static kuril_status heat_feature(void *user, const kuril_feature *feature)
{
    heat *h = user;
    const double radius = kuril_style_number(h->sheet->styling, h->layer, KURIL_HEATMAP_RADIUS, feature);
    const double weight = kuril_style_number(h->sheet->styling, h->layer, KURIL_HEATMAP_WEIGHT, feature);
    const double strength = weight * h->intensity;
    if (!(strength * GAUSS > LEAST) || !(radius > 0))
        return KURIL_OK;
    const kuril_geometry *g = feature->geometry;
    for (size_t i = 0; i < g->n_points; i++)
        add_place(h, g->points[i], radius, strength);
    for (size_t i = 0; i < g->n_parts; i++) /* a ring's first vertex is its last too, and counts as both */
        for (size_t r = 0; g->parts[i].kind == KURIL_POLYGON && r < g->parts[i].count; r++)
            add_place(h, g->points[g->rings[g->parts[i].first + r].first], radius, strength);
    return KURIL_OK;
}

static double density_at(const heat *h, double x, double y)
{
    const double col = CLAMP(x - 0.5, 0, (double)h->width - 1), row = CLAMP(y - 0.5, 0, (double)h->height - 1);
    const size_t c = (size_t)col, r = (size_t)row, c1 = MIN(c + 1, h->width - 1), r1 = MIN(r + 1, h->height - 1);
    const double s = col - (double)c, t = row - (double)r;
    const float *d = h->density;
    return ((double)d[r * h->width + c] * (1 - s) + (double)d[r * h->width + c1] * s) * (1 - t) +
           ((double)d[r1 * h->width + c] * (1 - s) + (double)d[r1 * h->width + c1] * s) * t;
}

static void draw(heat *h, double opacity)
{
    enum { SHADES = 256 };
    kuril_style_rgba ramp[SHADES] = {0};
    for (size_t i = 0; i < SHADES; i++)
        kuril_style_ramp(h->sheet->styling, h->layer, KURIL_HEATMAP_COLOR, (double)i / (SHADES - 1), &ramp[i]);
    const kuril_rect *f = &h->p->scene->frame;
    const double per_pt = kuril_layer_pixels_per_pt(h->p->canvas);
    const double left = floor(f->x_min * per_pt + 1e-6), top = floor(f->y_min * per_pt + 1e-6);
    const size_t width = (size_t)(ceil(f->x_max * per_pt - 1e-6) - left);
    const size_t height = (size_t)(ceil(f->y_max * per_pt - 1e-6) - top);
    uint8_t *rgba = g_malloc(width * height * 4);
    for (size_t row = 0; row < height; row++)
        for (size_t col = 0; col < width; col++) {
            const double x = ((left + (double)col + 0.5) / per_pt - f->x_min) / KURIL_PX;
            const double y = ((top + (double)row + 0.5) / per_pt - f->y_min) / KURIL_PX;
            const kuril_style_rgba c = ramp[(size_t)(fmin(density_at(h, x, y), 1) * (SHADES - 1) + 0.5)];
            kuril_pixel_set(rgba + (row * width + col) * 4, (kuril_rgba){c.r, c.g, c.b, c.a});
        }
    const kuril_pixels pixels = {rgba, (int)width, (int)height, width * 4};
    const kuril_rect rect = {left / per_pt, top / per_pt, (left + (double)width) / per_pt,
                             (top + (double)height) / per_pt};
    kuril_canvas_image(h->p->canvas, &pixels, &rect, opacity,
                       kuril_canvas_get_format(h->p->canvas) != KURIL_CANVAS_PNG);
    g_free(rgba);
}

kuril_status kuril_paint_heatmap(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                 kuril_error *error)
{
    const kuril_rect *f = &p->scene->frame;
    heat h = {.p = p,
              .sheet = sheet,
              .layer = layer,
              .intensity = kuril_style_number(sheet->styling, layer, KURIL_HEATMAP_INTENSITY, NULL),
              .width = (size_t)ceil((f->x_max - f->x_min) / KURIL_PX) + 1,
              .height = (size_t)ceil((f->y_max - f->y_min) / KURIL_PX) + 1};
    const double opacity = kuril_style_number(sheet->styling, layer, KURIL_HEATMAP_OPACITY, NULL);
    if (opacity <= 0)
        return KURIL_OK;
    h.density = g_new0(float, h.width * h.height);
    const kuril_status status = kuril_layer_features(p, sheet, layer, KURIL_PROPERTY_COUNT, heat_feature, &h, error);
    if (status == KURIL_OK)
        draw(&h, opacity);
    g_free(h.density);
    return status;
}
