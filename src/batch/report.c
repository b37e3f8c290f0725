#include "batch/report.h"

#include "core/json.h"
#include "document/document.h"
#include <string.h>

static const char *const form_endings[] = {"csv", "md", "json"};

const char *kuril_table_form_ending(kuril_table_form form)
{
    return form_endings[form];
}

static void words_finish(kuril_owned_words *words)
{
    for (size_t i = 0; i < KURIL_LANGUAGE_COUNT; i++)
        g_free(words->in[i]);
}

static void job_free(gpointer data)
{
    kuril_job *job = data;
    g_free(job->name);
    g_free(job->asked);
    g_free(job->dataset);
    g_free(job->spec);
    g_free(job->file);
    words_finish(&job->title);
    words_finish(&job->caption);
    words_finish(&job->description);
    g_free(job);
}

kuril_batch *kuril_batch_new(const char *file)
{
    kuril_batch *report = g_new0(kuril_batch, 1);
    report->file = g_strdup(file);
    report->languages[0] = KURIL_EN;
    report->n_languages = 1;
    report->jobs = g_ptr_array_new_with_free_func(job_free);
    return report;
}

void kuril_batch_free(kuril_batch *report)
{
    if (!report)
        return;
    g_free(report->file);
    g_free(report->folder);
    g_free(report->author);
    g_free(report->atlas);
    g_free(report->html);
    words_finish(&report->title);
    words_finish(&report->subtitle);
    g_ptr_array_free(report->jobs, TRUE);
    g_free(report);
}

kuril_job *kuril_batch_add(kuril_batch *report, kuril_job_kind kind)
{
    kuril_job *job = g_new0(kuril_job, 1);
    job->kind = kind;
    g_ptr_array_add(report->jobs, job);
    return job;
}

const kuril_job *kuril_batch_job(const kuril_batch *report, size_t i)
{
    return g_ptr_array_index(report->jobs, i);
}

char **kuril_job_files(const kuril_job *job)
{
    const int count = job->kind == KURIL_JOB_MAP ? (int)KURIL_FORMAT_COUNT : (int)KURIL_TABLE_FORM_COUNT;
    GPtrArray *files = g_ptr_array_new();
    for (int i = 0; i < count; i++) {
        const char *ending = job->kind == KURIL_JOB_MAP ? kuril_format_name((kuril_format)i) : form_endings[i];
        if (job->formats & (1U << i))
            g_ptr_array_add(files, g_strdup_printf("%s.%s", job->name, ending));
    }
    g_ptr_array_add(files, NULL);
    return (char **)g_ptr_array_free(files, FALSE);
}

void kuril_owned_words_set(kuril_owned_words *words, const kuril_words *from)
{
    for (size_t i = 0; i < KURIL_LANGUAGE_COUNT; i++) {
        g_free(words->in[i]);
        words->in[i] = g_strdup(from->in[i]);
    }
}

const char *kuril_batch_words(const kuril_batch *report, const kuril_owned_words *words)
{
    for (size_t i = 0; i < report->n_languages; i++) {
        if (words->in[report->languages[i]])
            return words->in[report->languages[i]];
    }
    for (size_t i = 0; i < KURIL_LANGUAGE_COUNT; i++) {
        if (words->in[i])
            return words->in[i];
    }
    return "";
}

static void write_words(kuril_json *json, const char *name, const kuril_owned_words *words)
{
    kuril_json_name(json, name);
    kuril_json_open(json, '[');
    for (size_t i = 0; i < KURIL_LANGUAGE_COUNT; i++)
        kuril_json_text(json, words->in[i]);
    kuril_json_close(json, ']');
}

static void write_job(kuril_json *json, const kuril_job *job)
{
    kuril_json_open(json, '{');
    kuril_json_member_number(json, "kind", job->kind);
    kuril_json_member(json, "name", job->name);
    kuril_json_member(json, "asked", job->asked);
    kuril_json_member(json, "spec", job->spec);
    kuril_json_member(json, "dataset", job->dataset);
    kuril_json_member_number(json, "formats", job->formats);
    write_words(json, "title", &job->title);
    write_words(json, "caption", &job->caption);
    write_words(json, "description", &job->description);
    kuril_json_member(json, "file", job->file);
    kuril_json_member_number(json, "line", job->line);
    kuril_json_member_number(json, "column", job->column);
    kuril_json_close(json, '}');
}

