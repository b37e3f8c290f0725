#include "support.h"

#include "data/where.h"
#include <glib.h>
#include <string.h>

static const kuril_field fields[] = {{"name", KURIL_STRING}, {"area", KURIL_NUMBER}, {"Claimed By", KURIL_STRING},
                                     {"open", KURIL_BOOL},   {"none", KURIL_STRING}, {"島名", KURIL_STRING}};
static const kuril_layer layer = {.name = "islands", .fields = fields, .n_fields = 6};
static const kuril_member members[] = {{"name", {.kind = KURIL_STRING, .as.string = "Iturup's 100%"}},
                                       {"area", {.kind = KURIL_NUMBER, .as.number = 3166.64}},
                                       {"Claimed By", {.kind = KURIL_STRING, .as.string = "Japan"}},
                                       {"open", {.kind = KURIL_BOOL, .as.boolean = true}},
                                       {"none", {.kind = KURIL_NULL}},
                                       {"島名", {.kind = KURIL_STRING, .as.string = "択捉島"}}};
static const kuril_feature feature = {.id = 42, .fields = members, .n_fields = 6};

static bool holds(const char *text)
{
    kuril_where *where = NULL;
    kuril_error error = {0};
    if (kuril_where_compile(text, &layer, &where, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    const bool result = kuril_where_holds(where, &feature);
    kuril_where_free(where);
    return result;
}

/* The truth of each is that of SQL's three-valued logic (ISO 9075). */
static void conditions_hold_as_in_sql(void **state)
{
    (void)state;
    static const char *const true_ones[] = {
        "area > 3000", "area>=3166.64 AND area<=3166.64", "name = 'Iturup''s 100%'", "\"Claimed By\" = 'Japan'",
        "NAME LIKE 'iturup%'", "name like '_turup%'", "name NOT LIKE '%Kunashir%'", "area IN (1, 2, 3166.64)",
        "name NOT IN ('a', 'b')", "area BETWEEN 3000 AND 4000", "area not between 1 and 2", "none IS NULL",
        "name IS NOT NULL", "NOT (area < 3000)", "area < 1 OR open", "open = true", "fid = 42", "島名 = '択捉島'",
        "島名 LIKE '択_島'", "(area > 1 AND (area > 2 OR area > 9999)) AND NOT false", "area <> 1e3", "area != -5",
        "TRUE", "none = 'x' OR area > 1", "name LIKE '%%%'",
    };
    static const char *const false_ones[] = {
        "area < 3000", "name = 'iturup''s 100%'", "none = none", "none <> 'x'", "NOT (none = 'x')", "none IN ('x')",
        "none NOT IN ('x')", "area NOT IN (1, NULL)", "name LIKE 'turup%'", "name = 5", "area = 'x'", "FALSE", "NULL",
        "none LIKE '%'", "area BETWEEN 4000 AND 3000",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(true_ones); i++) {
        if (!holds(true_ones[i]))
            fail_msg("ought to hold: %s", true_ones[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(false_ones); i++) {
        if (holds(false_ones[i]))
            fail_msg("ought not to hold: %s", false_ones[i]);
    }
}

static void faults_are_named(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"aera > 1", "did you mean 'area'?"}, {"area >", "a value is missing"}, {"name = 'x", "an unclosed quote"},
        {"area > 1 area", "unexpected text"}, {"(area > 1", "')' is missing"},  {"area IN (1", "')' is missing"},
        {"name IS 5", "NULL is missing"},     {"", "a value is missing"},       {"area > 1; DROP TABLE x", "unexpected text"},
        {"area NOT 5", "LIKE, IN or BETWEEN"}, {"area BETWEEN 1 OR 2", "AND is missing"},
        {"name = (SELECT 1)", "a value is missing"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        kuril_where *where = NULL;
        kuril_error error = {0};
        assert_int_equal(kuril_where_compile(cases[i][0], &layer, &where, &error), KURIL_E_ARGUMENT);
        if (!strstr(error.message, cases[i][1]))
            fail_msg("'%s': %s", cases[i][0], error.message);
    }
}

static void depth_and_length_are_bounded(void **state)
{
    (void)state;
    kuril_where *where = NULL;
    GString *deep = g_string_new(NULL), *chain = g_string_new("open");
    for (int i = 0; i < 1000; i++)
        g_string_append_c(deep, '(');
    assert_int_equal(kuril_where_compile(deep->str, &layer, &where, NULL), KURIL_E_ARGUMENT);
    while (chain->len < 16000)
        g_string_append(chain, " or open");
    assert_int_equal(kuril_where_compile(chain->str, &layer, &where, NULL), KURIL_OK);
    assert_true(kuril_where_holds(where, &feature));
    kuril_where_free(where);
    while (chain->len < 20000)
        g_string_append(chain, " or open");
    assert_int_equal(kuril_where_compile(chain->str, &layer, &where, NULL), KURIL_E_ARGUMENT);
    g_string_free(deep, TRUE);
    g_string_free(chain, TRUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_hold_as_in_sql),
        cmocka_unit_test(faults_are_named),
        cmocka_unit_test(depth_and_length_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
