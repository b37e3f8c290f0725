#include "furniture/graticule_figures.h"

#include "furniture/graticule.h"
#include <math.h>

static const double BEYOND_PT = 3; /* how far from a line's end the world is looked for */

/* The side of the frame that a line's end lies on; of two at a corner, the one that the line is lettered at. False when
   it lies on none. */
static bool side_of(const kuril_rect *f, double x, double y, bool is_meridian, kuril_figure_side *side)
{
    const double near = 0.05;
    const bool on[] = {fabs(y - f->y_max) < near, fabs(y - f->y_min) < near, fabs(x - f->x_min) < near,
                       fabs(x - f->x_max) < near};
    for (int i = 0; i < 4; i++) {
        const int k = is_meridian ? i : (i + 2) % 4;
        if (on[k]) {
            *side = (kuril_figure_side)k;
            return true;
        }
    }
    return false;
}

static bool is_world(const kuril_figure_map *map, double x, double y)
{
    kuril_lonlat place;
    return kuril_page_to_lonlat(map->projection, map->fit, x, y, &place);
}

/* Whether a meridian's end is a pole where all of them end. */
static bool is_meeting(const kuril_figure_map *map, const kuril_figure *figure)
{
    for (int pole = -1; pole <= 1 && figure->is_meridian; pole += 2) {
        double x, y;
        if (kuril_lonlat_to_page(map->projection, map->fit, (kuril_lonlat){figure->degrees + 90, pole * 89.99}, &x,
                                 &y) &&
            hypot(x - figure->x, y - figure->y) < 5)
            return true;
    }
    return false;
}

/* If a line's end lies at the world's outline: the way out from there, the middle of all ways that leave the world. */
static bool at_outline(const kuril_figure_map *map, kuril_lonlat end, kuril_figure *figure)
{
    enum { WAYS = 24 };
    for (int i = 0; i < WAYS; i++) {
        const double dx = cos(2 * G_PI * i / WAYS), dy = sin(2 * G_PI * i / WAYS);
        if (!is_world(map, end.lon + BEYOND_PT * dx, end.lat + BEYOND_PT * dy)) {
            figure->dx += dx;
            figure->dy += dy;
        }
    }
    const double length = hypot(figure->dx, figure->dy);
    if (length < 1)
        return false;
    figure->x = end.lon;
    figure->y = end.lat;
    figure->dx /= length;
    figure->dy /= length;
    figure->side = KURIL_FIGURE_OUTLINE;
    return !is_meeting(map, figure);
}

/* Ends of the line's pieces at the frame, then at the outline. */
static void add_ends(GArray *figures, const kuril_figure_map *map, const kuril_geometry *lines, size_t first_part,
                     const kuril_figure *blank, bool frame)
{
    for (size_t i = first_part; i < lines->n_parts; i++) {
        const kuril_ring ring = lines->rings[lines->parts[i].first];
        const kuril_lonlat *p = lines->points + ring.first;
        const size_t n = ring.count;
        const kuril_lonlat ends[] = {p[0], p[n - 1]};
        for (size_t e = 0; e < 2; e++) {
            kuril_figure f = *blank;
            f.x = ends[e].lon;
            f.y = ends[e].lat;
            const bool on_frame = side_of(map->frame, f.x, f.y, f.is_meridian, &f.side);
            if (frame ? on_frame : !on_frame && at_outline(map, ends[e], &f))
                g_array_append_val(figures, f);
        }
    }
}

static bool page_place(const kuril_figure_map *map, double lon, double lat, double *x, double *y)
{
    return kuril_lonlat_to_page(map->projection, map->fit, (kuril_lonlat){lon, lat}, x, y) && *x > map->frame->x_min &&
           *x<map->frame->x_max && * y> map->frame->y_min && *y < map->frame->y_max;
}

/* Half an interval from the crossing with the equator or the middle meridian, whose figures stand there; then about the
   middle of the map. */
static void add_on_line(GArray *figures, const kuril_figure_map *map, kuril_figure f)
{
    const double lats[] = {0, nearbyint(map->middle.lat / map->step_lat) * map->step_lat};
    const double lon = nearbyint(map->middle.lon / map->step_lon) * map->step_lon;
    static const double offs[] = {0.5, -0.5, 1.5, -1.5};
    f.side = KURIL_FIGURE_LINE;
    for (size_t k = 0; k < (f.is_meridian ? 2 : 1); k++)
        for (size_t i = 0; i < G_N_ELEMENTS(offs); i++)
            if (f.is_meridian ? page_place(map, f.degrees, lats[k] + offs[i] * map->step_lat, &f.x, &f.y)
                              : page_place(map, lon + offs[i] * map->step_lon, f.degrees, &f.x, &f.y))
                g_array_append_val(figures, f);
}

/* Before or after: by side of the frame, or the lowest end of a meridian and the leftmost of a parallel. */
static gint better(gconstpointer a, gconstpointer b)
{
    static const int rank[2][6] = {{2, 3, 0, 1, 4, 5}, {0, 1, 2, 3, 4, 5}};
    const kuril_figure *f = a, *g = b;
    const int r = rank[f->is_meridian][f->side] - rank[g->is_meridian][g->side];
    if (r != 0 || f->side != KURIL_FIGURE_OUTLINE)
        return r;
    const double d = f->is_meridian ? g->y - f->y : f->x - g->x;
    return d < 0 ? -1 : d > 0;
}

