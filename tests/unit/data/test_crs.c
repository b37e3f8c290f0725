/* Coordinate systems of datasets: positions against published values, and what is said of accuracy. */
#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/dataset.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct heard {
    GString *warnings;
} heard;

static void hear(void *user, const kuril_diagnostic *d)
{
    g_string_append_printf(((heard *)user)->warnings, "%s\n", d->message);
}

static char *write_text(const char *name, const char *content)
{
    char *path = g_strdup_printf("%s/kurilmap-crs-%d-%s", g_get_tmp_dir(), g_random_int_range(0, G_MAXINT), name);
    assert_true(g_file_set_contents(path, content, -1, NULL));
    return path;
}

/* The first point of a dataset; NAN when it has none that can be used. */
static kuril_lonlat first_point(const char *name, const char *content, const char *crs, heard *h, kuril_error *error)
{
    char *path = write_text(name, content);
    const kuril_diagnostics diagnostics = {hear, h};
    const kuril_dataset_options options = {.crs = crs};
    kuril_dataset *d = NULL;
    const kuril_feature *f = NULL;
    kuril_lonlat p = {NAN, NAN};
    kuril_status status = kuril_dataset_open(path, &options, &diagnostics, &d, error);
    if (status == KURIL_OK)
        status = kuril_dataset_select(d, NULL, error);
    while (status == KURIL_OK && (status = kuril_dataset_next(d, &f, error)) == KURIL_OK && f)
        p = isnan(p.lon) ? f->geometry->points[0] : p;
    kuril_dataset_close(d);
    g_unlink(path);
    g_free(path);
    return p;
}

#define POINT_CSV(x, y) "x,y,name\n" x "," y ",a\n"

/* B36: lon 0, lat 1 is (0, 111325.143) in EPSG:3857 (r-spatial/sf#1033), whichever way the system is named. */
static void projected_input_comes_to_its_place(void **state)
{
    (void)state;
    heard h = {g_string_new(NULL)};
    kuril_lonlat p = first_point("a.csv", POINT_CSV("0", "111325.1428663851"), "EPSG:3857", &h, NULL);
    assert_near(p.lon, 0, 1e-9);
    assert_near(p.lat, 1, 1e-9);
    /* Axes as people give them, longitude first, for each name of WGS 84. */
    static const char *const names[] = {
        "EPSG:4326", "OGC:CRS84", "+proj=longlat +datum=WGS84",
        "GEOGCRS[\"WGS 84\",DATUM[\"World Geodetic System 1984\",ELLIPSOID[\"WGS 84\",6378137,298.257223563]],"
        "CS[ellipsoidal,2],AXIS[\"latitude\",north],AXIS[\"longitude\",east],UNIT[\"degree\",0.0174532925199433]]"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        p = first_point("a.csv", POINT_CSV("147.6", "45.0"), names[i], &h, NULL);
        assert_near(p.lon, 147.6, 1e-9);
        assert_near(p.lat, 45.0, 1e-9);
    }
    assert_string_equal(h.warnings->str, "");
    g_string_free(h.warnings, TRUE);
}

/* B37: a point on the Tokyo datum, 437 m from where a zero shift would leave it. Known with the datum grid:
   38.5497034780 N 140.0228535294 E on JGD2000 (OSGeo/PROJ#3845). */
static void the_tokyo_datum_is_shifted_and_its_accuracy_told(void **state)
{
    (void)state;
    heard h = {g_string_new(NULL)};
    const kuril_lonlat p = first_point("a.csv", POINT_CSV("140.026224", "38.546789"), "EPSG:4301", &h, NULL);
    const double off_m = hypot((p.lon - 140.0228535294) * cos(38.55 * G_PI / 180), p.lat - 38.5497034780) * 111195;
    assert_true(off_m < 25);
    if (off_m > 1) /* without the grid */
        assert_non_null(strstr(h.warnings->str, "is not installed"));
    g_string_free(h.warnings, TRUE);
}

static void degrees_are_assumed_only_where_they_fit(void **state)
{
    (void)state;
    heard h = {g_string_new(NULL)};
    kuril_error error = {0};
    kuril_lonlat p = first_point("a.csv", POINT_CSV("147.6", "45.0"), NULL, &h, &error);
    assert_near(p.lat, 45, 0);
    p = first_point("a.csv", POINT_CSV("483575.5", "4753046.0"), NULL, &h, &error);
    assert_true(isnan(p.lon));
    assert_int_equal(error.code, KURIL_E_PROJECTION);
    assert_non_null(strstr(error.message, "(483575.5, 4753046)"));
    error = (kuril_error){0};
    (void)first_point("a.csv", POINT_CSV("1", "2"), "EPSG:99999999", &h, &error);
    assert_int_equal(error.code, KURIL_E_PROJECTION);
    g_string_free(h.warnings, TRUE);
}

static void latitudes_beyond_the_poles_are_refused(void **state)
{
    (void)state;
    heard h = {g_string_new(NULL)};
    kuril_error error = {0};
    (void)first_point("a.geojson", "{\"type\":\"Point\",\"coordinates\":[45.0,147.6]}", NULL, &h, &error);
    assert_int_equal(error.code, KURIL_E_DATA);
    assert_non_null(strstr(error.message, "(45, 147.6)"));
    g_string_free(h.warnings, TRUE);
}

