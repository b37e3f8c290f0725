#include "render/icon.h"

#include "core/access.h"
#include "core/diagnostics.h"
#include "render/icon_private.h"
#include <math.h>
#include <string.h>

static void picture_clear(gpointer item)
{
    icon_picture *picture = item;
    g_free(picture->key);
    cairo_surface_destroy(picture->surface);
}

static void icon_free(gpointer item)
{
    kuril_icon *icon = item;
    g_free(icon->name);
    g_free(icon->path);
    if (icon->svg)
        g_bytes_unref(icon->svg);
    cairo_surface_destroy(icon->pixels);
    g_array_free(icon->pictures, TRUE);
    g_free(icon);
}

kuril_icons *kuril_icons_new(void)
{
    kuril_icons *icons = g_new0(kuril_icons, 1);
    icons->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, icon_free);
    return icons;
}

void kuril_icons_free(kuril_icons *icons)
{
    if (!icons)
        return;
    g_hash_table_destroy(icons->by_name);
    g_free(icons);
}

kuril_icon *kuril_icons_insert(kuril_icons *icons, const char *prefix, const char *name)
{
    const bool bare = !prefix || !*prefix || strcmp(prefix, "default") == 0;
    char *full = bare ? g_strdup(name) : g_strdup_printf("%s:%s", prefix, name);
    if (g_hash_table_contains(icons->by_name, full)) {
        g_free(full);
        return NULL;
    }
    kuril_icon *icon = g_new0(kuril_icon, 1);
    icon->name = full;
    icon->pixel_ratio = 1;
    icon->pictures = g_array_new(FALSE, TRUE, sizeof(icon_picture));
    g_array_set_clear_func(icon->pictures, picture_clear);
    g_hash_table_insert(icons->by_name, icon->name, icon);
    return icon;
}

kuril_status kuril_icons_add_folder(kuril_icons *icons, const char *prefix, const char *path, kuril_error *error)
{
    GError *problem = NULL;
    GDir *folder = g_dir_open(path, 0, &problem);
    if (!folder) {
        const kuril_status status = kuril_fail_at(error, KURIL_E_IO, path, 0, 0, NULL, "cannot open the icons '%s': %s",
                                                  path, problem->message);
        g_error_free(problem);
        return status;
    }
    kuril_status status = KURIL_OK;
    for (const char *file; status == KURIL_OK && (file = g_dir_read_name(folder));) {
        if (!g_str_has_suffix(file, ".svg"))
            continue;
        char *name = g_strndup(file, strlen(file) - 4), *whole = g_build_filename(path, file, NULL);
        status = kuril_access_check(path, whole, error);
        kuril_icon *icon = status == KURIL_OK ? kuril_icons_insert(icons, prefix, name) : NULL;
        if (icon)
            icon->path = g_steal_pointer(&whole);
        g_free(whole);
        g_free(name);
    }
    g_dir_close(folder);
    return status;
}

kuril_status kuril_icons_add_svg(kuril_icons *icons, const char *name, const char *svg, size_t length,
                                 kuril_error *error)
{
    kuril_icon *icon = kuril_icons_insert(icons, NULL, name);
    if (!icon)
        return kuril_fail(error, KURIL_E_ARGUMENT, "icon '%s': there is one already", name);
    icon->svg = g_bytes_new(svg, length);
    const kuril_status status = kuril_svg_icon_open(icon, error);
    if (status != KURIL_OK)
        g_hash_table_remove(icons->by_name, name);
    return status;
}

