#include "furniture/graticule.h"

#include "geom/geometry_buffer.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef enum frame_side { BOTTOM, TOP, LEFT, RIGHT, SIDES } frame_side;

typedef struct figure {
    double x, y; /* where the line meets the frame */
    frame_side side;
    double degrees;
    bool is_meridian;
} figure;

struct kuril_graticule {
    kuril_rect frame;
    kuril_geometry_buffer lines; /* page points */
    GArray *figures;
};

double kuril_graticule_interval(double degrees)
{
    static const double nice[] = {1.0 / 60, 2.0 / 60, 5.0 / 60, 10.0 / 60, 15.0 / 60, 0.5, 1, 2, 5, 10, 15, 20, 30};
    for (size_t i = 0; i < G_N_ELEMENTS(nice); i++)
        if (nice[i] >= degrees * (1 - 1e-9))
            return nice[i];
    return 45;
}

char *kuril_graticule_text(double degrees, bool is_meridian, char out[static KURIL_GRATICULE_TEXT])
{
    const double reduced = is_meridian ? kuril_lon_near(degrees, 0) : degrees;
    const long minutes = labs(lround(reduced * 60));
    const char *letter = is_meridian ? (reduced < 0 ? "W" : "E") : (reduced < 0 ? "S" : "N");
    if (minutes == 0 || (is_meridian && minutes == 180 * 60))
        letter = "";
    if (minutes % 60)
        snprintf(out, KURIL_GRATICULE_TEXT, "%ld°%02ld′%s", minutes / 60, minutes % 60, letter);
    else
        snprintf(out, KURIL_GRATICULE_TEXT, "%ld°%s", minutes / 60, letter);
    return out;
}

/* The side of the frame that a point lies on; SIDES when it lies on none. */
static frame_side side_of(const kuril_rect *f, double x, double y)
{
    const double near = 0.05;
    if (fabs(y - f->y_max) < near)
        return BOTTOM;
    if (fabs(y - f->y_min) < near)
        return TOP;
    if (fabs(x - f->x_min) < near)
        return LEFT;
    return fabs(x - f->x_max) < near ? RIGHT : SIDES;
}

/* One figure a line: a meridian's at the foot of the map, a parallel's at its left, else where the line does end. */
static void add_figure(kuril_graticule *g, size_t first_part, double degrees, bool is_meridian)
{
    static const frame_side wanted[2][SIDES] = {{LEFT, RIGHT, BOTTOM, TOP}, {BOTTOM, TOP, LEFT, RIGHT}};
    figure best = {.degrees = degrees, .is_meridian = is_meridian};
    int best_rank = SIDES;
    const kuril_geometry page = kuril_geometry_buffer_view(&g->lines);
    for (size_t i = first_part; i < page.n_parts; i++) {
        const kuril_ring ring = page.rings[page.parts[i].first];
        const kuril_lonlat ends[] = {page.points[ring.first], page.points[ring.first + ring.count - 1]};
        for (size_t e = 0; e < 2; e++) {
            const frame_side side = side_of(&g->frame, ends[e].lon, ends[e].lat);
            for (int rank = 0; rank < best_rank; rank++)
                if (side == wanted[is_meridian][rank]) {
                    best_rank = rank;
                    best.x = ends[e].lon;
                    best.y = ends[e].lat;
                    best.side = side;
                }
        }
    }
    if (best_rank < SIDES)
        g_array_append_val(g->figures, best);
}

static void add_line(kuril_graticule *g, kuril_chain *chain, kuril_lonlat from, kuril_lonlat to, double degrees,
                     bool is_meridian)
{
    enum { PIECES = 8 }; /* each under 180 degrees, so that the way round is plain */
    const size_t first_part = g->lines.parts->len;
    kuril_sink *first = kuril_chain_first(chain);
    kuril_status status = kuril_sink_line_start(first);
    for (int i = 0; i <= PIECES && status == KURIL_OK; i++)
        status = kuril_sink_point(first, from.lon + (to.lon - from.lon) * i / PIECES,
                                  from.lat + (to.lat - from.lat) * i / PIECES);
    if (status == KURIL_OK)
        status = kuril_sink_line_end(first);
    if (status == KURIL_OK)
        add_figure(g, first_part, degrees, is_meridian);
    else
        kuril_chain_reset(chain);
}

/* Meridians end short of the poles, where they would only blacken the paper. */
static void add_meridians(kuril_graticule *g, kuril_chain *chain, const kuril_bbox *box, double step)
{
    const double top = step < 10 ? 90 - step : 80;
    const double south = fmax(box->south, -top), north = fmin(box->north, top);
    const double width = kuril_bbox_width(box) > 0 ? kuril_bbox_width(box) : 360;
    const double first = ceil(box->west / step - 1e-9) * step;
    for (double lon = first; lon <= box->west + width + 1e-9 && lon < first + 360 - 1e-9; lon += step)
        add_line(g, chain, (kuril_lonlat){lon, south}, (kuril_lonlat){lon, north}, lon, true);
}

