#include "map/locator.h"

#include <math.h>

/* Or the inset: the plane in place of the sphere, a rectangle in place of its rim. */
typedef struct globe {
    kuril_scene *scene;
    kuril_canvas *canvas;
    kuril_projection *projection;
    kuril_fit fit;
    kuril_chain *chain;
    kuril_walked_view *view;
    double x, y, radius;
    bool inset;
    kuril_rect rect; /* of the inset */
} globe;

static void fill(const globe *g, kuril_rgba color)
{
    kuril_canvas_fill(g->canvas, KURIL_FILL_NONZERO, &(kuril_paint){color, NULL});
}

static void stroke(const globe *g, kuril_rgba color, double width)
{
    const kuril_stroke s = {.paint = {color, NULL}, .width_pt = width, .join = KURIL_JOIN_ROUND};
    kuril_canvas_stroke(g->canvas, &s);
}

static kuril_status land_feature(void *user, const kuril_feature *feature)
{
    const globe *g = user;
    return kuril_walked_walk(g->view, kuril_sources_current(g->scene->sources), feature, KURIL_WALK_POLYGONS, g->chain,
                             kuril_chain_first(g->chain), kuril_canvas_path(g->canvas));
}

static kuril_status draw_land(globe *g, kuril_error *error)
{
    kuril_canvas_new_path(g->canvas);
    const kuril_status status =
        kuril_sources_read_dataset(g->scene->sources, g->inset ? "geodata:coast_4km" : "geodata:coast_20km", NULL, NULL,
                                   0, land_feature, g, error);
    fill(g, g->scene->theme.land);
    return status;
}

static kuril_status walk_line(globe *g, double lon0, double lat0, double lon1, double lat1)
{
    enum { PIECES = 24 };
    kuril_sink *first = kuril_chain_first(g->chain);
    kuril_status status = kuril_sink_line_start(first);
    for (int i = 0; i <= PIECES && status == KURIL_OK; i++)
        status = kuril_sink_point(first, lon0 + (lon1 - lon0) * i / PIECES, lat0 + (lat1 - lat0) * i / PIECES);
    return status == KURIL_OK ? kuril_sink_line_end(first) : status;
}

static void draw_graticule(globe *g)
{
    kuril_status status = KURIL_OK;
    kuril_canvas_new_path(g->canvas);
    for (int lon = -180; lon < 180 && status == KURIL_OK; lon += 30)
        status = walk_line(g, lon, -90, lon, 90);
    for (int lat = -60; lat <= 60 && status == KURIL_OK; lat += 30)
        for (int lon = -180; lon < 180 && status == KURIL_OK; lon += 90)
            status = walk_line(g, lon, lat, lon + 90, lat);
    if (status != KURIL_OK)
        kuril_chain_reset(g->chain);
    kuril_rgba line = g->scene->theme.rule;
    line.a *= 0.6;
    stroke(g, line, 0.35);
}

/* The extent as an outline; where it would be a speck, a ring round it, so that the eye finds it. */
static kuril_status draw_extent(globe *g)
{
    const kuril_rgba accent = g->scene->theme.accent;
    kuril_rgba tint = accent;
    tint.a = 0.25;
    kuril_canvas_new_path(g->canvas);
    const kuril_status status =
        kuril_page_walk_extent(g->scene->projection, &g->scene->fit, &g->scene->frame, kuril_chain_first(g->chain));
    if (status != KURIL_OK)
        return status;
    fill(g, tint);
    stroke(g, accent, 1.1 * g->scene->theme.unit);
    double x, y;
    const double width_pt = (g->scene->frame.x_max - g->scene->frame.x_min) * g->scene->scale.m_per_pt * g->fit.k;
    if (width_pt < 5 && kuril_lonlat_to_page(g->projection, &g->fit, g->scene->middle, &x, &y)) {
        kuril_canvas_new_path(g->canvas);
        kuril_canvas_circle(g->canvas, x, y, 5 * g->scene->theme.unit);
        stroke(g, accent, 1.1 * g->scene->theme.unit);
    }
    return KURIL_OK;
}

