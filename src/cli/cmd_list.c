/* kurilmap list: what there is. */
#include "cli/commands.h"
#include "cli/list_tables.h"
#include "cli/measuring.h"
#include "core/diagnostics.h"
#include "map/views.h"
#include <kurilmap/projection.h>
#include <stdio.h>
#include <string.h>

/* Names in a terminal are a line each, without a head: a shell takes them as they are. */
static bool is_plain(const kuril_arguments *arguments)
{
    return !kuril_arguments_has(arguments, "format") && !kuril_arguments_has(arguments, "output");
}

static kuril_status list_names(const kuril_arguments *arguments, char **names, kuril_error *error)
{
    for (size_t i = 0; is_plain(arguments) && names[i]; i++)
        puts(names[i]);
    return is_plain(arguments) ? KURIL_OK
                               : kuril_list_names(arguments, (const char *const *)names, NULL, g_strv_length(names), error);
}

static kuril_status list_projections(const kuril_arguments *arguments, kuril_error *error)
{
    size_t count = 0;
    const char *const *presets = kuril_projection_presets(&count);
    const char **names = g_new(const char *, count + 1), **titles = g_new(const char *, count + 1);
    names[0] = "auto";
    titles[0] = "";
    for (size_t i = 0; i < count; i++) {
        names[i + 1] = presets[i];
        titles[i + 1] = kuril_projection_preset_title(presets[i]);
    }
    kuril_status status = KURIL_OK;
    if (!is_plain(arguments))
        status = kuril_list_names(arguments, names, titles, count + 1, error);
    for (size_t i = 0; is_plain(arguments) && i <= count; i++)
        titles[i][0] ? printf("%-24s %s\n", names[i], titles[i]) : puts(names[i]);
    g_free(names);
    g_free(titles);
    return status;
}

/* Options that only places take. */
static kuril_status check_options(const kuril_arguments *arguments, bool places, kuril_error *error)
{
    static const char *const of_places[] = {"kind", "area"};
    for (size_t i = 0; i < G_N_ELEMENTS(of_places); i++)
        if (!places && kuril_arguments_has(arguments, of_places[i]))
            return kuril_fail(error, KURIL_E_ARGUMENT, "--%s goes with 'list places' only", of_places[i]);
    return KURIL_OK;
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    const char *what = arguments->words[0];
    const bool places = strcmp(what, "places") == 0, layers = strcmp(what, "layers") == 0;
    kuril_status status = check_options(arguments, places, error);
    if (status)
        return status;
    if (places)
        return kuril_list_places(arguments, console, error);
    if (layers)
        return kuril_list_layers(arguments, error);
    if (strcmp(what, "projections") == 0)
        return list_projections(arguments, error);
    char **names = NULL;
    status = strcmp(what, "views") == 0 ? kuril_view_names(&names, error) : kuril_style_names(&names, error);
    if (status == KURIL_OK)
        status = list_names(arguments, names, error);
    g_strfreev(names);
    return status;
}

static const kuril_option options[] = {
    {"kind", 0, "KIND,...", "only places of these kinds, such as island,strait", NULL, KURIL_COMPLETE_NOTHING},
    {"area", 0, NULL, "measure areas and perimeters of places", NULL, KURIL_COMPLETE_NOTHING},
    KURIL_OPTION_FORMAT,
    KURIL_OPTION_TABLE_OUTPUT,
};

static const char *const examples[] = {"kurilmap list views", "kurilmap list places --kind island --area",
                                       "kurilmap list layers --format markdown", NULL};

const kuril_command kuril_command_list = {
    .name = "list",
    .synopsis = "views | places | layers | styles | projections",
    .summary = "what there is: views, places, layers, styles, projections",
    .description = "Lists what kurilmap brings along. Areas of islands are those of their main bodies on the WGS 84 ellipsoid, "
                   "with geodesic edges; the formats for programs have the area with islets beside it.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .least = 1,
    .most = 1,
    .word_choices = "views places layers styles projections",
    .examples = examples,
    .run = run,
};
