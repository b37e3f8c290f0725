/* Every dataset of the public corpus of difficult and malformed files, each read in a process of its own: it is drawn,
   drawn with a warning, or refused, as the corpus' own manifest says that a good program should; nothing is written
   beside it; it ends within ten seconds. */
#include "support.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/dataset.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define CORPUS KURIL_SHARED_DIR "/corpus"

enum { SECONDS = 60, DRAWN = 10, DRAWN_WITH_WARNING = 11, REFUSED = 12, BROKEN_PROMISE = 13 };

typedef struct watch {
    int warnings;
    bool bad_text;
    FILE *log;
} watch;

static void on_diagnostic(void *user, const kuril_diagnostic *d)
{
    watch *w = user;
    w->warnings++;
    if (!g_utf8_validate(d->message, -1, NULL) || strpbrk(d->message, "\n\r\t\033"))
        w->bad_text = true;
    fprintf(w->log, "    warning: %s [%s]\n", d->message, d->place ? d->place : "");
}

static bool value_is_clean(const kuril_value *v)
{
    bool clean = v->kind != KURIL_STRING || g_utf8_validate(v->as.string, -1, NULL);
    for (size_t i = 0; v->kind == KURIL_ARRAY && i < v->as.array.count; i++)
        clean = clean && value_is_clean(&v->as.array.items[i]);
    for (size_t i = 0; v->kind == KURIL_OBJECT && i < v->as.object.count; i++)
        clean = clean && value_is_clean(&v->as.object.members[i].value);
    return clean;
}

static bool feature_is_sound(const kuril_feature *f)
{
    const kuril_geometry *g = f->geometry;
    for (size_t i = 0; i < g->n_rings; i++) {
        if (g->rings[i].count == 0 || g->rings[i].first + g->rings[i].count > g->n_points)
            return false;
        for (size_t k = 0; k < g->rings[i].count; k++) {
            const kuril_lonlat p = g->points[g->rings[i].first + k];
            if (!(p.lon >= -720 && p.lon <= 720 && p.lat >= -90 && p.lat <= 90))
                return false;
        }
    }
    bool clean = true;
    for (size_t i = 0; i < f->n_fields; i++)
        clean = clean && g_utf8_validate(f->fields[i].name, -1, NULL) && value_is_clean(&f->fields[i].value);
    return clean;
}

/* As a program that draws would: every layer with geometry, whole. */
static int read_all(const char *path, FILE *log)
{
    watch w = {.log = log};
    const kuril_diagnostics diagnostics = {on_diagnostic, &w};
    kuril_error error = {0};
    kuril_dataset *dataset = NULL;
    bool sound = true;
    size_t layers = 0;
    kuril_status status = kuril_dataset_open(path, NULL, &diagnostics, &dataset, &error);
    for (size_t i = 0; status == KURIL_OK && i < kuril_dataset_layer_count(dataset); i++) {
        const kuril_layer *layer = kuril_dataset_layer(dataset, i);
        const kuril_query query = {.layer = layer->name};
        if (!layer->kinds)
            continue;
        layers++;
        fprintf(log, "    layer '%s', CRS %s (%d), encoding %s (%d)\n", layer->name, layer->crs, layer->crs_found,
                layer->encoding, layer->encoding_found);
        status = kuril_dataset_select(dataset, &query, &error);
        const kuril_feature *feature = NULL;
        while (status == KURIL_OK && (status = kuril_dataset_next(dataset, &feature, &error)) == KURIL_OK && feature)
            sound = sound && feature_is_sound(feature);
        if (status == KURIL_OK)
            fprintf(log, "    read %zu, used %zu, repaired %zu\n", kuril_dataset_tally(dataset)->read,
                    kuril_dataset_tally(dataset)->used, kuril_dataset_tally(dataset)->repaired);
    }
    kuril_dataset_close(dataset);
    if (status != KURIL_OK)
        fprintf(log, "    error: %s\n", error.message);
    if (!sound || w.bad_text || (status != KURIL_OK && (!error.message[0] || error.code != status)))
        return BROKEN_PROMISE;
    return status != KURIL_OK || layers == 0 ? REFUSED : w.warnings ? DRAWN_WITH_WARNING : DRAWN;
}

