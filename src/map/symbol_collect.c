#include "map/symbol_collect.h"

#include "core/limits.h"
#include "geom/geometry_buffer.h"
#include "geom/ring.h"
#include "label/candidates.h"
#include "label/line_anchors.h"
#include "map/paint_parts.h"
#include "map/sheet.h"
#include "map/symbol_order.h"
#include "map/symbol_segments.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* A copy of a world that repeats. */
typedef struct world {
    kuril_fit fit;
    kuril_chain *chain;
} world;

typedef struct collecting {
    kuril_scene *scene;
    kuril_symbol_harvest *harvest;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    GArray *worlds;              /* of world: the middle one, and its copies in a viewer of styles */
    const world *world;          /* the one in hand */
    kuril_geometry_buffer page;  /* the feature on the page */
    kuril_rect reach;            /* what of the page is looked at; a viewer of styles also looks beyond its edges */
    double line_weight;          /* of the layer in hand */
    kuril_symbol_ground *ground; /* that the layer in hand is part of; NULL: none */
    double most;                 /* symbols that are kept in memory */
    kuril_error *error;
} collecting;

/* A viewer of styles shows what reaches in from this far out. */
static const double OVER_PT = 100 * KURIL_PX;

/* A dot, its icon and its name share a place on the page: the owner. */
static size_t owner_at(collecting *c, double x, double y)
{
    GHashTable *owners = c->harvest->owners;
    char *key = g_strdup_printf("%.0f %.0f", x * 4, y * 4);
    gpointer owner = g_hash_table_lookup(owners, key);
    if (!owner) {
        owner = GSIZE_TO_POINTER(g_hash_table_size(owners) + 1);
        g_hash_table_insert(owners, key, owner);
    } else {
        g_free(key);
    }
    return GPOINTER_TO_SIZE(owner);
}

/* Along lines go the outlines of polygons too, but not the edges that the cuts make. */
static void project(collecting *c, const kuril_feature *feature, bool outlines)
{
    kuril_sink *first = kuril_chain_first(c->world->chain);
    kuril_geometry_buffer_reset(&c->page);
    if ((outlines ? kuril_geometry_walk_outline : kuril_geometry_walk)(feature->geometry, first) != KURIL_OK)
        kuril_chain_reset(c->world->chain);
}

static void add_symbol(collecting *c, kuril_symbol *symbol)
{
    if (symbol->n_candidates == 0 && !symbol->icon_kept)
        return;
    symbol->tip_x = symbol->x;
    symbol->tip_y = symbol->y;
    symbol->owner = symbol->line_pt > 0 ? 0 : owner_at(c, symbol->x, symbol->y); /* a line's name owns no dot */
    symbol->key = g_strdup_printf("%06zu %s %.3f %.3f", symbol->layer->index,
                                  symbol->text ? kuril_text_layout_text(symbol->text) : "", symbol->x, symbol->y);
    g_array_append_val(c->harvest->symbols, *symbol);
}

/* Names of others keep off it. */
static void add_dot(collecting *c, const kuril_rect *rect, size_t owner)
{
    const kuril_label_obstacle obstacle = {
        .box = kuril_label_box_upright(rect->x_min, rect->y_min, rect->x_max, rect->y_max),
        .weight = INFINITY,
        .owner = owner};
    const kuril_label_dot dot = {*rect, owner};
    g_array_append_val(c->harvest->obstacles, obstacle);
    g_array_append_val(c->harvest->dots, dot);
}

/* An icon that may overlap is drawn whatever becomes of its name, and other names keep off it. */
static void keep_icon(collecting *c, const kuril_symbol *symbol)
{
    const kuril_icon_pose *pose = &g_array_index(c->harvest->pool.icons, kuril_icon_pose, symbol->icon_pose.icon);
    const double w = kuril_icon_width_pt(symbol->icon) * symbol->icon_paint.scale_x / 2;
    const double h = kuril_icon_height_pt(symbol->icon) * symbol->icon_paint.scale_y / 2;
    const double x = pose->x + symbol->icon_dx, y = pose->y + symbol->icon_dy;
    const kuril_rect icon = {x - w, y - h, x + w, y + h};
    add_dot(c, &icon, owner_at(c, symbol->x, symbol->y));
}

