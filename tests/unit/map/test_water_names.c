/*
 * Names of waters, states and rings on small maps of rectangles: what may lie where is plain from their corners. A mark is a
 * name at a point, of which the report tells where it is on the page.
 */
#include "map/label_report.h"
#include "support.h"
#include <glib.h>
#include <kurilmap/map.h>
#include <math.h>
#include <string.h>

static char *folder;

static int make_folder(void **state)
{
    (void)state;
    folder = kuril_test_folder_new();
    return folder ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    kuril_test_folder_remove(folder);
    return 0;
}

#define FONT "\"text-font\":[\"Noto Sans Regular\",\"Noto Sans CJK JP Regular\"]"
#define LAND "{\"id\":\"land\",\"type\":\"fill\",\"source\":\"data\",\"filter\":[\"==\",[\"get\",\"kind\"],\"land\"]," \
             "\"metadata\":{\"kurilmap:land\":true}}"
#define MARKS "{\"id\":\"marks\",\"type\":\"symbol\",\"source\":\"data\",\"filter\":[\"==\",[\"get\",\"kind\"],\"mark\"]," \
              "\"layout\":{" FONT ",\"text-field\":\"+\",\"text-overlap\":\"always\"}}"
#define WATERS(field, size, more) \
    "{\"id\":\"waters\",\"type\":\"symbol\",\"source\":\"data\",\"filter\":[\"==\",[\"get\",\"kind\"],\"axis\"],\"layout\":{" \
    FONT ",\"symbol-placement\":\"line-center\",\"text-letter-spacing\":0.1,\"text-field\":" field ",\"text-size\":" size "}," \
    "\"metadata\":{\"kurilmap:overhang\":true,\"kurilmap:once\":true" more "}}"

#define FEATURE(kind, name, type, coordinates) \
    "{\"type\":\"Feature\",\"properties\":{\"kind\":\"" kind "\",\"name\":\"" name "\"}," \
    "\"geometry\":{\"type\":\"" type "\",\"coordinates\":" coordinates "}}"
#define MARK(name, place) FEATURE("mark", name, "Point", place)

static kuril_label_report *placed_with(const char *layers, const char *features, const char *const more[2])
{
    char *style = g_build_filename(folder, "style.json", NULL), *data = g_build_filename(folder, "data.geojson", NULL);
    char *s = g_strdup_printf("{\"version\":8,\"sources\":{\"data\":{\"type\":\"geojson\",\"data\":\"data.geojson\"}},"
                              "\"layers\":[%s]}", layers);
    char *d = g_strdup_printf("{\"type\":\"FeatureCollection\",\"features\":[%s]}", features);
    assert_true(g_file_set_contents(style, s, -1, NULL));
    assert_true(g_file_set_contents(data, d, -1, NULL));
    const char *const settings[][2] = {{"style", style}, {"bounds", "145,43,149,45"}, {"size", "600x450"},
                                       {"title", "Waters"}, {more ? more[0] : "dpi", more ? more[1] : "96"}};
    kuril_map *map = kuril_map_new();
    kuril_label_report *report = NULL;
    kuril_error error = {0};
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
        if (kuril_map_set(map, settings[i][0], settings[i][1], &error) != KURIL_OK)
            fail_msg("%s: %s", settings[i][0], error.message);
    if (kuril_map_render_reported(map, NULL, 0, NULL, &report, &error) != KURIL_OK)
        fail_msg("%s", error.message);
    kuril_map_free(map);
    g_free(style);
    g_free(data);
    g_free(s);
    g_free(d);
    return report;
}

static kuril_label_report *placed(const char *layers, const char *features)
{
    return placed_with(layers, features, NULL);
}

static const kuril_label_entry *entry_of(const kuril_label_report *r, const char *layer, size_t which)
{
    for (size_t i = 0; i < r->n_entries; i++)
        if (strcmp(r->entries[i].layer, layer) == 0 && which-- == 0)
            return &r->entries[i];
    fail_msg("no entry %zu of %s", which, layer);
    return NULL;
}

static double mark_x(const kuril_label_report *r, size_t from_left)
{
    GArray *xs = g_array_new(FALSE, FALSE, sizeof(double));
    for (size_t i = 0; i < r->n_entries; i++)
        if (strcmp(r->entries[i].layer, "marks") == 0)
            g_array_append_val(xs, r->entries[i].x);
    assert_true(from_left < xs->len);
    double found = INFINITY;
    for (guint i = 0; i < xs->len; i++) {
        guint before = 0;
        for (guint k = 0; k < xs->len; k++)
            before += g_array_index(xs, double, k) < g_array_index(xs, double, i);
        if (before == from_left)
            found = g_array_index(xs, double, i);
    }
    g_array_free(xs, TRUE);
    return found;
}

