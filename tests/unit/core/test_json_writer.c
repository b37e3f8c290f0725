#include "core/json.h"
#include "support.h"

static void nests_and_separates(void **state)
{
    (void)state;
    kuril_json json = {.text = g_string_new(NULL)};
    kuril_json_open(&json, '{');
    kuril_json_member(&json, "a\"b", "x\\y\n\x01");
    kuril_json_name(&json, "list");
    kuril_json_open(&json, '[');
    kuril_json_number(&json, 0.1);
    kuril_json_number(&json, 1.0 / 0.0);
    kuril_json_open(&json, '{');
    kuril_json_close(&json, '}');
    kuril_json_bool(&json, true);
    kuril_json_text(&json, NULL);
    kuril_json_close(&json, ']');
    kuril_json_member_number(&json, "択捉", 2);
    kuril_json_close(&json, '}');
    assert_string_equal(json.text->str,
                        "{\"a\\\"b\":\"x\\\\y\\u000a\\u0001\",\"list\":[0.1,null,{},true,null],\"択捉\":2}");
    g_string_free(json.text, TRUE);
}

/* DEL, a control character of the upper half, an override of direction: RFC 8259 lets them stand, a terminal obeys them. */
static void terminals_are_safe(void **state)
{
    (void)state;
    GString *out = g_string_new(NULL);
    kuril_json_quote(out, "a\x7F\xC2\x9B\xE2\x80\xAE\xFF\xC3\xA9");
    assert_string_equal(out->str, "\"a\\u007f\\u009b\\u202e\xEF\xBF\xBD\xC3\xA9\"");
    g_string_free(out, TRUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nests_and_separates), cmocka_unit_test(terminals_are_safe)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