/* A straight edge of 400 km in UTM zone 55 is bent in degrees: its middle must lie on it. Middle by cs2cs 9.1:
   echo "500000 5200000" | cs2cs EPSG:32655 EPSG:4326 gives 46.95352920 N on the central meridian 147 E. */
static void edges_are_straight_in_their_own_system(void **state)
{
    (void)state;
    char *path = write_text("a.csv", "WKT,name\n\"LINESTRING (300000 5200000,700000 5200000)\",a\n");
    const kuril_dataset_options options = {.crs = "EPSG:32655"};
    kuril_dataset *d = NULL;
    const kuril_feature *f = NULL;
    assert_int_equal(kuril_dataset_open(path, &options, NULL, &d, NULL), KURIL_OK);
    assert_int_equal(kuril_dataset_select(d, NULL, NULL), KURIL_OK);
    assert_int_equal(kuril_dataset_next(d, &f, NULL), KURIL_OK);
    assert_non_null(f);
    const kuril_geometry *g = f->geometry;
    double north = -90;
    for (size_t i = 0; i < g->n_points; i++)
        north = fmax(north, g->points[i].lat);
    assert_true(g->n_points > 10 && g->n_points < 2000);
    assert_near(north, 46.95352920, 1e-5);
    assert_true(north - g->points[0].lat > 0.01); /* chords alone would stay on the ends' latitude */
    kuril_dataset_close(d);
    g_unlink(path);
    g_free(path);
}

/* EPSG's registry: 4978 is geocentric, 5773 a height alone; 6667 is longitude, latitude and height. */
static void only_systems_of_a_map_are_taken(void **state)
{
    (void)state;
    static const char *const refused[] = {"EPSG:4978", "EPSG:7789", "EPSG:5773", "+proj=geocent +datum=WGS84"};
    heard h = {g_string_new(NULL)};
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        kuril_error error = {0};
        (void)first_point("a.csv", POINT_CSV("147.6", "45.0"), refused[i], &h, &error);
        assert_int_equal(error.code, KURIL_E_PROJECTION);
    }
    assert_near(first_point("a.csv", POINT_CSV("147.6", "45.0"), "EPSG:4326+5773", &h, NULL).lon, 147.6, 1e-9);
    assert_near(first_point("a.csv", POINT_CSV("147.6", "45.0"), "EPSG:6667", &h, NULL).lon, 147.6, 1e-4);
    g_string_free(h.warnings, TRUE);
}

#define POINT_IN(CRS)                                                                                                  \
    "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"" CRS                      \
    "\"}},\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":"       \
    "[147.6,45.0]}}]}"

/* The spellings of RFC 5165 and OGC 11-135, with and without a version. */
static void names_of_wgs84_are_known(void **state)
{
    (void)state;
    static const char *const same[] = {POINT_IN("EPSG:4326"),
                                       POINT_IN("urn:ogc:def:crs:EPSG::4326"),
                                       POINT_IN("urn:ogc:def:crs:EPSG:6.9:4326"),
                                       POINT_IN("urn:ogc:def:crs:OGC:1.3:CRS84"),
                                       POINT_IN("http://www.opengis.net/def/crs/EPSG/0/4326"),
                                       POINT_IN("https://www.opengis.net/def/crs/OGC/1.3/CRS84")};
    heard h = {g_string_new(NULL)};
    for (size_t i = 0; i < G_N_ELEMENTS(same); i++)
        assert_near(first_point("a.geojson", same[i], NULL, &h, NULL).lon, 147.6, 1e-9);
    assert_string_equal(h.warnings->str, "");
    first_point("a.geojson", POINT_IN("urn:ogc:def:crs:XYZ::4326"), NULL, &h, NULL);
    assert_non_null(strstr(h.warnings->str, "XYZ"));
    g_string_free(h.warnings, TRUE);
}

static void keys_after_a_name_are_known_or_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"?crs=EPSG:4326&wehre=id=1", "?crs=EPSG:4326&x", "?encoding=UTF-8&crs"};
    char *path = write_text("a.csv", POINT_CSV("147.6", "45.0"));
    kuril_dataset *d = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        kuril_error error = {0};
        char *name = g_strconcat(path, wrong[i], NULL);
        assert_int_equal(kuril_dataset_open(name, NULL, NULL, &d, &error), KURIL_E_ARGUMENT);
        assert_non_null(strstr(error.message, "unknown key"));
        assert_true(i > 0 || strstr(error.message, "did you mean 'where'?"));
        g_free(name);
    }
    char *right = g_strconcat(path, "?crs=EPSG:4326&encoding=UTF-8&where=name = 'a&x=y'", NULL);
    assert_int_equal(kuril_dataset_open(right, NULL, NULL, &d, NULL), KURIL_OK);
    kuril_dataset_close(d);
    g_free(right);
    g_unlink(path);
    g_free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(projected_input_comes_to_its_place),
        cmocka_unit_test(the_tokyo_datum_is_shifted_and_its_accuracy_told),
        cmocka_unit_test(degrees_are_assumed_only_where_they_fit),
        cmocka_unit_test(latitudes_beyond_the_poles_are_refused),
        cmocka_unit_test(edges_are_straight_in_their_own_system),
        cmocka_unit_test(only_systems_of_a_map_are_taken),
        cmocka_unit_test(names_of_wgs84_are_known),
        cmocka_unit_test(keys_after_a_name_are_known_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
