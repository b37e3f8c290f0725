/* kurilmap distance: how far, shore to shore and point to point. */
#include "cli/commands.h"
#include "cli/measuring.h"
#include "cli/pairs.h"
#include "core/diagnostics.h"
#include "map/answer_map.h"
#include "render/text.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

/* The subjects of a command line, with the gazetteer that they borrow from. */
typedef struct subjects {
    kuril_gazetteer *gazetteer;
    kuril_subject *list;
    size_t count;
} subjects;

static void finish_subjects(subjects *s)
{
    for (size_t i = 0; i < s->count; i++)
        kuril_subject_finish(&s->list[i]);
    g_free(s->list);
    kuril_gazetteer_free(s->gazetteer);
}

static kuril_status find_subjects(const kuril_arguments *arguments, kuril_console *console, subjects *s,
                                  kuril_error *error)
{
    kuril_status status = kuril_gazetteer_read(&s->gazetteer, error);
    s->list = g_new0(kuril_subject, arguments->n_words);
    s->count = 0;
    for (size_t i = 0; i < arguments->n_words && !status; i++) {
        status = kuril_subject_find(s->gazetteer, arguments->words[i], kuril_measuring_edges(arguments),
                                    &console->diagnostics, &s->list[i], error);
        s->count += !status;
    }
    return status;
}

static const kuril_column columns[] = {
    {"from", "From", false},
    {"to", "To", false},
    {NULL, "Shore to shore", true},
    {NULL, "", true},
    {NULL, "Azimuth", true},
    {NULL, "Nearest points", false},
    {NULL, "", false},
    {NULL, "Point to point", true},
    {NULL, "", true},
    {"relation", NULL, false},
    {"distance_m", NULL, true},
    {"azi1", NULL, true},
    {"azi2", NULL, true},
    {"from_lon", NULL, true},
    {"from_lat", NULL, true},
    {"to_lon", NULL, true},
    {"to_lat", NULL, true},
    {"points_m", NULL, true},
    {"points_azi1", NULL, true},
    {"points_azi2", NULL, true},
};

static const char *const relations[] = {
    [KURIL_APART] = "apart", [KURIL_MEETING] = "meeting", [KURIL_INSIDE] = "inside"};

static void add_azimuths(kuril_table *table, kuril_geodesic g)
{
    /* No direction leads from a place to itself. */
    kuril_table_number(table, g.s12_m > 0 ? g.azi1 : NAN);
    kuril_table_number(table, g.s12_m > 0 ? g.azi2 : NAN);
}

static void add_owned(kuril_table *table, char *text)
{
    kuril_table_text(table, text);
    g_free(text);
}

static void add_row(kuril_table *table, const kuril_subject *a, const kuril_subject *b, const kuril_unit *unit)
{
    kuril_nearest n = {.geodesic = {NAN, NAN, NAN}};
    const bool found = kuril_shape_nearest(a->shape, b->shape, INFINITY, &n);
    const bool both_points = a->has_reference && b->has_reference;
    kuril_geodesic points = {NAN, NAN, NAN};
    if (both_points)
        points = kuril_geodesic_inverse(a->reference, b->reference);
    const double accuracy_m = fmax(a->accuracy_m, b->accuracy_m);
    if (found)
        kuril_measuring_line(table, n.a, n.b);
    kuril_table_text(table, a->label);
    kuril_table_text(table, b->label);
    kuril_measuring_lengths(table, n.geodesic.s12_m, unit, accuracy_m);
    add_owned(table, n.geodesic.s12_m > 0 ? kuril_measuring_azimuth(n.geodesic.azi1) : NULL);
    add_owned(table, found ? kuril_place_text(n.a) : NULL);
    add_owned(table, found ? kuril_place_text(n.b) : NULL);
    if (both_points)
        kuril_measuring_lengths(table, points.s12_m, unit, accuracy_m);
    else
        kuril_table_text(table, NULL), kuril_table_text(table, NULL);
    kuril_table_text(table, found ? relations[n.relation] : NULL);
    kuril_table_number(table, n.geodesic.s12_m);
    add_azimuths(table, n.geodesic);
    kuril_table_number(table, found ? n.a.lon : NAN);
    kuril_table_number(table, found ? n.a.lat : NAN);
    kuril_table_number(table, found ? n.b.lon : NAN);
    kuril_table_number(table, found ? n.b.lat : NAN);
    kuril_table_number(table, points.s12_m);
    add_azimuths(table, points);
}

