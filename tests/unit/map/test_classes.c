/* Classes of values. Expected limits are quantiles worked out by hand. */
#include "map/classes.h"
#include "support.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static void add_number(kuril_value_tally *tally, double number)
{
    char text[32];
    snprintf(text, sizeof text, "%g", number);
    kuril_value_tally_add(tally, text, &number);
}

static void test_kinds_in_order_the_rest_together(void **state)
{
    (void)state;
    static const char *const texts[] = {"squid", "crab", "squid", "cod", "eel", "ray", "cod", "tuna", "bass", "bass",
                                        "eel",   "ray",  "tuna",  "hake"};
    kuril_value_tally tally;
    kuril_value_classes classes;
    kuril_value_tally_init(&tally);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        kuril_value_tally_add(&tally, texts[i], NULL);
    kuril_value_classes_make(&tally, &classes);
    assert_false(classes.ranges);
    assert_true(classes.others); /* crab and hake, which come once */
    static const char *const wanted[] = {"bass", "cod", "eel", "ray", "squid", "tuna"};
    assert_int_equal(classes.count, G_N_ELEMENTS(wanted));
    for (size_t i = 0; i < classes.count; i++) {
        assert_string_equal(classes.items[i].text, wanted[i]);
        assert_string_equal(classes.items[i].color, kuril_kind_color(i));
    }
    kuril_value_classes_finish(&classes);
    kuril_value_tally_finish(&tally);
}

static void test_few_numbers_are_kinds(void **state)
{
    (void)state;
    kuril_value_tally tally;
    kuril_value_classes classes;
    kuril_value_tally_init(&tally);
    add_number(&tally, 1945);
    add_number(&tally, 1855);
    kuril_value_tally_add(&tally, NULL, NULL);
    kuril_value_classes_make(&tally, &classes);
    assert_false(classes.ranges);
    assert_true(classes.others); /* what has no value */
    assert_int_equal(classes.count, 2);
    assert_string_equal(classes.items[0].text, "1855");
    kuril_value_classes_finish(&classes);
    kuril_value_tally_finish(&tally);
}

/* 0.5, 1.5 ... 99.5: fifths begin at 20.5, 40.5 ..., to two digits 20 (ties to even), 40, 60, 80. */
static void test_ranges_hold_equally_many(void **state)
{
    (void)state;
    kuril_value_tally tally;
    kuril_value_classes classes;
    kuril_value_tally_init(&tally);
    for (int i = 99; i >= 0; i--)
        add_number(&tally, i + 0.5);
    kuril_value_classes_make(&tally, &classes);
    assert_true(classes.ranges);
    assert_false(classes.others);
    assert_int_equal(classes.count, KURIL_CLASSES_RANGES);
    static const double limits[] = {-INFINITY, 20, 40, 60, 80, INFINITY};
    for (size_t i = 0; i < classes.count; i++) {
        const kuril_value_class *c = &classes.items[i];
        assert_true(c->from == limits[i] && c->to == limits[i + 1]);
        assert_true(c->sample >= c->from && c->sample < c->to);
    }
    assert_string_not_equal(classes.items[0].color, classes.items[4].color);
    kuril_value_classes_finish(&classes);
    kuril_value_tally_finish(&tally);
}

/* Half of the values are alike: fewer ranges, and none is empty or upside down; small spans get finer limits. */
static void test_ranges_of_crowded_values(void **state)
{
    (void)state;
    kuril_value_tally tally;
    kuril_value_classes classes;
    kuril_value_tally_init(&tally);
    for (int i = 0; i < 60; i++)
        add_number(&tally, 1000);
    for (int i = 1; i <= 40; i++)
        add_number(&tally, 1000 + i * 0.01);
    kuril_value_classes_make(&tally, &classes);
    assert_true(classes.ranges);
    assert_true(classes.count >= 2 && classes.count < KURIL_CLASSES_RANGES);
    for (size_t i = 0; i < classes.count; i++)
        assert_true(classes.items[i].from < classes.items[i].to);
    assert_true(classes.items[1].from > 1000 && classes.items[1].from < 1000.4);
    kuril_value_classes_finish(&classes);
    kuril_value_tally_finish(&tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds_in_order_the_rest_together), cmocka_unit_test(test_few_numbers_are_kinds),
        cmocka_unit_test(test_ranges_hold_equally_many), cmocka_unit_test(test_ranges_of_crowded_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
