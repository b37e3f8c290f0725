#include "core/number.h"
#include "support.h"
#include <locale.h>

static void reads_decimals_and_nothing_else(void **state)
{
    (void)state;
    double n = 0;
    assert_true(kuril_number_parse("-45.25", &n));
    assert_near(n, -45.25, 0);
    assert_true(kuril_number_parse("1e-3", &n));
    assert_near(n, 1e-3, 0);
    static const char *const wrong[] = {"", "45,5", "0x10", "inf", "nan", "1 ", " 1", "1e", "--1", "1.2.3", ".", "1e999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(kuril_number_parse(wrong[i], &n));
}

static void prints_the_shortest_text_that_returns(void **state)
{
    (void)state;
    char out[KURIL_NUMBER_MAX];
    assert_string_equal(kuril_number_print(0.1, out), "0.1");
    assert_string_equal(kuril_number_print(-0.0, out), "0");
    assert_string_equal(kuril_number_print(1.0 / 3.0, out), "0.3333333333333333");
    assert_string_equal(kuril_number_print_fixed(-0.001, 2, out), "0.00");
    assert_string_equal(kuril_number_print_fixed(2.5, 1, out), "2.5");
}

/* ISO 80000-1, 7.3.1: groups of three from the decimal sign, parted by a small space; four digits may stay together. */
static void groups_digits_for_people(void **state)
{
    (void)state;
    char out[KURIL_NUMBER_MAX], plain[KURIL_NUMBER_MAX];
    assert_string_equal(kuril_number_print_grouped(1234.2, 1, '.', out), "1234.2");
    assert_string_equal(kuril_number_print_grouped(10129.6, 1, '.', out), "10\u202F129.6");
    assert_string_equal(kuril_number_print_grouped(-11114.42, 1, ',', out), "-11\u202F114,4");
    assert_string_equal(kuril_number_print_grouped(9100000, 0, '.', out), "9\u202F100\u202F000");
    assert_string_equal(kuril_number_print_grouped(0.25, 2, ',', out), "0,25");
    assert_string_equal(kuril_number_print_grouped(1234567890123, 0, '.', out), "1234567890123");
    assert_string_equal(kuril_number_print_grouped(1e300, 0, '.', out), kuril_number_print_fixed(1e300, 0, plain));
}

static void a_comma_locale_changes_nothing(void **state)
{
    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "ru_RU.UTF-8")) {
        print_message("SKIPPED: no locale with a decimal comma here\n");
        skip();
    }
    char out[KURIL_NUMBER_MAX];
    double n = 0;
    assert_string_equal(kuril_number_print(0.61225, out), "0.61225");
    assert_true(kuril_number_parse("0.61225", &n));
    assert_near(n, 0.61225, 0);
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_decimals_and_nothing_else),
        cmocka_unit_test(prints_the_shortest_text_that_returns),
        cmocka_unit_test(groups_digits_for_people),
        cmocka_unit_test(a_comma_locale_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