/* What lies round: some six times as much as the map shows, enough to be known by, and within the half of the earth. */
static double inset_reach_m(const kuril_scene *scene)
{
    const kuril_rect *f = &scene->frame;
    const double side = fmax(f->x_max - f->x_min, f->y_max - f->y_min) * scene->scale.m_per_pt;
    return fmin(fmax(6 * side, 1.2e6), 12e6);
}

/* The panel that it stands on, then its outline for clipping or for the rim. */
static void outline(const globe *g, double beyond)
{
    kuril_canvas_new_path(g->canvas);
    const kuril_rect r = {g->rect.x_min - beyond, g->rect.y_min - beyond, g->rect.x_max + beyond,
                          g->rect.y_max + beyond};
    if (g->inset)
        kuril_canvas_rectangle(g->canvas, &r);
    else
        kuril_canvas_circle(g->canvas, g->x, g->y, g->radius + beyond);
}

static kuril_status open_globe(globe *g, const kuril_rect *rect, kuril_error *error)
{
    const kuril_view view = {.kind = KURIL_VIEW_SCALE,
                             .center = g->scene->middle,
                             .scale_denominator = 1e8, /* any: the fit follows */
                             .frame = *rect};
    kuril_status status = kuril_projection_new(g->inset ? "laea" : "ortho", &view, NULL, &g->projection, error);
    if (status != KURIL_OK)
        return status;
    const double earth_m = 6378137;
    g->x = (rect->x_min + rect->x_max) / 2;
    g->y = (rect->y_min + rect->y_max) / 2;
    g->radius = (rect->x_max - rect->x_min) / 2 - 1;
    g->rect = (kuril_rect){g->x - g->radius, g->y - g->radius, g->x + g->radius, g->y + g->radius};
    const double metres = g->inset ? inset_reach_m(g->scene) / 2 : earth_m;
    g->fit = (kuril_fit){.k = g->radius / metres, .cos_b = 1, .sin_b = 0, .x0 = g->x, .y0 = g->y};
    const kuril_chain_options options = {.simplify_pt = 0.15};
    g->chain = kuril_chain_new(g->projection, &g->fit, rect, &options, kuril_canvas_path(g->canvas));
    char *key =
        g_strdup_printf("globe %a %a %a %a %a %a", view.center.lon, view.center.lat, g->x, g->y, g->radius, metres);
    g->view =
        kuril_walked_find(kuril_session_walked(g->scene->session), key, kuril_session_pages(g->scene->session) > 1);
    g_free(key);
    return KURIL_OK;
}

kuril_status kuril_locator_draw(kuril_scene *scene, kuril_canvas *canvas, const kuril_rect *rect, kuril_error *error)
{
    globe g = {.scene = scene, .canvas = canvas, .inset = scene->map->furniture[KURIL_F_LOCATOR].inset};
    kuril_status status = open_globe(&g, rect, error);
    if (status == KURIL_OK) {
        outline(&g, 3 * scene->theme.unit);
        fill(&g, scene->theme.panel);
        outline(&g, 0);
        fill(&g, scene->theme.sea);
        kuril_canvas_push(canvas);
        if (g.inset)
            kuril_canvas_clip_rect(canvas, &g.rect);
        status = draw_land(&g, error);
    }
    if (status == KURIL_OK) {
        if (!g.inset)
            draw_graticule(&g);
        status = draw_extent(&g);
    }
    if (g.chain)
        kuril_canvas_pop(canvas);
    if (status == KURIL_OK) {
        kuril_rgba rim = scene->theme.ink;
        rim.a = 0.55;
        outline(&g, 0);
        stroke(&g, rim, 0.6);
    }
    kuril_chain_free(g.chain);
    kuril_projection_free(g.projection);
    return status;
}
