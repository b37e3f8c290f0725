/* A name must not stand nearer to another place of its kind than to its own, nor on another area of its layer. */
#include "map/paint_parts.h"
#include "map/symbol_collect.h"
#include <math.h>
#include <string.h>

static double beyond(double at, double from, double to)
{
    return at < from ? from - at : at > to ? at - to : 0;
}

static double distance(double x, double y, const kuril_rect *r)
{
    return hypot(beyond(x, r->x_min, r->x_max), beyond(y, r->y_min, r->y_max));
}

/* The shortest way from places to a rectangle. */
typedef struct shortest {
    double square, dx, dy;
} shortest;

static const shortest none_yet = {INFINITY, INFINITY, INFINITY};

static void look_at(shortest *way, double x, double y, const kuril_rect *r)
{
    const double dx = beyond(x, r->x_min, r->x_max), dy = beyond(y, r->y_min, r->y_max);
    if (dx * dx + dy * dy < way->square)
        *way = (shortest){dx * dx + dy * dy, dx, dy};
}

static double nearest_other(const GPtrArray *kin, const kuril_symbol *own, const kuril_rect *text)
{
    shortest way = none_yet;
    for (guint i = 0; i < kin->len; i++) {
        const kuril_symbol *other = kin->pdata[i];
        if (other->owner != own->owner)
            look_at(&way, other->x, other->y, text);
    }
    return hypot(way.dx, way.dy);
}

/* A leader line tells whose the name is, and letters along the place itself do. */
static void forbid_misleading(kuril_symbol_pool *pool, const kuril_symbol *symbol, const GPtrArray *kin)
{
    const double touching = 0.5 * symbol->em_pt;
    for (size_t i = 0; i < symbol->n_candidates; i++) {
        const kuril_symbol_pose *pose = &g_array_index(pool->poses, kuril_symbol_pose, symbol->first_candidate + i);
        kuril_label_candidate *c = &g_array_index(pool->candidates, kuril_label_candidate, symbol->first_candidate + i);
        if (!pose->has_text || pose->has_leader || pose->curve || c->n_boxes == 0 || isinf(c->cost))
            continue;
        const kuril_rect text =
            kuril_label_box_bounds(&g_array_index(pool->boxes, kuril_label_box, c->first_box + c->n_boxes - 1));
        const double own = distance(symbol->x, symbol->y, &text);
        if (own > touching && nearest_other(kin, symbol, &text) < own)
            c->cost = INFINITY;
    }
}

static size_t owner_nearest(const GPtrArray *places, double x, double y)
{
    double nearest = INFINITY;
    size_t owner = 0;
    for (guint i = 0; i < places->len; i++) {
        const kuril_symbol *place = places->pdata[i];
        const double away = hypot(place->x - x, place->y - y);
        if (away < nearest) {
            nearest = away;
            owner = place->owner;
        }
    }
    return owner;
}

/* Whether a line passes right by a place: over an islet, or by its dot. */
static bool passes_by(const kuril_symbol *symbol, const kuril_symbol_pose *pose, double x, double y)
{
    const double by_pt = 3.5, dx = pose->leader_x - symbol->tip_x, dy = pose->leader_y - symbol->tip_y;
    const double square = dx * dx + dy * dy;
    const double t = square > 0 ? CLAMP(((x - symbol->tip_x) * dx + (y - symbol->tip_y) * dy) / square, 0, 1) : 0;
    return hypot(symbol->tip_x + t * dx - x, symbol->tip_y + t * dy - y) < by_pt;
}

static bool passes_by_others(const GPtrArray *kin, const kuril_symbol *symbol, const kuril_symbol_pose *pose)
{
    for (guint i = 0; i < kin->len; i++) {
        const kuril_symbol *other = kin->pdata[i];
        if (other->owner != symbol->owner && passes_by(symbol, pose, other->x, other->y))
            return true;
    }
    return false;
}

/* A leader line over another place of its kind is read as that one's. */
static void keep_lines_off(kuril_symbol_pool *pool, const kuril_symbol *symbol, const GPtrArray *kin)
{
    const double over = 60;
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        const kuril_symbol_pose *pose = &g_array_index(pool->poses, kuril_symbol_pose, i);
        kuril_label_candidate *c = &g_array_index(pool->candidates, kuril_label_candidate, i);
        if (pose->has_leader && isfinite(c->cost) && passes_by_others(kin, symbol, pose))
            c->cost += over;
    }
}

