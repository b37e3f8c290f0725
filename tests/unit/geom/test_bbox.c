#include "support.h"
#include <kurilmap/geometry.h>

static void longitudes_come_near_the_centre(void **state)
{
    (void)state;
    assert_near(kuril_lon_near(-170, 150), 190, 0);
    assert_near(kuril_lon_near(180, 0), -180, 0);
    assert_near(kuril_lon_near(1000, 0), -80, 0);
}

static void boxes_cross_180(void **state)
{
    (void)state;
    const kuril_bbox pacific = {150, 40, -150, 60}, chukotka = {-179, 50, -170, 65}, honshu = {130, 30, 142, 45};
    assert_near(kuril_bbox_width(&pacific), 60, 0);
    assert_true(kuril_bbox_overlaps(&pacific, &chukotka));
    assert_true(kuril_bbox_overlaps(&chukotka, &pacific));
    assert_false(kuril_bbox_overlaps(&pacific, &honshu));
}

static void a_geometry_across_180_has_a_narrow_box(void **state)
{
    (void)state;
    static const kuril_lonlat points[] = {{179, 60}, {-179, 60}, {-179, 62}};
    static const kuril_ring ring = {0, 3};
    static const kuril_part part = {KURIL_POLYGON, 0, 1};
    const kuril_geometry g = {points, 3, &ring, 1, &part, 1};
    kuril_bbox box;
    assert_int_equal(kuril_geometry_bbox(&g, &box), KURIL_OK);
    assert_near(box.west, 179, 0);
    assert_near(box.east, -179, 0);
    assert_near(box.north, 62, 0);
    const kuril_geometry empty = {0};
    assert_int_equal(kuril_geometry_bbox(&empty, &box), KURIL_E_DATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(longitudes_come_near_the_centre),
        cmocka_unit_test(boxes_cross_180),
        cmocka_unit_test(a_geometry_across_180_has_a_narrow_box),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
