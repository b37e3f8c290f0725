/*
 * The render tests of the style specification.
 *
 *     maplibre-render [--may-be-absent] [--out DIR] [--all-on-sheet] [--only TEXT]
 *                     [--least SET=PERCENT]... TESTS
 *
 * Draws every style of the MANIFEST.tsv in TESTS with the library, each in a process of its own, and compares it with
 * its expected pictures. Prints `FAIL GROUP/NAME: what` for each failure and a count for each set, last "N passed,
 * M failed". Exit 0 when nothing failed, or, with --least, when every named set passes that share at least. --out keeps
 * the pictures, and per set a sheet of the failures, or of all its tests: expected left, drawn right, failures in red.
 */
#define _POSIX_C_SOURCE 200809L
#include "core/access.h"
#include "compare.h"

#include <cairo.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <kurilmap/kurilmap.h>
#include <kurilmap/map.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIP = 77, SECONDS_MOST = 120, SETS_MOST = 16, SHEET_COLUMNS = 6, SHEET_CELL = 140 };

typedef struct test_case {
    char *set, *name;
    double width, height, ratio, allowed, threshold;
    char **files; /* "name:hash" */
    bool failed;
} test_case;

typedef struct set_score {
    char name[32];
    size_t run, passed, loosely; /* at ten times the difference allowed */
    double least;                /* percent; < 0: none named */
    GPtrArray *shown;            /* of test_case, borrowed: those for the sheet */
} set_score;

typedef struct runner {
    const char *tests, *out, *only;
    bool all_on_sheet;
    set_score sets[SETS_MOST];
    size_t n_sets;
    GPtrArray *cases;
} runner;

static set_score *set_of(runner *r, const char *name)
{
    for (size_t i = 0; i < r->n_sets; i++)
        if (strcmp(r->sets[i].name, name) == 0)
            return &r->sets[i];
    set_score *set = &r->sets[r->n_sets++];
    g_assert(r->n_sets <= SETS_MOST);
    *set = (set_score){.least = -1, .shown = g_ptr_array_new()};
    g_strlcpy(set->name, name, sizeof set->name);
    return set;
}

static void free_case(gpointer data)
{
    test_case *c = data;
    g_free(c->set);
    g_free(c->name);
    g_strfreev(c->files);
    g_free(c);
}

static bool read_manifest(runner *r)
{
    char *path = g_build_filename(r->tests, "MANIFEST.tsv", NULL), *text = NULL;
    const bool good = g_file_get_contents(path, &text, NULL, NULL);
    char **lines = g_strsplit(good ? text : "", "\n", -1);
    for (size_t i = 1; lines[0] && lines[i]; i++) {
        char **f = g_strsplit(lines[i], "\t", -1);
        if (g_strv_length(f) >= 9) {
            test_case *c = g_new0(test_case, 1);
            *c = (test_case){.set = g_strdup(f[0]), .name = g_strdup(f[1]), .width = g_ascii_strtod(f[3], NULL),
                             .height = g_ascii_strtod(f[4], NULL), .ratio = g_ascii_strtod(f[5], NULL),
                             .allowed = g_ascii_strtod(f[6], NULL), .threshold = g_ascii_strtod(f[7], NULL),
                             .files = g_strsplit(f[8], " ", -1)};
            g_ptr_array_add(r->cases, c);
        }
        g_strfreev(f);
    }
    g_strfreev(lines);
    g_free(text);
    g_free(path);
    return good;
}

/* ---- Drawing. ---- */

/* The style with its local:// addresses turned into paths, beside the picture that it will become. */
static char *rewritten_style(const runner *r, const test_case *c)
{
    char *folder = g_build_filename(r->out, c->name, NULL), *to = g_build_filename(folder, "style.json", NULL);
    char *from = g_build_filename(r->tests, c->name, "style.json", NULL), *text = NULL;
    char *assets = g_strdup_printf("%s/assets/", r->tests);
    g_mkdir_with_parents(folder, 0777);
    if (g_file_get_contents(from, &text, NULL, NULL)) {
        char **pieces = g_strsplit(text, "local://", -1);
        char *joined = g_strjoinv(assets, pieces);
        g_file_set_contents(to, joined, -1, NULL);
        g_free(joined);
        g_strfreev(pieces);
    }
    g_free(text);
    g_free(assets);
    g_free(from);
    g_free(folder);
    return to;
}

static void print_message(void *user, const kuril_diagnostic *d)
{
    (void)user;
    if (d->severity != KURIL_INFO)
        fprintf(stderr, "%s\n", d->message);
}

