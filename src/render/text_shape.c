/*
 * Glyphs of one line, by Pango's parts rather than by its layout, which measures a pangram in every font and size that
 * it meets, for line heights that nobody here asks for: half of the time that 40 names take.
 */
#include "render/text_private.h"

#include <string.h>

static void shape_free(gpointer item)
{
    text_shape *shape = item;
    g_slist_free_full(shape->runs, (GDestroyNotify)pango_glyph_item_free);
    g_array_unref(shape->breaks);
    g_free(shape);
}

GHashTable *kuril_text_shapes_new(void)
{
    return g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, shape_free);
}

/* The text's attributes, those of the range alone and counted from its beginning. */
static PangoAttrList *attributes_within(kuril_fonts *fonts, const text_source *source, text_range range)
{
    PangoAttrList *list = kuril_text_attributes(fonts, source);
    pango_attr_list_update(list, (int)range.end, (int)(source->text->len - range.end), 0);
    pango_attr_list_update(list, 0, (int)range.first, 0);
    return list;
}

/* The image's place among the letters: a glyph that is nothing but wide. */
static void shape_image(const kuril_text_span *span, PangoGlyphString *glyphs)
{
    const double width = kuril_icon_width_pt(span->image) * span->image_scale;
    pango_glyph_string_set_size(glyphs, 1);
    glyphs->glyphs[0] = (PangoGlyphInfo){.glyph = PANGO_GLYPH_EMPTY};
    glyphs->glyphs[0].geometry.width = (PangoGlyphUnit)(width * PANGO_SCALE);
    glyphs->glyphs[0].attr.is_cluster_start = 1;
    glyphs->log_clusters[0] = 0;
}

double kuril_text_unit(const kuril_text_span *span)
{
    return (span->image ? 1 : span->size_pt / TEXT_SHAPED_PT) / PANGO_SCALE;
}

/* Takes the item over. */
static PangoGlyphItem *shape_item(const text_source *source, text_range range, PangoItem *item)
{
    const size_t byte = range.first + (size_t)item->offset;
    const kuril_text_span *span = &source->spans[kuril_text_span_at(source, byte)];
    PangoGlyphItem *run = g_slice_new0(PangoGlyphItem);
    run->item = item;
    run->glyphs = pango_glyph_string_new();
    if (span->image)
        shape_image(span, run->glyphs);
    else
        pango_shape_item(item, source->text->str + range.first, (int)(range.end - range.first), NULL, run->glyphs,
                         PANGO_SHAPE_NONE);
    return run;
}

/* As they stand on the line, from the left. */
static GSList *shape_items(const text_source *source, text_range range, GList *items)
{
    GList *visual = pango_reorder_items(items);
    GSList *runs = NULL;
    for (GList *item = visual; item; item = item->next)
        runs = g_slist_prepend(runs, shape_item(source, range, item->data));
    g_list_free(visual);
    return g_slist_reverse(runs);
}

/* Where lines may break, by the Unicode rules and those of each item's language. */
static GArray *find_breaks(const char *text, int length, GList *items)
{
    const glong characters = g_utf8_strlen(text, length);
    GArray *found = g_array_sized_new(FALSE, TRUE, sizeof(PangoLogAttr), (guint)characters + 1);
    g_array_set_size(found, (guint)characters + 1);
    PangoLogAttr *breaks = (PangoLogAttr *)(void *)found->data;
    pango_default_break(text, length, NULL, breaks, (int)characters + 1);
    glong first = 0;
    for (GList *at = items; at; at = at->next) {
        PangoItem *item = at->data;
        pango_tailor_break(text + item->offset, item->length, &item->analysis, item->offset, breaks + first,
                           item->num_chars + 1);
        first += item->num_chars;
    }
    return found;
}

static text_shape *shape_line(kuril_fonts *fonts, const text_source *source, text_range range)
{
    const char *text = source->text->str + range.first;
    const int length = (int)(range.end - range.first);
    PangoAttrList *attributes = attributes_within(fonts, source, range);
    /* "Weak": of the first letter that has a direction, else left to right (rules P2 and P3 of UAX 9). */
    GList *items =
        pango_itemize_with_base_dir(fonts->set->context, PANGO_DIRECTION_WEAK_LTR, text, 0, length, attributes, NULL);
    text_shape *shape = g_new(text_shape, 1);
    shape->breaks = find_breaks(text, length, items);
    shape->runs = shape_items(source, range, items);
    g_list_free(items);
    pango_attr_list_unref(attributes);
    return shape;
}

static void key_add(GByteArray *key, const void *data, size_t size)
{
    g_byte_array_append(key, data, (guint)size);
}

static void key_text(GByteArray *key, const char *text)
{
    key_add(key, text ? text : "", text ? strlen(text) + 1 : 1);
}

/* All that decides: not the sizes, which come after. */
static GBytes *key_of(const text_source *source, text_range range)
{
    GByteArray *key = g_byte_array_sized_new(256);
    key_add(key, &range, sizeof range);
    key_text(key, kuril_text_features(source->format));
    key_add(key, source->ends->data, source->n_spans * sizeof(size_t));
    key_add(key, source->text->str, source->text->len);
    for (size_t i = 0; i < source->n_spans; i++) {
        const kuril_text_span *span = &source->spans[i];
        key_text(key, span->fonts);
        key_text(key, span->language);
        const double image_pt = span->image ? kuril_icon_width_pt(span->image) * span->image_scale : -1;
        key_add(key, &image_pt, sizeof image_pt);
    }
    return g_byte_array_free_to_bytes(key);
}

const text_shape *kuril_text_shape(kuril_fonts *fonts, const text_source *source, text_range range)
{
    enum { MOST = 256 }; /* a text is set in its sizes one after the other */
    GHashTable *shapes = fonts->set->shapes;
    GBytes *key = key_of(source, range);
    text_shape *shape = g_hash_table_lookup(shapes, key);
    if (shape) {
        g_bytes_unref(key);
        return shape;
    }
    if (g_hash_table_size(shapes) >= MOST)
        g_hash_table_remove_all(shapes);
    shape = shape_line(fonts, source, range);
    g_hash_table_insert(shapes, key, shape);
    return shape;
}
