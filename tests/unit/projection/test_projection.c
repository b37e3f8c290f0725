/* Making projections: presets, the rule of "auto", definitions of every kind, errors; fits and local scale. */
#include "pages.h"

#include <glib.h>
#include <glib/gstdio.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void collect(void *user, const kuril_diagnostic *diagnostic)
{
    g_string_append_printf(user, "%s\n", diagnostic->message);
}

/* What auto picks for a box in a 4:3 frame, as the PROJ string's beginning. */
static void assert_auto(kuril_bbox bounds, kuril_purpose purpose, const char *want, const char *told)
{
    GString *text = g_string_new(NULL);
    const kuril_diagnostics diagnostics = {collect, text};
    const kuril_view view = {.kind = KURIL_VIEW_BOUNDS, .bounds = bounds, .purpose = purpose, .frame = page_frame};
    kuril_projection *p;
    assert_int_equal(kuril_projection_new("auto", &view, &diagnostics, &p, NULL), KURIL_OK);
    if (!g_str_has_prefix(kuril_projection_definition(p), want))
        fail_msg("picked %s, not %s", kuril_projection_definition(p), want);
    assert_non_null(strstr(text->str, told));
    kuril_projection_free(p);
    g_string_free(text, TRUE);
}

/* The rule as projection.h states it. */
static void auto_picks_by_extent_latitude_and_purpose(void **state)
{
    (void)state;
    const kuril_bbox okhotsk = {127, 40, 165, 63}, russia = {30, 45, 110, 60}, world = {-180, -90, 180, 90};
    const kuril_bbox arctic = {-180, 60, 180, 90}, pacific = {140, 30, -120, 65}, java = {100, -12, 130, 5};
    const kuril_bbox eurasia = {-10, 20, 150, 75};
    assert_auto(okhotsk, KURIL_PURPOSE_GENERAL, "+proj=laea +lat_0=51.5 +lon_0=146 ", "areas compare");
    assert_auto(okhotsk, KURIL_PURPOSE_SHAPE, "+proj=stere ", "angles are kept");
    assert_auto(okhotsk, KURIL_PURPOSE_DISTANCE, "+proj=aeqd ", "distances");
    assert_auto(okhotsk, KURIL_PURPOSE_NAVIGATION, "+proj=merc ", "rhumb lines");
    assert_auto(russia, KURIL_PURPOSE_GENERAL, "+proj=aea ", "wide");
    assert_auto(russia, KURIL_PURPOSE_SHAPE, "+proj=lcc ", "wide");
    assert_auto(world, KURIL_PURPOSE_GENERAL, "+proj=eqearth ", "most of the world");
    assert_auto(arctic, KURIL_PURPOSE_GENERAL, "+proj=laea +lat_0=90 ", "pole");
    assert_auto(arctic, KURIL_PURPOSE_NAVIGATION, "+proj=stere ", "does not reach");
    assert_auto(pacific, KURIL_PURPOSE_GENERAL, "+proj=laea +lat_0=47.5 +lon_0=-170 ", "areas");
    assert_auto(java, KURIL_PURPOSE_GENERAL, "+proj=laea ", "areas");
    assert_auto(eurasia, KURIL_PURPOSE_GENERAL, "+proj=laea +lat_0=47.5 +lon_0=70 ", "areas");
}

static void presets_take_their_parameters_from_the_view(void **state)
{
    (void)state;
    static const char *const want[][2] = {
        {"laea", "+proj=laea +lat_0=45 +lon_0=-175 +ellps=WGS84"},
        {"aea", "+proj=aea +lat_0=45 +lon_0=-175 +lat_1=35 +lat_2=55 +ellps=WGS84"},
        {"lcc", "+proj=lcc +lat_0=45 +lon_0=-175 +lat_1=35 +lat_2=55 +ellps=WGS84"},
        {"merc", "+proj=merc +lon_0=-175 +lat_ts=45 +ellps=WGS84"},
        {"tmerc", "+proj=tmerc +lat_0=45 +lon_0=-175 +ellps=WGS84"},
        {"stere", "+proj=stere +lat_0=45 +lon_0=-175 +ellps=WGS84"},
        {"ortho", "+proj=ortho +lat_0=45 +lon_0=-175 +ellps=WGS84"},
        {"aeqd", "+proj=aeqd +lat_0=45 +lon_0=-175 +ellps=WGS84"},
        {"robin", "+proj=robin +lon_0=-175 +ellps=WGS84"},
        {"eqearth", "+proj=eqearth +lon_0=-175 +ellps=WGS84"},
    };
    size_t count;
    const char *const *names = kuril_projection_presets(&count);
    assert_int_equal(count, COUNT(want));
    const kuril_view view = {.bounds = {170, 30, -160, 60}, .frame = page_frame};
    for (size_t i = 0; i < count; i++) {
        kuril_projection *p;
        assert_string_equal(names[i], want[i][0]);
        assert_int_equal(kuril_projection_new(names[i], &view, NULL, &p, NULL), KURIL_OK);
        assert_string_equal(kuril_projection_definition(p), want[i][1]);
        assert_non_null(strstr(kuril_projection_describe(p), kuril_projection_preset_title(names[i])));
        kuril_projection_free(p);
    }
}

