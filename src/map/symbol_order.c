/*
 * Placement as a viewer of styles does it: layers from the top down, features in their order, each at the first of its
 * places that is free, and nothing is moved for another's sake. What a map page needs is in src/label/placement.c.
 */
#include "label/grid.h"
#include "map/paint_parts.h"
#include "map/symbol_order.h"
#include <stdlib.h>

typedef struct taken_box {
    kuril_label_box box;
    int mode; /* KURIL_STYLE_OVERLAP_... of what took it */
} taken_box;

typedef struct ordering {
    kuril_symbol_pool *pool;
    GArray *taken; /* taken_box */
    kuril_label_grid grid;
} ordering;

/* The older switch counts where the newer property is not given. */
static int overlap_mode(const kuril_symbol *symbol, kuril_property_id mode, kuril_property_id allow)
{
    kuril_styling *s = symbol->sheet->styling;
    if (kuril_styling_is_set(s, symbol->layer, mode))
        return kuril_style_enum(s, symbol->layer, mode, NULL);
    return kuril_style_boolean(s, symbol->layer, allow, NULL) ? KURIL_STYLE_OVERLAP_ALWAYS : KURIL_STYLE_OVERLAP_NEVER;
}

static bool box_is_free(const ordering *o, const kuril_label_box *box, int mode)
{
    if (mode == KURIL_STYLE_OVERLAP_ALWAYS)
        return true;
    const kuril_rect bounds = kuril_label_box_bounds(box);
    const grid_range range = kuril_label_grid_range(&o->grid, &bounds);
    for (int row = range.row_0; row <= range.row_1; row++) {
        for (int column = range.column_0; column <= range.column_1; column++) {
            const grid_cell *cell = kuril_label_grid_cell(&o->grid, column, row);
            for (uint32_t i = 0; i < cell->count; i++) {
                const taken_box *other = &g_array_index(o->taken, taken_box, cell->items[i]);
                const bool minds = mode == KURIL_STYLE_OVERLAP_NEVER || other->mode == KURIL_STYLE_OVERLAP_NEVER;
                if (minds && kuril_label_box_overlaps(box, &other->box))
                    return false;
            }
        }
    }
    return true;
}

static bool are_free(const ordering *o, size_t first, size_t n, int mode)
{
    for (size_t i = 0; i < n; i++)
        if (!box_is_free(o, &g_array_index(o->pool->boxes, kuril_label_box, first + i), mode))
            return false;
    return true;
}

static void take(ordering *o, size_t first, size_t n, int mode)
{
    for (size_t i = 0; i < n; i++) {
        const taken_box taken = {g_array_index(o->pool->boxes, kuril_label_box, first + i), mode};
        const kuril_rect bounds = kuril_label_box_bounds(&taken.box);
        const grid_range range = kuril_label_grid_range(&o->grid, &bounds);
        for (int row = range.row_0; row <= range.row_1; row++)
            for (int column = range.column_0; column <= range.column_1; column++)
                kuril_label_grid_add(kuril_label_grid_cell(&o->grid, column, row), o->taken->len);
        g_array_append_val(o->taken, taken);
    }
}

/* The boxes of a candidate: the icon's first, where it has one, then the text's. */
typedef struct parts {
    bool has_icon, has_text;
    size_t icon, text, n_text;
} parts;

static parts parts_of(const ordering *o, const kuril_symbol *symbol, size_t i)
{
    const size_t at = symbol->first_candidate + i;
    const kuril_label_candidate *candidate = &g_array_index(o->pool->candidates, kuril_label_candidate, at);
    const kuril_symbol_pose *pose = &g_array_index(o->pool->poses, kuril_symbol_pose, at);
    const size_t n_icon = pose->has_icon ? 1 : 0;
    return (parts){pose->has_icon, pose->has_text, candidate->first_box, candidate->first_box + n_icon,
                   candidate->n_boxes - n_icon};
}

/* The first candidate whose text finds room: where it overlaps nothing, or else nothing that it may not. */
static ptrdiff_t place_for_text(const ordering *o, const kuril_symbol *symbol, int mode)
{
    const int passes[] = {KURIL_STYLE_OVERLAP_NEVER, mode};
    for (size_t pass = 0; pass < G_N_ELEMENTS(passes); pass++) {
        for (size_t i = 0; i < symbol->n_candidates; i++) {
            const parts p = parts_of(o, symbol, i);
            if (p.has_text && are_free(o, p.text, p.n_text, passes[pass]))
                return (ptrdiff_t)i;
        }
    }
    return -1;
}

