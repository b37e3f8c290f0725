#include "cli/overwrite.h"

#include "core/diagnostics.h"
#include "data/name.h"
#include <string.h>
#include <sys/stat.h>

/* Files that together are one dataset, when they have one stem; a shapefile is written as the first five. */
static const char *const parts[] = {".shp", ".shx", ".dbf", ".prj", ".cpg", ".cst", ".qix", ".sbn", ".sbx",
                                    ".tab", ".dat", ".map", ".id",  ".ind", ".mif", ".mid", NULL};

static bool is_part(const char *path)
{
    const char *dot = strrchr(path, '.');
    char *lower = g_ascii_strdown(dot ? dot : "", -1);
    const bool is = g_strv_contains(parts, lower);
    g_free(lower);
    return is;
}

static bool same_file(const char *a, const char *b)
{
    struct stat of_a, of_b;
    return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 && S_ISREG(of_a.st_mode) && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}

/* A file, and when it is a part of a dataset those beside it that are parts too. Free with g_ptr_array_free. */
static GPtrArray *with_parts(const char *path)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(files, g_strdup(path));
    if (!is_part(path))
        return files;
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; parts[i]; i++) {
        char *upper = g_ascii_strup(parts[i], -1);
        g_ptr_array_add(files, g_strdup_printf("%.*s%s", (int)(dot - path), path, parts[i]));
        g_ptr_array_add(files, g_strdup_printf("%.*s%s", (int)(dot - path), path, upper));
        g_free(upper);
    }
    return files;
}

/* Whether writing an output would take a file of the input's place. */
static bool meets(const char *output, const char *input)
{
    char *file = kuril_source_name_file(input);
    if (!file)
        return false;
    GPtrArray *written = with_parts(output), *read = with_parts(file);
    const bool several = g_str_has_suffix(output, ".shp"); /* else the output is one file */
    bool met = false;
    for (guint w = 0; w < (several ? written->len : 1) && !met; w++) {
        for (guint r = 0; r < read->len && !met; r++)
            met = same_file(g_ptr_array_index(written, w), g_ptr_array_index(read, r));
    }
    g_ptr_array_free(read, TRUE);
    g_ptr_array_free(written, TRUE);
    g_free(file);
    return met;
}

static kuril_status check_output(const char *output, const kuril_arguments *arguments, kuril_error *error)
{
    static const char *const read[] = {"data", "pairs", "points", NULL};
    const char *met = NULL;
    for (size_t i = 0; i < arguments->n_words && !met; i++)
        met = meets(output, arguments->words[i]) ? arguments->words[i] : NULL;
    for (size_t i = 0; i < arguments->n_given && !met; i++) {
        const kuril_given *given = &arguments->given[i];
        met = given->value && g_strv_contains(read, given->name) && meets(output, given->value) ? given->value : NULL;
    }
    return met ? kuril_fail(error, KURIL_E_ARGUMENT,
                            "'%s' would be written over, and the answer is made from '%s': name the output otherwise",
                            output, met)
               : KURIL_OK;
}

kuril_status kuril_overwrite_check(const kuril_arguments *arguments, kuril_error *error)
{
    static const char *const written[] = {"output", "map", NULL};
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < arguments->n_given && status == KURIL_OK; i++) {
        const kuril_given *given = &arguments->given[i];
        if (given->value && g_strv_contains(written, given->name) && strcmp(given->value, "-") != 0)
            status = check_output(given->value, arguments, error);
    }
    return status;
}