static int draw(const test_case *c, const char *style, const char *picture)
{
    const kuril_diagnostics diagnostics = {.report = print_message};
    kuril_error error = {0};
    kuril_map *map = kuril_map_of_style(style);
    char *size = g_strdup_printf("%.0fx%.0f", c->width, c->height), dpi[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_dtostr(dpi, sizeof dpi, 96 * c->ratio);
    kuril_status status = kuril_map_set(map, "size", size, &error);
    if (status == KURIL_OK)
        status = kuril_map_set(map, "dpi", dpi, &error);
    if (status == KURIL_OK)
        status = kuril_map_set(map, "output", picture, &error);
    if (status == KURIL_OK)
        status = kuril_map_render(map, NULL, 0, &diagnostics, &error);
    if (status != KURIL_OK)
        fprintf(stderr, "error: %s\n", error.message);
    g_free(size);
    kuril_map_free(map);
    return status == KURIL_OK ? 0 : 1;
}

/* In a process of its own, its messages kept beside the picture. Returns NULL, or what went wrong. */
static const char *draw_apart(const runner *r, const test_case *c, const char *picture)
{
    char *style = rewritten_style(r, c), *log = g_build_filename(r->out, c->name, "messages.txt", NULL);
    g_remove(picture);
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        alarm(SECONDS_MOST);
        if (!freopen(log, "w", stderr))
            _exit(3);
        const int code = draw(c, style, picture);
        fflush(NULL);
        _exit(code);
    }
    g_free(style);
    g_free(log);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
        return "cannot be run";
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGALRM ? "takes too long" : "crashed";
    return WEXITSTATUS(status) == 0 ? NULL : "stopped with an error";
}

/* ---- Scoring. ---- */

/* The least difference from any of the expected pictures; for text 0 or 1. */
static double difference(const runner *r, const test_case *c, const pixel_picture *got)
{
    double least = 1;
    for (size_t i = 0; c->files[i]; i++) {
        char *name = g_strndup(c->files[i], strcspn(c->files[i], ":"));
        char *path = g_build_filename(r->tests, c->name, name, NULL);
        pixel_picture want = {0};
        if (g_str_has_suffix(name, ".png") && pixel_picture_read(path, &want)) {
            const bool text = strcmp(c->set, "text") == 0;
            least = fmin(least, text ? !pixel_ink_agrees(got, &want) : pixel_difference(got, &want, c->threshold));
        }
        pixel_picture_free(&want);
        g_free(path);
        g_free(name);
    }
    return least;
}

static void run_case(runner *r, test_case *c)
{
    set_score *set = set_of(r, c->set);
    char *picture = g_build_filename(r->out, c->name, "actual.png", NULL);
    const char *fault = draw_apart(r, c, picture);
    pixel_picture got = {0};
    if (!fault && !pixel_picture_read(picture, &got))
        fault = "leaves no picture";
    const double off = fault ? 1 : difference(r, c, &got);
    set->run++;
    set->passed += off <= c->allowed;
    set->loosely += off <= 10 * c->allowed;
    c->failed = off > c->allowed;
    if (c->failed || r->all_on_sheet)
        g_ptr_array_add(set->shown, c);
    if (c->failed) {
        if (fault)
            printf("FAIL %s: %s\n", c->name, fault);
        else if (strcmp(set->name, "text") == 0)
            printf("FAIL %s: the ink stands elsewhere\n", c->name);
        else
            printf("FAIL %s: %.3f %% of the pixels differ\n", c->name, off * 100);
    }
    pixel_picture_free(&got);
    g_free(picture);
}

/* ---- Sheets. ---- */

