/* kurilmap area: how large, how long. */
#include "cli/commands.h"
#include "cli/measuring.h"
#include "core/diagnostics.h"
#include <math.h>
#include <stdint.h>

static const kuril_column columns[] = {
    {"of", "Of", false},       {NULL, "Area", true},       {NULL, "Perimeter", true}, {NULL, "Length", true},
    {"area_m2", NULL, true},   {"perimeter_m", NULL, true}, {"length_m", NULL, true},  {"parts", NULL, true},
};

static void add_row(kuril_table *table, const kuril_subject *s, const kuril_extent *e, const kuril_unit *unit)
{
    const bool has_area = e->area_m2 > 0 || e->perimeter_m > 0; /* the whole world has no rim */
    char *area = has_area ? kuril_area_text(e->area_m2, e->perimeter_m, s->accuracy_m) : NULL;
    char *perimeter = has_area ? kuril_length_text(e->perimeter_m, unit, s->accuracy_m) : NULL;
    char *length = e->length_m > 0 ? kuril_length_text(e->length_m, unit, s->accuracy_m) : NULL;
    kuril_table_text(table, s->label);
    kuril_table_text(table, area);
    kuril_table_text(table, perimeter);
    kuril_table_text(table, length);
    const bool empty = kuril_shape_is_empty(s->shape);
    kuril_table_number(table, empty ? NAN : e->area_m2);
    kuril_table_number(table, empty ? NAN : e->perimeter_m);
    kuril_table_number(table, empty ? NAN : e->length_m);
    kuril_table_number(table, (double)kuril_geometry_buffer_view(&s->geometry).n_parts);
    g_free(area);
    g_free(perimeter);
    g_free(length);
}

static kuril_status measure(const kuril_arguments *arguments, const kuril_gazetteer *gazetteer,
                            const kuril_diagnostics *diagnostics, kuril_subject *subjects, kuril_table *table,
                            kuril_error *error)
{
    const kuril_edges edges = kuril_measuring_edges(arguments);
    const kuril_unit *unit = kuril_measuring_unit(arguments);
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < arguments->n_words && !status; i++) {
        status = kuril_subject_find_whole(gazetteer, arguments->words[i], edges, diagnostics, &subjects[i], error);
        if (status)
            break;
        kuril_extent extent;
        const kuril_geometry g = kuril_geometry_buffer_view(&subjects[i].geometry);
        status = kuril_geometry_measure(&g, edges, &extent);
        if (status)
            status = kuril_fail(error, status, "'%s' has coordinates off the globe", arguments->words[i]);
        else
            add_row(table, &subjects[i], &extent, unit ? unit : kuril_unit_find("km"));
    }
    return status;
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    kuril_gazetteer *gazetteer = NULL;
    kuril_subject *subjects = g_new0(kuril_subject, arguments->n_words);
    const kuril_subject **list = g_new(const kuril_subject *, arguments->n_words);
    kuril_table *table = kuril_table_new(columns, G_N_ELEMENTS(columns));
    kuril_status status = kuril_gazetteer_read(&gazetteer, error);
    if (!status)
        status = measure(arguments, gazetteer, &console->diagnostics, subjects, table, error);
    if (!status) {
        for (size_t i = 0; i < arguments->n_words; i++)
            list[i] = &subjects[i];
        kuril_measuring_about(table, kuril_measuring_edges(arguments));
        kuril_measuring_sources(table, list, arguments->n_words);
        status = kuril_table_write(table, kuril_arguments_value(arguments, "format"),
                                   kuril_arguments_value(arguments, "output"), error);
    }
    for (size_t i = 0; i < arguments->n_words; i++)
        kuril_subject_finish(&subjects[i]);
    kuril_table_free(table);
    g_free(list);
    g_free(subjects);
    kuril_gazetteer_free(gazetteer);
    return status;
}

static const kuril_option options[] = {KURIL_OPTION_FORMAT, KURIL_OPTION_UNIT, KURIL_OPTION_EDGES, KURIL_OPTION_TABLE_OUTPUT};

static const char *const examples[] = {"kurilmap area iturup kunashir shikotan habomai",
                                       "kurilmap area \"geodata:seas?where=id = 'sea-of-okhotsk'\" --format json", NULL};

const kuril_command kuril_command_area = {
    .name = "area",
    .synopsis = "PLACE|DATASET...",
    .summary = "how large and how long: areas, perimeters, lengths of lines",
    .description = "Measures on the WGS 84 ellipsoid. Islands count with their islets, of a dataset all features together "
                   "(?where=SQL chooses); holes are taken out, and each ring encloses the smaller part of the earth. "
                   "Polygons that cross themselves are measured after a repair, with a warning. Where data are cut at 180 "
                   "degrees, and at the poles, the cut is no part of a perimeter.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .least = 1,
    .most = SIZE_MAX,
    .completes = KURIL_COMPLETE_PLACE,
    .examples = examples,
    .run = run,
};
