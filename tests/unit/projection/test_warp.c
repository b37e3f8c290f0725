/* From dots to places: right everywhere, without a jump where the map has none, and nothing off the world. */
#include "pages.h"
#include "projection/warp.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { COLUMNS = 203, ROWS = 151 };

/* Every place projects back to the middle of its own dot, to the error asked for; dots off the world have none. */
static void places_project_back_to_their_dots(void **state)
{
    (void)state;
    static const struct {
        const char *definition;
        kuril_bbox bbox;
    } rows[] = {
        {"+proj=laea +lat_0=50 +lon_0=150 +ellps=WGS84", {130, 40, 170, 62}},
        {"+proj=laea +lat_0=90 +lon_0=30 +ellps=WGS84", {-180, 55, 180, 90}},
        {"+proj=robin +lon_0=145", {-180, -90, 180, 90}},
        {"+proj=ortho +lat_0=45 +lon_0=147", {-180, -90, 180, 90}},
        {"+proj=igh", {-180, -90, 180, 90}},
        {"EPSG:3857", {170, 40, -170, 60}},
        {"+proj=aeqd +lat_0=30 +lon_0=-120 +R=6371000", {-180, -90, 180, 90}},
        {"+proj=tmerc +lon_0=147 +ellps=WGS84", {100, 20, -160, 80}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const kuril_view view = {.kind = KURIL_VIEW_BOUNDS, .bounds = rows[i].bbox, .frame = page_frame};
        kuril_projection *p;
        kuril_fit fit;
        assert_int_equal(kuril_projection_new(rows[i].definition, &view, NULL, &p, NULL), KURIL_OK);
        assert_int_equal(kuril_fit_view(p, &view, &fit, NULL), KURIL_OK);
        kuril_warp *warp = kuril_warp_new(p, &fit, &page_frame, COLUMNS, ROWS, 0.125);
        const double dot_x = 800.0 / COLUMNS, dot_y = 600.0 / ROWS;
        kuril_lonlat places[COLUMNS];
        size_t shown = 0;
        for (size_t row = 0; row < ROWS; row++) {
            kuril_warp_row(warp, row, places);
            for (size_t c = 0; c < COLUMNS; c++) {
                const double x = (double)c * dot_x + dot_x / 2, y = (double)row * dot_y + dot_y / 2;
                kuril_lonlat exact;
                double px, py;
                if (isnan(places[c].lon)) {
                    assert_false(kuril_page_to_lonlat(p, &fit, x, y, &exact));
                    continue;
                }
                shown++;
                if (!kuril_lonlat_to_page(p, &fit, places[c], &px, &py))
                    continue; /* within the error of the world's edge */
                if (!(fabs(px - x) < 0.3 * dot_x && fabs(py - y) < 0.3 * dot_y))
                    fail_msg("%s: dot %zu %zu is %g %g dots off", rows[i].definition, c, row, (px - x) / dot_x,
                             (py - y) / dot_y);
            }
        }
        assert_true(shown > COLUMNS * ROWS / 3);
        kuril_warp_free(warp);
        kuril_projection_free(p);
    }
}

/* B17: across 180 degrees longitudes run on past it. */
static void longitudes_run_on_across_180(void **state)
{
    (void)state;
    const kuril_bbox bbox = {179.9, 0.68, -179.78, 1};
    static const char *const pages[] = {"EPSG:3857", "+proj=laea +lat_0=1 +lon_0=180 +ellps=WGS84"};
    for (size_t i = 0; i < COUNT(pages); i++) {
        const kuril_view view = {.kind = KURIL_VIEW_BOUNDS, .bounds = bbox, .frame = page_frame};
        kuril_projection *p;
        kuril_fit fit;
        assert_int_equal(kuril_projection_new(pages[i], &view, NULL, &p, NULL), KURIL_OK);
        assert_int_equal(kuril_fit_view(p, &view, &fit, NULL), KURIL_OK);
        kuril_warp *warp = kuril_warp_new(p, &fit, &page_frame, COLUMNS, ROWS, 0);
        kuril_lonlat places[COLUMNS];
        kuril_warp_row(warp, ROWS / 2, places);
        for (size_t c = 1; c < COLUMNS; c++) {
            const double step = places[c].lon - places[c - 1].lon;
            assert_true(step > 0 && step < 0.01);
        }
        assert_near(places[COLUMNS / 2].lat, 0.84, 0.01);
        assert_near(remainder(places[COLUMNS / 2].lon - 180.06, 360), 0, 0.01);
        kuril_warp_free(warp);
        kuril_projection_free(p);
    }
}

/* Rows may be asked for in any order. */
static void rows_come_in_any_order(void **state)
{
    (void)state;
    kuril_projection *p = page_projection("+proj=laea +lat_0=50 +lon_0=150 +ellps=WGS84");
    const kuril_fit fit = page_fit(p, (kuril_bbox){100, 20, 200, 80});
    kuril_warp *down = kuril_warp_new(p, &fit, &page_frame, COLUMNS, ROWS, 0);
    kuril_warp *up = kuril_warp_new(p, &fit, &page_frame, COLUMNS, ROWS, 0);
    kuril_lonlat forwards[ROWS], places[COLUMNS];
    for (size_t row = 0; row < ROWS; row++) {
        kuril_warp_row(down, row, places);
        forwards[row] = places[7];
    }
    for (size_t row = ROWS; row-- > 0;) {
        kuril_warp_row(up, row, places);
        assert_true(places[7].lon == forwards[row].lon && places[7].lat == forwards[row].lat);
    }
    kuril_warp_free(down);
    kuril_warp_free(up);
    kuril_projection_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_project_back_to_their_dots),
        cmocka_unit_test(longitudes_run_on_across_180),
        cmocka_unit_test(rows_come_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
