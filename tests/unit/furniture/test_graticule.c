#include "furniture/graticule.h"
#include "support.h"

/* Cases B73 and B75: no letter at 180, degree and prime signs as they are. */
static void figures_name_their_line(void **state)
{
    (void)state;
    static const struct {
        double degrees;
        bool is_meridian;
        const char *text;
    } rows[] = {{150, true, "150°E"}, {180, true, "180°"},     {-180, true, "180°"}, {190, true, "170°W"},
                {0, true, "0°"},      {45.5, false, "45°30′N"}, {-10, false, "10°S"}, {0, false, "0°"},
                {44.99999999, false, "45°N"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[KURIL_GRATICULE_TEXT];
        assert_string_equal(kuril_graticule_text(rows[i].degrees, rows[i].is_meridian, text), rows[i].text);
    }
}

static void intervals_are_nice(void **state)
{
    (void)state;
    assert_near(kuril_graticule_interval(4.1), 5, 0);
    assert_near(kuril_graticule_interval(5), 5, 0);
    assert_near(kuril_graticule_interval(0.3), 0.5, 0);
    assert_near(kuril_graticule_interval(31), 45, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_name_their_line),
        cmocka_unit_test(intervals_are_nice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
