#define _DEFAULT_SOURCE /* madvise */
#include "render/canvas.h"

#include "core/diagnostics.h"
#include "core/limits.h"
#include "core/text.h"
#include "render/canvas_private.h"
#include "render/formats.h"
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    HUGE_PAGE = 2 << 20,
    SURFACE_SIDE_MAX = 32000,      /* cairo's pixman counts in 16.16: 32767 at most */
    SURFACE_BYTES_MAX = 512 << 20, /* beyond it a PNG is drawn in strips */
    PDF_SIDE_MAX = 14400,          /* ISO 32000-1, annex C */
    SVG_SIDE_MAX = 1000000         /* cairo's 24.8 coordinates hold eight times that */
};

/* ---- Making. ---- */

static kuril_status check_size(const kuril_canvas_options *o, kuril_error *error)
{
    if (!(o->width_pt > 0) || !(o->height_pt > 0) || !isfinite(o->width_pt) || !isfinite(o->height_pt))
        return kuril_fail(error, KURIL_E_DOMAIN, "page size %g x %g points: both sides must be positive", o->width_pt,
                          o->height_pt);
    const double side = fmax(o->width_pt, o->height_pt);
    if (o->format == KURIL_CANVAS_PDF && side > PDF_SIDE_MAX)
        return kuril_fail(error, KURIL_E_DOMAIN, "page side of %.0f points: a PDF page has at most %d (200 inches)",
                          side, PDF_SIDE_MAX);
    if (o->format == KURIL_CANVAS_SVG && side > SVG_SIDE_MAX)
        return kuril_fail(error, KURIL_E_DOMAIN, "page side of %.0f points: an SVG page has at most %d", side,
                          SVG_SIDE_MAX);
    if (o->format != KURIL_CANVAS_PNG)
        return KURIL_OK;
    const double dpi = o->dpi > 0 ? o->dpi : 96,
                 limit = o->max_pixels > 0 ? o->max_pixels : kuril_limit_value(KURIL_LIMIT_PIXELS);
    if (!(o->dpi >= 0) || !isfinite(o->dpi))
        return kuril_fail(error, KURIL_E_DOMAIN, "resolution of %g dpi: must be positive", o->dpi);
    const double w = o->width_pt * dpi / 72, h = o->height_pt * dpi / 72;
    if (w > INT32_MAX / 8 || h > INT32_MAX / 8 || w * h > limit)
        return kuril_fail(error, KURIL_E_DOMAIN, "picture of %.0f x %.0f pixels: more than the limit of %.0f", w, h,
                          limit);
    return KURIL_OK;
}

static cairo_status_t append_bytes(void *closure, const unsigned char *data, unsigned int length)
{
    g_byte_array_append(closure, data, length);
    return CAIRO_STATUS_SUCCESS;
}

