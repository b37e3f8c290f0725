#include "furniture/neatline.h"
#include "map/foot.h"
#include "map/map_names.h"
#include "map/paint_parts.h"
#include "map/sheet.h"
#include <math.h>
#include <string.h>

static const kuril_rect nowhere = {1, 1, 0, 0};

bool kuril_shows(const kuril_map *map, kuril_furniture piece)
{
    return map->furniture[piece].shown != KURIL_OFF;
}

bool kuril_shows_graticule(const kuril_map *map)
{
    const double thumbnail_px = 300;
    const kuril_switch shown = map->furniture[KURIL_F_GRATICULE].shown;
    return shown == KURIL_ON || (shown == KURIL_AUTO && fmin(map->width_px, map->height_px) >= thumbnail_px);
}

bool kuril_numbers_names(const kuril_map *map)
{
    return map->furniture[KURIL_F_LEGEND].numbered && kuril_shows(map, KURIL_F_LEGEND);
}

static double margin(const kuril_desk *desk)
{
    return 20 * desk->theme->unit;
}

/* In the map's first language, and where it is said otherwise there in the second one. */
static kuril_title_text title_text(const kuril_map *map, const kuril_words *words, bool both)
{
    const char *first = kuril_map_words(map, words);
    const char *second = map->n_languages > 1 ? words->in[map->languages[1]] : NULL;
    const bool other = both && first && second && strcmp(first, second) != 0;
    return (kuril_title_text){first, other ? second : NULL, other ? kuril_letter_language(map, 1) : NULL};
}

/* A title may take some fifth of the page: on a small one the second language's subtitle goes, its type shrinks, and
   the subtitle falls before the map does. On sheets larger than some 30 centimetres it grows as the sheet does. */
static kuril_title fit_title(const kuril_map *map, const kuril_desk *desk, double width, double page_height)
{
    static const struct {
        double scale, most; /* of the page */
        bool both, subtitle, both_subtitles;
    } tries[] = {{1, 0.16, true, true, true},       {1, 0.18, true, true, false},     {0.85, 0.2, true, true, false},
                 {1, 0.22, false, true, false},     {0.85, 0.22, false, true, false}, {1, 0.22, false, false, false},
                 {0.85, 0.22, false, false, false}, {0.7, 1, false, false, false}};
    const double side = fmin(map->width_px, map->height_px) * KURIL_PX, large = fmax(pow(side / 900, 0.4), 1);
    kuril_title words = {.scale = 1};
    for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
        words = (kuril_title){.title = title_text(map, &map->title, tries[i].both), .scale = tries[i].scale * large};
        if (tries[i].subtitle)
            words.subtitle = title_text(map, &map->subtitle, tries[i].both_subtitles);
        if (kuril_title_size(desk, &words, width).height < tries[i].most * page_height)
            break;
    }
    return words;
}

static void plan_page(const kuril_map *map, const kuril_desk *desk, const char *credits, bool title,
                      kuril_page_plan *plan)
{
    const double edge = margin(desk), unit = desk->theme->unit;
    const bool bare = !kuril_shows(map, KURIL_F_TITLE) && !kuril_shows(map, KURIL_F_CREDITS) &&
                      !kuril_shows(map, KURIL_F_GRATICULE) && !kuril_shows(map, KURIL_F_NEATLINE) &&
                      !kuril_shows(map, KURIL_F_WORLDVIEW);
    *plan = (kuril_page_plan){.page = {0, 0, map->width_px * KURIL_PX, map->height_px * KURIL_PX},
                              .below = plan->below,
                              .foot_pt = plan->foot_pt,
                              .title = nowhere,
                              .foot = nowhere,
                              .credits = nowhere,
                              .legend = nowhere,
                              .scale_bar = nowhere,
                              .north_arrow = nowhere,
                              .locator = nowhere};
    plan->frame = plan->page;
    if (bare && plan->below == KURIL_BELOW_NOTHING)
        return; /* nothing round the map: the picture is the map */
    const bool figures = kuril_shows_graticule(map);
    const double neatline = kuril_neatline_width(desk, map->furniture[KURIL_F_NEATLINE].zebra);
    const double longest = map->languages[0] == KURIL_RU ? 31 : 25; /* figures beside the frame */
    const double across = (figures ? longest * unit : 0) + neatline, up = (figures ? 12 * unit : 0) + neatline;
    const double left = edge + across, width = plan->page.x_max - 2 * left; /* of the frame: all stands flush with it */
    double top = edge * 0.8, bottom = plan->page.y_max - edge * 0.7;
    if (title) {
        plan->words = fit_title(map, desk, width, plan->page.y_max);
        const kuril_block_size size = kuril_title_size(desk, &plan->words, width);
        if (size.height > 0) {
            plan->title = (kuril_rect){left, top, left + width, top + size.height};
            top += size.height + 7 * unit;
        }
    }
    if (credits && *credits) {
        const kuril_block_size size = kuril_credits_size(desk, credits, width);
        plan->credits = (kuril_rect){left, bottom - size.height, left + width, bottom};
        bottom -= size.height + 5 * unit;
    }
    if (plan->below != KURIL_BELOW_NOTHING) {
        plan->foot = (kuril_rect){left, bottom - plan->foot_pt, left + width, bottom};
        bottom -= plan->foot_pt + kuril_foot_gap(desk);
    }
    plan->frame = (kuril_rect){left, top + up, left + width, bottom - up};
}