/* As a program that draws a raster would: all of it, at the size of a picture at most. */
static int read_raster(const char *path, FILE *log)
{
    enum { SIDE = 1024 };
    watch w = {.log = log};
    const kuril_diagnostics diagnostics = {on_diagnostic, &w};
    kuril_error error = {0};
    kuril_raster *raster = NULL;
    kuril_status status = kuril_raster_open(path, NULL, &diagnostics, &raster, &error);
    if (status == KURIL_OK) {
        const kuril_raster_info *info = kuril_raster_get_info(raster);
        const size_t width = MIN(info->width, SIDE), height = MIN(info->height, SIDE);
        float *values = g_new(float, width * height);
        status = kuril_raster_read(raster, 1, 0, 0, info->width, info->height, width, height, values, &error);
        g_free(values);
        kuril_raster_close(raster);
    }
    if (status != KURIL_OK)
        fprintf(log, "    error: %s\n", error.message);
    if (w.bad_text || (status != KURIL_OK && (!error.message[0] || error.code != status)))
        return BROKEN_PROMISE;
    return status != KURIL_OK ? REFUSED : w.warnings ? DRAWN_WITH_WARNING : DRAWN;
}

static bool is_raster(const char *path)
{
    return g_str_has_suffix(path, ".tif") || g_str_has_suffix(path, ".png") || strstr(path, "raster_");
}

