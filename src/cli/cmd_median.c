/* kurilmap median: the equidistance line of two coasts, as a dataset. */
#include "cli/commands.h"
#include "cli/measuring.h"
#include "core/diagnostics.h"
#include <kurilmap/dataset.h>

static const double LIMIT_M = 200 * KURIL_NMI_M;

static kuril_value text_value(const char *text)
{
    return (kuril_value){.kind = KURIL_STRING, .as.string = text};
}

static kuril_value number_value(double number)
{
    return (kuril_value){.kind = KURIL_NUMBER, .as.number = number};
}

static kuril_status write(const kuril_subject *a, const kuril_subject *b, double limit_m, double tolerance_m,
                          const kuril_geometry *g, const char *path, const kuril_diagnostics *diagnostics,
                          kuril_error *error)
{
    kuril_extent extent;
    kuril_status status = kuril_geometry_measure(g, KURIL_EDGES_GEODESIC, &extent);
    if (status)
        return kuril_fail(error, status, "the line cannot be measured");
    const kuril_member fields[] = {{"of", text_value(a->label)},
                                   {"and", text_value(b->label)},
                                   {"limit_m", number_value(limit_m)},
                                   {"tol_m", number_value(tolerance_m)},
                                   {"length_km", number_value(extent.length_m / 1e3)},
                                   {"source", text_value(a->source ? a->source : b->source ? b->source : "")}};
    const kuril_feature feature = {.id = 0, .geometry = g, .fields = fields, .n_fields = G_N_ELEMENTS(fields)};
    const kuril_dataset_content content = {"median", &feature, 1};
    return kuril_dataset_write(path, &content, diagnostics, error);
}

static kuril_status trace(const kuril_subject *a, const kuril_subject *b, double limit_m, double tolerance_m,
                          const char *path, kuril_console *console, kuril_error *error)
{
    kuril_geometry_buffer line;
    kuril_geometry_buffer_init(&line);
    kuril_status status = kuril_shape_median(a->shape, b->shape, limit_m, tolerance_m, &line.base, error);
    const kuril_geometry g = kuril_geometry_buffer_view(&line);
    if (!status && kuril_geometry_is_empty(&g))
        status = kuril_fail(error, KURIL_E_DATA, "no place within the limit is equally far from '%s' and '%s'", a->label,
                            b->label);
    if (!status)
        status = write(a, b, limit_m, tolerance_m, &g, path, &console->diagnostics, error);
    kuril_geometry_buffer_finish(&line);
    return status;
}

static kuril_status read_length(const kuril_arguments *arguments, const char *option, double low, double high,
                                double *metres, kuril_error *error)
{
    const char *text = kuril_arguments_value(arguments, option);
    if (text && (!kuril_length_parse(text, metres) || !(*metres >= low && *metres <= high)))
        return kuril_fail(error, KURIL_E_ARGUMENT, "--%s takes a length with its unit, such as 24nmi, not '%s'", option, text);
    return KURIL_OK;
}

static kuril_status run(const kuril_arguments *arguments, kuril_console *console, kuril_error *error)
{
    const char *output = kuril_arguments_value(arguments, "output");
    const kuril_edges edges = kuril_measuring_edges(arguments);
    double limit_m = LIMIT_M, tolerance_m = 1;
    kuril_gazetteer *gazetteer = NULL;
    kuril_subject a = {0}, b = {0};
    kuril_status status = read_length(arguments, "within", 1, 2.1e7, &limit_m, error);
    if (!status)
        status = read_length(arguments, "tolerance", 0.001, 1e6, &tolerance_m, error);
    if (!status)
        status = kuril_gazetteer_read(&gazetteer, error);
    if (!status)
        status = kuril_subject_find(gazetteer, arguments->words[0], edges, &console->diagnostics, &a, error);
    const bool have_a = !status;
    if (!status)
        status = kuril_subject_find(gazetteer, arguments->words[1], edges, &console->diagnostics, &b, error);
    if (!status) {
        status = trace(&a, &b, limit_m, tolerance_m, output ? output : "-", console, error);
        kuril_subject_finish(&b);
    }
    if (have_a)
        kuril_subject_finish(&a);
    kuril_gazetteer_free(gazetteer);
    return status;
}

static const kuril_option options[] = {
    {"output", 'o', "FILE", "the dataset to write: .geojson .gpkg .shp .fgb ...; - for GeoJSON on standard output", NULL,
     KURIL_COMPLETE_FILE},
    {"within", 0, "LENGTH", "how far from the coasts the line goes; 200nmi", NULL, KURIL_COMPLETE_NOTHING},
    {"tolerance", 0, "LENGTH", "how far from equidistance the line may be; 1m", NULL, KURIL_COMPLETE_NOTHING},
    KURIL_OPTION_EDGES,
};

static const char *const examples[] = {"kurilmap median hokkaido kunashir --within 24nmi -o median.geojson", NULL};

const kuril_command kuril_command_median = {
    .name = "median",
    .synopsis = "A B",
    .summary = "the equidistance line of two coasts as a dataset",
    .description = "Writes the line whose places are equally far from the shores of two places or datasets, on the WGS 84 "
                   "ellipsoid, as far out as the limit.",
    .options = options,
    .n_options = G_N_ELEMENTS(options),
    .least = 2,
    .most = 2,
    .completes = KURIL_COMPLETE_PLACE,
    .examples = examples,
    .run = run,
};
