#include "furniture/scale_choice.h"
#include "support.h"

static void the_longest_round_length_that_fits(void **state)
{
    (void)state;
    static const struct {
        double per_pt, room, length;
        int segments;
    } rows[] = {{1, 100, 100, 2}, {1, 99, 80, 4}, {2.4, 150, 300, 3}, {0.01, 150, 1, 2}, {0.013, 160, 2, 4}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const kuril_scale_choice c = kuril_scale_choose(rows[i].per_pt, rows[i].room);
        assert_near(c.length, rows[i].length, 1e-9);
        assert_int_equal(c.segments, rows[i].segments);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_longest_round_length_that_fits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
