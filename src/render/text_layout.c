#include "core/diagnostics.h"
#include "core/number.h"
#include "core/text.h"
#include "render/text_draw.h"
#include <math.h>
#include <string.h>

/* ---- Storage. ---- */

static void font_clear(gpointer item)
{
    text_font *font = item;
    cairo_font_face_destroy(font->face);
    cairo_font_options_destroy(font->options);
    cairo_scaled_font_destroy(font->shaped);
}

static kuril_text_layout *layout_new(void)
{
    kuril_text_layout *l = g_new0(kuril_text_layout, 1);
    l->text = g_string_new(NULL);
    l->fonts = g_array_new(FALSE, FALSE, sizeof(text_font));
    g_array_set_clear_func(l->fonts, font_clear);
    l->glyphs = g_array_new(FALSE, FALSE, sizeof(cairo_glyph_t));
    l->clusters = g_array_new(FALSE, FALSE, sizeof(text_cluster));
    l->runs = g_array_new(FALSE, FALSE, sizeof(text_run));
    l->lines = g_array_new(FALSE, FALSE, sizeof(text_line));
    l->missing = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    l->images = g_array_new(FALSE, FALSE, sizeof(text_image));
    l->mask = g_new0(text_mask, 1);
    l->size.ink = (kuril_rect){INFINITY, INFINITY, -INFINITY, -INFINITY};
    return l;
}

void kuril_text_layout_free(kuril_text_layout *l)
{
    kuril_text_mask_clear(l->mask);
    g_free(l->mask);
    g_string_free(l->text, TRUE);
    GArray *arrays[] = {l->fonts, l->glyphs, l->clusters, l->runs, l->lines, l->missing, l->images};
    for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_free(arrays[i], TRUE);
    g_free(l);
}

/* ---- Shaping. ---- */

size_t kuril_text_span_at(const text_source *source, size_t byte)
{
    size_t i = 0;
    while (i + 1 < source->n_spans && byte >= g_array_index(source->ends, size_t, i))
        i++;
    return i;
}

/* The layout's number for a font. */
static size_t intern_font(kuril_text_layout *layout, PangoFont *font, double size_pt, bool upright)
{
    cairo_scaled_font_t *scaled = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font));
    text_font new = {.face = cairo_scaled_font_get_font_face(scaled), .size_pt = size_pt};
    cairo_scaled_font_get_font_matrix(scaled, &new.matrix);
    cairo_matrix_init_scale(&new.from_shaped, size_pt / TEXT_SHAPED_PT, size_pt / TEXT_SHAPED_PT);
    if (upright) {
        const cairo_matrix_t back = {0, -1, 1, 0, 0, 0};
        cairo_matrix_multiply(&new.from_shaped, &new.from_shaped, &back);
    }
    cairo_matrix_multiply(&new.matrix, &new.matrix, &new.from_shaped);
    for (guint i = 0; i < layout->fonts->len; i++) {
        const text_font *old = &g_array_index(layout->fonts, text_font, i);
        if (old->face == new.face && memcmp(&old->matrix, &new.matrix, sizeof new.matrix) == 0)
            return i;
    }
    cairo_font_face_reference(new.face);
    new.shaped = cairo_scaled_font_reference(scaled);
    new.options = cairo_font_options_create();
    cairo_scaled_font_get_font_options(scaled, new.options);
    g_array_append_val(layout->fonts, new);
    return layout->fonts->len - 1;
}

/* Keeps the list in order. */
static void note_missing(kuril_text_layout *layout, uint32_t character)
{
    guint i = 0;
    while (i < layout->missing->len && g_array_index(layout->missing, uint32_t, i) < character)
        i++;
    if (i == layout->missing->len || g_array_index(layout->missing, uint32_t, i) != character)
        g_array_insert_val(layout->missing, i, character);
}

typedef struct line_builder {
    kuril_text_layout *layout;
    const text_source *source;
    text_range range;   /* of the source's text */
    size_t first_byte;  /* of the line in the layout's text */
    double x, baseline; /* the pen */
    double spacing;
    double height; /* of the tallest letters or image */
} line_builder;

