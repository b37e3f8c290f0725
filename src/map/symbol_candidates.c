/* Places round a point, and in and beside an area. */
#include "map/paint_parts.h"
#include "map/symbol_pose.h"
#include <math.h>

bool kuril_symbol_marks_water(const kuril_symbol *symbol)
{
    return kuril_layer_says(symbol->layer, "kurilmap:overhang") && !kuril_layer_says(symbol->layer, "kurilmap:spread");
}

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
    return symbol->level &&
           kuril_text_layout_size(symbol->level).n_lines != kuril_text_layout_size(symbol->text).n_lines;
}

/*
 * Lines of a block differ in length: the leader line ends at the letters of the one that it meets, but runs over none
 * of the line before that, on its own side.
 */
static void meet_letters(const kuril_symbol *symbol, kuril_symbol_pose *pose, kuril_text_justify flush, double gap)
{
    const kuril_text_layout *text = pose->text ? pose->text : symbol->text;
    const double y = pose->leader_y - pose->text_y, line = pose->leader_y > symbol->y ? -symbol->em_pt : symbol->em_pt;
    double left, right, left_before, right_before;
    kuril_text_layout_line(text, y, &left, &right);
    kuril_text_layout_line(text, y + line, &left_before, &right_before);
    const double from = pose->text_x + left, to = pose->text_x + right,
                 inset = fmin(symbol->em_pt / 2, (to - from) / 2);
    if (flush == KURIL_JUSTIFY_CENTER)
        pose->leader_x = CLAMP(pose->leader_x, from + inset, to - inset);
    else if (flush == KURIL_JUSTIFY_LEFT)
        pose->leader_x = fmax(pose->leader_x, pose->text_x + fmin(left, left_before) - gap);
    else
        pose->leader_x = fmin(pose->leader_x, pose->text_x + fmax(right, right_before) + gap);
}

/*
 * The text at the end of a leader line that runs in direction (ux, uy): beside it, its lines flush there, or above or
 * below a steep one; moved along the side that the line meets by `along`, -1 to 1.
 */
static void stand_at_leader(const kuril_symbol *symbol, kuril_symbol_pose *pose, bool in_lines, double ux, double uy,
                            double along)
{
    const double steep = 0.9, gap = 0.15 * symbol->em_pt;
    const kuril_text_justify flush = fabs(uy) > steep ? KURIL_JUSTIFY_CENTER
                                     : ux > 0         ? KURIL_JUSTIFY_LEFT
                                                      : KURIL_JUSTIFY_RIGHT;
    pose->text = in_lines ? symbol->level : symbol->justified[flush];
    const kuril_text_size size = kuril_text_layout_size(pose->text ? pose->text : symbol->text);
    if (flush == KURIL_JUSTIFY_CENTER) {
        pose->text_x = pose->leader_x - size.width_pt * (0.5 + 0.35 * along);
        pose->text_y = pose->leader_y + (uy > 0 ? gap : -size.height_pt - gap);
    } else {
        pose->text_x = pose->leader_x + (ux > 0 ? gap : -size.width_pt - gap);
        pose->text_y = pose->leader_y - size.height_pt * (0.5 + 0.35 * along) + uy * size.height_pt * 0.15;
    }
    meet_letters(symbol, pose, flush, gap);
}

/*
 * Farther away, with a line from the point to the name: for names that must not be lost. In fine steps, with three ways
 * for the line to meet the name, where names must not be taken for each other's; a user's thousands of points want few.
 */
