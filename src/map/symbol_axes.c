/* A water may have several axes for its name, of which it is set along one: the longest on the page, or where there is
 * room. */
#include "map/paint_parts.h"
#include "map/symbol_collect.h"
#include <math.h>
#include <string.h>

static bool has_axes(const kuril_symbol *symbol)
{
    return symbol->text && symbol->line_pt > 0 && isinf(symbol->repeat_pt) &&
           kuril_layer_says(symbol->layer, "kurilmap:overhang");
}

/* By layer and text; then the one that drop_repeats() keeps, the longest, first. */
static gint by_name(gconstpointer a, gconstpointer b)
{
    const kuril_symbol *p = *(const kuril_symbol *const *)a, *q = *(const kuril_symbol *const *)b;
    if (p->sheet != q->sheet)
        return p->sheet < q->sheet ? -1 : 1;
    if (p->layer->index != q->layer->index)
        return p->layer->index < q->layer->index ? -1 : 1;
    const int text = strcmp(kuril_text_layout_text(p->text), kuril_text_layout_text(q->text));
    if (text != 0)
        return text;
    if (p->line_pt != q->line_pt)
        return p->line_pt > q->line_pt ? -1 : 1;
    return strcmp(p->key, q->key);
}

static bool same_name(const kuril_symbol *p, const kuril_symbol *q)
{
    return p->sheet == q->sheet && p->layer == q->layer &&
           strcmp(kuril_text_layout_text(p->text), kuril_text_layout_text(q->text)) == 0;
}

/* Appends a symbol's places to the pool, each dearer by `cost`. */
static void copy_places(kuril_symbol_pool *pool, const kuril_symbol *symbol, double cost)
{
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        kuril_label_candidate candidate = g_array_index(pool->candidates, kuril_label_candidate, i);
        const kuril_symbol_pose pose = g_array_index(pool->poses, kuril_symbol_pose, i);
        candidate.cost += cost;
        g_array_append_val(pool->candidates, candidate);
        g_array_append_val(pool->poses, pose);
    }
}

/* The first of `n` takes over the places of all. */
static void unite(kuril_symbol_pool *pool, kuril_symbol **same, guint n)
{
    const double step = 2; /* an axis that is shorter, rather than the far end of the longest */
    const size_t first = pool->candidates->len;
    for (guint i = 0; i < n; i++)
        copy_places(pool, same[i], step * i);
    same[0]->first_candidate = first;
    same[0]->n_candidates = pool->candidates->len - first;
}

void kuril_symbols_unite_axes(kuril_symbol_harvest *harvest)
{
    GPtrArray *named = g_ptr_array_new();
    for (guint i = 0; i < harvest->symbols->len; i++) {
        kuril_symbol *symbol = &g_array_index(harvest->symbols, kuril_symbol, i);
        if (has_axes(symbol))
            g_ptr_array_add(named, symbol);
    }
    g_ptr_array_sort(named, by_name);
    for (guint i = 0, end; i < named->len; i = end) {
        for (end = i + 1; end < named->len && same_name(named->pdata[i], named->pdata[end]); end++)
            ;
        if (end - i > 1)
            unite(&harvest->pool, (kuril_symbol **)&named->pdata[i], end - i);
    }
    g_ptr_array_free(named, TRUE);
}