static bool same_run(const text_run *a, const text_run *b)
{
    return a->font == b->font && a->line == b->line && a->backward == b->backward && a->missing == b->missing &&
           a->colored == b->colored && !a->missing &&
           (!a->colored || memcmp(&a->color, &b->color, sizeof a->color) == 0);
}

/* Whether a cluster's bytes are the next in the direction of the run that ends with `last`. */
static bool follows(const text_run *run, const text_cluster *last, const text_cluster *cluster)
{
    return run->backward ? cluster->first_byte + cluster->n_bytes == last->first_byte
                         : last->first_byte + last->n_bytes == cluster->first_byte;
}

static void append_cluster(kuril_text_layout *layout, const text_run *run, const text_cluster *cluster)
{
    text_run *last = layout->runs->len ? &g_array_index(layout->runs, text_run, layout->runs->len - 1) : NULL;
    const bool goes_on = last && same_run(last, run) &&
                         follows(run, &g_array_index(layout->clusters, text_cluster, layout->clusters->len - 1), cluster);
    g_array_append_val(layout->clusters, *cluster);
    if (goes_on) {
        last->n_clusters++;
        return;
    }
    text_run new = *run;
    new.first_cluster = layout->clusters->len - 1;
    new.n_clusters = 1;
    g_array_append_val(layout->runs, new);
}

/* As append_glyphs, of an upright letter of this size. */
static bool append_upright(line_builder *b, const PangoGlyphItem *item, int from, int to, double size_pt,
                           text_cluster *cluster)
{
    bool missing = false;
    cluster->x = b->x;
    cluster->y = b->baseline;
    cluster->first_glyph = b->layout->glyphs->len;
    for (int g = from; g < to; g++) {
        const PangoGlyph glyph = item->glyphs->glyphs[g].glyph;
        if (glyph & PANGO_GLYPH_UNKNOWN_FLAG) {
            missing = true;
            note_missing(b->layout, glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
        }
    }
    if (!missing)
        kuril_text_stand(item, from, to, b->x, b->baseline - TEXT_MIDDLE_EM * size_pt, size_pt, b->layout->glyphs);
    cluster->n_glyphs = b->layout->glyphs->len - cluster->first_glyph;
    cluster->advance = size_pt;
    b->x += size_pt + b->spacing;
    return missing;
}

/* Glyphs [from, to) of a run at the pen, `rise` above the line; tells whether one is missing, and moves the pen. */
static bool append_glyphs(line_builder *b, const PangoGlyphItem *item, int from, int to, double rise, double unit,
                          text_cluster *cluster)
{
    bool missing = false;
    cluster->x = b->x;
    cluster->y = b->baseline - rise;
    cluster->first_glyph = b->layout->glyphs->len;
    for (int g = from; g < to; g++) {
        const PangoGlyphInfo *info = &item->glyphs->glyphs[g];
        if (info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) {
            missing = true;
            note_missing(b->layout, info->glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
        } else if (info->glyph != PANGO_GLYPH_EMPTY) {
            const cairo_glyph_t glyph = {info->glyph, b->x + info->geometry.x_offset * unit,
                                         cluster->y + info->geometry.y_offset * unit};
            g_array_append_val(b->layout->glyphs, glyph);
        }
        b->x += info->geometry.width * unit;
    }
    cluster->n_glyphs = b->layout->glyphs->len - cluster->first_glyph;
    cluster->advance = b->x - cluster->x;
    b->x += b->spacing;
    return missing;
}

typedef struct cluster_place {
    int first_glyph, end_glyph, first_byte, end_byte;
} cluster_place;

/* Clusters as they stand on the line, from the left. */
static GArray *visual_clusters(PangoGlyphItem *item, const char *text)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(cluster_place));
    const bool backward = item->item->analysis.level % 2 == 1;
    PangoGlyphItemIter iter;
    for (gboolean more = pango_glyph_item_iter_init_start(&iter, item, text); more;
         more = pango_glyph_item_iter_next_cluster(&iter)) {
        const cluster_place place = {backward ? iter.end_glyph + 1 : iter.start_glyph,
                                     backward ? iter.start_glyph + 1 : iter.end_glyph, iter.start_index,
                                     iter.end_index};
        if (backward)
            g_array_prepend_val(places, place);
        else
            g_array_append_val(places, place);
    }
    return places;
}

