/* What is written on water along lines: the name of a water stays on it, and letterings of rings keep off islands. */
#include "map/paint_parts.h"
#include "map/symbol_collect.h"
#include <math.h>

static bool names_water(const kuril_symbol *symbol)
{
    return symbol->text && symbol->line_pt > 0 && !symbol->in_order &&
           kuril_layer_says(symbol->layer, "kurilmap:overhang");
}

/* How much of a letter's box lies on land; of `inner` of it, about its middle. */
static double share_on(const kuril_label_area *land, const kuril_label_box *letter, double inner)
{
    enum { SIDE = 5 };
    const kuril_rect bounds = kuril_label_box_bounds(letter);
    if (kuril_label_area_share(land, &bounds) == 0)
        return 0;
    int on = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
        const double u = inner * (i % SIDE - SIDE / 2) / (SIDE / 2) * letter->half_width;
        const double v = inner * (i / SIDE - SIDE / 2) / (SIDE / 2) * letter->half_height;
        const double x = letter->x + u * letter->cosine - v * letter->sine;
        const double y = letter->y + u * letter->sine + v * letter->cosine;
        on += kuril_label_area_has(land, x, y);
    }
    return (double)on / (SIDE * SIDE);
}

/*
 * A touch of one letter's foot is not yet a name on land. Among islands, where a name stands at the middle of a strait
 * or along a chain (`kurilmap:reach`), the light round its letters would hide a cape: there it keeps off the shore,
 * too.
 */
static bool runs_ashore(const kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_label_candidate *c,
                        const kuril_label_area *land)
{
    const bool narrow = kuril_layer_number(symbol->layer, "kurilmap:reach", 0) > 0;
    const double inner = narrow ? 1 : 0.75, most_of_letter = narrow ? 0 : 0.12, most_of_name = narrow ? 0 : 0.02;
    double sum = 0;
    for (size_t i = c->first_box; i < c->first_box + c->n_boxes; i++) {
        const double on = share_on(land, &g_array_index(pool->boxes, kuril_label_box, i), inner);
        if (on > most_of_letter)
            return true;
        sum += on;
    }
    return sum > most_of_name * (double)c->n_boxes;
}

/*
 * A water's axis is its middle: where there is land on one side, the other shore, or the arc of islands that parts it
 * from the next water, is about as far. A level name that reaches farther out stands in another water.
 */
static bool outgrows(const kuril_symbol *symbol, const kuril_symbol_pose *pose, const kuril_label_area *land)
{
    const double most = 1.8; /* of the way to the nearest shore */
    const double across = hypot(pose->beside_x, pose->beside_y);
    if (!(across > 0) || !symbol->sizes[0].level || kuril_layer_number(symbol->layer, "kurilmap:reach", 0) > 0)
        return false;
    const kuril_rect ink = kuril_text_layout_size(pose->text).ink;
    const double x = pose->text_x + (ink.x_min + ink.x_max) / 2 - pose->beside_x;
    const double y = pose->text_y + (ink.y_min + ink.y_max) / 2 - pose->beside_y;
    const double half_w = (ink.x_max - ink.x_min) / 2, half_h = (ink.y_max - ink.y_min) / 2;
    const double out = (fabs(pose->beside_x) * half_w + fabs(pose->beside_y) * half_h) / across;
    double own, other;
    kuril_label_ground_near(land, &(kuril_rect){x, y, x, y}, 0, (across + out) / most, &own, &other);
    return isfinite(other);
}

typedef struct essential_line {
    kuril_label_box thin;
    kuril_rect bounds;
    bool parts; /* it is no ring */
} essential_line;

/* Lines that a map is about, such as routes, are not to run through letters. */
static GArray *essential_lines(const kuril_symbol_harvest *harvest)
{
    const double essential = 1; /* what a point of the line costs a name */
    const double width = 0.5;
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(essential_line));
    for (guint i = 0; i < harvest->obstacles->len; i++) {
        const kuril_label_obstacle *o = &g_array_index(harvest->obstacles, kuril_label_obstacle, i);
        if (!o->is_segment || o->weight < essential)
            continue;
        essential_line line = {.thin = kuril_label_leader_box(o->x0, o->y0, o->x1, o->y1, width), .parts = o->parts};
        line.bounds = kuril_label_box_bounds(&line.thin);
        g_array_append_val(lines, line);
    }
    return lines;
}

