/* One symbol in the making: its look, and what the placing and the drawing of symbols share. */
#ifndef KURIL_MAP_SYMBOL_H
#define KURIL_MAP_SYMBOL_H

#include "label/candidates.h"
#include "map/symbols.h"

/** How a candidate draws its icon. */
typedef struct kuril_icon_pose {
    double x, y; /**< its middle */
    double scale_x, scale_y;
    double angle_deg;
    bool smooth; /**< of any size or turn: not moved onto pixels */
} kuril_icon_pose;

/** How a candidate draws its symbol. A page has tens of thousands, of a point mostly with one and the same icon. */
typedef struct kuril_symbol_pose {
    bool has_text, has_icon;
    bool off_shore; /**< beside the area that it names */
    bool has_leader;
    uint32_t icon;                   /**< where it has one: which of the pool's */
    double text_x, text_y;           /**< upper left corner of the text's box */
    const kuril_text_layout *text;   /**< justified for this place; NULL: as the symbol's */
    const kuril_text_curve *curve;   /**< letters along a line instead; owned by the symbols */
    double beside_x, beside_y;       /**< how far from the style's own line the letters were moved */
    double angle_deg;                /**< of text and icon round the anchor */
    double leader_x, leader_y;       /**< where the leader line meets the text */
} kuril_symbol_pose;

enum { KURIL_SYMBOL_SIZES = 4 };

/** The text in one of its sizes. */
typedef struct kuril_symbol_size {
    double scale;                   /**< of the size that the style gives */
    double dearer;                  /**< what its places cost more */
    const kuril_text_layout *text;  /**< as the symbol's, set closer, or in its first language only */
    const kuril_text_layout *upright; /**< along a line: in vertical writing; else NULL */
    const kuril_text_layout *level; /**< in lines (`kurilmap:level`): level by the line, or in a narrow area; else NULL */
} kuril_symbol_size;

/** A name, an icon, or both, at one anchor. */
typedef struct kuril_symbol {
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    double x, y; /**< anchor, page points */
    double tip_x, tip_y; /**< where its leader line ends there: the anchor, or */
    bool tip_moved;      /**< a place of its island where no dot is */
    double map_deg; /**< clockwise turn of what is aligned with the map: along the line, or up to true north */
    const kuril_text_layout *text; /**< NULL: none */
    const kuril_text_layout *upright;      /**< in vertical writing, where the style lets it and the text can; else NULL */
    bool upright_first, upright_only;
    const kuril_text_layout *justified[3]; /**< the same by kuril_text_justify, for `text-justify: auto`; else NULL */
    kuril_symbol_size sizes[KURIL_SYMBOL_SIZES]; /**< the style's, then smaller ones (`kurilmap:smaller`) */
    size_t n_sizes;                /**< 1 at least, also without a text */
    const kuril_text_layout *level; /**< of the size in hand */
    double dearer;                 /**< what places in the size in hand cost more */
    double em_pt;
    kuril_text_paint text_paint;
    double text_dx, text_dy; /**< text-translate, points */
    const kuril_icon *icon;  /**< NULL: none */
    kuril_icon_paint icon_paint;
    double icon_dx, icon_dy; /**< icon-translate, points */
    bool in_order;               /**< placed as a viewer of styles does (symbol_order.h) */
    bool lowest_first;           /**< there, what lies lower on the page goes first */
    bool icon_kept;              /**< drawn whatever becomes of the name, as icon_pose says */
    kuril_symbol_pose icon_pose;
    double sort_key;
    double repeat_pt; /**< the same text of the layer stands no nearer; INFINITY: once */
    double line_pt;   /**< length of the line that it is set along; 0 at a point */
    char *key; /**< for ties; owned */
    size_t first_candidate, n_candidates; /**< of the problem and of the poses alike */
    ptrdiff_t chosen;            /**< result.candidate; -1 while it is looked at */
    kuril_label_result result;   /**< of the placement; `blocker` is a symbol's index */
    size_t owner;                /**< shared by all that stands at its place */
    size_t first_placed_box;     /**< of the placed boxes */
} kuril_symbol;

/** Candidates of all symbols while they are collected. */
typedef struct kuril_symbol_pool {
    GArray *candidates; /**< kuril_label_candidate */
    GArray *poses;      /**< kuril_symbol_pose, one for each candidate */
    GArray *boxes;      /**< kuril_label_box */
    GArray *icons;      /**< kuril_icon_pose */
    GPtrArray *curves;  /**< kuril_text_curve, owned */
} kuril_symbol_pool;

/** Text, icon and their paints as the style gives them for a feature; false when there is nothing to show. */
bool kuril_symbol_look(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                       const kuril_feature *feature, kuril_symbol *symbol, kuril_error *error);

/** Whether it names a water at a point, as the mark of a strait: no land is its own, and it stays by its point. */
bool kuril_symbol_marks_water(const kuril_symbol *symbol);

/** The values that lay a symbol out: a viewer of styles takes those of the whole zoom below. */
kuril_styling *kuril_symbol_layout(const kuril_symbol *symbol);

/** Whether text placed along a line stands upright on the page all the same (`text-rotation-alignment: viewport`). */
bool kuril_symbol_text_is_flat(const kuril_symbol *symbol);

/** The symbol with its text in size `which`; what it gets of places, kuril_symbol_keep_places() hands back. */
kuril_symbol kuril_symbol_in_size(const kuril_symbol *symbol, size_t which);
void kuril_symbol_keep_places(kuril_symbol *symbol, const kuril_symbol *sized);

/** Towards the point that text with this anchor stands at, as `text-justify: auto`. */
kuril_text_justify kuril_symbol_justify(kuril_style_anchor anchor);

/** How far from its anchor a symbol's leader line begins, points: at the rim of its icon, or beside the middle of an island. */
double kuril_symbol_leader_gap(const kuril_symbol *symbol);

/** Adds the candidates of a symbol at a point. */
void kuril_symbol_at_point(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature);

/** Adds places inside an area, for a symbol that kuril_symbol_at_point has set at its pole. */
void kuril_symbol_inside(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                         const kuril_label_area *area);

/** Adds places just off an area's shore, all round its pole. */
void kuril_symbol_off_shore(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                            const kuril_label_area *area);

/** Adds places along an area's axis, where the letters lie mostly inside; better than those added later. */
void kuril_symbol_along_axis(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                             const kuril_label_area *area);

/** Adds the candidates of a symbol along a line (page points), with its middle near `middle_pt` along it. */
void kuril_symbol_along_line(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                             const kuril_lonlat *line, size_t n, double middle_pt, double slack_pt);

#endif