void kuril_batch_write(const kuril_batch *report, GString *text)
{
    kuril_json json = {.text = text};
    kuril_json_open(&json, '{');
    kuril_json_member(&json, "file", report->file);
    kuril_json_member(&json, "folder", report->folder);
    kuril_json_member(&json, "author", report->author);
    kuril_json_member(&json, "atlas", report->atlas);
    kuril_json_member(&json, "html", report->html);
    write_words(&json, "title", &report->title);
    write_words(&json, "subtitle", &report->subtitle);
    kuril_json_name(&json, "languages");
    kuril_json_open(&json, '[');
    for (size_t i = 0; i < report->n_languages; i++)
        kuril_json_number(&json, report->languages[i]);
    kuril_json_close(&json, ']');
    kuril_json_name(&json, "jobs");
    kuril_json_open(&json, '[');
    for (size_t i = 0; i < report->jobs->len; i++)
        write_job(&json, kuril_batch_job(report, i));
    kuril_json_close(&json, ']');
    kuril_json_close(&json, '}');
}

/* What write_* wrote is read back without checks: it comes from a process of our own. */
static char *text_of(const kuril_node *object, const char *name)
{
    const kuril_node *node = kuril_node_member(object, name);
    return node && kuril_node_kind_of(node) == KURIL_NODE_STRING ? g_strdup(kuril_node_string(node)) : NULL;
}

static int number_of(const kuril_node *object, const char *name)
{
    const kuril_node *node = kuril_node_member(object, name);
    return node ? (int)kuril_node_number(node) : 0;
}

static void read_words(const kuril_node *object, const char *name, kuril_owned_words *words)
{
    const kuril_node *list = kuril_node_member(object, name);
    for (size_t i = 0; list && i < kuril_node_count(list) && i < KURIL_LANGUAGE_COUNT; i++) {
        const kuril_node *text = kuril_node_at(list, i);
        if (kuril_node_kind_of(text) == KURIL_NODE_STRING)
            words->in[i] = g_strdup(kuril_node_string(text));
    }
}

static void read_job(kuril_batch *report, const kuril_node *object)
{
    kuril_job *job = kuril_batch_add(report, (kuril_job_kind)number_of(object, "kind"));
    job->name = text_of(object, "name");
    job->asked = text_of(object, "asked");
    job->spec = text_of(object, "spec");
    job->dataset = text_of(object, "dataset");
    job->formats = (unsigned)number_of(object, "formats");
    read_words(object, "title", &job->title);
    read_words(object, "caption", &job->caption);
    read_words(object, "description", &job->description);
    job->file = text_of(object, "file");
    job->line = number_of(object, "line");
    job->column = number_of(object, "column");
}

static void read_report(kuril_batch *report, const kuril_node *root)
{
    report->file = text_of(root, "file");
    report->folder = text_of(root, "folder");
    report->author = text_of(root, "author");
    report->atlas = text_of(root, "atlas");
    report->html = text_of(root, "html");
    read_words(root, "title", &report->title);
    read_words(root, "subtitle", &report->subtitle);
    const kuril_node *languages = kuril_node_member(root, "languages");
    report->n_languages = languages ? MIN(kuril_node_count(languages), (size_t)KURIL_LANGUAGE_COUNT) : 0;
    for (size_t i = 0; i < report->n_languages; i++)
        report->languages[i] = (kuril_language)kuril_node_number(kuril_node_at(languages, i));
    const kuril_node *jobs = kuril_node_member(root, "jobs");
    for (size_t i = 0; jobs && i < kuril_node_count(jobs); i++)
        read_job(report, kuril_node_at(jobs, i));
}

kuril_status kuril_batch_parse(const char *text, size_t length, kuril_batch **report, kuril_error *error)
{
    kuril_document *document = NULL;
    const kuril_document_limits limits = {.bytes = (size_t)1 << 30};
    const kuril_status status = kuril_document_parse("plan.json", text, length, &limits, &document, error);
    if (status != KURIL_OK)
        return status;
    *report = kuril_batch_new(NULL);
    read_report(*report, kuril_document_root(document));
    kuril_document_free(document);
    return KURIL_OK;
}