/* How the map lies there: true north, clockwise from up. */
static double north_at(const collecting *c, double x, double y)
{
    kuril_lonlat here;
    kuril_local_scale scale;
    return kuril_page_to_lonlat(c->scene->projection, &c->world->fit, x, y, &here) &&
                   kuril_scale_at(c->scene->projection, &c->world->fit, here, &scale)
               ? scale.north
               : 0;
}

static void symbol_at(collecting *c, const kuril_symbol *look, const kuril_feature *feature, double x, double y)
{
    kuril_symbol symbol = *look;
    symbol.x = x;
    symbol.y = y;
    symbol.map_deg = north_at(c, x, y);
    kuril_symbol_at_point(&c->harvest->pool, &symbol, feature);
    if (symbol.icon_kept)
        keep_icon(c, &symbol);
    add_symbol(c, &symbol);
}

/* A corner of a country at the edge of the page has no room for the country's name, and a speck of an island asks for
 * none. */
static bool has_room(const kuril_symbol *symbol, const kuril_label_area *area, bool inside)
{
    const kuril_text_size size = kuril_text_layout_size(symbol->sizes[symbol->n_sizes - 1].text);
    return kuril_label_area_size(area) > (inside ? 0.8 : 0.08) * size.width_pt * size.height_pt;
}

/* A name outside of its area stands close to the shore, or has a leader line. */
static void forbid_far(const kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_label_area *area,
                       bool state)
{
    const double least = state ? 0.03 : 0; /* of its land: an islet off its main islands does not tell a state */
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        const kuril_symbol_pose *pose = &g_array_index(pool->poses, kuril_symbol_pose, i);
        kuril_label_candidate *c = &g_array_index(pool->candidates, kuril_label_candidate, i);
        if (!pose->has_text || pose->has_leader || pose->curve || c->n_boxes == 0)
            continue;
        const kuril_label_box text = g_array_index(pool->boxes, kuril_label_box, c->first_box + c->n_boxes - 1);
        const kuril_label_box wide = kuril_label_box_grown(text, 1.2 * symbol->em_pt);
        const kuril_rect reach = kuril_label_box_bounds(&wide);
        const double covered =
            kuril_label_area_share(area, &reach) * (reach.x_max - reach.x_min) * (reach.y_max - reach.y_min);
        if (covered <= least * kuril_label_area_size(area))
            c->cost = INFINITY;
    }
}

/* A name at the pole of its area pays for what does not lie inside: it may be smaller there, or in lines. */
static void weigh_outside(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_label_area *area)
{
    const double outside = 24, least = 0.5; /* less is another's land, or the sea */
    for (size_t i = symbol->first_candidate; i < symbol->first_candidate + symbol->n_candidates; i++) {
        const kuril_symbol_pose *pose = &g_array_index(pool->poses, kuril_symbol_pose, i);
        kuril_label_candidate *c = &g_array_index(pool->candidates, kuril_label_candidate, i);
        if (!pose->has_text || pose->has_leader || c->n_boxes == 0)
            continue;
        const kuril_label_box text = g_array_index(pool->boxes, kuril_label_box, c->first_box + c->n_boxes - 1);
        const kuril_rect reach = kuril_label_box_bounds(&text);
        const double share = kuril_label_area_share(area, &reach);
        c->cost += share < least ? INFINITY : outside * (1 - share);
    }
}

bool kuril_symbol_names_inside(const kuril_style_layer *layer)
{
    return kuril_layer_says(layer, "kurilmap:inside") || kuril_layer_number(layer, "kurilmap:inside", 0) > 0;
}

/* In an area a name may also stand along the axis, or off the middle, where the layer asks for it. */
static void symbol_in_area(collecting *c, const kuril_symbol *look, const kuril_feature *feature,
                           const kuril_label_area *area)
{
    kuril_symbol symbol = *look;
    const bool inside = symbol.text && kuril_symbol_names_inside(c->layer);
    if (symbol.text && !symbol.in_order && !symbol.icon && !has_room(&symbol, area, inside))
        return;
    kuril_label_area_pole(area, &symbol.x, &symbol.y);
    symbol.map_deg = north_at(c, symbol.x, symbol.y);
    if (symbol.text && kuril_layer_says(c->layer, "kurilmap:axis"))
        kuril_symbol_along_axis(&c->harvest->pool, &symbol, feature, area);
    kuril_symbol_at_point(&c->harvest->pool, &symbol, feature);
    if (inside)
        weigh_outside(&c->harvest->pool, &symbol, area);
    const bool spread = symbol.text && kuril_layer_says(c->layer, "kurilmap:spread");
    for (size_t k = 0; k < symbol.n_sizes; k++) {
        kuril_symbol sized = kuril_symbol_in_size(&symbol, k);
        if (inside)
            kuril_symbol_inside(&c->harvest->pool, &sized, feature, area);
        if (spread)
            kuril_symbol_off_shore(&c->harvest->pool, &sized, feature, area);
        kuril_symbol_keep_places(&symbol, &sized);
    }
    if (spread)
        forbid_far(&c->harvest->pool, &symbol, area, inside);
    if (symbol.icon_kept)
        keep_icon(c, &symbol);
    add_symbol(c, &symbol);
}

