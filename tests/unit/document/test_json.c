/* What RFC 8259 allows and forbids, and what an error says. */
#include "document/document.h"
#include "support.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static kuril_status parse(const char *text, kuril_document **document, kuril_error *error)
{
    *error = (kuril_error){0};
    *document = NULL;
    return kuril_document_parse("x.json", text, strlen(text), NULL, document, error);
}

static void reads_every_kind(void **state)
{
    (void)state;
    kuril_document *d;
    kuril_error e;
    assert_int_equal(
        parse(" {\"a\": [null, true, false, -12.5e1, \"\\u00e9\\ud83d\\ude00\\n\\/\"], \"b\": {}}\n", &d, &e),
        KURIL_OK);
    const kuril_node *root = kuril_document_root(d), *a = kuril_node_member(root, "a");
    assert_int_equal(kuril_node_count(root), 2);
    assert_int_equal(kuril_node_count(a), 5);
    assert_int_equal(kuril_node_kind_of(kuril_node_at(a, 0)), KURIL_NODE_NULL);
    assert_true(kuril_node_bool(kuril_node_at(a, 1)));
    assert_int_equal(kuril_node_kind_of(kuril_node_at(a, 2)), KURIL_NODE_BOOL);
    assert_near(kuril_node_number(kuril_node_at(a, 3)), -125, 0);
    assert_string_equal(kuril_node_string(kuril_node_at(a, 4)), "é😀\n/");
    assert_int_equal(kuril_node_kind_of(kuril_node_member(root, "b")), KURIL_NODE_OBJECT);
    assert_null(kuril_node_member(root, "c"));
    kuril_document_free(d);
}

static void refuses_what_is_not_json_and_says_where(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line, column;
        const char *message;
    } cases[] = {
        {"", 1, 1, "the document ends where a value should stand"},
        {"{\"a\": 1,}", 1, 9, "expected a name in quotes, not '}'"},
        {"[1, 2", 1, 6, "the document ends where ',' or ']' should stand"},
        {"[1\n 2]", 2, 2, "expected ',' or ']', not '2'"},
        {"{'a': 1}", 1, 2, "expected a name in quotes: JSON quotes text with \""},
        {"{\"a\" 1}", 1, 6, "expected ':', not '1'"},
        {"[01]", 1, 2, "not a number of JSON"},
        {"[1.]", 1, 2, "not a number of JSON"},
        {"[+1]", 1, 2, "expected a value, not '+'"},
        {"[1e999]", 1, 2, "a number out of range"},
        {"[NaN]", 1, 2, "expected a value, not 'N'"},
        {"[tru]", 1, 2, "expected a value, not 't'"},
        {"\"a\tb\"", 1, 3, "a text has a control character or the end of a line in it"},
        {"[\"\\x\"]", 1, 3, "'\\x' is no escape of JSON"},
        {"[\"\\ud800\"]", 1, 9, "\\ud800 is half a character"},
        {"[\"\\u0000\"]", 1, 2, "a text has a NUL character"},
        {"// c\n1", 1, 1, "expected a value, not '/'"},
        {"1 2", 1, 3, "expected the end of the document, not '2'"},
        {"{\"é\": 1,\n \"b\": 2, \"b\": 3}", 2, 10, "'b' is given twice"},
        {"[\"\xff\"]", 1, 3, "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kuril_document *d;
        kuril_error e;
        assert_int_equal(parse(cases[i].text, &d, &e), KURIL_E_SYNTAX);
        assert_string_equal(e.message, cases[i].message);
        assert_int_equal(e.line, cases[i].line);
        assert_int_equal(e.column, cases[i].column);
        assert_string_equal(e.file, "x.json");
        assert_null(d);
    }
}

