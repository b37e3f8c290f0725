/* Placement of symbols in the order of a style. */
#ifndef KURIL_MAP_SYMBOL_ORDER_H
#define KURIL_MAP_SYMBOL_ORDER_H

#include "map/symbol.h"

/**
 * Orders the symbols of one layer, n > 0, for drawing where they may overlap: what lies lower on the page over what
 * lies higher, if `symbol-z-order` says so.
 */
void kuril_symbols_sort_by_y(kuril_symbol *symbols, size_t n);

/**
 * Chooses among the candidates of each symbol (`chosen`, and in the pose whether text and icon show): what
 * `*-overlap`, `*-optional` and `*-ignore-placement` say decides who gives way.
 *
 * @param symbols  kuril_symbol, in the order of drawing
 */
void kuril_symbols_place_in_order(kuril_symbol_pool *pool, GArray *symbols, const kuril_rect *frame);

#endif
