#include "core/csv.h"
#include "support.h"

/* Fields of all records, "|" between fields and "/" after each record. */
static void assert_records(const char *text, const char *want)
{
    char *copy = g_strdup(text), *rest = copy;
    GPtrArray *fields = g_ptr_array_new();
    GString *got = g_string_new(NULL);
    while (kuril_csv_next(&rest, ',', fields, NULL)) {
        for (guint i = 0; i < fields->len; i++)
            g_string_append_printf(got, "%s%s", i ? "|" : "", (char *)fields->pdata[i]);
        g_string_append_c(got, '/');
    }
    assert_string_equal(got->str, want);
    g_string_free(got, TRUE);
    g_ptr_array_free(fields, TRUE);
    g_free(copy);
}

static void records_are_taken_apart(void **state)
{
    (void)state;
    assert_records("", "");
    assert_records("a,b,c", "a|b|c/");
    assert_records("a,b\r\nc,d\rE,\n", "a|b/c|d/E|/");
    assert_records("\n\na\n\nb\n", "a/b/");
    assert_records("\"x, y\",\"say \"\"hi\"\"\",\"two\nlines\"\n1", "x, y|say \"hi\"|two\nlines/1/");
    assert_records("\"open", "open/");
    assert_records("\"a\"b,c", "ab|c/");
    assert_records(",", "|/");
}

static void lines_are_counted(void **state)
{
    (void)state;
    char text[] = "a\n\n\"b\nc\"\nd\n", *rest = text;
    GPtrArray *fields = g_ptr_array_new();
    int line = 1;
    assert_true(kuril_csv_next(&rest, ',', fields, &line));
    assert_int_equal(line, 2);
    assert_true(kuril_csv_next(&rest, ',', fields, &line));
    assert_int_equal(line, 5);
    assert_true(kuril_csv_next(&rest, ',', fields, &line));
    assert_false(kuril_csv_next(&rest, ',', fields, &line));
    g_ptr_array_free(fields, TRUE);
}

static void the_first_line_tells_the_separator(void **state)
{
    (void)state;
    assert_int_equal(kuril_csv_separator("name;lon;lat\nA;1,5;2,5;3,5;4,5\n"), ';');
    assert_int_equal(kuril_csv_separator("name\tlon\tlat\n"), '\t');
    assert_int_equal(kuril_csv_separator("\"a;b;c;d\",lon,lat\n"), ',');
    assert_int_equal(kuril_csv_separator("alone\n;;;"), ',');
    char text[] = "a;\"b;c\";d,e\n", *rest = text;
    GPtrArray *fields = g_ptr_array_new();
    assert_true(kuril_csv_next(&rest, ';', fields, NULL));
    assert_int_equal(fields->len, 3);
    assert_string_equal(fields->pdata[1], "b;c");
    assert_string_equal(fields->pdata[2], "d,e");
    g_ptr_array_free(fields, TRUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(records_are_taken_apart), cmocka_unit_test(lines_are_counted),
                                       cmocka_unit_test(the_first_line_tells_the_separator)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
