/* Which files a document may have read: its own folder's, ours, and those the user allows; links do not help. */
#include "core/access.h"
#include "data/name.h"
#include "render/icon.h"
#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <hdf5.h>
#include <kurilmap/dataset.h>
#include <kurilmap/map.h>
#include <kurilmap/style.h>
#include <string.h>
#include <unistd.h>

static char *root, *inside, *outside; /* ROOT/in, ROOT/out */

static char *file_in(const char *folder, const char *name, const char *content)
{
    char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, content, -1, NULL));
    return path;
}

static int make_folders(void **state)
{
    (void)state;
    root = g_dir_make_tmp("kurilmap-access-XXXXXX", NULL);
    inside = g_build_filename(root, "in", NULL);
    outside = g_build_filename(root, "out", NULL);
    g_mkdir(inside, 0755);
    g_mkdir(outside, 0755);
    g_free(file_in(outside, "secret.geojson", "{\"type\":\"Point\",\"coordinates\":[147,45]}"));
    g_free(file_in(outside, "a.zip", "x"));
    g_free(file_in(outside, "a.dbf", "x"));
    g_free(file_in(inside, "a.shp", "x"));
    g_free(file_in(inside, "own.geojson", "{\"type\":\"Point\",\"coordinates\":[147,45]}"));
    return 0;
}

static void remove_folder(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
            remove_folder(path);
        else
            g_unlink(path);
        g_free(path);
    }
    g_dir_close(dir);
    g_rmdir(folder);
}

static int remove_folders(void **state)
{
    (void)state;
    remove_folder(root);
    g_free(root);
    g_free(inside);
    g_free(outside);
    return 0;
}

static kuril_status judge(const char *format, const char *folder)
{
    char **parts = g_strsplit(format, "$", -1), *name = g_strjoinv(folder, parts);
    const kuril_status status = kuril_source_name_check(name, inside, NULL);
    g_strfreev(parts);
    g_free(name);
    return status;
}

static void names_are_judged_by_where_they_lead(void **state)
{
    (void)state;
    static const char *const good[] = {"$/own.geojson", "$/own.geojson?where=a = 1", "$/none.shp", "geodata:land",
                                       "$/../in/own.geojson", "/vsizip/$/own.geojson/x.shp", "$/sub/deep.gpkg:layer"};
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
        assert_int_equal(judge(good[i], inside), KURIL_OK);
    static const char *const bad[] = {"$/secret.geojson",      "$/secret.geojson:layer", "$/secret.geojson?encoding=CP932",
                                      "$/../out/a.zip",        "/vsizip/$/a.zip/b.shp",  "/vsizip/{$/a.zip}/b.shp",
                                      "/vsisubfile/0_9,$/a.zip", "$/none.shp",           "/etc/passwd"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        if (judge(bad[i], outside) != KURIL_E_ARGUMENT)
            fail_msg("'%s' is allowed", bad[i]);
    }
}

static void links_are_followed(void **state)
{
    (void)state;
    char *target = g_build_filename(outside, "secret.geojson", NULL), *link = g_build_filename(inside, "l.geojson", NULL);
    char *folder_link = g_build_filename(inside, "lf", NULL), *part = g_build_filename(inside, "a.dbf", NULL);
    char *part_target = g_build_filename(outside, "a.dbf", NULL);
    assert_int_equal(judge("$/a.shp", inside), KURIL_OK);
    assert_int_equal(symlink(target, link), 0);
    assert_int_equal(symlink(outside, folder_link), 0);
    assert_int_equal(symlink(part_target, part), 0);
    assert_int_equal(judge("$/l.geojson", inside), KURIL_E_ARGUMENT);
    assert_int_equal(judge("$/lf/secret.geojson", inside), KURIL_E_ARGUMENT);
    assert_int_equal(judge("$/a.shp", inside), KURIL_E_ARGUMENT); /* its .dbf leads elsewhere */
    char *const made[] = {link, folder_link, part};
    for (size_t i = 0; i < G_N_ELEMENTS(made); i++)
        g_unlink(made[i]);
    g_free(target);
    g_free(link);
    g_free(folder_link);
    g_free(part);
    g_free(part_target);
}

