#include "map/legend_numbers.h"

#include "core/number.h"
#include "map/paint_parts.h"
#include "map/sheet.h"
#include "map/symbol.h"
#include <string.h>

/* One entry to be. */
typedef struct numbered {
    double number;
    char *figure, *name;
    kuril_scene *scene;
    kuril_rgba color;
} numbered;

typedef struct survey {
    kuril_scene *scene;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    GPtrArray *found; /* numbered */
    kuril_error *error;
} survey;

static void free_numbered(gpointer data)
{
    numbered *n = data;
    g_free(n->figure);
    g_free(n->name);
    g_free(n);
}

static const char *field(const kuril_feature *feature, const char *name)
{
    for (size_t i = 0; i < feature->n_fields; i++)
        if (strcmp(feature->fields[i].name, name) == 0 && feature->fields[i].value.kind == KURIL_STRING)
            return feature->fields[i].value.as.string;
    return NULL;
}

static char *name_of(const kuril_scene *scene, const kuril_feature *feature)
{
    char *own = g_strdup_printf("name_%s", kuril_language_code(scene->map->languages[0]));
    const char *name = field(feature, own);
    g_free(own);
    name = name && *name ? name : field(feature, "name_en");
    return g_strdup(name ? name : "");
}

static bool on_page(const kuril_scene *scene, const kuril_feature *feature)
{
    for (size_t i = 0; i < feature->geometry->n_points; i++) {
        double x, y;
        if (kuril_lonlat_to_page(scene->projection, &scene->fit, feature->geometry->points[i], &x, &y) &&
            kuril_scene_shows(scene, x, y, 0))
            return true;
    }
    return false;
}

static kuril_status look_at(void *user, const kuril_feature *feature)
{
    survey *s = user;
    kuril_symbol look;
    double number;
    if (!on_page(s->scene, feature) || !kuril_symbol_look(s->scene, s->sheet, s->layer, feature, &look, s->error) ||
        !look.text || !kuril_number_parse(kuril_text_layout_text(look.text), &number))
        return KURIL_OK;
    for (guint i = 0; i < s->found->len; i++)
        if (((numbered *)s->found->pdata[i])->number == number)
            return KURIL_OK;
    numbered *n = g_new(numbered, 1);
    *n = (numbered){number, g_strdup(kuril_text_layout_text(look.text)), name_of(s->scene, feature), s->scene,
                    look.text_paint.color};
    g_ptr_array_add(s->found, n);
    return KURIL_OK;
}

static gint by_number(gconstpointer a, gconstpointer b)
{
    const numbered *const *x = a, *const *y = b;
    return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

static void draw_number(void *user, kuril_canvas *canvas, const kuril_rect *swatch)
{
    const numbered *n = user;
    const kuril_lettering bold = {8.6 * n->scene->theme.unit, KURIL_BOLD, n->color, 0};
    const kuril_text_size size = kuril_letter_size(n->scene->fonts, &n->scene->theme, n->figure, &bold);
    kuril_letter_draw(canvas, n->scene->fonts, &n->scene->theme, n->figure, &bold, (swatch->x_min + swatch->x_max) / 2,
                      (swatch->y_min + swatch->y_max - size.height_pt) / 2 + size.baseline_pt, 0.5, 0);
}

kuril_status kuril_legend_numbers(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                                  GArray *entries, GPtrArray *owned, kuril_error *error)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(free_numbered);
    survey s = {scene, sheet, layer, found, error};
    const kuril_status status = kuril_scene_features(scene, sheet, layer, KURIL_PROPERTY_COUNT, look_at, &s, error);
    g_ptr_array_sort(found, by_number);
    for (guint i = 0; i < found->len; i++) {
        numbered *n = found->pdata[i];
        const kuril_legend_entry entry = {n->name, draw_number, n, NULL};
        g_array_append_val(entries, entry);
    }
    g_ptr_array_add(owned, found);
    return status;
}

/* The numbers of one layer that are on the page, as they are now. */
static kuril_status mark_shown(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer, bool *shown,
                               kuril_error *error)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(free_numbered);
    survey s = {scene, sheet, layer, found, error};
    const kuril_status status = kuril_scene_features(scene, sheet, layer, KURIL_PROPERTY_COUNT, look_at, &s, error);
    for (guint i = 0; i < found->len; i++) {
        const double number = ((const numbered *)found->pdata[i])->number;
        if (number >= 1 && number <= scene->strategic->len)
            shown[(size_t)number - 1] = true;
    }
    g_ptr_array_free(found, TRUE);
    return status;
}

static void move_shown_first(GArray *ids, const bool *shown)
{
    GArray *old = g_array_copy(ids);
    guint n = 0;
    for (int wanted = 1; wanted >= 0; wanted--)
        for (guint i = 0; i < old->len; i++)
            if (shown[i] == (wanted == 1))
                g_array_index(ids, kuril_value, n++) = g_array_index(old, kuril_value, i);
    g_array_free(old, TRUE);
}

kuril_status kuril_legend_renumber(kuril_scene *scene, kuril_error *error)
{
    kuril_sheet *sheet = &scene->sheets[KURIL_SHEET_MAP];
    kuril_status status = KURIL_OK;
    if (!kuril_numbers_names(scene->map) || !sheet->style)
        return status;
    bool *shown = g_new0(bool, scene->strategic->len + 1);
    for (size_t l = 0; l < kuril_style_layer_count(sheet->style) && status == KURIL_OK; l++) {
        const kuril_style_layer *layer = kuril_style_layer_at(sheet->style, l);
        if (layer->source && kuril_styling_visible(sheet->styling, layer) && kuril_layer_says(layer, "kurilmap:numbered"))
            status = mark_shown(scene, sheet, layer, shown, error);
    }
    if (status == KURIL_OK)
        move_shown_first(scene->strategic, shown);
    g_free(shown);
    return status;
}
