#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/dataset.h>
#include <string.h>

static const kuril_lonlat points[] = {{147, 44},     {149, 44},   {149, 46}, {147, 46},
                                      {147.5, 44.5}, {147.5, 45}, {148, 45}};
static const kuril_ring rings[] = {{0, 4}, {4, 3}};
static const kuril_part parts[] = {{KURIL_POLYGON, 0, 2}};
static const kuril_geometry shape = {points, 7, rings, 2, parts, 1};
static const kuril_member fields[] = {{"name", {.kind = KURIL_STRING, .as.string = "Итуруп 択捉島"}},
                                      {"area", {.kind = KURIL_NUMBER, .as.number = 3166.64}},
                                      {"count", {.kind = KURIL_NUMBER, .as.number = 12}}};
static const kuril_feature features[] = {{.id = 1, .geometry = &shape, .fields = fields, .n_fields = 3}};

static char *scratch(void)
{
    char *folder = g_dir_make_tmp("kurilmap-write-XXXXXX", NULL);
    assert_non_null(folder);
    return folder;
}

static void clear(char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *path = g_build_filename(folder, name, NULL);
        g_unlink(path);
        g_free(path);
    }
    g_dir_close(dir);
    g_rmdir(folder);
    g_free(folder);
}

/* Written in every format with fields, read again: the same geometry and values. */
static void what_is_written_reads_back(void **state)
{
    (void)state;
    static const char *const extensions[] = {"gpkg",     "geojson", "shp", "fgb", "csv",
                                             "geojsonl", "gml",     "tab", "mif", "sqlite"};
    const kuril_dataset_content content = {.features = features, .n_features = 1};
    char *folder = scratch();
    for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++) {
        char *path = g_strdup_printf("%s/зона.%s", folder, extensions[i]);
        kuril_error error = {0};
        if (kuril_dataset_write(path, &content, NULL, &error) != KURIL_OK)
            fail_msg("%s: %s", extensions[i], error.message);
        kuril_dataset *d;
        if (kuril_dataset_open(path, NULL, NULL, &d, &error) != KURIL_OK ||
            kuril_dataset_select(d, NULL, &error) != KURIL_OK)
            fail_msg("%s: %s", extensions[i], error.message);
        const kuril_feature *f;
        assert_int_equal(kuril_dataset_next(d, &f, &error), KURIL_OK);
        assert_non_null(f);
        assert_int_equal(f->geometry->n_points, 7);
        assert_int_equal(f->geometry->n_rings, 2);
        assert_string_equal(kuril_feature_get(f, "name")->as.string, "Итуруп 択捉島");
        assert_near(kuril_feature_get(f, "area")->as.number, 3166.64, 1e-9);
        assert_near(kuril_feature_get(f, "count")->as.number, 12, 0);
        kuril_bbox box;
        assert_int_equal(kuril_geometry_bbox(f->geometry, &box), KURIL_OK);
        assert_near(box.west, 147, 1e-9);
        assert_near(box.north, 46, 1e-9);
        kuril_dataset_close(d);
        g_free(path);
    }
    clear(folder);
}

static void expect_text(const kuril_feature *f, const char *extension, const char *name, const char *text)
{
    const kuril_value *v = kuril_feature_get(f, name);
    if (!v || v->kind != KURIL_STRING || strcmp(v->as.string, text) != 0)
        fail_msg("%s: field %s is not '%s'", extension, name, text);
}

static const kuril_member several[] = {
    {"Name", {.kind = KURIL_STRING, .as.string = "Iturup"}}, {"area", {.kind = KURIL_NUMBER, .as.number = 3166.64}},
    {"text", {.kind = KURIL_STRING, .as.string = "of 12"}},  {"name", {.kind = KURIL_STRING, .as.string = "Etorofu"}},
    {"fid", {.kind = KURIL_NUMBER, .as.number = 7}},         {"geom", {.kind = KURIL_STRING, .as.string = "by hand"}},
    {"count", {.kind = KURIL_NUMBER, .as.number = 12}}};

