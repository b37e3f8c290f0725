#include "core/diagnostics.h"
#include "geom/geometry_buffer.h"
#include "label/candidates.h"
#include "map/label_report.h"
#include "map/paint_parts.h"
#include "map/symbol.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

struct kuril_symbols {
    GArray *symbols; /* kuril_symbol */
    kuril_symbol_pool pool;
    GArray *placed_boxes; /* kuril_label_box */
    GArray *dots;         /* kuril_label_dot */
};

typedef struct collecting {
    kuril_scene *scene;
    kuril_symbols *symbols;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    kuril_chain *chain;
    kuril_geometry_buffer page; /* the feature on the page */
    GArray *obstacles;          /* kuril_label_obstacle */
    GHashTable *owners;         /* page place -> owner, from 1 */
    double line_weight;         /* of the layer in hand */
    kuril_error *error;
} collecting;

static void free_curve(gpointer data)
{
    kuril_text_curve_free(data);
}

void kuril_symbols_free(kuril_symbols *symbols)
{
    if (!symbols)
        return;
    for (guint i = 0; i < symbols->symbols->len; i++)
        g_free(g_array_index(symbols->symbols, kuril_symbol, i).key);
    g_array_free(symbols->symbols, TRUE);
    g_array_free(symbols->pool.candidates, TRUE);
    g_array_free(symbols->pool.poses, TRUE);
    g_array_free(symbols->pool.boxes, TRUE);
    g_ptr_array_free(symbols->pool.curves, TRUE);
    g_array_free(symbols->placed_boxes, TRUE);
    g_array_free(symbols->dots, TRUE);
    g_free(symbols);
}

static kuril_symbols *symbols_new(void)
{
    kuril_symbols *s = g_new0(kuril_symbols, 1);
    s->symbols = g_array_new(FALSE, TRUE, sizeof(kuril_symbol));
    s->pool = (kuril_symbol_pool){g_array_new(FALSE, TRUE, sizeof(kuril_label_candidate)),
                                  g_array_new(FALSE, TRUE, sizeof(kuril_symbol_pose)),
                                  g_array_new(FALSE, TRUE, sizeof(kuril_label_box)),
                                  g_ptr_array_new_with_free_func(free_curve)};
    s->placed_boxes = g_array_new(FALSE, TRUE, sizeof(kuril_label_box));
    s->dots = g_array_new(FALSE, TRUE, sizeof(kuril_label_dot));
    return s;
}

/* A dot, its icon and its name share a place on the page: the owner. */
static size_t owner_at(collecting *c, double x, double y)
{
    char *key = g_strdup_printf("%.0f %.0f", x * 4, y * 4);
    gpointer owner = g_hash_table_lookup(c->owners, key);
    if (!owner) {
        owner = GSIZE_TO_POINTER(g_hash_table_size(c->owners) + 1);
        g_hash_table_insert(c->owners, key, owner);
    } else {
        g_free(key);
    }
    return GPOINTER_TO_SIZE(owner);
}

static void project(collecting *c, const kuril_feature *feature)
{
    kuril_geometry_buffer_reset(&c->page);
    if (kuril_geometry_walk(feature->geometry, kuril_chain_first(c->chain)) != KURIL_OK)
        kuril_chain_reset(c->chain);
}

static void add_symbol(collecting *c, kuril_symbol *symbol)
{
    if (symbol->n_candidates == 0 && !symbol->icon_kept)
        return;
    symbol->key = g_strdup_printf("%06zu %s %.3f %.3f", symbol->layer->index,
                                  symbol->text ? kuril_text_layout_text(symbol->text) : "", symbol->x, symbol->y);
    g_array_append_val(c->symbols->symbols, *symbol);
}

