#include "geom/wkt.h"
#include "support.h"
#include <string.h>

static void the_seven_types_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t parts, points;
    } cases[] = {
        {"POINT (147 45)", 1, 1},
        {"point z(147 45 10)", 1, 1},
        {"LINESTRING(1 2, 3 4, 5 6)", 1, 3},
        {"POLYGON ((0 0, 1 0, 1 1, 0 0))", 1, 3},
        {"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 1 1))", 1, 7},
        {"MULTIPOINT (1 2, 3 4)", 2, 2},
        {"MULTIPOINT ((1 2), EMPTY, (3 4))", 2, 2},
        {"MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))", 2, 4},
        {"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), EMPTY, ((5 5, 6 5, 6 6, 5 5)))", 2, 6},
        {"GEOMETRYCOLLECTION (POINT (1 2), GEOMETRYCOLLECTION (LINESTRING (1 2, 3 4)))", 2, 3},
        {"POINT EMPTY", 0, 0},
        {"POLYGON ZM EMPTY", 0, 0},
        {"LINESTRING (1 2, 1 2, 1 2)", 1, 1},
        {"MULTILINESTRING ((1 2), (1 2, 3 4))", 2, 3},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        kuril_geometry_buffer buffer;
        kuril_geometry_buffer_init(&buffer);
        kuril_error error = {0};
        assert_true(kuril_wkt_is(cases[i].text));
        if (kuril_wkt_read(cases[i].text, KURIL_DATA_STRAIGHT, &buffer, &error))
            fail_msg("%s: %s", cases[i].text, error.message);
        assert_int_equal(buffer.parts->len, cases[i].parts);
        assert_int_equal(buffer.points->len, cases[i].points);
        kuril_geometry_buffer_finish(&buffer);
    }
}

static void the_rest_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"",           "POINT",        "POINT (1)",        "POINT (1 2",      "POINT (1 2) x",
                                        "POINT (1,2)", "POINT (a b)", "LINESTRING (1 2,)", "POLYGON (1 2)",   "CIRCLE (1 2)",
                                        "POINT (1 95)", "POINT (1 nan)", "MULTIPOINT",      "POINT (1 2 3 4 5)",
                                        "POLYGON ((0 0, 1 1, 0 0, 0 0))"};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        kuril_geometry_buffer buffer;
        kuril_geometry_buffer_init(&buffer);
        kuril_error error = {0};
        if (!kuril_wkt_read(cases[i], KURIL_DATA_STRAIGHT, &buffer, &error))
            fail_msg("'%s' was read", cases[i]);
        assert_true(strlen(error.message) > 5);
        kuril_geometry_buffer_finish(&buffer);
    }
    GString *deep = g_string_new(NULL);
    for (int i = 0; i < 10000; i++)
        g_string_append(deep, "GEOMETRYCOLLECTION (");
    kuril_geometry_buffer buffer;
    kuril_geometry_buffer_init(&buffer);
    assert_int_equal(kuril_wkt_read(deep->str, KURIL_DATA_STRAIGHT, &buffer, NULL), KURIL_E_SYNTAX);
    kuril_geometry_buffer_finish(&buffer);
    g_string_free(deep, TRUE);
}

static void coordinates_are_those_of_the_globe(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        kuril_status status;
    } cases[] = {{"POINT(720 90)", KURIL_OK},
                 {"POINT(-720 -90)", KURIL_OK},
                 {"POINT(720.5 45)", KURIL_E_DOMAIN},
                 {"LINESTRING(0 0, 1e300 45)", KURIL_E_DOMAIN},
                 {"POINT(45 90.5)", KURIL_E_DOMAIN}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        kuril_geometry_buffer buffer;
        kuril_geometry_buffer_init(&buffer);
        assert_int_equal(kuril_wkt_read(cases[i].text, KURIL_DATA_STRAIGHT, &buffer, NULL), cases[i].status);
        kuril_geometry_buffer_finish(&buffer);
    }
}

static void names_are_no_wkt(void **state)
{
    (void)state;
    assert_false(kuril_wkt_is("Point Barrow"));
    assert_false(kuril_wkt_is("polygon"));
    assert_false(kuril_wkt_is("iturup"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_seven_types_are_read), cmocka_unit_test(the_rest_is_refused),
                                       cmocka_unit_test(coordinates_are_those_of_the_globe),
                                       cmocka_unit_test(names_are_no_wkt)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