/* Where the sources, which must be told, leave too little of a small page, the title goes that nobody asked for. */
void kuril_plan_page(const kuril_map *map, const kuril_desk *desk, const char *credits, kuril_page_plan *plan)
{
    const bool title = kuril_shows(map, KURIL_F_TITLE);
    plan_page(map, desk, credits, title, plan);
    if (title && map->furniture[KURIL_F_TITLE].shown == KURIL_AUTO && plan->below == KURIL_BELOW_NOTHING &&
        plan->frame.y_max - plan->frame.y_min < 0.3 * plan->page.y_max)
        plan_page(map, desk, credits, false, plan);
}

static kuril_corner corner_of(const kuril_map *map, kuril_furniture piece)
{
    static const kuril_corner corners[] = {
        [KURIL_STAND_AUTO] = KURIL_ANY_CORNER,           [KURIL_STAND_TOP_LEFT] = KURIL_TOP_LEFT,
        [KURIL_STAND_TOP_RIGHT] = KURIL_TOP_RIGHT,       [KURIL_STAND_BOTTOM_LEFT] = KURIL_BOTTOM_LEFT,
        [KURIL_STAND_BOTTOM_RIGHT] = KURIL_BOTTOM_RIGHT, [KURIL_STAND_BELOW] = KURIL_ANY_CORNER};
    return corners[map->furniture[piece].standing];
}

/* Without being asked for, a piece takes no more than this share of the map. */
static double most_of_frame(kuril_furniture piece)
{
    return piece == KURIL_F_LEGEND ? 0.24 : piece == KURIL_F_SCALE_BAR ? 0.14 : 0.055;
}

static kuril_box_request request(const kuril_scene *scene, kuril_furniture piece, kuril_block_size size,
                                 kuril_corner prefer)
{
    const kuril_map *map = scene->map;
    const kuril_rect *f = &scene->frame;
    const double frame = (f->x_max - f->x_min) * (f->y_max - f->y_min);
    const bool too_large = size.width * size.height > most_of_frame(piece) * frame;
    if (!kuril_shows(map, piece) || (map->furniture[piece].shown == KURIL_AUTO && too_large))
        return (kuril_box_request){0};
    return (kuril_box_request){size.width, size.height, corner_of(map, piece), prefer, 0};
}

static bool shows_pole(const kuril_scene *scene)
{
    double x, y;
    for (double lat = -90; lat <= 90; lat += 180)
        if (kuril_lonlat_to_page(scene->projection, &scene->fit, (kuril_lonlat){0, lat}, &x, &y) &&
            kuril_scene_shows(scene, x, y, 0))
            return true;
    return false;
}

/* The needle only where north is not up, unless it is asked for; about a pole no needle is right. */
static bool needs_arrow(const kuril_scene *scene)
{
    const kuril_map_piece piece = scene->map->furniture[KURIL_F_NORTH_ARROW];
    return piece.shown == KURIL_ON || (piece.shown == KURIL_AUTO && fabs(scene->scale.north) > 2 && !shows_pole(scene));
}