static void add_about(kuril_table *table, const subjects *s, kuril_edges edges)
{
    const kuril_subject **list = g_new(const kuril_subject *, s->count);
    for (size_t i = 0; i < s->count; i++)
        list[i] = &s->list[i];
    kuril_measuring_about(table, edges);
    kuril_measuring_sources(table, list, s->count);
    g_free(list);
}

static kuril_table *list_table(const subjects *s, const kuril_unit *unit)
{
    kuril_table *table = kuril_table_new(columns, G_N_ELEMENTS(columns));
    for (size_t i = 1; i < s->count; i++)
        add_row(table, &s->list[0], &s->list[i], unit);
    return table;
}

/* Everyone to everyone: a square for people and in CSV, a row for each pair elsewhere. */
static kuril_table *matrix_table(const subjects *s, const kuril_unit *unit, const char *format)
{
    const bool square =
        !format || strcmp(format, "text") == 0 || strcmp(format, "markdown") == 0 || strcmp(format, "csv") == 0;
    if (!square) {
        kuril_table *pairs = kuril_table_new(columns, G_N_ELEMENTS(columns));
        for (size_t i = 0; i < s->count; i++)
            for (size_t j = i + 1; j < s->count; j++)
                add_row(pairs, &s->list[i], &s->list[j], unit);
        return pairs;
    }
    const bool csv = format && strcmp(format, "csv") == 0;
    GArray *square_columns = g_array_new(FALSE, FALSE, sizeof(kuril_column));
    const kuril_column corner = {"from", "", false};
    g_array_append_val(square_columns, corner);
    for (size_t i = 0; i < s->count; i++) {
        const kuril_column c = {s->list[i].label, s->list[i].label, true};
        g_array_append_val(square_columns, c);
    }
    kuril_table *table = kuril_table_new((const kuril_column *)(const void *)square_columns->data, square_columns->len);
    for (size_t i = 0; i < s->count; i++) {
        kuril_table_text(table, s->list[i].label);
        for (size_t j = 0; j < s->count; j++) {
            kuril_nearest n;
            const bool found = kuril_shape_nearest(s->list[i].shape, s->list[j].shape, INFINITY, &n);
            const double metres = !found ? NAN : i == j ? 0 : n.geodesic.s12_m;
            if (csv)
                kuril_table_number(table, metres);
            else
                add_owned(table, kuril_length_text(metres, unit ? unit : kuril_unit_find("km"),
                                                        fmax(s->list[i].accuracy_m, s->list[j].accuracy_m)));
        }
    }
    g_array_free(square_columns, TRUE);
    return table;
}

