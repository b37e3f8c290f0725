#include "map/legend_build.h"

#include "geom/geometry_buffer.h"
#include "geom/ring.h"
#include "map/legend_numbers.h"
#include "map/map_names.h"
#include "map/paint_parts.h"
#include "map/sheet.h"
#include "map/symbol.h"
#include <math.h>
#include <string.h>

/* One line to be: a layer with the properties of a sample feature. */
typedef struct sample {
    kuril_scene *scene;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    const char *label, *second;
    const char *kind; /* of geometry that it stands for; NULL: any */
    bool heading;     /* over the samples that follow */
    kuril_feature feature;
    kuril_geometry geometry; /* an empty one, of the sample */
    bool seen;
} sample;

struct kuril_legend_list {
    GPtrArray *samples; /* all, owned */
    GPtrArray *numbers; /* of GPtrArray: what numbered entries need */
    GArray *entries;    /* kuril_legend_entry of those seen */
    const char *ramp_label, *ramp_second;
    const char *second_language;
    GArray *ramp_colors;    /* kuril_rgba */
    GPtrArray *ramp_limits; /* borrowed texts */
    kuril_chain *chain;     /* while it is being built; ends in the page */
    kuril_geometry_buffer page;
};

static const kuril_value *member(const kuril_value *object, const char *name)
{
    if (!object || object->kind != KURIL_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->as.object.count; i++)
        if (strcmp(object->as.object.members[i].name, name) == 0)
            return &object->as.object.members[i].value;
    return NULL;
}

/* In the map's second language, on pages that have room for it. */
static const char *second_words_in(const kuril_scene *scene, const kuril_value *object)
{
    const kuril_map *map = scene->map;
    const double least_px = 560; /* of the page's shorter side */
    if (map->n_languages < 2 || fmin(map->width_px, map->height_px) < least_px)
        return NULL;
    const kuril_value *text = member(object, kuril_language_code(map->languages[1]));
    return text && text->kind == KURIL_STRING ? text->as.string : NULL;
}

/* In the map's language, else in English, else in any. */
static const char *words_in(const kuril_scene *scene, const kuril_value *object)
{
    const kuril_value *text = member(object, kuril_language_code(scene->map->languages[0]));
    if (!text)
        text = member(object, "en");
    return text && text->kind == KURIL_STRING ? text->as.string : NULL;
}

static bool same_fill(sample *s, const kuril_feature *feature)
{
    const kuril_fill_look a = kuril_fill_look_of(s->sheet, s->layer, feature);
    char *pattern = g_strdup(a.pattern);
    const kuril_fill_look b = kuril_fill_look_of(s->sheet, s->layer, &s->feature);
    const bool same = kuril_same_color(a.color, b.color) && g_strcmp0(pattern, b.pattern) == 0;
    g_free(pattern);
    return same;
}

static bool same_line(sample *s, const kuril_feature *feature)
{
    const kuril_line_look a = kuril_line_look_of(s->sheet, s->layer, feature);
    const kuril_line_look b = kuril_line_look_of(s->sheet, s->layer, &s->feature);
    return kuril_same_color(a.stroke.paint.color, b.stroke.paint.color) && a.stroke.width_pt == b.stroke.width_pt &&
           a.stroke.n_dashes == b.stroke.n_dashes;
}

static bool same_circle(sample *s, const kuril_feature *feature)
{
    const kuril_circle_look a = kuril_circle_look_of(s->sheet, s->layer, feature);
    const kuril_circle_look b = kuril_circle_look_of(s->sheet, s->layer, &s->feature);
    return kuril_same_color(a.color, b.color) && a.radius_pt == b.radius_pt;
}

static bool same_symbol(sample *s, const kuril_feature *feature)
{
    char *a = g_strdup(kuril_style_image(s->sheet->styling, s->layer, KURIL_ICON_IMAGE, feature));
    const bool same = g_strcmp0(a, kuril_style_image(s->sheet->styling, s->layer, KURIL_ICON_IMAGE, &s->feature)) == 0;
    g_free(a);
    return same;
}

/* A sample can tell features apart by their kind of geometry, which overlays of users' data do. */
static bool same_kind(const sample *s, const kuril_feature *feature)
{
    static const char *const kinds[] = {
        [KURIL_POINT] = "Point", [KURIL_LINE] = "LineString", [KURIL_POLYGON] = "Polygon"};
    return !s->kind ||
           (feature->geometry->n_parts > 0 && strcmp(kinds[feature->geometry->parts[0].kind], s->kind) == 0);
}

