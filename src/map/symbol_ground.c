/*
 * What names pay for the ground below them: hatching that they are read badly on, land that is no place for waters, and
 * land that is another's.
 */
#include "map/paint_parts.h"
#include "map/symbol_collect.h"
#include "map/symbol_pose.h"
#include <math.h>

kuril_symbol_ground *kuril_symbol_ground_of(kuril_symbol_harvest *harvest, const kuril_rect *frame,
                                            const kuril_style_layer *layer)
{
    const double weight = kuril_layer_number(layer, "kurilmap:avoid", 0);
    const bool land = kuril_layer_says(layer, "kurilmap:land") || kuril_layer_says(layer, "kurilmap:lakes");
    if (!(weight > 0) && !land)
        return NULL;
    for (guint i = 0; i < harvest->grounds->len; i++) {
        kuril_symbol_ground *ground = &g_array_index(harvest->grounds, kuril_symbol_ground, i);
        if (ground->weight == weight && ground->land == land)
            return ground;
    }
    const kuril_symbol_ground fresh = {kuril_label_ground_new(frame), weight, land};
    if (!fresh.area)
        return NULL;
    g_array_append_val(harvest->grounds, fresh);
    return &g_array_index(harvest->grounds, kuril_symbol_ground, harvest->grounds->len - 1);
}

/* The mean share of a candidate's text, or of its letters, that lies on a ground. */
static double share_on(const kuril_symbol_pool *pool, const kuril_label_candidate *c, const kuril_symbol_pose *pose,
                       const kuril_label_area *area)
{
    const size_t first = c->first_box + (pose->has_icon ? 1 : 0);
    const size_t end = c->first_box + c->n_boxes - (pose->has_leader ? 1 : 0);
    double sum = 0;
    for (size_t i = first; i < end; i++) {
        const kuril_rect box = kuril_label_box_bounds(&g_array_index(pool->boxes, kuril_label_box, i));
        sum += kuril_label_area_share(area, &box);
    }
    return end > first ? sum / (double)(end - first) : 0;
}

/* Whether any land may lie where boxes' middles are, or were before they were moved: one look spares many. */
static bool may_meet_land(const kuril_label_area *land, const kuril_label_box *boxes, size_t n, double dx, double dy)
{
    const double slack = 0.1; /* points: nothing on the edge of a cell is missed */
    kuril_rect all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < n; i++) {
        const double x = boxes[i].x, y = boxes[i].y;
        all = (kuril_rect){MIN(all.x_min, x), MIN(all.y_min, y), MAX(all.x_max, x), MAX(all.y_max, y)};
    }
    const kuril_rect swept = {all.x_min - MAX(dx, 0) - slack, all.y_min - MAX(dy, 0) - slack,
                              all.x_max - MIN(dx, 0) + slack, all.y_max - MIN(dy, 0) + slack};
    return n > 0 && kuril_label_area_share(land, &swept) > 0;
}

/* Whether land lies between a place on the line and where it was moved to, or there. */
static bool is_cut_off(const kuril_label_area *land, const kuril_label_box *letter, double dx, double dy)
{
    const double step = 2.5; /* points: two cells of the ground, so that no island worth the name is missed */
    const int stations = (int)ceil(hypot(dx, dy) / step);
    for (int k = 0; k <= stations; k++)
        if (kuril_label_area_has(land, letter->x - dx * k / stations, letter->y - dy * k / stations))
            return true;
    return false;
}

/*
 * A level name's letters on land, or with land anywhere between them and the line, however small the islands are; among
 * islands (`kurilmap:reach`) their light, too.
 */
static bool is_swept_over(const kuril_label_area *land, const kuril_symbol *symbol, const kuril_symbol_pose *pose)
{
    const double step = 4;
    const bool narrow = kuril_layer_number(symbol->layer, "kurilmap:reach", 0) > 0;
    const bool corners = kuril_text_layout_size(pose->text).n_lines > 1 && !narrow; /* a block has empty ones */
    const double touch = corners ? 0.015 : 0.005;
    const int stations = MAX((int)ceil(hypot(pose->beside_x, pose->beside_y) / step), 1);
    const kuril_rect ink = kuril_text_layout_size(pose->text).ink;
    const double gone = 0.3; /* so much of an island below the letters hides it */
    for (int k = 0; k < stations; k++) {
        const double x = pose->text_x - pose->beside_x * k / stations, y = pose->text_y - pose->beside_y * k / stations;
        const double air = narrow && k == 0 ? kuril_symbol_text_pad(symbol) : 0;
        const kuril_rect moved = {ink.x_min + x - air, ink.y_min + y - air, ink.x_max + x + air, ink.y_max + y + air};
        if (kuril_label_area_share(land, &moved) > touch ||
            (k == 0 && (kuril_label_ground_hidden(land, &moved, 0) > gone || kuril_label_ground_on_dot(land, &moved))))
            return true;
    }
    return false;
}

