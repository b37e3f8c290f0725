/* The table of settings. Their grammars: settings_view.c, settings_lists.c. */
#include "map/settings.h"

#include "core/diagnostics.h"
#include "core/output.h"
#include "core/text.h"
#include "map/setters.h"
#include <glib.h>
#include <string.h>

static const kuril_setting settings[] = {
    {"title", KURIL_SETTING_WORDS, "TEXT", "headline of the map", .set = kuril_set_title},
    {"subtitle", KURIL_SETTING_WORDS, "TEXT", "a line below the title", .set = kuril_set_subtitle},
    {"credit", KURIL_SETTING_WORDS, "TEXT", "stands before the sources in the credit line", .set = kuril_set_credit},
    {"description", KURIL_SETTING_WORDS, "TEXT",
     "text for readers who cannot see the picture; made from the data "
     "when left out",
     .set = kuril_set_description},
    {"bounds", KURIL_SETTING_JOINED, "WEST,SOUTH,EAST,NORTH",
     "show this box of longitudes and latitudes in degrees; "
     "west may be greater than east, across 180",
     .set = kuril_set_bounds},
    {"center", KURIL_SETTING_TEXT, "POINT", "the middle of the map, with --scale or --width", .set = kuril_set_center},
    {"scale", KURIL_SETTING_TEXT, "1:N", "scale at the centre", .set = kuril_set_scale},
    {"width", KURIL_SETTING_TEXT, "LENGTH", "how much the map shows from side to side, as 300km or 150nmi",
     .set = kuril_set_width},
    {"bearing", KURIL_SETTING_TEXT, "DEGREES", "direction that points up, clockwise from north",
     .set = kuril_set_bearing},
    {"portrait", KURIL_SETTING_JOINED, "BOX|POINT",
     "what a page that is higher than wide shows instead: a box as --bounds, or a middle as --center",
     .set = kuril_set_portrait},
    {"portrait-width", KURIL_SETTING_TEXT, "LENGTH", "how much such a page shows from side to side, instead of --width",
     .set = kuril_set_portrait_width},
    {"projection", KURIL_SETTING_TEXT, "CRS",
     "auto, a preset of 'kurilmap list projections', EPSG:N, a PROJ string "
     "or WKT",
     .set = kuril_set_projection},
    {"size", KURIL_SETTING_TEXT, "SIZE",
     "WIDTHxHEIGHT in pixels of 1/96 inch, WIDTHxHEIGHTmm, or a paper: A0 to A6, B1 to B5, letter, legal or tabloid, "
     "with -landscape or -portrait",
     .set = kuril_set_size},
    {"dpi", KURIL_SETTING_TEXT, "N", "sharpness of a PNG, dots to the inch; never changes the look",
     .set = kuril_set_dpi},
    {"style", KURIL_SETTING_TEXT, "STYLE", "a style of 'kurilmap list styles' or a MapLibre style document",
     .set = kuril_set_style},
    {"set", KURIL_SETTING_PAIRS, "KEY=VALUE", "a parameter of the style; can be given several times",
     .set = kuril_set_parameter},
    {"lang", KURIL_SETTING_JOINED, "LANG,...", "languages of the labels: en, ja, ru, zh, zh-Hant, the leading one first", "en ja ru zh zh-Hans zh-Hant",
     .set = kuril_set_lang},
    {"worldview", KURIL_SETTING_TEXT, "VIEW", "neutral shows control and claim; jp and ru as each government does",
     "neutral jp ru", .set = kuril_set_worldview},
    {"strategic", KURIL_SETTING_JOINED, "ID,...", "the essay's points to show, all or none",
     .set = kuril_set_strategic},
    {"data", KURIL_SETTING_LIST, "FILE[:LAYER]", "a dataset to draw on top, in any CRS; can be given several times",
     .parts = {"dataset"}, .has_label = true, .details = {"color", "names", "classes", "arrows"}, .set = kuril_set_data},
    {"points", KURIL_SETTING_LIST, "FILE.csv",
     "points to draw: columns lon, lat (longitude, x ...) and, if any, name; can be given several "
     "times",
     .parts = {"file"}, .has_label = true, .details = {"color"}, .set = kuril_set_points},
    {"ring", KURIL_SETTING_LIST, "POINT:LENGTH,...", "range rings; can be given several times",
     .parts = {"place", "radius"}, .has_label = true, .details = {"mark"}, .set = kuril_set_ring},
    {"measure", KURIL_SETTING_LIST, "POINT:POINT", "a geodesic with its length; can be given several times",
     .parts = {"from", "to"}, .has_label = true, .set = kuril_set_measure},
    {"buffer", KURIL_SETTING_LIST, "PLACE:LENGTH",
     "all that lies within a distance of a place or dataset; can be given "
     "several times",
     .parts = {"of", "distance"}, .has_label = true, .set = kuril_set_buffer},
    {"furniture", KURIL_SETTING_PAIRS, "PIECE=WHERE",
     "a piece of furniture: on, off, auto, or its corner, as "
     "legend=top-left; legend=below, under the map; legend=numbered; locator=inset; neatline=zebra",
     .set = kuril_set_furniture},
    {"output", KURIL_SETTING_LIST, "FILE",
     "picture to write, .png, .pdf or .svg, - for standard output; can be given "
     "several times",
     .parts = {"file"}, .set = kuril_set_output},
};

const kuril_setting *kuril_settings(size_t *count)
{
    *count = G_N_ELEMENTS(settings);
    return settings;
}

const kuril_setting_pair kuril_settings_apart[] = {
    {"bounds", "center"}, {"bounds", "scale"}, {"bounds", "width"}, {"scale", "width"}, {NULL, NULL}};

const kuril_setting *kuril_setting_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
        if (strcmp(settings[i].name, name) == 0)
            return &settings[i];
    }
    return NULL;
}

void kuril_error_from(kuril_error *error, const kuril_source_place *from)
{
    if (!error || error->code == KURIL_OK || error->line > 0 || !from->file || error->code == KURIL_E_MEMORY ||
        strcmp(error->place, KURIL_PLACE_MACHINE) == 0 || strcmp(error->place, KURIL_PLACE_OUTPUT) == 0)
        return;
    kuril_error placed = {0};
    const bool named = !error->file[0] || strstr(error->message, error->file);
    kuril_fail_at(&placed, error->code, from->file, from->line, from->column, error->place, "%s%s%s",
                  named ? "" : error->file, named ? "" : ": ", error->message);
    *error = placed;
}

kuril_status kuril_map_set(kuril_map *map, const char *setting, const char *value, kuril_error *error)
{
    const kuril_setting *found = kuril_setting_find(setting);
    if (found)
        return found->set(map, value, error);
    const char *names[G_N_ELEMENTS(settings)];
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
        names[i] = settings[i].name;
    const char *nearest = kuril_text_nearest(setting, names, G_N_ELEMENTS(names));
    return kuril_fail(error, KURIL_E_ARGUMENT, "unknown setting '%s'%s%s%s", setting, nearest ? ": did you mean '" : "",
                      nearest ? nearest : "", nearest ? "'?" : "");
}
