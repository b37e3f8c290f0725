/*
 * Drawing letters and halos. To pixels letters are filled outlines: cairo 1.16 rounds the place of a glyph to whole
 * pixels, which spoils the spacing of unhinted text. They are drawn into a mask (text_mask.h). To PDF and SVG they are
 * glyphs of embedded fonts.
 */
#include "render/text_draw.h"

#include <math.h>
#include <string.h>

static void set_font(cairo_t *cr, const text_font *font)
{
    cairo_set_font_face(cr, font->face);
    cairo_set_font_matrix(cr, &font->matrix);
    cairo_set_font_options(cr, font->options);
}

/* A hollow box, the sign of a character that no font has: outer edge and, the other way round, inner edge. */
static void box_path(cairo_t *cr, const text_cluster *cluster, double size)
{
    const double line = 0.06 * size, top = cluster->y - 0.72 * size;
    const double x = cluster->x + 0.05 * size, width = fmax(cluster->advance - 0.1 * size, 3 * line);
    cairo_rectangle(cr, x, top, width, 0.72 * size);
    cairo_move_to(cr, x + line, top + line);
    cairo_line_to(cr, x + line, cluster->y - line);
    cairo_line_to(cr, x + width - line, cluster->y - line);
    cairo_line_to(cr, x + width - line, top + line);
    cairo_close_path(cr);
}

static void run_path(cairo_t *cr, const kuril_text_layout *layout, const text_run *run, size_t first, size_t count)
{
    const text_font *font = &g_array_index(layout->fonts, text_font, run->font);
    const text_cluster *clusters = &g_array_index(layout->clusters, text_cluster, first);
    if (run->missing) {
        for (size_t i = 0; i < count; i++)
            box_path(cr, &clusters[i], font->size_pt);
        return;
    }
    const size_t begin = clusters[0].first_glyph, end = clusters[count - 1].first_glyph + clusters[count - 1].n_glyphs;
    if (begin == end)
        return;
    set_font(cr, font);
    cairo_glyph_path(cr, &g_array_index(layout->glyphs, cairo_glyph_t, begin), (int)(end - begin));
}

void kuril_text_clusters_path(cairo_t *cr, const kuril_text_layout *layout, const text_run *run, size_t first,
                              size_t count)
{
    run_path(cr, layout, run, first, count);
}

