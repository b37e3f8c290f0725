/* Text along a curve: each cluster is turned to the chord that it spans. */
#include "render/text_draw.h"
#include "render/text_track.h"
#include <math.h>

typedef struct placed_cluster {
    size_t run, cluster, line;
    double x, y, angle; /* middle of its advance on the letters' middle line; radians clockwise */
} placed_cluster;

struct kuril_text_curve {
    const kuril_text_layout *layout;
    GArray *placed; /* placed_cluster */
    GArray *boxes;  /* kuril_label_box */
    text_mask *mask;
};

static double turn_between(double a, double b)
{
    return fabs(remainder(b - a, 2 * G_PI));
}

static const text_line *line_at(const kuril_text_layout *layout, size_t i)
{
    return &g_array_index(layout->lines, text_line, i);
}

static double letters_middle(const text_line *line)
{
    return line->baseline - TEXT_MIDDLE_EM * line->size_pt;
}

static double widest_line(const kuril_text_layout *layout)
{
    double width = 0;
    for (guint i = 0; i < layout->lines->len; i++)
        width = fmax(width, line_at(layout, i)->width);
    return width;
}

/* How far right of the curve the letters of a line have their middle: several lines stand about it as a block. */
static double line_offset(const kuril_text_curve *curve, size_t which, const kuril_text_curve_options *options)
{
    return options->offset_pt + letters_middle(line_at(curve->layout, which)) - curve->layout->middle;
}

/* Letters at `offset` right of a track. False when the track ends too soon or bends too much. */
static bool place_letters(kuril_text_curve *curve, const text_track *t, size_t which, double middle, double offset,
                          double max_turn, const kuril_text_curve_options *options)
{
    const kuril_text_layout *layout = curve->layout;
    const text_line *line = line_at(layout, which);
    const double start = middle - line->width / 2;
    if (start < 0 || start + line->width > t->at[t->n - 1])
        return false;
    double last_angle = NAN;
    for (guint r = 0; r < layout->runs->len; r++) {
        const text_run *run = &g_array_index(layout->runs, text_run, r);
        if ((size_t)run->line != which)
            continue;
        for (size_t i = run->first_cluster; i < run->first_cluster + run->n_clusters; i++) {
            const text_cluster *c = &g_array_index(layout->clusters, text_cluster, i);
            const double s = start + c->x - line->x;
            const path_point a = kuril_text_track_point(t, s), b = kuril_text_track_point(t, s + c->advance);
            placed_cluster p = {.run = r, .cluster = i, .line = which, .angle = atan2(b.y - a.y, b.x - a.x)};
            if (a.x == b.x && a.y == b.y)
                p.angle = isnan(last_angle) ? 0 : last_angle;
            if (!isnan(last_angle) && turn_between(last_angle, p.angle) > max_turn)
                return false;
            last_angle = p.angle;
            double cosine = cos(p.angle), sine = sin(p.angle);
            p.x = (a.x + b.x) / 2 - offset * sine;
            p.y = (a.y + b.y) / 2 + offset * cosine;
            if (options->level_letters)
                p.angle = sine = 0, cosine = 1;
            g_array_append_val(curve->placed, p);
            const kuril_label_box box = {p.x, p.y, c->advance / 2, 0.5 * line->size_pt, cosine, sine};
            g_array_append_val(curve->boxes, box);
        }
    }
    return true;
}

static bool place_line(kuril_text_curve *curve, kuril_text_tracks *tracks, const text_track *t, size_t which,
                       double middle, double max_turn, const kuril_text_curve_options *options)
{
    const double offset = line_offset(curve, which, options);
    if (!options->parallel)
        return place_letters(curve, t, which, middle, offset, max_turn, options);
    const text_track *beside = kuril_text_track_beside(tracks, t->reversed, offset);
    return place_letters(curve, beside, which, kuril_text_track_same_place(t, beside, middle), 0, max_turn, options);
}

/* Whether the text would read from right to left, or up the page. */
static bool upside_down(const text_track *t, double middle, double width, bool downwards)
{
    const path_point a = kuril_text_track_point(t, fmax(0, middle - width / 2));
    const path_point b = kuril_text_track_point(t, fmin(t->at[t->n - 1], middle + width / 2));
    return downwards ? b.y < a.y : b.x < a.x || (b.x == a.x && b.y > a.y);
}