/* A name at the end of a leader line pays for standing nearer to a place than to its own point, but for the one there.
 */
static void keep_apart(kuril_symbol_pool *pool, const kuril_symbol *symbol, const GPtrArray *places)
{
    const double beside = 60; /* more than the longest leader line, over whatever land */
    const kuril_symbol there = {.owner = owner_nearest(places, symbol->x, symbol->y)};
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        const kuril_symbol_pose *pose = &g_array_index(pool->poses, kuril_symbol_pose, i);
        kuril_label_candidate *c = &g_array_index(pool->candidates, kuril_label_candidate, i);
        if (!pose->has_text || !pose->has_leader || isinf(c->cost))
            continue;
        const size_t last = c->first_box + c->n_boxes - 1; /* the leader line's */
        const kuril_rect text = kuril_label_box_bounds(&g_array_index(pool->boxes, kuril_label_box, last - 1));
        const double own = distance(symbol->x, symbol->y, &text), other = nearest_other(places, &there, &text);
        if (other < own)
            c->cost += beside * (1 - other / own);
    }
}

/* A letter or a line of text lies on an area when more than a touch of its shore is below it, and more than of its own.
 */
static bool lies_on(const kuril_label_box *letter, const kuril_label_area *other, const kuril_label_area *own)
{
    const double touch = 0.04;
    const kuril_rect box = kuril_label_box_bounds(letter);
    const double share = kuril_label_area_share(other, &box);
    return share > touch && share > kuril_label_area_share(own, &box);
}

static void forbid_on(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_label_area *other,
                      const kuril_label_area *own)
{
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        const kuril_symbol_pose *pose = &g_array_index(pool->poses, kuril_symbol_pose, i);
        kuril_label_candidate *c = &g_array_index(pool->candidates, kuril_label_candidate, i);
        const size_t first = c->first_box + (pose->has_icon ? 1 : 0);
        const size_t end = c->first_box + c->n_boxes - (pose->has_leader ? 1 : 0);
        for (size_t b = first; b < end && pose->has_text && c->cost < INFINITY; b++)
            if (lies_on(&g_array_index(pool->boxes, kuril_label_box, b), other, own))
                c->cost = INFINITY;
    }
}

/* A name off the shore of its area keeps away from the other areas that have names inside. */
static void forbid_near(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_label_area *other)
{
    const double away = 2 * symbol->em_pt;
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        kuril_label_candidate *c = &g_array_index(pool->candidates, kuril_label_candidate, i);
        if (!g_array_index(pool->poses, kuril_symbol_pose, i).off_shore || isinf(c->cost))
            continue;
        const kuril_label_box wide =
            kuril_label_box_grown(g_array_index(pool->boxes, kuril_label_box, c->first_box), away);
        const kuril_rect reach = kuril_label_box_bounds(&wide);
        if (kuril_label_area_share(other, &reach) > 0)
            c->cost = INFINITY;
    }
}

static void forbid_on_others(kuril_symbol_harvest *harvest, const kuril_symbol_area *own)
{
    for (guint i = 0; i < harvest->symbols->len; i++) {
        const kuril_symbol *symbol = &g_array_index(harvest->symbols, kuril_symbol, i);
        if (symbol->layer != own->layer || symbol->owner != own->owner || !symbol->text)
            continue;
        for (guint k = 0; k < harvest->areas->len; k++) {
            const kuril_symbol_area *other = &g_array_index(harvest->areas, kuril_symbol_area, k);
            if (other->owner == own->owner)
                continue;
            if (other->layer == own->layer)
                forbid_on(&harvest->pool, symbol, other->area, own->area);
            if (own->inside && other->inside)
                forbid_near(&harvest->pool, symbol, other->area);
        }
    }
}

