/* What the files of src/render share about a canvas. */
#ifndef KURIL_RENDER_CANVAS_PRIVATE_H
#define KURIL_RENDER_CANVAS_PRIVATE_H

#include "render/canvas.h"
#include "render/coverage.h"
#include "render/hatch.h"
#include <cairo.h>
#include <glib.h>

typedef enum path_verb { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE } path_verb;

typedef struct path_point {
    double x, y;
} path_point;

/* Verbs with their points: move 1, line 1, curve 3, close 0. */
typedef struct kuril_path {
    GArray *verbs;   /* uint8_t */
    GArray *points;  /* path_point */
    GArray *skipped; /* double a subpath: length cut away before it */
} kuril_path;

void kuril_path_init(kuril_path *path);
void kuril_path_clear(kuril_path *path);
void kuril_path_finish(kuril_path *path);
void kuril_path_add(kuril_path *path, path_verb verb, const path_point *points);
/* The box of all points, control points too; false when there are none. */
bool kuril_path_bounds(const kuril_path *path, kuril_rect *bounds);
/* Appends to cairo's current path. */
void kuril_path_emit(const kuril_path *path, cairo_t *cr);
/* Writes the edges of `path` into `once`, each a single time, whichever way it runs. Curves are kept as they are. */
void kuril_path_edges_once(const kuril_path *path, kuril_path *once);

typedef struct path_sink {
    kuril_sink base;
    kuril_canvas *canvas;
    bool in_line, in_polygon, first;
} path_sink;

/* A text that was drawn as outlines, for the findable layer of an SVG. */
typedef struct canvas_text {
    char *text;
    cairo_matrix_t matrix; /* user space to page */
    double x, y, width, size;
} canvas_text;

/* A group of an SVG: where it begins or ends, in the order of drawing. */
typedef struct canvas_mark {
    bool begins;
    double opacity;
    kuril_blend blend;
} canvas_mark;

struct kuril_canvas {
    kuril_canvas_options options; /* its texts are owned */
    kuril_output *output;
    cairo_surface_t *surface;
    unsigned char *pixels; /* of a surface of pixels */
    cairo_t *cr;
    double scale;      /* device pixels a point */
    int width, height; /* device pixels, PNG */
    GByteArray *bytes; /* PDF and SVG as cairo writes them */
    kuril_path path;
    kuril_coverage coverage; /* of what is drawn without cairo */
    double skip_dash;
    path_sink sink;
    GArray *texts; /* canvas_text, SVG */
    GArray *marks; /* canvas_mark, SVG */
    GArray *open;  /* guint: marks of the groups that have not ended, SVG */
    int group_depth;
    int pages; /* PDF: started with kuril_canvas_new_page */
};

/* Whether cairo turns what is drawn into pixels (so that long strokes are worth cutting up). */
bool kuril_canvas_is_raster(const kuril_canvas *canvas);
void kuril_canvas_set_color(kuril_canvas *canvas, const kuril_rgba *color, double opacity);
/* Paints cairo's source with an opacity. */
void kuril_canvas_paint_source(kuril_canvas *canvas, double opacity);
/* Remembers a text for kuril_svg_finish; does nothing in other formats. */
void kuril_canvas_note_text(kuril_canvas *canvas, const char *text, double x, double y, double width, double size);

struct kuril_pattern {
    cairo_surface_t *picture;
    double unit;                /* points a unit of the picture */
    double width_pt, height_pt; /* of a tile */
    double origin_x, origin_y;
    bool is_hatch;
    kuril_hatch hatch; /* where it is one */
};
/* Makes the pattern cairo's source. */
void kuril_canvas_set_pattern(kuril_canvas *canvas, const kuril_pattern *pattern);
/* Draws a hatching as lines over what the clip leaves open. False, and nothing drawn, on a page of pixels and for
   patterns that are no hatching. */
bool kuril_canvas_paint_hatch(kuril_canvas *canvas, const kuril_pattern *pattern, double opacity);

#endif