/* The same system written in every way that PROJ reads. */
static void definitions_of_every_kind(void **state)
{
    (void)state;
    static const char wkt2[] =
        "PROJCRS[\"WGS 84 / UTM zone 55N\",BASEGEOGCRS[\"WGS 84\",DATUM[\"World Geodetic System 1984\","
        "ELLIPSOID[\"WGS 84\",6378137,298.257223563,LENGTHUNIT[\"metre\",1]]],PRIMEM[\"Greenwich\",0,"
        "ANGLEUNIT[\"degree\",0.0174532925199433]]],CONVERSION[\"UTM zone 55N\",METHOD[\"Transverse Mercator\"],"
        "PARAMETER[\"Latitude of natural origin\",0],PARAMETER[\"Longitude of natural origin\",147],"
        "PARAMETER[\"Scale factor at natural origin\",0.9996],PARAMETER[\"False easting\",500000],"
        "PARAMETER[\"False northing\",0]],CS[Cartesian,2],AXIS[\"(E)\",east],AXIS[\"(N)\",north],"
        "LENGTHUNIT[\"metre\",1]]";
    static const char *const same[] = {
        "EPSG:32655",
        "+proj=utm +zone=55 +datum=WGS84",
        "+proj=utm +zone=55 +ellps=WGS84 +units=km",
        "proj=tmerc lon_0=147 k=0.9996 x_0=500000 ellps=WGS84",
        wkt2,
    };
    for (size_t i = 0; i < COUNT(same); i++) {
        kuril_projection *p = page_projection(same[i]);
        double x, y;
        assert_true(kuril_projection_forward(p, (kuril_lonlat){147, 45}, &x, &y));
        assert_near(x, 500000, 1e-3);
        /* 0.9996 times the meridian's 4984944.378 m to 45 degrees (Snyder, PP 1395, p. 269) */
        assert_near(y, 0.9996 * 4984944.378, 0.01);
        kuril_projection_free(p);
    }
    char *path = g_build_filename(g_get_tmp_dir(), "kurilmap-test-projection.prj", NULL);
    assert_true(g_file_set_contents(path, wkt2, -1, NULL));
    kuril_projection *p = page_projection(path);
    double x, y;
    assert_true(kuril_projection_forward(p, (kuril_lonlat){147, 45}, &x, &y));
    assert_near(x, 500000, 1e-3);
    assert_string_equal(kuril_projection_describe(p), "WGS 84 / UTM zone 55N");
    kuril_projection_free(p);
    g_unlink(path);
    g_free(path);
}

static void what_is_no_projection_is_one_clear_error(void **state)
{
    (void)state;
    static const struct {
        const char *definition;
        kuril_status code;
        const char *says;
    } wrong[] = {
        {"", KURIL_E_ARGUMENT, "no projection"},
        {"auto", KURIL_E_ARGUMENT, "needs a view"},
        {"EPSG:999999", KURIL_E_PROJECTION, "EPSG:999999"},
        {"laeaa", KURIL_E_PROJECTION, "did you mean 'laea'"},
        {"+proj=lcc +lat_1=10 +lat_2=-10", KURIL_E_PROJECTION, "lat_1"},
        {"+proj=nosuch", KURIL_E_PROJECTION, "nosuch"},
        {"+proj=laea +lat_0=abc", KURIL_E_PROJECTION, "lat_0 is no number"},
        {"EPSG:5773", KURIL_E_PROJECTION, "no map projection"}, /* heights */
        {"EPSG:4978", KURIL_E_PROJECTION, "no map projection"}, /* geocentric */
        {"@/nonexistent/file", KURIL_E_IO, "/nonexistent/file"},
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        kuril_projection *p = NULL;
        kuril_error error = {0};
        assert_int_equal(kuril_projection_new(wrong[i].definition, NULL, NULL, &p, &error), wrong[i].code);
        assert_null(p);
        if (!strstr(error.message, wrong[i].says))
            fail_msg("'%s' does not say '%s'", error.message, wrong[i].says);
    }
    kuril_projection_free(NULL);
}

