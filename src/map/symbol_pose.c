/* What a place of a symbol is made of: its icon, its text and its leader line, and the boxes that they take. */
#include "map/symbol_pose.h"
#include "map/paint_parts.h"
#include <math.h>

static void add_box(kuril_symbol_pool *pool, kuril_label_box box)
{
    g_array_append_val(pool->boxes, box);
}

void kuril_symbol_add_moved_box(kuril_symbol_pool *pool, kuril_label_box box, double dx, double dy)
{
    box.x += dx;
    box.y += dy;
    add_box(pool, box);
}

void kuril_symbol_add_candidate(kuril_symbol_pool *pool, kuril_symbol *symbol, size_t first_box,
                                const kuril_symbol_pose *pose, double cost)
{
    const kuril_label_candidate candidate = {first_box, pool->boxes->len - first_box, cost + symbol->dearer};
    if (symbol->n_candidates == 0)
        symbol->first_candidate = pool->candidates->len;
    symbol->n_candidates++;
    g_array_append_val(pool->candidates, candidate);
    g_array_append_val(pool->poses, *pose);
}

double kuril_symbol_text_pad(const kuril_symbol *symbol)
{
    const double padding = kuril_layer_points(symbol->sheet, symbol->layer, KURIL_TEXT_PADDING, NULL);
    return symbol->in_order ? padding : fmax(padding, symbol->text_paint.halo_width_pt);
}

bool kuril_symbol_along_lines(const kuril_symbol *symbol)
{
    return kuril_style_enum(kuril_symbol_layout(symbol), symbol->layer, KURIL_SYMBOL_PLACEMENT, NULL) !=
           KURIL_STYLE_PLACEMENT_POINT;
}

double kuril_symbol_reading_air(const kuril_symbol *symbol)
{
    return symbol->in_order ? 0 : 0.25 * symbol->em_pt;
}

/* Air above and below: two large names out at sea, or those of two dots, would be read as one of two lines. */
static double stacking_air(const kuril_symbol *symbol, const kuril_symbol_pose *pose)
{
    const bool level = pose->text && pose->text == symbol->level && kuril_symbol_along_lines(symbol);
    if (level || pose->off_shore)
        return 0.3 * symbol->em_pt;
    return symbol->icon && !symbol->in_order ? 0.15 * symbol->em_pt : 0;
}

static void add_text_box(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_symbol_pose *pose)
{
    const kuril_text_size size = kuril_text_layout_size(pose->text ? pose->text : symbol->text);
    const kuril_rect whole = {0, 0, size.width_pt, size.height_pt}, taken = symbol->in_order ? whole : size.ink;
    kuril_label_box box = kuril_label_box_upright(pose->text_x + taken.x_min, pose->text_y + taken.y_min,
                                                  pose->text_x + taken.x_max, pose->text_y + taken.y_max);
    box.half_width += kuril_symbol_reading_air(symbol);
    box.half_height += stacking_air(symbol, pose);
    if (pose->angle_deg != 0)
        box = kuril_label_box_turned(box, symbol->x, symbol->y, pose->angle_deg);
    kuril_symbol_add_moved_box(pool, kuril_label_box_grown(box, kuril_symbol_text_pad(symbol)), symbol->text_dx,
                               symbol->text_dy);
}

bool kuril_symbol_with_map(const kuril_symbol *symbol, kuril_property_id alignment, const kuril_feature *feature)
{
    const int said = kuril_style_enum(kuril_symbol_layout(symbol), symbol->layer, alignment, feature);
    return said == KURIL_STYLE_ALIGNMENT_MAP ||
           (said == KURIL_STYLE_ALIGNMENT_AUTO && kuril_symbol_along_lines(symbol));
}

bool kuril_symbol_text_is_flat(const kuril_symbol *symbol)
{
    return kuril_style_enum(kuril_symbol_layout(symbol), symbol->layer, KURIL_TEXT_ROTATION_ALIGNMENT, NULL) ==
           KURIL_STYLE_ALIGNMENT_VIEWPORT;
}

/* Along lines icons may be turned round rather than stand on their heads. */
static double icon_turn(const kuril_symbol *symbol, const kuril_feature *feature)
{
    double turn = symbol->icon_paint.angle_deg;
    if (!kuril_symbol_with_map(symbol, KURIL_ICON_ROTATION_ALIGNMENT, feature))
        return turn;
    turn += symbol->map_deg;
    const bool upright = kuril_style_boolean(kuril_symbol_layout(symbol), symbol->layer, KURIL_ICON_KEEP_UPRIGHT, NULL);
    if (upright && kuril_symbol_along_lines(symbol) && cos(symbol->map_deg * G_PI / 180) < 0)
        turn += 180;
    return turn;
}

static void set_icon(kuril_symbol_pool *pool, kuril_symbol_pose *pose, const kuril_icon_pose *icon)
{
    pose->has_icon = true;
    pose->icon = pool->icons->len;
    g_array_append_vals(pool->icons, icon, 1);
}