/* Text, glyphs and what belongs together, for files that keep real text. */
static void show_run(cairo_t *cr, const kuril_text_layout *layout, const text_run *run, size_t first, size_t count)
{
    const text_cluster *clusters = &g_array_index(layout->clusters, text_cluster, first);
    const size_t begin = clusters[0].first_glyph, end = clusters[count - 1].first_glyph + clusters[count - 1].n_glyphs;
    if (begin == end)
        return;
    cairo_text_cluster_t *parts = g_new(cairo_text_cluster_t, count);
    size_t byte = clusters[0].first_byte, bytes = 0;
    for (size_t i = 0; i < count; i++) {
        /* Clusters stand from the left; cairo wants them in reading order. */
        const text_cluster *c = &clusters[run->backward ? count - 1 - i : i];
        parts[i] = (cairo_text_cluster_t){(int)c->n_bytes, (int)c->n_glyphs};
        byte = MIN(byte, c->first_byte);
        bytes += c->n_bytes;
    }
    set_font(cr, &g_array_index(layout->fonts, text_font, run->font));
    cairo_show_text_glyphs(cr, layout->text->str + byte, (int)bytes,
                           &g_array_index(layout->glyphs, cairo_glyph_t, begin), (int)(end - begin), parts, (int)count,
                           run->backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
    g_free(parts);
}

void kuril_text_clusters_draw(kuril_canvas *canvas, const kuril_text_layout *layout, const text_run *run, size_t first,
                              size_t count, const kuril_text_paint *paint)
{
    cairo_t *cr = canvas->cr;
    const kuril_rgba color = run->colored ? run->color : paint->color;
    kuril_canvas_set_color(canvas, &color, 1);
    if (!kuril_canvas_is_raster(canvas) && !run->missing) {
        show_run(cr, layout, run, first, count);
        return;
    }
    cairo_new_path(cr);
    run_path(cr, layout, run, first, count);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
    cairo_fill(cr);
}

/* ---- Halos. ---- */

static bool has_halo(const kuril_text_paint *paint)
{
    return paint->halo_width_pt > 0 && paint->halo_color.a > 0;
}

/*
 * A stroke of all outlines is one even tone, however the letters' halos overlap. Each of the strokes that fade out a
 * blurred edge, the widest first, lets less of what is beneath through, so that together they rise by even steps.
 */
static void stroke_halo(kuril_canvas *canvas, const cairo_path_t *path, const kuril_text_paint *paint)
{
    enum { STEPS = 5 };
    cairo_t *cr = canvas->cr;
    const int n = paint->halo_blur_pt > 0 ? STEPS : 1;
    for (int i = 0; i < n; i++) {
        const double out = n > 1 ? 0.5 - (double)i / (n - 1) : 0; /* of the blur, beyond the halo's edge */
        const kuril_rgba color = {paint->halo_color.r, paint->halo_color.g, paint->halo_color.b, 1.0 / (n - i)};
        kuril_canvas_set_color(canvas, &color, 1);
        cairo_new_path(cr);
        cairo_append_path(cr, path);
        cairo_set_line_width(cr, 2 * fmax(paint->halo_width_pt + out * paint->halo_blur_pt, 0.01));
        cairo_stroke(cr);
    }
}

/* The box of a part of a path that begins at `first`; returns where the next begins. */
static int part_extents(const cairo_path_t *path, int first, kuril_rect *box)
{
    *box = (kuril_rect){INFINITY, INFINITY, -INFINITY, -INFINITY};
    int i = first;
    do {
        const cairo_path_data_t *data = &path->data[i];
        for (int k = 1; k < data->header.length; k++) {
            box->x_min = fmin(box->x_min, data[k].point.x);
            box->x_max = fmax(box->x_max, data[k].point.x);
            box->y_min = fmin(box->y_min, data[k].point.y);
            box->y_max = fmax(box->y_max, data[k].point.y);
        }
        i += data->header.length;
    } while (i < path->num_data && path->data[i].header.type != CAIRO_PATH_MOVE_TO);
    return i;
}

/*
 * Viewers that widen a small loop, such as the dot of an i, by more than its own size leave a hole in the middle (Skia,
 * and so Chromium): a disc fills it, which the true halo covers anyway.
 */
static void fill_loops(cairo_t *cr, const cairo_path_t *path, double width)
{
    cairo_new_path(cr);
    for (int i = 0, next; i < path->num_data; i = next) {
        kuril_rect box;
        next = part_extents(path, i, &box);
        const bool lone_point = next - i <= path->data[i].header.length; /* cairo begins anew after each loop */
        if (lone_point || fmax(box.x_max - box.x_min, box.y_max - box.y_min) >= 2 * width)
            continue;
        cairo_new_sub_path(cr);
        cairo_arc(cr, (box.x_min + box.x_max) / 2, (box.y_min + box.y_max) / 2, width, 0, 2 * G_PI);
        cairo_close_path(cr);
    }
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
    cairo_fill(cr);
}

/* Under translucent letters the inside is filled as well. A translucent or blurred halo is put together in a group. */
void kuril_text_halo_paint(kuril_canvas *canvas, const kuril_text_paint *paint)
{
    cairo_t *cr = canvas->cr;
    cairo_path_t *path = cairo_copy_path(cr);
    const bool group = paint->halo_color.a < 1 || paint->halo_blur_pt > 0;
    if (group) {
        double x0, y0, x1, y1;
        cairo_path_extents(cr, &x0, &y0, &x1, &y1);
        const double reach = paint->halo_width_pt + paint->halo_blur_pt / 2 + 1;
        cairo_new_path(cr);
        cairo_save(cr);
        cairo_rectangle(cr, x0 - reach, y0 - reach, x1 - x0 + 2 * reach, y1 - y0 + 2 * reach);
        cairo_clip(cr);
        kuril_canvas_push_group(canvas);
    }
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    if (paint->color.a < 1) {
        const kuril_rgba opaque = {paint->halo_color.r, paint->halo_color.g, paint->halo_color.b, 1};
        kuril_canvas_set_color(canvas, &opaque, 1);
        cairo_new_path(cr);
        cairo_append_path(cr, path);
        cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
        cairo_fill(cr);
    }
    stroke_halo(canvas, path, paint);
    if (!kuril_canvas_is_raster(canvas) && !(paint->halo_blur_pt > 0))
        fill_loops(cr, path, paint->halo_width_pt);
    if (group) {
        kuril_canvas_pop_group(canvas, paint->halo_color.a);
        cairo_restore(cr);
    }
    cairo_path_destroy(path);
}

/* ---- Whole layouts. ---- */

static void note_lines(kuril_canvas *canvas, const kuril_text_layout *layout)
{
    for (guint i = 0; i < layout->lines->len; i++) {
        const text_line *line = &g_array_index(layout->lines, text_line, i);
        if (line->n_bytes == 0)
            continue;
        char *text = g_strndup(layout->text->str + line->first_byte, line->n_bytes);
        kuril_canvas_note_text(canvas, text, line->x, line->baseline, line->width, line->size_pt);
        g_free(text);
    }
}

static void layout_outline(cairo_t *cr, const kuril_text_layout *layout)
{
    for (guint i = 0; i < layout->runs->len; i++) {
        const text_run *run = &g_array_index(layout->runs, text_run, i);
        run_path(cr, layout, run, run->first_cluster, run->n_clusters);
    }
}

static void layout_coverage(cairo_t *cr, const void *user)
{
    const kuril_text_layout *layout = user;
    for (guint i = 0; i < layout->runs->len; i++) {
        const text_run *run = &g_array_index(layout->runs, text_run, i);
        kuril_text_clusters_coverage(cr, layout, run, run->first_cluster, run->n_clusters);
    }
}

bool kuril_text_is_colored(const kuril_text_layout *layout)
{
    for (guint i = 0; i < layout->runs->len; i++)
        if (g_array_index(layout->runs, text_run, i).colored)
            return true;
    return false;
}

static void draw_halo(kuril_canvas *canvas, const kuril_text_layout *layout, const kuril_text_paint *paint)
{
    if (kuril_text_mask_fits(canvas, paint->halo_width_pt)) {
        kuril_text_mask_draw(layout->mask, canvas, &layout->size.ink, layout_coverage, layout);
        kuril_text_mask_paint_halo(canvas, layout->mask, &paint->halo_color, paint->halo_width_pt, paint->halo_blur_pt);
        return;
    }
    cairo_new_path(canvas->cr);
    layout_outline(canvas->cr, layout);
    kuril_text_halo_paint(canvas, paint);
}

static void draw_letters(kuril_canvas *canvas, const kuril_text_layout *layout, const kuril_text_paint *paint)
{
    if (kuril_text_mask_fits(canvas, 0) && !kuril_text_is_colored(layout)) {
        kuril_text_mask_draw(layout->mask, canvas, &layout->size.ink, layout_coverage, layout);
        kuril_text_mask_paint(canvas, layout->mask, &paint->color);
    } else {
        for (guint i = 0; i < layout->runs->len; i++) {
            const text_run *run = &g_array_index(layout->runs, text_run, i);
            kuril_text_clusters_draw(canvas, layout, run, run->first_cluster, run->n_clusters, paint);
        }
    }
    kuril_text_mask_clear(layout->mask);
    for (guint i = 0; i < layout->images->len; i++)
        kuril_text_image_draw(canvas, layout, i, paint);
    note_lines(canvas, layout);
}

void kuril_text_draw(kuril_canvas *canvas, const kuril_text_layout *layout, double x, double y, double angle_deg,
                     double pivot_x, double pivot_y, const kuril_text_paint *paint, kuril_text_parts parts)
{
    cairo_t *cr = canvas->cr;
    cairo_save(cr);
    if (angle_deg != 0) {
        cairo_translate(cr, pivot_x, pivot_y);
        cairo_rotate(cr, angle_deg * G_PI / 180);
        cairo_translate(cr, -pivot_x, -pivot_y);
    }
    cairo_translate(cr, x, y);
    if (layout->columns) {
        cairo_translate(cr, layout->size.height_pt, 0);
        cairo_rotate(cr, G_PI / 2);
    }
    if ((parts & KURIL_TEXT_HALO) && has_halo(paint))
        draw_halo(canvas, layout, paint);
    if (parts & KURIL_TEXT_LETTERS)
        draw_letters(canvas, layout, paint);
    cairo_restore(cr);
}