static void append_item(line_builder *b, PangoGlyphItem *item)
{
    const char *text = b->source->text->str + b->range.first;
    GArray *places = visual_clusters(item, text);
    for (guint i = 0; i < places->len; i++) {
        const cluster_place *place = &g_array_index(places, cluster_place, i);
        const size_t byte = b->range.first + (size_t)place->first_byte;
        const kuril_text_span *span = &b->source->spans[kuril_text_span_at(b->source, byte)];
        text_cluster cluster = {.first_byte = b->first_byte + (size_t)place->first_byte,
                                .n_bytes = (size_t)(place->end_byte - place->first_byte)};
        text_run run = {.line = b->layout->lines->len, .backward = item->item->analysis.level % 2 == 1};
        const double free = b->height - kuril_text_span_height(span);
        const double rise = (span->vertical == KURIL_VERTICAL_TOP      ? free
                             : span->vertical == KURIL_VERTICAL_CENTER ? free / 2
                                                                       : 0) +
                            span->baseline_shift_em * span->size_pt;
        const gunichar letter = g_utf8_get_char(text + place->first_byte);
        const bool upright = !span->image && kuril_text_letter_stands(letter, b->source->format->mode);
        run.missing = upright ? append_upright(b, item, place->first_glyph, place->end_glyph, span->size_pt, &cluster)
                              : append_glyphs(b, item, place->first_glyph, place->end_glyph, rise, kuril_text_unit(span), &cluster);
        run.font = intern_font(b->layout, item->item->analysis.font, span->size_pt, upright);
        run.colored = span->color != NULL;
        if (span->color)
            run.color = *span->color;
        append_cluster(b->layout, &run, &cluster);
        if (span->image) {
            const text_image image = {span->image, span->image_scale, b->layout->clusters->len - 1};
            g_array_append_val(b->layout->images, image);
        }
    }
    g_array_free(places, TRUE);
}

/*
 * The largest size among the characters of a line, or of the text before it when the line is empty; and the height
 * of the tallest letters or image.
 */
static double line_size(const text_source *source, text_range range, double *height)
{
    double size = source->spans[kuril_text_span_at(source, range.first)].size_pt;
    *height = size;
    for (size_t i = kuril_text_span_at(source, range.first); i < source->n_spans; i++) {
        const size_t first = i == 0 ? 0 : g_array_index(source->ends, size_t, i - 1);
        if (first >= range.end)
            break;
        size = fmax(size, source->spans[i].size_pt);
        *height = fmax(fmax(*height, size), kuril_text_span_height(&source->spans[i]));
    }
    return size;
}

static double line_height(const kuril_text_format *format, double size)
{
    return size * (format->line_height_em > 0 ? format->line_height_em : 1.2);
}

/* MapLibre leaves no room above a block whose lines are not all of the text's own height. */
static bool close_on_top(const text_source *source, const GArray *ranges)
{
    const double em = source->format->viewer_em_pt;
    for (guint i = 0; i < ranges->len && em > 0; i++) {
        double tallest;
        const double size = line_size(source, g_array_index(ranges, text_range, i), &tallest);
        if (fabs(tallest - em) > 1e-6 * em || size != tallest)
            return true;
    }
    return false;
}

