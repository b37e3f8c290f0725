/* kurilmap list: what there is. */
#include "cli/commands.h"
#include "core/diagnostics.h"
#include "map/views.h"
#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static kuril_status print_names(char **names)
{
    for (size_t i = 0; names[i]; i++)
        puts(names[i]);
    g_strfreev(names);
    return KURIL_OK;
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    (void)console;
    char **names = NULL;
    const kuril_status status =
        strcmp(arguments->words[0], "views") == 0 ? kuril_view_names(&names, error) : kuril_style_names(&names, error);
    return status == KURIL_OK ? print_names(names) : status;
}

static const char *const examples[] = {"kurilmap list views", "kurilmap list styles", NULL};

const kuril_command kuril_command_list = {
    .name = "list",
    .synopsis = "views | styles",
    .summary = "what there is: views, styles",
    .description = "Lists what kurilmap brings along.",
    .least = 1,
    .most = 1,
    .word_choices = "views styles",
    .examples = examples,
    .run = run,
};
