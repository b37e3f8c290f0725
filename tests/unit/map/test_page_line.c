/* Lines on the page. Expected places are plane geometry, worked out by hand. */
#include "map/page_line.h"
#include "support.h"

/* The points are those of a ring when they come back to their beginning. */
static GArray *offset(const kuril_page_point *points, size_t n, double distance, kuril_line_join join)
{
    const bool closed = points[0].x == points[n - 1].x && points[0].y == points[n - 1].y;
    GArray *out = g_array_new(FALSE, FALSE, sizeof(kuril_page_point));
    kuril_page_line_offset((kuril_page_line){points, n, closed}, distance, &(kuril_bend){join, 2}, out);
    return out;
}

static void assert_point(const GArray *line, guint i, double x, double y)
{
    assert_true(i < line->len);
    assert_near(g_array_index(line, kuril_page_point, i).x, x, 1e-9);
    assert_near(g_array_index(line, kuril_page_point, i).y, y, 1e-9);
}

static void test_right_of_a_line(void **state)
{
    (void)state;
    const kuril_page_point east[] = {{0, 0}, {10, 0}};
    GArray *right = offset(east, 2, 3, KURIL_JOIN_MITER), *left = offset(east, 2, -3, KURIL_JOIN_MITER);
    assert_int_equal(right->len, 2);
    assert_point(right, 0, 0, 3); /* y runs down: right of eastward is below */
    assert_point(right, 1, 10, 3);
    assert_point(left, 1, 10, -3);
    g_array_free(right, TRUE);
    g_array_free(left, TRUE);
}

/* A right angle: its mitre is sqrt(2) of the offset, within the limit of 2. */
static void test_bends(void **state)
{
    (void)state;
    const kuril_page_point bend[] = {{0, 0}, {10, 0}, {10, 10}};
    GArray *inner = offset(bend, 3, 2, KURIL_JOIN_MITER), *outer = offset(bend, 3, -2, KURIL_JOIN_MITER);
    assert_int_equal(inner->len, 3);
    assert_point(inner, 1, 8, 2);
    assert_int_equal(outer->len, 3);
    assert_point(outer, 1, 12, -2);
    GArray *bevel = offset(bend, 3, -2, KURIL_JOIN_BEVEL), *round = offset(bend, 3, -2, KURIL_JOIN_ROUND);
    assert_int_equal(bevel->len, 4);
    assert_point(bevel, 1, 10, -2);
    assert_point(bevel, 2, 12, 0);
    assert_true(round->len > 4);
    for (guint i = 1; i + 1 < round->len; i++) {
        const kuril_page_point p = g_array_index(round, kuril_page_point, i);
        assert_near((p.x - 10) * (p.x - 10) + p.y * p.y, 4, 1e-9);
    }
    g_array_free(inner, TRUE);
    g_array_free(outer, TRUE);
    g_array_free(bevel, TRUE);
    g_array_free(round, TRUE);
}

/* A bend of 150 degrees: its mitre of 1 / sin(15 degrees) = 3.9 is beyond the limit and cut off. */
static void test_sharp_bend_is_cut_off(void **state)
{
    (void)state;
    const kuril_page_point sharp[] = {{0, 0}, {10, 0}, {10 - 8.660254037844386, 5}};
    GArray *outer = offset(sharp, 3, -1, KURIL_JOIN_MITER);
    assert_int_equal(outer->len, 4);
    assert_point(outer, 1, 10, -1);
    assert_point(outer, 2, 10.5, 0.8660254037844386);
    g_array_free(outer, TRUE);
}

/* A square of 10 moved outwards by 1 is one of 12, closed. */
static void test_closed(void **state)
{
    (void)state;
    const kuril_page_point square[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}};
    GArray *out = offset(square, 5, -1, KURIL_JOIN_MITER);
    const kuril_page_line line = kuril_page_line_of(out, true);
    assert_int_equal(out->len, 5);
    assert_true(line.closed);
    assert_false(kuril_page_line_of(out, false).closed);
    assert_near(kuril_page_line_length(line), 48, 1e-9);
    g_array_free(out, TRUE);
}

/* Repeated points and lines of one place neither divide by zero nor add anything. */
static void test_degenerate(void **state)
{
    (void)state;
    const kuril_page_point twice[] = {{0, 0}, {0, 0}, {10, 0}, {10, 0}}, nowhere[] = {{1, 1}, {1, 1}};
    GArray *out = offset(twice, 4, 1, KURIL_JOIN_ROUND);
    assert_int_equal(out->len, 2);
    assert_point(out, 1, 10, 1);
    g_array_free(out, TRUE);
    out = offset(nowhere, 2, 1, KURIL_JOIN_MITER);
    assert_int_equal(out->len, 0);
    g_array_free(out, TRUE);
}

static void test_stretch(void **state)
{
    (void)state;
    const kuril_page_point bend[] = {{0, 0}, {10, 0}, {10, 10}};
    const kuril_page_line line = {bend, 3, false};
    GArray *out = g_array_new(FALSE, FALSE, sizeof(kuril_page_point));
    kuril_page_line_stretch(line, 4, 13, out);
    assert_int_equal(out->len, 3);
    assert_point(out, 0, 4, 0);
    assert_point(out, 1, 10, 0);
    assert_point(out, 2, 10, 3);
    kuril_page_line_stretch(line, 12, 15, out);
    assert_int_equal(out->len, 2);
    assert_point(out, 0, 10, 2);
    kuril_page_line_stretch(line, 20, 30, out);
    assert_int_equal(out->len, 0);
    g_array_free(out, TRUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_right_of_a_line), cmocka_unit_test(test_bends),
        cmocka_unit_test(test_sharp_bend_is_cut_off), cmocka_unit_test(test_closed),
        cmocka_unit_test(test_degenerate), cmocka_unit_test(test_stretch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
