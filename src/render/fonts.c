/* The font map, and what spans ask of it. */
#include "core/diagnostics.h"
#include "render/text_private.h"
#include <ft2build.h>
#include FT_FREETYPE_H
#include <glib/gstdio.h>
#include <hb.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>

static void set_context(font_set *set)
{
    set->context = pango_font_map_create_context(set->map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(set->context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(set->context, 72);
    pango_context_set_round_glyph_positions(set->context, FALSE);
    pango_context_set_language(set->context, pango_language_from_string("en"));
    set->shapes = kuril_text_shapes_new();
}

/* KURIL_E_IO when there is none. */
static kuril_status set_make(font_set *set, bool all, kuril_error *error)
{
    FcConfig *config = kuril_font_config(all);
    const FcFontSet *known = config ? FcConfigGetFonts(config, FcSetSystem) : NULL;
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    kuril_status status = KURIL_OK;
    if (!map)
        status = kuril_fail(error, KURIL_E_UNSUPPORTED, "Pango was built without FreeType fonts");
    else if (!known || known->nfont == 0)
        status = kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_MACHINE,
                               "no fonts: fontconfig knows none (install fonts-noto-core)");
    if (status == KURIL_OK) {
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
        set->map = g_object_ref(map);
        set_context(set);
    }
    g_clear_object(&map);
    if (config)
        FcConfigDestroy(config);
    return status;
}

static void set_free(font_set *set)
{
    g_clear_pointer(&set->shapes, g_hash_table_unref);
    g_clear_object(&set->context);
    g_clear_object(&set->map);
}

kuril_status kuril_fonts_use(kuril_fonts *fonts, bool all, kuril_error *error)
{
    font_set *set = all ? &fonts->all : &fonts->common;
    const kuril_status status = set->map ? KURIL_OK : set_make(set, all, error);
    if (status == KURIL_OK)
        fonts->set = set;
    return status;
}

/* ---- Font names. ---- */

/* "Noto Sans Bold, Noto Sans CJK JP Bold": families in order, weight and slant of the first. */
static PangoFontDescription *description_of(const char *stack)
{
    PangoFontDescription *first = NULL;
    GString *families = g_string_new(NULL);
    char **names = g_strsplit(stack, ",", -1);
    for (char **name = names; *name; name++) {
        g_strstrip(*name);
        if (!**name)
            continue;
        PangoFontDescription *one = pango_font_description_from_string(*name);
        const char *family = pango_font_description_get_family(one);
        if (family)
            g_string_append_printf(families, "%s%s", families->len ? "," : "", family);
        if (first)
            pango_font_description_free(one);
        else
            first = one;
    }
    g_strfreev(names);
    if (!first)
        first = pango_font_description_new();
    pango_font_description_set_family(first, families->len ? families->str : "Noto Sans");
    g_string_free(families, TRUE);
    return first;
}

static bool are_common(const char *stack_families)
{
    char **families = g_strsplit(stack_families, ",", -1);
    bool are = true;
    for (char **family = families; *family && are; family++)
        are = kuril_font_is_common(*family);
    g_strfreev(families);
    return are;
}

/* What a style calls a font: families in order. */
typedef struct font_stack {
    PangoFontDescription *description; /* at TEXT_SHAPED_PT */
    bool common;
} font_stack;

static void stack_free(gpointer item)
{
    font_stack *stack = item;
    pango_font_description_free(stack->description);
    g_free(stack);
}

static const font_stack *stack_of(kuril_fonts *fonts, const char *name)
{
    const char *known = name ? name : "Noto Sans Regular";
    font_stack *stack = g_hash_table_lookup(fonts->stacks, known);
    if (stack)
        return stack;
    stack = g_new(font_stack, 1);
    stack->description = description_of(known);
    stack->common = are_common(pango_font_description_get_family(stack->description));
    pango_font_description_set_absolute_size(stack->description, TEXT_SHAPED_PT * PANGO_SCALE);
    g_hash_table_insert(fonts->stacks, g_strdup(known), stack);
    return stack;
}

bool kuril_fonts_are_common(kuril_fonts *fonts, const char *stack)
{
    return stack_of(fonts, stack)->common;
}

/* ---- All of it. ---- */

kuril_status kuril_fonts_new(kuril_fonts **fonts, kuril_error *error)
{
    kuril_fonts *f = g_new0(kuril_fonts, 1);
    f->layouts = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
                                       (GDestroyNotify)kuril_text_layout_free);
    f->stacks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, stack_free);
    kuril_status status = kuril_fonts_use(f, false, NULL);
    if (status == KURIL_E_IO)
        status = kuril_fonts_use(f, true, error); /* fonts, but none of those */
    if (status == KURIL_OK)
        *fonts = f;
    else
        kuril_fonts_free(f);
    return status;
}

void kuril_fonts_free(kuril_fonts *fonts)
{
    if (!fonts)
        return;
    g_hash_table_destroy(fonts->layouts);
    g_hash_table_destroy(fonts->stacks);
    kuril_text_outlines_free(fonts->outlines);
    set_free(&fonts->common);
    set_free(&fonts->all);
    g_free(fonts);
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The base names and sizes of all font files, whatever the order in which fontconfig finds them. */
static char *fonts_hash(void)
{
    FcConfig *config = kuril_font_config(true);
    const FcFontSet *known = config ? FcConfigGetFonts(config, FcSetSystem) : NULL;
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; known && i < known->nfont; i++) {
        FcChar8 *path = NULL;
        GStatBuf info;
        if (FcPatternGetString(known->fonts[i], FC_FILE, 0, &path) != FcResultMatch ||
            g_stat((const char *)path, &info))
            continue;
        char *base = g_path_get_basename((const char *)path);
        g_ptr_array_add(files, g_strdup_printf("%s %" G_GINT64_FORMAT "\n", base, (gint64)info.st_size));
        g_free(base);
    }
    g_ptr_array_sort(files, by_text);
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < files->len; i++)
        g_checksum_update(sum, g_ptr_array_index(files, i), -1);
    char *hash = g_strdup_printf("%.12s", g_checksum_get_string(sum));
    g_checksum_free(sum);
    g_ptr_array_free(files, TRUE);
    if (config)
        FcConfigDestroy(config);
    return hash;
}

