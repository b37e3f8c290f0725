#include "cli/manual.h"

#include "core/limits.h"
#include <glib.h>
#include <string.h>

/* Text as roff: backslashes and hyphens are escaped, a leading dot or quote is protected. */
static void put(FILE *to, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", to);
    for (const char *p = text; *p; p++) {
        if (*p == '\\')
            fputs("\\e", to);
        else if (*p == '-')
            fputs("\\-", to);
        else
            fputc(*p, to);
    }
}

static void put_line(FILE *to, const char *before, const char *text, const char *after)
{
    fputs(before, to);
    put(to, text);
    fprintf(to, "%s\n", after);
}

static void put_option(FILE *to, const kuril_option *option)
{
    fputs(".TP\n", to);
    if (option->letter)
        fprintf(to, "\\fB\\-%c\\fR, ", option->letter);
    fputs("\\fB\\-\\-", to);
    put(to, option->name);
    fputs("\\fR", to);
    if (option->value) {
        fputs(" \\fI", to);
        put(to, option->value);
        fputs("\\fR", to);
    }
    fputc('\n', to);
    put(to, option->help);
    fputs(".\n", to);
}

static void put_options(FILE *to, const kuril_command *command)
{
    fputs(".SH OPTIONS\n", to);
    const size_t count = kuril_command_option_count(command);
    for (size_t i = 0; i < count; i++) {
        const kuril_option option = kuril_command_option(command, i);
        put_option(to, &option);
    }
}

static void put_paragraphs(FILE *to, const char *text)
{
    char **paragraphs = g_strsplit(text, "\n\n", -1);
    for (size_t i = 0; paragraphs[i]; i++)
        put_line(to, ".PP\n", paragraphs[i], "");
    g_strfreev(paragraphs);
}

static void put_end(FILE *to)
{
    fputs(".SH EXIT STATUS\n"
          ".TP\n\\fB0\\fR\nDone.\n.TP\n\\fB1\\fR\nFailed: an output cannot be written, or, with \\-\\-strict, "
          "there was a warning.\n.TP\n\\fB2\\fR\nWrong usage.\n.TP\n\\fB3\\fR\nBad input.\n"
          ".SH ENVIRONMENT\n.TP\n\\fBKURILMAP_DATADIR\\fR\nFolder with the program's data and styles, looked into "
          "first.\n"
          ".TP\n\\fBSOURCE_DATE_EPOCH\\fR\nThe date that outputs carry, in seconds since 1970; without it they carry "
          "none.\n.TP\n\\fBKURILMAP_LIMITS\\fR\nAs \\-\\-allow\\-limit, a space between; that one counts more.\n",
          to);
}

static void put_limits(FILE *to)
{
    fputs(".SH LIMITS\nWhat documents and datasets may ask for; beyond it there is an error that names the option. "
          "\\fB\\-\\-allow\\-limit\\fR \\fINAME\\fR=\\fIVALUE\\fR says otherwise, in a batch for all of its maps; a "
          "document cannot.\n",
          to);
    for (size_t i = 0; i < KURIL_LIMIT_COUNT; i++) {
        put_line(to, ".TP\n\\fB", kuril_limit_name((kuril_limit)i), "\\fR");
        fprintf(to, "%.0f ", kuril_limit_usual((kuril_limit)i));
        put_line(to, "", kuril_limit_what((kuril_limit)i), ".");
    }
}

static void put_program(FILE *to)
{
    fputs(".TH KURILMAP 1 \"\" \"kurilmap " KURIL_VERSION "\" \"User Commands\"\n"
          ".SH NAME\nkurilmap \\- maps of the Kuril Islands and the Sea of Okhotsk\n"
          ".SH SYNOPSIS\n\\fBkurilmap\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n"
          ".SH DESCRIPTION\nDraws maps of the Kuril Islands and the Sea of Okhotsk as PNG, PDF and SVG, and measures "
          "how far "
          "and how near. Results go to standard output, warnings and errors to standard error.\n"
          ".SH COMMANDS\n",
          to);
    size_t count = 0;
    const kuril_command *const *commands = kuril_commands(&count);
    for (size_t i = 0; i < count; i++) {
        put_line(to, ".TP\n\\fB", commands[i]->name, "\\fR");
        put(to, commands[i]->summary);
        put_line(to, "; see \\fBkurilmap-", commands[i]->name, "\\fR(1).");
    }
    put_options(to, NULL);
    put_limits(to);
    put_end(to);
}

void kuril_manual_print(const kuril_command *command, FILE *to)
{
    if (!command) {
        put_program(to);
        return;
    }
    char *upper = g_ascii_strup(command->name, -1);
    fprintf(to, ".TH KURILMAP\\-%s 1 \"\" \"kurilmap " KURIL_VERSION "\" \"User Commands\"\n", upper);
    g_free(upper);
    fprintf(to, ".SH NAME\nkurilmap\\-%s \\- ", command->name);
    put_line(to, "", command->summary, "");
    fprintf(to, ".SH SYNOPSIS\n\\fBkurilmap %s\\fR [\\fIOPTION\\fR...] ", command->name);
    put_line(to, "", command->synopsis, "");
    fputs(".SH DESCRIPTION\n", to);
    put_paragraphs(to, command->description);
    put_options(to, command);
    if (command->examples)
        fputs(".SH EXAMPLES\n.nf\n", to);
    for (size_t i = 0; command->examples && command->examples[i]; i++)
        put_line(to, "", command->examples[i], "");
    if (command->examples)
        fputs(".fi\n", to);
    put_end(to);
    fputs(".SH SEE ALSO\n\\fBkurilmap\\fR(1)\n", to);
}