static void add_leaders(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                        const kuril_symbol_pose *base, bool in_lines)
{
    enum { FARTHEST = 12 };
    const bool callout = kuril_layer_text(symbol->layer, "kurilmap:apart");
    const bool fine = callout || kuril_layer_text(symbol->layer, "kurilmap:kin");
    const int directions = fine ? 24 : 16, sides = fine ? 1 : 0;
    /* What a picture is about has its name near, though a lesser name gives way. */
    const double broken = in_lines ? 12 : 0, scale = callout || kuril_symbol_marks_water(symbol) ? 1.6 : 1;
    const double stub = symbol->icon ? kuril_symbol_leader_gap(symbol) + 0.6 * symbol->em_pt : 0;
    for (double step = 0; step < FARTHEST; step += fine ? 0.5 : 1) {
        const double reach = (1.2 + 1.3 * step) * symbol->em_pt;
        for (int i = 0; i < directions; i++) {
            const double angle = 2 * G_PI * i / directions, ux = cos(angle), uy = sin(angle);
            for (int along = -sides; along <= sides; along++) {
                kuril_symbol_pose pose = *base;
                pose.has_text = true;
                pose.has_leader = reach > stub; /* shorter than a letter it would tell nothing */
                pose.leader_x = symbol->x + ux * reach;
                pose.leader_y = symbol->y + uy * reach;
                stand_at_leader(symbol, &pose, in_lines, ux, uy, along);
                kuril_symbol_add_pose(pool, symbol, feature, &pose,
                                      broken + 4 + scale * (2 * step + 0.35 * step * step) + 0.3 * abs(along));
            }
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
    /* What has no leader line had better be near what it is told from. */
    const double farther = kuril_layer_text(symbol->layer, "kurilmap:apart") ? 3 : 0.5;
    for (size_t r = 0; r < spread_reaches(symbol); r++) {
        for (size_t i = 0; i < n; i++) {
            kuril_style_anchor_offset at = anchors[i];
            double dx, dy;
            kuril_label_anchor_step((kuril_label_anchor)at.anchor, reach_em[r], &dx, &dy);
            at.x += dx;
            at.y += dy;
            const kuril_symbol_pose pose = text_pose(symbol, base, &at, false);
            kuril_symbol_add_pose(pool, symbol, feature, &pose, away + farther * (double)(r + 1) + 0.4 * (double)i);
        }
    }
}

/* The sides of a point in the style's order, then its corners: the first is where readers look. */
static double price_of_anchor(size_t k)
{
    return k < 4 ? 1.2 * (double)k : 2.7 + 0.3 * (double)k;
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
        kuril_symbol_pose_icon(pool, symbol, feature, &base);
    if (symbol->icon && !symbol->in_order && icon_may_overlap(symbol)) {
        symbol->icon_kept = true;
        symbol->icon_pose = base;
        base.has_icon = false;
    }
    if (!symbol->text) {
        if (base.has_icon)
            kuril_symbol_add_pose(pool, symbol, feature, &base, 0);
        return;
    }
    base.angle_deg = kuril_style_number(s, symbol->layer, KURIL_TEXT_ROTATE, feature);
    if (!kuril_symbol_along_lines(symbol) && kuril_symbol_with_map(symbol, KURIL_TEXT_ROTATION_ALIGNMENT, feature))
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
            pose.text_x += (1 - 2 * ax) * kuril_symbol_text_pad(symbol);
            pose.text_y += (1 - 2 * ay) * kuril_symbol_text_pad(symbol);
        }
        kuril_symbol_fit_icon(pool, symbol, feature, &pose);
        kuril_symbol_add_pose(pool, symbol, feature, &pose, price_of_anchor(k));
    }
    if (symbol->in_order)
        return;
    if (base.has_icon && kuril_style_boolean(s, symbol->layer, KURIL_ICON_OPTIONAL, NULL)) {
        kuril_symbol_pose pose = text_pose(symbol, &base, &anchors[0], first);
        pose.has_icon = false;
        kuril_symbol_add_pose(pool, symbol, feature, &pose, WITHOUT_ICON);
    }
    if (spread_reaches(symbol) > 0)
        add_spread(pool, symbol, feature, &base, anchors, n);
    const int forms = !kuril_layer_says(symbol->layer, "kurilmap:leader") ? 0 : breaks_into_lines(symbol) ? 2 : 1;
    for (int form = 0; form < forms; form++)
        add_leaders(pool, symbol, feature, &base, form == 1);
    if (base.has_icon && kuril_style_boolean(s, symbol->layer, KURIL_TEXT_OPTIONAL, NULL))
        kuril_symbol_add_pose(pool, symbol, feature, &base, WITHOUT_TEXT);
}