/* The state that a place is in; NULL: none that the map knows. */
static const kuril_label_area *home_of(const kuril_symbol_harvest *harvest, double x, double y)
{
    const double near_pt = 3; /* a harbour is on its shore */
    const kuril_rect there = {x - near_pt, y - near_pt, x + near_pt, y + near_pt};
    const kuril_label_area *home = NULL;
    double most = 0;
    for (guint k = 0; k < harvest->areas->len; k++) {
        const kuril_symbol_area *state = &g_array_index(harvest->areas, kuril_symbol_area, k);
        const double share = state->inside ? kuril_label_area_share(state->area, &there) : 0;
        if (share > most) {
            most = share;
            home = state->area;
        }
    }
    return home;
}

static const kuril_label_area *land_of(const kuril_symbol_harvest *harvest)
{
    for (guint g = 0; g < harvest->grounds->len; g++)
        if (g_array_index(harvest->grounds, kuril_symbol_ground, g).land)
            return g_array_index(harvest->grounds, kuril_symbol_ground, g).area;
    return NULL;
}

/* Box of the text of a candidate at a point: the last but for a leader line's. */
static kuril_rect text_bounds(const kuril_symbol_pool *pool, const kuril_label_candidate *c,
                              const kuril_symbol_pose *pose)
{
    const size_t last = c->first_box + c->n_boxes - (pose->has_leader ? 2 : 1);
    return kuril_label_box_bounds(&g_array_index(pool->boxes, kuril_label_box, last));
}

/* How much of a text lies on land of others: where its own state has no name on the page, on that of states that have.
 */
static double share_abroad(const kuril_symbol_harvest *harvest, const kuril_label_area *home,
                           const kuril_label_area *land, const kuril_rect *text)
{
    if (home)
        return fmax(kuril_label_area_share(land, text) - kuril_label_area_share(home, text), 0);
    double most = 0;
    for (guint k = 0; k < harvest->areas->len; k++) {
        const kuril_symbol_area *state = &g_array_index(harvest->areas, kuril_symbol_area, k);
        if (state->inside)
            most = fmax(most, kuril_label_area_share(state->area, text));
    }
    return most;
}

static bool is_abroad(const kuril_symbol_harvest *harvest, const kuril_label_area *home, const kuril_label_area *land,
                      double x, double y)
{
    if (home)
        return kuril_label_area_has(land, x, y) && !kuril_label_area_has(home, x, y);
    for (guint k = 0; k < harvest->areas->len; k++) {
        const kuril_symbol_area *state = &g_array_index(harvest->areas, kuril_symbol_area, k);
        if (state->inside && kuril_label_area_has(state->area, x, y))
            return true;
    }
    return false;
}

/* How long a leader line to a tip runs over land of others, ems. */
static double leader_abroad(const kuril_symbol_harvest *harvest, const kuril_symbol *symbol, kuril_lonlat tip,
                            const kuril_label_area *home, const kuril_label_area *land)
{
    const double step = 2.5, dx = tip.lon - symbol->x, dy = tip.lat - symbol->y;
    const int stations = MAX((int)ceil(hypot(dx, dy) / step), 1);
    int abroad = 0;
    for (int k = 0; k <= stations; k++)
        abroad += is_abroad(harvest, home, land, symbol->x + dx * k / stations, symbol->y + dy * k / stations);
    return hypot(dx, dy) / symbol->em_pt * abroad / (stations + 1);
}

/* Whether a text hides much of another state: then it is read as its name. */
static bool hides_state(const kuril_symbol_harvest *harvest, const kuril_label_area *home, const kuril_rect *text)
{
    const double most = 0.25, size = (text->x_max - text->x_min) * (text->y_max - text->y_min);
    for (guint k = 0; k < harvest->areas->len; k++) {
        const kuril_symbol_area *state = &g_array_index(harvest->areas, kuril_symbol_area, k);
        if (state->area != home && state->inside &&
            size * kuril_label_area_share(state->area, text) > most * kuril_label_area_size(state->area))
            return true;
    }
    return false;
}

/* A name on land that is not its state's is read as that of a place there, and no leader line leads across another
 * state: better none. */
