/* Rings of a shapefile's record in every order and direction (cases B31, B32): what lies in what tells what they are. */
#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/dataset.h>
#include <kurilmap/geodesy.h>
#include <math.h>
#include <string.h>

/* A square of degrees about a middle, counter-clockwise, first corner repeated. */
typedef struct square {
    double lon, half;
} square;

static const square outer = {150, 5}, hole = {150, 3}, island = {150, 1}, aside = {160, 2}, across = {155, 1};

/* Their areas by Planimeter (pyproj's Geod), square metres. */
static const double OUTER_M2 = 874001606082.7, HOLE_M2 = 315154980547.9, ISLAND_M2 = 35045956295.9, ASIDE_M2 = 140140671560.1;

static void put_int(GByteArray *b, gint32 n, bool big)
{
    const guint32 ordered = big ? GUINT32_TO_BE((guint32)n) : GUINT32_TO_LE((guint32)n);
    g_byte_array_append(b, (const guint8 *)&ordered, 4);
}

static void put_double(GByteArray *b, double x)
{
    guint64 bits;
    memcpy(&bits, &x, 8);
    bits = GUINT64_TO_LE(bits);
    g_byte_array_append(b, (const guint8 *)&bits, 8);
}

static void put_header(GByteArray *b, gint32 bytes)
{
    put_int(b, 9994, true);
    for (int i = 0; i < 5; i++)
        put_int(b, 0, true);
    put_int(b, bytes / 2, true);
    put_int(b, 1000, false);
    put_int(b, 5, false);
    const double box[8] = {140, 40, 165, 50, 0, 0, 0, 0};
    for (int i = 0; i < 8; i++)
        put_double(b, box[i]);
}

/* The ESRI white paper of 1998: a polygon's record. */
static void write_record(const char *folder, const square *squares, const bool *turns_left, int count)
{
    GByteArray *shp = g_byte_array_new(), *shx = g_byte_array_new();
    const gint32 content = 44 + 4 * count + 16 * 5 * count;
    put_header(shp, 100 + 8 + content);
    put_int(shp, 1, true);
    put_int(shp, content / 2, true);
    put_int(shp, 5, false);
    const double box[4] = {140, 40, 165, 50};
    for (int i = 0; i < 4; i++)
        put_double(shp, box[i]);
    put_int(shp, count, false);
    put_int(shp, 5 * count, false);
    for (int i = 0; i < count; i++)
        put_int(shp, 5 * i, false);
    static const int corners[5][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}};
    for (int i = 0; i < count; i++)
        for (int k = 0; k < 5; k++) {
            const int *corner = corners[turns_left[i] ? k : 4 - k];
            put_double(shp, squares[i].lon + squares[i].half * corner[0]);
            put_double(shp, 45 + squares[i].half * corner[1]);
        }
    put_header(shx, 108);
    put_int(shx, 50, true);
    put_int(shx, content / 2, true);
    const struct {
        const char *name;
        GByteArray *bytes;
    } files[] = {{"rings.shp", shp}, {"rings.shx", shx}};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        char *path = g_build_filename(folder, files[i].name, NULL);
        assert_true(g_file_set_contents(path, (const char *)files[i].bytes->data, files[i].bytes->len, NULL));
        g_free(path);
        g_byte_array_unref(files[i].bytes);
    }
}

static double area_of(const char *folder, size_t *parts)
{
    char *path = g_build_filename(folder, "rings.shp", NULL);
    kuril_dataset *d = NULL;
    const kuril_feature *f = NULL;
    kuril_extent extent = {0};
    const kuril_query query = {.geodesic = true};
    assert_int_equal(kuril_dataset_open(path, NULL, NULL, &d, NULL), KURIL_OK);
    assert_int_equal(kuril_dataset_select(d, &query, NULL), KURIL_OK);
    assert_int_equal(kuril_dataset_next(d, &f, NULL), KURIL_OK);
    assert_non_null(f);
    assert_int_equal(kuril_geometry_measure(f->geometry, KURIL_EDGES_GEODESIC, &extent), KURIL_OK);
    *parts = f->geometry->n_parts;
    kuril_dataset_close(d);
    g_free(path);
    return extent.area_m2;
}

static void rings_in_any_order_and_direction(void **state)
{
    (void)state;
    static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    const square three[3] = {outer, hole, island};
    char *folder = kuril_test_folder_new();
    for (int order = 0; order < 6; order++)
        for (int turns = 0; turns < 8; turns++) {
            square rings[3];
            bool left[3];
            for (int i = 0; i < 3; i++) {
                rings[i] = three[orders[order][i]];
                left[i] = turns >> i & 1;
            }
            write_record(folder, rings, left, 3);
            size_t parts = 0;
            assert_near(area_of(folder, &parts), OUTER_M2 - HOLE_M2 + ISLAND_M2, 1);
            assert_int_equal(parts, 2);
        }
    kuril_test_folder_remove(folder);
}

static void islands_side_by_side_stay_apart(void **state)
{
    (void)state;
    char *folder = kuril_test_folder_new();
    for (int turns = 0; turns < 8; turns++) {
        const square rings[3] = {outer, aside, hole};
        const bool left[3] = {turns & 1, turns >> 1 & 1, turns >> 2 & 1};
        write_record(folder, rings, left, 3);
        size_t parts = 0;
        assert_near(area_of(folder, &parts), OUTER_M2 - HOLE_M2 + ASIDE_M2, 1);
        assert_int_equal(parts, 2);
    }
    kuril_test_folder_remove(folder);
}

/* Case B33: a hole that reaches over its outer ring is still one. */
static void a_hole_across_the_edge_is_a_hole(void **state)
{
    (void)state;
    char *folder = kuril_test_folder_new();
    const square rings[2] = {outer, across};
    const bool left[2] = {false, true};
    write_record(folder, rings, left, 2);
    size_t parts = 0;
    area_of(folder, &parts);
    assert_int_equal(parts, 1);
    kuril_test_folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_in_any_order_and_direction),
        cmocka_unit_test(islands_side_by_side_stay_apart),
        cmocka_unit_test(a_hole_across_the_edge_is_a_hole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
