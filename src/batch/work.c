#include "batch/work.h"

#include "batch/record.h"
#include "batch/table.h"
#include "core/diagnostics.h"
#include "document/document.h"
#include "map/map_document.h"
#include <string.h>

/* Passes warnings on under the job's name, and keeps them for the record. */
typedef struct listener {
    const kuril_job *job;
    const kuril_diagnostics *to;
    GPtrArray *warnings;
    bool failed; /* the first error has come: it is the result's, and told there */
} listener;

static void listen(void *user, const kuril_diagnostic *d)
{
    listener *l = user;
    const bool told_later = d->severity == KURIL_ERROR && !l->failed;
    l->failed = l->failed || d->severity == KURIL_ERROR;
    if (d->severity == KURIL_INFO || told_later)
        return;
    if (d->severity == KURIL_WARNING)
        g_ptr_array_add(l->warnings, g_strdup(d->message));
    kuril_report_at(l->to, d->severity, d->file ? d->file : l->job->file, d->file ? d->line : l->job->line,
                    d->file ? d->column : l->job->column, d->place, "%s: %s", l->job->name, d->message);
}

static kuril_status draw(const kuril_job *job, const kuril_map *map, const kuril_workplace *place,
                         const kuril_diagnostics *diagnostics, kuril_label_report **labels, kuril_error *error)
{
    kuril_map_output outputs[KURIL_FORMAT_COUNT];
    size_t n = 0;
    for (int i = 0; i < KURIL_FORMAT_COUNT; i++) {
        char *name = g_strdup_printf("%s.%s", job->name, kuril_format_name((kuril_format)i));
        if (job->formats & (1U << i))
            outputs[n++] =
                (kuril_map_output){.path = g_build_filename(place->folder, name, NULL), .format = (kuril_format)i};
        g_free(name);
    }
    const kuril_status status =
        kuril_session_render_reported(place->session, map, outputs, n, diagnostics, labels, error);
    for (size_t i = 0; i < n; i++)
        g_free((char *)(uintptr_t)outputs[i].path);
    return status;
}

static kuril_status draw_map(const kuril_job *job, const kuril_workplace *place, const kuril_diagnostics *diagnostics,
                             kuril_label_report **labels, kuril_error *error)
{
    kuril_document *document = NULL;
    kuril_status status = kuril_document_parse("job.json", job->spec, strlen(job->spec), NULL, &document, error);
    if (status != KURIL_OK)
        return status;
    kuril_map *map = kuril_map_new();
    const kuril_map_source source = {.object = kuril_document_root(document)};
    status = kuril_map_apply(&source, map, diagnostics, error);
    if (status == KURIL_OK)
        status = draw(job, map, place, diagnostics, labels, error);
    kuril_map_free(map);
    kuril_document_free(document);
    return status;
}

/*
 * Where the manifest asks for it, unless the error has a line of its own in another file than the job's inner text; a
 * file that the words do not name comes before them.
 */
static void place_error(const kuril_job *job, kuril_error *error)
{
    if (error->file[0] && error->line > 0 && strcmp(error->file, "job.json") != 0)
        return;
    char *base = error->file[0] ? g_path_get_basename(error->file) : NULL;
    if (base && strcmp(base, "job.json") != 0 && !strstr(error->message, base)) {
        char *words = g_strdup_printf("%s: %s", error->file, error->message);
        g_strlcpy(error->message, words, sizeof error->message);
        g_free(words);
    }
    g_free(base);
    g_strlcpy(error->file, job->file, sizeof error->file);
    error->line = job->line;
    error->column = job->column;
}

/* What was wrong with an output that is up to date is told again: it is still so. */
static bool is_current(const kuril_job *job, const char *key, const kuril_workplace *place, listener *l)
{
    if (place->force || !kuril_record_is_current(job, key, place->folder, l->warnings))
        return false;
    for (guint i = 0; i < l->warnings->len; i++)
        kuril_report_at(l->to, KURIL_WARNING, job->file, job->line, job->column, NULL, "%s: %s", job->name,
                        (const char *)g_ptr_array_index(l->warnings, i));
    return true;
}

/* Makes the outputs, then their record. */
static kuril_status make_and_record(const kuril_job *job, const kuril_workplace *place, kuril_record *record,
                                    const kuril_diagnostics *diagnostics, gint64 start, kuril_error *error)
{
    kuril_label_report *labels = NULL;
    GPtrArray *sources = g_ptr_array_new_with_free_func(g_free);
    kuril_status status = job->kind == KURIL_JOB_MAP
                              ? draw_map(job, place, diagnostics, &labels, error)
                              : kuril_table_make(job, place->folder, diagnostics, sources, error);
    record->labels = labels;
    record->sources = labels ? labels->sources : sources;
    record->seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
    if (status == KURIL_OK)
        status = kuril_record_write(record, place->folder, error);
    g_ptr_array_free(sources, TRUE);
    kuril_label_report_free(labels);
    return status;
}

void kuril_job_do(const kuril_job *job, const kuril_workplace *place, kuril_result *result)
{
    const gint64 start = g_get_monotonic_time();
    GPtrArray *inputs = kuril_job_inputs(job, place->hashes);
    char *key = kuril_job_key(job, place->hashes, inputs);
    listener l = {job, place->diagnostics, g_ptr_array_new_with_free_func(g_free), false};
    const kuril_diagnostics diagnostics = {listen, &l};
    kuril_status status = KURIL_OK;
    result->outcome = KURIL_UNCHANGED;
    if (!is_current(job, key, place, &l)) {
        kuril_record record = {.job = job,
                               .key = key,
                               .versions = kuril_hashes_versions(place->hashes),
                               .inputs = inputs,
                               .warnings = l.warnings};
        result->outcome = KURIL_DREW;
        status = make_and_record(job, place, &record, &diagnostics, start, &result->error);
    } else if (place->strict && l.warnings->len > 0) {
        status = kuril_fail(&result->error, KURIL_E_IO, "up to date, but with %u warnings", l.warnings->len);
    }
    if (status != KURIL_OK) {
        place_error(job, &result->error);
        result->outcome = KURIL_FAILED;
    }
    result->warnings = l.warnings->len;
    result->seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
    g_ptr_array_free(l.warnings, TRUE);
    g_ptr_array_free(inputs, TRUE);
    g_free(key);
}
