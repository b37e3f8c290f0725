#include "label/candidates.h"
#include "map/map_names.h"
#include "map/paint_parts.h"
#include "map/symbol.h"
#include "style/letter_case.h"
#include <math.h>
#include <string.h>

/* A font made for one language says so in its name (Noto Sans CJK SC): its letters take that language's forms. */
static const char *font_language(const char *stack, const char *otherwise)
{
    static const char *const says[][2] = {
        {"JP", "ja"}, {"SC", "zh-Hans"}, {"CN", "zh-Hans"}, {"TC", "zh-Hant"}, {"HK", "zh-HK"}, {"KR", "ko"}};
    for (const char *at = stack; *at; at += strcspn(at, " ,")) {
        at += strspn(at, " ,");
        for (size_t i = 0; i < G_N_ELEMENTS(says); i++)
            if (strcspn(at, " ,") == 2 && strncmp(at, says[i][0], 2) == 0)
                return says[i][1];
    }
    return otherwise;
}

/* ---- Whose forms Han characters take ---- */

/* "ja" or a Chinese tag; NULL for a language that is not written in Han characters. */
static const char *han_language(const kuril_map *map, const char *code)
{
    if (strcmp(code, "zh") == 0)
        return map->traditional_han ? "zh-Hant" : "zh-Hans";
    return strcmp(code, "ja") == 0 || g_str_has_prefix(code, "zh-") ? code : NULL;
}

/* The map's first (0) or second (1) language, as its style is told. */
static const char *map_han(const kuril_map *map, const kuril_sheet *sheet, int which)
{
    const kuril_value *lang = kuril_styling_state(sheet->styling, which == 0 ? "lang" : "lang2");
    return lang && lang->kind == KURIL_STRING ? han_language(map, lang->as.string) : NULL;
}

/* The language that a field is called after: `name_ja`, `name:zh-Hant`. NULL: none of these. */
static const char *field_han(const kuril_map *map, const char *field)
{
    const bool named = g_str_has_prefix(field, "name_") || g_str_has_prefix(field, "name:");
    return named ? han_language(map, field + strlen("name_")) : NULL;
}

/* The one language of Han characters in which the text is the feature's name, whole or a part of it; NULL: none or two. */
static const char *name_han(const kuril_map *map, const kuril_feature *feature, const char *text, bool whole)
{
    const char *found = NULL;
    for (size_t i = 0; i < feature->n_fields; i++) {
        const kuril_member *field = &feature->fields[i];
        const char *language = field->value.kind == KURIL_STRING ? field_han(map, field->name) : NULL;
        if (!language || (whole ? strcmp(field->value.as.string, text) != 0 : !strstr(field->value.as.string, text)))
            continue;
        if (found && strcmp(found, language) != 0)
            return NULL;
        found = language;
    }
    return found;
}

/*
 * A text that is the feature's name in Japanese or in Chinese takes that language's forms. One that is both, or neither,
 * takes those of the map: the first section of a label of its first language, the others of its second. A map in neither
 * follows the font's name, and else is Japanese.
 */
static const char *letter_language(const kuril_scene *scene, const kuril_sheet *sheet, const kuril_feature *feature,
                                   const char *stack, const char *text, size_t section)
{
    const kuril_map *map = scene->map;
    for (int whole = 1; whole >= 0 && *text; whole--) {
        const char *named = name_han(map, feature, text, whole);
        if (named)
            return named;
    }
    const char *first = map_han(map, sheet, 0), *second = map_han(map, sheet, 1);
    const char *own = section > 0 && second ? second : first ? first : second;
    return own ? own : font_language(stack, "ja");
}

static char *font_stack(const char *const *fonts, size_t n)
{
    GString *stack = g_string_new(NULL);
    for (size_t i = 0; i < n; i++)
        g_string_append_printf(stack, "%s%s", i ? ", " : "", fonts[i]);
    return g_string_free(stack, FALSE);
}

