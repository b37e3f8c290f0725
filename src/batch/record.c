#include "batch/record.h"

#include "core/json.h"
#include "core/output.h"
#include "document/document.h"
#include <string.h>

char *kuril_record_path(const kuril_job *job, const char *folder)
{
    char *name = g_strdup_printf("%s.json", job->name);
    char *path = g_build_filename(folder, "records", name, NULL);
    g_free(name);
    return path;
}

static void write_words(kuril_json *json, const char *name, const kuril_owned_words *words)
{
    kuril_json_name(json, name);
    kuril_json_open(json, '{');
    for (int i = 0; i < KURIL_LANGUAGE_COUNT; i++) {
        if (words->in[i])
            kuril_json_member(json, kuril_language_code((kuril_language)i), words->in[i]);
    }
    kuril_json_close(json, '}');
}

static void write_outputs(kuril_json *json, const kuril_job *job, const char *folder)
{
    char **files = kuril_job_files(job);
    kuril_json_name(json, "outputs");
    kuril_json_open(json, '[');
    for (size_t i = 0; files[i]; i++) {
        char *path = g_build_filename(folder, files[i], NULL), *hash = kuril_file_sha256(path);
        kuril_json_open(json, '{');
        kuril_json_member(json, "file", files[i]);
        kuril_json_member(json, "sha256", hash);
        kuril_json_close(json, '}');
        g_free(hash);
        g_free(path);
    }
    kuril_json_close(json, ']');
    g_strfreev(files);
}

static void write_inputs(kuril_json *json, const GPtrArray *inputs)
{
    kuril_json_name(json, "inputs");
    kuril_json_open(json, '[');
    for (guint i = 0; i < inputs->len; i++) {
        const kuril_input *input = g_ptr_array_index(inputs, i);
        kuril_json_open(json, '{');
        kuril_json_member(json, "path", strcmp(input->path, "/proc/self/exe") == 0 ? "kurilmap" : input->path);
        kuril_json_member(json, "sha256", input->sha256);
        kuril_json_close(json, '}');
    }
    kuril_json_close(json, ']');
}

static void write_texts(kuril_json *json, const char *name, const GPtrArray *texts)
{
    kuril_json_name(json, name);
    kuril_json_open(json, '[');
    for (guint i = 0; i < texts->len; i++)
        kuril_json_text(json, g_ptr_array_index(texts, i));
    kuril_json_close(json, ']');
}

/* How many names are there, and which found no place. */
static void write_labels(kuril_json *json, const kuril_label_report *report)
{
    size_t placed = 0;
    kuril_json_name(json, "labels");
    kuril_json_open(json, '{');
    kuril_json_name(json, "dropped");
    kuril_json_open(json, '[');
    for (size_t i = 0; i < report->n_entries; i++) {
        const kuril_label_entry *label = &report->entries[i];
        placed += label->reason == KURIL_LABEL_PLACED;
        if (label->reason == KURIL_LABEL_PLACED)
            continue;
        kuril_json_open(json, '{');
        kuril_json_member(json, "layer", label->layer);
        kuril_json_member(json, "text", label->text);
        kuril_json_member(json, "reason", kuril_label_reason_name(label->reason));
        if (label->blocker)
            kuril_json_member(json, "blocker", label->blocker);
        kuril_json_close(json, '}');
    }
    kuril_json_close(json, ']');
    kuril_json_member_number(json, "placed", (double)placed);
    kuril_json_close(json, '}');
}

static void write_record(kuril_json *json, const kuril_record *record, const char *folder)
{
    const kuril_job *job = record->job;
    kuril_json_open(json, '{');
    kuril_json_member(json, "name", job->name);
    kuril_json_member(json, "asked", job->asked);
    kuril_json_member(json, "kind", job->kind == KURIL_JOB_MAP ? "map" : "table");
    kuril_json_member(json, "key", record->key);
    kuril_json_member(json, "program", "kurilmap " KURIL_VERSION);
    kuril_json_member(json, "versions", record->versions);
    write_words(json, "title", &job->title);
    write_words(json, "caption", &job->caption);
    write_words(json, "description", &job->description);
    write_outputs(json, job, folder);
    write_inputs(json, record->inputs);
    kuril_json_name(json, "options");
    g_string_append(json->text, job->spec); /* JSON itself */
    json->filled = true;
    write_texts(json, "warnings", record->warnings);
    write_texts(json, "sources", record->sources);
    if (record->labels)
        write_labels(json, record->labels);
    kuril_json_member_number(json, "seconds", record->seconds);
    kuril_json_close(json, '}');
}

kuril_status kuril_record_write(const kuril_record *record, const char *folder, kuril_error *error)
{
    char *path = kuril_record_path(record->job, folder);
    kuril_json json = {.text = g_string_new(NULL)};
    write_record(&json, record, folder);
    g_string_append_c(json.text, '\n');
    const kuril_status status = kuril_output_write_file(path, json.text->str, json.text->len, false, error);
    g_string_free(json.text, TRUE);
    g_free(path);
    return status;
}

static bool output_is_whole(const kuril_node *output, const char *folder)
{
    const char *file = NULL, *wanted = NULL;
    if (kuril_node_get_string(output, "file", &file, NULL) != KURIL_OK ||
        kuril_node_get_string(output, "sha256", &wanted, NULL) != KURIL_OK || !file || !wanted)
        return false;
    char *path = g_build_filename(folder, file, NULL), *hash = kuril_file_sha256(path);
    const bool whole = hash && strcmp(hash, wanted) == 0;
    g_free(hash);
    g_free(path);
    return whole;
}

static void copy_warnings(const kuril_node *list, GPtrArray *warnings)
{
    for (size_t i = 0; list && i < kuril_node_count(list); i++) {
        const kuril_node *text = kuril_node_at(list, i);
        if (kuril_node_kind_of(text) == KURIL_NODE_STRING)
            g_ptr_array_add(warnings, g_strdup(kuril_node_string(text)));
    }
}

bool kuril_record_is_current(const kuril_job *job, const char *key, const char *folder, GPtrArray *warnings)
{
    kuril_document *document = NULL;
    char *path = kuril_record_path(job, folder);
    const kuril_status status = kuril_document_read(path, NULL, &document, NULL);
    g_free(path);
    if (status != KURIL_OK)
        return false;
    const kuril_node *root = kuril_document_root(document), *outputs = kuril_node_member(root, "outputs");
    const char *kept = NULL;
    bool current = outputs && kuril_node_count(outputs) > 0 &&
                   kuril_node_get_string(root, "key", &kept, NULL) == KURIL_OK && kept && strcmp(kept, key) == 0;
    for (size_t i = 0; current && i < kuril_node_count(outputs); i++)
        current = output_is_whole(kuril_node_at(outputs, i), folder);
    if (current)
        copy_warnings(kuril_node_member(root, "warnings"), warnings);
    kuril_document_free(document);
    return current;
}
