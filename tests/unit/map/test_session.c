#include "map/session.h"
#include "support.h"
#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static int make_folder(void **state)
{
    (void)state;
    folder = g_dir_make_tmp("kurilmap-session-XXXXXX", NULL);
    return folder ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
        char *path = g_build_filename(folder, name, NULL);
        g_unlink(path);
        g_free(path);
    }
    g_dir_close(dir);
    g_rmdir(folder);
    g_free(folder);
    return 0;
}

static kuril_map *small_map(const char *view, const char *language)
{
    kuril_map *map = NULL;
    assert_int_equal(kuril_map_read(view, &map, NULL, NULL), KURIL_OK);
    assert_int_equal(kuril_map_set(map, "size", "300x240", NULL), KURIL_OK);
    assert_int_equal(kuril_map_set(map, "lang", language, NULL), KURIL_OK);
    return map;
}

/* SHA-256 of a map drawn in a session; NULL: alone. */
static char *drawn(kuril_session *session, const char *view, const char *language, const char *name)
{
    kuril_map *map = small_map(view, language);
    char *path = g_build_filename(folder, name, NULL), *bytes = NULL;
    gsize length = 0;
    kuril_error error = {0};
    const kuril_map_output output = {.path = path, .format = KURIL_PNG};
    const kuril_status status = session ? kuril_session_render(session, map, &output, 1, NULL, &error)
                                        : kuril_map_render(map, &output, 1, NULL, &error);
    char *hash = NULL;
    if (status == KURIL_OK && g_file_get_contents(path, &bytes, &length, NULL))
        hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
    g_free(bytes);
    g_free(path);
    kuril_map_free(map);
    return hash ? hash : g_strdup(error.message);
}

static void a_map_is_the_same_whatever_was_drawn_before(void **state)
{
    (void)state;
    char *alone = drawn(NULL, "iturup", "en", "alone.png");
    kuril_session *session = kuril_session_new();
    for (int turn = 0; turn < 3; turn++) {
        char *warm = drawn(session, "iturup", "en", "warm.png"), *other = drawn(session, "bastion", "ja", "other.png");
        assert_string_equal(warm, alone);
        assert_string_not_equal(other, alone);
        g_free(warm);
        g_free(other);
    }
    kuril_session_free(session);
    g_free(alone);
}

typedef struct turn {
    int number;
    char *hash;
} turn;

static gpointer draw_in_thread(gpointer data)
{
    turn *t = data;
    char *name = g_strdup_printf("thread-%d.png", t->number);
    kuril_session *session = kuril_session_new();
    t->hash = drawn(session, "iturup", "en", name);
    kuril_session_free(session);
    g_free(name);
    return NULL;
}

/* B85: threads come and go, some at a time, each with a session, and so a PROJ context, of its own. */
static void threads_come_and_go(void **state)
{
    (void)state;
    enum { AT_ONCE = 2, ROUNDS = 2 };
    char *alone = drawn(NULL, "iturup", "en", "alone.png");
    for (int round = 0; round < ROUNDS; round++) {
        GThread *threads[AT_ONCE];
        turn turns[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            turns[i] = (turn){round * AT_ONCE + i, NULL};
            threads[i] = g_thread_new("map", draw_in_thread, &turns[i]);
        }
        for (int i = 0; i < AT_ONCE; i++) {
            g_thread_join(threads[i]);
            assert_string_equal(turns[i].hash, alone);
            g_free(turns[i].hash);
        }
    }
    g_free(alone);
}

static void count_warning(void *user, const kuril_diagnostic *diagnostic)
{
    *(size_t *)user += diagnostic->severity == KURIL_WARNING;
}

static void each_map_hears_of_its_data_and_a_strict_one_is_not_written(void **state)
{
    (void)state;
    static const char text[] = "{\"type\":\"FeatureCollection\",\"features\":["
                               "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\","
                               "\"coordinates\":[147,45]}},"
                               "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\","
                               "\"coordinates\":[1000,2000]}}]}";
    char *data = g_build_filename(folder, "data.geojson", NULL), *path = g_build_filename(folder, "strict.png", NULL);
    assert_true(g_file_set_contents(data, text, -1, NULL));
    kuril_map *map = small_map("iturup", "en");
    assert_int_equal(kuril_map_set(map, "data", data, NULL), KURIL_OK);
    const kuril_map_output output = {.path = path, .format = KURIL_PNG};
    size_t warnings = 0;
    const kuril_diagnostics diagnostics = {count_warning, &warnings};
    kuril_error error = {0};
    kuril_session *session = kuril_session_new();
    for (size_t i = 1; i <= 2; i++) {
        assert_int_equal(kuril_session_render(session, map, &output, 1, &diagnostics, &error), KURIL_OK);
        assert_int_equal(warnings, i);
    }
    g_unlink(path);
    kuril_session_set_strict(session);
    assert_int_equal(kuril_session_render(session, map, &output, 1, &diagnostics, &error), KURIL_E_IO);
    assert_string_equal(error.message, "not written: there was 1 warning");
    assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    kuril_session_free(session);
    kuril_map_free(map);
    g_free(data);
    g_free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_is_the_same_whatever_was_drawn_before),
        cmocka_unit_test(threads_come_and_go),
        cmocka_unit_test(each_map_hears_of_its_data_and_a_strict_one_is_not_written),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
