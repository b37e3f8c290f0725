/*
 * An expression (or a legacy function or filter): compiled for properties of several types and as a filter, and
 * evaluated for a few features, on a page and in a tile.
 */
#include "style/expression.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const kuril_lonlat points[] = {{147.9, 45.2}, {148.5, 45.9}, {149.2, 45.5}};
static const kuril_ring rings[] = {{0, 1}, {0, 3}};
static const kuril_part parts[] = {{KURIL_POINT, 0, 1}, {KURIL_LINE, 1, 1}, {KURIL_POLYGON, 1, 1}};
static const kuril_geometry geometries[] = {
    {points, 3, rings, 2, &parts[0], 1}, {points, 3, rings, 2, &parts[1], 1}, {points, 3, rings, 2, &parts[2], 1}};
static const kuril_value list[] = {{KURIL_NUMBER, {.number = 1}}, {KURIL_STRING, {.string = "é"}}};
static const kuril_member fields[] = {{"x", {KURIL_NUMBER, {.number = 2.5}}},
                                      {"s", {KURIL_STRING, {.string = "択捉島"}}},
                                      {"c", {KURIL_STRING, {.string = "rgba(10, 20, 30, 0)"}}},
                                      {"n", {KURIL_NULL, {0}}},
                                      {"b", {KURIL_BOOL, {.boolean = true}}},
                                      {"a", {KURIL_ARRAY, {.array = {list, 2}}}}};

/* Looks at all of a value, so that sanitizers see what it points to. */
static void use(const kuril_style_value *value, kuril_arena *arena)
{
    GString *text = g_string_new(NULL);
    kuril_style_value_append_json(text, value);
    kuril_style_value_append_text(text, value);
    kuril_type_append(text, kuril_style_value_type(value, arena));
    g_string_free(text, TRUE);
}

static void evaluate(const kuril_expression *expression)
{
    static const kuril_tile tile = {3, 7, 2};
    kuril_expression_context c = {.arena = kuril_arena_new(), .state = fields, .n_state = 6};
    for (size_t i = 0; i < 6; i++) {
        const kuril_feature feature = {
            .id = (int64_t)i - 1, .geometry = &geometries[i % 3], .fields = fields, .n_fields = i};
        kuril_style_value value;
        c.feature = i ? &feature : NULL;
        c.tile = i > 3 ? &tile : NULL;
        c.zoom = (double)i * 3;
        const bool fine = kuril_expression_evaluate(expression, &c, &value);
        if (fine)
            use(&value, c.arena);
        else if (!c.failed_message || !c.failed_key)
            __builtin_trap();
        if (fine)
            kuril_expression_check_word(expression, &c, &value);
        kuril_arena_reset(c.arena);
    }
    kuril_arena_free(c.arena);
}

static void finish(kuril_status status, kuril_expression *expression, kuril_expression_problems *problems)
{
    if ((status == KURIL_OK) != (expression != NULL) || (status != KURIL_OK && !problems->list))
        __builtin_trap();
    if (expression)
        evaluate(expression);
    kuril_expression_free(expression);
    kuril_expression_problems_finish(problems);
}

static void compile_for(const kuril_node *root, const kuril_type *type, size_t variant)
{
    static const char *const words[] = {"butt", "round", "square"};
    const bool is_text = type && type->kind == KURIL_KIND_STRING;
    const kuril_expression_spec spec = {.type = type,
                                        .coerce_text = is_text && variant % 2 == 0,
                                        .zoom = true,
                                        .feature = true,
                                        .interpolated = variant % 3 != 0,
                                        .tokens = is_text && variant % 2 == 0,
                                        .words = is_text && variant % 2 ? words : NULL,
                                        .n_words = is_text && variant % 2 ? 3 : 0};
    kuril_expression *expression = NULL;
    kuril_expression_problems problems = {0};
    const kuril_status status = kuril_expression_compile(root, &spec, &expression, &problems);
    finish(status, expression, &problems);
}

static void compile(const kuril_node *root)
{
    static const kuril_kind kinds[] = {KURIL_KIND_NUMBER,         KURIL_KIND_STRING,       KURIL_KIND_STRING,
                                       KURIL_KIND_COLOR,          KURIL_KIND_FORMATTED,    KURIL_KIND_IMAGE,
                                       KURIL_KIND_PADDING,        KURIL_KIND_NUMBER_ARRAY, KURIL_KIND_COLOR_ARRAY,
                                       KURIL_KIND_ANCHOR_OFFSETS, KURIL_KIND_ARRAY};
    compile_for(root, NULL, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        compile_for(root, kuril_type_of_kind(kinds[i]), i);
    kuril_expression *expression = NULL;
    kuril_expression_problems problems = {0};
    const kuril_status status = kuril_expression_compile_filter(root, &expression, &problems);
    finish(status, expression, &problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const kuril_document_limits limits = {.nodes = 5000};
    kuril_document *document = NULL;
    if (kuril_document_parse("fuzz.json", size ? (const char *)data : "", size, &limits, &document, NULL) != KURIL_OK)
        return 0;
    compile(kuril_document_root(document));
    kuril_document_free(document);
    return 0;
}