/* The line with its ends drawn out straight by `by` points each; caller frees. */
static kuril_lonlat *overhang(const kuril_lonlat *line, size_t n, double by)
{
    kuril_lonlat *out = g_memdup2(line, n * sizeof *line);
    for (int end = 0; end < 2; end++) {
        kuril_lonlat *tip = &out[end ? n - 1 : 0];
        const kuril_lonlat inner = line[end ? n - 2 : 1];
        const double length = hypot(tip->lon - inner.lon, tip->lat - inner.lat);
        if (length > 0) {
            tip->lon += (tip->lon - inner.lon) * by / length;
            tip->lat += (tip->lat - inner.lat) * by / length;
        }
    }
    return out;
}

static void symbols_along_line(collecting *c, const kuril_symbol *look, const kuril_feature *feature,
                               const kuril_lonlat *line, size_t n);

/* Names of waters may reach beyond the axis that they are set along; other names need a line as long as they are. */
static void symbols_along(collecting *c, const kuril_symbol *look, const kuril_feature *feature,
                          const kuril_lonlat *line, size_t n)
{
    const double length = kuril_line_length(line, n);
    const double text = look->text ? kuril_text_layout_size(look->text).width_pt * 1.08 : 0;
    kuril_symbol known = *look;
    known.line_pt = length; /* of two axes the longer one has the name, however far it reaches beyond either */
    if (length >= text || !kuril_layer_says(c->layer, "kurilmap:overhang")) {
        symbols_along_line(c, &known, feature, line, n);
        return;
    }
    kuril_lonlat *longer = overhang(line, n, (text - length) / 2 + 1);
    symbols_along_line(c, &known, feature, longer, n);
    g_free(longer);
}

/*
 * The middle of a whole line, where it is on the page: what the frame leaves of a strait's axis may lie outside of the
 * strait. Returns how many there are, 1 or 0.
 */
static size_t middle_of(const collecting *c, const kuril_feature *feature, const kuril_lonlat *line, size_t n,
                        kuril_line_anchor *anchor)
{
    const kuril_geometry *g = feature->geometry;
    const kuril_ring whole = g->rings[g->parts[0].first];
    const kuril_lonlat *points = g->points + whole.first;
    const kuril_line_anchor middle =
        kuril_line_anchor_at(points, whole.count, kuril_line_length(points, whole.count) / 2);
    const kuril_rect *f = &c->scene->frame;
    double x, y;
    if (!kuril_lonlat_to_page(c->scene->projection, &c->world->fit, (kuril_lonlat){middle.x, middle.y}, &x, &y) ||
        x < f->x_min || x > f->x_max || y < f->y_min || y > f->y_max)
        return 0;
    const double step = 1, length = kuril_line_length(line, n); /* points: nobody sees one */
    double nearest = INFINITY;
    for (double at = 0; at <= length; at += step) {
        const kuril_line_anchor here = kuril_line_anchor_at(line, n, at);
        const double away = hypot(here.x - x, here.y - y);
        if (away < nearest) {
            nearest = away;
            *anchor = here;
        }
    }
    return 1;
}

