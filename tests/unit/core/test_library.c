#include "core/library.h"
#include "support.h"
#include <math.h>
#include <string.h>

#define MATHS(F) F(cos) F(hypot)

static struct {
    MATHS(KURIL_LIBRARY_POINTER)
} maths;
static const char *const maths_names[] = {MATHS(KURIL_LIBRARY_NAME)};

static void functions_are_found(void **state)
{
    (void)state;
    kuril_library library = {.file = "libm.so.6", .names = maths_names, .count = 2, .table = &maths};
    kuril_error error = {0};
    assert_int_equal(kuril_library_open(&library, &error), KURIL_OK);
    assert_near(maths.cos(0), 1, 0);
    assert_near(maths.hypot(3, 4), 5, 0);
    assert_int_equal(kuril_library_open(&library, &error), KURIL_OK);
}

static void fails_twice(kuril_library *library, const char *word)
{
    for (int i = 0; i < 2; i++) {
        kuril_error error = {0};
        assert_int_equal(kuril_library_open(library, &error), KURIL_E_IO);
        assert_non_null(strstr(error.message, word));
    }
    g_free(library->problem);
}

static void a_missing_library_is_named(void **state)
{
    (void)state;
    kuril_library library = {.file = "libkurilmap-nowhere.so.7", .names = maths_names, .count = 2, .table = &maths};
    fails_twice(&library, "libkurilmap-nowhere.so.7");
}

static void a_missing_function_is_named(void **state)
{
    (void)state;
    static const char *const names[] = {"cos", "cosine_of_old"};
    kuril_library library = {.file = "libm.so.6", .names = names, .count = 2, .table = &maths};
    fails_twice(&library, "cosine_of_old");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(functions_are_found),
                                       cmocka_unit_test(a_missing_library_is_named),
                                       cmocka_unit_test(a_missing_function_is_named)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
