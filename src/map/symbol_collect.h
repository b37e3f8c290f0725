/* Gathers what is to be placed on a picture, and what names keep off: the first half of placing symbols. */
#ifndef KURIL_MAP_SYMBOL_COLLECT_H
#define KURIL_MAP_SYMBOL_COLLECT_H

#include "map/label_report.h"
#include "map/symbol.h"

/** An area that a layer names, for the names of others. */
typedef struct kuril_symbol_area {
    kuril_label_area *area; /**< owned by the harvest */
    const kuril_style_layer *layer;
    size_t owner; /**< of its name; 0: it has none */
    bool inside;  /**< kuril_symbol_names_inside(layer) */
} kuril_symbol_area;

/** What lies below the names of a page. */
typedef struct kuril_symbol_ground {
    kuril_label_area *area; /**< owned by the harvest */
    double weight;          /**< what a name pays that lies wholly on it: `kurilmap:avoid` of a fill layer */
    bool land;              /**< names of waters, which may reach beyond their axes, keep off it */
} kuril_symbol_ground;

/** Symbols of all sheets with their candidates, and the obstacles. */
typedef struct kuril_symbol_harvest {
    GArray *symbols; /**< kuril_symbol */
    kuril_symbol_pool pool;
    GArray *obstacles;  /**< kuril_label_obstacle: dots, icons that stay, lines that layers call essential */
    GArray *dots;       /**< kuril_label_dot: those obstacles that belong to a symbol */
    GArray *areas;      /**< kuril_symbol_area */
    GArray *grounds;    /**< kuril_symbol_ground */
    GHashTable *owners; /**< place on the page -> owner, from 1 */
} kuril_symbol_harvest;

void kuril_symbol_harvest_init(kuril_symbol_harvest *harvest);
void kuril_symbol_harvest_finish(kuril_symbol_harvest *harvest);

/**
 * Makes places unusable where a name would be taken for another's: among the layers of one `kurilmap:kin`, those that
 * are nearer to another place than to their own, but for leader lines and letters along the place; among the areas
 * that one layer names, those where a letter or a line of text lies on another area. With `kurilmap:apart`, a kin, a
 * name at the end of a leader line pays for standing nearer to one of that kin than to its own point.
 */
void kuril_symbols_forbid_misleading(kuril_symbol_harvest *harvest);

/**
 * Drops names that say again what stands near enough: of one text of a layer, nearer than its `repeat_pt`; and names
 * of the style at a place that the user's points name alike. An icon that stays in any case stays.
 */
void kuril_symbols_drop_repeats(const kuril_scene *scene, GArray *symbols);

/**
 * The ground that a fill layer's features belong to, or are taken out of as lakes are (`kurilmap:lakes`); layers of one
 * kind share it; NULL when names need not heed it.
 * Borrowed until another is asked for.
 */
kuril_symbol_ground *kuril_symbol_ground_of(kuril_symbol_harvest *harvest, const kuril_rect *frame,
                                            const kuril_style_layer *layer);

/** Gives the name of a water that stands once (`kurilmap:once`, `kurilmap:overhang`) the places along all its axes. */
void kuril_symbols_unite_axes(kuril_symbol_harvest *harvest);

/** Moves the end of an island's leader line along the island, out of dots and icons, and its places with it. */
void kuril_symbols_end_on_land(kuril_symbol_harvest *harvest, const kuril_label_area *land);

/** Adds to each place what the grounds below the name cost. */
void kuril_symbols_weigh_ground(kuril_symbol_harvest *harvest);

/**
 * Makes places unusable where letters of a water's name, set along its axis, lie on land, or a level one reaches out of its
 * water, or essential lines run through it. Names beside icons of a `kurilmap:kin` pay for such a line between the two,
 * letterings of rings and measures (`kurilmap:both-sides`) for land.
 */
void kuril_symbols_keep_on_water(kuril_symbol_harvest *harvest);

/**
 * Whether a layer names areas where they are, as states (`kurilmap:inside`), so that a name beside one could be taken for
 * that of the next. Its features that have no text are areas all the same, for the names of others.
 */
bool kuril_symbol_names_inside(const kuril_style_layer *layer);

/** Makes places unusable where the name of an area (`kurilmap:inside`) lies on land that is not the area's. */
void kuril_symbols_keep_states_home(kuril_symbol_harvest *harvest);

/** Adds all symbols and obstacles of the scene. Their order is that of the layers; equal input, equal harvest. */
kuril_status kuril_symbol_harvest_collect(kuril_scene *scene, kuril_symbol_harvest *harvest, kuril_error *error);

/** What a feature covers of the page, of all its polygons; NULL: nothing. Free with kuril_label_area_free. */
kuril_label_area *kuril_symbol_area_on_page(const kuril_geometry *page);

#endif
