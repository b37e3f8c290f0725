/* The operators of the expression language, one row each, in the specification's order. */
#include "style/expr.h"
#include <string.h>

#define V KURIL_KIND_VALUE
#define N KURIL_KIND_NUMBER
#define S KURIL_KIND_STRING
#define B KURIL_KIND_BOOLEAN
#define O KURIL_KIND_OBJECT
#define A KURIL_KIND_ARRAY
#define C KURIL_KIND_COLOR

#define FORM(text, area, parser, ...)                                                                                  \
    {                                                                                                                  \
        .info = {text, area, NULL, true}, .parse = kuril_parse_##parser, __VA_ARGS__                                   \
    }
#define PLAIN(text, area, kind, ...)                                                                                   \
    {                                                                                                                  \
        .info = {text, area, NULL, true}, .result = kind, __VA_ARGS__                                                  \
    }
#define WITH(evaluator, n, ...)                                                                                        \
    {                                                                                                                  \
        .evaluate = kuril_eval_##evaluator, .count = n, .kinds = { __VA_ARGS__ }                                       \
    }
#define UNARY(text, evaluator) PLAIN(text, "math", N, .overloads = {WITH(evaluator, 1, N)})
#define FILTER(text, evaluator, ...)                                                                                   \
    {                                                                                                                  \
        .info = {text, "filter", NULL, true}, .result = B, .depends = KURIL_DEPENDS_FEATURE, .internal = true,         \
        .overloads = {                                                                                                 \
            __VA_ARGS__                                                                                                \
        }                                                                                                              \
    }

static const char no_interaction[] = "a page has no interaction: always null";
static const char no_clusters[] = "points are never clustered: always null";

