/*
 * Styles and data as users bring them, drawn by lot: several layers of names at points, along lines and in areas,
 * icons, dots, dense places, names in several scripts, our keys and none. Of each page: no name overlaps another,
 * leaves the frame, or lies on furniture or another one's dot; the order of the features does not matter, and neither
 * does the dpi. A failure prints its seed: KURIL_SEED=N draws that one alone.
 */
#include "label_faults.h"
#include "support.h"
#include <glib.h>
#include <kurilmap/map.h>
#include <string.h>

enum { CASES = 40, LAYERS = 4, FEATURES = 45 };

static char *folder;

static const char *pick(GRand *lot, const char *const *words, size_t n)
{
    return words[g_rand_int_range(lot, 0, (gint32)n)];
}
#define PICK(lot, words) pick(lot, words, G_N_ELEMENTS(words))

static bool chance(GRand *lot, double share)
{
    return g_rand_double(lot) < share;
}

/* ---- Data ---- */

static void append_name(GString *json, GRand *lot, int number)
{
    static const char *const names[] = {"Yuzhno-Kurilsk",
                                        "о. Симушир",
                                        "択捉島",
                                        "A",
                                        "Cape of the long and winding name",
                                        "Курило-Камчатский жёлоб",
                                        "Étang",
                                        "北方四島（南クリル）",
                                        "مدينة"};
    g_string_append_printf(json, "\"name\":\"%s %d\",\"other\":\"%s\",\"rank\":%d", PICK(lot, names), number,
                           PICK(lot, names), g_rand_int_range(lot, 1, 6));
}

static void append_place(GString *json, double lon, double lat)
{
    char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append_printf(json, "[%s,%s]", g_ascii_formatd(x, sizeof x, "%.5f", lon),
                           g_ascii_formatd(y, sizeof y, "%.5f", lat));
}

static void append_line(GString *json, GRand *lot, double lon, double lat)
{
    for (int i = 0, n = g_rand_int_range(lot, 2, 12); i < n; i++) {
        g_string_append(json, i ? "," : "");
        append_place(json, lon, lat);
        lon += g_rand_double_range(lot, -0.1, 0.4);
        lat += g_rand_double_range(lot, -0.2, 0.2);
    }
}

static void append_ring(GString *json, GRand *lot, double lon, double lat)
{
    const double w = g_rand_double_range(lot, 0.02, 0.9), h = g_rand_double_range(lot, 0.02, 0.5);
    const double corners[][2] = {{0, 0}, {w, 0.1 * h}, {0.9 * w, h}, {0.3 * w, 0.8 * h}, {0, 0}};
    for (size_t i = 0; i < G_N_ELEMENTS(corners); i++) {
        g_string_append(json, i ? "," : "");
        append_place(json, lon + corners[i][0], lat + corners[i][1]);
    }
}