/* One in the middle, or one every symbol-spacing; returns how many. */
static size_t anchors_along(const collecting *c, const kuril_symbol *look, const kuril_feature *feature,
                            const kuril_lonlat *line, size_t n, bool center, double spacing, kuril_line_anchor *anchors)
{
    if (center && !look->in_order && kuril_layer_number(c->layer, "kurilmap:reach", 0) > 0)
        return middle_of(c, feature, line, n, &anchors[0]);
    if (center) {
        anchors[0] = kuril_line_anchor_at(line, n, kuril_line_length(line, n) / 2);
        return 1;
    }
    const double unit = 24 * KURIL_PX; /* upstream measures icons, too, in 24ths of the text's size */
    const double text = look->text ? kuril_text_layout_size(look->text).width_pt : 0;
    const double icon = look->icon ? kuril_icon_width_pt(look->icon) * look->em_pt / unit : 0;
    const kuril_rect *f = &c->reach;
    const kuril_line_rule rule = {.spacing_pt = spacing,
                                  .label_pt = fmax(text, icon),
                                  .size_pt = look->em_pt,
                                  .continued = line[0].lon <= f->x_min || line[0].lon >= f->x_max ||
                                               line[0].lat <= f->y_min || line[0].lat >= f->y_max};
    return (look->in_order ? kuril_line_anchors : kuril_line_anchors_even)(&rule, line, n, anchors,
                                                                           KURIL_LINE_ANCHORS_MOST);
}

static void symbols_along_line(collecting *c, const kuril_symbol *look, const kuril_feature *feature,
                               const kuril_lonlat *line, size_t n)
{
    const double length = kuril_line_length(line, n);
    const double text = look->text ? kuril_text_layout_size(look->text).width_pt : 0;
    const double spacing = kuril_layer_points(c->sheet, c->layer, KURIL_SYMBOL_SPACING, NULL);
    const bool center = kuril_style_enum(kuril_symbol_layout(look), c->layer, KURIL_SYMBOL_PLACEMENT, NULL) ==
                        KURIL_STYLE_PLACEMENT_LINE_CENTER;
    kuril_line_anchor *anchors = g_new(kuril_line_anchor, KURIL_LINE_ANCHORS_MOST);
    const size_t count = anchors_along(c, look, feature, line, n, center, spacing, anchors);
    const bool flat = kuril_symbol_text_is_flat(look);
    for (size_t i = 0; i < count; i++) {
        kuril_symbol symbol = *look;
        if (!center)
            symbol.repeat_pt = fmax(symbol.repeat_pt, spacing / 2); /* as the reference renderer */
        symbol.x = anchors[i].x;
        symbol.y = anchors[i].y;
        symbol.map_deg = anchors[i].angle_deg;
        double slack = look->in_order ? 0 : fmax((length / (double)count - text) / 2, 0);
        if (kuril_layer_says(c->layer, "kurilmap:overhang")) /* a water's name stays at the water's middle */
            slack = fmin(slack, text);
        const double reach = look->in_order ? 0 : kuril_layer_number(c->layer, "kurilmap:reach", 0);
        if (reach > 0)
            slack = fmin(slack, reach * length);
        if (flat)
            kuril_symbol_at_point(&c->harvest->pool, &symbol, feature);
        for (size_t k = 0; k < symbol.n_sizes && !flat; k++) {
            kuril_symbol sized = kuril_symbol_in_size(&symbol, k);
            kuril_symbol_along_line(&c->harvest->pool, &sized, feature, line, n, anchors[i].at_pt, slack * 0.9);
            kuril_symbol_keep_places(&symbol, &sized);
        }
        if (symbol.icon_kept)
            keep_icon(c, &symbol);
        add_symbol(c, &symbol);
    }
    g_free(anchors);
}

/* Closed lines run clockwise, as upstream turns rings; the page's y runs down. */
static void turn_clockwise(kuril_lonlat *line, size_t n)
{
    double twice = 0;
    for (size_t i = 1; i < n; i++)
        twice += (line[i - 1].lon - line[0].lon) * (line[i].lat - line[0].lat) -
                 (line[i].lon - line[0].lon) * (line[i - 1].lat - line[0].lat);
    if (n < 4 || line[0].lon != line[n - 1].lon || line[0].lat != line[n - 1].lat || twice >= 0)
        return;
    for (size_t i = 0, j = n - 1; i < j; i++, j--) {
        const kuril_lonlat swapped = line[i];
        line[i] = line[j];
        line[j] = swapped;
    }
}