/* As the map's language writes it. */
static char *transform(const kuril_sheet *sheet, const char *text, int how)
{
    const kuril_value *lang = kuril_styling_state(sheet->styling, "lang");
    const char *language = lang && lang->kind == KURIL_STRING ? lang->as.string : "";
    if (how == KURIL_STYLE_TRANSFORM_UPPERCASE)
        return kuril_upper_case(text, language);
    return how == KURIL_STYLE_TRANSFORM_LOWERCASE ? kuril_lower_case(text, language) : g_strdup(text);
}

kuril_text_justify kuril_symbol_justify(kuril_style_anchor anchor)
{
    double x, y;
    kuril_label_anchor_corner((kuril_label_anchor)anchor, 0, 0, -1, -1, &x, &y);
    return x == 0 ? KURIL_JUSTIFY_LEFT : x == 1 ? KURIL_JUSTIFY_RIGHT : KURIL_JUSTIFY_CENTER;
}

static const double LEAST_WIDTH_EM = 1e-3; /* a width of 0 breaks wherever it may */

static kuril_text_format text_format(kuril_styling *s, const kuril_style_layer *layer, const kuril_feature *feature,
                                     double em_pt, bool along)
{
    static const kuril_text_justify justify[] = {[KURIL_STYLE_JUSTIFY_LEFT] = KURIL_JUSTIFY_LEFT,
                                                 [KURIL_STYLE_JUSTIFY_CENTER] = KURIL_JUSTIFY_CENTER,
                                                 [KURIL_STYLE_JUSTIFY_RIGHT] = KURIL_JUSTIFY_RIGHT};
    const int j = kuril_style_enum(s, layer, KURIL_TEXT_JUSTIFY, feature);
    const double width = kuril_style_number(s, layer, KURIL_TEXT_MAX_WIDTH, feature);
    return (kuril_text_format){.max_width_pt = along ? 0 : em_pt * fmax(width, LEAST_WIDTH_EM),
                               .line_height_em = kuril_style_number(s, layer, KURIL_TEXT_LINE_HEIGHT, feature),
                               .letter_spacing_em = kuril_style_number(s, layer, KURIL_TEXT_LETTER_SPACING, feature),
                               .justify = j == KURIL_STYLE_JUSTIFY_AUTO
                                              ? kuril_symbol_justify((kuril_style_anchor)kuril_style_enum(
                                                    s, layer, KURIL_TEXT_ANCHOR, feature))
                                          : j >= 0 ? justify[j]
                                                   : KURIL_JUSTIFY_CENTER};
}

enum { MOST_SECTIONS = 16, MOST_BYTES = 2000 };

/* Beyond these no map is meant: 3000 points are larger than a sheet of A0. */
static const double most_em_pt = 3000, most_halo_pt = 100, most_spacing_em = 100;

/* A number of a layer within its limit, the rest told once. */
static double limited(kuril_scene *scene, const kuril_style_layer *layer, const char *property, double value,
                      double most, const char *unit)
{
    if (fabs(value) <= most)
        return value;
    kuril_scene_warn_once(scene, layer, "%s of %g %s is taken for %g", property, value, unit, copysign(most, value));
    return copysign(most, value);
}

/* A label, not a book: cut at a character. */
static void cut_text(kuril_scene *scene, const kuril_style_layer *layer, char *text)
{
    if (strlen(text) <= MOST_BYTES)
        return;
    kuril_scene_warn_once(scene, layer, "a text of %zu bytes is cut to %d", strlen(text), MOST_BYTES);
    char *end = text + MOST_BYTES;
    while (end > text && ((unsigned char)*end & 0xC0) == 0x80)
        end--;
    *end = '\0';
}

static bool along_line(kuril_sheet *sheet, const kuril_style_layer *layer)
{
    return kuril_style_enum(sheet->styling, layer, KURIL_SYMBOL_PLACEMENT, NULL) != KURIL_STYLE_PLACEMENT_POINT;
}

static void report_missing(kuril_scene *scene, const kuril_style_layer *layer, const kuril_text_layout *text);

static const kuril_icon *image_of(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                                  const char *name)
{
    const kuril_icon *icon = kuril_icons_find(sheet->icons, name, scene->diagnostics);
    if (!icon && !kuril_scene_told_image(scene, name))
        kuril_scene_warn_once(scene, layer, "the style's sprite has no image '%s'", name);
    return icon;
}

