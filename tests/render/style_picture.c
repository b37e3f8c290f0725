#include "style_picture.h"

#include "support.h"
#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/map.h>

pixel_picture style_picture(const char *folder, const char *text, int side, const char *what)
{
    char *style = g_build_filename(folder, "style.json", NULL), *png = g_build_filename(folder, "out.png", NULL);
    char *size = g_strdup_printf("%dx%d", side, side);
    assert_true(g_file_set_contents(style, text, -1, NULL));
    kuril_map *map = kuril_map_of_style(style);
    kuril_error error = {0};
    pixel_picture picture = {0};
    assert_int_equal(kuril_map_set(map, "size", size, &error), KURIL_OK);
    assert_int_equal(kuril_map_set(map, "output", png, &error), KURIL_OK);
    if (kuril_map_render(map, NULL, 0, NULL, &error) != KURIL_OK)
        fail_msg("%s: %s", what, error.message);
    assert_true(pixel_picture_read(png, &picture));
    assert_int_equal(picture.width, side);
    assert_int_equal(picture.height, side);
    kuril_map_free(map);
    g_remove(style);
    g_remove(png);
    g_free(size);
    g_free(png);
    g_free(style);
    return picture;
}
