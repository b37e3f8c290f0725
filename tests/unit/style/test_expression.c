/* The engine's own promises: limits, filters, dependence, exact geometry. What operators give stands in tables/. */
#include "style/expression.h"
#include "style/letter_case.h"
#include "support.h"
#include <string.h>

typedef struct compiled {
    kuril_document *document;
    kuril_expression *expression;
    kuril_expression_problems problems;
    kuril_expression_context context;
} compiled;

static kuril_document *parse(const char *json)
{
    kuril_document *document = NULL;
    kuril_error error = {0};
    assert_int_equal(kuril_document_parse("e.json", json, strlen(json), NULL, &document, &error), KURIL_OK);
    return document;
}

static compiled compile(const char *json, const kuril_expression_spec *spec)
{
    compiled c = {.document = parse(json)};
    c.context.arena = kuril_arena_new();
    kuril_expression_compile(kuril_document_root(c.document), spec, &c.expression, &c.problems);
    return c;
}

static compiled compile_filter(const char *json)
{
    compiled c = {.document = parse(json)};
    c.context.arena = kuril_arena_new();
    kuril_expression_compile_filter(kuril_document_root(c.document), &c.expression, &c.problems);
    return c;
}

static void finish(compiled *c)
{
    kuril_expression_free(c->expression);
    kuril_expression_problems_finish(&c->problems);
    kuril_arena_free(c->context.arena);
    kuril_document_free(c->document);
}

static const char *first_problem(const compiled *c)
{
    assert_non_null(c->problems.list);
    return ((const kuril_expression_problem *)g_ptr_array_index(c->problems.list, 0))->message;
}

static const kuril_expression_spec anything = {.zoom = true, .feature = true, .interpolated = true};

static kuril_expression_spec spec_of(kuril_kind kind)
{
    kuril_expression_spec spec = anything;
    spec.type = kuril_type_of_kind(kind);
    return spec;
}

static kuril_feature point_feature(const kuril_geometry *g, const kuril_member *fields, size_t n)
{
    return (kuril_feature){.id = 7, .geometry = g, .fields = fields, .n_fields = n};
}

static bool passes(compiled *c, const kuril_feature *feature)
{
    kuril_style_value value;
    c->context.feature = feature;
    return kuril_expression_evaluate(c->expression, &c->context, &value) && kuril_style_value_truthy(&value);
}

static void legacy_filters_never_fail(void **state)
{
    (void)state;
    const kuril_lonlat at = {147, 45};
    const kuril_ring ring = {0, 1};
    const kuril_part part = {KURIL_POINT, 0, 1};
    const kuril_geometry g = {&at, 1, &ring, 1, &part, 1};
    const kuril_member fields[] = {{"name", {KURIL_STRING, {.string = "Kurilsk"}}},
                                   {"people", {KURIL_NUMBER, {.number = 1600}}},
                                   {"none", {KURIL_NULL, {0}}}};
    const kuril_feature feature = point_feature(&g, fields, 3);
    static const struct {
        const char *filter;
        bool passes;
    } cases[] = {
        {"[\"==\", \"name\", \"Kurilsk\"]", true},
        {"[\"!=\", \"name\", \"Kurilsk\"]", false},
        {"[\"!=\", \"absent\", 1]", true},
        {"[\">\", \"people\", 1000]", true},
        {"[\">\", \"people\", \"1000\"]", false},
        {"[\">\", \"absent\", 0]", false},
        {"[\"in\", \"people\", 1, 1600]", true},
        {"[\"!in\", \"people\", 1, 2]", true},
        {"[\"has\", \"none\"]", true},
        {"[\"!has\", \"absent\"]", true},
        {"[\"==\", \"$type\", \"Point\"]", true},
        {"[\"in\", \"$type\", \"LineString\", \"Polygon\"]", false},
        {"[\"==\", \"$id\", 7]", true},
        {"[\"none\", [\"==\", \"name\", \"a\"], [\"has\", \"absent\"]]", true},
        {"[\"any\", [\">\", \"absent\", 0], [\">\", \"people\", 0]]", true},
        {"[\"all\"]", true},
        {"[\"any\"]", false},
        {"[\"all\", [\">\", [\"get\", \"people\"], 5], [\"has\", \"name\"]]", true},
        {"true", true},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        compiled c = compile_filter(cases[i].filter);
        assert_non_null(c.expression);
        if (passes(&c, &feature) != cases[i].passes)
            fail_msg("%s", cases[i].filter);
        finish(&c);
    }
}

