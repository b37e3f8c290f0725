/* Text along a curve: each cluster is turned to the chord that it spans. */
#include "render/text_draw.h"
#include <math.h>

typedef struct placed_cluster {
    size_t run, cluster, line;
    double x, y, angle; /* middle of its advance on the letters' middle line; radians clockwise */
} placed_cluster;

struct kuril_text_curve {
    const kuril_text_layout *layout;
    GArray *placed; /* placed_cluster */
    GArray *boxes;  /* kuril_label_box */
    kuril_rect ink; /* what the letters may cover */
    text_mask *mask;
};

/* The curve as it is read, with lengths from its beginning. */
typedef struct track {
    path_point *points;
    double *at;
    size_t n;
} track;

static void track_make(track *t, const kuril_lonlat *points, size_t n, bool reversed)
{
    t->points = g_new(path_point, n);
    t->at = g_new(double, n);
    t->n = n;
    for (size_t i = 0; i < n; i++) {
        const kuril_lonlat p = points[reversed ? n - 1 - i : i];
        t->points[i] = (path_point){p.lon, p.lat};
        t->at[i] = i == 0 ? 0 : t->at[i - 1] + hypot(p.lon - t->points[i - 1].x, p.lat - t->points[i - 1].y);
    }
}

static void track_free(track *t)
{
    g_free(t->points);
    g_free(t->at);
}

static path_point track_point(const track *t, double s)
{
    size_t low = 0, high = t->n - 1;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        if (t->at[middle] <= s)
            low = middle;
        else
            high = middle;
    }
    const double step = t->at[high] - t->at[low], f = step > 0 ? (s - t->at[low]) / step : 0;
    const path_point a = t->points[low], b = t->points[high];
    return (path_point){a.x + f * (b.x - a.x), a.y + f * (b.y - a.y)};
}

/* The unit vector to the right of the track, from the point before `i` to the one after it. */
static path_point track_right(const track *t, size_t i)
{
    const path_point a = t->points[i > 0 ? i - 1 : i], b = t->points[i + 1 < t->n ? i + 1 : i];
    const double length = hypot(b.x - a.x, b.y - a.y);
    return length > 0 ? (path_point){-(b.y - a.y) / length, (b.x - a.x) / length} : (path_point){0, 0};
}

/* The line that runs beside a track, point for point. */
static void track_beside(track *beside, const track *t, double offset)
{
    kuril_lonlat *points = g_new(kuril_lonlat, t->n);
    for (size_t i = 0; i < t->n; i++) {
        const path_point right = track_right(t, i);
        points[i] = (kuril_lonlat){t->points[i].x + offset * right.x, t->points[i].y + offset * right.y};
    }
    track_make(beside, points, t->n, false);
    g_free(points);
}

/* A length along one track as that along another of as many points. */
static double track_same_place(const track *t, const track *other, double s)
{
    size_t i = 0;
    while (i + 2 < t->n && t->at[i + 1] <= s)
        i++;
    const double step = t->at[i + 1] - t->at[i], f = step > 0 ? (s - t->at[i]) / step : 0;
    return other->at[i] + f * (other->at[i + 1] - other->at[i]);
}

static double turn_between(double a, double b)
{
    return fabs(remainder(b - a, 2 * G_PI));
}