void kuril_symbol_inside(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                         const kuril_label_area *area)
{
    enum { SPOTS = 192 }; /* so many that the legend does not hide them all */
    const double least_share = kuril_layer_number(symbol->layer, "kurilmap:inside", 1), broken = 2, in_water = 40;
    const bool level = breaks_into_lines(symbol);
    /* The name of a state of islands is that of all of them: not of one at the end of the row. */
    const double off_middle = least_share < 1 ? 0.25 : 0, near_em = 5;
    double middle_x = 0, middle_y = 0;
    if (off_middle > 0)
        kuril_label_area_middle(area, &middle_x, &middle_y);
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
            const double away = hypot(spots[i].x - middle_x, spots[i].y - middle_y) / symbol->em_pt;
            kuril_symbol_add_pose(pool, symbol, feature, &pose,
                                  0.5 + broken * lines + 8 * spots[i].cost + in_water * spots[i].outside +
                                      off_middle * fmax(away - near_em, 0));
        }
    }
}

/* The place nearest to the shore in direction (ux, uy) from the pole, the text's middle `aside` of the line there. */
static void stand_off_shore(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                            const kuril_label_area *area, double ux, double uy, double aside, double cost)
{
    enum { REACH_EM = 60 };
    const kuril_text_size size = kuril_text_layout_size(symbol->text);
    const double gap = 0.35 * symbol->em_pt, half_w = size.width_pt / 2, half_h = size.height_pt / 2;
    for (double reach = 0; reach < REACH_EM * symbol->em_pt; reach += symbol->em_pt / 2) {
        const double x = symbol->x + ux * reach + aside, y = symbol->y + uy * reach;
        const kuril_rect wide = {x - half_w - gap, y - half_h - gap, x + half_w + gap, y + half_h + gap};
        if (kuril_label_area_share(area, &wide) > 0)
            continue;
        const kuril_symbol_pose pose = {
            .has_text = true, .off_shore = true, .text = symbol->text, .text_x = x - half_w, .text_y = y - half_h};
        kuril_symbol_add_pose(pool, symbol, feature, &pose, cost + 0.03 * reach / symbol->em_pt);
        return;
    }
}

void kuril_symbol_off_shore(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                            const kuril_label_area *area)
{
    /* A name that has room inside stands outside only if it must. */
    const double outside = kuril_layer_number(symbol->layer, "kurilmap:inside", 0) > 0 ? 25 : 0;
    const kuril_text_size size = kuril_text_layout_size(symbol->text);
    /* A state not much larger than its name is crowded round. */
    const bool small = outside > 0 && kuril_label_area_size(area) < 5 * size.width_pt * size.height_pt;
    const int directions = small ? 48 : 16;
    const double steep = 0.8, flush = 2, aside = size.width_pt / 2 - symbol->em_pt;
    for (int i = 0; i < directions; i++) {
        const double angle = 2 * G_PI * (i + 0.5) / directions, ux = cos(angle), uy = sin(angle);
        const double cost = outside + 1 + (1 - ux) / 2 + (small ? 2 * fmax(uy, 0) : 0); /* rather beside than below */
        stand_off_shore(pool, symbol, feature, area, ux, uy, 0, cost);
        if (fabs(uy) < steep)
            continue;
        /* Above and below it may begin or end at the pole: in the page's corner there is room on one side only. */
        stand_off_shore(pool, symbol, feature, area, ux, uy, aside, cost + flush);
        stand_off_shore(pool, symbol, feature, area, ux, uy, -aside, cost + flush);
    }
}