/* With `on_top` the letters' squares begin at the line's top; else the letters stand in its middle. */
static void add_line(kuril_fonts *fonts, kuril_text_layout *layout, const text_source *source, text_range range,
                     bool on_top, double *y)
{
    const double viewer_descent_em = 1.6 / 24; /* of the baseline below the square */
    double tallest;
    const double size = line_size(source, range, &tallest);
    const double above = tallest - size; /* an image taller than letters pushes them down */
    const double height = above + line_height(source->format, size);
    if (layout->lines->len > 0)
        g_string_append_c(layout->text, '\n');
    line_builder b = {
        .layout = layout, .source = source, .range = range, .first_byte = layout->text->len, .height = tallest};
    b.baseline =
        on_top ? *y + tallest + viewer_descent_em * size : *y + above + (height - above) / 2 + TEXT_MIDDLE_EM * size;
    b.spacing = source->format->letter_spacing_em * size;
    g_string_append_len(layout->text, source->text->str + range.first, (gssize)(range.end - range.first));
    if (range.end > range.first)
        for (const GSList *item = kuril_text_shape(fonts, source, range)->runs; item; item = item->next)
            append_item(&b, item->data);
    const text_line line = {.first_byte = b.first_byte,
                            .n_bytes = range.end - range.first,
                            .baseline = b.baseline,
                            .width = b.x > 0 ? b.x - b.spacing : 0,
                            .size_pt = size};
    g_array_append_val(layout->lines, line);
    *y += height;
}

/* ---- Arranging. ---- */

static double line_start(const kuril_text_layout *layout, size_t line, kuril_text_justify justify)
{
    const double left = layout->size.width_pt - g_array_index(layout->lines, text_line, line).width;
    return justify == KURIL_JUSTIFY_LEFT ? 0 : justify == KURIL_JUSTIFY_RIGHT ? left : left / 2;
}

static void justify_lines(kuril_text_layout *layout, kuril_text_justify justify)
{
    for (guint i = 0; i < layout->lines->len; i++)
        layout->size.width_pt = fmax(layout->size.width_pt, g_array_index(layout->lines, text_line, i).width);
    for (guint i = 0; i < layout->lines->len; i++)
        g_array_index(layout->lines, text_line, i).x = line_start(layout, i, justify);
    for (guint r = 0; r < layout->runs->len; r++) {
        const text_run *run = &g_array_index(layout->runs, text_run, r);
        const double x = g_array_index(layout->lines, text_line, run->line).x;
        for (size_t c = run->first_cluster; c < run->first_cluster + run->n_clusters; c++) {
            text_cluster *cluster = &g_array_index(layout->clusters, text_cluster, c);
            cluster->x += x;
            for (size_t g = 0; g < cluster->n_glyphs; g++)
                g_array_index(layout->glyphs, cairo_glyph_t, cluster->first_glyph + g).x += x;
        }
    }
}

static void grow(kuril_rect *rect, double x0, double y0, double x1, double y1)
{
    rect->x_min = fmin(rect->x_min, x0);
    rect->y_min = fmin(rect->y_min, y0);
    rect->x_max = fmax(rect->x_max, x1);
    rect->y_max = fmax(rect->y_max, y1);
}

/* A glyph that is a picture, or no letter at all. */
static bool picture_box(const text_font *font, gulong glyph, kuril_rect *box)
{
    const cairo_glyph_t at_origin = {glyph, 0, 0};
    cairo_text_extents_t e;
    cairo_scaled_font_glyph_extents(font->shaped, &at_origin, 1, &e);
    *box = (kuril_rect){e.x_bearing, e.y_bearing, e.x_bearing + e.width, e.y_bearing + e.height};
    return e.width > 0 && e.height > 0;
}

/* Grows the layout's ink by a glyph's, if it has some. */
static void grow_by_glyph(kuril_text_layout *layout, const text_font *font, const cairo_glyph_t *glyph)
{
    kuril_rect box;
    if (!kuril_text_letter_box(layout->owner, font, glyph->index, &box) && !picture_box(font, glyph->index, &box))
        return;
    for (int corner = 0; corner < 4; corner++) {
        double x = corner & 1 ? box.x_max : box.x_min, y = corner & 2 ? box.y_max : box.y_min;
        cairo_matrix_transform_distance(&font->from_shaped, &x, &y);
        grow(&layout->size.ink, glyph->x + x, glyph->y + y, glyph->x + x, glyph->y + y);
    }
}

