/* Building the path, and filling it. */
#include "render/raster.h"
#include "render/formats.h"

#include <math.h>

/* ---- The path sink. ---- */

static kuril_status sink_line_start(kuril_sink *sink)
{
    path_sink *s = (path_sink *)sink;
    s->in_line = true;
    s->first = true;
    return KURIL_OK;
}

static kuril_status sink_point(kuril_sink *sink, double x, double y)
{
    path_sink *s = (path_sink *)sink;
    if (!s->in_line)
        return KURIL_OK;
    if (s->first)
        kuril_canvas_move_to(s->canvas, x, y);
    else
        kuril_canvas_line_to(s->canvas, x, y);
    s->first = false;
    return KURIL_OK;
}

static kuril_status sink_line_end(kuril_sink *sink)
{
    path_sink *s = (path_sink *)sink;
    s->in_line = false;
    if (s->in_polygon && !s->first)
        kuril_canvas_close_path(s->canvas);
    return KURIL_OK;
}

static kuril_status sink_polygon_start(kuril_sink *sink)
{
    ((path_sink *)sink)->in_polygon = true;
    return KURIL_OK;
}

static kuril_status sink_polygon_end(kuril_sink *sink)
{
    ((path_sink *)sink)->in_polygon = false;
    return KURIL_OK;
}

static const kuril_sink_ops path_sink_ops = {
    .point = sink_point,
    .line_start = sink_line_start,
    .line_end = sink_line_end,
    .polygon_start = sink_polygon_start,
    .polygon_end = sink_polygon_end,
};

void kuril_path_sink_init(kuril_canvas *canvas)
{
    canvas->sink = (path_sink){.base = {.ops = &path_sink_ops}, .canvas = canvas};
}

kuril_sink *kuril_canvas_path(kuril_canvas *canvas)
{
    canvas->sink.in_line = canvas->sink.in_polygon = false;
    return &canvas->sink.base;
}

/* ---- The path by hand. ---- */

void kuril_canvas_new_path(kuril_canvas *canvas)
{
    kuril_path_clear(&canvas->path);
    canvas->skip_dash = 0;
}

void kuril_canvas_move_to(kuril_canvas *canvas, double x, double y)
{
    kuril_path_add(&canvas->path, PATH_MOVE, &(path_point){x, y});
    g_array_index(canvas->path.skipped, double, canvas->path.skipped->len - 1) = canvas->skip_dash;
    canvas->skip_dash = 0;
}

void kuril_canvas_line_to(kuril_canvas *canvas, double x, double y)
{
    kuril_path_add(&canvas->path, PATH_LINE, &(path_point){x, y});
}

void kuril_canvas_curve_to(kuril_canvas *canvas, double x1, double y1, double x2, double y2, double x, double y)
{
    const path_point points[] = {{x1, y1}, {x2, y2}, {x, y}};
    kuril_path_add(&canvas->path, PATH_CURVE, points);
}

void kuril_canvas_close_path(kuril_canvas *canvas)
{
    kuril_path_add(&canvas->path, PATH_CLOSE, NULL);
}

void kuril_canvas_skip_dash(kuril_canvas *canvas, double length_pt)
{
    canvas->skip_dash = length_pt;
}

void kuril_canvas_rectangle(kuril_canvas *canvas, const kuril_rect *r)
{
    kuril_canvas_move_to(canvas, r->x_min, r->y_min);
    kuril_canvas_line_to(canvas, r->x_max, r->y_min);
    kuril_canvas_line_to(canvas, r->x_max, r->y_max);
    kuril_canvas_line_to(canvas, r->x_min, r->y_max);
    kuril_canvas_close_path(canvas);
}

/* How far the control points of a quarter circle of radius 1 lie from its ends: off by 0.03 % at most. */
static const double QUARTER = 0.5522847498307936;

