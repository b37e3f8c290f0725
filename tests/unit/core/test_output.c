#include "core/output.h"
#include "support.h"
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

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
        cmocka_unit_test_setup_teardown(a_discarded_output_leaves_nothing, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_folder_or_missing_folder_is_refused, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