/*
 * Whether the text also has, or has only, a form in vertical writing: at points where `text-writing-mode` has it, along
 * lines always. Its order is that of the modes.
 */
static bool writes_upright(kuril_styling *s, const kuril_style_layer *layer, kuril_symbol *symbol, bool along)
{
    enum { MOST_MODES = 8 };
    int modes[MOST_MODES];
    const size_t n = MIN(kuril_style_enums(s, layer, KURIL_TEXT_WRITING_MODE, NULL, modes, MOST_MODES), MOST_MODES);
    bool upright = along, lying = false;
    for (size_t i = 0; i < n; i++) {
        upright |= modes[i] == KURIL_STYLE_WRITING_VERTICAL;
        lying |= modes[i] == KURIL_STYLE_WRITING_HORIZONTAL;
    }
    symbol->upright_first = n > 0 && modes[0] == KURIL_STYLE_WRITING_VERTICAL;
    symbol->upright_only = upright && !lying && !along;
    return upright && symbol->text && kuril_text_stands(kuril_text_layout_text(symbol->text));
}

static bool has_ink(const kuril_text_layout *text)
{
    const kuril_rect ink = kuril_text_layout_size(text).ink;
    return ink.x_min <= ink.x_max && ink.y_min <= ink.y_max;
}

/* How the text gets smaller, from one of a symbol's sizes to the next. */
typedef struct size_step {
    double smaller;  /* the share of what it may lose of its size */
    double tracking; /* of the style's */
    bool narrow;     /* in lines no wider than the longest word, or in a column */
    double dearer;
} size_step;

static const size_step size_steps[KURIL_SYMBOL_SIZES] = {
    {0, 1, false, 0}, {0, 0.3, true, 1.5}, {0.5, 0.3, false, 4}, {1, 0.3, true, 8}};

/* The spans of a size; how many are left of them: a further language along a line goes when it is too small to be read. */
static size_t sized_spans(const kuril_scene *scene, const kuril_symbol *symbol, bool along, const kuril_text_span *spans,
                          size_t n, double scale, kuril_text_span sized[static MOST_SECTIONS])
{
    const bool thin = along || kuril_layer_says(symbol->layer, "kurilmap:overhang"); /* as names of waters are */
    const double least_pt = 9 * KURIL_PX * scene->theme.names * (1 - 1e-9);
    for (size_t i = 0; i < n; i++) {
        sized[i] = spans[i];
        sized[i].size_pt *= scale;
        if (!symbol->in_order && thin && i > 0 && sized[i].size_pt < least_pt && strcmp(spans[i - 1].text, "\n") == 0)
            return i - 1;
    }
    return n;
}

/* How wide the lines of a name are at least: its longest word and an "of" beside it, another language's characters whole. */
static kuril_status narrow_width(kuril_scene *scene, const kuril_text_span *spans, size_t n, kuril_text_format format,
                                 double *width_pt, kuril_error *error)
{
    const double beside = 1.3;
    const kuril_text_layout *text = NULL;
    *width_pt = 0;
    for (size_t i = 0; i < n; i++) {
        const bool whole = i > 0 && kuril_text_stands(spans[i].text);
        if (*spans[i].text == '\0' || *spans[i].text == '\n')
            continue;
        format.max_width_pt = whole ? 0 : spans[i].size_pt * LEAST_WIDTH_EM;
        const kuril_status status = kuril_text_layout_get(scene->fonts, &spans[i], 1, &format, &text, error);
        if (status != KURIL_OK)
            return status;
        *width_pt = fmax(*width_pt, (whole ? 1.02 : beside) * kuril_text_layout_size(text).width_pt);
    }
    return KURIL_OK;
}