static void measure_run(kuril_text_layout *layout, const text_run *run)
{
    const text_font *font = &g_array_index(layout->fonts, text_font, run->font);
    for (size_t c = run->first_cluster; c < run->first_cluster + run->n_clusters; c++) {
        const text_cluster *cluster = &g_array_index(layout->clusters, text_cluster, c);
        if (run->missing)
            grow(&layout->size.ink, cluster->x, cluster->y - 0.75 * font->size_pt, cluster->x + cluster->advance,
                 cluster->y);
        for (size_t g = 0; !run->missing && g < cluster->n_glyphs; g++)
            grow_by_glyph(layout, font, &g_array_index(layout->glyphs, cairo_glyph_t, cluster->first_glyph + g));
    }
}

/* Between the letters of the first line and those of the last. */
static double letters_middle(const kuril_text_layout *layout)
{
    const text_line *first = &g_array_index(layout->lines, text_line, 0);
    const text_line *last = &g_array_index(layout->lines, text_line, layout->lines->len - 1);
    return (first->baseline + last->baseline - TEXT_MIDDLE_EM * (first->size_pt + last->size_pt)) / 2;
}

static kuril_text_layout *layout_make(kuril_fonts *fonts, const text_source *source)
{
    kuril_text_layout *layout = layout_new();
    layout->owner = fonts;
    layout->columns = source->format->mode == KURIL_TEXT_COLUMNS;
    GArray *ranges = g_array_new(FALSE, FALSE, sizeof(text_range));
    kuril_text_break_lines(fonts, source, ranges);
    const bool on_top = close_on_top(source, ranges);
    double y = 0;
    for (guint i = 0; i < ranges->len; i++)
        add_line(fonts, layout, source, g_array_index(ranges, text_range, i), on_top, &y);
    g_array_free(ranges, TRUE);
    justify_lines(layout, source->format->justify);
    layout->size.height_pt = y;
    layout->size.n_lines = layout->lines->len;
    layout->middle = on_top ? y / 2 : letters_middle(layout);
    layout->size.baseline_pt = g_array_index(layout->lines, text_line, 0).baseline;
    for (guint i = 0; i < layout->runs->len; i++)
        measure_run(layout, &g_array_index(layout->runs, text_run, i));
    for (guint i = 0; i < layout->images->len; i++) {
        const kuril_rect box = kuril_text_image_box(layout, i);
        grow(&layout->size.ink, box.x_min, box.y_min, box.x_max, box.y_max);
    }
    return layout;
}

/* ---- The cache. ---- */

static void key_number(GByteArray *key, double number)
{
    g_byte_array_append(key, (const guint8 *)&number, sizeof number);
}

/* With its end, which no text holds. */
static void key_text(GByteArray *key, const char *text)
{
    g_byte_array_append(key, (const guint8 *)(text ? text : ""), (guint)strlen(text ? text : "") + 1);
}

static GBytes *key_of(const kuril_text_span *spans, size_t n, const kuril_text_format *format)
{
    GByteArray *key = g_byte_array_sized_new(256);
    const double numbers[] = {format->max_width_pt,      format->within,  format->viewer_em_pt, format->line_height_em,
                              format->letter_spacing_em, format->justify, format->mode};
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        key_number(key, numbers[i]);
    for (size_t i = 0; i < n; i++) {
        const kuril_text_span *s = &spans[i];
        key_text(key, s->text);
        key_text(key, s->fonts);
        key_text(key, s->language);
        key_number(key, s->size_pt);
        key_number(key, s->baseline_shift_em);
        key_number(key, s->vertical);
        g_byte_array_append(key, (const guint8 *)&s->image, sizeof s->image);
        key_number(key, s->image ? s->image_scale : 0);
        key_number(key, s->color != NULL);
        if (s->color)
            g_byte_array_append(key, (const guint8 *)s->color, sizeof *s->color);
    }
    return g_byte_array_free_to_bytes(key);
}

