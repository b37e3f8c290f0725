#include "furniture/graticule.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct kuril_graticule {
    kuril_rect frame;
    kuril_geometry_buffer lines;   /* page points */
    kuril_geometry_buffer outline; /* of the projected world, where the frame shows it */
    GArray *figures;               /* kuril_figure */
    GArray *within;                /* kuril_figure_placed: those on the map; NULL: not yet placed */
    size_t n_lines;
};

static const double BESIDE = 1e-6; /* degrees: a tenth of a metre */

double kuril_graticule_interval(double degrees)
{
    static const double nice[] = {1.0 / 60, 2.0 / 60, 5.0 / 60, 10.0 / 60, 15.0 / 60, 0.5, 1, 2, 5, 10, 15, 20, 30};
    for (size_t i = 0; i < G_N_ELEMENTS(nice); i++)
        if (nice[i] >= degrees * (1 - 1e-9))
            return nice[i];
    return 45;
}

char *kuril_graticule_text(double degrees, bool is_meridian, const char *language,
                           char out[static KURIL_GRATICULE_TEXT])
{
    static const char *const letters[2][4] = {{"N", "S", "E", "W"},
                                              {"\u00A0с.ш.", "\u00A0ю.ш.", "\u00A0в.д.", "\u00A0з.д."}};
    const double reduced = is_meridian ? kuril_lon_near(degrees, 0) : degrees;
    const long minutes = labs(lround(reduced * 60));
    const bool russian = language && strcmp(language, "ru") == 0;
    const char *letter = letters[russian][2 * is_meridian + (reduced < 0)];
    if (minutes == 0 || (is_meridian && minutes == 180 * 60))
        letter = "";
    if (minutes % 60)
        snprintf(out, KURIL_GRATICULE_TEXT, "%ld°%02ld′%s", minutes / 60, minutes % 60, letter);
    else
        snprintf(out, KURIL_GRATICULE_TEXT, "%ld°%s", minutes / 60, letter);
    return out;
}

static void walk_line(kuril_chain *chain, kuril_lonlat from, kuril_lonlat to)
{
    enum { PIECES = 8 }; /* each under 180 degrees, so that the way round is plain */
    kuril_sink *first = kuril_chain_first(chain);
    kuril_status status = kuril_sink_line_start(first);
    for (int i = 0; i <= PIECES && status == KURIL_OK; i++)
        status = kuril_sink_point(first, from.lon + (to.lon - from.lon) * i / PIECES,
                                  from.lat + (to.lat - from.lat) * i / PIECES);
    if (status == KURIL_OK)
        status = kuril_sink_line_end(first);
    if (status != KURIL_OK)
        kuril_chain_reset(chain);
}

static void add_line(kuril_graticule *g, const kuril_figure_map *map, kuril_chain *chain, kuril_lonlat from,
                     kuril_lonlat to, double degrees, bool is_meridian)
{
    const size_t first_part = g->lines.parts->len;
    walk_line(chain, from, to);
    if (is_meridian && g->lines.parts->len == first_part) { /* where the world is cut: just beside it */
        from.lon = to.lon = degrees + BESIDE;
        walk_line(chain, from, to);
    }
    const kuril_geometry lines = kuril_geometry_buffer_view(&g->lines);
    kuril_figures_add(g->figures, map, &lines, first_part, g->n_lines++, degrees, is_meridian);
}

/* Whether all meridians meet in one place of the page, or nearly. */
static bool is_point(const kuril_figure_map *map, double pole)
{
    double x[2], y[2];
    for (int i = 0; i < 2; i++)
        if (!kuril_lonlat_to_page(map->projection, map->fit, (kuril_lonlat){map->middle.lon + 90 * i, pole * 0.9999},
                                  &x[i], &y[i]))
            return false;
    return hypot(x[1] - x[0], y[1] - y[0]) < 5;
}

/* How far towards a pole a meridian runs. Where they meet in a point those between every thirtieth stop at the last
   parallel: all of them would blacken the paper. */
static double run_to(const kuril_figure_map *map, double lon, double pole)
{
    const double last = (ceil(90 / map->step_lat - 1e-9) - 1) * map->step_lat;
    const bool whole = fabs(remainder(lon, 30)) < 1e-9 || !is_point(map, pole);
    return whole ? pole : copysign(last, pole);
}

static void add_meridians(kuril_graticule *g, const kuril_figure_map *map, kuril_chain *chain, const kuril_bbox *box)
{
    const double width = kuril_bbox_width(box) > 0 ? kuril_bbox_width(box) : 360;
    const double first = ceil(box->west / map->step_lon - 1e-9) * map->step_lon;
    for (double lon = first; lon <= box->west + width + 1e-9 && lon < first + 360 - 1e-9; lon += map->step_lon) {
        const kuril_lonlat from = {lon, fmax(box->south, run_to(map, lon, -90))};
        const kuril_lonlat to = {lon, fmin(box->north, run_to(map, lon, 90))};
        if (from.lat < to.lat)
            add_line(g, map, chain, from, to, lon, true);
    }
}

