/*
 * Legacy filters against what the specification's reference implementation makes of them:
 * tests/tables/legacy-filters.json, which tests/style-validator/legacy-filters.mjs writes.
 *
 *     legacy-filters TABLE
 */
#include "fixture.h"
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

static size_t run(const kuril_node *root, size_t *total)
{
    const kuril_node *filters = member(root, "filters");
    kuril_arena *arena = kuril_arena_new();
    size_t passed = 0;
    *total = kuril_node_count(filters);
    for (size_t i = 0; i < *total; i++)
        passed += holds(kuril_node_at(filters, i), member(root, "features"), member(root, "zooms"), arena);
    kuril_arena_free(arena);
    return passed;
}

int main(int argc, char **argv)
{
    return fixture_main(argc, argv, run);
}
