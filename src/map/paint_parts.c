#include "map/paint_parts.h"

#include <math.h>
#include <string.h>

kuril_rgba kuril_layer_color(kuril_sheet *sheet, const kuril_style_layer *layer, kuril_property_id color,
                             kuril_property_id opacity, const kuril_feature *feature)
{
    kuril_style_rgba c = {0, 0, 0, 0};
    kuril_style_color(sheet->styling, layer, color, feature, &c);
    return (kuril_rgba){c.r, c.g, c.b, c.a * kuril_style_number(sheet->styling, layer, opacity, feature)};
}

double kuril_layer_points(kuril_sheet *sheet, const kuril_style_layer *layer, kuril_property_id id,
                          const kuril_feature *feature)
{
    return KURIL_PX * kuril_style_number(sheet->styling, layer, id, feature);
}

void kuril_layer_translation(const kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                             kuril_property_id translate, kuril_property_id anchor, double *dx_pt, double *dy_pt)
{
    double by[2] = {0, 0};
    kuril_style_numbers(sheet->styling, layer, translate, NULL, by, 2);
    const bool map = kuril_style_enum(sheet->styling, layer, anchor, NULL) == KURIL_STYLE_ALIGNMENT_MAP;
    const double c = map ? scene->fit.cos_b : 1, s = map ? scene->fit.sin_b : 0;
    *dx_pt = (by[0] * c + by[1] * s) * KURIL_PX;
    *dy_pt = (by[1] * c - by[0] * s) * KURIL_PX;
}

void kuril_layer_translate(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                           kuril_property_id translate, kuril_property_id anchor)
{
    double dx, dy;
    kuril_layer_translation(p->scene, sheet, layer, translate, anchor, &dx, &dy);
    if (dx != 0 || dy != 0)
        kuril_canvas_translate(p->canvas, dx, dy);
}

static const kuril_value *metadata(const kuril_style_layer *layer, const char *name)
{
    const kuril_value *m = layer->metadata;
    for (size_t i = 0; m && m->kind == KURIL_OBJECT && i < m->as.object.count; i++)
        if (strcmp(m->as.object.members[i].name, name) == 0)
            return &m->as.object.members[i].value;
    return NULL;
}

bool kuril_layer_says(const kuril_style_layer *layer, const char *name)
{
    const kuril_value *value = metadata(layer, name);
    return value && value->kind == KURIL_BOOL && value->as.boolean;
}

double kuril_layer_number(const kuril_style_layer *layer, const char *name, double otherwise)
{
    const kuril_value *value = metadata(layer, name);
    return value && value->kind == KURIL_NUMBER ? value->as.number : otherwise;
}

const char *kuril_layer_text(const kuril_style_layer *layer, const char *name)
{
    const kuril_value *value = metadata(layer, name);
    return value && value->kind == KURIL_STRING ? value->as.string : NULL;
}

