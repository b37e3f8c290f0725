/*
 * Text: shaped, wrapped and measured once, then drawn as often as wanted, along a baseline or along a curve.
 *
 * Layouts are in points and know nothing of the page: hinting is off and metrics are unrounded, so that the same
 * text takes the same room at every dpi and in every format. In PDF it is real text with embedded fonts; in SVG it
 * is outlines, the same in every viewer, with an invisible text on top that can be found and selected.
 * A kuril_fonts and what comes from it belong to one thread.
 */
#ifndef KURIL_RENDER_TEXT_H
#define KURIL_RENDER_TEXT_H

#include "label/shape.h"
#include "render/canvas.h"
#include "render/icon.h"

typedef struct kuril_fonts kuril_fonts;

/**
 * The fonts of the usual folders (or of fontconfig's own rules, where FONTCONFIG_FILE is set).
 * @retval KURIL_E_IO  there is not one
 */
kuril_status kuril_fonts_new(kuril_fonts **fonts, kuril_error *error);
void kuril_fonts_free(kuril_fonts *fonts);

/**
 * "cairo 1.16.0, Pango 1.50.12, HarfBuzz 6.0.0, FreeType 2.12.1, fonts 0d5e3f": what decides how a page looks. The
 * last stands for the names and sizes of all font files. Free with g_free.
 */
char *kuril_render_versions(void);

/** Drops all layouts when there are more than `most`. None that was got before may be used after. */
void kuril_fonts_trim(kuril_fonts *fonts, size_t most);

/**
 * For a program that is all ours, before it makes fonts: gives fontconfig our rules for the whole process, and no fonts
 * until an icon may need them. Otherwise Pango reads the system's in the background, for nothing, at 4 ms of CPU.
 */
void kuril_fonts_own_process(void);

/** Where a span stands within the height of its line's letters and images. */
typedef enum kuril_text_vertical {
    KURIL_VERTICAL_BOTTOM, /**< on the baseline */
    KURIL_VERTICAL_CENTER,
    KURIL_VERTICAL_TOP
} kuril_text_vertical;

/** A stretch of text of one look, or an image among the letters. Invalid UTF-8 is replaced; '\n' starts a new line. */
typedef struct kuril_text_span {
    const char *text;     /**< UTF-8 */
    const char *fonts;    /**< MapLibre font names, first wanted first: "Noto Sans Bold Italic, Noto Sans CJK JP Bold";
                               NULL means Noto Sans Regular. Glyphs they lack come from the other fonts */
    const char *language; /**< BCP 47 such as "ja" or "zh-Hans": picks the forms of Han characters; NULL unknown */
    double size_pt;       /**< > 0 */
    double baseline_shift_em; /**< up; 0 on the line */
    const kuril_rgba *color;  /**< NULL: the colour of the drawing call */
    kuril_text_vertical vertical;
    const kuril_icon *image; /**< stands instead of the text; lives as long as the layout is drawn. NULL: none */
    double image_scale;      /**< of its natural size */
} kuril_text_span;

typedef enum kuril_text_justify { KURIL_JUSTIFY_CENTER, KURIL_JUSTIFY_LEFT, KURIL_JUSTIFY_RIGHT } kuril_text_justify;

/** Which letters stand upright where a line runs down the page. */
typedef enum kuril_text_mode {
    KURIL_TEXT_HORIZONTAL, /**< none: the line lies */
    KURIL_TEXT_VERTICAL,   /**< Han characters, kana, hangul and the like; for a curve that runs down */
    KURIL_TEXT_COLUMNS     /**< all letters that do not join: the box has columns from the right instead of lines */
} kuril_text_mode;

/** Whether a text has letters that stand upright in vertical writing. */
bool kuril_text_stands(const char *text);
/** Whether it has such letters and none of another script, such as Latin. */
bool kuril_text_stands_whole(const char *text);

/** Start it as `{0}`: one line a paragraph, centred. */
typedef struct kuril_text_format {
    double max_width_pt;      /**< lines are broken to about this width, evenly, as MapLibre does; 0: never */
    bool within;              /**< no line is wider than that; a word that is, is broken, but for texts of some pages */
    double line_height_em;    /**< from baseline to baseline, of the largest size in the line; 0 means 1.2 */
    double letter_spacing_em; /**< added after every character */
    kuril_text_justify justify;
    kuril_text_mode mode;
    double viewer_em_pt; /**< > 0: the text's size, and it is set as MapLibre does where paper wants better: lines
                              equally long without their spaces, in whole 24ths of the size, and no room above the
                              first line when one is not as high as the size asks */
} kuril_text_format;