static void add_parallels(kuril_graticule *g, const kuril_figure_map *map, kuril_chain *chain, const kuril_bbox *box)
{
    const double width = kuril_bbox_width(box) > 0 ? kuril_bbox_width(box) : 360, step = map->step_lat;
    for (double lat = ceil(box->south / step - 1e-9) * step; lat <= box->north + 1e-9; lat += step)
        if (fabs(lat) < 90 - 1e-9)
            add_line(g, map, chain, (kuril_lonlat){box->west, lat}, (kuril_lonlat){box->west + width, lat}, lat, false);
}

kuril_graticule *kuril_graticule_new(const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *frame,
                                     const kuril_local_scale *scale, kuril_lonlat middle, double spacing_pt)
{
    const double degree_m = 111195; /* of a great circle of the mean sphere */
    kuril_graticule *g = g_new0(kuril_graticule, 1);
    g->frame = *frame;
    g->figures = g_array_new(FALSE, TRUE, sizeof(kuril_figure));
    kuril_geometry_buffer_init(&g->lines);
    kuril_geometry_buffer_init(&g->outline);
    kuril_chain *chain = kuril_chain_new(projection, fit, frame, NULL, &g->lines.base);
    const kuril_bbox box = kuril_chain_bbox(chain);
    const double cosine = fmax(cos(middle.lat * G_PI / 180), 0.1);
    const kuril_figure_map map = {
        projection, fit, frame, middle,
        .step_lon = kuril_graticule_interval(scale->m_per_pt_parallel * spacing_pt / degree_m / cosine),
        .step_lat = kuril_graticule_interval(scale->m_per_pt_meridian * spacing_pt / degree_m)};
    add_parallels(g, &map, chain, &box);
    add_meridians(g, &map, chain, &box);
    kuril_chain_set_last(chain, &g->outline.base);
    if (kuril_chain_walk_world_outline(chain) != KURIL_OK)
        kuril_geometry_buffer_reset(&g->outline);
    kuril_chain_free(chain);
    return g;
}

void kuril_graticule_free(kuril_graticule *graticule)
{
    if (!graticule)
        return;
    kuril_geometry_buffer_finish(&graticule->lines);
    kuril_geometry_buffer_finish(&graticule->outline);
    g_array_free(graticule->figures, TRUE);
    if (graticule->within)
        g_array_free(graticule->within, TRUE);
    g_free(graticule);
}

kuril_geometry kuril_graticule_lines(const kuril_graticule *graticule)
{
    return kuril_geometry_buffer_view(&graticule->lines);
}

const GArray *kuril_graticule_figures(const kuril_graticule *graticule)
{
    return graticule->figures;
}

const GArray *kuril_graticule_place(kuril_graticule *graticule, const kuril_desk *desk, const kuril_rect *avoid,
                                    size_t n_avoid)
{
    if (graticule->within)
        g_array_free(graticule->within, TRUE);
    graticule->within = kuril_figures_place(graticule->figures, &graticule->frame, false, 0, desk, avoid, n_avoid);
    return graticule->within;
}

static void draw(const kuril_geometry_buffer *buffer, kuril_rgba color, double width_pt, kuril_canvas *canvas)
{
    const kuril_geometry lines = kuril_geometry_buffer_view(buffer);
    kuril_canvas_new_path(canvas);
    if (kuril_geometry_walk(&lines, kuril_canvas_path(canvas)) == KURIL_OK)
        kuril_canvas_stroke(canvas, &(kuril_stroke){.paint = {color, NULL}, .width_pt = width_pt});
}

void kuril_graticule_draw_lines(const kuril_graticule *graticule, const kuril_desk *desk, kuril_canvas *canvas)
{
    kuril_rgba rim = desk->theme->ink;
    rim.a *= 0.55;
    draw(&graticule->lines, desk->theme->rule, 0.45, canvas);
    draw(&graticule->outline, rim, 0.6 * desk->theme->unit, canvas);
    if (graticule->within)
        kuril_figures_draw(graticule->within, desk, canvas);
}

void kuril_graticule_draw_figures(const kuril_graticule *graticule, double neatline_pt, const kuril_desk *desk,
                                  kuril_canvas *canvas)
{
    GArray *placed = kuril_figures_place(graticule->figures, &graticule->frame, true, neatline_pt, desk, NULL, 0);
    kuril_figures_draw(placed, desk, canvas);
    g_array_free(placed, TRUE);
}