static void a_legacy_filter_in_an_expression_is_refused(void **state)
{
    (void)state;
    compiled c = compile_filter("[\"all\", [\"==\", [\"get\", \"a\"], 1], [\"!in\", \"b\", 1, 2]]");
    assert_null(c.expression);
    assert_string_equal(first_problem(&c),
                        "Mixing deprecated filter syntax with expression syntax is not supported. Replace "
                        "[\"!in\",\"b\",1,2] with [\"!\",[\"in\",[\"get\",\"b\"],[\"literal\",[1,2]]]].");
    finish(&c);
}

/* Each name uses the one before twice: worked out anew each time, the last would take 2^40 steps. */
static void names_are_worked_out_once(void **state)
{
    (void)state;
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 40; i++)
        g_string_append_printf(text, "[\"let\", \"v%d\", ", i),
            g_string_append_printf(
                text, i ? "[\"+\", [\"var\", \"v%d\"], [\"var\", \"v%d\"]], " : "[\"number\", [\"get\", \"x\"]], ",
                i - 1, i - 1);
    g_string_append(text, "[\"var\", \"v39\"]");
    for (int i = 0; i < 40; i++)
        g_string_append_c(text, ']');
    compiled c = compile(text->str, &anything);
    const kuril_member x = {"x", {KURIL_NUMBER, {.number = 1}}};
    const kuril_feature feature = point_feature(NULL, &x, 1);
    kuril_style_value value;
    c.context.feature = &feature;
    assert_true(kuril_expression_evaluate(c.expression, &c.context, &value));
    assert_near(value.as.number, 549755813888.0, 0);
    finish(&c);
    g_string_free(text, TRUE);
}

static void a_text_without_end_fails(void **state)
{
    (void)state;
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 40; i++) {
        g_string_append_printf(text, "[\"let\", \"v%d\", ", i);
        if (i)
            g_string_append_printf(text, "[\"concat\", [\"var\", \"v%d\"], [\"var\", \"v%d\"]], ", i - 1, i - 1);
        else
            g_string_append(text, "[\"to-string\", [\"get\", \"x\"]], ");
    }
    g_string_append(text, "[\"var\", \"v39\"]");
    for (int i = 0; i < 40; i++)
        g_string_append_c(text, ']');
    compiled c = compile(text->str, &anything);
    const kuril_member x = {"x", {KURIL_STRING, {.string = "xxxx"}}};
    const kuril_feature feature = point_feature(NULL, &x, 1);
    kuril_style_value value;
    c.context.feature = &feature;
    assert_false(kuril_expression_evaluate(c.expression, &c.context, &value));
    assert_string_equal(c.context.failed_message, "The text is too long.");
    finish(&c);
    g_string_free(text, TRUE);
}

static void dependence_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned depends;
    } cases[] = {
        {"[\"+\", 1, 2]", 0},
        {"[\"get\", \"x\"]", KURIL_DEPENDS_FEATURE},
        {"[\"get\", \"x\", [\"literal\", {\"x\": 1}]]", 0},
        {"[\"step\", [\"zoom\"], 1, 5, [\"get\", \"x\"]]", KURIL_DEPENDS_ZOOM | KURIL_DEPENDS_FEATURE},
        {"[\"global-state\", \"lang\"]", KURIL_DEPENDS_STATE},
        {"[\"image\", \"harbour\"]", KURIL_DEPENDS_IMAGES},
        {"[\"distance\", {\"type\": \"Point\", \"coordinates\": [0, 0]}]",
         KURIL_DEPENDS_FEATURE | KURIL_DEPENDS_GEOMETRY},
        {"[\"heatmap-density\"]", KURIL_DEPENDS_MEASURE},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        compiled c = compile(cases[i].text, &anything);
        assert_non_null(c.expression);
        assert_int_equal(kuril_expression_depends(c.expression), cases[i].depends);
        finish(&c);
    }
}