static void weigh_abroad(kuril_symbol_harvest *harvest, const kuril_symbol *symbol)
{
    const double abroad = 25, most = 0.2, shore = 0.3; /* of an em: shores of the layers differ */
    const bool callout = kuril_layer_text(symbol->layer, "kurilmap:apart") != NULL;
    const kuril_label_area *home = home_of(harvest, symbol->x, symbol->y), *land = land_of(harvest);
    kuril_lonlat tip = {NAN, NAN}; /* of the last leader line: places side by side share one */
    double way = 0;
    for (size_t i = symbol->first_candidate; land && i < symbol->first_candidate + symbol->n_candidates; i++) {
        const kuril_symbol_pose *pose = &g_array_index(harvest->pool.poses, kuril_symbol_pose, i);
        kuril_label_candidate *c = &g_array_index(harvest->pool.candidates, kuril_label_candidate, i);
        if (!pose->has_text || isinf(c->cost))
            continue;
        const kuril_rect text = text_bounds(&harvest->pool, c, pose);
        const double share = share_abroad(harvest, home, land, &text);
        if (pose->has_leader && (pose->leader_x != tip.lon || pose->leader_y != tip.lat)) {
            tip = (kuril_lonlat){pose->leader_x, pose->leader_y};
            way = leader_abroad(harvest, symbol, tip, home, land);
        }
        const bool beside_icon = callout && !pose->has_leader; /* which tells whose it is */
        if (hides_state(harvest, home, &text) || (!callout && !pose->has_leader && share > most) ||
            (pose->has_leader && way > shore))
            c->cost = INFINITY;
        else
            c->cost += beside_icon ? 0 : abroad * share;
    }
}

static kuril_rect bounds_of_places(const kuril_symbol_pool *pool, const kuril_symbol *symbol)
{
    kuril_rect all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        const kuril_label_candidate *c = &g_array_index(pool->candidates, kuril_label_candidate, i);
        const kuril_rect one =
            kuril_label_boxes_bounds(&g_array_index(pool->boxes, kuril_label_box, c->first_box), c->n_boxes);
        all = (kuril_rect){fmin(all.x_min, one.x_min), fmin(all.y_min, one.y_min), fmax(all.x_max, one.x_max),
                           fmax(all.y_max, one.y_max)};
    }
    return all;
}

/* Middles of others' dots on the page, in page points: those within a reach of any place of a symbol. */
static GArray *dots_near(const kuril_symbol_harvest *harvest, const kuril_symbol *symbol, double reach)
{
    const double slack = 1;
    GArray *near = g_array_new(FALSE, FALSE, sizeof(kuril_lonlat));
    const kuril_rect all = bounds_of_places(&harvest->pool, symbol);
    for (guint i = 0; i < harvest->dots->len; i++) {
        const kuril_label_dot *dot = &g_array_index(harvest->dots, kuril_label_dot, i);
        const kuril_lonlat at = {(dot->rect.x_min + dot->rect.x_max) / 2, (dot->rect.y_min + dot->rect.y_max) / 2};
        if (dot->owner != symbol->owner && distance(at.lon, at.lat, &all) < reach + slack)
            g_array_append_val(near, at);
    }
    return near;
}

static double nearest_dot(const GArray *dots, const kuril_rect *text)
{
    shortest way = none_yet;
    for (guint i = 0; i < dots->len; i++) {
        const kuril_lonlat dot = g_array_index(dots, kuril_lonlat, i);
        look_at(&way, dot.lon, dot.lat, text);
    }
    return hypot(way.dx, way.dy);
}

/* A callout beside a dot is read as the dot's, though its colour speaks against it. */
static void weigh_dots_by_callout(kuril_symbol_harvest *harvest, const kuril_symbol *symbol)
{
    const double beside = 1.2 * symbol->em_pt, least = 8;
    GArray *dots = dots_near(harvest, symbol, beside);
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates && dots->len > 0; i++) {
        const kuril_symbol_pose *pose = &g_array_index(harvest->pool.poses, kuril_symbol_pose, i);
        kuril_label_candidate *c = &g_array_index(harvest->pool.candidates, kuril_label_candidate, i);
        if (!pose->has_text || isinf(c->cost))
            continue;
        const kuril_rect text = text_bounds(&harvest->pool, c, pose);
        const double own = distance(symbol->x, symbol->y, &text), other = nearest_dot(dots, &text);
        if (other < beside && other < own)
            c->cost += least;
    }
    g_array_free(dots, TRUE);
}

/* How near a dot seems to a text: one on its level, where readers look first, nearer than one above or below. */
static double seeming_distance(double x, double y, const kuril_rect *text)
{
    const double down = 1.6;
    return hypot(beyond(x, text->x_min, text->x_max), down * beyond(y, text->y_min, text->y_max));
}