/* A name that was moved beside its axis stays in its water. */
static bool leaves_water(const kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_label_candidate *c,
                         const kuril_symbol_pose *pose, const kuril_symbol_ground *ground)
{
    if (ground->land && symbol->line_pt > 0 && symbol->sizes[0].level && !pose->curve)
        return is_swept_over(ground->area, symbol, pose);
    if (!ground->land || (pose->beside_x == 0 && pose->beside_y == 0))
        return false;
    const kuril_label_box *boxes = &g_array_index(pool->boxes, kuril_label_box, c->first_box);
    if (!may_meet_land(ground->area, boxes, c->n_boxes, pose->beside_x, pose->beside_y))
        return false;
    for (size_t i = 0; i < c->n_boxes; i++)
        if (is_cut_off(ground->area, &boxes[i], pose->beside_x, pose->beside_y))
            return true;
    return false;
}

/* Whether any land lies near a rectangle between two places: four numbers. */
static bool is_near_land(const kuril_label_area *land, kuril_lonlat a, kuril_lonlat b, double reach)
{
    const kuril_rect round = {MIN(a.lon, b.lon) - reach, MIN(a.lat, b.lat) - reach, MAX(a.lon, b.lon) + reach,
                              MAX(a.lat, b.lat) + reach};
    return kuril_label_area_share(land, &round) > 0;
}

static kuril_lonlat station(kuril_lonlat from, kuril_lonlat to, int k, int stations)
{
    const double share = (double)k / stations;
    return (kuril_lonlat){from.lon + (to.lon - from.lon) * share, from.lat + (to.lat - from.lat) * share};
}

/* Whether a line comes near land other than its own piece. */
static bool passes_close(const kuril_label_area *land, kuril_lonlat from, kuril_lonlat to, int stations, uint32_t piece)
{
    enum { STRETCH = 8 };
    const double close_pt = 2, slack = 0.1;
    for (int first = 0; first <= stations; first += STRETCH) {
        const int last = MIN(first + STRETCH - 1, stations);
        if (!is_near_land(land, station(from, to, first, stations), station(from, to, last, stations),
                          close_pt + slack))
            continue; /* out at sea, as most of a line is */
        for (int k = first; k <= last; k++) {
            const kuril_lonlat at = station(from, to, k, stations);
            const uint32_t beside = kuril_label_ground_piece(land, at.lon, at.lat, close_pt);
            if (beside && beside != piece)
                return true;
        }
    }
    return false;
}

/* A symbol with its kin on the land, and what is the same for all its places. */
typedef struct kinsman {
    const kuril_symbol *symbol;
    const kuril_label_area *land;
    uint32_t piece; /* its own; 0: none */
    bool callout, cape, islet;
    kuril_lonlat tip; /* of the leader line that was priced last: places side by side share one */
    double passage;   /* what it pays */
} kinsman;

/* How much of a line, in points, lies on the symbol's own land; -1: some of it lies on other land. */
static double own_land_along(const kinsman *k, kuril_lonlat from, kuril_lonlat to, int *stations)
{
    const double step = 1.25; /* points: one cell of the ground on small pages */
    *stations = MAX((int)ceil(hypot(to.lon - from.lon, to.lat - from.lat) / step), 1);
    const int own = kuril_label_ground_along(k->land, from, to, (size_t)*stations, k->piece);
    return own < 0 ? -1 : own * step;
}

/*
 * What a leader line pays for its way over its own land, but for a little of it, and for passing close by other land,
 * over which it may not run; an island's does not run far over land at all.
 */
