#include "batch/collect.h"

#include "batch/atlas.h"
#include "batch/html.h"
#include "batch/record.h"
#include "core/json.h"
#include "core/output.h"

static const kuril_result *failure_of(const kuril_result *failures, size_t n, size_t job)
{
    for (size_t i = 0; i < n; i++) {
        if (failures[i].job == job && failures[i].outcome == KURIL_FAILED)
            return &failures[i];
    }
    return NULL;
}

static void put_failure(kuril_json *json, const kuril_job *job, const kuril_result *failure)
{
    kuril_json_open(json, '{');
    kuril_json_member(json, "name", job->name);
    kuril_json_member(json, "file", job->file);
    kuril_json_member_number(json, "line", job->line);
    kuril_json_member(json, "reason", failure && failure->error.message[0] ? failure->error.message : "not made yet");
    kuril_json_close(json, '}');
}

/* Records as they stand, one after the other; the names of failures are kept for the end. */
static void put_records(kuril_json *json, const kuril_batch *report, const char *folder, GArray *failed,
                        const kuril_result *failures, size_t n_failures)
{
    kuril_json_name(json, "outputs");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < report->jobs->len; i++) {
        const kuril_job *job = kuril_batch_job(report, i);
        char *path = kuril_record_path(job, folder), *text = NULL;
        if (failure_of(failures, n_failures, i) || !g_file_get_contents(path, &text, NULL, NULL)) {
            g_array_append_val(failed, i);
        } else {
            g_string_append_printf(json->text, "%s\n%s", json->filled ? "," : "", g_strchomp(text));
            json->filled = true;
        }
        g_free(text);
        g_free(path);
    }
    kuril_json_close(json, ']');
}

static kuril_status write_record(const kuril_batch *report, const char *folder, const kuril_result *failures,
                                 size_t n_failures, size_t *missing, kuril_error *error)
{
    kuril_json json = {.text = g_string_new(NULL)};
    GArray *failed = g_array_new(FALSE, FALSE, sizeof(size_t));
    kuril_json_open(&json, '{');
    kuril_json_member(&json, "report", report->file);
    kuril_json_member(&json, "program", "kurilmap " KURIL_VERSION);
    kuril_json_member(&json, "title", kuril_batch_words(report, &report->title));
    put_records(&json, report, folder, failed, failures, n_failures);
    kuril_json_name(&json, "failed");
    kuril_json_open(&json, '[');
    for (guint i = 0; i < failed->len; i++) {
        const size_t job = g_array_index(failed, size_t, i);
        put_failure(&json, kuril_batch_job(report, job), failure_of(failures, n_failures, job));
    }
    kuril_json_close(&json, ']');
    kuril_json_close(&json, '}');
    g_string_append_c(json.text, '\n');
    *missing = failed->len;
    char *path = g_build_filename(folder, "report.json", NULL);
    const kuril_status status = kuril_output_write_file(path, json.text->str, json.text->len, true, error);
    g_free(path);
    g_array_free(failed, TRUE);
    g_string_free(json.text, TRUE);
    return status;
}

kuril_status kuril_collect(const kuril_batch *report, const char *folder, const kuril_result *failures,
                           size_t n_failures, size_t *missing, kuril_error *error)
{
    kuril_status status = write_record(report, folder, failures, n_failures, missing, error);
    if (status == KURIL_OK && report->atlas)
        status = kuril_atlas_write(report, folder, error);
    if (status == KURIL_OK && report->html)
        status = kuril_html_write(report, folder, error);
    return status;
}
