#include "core/length.h"
#include "support.h"

/* International definitions: nautical mile 1852 m, mile 1609.344 m. */
static void reads_each_unit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double metres;
    } cases[] = {{"300km", 300000.0}, {"12 nmi", 22224.0}, {"12M", 22224.0},  {"5 mi", 8046.72},
                 {"900m", 900.0},     {"0.5 km", 500.0},   {"1e3 m", 1000.0}, {"-1 km", -1000.0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double metres = 0.0;
        assert_true(kuril_length_parse(cases[i].text, &metres));
        assert_near(metres, cases[i].metres, 1e-9);
    }
}

static void refuses_what_it_would_have_to_guess(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "300", "km", "300 KM", "3,5 km", "300 kms", "inf km", "nan m", "1e308 km"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double metres = 7.0;
        assert_false(kuril_length_parse(cases[i], &metres));
        assert_near(metres, 7.0, 0.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_each_unit),
        cmocka_unit_test(refuses_what_it_would_have_to_guess),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