static void repeated_names_of_a_large_object_are_found(void **state)
{
    (void)state;
    kuril_document *d;
    kuril_error e;
    GString *text = g_string_new("{");
    for (int i = 0; i < 500; i++)
        g_string_append_printf(text, "\"n%d\": %d,", i, i);
    g_string_append(text, "\"n7\": 1}");
    assert_int_equal(parse(text->str, &d, &e), KURIL_E_SYNTAX);
    assert_string_equal(e.message, "'n7' is given twice");
    g_string_free(text, TRUE);
}

static void limits_are_named(void **state)
{
    (void)state;
    kuril_document *d = NULL;
    kuril_error e = {0};
    char deep[200];
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    assert_int_equal(kuril_document_parse("x.json", deep, 200, NULL, &d, &e), KURIL_E_DATA);
    assert_string_equal(e.message,
                        "more than 64 arrays and objects in one another (--allow-limit depth=N allows more)");
    assert_int_equal(e.column, 65);
    const kuril_document_limits limits = {.nodes = 3, .bytes = 20};
    e = (kuril_error){0};
    assert_int_equal(kuril_document_parse("x.json", "[1,2,3]", 7, &limits, &d, &e), KURIL_E_DATA);
    assert_string_equal(e.message, "more than 3 values in a document (--allow-limit values=N allows more)");
    e = (kuril_error){0};
    assert_int_equal(kuril_document_parse("x.json", "[1,2,3]              ", 21, &limits, &d, &e), KURIL_E_DATA);
    assert_string_equal(e.message, "more than 20 bytes in a document (--allow-limit document=N allows more)");
}

/* Whether two nodes hold the same. */
static void assert_same(const kuril_node *a, const kuril_node *b)
{
    assert_int_equal(kuril_node_kind_of(a), kuril_node_kind_of(b));
    assert_int_equal(kuril_node_count(a), kuril_node_count(b));
    assert_string_equal(kuril_node_string(a), kuril_node_string(b));
    assert_near(kuril_node_number(a), kuril_node_number(b), 0);
    assert_int_equal(kuril_node_digits(a) != NULL, kuril_node_digits(b) != NULL);
    for (size_t i = 0; i < kuril_node_count(a); i++)
        assert_same(kuril_node_at(a, i), kuril_node_at(b, i));
}

/* Positions kept as numbers are the same document, fault for fault, and nodes for whoever asks. */
static void data_keeps_rows_of_numbers_and_changes_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t width; /* of the rows of the root; 0: it has none */
    } cases[] = {
        {"[[1,2],[3,4]]", 2},
        {" [ [ 1.5 , -2e3 , 0 ] , [3,4.25,-0.0] ] ", 3},
        {"[[145.123456789012345678,43.1]]", 2},
        {"[[1,2,3,4]]", 4},
        {"[[1,2],[3,4,5]]", 0}, /* of two lengths */
        {"[[1,2],[]]", 0},
        {"[[1],[2]]", 0},
        {"[[1,2,3,4,5]]", 0},
        {"[[1,2],[3,\"4\"]]", 0},
        {"[[1,2],null]", 0},
        {"[[9007199254740993,2]]", 0}, /* a double would change it */
        {"[[[1,2],[3,4]]]", 0},        /* one level deeper they are rows */
        {"[1,2]", 0},
        {"[[1,2],[3,4]", 0},
        {"[[1,2],[3,4],]", 0},
        {"[[1,2],[03,4]]", 0},
        {"[[1,2],[1e999,4]]", 0},
        {"[[1,2],[.5,4]]", 0},
        {"[[1,2],[1.,4]]", 0},
        {"[[1,2] [3,4]]", 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        kuril_document *plain = NULL, *data = NULL;
        kuril_error plain_error = {0}, data_error = {0};
        const kuril_document_limits limits = {.data = true};
        char *text = g_strdup_printf("{\"coordinates\": %s}", cases[i].text);
        const kuril_status status = parse(text, &plain, &plain_error);
        assert_int_equal(kuril_document_parse("x.json", text, strlen(text), &limits, &data, &data_error), status);
        assert_string_equal(data_error.message, plain_error.message);
        assert_int_equal(data_error.column, plain_error.column);
        size_t width = 0;
        if (status == KURIL_OK) {
            const kuril_node *array = kuril_node_member(kuril_document_root(data), "coordinates");
            assert_int_equal(kuril_node_rows(array, &width) != NULL, cases[i].width > 0);
            assert_int_equal(width, cases[i].width);
            array = kuril_node_member(kuril_document_root(plain), "coordinates");
            assert_null(kuril_node_rows(array, &width));
            assert_same(kuril_document_root(data), kuril_document_root(plain));
        }
        kuril_document_free(plain);
        kuril_document_free(data);
        g_free(text);
    }
    /* What has another name is read as nodes, which know where they stand. */
    kuril_document *other = NULL;
    kuril_error e = {0};
    const kuril_document_limits limits = {.data = true};
    const char *text = "{\"coordinates\": [0, 0], \"features\": [[1, 2],\n[3, 4]]}";
    assert_int_equal(kuril_document_parse("x.json", text, strlen(text), &limits, &other, &e), KURIL_OK);
    size_t width = 0;
    const kuril_node *features = kuril_node_member(kuril_document_root(other), "features");
    assert_null(kuril_node_rows(features, &width));
    kuril_place place;
    kuril_node_place(kuril_node_at(features, 1), &place);
    assert_int_equal(place.line, 2);
    kuril_document_free(other);
}

