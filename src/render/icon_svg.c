/* SVG icons: read without any access to other files, tinted by a style sheet, recorded once for each look. */
#include "core/diagnostics.h"
#include "core/file.h"
#include "core/library.h"
#include "render/icon_parts.h"
#include "render/icon_private.h"
#include "render/text_private.h"
#include <librsvg/rsvg.h>
#include <math.h>
#include <string.h>

#define RSVG_FUNCTIONS(F)                                                                                              \
    F(rsvg_handle_new_from_data)                                                                                       \
    F(rsvg_handle_set_dpi)                                                                                             \
    F(rsvg_handle_set_stylesheet)                                                                                      \
    F(rsvg_handle_get_intrinsic_size_in_pixels)                                                                        \
    F(rsvg_handle_get_intrinsic_dimensions)                                                                            \
    F(rsvg_handle_render_document)

static struct {
    RSVG_FUNCTIONS(KURIL_LIBRARY_POINTER)
} rsvg;
static const char *const names[] = {RSVG_FUNCTIONS(KURIL_LIBRARY_NAME)};
static kuril_library library = {.file = "librsvg-2.so.2", .names = names, .count = G_N_ELEMENTS(names), .table = &rsvg};

/* Without a base file librsvg follows no reference to another file. */
static RsvgHandle *open_handle(const kuril_icon *icon, kuril_error *error)
{
    gsize length = 0;
    const guint8 *text = g_bytes_get_data(icon->svg, &length);
    GError *problem = NULL;
    RsvgHandle *handle = rsvg.rsvg_handle_new_from_data(text, length, &problem);
    if (handle) {
        rsvg.rsvg_handle_set_dpi(handle, 96);
        return handle;
    }
    kuril_fail_at(error, KURIL_E_SYNTAX, icon->path, 0, 0, NULL, "icon '%s' is not an SVG: %s", icon->name,
                  problem ? problem->message : "cannot be read");
    g_clear_error(&problem);
    return NULL;
}

static bool is_plain(const char *value, size_t length)
{
    static const char *const plain[] = {"none",    "currentColor", "currentcolor", "inherit",
                                        "black",   "#000",         "#000000",      "evenodd",
                                        "nonzero", "transparent",  "context-fill", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(plain); i++)
        if (strlen(plain[i]) == length && memcmp(plain[i], value, length) == 0)
            return true;
    return false;
}

/* Whether every value after `word` followed by =" or : is black, current colour or none. */
static bool only_plain(const char *svg, const char *word)
{
    const size_t n = strlen(word);
    for (const char *at = strstr(svg, word); at; at = strstr(at, word)) {
        at += n;
        if (*at != '=' && *at != ':')
            continue; /* fill-rule, stroke-width */
        const bool attribute = *at++ == '=';
        const char quote = attribute ? *at : '\0';
        if (attribute)
            at++;
        at += strspn(at, " ");
        const size_t length = attribute ? strcspn(at, (const char[]){quote, '\0'}) : strcspn(at, ";\"'}");
        if (!is_plain(at, length))
            return false;
    }
    return true;
}

static bool is_monochrome(const char *svg)
{
    return !strstr(svg, "<image") && !strstr(svg, "Gradient") && only_plain(svg, "fill") && only_plain(svg, "stroke");
}

static kuril_status read_file(kuril_icon *icon, kuril_error *error)
{
    char *text = NULL;
    size_t length = 0;
    const kuril_status status = kuril_file_read(icon->path, KURIL_LIMIT_ICON, &text, &length, error);
    if (status != KURIL_OK)
        return status;
    icon->svg = g_bytes_new_take(text, length);
    return KURIL_OK;
}

static kuril_status measure(kuril_icon *icon, RsvgHandle *handle, kuril_error *error)
{
    double width = 0, height = 0;
    if (!rsvg.rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height)) {
        gboolean has_box = FALSE;
        RsvgRectangle box = {0};
        rsvg.rsvg_handle_get_intrinsic_dimensions(handle, NULL, NULL, NULL, NULL, &has_box, &box);
        width = has_box ? box.width : 0;
        height = has_box ? box.height : 0;
    }
    if (!(width > 0) || !(height > 0))
        return kuril_fail_at(error, KURIL_E_DATA, icon->path, 0, 0, NULL,
                             "icon '%s' has no usable size (width and height, or a viewBox)", icon->name);
    const kuril_status status = kuril_limit_check(KURIL_LIMIT_ICON_SIDE, fmax(width, height), icon->path, NULL, error);
    if (status != KURIL_OK)
        return status;
    icon->width_px = width;
    icon->height_px = height;
    return KURIL_OK;
}