static void place_symbol(ordering *o, kuril_symbol *symbol)
{
    kuril_styling *s = symbol->sheet->styling;
    const int text_mode = overlap_mode(symbol, KURIL_TEXT_OVERLAP, KURIL_TEXT_ALLOW_OVERLAP);
    const int icon_mode = overlap_mode(symbol, KURIL_ICON_OVERLAP, KURIL_ICON_ALLOW_OVERLAP);
    const ptrdiff_t found = symbol->text ? place_for_text(o, symbol, text_mode) : -1;
    const size_t chosen = found >= 0 ? (size_t)found : 0;
    const parts p = parts_of(o, symbol, chosen);
    bool text = found >= 0, icon = p.has_icon && are_free(o, p.icon, 1, icon_mode);
    const bool icon_alone = !symbol->text || kuril_style_boolean(s, symbol->layer, KURIL_TEXT_OPTIONAL, NULL);
    const bool text_alone = !symbol->icon || kuril_style_boolean(s, symbol->layer, KURIL_ICON_OPTIONAL, NULL);
    if (!text_alone)
        text = text && icon;
    if (!icon_alone)
        icon = icon && text;
    if (!text && !icon)
        return;
    symbol->chosen = (ptrdiff_t)chosen;
    kuril_symbol_pose *pose = &g_array_index(o->pool->poses, kuril_symbol_pose, symbol->first_candidate + chosen);
    pose->has_icon = icon;
    pose->has_text = text;
    if (icon && !kuril_style_boolean(s, symbol->layer, KURIL_ICON_IGNORE_PLACEMENT, NULL))
        take(o, p.icon, 1, icon_mode);
    if (text && !kuril_style_boolean(s, symbol->layer, KURIL_TEXT_IGNORE_PLACEMENT, NULL))
        take(o, p.text, p.n_text, text_mode);
}

static int higher_first(const void *a, const void *b)
{
    const kuril_symbol *x = a, *y = b;
    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    return x->first_candidate < y->first_candidate ? -1 : 1;
}

void kuril_symbols_sort_by_y(kuril_symbol *symbols, size_t n)
{
    kuril_styling *s = kuril_symbol_layout(&symbols[0]);
    const kuril_style_layer *l = symbols[0].layer;
    const int order = kuril_style_enum(s, l, KURIL_SYMBOL_Z_ORDER, NULL);
    const bool by_y = order == KURIL_STYLE_Z_ORDER_VIEWPORT_Y ||
                      (order == KURIL_STYLE_Z_ORDER_AUTO && !kuril_styling_is_set(s, l, KURIL_SYMBOL_SORT_KEY));
    const bool overlaps = kuril_style_boolean(s, l, KURIL_TEXT_ALLOW_OVERLAP, NULL) ||
                          kuril_style_boolean(s, l, KURIL_ICON_ALLOW_OVERLAP, NULL) ||
                          kuril_style_boolean(s, l, KURIL_TEXT_IGNORE_PLACEMENT, NULL) ||
                          kuril_style_boolean(s, l, KURIL_ICON_IGNORE_PLACEMENT, NULL) ||
                          kuril_style_enum(s, l, KURIL_TEXT_OVERLAP, NULL) > KURIL_STYLE_OVERLAP_NEVER ||
                          kuril_style_enum(s, l, KURIL_ICON_OVERLAP, NULL) > KURIL_STYLE_OVERLAP_NEVER;
    if (!by_y || !overlaps)
        return;
    qsort(symbols, n, sizeof *symbols, higher_first);
    for (size_t i = 0; i < n; i++)
        symbols[i].lowest_first = true;
}

/* The upper layers first, in each by the sort key, the order of the features for ties. */
static gint upper_first(gconstpointer a, gconstpointer b)
{
    const kuril_symbol *x = *(const kuril_symbol *const *)a, *y = *(const kuril_symbol *const *)b;
    if (x->sheet != y->sheet)
        return x->sheet > y->sheet ? -1 : 1;
    if (x->layer->index != y->layer->index)
        return x->layer->index > y->layer->index ? -1 : 1;
    return (x < y) != x->lowest_first ? -1 : 1;
}

void kuril_symbols_place_in_order(kuril_symbol_pool *pool, GArray *symbols, const kuril_rect *frame)
{
    const guint n = symbols->len;
    ordering o = {.pool = pool, .taken = g_array_new(FALSE, FALSE, sizeof(taken_box))};
    kuril_label_grid_init(&o.grid, frame, MAX(n, 16));
    kuril_symbol **ranked = g_new(kuril_symbol *, n ? n : 1);
    for (guint i = 0; i < n; i++)
        ranked[i] = &g_array_index(symbols, kuril_symbol, i);
    qsort(ranked, n, sizeof(kuril_symbol *), upper_first);
    for (guint i = 0; i < n; i++)
        if (ranked[i]->n_candidates > 0)
            place_symbol(&o, ranked[i]);
    g_free(ranked);
    kuril_label_grid_finish(&o.grid);
    g_array_free(o.taken, TRUE);
}
