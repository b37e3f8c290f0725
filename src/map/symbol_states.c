/* The name of a state stays off the land of its neighbours, whether the map names these or not. */
#include "map/paint_parts.h"
#include "map/symbol_collect.h"
#include <math.h>

/* Whether more than a touch of a text's letters lies on land beyond its own area. */
static bool is_abroad(const kuril_symbol *symbol, const kuril_symbol_pose *pose, const kuril_label_area *land,
                      const kuril_label_area *own)
{
    const double touch = 0.15; /* one letter of a short name */
    const double x = pose->text_x + symbol->text_dx, y = pose->text_y + symbol->text_dy;
    const kuril_rect ink = kuril_text_layout_size(pose->text ? pose->text : symbol->text).ink;
    const kuril_rect letters = {x + ink.x_min, y + ink.y_min, x + ink.x_max, y + ink.y_max};
    return kuril_label_area_share(land, &letters) - kuril_label_area_share(own, &letters) > touch;
}

/* Whether a name off the shore is nearer to other land than to its own, whether the map names that or not. */
static bool is_nearer_to_others(const kuril_symbol *symbol, const kuril_symbol_pose *pose, const kuril_label_area *land,
                                const kuril_label_area *own)
{
    const double step = 0.5 * symbol->em_pt, far = 4 * symbol->em_pt, touch = 1e-9;
    const kuril_text_size size = kuril_text_layout_size(pose->text ? pose->text : symbol->text);
    for (double by = 0; by < far; by += step) {
        const kuril_rect wide = {pose->text_x - by, pose->text_y - by, pose->text_x + size.width_pt + by,
                                 pose->text_y + size.height_pt + by};
        const double at_home = kuril_label_area_share(own, &wide);
        if (kuril_label_area_share(land, &wide) - at_home > touch && at_home <= touch)
            return true;
        if (at_home > touch)
            return false;
    }
    return false;
}

static void forbid_abroad(const kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_label_area *land,
                          const kuril_label_area *own)
{
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        const kuril_symbol_pose *pose = &g_array_index(pool->poses, kuril_symbol_pose, i);
        if (pose->has_text && !pose->curve &&
            (is_abroad(symbol, pose, land, own) || (pose->off_shore && is_nearer_to_others(symbol, pose, land, own))))
            g_array_index(pool->candidates, kuril_label_candidate, i).cost = INFINITY;
    }
}

void kuril_symbols_keep_states_home(kuril_symbol_harvest *harvest)
{
    for (guint g = 0; g < harvest->grounds->len; g++) {
        const kuril_symbol_ground *ground = &g_array_index(harvest->grounds, kuril_symbol_ground, g);
        for (guint a = 0; a < harvest->areas->len && ground->land; a++) {
            const kuril_symbol_area *own = &g_array_index(harvest->areas, kuril_symbol_area, a);
            for (guint i = 0; i < harvest->symbols->len && own->inside; i++) {
                const kuril_symbol *symbol = &g_array_index(harvest->symbols, kuril_symbol, i);
                if (symbol->text && symbol->layer == own->layer && symbol->owner == own->owner)
                    forbid_abroad(&harvest->pool, symbol, ground->area, own->area);
            }
        }
    }
}
