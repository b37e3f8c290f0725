/*
 * Names and icons: collected from the symbol layers of all sheets, placed once for the picture, drawn on each page.
 */
#ifndef KURIL_MAP_SYMBOLS_H
#define KURIL_MAP_SYMBOLS_H

#include "label/placement.h"
#include "map/painter.h"

typedef struct kuril_symbols kuril_symbols;

/**
 * Collects and places every symbol of the scene. `furniture` are page boxes that no label may touch.
 *
 * Layers rank as in the specification, the topmost first, and within a layer the lowest symbol-sort-key first.
 * Dots of circle layers and icons are kept free; the result depends on nothing but the scene.
 */
kuril_status kuril_symbols_place(kuril_scene *scene, const kuril_rect *furniture, size_t n_furniture,
                                 kuril_symbols **symbols, kuril_error *error);
/** Accepts NULL. */
void kuril_symbols_free(kuril_symbols *symbols);

/** Draws the symbols of layers first to last (indices) of a sheet: icons, then halos, then letters. */
void kuril_symbols_draw(const kuril_symbols *symbols, const kuril_sheet *sheet, size_t first, size_t last,
                        kuril_canvas *canvas);

/** Whether an icon of a layer is drawn anywhere. */
bool kuril_symbols_show_icon(const kuril_symbols *symbols, const kuril_style_layer *layer, const struct kuril_icon *icon);

/** What became of each symbol: an entry of the report, its texts borrowed and its place on the globe left out. */
size_t kuril_symbols_count(const kuril_symbols *symbols);
struct kuril_label_entry kuril_symbols_entry(const kuril_symbols *symbols, size_t i);

/** Page boxes of what was placed, for the entries' indices, and the dots and icons that names keep off; borrowed. */
const kuril_label_box *kuril_symbols_boxes(const kuril_symbols *symbols, size_t *count);
const struct kuril_label_dot *kuril_symbols_dots(const kuril_symbols *symbols, size_t *count);

#endif
