/*
 * Runs the fixtures of the style specification's own expression tests (maplibre/maplibre-style-spec, folder
 * test/integration/expression/tests) and compares what they expect: types, problems with their places and wording,
 * results.
 *
 *     maplibre-expressions [--lenient] DIR...
 *
 * Each DIR holds GROUP/NAME/test.json, and may hold MANIFEST.tsv, which gives each test its class. Prints a line for
 * each failure, a count for each class, and in the end "N passed, N failed". Exits 0 when none failed, 1 when some did,
 * 2 when a DIR holds no test, 77 when a DIR is missing and --may-be-absent was given.
 */
#include "fixture.h"
#include <dirent.h>
#include <stdio.h>
#include <string.h>

typedef struct counts {
    int passed, failed;
} counts;

typedef struct suite {
    bool lenient;
    counts all;
    int skipped;
    GHashTable *classes;  /* of tests by name, from the manifests */
    GHashTable *by_class; /* counts */
} suite;

static void read_manifest(suite *s, const char *folder)
{
    char *path = g_build_filename(folder, "MANIFEST.tsv", NULL), *text = NULL;
    if (g_file_get_contents(path, &text, NULL, NULL)) {
        char **lines = g_strsplit(text, "\n", -1);
        for (size_t i = 1; lines[0] && lines[i]; i++) {
            char **columns = g_strsplit(lines[i], "\t", -1);
            if (g_strv_length(columns) >= 2)
                g_hash_table_replace(s->classes, g_strdup(columns[0]), g_strdup(columns[1]));
            g_strfreev(columns);
        }
        g_strfreev(lines);
    }
    g_free(text);
    g_free(path);
}

static counts *counts_of(suite *s, const char *name)
{
    const char *class = g_hash_table_lookup(s->classes, name);
    class = class ? class : "unclassified";
    counts *c = g_hash_table_lookup(s->by_class, class);
    if (!c) {
        c = g_new0(counts, 1);
        g_hash_table_insert(s->by_class, g_strdup(class), c);
    }
    return c;
}

static void run_one(suite *s, const char *path, const char *name)
{
    GString *difference = g_string_new(NULL);
    const fixture_outcome outcome = fixture_run(path, s->lenient, difference);
    if (outcome == FIXTURE_SKIPPED) {
        s->skipped++;
    } else {
        counts *c = counts_of(s, name);
        const bool passed = outcome == FIXTURE_PASSED;
        c->passed += passed;
        c->failed += !passed;
        s->all.passed += passed;
        s->all.failed += !passed;
        if (!passed)
            printf("FAIL %s: %s\n", name, difference->str);
    }
    g_string_free(difference, TRUE);
}

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every folder below that holds a test.json, in the order of names. Returns how many. */
static int walk(suite *s, const char *folder, const char *name)
{
    int found = 0;
    GDir *dir = g_dir_open(folder, 0, NULL);
    GPtrArray *entries = g_ptr_array_new_with_free_func(g_free);
    for (const char *entry; dir && (entry = g_dir_read_name(dir));)
        g_ptr_array_add(entries, g_strdup(entry));
    if (dir)
        g_dir_close(dir);
    g_ptr_array_sort(entries, by_name);
    for (guint i = 0; i < entries->len; i++) {
        const char *entry = g_ptr_array_index(entries, i);
        char *path = g_build_filename(folder, entry, NULL);
        if (strcmp(entry, "test.json") == 0) {
            run_one(s, path, name);
            found++;
        } else if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            char *inner = *name ? g_strconcat(name, "/", entry, NULL) : g_strdup(entry);
            found += walk(s, path, inner);
            g_free(inner);
        }
        g_free(path);
    }
    g_ptr_array_free(entries, TRUE);
    return found;
}

static void print_counts(suite *s)
{
    GList *names = g_list_sort(g_hash_table_get_keys(s->by_class), (GCompareFunc)(void (*)(void))strcmp);
    for (GList *n = names; n; n = n->next) {
        const counts *c = g_hash_table_lookup(s->by_class, n->data);
        printf("%s: %d of %d\n", (const char *)n->data, c->passed, c->passed + c->failed);
    }
    g_list_free(names);
    printf("%d skipped\n%d passed, %d failed\n", s->skipped, s->all.passed, s->all.failed);
}

static int run_folders(suite *s, char **folders, int count, bool may_be_absent)
{
    for (int i = 0; i < count; i++) {
        if (may_be_absent && !g_file_test(folders[i], G_FILE_TEST_IS_DIR)) {
            printf("SKIPPED: %s is not there\n", folders[i]);
            return 77;
        }
        read_manifest(s, folders[i]);
        if (walk(s, folders[i], "") == 0) {
            fprintf(stderr, "maplibre-expressions: no test.json below '%s'\n", folders[i]);
            return 2;
        }
    }
    print_counts(s);
    return s->all.failed || !s->all.passed ? 1 : 0;
}

int main(int argc, char **argv)
{
    suite s = {0};
    int first = 1;
    bool may_be_absent = false;
    for (; first < argc && g_str_has_prefix(argv[first], "--"); first++) {
        if (strcmp(argv[first], "--lenient") == 0)
            s.lenient = true;
        else if (strcmp(argv[first], "--may-be-absent") == 0)
            may_be_absent = true;
        else
            break;
    }
    if (first >= argc || g_str_has_prefix(argv[first], "--")) {
        fprintf(stderr, "usage: maplibre-expressions [--lenient] [--may-be-absent] DIR...\n");
        return 2;
    }
    s.classes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    s.by_class = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const int code = run_folders(&s, argv + first, argc - first, may_be_absent);
    g_hash_table_destroy(s.classes);
    g_hash_table_destroy(s.by_class);
    return code;
}
