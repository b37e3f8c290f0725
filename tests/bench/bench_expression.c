/*
 * Evaluations of a data-driven interpolation over a field, ten million of them; tests/bench/bench_expression.mjs does
 * the same with the specification's JavaScript reference.
 */
#include "bench.h"
#include "style/expression.h"
#include <string.h>

enum { EVALUATIONS = 10000000, FEATURES = 1000, FIELDS = 8 };

static const char *const names[FIELDS] = {"id", "name", "name_ja", "name_ru", "kind", "population", "rank", "note"};

static void make_features(kuril_feature *features, kuril_member (*fields)[FIELDS])
{
    for (int i = 0; i < FEATURES; i++) {
        for (int k = 0; k < FIELDS; k++) {
            fields[i][k].name = names[k];
            fields[i][k].value.kind = KURIL_NUMBER;
            fields[i][k].value.as.number = i;
        }
        features[i] = (kuril_feature){.id = i, .fields = fields[i], .n_fields = FIELDS};
    }
}

static int run(const char *name, const char *json, const kuril_feature *features)
{
    kuril_document *document = NULL;
    kuril_expression *expression = NULL;
    kuril_expression_problems problems = {0};
    const kuril_expression_spec spec = {.feature = true, .zoom = true, .interpolated = true};
    if (kuril_document_parse("bench.json", json, strlen(json), NULL, &document, NULL) != KURIL_OK ||
        kuril_expression_compile(kuril_document_root(document), &spec, &expression, &problems) != KURIL_OK)
        return 1;
    kuril_expression_context context = {.arena = kuril_arena_new(), .zoom = 5};
    double sum = 0;
    const double start = bench_seconds();
    for (int i = 0; i < EVALUATIONS; i++) {
        kuril_style_value value;
        context.feature = &features[i % FEATURES];
        if (kuril_expression_evaluate(expression, &context, &value))
            sum += value.kind == KURIL_KIND_NUMBER ? value.as.number : value.as.color.r;
        kuril_arena_reset(context.arena);
    }
    bench_print(name, bench_seconds() - start, EVALUATIONS);
    printf("%-44s %.6g\n", "  sum of the results", sum);
    kuril_arena_free(context.arena);
    kuril_expression_free(expression);
    kuril_document_free(document);
    return 0;
}

int main(void)
{
    static kuril_feature features[FEATURES];
    static kuril_member fields[FEATURES][FIELDS];
    make_features(features, fields);
    return run("interpolate numbers over get",
               "[\"interpolate\", [\"linear\"], [\"get\", \"population\"], 0, 1, 250, 5, 500, 9, 1000, 20]",
               features) ||
           run("interpolate colours over get",
               "[\"interpolate\", [\"linear\"], [\"get\", \"population\"], 0, [\"to-color\", \"#123456\"], 500, "
               "[\"to-color\", \"#abcdef\"], 1000, [\"to-color\", \"#ff0000\"]]",
               features) ||
           run("case over comparisons",
               "[\"case\", [\">\", [\"get\", \"population\"], 500], 3, [\"==\", [\"get\", \"rank\"], 7], 2, 1]",
               features);
}