/* The text in lines that are as narrow as its words let them be; a water's in a column where all of it can stand. */
static kuril_status lay_narrow(kuril_scene *scene, const kuril_text_span *spans, size_t n, kuril_text_format format,
                               bool column, const kuril_text_layout **out, kuril_error *error)
{
    kuril_status status = KURIL_OK;
    if (column && n == 1 && kuril_text_stands_whole(spans[0].text)) {
        format.max_width_pt = 0;
        format.mode = KURIL_TEXT_COLUMNS;
    } else {
        status = narrow_width(scene, spans, n, format, &format.max_width_pt, error);
    }
    return status == KURIL_OK ? kuril_text_layout_get(scene->fonts, spans, n, &format, out, error) : status;
}

/*
 * The text in the style's size and, where the layer lets it (`kurilmap:smaller`: the least share of that size), closer and
 * smaller ones that can still be read; with `kurilmap:level` (ems a line) each in lines, too.
 */
static kuril_status lay_sizes(kuril_scene *scene, const kuril_style_layer *layer, const kuril_text_span *spans, size_t n,
                              const kuril_text_format *format, kuril_symbol *symbol, kuril_error *error)
{
    const double least_pt = 8 * KURIL_PX * scene->theme.names;
    const double least = fmax(kuril_layer_number(layer, "kurilmap:smaller", 1), least_pt / symbol->em_pt);
    const double line_em = symbol->in_order ? 0 : kuril_layer_number(layer, "kurilmap:level", 0);
    const bool along = along_line(symbol->sheet, layer);
    const size_t count = !symbol->in_order && least < 1 ? KURIL_SYMBOL_SIZES : 1;
    kuril_text_span sized[MOST_SECTIONS];
    kuril_status status = KURIL_OK;
    symbol->n_sizes = 0;
    for (size_t k = 0; k < count && status == KURIL_OK; k++) {
        kuril_symbol_size *size = &symbol->sizes[symbol->n_sizes];
        const size_step *step = &size_steps[k];
        size->scale = 1 - (1 - least) * step->smaller;
        const size_t left = sized_spans(scene, symbol, along, spans, n, size->scale, sized);
        size->dearer = step->dearer + (left < n ? 12 : 0);
        kuril_text_format lines = *format;
        lines.max_width_pt *= size->scale;
        lines.letter_spacing_em *= step->tracking;
        status = kuril_text_layout_get(scene->fonts, sized, left, &lines, &size->text, error);
        if (status == KURIL_OK && along && !symbol->in_order && kuril_text_stands(kuril_text_layout_text(size->text))) {
            kuril_text_format upright = lines;
            upright.mode = KURIL_TEXT_VERTICAL;
            upright.justify = KURIL_JUSTIFY_LEFT;
            status = kuril_text_layout_get(scene->fonts, sized, left, &upright, &size->upright, error);
        }
        lines.max_width_pt = line_em * symbol->em_pt * size->scale;
        lines.justify = KURIL_JUSTIFY_CENTER;
        if (line_em > 0 && status == KURIL_OK)
            status = step->narrow ? lay_narrow(scene, sized, left, lines, along, &size->level, error)
                                  : kuril_text_layout_get(scene->fonts, sized, left, &lines, &size->level, error);
        const bool again = k > 0 && size->text == size[-1].text && size->level == size[-1].level; /* it has no tracking */
        symbol->n_sizes += !again;
    }
    return status;
}

