#include "batch/collect.h"

#include "batch/atlas.h"
#include "batch/html.h"
#include "batch/record.h"
#include "core/diagnostics.h"
#include "core/json.h"
#include "core/output.h"
#include <string.h>

void kuril_collect_find(const kuril_batch *report, const char *folder, bool *made)
{
    kuril_hashes *hashes = kuril_hashes_new();
    for (size_t i = 0; i < report->jobs->len; i++) {
        const kuril_job *job = kuril_batch_job(report, i);
        GPtrArray *inputs = kuril_job_inputs(job, hashes), *warnings = g_ptr_array_new_with_free_func(g_free);
        char *key = kuril_job_key(job, hashes, inputs);
        made[i] = kuril_record_is_current(job, key, folder, warnings);
        g_free(key);
        g_ptr_array_free(warnings, TRUE);
        g_ptr_array_free(inputs, TRUE);
    }
    kuril_hashes_free(hashes);
}

static const kuril_result *failure_of(const kuril_result *results, size_t n, size_t job)
{
    for (size_t i = 0; i < n; i++) {
        if (results[i].job == job && results[i].outcome == KURIL_FAILED)
            return &results[i];
    }
    return NULL;
}

static void put_failure(kuril_json *json, const kuril_job *job, const kuril_result *failure)
{
    kuril_json_open(json, '{');
    kuril_json_member(json, "name", job->name);
    kuril_json_member(json, "file", job->file);
    kuril_json_member_number(json, "line", job->line);
    kuril_json_member(json, "reason",
                      failure && failure->error.message[0] ? failure->error.message
                                                           : "not made as the report now asks");
    kuril_json_close(json, '}');
}

/* Records as they stand, one after the other. */
static void put_records(kuril_json *json, const kuril_batch *report, const char *folder, const bool *made)
{
    kuril_json_name(json, "outputs");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < report->jobs->len; i++) {
        char *path = kuril_record_path(kuril_batch_job(report, i), folder), *text = NULL;
        if (made[i] && g_file_get_contents(path, &text, NULL, NULL)) {
            g_string_append_printf(json->text, "%s\n%s", json->filled ? "," : "", g_strchomp(text));
            json->filled = true;
        }
        g_free(text);
        g_free(path);
    }
    kuril_json_close(json, ']');
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Files of an output in formats that it is not wanted in any more. */
static void add_other_formats(const kuril_job *job, const char *folder, GPtrArray *left)
{
    kuril_job other = *job;
    other.formats = ~job->formats;
    char **files = kuril_job_files(&other);
    for (size_t i = 0; files[i]; i++) {
        char *path = g_build_filename(folder, files[i], NULL);
        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            g_ptr_array_add(left, g_strdup(files[i]));
        g_free(path);
    }
    g_strfreev(files);
}

/* What an earlier edition of the report made: records of no output of it, and files of formats. Free the array. */
static GPtrArray *left_over(const kuril_batch *report, const char *folder)
{
    GPtrArray *left = g_ptr_array_new_with_free_func(g_free);
    GHashTable *ours = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < report->jobs->len; i++)
        g_hash_table_add(ours, kuril_batch_job(report, i)->name);
    for (size_t i = 0; i < report->jobs->len; i++)
        add_other_formats(kuril_batch_job(report, i), folder, left);
    char *records = g_build_filename(folder, "records", NULL);
    GDir *dir = g_dir_open(records, 0, NULL);
    for (const char *file = dir ? g_dir_read_name(dir) : NULL; file; file = g_dir_read_name(dir)) {
        char *name = g_str_has_suffix(file, ".json") ? g_strndup(file, strlen(file) - strlen(".json")) : NULL;
        if (name && name[0] != '.' && !g_hash_table_contains(ours, name))
            g_ptr_array_add(left, g_steal_pointer(&name));
        g_free(name);
    }
    if (dir)
        g_dir_close(dir);
    g_free(records);
    g_hash_table_destroy(ours);
    g_ptr_array_sort(left, by_text);
    return left;
}

static void put_left_over(kuril_json *json, const kuril_batch *report, const char *folder,
                          const kuril_diagnostics *diagnostics)
{
    GPtrArray *left = left_over(report, folder);
    kuril_json_name(json, "left-over");
    kuril_json_open(json, '[');
    for (guint i = 0; i < left->len; i++)
        kuril_json_text(json, g_ptr_array_index(left, i));
    kuril_json_close(json, ']');
    if (left->len > 0)
        kuril_report(diagnostics, KURIL_INFO, NULL, NULL,
                     "%u outputs in '%s' are of no entry of the report any more, such as '%s'", left->len, folder,
                     (const char *)g_ptr_array_index(left, 0));
    g_ptr_array_free(left, TRUE);
}

static kuril_status write_record(const kuril_batch *report, const char *folder, const bool *made,
                                 const kuril_result *results, size_t n_results, const kuril_diagnostics *diagnostics,
                                 kuril_error *error)
{
    kuril_json json = {.text = g_string_new(NULL)};
    kuril_json_open(&json, '{');
    kuril_json_member(&json, "report", report->file);
    kuril_json_member(&json, "program", "kurilmap " KURIL_VERSION);
    kuril_json_member(&json, "title", kuril_batch_words(report, &report->title));
    put_records(&json, report, folder, made);
    kuril_json_name(&json, "failed");
    kuril_json_open(&json, '[');
    for (size_t i = 0; i < report->jobs->len; i++)
        if (!made[i])
            put_failure(&json, kuril_batch_job(report, i), failure_of(results, n_results, i));
    kuril_json_close(&json, ']');
    put_left_over(&json, report, folder, diagnostics);
    kuril_json_close(&json, '}');
    g_string_append_c(json.text, '\n');
    char *path = g_build_filename(folder, "report.json", NULL);
    const kuril_status status = kuril_output_write_file(path, json.text->str, json.text->len, true, error);
    g_free(path);
    g_string_free(json.text, TRUE);
    return status;
}

kuril_status kuril_collect(const kuril_batch *report, const char *folder, const bool *made, const kuril_result *results,
                           size_t n_results, const kuril_diagnostics *diagnostics, kuril_error *error)
{
    kuril_status status = write_record(report, folder, made, results, n_results, diagnostics, error);
    if (status == KURIL_OK && report->atlas)
        status = kuril_atlas_write(report, folder, made, error);
    if (status == KURIL_OK && report->html)
        status = kuril_html_write(report, folder, made, error);
    return status;
}
