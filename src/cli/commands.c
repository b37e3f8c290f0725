/* The list of commands, and which options each takes. */
#include "cli/commands.h"

#include "map/settings.h"
#include <glib.h>
#include <string.h>

static const kuril_command *const commands[] = {
    &kuril_command_render, &kuril_command_batch,  &kuril_command_distance, &kuril_command_near, &kuril_command_identify, &kuril_command_area,
    &kuril_command_buffer, &kuril_command_median, &kuril_command_list,     &kuril_command_check,
};

static const kuril_option global_options[] = {
    {"help", 'h', NULL, "print how a command is used", NULL, KURIL_COMPLETE_NOTHING},
    {"version", 'V', NULL, "print the version", NULL, KURIL_COMPLETE_NOTHING},
    {"quiet", 'q', NULL, "print errors only", NULL, KURIL_COMPLETE_NOTHING},
    {"strict", 0, NULL, "fail when there was a warning, and write no picture that has one", NULL,
     KURIL_COMPLETE_NOTHING},
    {"log-format", 0, "FORMAT", "how warnings are printed: text, or json, an object a line", "text json",
     KURIL_COMPLETE_NOTHING},
    {"encoding", 0, "NAME",
     "of the text of shapefiles and CSV tables, as CP932 or KOI8-R, whatever the files say; FILE?encoding=NAME says it "
     "of one",
     NULL, KURIL_COMPLETE_NOTHING},
    {"allow-folder", 0, "FOLDER",
     "let styles, maps and reports have files read there too, not only in their own folder; can be given several times",
     NULL, KURIL_COMPLETE_FOLDER},
    {"allow-limit", 0, "NAME=VALUE",
     "raise or lower what a document or dataset may ask for, such as features=5000000; can be given several times. "
     "Names: page side pixels document values aliases depth entries features names unpacked ratio icon icon-side "
     "icon-parts; kurilmap(1) tells what they are",
     NULL, KURIL_COMPLETE_NOTHING},
    {"allow-network", 0, NULL, "let datasets be opened over the network, and by every driver that GDAL has", NULL,
     KURIL_COMPLETE_NOTHING},
};

const kuril_command *const *kuril_commands(size_t *count)
{
    *count = G_N_ELEMENTS(commands);
    return commands;
}

const kuril_command *kuril_command_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

const kuril_option *kuril_global_options(size_t *count)
{
    *count = G_N_ELEMENTS(global_options);
    return global_options;
}

/* Switches that leave furniture out; settings.h has the long form, --furniture PIECE=WHERE. */
static const kuril_option furniture_options[KURIL_FURNITURE_COUNT] = {
    [KURIL_F_TITLE] = {.name = "no-title", .help = "leave out title and subtitle"},
    [KURIL_F_LEGEND] = {.name = "no-legend", .help = "leave out the legend"},
    [KURIL_F_SCALE_BAR] = {.name = "no-scale-bar", .help = "leave out the scale bar"},
    [KURIL_F_NORTH_ARROW] = {.name = "no-north-arrow", .help = "leave out the north arrow"},
    [KURIL_F_LOCATOR] = {.name = "no-locator", .help = "leave out the locator globe"},
    [KURIL_F_GRATICULE] = {.name = "no-graticule", .help = "leave out the graticule"},
    [KURIL_F_NEATLINE] = {.name = "no-neatline", .help = "leave out the line round the map"},
    [KURIL_F_CREDITS] = {.name = "no-credits", .help = "leave out the sources"},
    [KURIL_F_WORLDVIEW] = {.name = "no-worldview", .help = "leave out the line that says whose view is shown"},
};

/* Completion that a setting's grammar does not tell. */
static kuril_completes completes(const char *setting)
{
    static const struct {
        const char *name;
        kuril_completes completes;
    } rows[] = {{"center", KURIL_COMPLETE_PLACE},  {"style", KURIL_COMPLETE_STYLE}, {"data", KURIL_COMPLETE_FILE},
                {"points", KURIL_COMPLETE_FILE},   {"output", KURIL_COMPLETE_FILE}, {"ring", KURIL_COMPLETE_PLACE},
                {"measure", KURIL_COMPLETE_PLACE}, {"buffer", KURIL_COMPLETE_PLACE}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].name, setting) == 0)
            return rows[i].completes;
    }
    return KURIL_COMPLETE_NOTHING;
}

static kuril_option setting_option(const kuril_setting *setting)
{
    const bool choice = setting->form == KURIL_SETTING_TEXT; /* others take several words at once */
    return (kuril_option){.name = setting->name,
                          .letter = strcmp(setting->name, "output") == 0 ? 'o' : 0,
                          .value = setting->value,
                          .help = setting->help,
                          .words = choice ? setting->words : NULL,
                          .completes = completes(setting->name)};
}

size_t kuril_command_option_count(const kuril_command *command)
{
    size_t n_settings = 0;
    kuril_settings(&n_settings);
    size_t count = G_N_ELEMENTS(global_options);
    if (command)
        count += command->n_options + (command->takes_settings ? n_settings + KURIL_FURNITURE_COUNT : 0);
    return count;
}

kuril_option kuril_command_option(const kuril_command *command, size_t index)
{
    if (command && index < command->n_options)
        return command->options[index];
    index -= command ? command->n_options : 0;
    if (command && command->takes_settings) {
        size_t n_settings = 0;
        const kuril_setting *settings = kuril_settings(&n_settings);
        if (index < n_settings)
            return setting_option(&settings[index]);
        index -= n_settings;
        if (index < KURIL_FURNITURE_COUNT)
            return furniture_options[index];
        index -= KURIL_FURNITURE_COUNT;
    }
    return global_options[index];
}
