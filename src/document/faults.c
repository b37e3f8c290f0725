#include "document/faults.h"

#include "core/diagnostics.h"
#include "core/text.h"
#include <string.h>

void kuril_faults_keep(kuril_faults *faults, kuril_status status, const kuril_error *error)
{
    if (status == KURIL_OK)
        return;
    faults->count++;
    if (faults->status != KURIL_OK)
        return;
    faults->status = status;
    if (faults->error && faults->error->code == KURIL_OK)
        *faults->error = *error;
}

void kuril_faults_add_error(kuril_faults *faults, const kuril_error *found)
{
    kuril_report_error(faults->diagnostics, KURIL_ERROR, found);
    kuril_faults_keep(faults, found->code, found);
}

static void fault_at(kuril_faults *faults, const kuril_place *place, kuril_status code, const char *message)
{
    kuril_error found = {0};
    kuril_fail_at(&found, code, place->file, place->line, place->column, place->pointer, "%s", message);
    kuril_faults_add_error(faults, &found);
}

void kuril_faults_add(kuril_faults *faults, const kuril_node *node, kuril_status code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    kuril_place place;
    kuril_node_place(node, &place);
    fault_at(faults, &place, code, message);
    g_free(message);
}

void kuril_faults_add_name(kuril_faults *faults, const kuril_node *object, size_t i, const char *const *names,
                           size_t count)
{
    const char *name = kuril_node_name(object, i);
    const char *nearest = kuril_text_nearest(name, names, count);
    kuril_place place;
    kuril_node_name_place(object, i, &place);
    char *message = nearest ? g_strdup_printf("unknown key '%s': did you mean '%s'?", name, nearest)
                            : g_strdup_printf("unknown key '%s'", name);
    fault_at(faults, &place, KURIL_E_DATA, message);
    g_free(message);
}

void kuril_faults_check_names(kuril_faults *faults, const kuril_node *object, const char *const *names, size_t count)
{
    for (size_t i = 0; i < kuril_node_count(object); i++) {
        bool known = strcmp(kuril_node_name(object, i), "$schema") == 0;
        for (size_t k = 0; k < count; k++)
            known = known || strcmp(names[k], kuril_node_name(object, i)) == 0;
        if (!known)
            kuril_faults_add_name(faults, object, i, names, count);
    }
}
