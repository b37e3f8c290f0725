#define _XOPEN_SOURCE 700 /* symlink, mkfifo */
#include "core/output.h"
#include "support.h"
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int make_folder(void **state)
{
    *state = g_dir_make_tmp("kuril-output-XXXXXX", NULL);
    return *state ? 0 : -1;
}

static int remove_folder(void **state)
{
    g_rmdir(*state); /* fails, and leaves its evidence, when a test left a file behind */
    g_free(*state);
    return 0;
}

static void appears_at_the_commit_only(void **state)
{
    char *path = g_build_filename(*state, "択捉 #1.txt", NULL);
    kuril_output *output = NULL;
    assert_int_equal(kuril_output_open(path, &output, NULL), KURIL_OK);
    assert_int_equal(kuril_output_write(output, "whole", 5, NULL), KURIL_OK);
    assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    assert_int_equal(kuril_output_commit(output, NULL), KURIL_OK);
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, "whole");
    g_free(text);
    assert_int_equal(g_unlink(path), 0);
    g_free(path);
}

/* A program killed between the two steps of writing over a file leaves the new one beside it. */
static void what_a_killed_program_left_goes(void **state)
{
    char *path = g_build_filename(*state, "map.png", NULL);
    char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "map.png", -1);
    char *left = g_strdup_printf("%s/.kurilmap-%.32s", (char *)*state, hash);
    assert_true(g_file_set_contents(path, "old", 3, NULL));
    assert_true(g_file_set_contents(left, "of the killed", -1, NULL));
    assert_int_equal(kuril_output_write_file(path, "new", 3, true, NULL), KURIL_OK);
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, "new");
    assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
    assert_int_equal(g_unlink(path), 0);
    g_free(text);
    g_free(left);
    g_free(hash);
    g_free(path);
}

/* Several programs write one place again and again: each of them succeeds, and the file is always a whole one. */
static void many_writers_of_one_place(void **state)
{
    enum { WRITERS = 6, TIMES = 150, SIZE = 40000 };
    char *path = g_build_filename(*state, "map.png", NULL);
    pid_t writers[WRITERS];
    for (int w = 0; w < WRITERS; w++) {
        writers[w] = fork();
        assert_true(writers[w] >= 0);
        if (writers[w] > 0)
            continue;
        char *bytes = g_malloc(SIZE);
        memset(bytes, 'a' + w, SIZE);
        int failed = 0;
        for (int i = 0; i < TIMES; i++) {
            failed += kuril_output_write_file(path, bytes, SIZE, false, NULL) != KURIL_OK;
            gsize length = 0;
            char *text = NULL;
            failed += !g_file_get_contents(path, &text, &length, NULL) || length != SIZE || text[0] != text[SIZE - 1];
            g_free(text);
        }
        g_free(bytes);
        _exit(failed > 0);
    }
    for (int w = 0; w < WRITERS; w++) {
        int how = 0;
        assert_int_equal(waitpid(writers[w], &how, 0), writers[w]);
        assert_int_equal(how, 0);
    }
    assert_int_equal(g_unlink(path), 0);
    GDir *folder = g_dir_open(*state, 0, NULL);
    const char *left = g_dir_read_name(folder);
    if (left)
        fail_msg("left behind: %s", left);
    g_dir_close(folder);
    g_free(path);
}

/* In a folder for everyone, others may put what they like under the waiting name. */
static void a_trap_under_the_waiting_name_is_left_alone(void **state)
{
    char *path = g_build_filename(*state, "map.png", NULL), *victim = g_build_filename(*state, "victim", NULL);
    char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "map.png", -1);
    char *trap = g_strdup_printf("%s/.kurilmap-%.32s", (char *)*state, hash);
    for (int kind = 0; kind < 3; kind++) {
        assert_true(g_file_set_contents(victim, "dear", 4, NULL));
        assert_true(g_file_set_contents(path, "old", 3, NULL));
        assert_int_equal(kind == 0   ? mkfifo(trap, 0666)
                         : kind == 1 ? link(victim, trap)
                                     : symlink(victim, trap),
                         0);
        assert_int_equal(kuril_output_write_file(path, "new", 3, true, NULL), KURIL_OK);
        char *text = NULL;
        assert_true(g_file_get_contents(victim, &text, NULL, NULL));
        assert_string_equal(text, "dear");
        g_free(text);
        assert_true(g_file_get_contents(path, &text, NULL, NULL));
        assert_string_equal(text, "new");
        g_free(text);
        g_unlink(trap);
        assert_int_equal(g_unlink(path), 0);
        assert_int_equal(g_unlink(victim), 0);
    }
    g_free(trap);
    g_free(hash);
    g_free(victim);
    g_free(path);
}

static void a_discarded_output_leaves_nothing(void **state)
{
    char *path = g_build_filename(*state, "gone", NULL);
    kuril_output *output = NULL;
    assert_int_equal(kuril_output_open(path, &output, NULL), KURIL_OK);
    kuril_output_write(output, "half", 4, NULL);
    kuril_output_discard(output);
    GDir *folder = g_dir_open(*state, 0, NULL);
    assert_null(g_dir_read_name(folder));
    g_dir_close(folder);
    g_free(path);
}

static void a_folder_or_missing_folder_is_refused(void **state)
{
    kuril_output *output = NULL;
    kuril_error error = {0};
    assert_int_equal(kuril_output_open(*state, &output, &error), KURIL_E_IO);
    assert_non_null(strstr(error.message, "it is a folder"));
    kuril_error missing = {0};
    assert_int_equal(kuril_output_open("/nonexistent/x.png", &output, &missing), KURIL_E_IO);
    assert_non_null(strstr(missing.message, "/nonexistent/x.png"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(appears_at_the_commit_only, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_a_killed_program_left_goes, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(many_writers_of_one_place, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_trap_under_the_waiting_name_is_left_alone, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_discarded_output_leaves_nothing, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_folder_or_missing_folder_is_refused, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