static void symbols_of_lines(collecting *c, const kuril_symbol *look, const kuril_feature *feature)
{
    const kuril_geometry page = kuril_geometry_buffer_view(&c->page);
    const bool rings = feature->geometry->n_parts > 0 && feature->geometry->parts[0].kind == KURIL_POLYGON;
    for (size_t i = 0; i < page.n_parts; i++) {
        const kuril_part part = page.parts[i];
        for (size_t r = 0; part.kind != KURIL_POINT && r < part.count; r++) {
            const kuril_ring ring = page.rings[part.first + r];
            if (ring.count < 2)
                continue;
            kuril_lonlat *line = g_memdup2(page.points + ring.first, ring.count * sizeof *line);
            if (rings)
                turn_clockwise(line, ring.count);
            symbols_along(c, look, feature, line, ring.count);
            g_free(line);
        }
    }
}

/*
 * All rings of a feature's polygons as one part, the largest first: the clip gives polygons in pieces, and the
 * even-odd rule tells inside from outside whatever ring belongs to which.
 */
static GArray *rings_largest_first(const kuril_geometry *page)
{
    GArray *rings = g_array_new(FALSE, FALSE, sizeof(kuril_ring));
    double largest = -1;
    for (size_t i = 0; i < page->n_parts; i++) {
        const kuril_part part = page->parts[i];
        for (size_t r = 0; part.kind == KURIL_POLYGON && r < part.count; r++) {
            const kuril_ring ring = page->rings[part.first + r];
            const double area = kuril_ring_area(page->points + ring.first, ring.count);
            g_array_append_val(rings, ring);
            if (area > largest) {
                largest = area;
                g_array_index(rings, kuril_ring, rings->len - 1) = g_array_index(rings, kuril_ring, 0);
                g_array_index(rings, kuril_ring, 0) = ring;
            }
        }
    }
    return rings;
}

/* Names of the layer's other areas keep off it; one whose own name has no room is no less another's. */
static void keep_area(collecting *c, kuril_label_area *area, guint before)
{
    const GArray *symbols = c->harvest->symbols;
    const size_t owner = symbols->len > before ? g_array_index(symbols, kuril_symbol, before).owner : 0;
    const kuril_symbol_area kept = {area, c->layer, owner, kuril_symbol_names_inside(c->layer)};
    if (area)
        g_array_append_val(c->harvest->areas, kept);
}

kuril_label_area *kuril_symbol_area_on_page(const kuril_geometry *page)
{
    GArray *rings = rings_largest_first(page);
    const kuril_part part = {KURIL_POLYGON, 0, rings->len};
    kuril_geometry whole = *page;
    whole.rings = (const kuril_ring *)(const void *)rings->data;
    whole.n_rings = rings->len;
    whole.parts = &part;
    whole.n_parts = 1;
    kuril_label_area *area = rings->len > 0 ? kuril_label_area_new(&whole) : NULL;
    g_array_free(rings, TRUE);
    return area;
}

/* An archipelago has one name, in its largest visible part. */
static void symbol_of_area(collecting *c, const kuril_symbol *look, const kuril_feature *feature,
                           const kuril_geometry *page)
{
    kuril_label_area *area = kuril_symbol_area_on_page(page);
    const guint before = c->harvest->symbols->len;
    if (area)
        symbol_in_area(c, look, feature, area);
    keep_area(c, area, before);
}

/* A state that is named elsewhere, or not at all, is none the less one. */
static void keep_unnamed(collecting *c)
{
    const kuril_geometry page = kuril_geometry_buffer_view(&c->page);
    keep_area(c, kuril_symbol_area_on_page(&page), c->harvest->symbols->len);
}

/* Or one in each part, where the layer asks for it, and in a viewer of styles. */
static void symbols_of_areas(collecting *c, const kuril_symbol *look, const kuril_feature *feature,
                             const kuril_geometry *page)
{
    if (!look->in_order && !kuril_layer_says(c->layer, "kurilmap:each-part")) {
        symbol_of_area(c, look, feature, page);
        return;
    }
    for (size_t i = 0; i < page->n_parts; i++) {
        kuril_geometry one = *page;
        one.parts = &page->parts[i];
        one.n_parts = 1;
        symbol_of_area(c, look, feature, &one);
    }
}

static void symbols_of_points(collecting *c, const kuril_symbol *look, const kuril_feature *feature)
{
    const kuril_geometry page = kuril_geometry_buffer_view(&c->page);
    symbols_of_areas(c, look, feature, &page);
    for (size_t i = 0; i < page.n_parts; i++) {
        const kuril_part part = page.parts[i];
        if (part.kind == KURIL_POLYGON || part.count == 0)
            continue;
        const kuril_lonlat p = page.points[page.rings[part.first].first];
        symbol_at(c, look, feature, p.lon, p.lat);
    }
}