void kuril_symbol_pose_icon(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_feature *feature,
                            kuril_symbol_pose *pose)
{
    kuril_styling *s = kuril_symbol_layout(symbol);
    double offset[2] = {0, 0};
    kuril_style_numbers(s, symbol->layer, KURIL_ICON_OFFSET, feature, offset, 2);
    const kuril_style_anchor anchor =
        (kuril_style_anchor)kuril_style_enum(s, symbol->layer, KURIL_ICON_ANCHOR, feature);
    const double w = kuril_icon_width_pt(symbol->icon) * symbol->icon_paint.scale_x;
    const double h = kuril_icon_height_pt(symbol->icon) * symbol->icon_paint.scale_y;
    double left, top;
    kuril_label_anchor_corner((kuril_label_anchor)anchor, 0, 0, w, h, &left, &top);
    const double dx = offset[0] * KURIL_PX * symbol->icon_paint.scale_x + left + w / 2;
    const double dy = offset[1] * KURIL_PX * symbol->icon_paint.scale_y + top + h / 2;
    const double turn_deg = icon_turn(symbol, feature), turn = turn_deg * G_PI / 180;
    const kuril_icon_pose icon = {.x = symbol->x + dx * cos(turn) - dy * sin(turn),
                                  .y = symbol->y + dx * sin(turn) + dy * cos(turn),
                                  .scale_x = symbol->icon_paint.scale_x,
                                  .scale_y = symbol->icon_paint.scale_y,
                                  .angle_deg = turn_deg,
                                  .smooth = kuril_symbol_with_map(symbol, KURIL_ICON_ROTATION_ALIGNMENT, feature) ||
                                            kuril_styling_by_feature(s, symbol->layer, KURIL_ICON_SIZE)};
    set_icon(pool, pose, &icon);
}

void kuril_symbol_add_icon_box(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_feature *feature,
                               const kuril_symbol_pose *pose)
{
    double padding[4] = {0, 0, 0, 0};
    kuril_style_numbers(kuril_symbol_layout(symbol), symbol->layer, KURIL_ICON_PADDING, feature, padding, 4);
    const kuril_icon_pose icon = g_array_index(pool->icons, kuril_icon_pose, pose->icon);
    const double w = kuril_icon_width_pt(symbol->icon) * icon.scale_x / 2;
    const double h = kuril_icon_height_pt(symbol->icon) * icon.scale_y / 2;
    const kuril_label_box box =
        kuril_label_box_upright(icon.x - w - padding[3] * KURIL_PX, icon.y - h - padding[0] * KURIL_PX,
                                icon.x + w + padding[1] * KURIL_PX, icon.y + h + padding[2] * KURIL_PX);
    kuril_symbol_add_moved_box(pool, kuril_label_box_turned(box, icon.x, icon.y, icon.angle_deg), symbol->icon_dx,
                               symbol->icon_dy);
}

/* From `low` to `high` with paddings, or the icon's own length about the text's middle; the middle and the scale. */
static void fit_side(bool fits, double low, double high, double before, double after, double length, double *middle,
                     double *scale)
{
    *middle = (low + high) / 2 + (fits ? (after - before) / 2 : 0);
    if (fits && length > 0)
        *scale = (high - low + before + after) / length;
}

void kuril_symbol_fit_icon(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_feature *feature,
                           kuril_symbol_pose *pose)
{
    kuril_styling *s = kuril_symbol_layout(symbol);
    const int fit = kuril_style_enum(s, symbol->layer, KURIL_ICON_TEXT_FIT, NULL);
    if (!pose->has_icon || !pose->has_text || fit <= KURIL_STYLE_TEXT_FIT_NONE)
        return;
    double pad[4] = {0, 0, 0, 0}, offset[2] = {0, 0};
    kuril_style_numbers(s, symbol->layer, KURIL_ICON_TEXT_FIT_PADDING, NULL, pad, 4);
    kuril_style_numbers(s, symbol->layer, KURIL_ICON_OFFSET, feature, offset, 2);
    const kuril_text_size size = kuril_text_layout_size(pose->text ? pose->text : symbol->text);
    kuril_icon_pose icon = g_array_index(pool->icons, kuril_icon_pose, pose->icon);
    fit_side(fit != KURIL_STYLE_TEXT_FIT_HEIGHT, pose->text_x, pose->text_x + size.width_pt, pad[3] * KURIL_PX,
             pad[1] * KURIL_PX, kuril_icon_width_pt(symbol->icon), &icon.x, &icon.scale_x);
    fit_side(fit != KURIL_STYLE_TEXT_FIT_WIDTH, pose->text_y, pose->text_y + size.height_pt, pad[0] * KURIL_PX,
             pad[2] * KURIL_PX, kuril_icon_height_pt(symbol->icon), &icon.y, &icon.scale_y);
    icon.x += offset[0] * KURIL_PX;
    icon.y += offset[1] * KURIL_PX;
    icon.smooth = true;
    set_icon(pool, pose, &icon);
}

double kuril_symbol_leader_gap(const kuril_symbol *symbol)
{
    const double off_middle = 4.5; /* of an island, where another point of it may have its dot */
    if (symbol->icon)
        return kuril_icon_width_pt(symbol->icon) * symbol->icon_paint.scale_x / 2;
    return kuril_layer_says(symbol->layer, "kurilmap:spread") ? off_middle : 0;
}

/* From the rim of the symbol's own icon: another dot below the icon is not in the line's way. */
static void add_leader_box(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_symbol_pose *pose)
{
    const double dx = pose->leader_x - symbol->x, dy = pose->leader_y - symbol->y, length = hypot(dx, dy);
    const double start = length > 0 ? fmin(kuril_symbol_leader_gap(symbol) / length, 0.9) : 0;
    add_box(pool,
            kuril_label_leader_box(symbol->x + start * dx, symbol->y + start * dy, pose->leader_x, pose->leader_y, 1));
}

void kuril_symbol_add_pose(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                           const kuril_symbol_pose *pose, double cost)
{
    const size_t first = pool->boxes->len;
    if (pose->has_icon)
        kuril_symbol_add_icon_box(pool, symbol, feature, pose);
    if (pose->has_text)
        add_text_box(pool, symbol, pose);
    if (pose->has_leader)
        add_leader_box(pool, symbol, pose);
    kuril_symbol_add_candidate(pool, symbol, first, pose, cost);
}
