/*
 * Icons: SVG pictures through librsvg, vector in PDF and SVG, and sprite sheets as MapLibre styles name them.
 *
 * SVG files may refer to nothing outside of themselves. A set belongs to one thread; icons are borrowed from it.
 */
#ifndef KURIL_RENDER_ICON_H
#define KURIL_RENDER_ICON_H

#include "render/canvas.h"

typedef struct kuril_icons kuril_icons;
typedef struct kuril_icon kuril_icon;

kuril_icons *kuril_icons_new(void);
void kuril_icons_free(kuril_icons *icons);

/**
 * Adds the `*.svg` files of a folder, named without the ending, each read when it is first asked for. `prefix` is
 * put before the names with a colon ("maki:harbor"), unless it is NULL or "default". A name that exists stays.
 * @retval KURIL_E_IO        no such folder
 * @retval KURIL_E_ARGUMENT  one of the files is a link that leads out of the folder, and the user has not allowed it
 */
kuril_status kuril_icons_add_folder(kuril_icons *icons, const char *prefix, const char *path, kuril_error *error);

/**
 * Adds a sprite sheet: `path` without its endings .json and .png.
 *
 * @param fine  take the one of twice the resolution, @2x, where there is one
 * @retval KURIL_E_IO, KURIL_E_SYNTAX, KURIL_E_DATA  a file is missing, or says something impossible
 * @retval KURIL_E_ARGUMENT  as kuril_icons_add_folder
 */
kuril_status kuril_icons_add_sprites(kuril_icons *icons, const char *prefix, const char *path, bool fine,
                                     kuril_error *error);

/** Adds one SVG text; copied. @retval KURIL_E_SYNTAX it cannot be read, @retval KURIL_E_DATA it has no size */
kuril_status kuril_icons_add_svg(kuril_icons *icons, const char *name, const char *svg, size_t length,
                                 kuril_error *error);

/**
 * The icon, or NULL when there is none of that name; one whose file cannot be used is reported once to `diagnostics`
 * and is NULL as well.
 */
const kuril_icon *kuril_icons_find(kuril_icons *icons, const char *name, const kuril_diagnostics *diagnostics);

/** All names, sorted, NULL-terminated; free with g_strfreev. For suggestions. */
char **kuril_icons_names(const kuril_icons *icons);

/** Natural size: a pixel of the picture is a style pixel, 0.75 points. */
double kuril_icon_width_pt(const kuril_icon *icon);
double kuril_icon_height_pt(const kuril_icon *icon);

/** Whether a colour applies: SDF sprites, and SVG that is painted in black or its current colour only. */
bool kuril_icon_is_tintable(const kuril_icon *icon);

/** How one icon is drawn. Start it as `{0}` and set at least scale and opacity. */
typedef struct kuril_icon_paint {
    double x, y;             /**< middle, page space */
    double scale_x, scale_y; /**< of the natural size */
    double angle_deg;        /**< clockwise */
    double opacity;
    kuril_rgba tint;       /**< of a tintable icon; all zero: as it is */
    kuril_rgba halo_color; /**< of a tintable icon */
    double halo_width_pt;  /**< beyond its edges, unscaled; 0: none */
    double halo_blur_pt;   /**< of an SDF sprite: how wide the halo's edge fades */
    bool smooth;           /**< never moved onto the pixels of a PNG */
} kuril_icon_paint;

void kuril_icon_draw(kuril_canvas *canvas, const kuril_icon *icon, const kuril_icon_paint *paint);

/** A straight piece of a line along which a sprite repeats, its top to the right of the way from 0 to 1. */
typedef struct kuril_icon_piece {
    double x0, y0, x1, y1; /**< points */
    double half_pt;        /**< of the line's width */
    double beyond_pt;      /**< how far it is drawn beyond both of its ends */
    double period_pt;      /**< length of a repeat, > 0 */
    double phase_pt;       /**< how far into the repeats the piece begins, >= 0 */
    double opacity;
} kuril_icon_piece;

/** Whether kuril_icon_draw_along is for this: a sprite, no SDF, on a page of pixels. */
bool kuril_icon_can_lie_along(const kuril_canvas *canvas, const kuril_icon *icon);

/**
 * Draws a sprite along a piece of line, sampled as the specification's renderers do. It reaches half a pixel over the
 * line's edges, with no edge of its own: the line is to mask it.
 */
void kuril_icon_draw_along(kuril_canvas *canvas, const kuril_icon *icon, const kuril_icon_piece *piece);

/**
 * An icon as a tile that repeats from (origin_x, origin_y) on, `scale` of its natural size. Free with
 * kuril_pattern_free, after the canvases that it was painted on are finished; the icon must live as long.
 */
kuril_pattern *kuril_pattern_new(const kuril_icon *icon, double scale, const kuril_rgba *tint, double origin_x,
                                 double origin_y);

#endif
