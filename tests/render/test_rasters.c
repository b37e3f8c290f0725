/*
 * Rasters on maps, cases B16 to B19: grids of a few cells, written here, drawn through the whole program's library and
 * counted pixel by pixel.
 */
#include "compare.h"
#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/map.h>
#include <math.h>

/* An ESRI ASCII grid in degrees: rows from the north, each value from its row and column. */
static char *grid_text(int columns, int rows, double west, double south, double cell,
                       double (*value)(int column, int row, double lat))
{
    GString *text = g_string_new(NULL);
    g_string_printf(text, "ncols %d\nnrows %d\nxllcorner %.9f\nyllcorner %.9f\ncellsize %.9f\nNODATA_value -99999\n",
                    columns, rows, west, south, cell);
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            g_string_append_printf(text, "%.6f%c", value(column, row, south + (rows - row - 0.5) * cell),
                                   column + 1 < columns ? ' ' : '\n');
    return g_string_free(text, FALSE);
}

static const char *const wgs84 = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],"
                                 "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]";

/* Draws one layer over the grid on a bare map. Takes the grid's text over. */
static pixel_picture mapped(char *grid, const char *layer, const char *projection, const char *bounds, const char *size)
{
    static const char *const bare[] = {"title=off",       "legend=off",  "scale-bar=off",
                                       "north-arrow=off", "locator=off", "graticule=off",
                                       "neatline=off",    "credits=off", "worldview=off"};
    char *folder = g_dir_make_tmp("kurilmap-rasters-XXXXXX", NULL);
    static const char *const names[] = {"dem.asc", "dem.prj", "style.json", "out.png"};
    char *paths[4];
    for (int i = 0; i < 4; i++)
        paths[i] = g_build_filename(folder, names[i], NULL);
    char *style = g_strdup_printf("{\"version\":8,\"sources\":{\"d\":{\"type\":\"raster-dem\",\"url\":\"dem.asc\"}},"
                                  "\"layers\":[{\"id\":\"r\",\"source\":\"d\",%s}]}",
                                  layer);
    assert_true(g_file_set_contents(paths[0], grid, -1, NULL) && g_file_set_contents(paths[1], wgs84, -1, NULL) &&
                g_file_set_contents(paths[2], style, -1, NULL));
    kuril_map *map = kuril_map_new();
    kuril_error error = {0};
    const char *settings[][2] = {{"style", paths[2]}, {"projection", projection}, {"bounds", bounds},
                                 {"size", size},      {"output", paths[3]},       {"strategic", "none"}};
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
        if (kuril_map_set(map, settings[i][0], settings[i][1], &error) != KURIL_OK)
            fail_msg("%s", error.message);
    for (size_t i = 0; i < G_N_ELEMENTS(bare); i++)
        assert_int_equal(kuril_map_set(map, "furniture", bare[i], &error), KURIL_OK);
    if (kuril_map_render(map, NULL, 0, NULL, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    pixel_picture picture = {0};
    assert_true(pixel_picture_read(paths[3], &picture));
    kuril_map_free(map);
    for (int i = 0; i < 4; i++) {
        g_remove(paths[i]);
        g_free(paths[i]);
    }
    g_rmdir(folder);
    g_free(folder);
    g_free(style);
    g_free(grid);
    return picture;
}

/* How many pixels have a colour, and the box that holds them. */
typedef struct found {
    int count, x_min, x_max, y_min, y_max;
} found;

static found find(const pixel_picture *p, uint32_t argb)
{
    found f = {0, p->width, -1, p->height, -1};
    for (int y = 0; y < p->height; y++)
        for (int x = 0; x < p->width; x++)
            if (p->argb[y * p->width + x] == argb) {
                f.count++;
                f.x_min = MIN(f.x_min, x);
                f.x_max = MAX(f.x_max, x);
                f.y_min = MIN(f.y_min, y);
                f.y_max = MAX(f.y_max, y);
            }
    return f;
}

static double one(int column, int row, double lat)
{
    (void)column;
    (void)row;
    (void)lat;
    return 1;
}

static double by_column(int column, int row, double lat)
{
    (void)row;
    (void)lat;
    return column;
}

#define ALL_BLACK                                                                                                      \
    "\"type\":\"color-relief\",\"paint\":{\"color-relief-color\":[\"step\",[\"elevation\"],\"#000000\",5000,\"#"       \
    "000001\"]}"

/* B16: on Equal Earth, the page larger than the globe: the raster ends at the outline and is not repeated. The outline
   holds 4 pi / 5.4126^2 of the square of its width (Savric, Patterson and Jenny 2018: x from -2.70633 to 2.70633). */
static void rasters_end_at_the_outline(void **state)
{
    (void)state;
    static const char *const pages[] = {"EPSG:8857", "+proj=eqearth +lon_0=145 +datum=WGS84"};
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        pixel_picture p =
            mapped(grid_text(36, 18, -180, -90, 10, one), ALL_BLACK, pages[i], "-180,-90,180,90", "400x400");
        const found f = find(&p, 0xff000000u);
        const double width = f.x_max - f.x_min + 1;
        assert_true(width > 300);
        assert_near(f.count / (width * width), 4 * G_PI / (2 * 2.70633) / (2 * 2.70633), 0.01);
        pixel_picture_free(&p);
    }
}

/* B17: 16 x 16 cells of 0.02 degrees from 179.9 E, 1 N: a square about 180 degrees, of 16 parts in 24 of the view. */
static void a_small_raster_across_180(void **state)
{
    (void)state;
    static const char *const pages[] = {"EPSG:3857", "auto", "+proj=laea +lat_0=1 +lon_0=180 +datum=WGS84",
                                        "EPSG:32701"};
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        pixel_picture p =
            mapped(grid_text(16, 16, 179.9, 0.68, 0.02, one), ALL_BLACK, pages[i], "179.82,0.6,-179.7,1.08", "300x300");
        const found f = find(&p, 0xff000000u);
        const double width = f.x_max - f.x_min + 1, height = f.y_max - f.y_min + 1;
        assert_true(width > 150 && width < 260);
        assert_near(width / height, 1, 0.02);
        assert_near(f.count / (width * height), 1, 0.03); /* whole: no gap at 180 */
        pixel_picture_free(&p);
    }
}