/* Between two lands, 1.2 degrees apart: a third of the page, less 10 %. */
#define CHANNEL \
    FEATURE("land", "west", "Polygon", "[[[145,43],[146.4,43],[146.4,45],[145,45],[145,43]]]") "," \
    FEATURE("land", "east", "Polygon", "[[[147.6,43],[149,43],[149,45],[147.6,45],[147.6,43]]]") "," \
    MARK("w", "[146.4,44]") "," MARK("e", "[147.6,44]")

static void a_sea_that_is_too_narrow_has_its_name_in_lines(void **state)
{
    (void)state;
    static const char lands[] = CHANNEL "," FEATURE("axis", "Sea of Wonders", "LineString", "[[146.5,44],[147.5,44]]");
    kuril_label_report *r = placed(LAND "," MARKS "," WATERS("[\"get\",\"name\"]", "22",
                                   ",\"kurilmap:smaller\":0.7,\"kurilmap:level\":7"), lands);
    const kuril_label_entry *e = entry_of(r, "waters", 0);
    assert_int_equal(e->reason, KURIL_LABEL_PLACED);
    const kuril_rect at = kuril_label_boxes_bounds(&r->boxes[e->first_box], e->n_boxes);
    const double air = 0.25 * 22 * 0.75; /* a quarter of the size is left before and after a text */
    assert_true(at.x_min > mark_x(r, 0) - air);
    assert_true(at.x_max < mark_x(r, 1) + air);
    assert_true(at.y_max - at.y_min > 1.5 * 0.7 * 22 * 0.75); /* two lines */
    kuril_label_report_free(r);
}

static void a_name_that_its_water_cannot_hold_is_left_out(void **state)
{
    (void)state;
    static const char lands[] = CHANNEL "," FEATURE("axis", "Wonderfulness", "LineString", "[[146.9,44],[147.1,44]]");
    kuril_label_report *r =
        placed(LAND "," MARKS "," WATERS("[\"get\",\"name\"]", "30", ",\"kurilmap:smaller\":0.9"), lands);
    assert_int_not_equal(entry_of(r, "waters", 0)->reason, KURIL_LABEL_PLACED);
    kuril_label_report_free(r);
}

static void han_on_a_steep_axis_runs_downwards(void **state)
{
    (void)state;
    static const char steep[] = FEATURE("axis", "日本海", "LineString", "[[146.6,43.3],[147.3,44.7]]");
    kuril_label_report *r = placed(WATERS("[\"get\",\"name\"]", "20", ""), steep);
    const kuril_label_entry *e = entry_of(r, "waters", 0);
    assert_int_equal(e->reason, KURIL_LABEL_PLACED);
    assert_int_equal(e->n_boxes, 3);
    assert_true(r->boxes[e->first_box].y < r->boxes[e->first_box + 2].y);
    kuril_label_report_free(r);
}

static void a_second_language_too_small_to_read_is_left_out(void **state)
{
    (void)state;
    static const char axis[] = FEATURE("axis", "Sea", "LineString", "[[145.5,44],[148.5,44]]");
#define BLOCK "[\"format\",[\"get\",\"name\"],{},\"\\n\",{},\"海\",{\"font-scale\":0.8}]"
    kuril_label_report *small = placed(WATERS(BLOCK, "11", ""), axis), *large = placed(WATERS(BLOCK, "12", ""), axis);
    assert_string_equal(entry_of(small, "waters", 0)->text, "Sea"); /* 8.8 pixels, and 9.6 */
    assert_string_equal(entry_of(large, "waters", 0)->text, "Sea\n海");
    kuril_label_report_free(small);
    kuril_label_report_free(large);
}

static void a_state_stays_off_its_neighbour(void **state)
{
    (void)state;
    static const char lands[] =
        FEATURE("land", "Narrowland", "Polygon", "[[[146.5,43.1],[147,43.1],[147,44.9],[146.5,44.9],[146.5,43.1]]]") ","
        FEATURE("land", "", "Polygon", "[[[147,43.1],[149,43.1],[149,44.9],[147,44.9],[147,43.1]]]") ","
        MARK("border", "[147,44]");
    kuril_label_report *r = placed(
        LAND "," MARKS ",{\"id\":\"states\",\"type\":\"symbol\",\"source\":\"data\",\"filter\":[\"==\",[\"get\",\"name\"],"
        "\"Narrowland\"],\"layout\":{" FONT ",\"text-field\":[\"get\",\"name\"],\"text-size\":18},"
        "\"metadata\":{\"kurilmap:inside\":0.3}}", lands);
    const kuril_label_entry *e = entry_of(r, "states", 0);
    assert_int_equal(e->reason, KURIL_LABEL_PLACED); /* partly at sea */
    const kuril_rect at = kuril_label_boxes_bounds(&r->boxes[e->first_box], e->n_boxes);
    assert_true(at.x_max - mark_x(r, 0) < 0.25 * (at.x_max - at.x_min));
    kuril_label_report_free(r);
}

