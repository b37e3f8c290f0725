/*
 * Letters as coverage: FreeType's own rasteriser, exact to 1/256 and several times as fast as filling the outlines
 * with cairo. Glyphs stand where they should to 1/64 pixel.
 */
#include "render/text_draw.h"
#include <cairo-ft.h>
#include <math.h>
#include <string.h>
#include FT_OUTLINE_H
#include FT_SYNTHESIS_H

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
 * Outlines of a scaled font, kept with it: a letter of a page is read from the font file once, not each time it is
 * drawn. FT_Outline by glyph index; used while the face is locked.
 */
static const cairo_user_data_key_t outlines_key;
enum { OUTLINES_MAX = 4096 };

static void outlines_free(void *outlines)
{
    g_hash_table_destroy(outlines);
}

static GHashTable *outlines_of(cairo_scaled_font_t *font)
{
    GHashTable *outlines = cairo_scaled_font_get_user_data(font, &outlines_key);
    if (outlines && g_hash_table_size(outlines) < OUTLINES_MAX)
        return outlines;
    outlines = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    if (cairo_scaled_font_set_user_data(font, &outlines_key, outlines, outlines_free) == CAIRO_STATUS_SUCCESS)
        return outlines; /* those before, if any, are freed */
    outlines_free(outlines);
    return NULL;
}

/* A copy in one piece. */
static FT_Outline *outline_copy(const FT_Outline *from)
{
    const size_t points = (size_t)from->n_points * sizeof *from->points;
    const size_t contours = (size_t)from->n_contours * sizeof *from->contours;
    FT_Outline *to = g_malloc(sizeof *to + points + contours + (size_t)from->n_points);
    *to = *from;
    to->points = (FT_Vector *)(void *)(to + 1);
    to->contours = (short *)(void *)((char *)to->points + points);
    to->tags = (char *)to->contours + contours;
    memcpy(to->points, from->points, points);
    memcpy(to->contours, from->contours, contours);
    memcpy(to->tags, from->tags, (size_t)from->n_points);
    return to;
}

/* NULL when the glyph cannot be read or is no outline. */
static FT_Outline *outline_get(GHashTable *outlines, FT_Face face, gulong index, unsigned synthesis)
{
    FT_Outline *known = g_hash_table_lookup(outlines, GSIZE_TO_POINTER(index));
    if (known || FT_Load_Glyph(face, (FT_UInt)index, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0)
        return known;
    if (synthesis & CAIRO_FT_SYNTHESIZE_BOLD)
        FT_GlyphSlot_Embolden(face->glyph);
    if (synthesis & CAIRO_FT_SYNTHESIZE_OBLIQUE)
        FT_GlyphSlot_Oblique(face->glyph);
    if (face->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return NULL;
    known = outline_copy(&face->glyph->outline);
    g_hash_table_insert(outlines, GSIZE_TO_POINTER(index), known);
    return known;
}

static void add_outline(FT_Library library, FT_Outline *outline, double x, double y, target *t)
{
    const FT_Pos dx = lround(x * 64), dy = -lround(y * 64);
    FT_Raster_Params params = {.flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP,
                               .gray_spans = add_spans,
                               .user = t,
                               .clip_box = {0, -t->height, t->width, 0}};
    FT_Outline_Translate(outline, dx, dy);
    FT_Outline_Render(library, outline, &params);
    FT_Outline_Translate(outline, -dx, -dy);
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
    cairo_matrix_t m;
    cairo_get_matrix(cr, &m);
    cairo_scaled_font_t *scaled = cairo_scaled_font_create(font->face, &font->matrix, &m, font->options);
    FT_Face face = cairo_ft_scaled_font_lock_face(scaled);
    cairo_surface_t *surface = cairo_get_target(cr);
    cairo_surface_flush(surface);
    target t = {cairo_image_surface_get_data(surface), cairo_image_surface_get_width(surface),
                cairo_image_surface_get_height(surface), cairo_image_surface_get_stride(surface)};
    const unsigned synthesis = cairo_ft_font_face_get_synthesize(font->face);
    GHashTable *outlines = face && t.data ? outlines_of(scaled) : NULL;
    for (size_t i = begin; outlines && i < end; i++) {
        const cairo_glyph_t *glyph = &g_array_index(layout->glyphs, cairo_glyph_t, i);
        FT_Outline *outline = outline_get(outlines, face, glyph->index, synthesis);
        double x = glyph->x, y = glyph->y;
        cairo_matrix_transform_point(&m, &x, &y);
        if (outline)
            add_outline(face->glyph->library, outline, x, y, &t);
    }
    cairo_surface_mark_dirty(surface);
    if (face)
        cairo_ft_scaled_font_unlock_face(scaled);
    cairo_scaled_font_destroy(scaled);
}