static bool looks_like(sample *s, const kuril_feature *feature)
{
    if (s->heading || !same_kind(s, feature))
        return false;
    switch (s->layer->type) {
    case KURIL_LAYER_FILL:
        return same_fill(s, feature);
    case KURIL_LAYER_LINE:
        return same_line(s, feature);
    case KURIL_LAYER_CIRCLE:
        return same_circle(s, feature);
    case KURIL_LAYER_SYMBOL:
        return same_symbol(s, feature);
    default:
        return true;
    }
}

typedef struct survey {
    kuril_legend_list *list;
    guint first, last;  /* samples of the layer */
    kuril_chain *chain; /* ends in the page */
    kuril_geometry_buffer *page;
} survey;

/* Some part of the feature is seen on the page; of an area, more than a speck (the clip may leave slivers). */
static bool on_page(const survey *v, const kuril_feature *feature, bool hatched)
{
    const double speck_pt2 = hatched ? 60 : 4; /* a pattern takes room to be one */
    kuril_geometry_buffer_reset(v->page);
    if (kuril_geometry_walk(feature->geometry, kuril_chain_first(v->chain)) != KURIL_OK)
        kuril_chain_reset(v->chain);
    const kuril_geometry page = kuril_geometry_buffer_view(v->page);
    double area = 0;
    for (size_t i = 0; i < page.n_parts; i++) {
        if (page.parts[i].kind != KURIL_POLYGON)
            return true;
        for (size_t r = 0; r < page.parts[i].count; r++) {
            const kuril_ring ring = page.rings[page.parts[i].first + r];
            area += ring.count ? kuril_ring_area(page.points + ring.first, ring.count) : 0;
        }
    }
    return area > speck_pt2;
}

static bool has_pattern(sample *s)
{
    return s->layer->type == KURIL_LAYER_FILL && kuril_fill_look_of(s->sheet, s->layer, &s->feature).pattern;
}

static kuril_status look_at(void *user, const kuril_feature *feature)
{
    const survey *v = user;
    for (guint i = v->first; i < v->last; i++) {
        sample *s = v->list->samples->pdata[i];
        if (!s->seen && looks_like(s, feature))
            s->seen = on_page(v, feature, has_pattern(s));
    }
    return KURIL_OK;
}

static sample *add_sample(kuril_legend_list *list, kuril_scene *scene, kuril_sheet *sheet,
                          const kuril_style_layer *layer, const kuril_value *entry)
{
    static const kuril_geometry empty = {0};
    sample *s = g_new0(sample, 1);
    *s = (sample){.scene = scene,
                  .sheet = sheet,
                  .layer = layer,
                  .label = words_in(scene, entry),
                  .second = second_words_in(scene, entry)};
    const kuril_value *properties = member(entry, "properties");
    s->feature = (kuril_feature){.id = -1, .geometry = &empty};
    if (properties && properties->kind == KURIL_OBJECT) {
        s->feature.fields = properties->as.object.members;
        s->feature.n_fields = properties->as.object.count;
    }
    const kuril_value *kind = member(entry, "kurilmap:kind"), *heading = member(entry, "kurilmap:heading");
    s->kind = kind && kind->kind == KURIL_STRING ? kind->as.string : NULL;
    s->heading = heading && heading->kind == KURIL_BOOL && heading->as.boolean;
    g_ptr_array_add(list->samples, s);
    return s;
}

/* A fill layer below the sample's that paints the same features, as a tint does below its hatching. */
static bool is_tint_below(const sample *s, const kuril_style_layer *below)
{
    return below->type == KURIL_LAYER_FILL && below->source == s->layer->source &&
           g_strcmp0(below->source_layer, s->layer->source_layer) == 0 &&
           kuril_styling_visible(s->sheet->styling, below) &&
           kuril_styling_accepts(s->sheet->styling, below, &s->feature);
}

/* What shows through a fill: the tints below it, or water. */
static void draw_ground(const sample *s, kuril_canvas *canvas)
{
    bool tinted = false;
    for (size_t i = 0; i < s->layer->index; i++) {
        const kuril_style_layer *below = kuril_style_layer_at(s->sheet->style, i);
        if (!is_tint_below(s, below))
            continue;
        const kuril_fill_look look = kuril_fill_look_of(s->sheet, below, &s->feature);
        kuril_fill_look_paint(canvas, s->sheet, &look);
        tinted = true;
    }
    if (!tinted)
        kuril_canvas_fill(canvas, KURIL_FILL_NONZERO, &(kuril_paint){s->scene->theme.sea, NULL});
}