/* The letters of a text at a point, without the air that its box has. */
static kuril_rect ink_of(const kuril_symbol *symbol, const kuril_symbol_pose *pose)
{
    const kuril_rect ink = kuril_text_layout_size(pose->text ? pose->text : symbol->text).ink;
    return (kuril_rect){pose->text_x + ink.x_min, pose->text_y + ink.y_min, pose->text_x + ink.x_max,
                        pose->text_y + ink.y_max};
}

/* Other symbols' dots and icons near any of its places, with those that are drawn with their names only. */
static GArray *dots_about(const kuril_symbol_harvest *harvest, const kuril_symbol *own, double reach)
{
    GArray *places = dots_near(harvest, own, reach);
    const kuril_rect all = bounds_of_places(&harvest->pool, own);
    for (guint i = 0; i < harvest->symbols->len; i++) {
        const kuril_symbol *other = &g_array_index(harvest->symbols, kuril_symbol, i);
        const kuril_lonlat at = {other->x, other->y};
        if (other->icon && !other->icon_kept && other->line_pt == 0 && other->owner != own->owner &&
            distance(at.lon, at.lat, &all) < reach)
            g_array_append_val(places, at);
    }
    return places;
}

/*
 * A name is read as that of the dot beside it, of whatever kind it is: where that is another's, or as much another's as
 * its own, it had better not stand, if it must be dropped for that.
 */
static void weigh_dots(kuril_symbol_harvest *harvest, const kuril_symbol *symbol)
{
    const double beside = 2 * symbol->em_pt, clearly = 1.5, misread = 90;
    GArray *places = dots_about(harvest, symbol, beside);
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        const kuril_symbol_pose *pose = &g_array_index(harvest->pool.poses, kuril_symbol_pose, i);
        kuril_label_candidate *c = &g_array_index(harvest->pool.candidates, kuril_label_candidate, i);
        if (!pose->has_text || pose->has_leader || isinf(c->cost))
            continue;
        const kuril_rect text = ink_of(symbol, pose);
        const double own = seeming_distance(symbol->x, symbol->y, &text);
        double other = beside;
        for (guint k = 0; k < places->len; k++) {
            const kuril_lonlat at = g_array_index(places, kuril_lonlat, k);
            other = fmin(other, seeming_distance(at.lon, at.lat, &text));
        }
        if (other < beside && other < clearly * own)
            c->cost += misread * fmin((clearly - other / own) / (clearly - 1), 1);
    }
    g_array_free(places, TRUE);
}

/* Symbols with a text by their layers' `kurilmap:kin`. */
static GHashTable *group_by_kin(kuril_symbol_harvest *harvest)
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
    return groups;
}

void kuril_symbols_forbid_misleading(kuril_symbol_harvest *harvest)
{
    for (guint i = 0; i < harvest->areas->len; i++)
        forbid_on_others(harvest, &g_array_index(harvest->areas, kuril_symbol_area, i));
    GHashTable *groups = group_by_kin(harvest);
    for (guint i = 0; i < harvest->symbols->len; i++) {
        const kuril_symbol *symbol = &g_array_index(harvest->symbols, kuril_symbol, i);
        const char *kin_name = kuril_layer_text(symbol->layer, "kurilmap:kin");
        const char *apart_name = kuril_layer_text(symbol->layer, "kurilmap:apart");
        const GPtrArray *kin = kin_name ? g_hash_table_lookup(groups, kin_name) : NULL;
        const GPtrArray *places = apart_name ? g_hash_table_lookup(groups, apart_name) : NULL;
        if (symbol->text && kin) {
            forbid_misleading(&harvest->pool, symbol, kin);
            keep_apart(&harvest->pool, symbol, kin);
            keep_lines_off(&harvest->pool, symbol, kin);
        }
        if (symbol->text && places)
            keep_apart(&harvest->pool, symbol, places);
        if (symbol->text && symbol->icon && symbol->line_pt == 0) {
            weigh_abroad(harvest, symbol);
            (apart_name ? weigh_dots_by_callout : weigh_dots)(harvest, symbol);
        }
    }
    g_hash_table_destroy(groups);
}
