/*
 * Runs a table of expressions: a document {"cases": [...]} whose cases have the form of the specification's fixtures
 * with a `what` that says what they show. So the engine is tested where the fixtures are absent.
 */
#include "fixture.h"
#include <stdio.h>

static int run_table(const kuril_node *cases)
{
    int passed = 0, failed = 0;
    for (size_t i = 0; i < kuril_node_count(cases); i++) {
        const kuril_node *one = kuril_node_at(cases, i);
        GString *difference = g_string_new(NULL);
        kuril_place place;
        kuril_node_place(one, &place);
        if (fixture_run_node(one, false, difference) == FIXTURE_PASSED) {
            passed++;
        } else {
            failed++;
            printf("%s:%d: %s: %s\n", place.file, place.line, kuril_node_string(kuril_node_member(one, "what")),
                   difference->str);
        }
        g_string_free(difference, TRUE);
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed || !passed ? 1 : 0;
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
    const int code = run_table(kuril_node_member(kuril_document_root(document), "cases"));
    kuril_document_free(document);
    return code;
}