static kuril_status look_text(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                              const kuril_feature *feature, kuril_symbol *symbol, kuril_error *error)
{
    kuril_styling *s = kuril_symbol_layout(symbol);
    symbol->em_pt = kuril_layer_points(sheet, layer, KURIL_TEXT_SIZE, feature);
    if (!(symbol->em_pt > 0))
        return KURIL_OK;
    symbol->em_pt = limited(scene, layer, "text-size", symbol->em_pt * scene->theme.names, most_em_pt, "points");
    const char *const *fonts = NULL;
    const size_t n_fonts = kuril_style_strings(s, layer, KURIL_TEXT_FONT, feature, &fonts);
    char *stack = font_stack(fonts, n_fonts);
    const int how = kuril_style_enum(s, layer, KURIL_TEXT_TRANSFORM, feature);
    const kuril_style_section *sections = NULL;
    const size_t n = MIN(kuril_style_formatted(s, layer, KURIL_TEXT_FIELD, feature, &sections), MOST_SECTIONS);
    static const kuril_text_vertical verticals[] = {[KURIL_STYLE_VERTICAL_BOTTOM] = KURIL_VERTICAL_BOTTOM,
                                                    [KURIL_STYLE_VERTICAL_CENTER] = KURIL_VERTICAL_CENTER,
                                                    [KURIL_STYLE_VERTICAL_TOP] = KURIL_VERTICAL_TOP};
    kuril_text_span spans[MOST_SECTIONS];
    char *texts[MOST_SECTIONS], *stacks[MOST_SECTIONS];
    kuril_rgba colors[MOST_SECTIONS];
    size_t letters = 0;
    for (size_t i = 0; i < n; i++) {
        texts[i] = transform(sheet, sections[i].text, how);
        cut_text(scene, layer, texts[i]);
        stacks[i] = sections[i].fonts ? font_stack(sections[i].fonts, sections[i].n_fonts) : g_strdup(stack);
        const char *language = letter_language(scene, sheet, feature, stacks[i], sections[i].text, i);
        if (sections[i].fonts)
            language = font_language(stacks[i], language);
        const kuril_style_rgba c = sections[i].color;
        colors[i] = (kuril_rgba){c.r, c.g, c.b, c.a};
        spans[i] = (kuril_text_span){.text = texts[i],
                                     .fonts = stacks[i],
                                     .language = language,
                                     .size_pt = limited(scene, layer, "font-scale: a text-size",
                                                        symbol->em_pt * sections[i].scale, most_em_pt, "points"),
                                     .color = sections[i].has_color ? &colors[i] : NULL};
        spans[i].vertical = verticals[sections[i].vertical_align];
        if (sections[i].image) {
            spans[i].image = image_of(scene, sheet, layer, sections[i].image);
            spans[i].image_scale = sections[i].scale;
        }
        letters += strlen(texts[i]) + (spans[i].image != NULL);
    }
    kuril_status status = KURIL_OK;
    if (letters > 0) {
        kuril_text_format format = text_format(s, layer, feature, symbol->em_pt, along_line(sheet, layer));
        format.letter_spacing_em =
            limited(scene, layer, "text-letter-spacing", format.letter_spacing_em, most_spacing_em, "em");
        format.viewer_em_pt = symbol->in_order ? symbol->em_pt : 0;
        status = lay_sizes(scene, layer, spans, n, &format, symbol, error);
        symbol->text = symbol->sizes[0].text;
        symbol->level = symbol->sizes[0].level;
        const bool justify_each = kuril_style_enum(s, layer, KURIL_TEXT_JUSTIFY, feature) == KURIL_STYLE_JUSTIFY_AUTO &&
                                  symbol->text && kuril_text_layout_size(symbol->text).n_lines > 1;
        for (int j = KURIL_JUSTIFY_CENTER; j <= KURIL_JUSTIFY_RIGHT && justify_each && status == KURIL_OK; j++) {
            format.justify = (kuril_text_justify)j;
            status = kuril_text_layout_get(scene->fonts, spans, n, &format, &symbol->justified[j], error);
        }
        if (status == KURIL_OK && writes_upright(s, layer, symbol, along_line(sheet, layer))) {
            format.mode = along_line(sheet, layer) ? KURIL_TEXT_VERTICAL : KURIL_TEXT_COLUMNS;
            format.justify = KURIL_JUSTIFY_LEFT;
            status = kuril_text_layout_get(scene->fonts, spans, n, &format, &symbol->upright, error);
        }
    }
    if (symbol->text && !has_ink(symbol->text)) { /* a text of blanks is no label */
        symbol->text = symbol->upright = symbol->level = NULL;
        memset(symbol->justified, 0, sizeof symbol->justified);
        symbol->sizes[0] = (kuril_symbol_size){.scale = 1};
        symbol->n_sizes = 1;
    }
    for (size_t i = 0; i < n; i++) {
        g_free(texts[i]);
        g_free(stacks[i]);
    }
    g_free(stack);
    if (symbol->text)
        report_missing(scene, layer, symbol->text);
    return status;
}

