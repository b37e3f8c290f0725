/* Places along a line and along the axis of an area. */
#include "label/line_anchors.h"
#include "map/paint_parts.h"
#include "map/symbol_pose.h"
#include <math.h>

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

/* How far the letter that leans most is from standing upright on the page, degrees: letters of Han and kana have no
 * slant. */
static double most_lean_deg(const kuril_label_box *letters, size_t n, bool downwards)
{
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, acos(fmin(fabs(downwards ? letters[i].sine : letters[i].cosine), 1)));
    return most * 180 / G_PI;
}

/* Small letters of Han and kana that are turned by more than a little are blots; a block has its first line. */
static bool is_blotted(const kuril_symbol *symbol, const kuril_text_curve_options *at, const kuril_label_box *letters,
                       size_t n)
{
    const double small_px = 9, clear_px = 11, most_deg = 20, clear_deg = 45; /* between them the larger may lean more */
    const double share = (symbol->em_pt / KURIL_PX - small_px) / (clear_px - small_px);
    if (share >= 1 || symbol->in_order || at->level_letters || !symbol->upright ||
        !kuril_text_stands_whole(kuril_text_layout_text(symbol->upright)))
        return false;
    return most_lean_deg(letters, n, at->downwards) > most_deg + (clear_deg - most_deg) * fmax(share, 0);
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
        kuril_symbol_pose_icon(pool, symbol, feature, &pose);
        kuril_symbol_add_icon_box(pool, symbol, feature, &pose);
    }
    size_t n = 0;
    const kuril_label_box *letters = kuril_text_curve_boxes(curve, &n);
    const double pad = kuril_symbol_text_pad(symbol), air = kuril_symbol_reading_air(symbol);
    for (size_t i = 0; i < n; i++) {
        kuril_label_box letter = kuril_label_box_grown(letters[i], pad);
        if (i == 0 || !follows(&letters[i - 1], &letters[i]))
            lengthen(&letter, -air);
        if (i + 1 == n || !follows(&letters[i], &letters[i + 1]))
            lengthen(&letter, air);
        kuril_symbol_add_moved_box(pool, letter, symbol->text_dx, symbol->text_dy);
    }
    kuril_symbol_add_candidate(pool, symbol, first, &pose, is_blotted(symbol, options, letters, n) ? INFINITY : cost);
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
    options.tracks = kuril_text_tracks_new(at->points, at->n_points);
    along_candidate(pool, symbol, feature, &options, beside, cost);
    for (int i = 1; i <= steps && slack_pt > 0; i++) {
        const double share = (double)i / steps;
        options.middle_pt = at->middle_pt + slack_pt * share;
        along_candidate(pool, symbol, feature, &options, beside, cost + 0.5 * STEPS * share);
        options.middle_pt = at->middle_pt - slack_pt * share;
        along_candidate(pool, symbol, feature, &options, beside, cost + 0.5 * STEPS * share + 0.1);
    }
    kuril_text_tracks_free(options.tracks);
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
    /* Of a long chain of islands two lines go no more steps than one: beyond, they are no longer by the islands. */
    const bool near = kuril_layer_number(symbol->layer, "kurilmap:reach", 0) > 0 && symbol->line_pt > 3 * size.width_pt;
    const double farthest = near ? 2.75 * symbol->em_pt : INFINITY;
    for (int i = 1; i <= most && i * 0.75 * size.height_pt < farthest; i++)
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
            kuril_symbol_add_pose(pool, symbol, feature, &pose,
                                  level + step * (abs(i) + abs(k)) + 0.1 * (i < 0) + 0.05 * (k < 0));
        }
    }
}

void kuril_symbol_along_line(kuril_symbol_pool *pool, kuril_symbol *symbol, const kuril_feature *feature,
                             const kuril_lonlat *line, size_t n, double middle_pt, double slack_pt)
{
    kuril_styling *s = kuril_symbol_layout(symbol);
    if (!symbol->text) {
        kuril_symbol_pose pose = {0};
        kuril_symbol_pose_icon(pool, symbol, feature, &pose);
        kuril_symbol_add_pose(pool, symbol, feature, &pose, 0);
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