static void the_user_may_allow_more(void **state)
{
    (void)state;
    assert_int_equal(judge("$/secret.geojson", outside), KURIL_E_ARGUMENT);
    char *list = g_strconcat("/no/such/folder:", outside, NULL);
    g_setenv(KURIL_ALLOW_FOLDERS, list, TRUE);
    assert_int_equal(judge("$/secret.geojson", outside), KURIL_OK);
    assert_int_equal(judge("/etc/passwd", outside), KURIL_E_ARGUMENT);
    g_unsetenv(KURIL_ALLOW_FOLDERS);
    g_free(list);
}

/* Each way in which a map names a file; the command line may name any. */
static void maps_keep_to_their_folder(void **state)
{
    (void)state;
    static const char *const documents[] = {
        "view: okhotsk\ndata: ../out/secret.geojson\n",
        "view: okhotsk\npoints: ../out/secret.geojson\n",
        "view: okhotsk\nbuffer: '../out/secret.geojson:12nmi'\n",
        "view: okhotsk\nstyle: ../out/secret.geojson\n",
        "view: ../out/secret.geojson\n",
        "view: okhotsk\nprojection: '@/etc/hostname'\n",
        "view: okhotsk\nprojection: +init=/etc/hostname:x\n",
        "view: okhotsk\nprojection: +proj=merc +nadgrids=@/etc/hostname\n",
        "view: okhotsk\noutput: ../out/x.png\n",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(documents); i++) {
        char *path = file_in(inside, "map.yaml", documents[i]);
        kuril_map *map = NULL;
        kuril_error error = {0};
        if (kuril_map_read(path, &map, NULL, &error) == KURIL_OK)
            fail_msg("allowed: %s", documents[i]);
        assert_true(error.line > 0); /* where in the document */
        g_free(path);
    }
    kuril_map *map = kuril_map_new();
    char *secret = g_build_filename(outside, "secret.geojson", NULL);
    assert_int_equal(kuril_map_set(map, "data", secret, NULL), KURIL_OK);
    assert_int_equal(kuril_map_set(map, "projection", "@/etc/hostname", NULL), KURIL_OK);
    g_free(secret);
    kuril_map_free(map);
}

static void styles_keep_to_their_folder(void **state)
{
    (void)state;
    static const char *const sources[] = {"\"type\": \"geojson\", \"data\": \"../out/secret.geojson\"",
                                          "\"type\": \"vector\", \"url\": \"/vsizip/../out/a.zip\"",
                                          "\"type\": \"vector\", \"url\": \"file:///etc/passwd\""};
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        char *text = g_strdup_printf("{\"version\": 8, \"sources\": {\"s\": {%s}}, \"layers\": []}", sources[i]);
        char *path = file_in(inside, "style.json", text);
        kuril_style *style = NULL;
        kuril_error error = {0};
        assert_int_not_equal(kuril_style_read(path, NULL, &style, &error), KURIL_OK);
        assert_non_null(strstr(error.message, "--allow-folder"));
        assert_true(error.line > 0);
        g_free(path);
        g_free(text);
    }
}

/* A link INSIDE/folder/name to a file outside; the folder is made. */
static char *lead_out(const char *folder, const char *name, const char *content)
{
    char *directory = g_build_filename(inside, folder, NULL), *target = file_in(outside, name, content);
    char *link = g_build_filename(directory, name, NULL);
    g_mkdir(directory, 0755);
    assert_int_equal(symlink(target, link), 0);
    g_free(link);
    g_free(target);
    return directory;
}