/* How much of the globe the frame shows: the sum over a net of its cells. */
static double share_of_globe(const kuril_scene *scene)
{
    enum { N = 12 };
    const kuril_rect *f = &scene->frame;
    const double width = (f->x_max - f->x_min) / N, height = (f->y_max - f->y_min) / N, earth_m2 = 5.101e14;
    double sum = 0;
    for (int i = 0; i < N * N; i++) {
        kuril_lonlat place;
        kuril_local_scale scale;
        if (kuril_page_to_lonlat(scene->projection, &scene->fit, f->x_min + (i % N + 0.5) * width,
                                 f->y_min + (i / N + 0.5) * height, &place) &&
            kuril_scale_at(scene->projection, &scene->fit, place, &scale))
            sum += width * height * scale.m_per_pt * scale.m_per_pt;
    }
    return sum / earth_m2;
}

/* A globe that the view nearly fills says nothing new: half of it is seen, and a sixth of it all is a third of that. */
static bool needs_locator(const kuril_scene *scene)
{
    const kuril_map_piece piece = scene->map->furniture[KURIL_F_LOCATOR];
    return piece.shown == KURIL_ON || (piece.shown == KURIL_AUTO && share_of_globe(scene) < 1 / 6.0);
}

static double locator_side(const kuril_rect *frame, const kuril_desk *desk)
{
    const double side = fmin(frame->x_max - frame->x_min, frame->y_max - frame->y_min);
    return fmin(fmax(side * 0.17, 64 * desk->theme->unit), 130 * desk->theme->unit);
}

enum { LEGEND, LOCATOR, SCALE_BAR, ARROW, PIECES };

/* The map stays to be seen: of pieces that nobody asked for, the locator goes first, then the legend. */
static void leave_map_room(const kuril_scene *scene, kuril_box_request boxes[PIECES])
{
    static const struct {
        int box;
        kuril_furniture piece;
    } dispensable[] = {{LOCATOR, KURIL_F_LOCATOR}, {LEGEND, KURIL_F_LEGEND}};
    const kuril_rect *f = &scene->frame;
    const double most = 0.36 * (f->x_max - f->x_min) * (f->y_max - f->y_min);
    double covered = 0;
    for (int i = 0; i < PIECES; i++)
        covered += boxes[i].width * boxes[i].height;
    for (size_t i = 0; i < G_N_ELEMENTS(dispensable) && covered > most; i++) {
        kuril_box_request *box = &boxes[dispensable[i].box];
        if (scene->map->furniture[dispensable[i].piece].shown != KURIL_AUTO)
            continue;
        covered -= box->width * box->height;
        *box = (kuril_box_request){0};
    }
}

/* ---- In the frame ---- */

typedef struct placing {
    kuril_scene *scene;
    const kuril_desk *desk;
    const kuril_page_plan *plan;
    const kuril_weight *weights;
    size_t n_weights;
    bool locator, arrow;             /* whether the map needs them */
    kuril_box_request boxes[PIECES]; /* of the best so far */
    kuril_rect rects[PIECES];
    double cost;
} placing;

static const kuril_furniture piece_of[PIECES] = {[LEGEND] = KURIL_F_LEGEND,
                                                 [LOCATOR] = KURIL_F_LOCATOR,
                                                 [SCALE_BAR] = KURIL_F_SCALE_BAR,
                                                 [ARROW] = KURIL_F_NORTH_ARROW};

static double arrange(const placing *p, const kuril_box_request boxes[PIECES], kuril_rect rects[PIECES])
{
    return kuril_arrange(&p->plan->frame, 9 * p->desk->theme->unit, boxes, PIECES, p->weights, p->n_weights, rects);
}

/* A corner that was asked for is kept, but for the essay's points and for room: then the piece stands elsewhere. */
static void give_way(placing *p)
{
    bool any = false;
    for (int i = 0; i < PIECES; i++) {
        kuril_box_request *box = &p->boxes[i];
        if (box->width <= 0 || box->wanted == KURIL_ANY_CORNER || p->rects[i].x_min <= p->rects[i].x_max)
            continue;
        box->wanted = KURIL_ANY_CORNER;
        any = true;
    }
    if (any)
        p->cost = arrange(p, p->boxes, p->rects);
}