static void plain_values_are_of_the_property_s_type(void **state)
{
    (void)state;
    static const char *const caps[] = {"butt", "round"};
    kuril_expression_spec spec = spec_of(KURIL_KIND_COLOR);
    kuril_style_value value;
    compiled c = compile("\"#ff0000\"", &spec);
    assert_true(kuril_expression_evaluate(c.expression, &c.context, &value));
    assert_int_equal(value.kind, KURIL_KIND_COLOR);
    finish(&c);
    c = compile("\"reddish\"", &spec);
    assert_string_equal(first_problem(&c), "Could not parse color from value 'reddish'");
    finish(&c);
    spec = spec_of(KURIL_KIND_STRING);
    spec.words = caps;
    spec.n_words = 2;
    c = compile("\"rond\"", &spec);
    assert_string_equal(first_problem(&c), "expected one of \"butt\", \"round\"");
    finish(&c);
    spec = spec_of(KURIL_KIND_NUMBER);
    c = compile("[\"interpolat\", 1]", &spec);
    assert_non_null(strstr(first_problem(&c), "Unknown expression \"interpolat\""));
    finish(&c);
    spec = spec_of(KURIL_KIND_PADDING);
    c = compile("[1, 2]", &spec);
    assert_true(kuril_expression_evaluate(c.expression, &c.context, &value));
    assert_near(value.as.padding[3], 2, 0);
    finish(&c);
}

static void words_are_checked_when_evaluated(void **state)
{
    (void)state;
    static const char *const caps[] = {"butt", "round"};
    kuril_expression_spec spec = spec_of(KURIL_KIND_STRING);
    spec.words = caps;
    spec.n_words = 2;
    compiled c = compile("[\"get\", \"cap\"]", &spec);
    const kuril_member cap = {"cap", {KURIL_STRING, {.string = "square"}}};
    const kuril_feature feature = point_feature(NULL, &cap, 1);
    kuril_style_value value;
    c.context.feature = &feature;
    assert_true(kuril_expression_evaluate(c.expression, &c.context, &value));
    assert_false(kuril_expression_check_word(c.expression, &c.context, &value));
    assert_string_equal(c.context.failed_message,
                        "Expected value to be one of \"butt\", \"round\", but found \"square\" instead.");
    finish(&c);
}

static void tokens_stand_for_fields(void **state)
{
    (void)state;
    kuril_expression_spec spec = spec_of(KURIL_KIND_STRING);
    spec.tokens = spec.coerce_text = true;
    compiled c = compile("\"{name} ({people}) {\"", &spec);
    const kuril_member fields[] = {{"name", {KURIL_STRING, {.string = "Kurilsk"}}},
                                   {"people", {KURIL_NUMBER, {.number = 1600}}}};
    const kuril_feature feature = point_feature(NULL, fields, 2);
    kuril_style_value value;
    c.context.feature = &feature;
    assert_true(kuril_expression_evaluate(c.expression, &c.context, &value));
    assert_string_equal(value.as.string, "Kurilsk (1600) {");
    finish(&c);
}

/* One degree of the equator is a * pi / 180 on WGS 84, a = 6378137 m. */
static void distance_is_exact_on_a_page(void **state)
{
    (void)state;
    compiled c =
        compile("[\"distance\", {\"type\": \"LineString\", \"coordinates\": [[180, 0], [181, 0]]}]", &anything);
    assert_non_null(c.expression);
    const kuril_lonlat at = {179, 0};
    const kuril_ring ring = {0, 1};
    const kuril_part part = {KURIL_POINT, 0, 1};
    const kuril_geometry g = {&at, 1, &ring, 1, &part, 1};
    const kuril_feature feature = point_feature(&g, NULL, 0);
    kuril_style_value value;
    c.context.feature = &feature;
    assert_true(kuril_expression_evaluate(c.expression, &c.context, &value));
    assert_near(value.as.number, 111319.4907932264, 1e-5);
    finish(&c);
}

