/* kurilmap batch: a report's pictures and tables, in parallel. */
#include "batch/child.h"
#include "batch/collect.h"
#include "batch/guard.h"
#include "batch/pool.h"
#include "batch/record.h"
#include "cli/commands.h"
#include "cli/last_words.h"
#include "cli/progress.h"
#include "core/diagnostics.h"
#include "core/number.h"
#include "core/output.h"
#include "render/text.h"
#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static const double TIMEOUT_S = 300.0;
static const double MEMORY_BYTES = 4e9;

/* What the command line says. */
typedef struct request {
    size_t workers, shard, shards; /* shard from 1; shards 0: no shard */
    double timeout_s;
    size_t memory_bytes;
    char *folder;
    bool force, dry_run, merge;
} request;

/* A run, for the pool's calls. */
typedef struct run_state {
    kuril_console *console;
    const kuril_batch *report;
    kuril_progress progress;
    size_t drawn, unchanged, failed;
} run_state;

static kuril_status read_count(const char *option, const char *text, double least, double most, double *number,
                               kuril_error *error)
{
    if (!text)
        return KURIL_OK;
    if (!kuril_number_parse(text, number) || *number < least || *number > most)
        return kuril_fail(error, KURIL_E_ARGUMENT, "--%s: '%s' is not a number from %.0f to %.0f", option, text, least,
                          most);
    return KURIL_OK;
}

/* "2GB", "500MB". */
static kuril_status read_memory(const char *text, double *bytes, kuril_error *error)
{
    if (!text)
        return KURIL_OK;
    const size_t length = strlen(text);
    const double unit = g_str_has_suffix(text, "GB") ? 1e9 : g_str_has_suffix(text, "MB") ? 1e6 : 0.0;
    if (unit == 0.0 || !kuril_number_parse_n(text, length - 2, bytes) || !(*bytes > 0.0) || *bytes * unit > 1e15)
        return kuril_fail(error, KURIL_E_ARGUMENT, "--memory: '%s' is not a size such as 500MB or 2GB", text);
    *bytes *= unit;
    return KURIL_OK;
}

/* "I/N", I from 1 to N. */
static kuril_status read_shard(const char *text, request *r, kuril_error *error)
{
    if (!text)
        return KURIL_OK;
    const char *slash = strchr(text, '/');
    double i = 0.0, n = 0.0;
    if (!slash || !kuril_number_parse_n(text, (size_t)(slash - text), &i) || !kuril_number_parse(slash + 1, &n) ||
        !(n >= 1.0 && n <= 1e6 && i >= 1.0 && i <= n) || i != (double)(size_t)i || n != (double)(size_t)n)
        return kuril_fail(error, KURIL_E_ARGUMENT, "--shard: '%s' is not I/N with I from 1 to N", text);
    r->shard = (size_t)i;
    r->shards = (size_t)n;
    return KURIL_OK;
}

static kuril_status read_request(const kuril_arguments *arguments, request *r, kuril_error *error)
{
    double jobs = (double)g_get_num_processors(), memory = MEMORY_BYTES;
    *r = (request){.timeout_s = TIMEOUT_S,
                   .force = kuril_arguments_has(arguments, "force"),
                   .dry_run = kuril_arguments_has(arguments, "dry-run"),
                   .merge = kuril_arguments_has(arguments, "merge")};
    const char *output = kuril_arguments_value(arguments, "output");
    if (output && !*output)
        return kuril_fail(error, KURIL_E_ARGUMENT, "--output: a folder has a name, and this is empty");
    kuril_status status = read_count("jobs", kuril_arguments_value(arguments, "jobs"), 1.0, 1024.0, &jobs, error);
    if (status == KURIL_OK && jobs != floor(jobs))
        status = kuril_fail(error, KURIL_E_ARGUMENT, "--jobs: '%s' is not a whole number",
                            kuril_arguments_value(arguments, "jobs"));
    if (status == KURIL_OK)
        status = read_count("timeout", kuril_arguments_value(arguments, "timeout"), 0.0, 1e6, &r->timeout_s, error);
    if (status == KURIL_OK)
        status = read_memory(kuril_arguments_value(arguments, "memory"), &memory, error);
    if (status == KURIL_OK)
        status = read_shard(kuril_arguments_value(arguments, "shard"), r, error);
    if (status == KURIL_OK && r->merge && r->shards > 0)
        status = kuril_fail(error, KURIL_E_ARGUMENT, "--merge collects what all shards made: it goes without --shard");
    r->workers = (size_t)jobs;
    r->memory_bytes = (size_t)memory;
    return status;
}

/* -o, else the manifest's folder, else the manifest's name. Caller frees. */
static char *choose_folder(const kuril_arguments *arguments, const kuril_batch *report)
{
    const char *wanted = kuril_arguments_value(arguments, "output");
    if (wanted || report->folder)
        return g_strdup(wanted ? wanted : report->folder);
    char *name = g_path_get_basename(report->file), *dot = strrchr(name, '.');
    char *folder = dot && dot != name ? g_strndup(name, (gsize)(dot - name)) : g_strconcat(name, ".out", NULL);
    g_free(name);
    return folder;
}