/* Whether any of the worlds shows something of a feature; the first that does is in hand then, and projected. */
static bool project_into_first(collecting *c, const kuril_feature *feature, bool outlines)
{
    for (guint i = 0; i < c->worlds->len; i++) {
        c->world = &g_array_index(c->worlds, world, i);
        project(c, feature, outlines);
        if (c->page.points->len > 0)
            return true;
    }
    return false;
}

static bool is_last_world(const collecting *c)
{
    return c->world == &g_array_index(c->worlds, world, c->worlds->len - 1);
}

static kuril_status collect_feature(void *user, const kuril_feature *feature)
{
    collecting *c = user;
    const bool points =
        kuril_style_enum(c->sheet->styling, c->layer, KURIL_SYMBOL_PLACEMENT, NULL) == KURIL_STYLE_PLACEMENT_POINT;
    if (!project_into_first(c, feature, !points))
        return KURIL_OK;
    if (c->harvest->symbols->len >= c->most)
        return kuril_limit_passed(KURIL_LIMIT_NAMES, c->layer->source ? c->layer->source->id : NULL, 0, 0, NULL,
                                  c->error);
    kuril_symbol look;
    if (!kuril_symbol_look(c->scene, c->sheet, c->layer, feature, &look, c->error)) {
        const bool failed = c->error && c->error->code != KURIL_OK;
        if (!failed && points && kuril_symbol_names_inside(c->layer) && !c->scene->map->style_view)
            keep_unnamed(c);
        return failed ? c->error->code : KURIL_OK;
    }
    const bool numbers = kuril_numbers_names(c->scene->map) && kuril_layer_says(c->layer, "kurilmap:numbered");
    if (kuril_layer_says(c->layer, "kurilmap:once") && !numbers) /* a number is on each of its points */
        look.repeat_pt = INFINITY;
    for (;;) {
        if (points)
            symbols_of_points(c, &look, feature);
        else
            symbols_of_lines(c, &look, feature);
        if (is_last_world(c))
            return KURIL_OK;
        c->world++;
        project(c, feature, !points);
    }
}

static kuril_status collect_dot(void *user, const kuril_feature *feature)
{
    collecting *c = user;
    const kuril_circle_look look = kuril_circle_look_of(c->sheet, c->layer, feature);
    const double reach = look.radius_pt + look.stroke_pt;
    for (size_t i = 0; i < feature->geometry->n_points; i++) {
        double x, y;
        if (!kuril_lonlat_to_page(c->scene->projection, &c->scene->fit, feature->geometry->points[i], &x, &y))
            continue;
        const kuril_rect dot = {x - reach, y - reach, x + reach, y + reach};
        add_dot(c, &dot, owner_at(c, x, y));
    }
    return KURIL_OK;
}

static kuril_status collect_segments(void *user, const kuril_feature *feature)
{
    collecting *c = user;
    kuril_segment_sink sink;
    kuril_segment_sink_init(&sink, c->harvest->obstacles, c->line_weight, feature->geometry);
    kuril_chain_set_last(c->world->chain, &sink.base);
    if (kuril_geometry_walk_outline(feature->geometry, kuril_chain_first(c->world->chain)) != KURIL_OK)
        kuril_chain_reset(c->world->chain);
    kuril_chain_set_last(c->world->chain, &c->page.base);
    return KURIL_OK;
}

/* A layer's areas, of which names heed what lies below them. */
static kuril_status collect_ground(void *user, const kuril_feature *feature)
{
    collecting *c = user;
    project(c, feature, false);
    const kuril_geometry page = kuril_geometry_buffer_view(&c->page);
    const bool lake = kuril_layer_says(c->layer, "kurilmap:lakes");
    if (page.n_parts > 0)
        (lake ? kuril_label_ground_clear : kuril_label_ground_cover)(c->ground->area, &page);
    return KURIL_OK;
}

/* What a layer's lines cost a name for each point that it covers; 0: names may cross them. */
static double line_weight(const collecting *c)
{
    const double said = kuril_layer_number(c->layer, "kurilmap:avoid", NAN);
    if (!isnan(said))
        return said;
    return c->sheet == &c->scene->sheets[KURIL_SHEET_OVERLAY] ? 5 : 0;
}