/* From the first to all others, or everyone to everyone; what meets has no line. */
static kuril_status draw_map(const subjects *s, bool matrix, const kuril_unit *unit, const char *path,
                             kuril_console *console, kuril_error *error)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(kuril_answer));
    const bool many = s->count > 2;
    for (size_t i = 0; i < (matrix ? s->count : 1); i++)
        for (size_t j = i + 1; j < s->count; j++) {
            const kuril_subject *a = &s->list[i], *b = &s->list[j];
            kuril_nearest n;
            if (!kuril_shape_nearest(a->shape, b->shape, INFINITY, &n))
                continue;
            const kuril_answer answer = {many && !matrix ? b->label : NULL, n.a, n.b, fmax(a->accuracy_m, b->accuracy_m)};
            g_array_append_val(list, answer);
        }
    char *title = many ? g_strdup_printf("How far from %s", s->list[0].label)
                       : g_strdup_printf("%s to %s", s->list[0].label, s->list[1].label);
    const kuril_answers answers = {(const kuril_answer *)(const void *)list->data,
                                   list->len,
                                   many && !matrix,
                                   matrix ? "How far, each to each" : title,
                                   "Geodesics on the WGS 84 ellipsoid between nearest points",
                                   unit ? unit->name : NULL};
    kuril_fonts_own_process();
    const kuril_status status = kuril_answers_draw(&answers, path, &console->diagnostics, error);
    g_free(title);
    g_array_free(list, TRUE);
    return status;
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    const char *pairs = kuril_arguments_value(arguments, "pairs"), *format = kuril_arguments_value(arguments, "format"),
               *output = kuril_arguments_value(arguments, "output"), *map = kuril_arguments_value(arguments, "map");
    if (pairs) {
        if (arguments->n_words > 0 || map || kuril_arguments_has(arguments, "matrix"))
            return kuril_fail(error, KURIL_E_ARGUMENT,
                              "--pairs takes its places from the file and goes with no others, nor with --map");
        if (format && strcmp(format, "csv") != 0)
            return kuril_fail(error, KURIL_E_ARGUMENT, "--pairs writes csv only");
        if (kuril_arguments_value(arguments, "unit") || kuril_arguments_value(arguments, "edges"))
            return kuril_fail(error, KURIL_E_ARGUMENT,
                              "--pairs measures points in metres and goes neither with --unit nor with --edges");
        return kuril_pairs_stream(pairs, output, &console->diagnostics, error);
    }
    if (arguments->n_words < 2)
        return kuril_fail(error, KURIL_E_ARGUMENT, "'distance' needs a place to measure from and one to measure to");
    subjects s = {0};
    kuril_status status = find_subjects(arguments, console, &s, error);
    const bool matrix = kuril_arguments_has(arguments, "matrix");
    const kuril_unit *unit = kuril_measuring_unit(arguments);
    kuril_status drawn = KURIL_OK;
    if (!status && map)
        drawn = draw_map(&s, matrix, unit, map, console, error);
    if (!status && drawn != KURIL_E_ARGUMENT) { /* the answer stands without its map */
        kuril_table *table =
            matrix ? matrix_table(&s, unit, format) : list_table(&s, unit);
        add_about(table, &s, kuril_measuring_edges(arguments));
        status = kuril_table_write(table, format, output, drawn ? NULL : error);
        kuril_table_free(table);
    }
    finish_subjects(&s);
    return drawn ? drawn : status;
}

static const kuril_option options[] = {
    KURIL_OPTION_FORMAT,
    KURIL_OPTION_UNIT,
    KURIL_OPTION_EDGES,
    {"matrix", 0, NULL, "measure from every place to every other", NULL, KURIL_COMPLETE_NOTHING},
    {"pairs", 0, "FILE", "measure row by row: a CSV file with columns lat1, lon1, lat2, lon2; - for standard input",
     NULL, KURIL_COMPLETE_FILE},
    KURIL_OPTION_MAP,
    KURIL_OPTION_TABLE_OUTPUT,
};

static const char *const examples[] = {
    "kurilmap distance hokkaido kunashir", "kurilmap distance 納沙布岬 貝殻島 水晶島",
    "kurilmap distance --matrix --format csv hokkaido kunashir iturup shikotan habomai",
    "kurilmap distance 45.04,147.63 Tokyo", "kurilmap distance hokkaido kunashir --map strait.png", NULL};

const kuril_command kuril_command_distance = {
    .name = "distance",
    .synopsis = "FROM TO...",
    .summary = "how far, shore to shore and point to point",
    .description =
        "Measures on the WGS 84 ellipsoid. A place is a name in English, Russian or Japanese or an id of the "
        "gazetteer, "
        "LAT,LON in decimal degrees, degrees and minutes with N S E W, well-known text, or a dataset "
        "(FILE[:LAYER][?where=SQL], geodata:NAME), whose features then count together.\n\n"
        "For islands and other areas and lines the distance is that of the nearest points of both shores, 0 where they "
        "meet or one holds the other, and none where one is empty; the distance between reference points stands beside "
        "it. Text shows as many digits as the data justify; the other formats carry full precision, in metres.\n\n"
        "With --pairs a row whose numbers cannot be read keeps its columns, has an empty distance and is named in a "
        "warning; the rest is measured. --strict makes that a failure.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .least = 0,
    .most = SIZE_MAX,
    .completes = KURIL_COMPLETE_PLACE,
    .examples = examples,
    .run = run,
};