static void draw_fill(const sample *s, kuril_canvas *canvas, const kuril_rect *swatch)
{
    const kuril_fill_look look = kuril_fill_look_of(s->sheet, s->layer, &s->feature);
    kuril_canvas_new_path(canvas);
    kuril_canvas_rectangle(canvas, swatch);
    if (s->sheet == &s->scene->sheets[KURIL_SHEET_MAP] && (look.pattern || look.color.a < 1))
        draw_ground(s, canvas);
    kuril_fill_look_paint(canvas, s->sheet, &look);
    const kuril_stroke edge = {.paint = {s->scene->theme.rule, NULL}, .width_pt = 0.4};
    kuril_canvas_stroke(canvas, &edge);
}

/* Stretches or shrinks dashes so that the first of them begins and ends the key, which holds one and a half periods at
   least: a piece of a pattern looks like another line. */
static void fit_dashes(kuril_stroke *stroke, double width_pt)
{
    double period = 0;
    for (size_t i = 0; i < stroke->n_dashes; i++)
        period += stroke->dashes[i];
    if (!(period > 0))
        return;
    const double first = stroke->dashes[0], least = 2 * first < period ? 2 : 1;
    const double periods = fmax(round((width_pt - first) / period), least);
    const double scale = width_pt / (periods * period + first);
    for (size_t i = 0; i < stroke->n_dashes; i++)
        stroke->dashes[i] *= scale;
    stroke->dash_phase = 0;
}

static void draw_line(const sample *s, kuril_canvas *canvas, const kuril_rect *swatch)
{
    kuril_line_look look = kuril_line_look_of(s->sheet, s->layer, &s->feature);
    /* In the middle of a row of pixels, and as wide at least: half of one looks fainter than on the map. */
    const double y = (floor((swatch->y_min + swatch->y_max) / 2 / KURIL_PX) + 0.5) * KURIL_PX;
    look.stroke.width_pt = fmax(look.stroke.width_pt, KURIL_PX);
    fit_dashes(&look.stroke, swatch->x_max - swatch->x_min);
    kuril_canvas_new_path(canvas);
    kuril_canvas_move_to(canvas, swatch->x_min, y);
    kuril_canvas_line_to(canvas, swatch->x_max, y);
    kuril_canvas_stroke(canvas, &look.stroke);
}

static void draw_circle(const sample *s, kuril_canvas *canvas, const kuril_rect *swatch)
{
    const kuril_circle_look look = kuril_circle_look_of(s->sheet, s->layer, &s->feature);
    kuril_circle_look_draw(canvas, &look, (swatch->x_min + swatch->x_max) / 2, (swatch->y_min + swatch->y_max) / 2);
}

static void draw_icon(const sample *s, kuril_canvas *canvas, const kuril_rect *swatch)
{
    kuril_symbol symbol;
    if (!kuril_symbol_look(s->scene, s->sheet, s->layer, &s->feature, &symbol, NULL) || !symbol.icon)
        return;
    kuril_icon_paint paint = symbol.icon_paint;
    const double height = kuril_icon_height_pt(symbol.icon) * paint.scale_y;
    const double shrink = fmin(1, (swatch->y_max - swatch->y_min) * 1.25 / fmax(height, 1));
    paint.scale_x *= shrink;
    paint.scale_y *= shrink;
    paint.x = (swatch->x_min + swatch->x_max) / 2;
    paint.y = (swatch->y_min + swatch->y_max) / 2;
    kuril_icon_draw(canvas, symbol.icon, &paint);
}

static void draw_sample(void *user, kuril_canvas *canvas, const kuril_rect *swatch)
{
    const sample *s = user;
    switch (s->layer->type) {
    case KURIL_LAYER_FILL:
        draw_fill(s, canvas, swatch);
        break;
    case KURIL_LAYER_LINE:
        draw_line(s, canvas, swatch);
        break;
    case KURIL_LAYER_CIRCLE:
        draw_circle(s, canvas, swatch);
        break;
    case KURIL_LAYER_SYMBOL:
        draw_icon(s, canvas, swatch);
        break;
    default:
        break;
    }
}

