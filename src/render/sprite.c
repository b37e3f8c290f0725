/*
 * Sprite sheets: NAME.json with the place of each icon and NAME.png with all of them, as MapLibre reads them. A
 * signed distance field (`sdf`) has its edge where alpha is 0.75 and falls by 1/8 a pixel outwards (MapLibre's
 * symbol_sdf shader; TinySDF with radius 8 and cutoff 0.25); it is coloured at four times its resolution.
 */
#include "core/access.h"
#include "core/diagnostics.h"
#include "core/limits.h"
#include "document/document.h"
#include "render/icon_private.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SDF_ENLARGED = 4 };
static const double SDF_EDGE = 0.75, SDF_PER_PIXEL = 0.125;
static const double SDF_SOFT = 0.105,
                    SDF_BLUR = 1.19; /* half of an edge's fading for a pixel, and for a pixel of blur */

/* ---- Reading. ---- */

typedef struct sheet {
    kuril_icons *icons;
    const char *prefix;
    cairo_surface_t *pixels;
    int width, height;
    double taken; /* pixels of the icons so far, which may overlap */
} sheet;

static const double RATIO_MOST = 64, SHARE_MOST = 4;

static cairo_surface_t *cut_out(cairo_surface_t *whole, int x, int y, int width, int height)
{
    cairo_surface_t *part = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    cairo_t *cr = cairo_create(part);
    cairo_set_source_surface(cr, whole, -x, -y);
    cairo_set_operator(cr, CAIRO_OPERATOR_SOURCE);
    cairo_paint(cr);
    cairo_destroy(cr);
    return part;
}

static kuril_status add_sprite(sheet *s, const char *name, const kuril_node *node, kuril_error *error)
{
    int x = 0, y = 0, width = 0, height = 0;
    double ratio = 1;
    bool sdf = false;
    kuril_status status = kuril_node_expect(node, KURIL_NODE_OBJECT, error);
    if (status == KURIL_OK)
        status = kuril_node_get_int(node, "x", 0, s->width, &x, error);
    if (status == KURIL_OK)
        status = kuril_node_get_int(node, "y", 0, s->height, &y, error);
    if (status == KURIL_OK)
        status = kuril_node_get_int(node, "width", 0, s->width - x, &width, error);
    if (status == KURIL_OK)
        status = kuril_node_get_int(node, "height", 0, s->height - y, &height, error);
    if (status == KURIL_OK)
        status = kuril_node_get_number(node, "pixelRatio", &ratio, error);
    if (status == KURIL_OK)
        status = kuril_node_get_bool(node, "sdf", &sdf, error);
    if (status != KURIL_OK)
        return status;
    if (width < 1 || height < 1)
        return kuril_node_fail(node, error, KURIL_E_DATA, "icon '%s' has no size", name);
    if (!(ratio >= 1 / RATIO_MOST && ratio <= RATIO_MOST))
        return kuril_node_fail(node, error, KURIL_E_DATA, "icon '%s' has a pixelRatio that is not from 1/%.0f to %.0f", name,
                               RATIO_MOST, RATIO_MOST);
    s->taken += (double)width * height;
    if (s->taken > SHARE_MOST * s->width * s->height)
        return kuril_node_fail(node, error, KURIL_E_DATA, "the icons have more than %.0f times the pixels of their sheet",
                               SHARE_MOST);
    kuril_icon *icon = kuril_icons_insert(s->icons, s->prefix, name);
    if (!icon)
        return KURIL_OK;
    icon->pixels = cut_out(s->pixels, x, y, width, height);
    icon->pixel_ratio = ratio;
    icon->sdf = icon->tintable = sdf;
    icon->width_px = width / ratio;
    icon->height_px = height / ratio;
    return KURIL_OK;
}

/* The sides that a PNG's header (the chunk IHDR, after eight bytes of signature) says it has; 0 when it has none. */
static void read_sides(const char *path, double sides[2])
{
    unsigned char head[24];
    FILE *file = fopen(path, "rb");
    const bool read = file && fread(head, 1, sizeof head, file) == sizeof head && memcmp(head + 12, "IHDR", 4) == 0;
    if (file)
        fclose(file);
    for (size_t i = 0; i < 2; i++) {
        const unsigned char *p = head + 16 + 4 * i;
        sides[i] = read ? p[0] * 16777216.0 + p[1] * 65536.0 + p[2] * 256.0 + p[3] : 0;
    }
}

static kuril_status read_pixels(sheet *s, const char *path, kuril_error *error)
{
    double sides[2];
    read_sides(path, sides);
    const kuril_status status = kuril_limit_check(KURIL_LIMIT_ICON_SIDE, fmax(sides[0], sides[1]), path, NULL, error);
    if (status != KURIL_OK)
        return status;
    s->pixels = cairo_image_surface_create_from_png(path);
    const cairo_status_t read = cairo_surface_status(s->pixels);
    if (read != CAIRO_STATUS_SUCCESS)
        return kuril_fail_at(error, KURIL_E_IO, path, 0, 0, NULL, "cannot read the sprites '%s': %s", path,
                             read == CAIRO_STATUS_NO_MEMORY
                                 ? "it is no sound PNG" /* cairo's word for any fault of libpng */
                                 : cairo_status_to_string(read));
    s->width = cairo_image_surface_get_width(s->pixels);
    s->height = cairo_image_surface_get_height(s->pixels);
    return KURIL_OK;
}