static kuril_text_curve *curve_new(const kuril_text_layout *layout)
{
    kuril_text_curve *c = g_new0(kuril_text_curve, 1);
    c->layout = layout;
    c->placed = g_array_sized_new(FALSE, FALSE, sizeof(placed_cluster), layout->clusters->len);
    c->boxes = g_array_sized_new(FALSE, FALSE, sizeof(kuril_label_box), layout->clusters->len);
    c->mask = g_new0(text_mask, 1);
    return c;
}

static kuril_status curve_along(kuril_text_tracks *tracks, const kuril_text_layout *layout,
                                const kuril_text_curve_options *options, kuril_text_curve **curve)
{
    double middle = options->middle_pt;
    const text_track *t = kuril_text_track_beside(tracks, false, 0);
    if ((options->keep_upright || options->downwards) &&
        upside_down(t, middle, widest_line(layout), options->downwards)) {
        middle = t->at[t->n - 1] - middle;
        t = kuril_text_track_beside(tracks, true, 0);
    }
    middle += options->shift_pt;
    const double max_turn = (options->max_angle_deg > 0 ? options->max_angle_deg : 45) * G_PI / 180;
    kuril_text_curve *c = curve_new(layout);
    bool fits = true;
    for (guint i = 0; i < layout->lines->len && fits; i++)
        fits = place_line(c, tracks, t, i, middle, max_turn, options);
    if (!fits) {
        kuril_text_curve_free(c);
        return KURIL_E_DOMAIN;
    }
    *curve = c;
    return KURIL_OK;
}

kuril_status kuril_text_curve_new(const kuril_text_layout *layout, const kuril_text_curve_options *options,
                                  kuril_text_curve **curve)
{
    if (options->n_points < 2 || layout->lines->len == 0 || layout->clusters->len == 0)
        return KURIL_E_DOMAIN;
    if (options->tracks)
        return curve_along(options->tracks, layout, options, curve);
    kuril_text_tracks *tracks = kuril_text_tracks_new(options->points, options->n_points);
    const kuril_status status = curve_along(tracks, layout, options, curve);
    kuril_text_tracks_free(tracks);
    return status;
}

void kuril_text_curve_free(kuril_text_curve *curve)
{
    if (!curve)
        return;
    g_array_free(curve->placed, TRUE);
    g_array_free(curve->boxes, TRUE);
    kuril_text_mask_clear(curve->mask);
    g_free(curve->mask);
    g_free(curve);
}

const kuril_label_box *kuril_text_curve_boxes(const kuril_text_curve *curve, size_t *count)
{
    *count = curve->boxes->len;
    return (const kuril_label_box *)(void *)curve->boxes->data;
}

/* Brings layout space to where the cluster stands. */
static void enter(cairo_t *cr, const kuril_text_curve *curve, const placed_cluster *p)
{
    const text_cluster *c = &g_array_index(curve->layout->clusters, text_cluster, p->cluster);
    const text_line *line = line_at(curve->layout, p->line);
    cairo_translate(cr, p->x, p->y);
    cairo_rotate(cr, p->angle);
    cairo_translate(cr, -(c->x + c->advance / 2), -letters_middle(line));
}

/* A line's text stands where its middle letter is. */
static void note_line(kuril_canvas *canvas, const kuril_text_curve *curve, size_t which)
{
    guint first = 0, n = 0;
    for (guint i = 0; i < curve->placed->len; i++) {
        const bool own = g_array_index(curve->placed, placed_cluster, i).line == which;
        first = own && n == 0 ? i : first;
        n += own;
    }
    if (n == 0)
        return;
    const text_line *line = line_at(curve->layout, which);
    const placed_cluster *middle = &g_array_index(curve->placed, placed_cluster, first + n / 2);
    char *text = g_strndup(curve->layout->text->str + line->first_byte, line->n_bytes);
    cairo_save(canvas->cr);
    enter(canvas->cr, curve, middle);
    kuril_canvas_note_text(canvas, text, line->x, line->baseline, line->width, line->size_pt);
    cairo_restore(canvas->cr);
    g_free(text);
}

typedef void (*draw_cluster)(cairo_t *cr, const kuril_text_layout *layout, const text_run *run, size_t first,
                             size_t count);

static void each_cluster(cairo_t *cr, const kuril_text_curve *curve, draw_cluster draw)
{
    for (guint i = 0; i < curve->placed->len; i++) {
        const placed_cluster *p = &g_array_index(curve->placed, placed_cluster, i);
        cairo_save(cr);
        enter(cr, curve, p);
        draw(cr, curve->layout, &g_array_index(curve->layout->runs, text_run, p->run), p->cluster, 1);
        cairo_restore(cr);
    }
}