const kuril_operator kuril_operators[] = {
    FORM("let", "binding", let, .variant = 0),
    FORM("var", "binding", var, .variant = 0),

    FORM("literal", "types", literal, .variant = 0),
    FORM("semiliteral", "types", semiliteral, .variant = 0),
    FORM("array", "types", array, .variant = 0),
    PLAIN("typeof", "types", S, .overloads = {WITH(typeof, 1, V)}),
    FORM("string", "types", assertion, .variant = S),
    FORM("number", "types", assertion, .variant = N),
    FORM("boolean", "types", assertion, .variant = B),
    FORM("object", "types", assertion, .variant = O),
    FORM("collator", "types", collator, .variant = 0),
    FORM("format", "types", format, .variant = 0),
    FORM("image", "types", image, .variant = 0),
    FORM("number-format", "types", number_format, .variant = 0),
    FORM("to-string", "types", coercion, .variant = S),
    FORM("to-number", "types", coercion, .variant = N),
    FORM("to-boolean", "types", coercion, .variant = B),
    FORM("to-color", "types", coercion, .variant = C),

    FORM("at", "lookup", at, .variant = 0),
    FORM("in", "lookup", search, .variant = 0),
    FORM("index-of", "lookup", search, .variant = 1),
    FORM("slice", "lookup", slice, .variant = 0),
    FORM("global-state", "lookup", global_state, .variant = 0),
    PLAIN("get", "lookup", V, .depends_first_only = KURIL_DEPENDS_FEATURE,
          .overloads = {WITH(get, 1, S), WITH(get, 2, S, O)}),
    PLAIN("has", "lookup", B, .depends_first_only = KURIL_DEPENDS_FEATURE,
          .overloads = {WITH(has, 1, S), WITH(has, 2, S, O)}),
    FORM("length", "lookup", length, .variant = 0),

    FORM("case", "decision", case, .variant = 0),
    FORM("match", "decision", match, .variant = 0),
    FORM("coalesce", "decision", coalesce, .variant = 0),
    FORM("==", "decision", comparison, .variant = 0),
    FORM("!=", "decision", comparison, .variant = 1),
    FORM(">", "decision", comparison, .variant = 3),
    FORM("<", "decision", comparison, .variant = 2),
    FORM(">=", "decision", comparison, .variant = 5),
    FORM("<=", "decision", comparison, .variant = 4),
    PLAIN("all", "decision", B, .overloads = {WITH(all, 2, B, B), WITH(all, VARIADIC, B)}),
    PLAIN("any", "decision", B, .overloads = {WITH(any, 2, B, B), WITH(any, VARIADIC, B)}),
    PLAIN("!", "decision", B, .overloads = {WITH(not, 1, B)}),
    FORM("within", "decision", spatial, .variant = 0),

    FORM("step", "ramps", step, .variant = 0),
    FORM("interpolate", "ramps", interpolate, .variant = KURIL_SPACE_RGB),
    FORM("interpolate-hcl", "ramps", interpolate, .variant = KURIL_SPACE_HCL),
    FORM("interpolate-lab", "ramps", interpolate, .variant = KURIL_SPACE_LAB),

    PLAIN("ln2", "math", N, .overloads = {WITH(ln2, 0, V)}),
    PLAIN("pi", "math", N, .overloads = {WITH(pi, 0, V)}),
    PLAIN("e", "math", N, .overloads = {WITH(e, 0, V)}),
    PLAIN("+", "math", N, .overloads = {WITH(add, VARIADIC, N)}),
    PLAIN("*", "math", N, .overloads = {WITH(multiply, VARIADIC, N)}),
    PLAIN("-", "math", N, .overloads = {WITH(subtract, 2, N, N), WITH(negate, 1, N)}),
    PLAIN("/", "math", N, .overloads = {WITH(divide, 2, N, N)}),
    PLAIN("%", "math", N, .overloads = {WITH(modulo, 2, N, N)}),
    PLAIN("^", "math", N, .overloads = {WITH(power, 2, N, N)}),
    UNARY("sqrt", sqrt),
    UNARY("log10", log10),
    UNARY("ln", ln),
    UNARY("log2", log2),
    UNARY("sin", sin),
    UNARY("cos", cos),
    UNARY("tan", tan),
    UNARY("asin", asin),
    UNARY("acos", acos),
    UNARY("atan", atan),
    PLAIN("min", "math", N, .overloads = {WITH(min, VARIADIC, N)}),
    PLAIN("max", "math", N, .overloads = {WITH(max, VARIADIC, N)}),
    UNARY("round", round),
    UNARY("abs", abs),
    UNARY("ceil", ceil),
    UNARY("floor", floor),
    FORM("distance", "math", spatial, .variant = 1),

    PLAIN("to-rgba", "color", A, .result_item = N, .result_length = 4, .overloads = {WITH(to_rgba, 1, C)}),
    PLAIN("rgb", "color", C, .overloads = {WITH(rgba, 3, N, N, N)}),
    PLAIN("rgba", "color", C, .overloads = {WITH(rgba, 4, N, N, N, N)}),

    PLAIN("properties", "feature", O, .depends = KURIL_DEPENDS_FEATURE, .overloads = {WITH(properties, 0, V)}),
    {.info = {"feature-state", "feature", no_interaction, false},
     .result = V,
     .depends = KURIL_DEPENDS_FEATURE | KURIL_DEPENDS_FEATURE_STATE,
     .overloads = {WITH(feature_state, 1, S)}},
    PLAIN("geometry-type", "feature", S, .depends = KURIL_DEPENDS_FEATURE, .overloads = {WITH(geometry_type, 0, V)}),
    PLAIN("id", "feature", V, .depends = KURIL_DEPENDS_FEATURE, .overloads = {WITH(id, 0, V)}),
    PLAIN("line-progress", "feature", N, .depends = KURIL_DEPENDS_MEASURE, .overloads = {WITH(line_progress, 0, V)}),
    {.info = {"accumulated", "feature", no_clusters, false},
     .result = V,
     .depends = KURIL_DEPENDS_MEASURE,
     .overloads = {WITH(accumulated, 0, V)}},

    PLAIN("zoom", "zoom", N, .depends = KURIL_DEPENDS_ZOOM, .overloads = {WITH(zoom, 0, V)}),
    PLAIN("heatmap-density", "heatmap", N, .depends = KURIL_DEPENDS_MEASURE,
          .overloads = {WITH(heatmap_density, 0, V)}),
    PLAIN("elevation", "color relief", N, .depends = KURIL_DEPENDS_MEASURE, .overloads = {WITH(elevation, 0, V)}),

    PLAIN("is-supported-script", "string", B, .depends = KURIL_DEPENDS_SCRIPT,
          .overloads = {WITH(is_supported_script, 1, S)}),
    PLAIN("upcase", "string", S, .overloads = {WITH(upcase, 1, S)}),
    PLAIN("downcase", "string", S, .overloads = {WITH(downcase, 1, S)}),
    PLAIN("concat", "string", S, .overloads = {WITH(concat, VARIADIC, V)}),
    PLAIN("split", "string", A, .result_item = S, .overloads = {WITH(split, 2, S, S)}),
    PLAIN("join", "string", S, .overloads = {{.evaluate = kuril_eval_join, .count = 2, .kinds = {A, S}, .item = S}}),
    PLAIN("resolved-locale", "string", S, .overloads = {WITH(resolved_locale, 1, KURIL_KIND_COLLATOR)}),

    {.info = {"error", "types", NULL, true},
     .result = KURIL_KIND_ERROR,
     .internal = true,
     .never_folded = true,
     .overloads = {WITH(error, 1, S)}},
    FILTER("filter-==", filter_equal, WITH(filter_equal, 2, S, V)),
    FILTER("filter-<", filter_less, WITH(filter_less, 2, S, V)),
    FILTER("filter->", filter_greater, WITH(filter_greater, 2, S, V)),
    FILTER("filter-<=", filter_less_or_equal, WITH(filter_less_or_equal, 2, S, V)),
    FILTER("filter->=", filter_greater_or_equal, WITH(filter_greater_or_equal, 2, S, V)),
    FILTER("filter-in", filter_in, WITH(filter_in, 2, S, A)),
    FILTER("filter-has", filter_has, WITH(filter_has, 1, S)),
};

enum { OPERATORS = sizeof kuril_operators / sizeof *kuril_operators };

const kuril_operator *kuril_operator_find(const char *name)
{
    for (size_t i = 0; i < OPERATORS; i++)
        if (strcmp(kuril_operators[i].info.name, name) == 0)
            return &kuril_operators[i];
    return NULL;
}

const kuril_operator_info *kuril_operator_at(size_t i)
{
    for (size_t k = 0; k < OPERATORS; k++)
        if (!kuril_operators[k].internal && i-- == 0)
            return &kuril_operators[k].info;
    return NULL;
}
