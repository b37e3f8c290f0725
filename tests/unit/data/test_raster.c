#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/dataset.h>
#include <math.h>
#include <string.h>

/* A grid of 4 x 3 cells of one degree whose value is column + 10 row; row 0 is the northern one. */
static char *write_grid(const char *west)
{
    char *path = g_strdup_printf("%s/kurilmap-grid-%d.asc", g_get_tmp_dir(), g_random_int_range(0, G_MAXINT));
    char *text = g_strdup_printf("ncols 4\nnrows 3\nxllcorner %s\nyllcorner 44\ncellsize 1\nNODATA_value -9\n"
                                 "0 1 2 3\n10 11 -9 13\n20 21 22 23\n",
                                 west);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    g_free(text);
    return path;
}

static kuril_raster *open_grid(const char *path)
{
    kuril_raster *raster = NULL;
    kuril_error error = {0};
    if (kuril_raster_open(path, NULL, NULL, &raster, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    return raster;
}

static void values_stand_at_cell_centres(void **state)
{
    (void)state;
    char *path = write_grid("148");
    kuril_raster *raster = open_grid(path);
    const kuril_raster_info *info = kuril_raster_get_info(raster);
    assert_int_equal(info->width, 4);
    assert_near(info->bbox.west, 148, 1e-12);
    assert_near(info->bbox.north, 47, 1e-12);
    const kuril_lonlat places[] = {{148.5, 46.5}, {149, 46}, {148, 47}, {149.5 + 360, 44.5}, {147.9, 45}, {150.5, 45.5},
                                   {150.1, 44.9}};
    double v[7];
    assert_int_equal(kuril_raster_sample(raster, 1, places, 7, v, NULL), KURIL_OK);
    assert_near(v[0], 0, 1e-9);
    assert_near(v[1], 5.5, 1e-9);  /* the mean of 0 1 10 11 */
    assert_near(v[2], 0, 1e-9);    /* the outer half of a cell has the cell's value */
    assert_near(v[3], 21, 1e-9);   /* a turn further round the globe */
    assert_true(isnan(v[4]));      /* outside */
    assert_true(isnan(v[5]));      /* the cell without data */
    assert_true(v[6] > 11 && v[6] < 22); /* beside it, the others decide */
    float window[4];
    assert_int_equal(kuril_raster_read(raster, 1, 1, 1, 2, 2, 2, 2, window, NULL), KURIL_OK);
    assert_near((double)window[0], 11, 0);
    assert_true(isnan(window[1]));
    assert_near((double)window[3], 22, 0);
    assert_int_equal(kuril_raster_read(raster, 1, 3, 0, 2, 1, 2, 1, window, NULL), KURIL_E_ARGUMENT);
    kuril_raster_close(raster);
    g_unlink(path);
    g_free(path);
}

/* Cells of UTM zone 55 by their centres; by PROJ: echo 501500 5201500 | cs2cs EPSG:32655 EPSG:4326. */
static void a_projected_grid_is_sampled_by_place(void **state)
{
    (void)state;
    char *path = g_strdup_printf("%s/kurilmap-grid-%d.asc", g_get_tmp_dir(), g_random_int_range(0, G_MAXINT));
    assert_true(g_file_set_contents(path,
                                    "ncols 3\nnrows 2\nxllcorner 500000\nyllcorner 5200000\ncellsize 1000\n"
                                    "NODATA_value -9\n1 2 3\n4 -9 6\n",
                                    -1, NULL));
    kuril_raster *raster = NULL;
    kuril_error error = {0};
    assert_int_equal(kuril_raster_open(path, NULL, NULL, &raster, &error), KURIL_E_PROJECTION);
    char *report = NULL;
    error = (kuril_error){0};
    assert_int_equal(kuril_dataset_check(path, NULL, NULL, &report, &error), KURIL_E_PROJECTION);
    assert_non_null(strstr(error.message, "are not degrees"));
    const kuril_dataset_options options = {.crs = "EPSG:32655"};
    assert_int_equal(kuril_raster_open(path, &options, NULL, &raster, NULL), KURIL_OK);
    const kuril_lonlat places[] = {{147.019718075, 46.967025745}, {147.032857946, 46.958023905}, {147.5, 46.96}};
    double v[3];
    assert_int_equal(kuril_raster_sample(raster, 1, places, 3, v, NULL), KURIL_OK);
    assert_near(v[0], 2, 1e-4);
    assert_near(v[1], 6, 1e-4);
    assert_true(isnan(v[2]));
    kuril_raster_close(raster);
    assert_int_equal(kuril_dataset_check(path, &options, NULL, &report, NULL), KURIL_OK);
    assert_non_null(strstr(report, "3 x 2, 1 band"));
    kuril_text_free(report);
    g_unlink(path);
    g_free(path);
}

static void a_grid_across_180_is_one_grid(void **state)
{
    (void)state;
    char *path = write_grid("178");
    kuril_raster *raster = open_grid(path);
    assert_near(kuril_raster_get_info(raster)->bbox.east, -178, 1e-12);
    const kuril_lonlat places[] = {{-180, 46.5}, {-178.5, 44.5}};
    double v[2];
    assert_int_equal(kuril_raster_sample(raster, 1, places, 2, v, NULL), KURIL_OK);
    assert_near(v[0], 1.5, 1e-9);
    assert_near(v[1], 23, 1e-9);
    kuril_raster_close(raster);
    g_unlink(path);
    g_free(path);
}

/* geodata.md: the deepest place of the Kuril Basin in ETOPO5, 3429 m at 147.917 E 46.917 N before the half-cell shift
   of 2.5' east that the embedded grid has. */
static void the_embedded_depths_are_where_they_should_be(void **state)
{
    (void)state;
    kuril_raster *raster = open_grid("geodata:depth_grid");
    const kuril_lonlat deepest = {147.9166667 + 2.5 / 60, 46.9166667};
    double v;
    assert_string_equal(kuril_raster_get_info(raster)->embedded, "depth_grid");
    assert_int_equal(kuril_raster_sample(raster, 1, &deepest, 1, &v, NULL), KURIL_OK);
    assert_near(v, -3429, 0.5);
    kuril_raster_close(raster);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_projected_grid_is_sampled_by_place), cmocka_unit_test(values_stand_at_cell_centres),
        cmocka_unit_test(a_grid_across_180_is_one_grid),
        cmocka_unit_test(the_embedded_depths_are_where_they_should_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
