#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/dataset.h>
#include <string.h>

static kuril_dataset *open_text(const char *name, const char *content, char **path)
{
    *path = g_strdup_printf("%s/kurilmap-test-%d-%s", g_get_tmp_dir(), g_random_int_range(0, G_MAXINT), name);
    assert_true(g_file_set_contents(*path, content, -1, NULL));
    kuril_dataset *dataset = NULL;
    kuril_error error = {0};
    if (kuril_dataset_open(*path, NULL, NULL, &dataset, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    return dataset;
}

static void close_text(kuril_dataset *dataset, char *path)
{
    kuril_dataset_close(dataset);
    g_unlink(path);
    g_free(path);
}

static void geojson_is_read_with_its_values(void **state)
{
    (void)state;
    char *path;
    kuril_dataset *d = open_text(
        "a.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"id\":7,\"properties\":"
        "{\"name\":\"択捉島\",\"n\":1.5,\"yes\":true,\"none\":null,\"list\":[1,\"a\"],\"deep\":{\"k\":[2]}},"
        "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[147,44],[147,45],[148,45],[148,44],[147,44]]]}}]}",
        &path);
    assert_int_equal(kuril_dataset_layer_count(d), 1);
    assert_int_equal(kuril_dataset_select(d, NULL, NULL), KURIL_OK);
    const kuril_feature *f;
    assert_int_equal(kuril_dataset_next(d, &f, NULL), KURIL_OK);
    assert_non_null(f);
    assert_int_equal(f->id, 7);
    assert_string_equal(kuril_feature_get(f, "name")->as.string, "択捉島");
    assert_near(kuril_feature_get(f, "n")->as.number, 1.5, 0);
    assert_int_equal(kuril_feature_get(f, "yes")->kind, KURIL_BOOL);
    assert_int_equal(kuril_feature_get(f, "none")->kind, KURIL_NULL);
    const kuril_value *deep = kuril_feature_get(f, "deep");
    assert_int_equal(deep->kind, KURIL_OBJECT);
    assert_string_equal(deep->as.object.members[0].name, "k");
    assert_near(deep->as.object.members[0].value.as.array.items[0].as.number, 2, 0);
    /* Turned: counter-clockwise, the closing vertex gone. */
    assert_int_equal(f->geometry->n_points, 4);
    const kuril_lonlat *p = f->geometry->points;
    assert_true((p[1].lon - p[0].lon) * (p[2].lat - p[0].lat) - (p[2].lon - p[0].lon) * (p[1].lat - p[0].lat) > 0);
    assert_int_equal(kuril_dataset_next(d, &f, NULL), KURIL_OK);
    assert_null(f);
    close_text(d, path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(geojson_is_read_with_its_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