/* Most formats do not tell names by case: each value under its name. */
static void fields_keep_their_values(void **state)
{
    (void)state;
    static const struct {
        const char *extension, *name, *second;
    } formats[] = {{"gpkg", "Name", "name_2"},  {"csv", "Name", "name_2"},
                   {"fgb", "Name", "name_2"},   {"shp", "Name", "name_2"},
                   {"tab", "Name", "name_2"},   {"gml", "Name", "name_2"},
                   {"geojson", "Name", "name"}, {"geojsonl", "Name", "name"},
                   {"sqlite", "name", "name_2"}}; /* which makes all names small */
    const kuril_feature feature = {.id = 1, .geometry = &shape, .fields = several, .n_fields = G_N_ELEMENTS(several)};
    const kuril_feature both[] = {feature, feature}; /* their fields "fid" are equal, as a table's own must not be */
    const kuril_dataset_content content = {.features = both, .n_features = 2};
    char *folder = scratch();
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        char *path = g_strdup_printf("%s/a.%s", folder, formats[i].extension);
        kuril_error error = {0};
        kuril_dataset *d;
        const kuril_feature *f;
        if (kuril_dataset_write(path, &content, NULL, &error) || kuril_dataset_open(path, NULL, NULL, &d, &error) ||
            kuril_dataset_select(d, NULL, &error) || kuril_dataset_next(d, &f, &error))
            fail_msg("%s: %s", formats[i].extension, error.message);
        assert_non_null(f);
        expect_text(f, formats[i].extension, formats[i].name, "Iturup");
        expect_text(f, formats[i].extension, formats[i].second, "Etorofu");
        expect_text(f, formats[i].extension, "text", "of 12");
        assert_near(kuril_feature_get(f, "area")->as.number, 3166.64, 1e-9);
        assert_near(kuril_feature_get(f, "count")->as.number, 12, 0);
        kuril_dataset_close(d);
        g_free(path);
    }
    clear(folder);
}

/* KML's layers begin with a name and a description; its driver reads no others back, so the text is looked at. */
static void kml_has_every_value_in_its_field(void **state)
{
    (void)state;
    static const char *const expected[] = {"<name>Iturup</name>", "<SimpleData name=\"area\">3166.64</SimpleData>",
                                           "<SimpleData name=\"text\">of 12</SimpleData>",
                                           "<SimpleData name=\"name_2\">Etorofu</SimpleData>",
                                           "<SimpleData name=\"count\">12</SimpleData>"};
    const kuril_feature feature = {.id = 1, .geometry = &shape, .fields = several, .n_fields = G_N_ELEMENTS(several)};
    const kuril_dataset_content content = {.features = &feature, .n_features = 1};
    char *folder = scratch(), *path = g_build_filename(folder, "a.kml", NULL), *text = NULL;
    assert_int_equal(kuril_dataset_write(path, &content, NULL, NULL), KURIL_OK);
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++)
        if (!strstr(text, expected[i]))
            fail_msg("no %s in %s", expected[i], text);
    g_free(text);
    g_free(path);
    clear(folder);
}

static size_t files_in(const char *folder)
{
    size_t n = 0;
    GDir *dir = g_dir_open(folder, 0, NULL);
    while (g_dir_read_name(dir))
        n++;
    g_dir_close(dir);
    return n;
}

static void a_failure_leaves_nothing(void **state)
{
    (void)state;
    static const kuril_part mixed_parts[] = {{KURIL_POLYGON, 0, 1}, {KURIL_LINE, 1, 1}};
    static const kuril_geometry mixed = {points, 7, rings, 2, mixed_parts, 2};
    const kuril_feature feature = {.id = 1, .geometry = &mixed};
    const kuril_dataset_content content = {.features = &feature, .n_features = 1};
    char *folder = scratch(), *path = g_build_filename(folder, "a.shp", NULL);
    kuril_error error = {0};
    assert_int_equal(kuril_dataset_write(path, &content, NULL, &error), KURIL_E_ARGUMENT);
    assert_non_null(strstr(error.message, "mixed"));
    g_free(path);
    path = g_build_filename(folder, "a.xyz", NULL);
    error = (kuril_error){0};
    assert_int_equal(kuril_dataset_write(path, &content, NULL, &error), KURIL_E_ARGUMENT);
    g_free(path);
    path = g_build_filename(folder, "absent", "a.gpkg", NULL);
    error = (kuril_error){0};
    assert_int_equal(kuril_dataset_write(path, &content, NULL, &error), KURIL_E_IO);
    g_free(path);
    assert_int_equal(files_in(folder), 0);
    clear(folder);
}

/* Vector tiles are folders, for which there is no writer, and so is what the driver for .tsv makes. No success without
   a dataset. */
static void what_would_be_lost_is_refused(void **state)
{
    (void)state;
    static const char *const extensions[] = {"mvt", "tsv"};
    const kuril_dataset_content content = {.features = features, .n_features = 1};
    char *folder = scratch();
    for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++) {
        char *path = g_strdup_printf("%s/a.%s", folder, extensions[i]);
        kuril_error error = {0};
        if (kuril_dataset_write(path, &content, NULL, &error) != KURIL_E_ARGUMENT ||
            !strstr(error.message, "cannot write"))
            fail_msg("%s: %s", extensions[i], error.message);
        assert_int_equal(files_in(folder), 0);
        g_free(path);
    }
    clear(folder);
}