static void add_parallels(kuril_graticule *g, kuril_chain *chain, const kuril_bbox *box, double step)
{
    const double width = kuril_bbox_width(box) > 0 ? kuril_bbox_width(box) : 360;
    for (double lat = ceil(box->south / step - 1e-9) * step; lat <= box->north + 1e-9; lat += step)
        if (fabs(lat) < 90 - 1e-9)
            add_line(g, chain, (kuril_lonlat){box->west, lat}, (kuril_lonlat){box->west + width, lat}, lat, false);
}

kuril_graticule *kuril_graticule_new(const kuril_projection *projection, const kuril_fit *fit, const kuril_rect *frame,
                                     const kuril_local_scale *scale, kuril_lonlat middle, double spacing_pt)
{
    const double degree_m = 111195; /* of a great circle of the mean sphere */
    kuril_graticule *g = g_new0(kuril_graticule, 1);
    g->frame = *frame;
    g->figures = g_array_new(FALSE, TRUE, sizeof(figure));
    kuril_geometry_buffer_init(&g->lines);
    kuril_chain *chain = kuril_chain_new(projection, fit, frame, NULL, &g->lines.base);
    const kuril_bbox box = kuril_chain_bbox(chain);
    const double cosine = fmax(cos(middle.lat * G_PI / 180), 0.1);
    add_parallels(g, chain, &box, kuril_graticule_interval(scale->m_per_pt_meridian * spacing_pt / degree_m));
    add_meridians(g, chain, &box, kuril_graticule_interval(scale->m_per_pt_parallel * spacing_pt / degree_m / cosine));
    kuril_chain_free(chain);
    return g;
}

void kuril_graticule_free(kuril_graticule *graticule)
{
    if (!graticule)
        return;
    kuril_geometry_buffer_finish(&graticule->lines);
    g_array_free(graticule->figures, TRUE);
    g_free(graticule);
}

void kuril_graticule_draw_lines(const kuril_graticule *graticule, const kuril_desk *desk, kuril_canvas *canvas)
{
    const kuril_geometry lines = kuril_geometry_buffer_view(&graticule->lines);
    kuril_canvas_new_path(canvas);
    if (kuril_geometry_walk(&lines, kuril_canvas_path(canvas)) != KURIL_OK)
        return;
    kuril_canvas_stroke(canvas, &(kuril_stroke){.paint = {desk->theme->rule, NULL}, .width_pt = 0.45});
}

static kuril_rect figure_box(const figure *f, kuril_text_size size, double gap)
{
    double x = f->x - size.width_pt / 2, y = f->y - size.height_pt / 2;
    if (f->side == BOTTOM)
        y = f->y + gap * 0.4;
    else if (f->side == TOP)
        y = f->y - size.height_pt - gap * 0.4;
    else
        x = f->side == LEFT ? f->x - size.width_pt - gap : f->x + gap;
    return (kuril_rect){x, y, x + size.width_pt, y + size.height_pt};
}

static bool overlap(const kuril_rect *a, const kuril_rect *b)
{
    return a->x_min < b->x_max && b->x_min < a->x_max && a->y_min < b->y_max && b->y_min < a->y_max;
}

void kuril_graticule_draw_figures(const kuril_graticule *graticule, const kuril_desk *desk, kuril_canvas *canvas)
{
    const double unit = desk->theme->unit;
    const kuril_lettering small = {7.2 * unit, KURIL_REGULAR, desk->theme->quiet, 0};
    GArray *taken = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
    for (guint i = 0; i < graticule->figures->len; i++) {
        const figure *f = &g_array_index(graticule->figures, figure, i);
        char text[KURIL_GRATICULE_TEXT];
        kuril_graticule_text(f->degrees, f->is_meridian, text);
        const kuril_text_size size = kuril_letter_size(desk->fonts, desk->theme, text, &small);
        const kuril_rect box = figure_box(f, size, 3.5 * unit);
        bool free_here = true;
        for (guint k = 0; k < taken->len && free_here; k++)
            free_here = !overlap(&box, &g_array_index(taken, kuril_rect, k));
        if (!free_here)
            continue;
        g_array_append_val(taken, box);
        kuril_letter_draw(canvas, desk->fonts, desk->theme, text, &small, box.x_min, box.y_min + size.baseline_pt, 0,
                          0);
    }
    g_array_free(taken, TRUE);
}