static void set_pdf_metadata(kuril_canvas *canvas)
{
    const kuril_canvas_options *o = &canvas->options;
    const struct {
        cairo_pdf_metadata_t key;
        const char *value;
    } entries[] = {
        {CAIRO_PDF_METADATA_TITLE, o->title},
        {CAIRO_PDF_METADATA_AUTHOR, o->author},
        {CAIRO_PDF_METADATA_SUBJECT, o->subject},
        {CAIRO_PDF_METADATA_KEYWORDS, o->keywords},
        {CAIRO_PDF_METADATA_CREATOR, o->creator},
        /* cairo would write today's date: without one, kuril_pdf_finish takes this out. */
        {CAIRO_PDF_METADATA_CREATE_DATE, o->date ? o->date : KURIL_PDF_NO_DATE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(entries); i++)
        if (entries[i].value) {
            char *plain = kuril_text_plain(entries[i].value);
            cairo_pdf_surface_set_metadata(canvas->surface, entries[i].key, plain);
            g_free(plain);
        }
}

/* A surface in pages of 2 MB, which the system zeroes and maps faster than those of 4 kB; white, or transparent. */
static void make_image_surface(kuril_canvas *canvas)
{
    const bool transparent = canvas->options.transparent;
    const cairo_format_t format = transparent ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24;
    const int stride = cairo_format_stride_for_width(format, canvas->width);
    const size_t size = (size_t)stride * (size_t)canvas->height;
    const size_t room = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    canvas->pixels = aligned_alloc(HUGE_PAGE, room);
    if (!canvas->pixels)
        return;
    madvise(canvas->pixels, room, MADV_HUGEPAGE); /* a wish: where it is not granted all goes on */
    memset(canvas->pixels, transparent ? 0 : 255, size);
    canvas->surface =
        cairo_image_surface_create_for_data(canvas->pixels, format, canvas->width, canvas->height, stride);
}

static void make_png_surface(kuril_canvas *canvas)
{
    const kuril_canvas_options *o = &canvas->options;
    canvas->scale = (o->dpi > 0 ? o->dpi : 96) / 72;
    canvas->width = (int)fmax(1, round(o->width_pt * canvas->scale));
    canvas->height = (int)fmax(1, round(o->height_pt * canvas->scale));
    const bool in_one = canvas->width <= SURFACE_SIDE_MAX && canvas->height <= SURFACE_SIDE_MAX &&
                        (double)canvas->width * canvas->height * 4 <= SURFACE_BYTES_MAX;
    if (in_one) {
        make_image_surface(canvas);
    } else {
        const cairo_rectangle_t extents = {0, 0, canvas->width, canvas->height};
        canvas->surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
    }
}

/* Leaves it NULL when there is not enough memory for its pixels. */
static void make_surface(kuril_canvas *canvas)
{
    const kuril_canvas_options *o = &canvas->options;
    switch (o->format) {
    case KURIL_CANVAS_PDF:
        canvas->bytes = g_byte_array_new();
        canvas->surface = cairo_pdf_surface_create_for_stream(append_bytes, canvas->bytes, o->width_pt, o->height_pt);
        set_pdf_metadata(canvas);
        return;
    case KURIL_CANVAS_SVG:
        canvas->bytes = g_byte_array_new();
        canvas->surface = cairo_svg_surface_create_for_stream(append_bytes, canvas->bytes, o->width_pt, o->height_pt);
        return;
    case KURIL_CANVAS_PNG:
        make_png_surface(canvas);
    }
}

static void copy_options(kuril_canvas_options *to, const kuril_canvas_options *from)
{
    *to = *from;
    to->title = g_strdup(from->title);
    to->author = g_strdup(from->author);
    to->subject = g_strdup(from->subject);
    to->keywords = g_strdup(from->keywords);
    to->creator = g_strdup(from->creator);
    to->date = g_strdup(from->date);
}

static void free_options(kuril_canvas_options *o)
{
    const char *texts[] = {o->title, o->author, o->subject, o->keywords, o->creator, o->date};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free((char *)(uintptr_t)texts[i]);
}

static void text_clear(gpointer item)
{
    g_free(((canvas_text *)item)->text);
}

static kuril_status canvas_status(const kuril_canvas *canvas, kuril_error *error)
{
    cairo_status_t status = cairo_status(canvas->cr);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(canvas->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        return KURIL_OK;
    return kuril_fail(error, status == CAIRO_STATUS_NO_MEMORY ? KURIL_E_MEMORY : KURIL_E_UNSUPPORTED,
                      "cannot draw the page: %s", cairo_status_to_string(status));
}

kuril_status kuril_canvas_new(const kuril_canvas_options *options, kuril_output *output, kuril_canvas **canvas,
                              kuril_error *error)
{
    kuril_status status = check_size(options, error);
    if (status != KURIL_OK)
        return status;
    kuril_canvas *c = g_new0(kuril_canvas, 1);
    copy_options(&c->options, options);
    c->output = output;
    c->scale = 1;
    make_surface(c);
    if (!c->surface) {
        status = kuril_fail(error, KURIL_E_MEMORY, "picture of %d x %d pixels: not enough memory", c->width, c->height);
        free_options(&c->options);
        g_free(c);
        return status;
    }
    c->cr = cairo_create(c->surface);
    c->texts = g_array_new(FALSE, FALSE, sizeof(canvas_text));
    g_array_set_clear_func(c->texts, text_clear);
    c->marks = g_array_new(FALSE, FALSE, sizeof(canvas_mark));
    c->open = g_array_new(FALSE, FALSE, sizeof(guint));
    kuril_path_init(&c->path);
    kuril_coverage_init(&c->coverage);
    kuril_path_sink_init(c);
    status = canvas_status(c, error);
    if (status != KURIL_OK) {
        kuril_canvas_free(c);
        return status;
    }
    if (!c->pixels && options->format == KURIL_CANVAS_PNG && !options->transparent) {
        cairo_set_source_rgb(c->cr, 1, 1, 1);
        cairo_paint(c->cr);
    }
    cairo_scale(c->cr, c->scale, c->scale);
    *canvas = c;
    return KURIL_OK;
}

void kuril_canvas_free(kuril_canvas *canvas)
{
    if (!canvas)
        return;
    cairo_destroy(canvas->cr);
    cairo_surface_destroy(canvas->surface);
    free(canvas->pixels);
    if (canvas->bytes)
        g_byte_array_unref(canvas->bytes);
    g_array_free(canvas->texts, TRUE);
    g_array_free(canvas->marks, TRUE);
    g_array_free(canvas->open, TRUE);
    kuril_path_finish(&canvas->path);
    kuril_coverage_finish(&canvas->coverage);
    free_options(&canvas->options);
    g_free(canvas);
}

static kuril_status write_page(kuril_canvas *canvas, kuril_error *error)
{
    switch (canvas->options.format) {
    case KURIL_CANVAS_PNG:
        cairo_surface_flush(canvas->surface);
        return kuril_png_write(canvas, error);
    case KURIL_CANVAS_PDF:
        return kuril_pdf_write(canvas, error);
    case KURIL_CANVAS_SVG:
        return kuril_svg_write(canvas, error);
    }
    return KURIL_E_ARGUMENT;
}

kuril_status kuril_canvas_finish(kuril_canvas *canvas, kuril_error *error)
{
    g_assert(canvas->group_depth == 0);
    kuril_status status = canvas_status(canvas, error);
    kuril_coverage_finish(&canvas->coverage); /* its megabyte and that of the packing need not stand side by side */
    if (status == KURIL_OK && canvas->options.format != KURIL_CANVAS_PNG) {
        cairo_surface_finish(canvas->surface); /* writes fonts and patterns */
        status = canvas_status(canvas, error);
    }
    if (status == KURIL_OK)
        status = write_page(canvas, error);
    kuril_canvas_free(canvas);
    return status;
}

kuril_status kuril_canvas_new_page(kuril_canvas *canvas, double width_pt, double height_pt, const char *outline,
                                   kuril_error *error)
{
    if (canvas->options.format != KURIL_CANVAS_PDF)
        return kuril_fail(error, KURIL_E_UNSUPPORTED, "only a PDF has several pages");
    kuril_canvas_options size = canvas->options;
    size.width_pt = width_pt;
    size.height_pt = height_pt;
    const kuril_status status = check_size(&size, error);
    if (status != KURIL_OK)
        return status;
    if (canvas->pages++ > 0)
        cairo_show_page(canvas->cr);
    cairo_pdf_surface_set_size(canvas->surface, width_pt, height_pt);
    if (outline) {
        char *attributes = g_strdup_printf("page=%d", canvas->pages);
        cairo_pdf_surface_add_outline(canvas->surface, CAIRO_PDF_OUTLINE_ROOT, outline, attributes, 0);
        g_free(attributes);
    }
    return KURIL_OK;
}

kuril_canvas_format kuril_canvas_get_format(const kuril_canvas *canvas)
{
    return canvas->options.format;
}

double kuril_canvas_pixels_per_pt(const kuril_canvas *canvas)
{
    return canvas->scale;
}

bool kuril_canvas_is_raster(const kuril_canvas *canvas)
{
    return canvas->options.format == KURIL_CANVAS_PNG;
}

/* ---- State and groups. ---- */

void kuril_canvas_push(kuril_canvas *canvas)
{
    cairo_save(canvas->cr);
}

void kuril_canvas_pop(kuril_canvas *canvas)
{
    cairo_restore(canvas->cr);
}

void kuril_canvas_shown(kuril_canvas *canvas, kuril_rect *rect)
{
    cairo_clip_extents(canvas->cr, &rect->x_min, &rect->y_min, &rect->x_max, &rect->y_max);
}

void kuril_canvas_clip_rect(kuril_canvas *canvas, const kuril_rect *rect)
{
    double x0 = rect->x_min, y0 = rect->y_min, x1 = rect->x_max, y1 = rect->y_max;
    cairo_matrix_t m;
    cairo_get_matrix(canvas->cr, &m);
    cairo_new_path(canvas->cr);
    if (kuril_canvas_is_raster(canvas) && m.xy == 0 && m.yx == 0) {
        x0 = (round(x0 * m.xx + m.x0) - m.x0) / m.xx;
        y0 = (round(y0 * m.yy + m.y0) - m.y0) / m.yy;
        x1 = (round(x1 * m.xx + m.x0) - m.x0) / m.xx;
        y1 = (round(y1 * m.yy + m.y0) - m.y0) / m.yy;
    }
    cairo_rectangle(canvas->cr, x0, y0, x1 - x0, y1 - y0);
    cairo_clip(canvas->cr);
}

void kuril_canvas_translate(kuril_canvas *canvas, double x, double y)
{
    cairo_translate(canvas->cr, x, y);
}

void kuril_canvas_rotate(kuril_canvas *canvas, double angle_deg)
{
    cairo_rotate(canvas->cr, angle_deg * G_PI / 180);
}

void kuril_canvas_scale(kuril_canvas *canvas, double x, double y)
{
    if (x != 0 && y != 0)
        cairo_scale(canvas->cr, x, y);
}

/*
 * cairo 1.16 writes a translucent group into SVG as a mask with a filter, and leaks it. Instead a mark is drawn where
 * a group begins and ends, without a clip so that it stands outside of all elements, and svg.c puts <g> there.
 */
static void draw_mark(kuril_canvas *canvas)
{
    cairo_t *cr = canvas->cr;
    cairo_save(cr);
    cairo_reset_clip(cr);
    cairo_identity_matrix(cr);
    cairo_new_path(cr);
    cairo_rectangle(cr, 0, 0, 1, 1);
    cairo_set_source_rgb(cr, KURIL_SVG_MARK_R, KURIL_SVG_MARK_G, KURIL_SVG_MARK_B);
    cairo_fill(cr);
    cairo_restore(cr);
}

static void begin_svg_group(kuril_canvas *canvas)
{
    const canvas_mark mark = {.begins = true};
    const guint index = canvas->marks->len;
    g_array_append_val(canvas->marks, mark);
    g_array_append_val(canvas->open, index);
    draw_mark(canvas);
    cairo_save(canvas->cr);
}

static void end_svg_group(kuril_canvas *canvas, double opacity, kuril_blend blend)
{
    const canvas_mark mark = {.begins = false};
    const guint index = g_array_index(canvas->open, guint, canvas->open->len - 1);
    g_array_index(canvas->marks, canvas_mark, index).opacity = opacity;
    g_array_index(canvas->marks, canvas_mark, index).blend = blend;
    g_array_append_val(canvas->marks, mark);
    g_array_set_size(canvas->open, canvas->open->len - 1);
    cairo_restore(canvas->cr);
    draw_mark(canvas);
}

void kuril_canvas_push_group(kuril_canvas *canvas)
{
    if (canvas->options.format == KURIL_CANVAS_SVG)
        begin_svg_group(canvas);
    else
        cairo_push_group(canvas->cr);
    canvas->group_depth++;
}

void kuril_canvas_pop_group(kuril_canvas *canvas, double opacity)
{
    kuril_canvas_pop_group_blended(canvas, opacity, KURIL_BLEND_NORMAL);
}

void kuril_canvas_pop_group_blended(kuril_canvas *canvas, double opacity, kuril_blend blend)
{
    static const cairo_operator_t operators[] = {
        [KURIL_BLEND_NORMAL] = CAIRO_OPERATOR_OVER,      [KURIL_BLEND_MULTIPLY] = CAIRO_OPERATOR_MULTIPLY,
        [KURIL_BLEND_COLOR] = CAIRO_OPERATOR_HSL_COLOR,  [KURIL_BLEND_LUMINOSITY] = CAIRO_OPERATOR_HSL_LUMINOSITY,
        [KURIL_BLEND_PLUS_LIGHTER] = CAIRO_OPERATOR_ADD, [KURIL_BLEND_SCREEN] = CAIRO_OPERATOR_SCREEN,
        [KURIL_BLEND_OVERLAY] = CAIRO_OPERATOR_OVERLAY};
    canvas->group_depth--;
    if (canvas->options.format == KURIL_CANVAS_SVG) {
        end_svg_group(canvas, CLAMP(opacity, 0, 1), blend);
        return;
    }
    cairo_pop_group_to_source(canvas->cr);
    cairo_set_operator(canvas->cr, operators[blend]);
    cairo_paint_with_alpha(canvas->cr, CLAMP(opacity, 0, 1));
    cairo_set_operator(canvas->cr, CAIRO_OPERATOR_OVER);
}

void kuril_canvas_paint_source(kuril_canvas *canvas, double opacity)
{
    if (opacity >= 1) {
        cairo_paint(canvas->cr);
    } else if (canvas->options.format != KURIL_CANVAS_SVG) {
        cairo_paint_with_alpha(canvas->cr, opacity);
    } else {
        cairo_pattern_t *source = cairo_pattern_reference(cairo_get_source(canvas->cr));
        kuril_canvas_push_group(canvas);
        cairo_set_source(canvas->cr, source);
        cairo_paint(canvas->cr);
        kuril_canvas_pop_group(canvas, opacity);
        cairo_pattern_destroy(source);
    }
}

void kuril_canvas_note_text(kuril_canvas *canvas, const char *text, double x, double y, double width, double size)
{
    if (canvas->options.format != KURIL_CANVAS_SVG)
        return;
    canvas_text note = {.text = g_strdup(text), .x = x, .y = y, .width = width, .size = size};
    cairo_get_matrix(canvas->cr, &note.matrix);
    g_array_append_val(canvas->texts, note);
}

/* ---- Images. ---- */

static cairo_surface_t *surface_of_pixels(const kuril_pixels *pixels)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels->width, pixels->height);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        return surface;
    uint8_t *data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int row = 0; row < pixels->height; row++) {
        const uint8_t *from = pixels->rgba + (size_t)row * pixels->stride;
        uint32_t *to = (uint32_t *)(void *)(data + (size_t)row * (size_t)stride);
        for (int i = 0; i < pixels->width; i++, from += 4) {
            const uint32_t a = from[3];
            const uint32_t r = (from[0] * a + 127) / 255, g = (from[1] * a + 127) / 255, b = (from[2] * a + 127) / 255;
            to[i] = a << 24 | r << 16 | g << 8 | b;
        }
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

void kuril_canvas_image(kuril_canvas *canvas, const kuril_pixels *pixels, const kuril_rect *rect, double opacity,
                        bool smooth)
{
    const double width = rect->x_max - rect->x_min, height = rect->y_max - rect->y_min;
    if (pixels->width < 1 || pixels->height < 1 || !(width > 0) || !(height > 0))
        return;
    cairo_t *cr = canvas->cr;
    cairo_surface_t *surface = surface_of_pixels(pixels);
    cairo_save(cr);
    kuril_canvas_clip_rect(canvas, rect);
    cairo_translate(cr, rect->x_min, rect->y_min);
    cairo_scale(cr, width / pixels->width, height / pixels->height);
    cairo_set_source_surface(cr, surface, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), smooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
    if (kuril_canvas_is_raster(canvas))
        cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD); /* no transparent rim when enlarged */
    kuril_canvas_paint_source(canvas, CLAMP(opacity, 0, 1));
    cairo_restore(cr);
    cairo_surface_destroy(surface);
}
