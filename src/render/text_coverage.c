/*
 * Letters as coverage: FreeType's own rasteriser, exact to 1/256 and several times as fast as filling the outlines
 * with cairo. Glyphs stand where they should to 1/64 pixel.
 */
#include "core/diagnostics.h"
#include "render/text_draw.h"
#include <ft2build.h>
#include <limits.h>
#include <math.h>
#include FT_FREETYPE_H
#include FT_BBOX_H
#include FT_OUTLINE_H

typedef struct target {
    uint8_t *data;
    int width, height, stride;
} target;

/* FreeType's rows count upwards from the baseline; the outline was moved so that row -1 is the top of the mask. */
static void add_spans(int y, int count, const FT_Span *spans, void *user)
{
    const target *t = user;
    const int row = -1 - y;
    if (row < 0 || row >= t->height)
        return;
    uint8_t *line = t->data + (size_t)row * (size_t)t->stride;
    for (int i = 0; i < count; i++)
        for (int x = MAX(spans[i].x, 0); x < MIN(spans[i].x + spans[i].len, t->width); x++)
            line[x] = (uint8_t)MIN(line[x] + spans[i].coverage, 255);
}

/*
 * Outlines of fonts at the size that text is shaped at, kept with the fonts' owner: a letter is read from the font file
 * once, whatever its sizes and wherever it stands. They come through cairo, which locks the face that all threads
 * share.
 */
enum { OUTLINES_MAX = 4096, FONTS_MAX = 256 };

/* In 1/64 of the units of the size that text is shaped at, y upwards. */
typedef struct letter {
    FT_Outline outline;
    FT_BBox box;
} letter;

struct text_outlines {
    FT_Library library;
    GHashTable *fonts; /* cairo_scaled_font_t -> glyph index -> letter */
    GArray *points;    /* FT_Vector: of the letter that is drawn */
};

static text_outlines *outlines_new(void)
{
    text_outlines *o = g_new0(text_outlines, 1);
    if (FT_Init_FreeType(&o->library) != 0) /* it reads nothing: what it can lack is memory */
        kuril_end_without_memory("the outline of a letter");
    o->fonts = g_hash_table_new_full(NULL, NULL, (GDestroyNotify)cairo_scaled_font_destroy,
                                     (GDestroyNotify)g_hash_table_destroy);
    o->points = g_array_new(FALSE, FALSE, sizeof(FT_Vector));
    return o;
}

void kuril_text_outlines_free(text_outlines *o)
{
    if (!o)
        return;
    g_hash_table_destroy(o->fonts);
    g_array_free(o->points, TRUE);
    FT_Done_FreeType(o->library);
    g_free(o);
}

static GHashTable *outlines_of(text_outlines *o, cairo_scaled_font_t *font)
{
    GHashTable *outlines = g_hash_table_lookup(o->fonts, font);
    if (outlines && g_hash_table_size(outlines) < OUTLINES_MAX)
        return outlines;
    if (g_hash_table_size(o->fonts) >= FONTS_MAX)
        g_hash_table_remove_all(o->fonts);
    outlines = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    g_hash_table_insert(o->fonts, cairo_scaled_font_reference(font), outlines); /* those before, if any, are freed */
    return outlines;
}

/* Points and contours that a path needs as an outline. */
static void count_path(const cairo_path_t *path, size_t *points, size_t *contours)
{
    *points = *contours = 0;
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_type_t type = path->data[i].header.type;
        *contours += type == CAIRO_PATH_MOVE_TO;
        *points += type == CAIRO_PATH_CURVE_TO ? 3 : type == CAIRO_PATH_CLOSE_PATH ? 0 : 1;
    }
}

static void add_point(FT_Outline *to, const cairo_path_data_t *p, int tag)
{
    to->points[to->n_points] = (FT_Vector){lround(p->point.x * 64), -lround(p->point.y * 64)};
    to->tags[to->n_points++] = (char)tag;
}

/* Ends the contour that was begun, if it has points. */
static void end_contour(FT_Outline *to)
{
    const int last = to->n_points - 1;
    if (last > (to->n_contours > 0 ? to->contours[to->n_contours - 1] : -1))
        to->contours[to->n_contours++] = (short)last;
}

/* In one piece; NULL when there is nothing to fill, or too much. */
static letter *letter_of_path(const cairo_path_t *path)
{
    size_t points, contours;
    count_path(path, &points, &contours);
    if (points == 0 || points > SHRT_MAX)
        return NULL;
    letter *made = g_malloc0(sizeof *made + points * sizeof(FT_Vector) + contours * sizeof(short) + points);
    FT_Outline *to = &made->outline;
    to->points = (FT_Vector *)(void *)(made + 1);
    to->contours = (short *)(void *)(to->points + points);
    to->tags = (char *)(to->contours + contours);
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t *d = &path->data[i];
        if (d->header.type == CAIRO_PATH_CLOSE_PATH || d->header.type == CAIRO_PATH_MOVE_TO)
            end_contour(to);
        for (int k = 1; k < d->header.length; k++)
            add_point(to, d + k, k + 1 < d->header.length ? FT_CURVE_TAG_CUBIC : FT_CURVE_TAG_ON);
    }
    end_contour(to);
    FT_Outline_Get_BBox(to, &made->box);
    return made;
}

