#include "label/line_anchors.h"
#include "map/paint_parts.h"
#include "map/symbol.h"
#include <math.h>

kuril_styling *kuril_symbol_layout(const kuril_symbol *symbol)
{
    return symbol->in_order ? symbol->sheet->whole : symbol->sheet->styling;
}

kuril_symbol kuril_symbol_in_size(const kuril_symbol *symbol, size_t which)
{
    kuril_symbol sized = *symbol;
    sized.text = symbol->sizes[which].text;
    sized.level = symbol->sizes[which].level;
    sized.em_pt *= symbol->sizes[which].scale;
    sized.dearer = symbol->sizes[which].dearer;
    if (which > 0)
        sized.upright = symbol->sizes[which].upright;
    return sized;
}

void kuril_symbol_keep_places(kuril_symbol *symbol, const kuril_symbol *sized)
{
    symbol->first_candidate = sized->first_candidate;
    symbol->n_candidates = sized->n_candidates;
}

/* Where a box stands against its anchor: 0 its left and top at it, 1 its right and bottom. */
static void align(kuril_style_anchor anchor, double *x, double *y)
{
    kuril_label_anchor_corner((kuril_label_anchor)anchor, 0, 0, -1, -1, x, y);
}

enum { MOST_ANCHORS = 9 };

/* Upstream's reference renderer moves names above and below a point in by the part of the line that has no ink. */
static const double line_inset_em = 7.0 / 24;

static void radial_offset(kuril_style_anchor anchor, double radius, double *dx, double *dy)
{
    kuril_label_anchor_step((kuril_label_anchor)anchor, radius, dx, dy);
    *dy += *dy > 0 ? -line_inset_em : *dy < 0 ? line_inset_em : 0;
}

/* With several anchors the offset's signs follow the anchor: it always points away from the point. */
static void turned_offset(kuril_style_anchor anchor, const double offset[2], double *dx, double *dy)
{
    double ax, ay;
    align(anchor, &ax, &ay);
    const double x = fabs(offset[0]), y = fabs(offset[1]);
    *dx = ax == 0 ? x : ax == 1 ? -x : 0;
    *dy = ay == 0 ? y - line_inset_em : ay == 1 ? -y + line_inset_em : 0;
}

/* The places that the style allows for the text, in its order; offsets in ems. */
static size_t text_anchors(kuril_symbol *symbol, const kuril_feature *feature, kuril_style_anchor_offset *out)
{
    kuril_styling *s = kuril_symbol_layout(symbol);
    const kuril_style_layer *layer = symbol->layer;
    size_t n = kuril_style_anchor_offsets(s, layer, KURIL_TEXT_VARIABLE_ANCHOR_OFFSET, feature, out, MOST_ANCHORS);
    if (n > 0) {
        n = MIN(n, MOST_ANCHORS);
        for (size_t i = 0; i < n; i++) {
            double ax, ay;
            align(out[i].anchor, &ax, &ay);
            out[i].y += ay == 0 ? -line_inset_em : ay == 1 ? line_inset_em : 0;
        }
        return n;
    }
    double offset[2] = {0, 0};
    kuril_style_numbers(s, layer, KURIL_TEXT_OFFSET, feature, offset, 2);
    const double radius = kuril_style_number(s, layer, KURIL_TEXT_RADIAL_OFFSET, feature);
    const bool radial = kuril_styling_is_set(s, layer, KURIL_TEXT_RADIAL_OFFSET);
    int anchors[MOST_ANCHORS];
    n = MIN(kuril_style_enums(s, layer, KURIL_TEXT_VARIABLE_ANCHOR, feature, anchors, MOST_ANCHORS), MOST_ANCHORS);
    const bool several = n > 0;
    if (!several) {
        anchors[0] = kuril_style_enum(s, layer, KURIL_TEXT_ANCHOR, feature);
        n = 1;
    }
    for (size_t i = 0; i < n; i++) {
        out[i].anchor = (kuril_style_anchor)anchors[i];
        if (radial)
            radial_offset(out[i].anchor, radius, &out[i].x, &out[i].y);
        else if (several)
            turned_offset(out[i].anchor, offset, &out[i].x, &out[i].y);
        else
            out[i].x = offset[0], out[i].y = offset[1];
    }
    return n;
}

static void add_box(kuril_symbol_pool *pool, kuril_label_box box)
{
    g_array_append_val(pool->boxes, box);
}

