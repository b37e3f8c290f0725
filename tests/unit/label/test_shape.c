/* Boxes on the page: overlaps and lengths worked out by hand. */
#include "label/shape.h"
#include "support.h"

static void turned_boxes_overlap_by_their_area_only(void **state)
{
    (void)state;
    const kuril_label_box flat = kuril_label_box_upright(0, 0, 10, 2);
    const kuril_label_box beside = kuril_label_box_upright(10, 0, 20, 2);
    assert_false(kuril_label_box_overlaps(&flat, &beside));
    /* A square of half-diagonal sqrt(2) standing on its corner at (11, 1): its corner is at 11 - 1.41 = 9.59. */
    const kuril_label_box diamond = kuril_label_box_turned(kuril_label_box_upright(10, 0, 12, 2), 11, 1, 45);
    assert_true(kuril_label_box_overlaps(&flat, &diamond));
    assert_true(kuril_label_box_overlaps(&diamond, &flat));
    /* The same near a corner: upright boxes round both overlap, the shapes do not. */
    const kuril_label_box off = kuril_label_box_turned(kuril_label_box_upright(10, 2, 12, 4), 11, 3, 45);
    assert_false(kuril_label_box_overlaps(&flat, &off));
}

static void turning_goes_clockwise_on_the_page(void **state)
{
    (void)state;
    /* y points down: clockwise by 90 degrees takes what is right of the pivot to below it. */
    const kuril_label_box box = kuril_label_box_turned(kuril_label_box_upright(9, -1, 11, 1), 0, 0, 90);
    assert_near(box.x, 0, 1e-12);
    assert_near(box.y, 10, 1e-12);
    const kuril_rect bounds = kuril_label_box_bounds(&box);
    assert_near(bounds.x_min, -1, 1e-12);
    assert_near(bounds.y_max, 11, 1e-12);
}

static void segments_count_by_their_length_inside(void **state)
{
    (void)state;
    const kuril_label_box box = kuril_label_box_upright(0, 0, 10, 4);
    assert_near(kuril_label_box_segment(&box, -5, 2, 15, 2), 10, 1e-12);
    assert_near(kuril_label_box_segment(&box, -1, 1, 3, 4), 3.75, 1e-9); /* enters at (0, 1.75), leaves at (3, 4) */
    assert_near(kuril_label_box_segment(&box, 2, 2, 2, 2), 0, 1e-12);
    assert_near(kuril_label_box_segment(&box, 0, -1, 10, -1), 0, 1e-12);
}

static void within_a_frame_means_all_of_it(void **state)
{
    (void)state;
    const kuril_rect frame = {0, 0, 100, 50};
    kuril_label_box box = kuril_label_box_upright(0, 40, 20, 50);
    assert_true(kuril_label_box_within(&box, &frame));
    box = kuril_label_box_turned(box, 10, 45, 10);
    assert_false(kuril_label_box_within(&box, &frame));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turned_boxes_overlap_by_their_area_only),
        cmocka_unit_test(turning_goes_clockwise_on_the_page),
        cmocka_unit_test(segments_count_by_their_length_inside),
        cmocka_unit_test(within_a_frame_means_all_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
