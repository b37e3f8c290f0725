/* A name must not stand nearer to another place of its kind than to its own. */
#include "map/paint_parts.h"
#include "map/symbol_collect.h"
#include <math.h>
#include <string.h>

static double distance(double x, double y, const kuril_rect *r)
{
    return hypot(fmax(fmax(r->x_min - x, x - r->x_max), 0), fmax(fmax(r->y_min - y, y - r->y_max), 0));
}

static double nearest_other(const GPtrArray *kin, const kuril_symbol *own, const kuril_rect *text)
{
    double nearest = INFINITY;
    for (guint i = 0; i < kin->len; i++) {
        const kuril_symbol *other = kin->pdata[i];
        if (other->owner != own->owner)
            nearest = fmin(nearest, distance(other->x, other->y, text));
    }
    return nearest;
}

/* A leader line tells whose the name is, and letters along the place itself do. */
static void forbid_misleading(kuril_symbol_pool *pool, const kuril_symbol *symbol, const GPtrArray *kin)
{
    const double touching = 0.5 * symbol->em_pt;
    for (size_t i = 0; i < symbol->n_candidates; i++) {
        const kuril_symbol_pose *pose = &g_array_index(pool->poses, kuril_symbol_pose, symbol->first_candidate + i);
        kuril_label_candidate *c =
            &g_array_index(pool->candidates, kuril_label_candidate, symbol->first_candidate + i);
        if (!pose->has_text || pose->has_leader || pose->curve || c->n_boxes == 0)
            continue;
        const kuril_rect text =
            kuril_label_box_bounds(&g_array_index(pool->boxes, kuril_label_box, c->first_box + c->n_boxes - 1));
        const double own = distance(symbol->x, symbol->y, &text);
        if (own > touching && nearest_other(kin, symbol, &text) < own)
            c->cost = INFINITY;
    }
}

void kuril_symbols_forbid_misleading(kuril_symbol_harvest *harvest)
{
    GHashTable *groups = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < harvest->symbols->len; i++) {
        kuril_symbol *symbol = &g_array_index(harvest->symbols, kuril_symbol, i);
        const char *name = kuril_layer_text(symbol->layer, "kurilmap:kin");
        if (!name || !symbol->text)
            continue;
        GPtrArray *kin = g_hash_table_lookup(groups, name);
        if (!kin)
            g_hash_table_insert(groups, (gpointer)(guintptr)name, kin = g_ptr_array_new());
        g_ptr_array_add(kin, symbol);
    }
    GHashTableIter all;
    gpointer kin;
    g_hash_table_iter_init(&all, groups);
    while (g_hash_table_iter_next(&all, NULL, &kin))
        for (guint i = 0; i < ((GPtrArray *)kin)->len; i++)
            forbid_misleading(&harvest->pool, ((GPtrArray *)kin)->pdata[i], kin);
    g_hash_table_destroy(groups);
}