static kuril_status make_folder(const char *folder, kuril_error *error)
{
    char *records = g_build_filename(folder, "records", NULL);
    kuril_status status = KURIL_OK;
    if (g_mkdir_with_parents(records, 0777) != 0 || access(records, W_OK) != 0)
        status = kuril_fail_at(error, KURIL_E_IO, folder, 0, 0, KURIL_PLACE_OUTPUT,
                               "cannot write in the folder '%s': %s", folder, g_strerror(errno));
    g_free(records);
    return status;
}

static void list_file(const char *folder, const char *name)
{
    char *path = g_build_filename(folder, name, NULL);
    printf("%s\n", path);
    g_free(path);
}

/* All that a run would write. */
static void list_files(const kuril_batch *report, const GArray *turns, const request *r)
{
    for (guint i = 0; i < turns->len && !r->merge; i++) {
        const kuril_job *job = kuril_batch_job(report, g_array_index(turns, size_t, i));
        char **files = kuril_job_files(job), *record = kuril_record_path(job, r->folder);
        for (size_t k = 0; files[k]; k++)
            list_file(r->folder, files[k]);
        printf("%s\n", record);
        g_free(record);
        g_strfreev(files);
    }
    if (r->shards > 0)
        return;
    list_file(r->folder, "report.json");
    if (report->atlas)
        list_file(r->folder, report->atlas);
    if (report->html)
        list_file(r->folder, report->html);
}

static void job_done(void *user, const kuril_result *result)
{
    static const char *const verbs[] = {"drew", "kept"};
    run_state *s = user;
    const kuril_job *job = kuril_batch_job(s->report, result->job);
    kuril_progress_hide(&s->progress);
    s->progress.done++;
    s->console->warnings += result->warnings;
    s->drawn += result->outcome == KURIL_DREW;
    s->unchanged += result->outcome == KURIL_UNCHANGED;
    s->failed += result->outcome == KURIL_FAILED;
    if (result->outcome == KURIL_FAILED) {
        kuril_error named = result->error;
        g_snprintf(named.message, sizeof named.message, "%s: %s", job->name, result->error.message);
        kuril_console_error(s->console, &named);
    } else if (!kuril_console_is_watched(s->console)) {
        kuril_report(&s->console->diagnostics, KURIL_INFO, NULL, NULL, "%s %s (%zu of %zu)", verbs[result->outcome],
                     job->name, s->progress.done, s->progress.total);
    }
    kuril_progress_show(&s->progress);
}

static bool tick(void *user)
{
    run_state *s = user;
    kuril_progress_show(&s->progress);
    return true;
}

static size_t tell_missing(run_state *s, const kuril_batch *report, const bool *made)
{
    size_t missing = 0;
    for (size_t i = 0; i < report->jobs->len; i++) {
        const kuril_job *job = kuril_batch_job(report, i);
        kuril_error one = {0};
        if (made[i])
            continue;
        missing++;
        kuril_fail_at(&one, KURIL_E_IO, job->file, job->line, job->column, NULL,
                      "%s: not made as the report now asks: no shard has, or it failed", job->name);
        kuril_console_error(s->console, &one);
    }
    return missing;
}

static kuril_status sum_up(run_state *s, const kuril_batch *report, const request *r, const kuril_result *results,
                           size_t n, kuril_error *error)
{
    bool *made = g_new0(bool, report->jobs->len + 1);
    size_t missing = 0;
    kuril_status status = KURIL_OK;
    if (r->merge)
        kuril_collect_find(report, r->folder, made);
    for (size_t i = 0; i < n; i++)
        made[results[i].job] = results[i].outcome != KURIL_FAILED;
    if (r->shards == 0)
        status = kuril_collect(report, r->folder, made, results, n, &s->console->diagnostics, error);
    if (r->merge && status == KURIL_OK)
        missing = tell_missing(s, report, made);
    g_free(made);
    if (status != KURIL_OK)
        return status;
    kuril_report(&s->console->diagnostics, KURIL_INFO, NULL, NULL, "'%s': %zu drawn, %zu unchanged, %zu failed",
                 r->folder, s->drawn, s->unchanged, r->merge ? missing : s->failed);
    if (s->failed + missing > 0)
        return kuril_fail_at(error, KURIL_E_MEMORY, NULL, 0, 0, NULL, "%zu of %zu failed", MAX(s->failed, missing),
                             r->merge ? report->jobs->len : n);
    return KURIL_OK;
}