/* What was asked for is drawn, and where; else that is told. */
static void tell_misplaced(const placing *p, const bool wanted[PIECES], kuril_rect *const rects[PIECES])
{
    for (int i = 0; i < PIECES; i++) {
        const kuril_map_piece piece = p->scene->map->furniture[piece_of[i]];
        const char *name = kuril_furniture_name(piece_of[i]);
        const bool corner = corner_of(p->scene->map, piece_of[i]) != KURIL_ANY_CORNER;
        if (piece.shown != KURIL_ON || !wanted[i])
            continue;
        if (rects[i]->x_min > rects[i]->x_max)
            kuril_scene_warn_once(p->scene, NULL, "there is no room for the %s: it is left out", name);
        else if (corner && (kuril_foot_takes(p->scene->map, p->plan->below, piece_of[i]) ||
                            p->boxes[i].wanted == KURIL_ANY_CORNER))
            kuril_scene_warn_once(
                p->scene, NULL,
                "the %s has no room in the corner that it is told to stand in, beside the essay's points "
                "and other furniture: it stands elsewhere",
                name);
        else if (piece.standing == KURIL_STAND_BELOW && p->plan->below == KURIL_BELOW_NOTHING)
            kuril_scene_warn_once(p->scene, NULL, "there is no room for the %s below the map: it stands in it", name);
    }
}

/* The boxes with the legend in a number of columns and the locator somewhat smaller. */
static void make_requests(const placing *p, const kuril_legend *legend, const kuril_scale_bar *bar, double locator,
                          kuril_box_request boxes[PIECES])
{
    kuril_scene *scene = p->scene;
    const kuril_desk *desk = p->desk;
    const double side = locator * locator_side(&p->plan->frame, desk);
    const kuril_box_request none = {0};
    boxes[LEGEND] = request(scene, KURIL_F_LEGEND, kuril_legend_size(desk, legend), KURIL_TOP_LEFT);
    boxes[LOCATOR] =
        p->locator ? request(scene, KURIL_F_LOCATOR, (kuril_block_size){side, side}, KURIL_TOP_RIGHT) : none;
    boxes[SCALE_BAR] = kuril_shows(scene->map, KURIL_F_SCALE_BAR)
                           ? request(scene, KURIL_F_SCALE_BAR, kuril_scale_bar_size(desk, bar), KURIL_BOTTOM_RIGHT)
                           : none;
    boxes[ARROW] = p->arrow ? request(scene, KURIL_F_NORTH_ARROW, kuril_north_arrow_size(desk), KURIL_TOP_RIGHT) : none;
    for (int i = 0; i < PIECES; i++)
        if (kuril_foot_takes(scene->map, p->plan->below, piece_of[i]))
            boxes[i] = none;
    leave_map_room(scene, boxes);
    if (scene->map->furniture[KURIL_F_LOCATOR].shown == KURIL_AUTO)
        boxes[LOCATOR].worth = 12; /* a globe that would hide more than that is no help */
    if (scene->map->furniture[KURIL_F_SCALE_BAR].shown == KURIL_AUTO)
        boxes[SCALE_BAR].worth = 60; /* what was asked for comes first */
}

/* What the frame is worth with another shape of the legend, taken over where it is better. */
static void try_shape(placing *p, const kuril_legend *legend, const kuril_scale_bar *bar, double locator, double extra)
{
    enum { NO_LEGEND = 12 };
    kuril_box_request boxes[PIECES];
    kuril_rect rects[PIECES];
    make_requests(p, legend, bar, locator, boxes);
    double cost = arrange(p, boxes, rects) + extra;
    if (legend->n_entries > 0 && boxes[LEGEND].width <= 0 && p->plan->below == KURIL_BELOW_NOTHING &&
        kuril_shows(p->scene->map, KURIL_F_LEGEND))
        cost += NO_LEGEND;
    if (cost >= p->cost)
        return;
    p->cost = cost;
    memcpy(p->boxes, boxes, sizeof boxes);
    memcpy(p->rects, rects, sizeof rects);
}

/* One column, or two about as high as each other; the locator as it is, or smaller. The legend comes out with the
 * height it has.
 */
static double place_in_frame(placing *p, kuril_legend *legend, const kuril_scale_bar *bar)
{
    const double height = p->plan->frame.y_max - p->plan->frame.y_min;
    const double whole = fmin(0.6 * height, kuril_legend_size(p->desk, legend).height);
    double best = whole;
    p->cost = INFINITY;
    for (int columns = 1; columns <= 2; columns++) {
        legend->max_height_pt = columns == 1 ? whole : 0.75 * whole;
        if (columns == 2)
            kuril_legend_even(p->desk, legend);
        for (int smaller = 0; smaller < 2; smaller++) {
            const double before = p->cost;
            try_shape(p, legend, bar, smaller ? 0.78 : 1, 0.6 * (columns - 1) + 1.2 * smaller);
            best = p->cost < before ? legend->max_height_pt : best;
        }
    }
    legend->max_height_pt = best;
    give_way(p);
    return p->cost;
}