/* There and back, also where PROJ has no inverse (August's epicycloidal) or a poor one (Swiss grid near the pole). */
static void places_come_back(void **state)
{
    (void)state;
    static const char *const all[] = {"laea",         "robin",
                                      "+proj=august", "+proj=airy +lat_0=90",
                                      "+proj=wintri", "+proj=somerc +lat_0=47 +ellps=bessel",
                                      "EPSG:27700",   "EPSG:4326",
                                      "EPSG:5514",    "+proj=igh",
                                      "+proj=nicol"};
    for (size_t i = 0; i < COUNT(all); i++) {
        kuril_projection *p = page_projection(all[i]);
        size_t tried = 0;
        for (double lat = -80; lat <= 80; lat += 16)
            for (double lon = -171; lon < 180; lon += 19) {
                double x, y;
                kuril_lonlat back;
                if (!kuril_projection_forward(p, (kuril_lonlat){lon, lat}, &x, &y))
                    continue;
                tried++;
                if (!kuril_projection_inverse(p, x, y, &back))
                    fail_msg("%s: %g %g does not come back", all[i], lon, lat);
                if (fabs(remainder(back.lon - lon, 360)) > 1e-4)
                    print_message("%s: %g %g came back as %.9g %.9g\n", all[i], lon, lat, back.lon, back.lat);
                assert_near(remainder(back.lon - lon, 360), 0, 1e-4);
                assert_near(back.lat, lat, 1e-4);
            }
        assert_true(tried > 0 || strcmp(all[i], "EPSG:5514") == 0);
        kuril_projection_free(p);
    }
}

/* B16: beyond the globe's outline there is nothing, also where PROJ's inverse has an answer. */
static void nothing_lies_beyond_the_outline(void **state)
{
    (void)state;
    static const char *const all[] = {"EPSG:8857", "robin", "EPSG:3857", "+proj=moll",
                                      "+proj=eqc", "laea",  "ortho",     "+proj=sinu"};
    for (size_t i = 0; i < COUNT(all); i++) {
        kuril_projection *p = page_projection(all[i]);
        kuril_lonlat place;
        double x, y;
        assert_false(kuril_projection_inverse(p, 2.1e7, 0, &place) && strcmp(all[i], "laea"));
        assert_true(isnan(place.lon) || strcmp(all[i], "laea") == 0);
        assert_false(kuril_projection_inverse(p, 1.7e7, 1.9e7, &place) && strcmp(all[i], "EPSG:3857"));
        assert_true(kuril_projection_forward(p, (kuril_lonlat){1, 1}, &x, &y));
        assert_true(kuril_projection_inverse(p, x, y, &place));
        kuril_projection_free(p);
    }
}

static void fits_fill_the_frame(void **state)
{
    (void)state;
    static const char *const all[] = {"laea", "merc", "lcc", "EPSG:32655", "eqearth", "stere"};
    const kuril_bbox boxes[] = {{127, 40, 165, 63}, {170, 50, -160, 70}, {145, 43, 149, 46}};
    for (size_t i = 0; i < COUNT(all); i++)
        for (size_t k = 0; k < COUNT(boxes); k++)
            for (double bearing = 0; bearing < 100; bearing += 33) {
                kuril_projection *p;
                const kuril_view view = {.bounds = boxes[k], .bearing = bearing, .frame = {10, 20, 410, 320}};
                assert_int_equal(kuril_projection_new(all[i], &view, NULL, &p, NULL), KURIL_OK);
                kuril_fit fit;
                assert_int_equal(kuril_fit_view(p, &view, &fit, NULL), KURIL_OK);
                kuril_rect seen = {INFINITY, INFINITY, -INFINITY, -INFINITY};
                const double width = kuril_bbox_width(&boxes[k]);
                for (double s = 0; s <= 1; s += 1.0 / 64)
                    for (double t = 0; t <= 1; t += 1.0 / 64) {
                        double x, y;
                        const kuril_lonlat at = {boxes[k].west + s * width,
                                                 boxes[k].south + t * (boxes[k].north - boxes[k].south)};
                        if (!kuril_lonlat_to_page(p, &fit, at, &x, &y))
                            continue;
                        seen = (kuril_rect){fmin(seen.x_min, x), fmin(seen.y_min, y), fmax(seen.x_max, x),
                                            fmax(seen.y_max, y)};
                    }
                const double slack = 0.3;
                assert_true(seen.x_min > 10 - slack && seen.x_max < 410 + slack && seen.y_min > 20 - slack &&
                            seen.y_max < 320 + slack);
                assert_true(fabs(seen.x_max - seen.x_min - 400) < 2 * slack ||
                            fabs(seen.y_max - seen.y_min - 300) < 2 * slack);
                assert_near(seen.x_min + seen.x_max, 420, 2 * slack);
                assert_near(seen.y_min + seen.y_max, 340, 2 * slack);
                kuril_projection_free(p);
            }
}

