/* Features with faults: what is used, what is skipped, and what is said. Cases of the field by their number. */
#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/dataset.h>
#include <math.h>
#include <string.h>

typedef struct reading {
    GString *warnings;
    kuril_tally tally;
    size_t parts, points, holes;
    kuril_status status;
    kuril_error error;
    char text[200]; /* the field "name" of the first feature, or of its first text field */
    char encoding[40];
    kuril_found found;
} reading;

static void hear(void *user, const kuril_diagnostic *d)
{
    g_string_append_printf(user, "%s\n", d->message);
}

static void note_text(reading *r, const kuril_feature *f)
{
    for (size_t i = 0; !r->text[0] && i < f->n_fields; i++) {
        if (f->fields[i].value.kind == KURIL_STRING)
            g_strlcpy(r->text, f->fields[i].value.as.string, sizeof r->text);
    }
}

static reading read_file(const char *path, const kuril_dataset_options *options)
{
    reading r = {.warnings = g_string_new(NULL)};
    const kuril_diagnostics diagnostics = {hear, r.warnings};
    kuril_dataset *d = NULL;
    const kuril_feature *f = NULL;
    r.status = kuril_dataset_open(path, options, &diagnostics, &d, &r.error);
    if (r.status == KURIL_OK)
        r.status = kuril_dataset_select(d, NULL, &r.error);
    while (r.status == KURIL_OK && (r.status = kuril_dataset_next(d, &f, &r.error)) == KURIL_OK && f) {
        note_text(&r, f);
        r.parts += f->geometry->n_parts;
        r.points += f->geometry->n_points;
        for (size_t i = 0; i < f->geometry->n_parts; i++)
            r.holes += f->geometry->parts[i].count - 1;
    }
    if (r.status == KURIL_OK) {
        const kuril_layer *layer = kuril_dataset_layer(d, 0);
        r.tally = *kuril_dataset_tally(d);
        g_strlcpy(r.encoding, layer->encoding, sizeof r.encoding);
        r.found = layer->encoding_found;
    }
    kuril_dataset_close(d);
    return r;
}

static reading read_text(const char *name, const char *content)
{
    char *path = g_strdup_printf("%s/kurilmap-faults-%d-%s", g_get_tmp_dir(), g_random_int_range(0, G_MAXINT), name);
    assert_true(g_file_set_contents(path, content, -1, NULL));
    const reading r = read_file(path, NULL);
    g_unlink(path);
    g_free(path);
    return r;
}

static void done(const reading *r)
{
    g_string_free(r->warnings, TRUE);
}

#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define FEATURE(geometry) "{\"type\":\"Feature\",\"properties\":{},\"geometry\":" geometry "}"
#define POINT "{\"type\":\"Point\",\"coordinates\":[150,46]}"

/* B26: the second of three has no geometry. */
static void a_feature_without_geometry_is_skipped_and_counted(void **state)
{
    (void)state;
    const reading r = read_text("a.geojson", COLLECTION(FEATURE(POINT) "," FEATURE("null") "," FEATURE(POINT)));
    assert_int_equal(r.status, KURIL_OK);
    assert_int_equal(r.tally.used, 2);
    assert_int_equal(r.tally.faults[KURIL_FAULT_NO_GEOMETRY].skipped, 1);
    assert_int_equal(r.tally.faults[KURIL_FAULT_NO_GEOMETRY].ids[0], 1);
    assert_string_equal(r.warnings->str, "1 feature skipped: no geometry (feature 1)\n");
    done(&r);
}

