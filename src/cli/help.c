#include "cli/help.h"

#include <glib.h>
#include <string.h>

enum { WIDTH = 80, HELP_COLUMN = 30 };

/* Prints text from column `at` on, broken at spaces before WIDTH, further lines indented by `indent`. */
static void print_wrapped(FILE *to, const char *text, size_t at, size_t indent)
{
    char **words = g_strsplit(text, " ", -1);
    size_t column = at;
    for (size_t i = 0; words[i]; i++) {
        const size_t length = (size_t)g_utf8_strlen(words[i], -1);
        if (column > indent && column + 1 + length > WIDTH) {
            fprintf(to, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            fputc(' ', to);
            column++;
        }
        fputs(words[i], to);
        column += length;
    }
    fputc('\n', to);
    g_strfreev(words);
}

char *kuril_help_option(const kuril_option *option)
{
    char letter[] = {'-', option->letter, ',', ' ', '\0'};
    return g_strdup_printf("%s--%s%s%s", option->letter ? letter : "    ", option->name, option->value ? " " : "",
                           option->value ? option->value : "");
}

static void print_option(FILE *to, const kuril_option *option)
{
    char *left = kuril_help_option(option);
    fprintf(to, "  %s", left);
    const size_t at = strlen(left) + 2;
    if (at + 2 > HELP_COLUMN)
        fprintf(to, "\n%*s", HELP_COLUMN, "");
    else
        fprintf(to, "%*s", (int)(HELP_COLUMN - at), "");
    print_wrapped(to, option->help, HELP_COLUMN, HELP_COLUMN);
    g_free(left);
}

static void print_options(FILE *to, const kuril_command *command)
{
    const size_t count = kuril_command_option_count(command);
    size_t n_global = 0;
    kuril_global_options(&n_global);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 && count > n_global)
            fputs("\nOptions:\n", to);
        if (i == count - n_global)
            fputs(command ? "\nOptions of every command:\n" : "\nOptions:\n", to);
        const kuril_option option = kuril_command_option(command, i);
        print_option(to, &option);
    }
}

static void print_paragraphs(FILE *to, const char *text)
{
    char **paragraphs = g_strsplit(text, "\n\n", -1);
    for (size_t i = 0; paragraphs[i]; i++) {
        fputc('\n', to);
        print_wrapped(to, paragraphs[i], 0, 0);
    }
    g_strfreev(paragraphs);
}

static void print_program(FILE *to)
{
    fputs("Usage: kurilmap COMMAND [OPTION...] [ARGUMENT...]\n\n"
          "Maps of the Kuril Islands and the Sea of Okhotsk, and how far and how near.\n\nCommands:\n",
          to);
    size_t count = 0;
    const kuril_command *const *commands = kuril_commands(&count);
    for (size_t i = 0; i < count; i++)
        fprintf(to, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    print_options(to, NULL);
    fputs("\n'kurilmap COMMAND --help' tells more.\n"
          "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad input.\n",
          to);
}

void kuril_help_print(const kuril_command *command, FILE *to)
{
    if (!command) {
        print_program(to);
        return;
    }
    fprintf(to, "Usage: kurilmap %s [OPTION...] %s\n", command->name, command->synopsis);
    print_paragraphs(to, command->description);
    print_options(to, command);
    if (command->examples)
        fputs("\nExamples:\n", to);
    for (size_t i = 0; command->examples && command->examples[i]; i++)
        fprintf(to, "  %s\n", command->examples[i]);
}