/* A heading is there with the first of what it stands over. */
static bool is_shown(const kuril_legend_list *list, guint i)
{
    const sample *s = list->samples->pdata[i];
    bool seen = s->seen;
    for (guint k = i + 1; s->heading && k < list->samples->len && !((sample *)list->samples->pdata[k])->heading; k++)
        seen |= ((sample *)list->samples->pdata[k])->seen;
    return seen && s->label;
}

static void add_seen(kuril_legend_list *list, guint first)
{
    for (guint i = first; i < list->samples->len; i++) {
        sample *s = list->samples->pdata[i];
        if (!is_shown(list, i))
            continue;
        const kuril_legend_entry entry = {s->label, s->heading ? NULL : draw_sample, s, s->second};
        bool again = false; /* a name that several layers share stands once, drawn as the first of them */
        for (guint k = 0; k < list->entries->len; k++)
            again |= strcmp(g_array_index(list->entries, kuril_legend_entry, k).label, s->label) == 0;
        if (!again)
            g_array_append_val(list->entries, entry);
    }
}

static kuril_status survey_layer(kuril_legend_list *list, kuril_scene *scene, kuril_sheet *sheet,
                                 const kuril_style_layer *layer, const kuril_value *entries, kuril_error *error)
{
    survey v = {.list = list, .first = list->samples->len, .chain = list->chain, .page = &list->page};
    for (size_t i = 0; i < entries->as.array.count; i++)
        add_sample(list, scene, sheet, layer, &entries->as.array.items[i]);
    v.last = list->samples->len;
    const kuril_status status = kuril_scene_features(scene, sheet, layer, KURIL_PROPERTY_COUNT, look_at, &v, error);
    add_seen(list, v.first);
    return status;
}

static kuril_status survey_ramp(kuril_legend_list *list, kuril_scene *scene, kuril_sheet *sheet,
                                const kuril_style_layer *layer, const kuril_value *ramp, kuril_error *error)
{
    const kuril_value *steps = member(ramp, "steps");
    if (list->ramp_label || !steps || steps->kind != KURIL_ARRAY || !words_in(scene, ramp))
        return KURIL_OK;
    survey v = {.list = list, .first = list->samples->len, .chain = list->chain, .page = &list->page};
    for (size_t i = 0; i < steps->as.array.count; i++)
        add_sample(list, scene, sheet, layer, &steps->as.array.items[i]);
    v.last = list->samples->len;
    const kuril_status status = kuril_scene_features(scene, sheet, layer, KURIL_PROPERTY_COUNT, look_at, &v, error);
    guint deepest = v.first; /* the strip ends with the deepest step on the page */
    for (guint i = v.first; i < v.last; i++)
        if (((sample *)list->samples->pdata[i])->seen)
            deepest = i + 1;
    if (deepest - v.first < 2)
        return status;
    list->ramp_label = words_in(scene, ramp);
    list->ramp_second = second_words_in(scene, ramp);
    for (guint i = v.first; i < deepest; i++) {
        sample *s = list->samples->pdata[i];
        const kuril_rgba color = kuril_fill_look_of(sheet, layer, &s->feature).color;
        const kuril_value *limit = member(&steps->as.array.items[i - v.first], "limit");
        g_array_append_val(list->ramp_colors, color);
        g_ptr_array_add(list->ramp_limits,
                        (gpointer)(guintptr)(limit && limit->kind == KURIL_STRING ? limit->as.string : ""));
    }
    return status;
}

