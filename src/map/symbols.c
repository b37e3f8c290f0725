#include "core/diagnostics.h"
#include "map/label_report.h"
#include "map/paint_parts.h"
#include "map/symbol_collect.h"
#include "map/symbol_order.h"
#include <math.h>
#include <string.h>

/* What names keep clear of the frame and of furniture, besides their own padding. */
static const double MARGIN_PT = 3 * KURIL_PX;

struct kuril_symbols {
    kuril_symbol_harvest harvest;
    GArray *placed_boxes; /* kuril_label_box */
};

void kuril_symbols_free(kuril_symbols *symbols)
{
    if (!symbols)
        return;
    kuril_symbol_harvest_finish(&symbols->harvest);
    g_array_free(symbols->placed_boxes, TRUE);
    g_free(symbols);
}

static kuril_symbols *symbols_new(void)
{
    kuril_symbols *s = g_new0(kuril_symbols, 1);
    kuril_symbol_harvest_init(&s->harvest);
    s->placed_boxes = g_array_new(FALSE, TRUE, sizeof(kuril_label_box));
    return s;
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

/*
 * How much more than its place among the layers says a name is worth: `kurilmap:weight`, of which those of the second rank
 * (`symbol-sort-key`) have less, lest two of them take the place of one of the first.
 */
static double layer_weight(const kuril_symbol *symbol)
{
    const double said = kuril_layer_number(symbol->layer, "kurilmap:weight", 1), rank = CLAMP(symbol->sort_key, 1, 4);
    return said > 1 && said < 1000 ? fmax(said / sqrt(rank), 1) : said > 0 && said <= 1 ? said : 1;
}

/* A step down the ranking always outweighs a better place for a lesser name, and so does the lesser name's loss. */
static void weigh(GArray *symbols, GArray *labels)
{
    const guint n = symbols->len;
    kuril_symbol **ranked = g_new(kuril_symbol *, n ? n : 1);
    for (guint i = 0; i < n; i++)
        ranked[i] = &g_array_index(symbols, kuril_symbol, i);
    qsort(ranked, n, sizeof *ranked, heavier_first);
    for (guint rank = 0; rank < n; rank++) {
        kuril_symbol *symbol = ranked[rank];
        const size_t at = (size_t)(symbol - &g_array_index(symbols, kuril_symbol, 0));
        const double share = 1 - (double)rank / n;
        g_array_index(labels, kuril_label, at) = (kuril_label){.key = symbol->key,
                                                               .weight = (40 + 160 * share * share) * layer_weight(symbol),
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
    for (guint i = 0; i < s->harvest.symbols->len; i++) {
        kuril_symbol *symbol = &g_array_index(s->harvest.symbols, kuril_symbol, i);
        symbol->chosen = results[i].candidate;
        symbol->result = results[i];
        symbol->first_placed_box = s->placed_boxes->len;
        if (symbol->chosen < 0)
            continue;
        const kuril_label_candidate *candidate = &g_array_index(
            s->harvest.pool.candidates, kuril_label_candidate, symbol->first_candidate + (size_t)symbol->chosen);
        for (size_t b = 0; b < candidate->n_boxes; b++)
            g_array_append_val(s->placed_boxes, g_array_index(s->harvest.pool.boxes, kuril_label_box, candidate->first_box + b));
    }
}

static kuril_status place(kuril_symbols *s, const kuril_rect *frame, kuril_error *error)
{
    const kuril_symbol_harvest *h = &s->harvest;
    const guint n = h->symbols->len;
    GArray *labels = g_array_sized_new(FALSE, TRUE, sizeof(kuril_label), n);
    g_array_set_size(labels, n);
    weigh(h->symbols, labels);
    const kuril_label_problem problem = {
        .frame = {frame->x_min + MARGIN_PT, frame->y_min + MARGIN_PT, frame->x_max - MARGIN_PT, frame->y_max - MARGIN_PT},
        .labels = (const kuril_label *)(const void *)labels->data,
        .n_labels = n,
        .candidates = (const kuril_label_candidate *)(const void *)h->pool.candidates->data,
        .n_candidates = h->pool.candidates->len,
        .boxes = (const kuril_label_box *)(const void *)h->pool.boxes->data,
        .n_boxes = h->pool.boxes->len,
        .obstacles = (const kuril_label_obstacle *)(const void *)h->obstacles->data,
        .n_obstacles = h->obstacles->len};
    kuril_label_result *results = g_new0(kuril_label_result, n ? n : 1);
    const kuril_status status = kuril_label_place(&problem, results, NULL);
    if (status == KURIL_OK)
        take_results(s, results);
    else
        kuril_fail(error, status, "labels cannot be placed: %s", kuril_status_text(status));
    g_free(results);
    g_array_free(labels, TRUE);
    return status;
}

static void add_furniture(GArray *obstacles, const kuril_rect *r)
{
    const kuril_label_box piece = kuril_label_box_upright(r->x_min, r->y_min, r->x_max, r->y_max);
    const kuril_label_obstacle box = {.box = kuril_label_box_grown(piece, MARGIN_PT), .weight = INFINITY};
    if (r->x_min <= r->x_max)
        g_array_append_val(obstacles, box);
}

kuril_status kuril_symbols_place(kuril_scene *scene, const kuril_rect *furniture, size_t n_furniture,
                                 kuril_symbols **symbols, kuril_error *error)
{
    kuril_symbols *s = symbols_new();
    for (size_t i = 0; i < n_furniture; i++)
        add_furniture(s->harvest.obstacles, &furniture[i]);
    kuril_status status = kuril_symbol_harvest_collect(scene, &s->harvest, error);
    if (status == KURIL_OK && scene->map->style_view)
        kuril_symbols_place_in_order(&s->harvest.pool, s->harvest.symbols, &scene->frame);
    else if (status == KURIL_OK)
        status = place(s, &scene->frame, error);
    if (status == KURIL_OK)
        *symbols = s;
    else
        kuril_symbols_free(s);
    return status;
}

static void draw_letters(kuril_canvas *canvas, const kuril_symbol *symbol, const kuril_symbol_pose *pose,
                         kuril_text_parts parts)
{
    const double dx = symbol->text_dx, dy = symbol->text_dy;
    if (pose->curve)
        kuril_text_curve_draw(canvas, pose->curve, dx, dy, &symbol->text_paint, parts);
    else
        kuril_text_draw(canvas, pose->text ? pose->text : symbol->text, pose->text_x + dx, pose->text_y + dy,
                        pose->angle_deg, symbol->x + dx, symbol->y + dy, &symbol->text_paint, parts);
}

/* How far the symbol's own dot or icon reaches from its middle. */
static double own_reach(const kuril_symbols *symbols, const kuril_symbol *symbol)
{
    double reach = kuril_symbol_leader_gap(symbol);
    for (guint i = 0; i < symbols->harvest.dots->len; i++) {
        const kuril_label_dot *dot = &g_array_index(symbols->harvest.dots, kuril_label_dot, i);
        if (dot->owner == symbol->owner)
            reach = fmax(reach, (dot->rect.x_max - dot->rect.x_min) / 2);
    }
    return reach;
}

/* How far from the middle of its island a leader line may begin and yet end on land; `most` where there is none. */
static double tip_on_land(const kuril_symbols *symbols, const kuril_symbol *symbol, double ux, double uy, double most)
{
    const double step = 0.25, ashore = 1.5; /* points: a cell of the ground that reaches into the sea, and a bit */
    for (guint g = 0; g < symbols->harvest.grounds->len; g++) {
        const kuril_symbol_ground *ground = &g_array_index(symbols->harvest.grounds, kuril_symbol_ground, g);
        for (double tip = most; ground->land && tip >= 0; tip -= step)
            if (kuril_label_area_has(ground->area, symbol->x + tip * ux, symbol->y + tip * uy))
                return fmax(tip < most ? tip - ashore : tip, 0);
    }
    return most;
}

/* With a light on both sides, as the letters have, so that it is seen on hatching, too; none lies on the symbol's own dot. */
static void draw_leader(const kuril_symbols *symbols, kuril_canvas *canvas, const kuril_symbol *symbol,
                        const kuril_symbol_pose *pose)
{
    const double width = 0.8 * KURIL_PX, dx = pose->leader_x - symbol->tip_x, dy = pose->leader_y - symbol->tip_y;
    const double length = hypot(dx, dy), reach = symbol->tip_moved ? 0 : own_reach(symbols, symbol);
    const double start = length > 0 ? reach / length : 1;
    double from = fmin(0.75 * start, 1); /* an icon may be hollow, or slim */
    if (!symbol->icon && !symbol->tip_moved && start < 1 && reach == kuril_symbol_leader_gap(symbol))
        from = tip_on_land(symbols, symbol, dx / length, dy / length, from * length) / length;
    kuril_stroke stroke = {.paint = {symbol->text_paint.halo_color, NULL}, .width_pt = width + 1.6 * KURIL_PX};
    if (symbol->text_paint.halo_width_pt > 0 && start < 1) {
        kuril_canvas_new_path(canvas);
        kuril_canvas_move_to(canvas, symbol->tip_x + start * dx, symbol->tip_y + start * dy);
        kuril_canvas_line_to(canvas, pose->leader_x, pose->leader_y);
        kuril_canvas_stroke(canvas, &stroke);
    }
    kuril_canvas_new_path(canvas);
    kuril_canvas_move_to(canvas, symbol->tip_x + from * dx, symbol->tip_y + from * dy);
    kuril_canvas_line_to(canvas, pose->leader_x, pose->leader_y);
    stroke = (kuril_stroke){.paint = {symbol->text_paint.color, NULL}, .width_pt = width};
    kuril_canvas_stroke(canvas, &stroke);
}

typedef enum draw_step { DRAW_LEADERS, DRAW_ICONS, DRAW_HALOS, DRAW_LETTERS, DRAW_STEPS } draw_step;

static void draw_symbol(const kuril_symbols *symbols, kuril_canvas *canvas, const kuril_symbol *symbol,
                        const kuril_symbol_pose *pose, draw_step step)
{
    if (step == DRAW_LEADERS && pose->has_leader)
        draw_leader(symbols, canvas, symbol, pose);
    if (step == DRAW_ICONS && pose->has_icon) {
        const kuril_icon_pose *icon = &g_array_index(symbols->harvest.pool.icons, kuril_icon_pose, pose->icon);
        kuril_icon_paint paint = symbol->icon_paint;
        paint.x = icon->x + symbol->icon_dx;
        paint.y = icon->y + symbol->icon_dy;
        paint.scale_x = icon->scale_x;
        paint.scale_y = icon->scale_y;
        paint.angle_deg = icon->angle_deg;
        paint.smooth = icon->smooth;
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
        for (guint i = 0; i < symbols->harvest.symbols->len; i++) {
            const kuril_symbol *symbol = &g_array_index(symbols->harvest.symbols, kuril_symbol, i);
            if (symbol->sheet != sheet || symbol->layer->index < first || symbol->layer->index > last)
                continue;
            if (symbol->icon_kept)
                draw_symbol(symbols, canvas, symbol, &symbol->icon_pose, (draw_step)step);
            if (symbol->chosen < 0)
                continue;
            const kuril_symbol_pose *pose = &g_array_index(symbols->harvest.pool.poses, kuril_symbol_pose,
                                                           symbol->first_candidate + (size_t)symbol->chosen);
            draw_symbol(symbols, canvas, symbol, pose, (draw_step)step);
        }
    }
}

bool kuril_symbols_show_icon(const kuril_symbols *symbols, const kuril_style_layer *layer, const kuril_icon *icon)
{
    const kuril_symbol_harvest *h = &symbols->harvest;
    for (guint i = 0; i < h->symbols->len; i++) {
        const kuril_symbol *symbol = &g_array_index(h->symbols, kuril_symbol, i);
        if (symbol->layer != layer || symbol->icon != icon)
            continue;
        if (symbol->icon_kept && symbol->icon_pose.has_icon)
            return true;
        if (symbol->chosen >= 0 &&
            g_array_index(h->pool.poses, kuril_symbol_pose, symbol->first_candidate + (size_t)symbol->chosen).has_icon)
            return true;
    }
    return false;
}

size_t kuril_symbols_count(const kuril_symbols *symbols)
{
    return symbols->harvest.symbols->len;
}

static const kuril_label_candidate *candidate_of(const kuril_symbols *symbols, const kuril_symbol *symbol, size_t which)
{
    return &g_array_index(symbols->harvest.pool.candidates, kuril_label_candidate, symbol->first_candidate + which);
}

/* The place that a name would have if it were alone. */
static size_t preferred(const kuril_symbols *s, const kuril_symbol *symbol)
{
    size_t best = 0;
    for (size_t i = 1; i < symbol->n_candidates; i++)
        if (candidate_of(s, symbol, i)->cost < candidate_of(s, symbol, best)->cost)
            best = i;
    return best;
}

/* Middle of the text of a candidate: the last box but for a leader line's. */
static const kuril_label_box *text_box(const kuril_symbols *s, const kuril_symbol *symbol, size_t which)
{
    const kuril_label_candidate *c = candidate_of(s, symbol, which);
    const kuril_symbol_pose *pose =
        &g_array_index(s->harvest.pool.poses, kuril_symbol_pose, symbol->first_candidate + which);
    const size_t after = pose->has_leader ? 2 : 1;
    return c->n_boxes < after ? NULL : &g_array_index(s->harvest.pool.boxes, kuril_label_box, c->first_box + c->n_boxes - after);
}

static double moved(const kuril_symbols *s, const kuril_symbol *symbol)
{
    const kuril_label_box *to = text_box(s, symbol, (size_t)symbol->chosen);
    const kuril_label_box *from = text_box(s, symbol, preferred(s, symbol));
    return to && from ? hypot(to->x - from->x, to->y - from->y) : 0;
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
    const kuril_symbol *symbol = &g_array_index(symbols->harvest.symbols, kuril_symbol, i);
    const bool chosen = symbol->chosen >= 0;
    const size_t which = chosen ? symbol->first_candidate + (size_t)symbol->chosen : 0;
    const kuril_symbol_pose *pose = chosen ? &g_array_index(symbols->harvest.pool.poses, kuril_symbol_pose, which) : NULL;
    kuril_label_entry entry = {.layer = symbol->layer->id,
                               .text = text_of(symbol),
                               .reason = reason_of(symbol, pose),
                               .x = symbol->x,
                               .y = symbol->y,
                               .may_overlap = overlap_allowed(symbol),
                               .owner = symbol->owner};
    if (entry.reason == KURIL_LABEL_COLLISION && symbol->result.blocker < symbols->harvest.symbols->len)
        entry.blocker = text_of(&g_array_index(symbols->harvest.symbols, kuril_symbol, symbol->result.blocker));
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
    *count = symbols->harvest.dots->len;
    return (const kuril_label_dot *)(const void *)symbols->harvest.dots->data;
}

const kuril_label_box *kuril_symbols_boxes(const kuril_symbols *symbols, size_t *count)
{
    *count = symbols->placed_boxes->len;
    return (const kuril_label_box *)(const void *)symbols->placed_boxes->data;
}
