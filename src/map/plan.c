#include "furniture/arrange.h"
#include "furniture/neatline.h"
#include "map/paint_parts.h"
#include "map/sheet.h"
#include <math.h>

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

/* A title may take some fifth of the page: on a small one its type shrinks and the subtitle falls before the map does. On
   sheets larger than some 30 centimetres it grows as the sheet does. */
static kuril_title fit_title(const kuril_map *map, const kuril_desk *desk, double width, double page_height)
{
    static const struct {
        double scale;
        bool subtitle;
    } tries[] = {{1, true}, {0.85, true}, {1, false}, {0.85, false}, {0.7, false}};
    const double side = fmin(map->width_px, map->height_px) * KURIL_PX, large = fmax(pow(side / 900, 0.4), 1);
    kuril_title words = {0};
    for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
        words = (kuril_title){kuril_map_words(map, &map->title),
                              tries[i].subtitle ? kuril_map_words(map, &map->subtitle) : NULL, tries[i].scale * large};
        if (kuril_title_size(desk, &words, width).height < 0.22 * page_height)
            break;
    }
    return words;
}

void kuril_plan_page(const kuril_map *map, const kuril_desk *desk, const char *credits, kuril_page_plan *plan)
{
    const double edge = margin(desk), unit = desk->theme->unit;
    const bool bare = !kuril_shows(map, KURIL_F_TITLE) && !kuril_shows(map, KURIL_F_CREDITS) &&
                      !kuril_shows(map, KURIL_F_GRATICULE) && !kuril_shows(map, KURIL_F_NEATLINE) &&
                      !kuril_shows(map, KURIL_F_WORLDVIEW);
    *plan = (kuril_page_plan){.page = {0, 0, map->width_px * KURIL_PX, map->height_px * KURIL_PX},
                              .title = nowhere,
                              .credits = nowhere,
                              .legend = nowhere,
                              .scale_bar = nowhere,
                              .north_arrow = nowhere,
                              .locator = nowhere};
    plan->frame = plan->page;
    if (bare)
        return; /* nothing round the map: the picture is the map */
    const bool figures = kuril_shows_graticule(map);
    const double neatline = kuril_neatline_width(desk, map->furniture[KURIL_F_NEATLINE].zebra);
    const double longest = map->languages[0] == KURIL_RU ? 31 : 25; /* figures beside the frame */
    const double across = (figures ? longest * unit : 0) + neatline, up = (figures ? 12 * unit : 0) + neatline;
    const double left = edge + across, width = plan->page.x_max - 2 * left; /* of the frame: all stands flush with it */
    double top = edge * 0.8, bottom = plan->page.y_max - edge * 0.7;
    if (kuril_shows(map, KURIL_F_TITLE)) {
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
    plan->frame = (kuril_rect){left, top + up, left + width, bottom - up};
}

typedef struct weighing {
    kuril_scene *scene;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    GArray *weights; /* kuril_weight */
} weighing;

static void add_weight(weighing *w, double x, double y, double half, double weight)
{
    const kuril_weight one = {{x - half, y - half, x + half, y + half}, weight};
    const kuril_rect *f = &w->scene->frame;
    if (x > f->x_min && x < f->x_max && y > f->y_min && y < f->y_max)
        g_array_append_val(w->weights, one);
}

/* A name of a wide water finds room elsewhere more easily than another that is set along a line. */
static double line_weight(const kuril_style_layer *layer)
{
    return kuril_layer_number(layer, "kurilmap:beside", 0) >= 3 ? 2.5 : 6;
}

static kuril_status weigh_symbol(void *user, const kuril_feature *feature)
{
    weighing *w = user;
    const kuril_geometry *g = feature->geometry;
    const bool anywhere = /* along the line, as the figures of depth */
        kuril_style_enum(w->sheet->styling, w->layer, KURIL_SYMBOL_PLACEMENT, NULL) == KURIL_STYLE_PLACEMENT_LINE;
    for (size_t i = 0; i < g->n_parts; i++) {
        if (g->parts[i].kind == KURIL_POLYGON)
            continue;
        const kuril_ring ring = g->rings[g->parts[i].first];
        double x, y; /* the middle of a line, the place of a point */
        if (kuril_lonlat_to_page(w->scene->projection, &w->scene->fit, g->points[ring.first + ring.count / 2], &x, &y))
            add_weight(w, x, y, 10, kuril_layer_says(w->layer, "kurilmap:leader") ? 60
                                    : g->parts[i].kind == KURIL_POINT || anywhere ? 1.5
                                                                                  : line_weight(w->layer));
    }
    return KURIL_OK;
}

/* Every vertex of a polygon that a layer marks is worth a little: small islands are dense with them. */
static kuril_status weigh_area(void *user, const kuril_feature *feature)
{
    weighing *w = user;
    const kuril_geometry *g = feature->geometry;
    const size_t step = g->n_points / 200 + 1;
    for (size_t i = 0; i < g->n_points; i += step) {
        double x, y;
        if (kuril_lonlat_to_page(w->scene->projection, &w->scene->fit, g->points[i], &x, &y))
            add_weight(w, x, y, 6, 3);
    }
    return KURIL_OK;
}

/* What furniture should not cover: names and points by their places, and areas that their layer calls essential. */
static void weigh_layers(kuril_scene *scene, GArray *weights)
{
    for (int i = 0; i < KURIL_SHEET_COUNT; i++) {
        kuril_sheet *sheet = &scene->sheets[i];
        for (size_t l = 0; sheet->style && l < kuril_style_layer_count(sheet->style); l++) {
            weighing w = {scene, sheet, kuril_style_layer_at(sheet->style, l), weights};
            if (!kuril_styling_visible(sheet->styling, w.layer) || !w.layer->source)
                continue;
            const bool names = w.layer->type == KURIL_LAYER_SYMBOL;
            const bool essential = kuril_layer_says(w.layer, "kurilmap:essential") || i == KURIL_SHEET_OVERLAY;
            if (names || essential)
                (void)kuril_scene_features(scene, sheet, w.layer, KURIL_PROPERTY_COUNT,
                                           names ? weigh_symbol : weigh_area, &w, NULL);
        }
    }
}

static kuril_corner corner_of(const kuril_map *map, kuril_furniture piece)
{
    static const kuril_corner corners[] = {[KURIL_STAND_AUTO] = KURIL_ANY_CORNER,
                                           [KURIL_STAND_TOP_LEFT] = KURIL_TOP_LEFT,
                                           [KURIL_STAND_TOP_RIGHT] = KURIL_TOP_RIGHT,
                                           [KURIL_STAND_BOTTOM_LEFT] = KURIL_BOTTOM_LEFT,
                                           [KURIL_STAND_BOTTOM_RIGHT] = KURIL_BOTTOM_RIGHT};
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
    return (kuril_box_request){size.width, size.height, corner_of(map, piece), prefer};
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
    return piece.shown == KURIL_ON ||
           (piece.shown == KURIL_AUTO && fabs(scene->scale.north) > 2 && !shows_pole(scene));
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

static bool any_wanted(const kuril_box_request boxes[PIECES])
{
    bool any = false;
    for (int i = 0; i < PIECES; i++)
        any = any || boxes[i].width > 0;
    return any;
}

void kuril_plan_furniture(kuril_scene *scene, const kuril_desk *desk, const kuril_legend *legend,
                          const kuril_scale_bar *bar, kuril_page_plan *plan)
{
    const double side = locator_side(&plan->frame, desk);
    kuril_box_request boxes[PIECES] = {
        [LEGEND] = request(scene, KURIL_F_LEGEND, kuril_legend_size(desk, legend), KURIL_TOP_LEFT),
        [LOCATOR] = needs_locator(scene)
                        ? request(scene, KURIL_F_LOCATOR, (kuril_block_size){side, side}, KURIL_TOP_RIGHT)
                        : (kuril_box_request){0},
        [SCALE_BAR] = kuril_shows(scene->map, KURIL_F_SCALE_BAR)
                          ? request(scene, KURIL_F_SCALE_BAR, kuril_scale_bar_size(desk, bar), KURIL_BOTTOM_RIGHT)
                          : (kuril_box_request){0},
        [ARROW] = needs_arrow(scene)
                      ? request(scene, KURIL_F_NORTH_ARROW, kuril_north_arrow_size(desk), KURIL_TOP_RIGHT)
                      : (kuril_box_request){0}};
    leave_map_room(scene, boxes);
    GArray *weights = g_array_new(FALSE, TRUE, sizeof(kuril_weight));
    if (any_wanted(boxes))
        weigh_layers(scene, weights);
    kuril_rect rects[PIECES];
    kuril_arrange(&plan->frame, 9 * desk->theme->unit, boxes, PIECES,
                  (const kuril_weight *)(const void *)weights->data, weights->len, rects);
    g_array_free(weights, TRUE);
    plan->legend = rects[LEGEND];
    plan->locator = rects[LOCATOR];
    plan->scale_bar = rects[SCALE_BAR];
    plan->north_arrow = rects[ARROW];
}