char *kuril_render_versions(void)
{
    FT_Library freetype = NULL;
    FT_Int version[3] = {0, 0, 0};
    if (FT_Init_FreeType(&freetype) == 0)
        FT_Library_Version(freetype, &version[0], &version[1], &version[2]);
    FT_Done_FreeType(freetype);
    char *fonts = fonts_hash();
    char *text =
        g_strdup_printf("cairo %s, Pango %s, HarfBuzz %s, FreeType %d.%d.%d, fonts %s", cairo_version_string(),
                        pango_version_string(), hb_version_string(), version[0], version[1], version[2], fonts);
    g_free(fonts);
    return text;
}

void kuril_fonts_trim(kuril_fonts *fonts, size_t most)
{
    if (g_hash_table_size(fonts->layouts) > most)
        g_hash_table_remove_all(fonts->layouts);
}

/* ---- Languages. ---- */

static bool is_one_of(const char *language, const char *const *bases)
{
    for (; language && *bases; bases++) {
        const size_t n = strlen(*bases);
        if (g_ascii_strncasecmp(language, *bases, n) == 0 && !g_ascii_isalnum(language[n]))
            return true;
    }
    return false;
}

/*
 * The language that a character of a script is set in: the span's, if that is written in the script, else a fixed
 * one. Left to itself Pango would look at the environment. NULL: no opinion (digits, signs).
 */
static const char *language_of(GUnicodeScript script, const char *wanted)
{
    static const char *const han[] = {"ja", "zh", "ko", "yue", "lzh", NULL};
    static const char *const cyrillic[] = {"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", NULL};
    static const char *const other[] = {"ja", "zh", "ko", "yue", "lzh", "ru", "uk", "be", "bg", "mk", "el", NULL};
    switch (script) {
    case G_UNICODE_SCRIPT_HAN:
        return is_one_of(wanted, han) ? wanted : "ja";
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
        return "ja";
    case G_UNICODE_SCRIPT_HANGUL:
        return "ko";
    case G_UNICODE_SCRIPT_CYRILLIC:
        return is_one_of(wanted, cyrillic) ? wanted : "ru";
    case G_UNICODE_SCRIPT_COMMON:
    case G_UNICODE_SCRIPT_INHERITED:
        return NULL;
    case G_UNICODE_SCRIPT_LATIN:
        return wanted && !is_one_of(wanted, other) ? wanted : "en";
    default:
        return wanted;
    }
}

static void add_language(PangoAttrList *list, const char *language, size_t first, size_t end)
{
    if (!language || first >= end)
        return;
    PangoAttribute *attribute = pango_attr_language_new(pango_language_from_string(language));
    attribute->start_index = (guint)first;
    attribute->end_index = (guint)end;
    pango_attr_list_insert(list, attribute);
}

static void add_languages(PangoAttrList *list, const char *text, size_t first, size_t end, const char *wanted)
{
    const char *current = wanted ? wanted : "en";
    size_t from = first;
    for (const char *at = text + first; at < text + end; at = g_utf8_next_char(at)) {
        const char *language = language_of(g_unichar_get_script(g_utf8_get_char(at)), wanted);
        if (!language || strcmp(language, current) == 0)
            continue;
        add_language(list, current, from, (size_t)(at - text));
        from = (size_t)(at - text);
        current = language;
    }
    add_language(list, current, from, end);
}

/* ---- Attributes. ---- */

static void add(PangoAttrList *list, PangoAttribute *attribute, size_t first, size_t end)
{
    attribute->start_index = (guint)first;
    attribute->end_index = (guint)end;
    pango_attr_list_insert(list, attribute);
}

double kuril_text_span_height(const kuril_text_span *span)
{
    return span->image ? kuril_icon_height_pt(span->image) * span->image_scale : span->size_pt;
}

const char *kuril_text_features(const kuril_text_format *format)
{
    if (format->mode != KURIL_TEXT_HORIZONTAL)
        return "liga=0, clig=0, dlig=0, vert=1";
    return format->letter_spacing_em != 0 ? "liga=0, clig=0, dlig=0" : NULL;
}

PangoAttrList *kuril_text_attributes(kuril_fonts *fonts, const text_source *source)
{
    PangoAttrList *list = pango_attr_list_new();
    size_t first = 0;
    for (size_t i = 0; i < source->n_spans; i++) {
        const kuril_text_span *span = &source->spans[i];
        const size_t end = g_array_index(source->ends, size_t, i);
        if (first == end)
            continue;
        add(list, pango_attr_font_desc_new(stack_of(fonts, span->fonts)->description), first, end);
        add_languages(list, source->text->str, first, end, span->language);
        first = end;
    }
    const char *features = kuril_text_features(source->format);
    if (features)
        add(list, pango_attr_font_features_new(features), 0, source->text->len);
    return list;
}
