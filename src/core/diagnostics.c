#include "core/diagnostics.h"

#include "core/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void fill(kuril_error *error, kuril_status code, const char *format, va_list arguments)
{
    error->code = code;
    char *text = g_strdup_vprintf(format, arguments);
    kuril_text_clean(text, error->message, sizeof error->message);
    g_free(text);
}

kuril_status kuril_fail(kuril_error *error, kuril_status code, const char *format, ...)
{
    if (error && error->code == KURIL_OK) {
        va_list arguments;
        va_start(arguments, format);
        fill(error, code, format, arguments);
        va_end(arguments);
    }
    return code;
}

void kuril_end_without_memory(const char *what)
{
    g_error("out of memory: for %s", what);
}

kuril_status kuril_fail_at(kuril_error *error, kuril_status code, const char *file, int line, int column,
                           const char *place, const char *format, ...)
{
    if (error && error->code == KURIL_OK) {
        va_list arguments;
        va_start(arguments, format);
        fill(error, code, format, arguments);
        va_end(arguments);
        kuril_text_clean(file ? file : "", error->file, sizeof error->file);
        kuril_text_clean(place ? place : "", error->place, sizeof error->place);
        error->line = line;
        error->column = column;
    }
    return code;
}

void kuril_error_in_file(kuril_error *error, const char *file)
{
    if (error && error->code != KURIL_OK && !error->file[0])
        kuril_text_clean(file, error->file, sizeof error->file);
}

/* A name as it may stand on a terminal; NULL stays NULL. Caller frees. */
static char *clean_name(const char *name)
{
    const size_t size = name ? 3 * strlen(name) + 1 : 0; /* a byte that is no UTF-8 becomes a character of three */
    char *clean = name ? g_malloc(size) : NULL;
    if (name)
        kuril_text_clean(name, clean, size);
    return clean;
}

static void report(const kuril_diagnostics *diagnostics, const kuril_diagnostic *where, const char *format,
                   va_list arguments)
{
    char *text = g_strdup_vprintf(format, arguments);
    char clean[KURIL_TEXT_MAX];
    kuril_text_clean(text, clean, sizeof clean);
    g_free(text);
    char *file = clean_name(where->file), *place = clean_name(where->place);
    kuril_diagnostic diagnostic = *where;
    diagnostic.file = file;
    diagnostic.place = place;
    diagnostic.message = clean;
    diagnostics->report(diagnostics->user, &diagnostic);
    g_free(place);
    g_free(file);
}

void kuril_report(const kuril_diagnostics *diagnostics, kuril_severity severity, const char *file, const char *place,
                  const char *format, ...)
{
    if (!diagnostics || !diagnostics->report)
        return;
    va_list arguments;
    va_start(arguments, format);
    const kuril_diagnostic where = {.severity = severity, .file = file, .place = place};
    report(diagnostics, &where, format, arguments);
    va_end(arguments);
}

void kuril_report_at(const kuril_diagnostics *diagnostics, kuril_severity severity, const char *file, int line,
                     int column, const char *place, const char *format, ...)
{
    if (!diagnostics || !diagnostics->report)
        return;
    va_list arguments;
    va_start(arguments, format);
    const kuril_diagnostic where = {
        .severity = severity, .file = file, .place = place, .line = line, .column = column};
    report(diagnostics, &where, format, arguments);
    va_end(arguments);
}

void kuril_report_error(const kuril_diagnostics *diagnostics, kuril_severity severity, const kuril_error *error)
{
    if (!diagnostics || !diagnostics->report || error->code == KURIL_OK)
        return;
    const kuril_diagnostic diagnostic = {.severity = severity,
                                         .code = error->code,
                                         .file = error->file[0] ? error->file : NULL,
                                         .place = error->place[0] ? error->place : NULL,
                                         .message = error->message,
                                         .line = error->line,
                                         .column = error->column};
    diagnostics->report(diagnostics->user, &diagnostic);
}
