#include "projection/parameters.h"

#include "core/number.h"
#include <proj.h>
#include <string.h>

void kuril_parameters_parse(const char *text, kuril_parameters *parameters)
{
    parameters->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    char **words = g_strsplit_set(text, " \t\r\n", -1);
    for (char **w = words; *w; w++) {
        const char *word = **w == '+' ? *w + 1 : *w;
        const char *equals = strchr(word, '=');
        if (*word == '\0')
            continue;
        char *name = equals ? g_strndup(word, (gsize)(equals - word)) : g_strdup(word);
        if (g_hash_table_contains(parameters->values, name))
            g_free(name); /* PROJ takes the first */
        else
            g_hash_table_insert(parameters->values, name, g_strdup(equals ? equals + 1 : ""));
    }
    g_strfreev(words);
}

void kuril_parameters_finish(kuril_parameters *parameters)
{
    if (parameters->values)
        g_hash_table_destroy(parameters->values);
    parameters->values = NULL;
}

const char *kuril_parameters_text(const kuril_parameters *parameters, const char *name)
{
    return g_hash_table_lookup(parameters->values, name);
}

bool kuril_parameters_has(const kuril_parameters *parameters, const char *name)
{
    return kuril_parameters_text(parameters, name) != NULL;
}

double kuril_parameters_number(const kuril_parameters *parameters, const char *name, double otherwise)
{
    const char *text = kuril_parameters_text(parameters, name);
    double number = otherwise;
    if (text && *text && !kuril_number_parse(text, &number)) {
        char *end;
        number = proj_todeg(proj_dmstor(text, &end));
        if (end == text)
            return otherwise;
    }
    return number;
}