static bool meet(const kuril_rect *a, const kuril_rect *b)
{
    return a->x_max >= b->x_min && a->x_min <= b->x_max && a->y_max >= b->y_min && a->y_min <= b->y_max;
}

static kuril_rect bounds_of(const kuril_symbol_pool *pool, const kuril_label_candidate *c)
{
    return kuril_label_boxes_bounds(&g_array_index(pool->boxes, kuril_label_box, c->first_box), c->n_boxes);
}

static bool is_struck(const kuril_symbol_pool *pool, const GArray *lines, const kuril_label_candidate *c)
{
    const kuril_rect all = bounds_of(pool, c);
    for (guint i = 0; i < lines->len; i++) {
        const essential_line *line = &g_array_index(lines, essential_line, i);
        for (size_t k = c->first_box; meet(&line->bounds, &all) && k < c->first_box + c->n_boxes; k++)
            if (kuril_label_box_overlaps(&g_array_index(pool->boxes, kuril_label_box, k), &line->thin))
                return true;
    }
    return false;
}

/* What the lettering of a ring or of a measure pays for hiding shores, and for letters that stand on their sides. */
static double price_of_lettering(const kuril_symbol_pool *pool, const kuril_label_candidate *c,
                                 const kuril_label_area *land)
{
    const double touched = 10, wholly = 12, sideways = 3;  /* less than a place without the lettering costs */
    const double inland = 0.99, of_inland = 0.1;           /* such a letter hides no shore, but what is there */
    const double lying = 30, steepest = 0.35, head = -0.2; /* of a letter's cosine: 70 degrees; on its head */
    size_t ashore = 0, on_land = 0;
    double level = 0, least = 1;
    for (size_t i = c->first_box; i < c->first_box + c->n_boxes; i++) {
        const kuril_label_box *letter = &g_array_index(pool->boxes, kuril_label_box, i);
        const double share = share_on(land, letter, 0.75);
        ashore += share > 0 && share < inland;
        on_land += share >= inland;
        level += fabs(letter->cosine);
        least = fmin(least, letter->cosine);
    }
    const double n = fmax((double)c->n_boxes, 1);
    const double turned = least < head ? INFINITY : lying * fmax(steepest - least, 0);
    return turned + (ashore > 0 ? touched : 0) + wholly * ((double)ashore + of_inland * (double)on_land) / n +
           sideways * (1 - level / n);
}

static bool is_lettering(const kuril_symbol *symbol)
{
    return symbol->text && symbol->line_pt > 0 && !symbol->in_order &&
           kuril_layer_says(symbol->layer, "kurilmap:both-sides");
}

static void weigh_on(const kuril_symbol_harvest *harvest, const kuril_symbol *symbol, const kuril_label_area *land)
{
    const bool water = names_water(symbol), lettering = !water && is_lettering(symbol);
    for (size_t i = 0; i < symbol->n_candidates && (water || lettering); i++) {
        const size_t at = symbol->first_candidate + i;
        const kuril_symbol_pose *pose = &g_array_index(harvest->pool.poses, kuril_symbol_pose, at);
        kuril_label_candidate *c = &g_array_index(harvest->pool.candidates, kuril_label_candidate, at);
        if (!pose->has_text || isinf(c->cost))
            continue;
        if (lettering)
            c->cost += pose->curve ? price_of_lettering(&harvest->pool, c, land) : 0;
        else if (pose->curve ? runs_ashore(&harvest->pool, symbol, c, land) : outgrows(symbol, pose, land))
            c->cost = INFINITY;
    }
}

/* Those that come near any of a symbol's places. */
static GArray *lines_near(const kuril_symbol_pool *pool, const GArray *lines, const kuril_symbol *symbol)
{
    GArray *near = g_array_new(FALSE, FALSE, sizeof(essential_line));
    kuril_rect all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        const kuril_rect one = bounds_of(pool, &g_array_index(pool->candidates, kuril_label_candidate, i));
        all = (kuril_rect){fmin(all.x_min, one.x_min), fmin(all.y_min, one.y_min), fmax(all.x_max, one.x_max),
                           fmax(all.y_max, one.y_max)};
    }
    for (guint i = 0; i < lines->len; i++)
        if (meet(&g_array_index(lines, essential_line, i).bounds, &all))
            g_array_append_vals(near, &g_array_index(lines, essential_line, i), 1);
    return near;
}