static kuril_status run_jobs(const kuril_batch *report, const GArray *turns, const request *r, kuril_console *console,
                             kuril_error *error)
{
    run_state s = {.console = console, .report = report};
    const size_t n = r->merge ? 0 : turns->len;
    kuril_result *results = g_new0(kuril_result, n + 1);
    kuril_status status = kuril_guard_inputs(report, r->folder, error);
    if (status == KURIL_OK)
        status = make_folder(r->folder, error);
    kuril_progress_start(&s.progress, console, n);
    const kuril_pool_options options = {.workers = CLAMP(r->workers, 1, MAX(n, 1)),
                                        .timeout_s = r->timeout_s,
                                        .memory_bytes = r->memory_bytes,
                                        .folder = r->folder,
                                        .force = r->force,
                                        .strict = console->strict,
                                        .diagnostics = &console->diagnostics,
                                        .done = job_done,
                                        .tick = tick,
                                        .user = &s};
    if (status == KURIL_OK && n > 0)
        status = kuril_pool_run(report, (const size_t *)(const void *)turns->data, n, &options, results, error);
    kuril_progress_hide(&s.progress);
    if (status == KURIL_OK)
        status = sum_up(&s, report, r, results, n, error);
    g_free(results);
    return status;
}

/* Every N-th job is a shard's: a split that needs no talk between them. */
static GArray *turns_of(const kuril_batch *report, const request *r)
{
    GArray *turns = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t i = 0; i < report->jobs->len; i++) {
        if (r->shards == 0 || i % r->shards == r->shard - 1)
            g_array_append_val(turns, i);
    }
    return turns;
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    kuril_fonts_own_process();
    kuril_batch_options options = {.languages = kuril_arguments_value(arguments, "lang"),
                                   .folder_given = kuril_arguments_value(arguments, "output") != NULL};
    request r = {0};
    kuril_batch *report = NULL;
    kuril_status status = kuril_expect_memory(error);
    if (status == KURIL_OK)
        status = read_request(arguments, &r, error);
    options.timeout_s = r.timeout_s;
    if (status == KURIL_OK)
        status = kuril_batch_read_apart(arguments->words[0], &options, &report, &console->diagnostics, error);
    if (status == KURIL_OK)
        status = kuril_console_verdict(console, error);
    if (status == KURIL_OK) {
        r.folder = choose_folder(arguments, report);
        GArray *turns = turns_of(report, &r);
        if (r.dry_run)
            list_files(report, turns, &r);
        else
            status = run_jobs(report, turns, &r, console, error);
        g_array_free(turns, TRUE);
    }
    g_free(r.folder);
    kuril_batch_free(report);
    return status;
}

static const kuril_option options[] = {
    {"output", 'o', "FOLDER", "where the outputs go; the manifest's own folder for them when left out", NULL,
     KURIL_COMPLETE_FOLDER},
    {"jobs", 'j', "N", "worker processes; the number of cores when left out", NULL, KURIL_COMPLETE_NOTHING},
    {"lang", 0, "LANG,...", "in these languages, the first leading, whatever the manifest says: en, ja, ru, zh, zh-Hant", NULL,
     KURIL_COMPLETE_NOTHING},
    {"timeout", 0, "SECONDS", "stop a map that takes longer; 300, and 0 for never", NULL, KURIL_COMPLETE_NOTHING},
    {"memory", 0, "SIZE", "stop a map that takes more memory, as 500MB or 2GB; 4GB", NULL, KURIL_COMPLETE_NOTHING},
    {"force", 0, NULL, "also make what is up to date", NULL, KURIL_COMPLETE_NOTHING},
    {"dry-run", 'n', NULL, "list what would be made", NULL, KURIL_COMPLETE_NOTHING},
    {"shard", 0, "I/N", "make only the I-th of N equal parts, on this machine of several", NULL,
     KURIL_COMPLETE_NOTHING},
    {"merge", 0, NULL, "make the record, atlas and page from what shards have made", NULL, KURIL_COMPLETE_NOTHING},
};

static const char *const examples[] = {
    "kurilmap batch report.yaml",
    "kurilmap batch report.yaml -j 4 -o figures --timeout 60",
    "kurilmap batch report.yaml --shard 2/8 -o figures",
    "kurilmap batch report.yaml --merge -o figures",
    "kurilmap batch report.yaml --lang ja,en -o figures-ja",
    NULL,
};

const kuril_command kuril_command_batch = {
    .name = "batch",
    .synopsis = "REPORT.yaml",
    .summary = "draw all maps and tables of a report",
    .description =
        "Makes every picture and table that a manifest asks for, in parallel, and again only what has changed. A map "
        "that fails, crashes, hangs or outgrows the memory loses only itself; the rest is finished, and the exit code "
        "is 1.\n\n"
        "The folder gets the outputs, records/NAME.json with what went into each, report.json with all of it, and the "
        "atlas (PDF) and page (HTML) that the manifest names. An interrupted run goes on where it stopped.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .least = 1,
    .most = 1,
    .completes = KURIL_COMPLETE_FILE,
    .examples = examples,
    .run = run,
};