/* A width is the ground length of the middle line: measured here in short straight pieces on the ellipsoid. */
static void width_is_ground_length(void **state)
{
    (void)state;
    static const char *const all[] = {"laea", "merc", "EPSG:3857"};
    const double a = 6378137, e2 = 6.69437999014e-3, deg = acos(-1) / 180;
    for (size_t i = 0; i < COUNT(all); i++) {
        const kuril_view view = {.kind = KURIL_VIEW_WIDTH, .center = {147, 45}, .width_m = 2e6, .frame = page_frame};
        kuril_projection *p;
        kuril_fit fit;
        assert_int_equal(kuril_projection_new(all[i], &view, NULL, &p, NULL), KURIL_OK);
        assert_int_equal(kuril_fit_view(p, &view, &fit, NULL), KURIL_OK);
        double sum = 0;
        for (int k = 0; k < 800; k++) {
            kuril_lonlat b, c;
            assert_true(kuril_page_to_lonlat(p, &fit, k, 300, &b));
            assert_true(kuril_page_to_lonlat(p, &fit, k + 1, 300, &c));
            const double s = sin((b.lat + c.lat) / 2 * deg), w = 1 - e2 * s * s;
            sum += hypot(a / sqrt(w) * sqrt(1 - s * s) * (c.lon - b.lon) * deg,
                         a * (1 - e2) / (w * sqrt(w)) * (c.lat - b.lat) * deg);
        }
        assert_near(sum, 2e6, 100);
        double x, y;
        assert_true(kuril_lonlat_to_page(p, &fit, view.center, &x, &y));
        assert_near(x, 400, 1e-6);
        assert_near(y, 300, 1e-6);
        kuril_projection_free(p);
    }
}

/* B76 (qgis/QGIS#29441): a bar follows the ellipsoid of the page's projection. On the equator of a Mercator page a
   metre of the plane is a metre of that ellipsoid's ground. */
static void scale_follows_the_ellipsoid(void **state)
{
    (void)state;
    static const char *const pages[] = {"+proj=merc +R=1737400",
                                        "+proj=merc +ellps=bessel",
                                        "+proj=merc +a=3396190 +b=3376200",
                                        "+proj=merc +ellps=WGS84",
                                        "EPSG:3857",
                                        "+proj=merc +ellps=bessel +type=crs"};
    for (size_t i = 0; i < COUNT(pages); i++) {
        kuril_projection *p = page_projection(pages[i]);
        const kuril_fit fit = {1e-3, 1, 0, 0, 0};
        kuril_local_scale scale;
        assert_true(kuril_scale_at(p, &fit, (kuril_lonlat){10, 0}, &scale));
        assert_near(scale.m_per_pt_parallel, 1000, 1e-3);
        kuril_projection_free(p);
    }
}