static void keep_off_lines(const kuril_symbol_harvest *harvest, const GArray *lines, const kuril_symbol *symbol)
{
    GArray *near = lines_near(&harvest->pool, lines, symbol);
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        kuril_label_candidate *c = &g_array_index(harvest->pool.candidates, kuril_label_candidate, i);
        if (isfinite(c->cost) && is_struck(&harvest->pool, near, c))
            c->cost = INFINITY;
    }
    g_array_free(near, TRUE);
}

/* Whether a line runs between two points, but not from the first; rings count when they are asked for. */
static bool is_parted(const GArray *lines, bool rings, kuril_lonlat from, kuril_lonlat to, double at_point)
{
    const double width = 0.5, dx = to.lon - from.lon, dy = to.lat - from.lat, away = hypot(dx, dy);
    if (away <= at_point)
        return false;
    const kuril_label_box between =
        kuril_label_leader_box(from.lon + dx * at_point / away, from.lat + dy * at_point / away, to.lon, to.lat, width);
    const kuril_rect bounds = kuril_label_box_bounds(&between);
    for (guint i = 0; i < lines->len; i++) {
        const essential_line *line = &g_array_index(lines, essential_line, i);
        if ((line->parts || rings) && meet(&bounds, &line->bounds) && kuril_label_box_overlaps(&between, &line->thin))
            return true;
    }
    return false;
}

/* A name across a route from its place is read as that of another, and beyond the line of control as one there. */
static void keep_beside(const kuril_symbol_harvest *harvest, const GArray *lines, const kuril_symbol *symbol)
{
    const double parted = 70, crossed = 20, at_point = 3;
    const bool kin = kuril_layer_text(symbol->layer, "kurilmap:kin") != NULL;
    GArray *near = lines_near(&harvest->pool, lines, symbol);
    for (size_t i = 0; i < symbol->n_candidates && near->len > 0; i++) {
        const size_t at = symbol->first_candidate + i;
        const kuril_symbol_pose *pose = &g_array_index(harvest->pool.poses, kuril_symbol_pose, at);
        kuril_label_candidate *c = &g_array_index(harvest->pool.candidates, kuril_label_candidate, at);
        if (!pose->has_text || pose->curve || isinf(c->cost) || c->n_boxes == 0)
            continue;
        const kuril_lonlat from = {pose->has_leader ? symbol->tip_x : symbol->x,
                                   pose->has_leader ? symbol->tip_y : symbol->y};
        kuril_lonlat to = {pose->leader_x, pose->leader_y};
        if (!pose->has_leader) {
            const kuril_rect text = kuril_label_box_bounds(
                &g_array_index(harvest->pool.boxes, kuril_label_box, c->first_box + c->n_boxes - 1));
            /* Its middle, or above and below a dot that of its line: a route through the nearest letter parts the rest.
             */
            to = (kuril_lonlat){CLAMP(from.lon, (3 * text.x_min + text.x_max) / 4, (text.x_min + 3 * text.x_max) / 4),
                                (text.y_min + text.y_max) / 2};
        }
        const double rim = pose->has_leader ? fmax(at_point, kuril_symbol_leader_gap(symbol)) : at_point;
        if ((pose->has_leader || kin) && is_parted(near, symbol->icon && !pose->has_leader, from, to, rim))
            c->cost += pose->has_leader ? crossed : parted;
    }
    g_array_free(near, TRUE);
}

void kuril_symbols_keep_on_water(kuril_symbol_harvest *harvest)
{
    for (guint g = 0; g < harvest->grounds->len; g++) {
        const kuril_symbol_ground *ground = &g_array_index(harvest->grounds, kuril_symbol_ground, g);
        for (guint i = 0; i < harvest->symbols->len && ground->land; i++)
            weigh_on(harvest, &g_array_index(harvest->symbols, kuril_symbol, i), ground->area);
    }
    GArray *lines = essential_lines(harvest);
    for (guint i = 0; i < harvest->symbols->len && lines->len > 0; i++) {
        const kuril_symbol *symbol = &g_array_index(harvest->symbols, kuril_symbol, i);
        if (names_water(symbol))
            keep_off_lines(harvest, lines, symbol);
        else if (symbol->text && symbol->line_pt == 0 && !symbol->in_order)
            keep_beside(harvest, lines, symbol);
    }
    g_array_free(lines, TRUE);
}
