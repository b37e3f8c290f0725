/* What is written on water along lines: the name of a water stays on it, and letterings of rings keep off islands. */
#include "map/paint_parts.h"
#include "map/symbol_collect.h"
#include <math.h>

static bool names_water(const kuril_symbol *symbol)
{
    return symbol->text && symbol->line_pt > 0 && !symbol->in_order &&
           kuril_layer_says(symbol->layer, "kurilmap:overhang");
}

static double share_on(const kuril_label_area *land, const kuril_label_box *letter)
{
    enum { SIDE = 3 };
    const double inner = 0.6; /* of the box, which has the halo, too */
    int on = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        const double u = inner * (i % SIDE - 1) * letter->half_width, v = inner * (i / SIDE - 1) * letter->half_height;
        const double x = letter->x + u * letter->cosine - v * letter->sine;
        const double y = letter->y + u * letter->sine + v * letter->cosine;
        on += kuril_label_area_share(land, &(kuril_rect){x, y, x, y}) > 0;
    }
    return (double)on / (SIDE * SIDE);
}

/* A touch of one letter's foot is not yet a name on land. */
static bool runs_ashore(const kuril_symbol_pool *pool, const kuril_label_candidate *c, const kuril_label_area *land)
{
    const double most_of_letter = 0.12, most_of_name = 0.02;
    double sum = 0;
    for (size_t i = c->first_box; i < c->first_box + c->n_boxes; i++) {
        const double on = share_on(land, &g_array_index(pool->boxes, kuril_label_box, i));
        if (on > most_of_letter)
            return true;
        sum += on;
    }
    return sum > most_of_name * (double)c->n_boxes;
}

/* What the lettering of a ring or of a measure pays for hiding land, and for letters that stand on their sides. */
static double price_of_lettering(const kuril_symbol_pool *pool, const kuril_label_candidate *c,
                                 const kuril_label_area *land)
{
    const double touched = 10, wholly = 12, sideways = 3; /* less than a place without the lettering costs */
    size_t on = 0;
    double level = 0;
    for (size_t i = c->first_box; i < c->first_box + c->n_boxes; i++) {
        const kuril_label_box *letter = &g_array_index(pool->boxes, kuril_label_box, i);
        on += share_on(land, letter) > 0;
        level += fabs(letter->cosine);
    }
    const double n = fmax((double)c->n_boxes, 1);
    return (on > 0 ? touched : 0) + wholly * (double)on / n + sideways * (1 - level / n);
}

static void weigh_on(const kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_label_area *land)
{
    const bool water = names_water(symbol);
    const bool lettering = !water && symbol->text && symbol->line_pt > 0 && !symbol->in_order &&
                           kuril_layer_says(symbol->layer, "kurilmap:both-sides");
    for (size_t i = 0; i < symbol->n_candidates && (water || lettering); i++) {
        const size_t at = symbol->first_candidate + i;
        kuril_label_candidate *c = &g_array_index(pool->candidates, kuril_label_candidate, at);
        if (!g_array_index(pool->poses, kuril_symbol_pose, at).curve || isinf(c->cost))
            continue;
        if (lettering)
            c->cost += price_of_lettering(pool, c, land);
        else if (runs_ashore(pool, c, land))
            c->cost = INFINITY;
    }
}

void kuril_symbols_keep_on_water(kuril_symbol_harvest *harvest)
{
    for (guint g = 0; g < harvest->grounds->len; g++) {
        const kuril_symbol_ground *ground = &g_array_index(harvest->grounds, kuril_symbol_ground, g);
        for (guint i = 0; i < harvest->symbols->len && ground->land; i++)
            weigh_on(&harvest->pool, &g_array_index(harvest->symbols, kuril_symbol, i), ground->area);
    }
}
