#include "map/foot.h"

#include "furniture/panel.h"
#include <math.h>

static const kuril_rect nowhere = {1, 1, 0, 0};

bool kuril_foot_takes(const kuril_map *map, kuril_below below, kuril_furniture piece)
{
    const kuril_standing standing = map->furniture[piece].standing;
    if (piece == KURIL_F_LEGEND)
        return below != KURIL_BELOW_NOTHING;
    return below == KURIL_BELOW_ALL && standing == KURIL_STAND_AUTO;
}

double kuril_foot_gap(const kuril_desk *desk)
{
    return 8 * desk->theme->unit;
}

static double width_of(const kuril_rect *r)
{
    return r->x_max - r->x_min;
}

static double height_of(const kuril_rect *r)
{
    return r->y_max - r->y_min;
}

/* ---- Where each stands ---- */

static double locator_side(const kuril_desk *desk)
{
    return 84 * desk->theme->unit;
}

static kuril_rect box_at(double x, double y, kuril_block_size size)
{
    return (kuril_rect){x, y, x + size.width, y + size.height};
}

/* At the right: the locator, the scale bar and the arrow beside it, or below it where `stacked`. Gives how wide they
   are, and in `height` how high. */
static double lay_right(const kuril_scene *scene, const kuril_desk *desk, const kuril_foot_pieces *pieces, double right,
                        double top, bool stacked, double *height, kuril_page_plan *plan)
{
    const kuril_map *map = scene->map;
    const double unit = desk->theme->unit, pad = kuril_panel_pad(desk), gap = 14 * unit;
    double x = right, y = top;
    *height = 0;
    if (pieces->locator && kuril_foot_takes(map, plan->below, KURIL_F_LOCATOR)) {
        const double side = locator_side(desk);
        plan->locator = box_at(right - side, top, (kuril_block_size){side, side});
        *height = side;
        x -= stacked ? 0 : side + gap;
        y += stacked ? side + 0.8 * pad + 2 * unit : 0;
    }
    double left = *height > 0 ? plan->locator.x_min : right;
    if (kuril_shows(map, KURIL_F_SCALE_BAR) && kuril_foot_takes(map, plan->below, KURIL_F_SCALE_BAR)) {
        const kuril_block_size bar = kuril_scale_bar_size(desk, pieces->bar);
        plan->scale_bar = box_at(x - bar.width + pad, y - 0.8 * pad, bar);
        *height = fmax(*height, y - top + bar.height - 1.6 * pad);
        x -= bar.width - 2 * pad + gap;
        left = fmin(left, x + gap);
    }
    if (pieces->arrow && kuril_foot_takes(map, plan->below, KURIL_F_NORTH_ARROW)) {
        const kuril_block_size arrow = kuril_north_arrow_size(desk);
        plan->north_arrow = box_at(x - arrow.width, y, arrow);
        *height = fmax(*height, y - top + arrow.height);
        left = fmin(left, x - arrow.width);
    }
    return right - left;
}

/* The legend in the width that is left, flush with the frame though its panel is not drawn. Gives the height of all;
   INFINITY where the legend is too wide. */
static double lay_all(const kuril_scene *scene, const kuril_desk *desk, const kuril_foot_pieces *pieces,
                      const kuril_rect *foot, bool stacked, kuril_page_plan *plan)
{
    const double pad = kuril_panel_pad(desk);
    double height = 0;
    const double right = lay_right(scene, desk, pieces, foot->x_max, foot->y_min, stacked, &height, plan);
    kuril_legend *legend = pieces->legend;
    const double room = width_of(foot) + 2 * pad - (right > 0 ? right + 2 * pad + 2 * desk->theme->unit : 0);
    if (!kuril_legend_spread(desk, legend, room))
        return INFINITY;
    if (height + 1.6 * pad > legend->max_height_pt) /* the fewer columns, the easier to read */
        legend->max_height_pt = height + 1.6 * pad;
    kuril_legend_even(desk, legend);
    const kuril_block_size size = kuril_legend_size(desk, legend);
    plan->legend = size.height > 0 ? box_at(foot->x_min - pad, foot->y_min - 0.8 * pad, size) : nowhere;
    return fmax(height, size.height - 1.6 * pad);
}

static double lay_out(const kuril_scene *scene, const kuril_desk *desk, const kuril_foot_pieces *pieces,
                      const kuril_rect *foot, kuril_page_plan *plan)
{
    const double stacked = lay_all(scene, desk, pieces, foot, true, plan);
    const double abreast = lay_all(scene, desk, pieces, foot, false, plan);
    return abreast <= 1.05 * stacked ? abreast : lay_all(scene, desk, pieces, foot, true, plan);
}

/* ---- In the frame or in the foot ---- */

/* What the view needs of the frame's height, the rest being free; of its width it has what it asked for. */
static double height_in_use(const kuril_scene *scene)
{
    enum { STATIONS = 16 };
    const kuril_view *view = &scene->view;
    const kuril_rect *f = &scene->frame;
    if (view->kind != KURIL_VIEW_BOUNDS)
        return view->kind == KURIL_VIEW_WIDTH ? fmin(0.75 * width_of(f), height_of(f)) : height_of(f);
    const kuril_bbox *b = &view->bounds;
    double least = INFINITY, most = -INFINITY;
    for (int i = 0; i <= STATIONS; i++) {
        for (int side = 0; side < 4; side++) {
            const double along = (double)i / STATIONS;
            const double across = side < 2 ? along : side - 2, up = side < 2 ? side : along;
            const kuril_lonlat p = {b->west + across * kuril_bbox_width(b), b->south + up * (b->north - b->south)};
            double x, y;
            if (kuril_lonlat_to_page(scene->projection, &scene->fit, p, &x, &y)) {
                least = fmin(least, y);
                most = fmax(most, y);
            }
        }
    }
    return most > least ? fmin(most - least, height_of(f)) : height_of(f);
}