bool kuril_same_color(kuril_rgba a, kuril_rgba b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

typedef struct filtering {
    kuril_scene *scene;
    kuril_sheet *sheet;
    const kuril_style_layer *layer;
    kuril_property_id sort_key;
    kuril_feature_fn each;
    void *user;
    kuril_error *error;
    kuril_feature_table *table; /* when sorted */
    GArray *keys;
} filtering;

typedef struct keyed {
    double key;
    size_t at;
} keyed;

static bool accepts(const filtering *f, const kuril_feature *feature)
{
    const kuril_style_layer *layer = f->layer;
    if (layer->source && layer->source->filter &&
        !kuril_styling_source_accepts(f->sheet->styling, layer->source, feature))
        return false;
    return kuril_styling_accepts(f->sheet->styling, layer, feature);
}

static kuril_status pass_or_keep(void *user, const kuril_feature *feature)
{
    filtering *f = user;
    kuril_styling_release(f->sheet->styling); /* what the feature before needed */
    if (!accepts(f, feature))
        return KURIL_OK;
    if (!f->table)
        return f->each(f->user, feature);
    const double key = kuril_style_number(f->sheet->styling, f->layer, f->sort_key, feature);
    const keyed k = {isnan(key) ? 0 : key, kuril_feature_table_count(f->table)};
    g_array_append_val(f->keys, k);
    return kuril_feature_table_keep(f->table, feature, f->layer->source ? f->layer->source->id : NULL, f->error);
}

static gint by_key(gconstpointer a, gconstpointer b)
{
    const keyed *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->at < y->at ? -1 : 1;
}

static kuril_status give_features(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                                  kuril_property_id sort_key, double detail, kuril_feature_fn each, void *user,
                                  kuril_error *error)
{
    filtering f = {.scene = scene, .sheet = sheet, .layer = layer, .sort_key = sort_key, .each = each, .user = user,
                   .error = error};
    if (sort_key != KURIL_PROPERTY_COUNT && kuril_styling_is_set(sheet->styling, layer, sort_key)) {
        f.table = kuril_feature_table_new();
        f.keys = g_array_new(FALSE, FALSE, sizeof(keyed));
    }
    kuril_status status = kuril_sources_read(scene->sources, layer, &scene->extent, detail, pass_or_keep, &f, error);
    if (f.table) {
        g_array_sort(f.keys, by_key);
        for (guint i = 0; i < f.keys->len && status == KURIL_OK; i++) {
            kuril_styling_release(sheet->styling);
            status = each(user, kuril_feature_table_at(f.table, g_array_index(f.keys, keyed, i).at));
        }
        g_array_free(f.keys, TRUE);
        kuril_feature_table_free(f.table);
    }
    return status;
}

kuril_status kuril_scene_features(kuril_scene *scene, kuril_sheet *sheet, const kuril_style_layer *layer,
                                  kuril_property_id sort_key, kuril_feature_fn each, void *user, kuril_error *error)
{
    return give_features(scene, sheet, layer, sort_key, 0, each, user, error);
}

kuril_status kuril_layer_features(kuril_painter *p, kuril_sheet *sheet, const kuril_style_layer *layer,
                                  kuril_property_id sort_key, kuril_feature_fn each, void *user, kuril_error *error)
{
    return give_features(p->scene, sheet, layer, sort_key, kuril_chain_detail(p->chain), each, user, error);
}

int kuril_scene_copies(const kuril_scene *scene, double beyond_pt)
{
    if (scene->world_pt <= 0)
        return 0;
    const kuril_rect *f = &scene->frame;
    const double reach = hypot(f->x_max - f->x_min, f->y_max - f->y_min) / 2 + beyond_pt;
    return (int)fmax(0, ceil(reach / scene->world_pt - 0.5));
}

void kuril_scene_copy_at(const kuril_scene *scene, int copy, double *dx_pt, double *dy_pt)
{
    const double by = copy * scene->world_pt;
    *dx_pt = by * scene->fit.cos_b;
    *dy_pt = -by * scene->fit.sin_b;
}

bool kuril_scene_shows(const kuril_scene *scene, double x, double y, double reach)
{
    const kuril_rect *f = &scene->frame;
    const bool repeats = scene->world_pt > 0; /* another copy of it may be within the frame */
    return repeats || (x >= f->x_min - reach && x <= f->x_max + reach && y >= f->y_min - reach && y <= f->y_max + reach);
}

double kuril_layer_pixels_per_pt(const kuril_canvas *canvas)
{
    static const double VECTOR_DPI = 150;
    return kuril_canvas_get_format(canvas) == KURIL_CANVAS_PNG ? kuril_canvas_pixels_per_pt(canvas) : VECTOR_DPI / 72;
}

static uint8_t byte_of(double value)
{
    return (uint8_t)(CLAMP(value, 0, 1) * 255 + 0.5);
}

void kuril_pixel_set(uint8_t *rgba, kuril_rgba color)
{
    rgba[0] = byte_of(color.r);
    rgba[1] = byte_of(color.g);
    rgba[2] = byte_of(color.b);
    rgba[3] = byte_of(color.a);
}
