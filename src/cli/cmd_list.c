/* kurilmap list: what there is. */
#include "cli/commands.h"
#include "cli/list_tables.h"
#include "cli/measuring.h"
#include "core/diagnostics.h"
#include "map/views.h"
#include <kurilmap/projection.h>
#include <stdio.h>
#include <string.h>

/* Plain names, a line each. */
static kuril_status print_names(char **names)
{
    for (size_t i = 0; names[i]; i++)
        puts(names[i]);
    g_strfreev(names);
    return KURIL_OK;
}

static kuril_status list_projections(void)
{
    size_t count = 0;
    const char *const *presets = kuril_projection_presets(&count);
    puts("auto");
    for (size_t i = 0; i < count; i++)
        printf("%-24s %s\n", presets[i], kuril_projection_preset_title(presets[i]));
    return KURIL_OK;
}

/* Options that only tables take. */
static kuril_status check_options(const kuril_arguments *arguments, bool places, bool table, kuril_error *error)
{
    static const char *const of_places[] = {"kind", "area"}, *const of_tables[] = {"format", "output"};
    for (size_t i = 0; i < G_N_ELEMENTS(of_places); i++)
        if (!places && kuril_arguments_has(arguments, of_places[i]))
            return kuril_fail(error, KURIL_E_ARGUMENT, "--%s goes with 'list places' only", of_places[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(of_tables); i++)
        if (!table && kuril_arguments_has(arguments, of_tables[i]))
            return kuril_fail(error, KURIL_E_ARGUMENT, "--%s goes with 'list places' and 'list layers' only", of_tables[i]);
    return KURIL_OK;
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    const char *what = arguments->words[0];
    const bool places = strcmp(what, "places") == 0, layers = strcmp(what, "layers") == 0;
    kuril_status status = check_options(arguments, places, places || layers, error);
    if (status)
        return status;
    if (places)
        return kuril_list_places(arguments, console, error);
    if (layers)
        return kuril_list_layers(arguments, error);
    if (strcmp(what, "projections") == 0)
        return list_projections();
    char **names = NULL;
    status = strcmp(what, "views") == 0 ? kuril_view_names(&names, error) : kuril_style_names(&names, error);
    return status == KURIL_OK ? print_names(names) : status;
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
