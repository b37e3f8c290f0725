#include "cli/command.h"
#include "core/limits.h"
#include "support.h"
#include <glib.h>
#include <string.h>

static int forget(void **state)
{
    (void)state;
    g_unsetenv(KURIL_LIMITS);
    return 0;
}

static void the_last_word_counts(void **state)
{
    (void)state;
    const double usual = kuril_limit_value(KURIL_LIMIT_FEATURES);
    assert_near(usual, kuril_limit_usual(KURIL_LIMIT_FEATURES), 0);
    assert_int_equal(kuril_limit_set("features=7", NULL), KURIL_OK);
    assert_int_equal(kuril_limit_set("icon-side=100", NULL), KURIL_OK);
    assert_near(kuril_limit_value(KURIL_LIMIT_FEATURES), 7, 0);
    assert_near(kuril_limit_value(KURIL_LIMIT_ICON_SIDE), 100, 0);
    assert_near(kuril_limit_value(KURIL_LIMIT_ICON), kuril_limit_usual(KURIL_LIMIT_ICON), 0); /* a name's beginning */
    assert_int_equal(kuril_limit_set("features=1e6", NULL), KURIL_OK);
    assert_near(kuril_limit_value(KURIL_LIMIT_FEATURES), 1e6, 0);
}

static void nonsense_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        kuril_status status;
        const char *says;
    } cases[] = {{"feature=1", KURIL_E_ARGUMENT, "did you mean 'features'?"},
                 {"zzz=1", KURIL_E_ARGUMENT, "no limit 'zzz'"},
                 {"features", KURIL_E_ARGUMENT, "NAME=VALUE"},
                 {"features=", KURIL_E_ARGUMENT, "no number"},
                 {"features=many", KURIL_E_ARGUMENT, "no number"},
                 {"features=nan", KURIL_E_ARGUMENT, "no number"},
                 {"features=1 icon=2", KURIL_E_ARGUMENT, "no number"},
                 {"features=0", KURIL_E_DOMAIN, "outside 1 to"},
                 {"features=-5", KURIL_E_DOMAIN, "outside 1 to"},
                 {"depth=501", KURIL_E_DOMAIN, "outside 1 to 500"}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        kuril_error error = {0};
        assert_int_equal(kuril_limit_set(cases[i].text, &error), cases[i].status);
        assert_non_null(strstr(error.message, cases[i].says));
    }
    assert_null(g_getenv(KURIL_LIMITS));
}

static void a_wrong_environment_does_not_count(void **state)
{
    (void)state;
    g_setenv(KURIL_LIMITS, "  depth=x features=-1 icon=1e99 =5 values=12 side", TRUE);
    for (int i = 0; i < KURIL_LIMIT_COUNT; i++) {
        const kuril_limit limit = (kuril_limit)i;
        assert_near(kuril_limit_value(limit), limit == KURIL_LIMIT_VALUES ? 12 : kuril_limit_usual(limit), 0);
    }
}

static void errors_name_the_option(void **state)
{
    (void)state;
    assert_int_equal(kuril_limit_set("icon-parts=3", NULL), KURIL_OK);
    kuril_error error = {0};
    assert_int_equal(kuril_limit_check(KURIL_LIMIT_ICON_PARTS, 3, "a.svg", NULL, &error), KURIL_OK);
    assert_int_equal(kuril_limit_check(KURIL_LIMIT_ICON_PARTS, 4, "a.svg", NULL, &error), KURIL_E_DATA);
    assert_string_equal(error.file, "a.svg");
    assert_non_null(strstr(error.message, "more than 3 parts of an icon"));
    assert_non_null(strstr(error.message, "--allow-limit icon-parts=N"));
}

/* The option's help lists the names. */
static void the_help_names_them_all(void **state)
{
    (void)state;
    size_t count = 0;
    const kuril_option *options = kuril_global_options(&count);
    const char *help = NULL;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(options[i].name, "allow-limit") == 0)
            help = options[i].help;
    }
    assert_non_null(help);
    char **words = g_strsplit_set(help, " ;", -1);
    for (int i = 0; i < KURIL_LIMIT_COUNT; i++)
        assert_true(g_strv_contains((const char *const *)words, kuril_limit_name((kuril_limit)i)));
    g_strfreev(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_last_word_counts, forget, forget),
        cmocka_unit_test_setup_teardown(nonsense_is_refused, forget, forget),
        cmocka_unit_test_setup_teardown(a_wrong_environment_does_not_count, forget, forget),
        cmocka_unit_test_setup_teardown(errors_name_the_option, forget, forget),
        cmocka_unit_test(the_help_names_them_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