static void add_box(kuril_text_curve *curve, const placed_cluster *p, const text_cluster *c, const text_line *line)
{
    const kuril_label_box box = {p->x, p->y, c->advance / 2, 0.5 * line->size_pt, cos(p->angle), sin(p->angle)};
    g_array_append_val(curve->boxes, box);
    /* Accents and slanted strokes reach beyond the box, by no more than the size. */
    const kuril_label_box reach = kuril_label_box_grown(box, line->size_pt);
    const kuril_rect bounds = kuril_label_box_bounds(&reach);
    curve->ink.x_min = fmin(curve->ink.x_min, bounds.x_min);
    curve->ink.y_min = fmin(curve->ink.y_min, bounds.y_min);
    curve->ink.x_max = fmax(curve->ink.x_max, bounds.x_max);
    curve->ink.y_max = fmax(curve->ink.y_max, bounds.y_max);
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
static bool place_letters(kuril_text_curve *curve, const track *t, size_t which, double middle, double offset,
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
            const path_point a = track_point(t, s), b = track_point(t, s + c->advance);
            placed_cluster p = {.run = r, .cluster = i, .line = which, .angle = atan2(b.y - a.y, b.x - a.x)};
            if (a.x == b.x && a.y == b.y)
                p.angle = isnan(last_angle) ? 0 : last_angle;
            if (!isnan(last_angle) && turn_between(last_angle, p.angle) > max_turn)
                return false;
            last_angle = p.angle;
            p.x = (a.x + b.x) / 2 - offset * sin(p.angle);
            p.y = (a.y + b.y) / 2 + offset * cos(p.angle);
            if (options->level_letters)
                p.angle = 0;
            g_array_append_val(curve->placed, p);
            add_box(curve, &p, c, line);
        }
    }
    return true;
}

static bool place_line(kuril_text_curve *curve, const track *t, size_t which, double middle, double max_turn,
                       const kuril_text_curve_options *options)
{
    const double offset = line_offset(curve, which, options);
    if (!options->parallel)
        return place_letters(curve, t, which, middle, offset, max_turn, options);
    track beside;
    track_beside(&beside, t, offset);
    const bool placed =
        place_letters(curve, &beside, which, track_same_place(t, &beside, middle), 0, max_turn, options);
    track_free(&beside);
    return placed;
}

/* Whether the text would read from right to left, or up the page. */
static bool upside_down(const track *t, double middle, double width, bool downwards)
{
    const path_point a = track_point(t, fmax(0, middle - width / 2));
    const path_point b = track_point(t, fmin(t->at[t->n - 1], middle + width / 2));
    return downwards ? b.y < a.y : b.x < a.x || (b.x == a.x && b.y > a.y);
}

kuril_status kuril_text_curve_new(const kuril_text_layout *layout, const kuril_text_curve_options *options,
                                  kuril_text_curve **curve)
{
    if (options->n_points < 2 || layout->lines->len == 0 || layout->clusters->len == 0)
        return KURIL_E_DOMAIN;
    const double width = widest_line(layout);
    double middle = options->middle_pt;
    track t;
    track_make(&t, options->points, options->n_points, false);
    if ((options->keep_upright || options->downwards) && upside_down(&t, middle, width, options->downwards)) {
        middle = t.at[t.n - 1] - middle;
        track_free(&t);
        track_make(&t, options->points, options->n_points, true);
    }
    middle += options->shift_pt;
    kuril_text_curve *c = g_new0(kuril_text_curve, 1);
    c->layout = layout;
    c->placed = g_array_new(FALSE, FALSE, sizeof(placed_cluster));
    c->boxes = g_array_new(FALSE, FALSE, sizeof(kuril_label_box));
    c->ink = (kuril_rect){INFINITY, INFINITY, -INFINITY, -INFINITY};
    c->mask = g_new0(text_mask, 1);
    const double max_turn = (options->max_angle_deg > 0 ? options->max_angle_deg : 45) * G_PI / 180;
    bool fits = true;
    for (guint i = 0; i < layout->lines->len && fits; i++)
        fits = place_line(c, &t, i, middle, max_turn, options);
    track_free(&t);
    if (!fits) {
        kuril_text_curve_free(c);
        return KURIL_E_DOMAIN;
    }
    *curve = c;
    return KURIL_OK;
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

static void curve_coverage(cairo_t *cr, const void *user)
{
    each_cluster(cr, user, kuril_text_clusters_coverage);
}

static void draw_halo(kuril_canvas *canvas, const kuril_text_curve *curve, const kuril_text_paint *paint)
{
    if (kuril_text_mask_fits(canvas, paint->halo_width_pt)) {
        kuril_text_mask_draw(curve->mask, canvas, &curve->ink, curve_coverage, curve);
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
        kuril_text_mask_draw(curve->mask, canvas, &curve->ink, curve_coverage, curve);
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