static void source_init(text_source *source, const kuril_text_span *spans, size_t n, const kuril_text_format *format)
{
    *source = (text_source){.spans = spans, .n_spans = n, .format = format};
    source->text = g_string_new(NULL);
    source->ends = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t i = 0; i < n; i++) {
        char *plain = kuril_text_plain(spans[i].image ? TEXT_IMAGE : spans[i].text);
        g_string_append(source->text, g_strdelimit(plain, "\t", ' '));
        g_free(plain);
        const size_t end = source->text->len;
        g_array_append_val(source->ends, end);
    }
}

/* From the common families where they do; else, or when one has no glyph for a character, from all fonts. */
static kuril_status layout_choose(kuril_fonts *fonts, const text_source *source, kuril_text_layout **layout,
                                  kuril_error *error)
{
    bool common = true;
    for (size_t i = 0; i < source->n_spans && common; i++)
        common = kuril_fonts_are_common(fonts, source->spans[i].fonts);
    if (common && kuril_fonts_use(fonts, false, NULL) == KURIL_OK) {
        *layout = layout_make(fonts, source);
        if ((*layout)->missing->len == 0)
            return KURIL_OK;
        kuril_text_layout_free(*layout);
    }
    const kuril_status status = kuril_fonts_use(fonts, true, error);
    if (status == KURIL_OK)
        *layout = layout_make(fonts, source);
    return status;
}

static void source_finish(text_source *source)
{
    g_string_free(source->text, TRUE);
    g_array_free(source->ends, TRUE);
}

kuril_status kuril_text_layout_get(kuril_fonts *fonts, const kuril_text_span *spans, size_t n_spans,
                                   const kuril_text_format *format, const kuril_text_layout **layout,
                                   kuril_error *error)
{
    enum { SIZE_MAX_PT = 5000 };
    if (n_spans == 0)
        return kuril_fail(error, KURIL_E_ARGUMENT, "a text without spans");
    for (size_t i = 0; i < n_spans; i++)
        if (!(spans[i].size_pt > 0) || spans[i].size_pt > SIZE_MAX_PT)
            return kuril_fail(error, KURIL_E_DOMAIN, "text size of %g points: must be above 0 and at most %d",
                              spans[i].size_pt, SIZE_MAX_PT);
    GBytes *key = key_of(spans, n_spans, format);
    kuril_text_layout *found = g_hash_table_lookup(fonts->layouts, key);
    kuril_status status = KURIL_OK;
    if (found) {
        g_bytes_unref(key);
    } else {
        text_source source;
        source_init(&source, spans, n_spans, format);
        status = layout_choose(fonts, &source, &found, error);
        source_finish(&source);
        if (status == KURIL_OK)
            g_hash_table_insert(fonts->layouts, key, found);
        else
            g_bytes_unref(key);
    }
    *layout = found;
    return status;
}

void kuril_text_layout_line(const kuril_text_layout *layout, double y, double *x_min, double *x_max)
{
    double nearest = INFINITY;
    *x_min = layout->size.ink.x_min;
    *x_max = layout->size.ink.x_max;
    for (guint i = 0; i < layout->lines->len && !layout->columns; i++) {
        const text_line *line = &g_array_index(layout->lines, text_line, i);
        const double away = fabs(line->baseline - TEXT_MIDDLE_EM * line->size_pt - y);
        if (!(away < nearest) || line->width <= 0)
            continue;
        nearest = away;
        *x_min = line->x;
        *x_max = line->x + line->width;
    }
}

kuril_text_size kuril_text_layout_size(const kuril_text_layout *layout)
{
    kuril_text_size size = layout->size;
    if (layout->columns) {
        const kuril_rect ink = size.ink;
        size.ink = (kuril_rect){size.height_pt - ink.y_max, ink.x_min, size.height_pt - ink.y_min, ink.x_max};
        size.width_pt = layout->size.height_pt;
        size.height_pt = layout->size.width_pt;
    }
    return size;
}

const uint32_t *kuril_text_layout_missing(const kuril_text_layout *layout, size_t *count)
{
    *count = layout->missing->len;
    return (const uint32_t *)(void *)layout->missing->data;
}

const char *kuril_text_layout_text(const kuril_text_layout *layout)
{
    return layout->text->str;
}