/* A box where its part is drawn: moved by the style's translation. */
static void add_moved_box(kuril_symbol_pool *pool, kuril_label_box box, double dx, double dy)
{
    box.x += dx;
    box.y += dy;
    add_box(pool, box);
}

/* Closes a candidate whose boxes are those added since `first_box`. */
static void add_candidate(kuril_symbol_pool *pool, kuril_symbol *symbol, size_t first_box,
                          const kuril_symbol_pose *pose, double cost)
{
    const kuril_label_candidate candidate = {first_box, pool->boxes->len - first_box, cost + symbol->dearer};
    if (symbol->n_candidates == 0)
        symbol->first_candidate = pool->candidates->len;
    symbol->n_candidates++;
    g_array_append_val(pool->candidates, candidate);
    g_array_append_val(pool->poses, *pose);
}

static double text_pad(const kuril_symbol *symbol)
{
    const double padding = kuril_layer_points(symbol->sheet, symbol->layer, KURIL_TEXT_PADDING, NULL);
    return symbol->in_order ? padding : fmax(padding, symbol->text_paint.halo_width_pt);
}

static bool along_lines(const kuril_symbol *symbol)
{
    return kuril_style_enum(kuril_symbol_layout(symbol), symbol->layer, KURIL_SYMBOL_PLACEMENT, NULL) !=
           KURIL_STYLE_PLACEMENT_POINT;
}

/* Air before and after a line of text, so that two names on one line are read as two; a viewer of styles has none. */
static double reading_air(const kuril_symbol *symbol)
{
    return symbol->in_order ? 0 : 0.25 * symbol->em_pt;
}

/* Air above and below: two large names out at sea, or those of two dots, would be read as one of two lines. */
static double stacking_air(const kuril_symbol *symbol, const kuril_symbol_pose *pose)
{
    const bool level = pose->text && pose->text == symbol->level && along_lines(symbol);
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
    box.half_width += reading_air(symbol);
    box.half_height += stacking_air(symbol, pose);
    if (pose->angle_deg != 0)
        box = kuril_label_box_turned(box, symbol->x, symbol->y, pose->angle_deg);
    add_moved_box(pool, kuril_label_box_grown(box, text_pad(symbol)), symbol->text_dx, symbol->text_dy);
}

/* Of KURIL_TEXT_ROTATION_ALIGNMENT or the icon's: auto is the map along lines, the page at points. */
static bool with_map(const kuril_symbol *symbol, kuril_property_id alignment, const kuril_feature *feature)
{
    const int said = kuril_style_enum(kuril_symbol_layout(symbol), symbol->layer, alignment, feature);
    return said == KURIL_STYLE_ALIGNMENT_MAP || (said == KURIL_STYLE_ALIGNMENT_AUTO && along_lines(symbol));
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
    if (!with_map(symbol, KURIL_ICON_ROTATION_ALIGNMENT, feature))
        return turn;
    turn += symbol->map_deg;
    const bool upright = kuril_style_boolean(kuril_symbol_layout(symbol), symbol->layer, KURIL_ICON_KEEP_UPRIGHT, NULL);
    if (upright && along_lines(symbol) && cos(symbol->map_deg * G_PI / 180) < 0)
        turn += 180;
    return turn;
}

/* The icon's place is the same whatever the text does. */
static void pose_icon(const kuril_symbol *symbol, const kuril_feature *feature, kuril_symbol_pose *pose)
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
    pose->has_icon = true;
    pose->icon_x = symbol->x + dx * cos(turn) - dy * sin(turn);
    pose->icon_y = symbol->y + dx * sin(turn) + dy * cos(turn);
    pose->icon_scale_x = symbol->icon_paint.scale_x;
    pose->icon_scale_y = symbol->icon_paint.scale_y;
    pose->icon_angle_deg = turn_deg;
    pose->icon_smooth = with_map(symbol, KURIL_ICON_ROTATION_ALIGNMENT, feature) ||
                        kuril_styling_by_feature(s, symbol->layer, KURIL_ICON_SIZE);
}

