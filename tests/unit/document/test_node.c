/* Places, typed members, and messages that name the nearest word. */
#include "document/document.h"
#include "support.h"
#include <string.h>

static const char text[] =
    "{\n  \"zoom\": 4,\n  \"layers\": [{\"id\": \"é\", \"ty~pe/x\": true}],\n  \"join\": \"rond\"\n}\n";

static int setup(void **state)
{
    kuril_document *d = NULL;
    const kuril_status status = kuril_document_parse("s.json", text, strlen(text), NULL, &d, NULL);
    *state = d;
    return status;
}

static int teardown(void **state)
{
    kuril_document_free(*state);
    return 0;
}

static void places_are_exact(void **state)
{
    const kuril_node *root = kuril_document_root(*state);
    const kuril_node *layer = kuril_node_at(kuril_node_member(root, "layers"), 0);
    kuril_place place;
    kuril_node_place(kuril_node_at(layer, 1), &place);
    assert_string_equal(place.file, "s.json");
    assert_string_equal(place.pointer, "/layers/0/ty~0pe~1x");
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 37);
    kuril_node_name_place(layer, 1, &place);
    assert_int_equal(place.column, 26);
    kuril_node_place(root, &place);
    assert_string_equal(place.pointer, "");
}

static void typed_members_keep_defaults_and_name_errors(void **state)
{
    const kuril_node *root = kuril_document_root(*state);
    kuril_error e = {0};
    double n = 7;
    int i = 3;
    const char *s = "default";
    assert_int_equal(kuril_node_get_number(root, "absent", &n, &e), KURIL_OK);
    assert_near(n, 7, 0);
    assert_int_equal(kuril_node_get_int(root, "zoom", 0, 22, &i, &e), KURIL_OK);
    assert_int_equal(i, 4);
    assert_int_equal(kuril_node_get_int(root, "zoom", 0, 3, &i, &e), KURIL_E_DATA);
    assert_string_equal(e.message, "'zoom' must be a whole number from 0 to 3");
    e = (kuril_error){0};
    assert_int_equal(kuril_node_get_string(root, "zoom", &s, &e), KURIL_E_DATA);
    assert_string_equal(e.message, "'zoom' must be a string, not a number");
    assert_string_equal(s, "default");
    assert_int_equal(e.line, 2);
    assert_int_equal(e.column, 11);
    assert_string_equal(e.place, "/zoom");
}

static void what_is_missing_is_named(void **state)
{
    const kuril_node *root = kuril_document_root(*state);
    kuril_error e = {0};
    const kuril_node *out = NULL;
    assert_int_equal(kuril_node_require(root, "name", &out, &e), KURIL_E_DATA);
    assert_string_equal(e.message, "the document lacks 'name'");
}

static void values_are_copies(void **state)
{
    kuril_arena *arena = kuril_arena_new();
    const kuril_value value = kuril_node_to_value(kuril_document_root(*state), arena);
    assert_int_equal(value.kind, KURIL_OBJECT);
    assert_int_equal(value.as.object.count, 3);
    assert_string_equal(value.as.object.members[1].name, "layers");
    const kuril_value *layer = &value.as.object.members[1].value.as.array.items[0];
    assert_string_equal(layer->as.object.members[0].value.as.string, "é");
    assert_true(layer->as.object.members[1].value.as.boolean);
    kuril_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_exact),
        cmocka_unit_test(typed_members_keep_defaults_and_name_errors),
        cmocka_unit_test(what_is_missing_is_named),
        cmocka_unit_test(values_are_copies),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