/* By what share the map becomes smaller when its frame loses some height. */
static double loss_of(const kuril_scene *scene, double lost_pt)
{
    const double used = height_in_use(scene), left = height_of(&scene->frame) - lost_pt;
    return left < used ? 1 - left / used : 0;
}

/* How high a foot may be: the map stays to be seen. */
static double most_height(const kuril_scene *scene, const kuril_desk *desk, const kuril_page_plan *plan)
{
    const double least = scene->map->furniture[KURIL_F_LEGEND].shown == KURIL_ON ? 0.18 : 0.52; /* of the page */
    const kuril_rect *f = &plan->frame;
    const double all =
        height_of(f) + (plan->foot.x_min <= plan->foot.x_max ? height_of(&plan->foot) + kuril_foot_gap(desk) : 0);
    return all - kuril_foot_gap(desk) - least * width_of(&plan->page) * height_of(&plan->page) / width_of(f);
}

/* A legend that is asked for loses the strip of depths, then its last entries, down to half of them, for want of room.
 */
static double lay_within(const kuril_scene *scene, const kuril_desk *desk, const kuril_foot_pieces *pieces,
                         const kuril_rect *foot, double most_pt, kuril_page_plan *plan)
{
    kuril_legend *legend = pieces->legend;
    const size_t least = (legend->n_entries + 1) / 2;
    double height = lay_out(scene, desk, pieces, foot, plan);
    while (height > most_pt && scene->map->furniture[KURIL_F_LEGEND].shown == KURIL_ON &&
           (legend->ramp.label || legend->n_entries > least)) {
        if (legend->ramp.label)
            legend->ramp = (kuril_legend_ramp){0};
        else
            legend->n_entries--;
        height = lay_out(scene, desk, pieces, foot, plan);
    }
    return height;
}

void kuril_foot_choose(const kuril_scene *scene, const kuril_desk *desk, const kuril_foot_pieces *pieces,
                       const double costs[3], kuril_page_plan *plan)
{
    const kuril_map_piece wish = scene->map->furniture[KURIL_F_LEGEND];
    const bool told = wish.standing == KURIL_STAND_BELOW;
    const bool in_corner = wish.standing != KURIL_STAND_AUTO && !told; /* which is kept while there is room */
    if (!kuril_shows(scene->map, KURIL_F_LEGEND) ||
        (in_corner && costs[KURIL_BELOW_NOTHING] < KURIL_ARRANGE_LEFT_OUT) ||
        (pieces->legend->n_entries == 0 && !pieces->legend->ramp.label))
        return;
    const double most = most_height(scene, desk, plan);
    double least = told ? INFINITY : costs[KURIL_BELOW_NOTHING];
    for (int below = KURIL_BELOW_LEGEND; below <= KURIL_BELOW_ALL; below++) {
        kuril_legend legend = *pieces->legend;
        kuril_foot_pieces tried = *pieces;
        tried.legend = &legend;
        kuril_page_plan plan_tried = *plan;
        plan_tried.below = (kuril_below)below;
        const double height = lay_within(scene, desk, &tried, &scene->frame, most, &plan_tried);
        if (height > most)
            continue;
        /* Room that is free is best used so; else the map must be worth more whole than large. */
        const double loss = loss_of(scene, height + kuril_foot_gap(desk));
        const double cost = below == KURIL_BELOW_ALL && loss == 0 ? -2 : costs[below] + 5 + 110 * loss;
        if (cost < least) {
            least = cost;
            plan->below = (kuril_below)below;
            plan->foot_pt = height;
        }
    }
}

void kuril_foot_fill(const kuril_scene *scene, const kuril_desk *desk, const kuril_foot_pieces *pieces,
                     kuril_page_plan *plan)
{
    const kuril_rect *foot = &plan->foot;
    const double most = most_height(scene, desk, plan);
    double height = lay_within(scene, desk, pieces, foot, most, plan);
    if (isinf(height) && plan->below == KURIL_BELOW_ALL) { /* the scale bar is a longer one than it was */
        plan->below = KURIL_BELOW_LEGEND;
        plan->locator = plan->scale_bar = plan->north_arrow = nowhere;
        height = lay_within(scene, desk, pieces, foot, most, plan);
    }
    /* On a page that became wider there may be more to tell than was reckoned with. */
    while (!isinf(height) && height > most && scene->map->furniture[KURIL_F_LEGEND].shown == KURIL_ON &&
           pieces->legend->n_entries > 1) {
        pieces->legend->n_entries--;
        height = lay_out(scene, desk, pieces, foot, plan);
    }
    plan->foot_pt = isinf(height) ? height_of(foot) : height;
    while (height > height_of(foot) + 0.01 && pieces->legend->n_entries > 0) {
        pieces->legend->n_entries--;
        height = lay_out(scene, desk, pieces, foot, plan);
    }
}
