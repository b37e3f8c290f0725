#include "render/raster.h"

#include "core/diagnostics.h"
#include "render/outline.h"
#include <math.h>

/* The pixels that may be drawn on, and where a point of the path comes to lie among them. */
typedef struct target {
    uint32_t *pixels; /* of the box's upper left corner */
    size_t stride;    /* pixels a row */
    int x, y, width, height;
    double scale, dx, dy; /* pixels a unit of the path; the origin, in pixels of the box */
    uint32_t color;       /* alpha multiplied in */
    unsigned alpha;
} target;

/* The box of whole pixels to which drawing is clipped. */
static bool clip_box(cairo_t *cr, const cairo_matrix_t *m, target *t)
{
    cairo_rectangle_list_t *list = cairo_copy_clip_rectangle_list(cr);
    if (list->status == CAIRO_STATUS_NO_MEMORY)
        kuril_end_without_memory("the bounds of what is drawn");
    const bool one = list->status == CAIRO_STATUS_SUCCESS && list->num_rectangles == 1;
    if (one) {
        const cairo_rectangle_t *r = list->rectangles;
        const double x = r->x * m->xx + m->x0, y = r->y * m->yy + m->y0;
        t->x = (int)lround(x);
        t->y = (int)lround(y);
        t->width = (int)lround(x + r->width * m->xx) - t->x;
        t->height = (int)lround(y + r->height * m->yy) - t->y;
    }
    cairo_rectangle_list_destroy(list);
    return one;
}

static bool cut_to(target *t, double x_min, double y_min, double x_max, double y_max)
{
    const int left = (int)fmax(t->x, floor(x_min)), right = (int)fmin(t->x + t->width, ceil(x_max));
    const int top = (int)fmax(t->y, floor(y_min)), bottom = (int)fmin(t->y + t->height, ceil(y_max));
    t->x = left;
    t->y = top;
    t->width = right - left;
    t->height = bottom - top;
    return t->width > 0 && t->height > 0;
}

static unsigned channel(double value, double alpha)
{
    return (unsigned)lround(fmin(fmax(value, 0), 1) * alpha * 255);
}

static void set_color(target *t, const kuril_rgba *c)
{
    const double a = fmin(fmax(c->a, 0), 1);
    t->alpha = channel(a, 1);
    t->color = t->alpha << 24 | channel(c->r, a) << 16 | channel(c->g, a) << 8 | channel(c->b, a);
}

typedef enum verdict { CAIROS, NOTHING, DRAW } verdict;

/* Whether, and where, what covers `bounds` (of the path, grown by `reach`) is drawn here. */
static verdict target_init(target *t, const kuril_canvas *canvas, const kuril_path *path, double reach,
                           const kuril_rgba *color)
{
    cairo_t *cr = canvas->cr;
    cairo_surface_t *surface = cairo_get_group_target(cr);
    cairo_matrix_t m;
    kuril_rect bounds;
    cairo_get_matrix(cr, &m);
    if (cairo_surface_get_type(surface) != CAIRO_SURFACE_TYPE_IMAGE || m.xy != 0 || m.yx != 0 || !(m.xx > 0) ||
        m.xx != m.yy || cairo_get_operator(cr) != CAIRO_OPERATOR_OVER ||
        cairo_get_antialias(cr) != CAIRO_ANTIALIAS_DEFAULT)
        return CAIROS;
    const cairo_format_t format = cairo_image_surface_get_format(surface);
    if (format != CAIRO_FORMAT_ARGB32 && format != CAIRO_FORMAT_RGB24)
        return CAIROS;
    for (guint i = 0; i < path->verbs->len; i++)
        if (g_array_index(path->verbs, uint8_t, i) == PATH_CURVE)
            return CAIROS;
    *t = (target){.scale = m.xx};
    if (!kuril_path_bounds(path, &bounds) || !isfinite(bounds.x_max - bounds.x_min) ||
        !isfinite(bounds.y_max - bounds.y_min) || !clip_box(cr, &m, t))
        return CAIROS;
    reach *= m.xx;
    if (!cut_to(t, bounds.x_min * m.xx + m.x0 - reach, bounds.y_min * m.xx + m.y0 - reach,
                bounds.x_max * m.xx + m.x0 + reach, bounds.y_max * m.xx + m.y0 + reach))
        return NOTHING;
    double x, y; /* of the page's origin in a group's surface */
    cairo_surface_get_device_offset(surface, &x, &y);
    cairo_surface_flush(surface);
    t->stride = (size_t)cairo_image_surface_get_stride(surface) / sizeof *t->pixels;
    t->pixels = (uint32_t *)(void *)cairo_image_surface_get_data(surface);
    t->dx = m.x0 - t->x;
    t->dy = m.y0 - t->y;
    t->x += (int)lround(x);
    t->y += (int)lround(y);
    if (!t->pixels || x != round(x) || y != round(y) ||
        !cut_to(t, 0, 0, cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface)))
        return CAIROS;
    t->pixels += (size_t)t->y * t->stride + (size_t)t->x;
    set_color(t, color);
    return DRAW;
}

