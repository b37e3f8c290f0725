/*
 * Pages: PNG, PDF and SVG from one set of drawing calls.
 *
 * Page space is points (1/72 inch), origin at the upper left corner, y down, in all formats; `dpi` sets only how
 * many pixels a PNG has. Drawing calls return nothing: the first failure is kept in the canvas and reported by
 * kuril_canvas_finish. The same calls give the same bytes. A canvas belongs to one thread.
 */
#ifndef KURIL_RENDER_CANVAS_H
#define KURIL_RENDER_CANVAS_H

#include "core/output.h"
#include <kurilmap/geometry.h>
#include <stdint.h>

/** A colour in sRGB: each 0 to 1, alpha not multiplied in. */
typedef struct kuril_rgba {
    double r, g, b, a;
} kuril_rgba;

typedef enum kuril_canvas_format { KURIL_CANVAS_PNG, KURIL_CANVAS_PDF, KURIL_CANVAS_SVG } kuril_canvas_format;

/** Start it as `{0}`; only format and size are required. Texts are copied. */
typedef struct kuril_canvas_options {
    kuril_canvas_format format;
    double width_pt, height_pt; /**< > 0; at most 14 400 in PDF, as its readers agree on */
    double dpi;                 /**< PNG: pixels an inch; 0 means 96. Size in pixels is rounded, at least 1 */
    double max_pixels;          /**< PNG: larger is refused; 0 means KURIL_LIMIT_PIXELS */
    bool transparent;           /**< PNG: no white page below, and an alpha channel */
    const char *title, *author, *subject, *keywords, *creator; /**< metadata; NULL when none */
    const char *date; /**< ISO 8601 UTC, such as from SOURCE_DATE_EPOCH; NULL: no date in the file */
} kuril_canvas_options;

typedef struct kuril_canvas kuril_canvas;

/**
 * A page that will be written to `output`, which is borrowed until finish or free; committing it is the caller's.
 *
 * @retval KURIL_E_DOMAIN  a size or resolution that is not positive or beyond a limit; the message gives both
 */
kuril_status kuril_canvas_new(const kuril_canvas_options *options, kuril_output *output, kuril_canvas **canvas,
                              kuril_error *error);

/** Writes what is left to the output and frees the canvas, also on failure. */
kuril_status kuril_canvas_finish(kuril_canvas *canvas, kuril_error *error);

/** Frees a canvas that is not wanted; NULL is fine. */
void kuril_canvas_free(kuril_canvas *canvas);

/**
 * PDF: ends the page and starts another of the given size. `outline` is the new page's line in the document's
 * outline, or NULL; name the first page by calling this before anything is drawn on it.
 * @retval KURIL_E_UNSUPPORTED  not a PDF
 */
kuril_status kuril_canvas_new_page(kuril_canvas *canvas, double width_pt, double height_pt, const char *outline,
                                   kuril_error *error);

kuril_canvas_format kuril_canvas_get_format(const kuril_canvas *canvas);
/** Device pixels a point: dpi / 72 in a PNG, 1 elsewhere. Only for choosing the resolution of pixel images. */
double kuril_canvas_pixels_per_pt(const kuril_canvas *canvas);

/* ---- The path: kept by painting, emptied by kuril_canvas_new_path. ---- */

void kuril_canvas_new_path(kuril_canvas *canvas);
/** Last sink of a chain, page space: appends lines and rings (closed). Bare points add nothing. Borrowed. */
kuril_sink *kuril_canvas_path(kuril_canvas *canvas);
void kuril_canvas_move_to(kuril_canvas *canvas, double x, double y);
void kuril_canvas_line_to(kuril_canvas *canvas, double x, double y);
void kuril_canvas_curve_to(kuril_canvas *canvas, double x1, double y1, double x2, double y2, double x, double y);
void kuril_canvas_close_path(kuril_canvas *canvas);
void kuril_canvas_rectangle(kuril_canvas *canvas, const kuril_rect *rect);
/** A rectangle with corners of the given radius (0 to half of the shorter side; more is cut to it). */
void kuril_canvas_rounded_rectangle(kuril_canvas *canvas, const kuril_rect *rect, double radius);
void kuril_canvas_circle(kuril_canvas *canvas, double x, double y, double radius);
/**
 * Length in points of the line that was cut away before the next line_start: dashes of that line go on as if it
 * had been drawn from its beginning, so that they stay where they are when the page moves.
 */
void kuril_canvas_skip_dash(kuril_canvas *canvas, double length_pt);

/* ---- Painting the path. ---- */

typedef enum kuril_fill_rule { KURIL_FILL_EVEN_ODD, KURIL_FILL_NONZERO } kuril_fill_rule;

