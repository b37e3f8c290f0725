/*
 * Letters as coverage: FreeType's own rasteriser, exact to 1/256 and several times as fast as filling the outlines
 * with cairo. Glyphs stand where they should to 1/64 pixel.
 */
#include "render/text_draw.h"
#include <cairo-ft.h>
#include <math.h>
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

static void add_glyph(FT_Face face, const cairo_glyph_t *glyph, const cairo_matrix_t *m, unsigned synthesis, target *t)
{
    double x = glyph->x, y = glyph->y;
    cairo_matrix_transform_point(m, &x, &y);
    if (FT_Load_Glyph(face, (FT_UInt)glyph->index, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0)
        return;
    if (synthesis & CAIRO_FT_SYNTHESIZE_BOLD)
        FT_GlyphSlot_Embolden(face->glyph);
    if (synthesis & CAIRO_FT_SYNTHESIZE_OBLIQUE)
        FT_GlyphSlot_Oblique(face->glyph);
    if (face->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return;
    FT_Outline *outline = &face->glyph->outline;
    FT_Outline_Translate(outline, lround(x * 64), -lround(y * 64));
    FT_Raster_Params params = {.flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP,
                               .gray_spans = add_spans,
                               .user = t,
                               .clip_box = {0, -t->height, t->width, 0}};
    FT_Outline_Render(face->glyph->library, outline, &params);
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
    for (size_t i = begin; face && t.data && i < end; i++)
        add_glyph(face, &g_array_index(layout->glyphs, cairo_glyph_t, i), &m, synthesis, &t);
    cairo_surface_mark_dirty(surface);
    if (face)
        cairo_ft_scaled_font_unlock_face(scaled);
    cairo_scaled_font_destroy(scaled);
}
