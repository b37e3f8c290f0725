#include "cli/derived.h"

#include "core/diagnostics.h"
#include <kurilmap/dataset.h>

kuril_status kuril_derived_length(const kuril_arguments *arguments, const char *option, double least_m, double most_m,
                                  double *metres, kuril_error *error)
{
    const char *text = kuril_arguments_value(arguments, option);
    if (text && (!kuril_length_parse(text, metres) || !(*metres >= least_m && *metres <= most_m)))
        return kuril_fail(error, KURIL_E_ARGUMENT, "--%s takes a length with its unit, from %gm to %gkm, not '%s'", option,
                          least_m, most_m / 1000, text);
    return KURIL_OK;
}

kuril_status kuril_derived_tolerance(const kuril_arguments *arguments, double *metres, kuril_error *error)
{
    *metres = 1;
    return kuril_derived_length(arguments, "tolerance", 0.001, 1e6, metres, error);
}

kuril_member kuril_derived_text(const char *name, const char *text)
{
    return (kuril_member){name, {.kind = KURIL_STRING, .as.string = text ? text : ""}};
}

kuril_member kuril_derived_number(const char *name, double number)
{
    return (kuril_member){name, {.kind = KURIL_NUMBER, .as.number = number}};
}

kuril_status kuril_derived_write(const kuril_feature_table *features, const char *layer, const kuril_arguments *arguments,
                                 const kuril_console *console, kuril_error *error)
{
    const char *output = kuril_arguments_value(arguments, "output");
    const size_t count = kuril_feature_table_count(features);
    kuril_feature *list = g_new(kuril_feature, count);
    for (size_t i = 0; i < count; i++)
        list[i] = *kuril_feature_table_at(features, i);
    const kuril_dataset_content content = {layer, list, count};
    const kuril_status status = kuril_dataset_write(output ? output : "-", &content, &console->diagnostics, error);
    g_free(list);
    return status;
}