/* B27: empty points, empty members of a multipolygon; real parts are drawn. */
static void empty_members_do_no_harm(void **state)
{
    (void)state;
    static const char square[] = "[[[147,44],[148,44],[148,45],[147,44]]]";
    char *text = g_strdup_printf(COLLECTION(FEATURE("{\"type\":\"Point\",\"coordinates\":[]}") "," FEATURE(
                                     "{\"type\":\"MultiPolygon\",\"coordinates\":[[],[]]}") "," FEATURE(
                                     "{\"type\":\"MultiPolygon\",\"coordinates\":[%s,[],%s]}")),
                                 square, square);
    const reading r = read_text("a.geojson", text);
    assert_int_equal(r.tally.used, 1);
    assert_int_equal(r.parts, 2);
    assert_int_equal(r.tally.faults[KURIL_FAULT_NO_GEOMETRY].features, 2);
    g_free(text);
    done(&r);
}

/* B28: sentinels of 1.844e15 in a layer of degrees. */
static void sentinels_are_rejected(void **state)
{
    (void)state;
    const reading r = read_text("a.geojson", COLLECTION(FEATURE(POINT) "," FEATURE(
                                                 "{\"type\":\"Point\",\"coordinates\":[1.844e15,1.844e15]}")));
    assert_int_equal(r.tally.used, 1);
    assert_int_equal(r.tally.faults[KURIL_FAULT_NOT_FINITE].skipped, 1);
    done(&r);
}

/* B29: a collection of a point and three polygons, as a feature's geometry and bare. */
static void collections_become_parts(void **state)
{
    (void)state;
    static const char polygon[] = "{\"type\":\"Polygon\",\"coordinates\":[[[147,44],[148,44],[148,45],[147,44]]]}";
    char *collection = g_strdup_printf("{\"type\":\"GeometryCollection\",\"geometries\":[" POINT ",%s,%s,%s]}", polygon,
                                       polygon, polygon);
    char *feature = g_strdup_printf(COLLECTION(FEATURE("%s")), collection);
    const reading bare = read_text("a.geojson", collection), inside = read_text("a.json", feature);
    assert_int_equal(bare.parts, 4);
    assert_int_equal(inside.parts, 4);
    assert_string_equal(bare.warnings->str, "");
    g_free(feature);
    g_free(collection);
    done(&bare);
    done(&inside);
}

/* B30: a bare geometry among the features: its position is named, the rest drawn. */
static void a_geometry_among_features_is_named(void **state)
{
    (void)state;
    const reading r = read_text("a.geojson", COLLECTION(FEATURE(POINT) ",\n" POINT ",\n" FEATURE(POINT)));
    assert_int_equal(r.tally.used, 2);
    assert_non_null(strstr(r.warnings->str, "a geometry where a feature should be, at line 2, column 1"));
    done(&r);
}

/* B35: a self-crossing ring is drawn as it is. */
static void a_self_crossing_ring_is_kept(void **state)
{
    (void)state;
    const reading r = read_text(
        "a.geojson", "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[3,0],[3,2],[1,1],[2,1],[0,2],[0,0]]]}");
    assert_int_equal(r.points, 6);
    assert_string_equal(r.warnings->str, "");
    done(&r);
}

static void rings_are_closed_and_stray_holes_dropped(void **state)
{
    (void)state;
    reading r = read_text("a.geojson", "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[3,0],[3,2],[0,2]]]}");
    assert_int_equal(r.points, 4);
    assert_int_equal(r.tally.faults[KURIL_FAULT_OPEN_RING].features, 1);
    done(&r);
    r = read_text("a.geojson", "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[3,0],[3,2],[0,0]],[[9,9],[9,8],[8,8],[9,9]],"
                               "[[1,0.2],[1.5,0.4],[2,0.2],[1,0.2]]]}");
    assert_int_equal(r.holes, 1);
    assert_int_equal(r.tally.faults[KURIL_FAULT_STRAY_HOLE].features, 1);
    done(&r);
    r = read_text("a.geojson", COLLECTION(FEATURE("{\"type\":\"LineString\",\"coordinates\":[[1,1],[1,1]]}") "," FEATURE(POINT)));
    assert_int_equal(r.tally.faults[KURIL_FAULT_DEGENERATE].skipped, 1);
    done(&r);
}

