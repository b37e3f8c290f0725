#include "picture.h"

#include "support.h"
#include <cairo.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

static char *folder;

static void remove_folder(void)
{
    kuril_test_folder_remove(folder);
}

static char *own_folder(void)
{
    if (!folder) {
        folder = kuril_test_folder_new();
        atexit(remove_folder);
    }
    return folder;
}

static char *own_path(const char *name)
{
    return g_build_filename(own_folder(), name, NULL);
}

GBytes *picture_page(const kuril_canvas_options *options, picture_draw draw, void *user)
{
    char *path = own_path("page");
    kuril_output *output = NULL;
    kuril_canvas *canvas = NULL;
    kuril_error error = {0};
    assert_int_equal(kuril_output_open(path, &output, &error), KURIL_OK);
    if (kuril_canvas_new(options, output, &canvas, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    draw(canvas, user);
    if (kuril_canvas_finish(canvas, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    assert_int_equal(kuril_output_commit(output, &error), KURIL_OK);
    char *data = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(path, &data, &length, NULL));
    g_remove(path);
    g_free(path);
    return g_bytes_new_take(data, length);
}

char *picture_keep(GBytes *bytes, const char *name)
{
    char *path = own_path(name);
    gsize length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    assert_true(g_file_set_contents(path, data, (gssize)length, NULL));
    return path;
}

picture picture_read(const char *path)
{
    picture p = {0};
    cairo_surface_t *read = cairo_image_surface_create_from_png(path);
    if (cairo_surface_status(read) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(read);
        return p;
    }
    p.width = cairo_image_surface_get_width(read);
    p.height = cairo_image_surface_get_height(read);
    p.rgba = g_malloc_n((size_t)p.width * (size_t)p.height, 4);
    const bool opaque = cairo_image_surface_get_format(read) == CAIRO_FORMAT_RGB24;
    const size_t stride = (size_t)cairo_image_surface_get_stride(read);
    for (int y = 0; y < p.height; y++) {
        const uint32_t *row = (const uint32_t *)(const void *)(cairo_image_surface_get_data(read) + (size_t)y * stride);
        for (int x = 0; x < p.width; x++) {
            const uint32_t a = opaque ? 255 : row[x] >> 24;
            uint8_t *to = p.rgba + 4 * ((size_t)y * (size_t)p.width + (size_t)x);
            for (int c = 0; c < 3; c++)
                to[c] = a ? (uint8_t)(((row[x] >> (16 - 8 * c) & 255) * 255 + a / 2) / a) : 0;
            to[3] = (uint8_t)a;
        }
    }
    cairo_surface_destroy(read);
    return p;
}

picture picture_png(double width_pt, double height_pt, double dpi, picture_draw draw, void *user)
{
    const kuril_canvas_options options = {
        .format = KURIL_CANVAS_PNG, .width_pt = width_pt, .height_pt = height_pt, .dpi = dpi};
    GBytes *bytes = picture_page(&options, draw, user);
    char *path = picture_keep(bytes, "page.png");
    const picture p = picture_read(path);
    assert_non_null(p.rgba);
    g_remove(path);
    g_free(path);
    g_bytes_unref(bytes);
    return p;
}

void picture_free(picture *p)
{
    g_free(p->rgba);
    p->rgba = NULL;
}

const uint8_t *picture_at(const picture *p, int x, int y)
{
    assert_true(x >= 0 && y >= 0 && x < p->width && y < p->height);
    return p->rgba + 4 * ((size_t)y * (size_t)p->width + (size_t)x);
}

static void write_diff(const picture *a, const uint8_t *marks, const char *path)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, a->width, a->height);
    uint8_t *data = cairo_image_surface_get_data(surface);
    const size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    for (int y = 0; y < a->height; y++)
        for (int x = 0; x < a->width; x++) {
            const uint8_t *p = picture_at(a, x, y);
            const uint32_t pale = 192u + (p[0] + p[1] + p[2]) / 12u;
            const bool mark = marks[(size_t)y * (size_t)a->width + (size_t)x];
            ((uint32_t *)(void *)(data + (size_t)y * stride))[x] = mark ? 0xff0000 : pale << 16 | pale << 8 | pale;
        }
    cairo_surface_mark_dirty(surface);
    cairo_surface_write_to_png(surface, path);
    cairo_surface_destroy(surface);
}

size_t picture_differs(const picture *a, const picture *b, int tolerance, const char *diff)
{
    if (a->width != b->width || a->height != b->height)
        return SIZE_MAX;
    const size_t n = (size_t)a->width * (size_t)a->height;
    uint8_t *marks = g_malloc0(n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < 4; c++)
            marks[i] |= abs(a->rgba[4 * i + c] - b->rgba[4 * i + c]) > tolerance;
        count += marks[i];
    }
    if (diff && count > 0)
        write_diff(a, marks, diff);
    g_free(marks);
    return count;
}

bool picture_have(const char *program)
{
    char *path = g_find_program_in_path(program);
    if (!path)
        print_message("SKIPPED: there is no %s\n", program);
    g_free(path);
    return path != NULL;
}

char *picture_run(const char *command)
{
    char *out = NULL, *err = NULL;
    int status = 0;
    assert_true(g_spawn_command_line_sync(command, &out, &err, &status, NULL));
    if (status != 0)
        fail_msg("%s: %s", command, err);
    g_free(err);
    return out;
}
