/* One fixture of the specification's expression tests. */
#ifndef KURIL_TEST_FIXTURE_H
#define KURIL_TEST_FIXTURE_H

#include "document/document.h"

typedef enum fixture_outcome { FIXTURE_PASSED, FIXTURE_FAILED, FIXTURE_SKIPPED } fixture_outcome;

/**
 * Runs one test.json.
 *
 * @param[in]  lenient     messages may differ; whether and where something is wrong may not
 * @param[out] difference  what differs, when it fails
 * @return FIXTURE_SKIPPED for what means something on the web only (feature-state, projection)
 */
fixture_outcome fixture_run(const char *path, bool lenient, GString *difference);

/** As fixture_run, of a fixture that stands in a document. */
fixture_outcome fixture_run_node(const kuril_node *root, bool lenient, GString *difference);

/** Runs what a document holds: how many of `total` pass; the rest has been told on standard output. */
typedef size_t (*fixture_runner)(const kuril_node *root, size_t *total);

/** The whole of a program that runs the document argv[1]: 0, 1 when something fails or nothing is there, 2 unread. */
int fixture_main(int argc, char **argv, fixture_runner run);

#endif