static double price_of_passage(const kinsman *k, kuril_lonlat to)
{
    const double little = 8, per_pt = 0.5, close_by = 4, most = 40;
    const kuril_lonlat from = {k->symbol->tip_x, k->symbol->tip_y};
    int stations;
    const double own = own_land_along(k, from, to, &stations);
    if (own < 0 || (own > most && !k->symbol->icon))
        return INFINITY;
    const bool close = passes_close(k->land, from, to, stations, k->piece);
    return per_pt * fmax(own - little, 0) + (close ? close_by : 0);
}

static double price_of_leader(kinsman *k, const kuril_symbol_pose *pose)
{
    if (!pose->has_leader)
        return 0;
    if (k->tip.lon != pose->leader_x || k->tip.lat != pose->leader_y) {
        k->tip = (kuril_lonlat){pose->leader_x, pose->leader_y};
        k->passage = price_of_passage(k, k->tip);
    }
    return k->passage;
}

/* Whether the way from a dot to its name in the water leads over land for long: then the name is at another shore. */
static bool is_across(const kinsman *k, const kuril_rect *text)
{
    const double much = 5;
    const kuril_lonlat from = {k->symbol->x, k->symbol->y};
    const kuril_lonlat to = {CLAMP(from.lon, text->x_min, text->x_max), CLAMP(from.lat, text->y_min, text->y_max)};
    int stations;
    const double own = own_land_along(k, from, to, &stations);
    return own < 0 || own > much;
}

/*
 * What a name pays for land that is not its point's. A town's may lie there, if it must: it has a dot; but
 * better not where it would be read as the name of an island that is gone below it. A callout's, an
 * island's or a cape's may not, nor may its leader line pass over it; and without one, an island's or a cape's own land
 * is the nearest by far.
 */
static double price_of_other_land(kinsman *k, const kuril_symbol_pose *pose, const kuril_label_box *text)
{
    const kuril_symbol *symbol = k->symbol;
    const bool dotted = symbol->icon && !k->callout;
    const bool tells = pose->has_leader || k->callout; /* whose the name is, however near to others it stands */
    const double reach = (k->callout ? 0 : tells ? 1 : 2) * symbol->em_pt; /* so far others count below */
    const kuril_rect at = kuril_label_box_bounds(text);
    double own, other;
    kuril_label_ground_near(k->land, &at, k->piece, reach, &own, &other);
    if (k->piece == 0)
        own = hypot(fmax(fmax(at.x_min - symbol->x, symbol->x - at.x_max), 0),
                    fmax(fmax(at.y_min - symbol->y, symbol->y - at.y_max), 0));
    /* As near to one as to the other is nobody's. */
    const double doubtful = dotted ? own : 1.5 * own + 0.6 * symbol->em_pt;
    const bool nearer = other < doubtful && !tells;
    if (dotted) {
        const double gone = own == 0 ? kuril_label_ground_hidden(k->land, &at, 0) : 0; /* of a small island's outline */
        const double hidden =
            other > 0 ? 0 : kuril_label_ground_hidden(k->land, &at, k->piece); /* specks alone are only near */
        const double across = own > 0 && is_across(k, &at) ? 20 : 0;
        return across + fmin(200 * gone * gone, 90) + (hidden > 0.5 ? 90 : hidden > 0 ? 35 : nearer ? 12 : 0);
    }
    if (other == 0 || nearer || (k->islet && kuril_label_ground_on_dot(k->land, &at)))
        return INFINITY;
    const double gone = k->callout && !symbol->icon ? kuril_label_ground_hidden(k->land, &at, 0) : 0;
    const double on_own_shore = 20; /* an islet is gone under a part of its name */
    const double at_others = 10;    /* a leader line is seen after the name and the shore beside it */
    const bool beside = pose->has_leader && !k->callout && other < fmin(own, symbol->em_pt);
    return 300 * gone * gone + (own == 0 && !k->callout && !k->cape ? on_own_shore : 0) + (beside ? at_others : 0) +
           price_of_leader(k, pose);
}

/*
 * The more places a name can go to, the better its ground had better be: most with a leader line, many farther out,
 * some beside a dot.
 */
static double choice(const kuril_symbol *symbol)
{
    if (symbol->icon && kuril_layer_says(symbol->layer, "kurilmap:leader"))
        return 15;
    return kuril_layer_says(symbol->layer, "kurilmap:spread") ? 3 : symbol->icon ? 2.5 : 1;
}