/* Through a context of its own: an unreadable font leaves the one that it was set in unusable. */
static letter *letter_read(cairo_scaled_font_t *font, gulong index)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cr = cairo_create(surface);
    cairo_surface_destroy(surface);
    const cairo_glyph_t glyph = {index, 0, 0};
    cairo_set_scaled_font(cr, font);
    cairo_glyph_path(cr, &glyph, 1);
    cairo_path_t *path = cairo_copy_path(cr);
    if (path->status == CAIRO_STATUS_NO_MEMORY)
        kuril_end_without_memory("the outline of a letter");
    letter *made = path->status == CAIRO_STATUS_SUCCESS ? letter_of_path(path) : NULL;
    cairo_path_destroy(path);
    cairo_destroy(cr);
    return made;
}

/* NULL when the glyph cannot be read or has no outline. */
static const letter *letter_get(text_outlines *o, cairo_scaled_font_t *font, gulong index)
{
    GHashTable *outlines = outlines_of(o, font);
    gpointer known = NULL;
    if (g_hash_table_lookup_extended(outlines, GSIZE_TO_POINTER(index), NULL, &known))
        return known;
    known = letter_read(font, index);
    g_hash_table_insert(outlines, GSIZE_TO_POINTER(index), known);
    return known;
}

static text_outlines *outlines_in(kuril_fonts *fonts)
{
    if (!fonts->outlines)
        fonts->outlines = outlines_new();
    return fonts->outlines;
}

bool kuril_text_letter_box(kuril_fonts *fonts, const text_font *font, gulong glyph, kuril_rect *box)
{
    const letter *l = letter_get(outlines_in(fonts), font->shaped, glyph);
    if (l)
        *box = (kuril_rect){l->box.xMin / 64.0, -l->box.yMax / 64.0, l->box.xMax / 64.0, -l->box.yMin / 64.0};
    return l != NULL;
}

/* Adds an outline that `m` brings to the page. */
static void add_outline(text_outlines *o, const FT_Outline *outline, const cairo_matrix_t *m, target *t)
{
    g_array_set_size(o->points, (guint)outline->n_points);
    FT_Vector *points = (FT_Vector *)(void *)o->points->data;
    for (short i = 0; i < outline->n_points; i++) {
        const double x = (double)outline->points[i].x, y = -(double)outline->points[i].y;
        points[i] =
            (FT_Vector){lround(m->xx * x + m->xy * y + m->x0 * 64), -lround(m->yx * x + m->yy * y + m->y0 * 64)};
    }
    FT_Outline placed = *outline;
    placed.points = points;
    FT_Raster_Params params = {.flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP,
                               .gray_spans = add_spans,
                               .user = t,
                               .clip_box = {0, -t->height, t->width, 0}};
    FT_Outline_Render(o->library, &placed, &params);
}

void kuril_text_clusters_coverage(cairo_t *cr, const kuril_text_layout *layout, const text_run *run, size_t first,
                                  size_t count)
{
    if (run->missing) {
        cairo_new_path(cr);
        kuril_text_clusters_path(cr, layout, run, first, count);
        cairo_fill(cr);
        return;
    }
    const text_font *font = &g_array_index(layout->fonts, text_font, run->font);
    const text_cluster *clusters = &g_array_index(layout->clusters, text_cluster, first);
    const size_t begin = clusters[0].first_glyph, end = clusters[count - 1].first_glyph + clusters[count - 1].n_glyphs;
    cairo_matrix_t m, to_page;
    cairo_get_matrix(cr, &m);
    cairo_matrix_multiply(&to_page, &font->from_shaped, &m);
    cairo_surface_t *surface = cairo_get_target(cr);
    cairo_surface_flush(surface);
    target t = {cairo_image_surface_get_data(surface), cairo_image_surface_get_width(surface),
                cairo_image_surface_get_height(surface), cairo_image_surface_get_stride(surface)};
    text_outlines *outlines = outlines_in(layout->owner);
    for (size_t i = begin; t.data && i < end; i++) {
        const cairo_glyph_t *glyph = &g_array_index(layout->glyphs, cairo_glyph_t, i);
        const letter *l = letter_get(outlines, font->shaped, glyph->index);
        to_page.x0 = glyph->x;
        to_page.y0 = glyph->y;
        cairo_matrix_transform_point(&m, &to_page.x0, &to_page.y0);
        if (l)
            add_outline(outlines, &l->outline, &to_page, &t);
    }
    cairo_surface_mark_dirty(surface);
}