static void report_missing(kuril_scene *scene, const kuril_style_layer *layer, const kuril_text_layout *text)
{
    size_t n = 0;
    const uint32_t *missing = kuril_text_layout_missing(text, &n);
    for (size_t i = 0; i < n; i++)
        kuril_scene_warn_once(scene, layer, "no font has U+%04X, in '%s': drawn as a box", (unsigned)missing[i],
                              kuril_text_layout_text(text));
}

static void look_text_paint(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                            const kuril_feature *feature, kuril_symbol *symbol)
{
    symbol->text_paint = (kuril_text_paint){
        .color = kuril_layer_color(sheet, layer, KURIL_TEXT_COLOR, KURIL_TEXT_OPACITY, feature),
        .halo_color = kuril_layer_color(sheet, layer, KURIL_TEXT_HALO_COLOR, KURIL_TEXT_OPACITY, feature),
        .halo_width_pt = limited(scene, layer, "text-halo-width",
                                 kuril_layer_points(sheet, layer, KURIL_TEXT_HALO_WIDTH, feature) * scene->theme.names,
                                 most_halo_pt, "points"),
        .halo_blur_pt = kuril_layer_points(sheet, layer, KURIL_TEXT_HALO_BLUR, feature)};
    kuril_layer_translation(scene, sheet, layer, KURIL_TEXT_TRANSLATE, KURIL_TEXT_TRANSLATE_ANCHOR, &symbol->text_dx,
                            &symbol->text_dy);
}

static void look_icon(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                      const kuril_feature *feature, kuril_symbol *symbol)
{
    kuril_styling *s = sheet->styling;
    const char *name = kuril_style_image(s, layer, KURIL_ICON_IMAGE, feature);
    if (!name || !*name)
        return;
    symbol->icon = image_of(scene, sheet, layer, name);
    if (!symbol->icon)
        return;
    const double size = kuril_style_number(s, layer, KURIL_ICON_SIZE, feature) * scene->theme.names;
    const double opacity = kuril_style_number(s, layer, KURIL_ICON_OPACITY, feature);
    symbol->icon_paint = (kuril_icon_paint){
        .scale_x = size,
        .scale_y = size,
        .angle_deg = kuril_style_number(s, layer, KURIL_ICON_ROTATE, feature),
        .opacity = opacity,
        .tint = kuril_layer_color(sheet, layer, KURIL_ICON_COLOR, KURIL_ICON_OPACITY, feature),
        .halo_color = kuril_layer_color(sheet, layer, KURIL_ICON_HALO_COLOR, KURIL_ICON_OPACITY, feature),
        .halo_width_pt = kuril_layer_points(sheet, layer, KURIL_ICON_HALO_WIDTH, feature) * scene->theme.names};
    kuril_layer_translation(scene, sheet, layer, KURIL_ICON_TRANSLATE, KURIL_ICON_TRANSLATE_ANCHOR, &symbol->icon_dx,
                            &symbol->icon_dy);
    symbol->icon_paint.halo_blur_pt = kuril_layer_points(sheet, layer, KURIL_ICON_HALO_BLUR, feature);
    if (kuril_icon_is_tintable(symbol->icon) && opacity > 0)
        symbol->icon_paint.opacity = 1; /* it is in the colours */
}

bool kuril_symbol_look(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                       const kuril_feature *feature, kuril_symbol *symbol, kuril_error *error)
{
    *symbol = (kuril_symbol){.sheet = sheet,
                             .layer = layer,
                             .in_order = scene->map->style_view,
                             .sizes = {{.scale = 1}},
                             .n_sizes = 1,
                             .chosen = -1};
    if (look_text(scene, sheet, layer, feature, symbol, error) != KURIL_OK)
        return false;
    look_text_paint(scene, sheet, layer, feature, symbol);
    look_icon(scene, sheet, layer, feature, symbol);
    const double key = kuril_style_number(sheet->styling, layer, KURIL_SYMBOL_SORT_KEY, feature);
    symbol->sort_key = isnan(key) ? 0 : key;
    return symbol->text || symbol->icon;
}