static void icons_keep_to_their_folder(void **state)
{
    (void)state;
    char *folder = lead_out("icons", "a.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
    kuril_icons *icons = kuril_icons_new();
    kuril_error error = {0};
    assert_int_equal(kuril_icons_add_folder(icons, NULL, folder, &error), KURIL_E_ARGUMENT);
    assert_non_null(strstr(error.message, "--allow-folder"));
    g_setenv(KURIL_ALLOW_FOLDERS, outside, TRUE);
    assert_int_equal(kuril_icons_add_folder(icons, NULL, folder, NULL), KURIL_OK);
    g_unsetenv(KURIL_ALLOW_FOLDERS);
    g_free(folder);
    char *sheets = lead_out("sheets", "s.json", "{}"), *sheet = g_build_filename(sheets, "s", NULL);
    assert_int_equal(kuril_icons_add_sprites(icons, NULL, sheet, true, NULL), KURIL_E_ARGUMENT);
    kuril_icons_free(icons);
    g_free(sheet);
    g_free(sheets);
}

/* A geodatabase is a folder, whose driver opens what is in it. */
static void links_within_a_dataset_are_followed(void **state)
{
    (void)state;
    assert_int_equal(judge("$/x.gdb", inside), KURIL_OK);
    g_free(lead_out("x.gdb", "a00000001.gdbtable", "x"));
    assert_int_equal(judge("$/x.gdb", inside), KURIL_E_ARGUMENT);
}

/* GDAL would open the tables that they name, wherever they lie. */
static void tables_that_name_others_are_not_read(void **state)
{
    (void)state;
    static const char *const tables[] = {
        "!table\n!version 300\nDefinition Table\n  Type NATIVE Charset \"Neutral\"\n  Fields 1\n    Table Char (254) ;\n"
        "begin_metadata\n\"\\IsSeamless\" = \"TRUE\"\nend_metadata\n",
        "!table\n!version 300\nOpen Table \"../out/a\" Hide\nCREATE\tVIEW v As Select a From a\n"};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
        char *path = file_in(inside, "seam.TAB", tables[i]);
        kuril_dataset *dataset = NULL;
        kuril_error error = {0};
        assert_int_equal(kuril_dataset_open(path, NULL, NULL, &dataset, &error), KURIL_E_UNSUPPORTED);
        assert_non_null(strstr(error.message, "MapInfo"));
        g_free(path);
    }
}

/* An HDF5 file with one array, whose cells are stored as said; NULL: in the file itself. */
static char *write_hdf5(const char *name, void (*store)(hid_t how, hid_t space))
{
    const hsize_t size[2] = {4, 4};
    char *path = g_build_filename(inside, name, NULL);
    const hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
                space = H5Screate_simple(2, size, NULL);
    const hid_t group = H5Gcreate2(file, "g", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                how = H5Pcreate(H5P_DATASET_CREATE);
    if (store)
        store(how, space);
    const hid_t cells = H5Dcreate2(group, "z", H5T_STD_U8LE, space, H5P_DEFAULT, how, H5P_DEFAULT);
    assert_true(cells >= 0);
    H5Dclose(cells);
    H5Pclose(how);
    H5Gclose(group);
    H5Sclose(space);
    H5Fclose(file);
    return path;
}

static void in_a_plain_file(hid_t how, hid_t space)
{
    (void)space;
    assert_true(H5Pset_external(how, "/etc/passwd", 0, 16) >= 0);
}

static void in_another_hdf5(hid_t how, hid_t space)
{
    assert_true(H5Pset_virtual(how, space, "../out/a.nc", "/z", space) >= 0);
}

static void link_another_hdf5(const char *path)
{
    const hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    assert_true(H5Lcreate_external("../out/a.nc", "/z", file, "/g/far", H5P_DEFAULT, H5P_DEFAULT) >= 0);
    H5Fclose(file);
}

static void expect_refused(char *path, const char *words)
{
    kuril_raster *raster = NULL;
    kuril_error error = {0};
    const kuril_status status = kuril_raster_open(path, NULL, NULL, &raster, &error);
    assert_int_equal(status == KURIL_E_UNSUPPORTED, words != NULL);
    assert_true(!words || strstr(error.message, words));
    kuril_raster_close(raster);
    g_free(path);
}

/* NetCDF-4 is HDF5, which would take cells out of any file of the disk. */
static void rasters_that_name_others_are_not_read(void **state)
{
    (void)state;
    expect_refused(write_hdf5("own.nc", NULL), NULL);
    expect_refused(write_hdf5("external.nc", in_a_plain_file), "takes cells from another file");
    expect_refused(write_hdf5("virtual.nc", in_another_hdf5), "takes cells from another file");
    char *path = write_hdf5("link.nc", NULL);
    link_another_hdf5(path);
    expect_refused(path, "links to another file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_judged_by_where_they_lead), cmocka_unit_test(links_are_followed),
        cmocka_unit_test(the_user_may_allow_more),             cmocka_unit_test(maps_keep_to_their_folder),
        cmocka_unit_test(styles_keep_to_their_folder),         cmocka_unit_test(icons_keep_to_their_folder),
        cmocka_unit_test(links_within_a_dataset_are_followed), cmocka_unit_test(tables_that_name_others_are_not_read),
        cmocka_unit_test(rasters_that_name_others_are_not_read),
    };
    return cmocka_run_group_tests(tests, make_folders, remove_folders);
}