/* What the letters may cover: accents and slanted strokes reach beyond the boxes, by no more than the size. */
static kuril_rect ink_of(const kuril_text_curve *curve)
{
    kuril_rect ink = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (guint i = 0; i < curve->boxes->len; i++) {
        const text_line *line = line_at(curve->layout, g_array_index(curve->placed, placed_cluster, i).line);
        const kuril_label_box reach =
            kuril_label_box_grown(g_array_index(curve->boxes, kuril_label_box, i), line->size_pt);
        const kuril_rect bounds = kuril_label_box_bounds(&reach);
        ink = (kuril_rect){fmin(ink.x_min, bounds.x_min), fmin(ink.y_min, bounds.y_min), fmax(ink.x_max, bounds.x_max),
                           fmax(ink.y_max, bounds.y_max)};
    }
    return ink;
}

static void curve_coverage(cairo_t *cr, const void *user)
{
    each_cluster(cr, user, kuril_text_clusters_coverage);
}

static void draw_mask(kuril_canvas *canvas, const kuril_text_curve *curve)
{
    const kuril_rect ink = ink_of(curve);
    kuril_text_mask_draw(curve->mask, canvas, &ink, curve_coverage, curve);
}

static void draw_halo(kuril_canvas *canvas, const kuril_text_curve *curve, const kuril_text_paint *paint)
{
    if (kuril_text_mask_fits(canvas, paint->halo_width_pt)) {
        draw_mask(canvas, curve);
        kuril_text_mask_paint_halo(canvas, curve->mask, &paint->halo_color, paint->halo_width_pt, paint->halo_blur_pt);
        return;
    }
    cairo_new_path(canvas->cr);
    each_cluster(canvas->cr, curve, kuril_text_clusters_path);
    kuril_text_halo_paint(canvas, paint);
}

static void draw_letters(kuril_canvas *canvas, const kuril_text_curve *curve, const kuril_text_paint *paint)
{
    if (kuril_text_mask_fits(canvas, 0) && !kuril_text_is_colored(curve->layout)) {
        draw_mask(canvas, curve);
        kuril_text_mask_paint(canvas, curve->mask, &paint->color);
        return;
    }
    for (guint i = 0; i < curve->placed->len; i++) {
        const placed_cluster *p = &g_array_index(curve->placed, placed_cluster, i);
        cairo_save(canvas->cr);
        enter(canvas->cr, curve, p);
        kuril_text_clusters_draw(canvas, curve->layout, &g_array_index(curve->layout->runs, text_run, p->run),
                                 p->cluster, 1, paint);
        cairo_restore(canvas->cr);
    }
}

static void draw_images(kuril_canvas *canvas, const kuril_text_curve *curve, const kuril_text_paint *paint)
{
    for (guint i = 0; i < curve->layout->images->len; i++) {
        const size_t cluster = g_array_index(curve->layout->images, text_image, i).cluster;
        for (guint j = 0; j < curve->placed->len; j++) {
            const placed_cluster *p = &g_array_index(curve->placed, placed_cluster, j);
            if (p->cluster != cluster)
                continue;
            cairo_save(canvas->cr);
            enter(canvas->cr, curve, p);
            kuril_text_image_draw(canvas, curve->layout, i, paint);
            cairo_restore(canvas->cr);
        }
    }
}

static void draw_parts(kuril_canvas *canvas, const kuril_text_curve *curve, const kuril_text_paint *paint,
                       kuril_text_parts parts)
{
    if ((parts & KURIL_TEXT_HALO) && paint->halo_width_pt > 0 && paint->halo_color.a > 0)
        draw_halo(canvas, curve, paint);
    if (!(parts & KURIL_TEXT_LETTERS))
        return;
    draw_letters(canvas, curve, paint);
    draw_images(canvas, curve, paint);
    kuril_text_mask_clear(curve->mask);
    for (guint i = 0; i < curve->layout->lines->len; i++)
        note_line(canvas, curve, i);
}

void kuril_text_curve_draw(kuril_canvas *canvas, const kuril_text_curve *curve, double dx, double dy,
                           const kuril_text_paint *paint, kuril_text_parts parts)
{
    cairo_save(canvas->cr);
    cairo_translate(canvas->cr, dx, dy);
    draw_parts(canvas, curve, paint, parts);
    cairo_restore(canvas->cr);
}