/* A file geodatabase is a folder, whole in its place; one that is there already stays. */
static void geodatabases_are_whole_folders(void **state)
{
    (void)state;
    const kuril_dataset_content content = {.features = features, .n_features = 1};
    char *folder = scratch(), *path = g_build_filename(folder, "a.gdb", NULL);
    kuril_error error = {0};
    kuril_dataset *d;
    const kuril_feature *f;
    if (kuril_dataset_write(path, &content, NULL, &error) || kuril_dataset_open(path, NULL, NULL, &d, &error) ||
        kuril_dataset_select(d, NULL, &error) || kuril_dataset_next(d, &f, &error))
        fail_msg("%s", error.message);
    assert_int_equal(f->geometry->n_parts, features[0].geometry->n_parts);
    kuril_dataset_close(d);
    assert_int_equal(files_in(folder), 1); /* and nothing beside it */
    const size_t files = files_in(path);
    assert_int_equal(kuril_dataset_write(path, &content, NULL, &error), KURIL_E_IO);
    assert_non_null(strstr(error.message, "remove it first"));
    assert_int_equal(files_in(path), files);
    assert_int_equal(files_in(folder), 1);
    clear(path);
    clear(folder);
}

static void count_missing_fields(void *user, const kuril_diagnostic *diagnostic)
{
    if (strstr(diagnostic->message, "no fields"))
        ++*(int *)user;
}

/* A drawing has the shapes, and a warning tells what it has not. */
static void drawings_have_no_fields(void **state)
{
    (void)state;
    int warnings = 0;
    const kuril_diagnostics diagnostics = {count_missing_fields, &warnings};
    const kuril_dataset_content content = {.features = features, .n_features = 1};
    char *folder = scratch(), *path = g_build_filename(folder, "a.dxf", NULL);
    kuril_error error = {0};
    kuril_dataset *d;
    const kuril_feature *f;
    if (kuril_dataset_write(path, &content, &diagnostics, &error) || kuril_dataset_open(path, NULL, NULL, &d, &error) ||
        kuril_dataset_select(d, NULL, &error) || kuril_dataset_next(d, &f, &error))
        fail_msg("%s", error.message);
    assert_int_equal(warnings, 1);
    assert_int_equal(f->geometry->n_points, 7);
    kuril_dataset_close(d);
    g_free(path);
    clear(folder);
}

static void the_report_says_what_is_there(void **state)
{
    (void)state;
    const kuril_dataset_content content = {.features = features, .n_features = 1};
    char *folder = scratch(), *path = g_build_filename(folder, "a.shp", NULL), *report;
    assert_int_equal(kuril_dataset_write(path, &content, NULL, NULL), KURIL_OK);
    assert_int_equal(kuril_dataset_check(path, NULL, NULL, &report, NULL), KURIL_OK);
    assert_non_null(strstr(report, "layer 'a'"));
    assert_non_null(strstr(report, "WGS 84 (EPSG:4326), stated by the dataset"));
    assert_non_null(strstr(report, "UTF-8, by the code page file (.cpg)"));
    assert_non_null(strstr(report, "1 read, 1 used, 0 repaired, 0 skipped"));
    assert_non_null(strstr(report, "147.00000 to 149.00000 east, 44.00000 to 46.00000 north"));
    kuril_text_free(report);
    g_free(path);
    clear(folder);
}

static void the_catalogue_names_sources(void **state)
{
    (void)state;
    kuril_catalogue *catalogue;
    assert_int_equal(kuril_catalogue_read(&catalogue, NULL), KURIL_OK);
    const kuril_catalogue_entry *coast = kuril_catalogue_find(catalogue, "coast_full");
    assert_non_null(coast);
    assert_string_equal(coast->kind, "vector");
    assert_non_null(strstr(coast->attribution, "GSHHG"));
    assert_non_null(strstr(coast->source, "Wessel"));
    assert_string_equal(kuril_catalogue_find(catalogue, "depth_grid")->kind, "raster");
    assert_null(kuril_catalogue_find(catalogue, "nothing"));
    assert_null(kuril_catalogue_at(catalogue, kuril_catalogue_count(catalogue)));
    kuril_catalogue_free(catalogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back),       cmocka_unit_test(fields_keep_their_values),
        cmocka_unit_test(kml_has_every_value_in_its_field), cmocka_unit_test(a_failure_leaves_nothing),
        cmocka_unit_test(what_would_be_lost_is_refused),    cmocka_unit_test(geodatabases_are_whole_folders),
        cmocka_unit_test(drawings_have_no_fields),          cmocka_unit_test(the_report_says_what_is_there),
        cmocka_unit_test(the_catalogue_names_sources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
