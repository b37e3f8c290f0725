#include "batch/filename.h"
#include "support.h"
#include <string.h>

/* mapnik/B83 of the field cases: separators, dots, equal names; and names of other scripts stay. */
static void names_become_one_safe_component(void **state)
{
    (void)state;
    static const struct {
        const char *name, *safe;
    } cases[] = {
        {"Iturup", "Iturup"},
        {"a/b\\c:d", "a-b-c-d"},
        {"../../etc/passwd", "etc-passwd"},
        {"..", "unnamed"},
        {"", "unnamed"},
        {" .hidden ", "hidden"},
        {"-rf", "rf"},
        {"択捉島", "択捉島"},
        {"остров Итуруп", "остров Итуруп"},
        {"line\nbreak\x01", "line-break-"},
        {"CON", "_CON"},
        {"nul.png", "_nul.png"},
        {"com7", "_com7"},
        {"console", "console"},
        {"trailing...", "trailing"},
        {"e\xCC\x81", "\xC3\xA9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *safe = kuril_filename_safe(cases[i].name);
        assert_string_equal(safe, cases[i].safe);
        g_free(safe);
    }
}

static void long_names_are_cut_at_a_character(void **state)
{
    (void)state;
    GString *name = g_string_new(NULL);
    for (int i = 0; i < 100; i++)
        g_string_append(name, "島");
    char *safe = kuril_filename_safe(name->str);
    assert_true(strlen(safe) <= 100);
    assert_int_equal(strlen(safe) % 3, 0);
    assert_true(g_utf8_validate(safe, -1, NULL));
    g_free(safe);
    g_string_free(name, TRUE);
}

static void equal_names_are_told_apart(void **state)
{
    (void)state;
    GHashTable *taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    static const char *const names[] = {"a", "a", "A", "a-2", "b/c", "b:c"};
    static const char *const unique[] = {"a", "a-2", "A-3", "a-2-2", "b-c", "b-c-2"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *got = kuril_filename_unique(names[i], taken);
        assert_string_equal(got, unique[i]);
        g_free(got);
    }
    assert_false(kuril_filename_take("B-C", taken));
    g_hash_table_destroy(taken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_become_one_safe_component),
        cmocka_unit_test(long_names_are_cut_at_a_character),
        cmocka_unit_test(equal_names_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