void kuril_figures_add(GArray *figures, const kuril_figure_map *map, const kuril_geometry *lines, size_t first_part,
                       size_t line, double degrees, bool is_meridian)
{
    const kuril_figure blank = {.line = line, .degrees = degrees, .is_meridian = is_meridian};
    GArray *own = g_array_new(FALSE, TRUE, sizeof(kuril_figure));
    add_ends(own, map, lines, first_part, &blank, true);
    if (own->len == 0 && lines->n_parts > first_part) {
        add_ends(own, map, lines, first_part, &blank, false);
        g_array_sort(own, better);
        add_on_line(own, map, blank);
    }
    g_array_sort(own, better);
    g_array_append_vals(figures, own->data, own->len);
    g_array_free(own, TRUE);
}

static kuril_rect figure_box(const kuril_figure *f, kuril_text_size size, double gap, double neatline)
{
    double x = f->x - size.width_pt / 2, y = f->y - size.height_pt / 2;
    switch (f->side) {
    case KURIL_FIGURE_BOTTOM:
        y = f->y + neatline + gap * 0.4;
        break;
    case KURIL_FIGURE_TOP:
        y = f->y - neatline - size.height_pt - gap * 0.4;
        break;
    case KURIL_FIGURE_LEFT:
        x = f->x - neatline - size.width_pt - gap;
        break;
    case KURIL_FIGURE_RIGHT:
        x = f->x + neatline + gap;
        break;
    case KURIL_FIGURE_OUTLINE:
        x += f->dx * (size.width_pt / 2 + gap);
        y += f->dy * (size.height_pt / 2 + gap * 0.4);
        break;
    case KURIL_FIGURE_LINE:
        break;
    }
    return (kuril_rect){x, y, x + size.width_pt, y + size.height_pt};
}

/* Not touching another figure, and half a letter from those in the same row. */
static bool is_free(const kuril_rect *box, const GArray *taken)
{
    const double gap = (box->y_max - box->y_min) / 3;
    for (guint i = 0; i < taken->len; i++) {
        const kuril_rect t = g_array_index(taken, kuril_rect, i);
        if (box->x_min < t.x_max + gap && t.x_min < box->x_max + gap && box->y_min < t.y_max && t.y_min < box->y_max)
            return false;
    }
    return true;
}

static bool is_within(const kuril_rect *box, const kuril_rect *frame)
{
    return box->x_min > frame->x_min && box->x_max < frame->x_max && box->y_min > frame->y_min &&
           box->y_max < frame->y_max;
}

static bool touches(const kuril_rect *box, const kuril_rect *rects, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (box->x_min < rects[i].x_max && rects[i].x_min < box->x_max && box->y_min < rects[i].y_max &&
            rects[i].y_min < box->y_max)
            return true;
    return false;
}

static kuril_lettering lettering(const kuril_desk *desk)
{
    return (kuril_lettering){7.2 * desk->theme->unit, KURIL_REGULAR, desk->theme->quiet, 0};
}

GArray *kuril_figures_place(const GArray *figures, const kuril_rect *frame, bool outside, double neatline_pt,
                            const kuril_desk *desk, const kuril_rect *avoid, size_t n_avoid)
{
    const double unit = desk->theme->unit;
    const kuril_lettering small = lettering(desk);
    GArray *placed = g_array_new(FALSE, TRUE, sizeof(kuril_figure_placed));
    GArray *taken = g_array_new(FALSE, FALSE, sizeof(kuril_rect));
    for (guint i = 0, end; i < figures->len; i = end) {
        const size_t line = g_array_index(figures, kuril_figure, i).line;
        kuril_figure_placed best;
        bool found = false, clear = false;
        for (end = i; end < figures->len && g_array_index(figures, kuril_figure, end).line == line; end++) {
            const kuril_figure *f = &g_array_index(figures, kuril_figure, end);
            if (clear || (f->side < KURIL_FIGURE_OUTLINE) != outside)
                continue;
            char text[KURIL_GRATICULE_TEXT];
            kuril_graticule_text(f->degrees, f->is_meridian, desk->theme->language, text);
            const kuril_text_size size = kuril_letter_size(desk->fonts, desk->theme, text, &small);
            const kuril_rect box = figure_box(f, size, 3.5 * unit, neatline_pt);
            if (!is_free(&box, taken) || (!outside && !is_within(&box, frame)))
                continue;
            clear = !touches(&box, avoid, n_avoid);
            if (clear || !found)
                best = (kuril_figure_placed){*f, box};
            found = true;
        }
        if (found) {
            g_array_append_val(taken, best.box);
            g_array_append_val(placed, best);
        }
    }
    g_array_free(taken, TRUE);
    return placed;
}

void kuril_figures_draw(const GArray *placed, const kuril_desk *desk, kuril_canvas *canvas)
{
    const kuril_lettering small = lettering(desk);
    for (guint i = 0; i < placed->len; i++) {
        const kuril_figure_placed *p = &g_array_index(placed, kuril_figure_placed, i);
        char text[KURIL_GRATICULE_TEXT];
        kuril_graticule_text(p->figure.degrees, p->figure.is_meridian, desk->theme->language, text);
        const kuril_text_size size = kuril_letter_size(desk->fonts, desk->theme, text, &small);
        kuril_letter_draw(canvas, desk->fonts, desk->theme, text, &small, p->box.x_min, p->box.y_min + size.baseline_pt,
                          0, p->figure.side == KURIL_FIGURE_LINE ? 1.5 * desk->theme->unit : 0);
    }
}