typedef struct kuril_text_layout kuril_text_layout;

/** A box of lines; its upper left corner is (0, 0). */
typedef struct kuril_text_size {
    double width_pt, height_pt; /**< widest line, lines times line height */
    double baseline_pt;         /**< of the first line, below the top */
    kuril_rect ink;             /**< what letters really cover, without halo; empty for spaces */
    size_t n_lines;
} kuril_text_size;

/**
 * Shapes spans into lines, or finds them in the cache. Borrowed from `fonts`, until they are freed.
 * @retval KURIL_E_DOMAIN  a size that is not positive and finite
 */
kuril_status kuril_text_layout_get(kuril_fonts *fonts, const kuril_text_span *spans, size_t n_spans,
                                   const kuril_text_format *format, const kuril_text_layout **layout,
                                   kuril_error *error);

kuril_text_size kuril_text_layout_size(const kuril_text_layout *layout);

/** From where to where the line of a box of lines reaches that is `y` below its top, or the nearest one; of columns, all. */
void kuril_text_layout_line(const kuril_text_layout *layout, double y, double *x_min, double *x_max);

/** Characters that no font has, in the order of their numbers, each once; drawn as boxes. Borrowed from the layout. */
const uint32_t *kuril_text_layout_missing(const kuril_text_layout *layout, size_t *count);

/** The layout's text with '\n' between lines. Borrowed. */
const char *kuril_text_layout_text(const kuril_text_layout *layout);

/** How letters and halo look. */
typedef struct kuril_text_paint {
    kuril_rgba color;
    kuril_rgba halo_color;
    double halo_width_pt; /**< beyond the letters' edges; 0: no halo */
    double halo_blur_pt;  /**< width over which its edge fades; in five steps where it stays vector */
} kuril_text_paint;

/** Draw the halos of all labels before the letters of any, and no halo covers a neighbour's letters. */
typedef enum kuril_text_parts { KURIL_TEXT_HALO = 1, KURIL_TEXT_LETTERS = 2, KURIL_TEXT_BOTH = 3 } kuril_text_parts;

/** Draws with the box's upper left corner at (x, y), turned clockwise round `pivot` (page space) by `angle_deg`. */
void kuril_text_draw(kuril_canvas *canvas, const kuril_text_layout *layout, double x, double y, double angle_deg,
                     double pivot_x, double pivot_y, const kuril_text_paint *paint, kuril_text_parts parts);

/** Lines of text laid along a curve. */
typedef struct kuril_text_curve kuril_text_curve;

/** What is measured of a curve for one text, kept for the next along it. */
typedef struct kuril_text_tracks kuril_text_tracks;
/** @param[in] points  shape [n], page points, n >= 2; borrowed */
kuril_text_tracks *kuril_text_tracks_new(const kuril_lonlat *points, size_t n);
void kuril_text_tracks_free(kuril_text_tracks *tracks);

/** Start it as `{0}` and give the points. */
typedef struct kuril_text_curve_options {
    const kuril_lonlat *points; /**< the curve in page points (lon is x, lat is y) */
    size_t n_points;
    kuril_text_tracks *tracks; /**< of the points, for many texts along them; NULL: made for this one */
    double middle_pt;     /**< where along the curve the text's middle comes */
    double offset_pt;     /**< the letters' middle line right of the curve (below, when it runs to the right) */
    bool parallel;        /**< letters keep their distances along the line at `offset_pt`, not along the curve itself */
    double shift_pt;      /**< of the text on along the curve, in its reading direction */
    double max_angle_deg; /**< between neighbouring letters; 0 means 45 */
    bool keep_upright;    /**< turn the curve round when the text would stand on its head */
    bool downwards;       /**< or when it would run up the page, for vertical writing */
    bool level_letters;   /**< letters follow the curve but do not turn with it */
} kuril_text_curve_options;

/**
 * Places the letters of a layout's lines, one below the other, as a block whose middle is on the curve.
 * @retval KURIL_E_DOMAIN  the curve is too short or turns too much there; `curve` is left alone
 */
kuril_status kuril_text_curve_new(const kuril_text_layout *layout, const kuril_text_curve_options *options,
                                  kuril_text_curve **curve);
void kuril_text_curve_free(kuril_text_curve *curve);
/** One turned box a letter, for placement; borrowed from the curve. */
const kuril_label_box *kuril_text_curve_boxes(const kuril_text_curve *curve, size_t *count);
/** Draws the letters moved by (dx, dy). */
void kuril_text_curve_draw(kuril_canvas *canvas, const kuril_text_curve *curve, double dx, double dy,
                           const kuril_text_paint *paint, kuril_text_parts parts);

#endif