static int in_child(const char *path, const char *log_path)
{
    const pid_t child = fork();
    if (child == 0) {
        alarm(SECONDS);
        FILE *log = fopen(log_path, "w");
        const int result = is_raster(path) ? read_raster(path, log) : read_all(path, log);
        fclose(log);
        _exit(result);
    }
    int state = 0;
    while (waitpid(child, &state, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(state) ? WEXITSTATUS(state) : -WTERMSIG(state);
}

/* One row of comma-separated text with quotes; NULL at the end. */
static char **next_row(const char **p)
{
    if (!**p)
        return NULL;
    GPtrArray *cells = g_ptr_array_new();
    GString *cell = g_string_new(NULL);
    bool quoted = false;
    for (; **p; (*p)++) {
        if (**p == '"' && quoted && (*p)[1] == '"')
            g_string_append_c(cell, *++*p);
        else if (**p == '"')
            quoted = !quoted;
        else if (!quoted && (**p == ',' || **p == '\n')) {
            g_ptr_array_add(cells, g_string_free(cell, FALSE));
            cell = g_string_new(NULL);
            if (**p == '\n')
                break;
        } else
            g_string_append_c(cell, **p);
    }
    *p += **p != '\0';
    g_string_free(cell, TRUE);
    g_ptr_array_add(cells, NULL);
    return (char **)g_ptr_array_free(cells, FALSE);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names, sizes and times of everything in a file's folder. */
static char *listing(const char *path)
{
    char *folder = g_path_get_dirname(path);
    GDir *dir = g_dir_open(folder, 0, NULL);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(dir));) {
        char *file = g_build_filename(folder, name, NULL);
        struct stat info;
        if (stat(file, &info) == 0)
            g_ptr_array_add(names, g_strdup_printf("%s %lld %lld", name, (long long)info.st_size, (long long)info.st_mtime));
        g_free(file);
    }
    g_dir_close(dir);
    g_ptr_array_sort(names, by_name);
    g_ptr_array_add(names, NULL);
    char *text = g_strjoinv("\n", (char **)names->pdata);
    g_ptr_array_free(names, TRUE);
    g_free(folder);
    return text;
}

/* Documents and icons are the matter of other readers. */
static bool is_dataset(const char *file)
{
    return !g_str_has_prefix(file, "own/config/") && !g_str_has_suffix(file, ".svg");
}

/* Outcomes other than the manifest's, each with its reason, which the runs of the program share: file to outcome. */
static GHashTable *read_own_rules(void)
{
    GHashTable *rules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    char *text = NULL, **row;
    assert_true(g_file_get_contents(KURIL_TEST_DIR "/corpus/expected.csv", &text, NULL, NULL));
    const char *p = text;
    while ((row = next_row(&p))) { /* file, commands, outcome, why */
        if (g_strv_length(row) == 4 && strcmp(row[1], "all") == 0)
            g_hash_table_insert(rules, g_strdup(row[0]), g_strdup(row[2]));
        g_strfreev(row);
    }
    g_free(text);
    return rules;
}

static bool allowed(const char *expect, int result)
{
    char **choices = g_strsplit_set(expect, " ()", -1);
    bool good = false;
    for (size_t i = 0; choices[i]; i++)
        good = good || (result == DRAWN && strcmp(choices[i], "draw") == 0) ||
               (result == DRAWN_WITH_WARNING && strcmp(choices[i], "draw+warn") == 0) ||
               (result == REFUSED && strcmp(choices[i], "error") == 0);
    g_strfreev(choices);
    return good;
}

static const char *result_name(int result)
{
    return result == DRAWN                ? "drawn"
           : result == DRAWN_WITH_WARNING ? "drawn with a warning"
           : result == REFUSED            ? "refused"
           : result == BROKEN_PROMISE     ? "unsound geometry, text or message"
           : result == -SIGALRM           ? "took too long"
                                          : "crashed";
}

static void every_file_does_as_the_manifest_says(void **state)
{
    (void)state;
    char *manifest = NULL;
    if (!kuril_have_shared(CORPUS "/manifest.csv") || !g_file_get_contents(CORPUS "/manifest.csv", &manifest, NULL, NULL))
        skip();
    GHashTable *rules = read_own_rules();
    char *log_path = g_strdup_printf("%s/kurilmap-corpus-%d.log", g_get_tmp_dir(), (int)getpid());
    const char *p = manifest, *only = g_getenv("KURIL_CORPUS_ONLY");
    int wrong = 0, cases = 0, by_rule = 0;
    char **row = next_row(&p);
    g_strfreev(row); /* the header */
    while ((row = next_row(&p))) {
        if (is_dataset(row[0]) && (!only || strstr(row[0], only))) {
            char *path = g_build_filename(CORPUS, row[0], NULL), *before = listing(path);
            const int result = in_child(path, log_path);
            char *after = listing(path), *log = NULL;
            g_file_get_contents(log_path, &log, NULL, NULL);
            const char *rule = g_hash_table_lookup(rules, row[0]);
            const bool good = allowed(rule ? rule : row[2], result) && strcmp(before, after) == 0;
            by_rule += rule != NULL;
            if (!good || only)
                print_message("%s: %s, expected %s (%s)%s\n%s", row[0], result_name(result), rule ? rule : row[2], row[1],
                              strcmp(before, after) == 0 ? "" : "; files beside it changed", log ? log : "");
            wrong += !good;
            cases++;
            g_free(log);
            g_free(after);
            g_free(before);
            g_free(path);
        }
        g_strfreev(row);
    }
    g_unlink(log_path);
    g_free(log_path);
    g_hash_table_destroy(rules);
    g_free(manifest);
    print_message("%d cases: %d not as expected, %d by the rules of tests/corpus/expected.csv\n", cases, wrong, by_rule);
    assert_int_equal(wrong, 0);
}

/* Starts this program anew where no network can be reached, when the system lets it. */
static void leave_the_network(char **argv)
{
    if (g_getenv("KURIL_NO_NETWORK"))
        return;
    if (system("unshare --map-root-user --net true 2>/dev/null") != 0) {
        print_message("no network namespaces here: the network stays within reach\n");
        return;
    }
    g_setenv("KURIL_NO_NETWORK", "yes", TRUE);
    execlp("unshare", "unshare", "--map-root-user", "--net", argv[0], (char *)NULL);
}

int main(int argc, char **argv)
{
    (void)argc;
    leave_the_network(argv);
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_file_does_as_the_manifest_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
