#include "furniture/arrange.h"
#include "support.h"
#include <math.h>

static const kuril_rect frame = {0, 0, 400, 300};

static void boxes_take_the_corners_they_prefer(void **state)
{
    (void)state;
    const kuril_box_request boxes[] = {{100, 80, KURIL_ANY_CORNER, KURIL_TOP_LEFT, 0},
                                       {60, 60, KURIL_ANY_CORNER, KURIL_BOTTOM_RIGHT, 0},
                                       {0, 0, KURIL_ANY_CORNER, KURIL_TOP_LEFT, 0}};
    kuril_rect rects[3];
    kuril_arrange(&frame, 10, boxes, 3, NULL, 0, rects);
    assert_near(rects[0].x_min, 10, 0);
    assert_near(rects[0].y_min, 10, 0);
    assert_near(rects[1].x_max, 390, 0);
    assert_near(rects[1].y_max, 290, 0);
    assert_true(rects[2].x_min > rects[2].x_max);
}

static void a_box_moves_off_what_matters(void **state)
{
    (void)state;
    const kuril_box_request box = {100, 80, KURIL_ANY_CORNER, KURIL_TOP_LEFT, 0};
    const kuril_weight weights[] = {{{20, 20, 40, 40}, 50}, {{350, 20, 360, 30}, 50}, {{20, 250, 30, 260}, 50}};
    kuril_rect rect;
    kuril_arrange(&frame, 10, &box, 1, weights, 3, &rect);
    assert_near(rect.x_max, 390, 0);
    assert_near(rect.y_max, 290, 0);
}

static void boxes_never_overlap_and_one_without_room_is_left_out(void **state)
{
    (void)state;
    const kuril_box_request boxes[] = {{200, 250, KURIL_TOP_LEFT, KURIL_TOP_LEFT, 0},
                                       {200, 100, KURIL_ANY_CORNER, KURIL_TOP_LEFT, 0},
                                       {150, 100, KURIL_ANY_CORNER, KURIL_TOP_LEFT, 0},
                                       {150, 100, KURIL_ANY_CORNER, KURIL_TOP_LEFT, 0}};
    kuril_rect rects[4];
    kuril_arrange(&frame, 10, boxes, 4, NULL, 0, rects);
    int placed = 0;
    for (int i = 0; i < 4; i++) {
        if (rects[i].x_min > rects[i].x_max)
            continue;
        placed++;
        for (int j = 0; j < i; j++)
            if (rects[j].x_min <= rects[j].x_max)
                assert_true(rects[i].x_min >= rects[j].x_max + 10 || rects[j].x_min >= rects[i].x_max + 10 ||
                            rects[i].y_min >= rects[j].y_max + 10 || rects[j].y_min >= rects[i].y_max + 10);
    }
    assert_int_equal(placed, 3);
}

/* A piece told to stand at the top right once stood below the legend at the top left: less of the map lay there. */
static void a_corner_that_is_insisted_on_is_kept(void **state)
{
    (void)state;
    const kuril_weight weights[] = {{{300, 10, 390, 60}, 50}};
    for (int corner = KURIL_TOP_LEFT; corner < KURIL_ANY_CORNER; corner++) {
        const kuril_box_request boxes[] = {{100, 80, KURIL_TOP_LEFT, KURIL_TOP_LEFT, 0},
                                           {60, 40, (kuril_corner)corner, KURIL_BOTTOM_RIGHT, 0}};
        kuril_rect rects[2];
        kuril_arrange(&frame, 10, boxes, 2, weights, 1, rects);
        const kuril_rect *r = &rects[1];
        const bool left = corner == KURIL_TOP_LEFT || corner == KURIL_BOTTOM_LEFT;
        const bool top = corner == KURIL_TOP_LEFT || corner == KURIL_TOP_RIGHT;
        assert_true(r->x_min <= r->x_max);
        assert_true((r->x_min + r->x_max < 400) == left);
        assert_true((r->y_min + r->y_max < 300) == top);
    }
}

/* The essay's points once lay under a numbered legend on a small page. */
static void what_may_not_be_covered_never_is(void **state)
{
    (void)state;
    const kuril_box_request anywhere = {100, 80, KURIL_ANY_CORNER, KURIL_TOP_LEFT, 0};
    kuril_weight weights[] = {{{105, 60, 125, 80}, INFINITY}, {{350, 20, 360, 30}, 5}, {{20, 250, 30, 260}, 5}};
    kuril_rect rect;
    assert_near(kuril_arrange(&frame, 10, &anywhere, 1, weights, 3, &rect), 1, 1e-9); /* the one free corner */
    assert_near(rect.x_max, 390, 0);
    assert_near(rect.y_max, 290, 0);
    for (size_t i = 0; i < 3; i++)
        weights[i].weight = INFINITY;
    weights[1].rect = (kuril_rect){0, 100, 400, 110};
    weights[2].rect = (kuril_rect){0, 190, 400, 200};
    const kuril_box_request tall = {100, 150, KURIL_ANY_CORNER, KURIL_TOP_LEFT, 0};
    (void)kuril_arrange(&frame, 10, &tall, 1, weights, 3, &rect);
    assert_true(rect.x_min > rect.x_max); /* no place is left: it is left out */
}

/* In the corner that it is told to stand in, a box moves off a point, but stays in that quarter. */
static void a_box_slides_out_of_the_way_in_its_corner(void **state)
{
    (void)state;
    const kuril_weight weight = {{60, 30, 80, 50}, INFINITY};
    const kuril_box_request box = {100, 80, KURIL_TOP_LEFT, KURIL_BOTTOM_RIGHT, 0};
    kuril_rect rect;
    (void)kuril_arrange(&frame, 10, &box, 1, &weight, 1, &rect);
    assert_true(rect.x_min <= rect.x_max);
    assert_true(rect.x_min >= 80 || rect.y_min >= 50);
    assert_true(rect.x_min + rect.x_max < 400 && rect.y_min + rect.y_max < 300);
}

static void a_box_that_is_worth_less_than_it_hides_is_left_out(void **state)
{
    (void)state;
    const kuril_weight weight = {{0, 0, 400, 300}, 1000};
    for (int worth = 10; worth <= 1000; worth *= 100) {
        const kuril_box_request box = {100, 80, KURIL_ANY_CORNER, KURIL_TOP_LEFT, worth};
        kuril_rect rect;
        const double cost = kuril_arrange(&frame, 10, &box, 1, &weight, 1, &rect);
        assert_int_equal(rect.x_min > rect.x_max, worth == 10);
        assert_near(cost, worth == 10 ? 10 : 1000 * 100 * 80 / (400.0 * 300), 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_take_the_corners_they_prefer),
        cmocka_unit_test(a_box_moves_off_what_matters),
        cmocka_unit_test(boxes_never_overlap_and_one_without_room_is_left_out),
        cmocka_unit_test(a_corner_that_is_insisted_on_is_kept),
        cmocka_unit_test(what_may_not_be_covered_never_is),
        cmocka_unit_test(a_box_slides_out_of_the_way_in_its_corner),
        cmocka_unit_test(a_box_that_is_worth_less_than_it_hides_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
