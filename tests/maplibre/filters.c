/*
 * Legacy filters against what the specification's reference implementation makes of them:
 * tests/tables/legacy-filters.json, which tests/style-validator/legacy-filters.mjs writes.
 *
 *     legacy-filters TABLE
 */
#include "document/document.h"
#include "style/expression.h"

#include <glib.h>
#include <stdio.h>

static const kuril_node *member(const kuril_node *node, const char *name)
{
    return kuril_node_member(node, name);
}

/* Whether the filter lets a feature pass at a zoom; what fails does not. */
static bool passes(const kuril_expression *filter, const kuril_node *feature, double zoom, kuril_arena *arena)
{
    static const kuril_geometry nowhere = {0};
    const kuril_value fields = kuril_node_to_value(member(feature, "properties"), arena);
    const kuril_node *id_node = member(feature, "id");
    const kuril_value id = id_node ? kuril_node_to_value(id_node, arena) : (kuril_value){0};
    const kuril_feature seen = {
        .id = -1, .geometry = &nowhere, .fields = fields.as.object.members, .n_fields = fields.as.object.count};
    kuril_expression_context context = {.arena = arena,
                                        .zoom = zoom,
                                        .feature = &seen,
                                        .geometry_type = kuril_node_string(member(feature, "type")),
                                        .id = id_node ? &id : NULL};
    kuril_style_value value;
    return kuril_expression_evaluate(filter, &context, &value) && kuril_style_value_truthy(&value);
}

/* One row; prints what differs. */
static bool holds(const kuril_node *row, const kuril_node *features, const kuril_node *zooms, kuril_arena *arena)
{
    kuril_expression *filter = NULL;
    kuril_expression_problems problems = {0};
    kuril_place place;
    kuril_node_place(row, &place);
    GString *got = g_string_new(NULL);
    if (kuril_expression_compile_filter(member(row, "filter"), &filter, &problems) != KURIL_OK)
        g_string_append(got, "an error");
    for (size_t f = 0; filter && f < kuril_node_count(features); f++)
        for (size_t z = 0; z < kuril_node_count(zooms); z++) {
            const double zoom = kuril_node_number(kuril_node_at(zooms, z));
            g_string_append_c(got, passes(filter, kuril_node_at(features, f), zoom, arena) ? '1' : '0');
        }
    const char *wanted = kuril_node_string(member(row, "accepts"));
    const bool same = g_strcmp0(wanted, got->str) == 0;
    if (!same)
        printf("%s:%d: expected %s, got %s\n", place.file, place.line, wanted, got->str);
    g_string_free(got, TRUE);
    kuril_expression_problems_finish(&problems);
    kuril_expression_free(filter);
    return same;
}

int main(int argc, char **argv)
{
    kuril_document *document = NULL;
    kuril_error error = {0};
    if (argc != 2)
        return 2;
    if (kuril_document_read(argv[1], NULL, &document, &error) != KURIL_OK) {
        fprintf(stderr, "%s:%d:%d: %s\n", argv[1], error.line, error.column, error.message);
        return 2;
    }
    const kuril_node *root = kuril_document_root(document), *filters = member(root, "filters");
    kuril_arena *arena = kuril_arena_new();
    size_t passed = 0;
    for (size_t i = 0; i < kuril_node_count(filters); i++)
        passed += holds(kuril_node_at(filters, i), member(root, "features"), member(root, "zooms"), arena);
    const size_t failed = kuril_node_count(filters) - passed;
    printf("%zu passed, %zu failed\n", passed, failed);
    kuril_arena_free(arena);
    kuril_document_free(document);
    return failed || !passed ? 1 : 0;
}
