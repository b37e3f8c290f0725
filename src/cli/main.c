/* The program: takes the command line apart, runs the command, and says how it went. */
#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/help.h"
#include "cli/last_words.h"
#include "cli/overwrite.h"
#include "core/access.h"
#include "core/diagnostics.h"
#include "core/limits.h"
#include "core/output.h"
#include "data/encoding.h"
#include <locale.h>
#include <signal.h>
#include <string.h>

static kuril_status run(const kuril_parsed *parsed, kuril_console *console, kuril_error *error)
{
    const kuril_arguments arguments = {(const kuril_given *)(void *)parsed->given->data, parsed->given->len,
                                       (const char *const *)(void *)parsed->words->data, parsed->words->len};
    if (kuril_arguments_has(&arguments, "help")) {
        kuril_help_print(parsed->command, stdout);
        return KURIL_OK;
    }
    if (kuril_arguments_has(&arguments, "version")) {
        puts("kurilmap " KURIL_VERSION);
        return KURIL_OK;
    }
    kuril_status status = kuril_arguments_check(parsed, error);
    if (status == KURIL_OK)
        status = kuril_overwrite_check(&arguments, error);
    return status == KURIL_OK ? parsed->command->run(&arguments, console, error) : status;
}

static void allow_folder(const char *folder)
{
    const char *before = g_getenv(KURIL_ALLOW_FOLDERS);
    char *list = before && *before ? g_strjoin(G_SEARCHPATH_SEPARATOR_S, before, folder, NULL) : g_strdup(folder);
    g_setenv(KURIL_ALLOW_FOLDERS, list, TRUE);
    g_free(list);
}

/* Global options count even where the rest of the line is wrong: its error is printed as they say. */
static void set_up(const kuril_parsed *parsed, kuril_console *console)
{
    for (guint i = 0; i < parsed->given->len; i++) {
        const kuril_given *given = &g_array_index(parsed->given, kuril_given, i);
        if (strcmp(given->name, "quiet") == 0)
            console->quiet = true;
        else if (strcmp(given->name, "strict") == 0)
            console->strict = true;
        else if (strcmp(given->name, "log-format") == 0)
            console->json = strcmp(given->value, "json") == 0;
        else if (strcmp(given->name, "allow-folder") == 0)
            allow_folder(given->value);
        else if (strcmp(given->name, "allow-network") == 0)
            g_setenv(KURIL_ALLOW_NETWORK, "1", TRUE);
    }
}

static kuril_status set_limits(const kuril_parsed *parsed, kuril_error *error)
{
    kuril_status status = kuril_limits_check(error);
    for (guint i = 0; i < parsed->given->len && status == KURIL_OK; i++) {
        const kuril_given *given = &g_array_index(parsed->given, kuril_given, i);
        if (strcmp(given->name, "allow-limit") == 0)
            status = kuril_limit_set(given->value, error);
    }
    return status;
}

/* It is checked once, so that every dataset may take it for good. */
static kuril_status set_encoding(const kuril_parsed *parsed, kuril_error *error)
{
    for (guint i = 0; i < parsed->given->len; i++) {
        const kuril_given *given = &g_array_index(parsed->given, kuril_given, i);
        if (strcmp(given->name, "encoding") != 0)
            continue;
        char *known = kuril_encoding_canonical(given->value);
        if (!known)
            return kuril_fail(error, KURIL_E_ARGUMENT, "unknown encoding '%s'", given->value);
        g_setenv(KURIL_ENCODING, known, TRUE);
        g_free(known);
    }
    return KURIL_OK;
}

/* A full disk shows only when the last bytes of stdout are flushed. */
static kuril_status close_stdout(kuril_error *error)
{
    const bool bad = ferror(stdout) != 0;
    if (fflush(stdout) != 0 || bad)
        return kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_OUTPUT, "cannot write standard output");
    return KURIL_OK;
}

int main(int argc, char **argv)
{
    kuril_last_words_install();
    signal(SIGXFSZ, SIG_IGN); /* a file size limit is an error of the write, told like any other */
    setlocale(LC_CTYPE, "");  /* file names only; numbers never follow the locale */
    kuril_console console = {0};
    kuril_console_start(&console);
    kuril_error error = {0};
    kuril_parsed parsed;
    kuril_status status = kuril_arguments_parse(argc, argv, &parsed, &error);
    set_up(&parsed, &console);
    if (status == KURIL_OK)
        status = set_limits(&parsed, &error);
    if (status == KURIL_OK)
        status = set_encoding(&parsed, &error);
    if (status == KURIL_OK)
        status = run(&parsed, &console, &error);
    if (status == KURIL_OK)
        status = close_stdout(&error);
    if (status != KURIL_OK && error.code == KURIL_OK)
        kuril_fail(&error, status, "it failed without a reason: please report this");
    if (status != KURIL_OK)
        kuril_console_error(&console, &error);
    kuril_parsed_finish(&parsed);
    kuril_console_finish(&console);
    if (status != KURIL_OK)
        return kuril_exit_code(&error);
    return console.strict && console.warnings > 0 ? KURIL_EXIT_FAILED : KURIL_EXIT_DONE;
}