kuril_legend_list *kuril_legend_build(kuril_scene *scene, kuril_error *error)
{
    kuril_legend_list *list = g_new0(kuril_legend_list, 1);
    list->samples = g_ptr_array_new_with_free_func(g_free);
    list->numbers = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    list->entries = g_array_new(FALSE, TRUE, sizeof(kuril_legend_entry));
    list->ramp_colors = g_array_new(FALSE, TRUE, sizeof(kuril_rgba));
    list->ramp_limits = g_ptr_array_new();
    list->second_language = scene->map->n_languages > 1 ? kuril_letter_language(scene->map, 1) : NULL;
    kuril_geometry_buffer_init(&list->page);
    list->chain = kuril_chain_new(scene->projection, &scene->fit, &scene->frame, NULL, &list->page.base);
    kuril_status status = KURIL_OK;
    for (int i = KURIL_SHEET_COUNT - 1; i >= 0; i--) { /* what the user brought stands first */
        kuril_sheet *sheet = &scene->sheets[i];
        for (size_t l = sheet->style ? kuril_style_layer_count(sheet->style) : 0; l-- > 0 && status == KURIL_OK;) {
            const kuril_style_layer *layer = kuril_style_layer_at(sheet->style, l);
            if (!kuril_styling_visible(sheet->styling, layer) || !layer->source)
                continue;
            const kuril_value *entries = member(layer->metadata, "kurilmap:legend");
            const kuril_value *ramp = member(layer->metadata, "kurilmap:legend-ramp");
            if (kuril_numbers_names(scene->map) && kuril_layer_says(layer, "kurilmap:numbered"))
                status = kuril_legend_numbers(scene, sheet, layer, list->entries, list->numbers, error);
            if (entries && entries->kind == KURIL_ARRAY && status == KURIL_OK)
                status = survey_layer(list, scene, sheet, layer, entries, error);
            if (ramp && status == KURIL_OK)
                status = survey_ramp(list, scene, sheet, layer, ramp, error);
        }
    }
    kuril_chain_free(list->chain);
    list->chain = NULL;
    kuril_geometry_buffer_finish(&list->page);
    if (status == KURIL_OK)
        return list;
    kuril_legend_list_free(list);
    return NULL;
}

void kuril_legend_list_free(kuril_legend_list *list)
{
    if (!list)
        return;
    g_ptr_array_free(list->samples, TRUE);
    g_ptr_array_free(list->numbers, TRUE);
    g_array_free(list->entries, TRUE);
    g_array_free(list->ramp_colors, TRUE);
    g_ptr_array_free(list->ramp_limits, TRUE);
    g_free(list);
}

bool kuril_legend_hatches(const kuril_legend_list *list, const char *property)
{
    for (guint i = 0; i < list->samples->len; i++) {
        sample *s = list->samples->pdata[i];
        for (size_t k = 0; s->seen && has_pattern(s) && k < s->feature.n_fields; k++)
            if (strcmp(s->feature.fields[k].name, property) == 0)
                return true;
    }
    return false;
}

static bool is_drawn(const sample *s, const kuril_symbols *symbols)
{
    kuril_symbol symbol;
    return s->heading || s->layer->type != KURIL_LAYER_SYMBOL ||
           !kuril_symbol_look(s->scene, s->sheet, s->layer, &s->feature, &symbol, NULL) || !symbol.icon ||
           kuril_symbols_show_icon(symbols, s->layer, symbol.icon);
}

/* A sample that says what the entry says and is to be seen; NULL: none, and the entry goes. */
static sample *shown_as(const kuril_legend_list *list, const kuril_legend_entry *entry)
{
    for (guint i = 0; i < list->samples->len; i++) {
        sample *s = list->samples->pdata[i];
        if (is_shown(list, i) && s->heading == !entry->draw && strcmp(s->label, entry->label) == 0)
            return s;
    }
    return NULL;
}

void kuril_legend_keep_drawn(kuril_legend_list *list, const kuril_symbols *symbols, kuril_legend *key)
{
    for (guint i = 0; i < list->samples->len; i++) {
        sample *s = list->samples->pdata[i];
        s->seen = s->seen && is_drawn(s, symbols);
    }
    guint kept = 0;
    for (guint i = 0; i < key->n_entries; i++) {
        kuril_legend_entry entry = g_array_index(list->entries, kuril_legend_entry, i);
        const bool sampled = !entry.draw || entry.draw == draw_sample;
        if (sampled && !(entry.user = shown_as(list, &entry)))
            continue;
        g_array_index(list->entries, kuril_legend_entry, kept++) = entry;
    }
    key->n_entries = kept;
}

kuril_legend kuril_legend_view(const kuril_legend_list *list)
{
    return (kuril_legend){.entries = (const kuril_legend_entry *)(const void *)list->entries->data,
                          .n_entries = list->entries->len,
                          .ramp = {.label = list->ramp_label,
                                   .second = list->ramp_second,
                                   .colors = (const kuril_rgba *)(const void *)list->ramp_colors->data,
                                   .limits = (const char *const *)list->ramp_limits->pdata,
                                   .n_colors = list->ramp_colors->len},
                          .second_language = list->second_language,
                          .max_height_pt = INFINITY};
}
