#include "support.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

void kuril_assert_near(double got, double want, double tolerance, const char *what, const char *file, int line)
{
    if (got == want || fabs(got - want) <= tolerance)
        return;
    print_error("%s: got %.17g, want %.17g within %g (off by %g)\n", what, got, want, tolerance, got - want);
    _fail(file, line);
}

bool kuril_have_shared(const char *shared_dir)
{
    if (access(shared_dir, R_OK) == 0)
        return true;
    print_message("SKIPPED: no reference files at %s\n", shared_dir);
    return false;
}

char *kuril_test_folder_new(void)
{
    char *folder = g_dir_make_tmp("kurilmap-test-XXXXXX", NULL);
    assert_non_null(folder);
    return folder;
}

static void remove_all(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
        char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
            remove_all(path);
        else
            g_remove(path);
        g_free(path);
    }
    if (dir)
        g_dir_close(dir);
    g_rmdir(folder);
}

void kuril_test_folder_remove(char *folder)
{
    remove_all(folder);
    g_free(folder);
}