/* Names of others keep off it. */
static void add_dot(collecting *c, const kuril_rect *rect, size_t owner)
{
    const kuril_label_obstacle obstacle = {
        .box = kuril_label_box_upright(rect->x_min, rect->y_min, rect->x_max, rect->y_max),
        .weight = INFINITY,
        .owner = owner};
    const kuril_label_dot dot = {*rect, owner};
    g_array_append_val(c->obstacles, obstacle);
    g_array_append_val(c->symbols->dots, dot);
}

/* An icon that may overlap is drawn whatever becomes of its name, and other names keep off it. */
static void keep_icon(collecting *c, const kuril_symbol *symbol)
{
    const kuril_symbol_pose *pose = &symbol->icon_pose;
    const double w = kuril_icon_width_pt(symbol->icon) * symbol->icon_paint.scale_x / 2;
    const double h = kuril_icon_height_pt(symbol->icon) * symbol->icon_paint.scale_y / 2;
    const kuril_rect icon = {pose->icon_x - w, pose->icon_y - h, pose->icon_x + w, pose->icon_y + h};
    add_dot(c, &icon, owner_at(c, symbol->x, symbol->y));
}

static void symbol_at(collecting *c, const kuril_symbol *look, const kuril_feature *feature, double x, double y)
{
    kuril_symbol symbol = *look;
    symbol.x = x;
    symbol.y = y;
    kuril_symbol_at_point(&c->symbols->pool, &symbol, feature);
    if (symbol.icon_kept)
        keep_icon(c, &symbol);
    add_symbol(c, &symbol);
}

static double line_length(const kuril_lonlat *p, size_t n)
{
    double length = 0;
    for (size_t i = 1; i < n; i++)
        length += hypot(p[i].lon - p[i - 1].lon, p[i].lat - p[i - 1].lat);
    return length;
}

static kuril_lonlat point_along(const kuril_lonlat *p, size_t n, double at)
{
    for (size_t i = 1; i < n; i++) {
        const double step = hypot(p[i].lon - p[i - 1].lon, p[i].lat - p[i - 1].lat);
        if (at <= step && step > 0)
            return (kuril_lonlat){p[i - 1].lon + (p[i].lon - p[i - 1].lon) * at / step,
                                  p[i - 1].lat + (p[i].lat - p[i - 1].lat) * at / step};
        at -= step;
    }
    return p[n - 1];
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
    const double length = line_length(line, n);
    const double text = look->text ? kuril_text_layout_size(look->text).width_pt * 1.08 : 0;
    if (length >= text || !kuril_layer_says(c->layer, "kurilmap:overhang")) {
        symbols_along_line(c, look, feature, line, n);
        return;
    }
    kuril_lonlat *longer = overhang(line, n, (text - length) / 2 + 1);
    symbols_along_line(c, look, feature, longer, n);
    g_free(longer);
}

/* One name in the middle, or one every symbol-spacing. */
static void symbols_along_line(collecting *c, const kuril_symbol *look, const kuril_feature *feature,
                          const kuril_lonlat *line, size_t n)
{
    const double length = line_length(line, n);
    const double text = look->text ? kuril_text_layout_size(look->text).width_pt : 0;
    const int placement = kuril_style_enum(c->sheet->styling, c->layer, KURIL_SYMBOL_PLACEMENT, NULL);
    const double spacing = fmax(kuril_layer_points(c->sheet, c->layer, KURIL_SYMBOL_SPACING, NULL), text + KURIL_PX);
    const bool once = placement == KURIL_STYLE_PLACEMENT_LINE_CENTER || length < 1.5 * spacing;
    const double count = once ? 1 : floor(length / spacing);
    for (double i = 0; i < count && i < 10000; i++) {
        const double middle = length * (i + 0.5) / count;
        kuril_symbol symbol = *look;
        const kuril_lonlat at = point_along(line, n, middle);
        symbol.x = at.lon;
        symbol.y = at.lat;
        double slack = fmax((length / count - text) / 2, 0);
        if (kuril_layer_says(c->layer, "kurilmap:overhang")) /* a water's name stays at the water's middle */
            slack = fmin(slack, text / 2);
        kuril_symbol_along_line(&c->symbols->pool, &symbol, feature, line, n, middle, slack * 0.9);
        add_symbol(c, &symbol);
    }
}