/* Places crowd round a middle of their own half of the time. */
static char *feature(GRand *lot, int number, double crowd_lon, double crowd_lat)
{
    const bool crowded = chance(lot, 0.5);
    const double lon = crowded ? crowd_lon + g_rand_double_range(lot, -0.15, 0.15) : g_rand_double_range(lot, 144, 150);
    const double lat = crowded ? crowd_lat + g_rand_double_range(lot, -0.1, 0.1) : g_rand_double_range(lot, 43, 46);
    GString *json = g_string_new("{\"type\":\"Feature\",\"properties\":{");
    append_name(json, lot, number);
    const double kind = g_rand_double(lot);
    g_string_append(json, kind < 0.6   ? "},\"geometry\":{\"type\":\"Point\",\"coordinates\":"
                          : kind < 0.8 ? "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":["
                                       : "},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
    if (kind < 0.6)
        append_place(json, lon, lat);
    else if (kind < 0.8)
        append_line(json, lot, lon, lat);
    else
        append_ring(json, lot, lon, lat);
    g_string_append(json, kind < 0.6 ? "}}" : kind < 0.8 ? "]}}" : "]]}}");
    return g_string_free(json, FALSE);
}

static GPtrArray *features(GRand *lot)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
    const double lon = g_rand_double_range(lot, 145, 149), lat = g_rand_double_range(lot, 43.5, 45.5);
    for (int i = 0, n = g_rand_int_range(lot, 1, FEATURES); i < n; i++)
        g_ptr_array_add(all, feature(lot, i, lon, lat));
    return all;
}

static void write_data(const char *path, const GPtrArray *all, bool backwards)
{
    GString *json = g_string_new("{\"type\":\"FeatureCollection\",\"features\":[");
    for (guint i = 0; i < all->len; i++)
        g_string_append_printf(json, "%s%s", i ? "," : "", (const char *)all->pdata[backwards ? all->len - 1 - i : i]);
    g_string_append(json, "]}");
    assert_true(g_file_set_contents(path, json->str, -1, NULL));
    g_string_free(json, TRUE);
}

/* ---- Styles ---- */

static void append_metadata(GString *json, GRand *lot)
{
    static const char *const keys[] = {
        "\"kurilmap:leader\":true",     "\"kurilmap:spread\":true",    "\"kurilmap:inside\":0.4",
        "\"kurilmap:axis\":true",       "\"kurilmap:overhang\":true",  "\"kurilmap:beside\":2",
        "\"kurilmap:once\":true",       "\"kurilmap:each-part\":true", "\"kurilmap:kin\":\"a\"",
        "\"kurilmap:both-sides\":true", "\"kurilmap:weight\":3",
        "\"kurilmap:apart\":\"a\"",   "\"kurilmap:smaller\":0.7",   "\"kurilmap:level\":5"};
    g_string_append(json, ",\"metadata\":{\"kurilmap:test\":true");
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        if (chance(lot, 0.25))
            g_string_append_printf(json, ",%s", keys[i]);
    g_string_append(json, "}");
}

static void append_symbols(GString *json, GRand *lot, int number)
{
    static const char *const placements[] = {"point", "point", "line", "line-center"};
    static const char *const icons[] = {"circle", "star", "harbor"};
    static const char *const texts[] = {
        "[\"get\",\"name\"]", "[\"concat\",[\"get\",\"name\"],\"\\n\",[\"get\",\"other\"]]",
        "[\"format\",[\"get\",\"name\"],{},\"\\n\",{},[\"get\",\"other\"],{\"font-scale\":0.8}]"};
    static const char *const anchors[] = {"[\"left\",\"right\"]",
                                          "[\"top\",\"bottom\",\"left\",\"right\",\"top-left\"]", "[\"center\"]"};
    g_string_append_printf(json,
                           ",{\"id\":\"names-%d\",\"type\":\"symbol\",\"source\":\"data\",\"layout\":{\"text-font\":["
                           "\"Noto Sans Regular\"],"
                           "\"text-field\":%s,\"text-size\":%d,\"symbol-placement\":\"%s\"",
                           number, PICK(lot, texts), g_rand_int_range(lot, 8, 26), PICK(lot, placements));
    if (chance(lot, 0.6))
        g_string_append_printf(json, ",\"icon-image\":\"%s\",\"icon-size\":%d", PICK(lot, icons),
                               g_rand_int_range(lot, 1, 3));
    if (chance(lot, 0.6))
        g_string_append_printf(json, ",\"text-variable-anchor\":%s,\"text-radial-offset\":1", PICK(lot, anchors));
    if (chance(lot, 0.3))
        g_string_append(json, ",\"icon-overlap\":\"always\"");
    if (chance(lot, 0.3))
        g_string_append(json, ",\"text-optional\":true");
    if (chance(lot, 0.3))
        g_string_append(json, ",\"icon-optional\":true");
    if (chance(lot, 0.3))
        g_string_append(json, ",\"symbol-sort-key\":[\"get\",\"rank\"]");
    if (chance(lot, 0.2))
        g_string_append(json, ",\"text-rotate\":30");
    if (chance(lot, 0.2))
        g_string_append(json, ",\"text-letter-spacing\":0.3");
    if (chance(lot, 0.2))
        g_string_append(json, ",\"text-padding\":6");
    g_string_append(json, "},\"paint\":{\"text-halo-color\":\"#fff\"");
    g_string_append_printf(json, ",\"text-halo-width\":%d}", g_rand_int_range(lot, 0, 4));
    append_metadata(json, lot);
    g_string_append(json, "}");
}

static void write_style(const char *path, GRand *lot)
{
    GString *json =
        g_string_new("{\"version\":8,\"sprite\":\"" KURIL_SOURCE_DIR "/styles/icons\","
                     "\"sources\":{\"data\":{\"type\":\"geojson\",\"data\":\"data.geojson\"}},\"layers\":["
                     "{\"id\":\"sea\",\"type\":\"background\",\"paint\":{\"background-color\":\"#d6e7f1\"}}");
    if (chance(lot, 0.7))
        g_string_append_printf(
            json,
            ",{\"id\":\"areas\",\"type\":\"fill\",\"source\":\"data\",\"paint\":{\"fill-color\":\"#f1ece0\"},"
            "\"metadata\":{\"kurilmap:land\":%s,\"kurilmap:avoid\":%d}}",
            chance(lot, 0.5) ? "true" : "false", g_rand_int_range(lot, 0, 9));
    if (chance(lot, 0.5))
        g_string_append(json,
                        ",{\"id\":\"lines\",\"type\":\"line\",\"source\":\"data\",\"paint\":{\"line-color\":\"#456\"},"
                        "\"metadata\":{\"kurilmap:avoid\":0.5}}");
    if (chance(lot, 0.5))
        g_string_append(json,
                        ",{\"id\":\"dots\",\"type\":\"circle\",\"source\":\"data\",\"paint\":{\"circle-radius\":4}}");
    for (int i = 0, n = g_rand_int_range(lot, 1, LAYERS + 1); i < n; i++)
        append_symbols(json, lot, i);
    g_string_append(json, "]}");
    assert_true(g_file_set_contents(path, json->str, -1, NULL));
    g_string_free(json, TRUE);
}

/* ---- The page ---- */

static kuril_label_report *placed(guint32 seed, const char *style, const char *size, const char *dpi)
{
    const char *const settings[][2] = {
        {"style", style}, {"bounds", "144,43,150,46"}, {"size", size}, {"dpi", dpi}, {"title", "By lot"}};
    kuril_map *map = kuril_map_new();
    kuril_error error = {0};
    kuril_label_report *report = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
        if (kuril_map_set(map, settings[i][0], settings[i][1], &error) != KURIL_OK)
            fail_msg("seed %u: %s: %s", seed, settings[i][0], error.message);
    if (kuril_map_render_reported(map, NULL, 0, NULL, &report, &error) != KURIL_OK)
        fail_msg("seed %u: %s", seed, error.message);
    kuril_map_free(map);
    return report;
}

static void tell(void *user, const char *what, const char *a, const char *b)
{
    print_error("seed %u: %s: '%s' '%s'\n", *(const guint32 *)user, what, a, b);
}

static gint compare_lines(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every name with where it stands, whatever the order of the report. */
static char *whereabouts(const kuril_label_report *report)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < report->n_entries; i++) {
        const kuril_label_entry *e = &report->entries[i];
        GString *line = g_string_new(NULL);
        g_string_append_printf(line, "%s|%s|%.2f %.2f|%s", e->layer, e->text, e->x, e->y,
                               kuril_label_reason_name(e->reason));
        for (size_t b = 0; b < e->n_boxes; b++)
            g_string_append_printf(line, " %.2f,%.2f", report->boxes[e->first_box + b].x,
                                   report->boxes[e->first_box + b].y);
        g_ptr_array_add(lines, g_string_free(line, FALSE));
    }
    g_ptr_array_sort(lines, compare_lines);
    g_ptr_array_add(lines, NULL);
    char *text = g_strjoinv("\n", (char **)lines->pdata);
    g_ptr_array_unref(lines);
    return text;
}