/* Two channels of a pixel times a/255, rounded. */
static uint32_t scaled(uint32_t channels, unsigned a)
{
    const uint32_t product = (channels & 0xff00ff) * a + 0x800080;
    return (product + (product >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
}

static uint32_t times(uint32_t pixel, unsigned a)
{
    return scaled(pixel, a) | scaled(pixel >> 8, a) << 8;
}

static void paint_span(void *user, int row, int x, int count, unsigned covered)
{
    const target *t = user;
    uint32_t *pixel = t->pixels + (size_t)row * t->stride + (size_t)x;
    const uint32_t color = covered == 255 ? t->color : times(t->color, covered);
    const unsigned rest = 255 - (color >> 24);
    if (rest == 0)
        for (int i = 0; i < count; i++)
            pixel[i] = color;
    else
        for (int i = 0; i < count; i++)
            pixel[i] = color + times(pixel[i], rest);
}

static path_point placed(const target *t, path_point p)
{
    return (path_point){p.x * t->scale + t->dx, p.y * t->scale + t->dy};
}

static void paint(kuril_canvas *canvas, target *t, bool even_odd)
{
    kuril_coverage_sweep(&canvas->coverage, even_odd, paint_span, t);
    cairo_surface_mark_dirty(cairo_get_group_target(canvas->cr));
}

/* Calls for each line of a path, whose points are written to pixels of the box. */
typedef void (*line_call)(void *user, path_point *points, size_t n, bool closed);

static void each_line(const kuril_path *path, const target *t, line_call call, void *user)
{
    path_point *points = g_new(path_point, path->points->len + 1);
    const path_point *at = (const path_point *)(const void *)path->points->data;
    const uint8_t *verbs = (const uint8_t *)path->verbs->data;
    const guint n = path->verbs->len;
    for (guint i = 0; i < n;) {
        size_t count = 0;
        bool closed = false;
        do {
            if (verbs[i] == PATH_CLOSE) {
                closed = true;
                continue;
            }
            points[count++] = placed(t, *at++);
        } while (++i < n && verbs[i] != PATH_MOVE);
        call(user, points, count, closed);
    }
    g_free(points);
}

static void fill_line(void *user, path_point *points, size_t n, bool closed)
{
    (void)closed;
    for (size_t i = 0; i < n; i++) {
        const path_point a = points[i], b = points[i + 1 < n ? i + 1 : 0];
        kuril_coverage_edge(user, a.x, a.y, b.x, b.y);
    }
}

bool kuril_raster_fill(kuril_canvas *canvas, kuril_fill_rule rule, const kuril_rgba *color)
{
    target t;
    const verdict what = target_init(&t, canvas, &canvas->path, 0, color);
    if (what != DRAW)
        return what == NOTHING;
    kuril_coverage_begin(&canvas->coverage, t.width, t.height);
    each_line(&canvas->path, &t, fill_line, &canvas->coverage);
    paint(canvas, &t, rule == KURIL_FILL_EVEN_ODD);
    return true;
}

static void stroke_line(void *user, path_point *points, size_t n, bool closed)
{
    kuril_outline_add(user, points, n, closed);
}

/* Whether what is covered twice within a pixel, at the border of a line that coils, is too little to be seen. */
static bool is_plain(const kuril_outline *outline)
{
    return outline->half <= 1 || 8 * outline->tight <= outline->corners;
}

bool kuril_raster_stroke(kuril_canvas *canvas, const kuril_path *path, const kuril_stroke *stroke)
{
    target t;
    if (stroke->paint.pattern || stroke->n_dashes > 0)
        return false;
    const double reach = stroke->width_pt / 2 * fmax(stroke->miter_limit, 2) + 1;
    const verdict what = target_init(&t, canvas, path, reach, &stroke->paint.color);
    if (what != DRAW)
        return what == NOTHING;
    kuril_outline outline;
    kuril_coverage_begin(&canvas->coverage, t.width, t.height);
    kuril_outline_init(&outline, &canvas->coverage, stroke, t.scale);
    each_line(path, &t, stroke_line, &outline);
    if (!is_plain(&outline))
        return false;
    paint(canvas, &t, false);
    return true;
}
