/*
 * Glyphs of one line, by Pango's parts rather than by its layout, which measures a pangram in every font and size that
 * it meets, for line heights that nobody here asks for: half of the time that 40 names take.
 */
#include "render/text_private.h"

#include <string.h>

static void free_runs(font_set *set)
{
    g_slist_free_full(set->runs, (GDestroyNotify)pango_glyph_item_free);
    set->runs = NULL;
}

void kuril_text_shape_forget(font_set *set)
{
    free_runs(set);
    set->shaped = NULL;
}

/* The text's attributes, those of the range alone and counted from its beginning. */
static PangoAttrList *attributes_within(const text_source *source, text_range range)
{
    PangoAttrList *list = pango_attr_list_copy(source->attributes);
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
static void find_breaks(font_set *set, const char *text, int length, GList *items)
{
    const glong characters = g_utf8_strlen(text, length);
    g_array_set_size(set->breaks, (guint)characters + 1);
    PangoLogAttr *breaks = (PangoLogAttr *)(void *)set->breaks->data;
    memset(breaks, 0, ((size_t)characters + 1) * sizeof *breaks);
    pango_default_break(text, length, NULL, breaks, (int)characters + 1);
    glong first = 0;
    for (GList *at = items; at; at = at->next) {
        PangoItem *item = at->data;
        pango_tailor_break(text + item->offset, item->length, &item->analysis, item->offset, breaks + first,
                           item->num_chars + 1);
        first += item->num_chars;
    }
}

const GSList *kuril_text_shape(kuril_fonts *fonts, const text_source *source, text_range range)
{
    font_set *set = fonts->set;
    /* What was broken into lines is often one, and need not be shaped again. */
    if (set->shaped == source && set->shaped_range.first == range.first && set->shaped_range.end == range.end)
        return set->runs;
    free_runs(set);
    set->shaped = source;
    set->shaped_range = range;
    const char *text = source->text->str + range.first;
    const int length = (int)(range.end - range.first);
    PangoAttrList *attributes = attributes_within(source, range);
    /* "Weak": of the first letter that has a direction, else left to right (rules P2 and P3 of UAX 9). */
    GList *items =
        pango_itemize_with_base_dir(set->context, PANGO_DIRECTION_WEAK_LTR, text, 0, length, attributes, NULL);
    find_breaks(set, text, length, items);
    set->runs = shape_items(source, range, items);
    g_list_free(items);
    pango_attr_list_unref(attributes);
    return set->runs;
}