static kuril_status collect_layer(collecting *c)
{
    if (!kuril_styling_visible(c->sheet->styling, c->layer))
        return KURIL_OK;
    if (c->layer->type == KURIL_LAYER_SYMBOL) {
        GArray *symbols = c->harvest->symbols;
        const guint first = symbols->len;
        const kuril_status status =
            kuril_scene_features(c->scene, c->sheet, c->layer, KURIL_SYMBOL_SORT_KEY, collect_feature, c, c->error);
        if (status == KURIL_OK && c->scene->map->style_view && symbols->len > first)
            kuril_symbols_sort_by_y(&g_array_index(symbols, kuril_symbol, first), symbols->len - first);
        return status;
    }
    if (c->scene->map->style_view) /* there, symbols keep off symbols only */
        return KURIL_OK;
    c->line_weight = c->layer->type == KURIL_LAYER_LINE ? line_weight(c) : 0;
    if (c->line_weight > 0)
        return kuril_scene_features(c->scene, c->sheet, c->layer, KURIL_LINE_SORT_KEY, collect_segments, c, c->error);
    if (c->layer->type == KURIL_LAYER_CIRCLE)
        return kuril_scene_features(c->scene, c->sheet, c->layer, KURIL_CIRCLE_SORT_KEY, collect_dot, c, c->error);
    c->ground =
        c->layer->type == KURIL_LAYER_FILL ? kuril_symbol_ground_of(c->harvest, &c->scene->frame, c->layer) : NULL;
    if (c->ground)
        return kuril_scene_features(c->scene, c->sheet, c->layer, KURIL_FILL_SORT_KEY, collect_ground, c, c->error);
    return KURIL_OK;
}

static kuril_status collect_all(collecting *c)
{
    for (int i = 0; i < KURIL_SHEET_COUNT; i++) {
        c->sheet = &c->scene->sheets[i];
        for (size_t l = 0; c->sheet->style && l < kuril_style_layer_count(c->sheet->style); l++) {
            c->layer = kuril_style_layer_at(c->sheet->style, l);
            const kuril_status status = collect_layer(c);
            if (status != KURIL_OK)
                return status;
        }
    }
    return KURIL_OK;
}

/* The middle one first: it is the one in hand for what has no copies. */
static void add_worlds(collecting *c, double over_pt)
{
    const int copies = kuril_scene_copies(c->scene, over_pt);
    c->worlds = g_array_new(FALSE, FALSE, sizeof(world));
    for (int i = 0; i <= 2 * copies; i++) {
        world w = {.fit = c->scene->fit};
        double dx, dy;
        kuril_scene_copy_at(c->scene, i % 2 == 0 ? i / 2 : -(i / 2) - 1, &dx, &dy);
        w.fit.x0 += dx;
        w.fit.y0 += dy;
        w.chain = kuril_chain_new(c->scene->projection, &w.fit, &c->reach, NULL, &c->page.base);
        g_array_append_val(c->worlds, w);
    }
    c->world = &g_array_index(c->worlds, world, 0);
}

kuril_status kuril_symbol_harvest_collect(kuril_scene *scene, kuril_symbol_harvest *harvest, kuril_error *error)
{
    kuril_error local = {0};
    collecting c = {.scene = scene,
                    .harvest = harvest,
                    .most = kuril_limit_value(KURIL_LIMIT_NAMES),
                    .error = error ? error : &local};
    kuril_geometry_buffer_init(&c.page);
    const double over = scene->map->style_view ? OVER_PT : 0;
    c.reach = (kuril_rect){scene->frame.x_min - over, scene->frame.y_min - over, scene->frame.x_max + over,
                           scene->frame.y_max + over};
    add_worlds(&c, over);
    const kuril_status status = collect_all(&c);
    if (!scene->map->style_view)
        kuril_symbols_unite_axes(harvest);
    kuril_symbols_drop_repeats(scene, harvest->symbols);
    if (!scene->map->style_view) {
        kuril_symbols_weigh_ground(harvest);
        kuril_symbols_keep_on_water(harvest);
        kuril_symbols_keep_states_home(harvest);
        kuril_symbols_forbid_misleading(harvest);
    }
    for (guint i = 0; i < c.worlds->len; i++)
        kuril_chain_free(g_array_index(c.worlds, world, i).chain);
    g_array_free(c.worlds, TRUE);
    kuril_geometry_buffer_finish(&c.page);
    return status;
}