/** A tile that repeats over the page, vector where its picture is: see icon.h. */
typedef struct kuril_pattern kuril_pattern;
void kuril_pattern_free(kuril_pattern *pattern);

/** A plain colour, or a pattern with `color.a` as its opacity. */
typedef struct kuril_paint {
    kuril_rgba color;
    const kuril_pattern *pattern; /**< NULL: plain */
} kuril_paint;

void kuril_canvas_fill(kuril_canvas *canvas, kuril_fill_rule rule, const kuril_paint *paint);

/**
 * Fills the path by the nonzero rule with a colour that takes the place of what is below, each pixel whose middle lies
 * inside whole: neighbours leave no seam. PDF and SVG, which cannot, cover what is below.
 */
void kuril_canvas_fill_replacing(kuril_canvas *canvas, const kuril_rgba *color);

typedef enum kuril_line_cap { KURIL_CAP_BUTT, KURIL_CAP_ROUND, KURIL_CAP_SQUARE } kuril_line_cap;
typedef enum kuril_line_join { KURIL_JOIN_MITER, KURIL_JOIN_ROUND, KURIL_JOIN_BEVEL } kuril_line_join;
enum { KURIL_DASHES_MAX = 16 };

/** Start it as `{0}`: butt caps, mitred joins, no dashes. A translucent stroke never shows where it overlaps itself. */
typedef struct kuril_stroke {
    kuril_paint paint;
    double width_pt;
    kuril_line_cap cap;
    kuril_line_join join;
    double miter_limit;              /**< longest mitre over width; 0 means 2, MapLibre's default */
    size_t n_dashes;                 /**< 0: solid */
    double dashes[KURIL_DASHES_MAX]; /**< points: on, off, on, ...; an odd count repeats */
    double dash_phase;               /**< points into the dashes at which a line begins */
    bool each_edge_once;             /**< an edge that the path has twice (a border of two polygons) is drawn once */
} kuril_stroke;

void kuril_canvas_stroke(kuril_canvas *canvas, const kuril_stroke *stroke);

/** Ends a group, of which what a stroke of the path covers is seen; its paint does not matter. Pixels only. */
void kuril_canvas_pop_group_stroked(kuril_canvas *canvas, const kuril_stroke *stroke);

/* ---- State, groups, images. ---- */

/** The box round what can be drawn on: the page, or the clip, as the coordinates now are. */
void kuril_canvas_shown(kuril_canvas *canvas, kuril_rect *rect);

/** Saves clip and transform; every push needs its pop. */
void kuril_canvas_push(kuril_canvas *canvas);
void kuril_canvas_pop(kuril_canvas *canvas);
/** In a picture the box is moved to the nearest whole pixels. */
void kuril_canvas_clip_rect(kuril_canvas *canvas, const kuril_rect *rect);
/** Clips to the inside of the path. */
void kuril_canvas_clip_path(kuril_canvas *canvas, kuril_fill_rule rule);
void kuril_canvas_translate(kuril_canvas *canvas, double x, double y);
/** Degrees, clockwise as seen on the page. */
void kuril_canvas_rotate(kuril_canvas *canvas, double angle_deg);
void kuril_canvas_scale(kuril_canvas *canvas, double x, double y);

/** What is drawn until the pop becomes one picture, painted with the opacity; it stays vector in PDF and SVG. */
void kuril_canvas_push_group(kuril_canvas *canvas);
void kuril_canvas_pop_group(kuril_canvas *canvas, double opacity);

/** How a group's colours meet what lies below: the modes of W3C Compositing and Blending. */
typedef enum kuril_blend {
    KURIL_BLEND_NORMAL,
    KURIL_BLEND_MULTIPLY,
    KURIL_BLEND_COLOR,
    KURIL_BLEND_LUMINOSITY,
    KURIL_BLEND_PLUS_LIGHTER,
    KURIL_BLEND_SCREEN,
    KURIL_BLEND_OVERLAY
} kuril_blend;
/** As kuril_canvas_pop_group, blended; PLUS_LIGHTER alone becomes pixels in a PDF, which has no such mode. */
void kuril_canvas_pop_group_blended(kuril_canvas *canvas, double opacity, kuril_blend blend);

/** Pixels, row by row from the top, each R G B A, alpha not multiplied in. Borrowed during the call. */
typedef struct kuril_pixels {
    const uint8_t *rgba;
    int width, height;
    size_t stride; /**< bytes a row */
} kuril_pixels;

/** Draws pixels over `rect`; smooth: interpolated, else each pixel a plain cell. */
void kuril_canvas_image(kuril_canvas *canvas, const kuril_pixels *pixels, const kuril_rect *rect, double opacity,
                        bool smooth);

#endif
