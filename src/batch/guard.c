#include "batch/guard.h"

#include "batch/hashes.h"
#include "core/diagnostics.h"
#include "core/json.h"
#include "core/output.h"
#include "map/map_write.h"
#include <stdint.h>
#include <sys/stat.h>

/* What a path leads to, whatever way it takes there; NULL when nothing is there. Free with g_free. */
static char *identity(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode)
               ? g_strdup_printf("%ju %ju", (uintmax_t)info.st_dev, (uintmax_t)info.st_ino)
               : NULL;
}

static void add_inputs(GHashTable *known, const kuril_job *job, kuril_hashes *names)
{
    GPtrArray *inputs = kuril_job_inputs(job, names);
    for (guint k = 0; k < inputs->len; k++) {
        char *one = identity(((const kuril_input *)g_ptr_array_index(inputs, k))->path);
        if (one)
            g_hash_table_add(known, one);
    }
    g_ptr_array_free(inputs, TRUE);
}

static GHashTable *identities_of_inputs(const kuril_batch *report)
{
    GHashTable *known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    kuril_hashes *names = kuril_hashes_new_names();
    for (size_t i = 0; i < report->jobs->len; i++)
        add_inputs(known, kuril_batch_job(report, i), names);
    kuril_hashes_free(names);
    return known;
}

static bool is_input(GHashTable *known, const char *folder, const char *name)
{
    char *path = folder ? g_build_filename(folder, name, NULL) : g_strdup(name), *one = identity(path);
    const bool is = one && g_hash_table_contains(known, one);
    g_free(one);
    g_free(path);
    return is;
}

static kuril_status fail(const char *name, const char *file, int line, int column, kuril_error *error)
{
    return kuril_fail_at(error, KURIL_E_DATA, file, line, column, NULL,
                         "'%s' would be written over, and the report is made from it: name the output otherwise, or "
                         "choose another folder with -o",
                         name);
}

kuril_status kuril_guard_inputs(const kuril_batch *report, const char *folder, kuril_error *error)
{
    GHashTable *known = identities_of_inputs(report);
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < report->jobs->len && status == KURIL_OK; i++) {
        const kuril_job *job = kuril_batch_job(report, i);
        char **files = kuril_job_files(job);
        for (size_t k = 0; files[k] && status == KURIL_OK; k++)
            if (is_input(known, folder, files[k]))
                status = fail(files[k], job->file, job->line, job->column, error);
        g_strfreev(files);
    }
    const char *const collections[] = {"report.json", report->atlas, report->html};
    for (size_t i = 0; i < G_N_ELEMENTS(collections) && status == KURIL_OK; i++)
        if (collections[i] && is_input(known, folder, collections[i]))
            status = fail(collections[i], report->file, 1, 1, error);
    g_hash_table_destroy(known);
    return status;
}

/* Only when something is there already: nothing new can take the place of an input. */
static bool any_stands(const kuril_map_output *outputs, size_t n_outputs, const char *report)
{
    char *one = report ? identity(report) : NULL;
    for (size_t i = 0; i < n_outputs && !one; i++)
        one = identity(outputs[i].path);
    const bool stands = one != NULL;
    g_free(one);
    return stands;
}

static GHashTable *identities_of_map(const kuril_map *map)
{
    GHashTable *known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    kuril_hashes *names = kuril_hashes_new_names();
    kuril_batch *alone = kuril_batch_new("");
    kuril_job *job = kuril_batch_add(alone, KURIL_JOB_MAP);
    kuril_json json = {.text = g_string_new(NULL)};
    kuril_map_write(map, &json);
    job->spec = g_string_free(json.text, FALSE);
    job->file = g_strdup(map->file ? map->file : "");
    add_inputs(known, job, names);
    kuril_batch_free(alone);
    kuril_hashes_free(names);
    return known;
}

kuril_status kuril_guard_map(const kuril_map *map, const kuril_map_output *outputs, size_t n_outputs,
                             const char *report, kuril_error *error)
{
    for (size_t i = 0; report && i < n_outputs; i++)
        if (kuril_output_same(outputs[i].path, report))
            return kuril_fail(error, KURIL_E_ARGUMENT, "the picture and the report of its names would both be '%s'", report);
    if (!any_stands(outputs, n_outputs, report))
        return KURIL_OK;
    GHashTable *known = identities_of_map(map);
    const char *taken = report && is_input(known, NULL, report) ? report : NULL;
    for (size_t i = 0; i < n_outputs && !taken; i++)
        taken = is_input(known, NULL, outputs[i].path) ? outputs[i].path : NULL;
    g_hash_table_destroy(known);
    return taken ? kuril_fail(error, KURIL_E_ARGUMENT,
                              "'%s' would be written over, and the map is made from it: name the output otherwise", taken)
                 : KURIL_OK;
}
