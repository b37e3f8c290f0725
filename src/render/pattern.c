/*
 * Tiles that repeat. PDF and SVG take the recorded picture as a tile of vectors; a tile of pixels is scaled where it is
 * laid. Between tiles of vectors their viewers leave hairs of paper, which cut each line of a hatching into dashes:
 * there a hatching is drawn as its lines, whole. Drawn to pixels, a tile of vectors whose side is no whole number of
 * them would be smeared: as many tiles as come nearest to a whole number are drawn into one block, which repeats
 * without resampling.
 */
#include "render/icon_private.h"
#include <math.h>

enum { TILES_MAX = 16, BLOCK_SIDE_MAX = 2048 };

kuril_pattern *kuril_pattern_new(const kuril_icon *icon, double scale, const kuril_rgba *tint, double origin_x,
                                 double origin_y)
{
    const icon_look look = kuril_icon_look(icon, tint, NULL, 0);
    kuril_pattern *pattern = g_new0(kuril_pattern, 1);
    pattern->picture = cairo_surface_reference(kuril_icon_picture(icon, &look));
    pattern->unit = 0.75 * scale / (icon->pixels ? icon->pixel_ratio : 1);
    pattern->width_pt = icon->width_px * 0.75 * scale;
    pattern->height_pt = icon->height_px * 0.75 * scale;
    pattern->origin_x = origin_x;
    pattern->origin_y = origin_y;
    gsize length = 0;
    const char *svg = icon->svg ? g_bytes_get_data(icon->svg, &length) : NULL;
    pattern->is_hatch = svg && kuril_hatch_read(svg, length, icon->width_px, icon->height_px, &pattern->hatch);
    if (look.tint.a > 0)
        pattern->hatch.color = look.tint;
    return pattern;
}

void kuril_pattern_free(kuril_pattern *pattern)
{
    if (!pattern)
        return;
    cairo_surface_destroy(pattern->picture);
    g_free(pattern);
}

/* How many tiles of `side` pixels come nearest to a whole number of pixels. */
static int tiles_for(double side)
{
    int best = 1;
    double best_off = 1;
    for (int n = 1; n <= TILES_MAX && n * side <= BLOCK_SIDE_MAX; n++) {
        const double off = fabs(n * side - round(n * side)) / n;
        if (n * side >= 1 && off < best_off - 1e-9) {
            best_off = off;
            best = n;
        }
    }
    return best;
}

static cairo_pattern_t *block_pattern(const kuril_pattern *p, double scale)
{
    const int nx = tiles_for(p->width_pt * scale), ny = tiles_for(p->height_pt * scale);
    const double width = fmax(1, round(nx * p->width_pt * scale)), height = fmax(1, round(ny * p->height_pt * scale));
    cairo_surface_t *block =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)fmin(width, 8192), (int)fmin(height, 8192));
    cairo_t *cr = cairo_create(block);
    cairo_scale(cr, width / nx / p->width_pt, height / ny / p->height_pt);
    for (int i = 0; i < nx * ny; i++) {
        cairo_save(cr);
        cairo_translate(cr, i % nx * p->width_pt, i / nx * p->height_pt);
        cairo_scale(cr, p->unit, p->unit);
        cairo_set_source_surface(cr, p->picture, 0, 0);
        cairo_paint(cr);
        cairo_restore(cr);
    }
    cairo_destroy(cr);
    cairo_pattern_t *pattern = cairo_pattern_create_for_surface(block);
    cairo_surface_destroy(block);
    cairo_matrix_t m;
    cairo_matrix_init(&m, scale, 0, 0, scale, -round(p->origin_x * scale), -round(p->origin_y * scale));
    cairo_pattern_set_matrix(pattern, &m);
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
    return pattern;
}

/* The piece of the line normal·p = at that lies in the box, as a path. */
static void line_across(cairo_t *cr, const kuril_hatch *h, double at, const kuril_rect *box)
{
    const double x = h->normal_x * at, y = h->normal_y * at, dx = -h->normal_y, dy = h->normal_x;
    double from = -INFINITY, to = INFINITY;
    if (dx != 0) {
        const double a = (box->x_min - x) / dx, b = (box->x_max - x) / dx;
        from = fmax(from, fmin(a, b));
        to = fmin(to, fmax(a, b));
    }
    if (dy != 0) {
        const double a = (box->y_min - y) / dy, b = (box->y_max - y) / dy;
        from = fmax(from, fmin(a, b));
        to = fmin(to, fmax(a, b));
    }
    if (from < to) {
        cairo_move_to(cr, x + from * dx, y + from * dy);
        cairo_line_to(cr, x + to * dx, y + to * dy);
    }
}

bool kuril_canvas_paint_hatch(kuril_canvas *canvas, const kuril_pattern *p, double opacity)
{
    enum { LINES_MAX = 20000 };
    const kuril_hatch *h = &p->hatch;
    if (!p->is_hatch || kuril_canvas_is_raster(canvas))
        return false;
    cairo_t *cr = canvas->cr;
    cairo_save(cr);
    cairo_translate(cr, p->origin_x, p->origin_y);
    cairo_scale(cr, p->unit, p->unit);
    kuril_rect box;
    kuril_canvas_shown(canvas, &box);
    box = (kuril_rect){box.x_min - h->width, box.y_min - h->width, box.x_max + h->width, box.y_max + h->width};
    const double x0 = h->normal_x * box.x_min, x1 = h->normal_x * box.x_max;
    const double y0 = h->normal_y * box.y_min, y1 = h->normal_y * box.y_max;
    const double first = ceil((fmin(x0, x1) + fmin(y0, y1) - h->offset) / h->spacing);
    const double last = floor((fmax(x0, x1) + fmax(y0, y1) - h->offset) / h->spacing);
    const bool few = last - first < LINES_MAX;
    if (few) {
        cairo_new_path(cr);
        for (double n = first; n <= last; n++)
            line_across(cr, h, h->offset + n * h->spacing, &box);
        cairo_set_line_width(cr, h->width);
        cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
        cairo_set_dash(cr, NULL, 0, 0);
        kuril_canvas_set_color(canvas, &h->color, opacity);
        cairo_stroke(cr);
    }
    cairo_restore(cr);
    return few;
}

void kuril_canvas_set_pattern(kuril_canvas *canvas, const kuril_pattern *p)
{
    cairo_pattern_t *pattern;
    const bool pixels = cairo_surface_get_type(p->picture) == CAIRO_SURFACE_TYPE_IMAGE;
    if (kuril_canvas_is_raster(canvas) && !pixels) {
        pattern = block_pattern(p, canvas->scale);
    } else {
        pattern = cairo_pattern_create_for_surface(p->picture);
        cairo_matrix_t m;
        cairo_matrix_init(&m, 1 / p->unit, 0, 0, 1 / p->unit, -p->origin_x / p->unit, -p->origin_y / p->unit);
        cairo_pattern_set_matrix(pattern, &m);
        if (pixels) /* at a tile's edge they are mixed with those of the next tile */
            cairo_pattern_set_filter(pattern, CAIRO_FILTER_BILINEAR);
    }
    cairo_pattern_set_extend(pattern, CAIRO_EXTEND_REPEAT);
    cairo_set_source(canvas->cr, pattern);
    cairo_pattern_destroy(pattern);
}
