/* The core schema of YAML 1.2 (chapter 10.3 of its specification), aliases, and errors. */
#include "document/document.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static kuril_status parse(const char *text, kuril_document **document, kuril_error *error)
{
    *error = (kuril_error){0};
    *document = NULL;
    return kuril_document_parse("x.yaml", text, strlen(text), NULL, document, error);
}

static void scalars_follow_the_core_schema(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        kuril_node_kind kind;
        double number;
    } cases[] = {
        {"null", KURIL_NODE_NULL, 0},         {"~", KURIL_NODE_NULL, 0},         {"True", KURIL_NODE_BOOL, 0},
        {"FALSE", KURIL_NODE_BOOL, 0},        {"yes", KURIL_NODE_STRING, 0},     {"on", KURIL_NODE_STRING, 0},
        {"0o7", KURIL_NODE_NUMBER, 7},        {"0x3A", KURIL_NODE_NUMBER, 58},   {"-19", KURIL_NODE_NUMBER, -19},
        {"+12e03", KURIL_NODE_NUMBER, 12000}, {".5", KURIL_NODE_NUMBER, 0.5},    {"1.", KURIL_NODE_NUMBER, 1},
        {"012", KURIL_NODE_NUMBER, 12},       {"1_000", KURIL_NODE_STRING, 0},   {"45.0,147.6", KURIL_NODE_STRING, 0},
        {"12:30", KURIL_NODE_STRING, 0},      {"300km", KURIL_NODE_STRING, 0},   {"2024-01-02", KURIL_NODE_STRING, 0},
        {"'1'", KURIL_NODE_STRING, 0},        {"!!str 1", KURIL_NODE_STRING, 0}, {"\"null\"", KURIL_NODE_STRING, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kuril_document *d;
        kuril_error e;
        char text[64];
        snprintf(text, sizeof text, "a: %s\n", cases[i].text);
        assert_int_equal(parse(text, &d, &e), KURIL_OK);
        const kuril_node *a = kuril_node_member(kuril_document_root(d), "a");
        assert_int_equal(kuril_node_kind_of(a), cases[i].kind);
        assert_near(kuril_node_number(a), cases[i].number, 0);
        kuril_document_free(d);
    }
}

static void anchors_copy_what_they_name(void **state)
{
    (void)state;
    kuril_document *d;
    kuril_error e;
    assert_int_equal(parse("a: &x {p: [1, 2]}\nb: *x\nc: &y text\nd: *y\n", &d, &e), KURIL_OK);
    const kuril_node *root = kuril_document_root(d);
    const kuril_node *p = kuril_node_member(kuril_node_member(root, "b"), "p");
    assert_near(kuril_node_number(kuril_node_at(p, 1)), 2, 0);
    assert_string_equal(kuril_node_string(kuril_node_member(root, "d")), "text");
    kuril_place place;
    kuril_node_place(kuril_node_at(p, 1), &place);
    assert_string_equal(place.pointer, "/b/p/1");
    assert_int_equal(place.line, 1);
    kuril_document_free(d);
}

static void an_alias_bomb_stops_at_the_limit(void **state)
{
    (void)state;
    kuril_document *d;
    kuril_error e;
    GString *text = g_string_new("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
        g_string_append_printf(text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            g_string_append_printf(text, "%s*a%d", k ? ", " : "", i - 1);
        g_string_append(text, "]\n");
    }
    assert_int_equal(parse(text->str, &d, &e), KURIL_E_DATA);
    assert_string_equal(e.message, "more than 100000 values made by aliases (--allow-limit aliases=N allows more)");
    g_string_free(text, TRUE);
}

static void errors_say_where(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line, column;
        const char *part;
    } cases[] = {
        {"a: 1\nb: 2\na: 3\n", 3, 1, "'a' is given twice"},
        {"a: *b\n", 1, 4, "names nothing"},
        {"a: &a [*a]\n", 1, 8, "names nothing"},
        {"a: .inf\n", 1, 4, "no finite number"},
        {"a: 1e999\n", 1, 4, "out of range"},
        {"a: !!binary aGk=\n", 1, 4, "is not known"},
        {"a: 1\n---\nb: 2\n", 2, 1, "one document"},
        {"? [1, 2]\n: x\n", 1, 3, "a name must be a text"},
        {"", 1, 1, "empty"},
        {"# only a comment\n", 1, 1, "empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kuril_document *d;
        kuril_error e;
        assert_int_equal(parse(cases[i].text, &d, &e), KURIL_E_SYNTAX);
        assert_non_null(strstr(e.message, cases[i].part));
        assert_int_equal(e.line, cases[i].line);
        assert_int_equal(e.column, cases[i].column);
    }
}

static void broken_syntax_has_a_line(void **state)
{
    (void)state;
    static const char *const cases[] = {"a: 1\nb: [1, 2\n", "a: \"x\nb: 1\n", "a: 1\n\tb: 2\n", "a: {b: 1]\n",
                                        "a: b: c\n", /* after this one libfyaml 0.7 cannot clean up */ ": &x 2\n? =:\t:"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kuril_document *d;
        kuril_error e;
        assert_int_equal(parse(cases[i], &d, &e), KURIL_E_SYNTAX);
        assert_true(e.message[0] != '\0');
        assert_in_range(e.line, 1, 3);
    }
}

static void the_format_follows_name_or_content(void **state)
{
    (void)state;
    kuril_document *d = NULL;
    kuril_error e = {0};
    const char flow[] = "{a: 1}";
    assert_int_equal(kuril_document_parse("m.yml", flow, strlen(flow), NULL, &d, &e), KURIL_OK);
    kuril_document_free(d);
    d = NULL;
    assert_int_equal(kuril_document_parse("m", flow, strlen(flow), NULL, &d, &e), KURIL_E_SYNTAX);
    const char block[] = "a: 1\n";
    assert_int_equal(kuril_document_parse("m", block, strlen(block), NULL, &d, &e), KURIL_OK);
    kuril_document_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_follow_the_core_schema),   cmocka_unit_test(anchors_copy_what_they_name),
        cmocka_unit_test(an_alias_bomb_stops_at_the_limit), cmocka_unit_test(errors_say_where),
        cmocka_unit_test(broken_syntax_has_a_line),         cmocka_unit_test(the_format_follows_name_or_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
