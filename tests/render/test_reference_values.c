/*
 * Colours of hillshades and rasters beside those of the specification's own renderer: reference/values.html says how
 * the tables beside it were made. Styles, places and pixels here are the same as there.
 */
#include "style_picture.h"
#include "support.h"

#include <cairo.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>

enum { SIDE = 64 };

#define BACKGROUND "{\"id\":\"b\",\"type\":\"background\",\"paint\":{\"background-color\":\"#808080\"}}"

/* Its rows, each of `columns` fields, the heading left out. Free with g_ptr_array_free (TRUE). */
static GPtrArray *table(const char *name, guint columns)
{
    char *path = g_build_filename(KURIL_TEST_DIR, "render", "reference", name, NULL), *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    char **lines = g_strsplit(g_strchomp(text), "\n", -1);
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)(void (*)(void))g_strfreev);
    for (char **line = lines + 1; *line; line++) {
        char **fields = g_strsplit(*line, "\t", -1);
        assert_int_equal(g_strv_length(fields), columns);
        g_ptr_array_add(rows, fields);
    }
    g_strfreev(lines);
    g_free(text);
    g_free(path);
    return rows;
}

/* `want`: three numbers of 0 to 255. */
static void assert_color(const pixel_picture *p, int x, int y, const char *want, double tolerance, const char *what)
{
    char **numbers = g_strsplit(want, " ", 3);
    const uint32_t got = p->argb[y * SIDE + x];
    for (int i = 0; i < 3; i++) {
        const double level = got >> (16 - 8 * i) & 255;
        if (fabs(level - g_ascii_strtod(numbers[i], NULL)) > tolerance)
            fail_msg("%s: %u %u %u at %d, %d instead of %s", what, got >> 16 & 255, got >> 8 & 255, got & 255, x, y,
                     want);
    }
    g_strfreev(numbers);
}

/* A plane about 0 N, 0 E, in degrees; heights in metres by the metres that a degree has there (WGS 84). */
static void write_plane(const char *folder, double east, double south)
{
    enum { CELLS = 80 };
    static const double CELL = 0.00005, EAST_M = 111319.491, NORTH_M = 110574.276;
    static const char wgs84[] = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],"
                                "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]";
    GString *text = g_string_new("ncols 80\nnrows 80\nxllcorner -0.002\nyllcorner -0.002\ncellsize 0.00005\n");
    for (int row = 0; row < CELLS; row++)
        for (int column = 0; column < CELLS; column++) {
            char number[G_ASCII_DTOSTR_BUF_SIZE];
            const double x = (column + 0.5 - CELLS / 2) * CELL * EAST_M, y = (row + 0.5 - CELLS / 2) * CELL * NORTH_M;
            g_string_append(text, g_ascii_formatd(number, sizeof number, "%.6f", east * x + south * y + 1000));
            g_string_append_c(text, column + 1 < CELLS ? ' ' : '\n');
        }
    char *grid = g_build_filename(folder, "plane.asc", NULL), *crs = g_build_filename(folder, "plane.prj", NULL);
    assert_true(g_file_set_contents(grid, text->str, -1, NULL) && g_file_set_contents(crs, wgs84, -1, NULL));
    g_free(crs);
    g_free(grid);
    g_string_free(text, TRUE);
}

static void test_hillshade(void **state)
{
    (void)state;
    char *folder = kuril_test_folder_new();
    GPtrArray *rows = table("hillshade.tsv", 6);
    assert_true(rows->len > 50);
    for (guint i = 0; i < rows->len; i++) {
        char **row = rows->pdata[i];
        const bool many = strcmp(row[0], "multidirectional") == 0;
        char *what = g_strjoin(" ", row[0], row[1], row[2], row[3], row[4], NULL);
        char *direction = g_strdup_printf(many ? "[%s,270,20]" : "%s", row[4]);
        char *text = g_strdup_printf(
            "{\"version\":8,\"center\":[0,0],\"zoom\":15,\"sources\":{\"d\":{\"type\":\"raster-dem\",\"url\":"
            "\"plane.asc\"}},\"layers\":[" BACKGROUND ",{\"id\":\"h\",\"type\":\"hillshade\",\"source\":\"d\","
            "\"paint\":{\"hillshade-method\":\"%s\",\"hillshade-exaggeration\":%s,"
            "\"hillshade-illumination-anchor\":\"map\",\"hillshade-illumination-direction\":%s,"
            "\"hillshade-illumination-altitude\":%s,\"hillshade-shadow-color\":%s,\"hillshade-highlight-color\":%s,"
            "\"hillshade-accent-color\":\"#408020\"}}]}",
            row[0], row[3], direction, many ? "[30,45,60]" : "40",
            many ? "[\"#203040\",\"#000000\",\"#102000\"]" : "\"#203040\"",
            many ? "[\"#fff0c0\",\"#ffffff\",\"#c0e0ff\"]" : "\"#fff0c0\"");
        write_plane(folder, g_ascii_strtod(row[1], NULL), g_ascii_strtod(row[2], NULL));
        pixel_picture p = style_picture(folder, text, SIDE, what);
        assert_color(&p, 20, 23, row[5], 3, what); /* heights there are rounded to 0.1 m, slopes so to 2 in a hundred */
        pixel_picture_free(&p);
        g_free(text);
        g_free(direction);
        g_free(what);
    }
    g_ptr_array_free(rows, TRUE);
    kuril_test_folder_remove(folder);
}

/* Four pixels: red and olive, blue and grey. */
static void write_four(const char *folder)
{
    static const uint32_t colors[2][2] = {{0xe02040, 0x80a030}, {0x2040c0, 0x909090}};
    char *path = g_build_filename(folder, "four.png", NULL);
    cairo_surface_t *picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 2, 2);
    unsigned char *rows = cairo_image_surface_get_data(picture);
    for (int y = 0; y < 2; y++)
        memcpy(rows + y * cairo_image_surface_get_stride(picture), colors[y], sizeof colors[y]);
    cairo_surface_mark_dirty(picture);
    assert_int_equal(cairo_surface_write_to_png(picture, path), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(picture);
    g_free(path);
}

static void test_raster(void **state)
{
    (void)state;
    char *folder = kuril_test_folder_new();
    GPtrArray *rows = table("raster.tsv", 5);
    assert_true(rows->len > 10);
    write_four(folder);
    for (guint i = 0; i < rows->len; i++) {
        char **row = rows->pdata[i];
        const size_t n = strlen(row[0]); /* a JSON object: its members go before ours */
        char *text = g_strdup_printf(
            "{\"version\":8,\"center\":[0,0],\"zoom\":0,\"sources\":{\"i\":{\"type\":\"image\",\"url\":\"four.png\","
            "\"coordinates\":[[-20,20],[20,20],[20,-20],[-20,-20]]}},\"layers\":[" BACKGROUND
            ",{\"id\":\"r\",\"type\":\"raster\",\"source\":\"i\",\"paint\":%.*s%s\"raster-resampling\":\"nearest\"}}]}",
            (int)(n - 1), row[0], n > 2 ? "," : "");
        pixel_picture p = style_picture(folder, text, SIDE, row[0]);
        static const int places[4][2] = {{16, 16}, {47, 16}, {16, 47}, {47, 47}};
        for (int k = 0; k < 4; k++)
            assert_color(&p, places[k][0], places[k][1], row[1 + k], 2, row[0]);
        pixel_picture_free(&p);
        g_free(text);
    }
    g_ptr_array_free(rows, TRUE);
    kuril_test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_hillshade), cmocka_unit_test(test_raster)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