static void symbols_of_lines(collecting *c, const kuril_symbol *look, const kuril_feature *feature)
{
    const kuril_geometry page = kuril_geometry_buffer_view(&c->page);
    for (size_t i = 0; i < page.n_parts; i++) {
        const kuril_part part = page.parts[i];
        if (part.kind == KURIL_POINT || part.count == 0)
            continue;
        const kuril_ring ring = page.rings[part.first];
        if (ring.count >= 2)
            symbols_along(c, look, feature, page.points + ring.first, ring.count);
    }
}

static double ring_area(const kuril_lonlat *p, size_t n)
{
    double twice = 0;
    for (size_t i = 0, j = n - 1; i < n; j = i++)
        twice += (p[j].lon - p[0].lon) * (p[i].lat - p[0].lat) - (p[i].lon - p[0].lon) * (p[j].lat - p[0].lat);
    return fabs(twice) / 2;
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
            const double area = ring_area(page->points + ring.first, ring.count);
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

/* An archipelago has one name, in its largest visible part. */
static void symbol_of_area(collecting *c, const kuril_symbol *look, const kuril_feature *feature,
                           const kuril_geometry *page)
{
    GArray *rings = rings_largest_first(page);
    const kuril_part part = {KURIL_POLYGON, 0, rings->len};
    kuril_geometry whole = *page;
    whole.rings = (const kuril_ring *)(const void *)rings->data;
    whole.n_rings = rings->len;
    whole.parts = &part;
    whole.n_parts = 1;
    kuril_label_area *area = rings->len > 0 ? kuril_label_area_new(&whole) : NULL;
    if (area) {
        double x, y;
        kuril_label_area_pole(area, &x, &y);
        kuril_label_area_free(area);
        symbol_at(c, look, feature, x, y);
    }
    g_array_free(rings, TRUE);
}

static void symbols_of_points(collecting *c, const kuril_symbol *look, const kuril_feature *feature)
{
    const kuril_geometry page = kuril_geometry_buffer_view(&c->page);
    symbol_of_area(c, look, feature, &page);
    for (size_t i = 0; i < page.n_parts; i++) {
        const kuril_part part = page.parts[i];
        if (part.kind == KURIL_POLYGON || part.count == 0)
            continue;
        const kuril_lonlat p = page.points[page.rings[part.first].first];
        symbol_at(c, look, feature, p.lon, p.lat);
    }
}

static kuril_status collect_feature(void *user, const kuril_feature *feature)
{
    collecting *c = user;
    project(c, feature);
    if (c->page.points->len == 0)
        return KURIL_OK;
    kuril_symbol look;
    if (!kuril_symbol_look(c->scene, c->sheet, c->layer, feature, &look, c->error))
        return c->error && c->error->code != KURIL_OK ? c->error->code : KURIL_OK;
    if (kuril_style_enum(c->sheet->styling, c->layer, KURIL_SYMBOL_PLACEMENT, NULL) == KURIL_STYLE_PLACEMENT_POINT)
        symbols_of_points(c, &look, feature);
    else
        symbols_of_lines(c, &look, feature);
    return KURIL_OK;
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

/* Last sink: the lines of a layer as obstacles, segment by segment. */
typedef struct segment_sink {
    kuril_sink base;
    GArray *obstacles;
    double weight, x, y;
    bool open;
} segment_sink;

static kuril_status segment_point(kuril_sink *sink, double x, double y)
{
    segment_sink *s = (segment_sink *)sink;
    if (s->open) {
        const kuril_label_obstacle segment = {
            .is_segment = true, .x0 = s->x, .y0 = s->y, .x1 = x, .y1 = y, .weight = s->weight};
        g_array_append_val(s->obstacles, segment);
    }
    s->x = x;
    s->y = y;
    s->open = true;
    return KURIL_OK;
}

static kuril_status segment_break(kuril_sink *sink)
{
    ((segment_sink *)sink)->open = false;
    return KURIL_OK;
}

static const kuril_sink_ops segment_ops = {segment_point, segment_break, segment_break, segment_break, segment_break};

static kuril_status collect_segments(void *user, const kuril_feature *feature)
{
    collecting *c = user;
    segment_sink sink = {{&segment_ops, NULL}, c->obstacles, c->line_weight, 0, 0, false};
    kuril_chain_set_last(c->chain, &sink.base);
    if (kuril_geometry_walk_outline(feature->geometry, kuril_chain_first(c->chain)) != KURIL_OK)
        kuril_chain_reset(c->chain);
    kuril_chain_set_last(c->chain, &c->page.base);
    return KURIL_OK;
}

/* What a layer's lines cost a name for each point that it covers; 0: names may cross them. */
static double line_weight(const collecting *c)
{
    const double said = kuril_layer_number(c->layer, "kurilmap:avoid", NAN);
    if (!isnan(said))
        return said;
    return c->sheet == &c->scene->sheets[KURIL_SHEET_OVERLAY] ? 0.6 : 0;
}

static kuril_status collect_layer(collecting *c)
{
    if (!kuril_styling_visible(c->sheet->styling, c->layer))
        return KURIL_OK;
    if (c->layer->type == KURIL_LAYER_SYMBOL)
        return kuril_scene_features(c->scene, c->sheet, c->layer, KURIL_SYMBOL_SORT_KEY, collect_feature, c, c->error);
    c->line_weight = c->layer->type == KURIL_LAYER_LINE ? line_weight(c) : 0;
    if (c->line_weight > 0)
        return kuril_scene_features(c->scene, c->sheet, c->layer, KURIL_LINE_SORT_KEY, collect_segments, c, c->error);
    if (c->layer->type == KURIL_LAYER_CIRCLE)
        return kuril_scene_features(c->scene, c->sheet, c->layer, KURIL_CIRCLE_SORT_KEY, collect_dot, c, c->error);
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

static gint heavier_first(gconstpointer a, gconstpointer b)
{
    const kuril_symbol *const *x = a, *const *y = b;
    const int sheet = ((*x)->sheet < (*y)->sheet) - ((*x)->sheet > (*y)->sheet);
    if (sheet)
        return sheet;
    if ((*x)->layer->index != (*y)->layer->index)
        return (*x)->layer->index > (*y)->layer->index ? -1 : 1;
    if ((*x)->sort_key != (*y)->sort_key)
        return (*x)->sort_key < (*y)->sort_key ? -1 : 1;
    return strcmp((*x)->key, (*y)->key);
}

static bool overlap_allowed(const kuril_symbol *symbol)
{
    kuril_styling *s = symbol->sheet->styling;
    const kuril_style_layer *l = symbol->layer;
    const bool text = !symbol->text || kuril_style_boolean(s, l, KURIL_TEXT_ALLOW_OVERLAP, NULL) ||
                      kuril_style_enum(s, l, KURIL_TEXT_OVERLAP, NULL) == KURIL_STYLE_OVERLAP_ALWAYS;
    const bool icon = !symbol->icon || kuril_style_boolean(s, l, KURIL_ICON_ALLOW_OVERLAP, NULL) ||
                      kuril_style_enum(s, l, KURIL_ICON_OVERLAP, NULL) == KURIL_STYLE_OVERLAP_ALWAYS;
    return text && icon;
}

static bool placement_ignored(const kuril_symbol *symbol)
{
    kuril_styling *s = symbol->sheet->styling;
    const kuril_style_layer *l = symbol->layer;
    return (!symbol->text || kuril_style_boolean(s, l, KURIL_TEXT_IGNORE_PLACEMENT, NULL)) &&
           (!symbol->icon || kuril_style_boolean(s, l, KURIL_ICON_IGNORE_PLACEMENT, NULL));
}

/* A step down the ranking always outweighs a better place for a lesser name, and so does the lesser name's loss. */
static void weigh(collecting *c, GArray *labels)
{
    GArray *symbols = c->symbols->symbols;
    const guint n = symbols->len;
    kuril_symbol **ranked = g_new(kuril_symbol *, n ? n : 1);
    for (guint i = 0; i < n; i++)
        ranked[i] = &g_array_index(symbols, kuril_symbol, i);
    qsort(ranked, n, sizeof *ranked, heavier_first);
    for (guint rank = 0; rank < n; rank++) {
        kuril_symbol *symbol = ranked[rank];
        const size_t at = (size_t)(symbol - &g_array_index(symbols, kuril_symbol, 0));
        const double share = 1 - (double)rank / n;
        symbol->owner = owner_at(c, symbol->x, symbol->y);
        g_array_index(labels, kuril_label, at) = (kuril_label){.key = symbol->key,
                                                               .weight = 20 + 180 * share * share,
                                                               .first_candidate = symbol->first_candidate,
                                                               .n_candidates = symbol->n_candidates,
                                                               .owner = symbol->owner,
                                                               .allow_overlap = overlap_allowed(symbol),
                                                               .ignored = placement_ignored(symbol)};
    }
    g_free(ranked);
}

static void take_results(kuril_symbols *s, const kuril_label_result *results)
{
    for (guint i = 0; i < s->symbols->len; i++) {
        kuril_symbol *symbol = &g_array_index(s->symbols, kuril_symbol, i);
        symbol->chosen = results[i].candidate;
        symbol->result = results[i];
        symbol->first_placed_box = s->placed_boxes->len;
        if (symbol->chosen < 0)
            continue;
        const kuril_label_candidate *candidate = &g_array_index(
            s->pool.candidates, kuril_label_candidate, symbol->first_candidate + (size_t)symbol->chosen);
        for (size_t b = 0; b < candidate->n_boxes; b++)
            g_array_append_val(s->placed_boxes, g_array_index(s->pool.boxes, kuril_label_box, candidate->first_box + b));
    }
}

static kuril_status place(collecting *c)
{
    kuril_symbols *s = c->symbols;
    const guint n = s->symbols->len;
    GArray *labels = g_array_sized_new(FALSE, TRUE, sizeof(kuril_label), n);
    g_array_set_size(labels, n);
    weigh(c, labels);
    const kuril_label_problem problem = {
        .frame = c->scene->frame,
        .labels = (const kuril_label *)(const void *)labels->data,
        .n_labels = n,
        .candidates = (const kuril_label_candidate *)(const void *)s->pool.candidates->data,
        .n_candidates = s->pool.candidates->len,
        .boxes = (const kuril_label_box *)(const void *)s->pool.boxes->data,
        .n_boxes = s->pool.boxes->len,
        .obstacles = (const kuril_label_obstacle *)(const void *)c->obstacles->data,
        .n_obstacles = c->obstacles->len};
    kuril_label_result *results = g_new0(kuril_label_result, n ? n : 1);
    const kuril_status status = kuril_label_place(&problem, results, NULL);
    if (status == KURIL_OK)
        take_results(s, results);
    else
        kuril_fail(c->error, status, "labels cannot be placed: %s", kuril_status_text(status));
    g_free(results);
    g_array_free(labels, TRUE);
    return status;
}

kuril_status kuril_symbols_place(kuril_scene *scene, const kuril_rect *furniture, size_t n_furniture,
                                 kuril_symbols **symbols, kuril_error *error)
{
    kuril_error local = {0};
    collecting c = {.scene = scene,
                    .symbols = symbols_new(),
                    .obstacles = g_array_new(FALSE, TRUE, sizeof(kuril_label_obstacle)),
                    .owners = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                    .error = error ? error : &local};
    kuril_geometry_buffer_init(&c.page);
    c.chain = kuril_chain_new(scene->projection, &scene->fit, &scene->frame, NULL, &c.page.base);
    for (size_t i = 0; i < n_furniture; i++) {
        const kuril_rect r = furniture[i];
        const kuril_label_obstacle box = {.box = kuril_label_box_upright(r.x_min, r.y_min, r.x_max, r.y_max),
                                          .weight = INFINITY};
        if (r.x_min <= r.x_max)
            g_array_append_val(c.obstacles, box);
    }
    kuril_status status = collect_all(&c);
    if (status == KURIL_OK)
        status = place(&c);
    kuril_chain_free(c.chain);
    kuril_geometry_buffer_finish(&c.page);
    g_hash_table_destroy(c.owners);
    g_array_free(c.obstacles, TRUE);
    if (status == KURIL_OK)
        *symbols = c.symbols;
    else
        kuril_symbols_free(c.symbols);
    return status;
}

static void draw_letters(kuril_canvas *canvas, const kuril_symbol *symbol, const kuril_symbol_pose *pose,
                         kuril_text_parts parts)
{
    if (pose->curve)
        kuril_text_curve_draw(canvas, pose->curve, &symbol->text_paint, parts);
    else
        kuril_text_draw(canvas, symbol->text, pose->text_x + symbol->text_dx, pose->text_y + symbol->text_dy,
                        pose->angle_deg, symbol->x, symbol->y, &symbol->text_paint, parts);
}

static void draw_leader(kuril_canvas *canvas, const kuril_symbol *symbol, const kuril_symbol_pose *pose)
{
    kuril_canvas_new_path(canvas);
    kuril_canvas_move_to(canvas, symbol->x, symbol->y);
    kuril_canvas_line_to(canvas, pose->leader_x, pose->leader_y);
    kuril_stroke stroke = {.paint = {symbol->text_paint.color, NULL}, .width_pt = 0.7 * KURIL_PX};
    stroke.paint.color.a *= 0.8;
    kuril_canvas_stroke(canvas, &stroke);
}

typedef enum draw_step { DRAW_LEADERS, DRAW_ICONS, DRAW_HALOS, DRAW_LETTERS, DRAW_STEPS } draw_step;

static void draw_symbol(kuril_canvas *canvas, const kuril_symbol *symbol, const kuril_symbol_pose *pose,
                        draw_step step)
{
    if (step == DRAW_LEADERS && pose->has_leader)
        draw_leader(canvas, symbol, pose);
    if (step == DRAW_ICONS && pose->has_icon) {
        kuril_icon_paint paint = symbol->icon_paint;
        paint.x = pose->icon_x;
        paint.y = pose->icon_y;
        kuril_icon_draw(canvas, symbol->icon, &paint);
    }
    if (step == DRAW_HALOS && pose->has_text && symbol->text_paint.halo_width_pt > 0)
        draw_letters(canvas, symbol, pose, KURIL_TEXT_HALO);
    if (step == DRAW_LETTERS && pose->has_text)
        draw_letters(canvas, symbol, pose, KURIL_TEXT_LETTERS);
}

void kuril_symbols_draw(const kuril_symbols *symbols, const kuril_sheet *sheet, size_t first, size_t last,
                        kuril_canvas *canvas)
{
    for (int step = 0; step < DRAW_STEPS; step++) {
        for (guint i = 0; i < symbols->symbols->len; i++) {
            const kuril_symbol *symbol = &g_array_index(symbols->symbols, kuril_symbol, i);
            if (symbol->sheet != sheet || symbol->layer->index < first || symbol->layer->index > last)
                continue;
            if (symbol->icon_kept)
                draw_symbol(canvas, symbol, &symbol->icon_pose, (draw_step)step);
            if (symbol->chosen < 0)
                continue;
            const kuril_symbol_pose *pose = &g_array_index(symbols->pool.poses, kuril_symbol_pose,
                                                           symbol->first_candidate + (size_t)symbol->chosen);
            draw_symbol(canvas, symbol, pose, (draw_step)step);
        }
    }
}

size_t kuril_symbols_count(const kuril_symbols *symbols)
{
    return symbols->symbols->len;
}

static const kuril_label_candidate *candidate_of(const kuril_symbols *symbols, const kuril_symbol *symbol, size_t which)
{
    return &g_array_index(symbols->pool.candidates, kuril_label_candidate, symbol->first_candidate + which);
}

/* From the middle of the text (the last box but for a leader line's) of one candidate to that of another. */
static double moved(const kuril_symbols *s, const kuril_symbol *symbol)
{
    const kuril_label_candidate *to = candidate_of(s, symbol, (size_t)symbol->chosen), *from = candidate_of(s, symbol, 0);
    if (symbol->chosen == 0 || to->n_boxes == 0 || from->n_boxes == 0)
        return 0;
    const kuril_symbol_pose *pose =
        &g_array_index(s->pool.poses, kuril_symbol_pose, symbol->first_candidate + (size_t)symbol->chosen);
    const size_t last = to->first_box + to->n_boxes - 1 - (pose->has_leader ? 1 : 0);
    const kuril_label_box *a = &g_array_index(s->pool.boxes, kuril_label_box, last);
    const kuril_label_box *b = &g_array_index(s->pool.boxes, kuril_label_box, from->first_box + from->n_boxes - 1);
    return hypot(a->x - b->x, a->y - b->y);
}

static const char *text_of(const kuril_symbol *symbol)
{
    return symbol->text ? kuril_text_layout_text(symbol->text) : "";
}

/* A name that gave way to its icon is dropped for what keeps it from its preferred place. */
static kuril_label_reason reason_of(const kuril_symbol *symbol, const kuril_symbol_pose *pose)
{
    if (symbol->text && pose && !pose->has_text)
        return symbol->result.first_taken == KURIL_LABEL_PLACED ? KURIL_LABEL_OBSTACLE : symbol->result.first_taken;
    if (!symbol->text && symbol->icon_kept)
        return KURIL_LABEL_PLACED;
    return symbol->result.reason;
}

kuril_label_entry kuril_symbols_entry(const kuril_symbols *symbols, size_t i)
{
    const kuril_symbol *symbol = &g_array_index(symbols->symbols, kuril_symbol, i);
    const bool chosen = symbol->chosen >= 0;
    const size_t which = chosen ? symbol->first_candidate + (size_t)symbol->chosen : 0;
    const kuril_symbol_pose *pose = chosen ? &g_array_index(symbols->pool.poses, kuril_symbol_pose, which) : NULL;
    kuril_label_entry entry = {.layer = symbol->layer->id,
                               .text = text_of(symbol),
                               .reason = reason_of(symbol, pose),
                               .x = symbol->x,
                               .y = symbol->y,
                               .may_overlap = overlap_allowed(symbol),
                               .owner = symbol->owner};
    if (entry.reason == KURIL_LABEL_COLLISION && symbol->result.blocker < symbols->symbols->len)
        entry.blocker = text_of(&g_array_index(symbols->symbols, kuril_symbol, symbol->result.blocker));
    if (!chosen)
        return entry;
    entry.first_box = symbol->first_placed_box;
    entry.n_boxes = candidate_of(symbols, symbol, (size_t)symbol->chosen)->n_boxes;
    entry.moved_pt = entry.reason == KURIL_LABEL_PLACED ? moved(symbols, symbol) : 0;
    entry.has_leader = pose->has_leader;
    return entry;
}

const kuril_label_dot *kuril_symbols_dots(const kuril_symbols *symbols, size_t *count)
{
    *count = symbols->dots->len;
    return (const kuril_label_dot *)(const void *)symbols->dots->data;
}

const kuril_label_box *kuril_symbols_boxes(const kuril_symbols *symbols, size_t *count)
{
    *count = symbols->placed_boxes->len;
    return (const kuril_label_box *)(const void *)symbols->placed_boxes->data;
}