/*
 * The piece of land that a point belongs to; 0: none. A water's mark has none, however near the shore is; a place on an
 * islet off a mainland belongs to that, but an island's name to itself.
 */
static uint32_t own_piece(const kuril_symbol *symbol, const kuril_label_area *land, bool cape)
{
    const double near_pt = kuril_symbol_marks_water(symbol) ? 0 : 4;
    const uint32_t piece = kuril_label_ground_piece(land, symbol->x, symbol->y, near_pt);
    return symbol->icon || cape ? kuril_label_ground_mainland(land, piece) : piece;
}

static kinsman kinsman_of(const kuril_symbol *symbol, const kuril_label_area *land)
{
    const bool callout = kuril_layer_text(symbol->layer, "kurilmap:apart") != NULL;
    const bool cape = kuril_layer_says(symbol->layer, "kurilmap:overhang");
    /* Among islets, whose names stand beside them, each dot is one; on smaller maps they are dust. */
    const bool islet = !callout && !cape && !kuril_layer_says(symbol->layer, "kurilmap:spread");
    return (kinsman){symbol, land, own_piece(symbol, land, cape), callout, cape, islet, {NAN, NAN}, 0};
}

static void weigh(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_symbol_ground *ground)
{
    const double forbidding = 1e6; /* more than any name is worth; what a style says may be beyond all numbers */
    const double weight = fmin(ground->weight, forbidding) * choice(symbol);
    /* A water's name on land is worse than any place in the water. */
    const double land = ground->land && kuril_layer_says(symbol->layer, "kurilmap:overhang") ? 80 : 0;
    /* So is an area's name on other land, off the shore of its own. */
    const double beside = ground->land ? 40 : 0;
    const bool callout = ground->land && symbol->icon && kuril_layer_text(symbol->layer, "kurilmap:apart");
    const bool kin = ground->land && (kuril_layer_text(symbol->layer, "kurilmap:kin") ||
                                      kuril_layer_text(symbol->layer, "kurilmap:apart"));
    if (!(weight + land + beside > 0))
        return;
    kinsman k = kin ? kinsman_of(symbol, ground->area) : (kinsman){0};
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        const kuril_symbol_pose *pose = &g_array_index(pool->poses, kuril_symbol_pose, i);
        kuril_label_candidate *c = &g_array_index(pool->candidates, kuril_label_candidate, i);
        if (!pose->has_text || isinf(c->cost))
            continue;
        if (leaves_water(pool, symbol, c, pose, ground)) {
            c->cost = INFINITY;
            continue;
        }
        const double share = share_on(pool, c, pose, ground->area);
        const double most = symbol->line_pt > 0 ? 0.35 : 0.12; /* then it names the land */
        if (land > 0 && share > most) {
            c->cost = INFINITY;
            continue;
        }
        /* A callout by the shore had better stand at sea, but best beside its icon. */
        const double inland = !callout ? land : pose->has_leader ? 12 : 8;
        /* The first letter on hatching reads worst. */
        c->cost += weight * sqrt(share) + (pose->off_shore ? beside : inland) * share;
        const size_t after = pose->has_leader ? 2 : 1; /* the leader line's box is the last */
        if (kin && !pose->curve && c->n_boxes >= after)
            c->cost += price_of_other_land(
                &k, pose, &g_array_index(pool->boxes, kuril_label_box, c->first_box + c->n_boxes - after));
    }
}

void kuril_symbols_weigh_ground(kuril_symbol_harvest *harvest)
{
    for (guint g = 0; g < harvest->grounds->len; g++) {
        const kuril_symbol_ground *ground = &g_array_index(harvest->grounds, kuril_symbol_ground, g);
        kuril_label_ground_done(ground->area);
        if (ground->land)
            kuril_label_ground_part(ground->area);
        if (ground->land)
            kuril_symbols_end_on_land(harvest, ground->area);
        for (guint i = 0; i < harvest->symbols->len; i++) {
            const kuril_symbol *symbol = &g_array_index(harvest->symbols, kuril_symbol, i);
            if (symbol->text)
                weigh(&harvest->pool, symbol, ground);
        }
    }
}