static void lay(cairo_t *cr, const char *path, double x, double y, double side)
{
    cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
    const double w = cairo_image_surface_get_width(picture), h = cairo_image_surface_get_height(picture);
    if (cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS) {
        const double k = fmin(side / w, side / h);
        cairo_save(cr);
        cairo_translate(cr, x, y);
        cairo_scale(cr, k, k);
        cairo_set_source_surface(cr, picture, 0, 0);
        cairo_pattern_set_filter(cairo_get_source(cr), k >= 1 ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
        cairo_paint(cr);
        cairo_restore(cr);
    }
    cairo_surface_destroy(picture);
}

static void draw_sheet(const runner *r, const set_score *set)
{
    const guint n = set->shown->len;
    if (n == 0)
        return;
    const int rows = ((int)n + SHEET_COLUMNS - 1) / SHEET_COLUMNS, wide = 2 * SHEET_CELL + 12, high = SHEET_CELL + 20;
    cairo_surface_t *sheet = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SHEET_COLUMNS * wide, rows * high);
    cairo_t *cr = cairo_create(sheet);
    cairo_set_source_rgb(cr, 0.92, 0.92, 0.92);
    cairo_paint(cr);
    for (guint i = 0; i < n; i++) {
        const test_case *c = set->shown->pdata[i];
        const double x = (int)i % SHEET_COLUMNS * wide, y = (int)i / SHEET_COLUMNS * high;
        char *want = g_build_filename(r->tests, c->name, "expected.png", NULL);
        char *got = g_build_filename(r->out, c->name, "actual.png", NULL);
        lay(cr, want, x, y + 14, SHEET_CELL);
        lay(cr, got, x + SHEET_CELL + 4, y + 14, SHEET_CELL);
        cairo_set_source_rgb(cr, c->failed ? 0.8 : 0, 0, 0);
        cairo_set_font_size(cr, 10);
        cairo_move_to(cr, x + 2, y + 10);
        cairo_show_text(cr, c->name);
        g_free(want);
        g_free(got);
    }
    char *name = g_strdup_printf("sheet-%s.png", set->name), *path = g_build_filename(r->out, name, NULL);
    cairo_surface_write_to_png(sheet, path);
    g_free(path);
    g_free(name);
    cairo_destroy(cr);
    cairo_surface_destroy(sheet);
}

/* ---- */

static int report(runner *r, bool kept)
{
    size_t passed = 0, failed = 0;
    bool held = true, named = false;
    for (size_t i = 0; i < r->n_sets; i++) {
        set_score *set = &r->sets[i];
        if (kept)
            draw_sheet(r, set);
        const double share = set->run > 0 ? 100.0 * (double)set->passed / (double)set->run : 0;
        printf("%s: %zu of %zu passed (%.1f %%), %zu within ten times the allowed difference\n", set->name, set->passed,
               set->run, share, set->loosely);
        named |= set->least >= 0;
        if (set->least >= 0 && share < set->least) {
            printf("%s: at least %.1f %% have passed before\n", set->name, set->least);
            held = false;
        }
        passed += set->passed;
        failed += set->run - set->passed;
        g_ptr_array_free(set->shown, TRUE);
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    return passed + failed > 0 && held && (named || failed == 0) ? 0 : 1;
}

static void read_least(runner *r, const char *text)
{
    char **pair = g_strsplit(text, "=", 2);
    if (pair[0] && pair[1])
        set_of(r, pair[0])->least = g_ascii_strtod(pair[1], NULL);
    g_strfreev(pair);
}

int main(int argc, char **argv)
{
    g_setenv("KURILMAP_ALLOW_FOLDERS", "/", TRUE); /* the cases' sprites and images stand apart from their styles */
    runner r = {.cases = g_ptr_array_new_with_free_func(free_case)};
    bool may_be_absent = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--may-be-absent") == 0)
            may_be_absent = true;
        else if (strcmp(argv[i], "--all-on-sheet") == 0)
            r.all_on_sheet = true;
        else if (strcmp(argv[i], "--out") == 0 && i + 1 < argc)
            r.out = argv[++i];
        else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc)
            r.only = argv[++i];
        else if (strcmp(argv[i], "--least") == 0 && i + 1 < argc)
            read_least(&r, argv[++i]);
        else
            r.tests = argv[i];
    }
    if (!r.tests || !read_manifest(&r)) {
        fprintf(stderr, "no MANIFEST.tsv in '%s'%s\n", r.tests ? r.tests : "", may_be_absent ? ": skipped" : "");
        return may_be_absent ? SKIP : 2;
    }
    const bool kept = r.out != NULL;
    char *made = kept ? NULL : g_dir_make_tmp("kurilmap-render-XXXXXX", NULL);
    char *tests = g_canonicalize_filename(r.tests, NULL), *out = g_canonicalize_filename(kept ? r.out : made, NULL);
    r.tests = tests;
    r.out = out;
    g_setenv(KURIL_ALLOW_FOLDERS, tests, TRUE); /* the assets lie apart from the rewritten styles */
    for (guint i = 0; i < r.cases->len; i++) {
        test_case *c = r.cases->pdata[i];
        if (!r.only || strstr(c->name, r.only) || strcmp(c->set, r.only) == 0)
            run_case(&r, c);
    }
    const int code = report(&r, kept);
    g_ptr_array_free(r.cases, TRUE);
    g_free(tests);
    g_free(out);
    g_free(made);
    return code;
}
