/* Anchors along a line. Expected places follow from the rule as the header states it, on lines of round lengths. */
#include "label/line_anchors.h"
#include "support.h"
#include <math.h>

static const kuril_lonlat straight[] = {{0, 0}, {1000, 0}};
static const kuril_lonlat corner[] = {{0, 0}, {0, 0}, {30, 0}, {30, 40}};

static size_t anchors_of(const kuril_line_rule *rule, const kuril_lonlat *line, size_t n, kuril_line_anchor *out)
{
    return kuril_line_anchors(rule, line, n, out, 16);
}

static void test_first_and_spacing(void **state)
{
    (void)state;
    kuril_line_anchor a[16];
    /* half the label and two sizes: 20 + 24; then every 250 */
    const kuril_line_rule rule = {.spacing_pt = 250, .label_pt = 40, .size_pt = 12};
    assert_int_equal(anchors_of(&rule, straight, 2, a), 4);
    for (int i = 0; i < 4; i++)
        assert_near(a[i].x, 44 + 250 * i, 1e-9);
    assert_near(a[0].angle_deg, 0, 1e-9);
}

static void test_a_line_from_outside_begins_half_a_spacing_in(void **state)
{
    (void)state;
    kuril_line_anchor a[16];
    const kuril_line_rule rule = {.spacing_pt = 250, .label_pt = 40, .size_pt = 12, .continued = true};
    assert_int_equal(anchors_of(&rule, straight, 2, a), 4);
    assert_near(a[0].x, 125, 1e-9);
}

static void test_long_labels_keep_a_quarter_of_the_spacing(void **state)
{
    (void)state;
    kuril_line_anchor a[16];
    const kuril_line_rule rule = {.spacing_pt = 200, .label_pt = 300, .size_pt = 5};
    assert_int_equal(anchors_of(&rule, straight, 2, a), 2); /* every 350, from 160: 160, 510 (860 would hang over) */
    assert_near(a[1].x - a[0].x, 350, 1e-9);
}

static void test_the_middle_when_nothing_else_fits(void **state)
{
    (void)state;
    kuril_line_anchor a[16];
    const kuril_line_rule rule = {.spacing_pt = 250, .label_pt = 20, .size_pt = 40};
    assert_int_equal(anchors_of(&rule, corner, 4, a), 1); /* 70 long; the first place would be 90 */
    assert_near(a[0].x, 30, 1e-9);
    assert_near(a[0].y, 5, 1e-9);
    assert_near(a[0].angle_deg, 90, 1e-9);
    const kuril_line_rule longer = {.spacing_pt = 250, .label_pt = 80, .size_pt = 12};
    assert_int_equal(anchors_of(&longer, corner, 4, a), 0);
}

static void test_evenly(void **state)
{
    (void)state;
    kuril_line_anchor a[16];
    const kuril_line_rule rule = {.spacing_pt = 240, .label_pt = 40, .size_pt = 12};
    assert_int_equal(kuril_line_anchors_even(&rule, straight, 2, a, 16), 4);
    assert_near(a[0].x, 125, 1e-9);
    assert_near(a[3].x, 875, 1e-9);
    assert_int_equal(kuril_line_anchors_even(&rule, straight, 2, a, 3), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_and_spacing),
        cmocka_unit_test(test_a_line_from_outside_begins_half_a_spacing_in),
        cmocka_unit_test(test_long_labels_keep_a_quarter_of_the_spacing),
        cmocka_unit_test(test_the_middle_when_nothing_else_fits),
        cmocka_unit_test(test_evenly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