static size_t check_same(guint32 seed, const char *what, const char *wanted, kuril_label_report *report)
{
    char *got = whereabouts(report);
    const bool same = strcmp(got, wanted) == 0;
    if (!same)
        print_error("seed %u: %s changes the names\n", seed, what);
    g_free(got);
    kuril_label_report_free(report);
    return same ? 0 : 1;
}

static size_t check_seed(guint32 seed, size_t *names, size_t *stand)
{
    static const char *const sizes[] = {"800x600", "400x300", "A4-portrait"};
    GRand *lot = g_rand_new_with_seed(seed);
    char *style = g_build_filename(folder, "style.json", NULL), *data = g_build_filename(folder, "data.geojson", NULL);
    GPtrArray *all = features(lot);
    write_data(data, all, false);
    write_style(style, lot);
    const char *size = PICK(lot, sizes);
    kuril_label_report *report = placed(seed, style, size, "96");
    size_t faults = label_faults(report, tell, &seed);
    for (size_t i = 0; i < report->n_entries; i++) {
        ++*names;
        *stand += report->entries[i].reason == KURIL_LABEL_PLACED;
    }
    char *wanted = whereabouts(report);
    kuril_label_report_free(report);
    faults += check_same(seed, "the dpi", wanted, placed(seed, style, size, "200"));
    write_data(data, all, true);
    faults += check_same(seed, "the order of features", wanted, placed(seed, style, size, "96"));
    g_free(wanted);
    g_free(style);
    g_free(data);
    g_ptr_array_unref(all);
    g_rand_free(lot);
    return faults;
}

static void names_keep_apart_whatever_the_style(void **state)
{
    (void)state;
    const char *one = g_getenv("KURIL_SEED");
    const guint32 first = one ? (guint32)g_ascii_strtoull(one, NULL, 10) : 1;
    size_t faults = 0, names = 0, stand = 0;
    folder = kuril_test_folder_new();
    for (guint32 seed = first; seed < first + (one ? 1 : CASES); seed++)
        faults += check_seed(seed, &names, &stand);
    kuril_test_folder_remove(folder);
    print_message("%zu names, %zu placed\n", names, stand);
    assert_int_equal(faults, 0);
    assert_true(one || stand > names / 10); /* pages on which nothing is placed would prove nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_keep_apart_whatever_the_style)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