/* B18: the last column of a global raster meets the first: no gap at 180 degrees, each cell in its place. */
static void the_last_column_meets_the_first(void **state)
{
    (void)state;
    pixel_picture p = mapped(grid_text(36, 18, -180, -90, 10, by_column),
                             "\"type\":\"color-relief\",\"paint\":{\"resampling\":\"nearest\",\"color-relief-color\":"
                             "[\"step\",[\"elevation\"],\"#00ff00\",0.5,\"#000000\",34.5,\"#0000ff\"]}",
                             "+proj=eqc +lon_0=180 +datum=WGS84", "150,-60,-150,60", "300x600");
    const found east = find(&p, 0xff0000ffu), west = find(&p, 0xff00ff00u), rest = find(&p, 0xff000000u);
    assert_true(east.count > 1000 && rest.count > 1000);
    assert_int_equal(east.x_max + 1, west.x_min);
    assert_near((double)east.count / west.count, 1, 0.05);
    /* New Zealand, 166 to 179 E, 34 to 47 S, lies in columns 34 and 35: all of the frame's pixels are one of the three
     */
    const double width = rest.x_max - rest.x_min + 1, height = rest.y_max - rest.y_min + 1;
    assert_near((east.count + west.count + rest.count) / (width * height), 1, 1e-3);
    pixel_picture_free(&p);
}

/* Rises by 0.2 metres for a metre of ground, northward or eastward. Metres a degree at 45 N: 111 132 and 78 847. */
static double rise_north(int column, int row, double lat)
{
    (void)column;
    (void)row;
    return 0.2 * 111132 * (lat - 45) + 50000;
}

static double rise_east(int column, int row, double lat)
{
    (void)row;
    (void)lat;
    return 0.2 * 78847 * 0.05 * column;
}

static int middle_gray(pixel_picture *p)
{
    const int gray = (int)(p->argb[p->height / 2 * p->width + p->width / 2] & 0xff);
    pixel_picture_free(p);
    return gray;
}

/* B19: at the page's middle a slope that looks at the light is as bright as its angle says, the same east and north,
   also on a page whose degrees of longitude are as long as those of latitude. The method `basic` shades by the cosine
   of the angle between light and normal: cos(45 - atan 0.2) = 0.832, which is 2 * 0.832 - 1 of the highlight. */
static void slopes_are_as_steep_as_they_are(void **state)
{
    (void)state;
    static const char *const pages[] = {"+proj=eqc +datum=WGS84", "+proj=laea +lat_0=45 +lon_0=150 +datum=WGS84",
                                        "EPSG:3857"};
#define LIT_FROM(direction)                                                                                            \
    "\"type\":\"hillshade\",\"paint\":{\"hillshade-method\":\"basic\",\"hillshade-illumination-altitude\":45,"         \
    "\"hillshade-illumination-direction\":" direction ",\"hillshade-shadow-color\":\"#ff0000\","                       \
    "\"hillshade-highlight-color\":\"#000000\"}"
    const int want = (int)lround(255 * (1 - (2 * cos(G_PI / 4 - atan(0.2)) - 1)));
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        pixel_picture north = mapped(grid_text(80, 80, 148, 43, 0.05, rise_north), LIT_FROM("180"), pages[i],
                                     "149.5,44.6,150.5,45.4", "200x200");
        pixel_picture east = mapped(grid_text(80, 80, 148, 43, 0.05, rise_east), LIT_FROM("270"), pages[i],
                                    "149.5,44.6,150.5,45.4", "200x200");
        assert_in_range(middle_gray(&north), want - 3, want + 3);
        assert_in_range(middle_gray(&east), want - 3, want + 3);
    }
}

/* At a pole Web Mercator's zoom has no end, and a small world has one below 0: both are drawn all the same. */
static void maps_about_poles_and_small_worlds_are_drawn(void **state)
{
    (void)state;
    static const char *const pages[][2] = {{"EPSG:3413", "-180,60,180,90"},
                                           {"laea", "-180,-90,180,-60"},
                                           {"+proj=stere +lat_0=90", "-180,-90,180,90"},
                                           {"+proj=igh", "-180,-90,180,90"}};
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        pixel_picture p = mapped(grid_text(36, 18, -180, -90, 10, one), ALL_BLACK, pages[i][0], pages[i][1], "200x200");
        assert_true(find(&p, 0xff000000u).count > 200 * 200 / 5);
        pixel_picture_free(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rasters_end_at_the_outline),
        cmocka_unit_test(a_small_raster_across_180),
        cmocka_unit_test(the_last_column_meets_the_first),
        cmocka_unit_test(slopes_are_as_steep_as_they_are),
        cmocka_unit_test(maps_about_poles_and_small_worlds_are_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
