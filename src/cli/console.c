#include "cli/console.h"

#include "core/diagnostics.h"
#include "core/json.h"
#include "core/output.h"
#include <glib.h>
#include <string.h>
#include <unistd.h>

static const char *const severities[] = {"info", "warning", "error"};

static void print_json(const kuril_diagnostic *d)
{
    kuril_json json = {.text = g_string_new(NULL)};
    kuril_json_open(&json, '{');
    kuril_json_member(&json, "severity", severities[d->severity]);
    if (d->code != KURIL_OK)
        kuril_json_member(&json, "code", kuril_status_text(d->code));
    if (d->file)
        kuril_json_member(&json, "file", d->file);
    if (d->line > 0) {
        kuril_json_member_number(&json, "line", d->line);
        kuril_json_member_number(&json, "column", d->column);
    }
    if (d->place)
        kuril_json_member(&json, "place", d->place);
    kuril_json_member(&json, "message", d->message);
    kuril_json_close(&json, '}');
    fprintf(stderr, "%s\n", json.text->str);
    g_string_free(json.text, TRUE);
}

/* FILE:LINE:COL: as compilers print it, without the column of what is wrong with a whole line; a file that the message names already is not said twice. */
static void print_text(const kuril_diagnostic *d)
{
    fprintf(stderr, "kurilmap: %s: ", severities[d->severity]);
    if (d->file && d->line > 0 && d->column > 0)
        fprintf(stderr, "%s:%d:%d: ", d->file, d->line, d->column);
    else if (d->file && d->line > 0)
        fprintf(stderr, "%s:%d: ", d->file, d->line);
    else if (d->file && !strstr(d->message, d->file))
        fprintf(stderr, "%s: ", d->file);
    if (d->place && d->line == 0 && !strstr(d->message, d->place))
        fprintf(stderr, "%s: ", d->place);
    fprintf(stderr, "%s\n", d->message);
}

static void print(const kuril_console *console, const kuril_diagnostic *diagnostic)
{
    kuril_diagnostic d = *diagnostic;
    if (d.file && !*d.file)
        d.file = NULL;
    if (d.place && (!*d.place || strcmp(d.place, KURIL_PLACE_OUTPUT) == 0 || strcmp(d.place, KURIL_PLACE_MACHINE) == 0))
        d.place = NULL;
    if (console->json)
        print_json(&d);
    else
        print_text(&d);
}

enum { SHOWN_MOST = 100 }; /* errors, and warnings, for people */

/* A reader reports all that is wrong and returns the first of it, which shall not be printed again at the end. */
static bool is_new_error(kuril_console *console, const kuril_diagnostic *d)
{
    return g_hash_table_add(console->reported,
                            g_strdup_printf("%s:%d:%d:%s", d->file ? d->file : "", d->line, d->column, d->message));
}

static void report(void *user, const kuril_diagnostic *diagnostic)
{
    kuril_console *console = user;
    if (diagnostic->severity == KURIL_ERROR) {
        if (is_new_error(console, diagnostic) && (++console->errors <= SHOWN_MOST || console->json))
            print(console, diagnostic);
        return;
    }
    if (diagnostic->severity == KURIL_WARNING)
        console->warnings++;
    if (!console->quiet && (diagnostic->severity != KURIL_WARNING || console->warnings <= SHOWN_MOST || console->json))
        print(console, diagnostic);
}

static void tell_rest(size_t count, const char *what)
{
    if (count > SHOWN_MOST)
        fprintf(stderr, "kurilmap: info: and %zu more %ss: --log-format json shows all\n", count - SHOWN_MOST, what);
}

void kuril_console_start(kuril_console *console)
{
    console->diagnostics = (kuril_diagnostics){report, console};
    console->reported = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void kuril_console_finish(kuril_console *console)
{
    if (!console->json)
        tell_rest(console->errors, "error");
    if (!console->json && !console->quiet)
        tell_rest(console->warnings, "warning");
    g_hash_table_destroy(console->reported);
}

void kuril_console_error(kuril_console *console, const kuril_error *error)
{
    kuril_report_error(&console->diagnostics, KURIL_ERROR, error);
}

kuril_status kuril_console_verdict(const kuril_console *console, kuril_error *error)
{
    if (!console->strict || console->warnings == 0)
        return KURIL_OK;
    return kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_OUTPUT, "nothing was written: --strict");
}

bool kuril_console_is_watched(const kuril_console *console)
{
    return !console->quiet && !console->json && isatty(STDERR_FILENO);
}

int kuril_exit_code(const kuril_error *error)
{
    switch (error->code) {
    case KURIL_OK:
        return KURIL_EXIT_DONE;
    case KURIL_E_ARGUMENT:
    case KURIL_E_DOMAIN:
    case KURIL_E_PROJECTION:
        return error->file[0] ? KURIL_EXIT_INPUT : KURIL_EXIT_USAGE;
    case KURIL_E_IO:
        return strcmp(error->place, KURIL_PLACE_OUTPUT) == 0 || strcmp(error->place, KURIL_PLACE_MACHINE) == 0 ? KURIL_EXIT_FAILED
                                                                                                            : KURIL_EXIT_INPUT;
    case KURIL_E_SYNTAX:
    case KURIL_E_UNSUPPORTED:
    case KURIL_E_DATA:
        return KURIL_EXIT_INPUT;
    case KURIL_E_MEMORY:
    case KURIL_STATUS_COUNT:
        break;
    }
    return KURIL_EXIT_FAILED;
}