const kuril_icon *kuril_icons_find(kuril_icons *icons, const char *name, const kuril_diagnostics *diagnostics)
{
    kuril_icon *icon = g_hash_table_lookup(icons->by_name, name);
    if (!icon || icon->failed)
        return NULL;
    kuril_error error = {0};
    if (icon->path && !icon->svg && kuril_svg_icon_open(icon, &error) != KURIL_OK) {
        icon->failed = true;
        kuril_report_error(diagnostics, KURIL_WARNING, &error);
        return NULL;
    }
    return icon;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char **kuril_icons_names(const kuril_icons *icons)
{
    GPtrArray *names = g_ptr_array_new();
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, icons->by_name);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

double kuril_icon_width_pt(const kuril_icon *icon)
{
    return icon->width_px * 0.75;
}

double kuril_icon_height_pt(const kuril_icon *icon)
{
    return icon->height_px * 0.75;
}

bool kuril_icon_is_tintable(const kuril_icon *icon)
{
    return icon->tintable;
}

static const double VECTOR_SHARPNESS = 4; /* pixels that stand for a style pixel where there are none */

/* ---- Pictures. ---- */

icon_look kuril_icon_look(const kuril_icon *icon, const kuril_rgba *tint, const kuril_rgba *halo, double halo_width)
{
    icon_look look = {0};
    if (icon->tintable && tint)
        look.tint = *tint;
    if (icon->tintable && halo && halo->a > 0 && halo_width > 0) {
        look.halo = *halo;
        look.halo_width = halo_width;
    }
    look.margin = icon->svg && look.halo_width > 0 ? ceil(look.halo_width) + 1 : 0;
    return look;
}

static char *key_of(const icon_look *look)
{
    const kuril_rgba *t = &look->tint, *h = &look->halo;
    const double parts[] = {t->r, t->g, t->b, t->a, h->r, h->g, h->b, h->a};
    GString *key = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        g_string_append_printf(key, "%lx,", lround(parts[i] * 65535));
    g_string_append_printf(key, "%ld,%ld,%ld", lround(look->halo_width * 1024), lround(look->halo_blur * 1024),
                           lround(look->pixel * 1024));
    return g_string_free(key, FALSE);
}

cairo_surface_t *kuril_icon_picture(const kuril_icon *icon, const icon_look *look)
{
    char *key = key_of(look);
    for (guint i = 0; i < icon->pictures->len; i++) {
        const icon_picture *old = &g_array_index(icon->pictures, icon_picture, i);
        if (strcmp(old->key, key) == 0) {
            g_free(key);
            return old->surface;
        }
    }
    const icon_picture new = {key, icon->svg ? kuril_svg_icon_record(icon, look) : kuril_sprite_picture(icon, look)};
    g_array_append_val(icon->pictures, new);
    return new.surface;
}

/*
 * Plays the icon back under the current transform. Straight into an SVG: there cairo 1.16 leaks every recording that
 * is played.
 */
static void play(kuril_canvas *canvas, const kuril_icon *icon, const icon_look *look, double opacity)
{
    cairo_t *cr = canvas->cr;
    if (icon->svg && kuril_canvas_get_format(canvas) == KURIL_CANVAS_SVG) {
        if (opacity < 1)
            kuril_canvas_push_group(canvas);
        kuril_svg_icon_render(icon, cr, look);
        if (opacity < 1)
            kuril_canvas_pop_group(canvas, opacity);
        return;
    }
    if (icon->pixels)
        cairo_scale(cr, 1 / icon->pixel_ratio, 1 / icon->pixel_ratio);
    cairo_set_source_surface(cr, kuril_icon_picture(icon, look), -look->margin, -look->margin);
    if (icon->pixels) /* as the specification's renderers sample sprites */
        cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BILINEAR);
    kuril_canvas_paint_source(canvas, opacity);
}

/* A sprite whose pixels are the page's is moved onto them, so that it stays sharp. */
static void snap(kuril_canvas *canvas, const kuril_icon *icon)
{
    cairo_matrix_t m;
    cairo_get_matrix(canvas->cr, &m);
    if (!icon->pixels || icon->sdf || !kuril_canvas_is_raster(canvas) || m.xy != 0 || m.yx != 0 ||
        fabs(m.xx / icon->pixel_ratio - 1) > 1e-9 || fabs(m.yy / icon->pixel_ratio - 1) > 1e-9)
        return;
    double x = 0, y = 0;
    cairo_user_to_device(canvas->cr, &x, &y);
    cairo_translate(canvas->cr, (ceil(x - 0.5) - x) / m.xx, (ceil(y - 0.5) - y) / m.yy);
}

void kuril_icon_draw(kuril_canvas *canvas, const kuril_icon *icon, const kuril_icon_paint *paint)
{
    if (paint->scale_x == 0 || paint->scale_y == 0 || paint->opacity <= 0)
        return;
    double opacity = paint->opacity;
    const double unit = 0.75 * sqrt(fabs(paint->scale_x * paint->scale_y)); /* points a picture unit */
    icon_look look = kuril_icon_look(icon, &paint->tint, &paint->halo_color, paint->halo_width_pt / unit);
    if (icon->sdf) {
        look.halo_blur = paint->halo_blur_pt / unit;
        look.pixel = 0.75 / unit / (kuril_canvas_is_raster(canvas) ? canvas->scale * 0.75 : VECTOR_SHARPNESS);
    }
    if (look.tint.a > 0 && look.halo_width == 0) { /* one colour: its alpha is the whole's */
        opacity *= look.tint.a;
        look.tint.a = 1;
    }
    cairo_t *cr = canvas->cr;
    cairo_save(cr);
    cairo_translate(cr, paint->x, paint->y);
    cairo_rotate(cr, paint->angle_deg * G_PI / 180);
    cairo_scale(cr, 0.75 * paint->scale_x, 0.75 * paint->scale_y);
    cairo_translate(cr, -icon->width_px / 2, -icon->height_px / 2);
    if (!paint->smooth)
        snap(canvas, icon);
    play(canvas, icon, &look, opacity);
    cairo_restore(cr);
}
