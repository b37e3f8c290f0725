#include "render/text_mask.h"

#include <math.h>
#include <string.h>

enum { RADIUS_MAX = 24, SIDE_MAX = 4096 };

bool kuril_text_mask_fits(const kuril_canvas *canvas, double halo_width_pt)
{
    cairo_matrix_t m;
    cairo_get_matrix(canvas->cr, &m);
    const double scale = sqrt(fabs(m.xx * m.yy - m.xy * m.yx));
    return cairo_surface_get_type(canvas->surface) == CAIRO_SURFACE_TYPE_IMAGE && halo_width_pt * scale <= RADIUS_MAX;
}

void kuril_text_mask_clear(text_mask *mask)
{
    cairo_surface_destroy(mask->surface);
    *mask = (text_mask){0};
}

static kuril_rect device_bounds(const cairo_matrix_t *m, const kuril_rect *r)
{
    kuril_rect out = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int corner = 0; corner < 4; corner++) {
        double x = corner & 1 ? r->x_max : r->x_min, y = corner & 2 ? r->y_max : r->y_min;
        cairo_matrix_transform_point(m, &x, &y);
        out.x_min = fmin(out.x_min, x);
        out.y_min = fmin(out.y_min, y);
        out.x_max = fmax(out.x_max, x);
        out.y_max = fmax(out.y_max, y);
    }
    return out;
}

void kuril_text_mask_draw(text_mask *mask, const kuril_canvas *canvas, const kuril_rect *ink, text_coverage add,
                          const void *user)
{
    cairo_matrix_t m;
    cairo_get_matrix(canvas->cr, &m);
    if (mask->surface && memcmp(&m, &mask->matrix, sizeof m) == 0)
        return;
    kuril_text_mask_clear(mask);
    if (!(ink->x_min < ink->x_max))
        return;
    const kuril_rect box = device_bounds(&m, ink);
    const double x = floor(box.x_min) - 1, y = floor(box.y_min) - 1;
    const double width = ceil(box.x_max) + 1 - x, height = ceil(box.y_max) + 1 - y;
    if (!(width <= SIDE_MAX) || !(height <= SIDE_MAX) || fabs(x) > 1e6 || fabs(y) > 1e6)
        return;
    *mask = (text_mask){cairo_image_surface_create(CAIRO_FORMAT_A8, (int)width, (int)height), m, (int)x, (int)y};
    cairo_t *cr = cairo_create(mask->surface);
    cairo_translate(cr, -x, -y);
    cairo_transform(cr, &m);
    add(cr, user);
    cairo_destroy(cr);
    cairo_surface_flush(mask->surface);
}

static void paint(kuril_canvas *canvas, cairo_surface_t *surface, int x, int y, const kuril_rgba *color)
{
    cairo_t *cr = canvas->cr;
    cairo_save(cr);
    cairo_identity_matrix(cr);
    kuril_canvas_set_color(canvas, color, 1);
    cairo_mask_surface(cr, surface, x, y);
    cairo_restore(cr);
}

void kuril_text_mask_paint(kuril_canvas *canvas, const text_mask *mask, const kuril_rgba *color)
{
    if (mask->surface)
        paint(canvas, mask->surface, mask->x, mask->y, color);
}

/*
 * Coverage of a disc round a pixel of coverage c, at distance d from it: c + r - d, cut to 0..1. That is exact for
 * straight edges along the pixels, and close for others. A blur b makes the slope 1 / (1 + b).
 */
static void grow_row(const uint8_t *restrict from, int count, int slope, int add, uint8_t *restrict to)
{
    for (int i = 0; i < count; i++) {
        int v = (from[i] * slope >> 8) + add;
        v = from[i] == 0 || v < 0 ? 0 : v > 255 ? 255 : v;
        to[i] = v > to[i] ? (uint8_t)v : to[i];
    }
}

/* The same without a blur, in steps that compilers turn into saturating ones on sixteen bytes. */
static void grow_row_sharp(const uint8_t *restrict from, int count, int add, uint8_t *restrict to)
{
    const uint8_t less = (uint8_t)MAX(-add, 0), more = (uint8_t)CLAMP(add, 0, 255), full = (uint8_t)(255 - more);
    for (int i = 0; i < count; i++) {
        const uint8_t sunk = from[i] > less ? (uint8_t)(from[i] - less) : 0;
        const uint8_t cut = sunk < full ? sunk : full;
        const uint8_t v = sunk == 0 ? 0 : (uint8_t)(cut + more);
        to[i] = v > to[i] ? v : to[i];
    }
}

static cairo_surface_t *grow(cairo_surface_t *surface, double radius, double blur, int margin)
{
    const int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
    const size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    const uint8_t *from = cairo_image_surface_get_data(surface);
    cairo_surface_t *halo = cairo_image_surface_create(CAIRO_FORMAT_A8, width + 2 * margin, height + 2 * margin);
    const size_t to_stride = (size_t)cairo_image_surface_get_stride(halo);
    uint8_t *to = cairo_image_surface_get_data(halo);
    const int slope = (int)lround(256 / (1 + blur));
    for (int dy = -margin; to && dy <= margin; dy++)
        for (int dx = -margin; dx <= margin; dx++) {
            const int add = (int)lround((radius + blur / 2 - hypot(dx, dy)) / (1 + blur) * 255);
            if (add <= -255)
                continue;
            for (int row = 0; row < height; row++) {
                const uint8_t *line = from + (size_t)row * stride;
                uint8_t *grown = to + (size_t)(row + dy + margin) * to_stride + dx + margin;
                if (blur > 0)
                    grow_row(line, width, slope, add, grown);
                else
                    grow_row_sharp(line, width, add, grown);
            }
        }
    cairo_surface_mark_dirty(halo);
    return halo;
}

void kuril_text_mask_paint_halo(kuril_canvas *canvas, const text_mask *mask, const kuril_rgba *color, double width_pt,
                                double blur_pt)
{
    if (!mask->surface)
        return;
    const cairo_matrix_t *m = &mask->matrix;
    const double scale = sqrt(fabs(m->xx * m->yy - m->xy * m->yx));
    const double radius = width_pt * scale, blur = fmin(fmax(blur_pt * scale, 0), RADIUS_MAX);
    const int margin = (int)ceil(radius + blur + 1);
    cairo_surface_t *halo = grow(mask->surface, radius, blur, margin);
    paint(canvas, halo, mask->x - margin, mask->y - margin, color);
    cairo_surface_destroy(halo);
}
