/* The leader line of an island ends on the island, clear of the icons and dots that stand on it. */
#include "map/paint_parts.h"
#include "map/symbol_collect.h"
#include <math.h>

/* A user's point has a leader line, too, which ends at its own dot. */
static bool wants_tip(const kuril_symbol *symbol)
{
    return symbol->text && !symbol->icon && symbol->line_pt == 0 && !symbol->in_order &&
           kuril_layer_says(symbol->layer, "kurilmap:leader") && kuril_layer_text(symbol->layer, "kurilmap:kin") &&
           !kuril_layer_says(symbol->layer, "kurilmap:overhang");
}

/* What stands on the page whosever it is, kuril_rect, each with air round it. */
static GArray *all_dots(const kuril_symbol_harvest *harvest)
{
    const double air = 2.5, small = 2; /* half of a dot that is drawn with its name */
    GArray *rects = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
    for (guint i = 0; i < harvest->dots->len; i++) {
        const kuril_rect r = g_array_index(harvest->dots, kuril_label_dot, i).rect;
        const kuril_rect wide = {r.x_min - air, r.y_min - air, r.x_max + air, r.y_max + air};
        g_array_append_val(rects, wide);
    }
    for (guint i = 0; i < harvest->symbols->len; i++) {
        const kuril_symbol *s = &g_array_index(harvest->symbols, kuril_symbol, i);
        const double r = small + air;
        const kuril_rect wide = {s->x - r, s->y - r, s->x + r, s->y + r};
        if (s->icon && !s->icon_kept && s->line_pt == 0)
            g_array_append_val(rects, wide);
    }
    return rects;
}

static bool is_on_dot(const GArray *dots, double x, double y)
{
    for (guint i = 0; i < dots->len; i++) {
        const kuril_rect *r = &g_array_index(dots, kuril_rect, i);
        if (x > r->x_min && x < r->x_max && y > r->y_min && y < r->y_max)
            return true;
    }
    return false;
}

/* A symbol's own icons hinder none of its places: where the line has moved away from them, they do. */
static bool hits_dot(const kuril_symbol_pool *pool, const kuril_label_candidate *c, const GArray *dots)
{
    for (size_t b = c->first_box; b < c->first_box + c->n_boxes; b++)
        for (guint i = 0; i < dots->len; i++) {
            const kuril_rect *r = &g_array_index(dots, kuril_rect, i);
            const kuril_label_box dot = kuril_label_box_upright(r->x_min, r->y_min, r->x_max, r->y_max);
            if (kuril_label_box_overlaps(&g_array_index(pool->boxes, kuril_label_box, b), &dot))
                return true;
        }
    return false;
}

/* All places with a leader line go along. */
static void move_tip(kuril_symbol_pool *pool, kuril_symbol *symbol, kuril_lonlat to, const GArray *kept)
{
    const double dx = to.lon - symbol->tip_x, dy = to.lat - symbol->tip_y;
    symbol->tip_x = to.lon;
    symbol->tip_y = to.lat;
    symbol->tip_moved = true;
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        kuril_symbol_pose *pose = &g_array_index(pool->poses, kuril_symbol_pose, i);
        kuril_label_candidate *c = &g_array_index(pool->candidates, kuril_label_candidate, i);
        if (!pose->has_leader)
            continue;
        pose->text_x += dx;
        pose->text_y += dy;
        pose->leader_x += dx;
        pose->leader_y += dy;
        for (size_t b = c->first_box; b < c->first_box + c->n_boxes; b++) {
            kuril_label_box *box = &g_array_index(pool->boxes, kuril_label_box, b);
            box->x += dx;
            box->y += dy;
        }
        g_array_index(pool->boxes, kuril_label_box, c->first_box + c->n_boxes - 1) =
            kuril_label_leader_box(to.lon, to.lat, pose->leader_x, pose->leader_y, 1);
        if (hits_dot(pool, c, kept))
            c->cost = INFINITY;
    }
}

/* Those of the rectangles that are within reach of a place. */
static GArray *near(const GArray *rects, double x, double y, double reach)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
    for (guint i = 0; i < rects->len; i++) {
        const kuril_rect r = g_array_index(rects, kuril_rect, i);
        if (r.x_max > x - reach && r.x_min < x + reach && r.y_max > y - reach && r.y_min < y + reach)
            g_array_append_val(found, r);
    }
    return found;
}

static GArray *kept_dots(const kuril_symbol_harvest *harvest)
{
    GArray *rects = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
    for (guint i = 0; i < harvest->dots->len; i++)
        g_array_append_val(rects, g_array_index(harvest->dots, kuril_label_dot, i).rect);
    return rects;
}

void kuril_symbols_end_on_land(kuril_symbol_harvest *harvest, const kuril_label_area *land)
{
    const double reach = 40, ashore = 1, lettered = 300; /* points: along the island, from its shore (a rock has none), to its name */
    GArray *dots = all_dots(harvest), *kept = kept_dots(harvest);
    for (guint i = 0; i < harvest->symbols->len; i++) {
        kuril_symbol *symbol = &g_array_index(harvest->symbols, kuril_symbol, i);
        kuril_lonlat tip;
        if (!wants_tip(symbol) || !is_on_dot(dots, symbol->x, symbol->y))
            continue;
        const uint32_t piece = kuril_label_ground_piece(land, symbol->x, symbol->y, ashore);
        GArray *on_it = near(dots, symbol->x, symbol->y, reach), *around = near(kept, symbol->x, symbol->y, lettered);
        if (piece && kuril_label_ground_tip(land, piece, (kuril_lonlat){symbol->x, symbol->y}, reach,
                                            (const kuril_rect *)(const void *)on_it->data, on_it->len, &tip))
            move_tip(&harvest->pool, symbol, tip, around);
        g_array_free(on_it, TRUE);
        g_array_free(around, TRUE);
    }
    g_array_free(dots, TRUE);
    g_array_free(kept, TRUE);
}
