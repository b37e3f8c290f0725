#include "document/document.h"
#include "map/inline_geojson.h"
#include "support.h"
#include <string.h>

static void count_warning(void *user, const kuril_diagnostic *diagnostic)
{
    (void)diagnostic;
    ++*(int *)user;
}

static kuril_feature_table *read_text(const char *text, int *warnings)
{
    kuril_document *document = NULL;
    kuril_arena *arena = kuril_arena_new();
    assert_int_equal(kuril_document_parse("test.json", text, strlen(text), NULL, &document, NULL), KURIL_OK);
    const kuril_value value = kuril_node_to_value(kuril_document_root(document), arena);
    const kuril_diagnostics diagnostics = {count_warning, warnings};
    *warnings = 0;
    kuril_feature_table *table =
        kuril_inline_geojson(&(kuril_style_source){.id = "test", .data = &value}, &diagnostics);
    kuril_arena_free(arena);
    kuril_document_free(document);
    return table;
}

/* Case B29: a collection, once bare, once as a feature's geometry. */
static void collections_keep_all_their_members(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[1,2]},"
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}]}",
        "{\"type\":\"Feature\",\"properties\":{\"a\":1},\"geometry\":{\"type\":\"GeometryCollection\",\"geometries\":["
        "{\"type\":\"Point\",\"coordinates\":[1,2]},{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}"
        "]}}"};
    for (size_t i = 0; i < 2; i++) {
        int warnings;
        kuril_feature_table *table = read_text(texts[i], &warnings);
        assert_int_equal(kuril_feature_table_count(table), 1);
        assert_int_equal(kuril_feature_table_at(table, 0)->geometry->n_parts, 2);
        assert_int_equal(warnings, 0);
        kuril_feature_table_free(table);
    }
}

/* Case B30: a bare geometry among the features is drawn; what is no geometry is named and left out. */
static void what_is_wrong_is_left_out_and_said(void **state)
{
    (void)state;
    int warnings;
    kuril_feature_table *table = read_text(
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Point\",\"coordinates\":[1,2]},"
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,200]}},"
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Blob\",\"coordinates\":[1,2]}},"
        "{\"type\":\"Feature\",\"geometry\":null},"
        "{\"type\":\"Feature\",\"id\":7,\"geometry\":{\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[3,4]]}}]}",
        &warnings);
    assert_int_equal(kuril_feature_table_count(table), 2);
    assert_int_equal(warnings, 2);
    assert_int_equal(kuril_feature_table_at(table, 1)->id, 7);
    assert_int_equal(kuril_feature_table_at(table, 1)->geometry->n_parts, 2);
    kuril_feature_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(collections_keep_all_their_members),
        cmocka_unit_test(what_is_wrong_is_left_out_and_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