static void add_icon_box(kuril_symbol_pool *pool, const kuril_symbol *symbol, const kuril_feature *feature,
                         const kuril_symbol_pose *pose)
{
    double padding[4] = {0, 0, 0, 0};
    kuril_style_numbers(kuril_symbol_layout(symbol), symbol->layer, KURIL_ICON_PADDING, feature, padding, 4);
    const double w = kuril_icon_width_pt(symbol->icon) * pose->icon_scale_x / 2;
    const double h = kuril_icon_height_pt(symbol->icon) * pose->icon_scale_y / 2;
    const kuril_label_box box =
        kuril_label_box_upright(pose->icon_x - w - padding[3] * KURIL_PX, pose->icon_y - h - padding[0] * KURIL_PX,
                                pose->icon_x + w + padding[1] * KURIL_PX, pose->icon_y + h + padding[2] * KURIL_PX);
    add_moved_box(pool, kuril_label_box_turned(box, pose->icon_x, pose->icon_y, pose->icon_angle_deg), symbol->icon_dx,
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

/* `icon-text-fit`: the icon lies under the text and takes its size. */
static void fit_icon(const kuril_symbol *symbol, const kuril_feature *feature, kuril_symbol_pose *pose)
{
    kuril_styling *s = kuril_symbol_layout(symbol);
    const int fit = kuril_style_enum(s, symbol->layer, KURIL_ICON_TEXT_FIT, NULL);
    if (!pose->has_icon || !pose->has_text || fit <= KURIL_STYLE_TEXT_FIT_NONE)
        return;
    double pad[4] = {0, 0, 0, 0}, offset[2] = {0, 0};
    kuril_style_numbers(s, symbol->layer, KURIL_ICON_TEXT_FIT_PADDING, NULL, pad, 4);
    kuril_style_numbers(s, symbol->layer, KURIL_ICON_OFFSET, feature, offset, 2);
    const kuril_text_size size = kuril_text_layout_size(pose->text ? pose->text : symbol->text);
    fit_side(fit != KURIL_STYLE_TEXT_FIT_HEIGHT, pose->text_x, pose->text_x + size.width_pt, pad[3] * KURIL_PX,
             pad[1] * KURIL_PX, kuril_icon_width_pt(symbol->icon), &pose->icon_x, &pose->icon_scale_x);
    fit_side(fit != KURIL_STYLE_TEXT_FIT_WIDTH, pose->text_y, pose->text_y + size.height_pt, pad[0] * KURIL_PX,
             pad[2] * KURIL_PX, kuril_icon_height_pt(symbol->icon), &pose->icon_y, &pose->icon_scale_y);
    pose->icon_x += offset[0] * KURIL_PX;
    pose->icon_y += offset[1] * KURIL_PX;
    pose->icon_smooth = true;
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

static void add_pose(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                     const kuril_symbol_pose *pose, double cost)
{
    const size_t first = pool->boxes->len;
    if (pose->has_icon)
        add_icon_box(pool, symbol, feature, pose);
    if (pose->has_text)
        add_text_box(pool, symbol, pose);
    if (pose->has_leader)
        add_leader_box(pool, symbol, pose);
    add_candidate(pool, symbol, first, pose, cost);
}

static kuril_symbol_pose text_pose(const kuril_symbol *symbol, const kuril_symbol_pose *base,
                                   const kuril_style_anchor_offset *at, bool upright)
{
    const kuril_text_size size = kuril_text_layout_size(upright ? symbol->upright : symbol->text);
    kuril_symbol_pose pose = *base;
    pose.has_text = true;
    pose.text = upright ? symbol->upright : symbol->justified[kuril_symbol_justify(at->anchor)];
    kuril_label_anchor_corner((kuril_label_anchor)at->anchor, symbol->x + at->x * symbol->em_pt,
                              symbol->y + at->y * symbol->em_pt, size.width_pt, size.height_pt, &pose.text_x,
                              &pose.text_y);
    return pose;
}

/* Whether the text has a narrower form, in lines (`kurilmap:level`). */
static bool breaks_into_lines(const kuril_symbol *symbol)
{
    return symbol->level && kuril_text_layout_size(symbol->level).n_lines != kuril_text_layout_size(symbol->text).n_lines;
}

/*
 * The text at the end of a leader line that runs in direction (ux, uy): beside it, its lines flush there, or above or
 * below a steep one.
 */
static void stand_at_leader(const kuril_symbol *symbol, kuril_symbol_pose *pose, bool in_lines, double ux, double uy)
{
    const double steep = 0.9, gap = 0.15 * symbol->em_pt;
    const kuril_text_justify flush = fabs(uy) > steep ? KURIL_JUSTIFY_CENTER : ux > 0 ? KURIL_JUSTIFY_LEFT : KURIL_JUSTIFY_RIGHT;
    pose->text = in_lines ? symbol->level : symbol->justified[flush];
    const kuril_text_size size = kuril_text_layout_size(pose->text ? pose->text : symbol->text);
    if (flush == KURIL_JUSTIFY_CENTER) {
        pose->text_x = pose->leader_x - size.width_pt / 2;
        pose->text_y = pose->leader_y + (uy > 0 ? gap : -size.height_pt - gap);
    } else {
        pose->text_x = pose->leader_x + (ux > 0 ? gap : -size.width_pt - gap);
        pose->text_y = pose->leader_y - size.height_pt / 2 + uy * size.height_pt * 0.2;
    }
}

/* Farther away, with a line from the point to the name: for names that must not be lost. */
static void add_leaders(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                        const kuril_symbol_pose *base, bool in_lines)
{
    enum { DIRECTIONS = 16, DISTANCES = 12 };
    const double broken = in_lines ? 12 : 0;
    for (int d = 0; d < DISTANCES; d++) {
        const double reach = (1.2 + 1.3 * d) * symbol->em_pt;
        for (int i = 0; i < DIRECTIONS; i++) {
            const double between = in_lines ? 0 : 0.5, angle = 2 * G_PI * (i + between) / DIRECTIONS;
            const double ux = cos(angle), uy = sin(angle);
            kuril_symbol_pose pose = *base;
            pose.has_text = pose.has_leader = true;
            pose.leader_x = symbol->x + ux * reach;
            pose.leader_y = symbol->y + uy * reach;
            stand_at_leader(symbol, &pose, in_lines, ux, uy);
            add_pose(pool, symbol, feature, &pose, broken + 4 + 2 * d + 0.25 * d * d);
        }
    }
}

enum { MOST_REACHES = 3 };

/* How many steps farther out a name may go; one that may have a leader line has it when it is not near. */
static size_t spread_reaches(const kuril_symbol *symbol)
{
    const bool spread = kuril_layer_says(symbol->layer, "kurilmap:spread");
    const double all = kuril_layer_says(symbol->layer, "kurilmap:leader") ? 1 : MOST_REACHES;
    return (size_t)CLAMP(spread ? all : kuril_layer_number(symbol->layer, "kurilmap:spread", 0), 0, MOST_REACHES);
}

/* Places farther out, for names of islands that reach beyond their point. */
static void add_spread(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                       const kuril_symbol_pose *base, const kuril_style_anchor_offset *anchors, size_t n)
{
    static const double reach_em[MOST_REACHES] = {0.8, 1.6, 2.6};
    /* Names of points, whose layers say how far, go there only if they must. */
    const double away = kuril_layer_number(symbol->layer, "kurilmap:spread", 0) > 0 ? 2.5 : 0;
    for (size_t r = 0; r < spread_reaches(symbol); r++) {
        for (size_t i = 0; i < n; i++) {
            kuril_style_anchor_offset at = anchors[i];
            double dx, dy;
            kuril_label_anchor_step((kuril_label_anchor)at.anchor, reach_em[r], &dx, &dy);
            at.x += dx;
            at.y += dy;
            const kuril_symbol_pose pose = text_pose(symbol, base, &at, false);
            add_pose(pool, symbol, feature, &pose, away + 0.5 * (double)(r + 1) + 0.4 * (double)i);
        }
    }
}

static bool icon_may_overlap(const kuril_symbol *symbol)
{
    kuril_styling *s = kuril_symbol_layout(symbol);
    return kuril_style_boolean(s, symbol->layer, KURIL_ICON_ALLOW_OVERLAP, NULL) ||
           kuril_style_enum(s, symbol->layer, KURIL_ICON_OVERLAP, NULL) == KURIL_STYLE_OVERLAP_ALWAYS;
}

void kuril_symbol_at_point(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature)
{
    enum { WITHOUT_TEXT = 25, WITHOUT_ICON = 26 }; /* less than any weight, more than any place near */
    kuril_styling *s = kuril_symbol_layout(symbol);
    kuril_symbol_pose base = {0};
    if (symbol->icon)
        pose_icon(symbol, feature, &base);
    if (symbol->icon && !symbol->in_order && icon_may_overlap(symbol)) {
        symbol->icon_kept = true;
        symbol->icon_pose = base;
        base.has_icon = false;
    }
    if (!symbol->text) {
        if (base.has_icon)
            add_pose(pool, symbol, feature, &base, 0);
        return;
    }
    base.angle_deg = kuril_style_number(s, symbol->layer, KURIL_TEXT_ROTATE, feature);
    if (!along_lines(symbol) && with_map(symbol, KURIL_TEXT_ROTATION_ALIGNMENT, feature))
        base.angle_deg += symbol->map_deg;
    kuril_style_anchor_offset anchors[MOST_ANCHORS];
    const size_t n = text_anchors(symbol, feature, anchors);
    const bool first = symbol->upright && (symbol->upright_first || symbol->upright_only);
    const bool both = symbol->upright && !symbol->upright_only;
    for (size_t k = 0; k < (both ? 2 * n : n); k++) { /* all places in one mode, then in the other */
        const size_t i = k % n;
        kuril_symbol_pose pose = text_pose(symbol, &base, &anchors[i], k < n ? first : !first);
        if (symbol->in_order && n > 1) { /* upstream sets the padded box, not the text, against the point */
            double ax, ay;
            align(anchors[i].anchor, &ax, &ay);
            pose.text_x += (1 - 2 * ax) * text_pad(symbol);
            pose.text_y += (1 - 2 * ay) * text_pad(symbol);
        }
        fit_icon(symbol, feature, &pose);
        add_pose(pool, symbol, feature, &pose, 0.4 * (double)k);
    }
    if (symbol->in_order)
        return;
    if (base.has_icon && kuril_style_boolean(s, symbol->layer, KURIL_ICON_OPTIONAL, NULL)) {
        kuril_symbol_pose pose = text_pose(symbol, &base, &anchors[0], first);
        pose.has_icon = false;
        add_pose(pool, symbol, feature, &pose, WITHOUT_ICON);
    }
    if (spread_reaches(symbol) > 0)
        add_spread(pool, symbol, feature, &base, anchors, n);
    const int forms = !kuril_layer_says(symbol->layer, "kurilmap:leader") ? 0 : breaks_into_lines(symbol) ? 2 : 1;
    for (int form = 0; form < forms; form++)
        add_leaders(pool, symbol, feature, &base, form == 1);
    if (base.has_icon && kuril_style_boolean(s, symbol->layer, KURIL_TEXT_OPTIONAL, NULL))
        add_pose(pool, symbol, feature, &base, WITHOUT_TEXT);
}

void kuril_symbol_inside(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                         const kuril_label_area *area)
{
    enum { SPOTS = 96 }; /* so many that the legend does not hide them all */
    const double least_share = kuril_layer_number(symbol->layer, "kurilmap:inside", 1), broken = 2;
    const bool level = breaks_into_lines(symbol);
    kuril_label_spot spots[SPOTS];
    for (int lines = 0; lines < (level ? 2 : 1); lines++) {
        const kuril_text_layout *text = lines ? symbol->level : symbol->text;
        const kuril_text_size size = kuril_text_layout_size(text);
        const size_t n = kuril_label_area_spots(area, size.width_pt, size.height_pt, least_share, spots, SPOTS);
        for (size_t i = 0; i < n; i++) {
            const kuril_symbol_pose pose = {.has_text = true,
                                            .text = text,
                                            .text_x = spots[i].x - size.width_pt / 2,
                                            .text_y = spots[i].y - size.height_pt / 2};
            add_pose(pool, symbol, feature, &pose, 0.5 + broken * lines + 8 * spots[i].cost);
        }
    }
}

void kuril_symbol_off_shore(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                            const kuril_label_area *area)
{
    enum { DIRECTIONS = 16, REACH_EM = 60 };
    const kuril_text_size size = kuril_text_layout_size(symbol->text);
    /* A name that has room inside stands outside only if it must. */
    const double outside = kuril_layer_number(symbol->layer, "kurilmap:inside", 0) > 0 ? 14 : 0;
    const double gap = 0.35 * symbol->em_pt, half_w = size.width_pt / 2, half_h = size.height_pt / 2;
    for (int i = 0; i < DIRECTIONS; i++) {
        const double angle = 2 * G_PI * (i + 0.5) / DIRECTIONS, ux = cos(angle), uy = sin(angle);
        double reach = 0, share = 1;
        for (; share > 0 && reach < REACH_EM * symbol->em_pt; reach += symbol->em_pt / 2) {
            const double x = symbol->x + ux * reach, y = symbol->y + uy * reach;
            const kuril_rect wide = {x - half_w - gap, y - half_h - gap, x + half_w + gap, y + half_h + gap};
            share = kuril_label_area_share(area, &wide);
            if (share > 0)
                continue;
            const kuril_symbol_pose pose = {
                .has_text = true, .off_shore = true, .text = symbol->text, .text_x = x - half_w, .text_y = y - half_h};
            add_pose(pool, symbol, feature, &pose, outside + 1 + (1 - ux) / 2 + 0.03 * reach / symbol->em_pt);
        }
    }
}

enum { STEPS = 8 };

/* Whether a letter of a curve comes after another on its line. */
static bool follows(const kuril_label_box *before, const kuril_label_box *letter)
{
    return (letter->x - before->x) * before->cosine + (letter->y - before->y) * before->sine > 0;
}

/* More room for a letter on one side of it: after it, or before it where `by` is negative. */
static void lengthen(kuril_label_box *letter, double by)
{
    letter->x += letter->cosine * by / 2;
    letter->y += letter->sine * by / 2;
    letter->half_width += fabs(by) / 2;
}

static bool along_candidate(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                            const kuril_text_curve_options *options, kuril_lonlat beside, double cost)
{
    kuril_text_curve *curve = NULL;
    if (kuril_text_curve_new(options->downwards ? symbol->upright : symbol->text, options, &curve) != KURIL_OK)
        return false;
    g_ptr_array_add(pool->curves, curve);
    kuril_symbol_pose pose = {.has_text = true, .curve = curve, .beside_x = beside.lon, .beside_y = beside.lat};
    const size_t first = pool->boxes->len;
    if (symbol->icon) {
        pose_icon(symbol, feature, &pose);
        add_icon_box(pool, symbol, feature, &pose);
    }
    size_t n = 0;
    const kuril_label_box *letters = kuril_text_curve_boxes(curve, &n);
    for (size_t i = 0; i < n; i++) {
        kuril_label_box letter = kuril_label_box_grown(letters[i], text_pad(symbol));
        if (i == 0 || !follows(&letters[i - 1], &letters[i]))
            lengthen(&letter, -reading_air(symbol));
        if (i + 1 == n || !follows(&letters[i], &letters[i + 1]))
            lengthen(&letter, reading_air(symbol));
        add_moved_box(pool, letter, symbol->text_dx, symbol->text_dy);
    }
    add_candidate(pool, symbol, first, &pose, cost);
    return true;
}

/* How steeply a line runs below a text in its middle, 0 to 90. */
static double steepness_deg(const kuril_text_curve_options *at, double width_pt)
{
    const kuril_line_anchor a = kuril_line_anchor_at(at->points, at->n_points, at->middle_pt - width_pt / 2);
    const kuril_line_anchor b = kuril_line_anchor_at(at->points, at->n_points, at->middle_pt + width_pt / 2);
    return atan2(fabs(b.y - a.y), fabs(b.x - a.x)) * 180 / G_PI;
}

/*
 * Whether vertical writing goes along the line there: it runs down the page, or up, rather than across. A viewer of
 * styles takes what is steeper than a diagonal; a map of ours what is nearly upright, and only a text that stands
 * whole: the other language of a block would hang on its side.
 */
static bool stands_along(const kuril_symbol *symbol, const kuril_text_curve_options *at)
{
    if (!symbol->upright || !at->keep_upright || at->level_letters)
        return false;
    if (!symbol->in_order && !kuril_text_stands_whole(kuril_text_layout_text(symbol->upright)))
        return false;
    const double steepest_deg = symbol->in_order ? 45 : 50; /* atlases let names of seas lean rather than turn */
    return steepness_deg(at, kuril_text_layout_size(symbol->upright).width_pt) > steepest_deg;
}

/* What letters of Han and kana pay for leaning over, which in a column they do not. */
static double price_of_leaning(const kuril_symbol *symbol, const kuril_text_curve_options *at)
{
    const double easy_deg = 25, per_degree = 0.4;
    if (symbol->in_order || at->downwards || at->level_letters || !symbol->upright)
        return 0;
    const double lean = steepness_deg(at, kuril_text_layout_size(symbol->text).width_pt);
    return per_degree * fmax(lean - easy_deg, 0);
}

/* What a water's name pays for reaching beyond its axis; much farther there may be another water. */
static double price_beyond(const kuril_symbol *symbol)
{
    const double text = kuril_text_layout_size(symbol->text).width_pt, most = 1.25;
    const bool overhang = !symbol->in_order && kuril_layer_says(symbol->layer, "kurilmap:overhang");
    if (!overhang || text <= symbol->line_pt)
        return 0;
    return text > most * symbol->line_pt ? INFINITY : 25 * (1 - symbol->line_pt / text);
}

/* A smaller name finds its place with fewer of them, a lettering goes all round its ring. */
static int steps_of(const kuril_symbol *symbol)
{
    if (!symbol->in_order && kuril_layer_says(symbol->layer, "kurilmap:both-sides"))
        return 2 * STEPS;
    return symbol->dearer > 0 ? STEPS / 2 : STEPS;
}

/* To and fro along the line, from the middle outwards, `steps` each way. */
static void slide(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                  const kuril_text_curve_options *at, double slack_pt, int steps, kuril_lonlat beside, double cost)
{
    kuril_text_curve_options options = *at;
    along_candidate(pool, symbol, feature, &options, beside, cost);
    for (int i = 1; i <= steps && slack_pt > 0; i++) {
        const double share = (double)i / steps;
        options.middle_pt = at->middle_pt + slack_pt * share;
        along_candidate(pool, symbol, feature, &options, beside, cost + 0.5 * STEPS * share);
        options.middle_pt = at->middle_pt - slack_pt * share;
        along_candidate(pool, symbol, feature, &options, beside, cost + 0.5 * STEPS * share + 0.1);
    }
}

/*
 * A water is wide: where the layer says so (`kurilmap:beside`: how many steps of three quarters of the text's height),
 * its name may stand on either side of the axis. The axis is moved as it is, at a right angle to where the name would
 * be: its bends, and so the letters' distances, stay.
 */
static void slide_beside(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                         const kuril_text_curve_options *at, double slack_pt, double price)
{
    enum { MOST_BESIDE = 8 };
    const int most = (int)CLAMP(kuril_layer_number(symbol->layer, "kurilmap:beside", 0), 0, MOST_BESIDE);
    const kuril_text_size size = kuril_text_layout_size(symbol->text);
    const kuril_line_anchor a = kuril_line_anchor_at(at->points, at->n_points, at->middle_pt - size.width_pt / 2);
    const kuril_line_anchor b = kuril_line_anchor_at(at->points, at->n_points, at->middle_pt + size.width_pt / 2);
    const double length = hypot(b.x - a.x, b.y - a.y);
    if (most < 1 || !(length > 0))
        return;
    kuril_lonlat *moved = g_new(kuril_lonlat, at->n_points);
    kuril_text_curve_options options = *at;
    options.points = moved;
    for (int i = 1; i <= most; i++)
        for (int side = -1; side <= 1; side += 2) {
            const double by = side * i * 0.75 * size.height_pt / length;
            const kuril_lonlat beside = {-by * (b.y - a.y), by * (b.x - a.x)};
            for (size_t k = 0; k < at->n_points; k++)
                moved[k] = (kuril_lonlat){at->points[k].lon + beside.lon, at->points[k].lat + beside.lat};
            slide(pool, symbol, feature, &options, slack_pt, steps_of(symbol) / 2, beside,
                  price + 1.5 * i + 0.05 * side);
        }
    g_free(moved);
}

/*
 * A water also has room for a name that stands level, in lines: where the line is, and on either side of it. Dearer
 * than along the line, as it says less of the water's shape.
 */
static void stand_level(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                        const kuril_text_curve_options *at)
{
    enum { STATIONS = 4, BESIDE = 4 };
    /* Where there is a line as long as the name, as along a trench, the name had better follow it. */
    const double along = kuril_text_layout_size(symbol->text).width_pt;
    const double level = symbol->line_pt > along ? 20 : 6, step = 1.2;
    /* A water is about as wide as a part of its length; a basin or a trench is no wider than its line says. */
    const bool wide = kuril_layer_number(symbol->layer, "kurilmap:beside", 0) > 0;
    const double said = kuril_layer_number(symbol->layer, "kurilmap:reach", 0), reach = said > 0 ? said : 0.4;
    const kuril_text_size size = kuril_text_layout_size(symbol->level);
    for (int i = -STATIONS; i <= STATIONS; i++) {
        const double middle = at->middle_pt + reach * symbol->line_pt * i / STATIONS;
        const kuril_line_anchor a = kuril_line_anchor_at(at->points, at->n_points, middle);
        const double ux = cos(a.angle_deg * G_PI / 180), uy = sin(a.angle_deg * G_PI / 180);
        for (int k = -BESIDE; k <= BESIDE; k++) {
            /* By halves of its size across the line. */
            const double extent = size.height_pt * fabs(ux) + size.width_pt * fabs(uy), by = 0.5 * k * extent;
            const double most = said > 0 ? said * symbol->line_pt + 0.5 * size.height_pt
                                : wide   ? fmax(0.75 * extent, 0.25 * symbol->line_pt)
                                         : 0.15 * symbol->line_pt;
            if (fabs(by) > most)
                continue;
            const kuril_symbol_pose pose = {.has_text = true,
                                            .text = symbol->level,
                                            .beside_x = -by * uy,
                                            .beside_y = by * ux,
                                            .text_x = a.x - by * uy - size.width_pt / 2,
                                            .text_y = a.y + by * ux - size.height_pt / 2};
            add_pose(pool, symbol, feature, &pose, level + step * (abs(i) + abs(k)) + 0.1 * (i < 0) + 0.05 * (k < 0));
        }
    }
}

void kuril_symbol_along_line(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                             const kuril_lonlat *line, size_t n, double middle_pt, double slack_pt)
{
    kuril_styling *s = kuril_symbol_layout(symbol);
    if (!symbol->text) {
        kuril_symbol_pose pose = {0};
        pose_icon(symbol, feature, &pose);
        add_pose(pool, symbol, feature, &pose, 0);
        return;
    }
    double offset[2] = {0, 0};
    kuril_style_numbers(s, symbol->layer, KURIL_TEXT_OFFSET, feature, offset, 2);
    kuril_text_curve_options options = {
        .points = line,
        .n_points = n,
        .middle_pt = middle_pt,
        .offset_pt = offset[1] * symbol->em_pt,
        .parallel = kuril_layer_says(symbol->layer, "kurilmap:both-sides"),
        .shift_pt = offset[0] * symbol->em_pt,
        .level_letters = kuril_style_enum(s, symbol->layer, KURIL_TEXT_ROTATION_ALIGNMENT, NULL) ==
                         KURIL_STYLE_ALIGNMENT_VIEWPORT_GLYPH,
        .max_angle_deg = kuril_style_number(s, symbol->layer, KURIL_TEXT_MAX_ANGLE, NULL),
        .keep_upright = kuril_style_boolean(s, symbol->layer, KURIL_TEXT_KEEP_UPRIGHT, NULL)};
    options.downwards = stands_along(symbol, &options);
    const double price = price_beyond(symbol) + price_of_leaning(symbol, &options);
    slide(pool, symbol, feature, &options, slack_pt, steps_of(symbol), (kuril_lonlat){0, 0}, price);
    slide_beside(pool, symbol, feature, &options, slack_pt, price);
    if (symbol->level)
        stand_level(pool, symbol, feature, &options);
    if (kuril_layer_says(symbol->layer, "kurilmap:both-sides")) {
        options.offset_pt = -options.offset_pt;
        slide(pool, symbol, feature, &options, slack_pt, steps_of(symbol), (kuril_lonlat){0, 0}, 1);
    }
}

/* How much of the letters since `first_box` lies inside. */
static double share_inside(const kuril_symbol_pool *pool, size_t first_box, const kuril_label_area *area)
{
    double sum = 0;
    for (guint i = (guint)first_box; i < pool->boxes->len; i++) {
        const kuril_rect letter = kuril_label_box_bounds(&g_array_index(pool->boxes, kuril_label_box, i));
        sum += kuril_label_area_share(area, &letter);
    }
    return pool->boxes->len > first_box ? sum / (double)(pool->boxes->len - first_box) : 0;
}

void kuril_symbol_along_axis(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                             const kuril_label_area *area)
{
    enum { POINTS = 24 };
    const double least_share = 0.6;
    kuril_lonlat axis[POINTS];
    const double length = kuril_label_area_axis(area, axis, POINTS);
    const double slack = (length - kuril_text_layout_size(symbol->text).width_pt * 1.1) / 2;
    for (int i = 0; i <= 2 * STEPS && slack > 0; i++) { /* from the middle outwards, to and fro */
        const double step = (i % 2 ? -1 : 1) * ((i + 1) / 2);
        const kuril_text_curve_options options = {
            .points = axis,
            .n_points = POINTS,
            .middle_pt = length / 2 + slack * step / STEPS,
            .max_angle_deg = kuril_style_number(symbol->sheet->styling, symbol->layer, KURIL_TEXT_MAX_ANGLE, NULL),
            .keep_upright = true};
        const size_t first_box = pool->boxes->len;
        if (!along_candidate(pool, symbol, feature, &options, (kuril_lonlat){0, 0}, 0))
            continue;
        kuril_label_candidate *last =
            &g_array_index(pool->candidates, kuril_label_candidate, pool->candidates->len - 1);
        const double share = share_inside(pool, first_box, area);
        last->cost = share < least_share ? INFINITY : 0.4 * fabs(step) + 8 * (1 - share);
    }
}
