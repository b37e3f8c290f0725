#include "geom/feature_table.h"
#include "support.h"
#include <string.h>

static void a_feature_outlives_what_it_was_copied_from(void **state)
{
    (void)state;
    kuril_feature_table *table = kuril_feature_table_new();
    {
        char name[] = "Итуруп";
        kuril_lonlat point = {147.88, 44.98};
        const kuril_ring ring = {0, 1};
        const kuril_part part = {KURIL_POINT, 0, 1};
        const kuril_geometry geometry = {&point, 1, &ring, 1, &part, 1};
        const kuril_value items[] = {{.kind = KURIL_STRING, .as.string = name}, {.kind = KURIL_NUMBER, .as.number = 3}};
        const kuril_member fields[] = {{"name", {.kind = KURIL_STRING, .as.string = name}},
                                       {"list", {.kind = KURIL_ARRAY, .as.array = {items, 2}}}};
        const kuril_feature feature = {.id = -1, .geometry = &geometry, .fields = fields, .n_fields = 2};
        kuril_feature_table_add(table, &feature);
        memset(name, 'x', strlen(name));
        point.lon = 0;
    }
    assert_int_equal(kuril_feature_table_count(table), 1);
    const kuril_feature *kept = kuril_feature_table_at(table, 0);
    assert_string_equal(kuril_feature_get(kept, "name")->as.string, "Итуруп");
    assert_string_equal(kuril_feature_get(kept, "list")->as.array.items[0].as.string, "Итуруп");
    assert_near(kept->geometry->points[0].lon, 147.88, 0);
    assert_int_equal(kept->id, -1); /* none given, none made up: `id` and `has $id` of a style read it */
    assert_null(kuril_feature_get(kept, "absent"));
    kuril_feature_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_feature_outlives_what_it_was_copied_from)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