/* North of the ring's middle, where its lettering would stand, there is an island. */
static void a_ring_is_lettered_off_islands(void **state)
{
    (void)state;
    static const char island[] =
        FEATURE("land", "", "Polygon", "[[[146.8,44.35],[147.2,44.35],[147.2,44.65],[146.8,44.65],[146.8,44.35]]]") ","
        MARK("w", "[146.8,44.5]") "," MARK("e", "[147.2,44.5]");
    static const char *const ring[] = {"ring", "44N 147E:50km"};
    kuril_label_report *r = placed_with(LAND "," MARKS, island, ring);
    const kuril_label_entry *e = entry_of(r, "ring-radius", 0), *mark = entry_of(r, "marks", 0);
    assert_int_equal(e->reason, KURIL_LABEL_PLACED);
    const double half_height = 0.15 / 0.4 * (mark_x(r, 1) - mark_x(r, 0)) / cos(44.5 * G_PI / 180);
    for (size_t i = 0; i < e->n_boxes; i++) {
        const kuril_label_box *letter = &r->boxes[e->first_box + i];
        assert_false(letter->x > mark_x(r, 0) && letter->x < mark_x(r, 1) && fabs(letter->y - mark->y) < half_height);
    }
    kuril_label_report_free(r);
}

/* A user's points are dots with names that may have leader lines. These ended elsewhere on the land, as those of islands do. */
static void leaders_end_at_their_own_dots(void **state)
{
    (void)state;
    enum { SIDE = 5 };
    static const char layers[] =
        LAND ",{\"id\":\"dots\",\"type\":\"circle\",\"source\":\"data\",\"filter\":[\"==\",[\"get\",\"kind\"],\"dot\"],"
             "\"paint\":{\"circle-radius\":3}},"
             "{\"id\":\"names\",\"type\":\"symbol\",\"source\":\"data\",\"filter\":[\"==\",[\"get\",\"kind\"],\"dot\"],"
             "\"metadata\":{\"kurilmap:leader\":true},\"layout\":{" FONT ",\"text-field\":[\"get\",\"name\"],"
             "\"text-size\":12,\"text-variable-anchor\":[\"left\",\"right\"],\"text-radial-offset\":0.6}}";
    GString *features = g_string_new(FEATURE("land", "", "Polygon", "[[[146,43.5],[148,43.5],[148,44.5],[146,44.5],[146,43.5]]]"));
    for (int i = 0; i < SIDE * SIDE; i++)
        g_string_append_printf(features, "," FEATURE("dot", "Place %d", "Point", "[%.2f,%.2f]"), i,
                               146.8 + 0.1 * (i % SIDE), 43.9 + 0.06 * (i / SIDE));
    kuril_label_report *r = placed(layers, features->str);
    size_t leaders = 0;
    for (size_t i = 0; i < r->n_entries; i++) {
        const kuril_label_entry *e = &r->entries[i];
        if (strcmp(e->layer, "names") != 0 || !e->has_leader)
            continue;
        const kuril_label_box *line = &r->boxes[e->first_box + e->n_boxes - 1];
        leaders++;
        assert_near(line->x - line->half_width * line->cosine, e->x, 0.1);
        assert_near(line->y - line->half_width * line->sine, e->y, 0.1);
    }
    assert_true(leaders > 3);
    kuril_label_report_free(r);
    g_string_free(features, TRUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sea_that_is_too_narrow_has_its_name_in_lines),
        cmocka_unit_test(a_name_that_its_water_cannot_hold_is_left_out),
        cmocka_unit_test(han_on_a_steep_axis_runs_downwards),
        cmocka_unit_test(a_second_language_too_small_to_read_is_left_out),
        cmocka_unit_test(a_state_stays_off_its_neighbour),
        cmocka_unit_test(a_ring_is_lettered_off_islands),
        cmocka_unit_test(leaders_end_at_their_own_dots),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