#define CORPUS KURIL_SHARED_DIR "/corpus/"

/* B31, B33: whichever way rings are wound, holes that touch their ring too: they stay holes. */
static void holes_are_holes(void **state)
{
    (void)state;
    if (!kuril_have_shared(CORPUS))
        skip();
    static const struct {
        const char *file;
        size_t holes;
    } cases[] = {{"geojsonhint/bad-polygon-interiorring-rhr.geojson", 1}, {"shapefile-rs/polygon_hole.shp", 1}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *path = g_strconcat(CORPUS, cases[i].file, NULL);
        const reading r = read_file(path, NULL);
        assert_int_equal(r.status, KURIL_OK);
        assert_int_equal(r.holes, cases[i].holes);
        g_free(path);
        done(&r);
    }
}

/* B34: PointZ with and without M. */
static void heights_and_measures_are_dropped(void **state)
{
    (void)state;
    if (!kuril_have_shared(CORPUS))
        skip();
    static const char *const files[] = {"gdal/shp/pointz_without_m.shp", "gdal/shp/testpointzm.shp"};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        char *path = g_strconcat(CORPUS, files[i], NULL);
        const reading r = read_file(path, NULL);
        assert_int_equal(r.status, KURIL_OK);
        assert_true(r.points > 0);
        g_free(path);
        done(&r);
    }
}

/* B20 and the corpus' own files: the first island's name in each encoding, and how the encoding was found. */
static void names_come_out_in_every_encoding(void **state)
{
    (void)state;
    static const struct {
        const char *file, *name, *encoding;
        kuril_found found;
    } cases[] = {
        {"own/encoding/ja_cp932_ldid_cpg.shp", "国後島", "CP932", KURIL_FOUND_DATASET},
        {"own/encoding/ja_cp932_ldid.shp", "国後島", "CP932", KURIL_FOUND_LDID},
        {"own/encoding/ja_cp932_unsaid.shp", "国後島", "CP932", KURIL_FOUND_DETECTED},
        {"own/encoding/ru_cp1251_unsaid.shp", NULL, "CP1251", KURIL_FOUND_DETECTED},
        {"own/encoding/ru_cp866_ldid.shp", NULL, "CP866", KURIL_FOUND_LDID},
        {"mapshaper/cpg/big5.shp", NULL, "BIG5", KURIL_FOUND_DATASET},
    };
    if (!kuril_have_shared(CORPUS))
        skip();
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *path = g_strconcat(CORPUS, cases[i].file, NULL);
        const reading r = read_file(path, NULL);
        if (r.status == KURIL_OK) {
            assert_string_equal(r.encoding, cases[i].encoding);
            assert_int_equal(r.found, cases[i].found);
        }
        if (cases[i].name)
            assert_string_equal(r.text, cases[i].name);
        g_free(path);
        done(&r);
    }
}

static char *write_shapefile(const char *folder, const char *name, const char *cpg, const char *encoding)
{
    static const kuril_lonlat point = {150, 46};
    static const kuril_ring ring = {0, 1};
    static const kuril_part part = {KURIL_POINT, 0, 1};
    static const kuril_geometry place = {&point, 1, &ring, 1, &part, 1};
    /* Written as UTF-8, then the text of the table is changed in place: same length, padded with blanks. */
    const kuril_member field = {"name", {.kind = KURIL_STRING, .as.string = name}};
    const kuril_feature feature = {.id = 0, .geometry = &place, .fields = &field, .n_fields = 1};
    const kuril_dataset_content content = {.features = &feature, .n_features = 1};
    char *path = g_build_filename(folder, "a.shp", NULL), *table = g_build_filename(folder, "a.dbf", NULL);
    char *page = g_build_filename(folder, "a.cpg", NULL), *bytes;
    gsize length;
    assert_int_equal(kuril_dataset_write(path, &content, NULL, NULL), KURIL_OK);
    if (encoding) {
        char *other = g_convert(name, -1, encoding, "UTF-8", NULL, NULL, NULL);
        assert_true(g_file_get_contents(table, &bytes, &length, NULL));
        char *at = g_strstr_len(bytes + 65, (gssize)length - 65, name);
        assert_non_null(at);
        memset(at, ' ', strlen(name));
        memcpy(at, other, strlen(other));
        assert_true(g_file_set_contents(table, bytes, (gssize)length, NULL));
        g_free(bytes);
        g_free(other);
    }
    g_unlink(page);
    if (cpg)
        assert_true(g_file_set_contents(page, cpg, -1, NULL));
    g_free(page);
    g_free(table);
    return path;
}