void kuril_canvas_rounded_rectangle(kuril_canvas *canvas, const kuril_rect *rect, double radius)
{
    const double x0 = rect->x_min, y0 = rect->y_min, x1 = rect->x_max, y1 = rect->y_max;
    const double r = fmin(radius, fmin(x1 - x0, y1 - y0) / 2), k = r * (1 - QUARTER);
    if (!(r > 0)) {
        kuril_canvas_rectangle(canvas, rect);
        return;
    }
    kuril_canvas_move_to(canvas, x0 + r, y0);
    kuril_canvas_line_to(canvas, x1 - r, y0);
    kuril_canvas_curve_to(canvas, x1 - k, y0, x1, y0 + k, x1, y0 + r);
    kuril_canvas_line_to(canvas, x1, y1 - r);
    kuril_canvas_curve_to(canvas, x1, y1 - k, x1 - k, y1, x1 - r, y1);
    kuril_canvas_line_to(canvas, x0 + r, y1);
    kuril_canvas_curve_to(canvas, x0 + k, y1, x0, y1 - k, x0, y1 - r);
    kuril_canvas_line_to(canvas, x0, y0 + r);
    kuril_canvas_curve_to(canvas, x0, y0 + k, x0 + k, y0, x0 + r, y0);
    kuril_canvas_close_path(canvas);
}

void kuril_canvas_circle(kuril_canvas *canvas, double x, double y, double radius)
{
    const double r = radius, k = r * QUARTER;
    kuril_canvas_move_to(canvas, x + r, y);
    kuril_canvas_curve_to(canvas, x + r, y + k, x + k, y + r, x, y + r);
    kuril_canvas_curve_to(canvas, x - k, y + r, x - r, y + k, x - r, y);
    kuril_canvas_curve_to(canvas, x - r, y - k, x - k, y - r, x, y - r);
    kuril_canvas_curve_to(canvas, x + k, y - r, x + r, y - k, x + r, y);
    kuril_canvas_close_path(canvas);
}

/* ---- Painting. ---- */

void kuril_canvas_set_color(kuril_canvas *canvas, const kuril_rgba *color, double opacity)
{
    cairo_set_source_rgba(canvas->cr, color->r, color->g, color->b, color->a * opacity);
}

static void emit(kuril_canvas *canvas)
{
    cairo_new_path(canvas->cr);
    kuril_path_emit(&canvas->path, canvas->cr);
}

static void set_fill_rule(kuril_canvas *canvas, kuril_fill_rule rule)
{
    cairo_set_fill_rule(canvas->cr, rule == KURIL_FILL_EVEN_ODD ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
}

void kuril_canvas_clip_path(kuril_canvas *canvas, kuril_fill_rule rule)
{
    emit(canvas);
    set_fill_rule(canvas, rule);
    cairo_clip(canvas->cr);
}

void kuril_canvas_fill(kuril_canvas *canvas, kuril_fill_rule rule, const kuril_paint *paint)
{
    if (canvas->path.verbs->len == 0 || paint->color.a <= 0)
        return;
    cairo_t *cr = canvas->cr;
    if (!paint->pattern) {
        if (kuril_raster_fill(canvas, rule, &paint->color))
            return;
        emit(canvas);
        set_fill_rule(canvas, rule);
        kuril_canvas_set_color(canvas, &paint->color, 1);
        cairo_fill(cr);
        return;
    }
    cairo_save(cr);
    kuril_canvas_clip_path(canvas, rule);
    if (!kuril_canvas_paint_hatch(canvas, paint->pattern, paint->color.a)) {
        kuril_canvas_set_pattern(canvas, paint->pattern);
        kuril_canvas_paint_source(canvas, paint->color.a);
    }
    cairo_restore(cr);
}

void kuril_canvas_fill_replacing(kuril_canvas *canvas, const kuril_rgba *color)
{
    cairo_t *cr = canvas->cr;
    cairo_save(cr);
    emit(canvas);
    set_fill_rule(canvas, KURIL_FILL_NONZERO);
    kuril_canvas_set_color(canvas, color, 1);
    if (kuril_canvas_is_raster(canvas)) {
        cairo_set_operator(cr, CAIRO_OPERATOR_SOURCE);
        cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    }
    cairo_fill(cr);
    cairo_restore(cr);
}

