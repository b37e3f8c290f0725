/* kurilmap identify: what is here. */
#include "cli/commands.h"
#include "cli/measuring.h"
#include "map/views.h"
#include "measure/surroundings.h"
#include <kurilmap/map.h>
#include <math.h>

static const kuril_column columns[] = {
    {"item", NULL, false}, {NULL, "", false},  {"value", "", false}, {NULL, "", true},        {NULL, "", true},
    {NULL, "", true},      {"note", "", false}, {"id", NULL, false},  {"distance_m", NULL, true}, {"azi", NULL, true},
};

static void add_finding(kuril_table *table, kuril_lonlat p, const kuril_finding *f, const kuril_unit *unit)
{
    char *azi = kuril_measuring_azimuth(f->azi);
    if (f->distance_m > 0)
        kuril_measuring_line(table, p, kuril_geodesic_direct(p, f->azi, f->distance_m, NULL));
    else
        kuril_table_line(table, &p, 1);
    kuril_table_text(table, f->item);
    kuril_table_text(table, f->title);
    kuril_table_text(table, f->value);
    if (isnan(f->distance_m))
        kuril_table_text(table, NULL), kuril_table_text(table, NULL);
    else
        kuril_measuring_lengths(table, f->distance_m, unit, f->accuracy_m);
    kuril_table_text(table, azi);
    kuril_table_text(table, f->note);
    kuril_table_text(table, f->id);
    kuril_table_number(table, f->distance_m);
    kuril_table_number(table, f->azi);
    g_free(azi);
}

/* Range rings of the built-in views that hold the place: whose, how wide, and how far the middle is. */
static kuril_status add_rings(const kuril_gazetteer *gazetteer, kuril_lonlat p, GArray *findings,
                              const kuril_diagnostics *diagnostics, kuril_error *error)
{
    char **views = NULL;
    kuril_status status = kuril_view_names(&views, error);
    for (size_t v = 0; !status && views[v]; v++) {
        kuril_map *map = NULL;
        status = kuril_map_read(views[v], &map, diagnostics, error);
        for (size_t i = 0; !status && i < map->n_rings; i++) {
            const kuril_map_ring *ring = &map->rings[i];
            kuril_position middle;
            status = kuril_position_find(gazetteer, ring->place, &middle, error);
            if (status)
                break;
            const kuril_geodesic g = kuril_geodesic_inverse(p, middle.lonlat);
            const char *label = kuril_map_words(map, &ring->label);
            for (size_t r = 0; r < ring->n_radii; r++) {
                if (g.s12_m > ring->radii_m[r])
                    continue;
                char *radius = kuril_length_text(ring->radii_m[r], kuril_unit_find("km"), 1000);
                const kuril_finding f = {.item = "ring",
                                         .title = "Within range ring",
                                         .value = g_strdup_printf("%s %s", label ? label : ring->place, radius),
                                         .id = g_strdup(ring->place),
                                         .note = g_strdup_printf("of the view %s", views[v]),
                                         .distance_m = g.s12_m,
                                         .accuracy_m = KURIL_PLACE_ACCURACY_M,
                                         .azi = g.s12_m > 0 ? g.azi1 : NAN};
                g_array_append_val(findings, f);
                g_free(radius);
            }
        }
        kuril_map_free(map);
    }
    g_strfreev(views);
    return status;
}

static void add_about(kuril_table *table, const GArray *findings)
{
    static const char *const sources[] = {"geodata:coast_full",    "geodata:coast_1km",      "geodata:lakes",
                                          "geodata:islands_full",  "geodata:countries_50m",  "geodata:seas",
                                          "geodata:straits",       "geodata:depth_grid",     "geodata:strategic_area",
                                          "geodata:strategic_point"};
    double accuracy_m = KURIL_PLACE_ACCURACY_M;
    for (guint i = 0; i < findings->len; i++)
        accuracy_m = fmax(accuracy_m, g_array_index(findings, kuril_finding, i).accuracy_m);
    GString *credits = g_string_new(NULL);
    kuril_measuring_data(table, sources, G_N_ELEMENTS(sources), credits);
    g_string_free(credits, TRUE);
    kuril_table_about_number(table, "accuracy_m", accuracy_m);
    char *line = g_strdup_printf(
        "Zones are computed from the coast, good to about %.0f m%s; legal baselines are straight lines in "
        "places and lie farther out.",
        accuracy_m, accuracy_m > KURIL_PLACE_ACCURACY_M ? " without the smallest islands" : "");
    kuril_table_about(table, NULL, line);
    g_free(line);
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    kuril_gazetteer *gazetteer = NULL;
    kuril_position position;
    GArray *findings = NULL;
    kuril_status status = kuril_gazetteer_read(&gazetteer, error);
    if (!status)
        status = kuril_position_find(gazetteer, arguments->words[0], &position, error);
    if (!status)
        status = kuril_look_about(position.lonlat, &console->diagnostics, &findings, error);
    if (!status)
        status = add_rings(gazetteer, position.lonlat, findings, &console->diagnostics, error);
    if (!status) {
        kuril_table *table = kuril_table_new(columns, G_N_ELEMENTS(columns));
        for (guint i = 0; i < findings->len; i++)
            add_finding(table, position.lonlat, &g_array_index(findings, kuril_finding, i), kuril_measuring_unit(arguments));
        kuril_measuring_about(table, KURIL_EDGES_GEODESIC);
        kuril_table_about_number(table, "lon", position.lonlat.lon);
        kuril_table_about_number(table, "lat", position.lonlat.lat);
        add_about(table, findings);
        status = kuril_table_write(table, kuril_arguments_value(arguments, "format"),
                                   kuril_arguments_value(arguments, "output"), error);
        kuril_table_free(table);
    }
    kuril_findings_free(findings);
    kuril_gazetteer_free(gazetteer);
    return status;
}

static const kuril_option options[] = {KURIL_OPTION_FORMAT, KURIL_OPTION_UNIT, KURIL_OPTION_TABLE_OUTPUT};

static const char *const examples[] = {"kurilmap identify 44.5,146.5", "kurilmap identify peanut-hole --format json", NULL};

const kuril_command kuril_command_identify = {
    .name = "identify",
    .synopsis = "POINT",
    .summary = "what is here: zone, sea, nearest land, depth, claims",
    .description = "Tells whether a point is land, lake or sea, the island with its administration and claim, the zone of the "
                   "sea as it is administered and as each government sees it, named sea and strait, nearest land, depth, and "
                   "the essay's areas and nearest point, and the range rings of the built-in views that hold it.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .least = 1,
    .most = 1,
    .completes = KURIL_COMPLETE_PLACE,
    .examples = examples,
    .run = run,
};
