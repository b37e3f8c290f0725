#include "support.h"
#include <kurilmap/place.h>
#include <string.h>

static void well_formed_pairs_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double lat, lon;
    } cases[] = {
        {"45.0,147.6", 45, 147.6},
        {"45, 147.6", 45, 147.6},
        {" -45.5 , -0.25 ", -45.5, -0.25},
        {"45°02'N 147°37'E", 45 + 2 / 60.0, 147 + 37 / 60.0},
        {"147°37'E 45°02'N", 45 + 2 / 60.0, 147 + 37 / 60.0},
        {"147°37'E, 45°02'N", 45 + 2 / 60.0, 147 + 37 / 60.0},
        {"45 02 30N,147 37 00E", 45 + 2.5 / 60, 147 + 37 / 60.0},
        {"N45 02 30 E147 37 00", 45 + 2.5 / 60, 147 + 37 / 60.0},
        {"N51 58.123 E7 35.456", 51 + 58.123 / 60, 7 + 35.456 / 60},
        {"45\u00B002\u203230\u2033N 147\u00B037\u2032W", 45 + 2.5 / 60, -147 - 37 / 60.0},
        {"450230N 1473700E", 45 + 2.5 / 60, 147 + 37 / 60.0},
        {"0000N 001234W", 0, -0.209444}, /* B41 */
        {"0°59'59\" N 0E", 0.999722, 0}, /* B42 */
        {"-0°12'14\", 0", -0.203889, 0}, /* B40 */
        {"-0 30, 10 15", -0.5, 10.25},   /* B40 */
        {"45s 147w", -45, -147},
        {"北緯45度02分30秒 東経147度37分", 45 + 2.5 / 60, 147 + 37 / 60.0},
        {"45°02′ с.ш. 147°37′ в.д.", 45 + 2 / 60.0, 147 + 37 / 60.0},
        {"45,1000", 45, -80}, /* B45 */
        {"45,-540", 45, -180},
        {"90N 0E", 90, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kuril_lonlat p = {0, 0};
        kuril_error error = {0};
        if (kuril_coordinates_parse(cases[i].text, &p, &error))
            fail_msg("%s: %s", cases[i].text, error.message);
        assert_near(p.lat, cases[i].lat, 1e-6);
        assert_near(p.lon, cases[i].lon, 1e-6);
    }
}

static void everything_else_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",          "45",         "45 147",          "45,5 147 45 147", /* L1 */
        "45,5,147,6", "1e-5,0",    "1e-5 0 0 1",      /* L2 */
        "45,1E2",    "N51 58,123 E7 35,456",          /* B44 */
        "45,147,1",  "45,147x",    "45N",             "45N 46N",         "45N 147",     "-45N 147E", "45N147E45",
        "45 2.5 30N 147E", "45'N 147E", "45\"30'N 147E", "45 -2N 147E",  "45 61N 147E", "45 02 60N 147E", "100,147",
        "91N 147E",  "nan,0",      "inf,0",           "0x10,5",          "45..5,147",   ",",         "45,", "N E", ".,.",
        "45;147",    "45,147,",    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kuril_lonlat p = {-1, -1};
        kuril_error error = {0};
        if (!kuril_coordinates_parse(cases[i], &p, &error))
            fail_msg("'%s' was read as %g,%g", cases[i], p.lat, p.lon);
        assert_true(strlen(error.message) > 10);
        assert_near(p.lat, -1, 0);
    }
}

static void messages_say_what_was_understood(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"147.6,45", "latitude 147.6 is beyond 90 in '147.6,45': latitude comes first"},
        {"-90.0001,0", "latitude -90.0001 is beyond 90 in '-90.0001,0': latitude comes first"},
        {"45,5 147", "understood 5 degrees 147 minutes in '45,5 147': minutes and seconds are less than 60, and decimals "
                     "take a point"},
        {"45°60'N 147E", "understood 45 degrees 60 minutes in '45°60'N 147E': minutes and seconds are less than 60, and "
                         "decimals take a point"},
        {"1e-5,0", "exponents are not taken in coordinates, and a letter E for east ends its angle: understood '1' of "
                   "'1e-5,0'"},
        {"45,147 foo", "'foo' is left over in the coordinates '45,147 foo': understood '45,147'"},
        {"nan,1", "'nan,1' are no coordinates"},
        {"45 147", "'45 147' is understood as one angle: a comma stands between latitude and longitude, as in 45.04,147.63"},
        {"147E", "only one angle of '147E' tells its hemisphere (E)"},
        {"41,5°N 147°E", "the comma of '41,5°N 147°E' does not stand between the two angles: decimals take a point"},
        {"45.5°30'N 147E", "too many numbers in one angle of '45.5°30'N 147E': 30 follows a number with a fraction, which "
                           "ends its angle"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kuril_lonlat p;
        kuril_error error = {0};
        assert_int_not_equal(kuril_coordinates_parse(cases[i][0], &p, &error), KURIL_OK);
        assert_string_equal(error.message, cases[i][1]);
    }
}

/* Case B43 and its like. */
static void angles_print_rounded_as_a_whole(void **state)
{
    (void)state;
    char out[KURIL_DEGREES_MAX];
    assert_string_equal(kuril_degrees_print(-0.05, "NS", KURIL_DEGREES_MINUTES, 0, out), "0°03'S");
    assert_string_equal(kuril_degrees_print(-1.05, "NS", KURIL_DEGREES_MINUTES, 0, out), "1°03'S");
    assert_string_equal(kuril_degrees_print(44.99999999, "NS", KURIL_DEGREES_MINUTES_SECONDS, 0, out), "45°00'00\"N");
    assert_string_equal(kuril_degrees_print(44.99999999, "NS", KURIL_DEGREES_MINUTES, 1, out), "45°00.0'N");
    assert_string_equal(kuril_degrees_print(147.625, "EW", KURIL_DEGREES_MINUTES_SECONDS, 1, out), "147°37'30.0\"E");
    assert_string_equal(kuril_degrees_print(-147.625, "EW", KURIL_DEGREES, 3, out), "147.625°W");
    assert_string_equal(kuril_degrees_print(-0.0001, "EW", KURIL_DEGREES, 2, out), "0.00°");
    assert_string_equal(kuril_degrees_print(10 + 12.5 / 60, "EW", KURIL_DEGREES_MINUTES, 1, out), "10°12.5'E");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_pairs_are_read),
        cmocka_unit_test(everything_else_is_refused),
        cmocka_unit_test(messages_say_what_was_understood),
        cmocka_unit_test(angles_print_rounded_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