static void remove_shapefile(char *folder, char *path)
{
    static const char *const members[] = {"a.shp", "a.shx", "a.dbf", "a.prj", "a.cpg"};
    for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
        char *file = g_build_filename(folder, members[i], NULL);
        g_unlink(file);
        g_free(file);
    }
    assert_int_equal(g_rmdir(folder), 0); /* nothing was written beside */
    g_free(path);
    g_free(folder);
}

/* B22, B23: a .cpg that lies is told of; the user's choice wins over everything. */
static void a_lying_code_page_is_found_out(void **state)
{
    (void)state;
    static const struct {
        const char *cpg, *encoding, *option, *want_encoding, *told;
    } cases[] = {
        {"1252", NULL, NULL, "UTF-8", "is CP1252, but it is not: read as UTF-8"},
        {"UTF-8", "CP1251", NULL, "CP1251", "is UTF-8, but it is not: read as CP1251"},
        {"Windows-1252", NULL, "UTF-8", "UTF-8", NULL},
        {"1251", "CP1251", NULL, "CP1251", NULL},
        {"<html>nothing</html>", "CP1251", NULL, "CP1251", "names no encoding"},
    };
    static const char name[] = "Остров Парамушир и пролив Буссоль";
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *folder = g_dir_make_tmp("kurilmap-cpg-XXXXXX", NULL);
        char *path = write_shapefile(folder, name, cases[i].cpg, cases[i].encoding);
        const kuril_dataset_options options = {.encoding = cases[i].option};
        const reading r = read_file(path, &options);
        assert_int_equal(r.status, KURIL_OK);
        assert_string_equal(r.encoding, cases[i].want_encoding);
        assert_string_equal(r.text, name);
        if (cases[i].told && !strstr(r.warnings->str, cases[i].told))
            fail_msg("case %zu says: %s", i, r.warnings->str);
        if (!cases[i].told)
            assert_string_equal(r.warnings->str, "");
        remove_shapefile(folder, path);
        done(&r);
    }
    const kuril_dataset_options unknown = {.encoding = "no-such"};
    char *folder = g_dir_make_tmp("kurilmap-cpg-XXXXXX", NULL), *path = write_shapefile(folder, name, NULL, NULL);
    const reading r = read_file(path, &unknown);
    assert_int_equal(r.status, KURIL_E_ARGUMENT);
    assert_non_null(strstr(r.error.message, "'no-such'"));
    remove_shapefile(folder, path);
    done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feature_without_geometry_is_skipped_and_counted),
        cmocka_unit_test(empty_members_do_no_harm),
        cmocka_unit_test(sentinels_are_rejected),
        cmocka_unit_test(collections_become_parts),
        cmocka_unit_test(a_geometry_among_features_is_named),
        cmocka_unit_test(a_self_crossing_ring_is_kept),
        cmocka_unit_test(rings_are_closed_and_stray_holes_dropped),
        cmocka_unit_test(holes_are_holes),
        cmocka_unit_test(heights_and_measures_are_dropped),
        cmocka_unit_test(names_come_out_in_every_encoding),
        cmocka_unit_test(a_lying_code_page_is_found_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