/* librsvg itself gives up at 500,000 elements that are drawn by references, after many seconds, or not at all. */
static kuril_status check_parts(const kuril_icon *icon, kuril_error *error)
{
    gsize length;
    const char *text = g_bytes_get_data(icon->svg, &length);
    double parts = 0;
    kuril_error problem = {0};
    const kuril_status status = kuril_svg_parts(text, length, icon->width_px * icon->height_px, &parts, &problem);
    if (status != KURIL_OK)
        return kuril_fail_at(error, status, icon->path, 0, 0, NULL, "icon '%s' cannot be drawn: %s", icon->name, problem.message);
    return kuril_limit_check(KURIL_LIMIT_ICON_PARTS, parts, icon->path, NULL, error);
}

/* Also where it cannot be seen: behind an entity, in an embedded picture, or in UTF-16. */
static bool may_have_text(const char *svg, size_t length)
{
    return length > 0 && (memchr(svg, 0, length) || g_strstr_len(svg, (gssize)length, "text") ||
                          g_strstr_len(svg, (gssize)length, "<!ENTITY") || g_strstr_len(svg, (gssize)length, "data:"));
}

kuril_status kuril_svg_icon_open(kuril_icon *icon, kuril_error *error)
{
    kuril_status status = kuril_library_open(&library, error);
    if (status == KURIL_OK && !icon->svg)
        status = read_file(icon, error);
    if (status != KURIL_OK)
        return status;
    gsize length = 0;
    const char *bytes = g_bytes_get_data(icon->svg, &length);
    if (may_have_text(bytes, length))
        kuril_fonts_for_others();
    RsvgHandle *handle = open_handle(icon, error);
    if (!handle)
        return KURIL_E_SYNTAX;
    status = measure(icon, handle, error);
    g_object_unref(handle);
    if (status == KURIL_OK)
        status = check_parts(icon, error);
    char *text = g_strndup(bytes, length);
    icon->tintable = length > 0 && !memchr(bytes, 0, length) && is_monochrome(text); /* of UTF-16 nothing is known */
    g_free(text);
    return status;
}

/*
 * Paints whatever is not left open in one colour; a halo is the same picture with a wide stroke, and fills what is of
 * the class `inside` too: of an open sign its ground, which nothing of the map shows through.
 */
static char *style_sheet(const kuril_rgba *color, double stroke)
{
    char hex[8];
    snprintf(hex, sizeof hex, "#%02x%02x%02x", (unsigned)lround(color->r * 255), (unsigned)lround(color->g * 255),
             (unsigned)lround(color->b * 255));
    if (!(stroke > 0))
        return g_strdup_printf("svg{color:%s;fill:%s}"
                               "[fill]:not([fill=\"none\"]),[style*=\"fill:#000\"],[style*=\"fill:black\"]{fill:%s "
                               "!important}"
                               "[stroke]:not([stroke=\"none\"]){stroke:%s !important}",
                               hex, hex, hex, hex);
    char width[G_ASCII_DTOSTR_BUF_SIZE];
    return g_strdup_printf("svg{color:%s;fill:%s}[fill]:not([fill=\"none\"]),.inside{fill:%s !important}"
                           "*{stroke:%s !important;stroke-width:%s !important;stroke-linejoin:round !important}",
                           hex, hex, hex, hex, g_ascii_dtostr(width, sizeof width, stroke));
}

/* What could be opened before can lack only memory now. */
static void render(const kuril_icon *icon, cairo_t *cr, const kuril_rgba *color, double stroke)
{
    RsvgHandle *handle = open_handle(icon, NULL);
    bool done = handle != NULL;
    if (done && color->a > 0) {
        char *css = style_sheet(color, stroke);
        done = rsvg.rsvg_handle_set_stylesheet(handle, (const guint8 *)css, strlen(css), NULL);
        g_free(css);
    }
    if (!done)
        kuril_end_without_memory("an icon");
    const RsvgRectangle viewport = {0, 0, icon->width_px, icon->height_px};
    const bool group = color->a > 0 && color->a < 1;
    if (group)
        cairo_push_group(cr);
    rsvg.rsvg_handle_render_document(handle, cr, &viewport, NULL);
    if (cairo_status(cr) == CAIRO_STATUS_NO_MEMORY)
        kuril_end_without_memory("an icon");
    if (group) {
        cairo_pop_group_to_source(cr);
        cairo_paint_with_alpha(cr, color->a);
    }
    g_object_unref(handle);
}

void kuril_svg_icon_render(const kuril_icon *icon, cairo_t *cr, const icon_look *look)
{
    if (look->halo_width > 0)
        render(icon, cr, &look->halo, 2 * look->halo_width);
    render(icon, cr, &look->tint, 0);
}

cairo_surface_t *kuril_svg_icon_record(const kuril_icon *icon, const icon_look *look)
{
    const double margin = look->margin;
    const cairo_rectangle_t extents = {0, 0, icon->width_px + 2 * margin, icon->height_px + 2 * margin};
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
    cairo_t *cr = cairo_create(surface);
    cairo_translate(cr, margin, margin);
    kuril_svg_icon_render(icon, cr, look);
    cairo_destroy(cr);
    return surface;
}
