#include "batch/template.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "core/text.h"
#include <string.h>

enum { POSITION_DECIMALS = 6 };

static char *number_text(double number, int decimals)
{
    char digits[KURIL_NUMBER_MAX];
    return g_strdup(decimals < 0 ? kuril_number_print(number, digits)
                                 : kuril_number_print_fixed(number, decimals, digits));
}

static char *value_text(const kuril_value *value, int decimals)
{
    switch (value->kind) {
    case KURIL_STRING:
        return g_strdup(value->as.string);
    case KURIL_NUMBER:
        return number_text(value->as.number, decimals);
    case KURIL_BOOL:
        return g_strdup(value->as.boolean ? "true" : "false");
    case KURIL_NULL:
    case KURIL_ARRAY:
    case KURIL_OBJECT:
        break;
    }
    return g_strdup("");
}

static void fail_field(const kuril_fields *fields, const char *name, kuril_error *error)
{
    static const char *const own[] = {"number", "lon", "lat"};
    const char **names = g_new(const char *, fields->n_names + G_N_ELEMENTS(own));
    for (size_t i = 0; i < fields->n_names; i++)
        names[i] = fields->names[i];
    memcpy(&names[fields->n_names], own, sizeof own);
    const char *nearest = kuril_text_nearest(name, names, fields->n_names + G_N_ELEMENTS(own));
    kuril_fail(error, KURIL_E_DATA, "no field '%s' in '%s'%s%s%s", name, fields->where,
               nearest ? ": did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
    g_free(names);
}

static char *field_text(const kuril_fields *fields, const char *name, int decimals, kuril_error *error)
{
    for (size_t i = 0; i < fields->n_fields; i++) {
        if (strcmp(fields->fields[i].name, name) == 0)
            return value_text(&fields->fields[i].value, decimals);
    }
    for (size_t i = 0; i < fields->n_names; i++) {
        if (strcmp(fields->names[i], name) == 0)
            return g_strdup("");
    }
    if (strcmp(name, "number") == 0)
        return g_strdup_printf("%zu", fields->number);
    if (strcmp(name, "lon") == 0)
        return number_text(fields->middle.lon, decimals < 0 ? POSITION_DECIMALS : decimals);
    if (strcmp(name, "lat") == 0)
        return number_text(fields->middle.lat, decimals < 0 ? POSITION_DECIMALS : decimals);
    fail_field(fields, name, error);
    return NULL;
}

/* "name" or "name:.2", without the braces. */
static char *expand_one(const char *inside, const kuril_fields *fields, kuril_error *error)
{
    int decimals = -1;
    const char *colon = strstr(inside, ":.");
    if (colon) {
        if (!g_ascii_isdigit(colon[2]) || colon[3]) {
            kuril_fail(error, KURIL_E_DATA, "'{%s}': decimals are given as {FIELD:.N}, N from 0 to 9", inside);
            return NULL;
        }
        decimals = colon[2] - '0';
    }
    char *name = colon ? g_strndup(inside, (gsize)(colon - inside)) : g_strdup(inside);
    char *text = field_text(fields, name, decimals, error);
    g_free(name);
    return text;
}

char *kuril_template_expand(const char *text, const kuril_fields *fields, kuril_error *error)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p++) {
        if ((*p == '{' || *p == '}') && p[1] == *p) {
            g_string_append_c(out, *p++);
            continue;
        }
        if (*p != '{' && *p != '}') {
            g_string_append_c(out, *p);
            continue;
        }
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        char *inside = end ? g_strndup(p + 1, (gsize)(end - p - 1)) : NULL;
        char *value = inside ? expand_one(inside, fields, error) : NULL;
        if (!inside)
            kuril_fail(error, KURIL_E_DATA, "a brace of '%s' has no other: {{ and }} stand for braces", text);
        g_free(inside);
        if (!value) {
            g_string_free(out, TRUE);
            return NULL;
        }
        g_string_append(out, value);
        g_free(value);
        p = end;
    }
    return g_string_free(out, FALSE);
}