/* ---- In the frame or below it ---- */

/* One that is asked for on a small map loses the strip of depths, then its last entries, down to half of them, while it
   would cover more than a third of the map. */
static void shorten(const kuril_scene *scene, const kuril_desk *desk, kuril_legend *legend)
{
    const kuril_rect *f = &scene->frame;
    const double most = (f->x_max - f->x_min) * (f->y_max - f->y_min) / 3;
    const size_t least = (legend->n_entries + 1) / 2;
    legend->max_height_pt = (f->y_max - f->y_min) * 0.6;
    while (scene->map->furniture[KURIL_F_LEGEND].shown == KURIL_ON) {
        const kuril_block_size size = kuril_legend_size(desk, legend);
        if (size.width * size.height <= most || (!legend->ramp.label && legend->n_entries <= least))
            break;
        if (legend->ramp.label)
            legend->ramp = (kuril_legend_ramp){0};
        else
            legend->n_entries--;
    }
}

void kuril_plan_furniture(kuril_scene *scene, const kuril_desk *desk, const kuril_weight *weights, size_t n_weights,
                          kuril_legend *legend, const kuril_scale_bar *bar, kuril_page_plan *plan)
{
    placing p = {.scene = scene,
                 .desk = desk,
                 .plan = plan,
                 .weights = weights,
                 .n_weights = n_weights,
                 .locator = needs_locator(scene),
                 .arrow = needs_arrow(scene)};
    const kuril_foot_pieces pieces = {legend, bar, p.locator, p.arrow};
    if (plan->below == KURIL_BELOW_NOTHING) {
        kuril_legend shown = *legend;
        shorten(scene, desk, &shown);
        double costs[KURIL_BELOW_ALL + 1] = {0};
        plan->below = KURIL_BELOW_LEGEND;
        costs[KURIL_BELOW_LEGEND] = place_in_frame(&p, &shown, bar);
        plan->below = KURIL_BELOW_NOTHING;
        costs[KURIL_BELOW_NOTHING] = place_in_frame(&p, &shown, bar);
        kuril_foot_choose(scene, desk, &pieces, costs, plan);
        if (plan->below == KURIL_BELOW_NOTHING)
            *legend = shown;
    }
    if (plan->foot.x_min <= plan->foot.x_max) {
        kuril_foot_fill(scene, desk, &pieces, plan);
        kuril_legend elsewhere = *legend;
        (void)place_in_frame(&p, &elsewhere, bar);
    }
    kuril_rect *const rects[PIECES] = {[LEGEND] = &plan->legend,
                                       [LOCATOR] = &plan->locator,
                                       [SCALE_BAR] = &plan->scale_bar,
                                       [ARROW] = &plan->north_arrow};
    for (int i = 0; i < PIECES; i++)
        if (!kuril_foot_takes(scene->map, plan->below, piece_of[i]))
            *rects[i] = p.rects[i];
    const bool wanted[PIECES] = {[LEGEND] = pieces.legend->n_entries > 0 || pieces.legend->ramp.label,
                                 [LOCATOR] = pieces.locator,
                                 [SCALE_BAR] = true,
                                 [ARROW] = pieces.arrow};
    if (plan->below == KURIL_BELOW_NOTHING || plan->foot.x_min <= plan->foot.x_max)
        tell_misplaced(&p, wanted, rects);
}

void kuril_plan_shrink_legend(const kuril_desk *desk, kuril_legend *legend, kuril_page_plan *plan)
{
    const double slack = 1e-6;
    kuril_rect *r = &plan->legend;
    if (r->x_min > r->x_max)
        return;
    kuril_block_size size = kuril_legend_size(desk, legend);
    /* An entry fewer lets a column take one of the next, which may be wider. */
    if (size.width > r->x_max - r->x_min + slack && kuril_legend_spread(desk, legend, r->x_max - r->x_min))
        size = kuril_legend_size(desk, legend);
    if (size.height <= 0) {
        *r = nowhere;
        return;
    }
    const bool inside = plan->below == KURIL_BELOW_NOTHING;
    if (inside && plan->frame.x_max - r->x_max < r->x_min - plan->frame.x_min)
        r->x_min = r->x_max - size.width;
    else
        r->x_max = r->x_min + size.width;
    if (inside && plan->frame.y_max - r->y_max < r->y_min - plan->frame.y_min)
        r->y_min = r->y_max - size.height;
    else
        r->y_max = r->y_min + size.height;
}