static void wrong_views_are_refused(void **state)
{
    (void)state;
    kuril_projection *p = page_projection("+proj=ortho +lat_0=45 +lon_0=147");
    kuril_fit fit;
    const kuril_bbox nothing = {10, 20, 10, 30}, upside_down = {0, 30, 10, 20}, behind = {-40, -50, -30, -40};
    const kuril_bbox nan = {0, NAN, 10, 20};
    const kuril_rect flat = {0, 0, 0, 10};
    assert_int_equal(kuril_fit_bbox(p, &nothing, &page_frame, 0, &fit, NULL), KURIL_E_DOMAIN);
    assert_int_equal(kuril_fit_bbox(p, &upside_down, &page_frame, 0, &fit, NULL), KURIL_E_DOMAIN);
    assert_int_equal(kuril_fit_bbox(p, &nan, &page_frame, 0, &fit, NULL), KURIL_E_DOMAIN);
    assert_int_equal(kuril_fit_bbox(p, &behind, &page_frame, 0, &fit, NULL), KURIL_E_PROJECTION);
    assert_int_equal(kuril_fit_bbox(p, &(kuril_bbox){140, 40, 150, 50}, &flat, 0, &fit, NULL), KURIL_E_DOMAIN);
    assert_int_equal(kuril_fit_scale(p, (kuril_lonlat){147, 45}, 0, &page_frame, 0, &fit, NULL), KURIL_E_DOMAIN);
    assert_int_equal(kuril_fit_scale(p, (kuril_lonlat){-33, -45}, 1e6, &page_frame, 0, &fit, NULL), KURIL_E_PROJECTION);
    assert_int_equal(kuril_fit_width(p, (kuril_lonlat){147, 45}, INFINITY, &page_frame, 0, &fit, NULL), KURIL_E_DOMAIN);
    kuril_projection_free(p);
}

/* True north: of a conic it leans by n times the way from the middle meridian (Snyder, PP 1395, p. 104). */
static void north_at_a_place(void **state)
{
    (void)state;
    kuril_projection *p = page_projection("+proj=lcc +lat_1=45 +lat_0=45 +lon_0=140 +ellps=WGS84");
    const kuril_fit fit = page_fit(p, (kuril_bbox){130, 40, 150, 50});
    kuril_local_scale scale;
    assert_true(kuril_scale_at(p, &fit, (kuril_lonlat){150, 47}, &scale));
    assert_near(scale.north, -10 * sin(acos(-1) / 4), 1e-4);
    kuril_fit turned;
    assert_int_equal(kuril_fit_bbox(p, &(kuril_bbox){130, 40, 150, 50}, &page_frame, 30, &turned, NULL), KURIL_OK);
    assert_true(kuril_scale_at(p, &turned, (kuril_lonlat){140, 45}, &scale));
    assert_near(scale.north, -30, 1e-4); /* 30 degrees east of north points up */
    /* at the pole of a polar map the scale is that of the place */
    kuril_projection *polar = page_projection("+proj=stere +lat_0=90 +ellps=WGS84");
    assert_true(kuril_scale_at(polar, &(kuril_fit){1e-3, 1, 0, 0, 0}, (kuril_lonlat){0, 90}, &scale));
    assert_near(scale.m_per_pt, 1000, 0.1);
    kuril_projection_free(polar);
    kuril_projection_free(p);
}

/*
 * Cut maps show the line where their lobes meet, and the maps of a centre on it are drawn. Eastings from PROJ 9.1's
 * own `proj +ellps=WGS84`.
 */
static void lobes_meet_on_the_equator(void **state)
{
    (void)state;
    static const struct {
        const char *projection;
        double lon, x;
    } cases[] = {{"+proj=igh", 150, 16697923.62},   {"+proj=igh", -30, -3339584.72},
                 {"+proj=igh_o", 150, 16697923.62}, {"+proj=igh_o", -30, -3339584.72},
                 {"+proj=healpix", 150, 16679257.80}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        kuril_projection *p = page_projection(cases[i].projection);
        const kuril_lonlat place = {cases[i].lon, 0};
        kuril_fit fit;
        double x, y;
        assert_true(kuril_projection_forward(p, place, &x, &y));
        assert_near(x, cases[i].x, 0.01);
        assert_near(y, 0, 0.01);
        assert_int_equal(kuril_fit_scale(p, place, 1e8, &page_frame, 0, &fit, NULL), KURIL_OK);
        kuril_projection_free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(auto_picks_by_extent_latitude_and_purpose),
        cmocka_unit_test(presets_take_their_parameters_from_the_view),
        cmocka_unit_test(definitions_of_every_kind),
        cmocka_unit_test(what_is_no_projection_is_one_clear_error),
        cmocka_unit_test(places_come_back),
        cmocka_unit_test(nothing_lies_beyond_the_outline),
        cmocka_unit_test(fits_fill_the_frame),
        cmocka_unit_test(width_is_ground_length),
        cmocka_unit_test(scale_follows_the_ellipsoid),
        cmocka_unit_test(wrong_views_are_refused),
        cmocka_unit_test(north_at_a_place),
        cmocka_unit_test(lobes_meet_on_the_equator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
