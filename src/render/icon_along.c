/*
 * Sprites laid along a line. The specification's renderers take a repeat's colours from the sprite with a row of the
 * next repeat on every side, and one sample a pixel; what lies a pixel's middle outside of the piece is not drawn.
 */
#include "render/icon_private.h"
#include <math.h>

enum { RIM = 1 };

/* The sprite with a rim of its own other side, as in a repeat. */
static cairo_surface_t *rimmed(const kuril_icon *icon)
{
    const int width = cairo_image_surface_get_width(icon->pixels);
    const int height = cairo_image_surface_get_height(icon->pixels);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width + 2 * RIM, height + 2 * RIM);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_surface(cr, icon->pixels, RIM, RIM);
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_REPEAT);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
    cairo_paint(cr);
    cairo_destroy(cr);
    return surface;
}

bool kuril_icon_can_lie_along(const kuril_canvas *canvas, const kuril_icon *icon)
{
    return canvas->options.format == KURIL_CANVAS_PNG && icon->pixels && !icon->sdf;
}

void kuril_icon_draw_along(kuril_canvas *canvas, const kuril_icon *icon, const kuril_icon_piece *piece)
{
    cairo_t *cr = canvas->cr;
    const double half = piece->half_pt + 0.5 / canvas->scale; /* the edge fades within a pixel */
    const double length = hypot(piece->x1 - piece->x0, piece->y1 - piece->y0), beyond = piece->beyond_pt;
    cairo_surface_t *surface = rimmed(icon);
    const int columns = cairo_image_surface_get_width(surface), rows = cairo_image_surface_get_height(surface);
    cairo_save(cr);
    cairo_translate(cr, piece->x0, piece->y0);
    cairo_rotate(cr, atan2(piece->y1 - piece->y0, piece->x1 - piece->x0));
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    for (double at = floor((piece->phase_pt - beyond) / piece->period_pt) * piece->period_pt - piece->phase_pt;
         at < length + beyond; at += piece->period_pt) {
        const double from = fmax(at, -beyond), to = fmin(at + piece->period_pt, length + beyond);
        if (!(to > from))
            continue;
        cairo_save(cr);
        cairo_rectangle(cr, from, -half, to - from, 2 * half);
        cairo_clip(cr);
        cairo_translate(cr, at, half);
        cairo_scale(cr, piece->period_pt / columns, -2 * half / rows);
        cairo_set_source_surface(cr, surface, 0, 0);
        cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BILINEAR);
        cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
        cairo_paint_with_alpha(cr, piece->opacity);
        cairo_restore(cr);
    }
    cairo_restore(cr);
    cairo_surface_destroy(surface);
}