static void within_is_straight_in_degrees_on_a_page(void **state)
{
    (void)state;
    compiled c = compile_filter("[\"within\", {\"type\": \"Polygon\", \"coordinates\": [[[140, 40], [160, 40], [160, "
                                "50], [140, 50], [140, 40]]]}]");
    assert_non_null(c.expression);
    const kuril_lonlat points[] = {{150, 40.05}, {150, 39.95}};
    for (size_t i = 0; i < 2; i++) {
        const kuril_ring ring = {0, 1};
        const kuril_part part = {KURIL_POINT, 0, 1};
        const kuril_geometry g = {&points[i], 1, &ring, 1, &part, 1};
        const kuril_feature feature = point_feature(&g, NULL, 0);
        assert_int_equal(passes(&c, &feature), i == 0);
    }
    const kuril_lonlat line[] = {{145, 45}, {155, 45}, {155, 55}};
    for (size_t n = 2; n <= 3; n++) {
        const kuril_ring ring = {0, n};
        const kuril_part part = {KURIL_LINE, 0, 1};
        const kuril_geometry g = {line, n, &ring, 1, &part, 1};
        const kuril_feature feature = point_feature(&g, NULL, 0);
        assert_int_equal(passes(&c, &feature), n == 2);
    }
    finish(&c);
}

/* x = 1/2 + 4 (t - 1/2)^3 and y = 3 t^2 - 2 t^3: without slope in its middle Newton's method leads away. */
static void a_curve_without_slope_is_bisected(void **state)
{
    (void)state;
    const struct {
        double x, y;
    } cases[] = {{0.5, 0.5}, {0.504, 0.648}, {0.468, 0.216}, {0.50000001, 0.5}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const kuril_expression_spec spec = spec_of(KURIL_KIND_NUMBER);
        compiled c = compile("[\"interpolate\", [\"cubic-bezier\", 1, 0, 0, 1], [\"zoom\"], 0, 0, 1, 1]", &spec);
        kuril_style_value value;
        c.context.zoom = cases[i].x;
        assert_true(kuril_expression_evaluate(c.expression, &c.context, &value));
        assert_near(value.as.number, cases[i].y, 0.003);
        finish(&c);
    }
}

static void operators_are_listed(void **state)
{
    (void)state;
    size_t n = 0;
    for (const kuril_operator_info *info; (info = kuril_operator_at(n)); n++)
        assert_false(g_str_has_prefix(info->name, "filter-"));
    assert_int_equal(n, 88); /* style specification 26.6.0 documents so many */
}

/* Unicode's SpecialCasing.txt and CLDR: Turkish keeps the dot, Greek capitals drop the accent, small sigma ends words.
 */
static void test_letter_case_of_languages(void **state)
{
    (void)state;
    static const struct {
        char *(*change)(const char *, const char *);
        const char *language, *text, *wanted;
    } cases[] = {{kuril_upper_case, "", "istanbul", "ISTANBUL"}, {kuril_upper_case, "tr", "istanbul", "İSTANBUL"},
                 {kuril_lower_case, "tr", "ISPARTA", "ısparta"}, {kuril_upper_case, "el", "Άγιος", "ΑΓΙΟΣ"},
                 {kuril_upper_case, "", "Άγιος", "ΆΓΙΟΣ"},       {kuril_lower_case, "el", "ΟΔΟΣ", "οδος"},
                 {kuril_upper_case, "de", "Straße", "STRASSE"},  {kuril_lower_case, "lt", "Ì", "i̇̀"},
                 {kuril_upper_case, "ru", "Итуруп", "ИТУРУП"},   {kuril_upper_case, "ja", "択捉 a", "択捉 A"}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *changed = cases[i].change(cases[i].text, cases[i].language);
        assert_string_equal(changed, cases[i].wanted);
        g_free(changed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letter_case_of_languages),
        cmocka_unit_test(legacy_filters_never_fail),
        cmocka_unit_test(a_legacy_filter_in_an_expression_is_refused),
        cmocka_unit_test(names_are_worked_out_once),
        cmocka_unit_test(a_text_without_end_fails),
        cmocka_unit_test(dependence_is_known),
        cmocka_unit_test(plain_values_are_of_the_property_s_type),
        cmocka_unit_test(words_are_checked_when_evaluated),
        cmocka_unit_test(tokens_stand_for_fields),
        cmocka_unit_test(distance_is_exact_on_a_page),
        cmocka_unit_test(within_is_straight_in_degrees_on_a_page),
        cmocka_unit_test(a_curve_without_slope_is_bisected),
        cmocka_unit_test(operators_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
