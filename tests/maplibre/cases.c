/*
 * Runs a table of expressions: a document {"cases": [...]} whose cases have the form of the specification's fixtures
 * with a `what` that says what they show. So the engine is tested where the fixtures are absent.
 */
#include "fixture.h"
#include <stdio.h>

static size_t run(const kuril_node *root, size_t *total)
{
    const kuril_node *cases = kuril_node_member(root, "cases");
    size_t passed = 0;
    *total = kuril_node_count(cases);
    for (size_t i = 0; i < *total; i++) {
        const kuril_node *one = kuril_node_at(cases, i);
        GString *difference = g_string_new(NULL);
        kuril_place place;
        kuril_node_place(one, &place);
        if (fixture_run_node(one, false, difference) == FIXTURE_PASSED)
            passed++;
        else
            printf("%s:%d: %s: %s\n", place.file, place.line, kuril_node_string(kuril_node_member(one, "what")),
                   difference->str);
        g_string_free(difference, TRUE);
    }
    return passed;
}

int main(int argc, char **argv)
{
    return fixture_main(argc, argv, run);
}
