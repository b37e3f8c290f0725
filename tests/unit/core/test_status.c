#include "core/diagnostics.h"
#include "support.h"
#include <string.h>

static void every_status_has_its_own_text(void **state)
{
    (void)state;
    for (int i = 0; i < KURIL_STATUS_COUNT; i++) {
        const char *text = kuril_status_text((kuril_status)i);
        assert_string_not_equal(text, "unknown status");
        for (int j = 0; j < i; j++)
            assert_string_not_equal(text, kuril_status_text((kuril_status)j));
    }
    assert_string_equal(kuril_status_text((kuril_status)99), "unknown status");
}

static void the_first_error_is_kept(void **state)
{
    (void)state;
    kuril_error error = {0};
    assert_int_equal(kuril_fail_at(&error, KURIL_E_IO, "a.shp", 3, 4, "/x", "first %d", 1), KURIL_E_IO);
    assert_int_equal(kuril_fail(&error, KURIL_E_DATA, "second"), KURIL_E_DATA);
    assert_int_equal(error.code, KURIL_E_IO);
    assert_string_equal(error.message, "first 1");
    assert_string_equal(error.file, "a.shp");
    assert_int_equal(error.line, 3);
    assert_int_equal(kuril_fail(NULL, KURIL_E_DATA, "nobody listens"), KURIL_E_DATA);
}

static void messages_cannot_drive_a_terminal(void **state)
{
    (void)state;
    kuril_error error = {0};
    kuril_fail(&error, KURIL_E_DATA, "name '%s'", "\x1b[31mred\n\xff");
    assert_string_equal(error.message, "name '?[31mred?\xEF\xBF\xBD'");
}

static void count(void *user, const kuril_diagnostic *d)
{
    assert_string_equal(d->message, "w 7");
    ++*(int *)user;
}

static void warnings_reach_the_callback(void **state)
{
    (void)state;
    int seen = 0;
    const kuril_diagnostics diagnostics = {count, &seen};
    kuril_report(&diagnostics, KURIL_WARNING, "f", NULL, "w %d", 7);
    kuril_report(NULL, KURIL_WARNING, "f", NULL, "dropped");
    assert_int_equal(seen, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_own_text),
        cmocka_unit_test(the_first_error_is_kept),
        cmocka_unit_test(messages_cannot_drive_a_terminal),
        cmocka_unit_test(warnings_reach_the_callback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
