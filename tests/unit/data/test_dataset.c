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

static const char *text_of(const kuril_feature *f, const char *name)
{
    const kuril_value *v = kuril_feature_get(f, name);
    assert_non_null(v);
    assert_int_equal(v->kind, KURIL_STRING);
    return v->as.string;
}

/* What GDAL types by itself: ISO 8601 dates and times, lists, whole numbers that no double holds (RFC 7159, 6). */
static void values_of_every_type_come_through_gdal(void **state)
{
    (void)state;
    char *path;
    kuril_dataset *d = open_text(
        "a.geojsonl",
        "{\"type\":\"Feature\",\"properties\":{\"day\":\"2024-05-01\",\"at\":\"2024-05-01T12:30:05.250+09:00\","
        "\"utc\":\"2024-05-01T12:30:05Z\",\"time\":\"12:30:05\",\"ints\":[1,2],\"reals\":[0.5,2.5],"
        "\"texts\":[\"択捉島\",\"b\"],\"bigs\":[9007199254740993,1],\"yes\":true,\"big\":9007199254740993,"
        "\"exact\":-9007199254740992,\"deep\":{\"k\":[2,\"\\u00e9\\n\\ud83d\\uddfe\"]}},"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[147,44]}}\n",
        &path);
    const kuril_feature *f;
    assert_int_equal(kuril_dataset_select(d, NULL, NULL), KURIL_OK);
    assert_int_equal(kuril_dataset_next(d, &f, NULL), KURIL_OK);
    assert_non_null(f);
    assert_string_equal(text_of(f, "day"), "2024-05-01");
    assert_string_equal(text_of(f, "at"), "2024-05-01T12:30:05.250+09:00");
    assert_string_equal(text_of(f, "utc"), "2024-05-01T12:30:05Z");
    assert_string_equal(text_of(f, "time"), "12:30:05");
    assert_string_equal(text_of(f, "big"), "9007199254740993");
    assert_near(kuril_feature_get(f, "exact")->as.number, -9007199254740992.0, 0);
    assert_true(kuril_feature_get(f, "yes")->as.boolean);
    const kuril_value *ints = kuril_feature_get(f, "ints"), *reals = kuril_feature_get(f, "reals");
    assert_int_equal(ints->as.array.count, 2);
    assert_near(ints->as.array.items[1].as.number, 2, 0);
    assert_near(reals->as.array.items[0].as.number, 0.5, 0);
    assert_string_equal(kuril_feature_get(f, "texts")->as.array.items[0].as.string, "択捉島");
    assert_string_equal(kuril_feature_get(f, "bigs")->as.array.items[0].as.string, "9007199254740993");
    const kuril_value *deep = kuril_feature_get(f, "deep");
    assert_int_equal(deep->kind, KURIL_OBJECT);
    assert_string_equal(deep->as.object.members[0].value.as.array.items[1].as.string, "é\n🗾");

    /* Written as a table, lists and objects are JSON, and read back the same. */
    char *table = g_strconcat(path, ".csv", NULL);
    const kuril_dataset_content content = {.features = f, .n_features = 1};
    assert_int_equal(kuril_dataset_write(table, &content, NULL, NULL), KURIL_OK);
    char *written = NULL;
    assert_true(g_file_get_contents(table, &written, NULL, NULL));
    assert_non_null(strstr(written, "9007199254740993"));
    assert_non_null(strstr(written, "2024-05-01T12:30:05.250+09:00"));
    assert_non_null(strstr(written, "択捉島"));
    assert_non_null(strstr(written, "\"\"k\"\""));
    g_free(written);
    g_unlink(table);
    g_free(table);
    close_text(d, path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(geojson_is_read_with_its_values),
        cmocka_unit_test(values_of_every_type_come_through_gdal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