/* Rows count towards the limits as what they are written as. */
static void rows_have_the_limits_of_nodes(void **state)
{
    (void)state;
    kuril_document *d = NULL;
    const char *text = "{\"coordinates\": [[1,2],[3,4]]}";
    for (size_t nodes = 7; nodes <= 8; nodes++) {
        kuril_error e = {0};
        const kuril_document_limits limits = {.data = true, .nodes = nodes};
        assert_int_equal(kuril_document_parse("x.json", text, strlen(text), &limits, &d, &e),
                         nodes == 8 ? KURIL_OK : KURIL_E_DATA);
        kuril_document_free(d);
        d = NULL;
    }
    kuril_error e = {0};
    const kuril_document_limits shallow = {.data = true, .depth = 2};
    assert_int_equal(kuril_document_parse("x.json", text, strlen(text), &shallow, &d, &e), KURIL_E_DATA);
}

static void files_that_cannot_be_read_say_why(void **state)
{
    (void)state;
    kuril_document *d = NULL;
    kuril_error e = {0};
    assert_int_equal(kuril_document_read("/nowhere/x.json", NULL, &d, &e), KURIL_E_IO);
    assert_string_equal(e.message, "cannot read '/nowhere/x.json': No such file or directory");
    e = (kuril_error){0};
    assert_int_equal(kuril_document_read("/", NULL, &d, &e), KURIL_E_IO);
    assert_string_equal(e.message, "cannot read '/': it is a folder");
    char *folder = g_dir_make_tmp("kuril-XXXXXX", NULL), *pipe = g_build_filename(folder, "pipe.json", NULL);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    e = (kuril_error){0};
    assert_int_equal(kuril_document_read(pipe, NULL, &d, &e), KURIL_E_IO);
    assert_non_null(strstr(e.message, "no regular file"));
    unlink(pipe);
    rmdir(folder);
    g_free(pipe);
    g_free(folder);
}

static void a_byte_order_mark_is_passed_over(void **state)
{
    (void)state;
    kuril_document *d;
    kuril_error e;
    assert_int_equal(parse("\xEF\xBB\xBF[1]", &d, &e), KURIL_OK);
    kuril_document_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_kind),
        cmocka_unit_test(refuses_what_is_not_json_and_says_where),
        cmocka_unit_test(repeated_names_of_a_large_object_are_found),
        cmocka_unit_test(limits_are_named),
        cmocka_unit_test(data_keeps_rows_of_numbers_and_changes_nothing),
        cmocka_unit_test(rows_have_the_limits_of_nodes),
        cmocka_unit_test(files_that_cannot_be_read_say_why),
        cmocka_unit_test(a_byte_order_mark_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
