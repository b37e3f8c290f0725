/*
 * The pieces of furniture. Each is measured first, so that the layout can find it a place, and then drawn there.
 * A theme and fonts go with every call; texts are borrowed.
 */
#ifndef KURIL_FURNITURE_BLOCKS_H
#define KURIL_FURNITURE_BLOCKS_H

#include "furniture/theme.h"

/** What every piece is measured and drawn with. */
typedef struct kuril_desk {
    kuril_fonts *fonts;
    const kuril_theme *theme;
} kuril_desk;

/** Width and height, points. */
typedef struct kuril_block_size {
    double width, height;
} kuril_block_size;

/** A text at the head of the page in the map's language, and smaller in its second one. */
typedef struct kuril_title_text {
    const char *first, *second; /**< may be NULL */
    const char *language;       /**< BCP 47, of the second */
} kuril_title_text;

/** What stands at the head of the page. */
typedef struct kuril_title {
    kuril_title_text title, subtitle;
    double scale; /**< of its type and bar: 1, less on a small page, more on a sheet that is read from farther away */
} kuril_title;
kuril_block_size kuril_title_size(const kuril_desk *desk, const kuril_title *title, double width_pt);
void kuril_title_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_title *title, const kuril_rect *rect);

/** Small lines at the foot of the page, one paragraph each. */
kuril_block_size kuril_credits_size(const kuril_desk *desk, const char *text, double width_pt);
void kuril_credits_draw(const kuril_desk *desk, kuril_canvas *canvas, const char *text, const kuril_rect *rect);

/** What a scale bar says: how long a point on the page is, and where that holds. */
typedef struct kuril_scale_bar {
    double metres_per_pt; /**< along the parallel at `lat`, > 0 */
    double lat;           /**< degrees, for the note */
    double max_pt;        /**< room for the longer of its two bars */
    const char *km, *nmi; /**< the units' names */
    char mark;            /**< decimal mark, '.' or ',' */
    const char *note;     /**< such as "1:5 200 000 at 52°N"; NULL for none */
} kuril_scale_bar;
kuril_block_size kuril_scale_bar_size(const kuril_desk *desk, const kuril_scale_bar *bar);
void kuril_scale_bar_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_scale_bar *bar,
                          const kuril_rect *rect);

/** True north as an arrow, turned clockwise by an angle in degrees. */
kuril_block_size kuril_north_arrow_size(const kuril_desk *desk);
void kuril_north_arrow_draw(const kuril_desk *desk, kuril_canvas *canvas, double north_deg, const kuril_rect *rect);

/** One line of the legend: the caller draws the swatch as it draws the map. */
typedef struct kuril_legend_entry {
    const char *label;
    void (*draw)(void *user, kuril_canvas *canvas, const kuril_rect *swatch); /**< NULL: a heading */
    void *user;
    const char *second; /**< the label in the map's second language, below the first; NULL: none */
} kuril_legend_entry;

/** A strip of colours from shallow to deep, with the limits between them. */
typedef struct kuril_legend_ramp {
    const char *label;         /**< NULL: no ramp */
    const char *second;        /**< as an entry's */
    const kuril_rgba *colors;  /**< shape [n_colors] */
    const char *const *limits; /**< shape [n_colors - 1] */
    size_t n_colors;
} kuril_legend_ramp;

typedef struct kuril_legend {
    const kuril_legend_entry *entries;
    size_t n_entries;
    kuril_legend_ramp ramp;
    const char *second_language; /**< BCP 47, of what is said in it */
    double max_height_pt; /**< what does not fit goes into further columns; the ramp stands after the last entry */
} kuril_legend;
kuril_block_size kuril_legend_size(const kuril_desk *desk, const kuril_legend *legend);
/** Sets the height to the least at which the columns are no wider in all. False when even one column is too wide. */
bool kuril_legend_spread(const kuril_desk *desk, kuril_legend *legend, double width_pt);
/** Lowers the height to the least at which there are no more columns than now: they become about equally long. */
void kuril_legend_even(const kuril_desk *desk, kuril_legend *legend);
void kuril_legend_draw(const kuril_desk *desk, kuril_canvas *canvas, const kuril_legend *legend,
                       const kuril_rect *rect);

#endif