/* The sheet of the resolution that is wanted, where there is one. */
static char *base_of(const char *path, bool fine)
{
    char *wanted = g_strconcat(path, fine ? "@2x" : "", NULL), *json = g_strconcat(wanted, ".json", NULL);
    if (!g_file_test(json, G_FILE_TEST_IS_REGULAR)) {
        g_free(wanted);
        wanted = g_strconcat(path, fine ? "" : "@2x", NULL);
    }
    g_free(json);
    return wanted;
}

kuril_status kuril_icons_add_sprites(kuril_icons *icons, const char *prefix, const char *path, bool fine,
                                     kuril_error *error)
{
    sheet s = {.icons = icons, .prefix = prefix};
    char *base = base_of(path, fine), *json = g_strconcat(base, ".json", NULL), *png = g_strconcat(base, ".png", NULL);
    char *folder = g_path_get_dirname(path);
    kuril_document *document = NULL;
    kuril_status status = kuril_access_check(folder, json, error); /* a link may lead elsewhere */
    if (status == KURIL_OK)
        status = kuril_access_check(folder, png, error);
    if (status == KURIL_OK)
        status = kuril_document_read(json, NULL, &document, error);
    if (status == KURIL_OK)
        status = kuril_node_expect(kuril_document_root(document), KURIL_NODE_OBJECT, error);
    if (status == KURIL_OK)
        status = read_pixels(&s, png, error);
    if (status == KURIL_OK) {
        const kuril_node *root = kuril_document_root(document);
        for (size_t i = 0; i < kuril_node_count(root) && status == KURIL_OK; i++)
            status = add_sprite(&s, kuril_node_name(root, i), kuril_node_at(root, i), error);
    }
    cairo_surface_destroy(s.pixels);
    kuril_document_free(document);
    g_free(folder);
    g_free(base);
    g_free(json);
    g_free(png);
    return status;
}

/* ---- Signed distance fields. ---- */

static double alpha_at(const kuril_icon *icon, int x, int y)
{
    const int width = cairo_image_surface_get_width(icon->pixels),
              height = cairo_image_surface_get_height(icon->pixels);
    if (x < 0 || y < 0 || x >= width || y >= height)
        return 0;
    const uint8_t *row =
        cairo_image_surface_get_data(icon->pixels) + (size_t)y * (size_t)cairo_image_surface_get_stride(icon->pixels);
    return (((const uint32_t *)(const void *)row)[x] >> 24) / 255.0;
}

/* Between the middles of pixels. */
static double sample(const kuril_icon *icon, double x, double y)
{
    const double left = floor(x - 0.5), top = floor(y - 0.5), fx = x - 0.5 - left, fy = y - 0.5 - top;
    const int i = (int)left, j = (int)top;
    return (alpha_at(icon, i, j) * (1 - fx) + alpha_at(icon, i + 1, j) * fx) * (1 - fy) +
           (alpha_at(icon, i, j + 1) * (1 - fx) + alpha_at(icon, i + 1, j + 1) * fx) * fy;
}

static double smoothstep(double low, double high, double value)
{
    const double t = CLAMP((value - low) / (high - low), 0, 1);
    return t * t * (3 - 2 * t);
}

static uint32_t pixel_of(const kuril_rgba *color, double cover, const kuril_rgba *under, double under_cover)
{
    const double a = color->a * cover, b = under->a * under_cover * (1 - a), alpha = a + b;
    const double rgb[] = {color->r * a + under->r * b, color->g * a + under->g * b, color->b * a + under->b * b};
    uint32_t pixel = (uint32_t)lround(alpha * 255) << 24;
    for (int c = 0; c < 3; c++)
        pixel |= (uint32_t)lround(rgb[c] * 255) << (16 - 8 * c);
    return pixel;
}

static cairo_surface_t *color_field(const kuril_icon *icon, const icon_look *look)
{
    static const kuril_rgba black = {0, 0, 0, 1};
    const kuril_rgba *tint = look->tint.a > 0 ? &look->tint : &black;
    const int width = cairo_image_surface_get_width(icon->pixels) * SDF_ENLARGED;
    const int height = cairo_image_surface_get_height(icon->pixels) * SDF_ENLARGED;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    uint8_t *data = cairo_image_surface_get_data(surface);
    const size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    /* as the reference's shader: the halo leaves out what the letters cover, and its blur fades both of its edges */
    const double soft = SDF_SOFT * look->pixel * icon->pixel_ratio;
    const double halo_soft = soft + look->halo_blur * SDF_BLUR * SDF_PER_PIXEL * icon->pixel_ratio;
    const double halo_edge = SDF_EDGE - look->halo_width * icon->pixel_ratio * SDF_PER_PIXEL;
    for (int y = 0; data && y < height; y++)
        for (int x = 0; x < width; x++) {
            const double value = sample(icon, (x + 0.5) / SDF_ENLARGED, (y + 0.5) / SDF_ENLARGED);
            const double inside = smoothstep(SDF_EDGE, SDF_EDGE + 2 * halo_soft, value);
            const double halo = fmin(smoothstep(halo_edge - halo_soft, halo_edge + halo_soft, value), 1 - inside);
            const double fill = smoothstep(SDF_EDGE - soft, SDF_EDGE + soft, value);
            ((uint32_t *)(void *)(data + (size_t)y * stride))[x] =
                pixel_of(tint, fill, &look->halo, look->halo_width > 0 ? halo : 0);
        }
    cairo_surface_mark_dirty(surface);
    cairo_surface_set_device_scale(surface, SDF_ENLARGED, SDF_ENLARGED);
    return surface;
}

cairo_surface_t *kuril_sprite_picture(const kuril_icon *icon, const icon_look *look)
{
    return icon->sdf ? color_field(icon, look) : cairo_surface_reference(icon->pixels);
}
